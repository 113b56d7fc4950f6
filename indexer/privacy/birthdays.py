"""Birthdays: days that are told to be somebody's: near *personnummer*, *född* and their like a day alone is enough.

    "född den 28 december 1981", "pnr 811228-XXXX", "(f. 1981-12-28)", "28/12 1981 (personnummer)"

What follows the day like the last four digits of a personnummer belongs to it, whatever its checksum.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from indexer.privacy.hints import may_tell_birthdays
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
_SERIAL: Final = rf"(?:{SEPARATOR}?(?:[\dxX*•#?_]{{4}}|[A-Za-zÅÄÖ]{{1,2}}\d{{2,3}})(?!\w|[-/.]\d\d?[-/.]\d))?"
_BIRTHDAY: Final = re.compile(rf"(?<!\d)(?:{_IN_WORDS}|{_DAY_FIRST}|{_DIGITS}){_SERIAL}", re.IGNORECASE)
_CUE: Final = re.compile(rf"(?P<number>{_NUMBER})|{_BORN}", re.IGNORECASE)
_BEFORE_A_CUE: Final = re.compile(r"[ ]?[(][ ]?\Z")
_GAP: Final = re.compile(r"(?:[^\d.;\n]|\n(?!\n)){0,30}?(?=\d)")
_NARROW_GAP: Final = re.compile(r"(?:[^\w\n]|\n(?!\n)){0,6}(?:(?:är|den)[ ]){0,2}(?=\d)", re.IGNORECASE)
_SIGNS: Final = re.compile(r"[^\w\n]{0,4}")
_NEXT: Final = re.compile(r"(?:[ ]?[,;/&][ ]?|[ ](?:och|samt|resp[.]?|respektive)[ ])(?=\d)")
_MAYBE: Final = re.compile(
    rf"(?:n[.]?r|num(?:mer|ret)|f..?d[dte.]|\bf[.])[^\d.;\n]{{0,30}}(?:[\W\d_]|och|samt|resp(?:ektive)?|{_MONTH})*",
    re.IGNORECASE,
)
"""A word that may tell of birthdays, with all of a list of days behind it."""


def birthdays(text: str) -> Iterator[tuple[int, ...]]:
    """For each day that a text tells to be somebody's where its digits stand."""
    return all_told(text) if may_tell_birthdays(text) else iter(())


def all_told(text: str) -> Iterator[tuple[int, ...]]:
    """The same, of whatever text."""
    for copy in normalized_around(text, _MAYBE):
        scanned = copy.text.translate(DIGITS)
        for cue in _CUE.finditer(copy.text):
            yield from (_digits(copy, day) for day in (*_after(cue), *_before(cue)))
            signs = _SIGNS.match(scanned, cue.end())
            if signs and (day := _BIRTHDAY.match(scanned, signs.end())) and _is_birthday(day):
                yield _digits(copy, day)


def _after(cue: re.Match[str]) -> Iterator[re.Match[str]]:
    """The birthdays that follow a word that tells of them.

    With other words between, *personnummer* tells only of a day that is printed as in one: it may be treated that day.
    """
    text = cue.string
    gap = (_NARROW_GAP.match(text, cue.end()) if cue["number"] else None) or _GAP.match(text, cue.end())
    while gap and (day := _BIRTHDAY.match(text, gap.end())) and _is_birthday(day):
        is_apart = cue["number"] and gap.re is _GAP
        if is_apart and not (day["row"] or "").isdecimal():
            return
        yield day
        gap = _NEXT.match(text, day.end())


def _before(cue: re.Match[str]) -> Iterator[re.Match[str]]:
    """The birthday that a word after it, in parentheses, tells of."""
    text = cue.string
    start = max(0, cue.start() - LONGEST_DAY)
    bracket = _BEFORE_A_CUE.search(text, start, cue.start())
    for day in _BIRTHDAY.finditer(text, start, bracket.start()) if bracket else ():
        if bracket and day.end() == bracket.start() and _is_birthday(day):
            yield day


def _is_birthday(day: re.Match[str]) -> bool:
    """Whether a row of digits is a day; what is written with a month or a year of four digits is one."""
    digits = "".join(filter(str.isdigit, day["row"] or ""))
    return not digits or is_day(digits[:-6], digits[-6:])


def _digits(copy: Normalized, day: re.Match[str]) -> tuple[int, ...]:
    """Where the digits of a day stood in the text."""
    return tuple(copy.place(at) for at in range(day.start(), day.end()) if day.string[at].isdigit())
