"""Folding: words compared as a reader compares them, whatever the scanner made of their letters.

A scan of "Föredragande" comes out as "Féredragande", "F6redragande" or "Fdredragande", and "Mötet" as "Motet". `fold`
brings the letters that are mistaken for one another together (å ä a; ö ó é 6 0 d o; i 1 | l), so that all four
are one word. A folded text is only for comparing: what the reader sees is always what was printed.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from indexer.minutes.words import words

INVISIBLE = frozenset("\u00ad\u0002\u200b\ufeff")
"""Soft hyphens, also as PDF writes them, and marks without width: they stand inside words and mean nothing."""

_LETTERS = str.maketrans(
    "åäàáâãæöøóòôõé60dð1i|ìíïü\u00a0\t–—‐‑−’‘´”“",
    "a" * 7 + "o" * 11 + "l" * 6 + "u  -----'''\"\"",
    "".join(map(chr, range(0x300, 0x370))) + "".join(INVISIBLE),
)
"""Letters brought together; the marks of letters that stand as characters of their own, and what is invisible, go."""
_INVISIBLE = re.compile(f"[{''.join(INVISIBLE)}]")
_DROPPED = re.compile("[\u0300-\u036f\u00ad\u0002\u200b\ufeff]")
_BROKEN_LINE = re.compile(r"[ \t]{0,20}[\u00ad\u0002][ \t]*\n\s*")
_HYPHEN_AT_LINE_END = re.compile(r"(\w{1,40})-[ \t]*\n\s*(\w{1,40})")
_EMPHASIS = re.compile(r"\*\*|__|\*(?=\w[^*]*\*)|(?<=[\w:.])\*(?!\w)")


def fold(text: str) -> str:
    """The text with confusable letters brought together, one character for each that is visible."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := c.lower()) == 1 else c for c in text)
    return lowered.translate(_LETTERS)


def unfolded_offset(text: str, offset: int) -> int:
    """Where in `text` the character stands that is at `offset` in `fold(text)`."""
    for dropped in _DROPPED.finditer(text):
        if dropped.start() > offset:
            break
        offset += 1
    return offset


def printed(text: str) -> str:
    """The text as a value: white space joined, words broken at a line's end whole again, marks of bold type gone."""
    if "\n" in text:
        text = _HYPHEN_AT_LINE_END.sub(_mended, _BROKEN_LINE.sub("", text))
    text = _INVISIBLE.sub("", text)
    return " ".join(_EMPHASIS.sub(" ", unicodedata.normalize("NFC", text)).split())


@cache
def _joining() -> frozenset[str]:
    """Words that come after the first half of two compounds: "närings- och"."""
    return frozenset(words("grammar")["joining"])


def is_one_slip_from(word: str, other: str) -> bool:
    """Whether one letter changed, lost or added makes the one the other."""
    if abs(len(word) - len(other)) > 1:
        return False
    short, long = sorted((word, other), key=len)
    same = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return short[same + 1 :] == long[same + 1 :] if len(short) == len(long) else short[same:] == long[same + 1 :]


def _mended(broken: re.Match[str]) -> str:
    """A word broken over two lines in one piece; "HR-chefer" keeps its hyphen, and "närings- och" its space."""
    first, second = broken.groups()
    if second in _joining():
        return f"{first}- {second}"
    is_compound = not second[0].islower() or any(c.isupper() or c.isdigit() for c in first[1:] or first)
    return f"{first}-{second}" if is_compound else first + second
