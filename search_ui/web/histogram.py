"""Histogram: the hits of each year as a line of bars that lead to their years, with room for the years without hits.

The figures stand in the list of years as well; where the line has no room, on a phone or for many years, there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

import msgspec

from search_ui.answer import FacetValue

HEIGHT: Final = 40
MIN_YEARS: Final = 3
MAX_YEARS: Final = 30
"""A shorter line says less than the list of years does; in a longer one a bar is too narrow to point at (24 px)."""


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """One year: its figure, how high its bar stands out of HEIGHT, and where it leads; nowhere without hits."""

    year: str
    count: int
    height: float
    address: str


def histogram(values: Iterable[FacetValue], address_of: Callable[[str], str]) -> tuple[Bar, ...]:
    """The bars for the values of the year facet; none when there is nothing to compare."""
    counts = {int(value.value): value.count for value in values if value.value.isdigit()}
    if len(counts) < MIN_YEARS or max(counts) - min(counts) >= MAX_YEARS:
        return ()
    most = max(counts.values())
    return tuple(
        Bar(
            year=str(year),
            count=counts.get(year, 0),
            height=_height(counts.get(year, 0), most),
            address=address_of(str(year)) if year in counts else "",
        )
        for year in range(min(counts), max(counts) + 1)
    )


def _height(count: int, most: int) -> float:
    """The height of a bar: none for none, and what is little is still seen."""
    return round(max(2.0, HEIGHT * count / most), 1) if count else 0.0
