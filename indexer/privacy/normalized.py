"""Normalized: a copy of a text in which every way of writing a digit, a space or a dash is one, with a way back.

    "8112\N{SOFT HYPHEN}28\N{EN DASH}9874"  ->  "811228-9874", whose fifth digit stood at 5 in the text

What is found in the copy is told as the places in the text that it stands for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

import msgspec

AROUND: Final = 96
"""Characters looked at before and after what may be a number: more than any rule asks for."""
IGNORED: Final = "\0"
"""What stands, on the way, for characters that nobody sees."""
LOOKALIKES: Final = {
    **dict.fromkeys("OoQD", "0"),
    **dict.fromkeys("lIi|", "1"),
    **dict.fromkeys("Zz", "2"),
    **dict.fromkeys("Ss", "5"),
    **dict.fromkeys("Gb", "6"),
    "B": "8",
    **dict.fromkeys("gq", "9"),
}
"""The letters that OCR makes of digits, each with its digit."""
LINE_ENDS: Final = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
DASHES: Final = "\N{MINUS SIGN}\N{HYPHEN BULLET}\N{MACRON}"
"""Signs that are printed as a dash and are none to Unicode."""


class Normalized(msgspec.Struct, frozen=True):
    """The copy, and for each of its characters where it stood in the text; None where all stand in the same place."""

    text: str
    places: tuple[int, ...] | None
    offset: int = 0

    def place(self, at: int) -> int:
        """Where a character of the copy stood in the text."""
        return self.offset + (at if self.places is None else self.places[at])


class _Plain(dict[int, str]):
    """What `str.translate` makes of each character; worked out when a character is first met."""

    def __missing__(self, code: int) -> str:
        plain = self[code] = _plain(chr(code))
        return plain


def normalized_around(text: str, what: re.Pattern[str], *, lookalikes: bool = False) -> Iterator[Normalized]:
    """A copy of each piece of a text that holds what a pattern meets; pieces that overlap are one."""
    start = end = 0
    for match in what.finditer(text):
        if end and match.start() - AROUND > end:
            yield normalized(text, start, end, lookalikes=lookalikes)
            end = 0
        start = start if end else max(0, match.start() - AROUND)
        end = match.end() + AROUND
    if end:
        yield normalized(text, start, end, lookalikes=lookalikes)


def normalized(text: str, start: int, end: int, *, lookalikes: bool) -> Normalized:
    """The copy of a piece of a text; with `lookalikes`, letters that OCR makes of digits are digits in it."""
    plain = text[start:end].translate(_PLAIN)
    if lookalikes:
        plain = plain.translate(DIGITS)
    if IGNORED not in plain:
        return Normalized(plain, None, start)
    places = tuple(at for at, character in enumerate(plain) if character != IGNORED)
    return Normalized(plain.replace(IGNORED, ""), places, start)


def _plain(character: str) -> str:
    """A digit of any script as ASCII's; a line end, a space, a dash as the usual one; what is not seen as none."""
    digit = unicodedata.decimal(character, None)
    category = unicodedata.category(character)
    if digit is not None:
        return str(digit)
    if character in LINE_ENDS:
        return "\n"
    if category == "Zs" or character == "\t":
        return " "
    if category in {"Cf", "Mn", "Me", "Cs", "Cc"}:
        return IGNORED
    return "-" if category == "Pd" or character in DASHES else character


_PLAIN: Final = _Plain()
DIGITS: Final = str.maketrans(LOOKALIKES)
