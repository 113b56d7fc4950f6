"""Phrases: the entries of word files with a `*`, as patterns over folded text.

A word that ends with `*` may end in any way (bordläg* is bordlägga and bordläggning), one that begins with `*` is a
compound (*chefen), and a `*` alone is any word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from indexer.minutes.lines.folded_text import fold


def any_of(phrases: Iterable[str]) -> str:
    """A pattern over folded text that is met by any of some phrases."""
    return f"(?:{'|'.join(r' '.join(map(_word_pattern, phrase.split())) for phrase in phrases)})"


def whole(phrases: Iterable[str]) -> re.Pattern[str]:
    """The same as words of their own."""
    return re.compile(rf"\b{any_of(phrases)}(?!\w)")


def _word_pattern(word: str) -> str:
    if word == "*":
        return r"[^\W\d_]+"
    if word.startswith("*"):
        return r"[^\W\d_]{4,}" + re.escape(fold(word[1:]))
    return re.escape(fold(word.rstrip("*"))) + (r"\w*" if word.endswith("*") else "")
