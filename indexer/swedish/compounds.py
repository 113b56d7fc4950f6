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

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from indexer.swedish.lexicon import WEIGHT_STEPS, Flag, Lexicon, LexiconForm
from indexer.swedish.words import word_list

SHORTEST_PART = 3
SHORTEST_COMPOUND = 5
SHORTEST_LAST = 2
CACHE_SIZE = 100_000
FORMS_KEPT = 20_000
"""Forms that are kept as they are looked up: words end alike."""
LONGEST_IN_NAME = 6
LONGEST_WORD = 80
"""No compound in minutes is longer; a longer word is a slip of the reader, and stays whole."""
SHORT_LEFT, SHORT_LAST = frozenset({"el", "is", "tv", "öl", "eu", "år"}), frozenset({"år", "by", "kö"})
"""Words of two letters that make compounds as freely as longer ones (elnät, ishall, verksamhetsår)."""
UNCHANGED = "0"
"""The rule of a form that is its own lemma."""
VOWELS = frozenset("aeiouyåäöé")


class Part(NamedTuple):
    """A part of a compound: its place in the word, and what the lexicon knows of it."""

    start: int
    end: int
    form: LexiconForm


# The prices, in bits, were measured on words cut by hand: `python -m tools.score_swedish`.
ALL_PARTS_BITS = 16.0
ALL_WORDS_BITS = 30.0
BITS_OF_ZIPF = 3.32
"""A frequency ten times higher saves log2(10) bits."""
LINKED = -4.0
"""A left part in a form that only compounds have (`bostads`) leaves no doubt that this is one."""
UNLISTED = 4.0
UNLISTED_LINK = 3.0
UNLISTED_LAST = 2.0
NAME_AS_PART, UNKNOWN_AS_PART = 9.0, 16.0
NAME_IN_USE = 3.0
SHARED_LETTER = 1.0
SHORT = 1.5
LISTED = 7.5
RARER_PART = 2.0
"""A word clearly more common than its rarest part is hardly made of it."""
NAME = -4.0
IN_USE = 24.0
NEVER_SEEN = 43.0

INFINITE = float("inf")


class Left(NamedTuple):
    """A form as a left part: its price as it is, its price with a linking s, and whether it may share a letter."""

    form: LexiconForm
    price: float
    linked: float
    shares: bool


