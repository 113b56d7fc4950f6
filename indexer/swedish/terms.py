"""Terms: everything that one written word can be found by.

A word is itself, its stem, and when it is a compound its parts and the runs of them. A word that a damaged page has
lost letters of is also what it may have been; a word that no list knows, in a text that has its letters, is also what
is left of it without marks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import combinations
from typing import Final

import msgspec

from indexer.swedish.abbreviations import needs_capitals, own_term
from indexer.swedish.compounds import Part
from indexer.swedish.diacritics import fold
from indexer.swedish.lexicon import Flag, LexiconForm
from indexer.swedish.ocr_correction import restored, unmarked
from indexer.swedish.stem import known, splitter, stems
from indexer.swedish.tokens import letter_offsets, readings


class MatchLevel(StrEnum):
    """How near a term is to the word on the page, best first. The value begins the term's key in the index."""

    EXACT = "="
    STEM = "~"
    RESTORED = "?"
    LAST_PART = ">"
    PART = "<"
    FOLDED = "_"

    @property
    def label(self) -> str:
        """The level's name as the command and the JSON print it: exact, stem, restored, part or folded."""
        return "part" if self is MatchLevel.LAST_PART else self.name.lower()


RANK = {level: rank for rank, level in enumerate(MatchLevel)}
_SIGNS: Final = "".join(MatchLevel)
"""The levels' signs, best first."""


class Term(msgspec.Struct, frozen=True, gc=False):
    """A term of a word, and where in the written word its letters stand."""

    level: MatchLevel
    text: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """The term with its level, as the index holds it."""
        return self.level + self.text


def terms(written: str, damaged: bool) -> tuple[Term, ...]:
    """The terms of a word as written, best level first."""
    found: dict[str, Term] = {}
    for term in _terms(written, damaged):
        found.setdefault(term.key, term)
    return tuple(found[key] for key in sorted(found, key=_rank))


def _rank(key: str) -> int:
    """The rank of a key's level."""
    return _SIGNS.index(key[0])


def _terms(written: str, damaged: bool) -> Iterator[Term]:
    said = readings(written)
    for reading in said:
        yield Term(MatchLevel.EXACT, reading, 0, len(written))
    if len(written) > 1 and needs_capitals(written):
        yield Term(MatchLevel.STEM, own_term(written), 0, len(written))
    if said[0].startswith("§"):
        yield Term(MatchLevel.LAST_PART, said[0][1:], len(written) - len(said[0]) + 1, len(written))
    word = next((reading for reading in said if known(reading) or parts_of(reading)), said[0])
    at = range(len(written) + 1) if len(word) == len(written) else letter_offsets(written, word)
    if damaged:
        yield from _damaged_terms(written, word, at)
    else:
        if not has_lost_marks(word):
            yield from _inner_terms(word, MatchLevel.STEM, at)
        for folded in _folded(word):
            yield Term(MatchLevel.FOLDED, folded, 0, len(written))


def _damaged_terms(written: str, word: str, at: Sequence[int]) -> Iterator[Term]:
    """What the word may have been. Its own stem counts only when it may have been itself: `motet` is no form of mot.

    What no list knows, most names among it, is found without its marks too: `Rantamaki` by whoever types Rantamäki.
    """
    meant = restored(written if len(written) == len(word) else word) or (word,)
    for reading in meant:
        yield from _inner_terms(reading, MatchLevel.STEM if reading == word else MatchLevel.RESTORED, at)
        if not known(reading):
            for stem in stems(reading):
                yield Term(MatchLevel.FOLDED, fold(stem), 0, at[-1])


def _inner_terms(word: str, level: MatchLevel, at: Sequence[int]) -> Iterator[Term]:
    """The stems of a word on a level, and the stems of its parts."""
    for stem in stems(word):
        yield Term(level, stem, 0, at[-1])
    parts = parts_of(word)
    for first, beyond in combinations(range(len(parts) + 1), 2):
        if beyond - first < len(parts):
            start, end = _place(parts[first].start, at), _place(parts[beyond - 1].end, at)
            run_level = MatchLevel.LAST_PART if beyond == len(parts) else MatchLevel.PART
            for stem in stems(_run(word, parts[first:beyond])):
                yield Term(run_level, stem, start, end)


def _place(letter: int, at: Sequence[int]) -> int:
    return at[min(letter, len(at) - 1)]


def _run(word: str, parts: Sequence[Part]) -> str:
    """Parts that stand together as a word of their own: försörjnings + rapporten is försörjningsrapport."""
    return word[parts[0].start : parts[-1].start].replace("-", "") + parts[-1].form.lemmas[0]


def parts_of(word: str) -> tuple[Part, ...]:
    """The parts of a compound in small letters, hyphens dividing it too; empty for a word that is none."""
    found: list[Part] = []
    at = 0
    for segment in word.split("-"):
        inner = splitter().split(segment)
        found += [Part(start + at, end + at, form) for start, end, form in inner] if at else inner
        if segment and not inner:
            found.append(Part(at, at + len(segment), known(segment) or _unknown(segment)))
        at += len(segment) + 1
    return tuple(found) if len(found) > 1 else ()


@lru_cache(maxsize=10_000)
def is_common(word: str) -> bool:
    """Whether a word is one of the language, or a compound of such: no name, number or abbreviation."""
    typed = readings(word)[0]
    form = known(typed)
    if form and form.flags & Flag.WORD:
        return bool(form.flags & Flag.COMMON)
    parts = parts_of(typed)
    return bool(parts) and all(bool(part.form.flags & Flag.COMMON) for part in parts)


def _unknown(word: str) -> LexiconForm:
    return LexiconForm(text=word, flags=0, zipf=0.0, left=0, last=0, rules=("0",))


def meanings(word: str) -> tuple[str, ...]:
    """The words that one typed without marks may have meant instead."""
    return tuple(meant for meant in unmarked(word) if meant != word) if word.isascii() else ()


@lru_cache(maxsize=50_000)
def has_lost_marks(word: str) -> bool:
    """Whether a word is none as it stands, but one with marks: `motet` is mötet, though its stem is mot's."""
    form = known(word)
    if not word.isascii() or not word.isalpha() or (form and form.flags & Flag.WORD):
        return False
    meant = [known(reading) for reading in unmarked(word)[:1] if reading != word]
    return any(form and form.flags & Flag.COMMON for form in meant)


def _folded(word: str) -> tuple[str, ...]:
    """The folded terms of a word that nobody would find without its marks, or lost them in a text that has them."""
    if not word.isalpha():
        return ()
    form = known(word)
    if form and form.flags & Flag.WORD:
        return ()
    if word.isascii():
        return tuple(stem for meant in unmarked(word)[:1] if meant != word for stem in stems(meant))
    return () if form or word in unmarked(fold(word)) else tuple(fold(stem) for stem in stems(word))
