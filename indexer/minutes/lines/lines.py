"""Lines: the text cut where it was printed, each line knowing its place in the source.

Everything the parser decides is decided about lines, and every line ends in exactly one `LineRole`.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache

import msgspec

from indexer.minutes.lines.folded_text import fold
from indexer.minutes.words import words
from indexer.model import Pages


class LineRole(StrEnum):
    """What a line of the minutes belongs to."""

    HEAD = "head"
    ATTENDANCE = "attendance"
    CONTENTS = "contents"
    ITEM = "item"
    APPENDIX = "appendix"
    SIGNATURES = "signatures"
    FURNITURE = "furniture"
    UNPLACED = "unplaced"
    BLANK = "blank"


class Line(msgspec.Struct, frozen=True):
    """One line: `index` counts from 0; its words, without the space around, stand at `start` to `end` in the source."""

    index: int
    start: int
    end: int
    page: int
    text: str
    folded: str
    after_gap: bool
    """Whether a blank line, a page's head or the top of a page stands before it."""
    indent: int = 0
    """How far from the left edge its words begin, in characters."""

    @property
    def is_blank(self) -> bool:
        """Whether nothing is printed on it."""
        return not self.text


_BULLET = re.compile(r"[-–—•·▪●○◦*\u2022\uf0b7\uf0a7o»>]\s+(?=\S)|[•·▪●◦\uf0b7\uf0a7](?=\S)")
_ENUMERATED = re.compile(r"(?:\d{1,2}|[a-h])[)/]\s")
_FULL_STOP = re.compile(r"[.!?…:][”\"')\]*]*$")

COLUMNS = re.compile(r"\t+|\s{3,}")
"""The gap between two columns on a line."""


def read_lines(pages: Pages) -> list[Line]:
    """The lines of a file, the last one too when no line break ends it."""
    lines: list[Line] = []
    start, gap = 0, True
    breaks = iter((*pages.starts[1:], len(pages.text) + 1))
    page, page_end = 1, next(breaks)
    for index, raw in enumerate(pages.text.split("\n")):
        while start >= page_end:
            page, page_end, gap = page + 1, next(breaks, len(pages.text) + 1), True
        text = raw.strip()
        at = start + len(raw) - len(raw.lstrip())
        lines.append(
            Line(index, at, at + len(text), page, text, fold(text), gap, at - start)
            if text
            else _blank(index, start, page)
        )
        gap = not text
        start += len(raw) + 1
    return lines


def _blank(index: int, start: int, page: int) -> Line:
    return Line(index, start, start, page, "", "", True)


def bullet(text: str) -> int:
    """How many characters of bullet and space a line begins with, 0 if none."""
    found = _BULLET.match(text)
    return found.end() if found else 0


def is_enumerated(text: str) -> bool:
    """Whether a line is one of a list: "a) ..." or "2) ..."."""
    return _ENUMERATED.match(text) is not None


def begins_small(text: str) -> bool:
    """Whether a text begins with a small letter, and not with the l that a scan makes of an I ("lnformationen")."""
    return text[:1].islower() and _MISREAD_CAPITAL.match(text) is None


_MISREAD_CAPITAL = re.compile(r"l[bcdfghjkmnpqrstvxz]")


def ends_a_sentence(text: str) -> bool:
    """Whether a line ends as sentences do."""
    return _FULL_STOP.search(text) is not None


def breaks_off(text: str) -> bool:
    """Whether a line must go on in the next: it ends with a comma, a hyphen or a word that nothing ends with; an I in
    capitals is a number.
    """
    last = text.rsplit(" ", 1)[-1]
    if last == "I":
        return False
    return text.endswith((",", "-", "–", "\u00ad", "\u0002")) or fold(last).rsplit(" ", 1)[-1] in _unfinished()


@cache
def _unfinished() -> frozenset[str]:
    """Words that no Swedish sentence or heading ends with: a line that does goes on in the next."""
    return frozenset(map(fold, words("grammar")["unfinished"]))


def goes_on(line: Line, following: Line, width: int) -> bool:
    """Whether `following` is the same sentence as `line`, broken only because the page ended.

    It is when it begins with a small letter, when `line` breaks off, or when its first word had no room on a line
    `width` characters wide.
    """
    if is_enumerated(following.text):
        return False
    if breaks_off(line.text) or following.text[:1].islower():
        return True
    first = following.text.split(" ", 1)[0]
    return len(line.text) + 1 + len(first) > width