class Splitter:
    """Cuts words by one lexicon. What it has found out of a word or a part it remembers."""

    def __init__(self, words: Lexicon) -> None:
        self._lexicon = words
        self._as_left: dict[int, Left | None] = {}
        self._cuts = {first: self._lemmas_of(lasts) for first, lasts in cuts().items()}
        self.split = lru_cache(maxsize=CACHE_SIZE)(self._split)
        self._find = lru_cache(maxsize=FORMS_KEPT)(self._look_up)
        self._cheapest_of_lemma = lru_cache(maxsize=CACHE_SIZE)(self.cheapest)

    def _lemmas_of(self, words: Iterable[str]) -> frozenset[str]:
        """The lemmas of these words, of each all that it may have."""
        forms = filter(None, map(self._lexicon.find, words))
        return frozenset(lemma for form in forms for lemma in form.lemmas)

    def _split(self, word: str) -> tuple[Part, ...]:
        """The parts of a compound in small letters, in order; empty for a word that is none."""
        if not SHORTEST_COMPOUND <= len(word) <= LONGEST_WORD:
            return ()
        parts = self._outer_parts(word)
        found: list[Part] = []
        for part in parts:
            base = part.form.text if part is parts[-1] else part.form.lemmas[0]
            inner = self.split(base) if len(base) < len(word) else ()
            moved = [Part(start + part.start, end + part.start, form) for start, end, form in inner]
            found += [*moved[:-1], moved[-1]._replace(end=part.end)] if moved else [part]
        return tuple(found)

    def _outer_parts(self, word: str) -> list[Part]:
        """The parts before any of them is cut in turn."""
        given = self._given(word)
        if given:
            return given
        form = self._find(word)
        price, parts = self.cheapest(word)
        if not parts:
            return []
        if form is None or not form.flags & Flag.COMMON:
            return parts if price < self._price_unlisted(form, parts) else []
        if not kept_whole().isdisjoint(form.lemmas):
            return []
        return parts if any(self._is_cut_so(lemma, word, price, parts) for lemma in form.lemmas) else []

    def _given(self, word: str) -> list[Part]:
        """The two parts of a word that is to be cut whatever the rules say."""
        for at in range(SHORTEST_LAST, len(word) - SHORTEST_LAST):
            lasts = self._cuts.get(word[:at])
            left = self._lexicon.find(word[:at]) if lasts else None
            for form in self.whole_forms(word[at:]) if left else ():
                if left and lasts and not lasts.isdisjoint(form.lemmas):
                    return [Part(0, at, left), Part(at, len(word), form)]
        return []

    def _is_cut_so(self, lemma: str, word: str, price: float, parts: list[Part]) -> bool:
        """Whether the lemma of a word is cut where the word is: kulturen is no kul + turen, as kultur is whole."""
        if lemma != word:
            price, of_lemma = self._cheapest_of_lemma(lemma)
            if [part.start for part in of_lemma] != [part.start for part in parts]:
                return False
        return price < self._price_listed(lemma, parts)

    def cheapest(self, word: str) -> tuple[float, list[Part]]:
        """The cheapest way to cut the word into two parts or more, and its price; infinite when there is none."""
        size = len(word)
        prices = [0.0] + [INFINITE] * size
        came_by: list[tuple[int, int, LexiconForm] | None] = [None] * (size + 1)
        best, last = INFINITE, None
        beyond, lefts = size - SHORTEST_LAST, self._as_left
        for at, so_far in enumerate(prices):
            if so_far >= best:
                continue
            if at:
                for form in self.whole_forms(word[at:]):
                    price = so_far + price_last(form)
                    if price < best:
                        best, last = price, Part(at, size, form)
            for letters, number in self._beginnings(word[at:beyond]):
                left = lefts[number] if number in lefts else self._left(number)
                if left is None:
                    continue
                form, price, linked, shares = left
                stop = at + len(letters)
                if so_far + price < prices[stop]:
                    prices[stop], came_by[stop] = so_far + price, (at, stop, form)
                if shares and so_far + (price + SHARED_LETTER) < prices[stop - 1]:
                    prices[stop - 1], came_by[stop - 1] = so_far + (price + SHARED_LETTER), (at, stop, form)
                if word[stop] == "s" and stop < beyond and so_far + linked < prices[stop + 1]:
                    prices[stop + 1], came_by[stop + 1] = so_far + linked, (at, stop + 1, form)
        return best, _trace(came_by, last)

    def _left(self, number: int) -> Left | None:
        left = self._as_left[number] = _as_left(self._lexicon.numbered(number))
        return left

    def _price_listed(self, lemma: str, parts: list[Part]) -> float:
        """What it costs to name a word that the dictionary has, instead of its parts."""
        zipf = self._zipf(lemma)
        rarest = min(self._zipf(part.form.lemmas[0]) for part in parts)
        return ALL_WORDS_BITS - BITS_OF_ZIPF * zipf + LISTED - RARER_PART * max(0.0, zipf - rarest)

    def _price_unlisted(self, form: LexiconForm | None, parts: list[Part]) -> float:
        """What it costs to name a word that is only a name, only in use, or not known at all."""
        if _is_like_a_name(parts):
            return 0.0
        if form is None:
            return NEVER_SEEN
        if form.flags & Flag.WORD:
            return self._price_listed(form.lemmas[0], parts) if _is_definite(parts[-1].form) else _price_name(form)
        return ALL_PARTS_BITS + LISTED if form.flags & Flag.LEFT else _price_name(form) + IN_USE

    def _zipf(self, word: str) -> float:
        form = self._find(word)
        return form.zipf if form else 0.0

    def _look_up(self, word: str) -> LexiconForm | None:
        form = self._lexicon.find(word)
        if form is None and word.endswith("s"):
            form = self._lexicon.find(word[:-1])
        return form

    def _beginnings(self, text: str) -> Iterable[tuple[str, int]]:
        return self._lexicon.beginnings(text)

    def whole_forms(self, text: str) -> list[LexiconForm]:
        """The forms that the letters may be."""
        form = self._find(text)
        return [form] if form else []


class FoldedSplitter(Splitter):
    """Cuts words that have lost their marks: `narings` is a part because `närings` is."""

    def _beginnings(self, text: str) -> Iterable[tuple[str, int]]:
        return chain(self._lexicon.beginnings(text), self._lexicon.folded_beginnings(text))

    def whole_forms(self, text: str) -> list[LexiconForm]:
        """The forms that the letters may be what is left of."""
        forms = super().whole_forms(text) + self._lexicon.unfolded(text)
        return forms or (self._lexicon.unfolded(text[:-1]) if text.endswith("s") else [])


