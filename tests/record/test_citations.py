"""Citations: what a text refers to, in the forms that minutes use."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.record.citations import cited_paragraphs, diary_number, diary_numbers, is_named

CHAIN = "Bordlagt den 24 januari 2024, § 46, den 7 februari 2024,\n§ 105 och den 6 mars 2024, § 200."

PARAGRAPHS = [
    (CHAIN, [("2024-01-24", "46", None), ("2024-02-07", "105", None), ("2024-03-06", "200", None)]),
    ("Återremitterat den 29 februari 2024, § 74.", [("2024-02-29", "74", None)]),
    ("fullmäktiges uppdrag 2024-02-29 § 68 (punkt 3) att", [("2024-02-29", "68", "fullmäktige")]),
    ("Kommunfullmäktiges uppdrag 2022-04-28 § 18 punkt 4", [("2022-04-28", "18", "Kommunfullmäktige")]),
    ("Au § 84, Ks § 120", [(None, "84", "Au"), (None, "120", "Ks")]),
    ("Sn § 50   Au § 84", [(None, "50", "Sn"), (None, "84", "Au")]),
    ("KSAU 2024-05-06, §§ 45-46", [("2024-05-06", "45", "KSAU"), ("2024-05-06", "46", "KSAU")]),
    ("KSAU 2024-05-06 § 45 och § 46", [("2024-05-06", "45", "KSAU"), ("2024-05-06", "46", "KSAU")]),
    ("§ 12/2024-05-06", [("2024-05-06", "12", None)]),
    ("§ 45/24", [("2024", "45", None)]),
    ("§ 33 den 5 maj 2024", [("2024-05-05", "33", None)]),
    ("§ 12, 2024-03-05 och § 13, 2024-04-02", [("2024-03-05", "12", None), ("2024-04-02", "13", None)]),
    (
        "Barn- och utbildningsnämnden 2024-03-01 § 5",
        [("2024-03-01", "5", "Barn- och utbildningsnämnden")],
    ),
    ("§ 103 Höjd taxa", []),
    ("enligt 4 kap. 2 § kommunallagen", []),
    ("den 31 april 2024, § 5", []),
]


@pytest.mark.parametrize(("text", "expected"), PARAGRAPHS)
def test_paragraphs_are_read_with_their_day_and_organ(
    text: str, expected: list[tuple[str | None, str, str | None]]
) -> None:
    assert [(one.date, one.number, one.organ) for one in cited_paragraphs(text)] == expected


def test_a_citation_tells_what_was_done_and_which_clauses() -> None:
    (one,) = cited_paragraphs("Redovisning av nämndens uppdrag 2024-02-29 § 68 (punkt 3 och 5) att utreda")
    assert (one.act, one.points) == ("uppdrag", ("3", "5"))
    assert {one.act for one in cited_paragraphs(CHAIN)} == {"bordlagt"}


def test_a_citation_stands_where_it_says() -> None:
    text = "Ärendet är återremitterat den 29 februari 2024, § 74. Därefter"
    (one,) = cited_paragraphs(text)
    assert text[one.start : one.end] == "den 29 februari 2024, § 74"


NUMBERS = [
    ("dnr KS 2024/00123", [("ks", "2024/123")]),
    ("KS-2024-00123", [("ks", "2024/123")]),
    ("KS/2024:123", [("ks", "2024/123")]),
    ("KS 2024.123", [("ks", "2024/123")]),
    ("KS202400123", [("ks", "2024/123")]),
    ("KS 77/24", [("ks", "2024/77")]),
    ("Dnr 0123/24", [("", "2024/123")]),
    ("Dnr 2024/44", [("", "2024/44")]),
    ("VN 2022-15", [("vn", "2022/15")]),
    ("KS2024/402.253", [("ks", "2024/402")]),
    ("SSN 2024/17-1.2", [("ssn", "2024/17")]),
    ("BYG-2024-00074:2", [("byg", "2024/74:2")]),
    ("BYG-2024-00074 och KS 2024/9", [("byg", "2024/74"), ("ks", "2024/9")]),
    ("SOU 2024:12", []),
    ("den 2024-04-01", []),
    ("KS 2024-04-01", []),
    ("läsåret 2023/24", []),
    ("0123/24", []),
]


@pytest.mark.parametrize(("text", "expected"), NUMBERS)
def test_diary_numbers_are_one_however_they_are_written(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(one.series, one.key) for one in diary_numbers(text)] == expected


def test_the_reference_of_an_item_needs_no_word_that_says_so() -> None:
    number = diary_number("0509/23")
    assert number
    assert number.key == "2023/509"
    assert diary_number("utan nummer") is None


@pytest.mark.parametrize(
    ("name", "organization", "expected"),
    [
        ("Ks", "Kommunstyrelsen", True),
        ("Ks", "Kommunfullmäktige", False),
        ("Kf", "Kommunstyrelsen", False),
        ("Au", "Kommunstyrelsens arbetsutskott", True),
        ("kommunstyrelsen", "Kommunstyrelsens arbetsutskott", False),
        ("BUN", "Barn- och utbildningsnämnden", True),
        ("TN", "Tekniska nämnden", True),
        ("MBN", "Miljö- och byggnadsnämnden", True),
        ("socialnämnden", "Socialnämnd Nordan", True),
        ("fullmäktige", "Kommunfullmäktige", True),
    ],
)
def test_an_organ_is_known_by_its_name_and_its_abbreviation(name: str, organization: str, expected: bool) -> None:
    assert is_named(name, organization) is expected


@given(st.text(alphabet="§ 0123456789-/,.åKSksdenmaj2024och\n", max_size=80))
def test_any_text_has_citations_inside_it(text: str) -> None:
    places = [(one.start, one.end) for one in cited_paragraphs(text)]
    places += [(one.start, one.end) for one in diary_numbers(text)]
    assert all(0 <= start < end <= len(text) for start, end in places)
