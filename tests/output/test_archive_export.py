"""What other programs get: every meeting, every decision, and nothing that runs in a spreadsheet."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import msgspec

from indexer.model import Attendance, AttendanceStatus, Meeting
from search_ui.answer import Question
from search_ui.output import archive_export
from tests.invented import item, meeting

SCHOOL = meeting(
    item("Skolskjuts", "Reglerna ändras.", decisions=("att anta reglerna", "att tacka för informationen")),
    item("Budget", number="§ 2", reference="BN 2024/17"),
    authority="Påhittade kommun",
    start="08:30",
    attendance=(
        Attendance(name="Åsa Exempel", affiliation="Skolan", role="ordförande"),
        Attendance(name="Sven Påhittad", status=AttendanceStatus.ABSENT),
    ),
)
ROADS = meeting(item("Cykelväg", decisions=("=HYPERLINK(1)",)), date="2025-02-03", organ="Vägnämnden")
BOTH = [SCHOOL, ROADS]


def written(lines: Iterator[bytes]) -> str:
    return b"".join(lines).decode()


def linked(meetings: list[Meeting]) -> Iterator[bytes]:
    """Meetings as JSON-LD, none of whose items is of a matter."""
    return archive_export.jsonld(meetings, lambda item: None, ())


def test_json_lines_are_the_meetings_as_the_archive_keeps_them() -> None:
    lines = written(archive_export.jsonl(BOTH)).splitlines()
    assert [msgspec.json.decode(line, type=Meeting) for line in lines] == BOTH


def test_json_ld_is_one_document_whose_things_have_the_pages_paths() -> None:
    document = json.loads(written(linked(BOTH)))
    assert document["@context"] == "https://schema.org"
    school, roads = document["@graph"]
    assert school["@id"] == "/mote/pahittade-namnden/2024-04-19"
    assert school["startDate"] == "2024-04-19T08:30"
    assert school["organizer"]["parentOrganization"]["name"] == "Påhittade kommun"
    skolskjuts, budget = school["recordedIn"]["hasPart"]
    assert skolskjuts["hasPart"][0]["@id"] == "/arende/pahittade-namnden/2024-04-19/1#b1"
    assert budget["identifier"] == ["pahittade-namnden/2024-04-19/2", "BN 2024/17"]
    assert roads["startDate"] == "2025-02-03"


def test_json_ld_lists_as_attending_only_those_who_were_there() -> None:
    school = json.loads(written(linked([SCHOOL])))["@graph"][0]
    affiliation = {"@type": "Organization", "name": "Skolan"}
    person = {"@type": "Person", "name": "Åsa Exempel", "jobTitle": "ordförande", "affiliation": affiliation}
    assert school["attendee"] == [person]


def test_json_ld_says_nothing_of_what_the_minutes_do_not_say() -> None:
    def values(thing: Any) -> Iterator[Any]:
        yield thing
        for below in thing.values() if isinstance(thing, dict) else thing if isinstance(thing, list) else ():
            yield from values(below)

    document = json.loads(written(linked(BOTH)))
    assert all(value not in (None, "", [], {}) for value in values(document))
    assert json.loads(written(linked([])))["@graph"] == []


def test_meetings_are_chosen_by_date_and_organ() -> None:
    def chosen(**asked: Any) -> list[str]:
        return [meeting.date for meeting in archive_export.chosen(BOTH, Question(**asked))]

    assert chosen() == ["2024-04-19", "2025-02-03"]
    assert chosen(since="2024-04-20") == ["2025-02-03"]
    assert chosen(until="2024-04-19") == ["2024-04-19"]
    assert chosen(filters={"organization": ("vagnamnden",)}) == ["2025-02-03"]