def _as_left(form: LexiconForm) -> Left | None:
    """The form as a left part; None when it can be none."""
    text, flags = form.text, form.flags
    if text in never_parts() or (len(text) < SHORTEST_PART and text not in SHORT_LEFT):
        return None
    price = noun = INFINITE
    listed = ALL_PARTS_BITS - form.left / WEIGHT_STEPS + _price_of_shortness(text)
    if flags & Flag.COMMON and flags & Flag.NOUN and form.rules[0] == UNCHANGED:
        noun = min(listed, ALL_PARTS_BITS + 2 - form.zipf + _price_of_shortness(text))
    if flags & Flag.LEFT:
        price = listed + (LINKED if form.rules[0] != UNCHANGED else 0.0)
    elif flags & Flag.STEM:
        price = listed + UNLISTED
    elif flags & Flag.COMMON:
        price = noun + UNLISTED
    elif len(text) > SHORTEST_PART and form.zipf > NAME_IN_USE:
        price = listed + (NAME_AS_PART if flags & Flag.WORD else UNKNOWN_AS_PART)
    if price == noun == INFINITE:
        return None
    shares = len(text) > SHORTEST_PART and text[-1] == text[-2] and text[-1] not in VOWELS
    return Left(form, price, noun + UNLISTED_LINK, shares)


@lru_cache(maxsize=20_000)
def price_last(form: LexiconForm) -> float:
    """The price of the form as the last part."""
    text, flags = form.text, form.flags
    if not flags & Flag.COMMON or (len(text) < SHORTEST_PART and text not in SHORT_LAST):
        return INFINITE
    if text in never_parts() or (form.lemmas[0] in never_parts() and not text.endswith("nde")):
        return INFINITE
    price = ALL_PARTS_BITS - form.last / WEIGHT_STEPS + _price_of_shortness(text)
    if flags & Flag.LAST:
        return price
    if flags & (Flag.NOUN | Flag.VERB | Flag.ADJECTIVE):
        return min(price, ALL_PARTS_BITS - form.zipf + 2) + UNLISTED_LAST
    return INFINITE


def _price_of_shortness(text: str) -> float:
    """Few letters are found by accident in many words."""
    return SHORT * min(1, max(0, SHORTEST_PART + 1 - len(text)))


def _price_name(form: LexiconForm) -> float:
    return ALL_WORDS_BITS - BITS_OF_ZIPF * form.zipf + NAME


def _trace(came_by: Sequence[tuple[int, int, LexiconForm] | None], last: Part | None) -> list[Part]:
    """The parts from the first to the last, followed back from the last: at each place the part that led there."""
    parts: list[Part] = []
    while last:
        parts.append(last)
        before = came_by[last.start]
        last = Part(*before) if before else None
    return parts[::-1]


def _is_like_a_name(parts: list[Part]) -> bool:
    """Whether a short word and one that names end in make up the word: Sköldbäck, Storgatan."""
    first, last = parts[0], parts[-1].form.text
    unlinked = first.form.rules[0] == UNCHANGED and len(first.form.text) == first.end
    return len(parts) == 2 and first.end <= LONGEST_IN_NAME and unlinked and last in name_endings()


def _is_definite(form: LexiconForm) -> bool:
    """Whether the form is a noun in its definite form, as the names of authorities are: Arbetsförmedlingen."""
    return bool(form.flags & Flag.NOUN) and form.rules[0] != UNCHANGED and form.text[-1] in "nt"


@lru_cache(maxsize=1)
def never_parts() -> frozenset[str]:
    """The words of `words/never_parts.txt`, which look like parts: `undersökning` is not under + sökning."""
    return frozenset(part for line in word_list("never_parts.txt") for part in line.split())


@lru_cache(maxsize=1)
def name_endings() -> frozenset[str]:
    """The words of `words/name_endings.txt`, which names of people and places end in."""
    return frozenset(ending for line in word_list("name_endings.txt") for ending in line.split())


@lru_cache(maxsize=1)
def kept_whole() -> frozenset[str]:
    """The words of `words/whole.txt`, which are one thing though two words can be seen in them."""
    return frozenset(word for line in word_list("whole.txt") for word in line.split())


@lru_cache(maxsize=1)
def cuts() -> dict[str, set[str]]:
    """The words of `words/cut.txt`, cut though the rules would not: what stands first, and what may follow it."""
    found: dict[str, set[str]] = {}
    for line in word_list("cut.txt"):
        for word in line.split():
            first, last = word.split("|")
            found.setdefault(first, set()).add(last)
    return found
