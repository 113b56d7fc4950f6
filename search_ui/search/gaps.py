"""Gaps: paragraphs that an organ's minutes skip, within a meeting or from one meeting to the next.

Swedish minutes number their paragraphs through the year: a number that nobody has is a heading that was not found, or
minutes that never came. Numbers that begin anew, each meeting or each year, are no gap.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

import msgspec

MOST_MISSING: Final = 60
"""Numbers in a row that a gap may have: with more, the numbers are not those of one series."""
_PARAGRAPH: Final = re.compile(r"§\s*(\d{1,4})(?!\d)|(?<!\d)(\d{1,4})\s*§")


class NumberedMeeting(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting with the numbers of its paragraphs in printed order."""

    id: str
    date: str
    paragraphs: tuple[int, ...]


class ParagraphGap(msgspec.Struct, frozen=True, kw_only=True):
    """Paragraphs from `first` to `last` that are missing after a meeting, or, where `before` is the same, within it."""

    first: int
    last: int
    after: str
    before: str


def paragraph(number: str) -> int | None:
    """The number of a paragraph as it is printed, "§ 12" or "12 §"; None for what is no paragraph."""
    found = _PARAGRAPH.search(number)
    return int(found.group(1) or found.group(2)) if found else None


def gaps(meetings: Iterable[NumberedMeeting]) -> Iterator[ParagraphGap]:
    """The gaps in the paragraphs of one organ's meetings, the earliest first."""
    ordered = sorted((one for one in meetings if one.paragraphs), key=lambda one: (one.date, one.id))
    for meeting, after in pairwise([*ordered, None]):
        assert meeting
        yield from _between(sorted(set(meeting.paragraphs)), meeting.id, meeting.id)
        if after and after.date[:4] == meeting.date[:4]:
            yield from _between([max(meeting.paragraphs), min(after.paragraphs)], meeting.id, after.id)


def _between(numbers: Sequence[int], after: str, before: str) -> Iterator[ParagraphGap]:
    for one, other in pairwise(numbers):
        if 1 < other - one <= MOST_MISSING:
            yield ParagraphGap(first=one + 1, last=other - 1, after=after, before=before)
