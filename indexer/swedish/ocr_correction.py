"""OCR correction: the Swedish words that OCR took the letters from.

An OCR program that knows only English letters reads å and ä as a, and ö as o, é, d or 6, a different one each time:
*möte* is `mote`, `méte` or `mdte` on the same page. Each such letter may have been another, so a damaged word is folded
to its plain letters and the lexicon is asked which words fold to them; a compound that no list knows is cut by its
folded parts. How common a word is decides between those it may have been, and when that is a close thing (`har`, `här`)
both are kept.

Nothing here touches the text that is shown, and pages that have their Swedish letters never come here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations, islice, product

from indexer.swedish.compounds import (
    BITS_OF_ZIPF,
    LONGEST_WORD,
    SHORTEST_COMPOUND,
    SHORTEST_PART,
    FoldedSplitter,
    Part,
    name_endings,
    price_last,
)
from indexer.swedish.diacritics import fold
from indexer.swedish.lexicon import Flag, lexicon

CAPITAL_I = re.compile(r"(?<=^[A-ZÅÄÖ])l(?=-)|(?<=[A-ZÅÄÖ]{2})l(?=-|$)|(?<=\w)l(?=[A-ZÅÄÖ])")
"""l for I in an abbreviation (Al-arbete, BANKlD)."""
SINGLE_O, DOUBLE_O = re.compile("[é60]"), re.compile("[do6]é|é[o6]")
"""What ö is read as, apart from o and d: one letter, at times two."""
SWEDISH = frozenset("åäöü")
D_FOR_O, TWO_LETTERS_FOR_O = 1.0, 1.0
"""ö becomes d in 9 % of its places, and two letters less often: one step of ten rarer than o."""
MOST_PLACES = 4
CLOSE = 2.0
"""A reading that is a hundred times rarer than the best is not kept beside it."""
MOST_READINGS = 3
CERTAIN = 0.3
"""A letter is only taken for another where that makes a word as common as this."""
KNOWN = 0.01
"""A form that the dictionary has, though it was seen in no text, is still more likely than one that it lacks."""
RARER_WITH_S = 0.7
LONGEST_NAME = 8
"""A short word with a capital letter that no list knows is likelier a name than a compound."""
LOOKALIKES = (("i", "l"), ("1", "l"), ("|", "l"), ("g", "q"), ("&", "a"))
RARER_AS_NAME = 0.5
DEAREST = 45.0
"""Parts that cost more bits are found in any letters."""


@lru_cache(maxsize=1)
def _splitter() -> FoldedSplitter:
    return FoldedSplitter(lexicon())


@lru_cache(maxsize=100_000)
def restored(word: str) -> tuple[str, ...]:
    """What a damaged word may have been, in small letters, the likeliest first, at times the word itself."""
    segments = CAPITAL_I.sub("I", word).split("-")
    found = [_restored_segment(segment) if segment else () for segment in segments]
    if not any(found):
        return ()
    kept = [readings or (segment.lower(),) for readings, segment in zip(found, segments, strict=True)]
    return tuple("-".join(chosen) for chosen in islice(product(*kept), MOST_READINGS))


def _restored_segment(written: str) -> tuple[str, ...]:
    skeletons = list(_skeletons(written))
    whole = _whole_words(skeletons, written.lower())
    if whole:
        return whole
    mistaken = [skeleton for changed in _lookalikes(written) for skeleton in _skeletons(changed)]
    found = _whole_words(mistaken, least=CERTAIN) or _compounds(skeletons) or _names(skeletons[0][0])
    if found and written[0].isupper() and len(written) <= LONGEST_NAME:
        return tuple(dict.fromkeys((written.lower(), *found)))
    return found or _compounds(mistaken)


@lru_cache(maxsize=10_000)
def unmarked(word: str) -> tuple[str, ...]:
    """The words that one typed in small letters without marks may have meant, the likeliest first."""
    return _whole_words([(word, 0.0)]) or _compounds([(word, 0.0)])


def _skeletons(written: str) -> Iterator[tuple[str, float]]:
    """The plain letters that the word may have had, each with how much rarer the damage would be."""
    word = written.lower()
    yield fold(SINGLE_O.sub("o", word)), 0.0
    if DOUBLE_O.search(word):
        yield fold(SINGLE_O.sub("o", DOUBLE_O.sub("o", word))), TWO_LETTERS_FOR_O
    if "é" in word:
        yield fold(word), 0.0
    plain = fold(SINGLE_O.sub("o", written)) if len(written) == len(word) else fold(word)
    places = [at for at, letter in enumerate(plain) if letter == "d"][:MOST_PLACES]
    for count in (1, 2):
        for chosen in combinations(places, count):
            letters = list(plain.lower())
            for at in chosen:
                letters[at] = "o"
            yield "".join(letters), count * D_FOR_O


def _whole_words(skeletons: list[tuple[str, float]], word: str = "", least: float = 0.0) -> tuple[str, ...]:
    """The forms that fold to one of the skeletons, the commonest first; those that are much rarer are left out."""
    scores: dict[str, float] = {}
    for skeleton, rarity in skeletons:
        for text, in_use in _forms(skeleton):
            if in_use - rarity > least and _may_be_left_of(text, word):
                scores[text] = max(in_use - rarity, scores.get(text, 0.0))
    ranked = sorted(scores, key=lambda text: (-scores[text], text))
    return tuple(text for text in ranked[:MOST_READINGS] if scores[text] > scores[ranked[0]] - CLOSE)


def _forms(skeleton: str) -> Iterator[tuple[str, float]]:
    """The forms that fold to a skeleton, those that only add an s among them, each with how common it is."""
    same = lexicon().find(skeleton)
    for form in (*lexicon().unfolded(skeleton), *((same,) if same else ())):
        yield form.text, form.zipf + KNOWN - (0.0 if form.flags & Flag.COMMON else RARER_AS_NAME)
    if skeleton.endswith("s"):
        same = lexicon().find(skeleton[:-1])
        for form in (*lexicon().unfolded(skeleton[:-1]), *((same,) if same else ())):
            if form.flags & Flag.WORD:
                yield form.text + "s", max(0.0, form.zipf - RARER_WITH_S) + KNOWN


def _may_be_left_of(text: str, word: str) -> bool:
    """Whether OCR can have made the damaged word of a form: it loses the marks of å, ä and ö, and those of no other."""
    if len(text) != len(word):
        return all(letter in SWEDISH or letter.isascii() for letter in text)
    return all(
        (letter.isascii() and seen != "é") or letter in SWEDISH or letter == seen
        for letter, seen in zip(text, word, strict=True)
    )


def _compounds(skeletons: list[tuple[str, float]]) -> tuple[str, ...]:
    """The compound that the letters may have been, in each form of its last part that may have been meant."""
    best, price, parts = "", DEAREST, []
    for skeleton, rarity in skeletons:
        if SHORTEST_COMPOUND <= len(skeleton) <= LONGEST_WORD:
            of_parts, found = _splitter().cheapest(skeleton)
            if found and of_parts + rarity * BITS_OF_ZIPF < price:
                best, price, parts = skeleton, of_parts + rarity * BITS_OF_ZIPF, found
    if not parts:
        return ()
    before, at = _joined(best, parts[:-1], parts[-1].start), parts[-1].start
    return tuple(before + last for last in _last_parts(best[at:]))


def _last_parts(skeleton: str) -> list[str]:
    """The forms that the last part may have been. Of two that end as many compounds the more common is likelier."""
    prices = {form: price_last(form) - form.zipf for form in _splitter().whole_forms(skeleton)}
    ranked = sorted(prices, key=lambda form: (prices[form], form.text))
    close = [form for form in ranked[:MOST_READINGS] if prices[form] < prices[ranked[0]] + CLOSE]
    return [form.text + skeleton[len(form.text) :] for form in close]


def _joined(skeleton: str, parts: list[Part], end: int) -> str:
    """The left parts in their restored letters, up to where the last part begins."""
    stops = [*(part.start for part in parts[1:]), end]
    return "".join(
        _left_part(skeleton[part.start : part.end], part)[: stop - part.start]
        for part, stop in zip(parts, stops, strict=True)
    )


def _left_part(letters: str, part: Part) -> str:
    """The commonest word that the letters of a left part may have been: prövnings, where provnings would do."""
    link = letters[len(part.form.text) :]
    base = letters.removesuffix(link) if link else letters
    forms = [
        form
        for form in _splitter().whole_forms(base)
        if (form.flags & part.form.flags & Flag.LEFT) or form == part.form
    ]
    return max((form.zipf, form.text) for form in forms or [part.form])[1] + link


def _names(skeleton: str) -> tuple[str, ...]:
    """A name that no list knows, by what names end in: rantamaki ends in mäki, and goransson is a son of Göran."""
    for ending in name_endings():
        folded = fold(ending)
        first = skeleton.removesuffix(folded)
        if first != skeleton and len(first) >= SHORTEST_PART:
            known = _whole_words([(first, 0.0)])
            if folded != ending:
                return tuple(dict.fromkeys(((known or (first,))[0] + ending, first + ending)))
            if known and known[0] != first:
                return (known[0] + ending, first + ending)
    return ()


def _lookalikes(word: str) -> Iterator[str]:
    """The word with one letter at a time changed to another that looks like it."""
    for wrong, right in LOOKALIKES:
        for match in re.finditer(re.escape(wrong), word):
            yield word[: match.start()] + right + word[match.end() :]
