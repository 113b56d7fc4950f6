"""Bodies: what is known of an organ over its meetings: who was there, and which paragraphs are missing.

An organ counts its paragraphs through a year. Where §§ 1-20 stand in the minutes of January and §§ 34-50 in those of
March, §§ 21-33 are missing: most likely a meeting whose minutes are not here. Where each meeting counts from § 1, only
what is missing inside one can be told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

import msgspec

from indexer.model import Meeting

_PARAGRAPH: Final = re.compile(r"§\s*(\d{1,4})\b|^(\d{1,4})\s*§")
MOST_MISSING: Final = 400
"""More paragraphs than a large council has in a year: a gap that is longer is a number that was misread."""


class MissingParagraphs(msgspec.Struct, frozen=True, kw_only=True):
    """Paragraphs of a year that no minutes have, from `first` to `last`, with the meetings on both sides.

    `before` and `after` are ids of meetings, the same where the paragraphs are missing inside one; `before` is None
    where the year's first are missing.
    """

    year: str
    first: int
    last: int
    before: str | None
    after: str


def paragraphs(meeting: Meeting) -> tuple[int, ...]:
    """The numbers of a meeting's paragraphs, in order; none where its items are not numbered by §."""
    found = (paragraph(item.number) for item in meeting.items)
    return tuple(sorted({one for one in found if one is not None}))


def paragraph(number: str) -> int | None:
    """The number of a paragraph as it is printed, "§ 12" or "12 §"; None for what is no paragraph."""
    found = _PARAGRAPH.search(number)
    return int(found[1] or found[2]) if found else None


def gaps(meetings: Iterable[tuple[str, str, tuple[int, ...]]]) -> tuple[MissingParagraphs, ...]:
    """What is missing among the paragraphs of one organ's meetings, each its id, date and paragraphs; oldest first."""
    years: dict[str, list[tuple[str, str, tuple[int, ...]]]] = {}
    for id, day, numbers in meetings:
        if day and numbers:
            years.setdefault(day[:4], []).append((day, id, numbers))
    return tuple(gap for year in sorted(years) for gap in _of_year(year, sorted(years[year])))


def _of_year(year: str, meetings: list[tuple[str, str, tuple[int, ...]]]) -> Iterator[MissingParagraphs]:
    """The gaps of a year; none where the numbers do not rise from meeting to meeting and do not each begin with § 1."""
    begin_anew = len(meetings) > 1 and all(numbers[0] == 1 for _, _, numbers in meetings)
    if not begin_anew and any(after[2][0] <= before[2][-1] for before, after in pairwise(meetings)):
        return
    last, before = 0, None
    for _, id, numbers in meetings:
        last, before = (0, None) if begin_anew else (last, before)
        for number in numbers:
            if last + 1 < number <= last + MOST_MISSING:
                yield MissingParagraphs(year=year, first=last + 1, last=number - 1, before=before, after=id)
            last, before = number, id
