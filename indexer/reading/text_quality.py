"""Text quality: whether a text layer is words, or the rubble that a PDF without letter names leaves.

Some PDFs draw the right shapes and give them the wrong letters: "Protokoll" is read as "3URWRNROO", or as a row of
signs. A word can be read when it is spelled as words are: letters of one case, or a capital first, and a vowel among
them. Where less than half of the words can be read, the picture of the page tells more than its text.
"""

from __future__ import annotations

import re

LEAST_SHARE = 0.5
"""The share of readable words below which a text layer is not used."""

ENOUGH_WORDS = 60
"""A page of so many words without a single one of the most common is in no language that minutes are written in."""

_COMMON = frozenset(
    (
        "och",
        "att",
        "på",
        "pa",
        "den",
        "det",
        "som",
        "en",
        "av",
        "för",
        "for",
        "till",
        "är",
        "med",
        "om",
        "the",
        "of",
    )
)
_WORD = re.compile(r"[^\s/–-]+")
_EDGES = "().,:;!?\"'”’“‘»«•*[]…"
_FIGURES = re.compile(r"[\d.,:;§%()+]+|§+|[a-zA-Z]{1,3}\d+|\d+[a-zA-Z]{1,3}")
_SPELLED = re.compile(r"(?:[A-ZÅÄÖÉÜ]?[a-zåäöéüèáàæøß’']*|[A-ZÅÄÖÉÜ]+s?)")
_VOWEL = re.compile("[aeiouyåäöéü]", re.IGNORECASE)
_ADDRESS = re.compile(r"\S+@\S+|\S+\.(?:se|com|org|nu)\b|www\.\S+")


def legible(text: str) -> bool:
    """Whether most words of the text are words; a text without any is not."""
    words = [word.strip(_EDGES) for word in _WORD.findall(_ADDRESS.sub("", text))]
    words = [word for word in words if word and not _FIGURES.fullmatch(word)]
    if not words or sum(map(readable, words)) < LEAST_SHARE * len(words):
        return False
    return len(words) < ENOUGH_WORDS or any(word.lower() in _COMMON for word in words)


def readable(word: str) -> bool:
    """Whether a word is spelled as words are, or is an abbreviation."""
    return _SPELLED.fullmatch(word) is not None and (len(word) <= 3 or _VOWEL.search(word) is not None)
