"""Personnummer: where the numbers of persons stand in a text, however they are written.

A personnummer is a day of birth and four digits, the last of which is a checksum (Luhn's) over the nine before it:
"121212-1212", "19121212-1212", with "+" for those over a hundred. A samordningsnummer has 60 added to the day. It is
looked for in a normalized copy of the text: ten or twelve digits, with anything between them that a writer, a scanner
or a line end may have put there. Then three questions decide:

1. Are the digits a day and its checksum? One row of ten in some hundreds is.
2. Does a group end before the last four? So "811 228-98 74" is a personnummer, and "1 811 228 987" an amount.
3. Do they stand alone? Groups in a longer row of groups are a table, a telephone number, a list of times.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from indexer.privacy.checksum import luhn
from indexer.privacy.normalized import LOOKALIKES, Normalized, normalized_around

SAMORDNING: Final = 60
SERIAL: Final = 4
"""The digits after the day."""

SPACE: Final = r"(?:[ ]{1,4}|[ ]{0,4}\n{1,2}[ ]{0,24})"
SEPARATOR: Final = rf"(?:{SPACE}?(?:[^\w\s]{{1,2}}|_){SPACE}?|{SPACE})"
_LETTERS: Final = "".join(map(re.escape, LOOKALIKES))
_START: Final = re.compile(rf"(?<!\d)(?=\d(?:{SEPARATOR}?\d){{9}})")
_NEXT_DIGIT: Final = re.compile(rf"({SEPARATOR}?)(\d)")
LENGTHS: Final = (12, 10)
_MAYBE: Final = re.compile(r"\d(?:[\W_]{0,30}\d){9}")
"""What every text has that holds ten digits in a row, and quick to look for."""
SCANNED: Final = re.compile(
    rf"[\d{_LETTERS}](?<![^\W_].)(?:(?<=\d)\d*[{_LETTERS}]|(?<!\d)[{_LETTERS}]*\d|[\d{_LETTERS}]{{5}})[\d{_LETTERS}]*(?![^\W_])"
)
"""Words that may be digits read by OCR: some digits and some letters that look like one, or six or more of either."""
_KINDS: Final = bytes(
    ord("0" if chr(code).isdecimal() else "l" if chr(code) in LOOKALIKES else " ") for code in range(256)
)
"""For each letter of Latin-1 whether it is a digit, may be one, or neither."""
_IN_SCANNED: Final = (b"0l", b"l0", b"000000", b"llllll")
_BEYOND: Final = re.compile(r"[^\x00-\xff]")
_AMOUNT: Final = re.compile(r" ?(?:kr\b|kronor|[tm]n?kr\b|[mt]?sek\b|eur|€|\$|%|procent|mil[jl])", re.IGNORECASE)
_TELEPHONE: Final = re.compile(r"(?:tel|tfn|mobil|fax|sms|ring)[^\d\n]{0,20}$", re.IGNORECASE)
_VAT: Final = re.compile(r"(?<![^\W_])SE ?(\d{10})01(?![^\W_])")
"""The VAT number of who trades in their own name is their personnummer."""
_LONG_CODE: Final = re.compile(r"\w{30,}")


class _DigitRow(NamedTuple):
    """Ten or twelve digits of a text with what stands between them: within the day, after it, within the last four."""

    text: str
    start: int
    end: int
    digits: str
    day: list[str]
    main: str
    serial: list[str]

    def before(self, letters: int) -> str:
        """What stands before it."""
        return self.text[max(0, self.start - letters) : self.start]


def numbers(text: str) -> Iterator[tuple[int, ...]]:
    """For each personnummer of a text where its digits stand."""
    for copy in normalized_around(text, _MAYBE):
        yield from (places for places, _ in _numbers_in(copy))
    for company in _VAT.finditer(text) if "SE" in text else ():
        if is_day("", company[1][:6]) and luhn(company[1]) == 0:
            yield tuple(range(*company.span(1)))
    for copy in normalized_around(text, SCANNED, lookalikes=True) if _may_be_scanned(text) else ():
        for places, row in _numbers_in(copy):
            is_one_piece = bool(row.main.strip()) or not (any(row.day) or any(row.serial))
            if is_one_piece and any(text[place] in LOOKALIKES for place in places) and _is_no_word(text, places):
                yield places


def _may_be_scanned(text: str) -> bool:
    """Whether a text has what every word has that SCANNED meets; quicker by far to look for."""
    kinds = text.encode("latin-1", "replace").translate(_KINDS)
    return any(kind in kinds for kind in _IN_SCANNED) or any(map(str.isdecimal, _BEYOND.findall(text)))


def is_day(century: str, six: str) -> bool:
    """Whether six digits are a day, or one of a samordningsnummer; without a century, of one of the last two."""
    if century not in {"", "18", "19", "20"}:
        return False
    year, month, day = int(six[:2]), int(six[2:4]), int(six[4:])
    for hundreds in (int(century),) if century else (19, 20):
        try:
            date(hundreds * 100 + year, month, day - SAMORDNING if day > SAMORDNING else day)
        except ValueError:
            continue
        return True
    return False


def _numbers_in(copy: Normalized) -> Iterator[tuple[tuple[int, ...], _DigitRow]]:
    """Each personnummer of the copy, and where its digits stood in the text."""
    at = 0
    while start := _START.search(copy.text, at):
        at = start.start() + 1
        places, between = _digits_from(copy.text, start.start())
        for length in LENGTHS:
            row = _row(copy.text, places[:length], between[: length - 1])
            if len(places) >= length and not copy.text[row.end : row.end + 1].isdecimal() and _is_number(row):
                yield tuple(map(copy.place, places[:length])), row
                at = row.end
                break


def _digits_from(text: str, start: int) -> tuple[list[int], list[str]]:
    """Where the digits that follow one another stand, no more than the longest row has, and what is between them."""
    places, between = [start], []
    while len(places) < max(LENGTHS) and (match := _NEXT_DIGIT.match(text, places[-1] + 1)):
        between.append(match[1])
        places.append(match.start(2))
    return places, between


def _row(text: str, places: list[int], between: list[str]) -> _DigitRow:
    """Some digits and what stands between them as a row."""
    return _DigitRow(
        text=text,
        start=places[0],
        end=places[-1] + 1,
        digits="".join(text[place] for place in places),
        day=between[:-SERIAL],
        main=between[-SERIAL],
        serial=between[-SERIAL + 1 :],
    )


def _is_number(row: _DigitRow) -> bool:
    """Whether a row of digits is a personnummer, by its digits, its groups and what stands around it."""
    century, ten = row.digits[:-10], row.digits[-10:]
    if not (is_day(century, ten[:6]) and luhn(ten) == 0):
        return False
    breaks = [sign for sign in (*row.day, *row.serial) if sign]
    if not breaks:
        return bool(row.main.strip()) or _is_whole(row)
    if len(breaks) == 1 and "\n" in breaks[0] and breaks[0].strip() in {"", "-"} and (row.main.strip() or not row.main):
        return bool(row.main) or _is_apart(row, " ")
    return bool(row.main) and _is_grouped(row) and not _AMOUNT.match(row.text, row.end)


def _is_whole(row: _DigitRow) -> bool:
    """Whether digits without a sign are a number of their own: no amount, decimal, telephone number, date or code."""
    after = row.text[row.end : row.end + 2]
    if _AMOUNT.match(row.text, row.end) or re.match(r"[-/:]\d", after):
        return False
    if row.main:
        return True
    if re.search(r"\d[.,:/]$", row.before(2)) or re.match(r"[.,]\d", after):
        return False
    if row.digits[0] == "0" and _TELEPHONE.search(row.before(30)):
        return False
    around = _LONG_CODE.finditer(row.text, max(0, row.start - 64), row.end + 64)
    return not any(code.start() <= row.start < code.end() for code in around)


def _is_grouped(row: _DigitRow) -> bool:
    """Whether the groups are those of a personnummer: alike, not those of a telephone number, and none beside them."""
    day = {sign.strip() for sign in row.day if sign}
    serial = {sign.strip() for sign in row.serial if sign}
    main = row.main.strip()
    each_apart = all((*row.day, *row.serial))
    if len(day | serial) > 1 or (any(day) and any(serial) and not each_apart):
        return False
    if any(day) and day != {main} and not each_apart and not _is_written_as_date(row):
        return False
    if _looks_like_a_telephone(row):
        return False
    if main and not any(day) and not serial:
        return True
    if day and re.match(r"[-/:.]\d", row.text[row.end : row.end + 2]):
        return False
    return _is_apart(row, next(iter(day | serial)) or " ", left=bool(day))


def _is_written_as_date(row: _DigitRow) -> bool:
    """Whether the day's year, month and day are apart: 1981-12-28."""
    return [bool(sign) for sign in row.day[-4:]] == [True, False, True, False]


def _looks_like_a_telephone(row: _DigitRow) -> bool:
    """Whether the first group is an area code: 070, 0411, or 08 before what may follow it, which begins with no 0."""
    between = (*row.day, row.main)
    first = next(at for at, sign in enumerate(between, 1) if sign)
    return row.digits[0] == "0" and (first in {3, 4} or (row.digits[:first] == "08" and row.digits[2] != "0"))


def _is_apart(row: _DigitRow, sign: str, *, left: bool = True) -> bool:
    """Whether no other digits stand beside a row, with the same sign between."""
    beside = re.escape(sign[-1])
    if left and re.search(rf"\d{beside}$", row.before(2)):
        return False
    return not re.match(rf"{beside}\d", row.text[row.end : row.end + 2])


def _is_no_word(text: str, places: tuple[int, ...]) -> bool:
    """Whether letters taken for digits are no part of a longer word."""
    around = text[max(0, places[0] - 1) : places[0]] + text[places[-1] + 1 : places[-1] + 2]
    return not any(letter.isalnum() for letter in around)
