"""Dates and times as minutes print them, as a table."""

from __future__ import annotations

import pytest

from indexer.minutes.dates import dates_in, times_in


@pytest.mark.parametrize(
    ("printed", "dates"),
    [
        ("2024-04-19", ["2024-04-19"]),
        ("den 19 april 2024", ["2024-04-19"]),
        ("31 januari 2024", ["2024-01-31"]),
        ("1 december 2024", ["2024-12-01"]),
        ("19/4 2024", ["2024-04-19"]),
        ("19.4.2024", ["2024-04-19"]),
        ("240419", ["2024-04-19"]),
        ("19–20 april 2024", ["2024-04-19"]),
        ("19 och 20 april 2024", ["2024-04-19"]),
        ("19 april", []),
        ("31 april 2024", []),
        ("KS 2024/00123", []),
    ],
)
def test_dates(printed: str, dates: list[str]) -> None:
    assert dates_in(printed) == dates


@pytest.mark.parametrize(
    ("printed", "start", "end"),
    [
        ("kl. 08.30-11.30", "08:30", "11:30"),
        ("klockan 13:00 till 15:45", "13:00", "15:45"),
        ("Start 08.30, mötet slutade 11.30", "08:30", "11:30"),
        ("kl 9", "09:00", None),
        ("kl 19.00 - 21.1O", "19:00", "21:10"),
        ("2024-04-19 kl. 10.00", "10:00", None),
        ("ingen tid", None, None),
    ],
)
def test_times(printed: str, start: str | None, end: str | None) -> None:
    assert times_in(printed)[:2] == (start, end)
