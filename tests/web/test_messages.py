"""How things are said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_ui.web import messages

SPACE = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("iso", "date", "day"),
    [
        ("2024-04-19", "19 april 2024", "fredag 19 april 2024"),
        ("2026-01-01", "1 januari 2026", "torsdag 1 januari 2026"),
        ("2024-02-30", "2024-02-30", "2024-02-30"),
        ("i våras", "i våras", "i våras"),
    ],
)
def test_a_date_is_said_in_words_and_what_is_none_is_left_alone(iso: str, date: str, day: str) -> None:
    assert (messages.date_in_words(iso), messages.day_in_words(iso)) == (date, day)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "inga ärenden"),
        (1, f"1{SPACE}ärende"),
        (2, f"2{SPACE}ärenden"),
        (1234567, f"1{SPACE}234{SPACE}567{SPACE}ärenden"),
    ],
)
def test_things_are_counted_as_swedes_count(number: int, said: str) -> None:
    assert messages.count(number, "ärende", "ärenden") == said


def test_a_party_behind_a_name_is_no_part_of_it() -> None:
    assert messages.initial("Ylva Åkerlind (S)") == "Å"
    assert messages.name_key("Ylva Åkerlind (S)") == messages.name_key("Ylva Åkerlind")


def test_å_ä_and_ö_come_last_and_names_by_the_last_name() -> None:
    assert sorted(["Örkelljunga", "Ängelholm", "Zinkgruvan", "Åstorp", "Bjuv"], key=messages.alphabetically) == [
        *("Bjuv", "Zinkgruvan", "Åstorp", "Ängelholm", "Örkelljunga")
    ]
    assert sorted(["Örjan Alm", "Bo Öst", "Ada Öst", "Cecilia"], key=messages.name_key) == [
        *("Örjan Alm", "Cecilia", "Ada Öst", "Bo Öst")
    ]


@pytest.mark.parametrize(
    ("number", "said"), [("§ 12", "§ 12"), ("4.", "Punkt 4"), ("4.2", "Punkt 4.2"), ("08.30", "08.30"), ("", "")]
)
def test_a_number_without_its_title_is_said_to_be_a_points(number: str, said: str) -> None:
    assert messages.numbered(number) == said


@given(st.text(), st.integers(2, 40))
def test_what_is_shortened_is_short_enough_and_begins_as_it_did(text: str, length: int) -> None:
    short = messages.shortened(text, length)
    assert len(short) <= length
    assert text.startswith(short.removesuffix("…").rstrip("…")) or text == short


def test_the_place_in_a_text_is_told_in_words_that_an_address_can_hold() -> None:
    assert messages.text_fragment("IT-säkerhet & annat") == "#:~:text=IT%2Ds%C3%A4kerhet%20%26%20annat"
    assert messages.text_fragment(" ") == ""
