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

from indexer.minutes.lines.folded_text import printed
from indexer.minutes.people.names import NAME, PARTY, party_of, untitled
from indexer.minutes.words import words
from indexer.model import AgendaItem, Attendance, AttendanceStatus, Proposal

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


def with_chair(items: Sequence[AgendaItem], attendance: Sequence[Attendance]) -> tuple[AgendaItem, ...]:
    """The items, the chair's name in the place of an office that moved something, if one chair was there."""
    chairs = [person for person in attendance if _presides(person)]
    if len(chairs) != 1:
        return tuple(items)
    name = f"{chairs[0].name} ({chairs[0].party})" if chairs[0].party else chairs[0].name

    def told(item: AgendaItem) -> AgendaItem:
        proposals = tuple(_by(proposal, name) for proposal in item.proposals)
        return msgspec.structs.replace(item, proposals=proposals, items=tuple(map(told, item.items)))

    return tuple(map(told, items))


def _by(proposal: Proposal, chair: str) -> Proposal:
    proposers = tuple(chair if _CHAIR.fullmatch(one) else one for one in proposal.proposers)
    return msgspec.structs.replace(proposal, proposers=proposers)


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
