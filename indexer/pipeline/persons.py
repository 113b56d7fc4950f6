"""Persons: by what names the register calls those whom some minutes name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from indexer.model import Meeting, RegisteredPerson
from indexer.pipeline.organs import authority_key
from indexer.register import PersonRule
from indexer.swedish.persons import person_slug


def called(meeting: Meeting, rules: Sequence[PersonRule]) -> Meeting:
    """The meeting with the names of the register for those persons of it that have another there."""
    rules = [rule for rule in rules if _is_of(rule, meeting)]
    persons = []
    for name in sorted(set(_names(meeting))) if rules else ():
        told = next((rule.name for rule in rules if _names_one(rule, name)), name)
        if told != name:
            persons.append(RegisteredPerson(printed=name, name=told))
    return msgspec.structs.replace(meeting, persons=tuple(persons))


def _is_of(rule: PersonRule, meeting: Meeting) -> bool:
    return not rule.municipality or authority_key(rule.municipality) == authority_key(meeting.authority)


def _names_one(rule: PersonRule, name: str) -> bool:
    return person_slug(name) in {person_slug(alias) for alias in (rule.name, *rule.aliases)}


def _names(meeting: Meeting) -> Iterator[str]:
    """Every name of a person in the meeting, as printed."""
    yield from (person.name for person in meeting.attendance)
    yield from (signature.name for signature in meeting.signatures)
    for item in meeting.walk():
        yield from item.presenters
        yield from (name for proposal in item.proposals for name in proposal.proposers)
        yield from (voter.name for vote in item.votes for voter in vote.voters)
