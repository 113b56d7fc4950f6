"""Register keys: under which keys an item stands in the index, so that the registers find it again.

A key is a posting list like any filter's, written, merged, checksummed and withdrawn with its segment. The rows of a
register are read from the items that its keys find: nothing is kept twice.

    register=votes | assignments | reports     the items that a register has rows of
    actor=anna-ek                              everybody who did something in the item, by the slug of the name
    ballot=no                                  how somebody voted
    ballot=no by anna-ek                       how a person voted
    ballot=no of m                             how somebody of a party voted
    cites=2024-02-29 68                        what reports on a task that this paragraph gave
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from indexer.model import AgendaItem, Meeting, VoteOption, meeting_line
from indexer.record.assignments import assignments
from indexer.record.people import acts
from indexer.record.votes import options
from indexer.swedish.diacritics import slug
from indexer.swedish.persons import person_slug

REGISTER = "register"
ACTOR = "actor"
BALLOT = "ballot"
CITES = "cites"


class RegisterName(StrEnum):
    """The registers of the record."""

    VOTES = "votes"
    ASSIGNMENTS = "assignments"
    REPORTS = "reports"


def keys(item: AgendaItem, meeting: Meeting) -> Iterator[tuple[str, str]]:
    """The keys that an item of a meeting stands under, each a name and a value.

    People stand under the names that the register of persons gives them.
    """
    from indexer.record.reports import reported_tasks, says_report

    line = meeting_line(meeting)
    if item.votes:
        yield REGISTER, RegisterName.VOTES
    if any(assignments(item, line)):
        yield REGISTER, RegisterName.ASSIGNMENTS
    tasks = tuple(reported_tasks(item, line))
    if tasks or says_report(item):
        yield REGISTER, RegisterName.REPORTS
    for task in tasks:
        yield CITES, cited(task.cited.date or "", task.cited.number)
    for name in dict.fromkeys(person_slug(meeting.person(act.name)) for act in acts(item)):
        if name:
            yield ACTOR, name
    yield from dict.fromkeys(_ballots(item, meeting))


def cited(day: str, number: str) -> str:
    """The key of what reports on a task of a paragraph."""
    return f"{day} {number}"


def by_person(vote: VoteOption, name: str) -> str:
    """The key of a person's vote, by the slug of the name."""
    return f"{vote} by {name}"


def of_party(vote: VoteOption, party: str) -> str:
    """The key of a vote of somebody of a party, by its slug."""
    return f"{vote} of {party}"


def _ballots(item: AgendaItem, meeting: Meeting) -> Iterator[tuple[str, str]]:
    for vote in item.votes:
        yield from ((BALLOT, option) for option in options(vote))
        for voter in vote.voters:
            if name := person_slug(meeting.person(voter.name)):
                yield BALLOT, by_person(voter.vote, name)
            if voter.party:
                yield BALLOT, of_party(voter.vote, slug(voter.party))
