"""Swedish: text to index terms, one analysis for indexing, asking and marking.

`analyse` gives every word of a text as terms on several levels; `query_terms` gives the terms that a typed word
asks for. A match on a better level ranks above any on a worse one, in the order that `MatchLevel` lists them. The word
`bostadsförsörjningsrapporten` on a page becomes

    exact   bostadsförsörjningsrapporten
    stem    bostadsförsörjningsrapport
    part    rapport, försörjningsrapport (what it ends in), bostad, försörjning, bostadsförsörjning

and whoever types one of them, in any form, finds it. A word without its marks is asked for under what it may have
meant: `forsorjning` finds the part above on the level folded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TypeAlias

import msgspec

from indexer.swedish.abbreviations import is_abbreviation, is_party, own_term
from indexer.swedish.diacritics import fold, is_damaged
from indexer.swedish.stem import stems
from indexer.swedish.terms import RANK, MatchLevel, Term, has_lost_marks, meanings, parts_of, terms
from indexer.swedish.tokens import WORD, WrittenWord, readings, written_words

__all__ = [
    "RANK",
    "VERSION",
    "IndexedWord",
    "MatchLevel",
    "QueryTerm",
    "Token",
    "analyse",
    "context_keys",
    "is_damaged",
    "keys",
    "parts",
    "query_terms",
    "words",
]

VERSION = "6"
"""Changes with every change that could alter a term; an index made by another version is rebuilt."""

CONJUNCTION = r"(?:och|eller|samt|respektive|resp\.?)"
ELLIPSIS = re.compile(rf"-(?:[ \t]*,[ \t]*[^\W\d_]+-)*(?:\s+{CONJUNCTION}\s+|\s*[,/&]\s*)([^\W\d_]{{5,60}})")
"""What follows `Näringslivs` in `Näringslivs- och destinationsnätverk`."""
ELLIPSIS_BEFORE = re.compile(rf"([^\W\d_]{{5,60}})\s+{CONJUNCTION}\s+-$")
"""What stands before `lokaler` in `skolgårdar och -lokaler`."""
LOOK_BACK = 80
CACHE_SIZE = 100_000
"""Words whose keys are kept, 0.7 kB each: more than the minutes of a municipality use in years."""


class Token(msgspec.Struct, frozen=True):
    """A term, and the place of the word, or of the part of a word, that it comes from.

    `start` and `end` are offsets into the text that was analysed, `position` counts the words from 0, and `text` is
    what stands on the page.
    """

    start: int
    end: int
    position: int
    text: str
    term: str
    level: MatchLevel

    @property
    def key(self) -> str:
        """The term with its level, as the index holds it."""
        return self.level + self.term


class QueryTerm(msgspec.Struct, frozen=True, gc=False):
    """A key to look up for a typed word, and the level that a match counts as."""

    key: str
    level: MatchLevel


IndexedWord: TypeAlias = tuple[int, int, int, tuple[str, ...]]
"""A word of a text as an index stores it: its position, start and end, and the keys of all its terms."""


def analyse(text: str, *, damaged: bool = False) -> Iterator[Token]:
    """The terms of a text, word by word, a word's best level first.

    `damaged` says that the text was OCR'd without Swedish letters.
    """
    for position, word in enumerate(written_words(text)):
        for term in _all_terms(text, word, damaged):
            start, end = word.start + term.start, word.start + term.end
            yield Token(start, end, position, text[start:end], term.text, term.level)


def words(text: str, *, damaged: bool = False) -> Iterator[IndexedWord]:
    """Each word of a text with the keys of the terms that `analyse` gives for it, for an index to store."""
    for position, match in enumerate(WORD.finditer(text)):
        start, end = match.span()
        found = keys(match.group(), damaged)
        if end - start == 1 or text[end : end + 1] == "-" or text[start - 1 : start] == "-":
            found = tuple(dict.fromkeys((*found, *context_keys(text, start, end, damaged))))
        yield position, start, end, found


@lru_cache(maxsize=CACHE_SIZE)
def keys(written: str, damaged: bool) -> tuple[str, ...]:
    """The keys of a word as written, wherever it stands; those in capitals are mostly those in small letters."""
    small = written.lower()
    is_same = written != small and small.isalpha() and max(small) < "\u0100" and not is_abbreviation(written)
    if is_same and not damaged:
        return keys(small, damaged)
    return tuple(term.key for term in terms(written, damaged))


def context_keys(text: str, start: int, end: int, damaged: bool) -> tuple[str, ...]:
    """The keys that a word of a text has by what stands beside it; mostly none."""
    return tuple(term.key for term in _context_terms(text, WrittenWord(start, end, text[start:end]), damaged))


def _all_terms(text: str, word: WrittenWord, damaged: bool) -> Sequence[Term]:
    own, others = terms(word.text, damaged), _context_terms(text, word, damaged)
    return sorted((*own, *others), key=lambda term: RANK[term.level]) if others else own


def _context_terms(text: str, word: WrittenWord, damaged: bool) -> tuple[Term, ...]:
    """The term of a party that one letter stands for, and those of the whole word that a hyphen stands for."""
    if len(word.text) == 1 and word.text.isalpha() and is_party(text, word.start, word.end):
        return (Term(MatchLevel.STEM, own_term(word.text), 0, 1),)
    return _elliptic_terms(text, word, damaged)


def _elliptic_terms(text: str, word: WrittenWord, damaged: bool) -> tuple[Term, ...]:
    """The terms of the whole word that a hyphen stands for: näringslivsnätverk for `Näringslivs-` before och."""
    whole = _whole_of_ellipsis(text, word)
    length = word.end - word.start
    found = terms(whole, damaged) if whole else ()
    return tuple(Term(term.level, term.text, 0, length) for term in found if term.level is not MatchLevel.EXACT)


def _whole_of_ellipsis(text: str, word: WrittenWord) -> str:
    if text[word.end : word.end + 1] == "-" and (after := ELLIPSIS.match(text, word.end)):
        other = after[1].lower()
        found = parts_of(other)
        return word.text + other[found[-1].start :] if found else ""
    if text[word.start - 1 : word.start] == "-" and (
        before := ELLIPSIS_BEFORE.search(text, max(0, word.start - LOOK_BACK), word.start)
    ):
        other = before[1].lower()
        found = parts_of(other)
        return other[: found[0].end] + word.text if found else ""
    return ""


@lru_cache(maxsize=10_000)
def query_terms(word: str) -> tuple[QueryTerm, ...]:
    """The keys that a typed word asks for, best level first."""
    typed = readings(word)[0]
    found = {MatchLevel.EXACT + typed: MatchLevel.EXACT}
    for stem in () if has_lost_marks(typed) else stems(typed):
        for level in (MatchLevel.STEM, MatchLevel.RESTORED, MatchLevel.LAST_PART, MatchLevel.PART, MatchLevel.FOLDED):
            found.setdefault(level + stem, level)
        found.setdefault(MatchLevel.FOLDED + fold(stem), MatchLevel.FOLDED)
    for stem in (stem for meant in meanings(typed) for stem in stems(meant)):
        for level in (MatchLevel.STEM, MatchLevel.RESTORED, MatchLevel.LAST_PART, MatchLevel.PART, MatchLevel.FOLDED):
            found.setdefault(level + stem, MatchLevel.FOLDED)
    return tuple(QueryTerm(key, level) for key, level in sorted(found.items(), key=lambda item: RANK[item[1]]))


def parts(word: str) -> tuple[str, ...]:
    """The parts of a typed compound, each as the word to search for; empty for a word that is none."""
    return tuple(part.form.lemmas[0] for part in parts_of(readings(word)[0]))
