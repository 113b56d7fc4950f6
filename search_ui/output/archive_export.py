"""Exporting: the whole archive, or a part of it, for other programs to read.

Two forms, each a stream of lines, so that thousands of meetings take no more memory than one:

*JSON lines*: every meeting as the archive keeps it, personnummer masked.

*JSON-LD* in the words of schema.org: a meeting is an Event, its minutes the CreativeWork that it is recorded in, and
the agenda items and their decisions are parts of that, and of matters. A task is the Action that a decision asks for, a
ballot a work that counts (InteractionCounter) and mentions who voted how (VoteAction). The names of things are the
page's paths, so that they become addresses wherever the page is published.

What is a row for each decision, and other tables, are in `tables.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any, Final

from indexer.index.facets import DOCUMENTS
from indexer.index.port import ItemMatter
from indexer.model import (
    AgendaItem,
    Attendance,
    AttendanceStatus,
    Decision,
    DecisionKind,
    Matter,
    Meeting,
    MeetingLine,
    Voter,
    meeting_line,
)
from indexer.privacy import masked_in
from indexer.record.votes import Ballot, ballots
from search_ui.answer import Question
from search_ui.output.gate import Released, json_line, json_text, plain, together

MatterOf = Callable[[str], ItemMatter | None]
SCHEMA: Final = "https://schema.org"
OPARL: Final = "https://schema.oparl.org/1.1/"
"""OParl's terms say more exactly than schema.org what each thing is: they stand as additionalType."""
VOTE_EVENT: Final = "http://www.w3.org/ns/opengov#VoteEvent"
"""OParl has no ballots; this is Popolo's word."""


def chosen(meetings: Iterable[Meeting], question: Question) -> Iterator[Meeting]:
    """The meetings from the question's first day to its last, ISO dates and both included, of its organs or of all."""
    since, until, organs = question.since or "", question.until, question.chosen("organization")
    for meeting in meetings:
        held = since <= meeting.date and (until is None or meeting.date <= until)
        if held and (not organs or meeting.id.rsplit("/", 1)[0] in organs):
            yield meeting


def jsonl(meetings: Iterable[Meeting]) -> Iterator[Released]:
    """A meeting a line, as the archive keeps it."""
    return map(json_line, meetings)


def jsonld(meetings: Iterable[Meeting], matter_of: MatterOf, matters: Iterable[Matter]) -> Iterator[Released]:
    """One JSON-LD document: a meeting a line, then a matter a line; `matter_of` gives the matter of an item's id."""
    yield plain(f'{{"@context":"{SCHEMA}","@graph":[')
    between = plain("\n")
    events = (_event(meeting, matter_of) for meeting in map(masked_in, meetings))
    for node in chain(events, map(_matter, matters)):
        yield together((between, json_text(node)))
        between = plain(",\n")
    yield plain("\n]}\n")


def _event(meeting: Meeting, matter_of: MatterOf) -> dict[str, Any]:
    """A meeting as an Event."""
    return _said(
        {
            "@id": f"/mote/{meeting.id}",
            "@type": "Event",
            "additionalType": OPARL + "Meeting",
            "identifier": meeting.id,
            "name": " ".join(filter(None, (_called(meeting), meeting.organization, meeting.date))),
            "inLanguage": "sv",
            "startDate": _moment(meeting.date, meeting.start),
            "endDate": _moment(meeting.date, meeting.end) if meeting.end else None,
            "location": _named("Place", meeting.place),
            "organizer": _organizer(meeting),
            "attendee": [_person(person) for person in meeting.attendance if person.status is AttendanceStatus.PRESENT],
            "recordedIn": _minutes(meeting, matter_of),
        }
    )


def _called(meeting: Meeting) -> str:
    """What a meeting's document is called before the meeting's name, where it does not tell what the meeting did."""
    return "" if meeting.document.tells_what_was_done else f"{DOCUMENTS[meeting.document]}:"


def _organizer(meeting: Meeting) -> dict[str, Any]:
    """The organ that met, part of its authority."""
    organ = {"@id": f"#{meeting.id.rsplit('/', 1)[0]}", "@type": "Organization", "name": meeting.organization}
    return _said(organ | {"parentOrganization": _named("GovernmentOrganization", meeting.authority)})


