"""People: what somebody did in an item, in the public role that the minutes give.

    Motion av Anna Ek (S) och Bo Ask (V) om belysning      both moved it
    Anna Ek (S) yrkar avslag                               proposed
    Anna Ek (S), Bo Ask (V) röstar Ja (2)                  voted
    Ek (S) reserverar sig mot beslutet                     made a statement

Only whole names count: of somebody who is called "Ek" or "Ordföranden" nobody knows who is meant, unless the parser
found the one who was there. A name and a party make a person; see `indexer.swedish.persons`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Final

import msgspec

from indexer.model import AgendaItem, Meeting, VoteOption
from indexer.swedish.persons import Mention, is_given_name, person_slug

_PARTICLE: Final = r"(?:von|van|af|de|der|la|al|el|bin|ben|den|di|da|du|dos|ibn|zu)"
_WORD: Final = r"[A-ZÅÄÖÉÈÜÆØÁÍÓÚŠŽČĆŁŚ][\w'’´-]*\.?"
_NAME: Final = rf"{_WORD}(?:\s+(?:{_PARTICLE}\s+){{0,2}}{_WORD}){{1,4}}"
_WITH_PARTY: Final = re.compile(rf"(?P<name>{_NAME})(?:\s+m\.?\s?fl\.?)?\s*\((?P<party>[A-ZÅÄÖ][\w-]{{0,24}})\)")
_BARE: Final = re.compile(rf"(?P<name>{_NAME})")
_MOTION: Final = re.compile(
    r"\bmotion(?:en|er)?\s+(?:\S+\s+){0,3}?(?:av|från|väckt\s+av)\s+(?P<who>.+?)"
    r"(?=\s+(?:om|angående|rörande|med|gällande|att|avseende)\b|\s[–-]\s|[:”\"]|$)",
    re.IGNORECASE | re.DOTALL,
)


class ActKind(StrEnum):
    """What somebody did in an item."""

    MOTION = "motion"
    """Moved the motion that the item is about."""
    PROPOSAL = "proposal"
    VOTE = "vote"
    STATEMENT = "statement"
    PRESENTATION = "presentation"
    ASSIGNMENT = "assignment"
    DISQUALIFIED = "disqualified"


class PersonAct(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that somebody did in an item: `text` is it as printed, `vote` how they voted."""

    name: str
    party: str | None
    kind: ActKind
    text: str
    vote: VoteOption | None = None
    clause: str | None = None
    """The id of the ballot or the decision."""

    @property
    def mention(self) -> Mention:
        """The name and the party, by which it is told who it is."""
        return self.name, self.party


def acts(item: AgendaItem) -> Iterator[PersonAct]:
    """What everybody did in an item who is called by a whole name, in the order of the kinds."""
    if motion := _MOTION.search(item.title):
        yield from _acts(people_in(motion["who"]), ActKind.MOTION, item.title)
    for proposal in item.proposals:
        yield from _acts(_whole(proposal.proposers), ActKind.PROPOSAL, proposal.text)
    for number, vote in enumerate(item.votes, start=1):
        for voter in vote.voters:
            if _is_whole(voter.name):
                yield PersonAct(
                    name=voter.name,
                    party=voter.party,
                    kind=ActKind.VOTE,
                    text="",
                    vote=voter.vote,
                    clause=f"{item.id}/v{number}",
                )
    for statement in item.statements:
        if statement.text in item.disqualified:
            continue
        yield from _acts(_whole(statement.makers), ActKind.STATEMENT, statement.text)
    for presenter in item.presenters:
        yield from _acts(_named_first(presenter), ActKind.PRESENTATION, presenter)
    for decision in item.decisions:
        people = (mention for one in decision.assignees for mention in _named_first(one))
        yield from _acts(people, ActKind.ASSIGNMENT, decision.text, decision.id)
    for told in item.disqualified:
        yield from _acts(people_in(told), ActKind.DISQUALIFIED, told)


def mentions(meeting: Meeting) -> tuple[Mention, ...]:
    """Everybody who is listed at a meeting or did something in it, each name and party once."""
    listed = ((person.name, person.party) for person in meeting.attendance)
    acting = (act.mention for item in meeting.walk() for act in acts(item))
    return tuple(dict.fromkeys((*listed, *acting)))


def parties(item: AgendaItem) -> tuple[str, ...]:
    """The parties that act in an item, as printed, each once: those of its people, and those that act as such."""
    of_people = (act.party for act in acts(item) if act.kind is not ActKind.PRESENTATION)
    told = (*(one.proposers for one in item.proposals), *(one.makers for one in item.statements))
    as_such = (one for group in told for one in group if _PARTY.fullmatch(one))
    return tuple(dict.fromkeys(filter(None, (*of_people, *as_such))))


_PARTY: Final = re.compile(r"[A-ZÅÄÖ]\w{0,3}")


def people_in(text: str) -> tuple[Mention, ...]:
    """The people that a text names, with their parties where they are printed."""
    with_party = tuple((_joined(found["name"]), found["party"]) for found in _WITH_PARTY.finditer(text))
    if with_party:
        return with_party
    bare = (_joined(found["name"]) for found in _BARE.finditer(text))
    return tuple((name, None) for name in bare if is_given_name(name.split()[0]))


def _whole(called: Iterable[str]) -> Iterator[Mention]:
    """Those who are called by a whole name."""
    for one in called:
        match = _WITH_PARTY.fullmatch(one)
        if match:
            yield _joined(match["name"]), match["party"]
        elif _BARE.fullmatch(one):
            yield one, None


def _named_first(text: str) -> tuple[Mention, ...]:
    """The person that a text begins with, as "Anna Ek, ekonomichef" does; nobody where it names an office."""
    first = text.split(",", 1)[0]
    match = _WITH_PARTY.search(first)
    if match:
        return ((_joined(match["name"]), match["party"]),)
    bare = _BARE.search(first)
    return ((_joined(bare["name"]), None),) if bare and is_given_name(bare["name"].split()[0]) else ()


def _acts(people: Iterable[Mention], kind: ActKind, text: str, clause: str | None = None) -> Iterator[PersonAct]:
    for name, party in dict.fromkeys(people):
        yield PersonAct(name=name, party=party, kind=kind, text=text, clause=clause)


def _is_whole(name: str) -> bool:
    return len(name.split()) > 1 and bool(person_slug(name))


def _joined(name: str) -> str:
    """A name as one line, without the capital title before it: "Kommunalrådet Anna Ek"."""
    words = name.split()
    titled = len(words) > _TWO and not is_given_name(words[0]) and is_given_name(words[1])
    return " ".join(words[1:] if titled else words)


_TWO: Final = 2
