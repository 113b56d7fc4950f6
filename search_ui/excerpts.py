"""Excerpts: the passage of a text that answers best, with the words that answer marked.

The text is analysed again, as it was when it was indexed, and a word is marked when one of its terms is among the keys
that the query came to mean. So *direktupphandling* is marked whole for *upphandling*, and *utdkad* for *utökad*: what
is marked is always what stands on the page, from its first letter to its last.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

import msgspec

from indexer.index.fields import LEVELS
from indexer.swedish import Level, words
from indexer.swedish.words import word_list
from search_ui.answer import Excerpt

WIDTH: Final = 260
"""Letters in an excerpt: three lines of a page that is comfortable to read."""


class Mark(msgspec.Struct, frozen=True):
    """A word of a text that answers: where it stands, the word of the query it serves, and how it was met."""

    start: int
    end: int
    asked: str
    level: Level


def marks(text: str, keys: Mapping[str, str], *, damaged: bool = False) -> tuple[Mark, ...]:
    """The words of a text that answer, in order, each whole and marked by its best level.

    Small words (*och*, *i*) are marked where a word beside them is, or where nothing else was asked for.
    """
    found: dict[int, Mark] = {}
    for position, start, end, terms in words(text, damaged=damaged):
        met = [Mark(start, end, keys[term], Level(term[0])) for term in terms if term in keys]
        if met:
            found[position] = max(met, key=_worth)
    small = {asked for asked in keys.values() if asked.lower() in _small_words()}
    if small != set(keys.values()):
        alone = [at for at, mark in found.items() if mark.asked in small and not found.keys() & {at - 1, at + 1}]
        for at in alone:
            del found[at]
    return tuple(found.values())


@cache
def _small_words() -> frozenset[str]:
    """Words too common to be worth marking by themselves."""
    return frozenset(word_list("small.txt"))


def _worth(mark: Mark) -> float:
    """How near the word is to what was asked for; a word that a pattern stands for is farther than any other."""
    return 0.0 if mark.asked.endswith(("*", "~1", "~2")) or mark.asked.startswith("*") else LEVELS[mark.level]


def excerpt(field: str, text: str, found: tuple[Mark, ...], *, width: int = WIDTH) -> Excerpt:
    """The passage of about `width` letters with the most of what was asked; without marks, how the text begins."""
    start, end = _window(text, found, width)
    start, end = _whole_words(text, start, end)
    return _joined(field, text, start, end, [mark for mark in found if mark.start >= start and mark.end <= end])


def whole(field: str, text: str, found: tuple[Mark, ...]) -> Excerpt:
    """The whole text with its marks."""
    return _joined(field, text, 0, len(text), list(found))


def _window(text: str, found: tuple[Mark, ...], width: int) -> tuple[int, int]:
    """The stretch of text whose marks serve the most words of the query, best met; of equals the first."""
    if not found or len(text) <= width:
        return 0, min(len(text), width)
    best, best_worth = found[0], -1.0
    for index, mark in enumerate(found):
        inside = [other for other in found[index:] if other.end <= mark.start + width]
        served = {other.asked: 0.0 for other in inside}
        for other in inside:
            served[other.asked] = max(served[other.asked], _worth(other))
        worth = sum(served.values()) + 0.01 * len(inside)
        if worth > best_worth:
            best, best_worth = mark, worth
    last = max(mark.end for mark in found if mark.start >= best.start and mark.end <= best.start + width)
    start = max(0, best.start - (width - (last - best.start)) // 3)
    start = _sentence(text, start, best.start)
    return start, min(len(text), start + width)


def _sentence(text: str, earliest: int, mark: int) -> int:
    """Where the mark's sentence begins, if that is not before `earliest`; else `earliest`."""
    begins = [match.end() for match in re.finditer(r"[.!?:]\s+|\n\s*\n", text[earliest:mark])]
    return earliest + begins[-1] if begins and earliest else earliest


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without the torn words at its ends."""
    if start and not text[start - 1].isspace():
        gap = re.search(r"\s", text[start:end])
        start += gap.end() if gap else 0
    if end < len(text) and not text[end].isspace():
        gap = re.search(r"\s\S*$", text[start:end])
        end = start + gap.start() if gap else end
    return start, end


def _joined(field: str, text: str, start: int, end: int, found: list[Mark]) -> Excerpt:
    """A stretch of text as one line, its white space joined, with the marks where they came to stand."""
    stretch, before = text[start:end], "… " if start else ""
    moved = tuple(
        (len(before) + _length(stretch[: mark.start - start]), len(before) + _length(stretch[: mark.end - start]))
        for mark in found
    )
    after = " …" if end < len(text.rstrip()) else ""
    return Excerpt(field=field, text=before + " ".join(stretch.split()) + after, marks=moved)


def _length(head: str) -> int:
    """How long the beginning of a text is when its white space is joined, the blank before the next word with it."""
    words_before = head.split()
    joined = len(" ".join(words_before))
    return joined + 1 if words_before and head[-1].isspace() else joined
