"""Options: the words that name a way to vote, and the numbers that stand beside them."""

from __future__ import annotations

import re
from pathlib import Path

from indexer.minutes.people.word_lists import entries, keyed
from indexer.model import VoteOption

WORDS = Path(__file__).with_name("words")


def _pattern(word: str) -> str:
    """A word of a list as a pattern: a hyphen may be missing or be a space, a * is any ending."""
    pattern = re.escape(word.removesuffix("*")).replace(r"\-", r"[-–\s]?").replace(r"\ ", r"\s+")
    return pattern + (r"\w*" if word.endswith("*") else "")


_WORDS_OF = {
    VoteOption(option): sorted((_pattern(word) for word in words.split(", ")), key=len, reverse=True)
    for option, words in keyed(WORDS / "sides.txt").items()
}
OPTION = "(?:" + "|".join(rf"(?P<{option}>(?:{'|'.join(words)})\b)" for option, words in _WORDS_OF.items()) + ")"
"""A word for a way to vote, in a group named after it; for patterns that ignore case and have one of them."""
ANY_OPTION = "(?:" + "|".join(word for words in _WORDS_OF.values() for word in words) + r")\b"
"""The same without a group."""

_ENTRIES = [entry.split() for entry in entries(WORDS / "numbers.txt")]
_NUMBERS = {word: int(number) for number, *words in _ENTRIES for word in words}
NUMBER = r"(?:\d{1,3}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + r")\b"
"""A count in figures or words."""


def option_of(found: re.Match[str]) -> VoteOption:
    """Which way to vote an `OPTION` in a match names."""
    return next(option for option in VoteOption if found[option] is not None)


def number(text: str) -> int:
    """What a `NUMBER` counts."""
    return int(text) if text.isdigit() else _NUMBERS[text.lower()]
