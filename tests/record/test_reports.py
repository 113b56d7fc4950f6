"""Reports: in which forms an item cites the task that it reports on, and what is no report of it."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from indexer.minutes import parse
from indexer.model import Meeting, Pages, meeting_line
from indexer.record.assignments import (
    Assignment,
    AssignmentReport,
    AssignmentState,
    ReportOutcome,
    as_of,
    assignments,
)
from indexer.record.reports import GivenItem, linked, reported_tasks
from tests.record.minutes import minutes_of

DECEMBER = date(2025, 12, 1)

GIVEN = minutes_of(
    "Kommunstyrelsen",
    "2025-08-20",
    (
        "§ 101 Cykelställ vid stationen",
        "Kommundirektören får i uppdrag att utreda cykelställ vid stationen och redovisa det senast den "
        "30 september 2025.",
    ),
    ("§ 102 Belysning", "Ärendet bordläggs."),
    (
        "§ 103 Badplatser",
        "1. Tekniska chefen får i uppdrag att rusta upp badplatsen i Åsby.\n"
        "2. Ekonomichefen får i uppdrag att beräkna kostnaden för en brygga.",
    ),
)

CITATIONS = (
    "Tidigare behandling: KS 2025-08-20 § 101",
    "Tidigare behandling\nKommunstyrelsen 2025-08-20 § 101",
    "Ärendets gång: Kommunstyrelsen § 101, 2025-08-20",
    "Uppdraget gavs av kommunstyrelsen 2025-08-20, § 101.",
    "Kommundirektören fick den 20 augusti 2025, § 101, i uppdrag att utreda cykelställ.",
    "Kommundirektören fick i uppdrag av kommunstyrelsen den 20 augusti 2025 (§ 101) att utreda cykelställ.",
    "Kommunstyrelsen beslutade 2025-08-20 § 101 att ge kommundirektören i uppdrag att utreda frågan.",
    "Kommunstyrelsen beslutade den 20 augusti 2025, § 101, att uppdra åt kommundirektören att utreda frågan.",
    "Vid sammanträdet den 20 augusti 2025 gav kommunstyrelsen kommundirektören i uppdrag att utreda frågan (§ 101).",
    "Genom beslut i § 101 vid sammanträdet den 20 augusti 2025 fick kommundirektören uppdraget.",
    "Bakgrunden är KS § 101/2025.",
    "Uppdraget finns i kommunstyrelsens beslut § 101/2025.",
    "Uppdraget: Ks § 101/25.",
    "Kommunstyrelsens beslut den 20/8 2025 § 101 ligger till grund för ärendet.",
)
"""The ways in which minutes say where a task was given, as a section or a sentence of the report's background."""

DECISIONS = (
    ("Redovisningen läggs till handlingarna.", ReportOutcome.NOTED),
    ("Kommunstyrelsen godkänner redovisningen.", ReportOutcome.NOTED),
    ("Återrapporteringen noteras.", ReportOutcome.NOTED),
    ("Rapporten antecknas till protokollet.", ReportOutcome.NOTED),
    ("Uppdraget förklaras slutfört.", ReportOutcome.DONE),
    ("Kommunstyrelsen noterar redovisningen och anser uppdraget fullgjort.", ReportOutcome.DONE),
)


def report_of(
    background: str,
    decision: str = "Redovisningen läggs till handlingarna.",
    *,
    title: str = "Återrapportering av uppdrag",
    organ: str = "Kommunstyrelsen",
    day: str = "2025-11-12",
) -> Meeting:
    """Minutes with one item, its background as it stands there and what was decided."""
    text = (
        f"{organ}\nProtokoll {day}\n\nPlats: Stadshuset\n\n§ 140 {title}\n\nSammanfattning\nKommundirektören har sett "
        f"över frågan.\n{background}\n\nBeslut\n{decision}\n"
    )
    return parse(Pages(file="protokoll.txt", sha256="0", media_type="text/plain", text=text)).meeting


def rows(*meetings: Meeting) -> dict[str, Assignment]:
    """The assignments of some meetings by the end of their ids, linked, as they stand in December."""
    items = [(item, meeting_line(meeting)) for meeting in meetings for item in meeting.walk()]

    def at(day: str, number: str) -> list[GivenItem]:
        return [
            GivenItem(item=item, meeting=line, assignments=tuple(assignments(item, line)))
            for item, line in items
            if line.date.startswith(day) and item.number == f"§ {number}"
        ]

    given = (row for item, line in items for row in assignments(item, line))
    reports = (task for item, line in items for task in reported_tasks(item, line))
    return {row.id.split("/", 1)[1]: as_of(row, DECEMBER) for row in linked(given, reports, at)}


def sure(row: Assignment) -> list[AssignmentReport]:
    return [report for report in row.reports if report.certain]


@pytest.mark.parametrize("citation", CITATIONS)
def test_a_report_cites_its_task_in_any_form_that_minutes_have(citation: str) -> None:
    row = rows(GIVEN, report_of(citation))["2025-08-20/1/b1"]
    assert (row.state, row.outcome) == (AssignmentState.REPORTED, ReportOutcome.NOTED)
    assert [report.reason for report in sure(row)] == ["citation"]


