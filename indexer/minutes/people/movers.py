"""Movers: whose proposal, reservation or disqualification a sentence tells of.

Simona Ek (L) och Bo Ask (M) yrkar avslag                  Simona Ek (L), Bo Ask (M)
Ordföranden Anna Jern m.fl. (M) föreslår att ...           Anna Jern (M)
Representanterna från V, S och MP yrkar                    V, S, MP
Ordföranden yrkar bifall                                   whoever of those present is the chair
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import msgspec

from indexer.minutes.lines.folded_text import fold, printed
from indexer.minutes.people.names import NAME, PARTY, party_of, untitled
from indexer.minutes.words import words
from indexer.model import AgendaItem, Attendance, AttendanceStatus, Voter

_MEMBER = re.compile(rf"(?<!\w)(?P<name>{NAME})(?:\s+(?:m\.?\s?fl\.?|med\s+flera))?\s*\((?P<party>{PARTY})\)")
_BARE_NAME = re.compile(rf"(?<!\w)(?P<name>{NAME})(?=\s*(?:,|och\b|samt\b|$))")
_SHORT = r"[A-ZÅÄÖ]\w{0,3}"
_PARTIES = re.compile(rf"\b(?:från|för|i|av)\s+(?P<parties>{_SHORT}(?:(?:,\s*|\s+och\s+|\s+samt\s+){_SHORT})*)\b")
_SECONDED = re.compile(r",?\s+(?:med\s+instämmande|under\s+instämmande|understöd|med\s+stöd|med\s+bifall)")
"""What comes behind who moves: those who only second it."""
_CHAIR = re.compile(r"(?:mötes)?ordföranden?$", re.IGNORECASE)
_FULL_NAME_WORDS = 2


def movers(text: str) -> tuple[str, ...]:
    """The people or parties whose proposal a sentence begins with, as printed; "Ordföranden" if only the office is."""
    subject = _subject(text)
    members = tuple(f"{_name(found['name'])} ({found['party']})" for found in _MEMBER.finditer(subject))
    if members or subject == text:
        return members
    if _CHAIR.fullmatch(subject):
        return (subject,)
    if (parties := _PARTIES.search(subject)) and all(map(party_of, _listed(parties["parties"]))):
        return tuple(_listed(parties["parties"]))
    if all(party_of(part) for part in _listed(subject)):
        return tuple(_listed(subject))
    return named(subject)


def named(text: str) -> tuple[str, ...]:
    """The people that a text names by at least two names, with the parties behind them."""
    members = tuple(f"{_name(found['name'])} ({found['party']})" for found in _MEMBER.finditer(text))
    if members:
        return members
    bare = (_name(found["name"]) for found in _BARE_NAME.finditer(text))
    return tuple(name for name in bare if len(name.split()) >= _FULL_NAME_WORDS)


def disqualified_in(text: str) -> tuple[str, ...]:
    """Who is disqualified by a sentence that says so; the sentence itself where it names nobody."""
    verb = _disqualifying().search(text)
    return named(text[: verb.start()].strip()) if verb and named(text[: verb.start()].strip()) else (text,)


def with_full_names(items: Sequence[AgendaItem], attendance: Sequence[Attendance]) -> tuple[AgendaItem, ...]:
    """The items, those who moved, voted or said something by the names that the list of those present gives them.

    "Ordföranden" is the one chair who was there, "Ek (S)" the only one of that surname and party, "Anna Ek" the only
    one of that name, with the party; whoever is not sure stays as printed.
    """
    full = _FullNames(attendance)

    def told(item: AgendaItem) -> AgendaItem:
        return msgspec.structs.replace(
            item,
            proposals=tuple(
                msgspec.structs.replace(one, proposers=tuple(map(full.of, one.proposers))) for one in item.proposals
            ),
            statements=tuple(
                msgspec.structs.replace(one, makers=tuple(map(full.of, one.makers))) for one in item.statements
            ),
            votes=tuple(
                msgspec.structs.replace(vote, voters=tuple(map(full.voter, vote.voters))) for vote in item.votes
            ),
            items=tuple(map(told, item.items)),
        )

    return tuple(map(told, items))


class _FullNames:
    """The people of a meeting, to be found by what they are called in it."""

    def __init__(self, attendance: Sequence[Attendance]) -> None:
        self._people = list({(person.name, person.party): person for person in attendance}.values())
        chairs = [person for person in attendance if _presides(person)]
        self._chair = chairs[0] if len(chairs) == 1 else None

    def of(self, called: str) -> str:
        """The full name, with the party, of one who is called so; as it is where that is not sure."""
        if _CHAIR.fullmatch(called):
            return _with_party(self._chair.name, self._chair.party) if self._chair else called
        match = _CALLED.fullmatch(called)
        person = self._only(match["name"], match["party"]) if match else None
        return _with_party(person.name, person.party or match["party"]) if person and match else called

    def voter(self, voter: Voter) -> Voter:
        """A voter by the full name."""
        person = self._only(voter.name, voter.party)
        if person is None:
            return voter
        return msgspec.structs.replace(voter, name=person.name, party=voter.party or person.party)

    def _only(self, name: str, party: str | None) -> Attendance | None:
        """The one person who may be called so; None where there are several, or whole names differ."""
        words = fold(name).split()
        alike = [
            person
            for person in self._people
            if fold(person.name).split()[-len(words) :] == words
            and (party is None or person.party is None or fold(person.party) == fold(party))
        ]
        return alike[0] if len(alike) == 1 else None


_CALLED = re.compile(rf"(?P<name>{NAME})(?:\s+\((?P<party>{PARTY})\))?")


def _with_party(name: str, party: str | None) -> str:
    return f"{name} ({party})" if party else name


def _presides(person: Attendance) -> bool:
    role = (person.role or "").casefold()
    return person.status is AttendanceStatus.PRESENT and re.match(r"ordf|mötesordf", role) is not None


def _subject(text: str) -> str:
    """What stands before the verb with which somebody moves; all of the text if there is none."""
    verb = _moving().search(text)
    return _SECONDED.split(text[: verb.start()])[0].strip(" ,") if verb else text


@cache
def _moving() -> re.Pattern[str]:
    return re.compile(rf"\s(?:{'|'.join(words('people')['moves'])})\b", re.IGNORECASE)


@cache
def _disqualifying() -> re.Pattern[str]:
    return re.compile(rf"\s(?:{'|'.join(words('people')['is disqualified'])})\b", re.IGNORECASE)


def _listed(text: str) -> list[str]:
    return [part for part in re.split(r",\s*|\s+(?:och|samt)\s+", text) if part]


def _name(text: str) -> str:
    return printed(untitled(text))
