"""Restoring: the Swedish words that OCR took the letters from.

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

from indexer.swedish.compounds import LONGEST_WORD, SHORTEST_COMPOUND, FoldedSplitter, Part
from indexer.swedish.letters import fold
from indexer.swedish.lexicon import Flag, lexicon

CAPITAL_I = re.compile(r"(?<=^[A-ZÅÄÖ])l(?=-)|(?<=[A-ZÅÄÖ]{2})l(?=-|$|[A-ZÅÄÖ])")
"""l for I in an abbreviation (Al-arbete, BANKlD)."""
LOST_O = re.compile(r"[do6]é|é[o6]|[é60]")
D_FOR_O = 1.0
"""ö becomes d in 9 % of its places: one step of ten rarer than o."""
E_WITH_ACCENT = 1.5
CLOSE = 2.0
"""A reading that is a hundred times rarer than the best is not kept beside it."""
MOST_READINGS = 3
LOOKALIKES = (
    ("i", "l"),
    ("l", "i"),
    ("g", "q"),
    ("1", "l"),
    ("|", "l"),
    ("&", "a"),
    ("0", "o"),
    ("rn", "m"),
    ("vv", "w"),
)
NOT_A_NAME = 0.5


@lru_cache(maxsize=1)
def _splitter() -> FoldedSplitter:
    return FoldedSplitter(lexicon())


@lru_cache(maxsize=100_000)
def restored(word: str) -> tuple[str, ...]:
    """What a damaged word may have been, in small letters, the likeliest first, at times the word itself."""
    segments = [_restored_segment(segment) for segment in CAPITAL_I.sub("I", word).lower().split("-")]
    if not any(segments):
        return ()
    kept = [found or (segment,) for found, segment in zip(segments, word.lower().split("-"), strict=True)]
    return tuple("-".join(chosen) for chosen in islice(product(*kept), MOST_READINGS))


def _restored_segment(word: str) -> tuple[str, ...]:
    if not word:
        return ()
    skeletons = list(_skeletons(word))
    mistaken = [skeleton for changed in _lookalikes(word) for skeleton in _skeletons(changed)]
    return _whole_words(skeletons) or _whole_words(mistaken) or _compound(skeletons) or _compound(mistaken)


def unmarked(word: str) -> tuple[str, ...]:
    """The words that one typed in small letters without marks may have meant, the likeliest first."""
    return _whole_words([(word, 0.0)]) or _compound([(word, 0.0)])


def _skeletons(word: str) -> Iterator[tuple[str, float]]:
    """The plain letters that the word may have had, each with how much rarer the damage would be."""
    plain = fold(LOST_O.sub("o", word))
    yield plain, 0.0
    if "é" in word:
        yield fold(word), E_WITH_ACCENT
    places = [at for at, letter in enumerate(plain) if letter == "d"][:4]
    for count in (1, 2):
        for chosen in combinations(places, count):
            letters = list(plain)
            for at in chosen:
                letters[at] = "o"
            yield "".join(letters), count * D_FOR_O


def _whole_words(skeletons: list[tuple[str, float]]) -> tuple[str, ...]:
    scores: dict[str, float] = {}
    for skeleton, rarity in skeletons:
        same = lexicon().find(skeleton)
        found = {form.text: form for form in (*lexicon().unfolded(skeleton), *((same,) if same else ()))}
        if not found and skeleton.endswith("s"):
            found = {form.text + "s": form for form in lexicon().unfolded(skeleton[:-1])}
        for text, form in found.items():
            in_use = form.zipf - rarity - (0.0 if form.flags & Flag.COMMON else NOT_A_NAME)
            scores[text] = max(in_use, scores.get(text, 0.0))
    ranked = sorted(scores, key=lambda text: (-scores[text], text))
    return tuple(text for text in ranked[:MOST_READINGS] if scores[text] > scores[ranked[0]] - CLOSE)


def _compound(skeletons: list[tuple[str, float]]) -> tuple[str, ...]:
    best, reading = 45.0, ""
    for skeleton, rarity in skeletons:
        if not SHORTEST_COMPOUND <= len(skeleton) <= LONGEST_WORD:
            continue
        price, parts = _splitter().cheapest(skeleton)
        price += rarity * 3.32
        if parts and price < best:
            best, reading = price, _joined(skeleton, parts)
    return (reading,) if reading else ()


def _joined(skeleton: str, parts: list[Part]) -> str:
    """The compound in its restored letters; where two parts share a letter it is written once."""
    ends = [part.start for part in parts[1:]] + [len(skeleton)]
    return "".join(
        part.form.text[: end - part.start] + skeleton[part.start + len(part.form.text) : end]
        for part, end in zip(parts, ends, strict=True)
    )


def _lookalikes(word: str) -> Iterator[str]:
    """The word with one letter at a time changed to another that looks like it."""
    for wrong, right in LOOKALIKES:
        for match in re.finditer(re.escape(wrong), word):
            yield word[: match.start()] + right + word[match.end() :]