@pytest.mark.parametrize(("decision", "outcome"), DECISIONS)
@pytest.mark.parametrize("title", ["Cykelställ vid stationen", "Redovisning av cykelställ", "Svar på uppdrag"])
def test_it_came_to_what_the_decision_says_of_it(decision: str, outcome: ReportOutcome, title: str) -> None:
    row = rows(GIVEN, report_of(CITATIONS[0], decision, title=title))["2025-08-20/1/b1"]
    assert (row.state, row.outcome) == (AssignmentState.REPORTED, outcome)


@pytest.mark.parametrize(
    "words",
    [
        "Uppdraget är slutfört.",
        "Förvaltningen bedömer att uppdraget är genomfört.",
        "Härmed redovisas uppdraget.",
        "Detta är en återrapportering av uppdraget.",
        "Skrivelsen är ett svar på uppdraget.",
    ],
)
def test_the_background_may_say_that_it_reports_and_nothing_is_done_without_the_organs_word(words: str) -> None:
    meeting = report_of(f"{words}\n{CITATIONS[4]}", "Informationen noteras.", title="Cykelställ vid stationen")
    row = rows(GIVEN, meeting)["2025-08-20/1/b1"]
    assert (row.state, row.outcome) == (AssignmentState.REPORTED, ReportOutcome.NOTED)


@pytest.mark.parametrize(
    ("background", "title", "decision"),
    [
        (CITATIONS[0], "Cykelställ vid stationen", "Cykelställen byggs under 2026."),
        (CITATIONS[0], "Cykelställ vid stationen", "Ärendet bordläggs."),
        (CITATIONS[0], "Redovisning av cykelställ", "Ärendet bordläggs."),
        (CITATIONS[0], "Redovisning av cykelställ", "Ärendet återremitteras för komplettering."),
        ("Bordlagt den 20 augusti 2025, § 101", "Redovisning av cykelställ", "Redovisningen noteras."),
        ("Tidigare behandling: KS 2025-08-21 § 101", "Redovisning av cykelställ", "Redovisningen noteras."),
        ("Tidigare behandling: KS 2025-08-20 § 102", "Redovisning av belysning", "Redovisningen noteras."),
        ("Tidigare behandling: BUN 2025-08-20 § 101", "Redovisning av skolor", "Redovisningen noteras."),
        ("Tidigare behandling: KS § 101/2024", "Redovisning av cykelställ", "Redovisningen noteras."),
        (
            "Kommunstyrelsen beslutade 2025-08-20 § 101 att ge kommundirektören i uppdrag att redovisa en rapport.",
            "Cykelställ vid stationen",
            "Förslaget antas.",
        ),
    ],
    ids=[
        "cites but reports nothing",
        "put off",
        "a report put off",
        "a report sent back",
        "was put off there",
        "another day",
        "no task there",
        "another organ",
        "another year",
        "the task was to report",
    ],
)
def test_a_citation_alone_or_of_something_else_reports_nothing(background: str, title: str, decision: str) -> None:
    given = rows(GIVEN, report_of(background, decision, title=title))
    assert not any(row.reports for row in given.values())
    assert all(row.state is not AssignmentState.REPORTED for row in given.values())


def test_of_several_tasks_of_a_paragraph_the_words_tell_which_is_reported() -> None:
    meeting = report_of("Tidigare behandling: KS 2025-08-20 § 103", title="Redovisning av kostnaden för en brygga")
    given = rows(GIVEN, meeting)
    assert [id for id, row in given.items() if sure(row)] == ["2025-08-20/3/b2"]


def test_where_nothing_tells_which_of_several_is_meant_none_is_reported_for_sure() -> None:
    given = rows(GIVEN, report_of("Tidigare behandling: KS 2025-08-20 § 103", title="Återrapportering"))
    assert not any(sure(row) for row in given.values())


def test_the_organ_above_is_reported_to_by_its_name() -> None:
    council = minutes_of(
        "Kommunfullmäktige",
        "2025-06-16",
        ("§ 55 Motion om äldreboende", "Socialnämnden får i uppdrag att utreda ett nytt äldreboende."),
    )
    meeting = report_of(
        "Kommunfullmäktige gav 2025-06-16 § 55 socialnämnden i uppdrag att utreda ett nytt äldreboende.",
        "Socialnämnden godkänner återrapporteringen.",
        organ="Socialnämnden",
    )
    assert rows(council, meeting)["2025-06-16/1/b1"].state is AssignmentState.REPORTED


@pytest.mark.parametrize(
    ("citation", "decision"), list(product(CITATIONS[:8], ("Uppdraget är inte slutfört.", "Uppdraget kvarstår.")))
)
def test_it_is_never_done_without_words_that_say_so(citation: str, decision: str) -> None:
    assert rows(GIVEN, report_of(citation, decision))["2025-08-20/1/b1"].outcome is not ReportOutcome.DONE
