"""Spelling: which word of the minutes was meant by one that finds nothing.

How far a word is from what was typed is measured in slips. A slip that Swedish invites costs less than any other
letter: å or ä typed as a, a letter doubled or not, *sj* for *stj*, c for s; letters in the wrong order cost less than
two wrong ones. Among near words the one that more items use is the likelier:

    uphandling -> upphandling    0.4 slips: p that should be doubled
    beslyt     -> beslut         1 slip, in many items; besked is farther
    sjänst     -> tjänst         0.5 slips: sj and tj sound alike

Words that OCR damaged are never proposed: nobody means *férdjupad*. A word of the language is never put right, whatever
the minutes have: *vargen* is no *varken*, and *överklagats* no *överklaga*.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from indexer.index.deadline import Deadline
from indexer.index.port import Index, Suggestion
from indexer.index.query import Phrase, Query, Word
from indexer.swedish import MatchLevel, parts
from indexer.swedish.abbreviations import is_abbreviation
from indexer.swedish.lexicon import Flag, lexicon
from indexer.swedish.ocr_correction import restored
from indexer.swedish.stem import known
from indexer.swedish.terms import is_common, meanings
from search_ui.search.reworded import RewordedQuery

SIMILAR_WORDS: Final = 50
"""Among so many words spelled nearly so the one that was meant is chosen."""
SLIP: Final = 1.0
SLIPS_A_LETTER: Final = 0.15
"""A word may be a slip and so much a letter from what was typed: two slips in seven letters, three in thirteen."""
SHORTEST: Final = 3
"""Letters of a word that a space is missing beside."""
SHORTEST_DOUBTFUL: Final = 5
"""Letters of a word that may be misspelt though it finds something: shorter ones are abbreviations and names."""
ALIKE: Final = 0.6
"""A word no farther than that sounds or looks the same: nobody looks for a missing space then."""
SWAP: Final = 0.6
"""Two letters in the wrong order: the fingers' commonest slip after a lost letter (Damerau 1964)."""
DOUBLED: Final = 0.4
MARKS: Final = 0.3
"""What tells letters apart that only marks tell apart: å, ä and a; ö and o; é and e."""
SOUND: Final = 0.5
FIRST: Final = 0.5
"""What a slip in the first letter costs besides: people seldom miss it (Pollock & Zamora 1984)."""
SLIP_BITS: Final = 5.0
"""A word that 2^5 times as many items use may be one slip farther away."""

_ALIKE: Final = {
    frozenset(pair): price
    for price, pairs in (
        (MARKS, ("åa", "äa", "åä", "öo", "ée", "üu", "èe", "áa")),
        (SOUND, ("eä", "oå", "uo", "yi", "öä", "öu", "ck", "cs", "sz", "vw", "kq", "gj", "dt", "bp", "gk", "mn")),
    )
    for pair in pairs
}
_SPELLED: Final = tuple(
    frozenset(pair)
    for pair in (
        *(("sj", "stj"), ("sj", "skj"), ("sj", "sch"), ("sj", "tj"), ("tj", "kj"), ("sk", "stj"), ("sk", "sj")),
        *(("ks", "x"), ("ck", "k"), ("ck", "kk"), ("ng", "n"), ("gn", "ngn"), ("rd", "r"), ("dj", "j"), ("hj", "j")),
        *(("lj", "j"), ("gj", "j"), ("k", "ch"), ("f", "ph"), ("t", "th"), ("tion", "sion"), ("tion", "schon")),
    )
)
"""Spellings of one sound."""
_LONGEST: Final = max(len(spelling) for pair in _SPELLED for spelling in pair)
_SPELLINGS: Final = {(one, other): SOUND for pair in _SPELLED for one in pair for other in pair if one != other}
_ENDS: Final = {(one[-1], other[-1]) for one, other in _SPELLINGS}
"""The letters that two spellings of one sound end in: nearly all pairs of letters are none, and need no looking up."""
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyzåäöé"


class DoubtfulWord(NamedTuple):
    """A typed word that may be misspelt, where it stands in what was typed, and whether it finds something as it is."""

    start: int
    end: int
    word: str
    is_met: bool


def is_doubtful(index: Index, word: str) -> bool:
    """Whether a word that finds something may be misspelt: it is none that is known, nor stands so in the minutes.

    By its stem or without its marks it finds what the right word finds, but no better than as a form of it.
    """
    typed = word.lower()
    if len(typed) < SHORTEST_DOUBTFUL or not typed.isalpha() or is_abbreviation(word) or _is_swedish(typed):
        return False
    may_be_a_word = parts(typed) and not any(map(is_common, meanings(typed)))
    return not may_be_a_word and not index.contains_term(MatchLevel.EXACT + typed)


def corrected(index: Index, typed: str, doubtful: Iterable[DoubtfulWord], deadline: Deadline) -> RewordedQuery | None:
    """What was typed with these words put right; None where nothing better is known.

    A word that finds something is taken for a common word of the language alone: a name may have any ending.
    """
    better = as_typed = typed
    right = len(typed)
    for start, end, word, is_met in sorted(doubtful, reverse=True):
        likely = _meant_by(word.lower(), index, deadline) if end <= right else None
        if likely and not (is_met and not is_common(likely)):
            likely = likely.title() if word.istitle() else likely
            better = better[:start] + better[start:end].replace(word, likely) + better[end:]
            as_typed = f'{as_typed[:start]}"{as_typed[start:end]}"{as_typed[end:]}'
            right = start
    return RewordedQuery(text=better, as_typed=as_typed) if better != typed else None


