"""Split compounds: compounds that were typed as words apart, *investering beslut* for `investeringsbeslut`.

The word that stands first takes the form that the lexicon knows it by at the beginning of a compound: as it is, with an
-s, or with its last vowel gone or changed (*skola bok* is `skolbok`, *kvinna jour* is `kvinnojour`).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from indexer.swedish.lexicon import Flag
from indexer.swedish.stem import known
from indexer.swedish.tokens import readings

LINKS: Final = ("", "s")
VOWELS: Final = ("", "o", "u", "e", "s")
"""What may stand for the -a or -e that a first part ends in."""


@lru_cache(maxsize=10_000)
def joined(first: str, second: str) -> tuple[str, ...]:
    """The compounds that these two words, typed apart, may have meant."""
    before, after = readings(first)[0], readings(second)[0]
    if not (before.isalpha() and after.isalpha()):
        return ()
    return tuple(dict.fromkeys(_together(left, after) for left in _as_first_part(before)))


def _as_first_part(word: str) -> Iterator[str]:
    """The forms that a word has at the beginning of compounds."""
    form = known(word)
    for lemma in form.lemmas if form else (word,):
        candidates = [lemma + link for link in LINKS]
        if lemma.endswith(("a", "e")):
            candidates += [lemma[:-1] + vowel for vowel in VOWELS]
        for candidate in candidates:
            left = known(candidate)
            if left and left.flags & Flag.LEFT:
                yield candidate


def _together(left: str, right: str) -> str:
    """Two parts as one word, no letter three times in a row: process + stöd is processtöd."""
    return left + (right[1:] if left[-2:] == right[0] * 2 else right)
