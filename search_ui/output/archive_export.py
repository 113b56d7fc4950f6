"""Exporting: the whole archive, or a part of it, for other programs to read.

Three forms, each a stream of lines, so that thousands of meetings take no more memory than one:

*JSON lines*: every meeting as the archive keeps it, personnummer masked.

*CSV*: a row for each decision clause, for who counts or follows up decisions. It is plain UTF-8 with commas, without a
byte order mark: the mark would become a part of the first column's name in every program but Excel, and would not help
there either, since Excel in Swedish takes semicolons for what stands between columns. In Excel the file is opened by
*Data, From Text/CSV*, which sees both by itself.

*JSON-LD* in the words of schema.org: a meeting is an Event, its minutes the CreativeWork that it is recorded in, and
the agenda items and their decisions are parts of that. The names of things are the page's paths, so that they become
addresses wherever the page is published.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from indexer.model import AgendaItem, Attendance, AttendanceStatus, Decision, Meeting
from indexer.privacy import masked_in
from search_ui.output.gate import Released, csv_line, json_line, json_text, plain, together

COLUMNS: Final = (
    *("meeting", "organization", "date", "number", "title", "reference"),
    *("decision", "kind", "assignee", "due", "id"),
)
"""The columns of the CSV: the item's meeting, number and title, then the clause and what was read from it."""

SCHEMA: Final = "https://schema.org"
OPARL: Final = "https://schema.oparl.org/1.1/"
"""OParl's terms say more exactly than schema.org what each thing is: they stand as additionalType."""


def chosen(
    meetings: Iterable[Meeting],
    *,
    since: str | None = None,
    until: str | None = None,
    organizations: Sequence[str] = (),
) -> Iterator[Meeting]:
    """The meetings from `since` to `until`, ISO dates and both included, of these organs (slugs) or of all."""
    for meeting in meetings:
        held = (since or "") <= meeting.date and (until is None or meeting.date <= until)
        if held and (not organizations or meeting.id.rsplit("/", 1)[0] in organizations):
            yield meeting


def jsonl(meetings: Iterable[Meeting]) -> Iterator[Released]:
    """A meeting a line, as the archive keeps it."""
    return map(json_line, meetings)


def csv(meetings: Iterable[Meeting]) -> Iterator[Released]:
    """A head, then a row for each decision clause."""
    yield csv_line(COLUMNS)
    for meeting in map(masked_in, meetings):
        for item in meeting.walk():
            for decision in item.decisions:
                yield csv_line(_row(meeting, item, decision))


def jsonld(meetings: Iterable[Meeting]) -> Iterator[Released]:
    """One JSON-LD document, a meeting a line."""
    yield plain(f'{{"@context":"{SCHEMA}","@graph":[')
    between = plain("\n")
    for meeting in map(masked_in, meetings):
        yield together((between, json_text(_event(meeting))))
        between = plain(",\n")
    yield plain("\n]}\n")


FORMS: Final = {"jsonl": jsonl, "csv": csv, "jsonld": jsonld}
"""Every form of export by its name, the default first."""


def _row(meeting: Meeting, item: AgendaItem, decision: Decision) -> tuple[str, ...]:
    """A decision clause as the cells of COLUMNS."""
    about = (meeting.id, meeting.organization, meeting.date, item.number, item.title, item.reference or "")
    return (*about, decision.text, decision.kind, decision.assignee or "", decision.due or "", decision.id)


def _event(meeting: Meeting) -> dict[str, Any]:
    """A meeting as an Event."""
    return _said(
        {
            "@id": f"/mote/{meeting.id}",
            "@type": "Event",
            "additionalType": OPARL + "Meeting",
            "identifier": meeting.id,
            "name": " ".join(filter(None, (meeting.organization, meeting.date))),
            "inLanguage": "sv",
            "startDate": _moment(meeting.date, meeting.start),
            "endDate": _moment(meeting.date, meeting.end) if meeting.end else None,
            "location": _named("Place", meeting.place),
            "organizer": _organizer(meeting),
            "attendee": [_person(person) for person in meeting.attendance if person.status is AttendanceStatus.PRESENT],
            "recordedIn": _minutes(meeting),
        }
    )


def _organizer(meeting: Meeting) -> dict[str, Any]:
    """The organ that met, part of its authority."""
    organ = {"@id": f"#{meeting.id.rsplit('/', 1)[0]}", "@type": "Organization", "name": meeting.organization}
    return _said(organ | {"parentOrganization": _named("GovernmentOrganization", meeting.authority)})


def _minutes(meeting: Meeting) -> dict[str, Any]:
    """The minutes as a work whose parts are the agenda items."""
    return _said(
        {
            "@type": "CreativeWork",
            "name": " ".join(filter(None, ("Protokoll", meeting.number))),
            "encodingFormat": meeting.source.media_type,
            "hasPart": [_work(item) for item in meeting.items],
        }
    )


def _work(item: AgendaItem) -> dict[str, Any]:
    """An agenda item as a work whose parts are its decisions and its sub-items."""
    return _said(
        {
            "@id": f"/arende/{item.id}",
            "@type": "CreativeWork",
            "additionalType": OPARL + "AgendaItem",
            "identifier": [item.id, item.reference] if item.reference else item.id,
            "position": item.number or item.position,
            "name": item.title,
            "abstract": " ".join((item.summary or "").split()),
            "hasPart": [*map(_clause, item.decisions), *map(_work, item.items)],
        }
    )


def _clause(decision: Decision) -> dict[str, Any]:
    """A decision clause as a work; its kind is its genre."""
    return {
        "@id": f"/arende/{decision.id.rsplit('/', 1)[0]}#{decision.id.rsplit('/', 1)[1]}",
        "@type": "CreativeWork",
        "identifier": decision.id,
        "genre": decision.kind,
        "text": decision.text,
    }


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