def _meant_by(word: str, index: Index, deadline: Deadline) -> str | None:
    """What was likeliest meant by a word that finds nothing, among what does find something; nothing for a right word.

    What stands in no minutes itself must be commoner in Swedish than what was typed: *Hagabion* is no *hagabon*.
    """
    if _is_swedish(word):
        return None

    def count(query: Query) -> int:
        return index.count(query, deadline=deadline)

    typed = _frequency(word)
    common = {other: Suggestion(other, 0) for other in one_slip_away(word) if _frequency(other) > typed}
    used = {similar.text: similar for similar in index.similar_words(word, SIMILAR_WORDS)}
    most = SLIP if parts(word) else SLIP + len(word) * SLIPS_A_LETTER
    near = (other for other in (common | used).values() if distance(word, other.text) <= most)
    likely = next((candidate.text for candidate in nearest(word, near) if count(Word(candidate.text))), None)
    if likely and distance(word, likely) <= ALIKE:
        return likely
    apart = max(_apart(word, count), default=None)
    return apart[1] if apart else likely


def _is_swedish(word: str) -> bool:
    """Whether a list of the language has a word, or what it is the genitive or the passive of."""
    form = known(word)
    return form is not None and bool(form.flags & Flag.WORD)


def _frequency(word: str) -> float:
    """How common a word is in Swedish (Zipf): nobody who types a word means one that is rarer."""
    form = lexicon().find(word)
    return form.zipf if form else 0.0


def _apart(word: str, count: Callable[[Query], int]) -> Iterator[tuple[int, str]]:
    """The two words that a word is when it lacks a space, with how many items have them beside each other."""
    for at in range(SHORTEST, len(word) - SHORTEST + 1):
        first, second = word[:at], word[at:]
        if count(Word(first)) and count(Word(second)):
            together = count(Phrase((first, second)))
            if together:
                yield together, f"{first} {second}"


def distance(typed: str, word: str) -> float:
    """How many slips there are between two words."""
    rows = [[0.0] * (len(word) + 1) for _ in range(len(typed) + 1)]
    for at in range(len(typed) + 1):
        for to in range(len(word) + 1):
            if at or to:
                rows[at][to] = min(_steps(rows, typed, word, at, to))
    return rows[-1][-1] + (FIRST if _wrong(typed[:1], word[:1]) == SLIP else 0.0)


def _steps(rows: list[list[float]], typed: str, word: str, at: int, to: int) -> Iterator[float]:
    """The price of each way to have come to the first `at` letters of one word and the first `to` of the other."""
    if at and to:
        yield rows[at - 1][to - 1] + _wrong(typed[at - 1], word[to - 1])
    if at:
        yield rows[at - 1][to] + _lost(typed, at)
    if to:
        yield rows[at][to - 1] + _lost(word, to)
    if at > 1 and to > 1 and typed[at - 2 : at] == word[to - 1] + word[to - 2]:
        yield rows[at - 2][to - 2] + SWAP
    if (typed[at - 1 : at], word[to - 1 : to]) not in _ENDS:
        return
    for back in range(1, min(at, _LONGEST) + 1):
        for ahead in range(1, min(to, _LONGEST) + 1):
            price = _SPELLINGS.get((typed[at - back : at], word[to - ahead : to]))
            if price is not None:
                yield rows[at - back][to - ahead] + price


def _wrong(typed: str, letter: str) -> float:
    """The price of one letter for another."""
    return 0.0 if typed == letter else _ALIKE.get(frozenset((typed, letter)), SLIP)


def _lost(word: str, at: int) -> float:
    """The price of a letter that the other word has not: less for the second of two."""
    return DOUBLED if at > 1 and word[at - 1] == word[at - 2] else SLIP


def nearest(typed: str, words: Iterable[Suggestion]) -> list[Suggestion]:
    """Words that may have been meant, the likeliest first: by slips, and by how many items use them."""

    def price(word: Suggestion) -> tuple[float, str]:
        return SLIP_BITS * distance(typed, word.text) - math.log2(1 + word.count), word.text

    return sorted((word for word in words if is_spelled(word.text)), key=price)


def one_slip_away(typed: str) -> Iterator[str]:
    """The Swedish words with one letter more, fewer, other or moved; they need not stand in any minutes."""
    find = lexicon().find
    cuts = [(typed[:at], typed[at:]) for at in range(len(typed) + 1)]
    changed = {before + after[1:] for before, after in cuts if after}
    changed |= {before + after[1] + after[0] + after[2:] for before, after in cuts if len(after) > 1}
    changed |= {before + letter + after for before, after in cuts for letter in _LETTERS}
    changed |= {before + letter + after[1:] for before, after in cuts if after for letter in _LETTERS}
    return (word for word in sorted(changed - {typed}) if find(word))


@lru_cache(maxsize=10_000)
def is_spelled(word: str) -> bool:
    """Whether a word is spelled as somebody would: not a reading of OCR that was another word on paper."""
    if lexicon().find(word) or parts(word):
        return True
    meant = restored(word)
    return not meant or word in meant
