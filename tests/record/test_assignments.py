"""Assignments: what counts as one, how it stands on a day, and which items report on it."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from indexer.model import Meeting, MeetingLine, meeting_line
from indexer.record.assignments import (
    Assignment,
    AssignmentState,
    ReportOutcome,
    as_of,
    assignments,
    by_assignee,
    is_to,
)
from indexer.record.reports import GivenItem, SaidReport, linked, reported_tasks, with_proposed
from tests.record.minutes import minutes_of

GIVEN = minutes_of(
    "Kommunfullmäktige",
    "2024-02-29",
    (
        "§ 68 Plan för cykling",
        "1. Planen antas.\n2. Tekniska nämnden får i uppdrag att bygga cykelställ vid stationen.\n"
        "3. Kulturnämnden och Hamn AB får i uppdrag att utreda konst längs kajen, och redovisa det senast den "
        "30 september 2024.",
    ),
    ("§ 69 Motion av Anna Ek (S) om solceller", "Motionen bifalles."),
)


def reporting(*decisions: str, title: str = "Redovisning av uppdrag", day: str = "2024-10-24") -> Meeting:
    return minutes_of("Kommunfullmäktige", day, ("§ 12 " + title, "\n".join(decisions)))


def rows(*meetings: Meeting) -> dict[str, Assignment]:
    """The assignments of some meetings by the end of their ids, linked."""
    items = [(item, meeting_line(meeting)) for meeting in meetings for item in meeting.walk()]

    def at(day: str, number: str) -> list[GivenItem]:
        return [
            GivenItem(item=item, meeting=line, assignments=tuple(assignments(item, line)))
            for item, line in items
            if line.date == day and item.number == f"§ {number}"
        ]

    given = (row for item, line in items for row in assignments(item, line))
    reports = (task for item, line in items for task in reported_tasks(item, line))
    return {row.id.split("/", 1)[1]: row for row in linked(given, reports, at)}


def test_a_clause_that_gives_a_task_is_an_assignment_and_one_that_only_decides_is_none() -> None:
    given = rows(GIVEN)
    assert list(given) == ["2024-02-29/1/b2", "2024-02-29/1/b3"]
    assert given["2024-02-29/1/b3"].assignees == ("Kulturnämnden", "Hamn AB")
    assert given["2024-02-29/1/b3"].due == "2024-09-30"


def test_what_is_only_proposed_to_the_council_is_nobodys_task_yet() -> None:
    proposing = minutes_of(
        "Kommunstyrelsen",
        "2024-02-14",
        (
            "§ 20 Plan för cykling",
            "Redovisningen antecknas.\nKommunstyrelsen tillstyrker yrkandet och föreslår att kommunfullmäktige "
            "beslutar:\n1. Planen antas.\n2. Tekniska nämnden får i uppdrag att bygga cykelställ.",
        ),
    )
    assert rows(proposing) == {}


def test_a_sentence_that_only_says_when_belongs_to_the_assignment_before_it() -> None:
    meeting = minutes_of(
        "Nämnden",
        "2024-02-14",
        (
            "§ 3 Lekplats",
            "1. Förvaltningen får i uppdrag att se över lekplatsen.\n2. Uppdraget ska redovisas senast i juni 2024.",
        ),
    )
    assert [(row.due, row.id[-2:]) for row in rows(meeting).values()] == [("2024-06-30", "b1")]


@pytest.mark.parametrize(
    ("today", "state"),
    [
        ("2024-03-01", AssignmentState.OPEN),
        ("2024-08-30", AssignmentState.OPEN),
        ("2024-08-31", AssignmentState.DUE),
        ("2024-09-30", AssignmentState.DUE),
        ("2024-10-01", AssignmentState.OVERDUE),
    ],
)
def test_an_assignment_is_due_thirty_days_before_its_day_and_overdue_after_it(
    today: str, state: AssignmentState
) -> None:
    row = as_of(rows(GIVEN)["2024-02-29/1/b3"], date.fromisoformat(today))
    assert row.state is state
    assert row.age == (date.fromisoformat(today) - date(2024, 2, 29)).days


def test_one_without_a_day_stays_open() -> None:
    assert as_of(rows(GIVEN)["2024-02-29/1/b2"], date(2034, 1, 1)).state is AssignmentState.OPEN


@pytest.mark.parametrize(
    ("decision", "outcome", "state"),
    [
        ("antecknas och förklaras fullgjort.", ReportOutcome.DONE, AssignmentState.REPORTED),
        ("antecknas.", ReportOutcome.NOTED, AssignmentState.REPORTED),
        ("läggs till handlingarna.", ReportOutcome.NOTED, AssignmentState.REPORTED),
        ("förlängs till den 1 juni 2025.", ReportOutcome.EXTENDED, AssignmentState.OPEN),
        ("bordläggs.", None, AssignmentState.REPORTED),
    ],
)
def test_a_report_that_cites_the_paragraph_is_sure_and_says_what_came_of_it(
    decision: str, outcome: ReportOutcome | None, state: AssignmentState
) -> None:
    report = reporting(
        "Redovisning av kommunfullmäktiges uppdrag 2024-02-29 § 68 punkt 2 till tekniska nämnden, att bygga cykelställ "
        f"vid stationen, {decision}"
    )
    row = as_of(rows(GIVEN, report)["2024-02-29/1/b2"], date(2024, 11, 1))
    assert [(one.item.split("/", 1)[1], one.certain, one.reason) for one in row.reports] == [
        ("2024-10-24/1", True, "citation")
    ]
    assert (row.outcome, row.state) == (outcome, state)


def test_of_several_assignments_the_words_tell_which_is_meant() -> None:
    report = reporting(
        "Redovisning av kommunfullmäktiges uppdrag 2024-02-29 § 68, att utreda konst längs kajen, antecknas."
    )
    linked_rows = rows(GIVEN, report)
    assert [id for id, row in linked_rows.items() if row.reports] == ["2024-02-29/1/b3"]


def test_an_entry_of_a_list_came_to_what_its_lead_says_unless_it_makes_exceptions() -> None:
    entry = "Tekniska nämndens uppdrag, givet av kommunfullmäktige 2024-02-29 § 68, att bygga cykelställ vid stationen."
    done = reporting(f"Nedanstående uppdrag förklaras fullgjorda. a. {entry}")
    unsure = reporting(f"Nedanstående uppdrag (a-c med undantag av b) förklaras fullgjorda. a. {entry}")
    assert rows(GIVEN, done)["2024-02-29/1/b2"].outcome is ReportOutcome.DONE
    assert rows(GIVEN, unsure)["2024-02-29/1/b2"].outcome is None


def test_what_a_board_proposes_is_not_done() -> None:
    report = minutes_of(
        "Kommunstyrelsen",
        "2024-10-09",
        (
            "§ 80 Redovisning av uppdrag",
            "Kommunstyrelsen föreslår att kommunfullmäktige beslutar:\n1. Redovisning av kommunfullmäktiges uppdrag "
            "2024-02-29 § 68 att bygga cykelställ vid stationen antecknas och förklaras fullgjort.",
        ),
    )
    row = as_of(rows(GIVEN, report)["2024-02-29/1/b2"], date(2024, 11, 1))
    assert (row.outcome, row.state) == (ReportOutcome.PROPOSED, AssignmentState.OPEN)


def test_a_task_that_only_its_report_tells_of_is_listed_as_such() -> None:
    report = reporting(
        "Redovisning av kommunfullmäktiges uppdrag 2024-02-29 § 69 till fastighetsnämnden, att montera solceller, "
        "antecknas."
    )
    row = rows(GIVEN, report)["2024-02-29/2/b1"]
    assert (row.decided, row.assignees, len(row.reports)) == (False, ("fastighetsnämnden",), 1)


def test_a_paragraph_that_is_not_there_is_linked_to_nothing() -> None:
    report = reporting("Redovisning av kommunfullmäktiges uppdrag 2023-05-25 § 7 att laga bron antecknas.")
    assert not any(row.reports for row in rows(GIVEN, report).values())


def test_another_municipalitys_paragraph_is_not_meant() -> None:
    report = reporting("Redovisning av kommunfullmäktiges uppdrag 2024-02-29 § 68 att bygga cykelställ antecknas.")
    here, there = (
        msgspec.structs.replace(meeting, authority=authority)
        for meeting, authority in ((report, "Sjövik kommun"), (GIVEN, "Bergby kommun"))
    )
    assert not any(row.reports for row in rows(here, there).values())


def saying(title: str, text: str, *, day: str = "2024-10-24", reference: str | None = None) -> SaidReport:
    """An item of the matter of the tasks of § 68 that says that it reports on something."""
    line = MeetingLine(id=f"kommunfullmaktige/{day}", organization="Kommunfullmäktige", number=None, date=day)
    earlier = tuple(item.id for item in GIVEN.items)
    return SaidReport(item=f"{line.id}/1", meeting=line, title=title, text=text, reference=reference, earlier=earlier)


def test_a_later_report_in_the_same_matter_is_proposed_with_what_both_say() -> None:
    given = rows(GIVEN).values()
    row, other = with_proposed(given, [saying("Cykelställen", "Lägesrapport om nya cykelställ vid stationen.")])
    (report,) = row.reports
    assert (report.certain, report.reason, report.outcome) == (False, "matter", None)
    assert set(report.shared) == {"Cykelställen", "cykelställ", "stationen"}
    assert other.reports == ()
    assert as_of(row, date(2025, 1, 1)).state is AssignmentState.OPEN


@pytest.mark.parametrize(
    "report",
    [
        saying("Cykelställen", "Lägesrapport om cykelställ vid stationen.", day="2024-02-01"),
        saying("Ekonomi", "Lägesrapport om ekonomin."),
        saying("Plan för cykling", "Plan för cykling"),
    ],
    ids=["earlier", "about nothing of it", "the same report in another organ"],
)
def test_what_came_before_or_shares_nothing_is_not_proposed(report: SaidReport) -> None:
    assert not any(row.reports for row in with_proposed(rows(GIVEN).values(), [report]))


def test_a_task_that_is_surely_reported_has_no_proposals() -> None:
    sure = reporting("Redovisning av kommunfullmäktiges uppdrag 2024-02-29 § 68 punkt 2 antecknas.")
    given = rows(GIVEN, sure).values()
    row = with_proposed(given, [saying("Cykelställen", "Lägesrapport om cykelställ vid stationen.")])[0]
    assert [one.certain for one in row.reports] == [True]


@pytest.mark.parametrize(
    ("typed", "met"),
    [("kulturnämnden", True), ("KULTUR", True), ("hamn ab", True), ("Hamn", True), ("nämnden", False), ("", True)],
)
def test_an_assignee_is_found_by_the_beginning_of_its_words(typed: str, met: bool) -> None:
    assert is_to(rows(GIVEN)["2024-02-29/1/b3"], typed) is met


def test_assignees_are_counted_whatever_their_spelling() -> None:
    given = minutes_of(
        "Nämnden",
        "2024-01-10",
        ("§ 1 A", "Kulturnämnden får i uppdrag att måla."),
        ("§ 2 B", "Hamn AB och kulturnämnden får i uppdrag att sjunga."),
    )
    assert by_assignee(rows(given).values()) == [("Kulturnämnden", 2), ("Hamn AB", 1)]
