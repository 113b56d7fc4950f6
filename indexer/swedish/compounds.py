"""Compounds: where `bostadsförsörjningsrapporten` is bostads + försörjnings + rapporten.

A word is cut into forms that the lexicon knows: each part but the last in a form that compounds begin with (`bostads`,
`kvinno`), the last in any of its own inflections. Every way of cutting has a price in bits, what it would take to name
the parts among all parts: a part that many words of the dictionary have is cheap, one that few have is dear, and so
the fewest and the commonest parts win. Parts that only might be parts (an s that is missing or too many, the stem of a
verb as in `laddstolpe`) pay extra.

A word that the dictionary has is cut as well, unless naming it whole is the cheaper way: `näringsliv` is närings +
liv, but `nätverk` is as common as its parts and means something of its own. The parts are cut again in the same way,
so that `arbetsmarknadsområde` ends as arbets + marknads + område.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from indexer.swedish.lexicon import WEIGHT_STEPS, Flag, Form, Lexicon
from indexer.swedish.words import word_list

SHORTEST_PART = 3
SHORTEST_COMPOUND = 5
LONGEST_WORD = 80
"""No compound in minutes is longer; a longer word is a slip of the reader, and stays whole."""
SHORT_PARTS = frozenset({"el", "is", "tv", "öl", "it", "eu", "år", "by"})
"""Nouns of two letters that make compounds as freely as longer ones (elnät, ishall, verksamhetsår)."""
UNCHANGED = "0"
"""The rule of a form that is its own lemma."""
VOWELS = frozenset("aeiouyåäöé")


class Part(NamedTuple):
    """A part of a compound: its place in the word, and what the lexicon knows of it."""

    start: int
    end: int
    form: Form


class Way(NamedTuple):
    """The cheapest way found to a place in a word: its price, and its last part, which began at `at`."""

    price: float
    at: int
    part: Part | None


# The prices, in bits, were measured on words cut by hand: `python -m benchmarks.swedish`.
ALL_PARTS_BITS = 16.0
ALL_WORDS_BITS = 30.0
BITS_OF_ZIPF = 3.32
"""A frequency ten times higher saves log2(10) bits."""
LINKED = -4.0
"""A left part in a form that only compounds have (`bostads`) leaves no doubt that this is one."""
UNLISTED = 5.0
UNLISTED_LINK = 2.0
UNLISTED_LAST = 4.0
NAME_AS_PART = 9.0
TRIPLE = 1.0
DICTIONARY = 6.0
RARER_PART = 2.0
"""A word clearly more common than its rarest part is hardly made of it."""
NAME = -4.0
IN_USE = 24.0
NEVER_SEEN = 66.0

INFINITE = float("inf")


class Splitter:
    """Cuts words by one lexicon."""

    def __init__(self, words: Lexicon) -> None:
        self._lexicon = words

    def split(self, word: str, *, capital: bool = False) -> tuple[Part, ...]:
        """The parts of a compound in small letters, in order; empty for a word that is none."""
        if not SHORTEST_COMPOUND <= len(word) <= LONGEST_WORD:
            return ()
        return self._cut(word, 0, capital=capital)

    def cheapest(self, word: str) -> tuple[float, list[Part]]:
        """The cheapest way to cut the word into two parts or more, and its price; infinite when there is none."""
        ways: list[Way | None] = [None] * len(word)
        ways[0] = Way(0.0, 0, None)
        best = Way(INFINITE, 0, None)
        for at, way in enumerate(ways):
            if way is None or way.price >= best.price:
                continue
            if at:
                best = min(best, self._ending(word, at, way.price), key=_price)
            for goes_on, price, part in self._lefts(word, at):
                other = ways[goes_on]
                if other is None or way.price + price < other.price:
                    ways[goes_on] = Way(way.price + price, at, part)
        parts = _trace(ways, best)
        return best.price, parts

    def _ending(self, word: str, at: int, so_far: float) -> Way:
        forms = self._whole_forms(word[at:])
        if not forms:
            return Way(INFINITE, 0, None)
        form = min(forms, key=self._price_last)
        return Way(so_far + self._price_last(form), at, Part(at, len(word), form))

    def _lefts(self, word: str, at: int) -> Iterator[tuple[int, float, Part]]:
        """The parts that may begin at a place, with what each costs and where the next one begins."""
        last = len(word) - 2
        for length, form in self._beginnings(word[at:]):
            stop = at + length
            if stop > last:
                continue
            price = self._price_left(form)
            if price < INFINITE:
                yield stop, price, Part(at, stop, form)
                if length > SHORTEST_PART and form.text[-1] == form.text[-2] and form.text[-1] not in VOWELS:
                    yield stop - 1, price + TRIPLE, Part(at, stop, form)
            if word[stop] == "s" and stop < last:
                yield stop + 1, self._price_noun(form) + UNLISTED_LINK, Part(at, stop + 1, form)

    def _cut(self, word: str, offset: int, *, capital: bool = False) -> tuple[Part, ...]:
        price, parts = self.cheapest(word)
        if not parts or self._is_kept_whole(word) or price >= self._price_whole(word, parts, capital=capital):
            return ()
        found: list[Part] = []
        for part in parts:
            start, end = offset + part.start, offset + part.end
            base = part.form.text if part is parts[-1] else part.form.lemmas[0]
            inner = self._cut(base, start) if len(base) >= SHORTEST_COMPOUND else ()
            found += [*inner[:-1], inner[-1]._replace(end=end)] if inner else [Part(start, end, part.form)]
        return tuple(found)

    def _price_whole(self, word: str, parts: list[Part], *, capital: bool) -> float:
        """What naming the word takes; a word that nobody knows is dear to name, so that almost any cut is cheaper."""
        form = self._find(word)
        if form is None:
            return NEVER_SEEN
        zipf = self._zipf(form)
        price = ALL_WORDS_BITS - BITS_OF_ZIPF * zipf
        if form.flags & Flag.COMMON:
            rarest = min(self._zipf(part.form) for part in parts)
            return price + DICTIONARY - RARER_PART * max(0.0, zipf - rarest)
        return price + (NAME if form.flags & Flag.WORD else IN_USE)

    def _is_kept_whole(self, word: str) -> bool:
        form = self._find(word)
        return form is not None and not kept_whole().isdisjoint(form.lemmas)

    def _find(self, word: str) -> Form | None:
        form = self._lexicon.find(word)
        if form is None and word.endswith("s"):
            form = self._lexicon.find(word[:-1])
        return form

    def _beginnings(self, text: str) -> Iterator[tuple[int, Form]]:
        return ((len(form.text), form) for form in self._lexicon.beginnings(text))

    def _whole_forms(self, text: str) -> list[Form]:
        form = self._find(text)
        return [form] if form else []

    def _zipf(self, form: Form | None) -> float:
        if form is None:
            return 0.0
        return max([form.zipf, *(known.zipf for known in map(self._lexicon.find, form.lemmas) if known)])

    def _price_noun(self, form: Form) -> float:
        """The price of a noun that the dictionary gives no compound form for."""
        if form.text in never_parts() or not _long_enough(form.text) or form.rules[0] != UNCHANGED:
            return INFINITE
        if form.flags & Flag.COMMON and form.flags & Flag.NOUN:
            return ALL_PARTS_BITS - max(form.left / WEIGHT_STEPS, form.zipf - 2)
        return INFINITE

    def _price_left(self, form: Form) -> float:
        text, flags = form.text, form.flags
        if text in never_parts() or not _long_enough(text):
            return INFINITE
        price = ALL_PARTS_BITS - form.left / WEIGHT_STEPS
        if flags & Flag.LEFT:
            return price + (LINKED if form.rules[0] != UNCHANGED else 0.0)
        if flags & Flag.STEM:
            return price + UNLISTED
        if flags & Flag.COMMON:
            return self._price_noun(form) + UNLISTED
        return price + NAME_AS_PART if len(text) > SHORTEST_PART and form.zipf > 3 else INFINITE

    def _price_last(self, form: Form) -> float:
        text, flags = form.text, form.flags
        if text in never_parts() or not _long_enough(text) or not flags & Flag.COMMON:
            return INFINITE
        price = ALL_PARTS_BITS - form.last / WEIGHT_STEPS
        if flags & Flag.LAST:
            return price
        if flags & (Flag.NOUN | Flag.VERB | Flag.ADJECTIVE):
            return min(price, ALL_PARTS_BITS - form.zipf + 2) + UNLISTED_LAST
        return INFINITE


class FoldedSplitter(Splitter):
    """Cuts words that have lost their marks: `narings` is a part because `närings` is."""

    def _beginnings(self, text: str) -> Iterator[tuple[int, Form]]:
        yield from super()._beginnings(text)
        for length, forms in self._lexicon.folded_beginnings(text):
            for form in forms:
                yield length, form

    def _whole_forms(self, text: str) -> list[Form]:
        forms = super()._whole_forms(text) + self._lexicon.unfolded(text)
        return forms or (self._lexicon.unfolded(text[:-1]) if text.endswith("s") else [])


def _long_enough(text: str) -> bool:
    return len(text) >= SHORTEST_PART or text in SHORT_PARTS


def _price(way: Way) -> float:
    return way.price


def _trace(ways: list[Way | None], last: Way) -> list[Part]:
    """The parts from the first to the last, followed back from the last."""
    parts: list[Part] = []
    way: Way | None = last
    while way and way.part:
        parts.append(way.part)
        way = ways[way.at]
    return parts[::-1]


@lru_cache(maxsize=1)
def never_parts() -> frozenset[str]:
    """The words of `words/never_parts.txt`, which look like parts: `undersökning` is not under + sökning."""
    return frozenset(part for line in word_list("never_parts.txt") for part in line.split())


@lru_cache(maxsize=1)
def kept_whole() -> frozenset[str]:
    """The words of `words/whole.txt`, which are one thing though two words can be seen in them."""
    return frozenset(word_list("whole.txt"))
