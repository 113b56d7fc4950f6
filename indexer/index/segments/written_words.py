"""Written words: which words stand in the items of a segment as they are printed, and which have a term.

A term comes from words as they are written: "~mötet" from *mötet*, *Mötet*, *MÖTE*. A posting list names the written
words that have its term by their numbers in the segment's table; with it a text that is shown is marked by looking its
words up, instead of analysing them again. A word of a text that OCR damaged is analysed otherwise, and has a number of
its own.

The table says in how many items each word is written, so that a word goes when the last of them is withdrawn.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from operator import itemgetter
from typing import Final

import marisa_trie

from indexer.swedish import ELLIPSIS, ELLIPSIS_BEFORE, LOOK_BACK, context_keys, keys
from indexer.swedish.abbreviations import is_party
from indexer.swedish.tokens import WORD

DAMAGED: Final = "?"
"""What stands before a word of a damaged text; no word begins so."""
AFTER: Final = "+"
BEFORE: Final = "-"
PARTY: Final = "("
SIGNS: Final = frozenset((AFTER, BEFORE, PARTY))
"""What stands before a word whose terms come from what stands after it, before it or around it (`context_name`); no
word begins so."""
_CONTEXT: Final = "|"
LISTED: Final = 2_000
"""The most written words that are listed for a query; with more (*kommun* is a part of thousands) each word of a text
is looked up, a thousandth of a millisecond each."""


_HYPHEN: Final = re.compile(r"(?<=\S)-(?=[\s,/&])|(?<=\s)-(?=\S)")
"""A hyphen beside a word that may stand for the rest of it: `skol- och`, `och -lokaler`."""


def named_words(text: str) -> tuple[list[str], Sequence[int]]:
    """The words of a text as the table names them, and the position of each; one with two names comes twice."""
    matches = list(WORD.finditer(text))
    names = [match[0] for match in matches]
    letters = {name for name in names if len(name) == 1 and name.isalpha()}
    letters = {letter for letter in letters if letter.isupper() or f"({letter})" in text}
    at = [number for number, name in enumerate(names) if name in letters] if letters else []
    if "-" in text:
        at.extend(_beside_hyphens(text, matches))
    contexts = {number: name for number in at if (name := context_name(text, *matches[number].span()))}
    if not contexts:
        return names, range(len(names))
    every = sorted((*enumerate(names), *contexts.items()), key=itemgetter(0))
    return [name for _, name in every], [number for number, _ in every]


def _beside_hyphens(text: str, words: Sequence[re.Match[str]]) -> Iterator[int]:
    """The numbers of the words beside which a hyphen may stand for the rest of them."""
    hyphens = [match.span() for match in _HYPHEN.finditer(text)]
    if hyphens:
        ends = {word.end(): number for number, word in enumerate(words)}
        starts = {word.start(): number for number, word in enumerate(words)}
        beside = chain.from_iterable((ends.get(start), starts.get(end)) for start, end in hyphens)
        yield from (number for number in beside if number is not None)


def written_in(texts: Iterable[str], *, damaged: bool) -> set[str]:
    """The words of texts as the table names them, each once."""
    names = {name for text in texts for name in named_words(text)[0]}
    return {DAMAGED + name for name in names} if damaged else names


def hyphens(text: str) -> Iterator[int]:
    """Where hyphens stand that may stand for the rest of a word: `skol- och`, `och -lokaler`."""
    at = text.find("-")
    while at >= 0:
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        if before.isspace() or after.isspace() or after in {",", "/", "&"}:
            yield at
        at = text.find("-", at + 1)


def context_name(text: str, start: int, end: int) -> str:
    """What the table calls a word of a text that has terms by what stands beside it, "" for any other word.

    It is the letter of a party, or a word with a hyphen and all that its whole is made of: `skol` in "skol- och
    busskort" is skolkort.
    """
    if end - start == 1 and text[start].isalpha() and is_party(text, start, end):
        return PARTY + text[start]
    if text[end : end + 1] == "-" and (after := ELLIPSIS.match(text, end)):
        return f"{AFTER}{text[start:end]}{_CONTEXT}{text[end : after.end()]}"
    if text[start - 1 : start] == "-" and (before := ELLIPSIS_BEFORE.search(text, max(0, start - LOOK_BACK), start)):
        return f"{BEFORE}{text[start:end]}{_CONTEXT}{before[0]}"
    return ""


def word_of_name(name: str) -> str:
    """The word as it is written that the table names so."""
    return name[1:].partition(_CONTEXT)[0] if name[0] in SIGNS else name


def terms_of(name: str, *, damaged: bool) -> tuple[str, ...]:
    """The terms of a word as the table names it."""
    sign = name[:1]
    if sign not in SIGNS:
        return keys(name, damaged)
    if sign == PARTY:
        return context_keys(f"({name[1:]})", 1, len(name), damaged)
    word, _, context = name[1:].partition(_CONTEXT)
    if sign == AFTER:
        return context_keys(word + context, 0, len(word), damaged)
    return context_keys(context + word, len(context), len(context) + len(word), damaged)


def terms_of_name(name: str) -> tuple[str, ...]:
    """The terms of a word as the table names it, the sign of a damaged text before it."""
    damaged = name[:1] == DAMAGED
    return terms_of(name[damaged:], damaged=damaged)


class WrittenWords:
    """The table of a segment: a trie, in which each word has a number, and in how many items each stands."""

    def __init__(self, trie: memoryview, counts: memoryview) -> None:
        self._mapped = trie
        self._trie = marisa_trie.Trie().map(self._mapped)
        self.counts = counts

    def __len__(self) -> int:
        return len(self.counts)

    def number(self, name: str) -> int | None:
        """The number of a word; None for one that no item has."""
        number: int | None = self._trie.get(name)
        return number

    def name(self, number: int) -> str:
        """The word with this number."""
        return str(self._trie.restore_key(number))

    def items(self) -> Iterator[tuple[str, int, int]]:
        """Every word, its number, and in how many items it stands."""
        for name, number in self._trie.iteritems():
            yield name, number, self.counts[number]


class WrittenWordsWriter:
    """A table that is made of how many items each word stands in."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._trie = marisa_trie.Trie(counts)
        self.counts = array("I", bytes(4 * len(counts)))
        self.number: dict[str, int] = {name: self._trie.key_id(name) for name in counts}
        for name, number in self.number.items():
            self.counts[number] = counts[name]

    @property
    def trie(self) -> bytes:
        """The trie as it is kept."""
        return bytes(self._trie.tobytes())


