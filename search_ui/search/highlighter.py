"""Excerpts: the passage of a text that answers best, with the words that answer marked.

The text is analysed again, as it was when it was indexed, and a word is marked when one of its terms is among the keys
that the query came to mean. So *direktupphandling* is marked whole for *upphandling*, and *utdkad* for *utökad*: what
is marked is always what stands on the page, from its first letter to its last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from indexer.index.documents import LEVELS
from indexer.index.port import SearchResult
from indexer.index.proximity import stretches
from indexer.index.query import Phrase
from indexer.swedish import MatchLevel, context_keys, keys, words
from indexer.swedish.tokens import WORD
from indexer.swedish.words import small_words
from search_ui.answer import Excerpt

WIDTH: Final = 260
"""Letters in an excerpt: three lines of a page that is comfortable to read."""
_HYPHEN: Final = re.compile(r"-(?=[\s,/&])|(?<=\s)-")
"""A hyphen that may stand for the rest of a word: `skol- och`, `och -lokaler`."""


class Highlight(msgspec.Struct, frozen=True):
    """A word of a text that answers: where it stands, the word or phrase of the query it serves, and how it was met."""

    start: int
    end: int
    asked: str
    level: MatchLevel


class Highlighter:
    """What is to be marked for one answer: what a query found says which words answer, and which only together.

    Whether a written word answers is decided once, however often it stands in the texts of the answer.
    """

    def __init__(self, found: SearchResult) -> None:
        asked = {*found.keys.values(), *(" ".join(phrase.words) for phrase in found.phrases)}
        self._small = {word for word in asked if word.lower() in small_words()}
        self._only_small = self._small == asked
        self._met = {damaged: _WordMatches(found.keys, damaged=damaged) for damaged in (False, True)}
        self._phrases = found.phrases

    def marks(self, text: str, *, damaged: bool = False) -> tuple[Highlight, ...]:
        """The words of a text that answer, in order, each whole and marked by its best level.

        Small words (*och*, *i*) are marked where a word beside them is, or where nothing else was asked for; the words
        of a phrase where all of them stand together.
        """
        met = self._met[damaged]
        hyphens = {match.start() for match in _HYPHEN.finditer(text)}
        found: dict[int, Highlight] = {}
        for position, match in enumerate(WORD.finditer(text)):
            best = met[match[0]]
            alone = match.end() - match.start() == 1
            if alone or (hyphens and (match.end() in hyphens or match.start() - 1 in hyphens)):
                best = met.best((*keys(match[0], damaged), *context_keys(text, *match.span(), damaged)))
            if best:
                found[position] = Highlight(*match.span(), *best)
        for phrase in self._phrases:
            for at, mark in self._together(phrase, text, damaged=damaged):
                found.setdefault(at, mark)
        return tuple(found[at] for at in sorted(found) if self._is_worth_marking(at, found))

    def _together(self, phrase: Phrase, text: str, *, damaged: bool) -> Iterator[tuple[int, Highlight]]:
        """The words of a phrase where they stand together, each with its place among the words of the text."""
        wanted = self._phrases[phrase]
        read = list(words(text, damaged=damaged))
        places = [[at for at, _, _, terms in read if not those.isdisjoint(terms)] for those in wanted]
        for stretch in stretches(places, phrase.distance):
            for at, those in zip(stretch, wanted, strict=True):
                _, start, end, terms = read[at]
                level = max((MatchLevel(key[0]) for key in terms if key in those), key=LEVELS.__getitem__)
                yield at, Highlight(start, end, " ".join(phrase.words), level)

    def _is_worth_marking(self, at: int, found: Mapping[int, Highlight]) -> bool:
        """Whether a mark is of no small word, or one beside another mark, or small words are all that was asked for."""
        return self._only_small or found[at].asked not in self._small or not found.keys().isdisjoint({at - 1, at + 1})


class _WordMatches(dict[str, "tuple[str, MatchLevel] | None"]):
    """For each written word, decided when it is first looked up: the word of the query it serves, and how it is met."""

    def __init__(self, wanted: Mapping[str, str], *, damaged: bool) -> None:
        self._wanted = wanted
        self._damaged = damaged

    def __missing__(self, written: str) -> tuple[str, MatchLevel] | None:
        self[written] = found = self.best(keys(written, self._damaged))
        return found

    def best(self, of: Sequence[str]) -> tuple[str, MatchLevel] | None:
        """The best way in which one of these keys is wanted."""
        if self._wanted.keys().isdisjoint(of):
            return None
        return max(((self._wanted[key], MatchLevel(key[0])) for key in of if key in self._wanted), key=_worth)


def _worth(way: tuple[str, MatchLevel]) -> float:
    """How near a word met so is to what was asked for; one that a pattern stands for is farther than any other."""
    asked, level = way
    return 0.0 if asked.endswith(("*", "~1", "~2")) or asked.startswith("*") else LEVELS[level]


def excerpt(field: str, text: str, found: tuple[Highlight, ...], *, width: int = WIDTH) -> Excerpt:
    """The passage of about `width` letters with the most of what was asked; without marks, how the text begins."""
    start, end = _window(text, found, width)
    start, end = _whole_words(text, start, end)
    return _joined(field, text, start, end, [mark for mark in found if mark.start >= start and mark.end <= end])


def whole(field: str, text: str, found: tuple[Highlight, ...]) -> Excerpt:
    """The whole text with its marks."""
    return _joined(field, text, 0, len(text), list(found))


def _window(text: str, found: tuple[Highlight, ...], width: int) -> tuple[int, int]:
    """The stretch of text whose marks serve the most words of the query, best met; of equals the first."""
    if not found or len(text) <= width:
        return 0, min(len(text), width)
    best, best_worth = found[0], -1.0
    for index, mark in enumerate(found):
        inside = [other for other in found[index:] if other.end <= mark.start + width]
        served = {other.asked: 0.0 for other in inside}
        for other in inside:
            served[other.asked] = max(served[other.asked], _worth((other.asked, other.level)))
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


def _joined(field: str, text: str, start: int, end: int, found: list[Highlight]) -> Excerpt:
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
