"""Histogram: the hits of each year as bars, years without hits between them included.

Each bar is a small picture above its own figures, so that the figures are text, and a row of bars wraps like words.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import msgspec

from search_ui.answer import FacetValue

HEIGHT: Final = 48
MIN_YEARS: Final = 3
MAX_YEARS: Final = 40
"""A shorter or a longer row says less than the list of years does."""


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """One year: its figure, and how high its bar stands out of HEIGHT."""

    year: str
    count: int
    height: float


def histogram(values: Iterable[FacetValue]) -> tuple[Bar, ...]:
    """The bars for the values of the year facet; none when there is nothing to compare."""
    counts = {int(value.value): value.count for value in values if value.value.isdigit()}
    if len(counts) < MIN_YEARS or max(counts) - min(counts) >= MAX_YEARS:
        return ()
    most = max(counts.values())
    return tuple(
        Bar(year=str(year), count=counts.get(year, 0), height=_height(counts.get(year, 0), most))
        for year in range(min(counts), max(counts) + 1)
    )


def _height(count: int, most: int) -> float:
    """The height of a bar: none for none, and what is little is still seen."""
    return round(max(2.0, HEIGHT * count / most), 1) if count else 0.0