class WrittenWordMatches:
    """Which of some terms the written words of an index have; see port.WordMatches.

    `segments` has each segment's table, and for each of the terms the numbers of the words that have it there.
    """

    def __init__(self, segments: Sequence[tuple[WrittenWords, Mapping[str, array[int]]]]) -> None:
        self._segments = segments

    def listed(self) -> Mapping[tuple[str, bool], tuple[str, ...]] | None:
        """Every written word that has any of the terms, and whether it is of a damaged text, with those it has."""
        return self._listed

    @cached_property
    def _listed(self) -> Mapping[tuple[str, bool], tuple[str, ...]] | None:
        if sum(len(numbers) for _, terms in self._segments for numbers in terms.values()) > LISTED:
            return None
        terms_of: dict[str, tuple[str, ...]] = {}
        for words, terms in self._segments:
            own: dict[int, list[str]] = {}
            for term, numbers in terms.items():
                for number in numbers:
                    own.setdefault(number, []).append(term)
            for number, those in own.items():
                terms_of[words.name(number)] = tuple(those)
        return {(name.removeprefix(DAMAGED), name[:1] == DAMAGED): those for name, those in terms_of.items()}

    def terms_of(self, word: str, *, damaged: bool) -> tuple[str, ...] | None:
        """Which of the terms a written word has; None for one that stands in no item."""
        for words, terms in self._segments:
            number = words.number(DAMAGED + word if damaged else word)
            if number is not None:
                return tuple(term for term, numbers in terms.items() if _has(numbers, number))
        return None


def _has(numbers: array[int], number: int) -> bool:
    """Whether a number is among these, which ascend."""
    at = bisect_left(numbers, number)
    return at < len(numbers) and numbers[at] == number
