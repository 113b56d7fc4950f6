"""Bodies: which paragraphs of an organ are missing."""

from __future__ import annotations

from indexer.record.bodies import MissingParagraphs, gaps, paragraphs
from tests.invented import item, meeting

JANUARY = ("n/2024-01-10", "2024-01-10", (1, 2, 3))
MARCH = ("n/2024-03-10", "2024-03-10", (8, 9))


def test_paragraphs_between_two_meetings_are_missing() -> None:
    assert gaps([MARCH, JANUARY]) == (
        MissingParagraphs(year="2024", first=4, last=7, before=JANUARY[0], after=MARCH[0]),
    )


def test_the_first_ones_of_a_year_and_those_inside_a_meeting_are_missing_too() -> None:
    assert gaps([("n/2024-01-10", "2024-01-10", (3, 5))]) == (
        MissingParagraphs(year="2024", first=1, last=2, before=None, after="n/2024-01-10"),
        MissingParagraphs(year="2024", first=4, last=4, before="n/2024-01-10", after="n/2024-01-10"),
    )


def test_each_year_is_counted_by_itself() -> None:
    assert gaps([JANUARY, ("n/2025-01-10", "2025-01-10", (1, 2))]) == ()


def test_of_an_organ_that_counts_each_meeting_from_one_only_what_is_missing_inside_a_meeting_is_told() -> None:
    assert gaps([JANUARY, ("n/2024-02-10", "2024-02-10", (1, 2, 5)), ("n/2024-03-10", "2024-03-10", (1, 2))]) == (
        MissingParagraphs(year="2024", first=3, last=4, before="n/2024-02-10", after="n/2024-02-10"),
    )


def test_numbers_that_fall_without_beginning_anew_tell_nothing() -> None:
    assert gaps([JANUARY, ("n/2024-02-10", "2024-02-10", (2, 3, 7))]) == ()


def test_a_misread_number_is_no_gap() -> None:
    assert gaps([JANUARY, ("n/2024-02-10", "2024-02-10", (4, 4711))]) == ()


def test_only_numbers_with_the_sign_are_paragraphs() -> None:
    numbered = meeting(item("A", number="§ 12"), item("B", number="13 §"), item("C", number="4."), item("D"))
    assert paragraphs(numbered) == (12, 13)
