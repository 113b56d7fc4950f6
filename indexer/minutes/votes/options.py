"""Options: the words that name a way to vote, and the numbers that stand beside them."""

from __future__ import annotations

import re

from indexer.minutes.words import pairs, words
from indexer.model import VoteOption


def _pattern(word: str) -> str:
    """A word of a list as a pattern: a hyphen may be missing or be a space, a * is any ending."""
    pattern = re.escape(word.removesuffix("*")).replace(r"\-", r"[-–\s]?").replace(r"\ ", r"\s+")
    return pattern + (r"\w*" if word.endswith("*") else "")


_WORDS_OF = {
    option: sorted((_pattern(word) for word in words("votes")[option]), key=len, reverse=True) for option in VoteOption
}
OPTION = "(?:" + "|".join(rf"(?P<{option}>(?:{'|'.join(words)})\b)" for option, words in _WORDS_OF.items()) + ")"
"""A word for a way to vote, in a group named after it; for patterns that ignore case and have one of them."""
ANY_OPTION = "(?:" + "|".join(word for words in _WORDS_OF.values() for word in words) + r")\b"
"""The same without a group."""

_NUMBERS = {word: int(count) for count, written in pairs("votes", "numbers").items() for word in written.split()}
NUMBER_WORDS = frozenset(_NUMBERS)
NUMBER = r"(?:\d{1,3}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + r")\b"
"""A count in figures or words."""


def option_of(found: re.Match[str]) -> VoteOption:
    """Which way to vote an `OPTION` in a match names."""
    return next(option for option in VoteOption if found[option] is not None)


def number(text: str) -> int:
    """What a `NUMBER` counts, one with a space between its thousands too."""
    figures = "".join(text.split())
    return int(figures) if figures.isdigit() else _NUMBERS[text.lower()]
