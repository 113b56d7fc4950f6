"""Paragraphs that are missing from a series."""

from __future__ import annotations

import pytest

from search_ui.search.gaps import NumberedMeeting, gaps, paragraph


def found(*meetings: tuple[str, tuple[int, ...]]) -> list[tuple[int, int, str, str]]:
    numbered = [NumberedMeeting(id=date, date=date, paragraphs=numbers) for date, numbers in meetings]
    return [(gap.first, gap.last, gap.after, gap.before) for gap in gaps(numbered)]


def test_a_gap_within_a_meeting_and_one_between_two_are_told_with_where_they_are() -> None:
    assert found(("2024-03-01", (12, 13)), ("2024-02-01", (1, 2, 5, 6, 9))) == [
        (3, 4, "2024-02-01", "2024-02-01"),
        (7, 8, "2024-02-01", "2024-02-01"),
        (10, 11, "2024-02-01", "2024-03-01"),
    ]


def test_numbers_that_begin_anew_are_no_gap() -> None:
    assert found(("2024-02-01", (1, 2)), ("2024-03-01", (1, 2)), ("2025-02-01", (9, 10))) == []
    assert found(("2024-02-01", (1,)), ("2024-03-01", (500,))) == []
    assert found(("2024-02-01", ())) == []


@pytest.mark.parametrize(
    ("printed", "number"),
    [("§ 12", 12), ("§12 a", 12), ("12 §", 12), ("Au § 7", 7), ("12.", None), ("", None), ("§ 12345", None)],
)
def test_what_is_a_paragraph(printed: str, number: int | None) -> None:
    assert paragraph(printed) == number
