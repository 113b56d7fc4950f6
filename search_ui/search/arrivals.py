"""Arrivals: what a question finds in the order in which it came here, whatever day its meeting was held.

Minutes of a meeting in March may arrive in May, and a hundred of them in one night: who follows a question must be
shown each of their items once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

import msgspec

from search_ui.answer import Hit

DAYS: Final = 14
"""All that arrived in so many days is shown: who reads once a week misses nothing, nor does who was away for one."""
LEAST: Final = 30
"""So many items are shown where there are any, however long ago they arrived."""
MOST: Final = 5000
"""The most items that are shown: some 120 meetings of a council with 40 items each."""
FIRST_CHUNK: Final = 64


class Arrival(msgspec.Struct, frozen=True):
    """A hit, and when its meeting was first here (UTC, ISO); "" where that is not known."""

    hit: Hit
    arrived: str


def newest(
    arrivals: Mapping[str, str], today: date, find: Callable[[frozenset[str]], Sequence[Hit]]
) -> tuple[Arrival, ...]:
    """What is found in the meetings that arrived last, newest arrival first; `find` gives the hits in some meetings."""
    order = sorted(arrivals, key=lambda id: (arrivals[id], id), reverse=True)
    since = (today - timedelta(days=DAYS)).isoformat()
    recent = sum(arrivals[id] >= since for id in order)
    shown: list[Arrival] = []
    for chunk in _chunks(order, recent):
        place = {id: number for number, id in enumerate(chunk)}
        hits = sorted(find(frozenset(chunk)), key=lambda hit: place[hit.meeting.id])
        shown += [Arrival(hit, arrivals[hit.meeting.id]) for hit in hits]
        if len(shown) >= LEAST:
            break
    wanted = max(LEAST, sum(one.arrived >= since for one in shown))
    return tuple(shown[: min(wanted, MOST)])


def of_meetings(
    arrivals: Mapping[str, str], meetings: Iterable[str], find: Callable[[frozenset[str]], Sequence[Hit]]
) -> tuple[Arrival, ...]:
    """What is found in these meetings, as far as they are here."""
    here = frozenset(meetings).intersection(arrivals)
    return tuple(Arrival(hit, arrivals[hit.meeting.id]) for hit in find(here)) if here else ()


def _chunks(order: Sequence[str], recent: int) -> Iterator[Sequence[str]]:
    """The recent meetings at once, then ever more of the older ones."""
    if recent:
        yield order[:recent]
    size = FIRST_CHUNK
    while recent < len(order):
        yield order[recent : recent + size]
        recent, size = recent + size, size * 4
