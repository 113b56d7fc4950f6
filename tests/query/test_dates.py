"""Dates: every form people type, as the days it means."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import BadQuestion
from search_ui.query import read_date
from search_ui.query.dates import MONTHS

TODAY = datetime.date(2026, 11, 21)

TYPED = """
2024                          2024-01-01 2024-12-31
 2024                         2024-01-01 2024-12-31
2024-05                       2024-05-01 2024-05-31
2024-02                       2024-02-01 2024-02-29
2024/05                       2024-05-01 2024-05-31
05/2024                       2024-05-01 2024-05-31
2024-05-17                    2024-05-17 2024-05-17
2024.05.17                    2024-05-17 2024-05-17
20240517                      2024-05-17 2024-05-17
17/5 2024                     2024-05-17 2024-05-17
17/5-24                       2024-05-17 2024-05-17
17/5/2024                     2024-05-17 2024-05-17
17.5.2024                     2024-05-17 2024-05-17
17-05-2024                    2024-05-17 2024-05-17
17/5                          2026-05-17 2026-05-17
den 17/12                     2025-12-17 2025-12-17
17 maj 2024                   2024-05-17 2024-05-17
den 17 maj 2024               2024-05-17 2024-05-17
17 MAJ 2024.                  2024-05-17 2024-05-17
17:e maj, 2024                2024-05-17 2024-05-17
1:a jan. 2024                 2024-01-01 2024-01-01
17 sept -24                   2024-09-17 2024-09-17
17 maj '98                    1998-05-17 1998-05-17
maj 2024                      2024-05-01 2024-05-31
i maj                         2026-05-01 2026-05-31
december                      2025-12-01 2025-12-31
1-15 maj 2024                 2024-05-01 2024-05-15
idag                          2026-11-21 2026-11-21
i går                         2026-11-20 2026-11-20
i veckan                      2026-11-16 2026-11-22
förra veckan                  2026-11-09 2026-11-15
denna månad                   2026-11-01 2026-11-30
förra månaden                 2026-10-01 2026-10-31
i år                          2026-01-01 2026-12-31
förra året                    2025-01-01 2025-12-31
i fjol                        2025-01-01 2025-12-31
nästa år                      2027-01-01 2027-12-31
senaste veckan                2026-11-14 2026-11-21
de senaste 10 dagarna         2026-11-11 2026-11-21
senaste två åren              2024-11-21 2026-11-21
våren 2024                    2024-03-01 2024-05-31
sommaren                      2026-06-01 2026-08-31
vintern 2024                  2023-12-01 2024-02-29
vt24                          2024-01-01 2024-06-30
2024-Q3                       2024-07-01 2024-09-30
kvartal 4 2024                2024-10-01 2024-12-31
första halvåret 2024          2024-01-01 2024-06-30
v. 1 2025                     2024-12-30 2025-01-05
vecka 50                      2025-12-08 2025-12-14
2024-03..2024-06              2024-03-01 2024-06-30
2024-03...2024-06             2024-03-01 2024-06-30
2023 – 2024                   2023-01-01 2024-12-31
2023-2024                     2023-01-01 2024-12-31
juni–augusti 2024             2024-06-01 2024-08-31
november–februari 2024        2023-11-01 2024-02-29
1/3 2024 - igår               2024-03-01 2026-11-20
från och med 2024             2024-01-01 -
fr.o.m. maj 2024              2024-05-01 -
2024 och framåt               2024-01-01 -
t.o.m. maj 2024               -          2024-05-31
efter 17/5 2024               2024-05-18 -
innan 2024                    -          2023-12-31
"""
ROWS = [(line[:30].rstrip(), *line[30:].split()) for line in TYPED.split("\n") if line]


@pytest.mark.parametrize(("typed", "since", "until"), ROWS, ids=[row[0] for row in ROWS])
def test_a_typed_date_is_the_days_it_means(typed: str, since: str, until: str) -> None:
    expected = tuple(None if day == "-" else day for day in (since, until))
    assert read_date(typed, today=TODAY) == expected


def test_nothing_typed_is_no_limit() -> None:
    assert read_date("  ", today=TODAY) == (None, None)


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "skola",
            "31/2 2024",
            "2024-13",
            "2024-02-30",
            "0000",
            "99999",
            "32 maj 2024",
            "vecka 54 2024",
            "..",
            "2024..x",
        ),
        *("från", "den", "Q5 2024", "2024 skola", "\ud800", "\0", "9" * 10_000, "mellan " * 1000, "efter 9999"),
    ],
)
def test_what_is_no_date_is_refused_with_examples_of_what_is(typed: str) -> None:
    with pytest.raises(BadQuestion) as raised:
        read_date(typed, today=TODAY)
    str(raised.value).encode("utf-8")
    assert "17/5 2024" in str(raised.value)
    assert len(str(raised.value)) < 250


@given(st.dates(datetime.date(1800, 1, 1), datetime.date(2199, 12, 31)))
def test_every_day_in_every_form_is_that_day(day: datetime.date) -> None:
    name = MONTHS[day.month - 1]
    iso = day.isoformat()
    for typed in (iso, f"{day.day}/{day.month} {day.year}", f"{day.day} {name} {day.year}", f"{iso}..{iso}"):
        assert read_date(typed, today=TODAY) == (iso, iso)


@given(st.text(max_size=80), st.dates())
def test_any_text_is_a_date_or_a_bad_question(typed: str, today: datetime.date) -> None:
    try:
        since, until = read_date(typed, today=today)
    except BadQuestion:
        return
    for day in (since, until):
        assert day is None or datetime.date.fromisoformat(day).isoformat() == day
