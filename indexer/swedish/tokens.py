"""Tokens: where words begin and end, whatever stands between their letters.

A word is what a reader would search for as one: `IT-säkerhet`, `E:on`, `C++`, `1,5`, `2024/00123`, `§ 45`, `t.ex.`.
Two words with a slash between them are two, and so are the letters and the number of a reference (`KS-2024-00123`).
Characters that no one sees (soft hyphens, zero-width marks) belong to the
word they stand in and are left out of it, and a word that goes on after a line's end is one word:

    bostads-
    försörjning        is  bostadsförsörjning, and in case the hyphen was meant, bostads-försörjning
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

LONGEST_TERM = 100
"""A longer word is cut: no Swedish word is as long, and one of megabytes is a slip of the reader."""

INVISIBLE = "\u00ad\u0002\u200b\u200c\u200d\u2060\ufeff"
"""Soft hyphens, one of them as PDF readers write it, and characters of no width."""
LIGATURES = {ord(c): unicodedata.normalize("NFKC", c) for c in "ﬀﬁﬂﬃﬄﬅﬆ"}
_CLEANING = LIGATURES | dict.fromkeys(map(ord, INVISIBLE)) | {ord("’"): "'", ord("‐"): "-", ord("‑"): "-"}

_LETTERS = rf"[^\W_](?:[^\W_]+|[\u0300-\u036f{INVISIBLE}]+)*"
_BROKEN = (
    rf"(?:-|(?<=[{INVISIBLE}]))[ \t]*\r?\n\s*(?!(?:och|eller|samt|respektive|resp|men)\b)(?=[^\W\d_])(?=[a-zåäöé])"
)
WORD = re.compile(
    rf"""
      [^\W\d_]{{2,}}(?=[ \n,;)])                           # most words, found fast
    | §+[ \t]*\d+                                        # § 45
    | [^\W\d_](?:\+\+|\#)(?!\w)                          # C++
    | (?:[^\W\d_]{{1,3}}\.){{1,3}}[^\W\d_]{{1,3}}\b(?![-:@])   # t.ex, fr.o.m
    | \d+(?:[.,:/–-]\d+)+(?![^\W_])                      # 1,5  2024-04-19  2024/00123
    | [^\W\d_]{{1,8}}+(?=-?(?:19|20)\d\d(?:[/:]\d|-\d{{3}}))  # the KS of KS2024/00123 and KS-2024-00123
    | {_LETTERS}(?:(?:[-‐‑:'’]|{_BROKEN}){_LETTERS})*(?:&(?![\w&;]))?
    """,
    re.VERBOSE,
)
PIECE = re.compile(rf"-?[ \t]*\r?\n\s*|[{INVISIBLE}]|.(?:[{INVISIBLE}]*[\u0300-\u036f]+)*", re.DOTALL)
"""A letter with its marks, an invisible character, or the end of a line with what precedes it."""


class WrittenWord(NamedTuple):
    """A word as it stands in the text."""

    start: int
    end: int
    text: str


def written_words(text: str) -> Iterator[WrittenWord]:
    """The words of a text in order."""
    for match in WORD.finditer(text):
        yield WrittenWord(match.start(), match.end(), match.group())


def readings(text: str) -> tuple[str, ...]:
    """What a written word says, in small letters; two readings for one that is broken at the end of a line."""
    if not text:
        return ("",)
    if text.isascii() and text.isalnum():
        return (text[:LONGEST_TERM].lower(),)
    broken = re.split(r"[ \t]*\r?\n\s*", text)
    if text[0] == "§":
        return ("§" + "".join(c for c in text if c.isdigit())[:LONGEST_TERM],)
    if len(broken) == 1:
        return (_clean(text),)
    joined = _clean("".join(part.rstrip("-") for part in broken[:-1]) + broken[-1])
    hyphened = _clean("".join(broken))
    return (joined,) if joined == hyphened else (joined, hyphened)


def _clean(text: str) -> str:
    composed = unicodedata.normalize("NFC", text[: 4 * LONGEST_TERM].translate(_CLEANING))
    return composed.lower()[:LONGEST_TERM]


def letter_offsets(text: str, reading: str) -> list[int]:
    """For each letter of a reading of the written word its place in the text, and at last the text's length."""
    found: list[int] = []
    keeps_hyphen = reading != readings(text)[0]
    for match in PIECE.finditer(text):
        if len(found) >= len(reading):
            break
        piece = match.group()
        if "\n" in piece:
            found.extend([match.start()] * (keeps_hyphen and piece[0] == "-"))
        elif piece not in INVISIBLE:
            found.extend([match.start()] * len(_clean(piece)))
    return [*found, len(text)]