def _minutes(meeting: Meeting, matter_of: MatterOf) -> dict[str, Any]:
    """The minutes as a work whose parts are the agenda items."""
    return _said(
        {
            "@type": "CreativeWork",
            "name": " ".join(filter(None, (DOCUMENTS[meeting.document], meeting.number))),
            "encodingFormat": meeting.source.media_type,
            "hasPart": [_work(item, meeting_line(meeting), matter_of) for item in meeting.items],
        }
    )


def _work(item: AgendaItem, meeting: MeetingLine, matter_of: MatterOf) -> dict[str, Any]:
    """An agenda item as a work whose parts are its decisions, its ballots and its sub-items."""
    matter = matter_of(item.id)
    return _said(
        {
            "@id": f"/arende/{item.id}",
            "@type": "CreativeWork",
            "additionalType": OPARL + "AgendaItem",
            "identifier": [item.id, item.reference] if item.reference else item.id,
            "position": item.number or item.position,
            "name": item.title,
            "abstract": " ".join((item.summary or "").split()),
            "isPartOf": {"@id": f"/arende/{matter.id}"} if matter else None,
            "hasPart": [
                *map(_clause, item.decisions),
                *map(_ballot, ballots(item, meeting)),
                *(_work(below, meeting, matter_of) for below in item.items),
            ],
        }
    )


def _clause(decision: Decision) -> dict[str, Any]:
    """A decision clause as a work; its kind is its genre, and a task that it gives the action that it asks for."""
    task = {
        "@type": "Action",
        "agent": [{"@type": "Organization", "name": assignee} for assignee in decision.assignees],
        "endTime": decision.due,
    }
    return _said(
        {
            "@id": _part_of_item(decision.id),
            "@type": "CreativeWork",
            "identifier": decision.id,
            "genre": decision.kind,
            "text": decision.text,
            "potentialAction": _said(task) if decision.assignees or decision.kind is DecisionKind.ASSIGNED else None,
        }
    )


def _ballot(ballot: Ballot) -> dict[str, Any]:
    """A ballot as a work that counts each side, what it stood for its description, and mentions who voted how."""
    return _said(
        {
            "@id": _part_of_item(ballot.id),
            "@type": "CreativeWork",
            "additionalType": VOTE_EVENT,
            "identifier": ballot.id,
            "text": ballot.text,
            "interactionStatistic": [
                _said(
                    {
                        "@type": "InteractionCounter",
                        "interactionType": f"{SCHEMA}/VoteAction",
                        "name": option,
                        "description": meaning,
                        "userInteractionCount": count,
                    }
                )
                for option, count, meaning in ballot.sides()
            ],
            "mentions": [_vote(voter) for voter in ballot.voters],
        }
    )


def _vote(voter: Voter) -> dict[str, Any]:
    """How one person voted."""
    agent = {"@type": "Person", "name": voter.name, "memberOf": _named("PoliticalParty", voter.party)}
    return {"@type": "VoteAction", "actionOption": voter.vote, "agent": _said(agent)}


def _matter(matter: Matter) -> dict[str, Any]:
    """A matter as a work whose parts are the items of all meetings that had it up; its outcome is its genre."""
    return _said(
        {
            "@id": f"/arende/{matter.id}",
            "@type": "CreativeWork",
            "identifier": [matter.id, matter.reference] if matter.reference else matter.id,
            "name": matter.title,
            "genre": matter.outcome,
            "temporalCoverage": f"{matter.first}/{matter.last}",
            "hasPart": [{"@id": f"/arende/{item}"} for item in matter.items],
        }
    )


def _part_of_item(id: str) -> str:
    """The page's path of a clause or a ballot."""
    return f"/arende/{id.rsplit('/', 1)[0]}#{id.rsplit('/', 1)[1]}"


def _person(person: Attendance) -> dict[str, Any]:
    """Somebody who was there."""
    affiliation = _named("Organization", person.affiliation)
    return _said({"@type": "Person", "name": person.name, "jobTitle": person.role, "affiliation": affiliation})


def _named(type: str, name: str | None) -> dict[str, str] | None:
    """A thing of which only the name is known."""
    return {"@type": type, "name": name} if name else None


def _moment(date: str, hour: str | None) -> str:
    """A day, with the hour when the minutes print one: 2024-04-19T08:30."""
    return f"{date}T{hour}" if hour else date


def _said(thing: dict[str, Any]) -> dict[str, Any]:
    """A thing without what the minutes say nothing about: JSON-LD leaves such terms out."""
    return {term: value for term, value in thing.items() if value not in (None, "", [])}
