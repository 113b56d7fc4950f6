"""Abbreviations: which words are letters that stand for others, and where a text means a party by one letter.

An abbreviation that is also a Swedish word in small letters (MAS, LOV, DO) has a stem of its own, in parentheses, which
only capitals get; so has a letter that stands for a party: `(M)`, `S, V och MP`, and neither `20 m` nor `Karin M Ek`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from indexer.swedish.lexicon import Flag
from indexer.swedish.stem import known

LONGEST: Final = 8
_PARTS_OF_SPEECH: Final = Flag.NOUN | Flag.VERB | Flag.ADJECTIVE
_COUNTED: Final = re.compile(r"[\d.]\s?$|\b(?:bilaga|alternativ|klass|nivå|typ|punkt)\s$", re.IGNORECASE)
"""What makes the letter after it a measure or a mark."""
_NAME_FOLLOWS: Final = re.compile(r"\.?[ \t]+[^\W\d_a-zåäöéü](?=[^\W\d_A-ZÅÄÖ])")
"""What makes the letter before it an initial."""
_AROUND: Final = 14


@lru_cache(maxsize=10_000)
def is_abbreviation(written: str) -> bool:
    """Whether a word is written as an abbreviation: one capital, or at least two and half of its letters."""
    if not (written.isalnum() and len(written) <= LONGEST):
        return False
    capitals = sum(letter.isupper() for letter in written)
    return written.isupper() if len(written) == 1 else capitals > 1 and 2 * capitals >= len(written)


@lru_cache(maxsize=10_000)
def is_common_word(word: str) -> bool:
    """Whether a word in small letters is a noun, a verb or an adjective."""
    form = known(word)
    return form is not None and bool(form.flags & Flag.WORD and form.flags & _PARTS_OF_SPEECH)


@lru_cache(maxsize=10_000)
def needs_capitals(written: str) -> bool:
    """Whether an abbreviation is another word, or a measure, in small letters."""
    return is_abbreviation(written) and (len(written) == 1 or is_common_word(written.lower()))


def own_term(written: str) -> str:
    """The term that only the abbreviation has."""
    return f"({written.lower()})"


def is_party(text: str, start: int, end: int) -> bool:
    """Whether one letter of a text stands for a party: in parentheses, or a capital that is no initial or mark."""
    if text[start - 1 : start] == "(" and text[end : end + 1] == ")":
        return True
    before = text[max(0, start - _AROUND) : start]
    return text[start:end].isupper() and not _COUNTED.search(before) and not _NAME_FOLLOWS.match(text, end)
