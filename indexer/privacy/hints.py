"""Hints: whether a text may hold anything to mask at all: quick to tell, and never no where there is something.

Most texts hold nothing, and those that leave the program are many. The letters that texts usually have are a byte each
in the code page 1252, and of those bytes three questions are asked:

    are there ten digits in a row, with or without signs between them, that are a day and its checksum?
    are there such, if the letters that OCR makes of digits are digits?
    is there a word that tells of a birthday?

A text with other letters, such as those that no one sees, may hold anything.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from indexer.privacy.checksum import luhn
from indexer.privacy.normalized import LOOKALIKES

_CODE_PAGE: Final = "cp1252"
_LATIN: Final = "\t\n\r" + "".join(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0xAD), *range(0xAE, 0x100))))
_USUAL: Final = f"{_LATIN}–—’‘“”„…•€"
"""Letters that stand in a normalized copy where they stand in the text, and are one letter in small letters too."""
_LATIN_BYTES: Final = _LATIN.encode("latin-1")
_USUAL_BYTES: Final = _USUAL.encode(_CODE_PAGE)
_LETTERS: Final = bytes(range(256)).decode(_CODE_PAGE, "replace")
"""What each byte stands for."""


def _rows(digits: Mapping[str, str]) -> tuple[bytes, bytes]:
    """For each byte the digit that it is, or is taken for, and "a" for other letters; and what parts no digits."""
    signs = (byte for byte, letter in enumerate(_LETTERS) if not letter.isalnum() and letter not in digits)
    return "".join(each if each.isdecimal() else digits.get(each, "a") for each in _LETTERS).encode(), bytes(signs)


_PRINTED: Final = _rows({})
_SCANNED: Final = _rows(LOOKALIKES)
_KINDS: Final = bytes(ord("0" if each.isdecimal() else "l" if each in LOOKALIKES else " ") for each in _LETTERS)
"""For each byte whether it is a digit, may be one, or neither."""
_IN_SCANNED: Final = (b"0l", b"l0", b"000000", b"llllll")
"""What every word has that may be digits read by OCR, as `_KINDS`."""
_SMALL: Final = _LETTERS.lower().encode(_CODE_PAGE, "replace")
_DAY: Final = re.compile(rb"[0-9](?=([0-9](?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]|6[1-9]|[78][0-9]|9[01])[0-9]{4}))")
"""Ten digits that begin with a year, a month and a day, or a day of a samordningsnummer."""
_TOLD: Final = re.compile(
    rb"f(?:[\xf6o\xf80-9]d(?:d|t|else|[.])|[.][ \t\xa0]?(?:den[ \t\xa0])?[0-9])"
    rb"|p(?:ers(?:on|[.])?[^a-z0-9]?n|[^a-z0-9]{0,2}nr)|samordnings?[^a-z0-9]?n"
)
"""What every text has, in small letters, in which a word tells of birthdays."""


def may_hold(text: str) -> bool:
    """Whether a text may hold a personnummer or a birthday."""
    plain = _plain(text)
    if plain is None or _has_number(plain.translate(*_PRINTED)):
        return True
    kinds = plain.translate(_KINDS)
    if any(kind in kinds for kind in _IN_SCANNED) and _has_number(plain.translate(*_SCANNED)):
        return True
    return _TOLD.search(plain.translate(_SMALL)) is not None


def may_tell_birthdays(text: str) -> bool:
    """Whether a text may tell of a birthday."""
    plain = _plain(text)
    return plain is None or _TOLD.search(plain.translate(_SMALL)) is not None


def _plain(text: str) -> bytes | None:
    """A text of usual letters, a byte for each; None for any other."""
    for code, usual in (("latin-1", _LATIN_BYTES), (_CODE_PAGE, _USUAL_BYTES)):
        try:
            plain = text.encode(code)
        except UnicodeEncodeError:
            continue
        return None if plain.translate(None, usual) else plain
    return None


def _has_number(rows: bytes) -> bool:
    """Whether ten digits in a row are a day and its checksum."""
    return any(luhn((day[0] + day[1]).decode()) == 0 for day in _DAY.finditer(rows))
