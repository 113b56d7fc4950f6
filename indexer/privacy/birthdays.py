"""Birthdays: days that are told to be somebody's: near *personnummer*, *född* and their like a day alone is enough.

    "född den 28 december 1981", "pnr 811228-XXXX", "(f. 1981-12-28)", "28/12 1981 (personnummer)"

What follows the day like the last four digits of a personnummer belongs to it, whatever its checksum.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from indexer.privacy.normalized import DIGITS, Normalized, normalized_around
from indexer.privacy.personnummer import SEPARATOR, is_day

LONGEST_DAY: Final = 40
"""Characters that a day takes at most, with what may follow it."""
_NUMBER: Final = (
    r"(?<![^\W\d_])(?:(?:pers(?:on|[.])?|samordnings?)[ -]?(?:num(?:mer|ret)|nr|n[.]r)|p[.-]?[ ]?nr)\w*[.]?"
)
_BORN: Final = (
    r"(?<![^\W\d_])f(?:[öoø0]d(?:da?\b|t\b|else(?:datum|dag|tid|data|nummer|nr|år)\w*|(?=[.]))"
    r"|(?=[.][ ]?(?:den[ ])?\d))[.]?"
)
_MONTH: Final = r"(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[^\W\d_]{0,6}[.]?"
_YEAR: Final = r"(?:[']?\d{2}|(?:18|19|20)\d{2})"
_IN_WORDS: Final = rf"\d{{1,2}}(?:[:]?[ae])?[ ]?{SEPARATOR}?(?:{_MONTH}|i[ ]{_MONTH})[ ]?,?[ ]?(?:år[ ])?{_YEAR}(?!\d)"
_DAY_FIRST: Final = r"\d{1,2}(?P<sign>[ ]?[-/. ][ ]?)\d{1,2}[ ]?[-/. ]?[ ]?(?:18|19|20)\d{2}(?!\d)"
_DIGITS: Final = rf"(?P<row>\d(?:{SEPARATOR}?\d){{7}}(?!\d)|\d(?:{SEPARATOR}?\d){{5}}(?!\d))"
_SERIAL: Final = rf"(?:{SEPARATOR}?(?:[\dxX*•#?_]{{4}}|[A-Za-zÅÄÖ]{{1,2}}\d{{2,3}})(?!\w))?"
_DAY: Final = rf"(?<!\d)(?:{_IN_WORDS}|{_DAY_FIRST}|{_DIGITS})"
_NEXT: Final = r"(?:[ ]?[,;/&][ ]?|[ ](?:och|samt|resp[.]?|respektive)[ ])"
_GAP: Final = r"(?:[^\d.;\n]|\n(?!\n)){0,30}?"
_TOLD: Final = re.compile(
    rf"(?:{_BORN}{_GAP}|{_NUMBER}(?:[^\w\n]|\n(?!\n)){{0,6}}(?:(?:är|den)[ ]){{0,2}})(?={_DAY})", re.IGNORECASE
)
_NUMBER_TOLD: Final = re.compile(rf"{_NUMBER}{_GAP}(?=(?<!\d)(?:\d{{6}}|\d{{8}})(?!\d))", re.IGNORECASE)
"""With words between *personnummer* and a day it is a birthday when it is printed as in a personnummer."""
_TOLD_DIRECTLY: Final = re.compile(rf"(?:{_BORN}|{_NUMBER})[^\w\n]{{0,4}}", re.IGNORECASE)
_TOLD_AFTER: Final = re.compile(rf"[ ]?[(][ ]?(?:{_BORN}|{_NUMBER})", re.IGNORECASE)
_BIRTHDAY: Final = re.compile(rf"{_DAY}{_SERIAL}", re.IGNORECASE)
_BIRTHDAY_BEFORE: Final = re.compile(rf"{_DAY}{_SERIAL}\Z", re.IGNORECASE)
_NEXT_ONE: Final = re.compile(rf"{_NEXT}(?={_DAY})", re.IGNORECASE)
_MAYBE: Final = re.compile(r"n[.]?r|num(?:mer|ret)|f..?d[dte.]|\bf[.]", re.IGNORECASE)


def birthdays(text: str) -> Iterator[tuple[int, ...]]:
    """For each day that a text tells to be somebody's where its digits stand."""
    for copy in normalized_around(text, _MAYBE):
        yield from (_digits(copy, day) for day in _birthdays_in(copy.text))
        scanned = copy.text.translate(DIGITS)
        for cue in _TOLD_DIRECTLY.finditer(copy.text):
            if (day := _BIRTHDAY.match(scanned, cue.end())) and _is_birthday(day):
                yield _digits(copy, day)


def _birthdays_in(text: str) -> Iterator[re.Match[str]]:
    """Each birthday of a normalized text."""
    for cue in (*_TOLD.finditer(text), *_NUMBER_TOLD.finditer(text)):
        at: int | None = cue.end()
        while at is not None and (day := _BIRTHDAY.match(text, at)) and _is_birthday(day):
            yield day
            following = _NEXT_ONE.match(text, day.end())
            at = following.end() if following else None
    for cue in _TOLD_AFTER.finditer(text):
        day = _BIRTHDAY_BEFORE.search(text, max(0, cue.start() - LONGEST_DAY), cue.start())
        if day and _is_birthday(day):
            yield day


def _is_birthday(day: re.Match[str]) -> bool:
    """Whether a row of digits is a day; what is written with a month or a year of four digits is one."""
    digits = "".join(filter(str.isdigit, day["row"] or ""))
    return not digits or is_day(digits[:-6], digits[-6:])


def _digits(copy: Normalized, day: re.Match[str]) -> tuple[int, ...]:
    """Where the digits of a day stood in the text."""
    return tuple(copy.place(at) for at in range(day.start(), day.end()) if day.string[at].isdigit())
