"""Tasks: who gets them, alone or together, and by when they are to be done."""

import pytest

from indexer.minutes.decisions.assignees import assignees_of
from indexer.minutes.decisions.kinds import due_of


@pytest.mark.parametrize(
    ("clause", "assignees"),
    [
        ("att uppdra åt socialchefen att återkomma", ["socialchefen"]),
        (
            "Förskolenämnden, äldre samt vård- och omsorgsnämnden, nämnden för stöd och socialnämnd Väst får i "
            "uppdrag att ta fram en plan.",
            ["Förskolenämnden", "äldre samt vård- och omsorgsnämnden", "nämnden för stöd", "socialnämnd Väst"],
        ),
        (
            "Nämnden för arbetsmarknad och vuxenutbildning får i uppdrag att utreda.",
            ["Nämnden för arbetsmarknad och vuxenutbildning"],
        ),
        (
            "Samtliga nämnder och styrelser i Storviks stad får i uppdrag att spara.",
            ["Samtliga nämnder och styrelser i Storviks stad"],
        ),
        (
            "Kommunstyrelsen och övriga berörda nämnder och styrelser ges i uppdrag att",
            ["Kommunstyrelsen", "övriga berörda nämnder och styrelser"],
        ),
        (
            "att uppdra till kommundirektören, ekonomichefen och Anna Berg att",
            ["kommundirektören", "ekonomichefen", "Anna Berg"],
        ),
        ("att ge ordföranden och sekreteraren i uppdrag att skriva", ["ordföranden", "sekreteraren"]),
        ("Hamn AB, i samverkan med berörda parter, får i uppdrag att", ["Hamn AB"]),
        ("Ärendet återremitteras till tekniska nämnden som får i uppdrag att", ["tekniska nämnden"]),
        ("Rapporten godkänns, och socialnämnden får i uppdrag att återkomma.", ["socialnämnden"]),
        ("att tacka för informationen", []),
    ],
)
def test_each_of_those_who_get_a_task_is_named(clause: str, assignees: list[str]) -> None:
    assert list(assignees_of(clause)) == assignees


@pytest.mark.parametrize(
    ("clause", "due"),
    [
        ("att återkomma senast den 31 mars 2025", "2025-03-31"),
        ("att återkomma senast i juni 2025", "2025-06-30"),
        ("att redovisa detta senast i februari", "2025-02-28"),
        ("att utreda frågan före utgången av 2025", "2025-12-31"),
        ("att rapportera senast andra kvartalet 2025", "2025-06-30"),
        ("att rapportera senast tertial 1 2025", "2025-04-30"),
        ("att verka för detta under 2025", None),
        ("att återkomma snarast", None),
    ],
)
def test_a_period_is_due_on_its_last_day(clause: str, due: str | None) -> None:
    assert due_of(clause, "2024-04-19") == due


@pytest.mark.parametrize(
    ("day", "due"),
    [
        ("20 april", "2024-04-20"),
        ("19 april", "2024-04-19"),
        ("18 april", "2025-04-18"),
        ("15 januari", "2025-01-15"),
        ("15 januari 2024", "2024-01-15"),
    ],
)
def test_a_day_without_a_year_is_the_first_one_from_the_meeting_on(day: str, due: str) -> None:
    assert due_of(f"att återkomma senast den {day}", "2024-04-19") == due
