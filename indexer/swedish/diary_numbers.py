"""Diary numbers: a diarienummer is one number, however its year, its zeros and its signs are written.

    KS 2024/00123    KS/2024:123    KS-2024-00123    0123/24    KS202400123       all have the number 2024/123

A hyphen is taken for the sign of a reference only before three digits or more, so that 2024-04 stays a month, and a
year of two digits only after as many, so that 22/23 stays two winters and 17/5 a day in May.
"""

from __future__ import annotations

import re
from typing import Final

_YEAR_FIRST: Final = re.compile(r"((?:19|20)\d\d)(?:[/:]|-(?=\d{3}))0*(\d+)(-\d+)?")
_YEAR_LAST: Final = re.compile(r"(?=\d{3,5}/)0*(\d+)/((?:19|20)?\d\d)")
_GROWN_TOGETHER: Final = re.compile(r"[^\W\d_]{1,8}((?:19|20)\d\d)(?=\d{5,6}$)0*(\d+)")
FIRST_CENTURY: Final = 70
"""Years of two digits from here on are of the twentieth century: no register in use is older."""


def reference(word: str) -> str | None:
    """The number as year/number without zeros before it, when a word is a reference's; None for any other word."""
    if match := _YEAR_FIRST.fullmatch(word):
        return f"{match[1]}/{match[2]}{match[3] or ''}"
    if match := _YEAR_LAST.fullmatch(word):
        return f"{_full_year(match[2])}/{match[1]}"
    if match := _GROWN_TOGETHER.fullmatch(word):
        return f"{match[1]}/{match[2]}"
    return None


def _full_year(year: str) -> str:
    """The year in four digits."""
    return year if len(year) == 4 else ("19" if int(year) >= FIRST_CENTURY else "20") + year
