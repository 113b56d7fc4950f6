"""Personnummer: the numbers of persons that stand in some minutes, and are not to be spread.

A personnummer is a day of birth and four digits, the last of which is a checksum (Luhn's) over the nine before it:
"121212-1212", "19121212-1212", with "+" for those over a hundred. A samordningsnummer has 60 added to the day. Any
other row of ten digits is left alone: a number of an organization has a month over 20, a telephone number is a date
with the right checksum once in some hundreds.

What is masked keeps its length, so that every offset into the text stays true.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final, TypeVar

import msgspec

from indexer.model import Meeting

MASK: Final = "•"
SAMORDNING: Final = 60
_SIGN: Final = "-+\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}\N{MINUS SIGN}\N{SOFT HYPHEN}"
_NUMBER: Final = re.compile(
    rf"(?<![\d/])(?P<century>18|19|20)?(?P<day>\d{{6}})(?:\s?[{_SIGN}]\s?)?(?P<rest>\d{{4}})(?![\d/])"
)
T = TypeVar("T")


def found(text: str) -> Iterator[tuple[int, int]]:
    """Where personnummer stand in a text."""
    for match in _NUMBER.finditer(text):
        digits = match["day"] + match["rest"]
        if _is_a_day(match["century"], match["day"]) and _luhn(digits) == 0:
            yield match.span()


def masked(text: str) -> str:
    """The text with the digits of each personnummer masked; as long as before."""
    for start, end in found(text):
        text = text[:start] + re.sub(r"\d", MASK, text[start:end]) + text[end:]
    return text


def masked_in(value: T) -> T:
    """The same thing of the model, a meeting or a part of one, with all its texts masked; ids stay."""
    if not _NUMBER.search(msgspec.json.encode(value).decode()):
        return value
    raw = msgspec.to_builtins(value)
    changed = _masked_below(raw)
    return value if changed == raw else msgspec.convert(changed, type(value))


def count(meeting: Meeting) -> int:
    """How many personnummer stand in a meeting's minutes, as far as they were read."""
    texts = [*(item.text for item in meeting.items), *(line.text for line in meeting.unplaced)]
    return sum(1 for text in texts for _ in found(text))


def _masked_below(value: object) -> object:
    """A value of plain sequences, dictionaries and texts, with the texts masked."""
    match value:
        case str():
            return masked(value)
        case list() | tuple():
            return [_masked_below(each) for each in value]
        case dict():
            return {key: each if key == "id" else _masked_below(each) for key, each in value.items()}
    return value


def _is_a_day(century: str | None, six: str) -> bool:
    """Whether six digits are a day, or one of a samordningsnummer; without a century, of the last hundred years."""
    year, month, day = int(six[:2]), int(six[2:4]), int(six[4:])
    years = [int(century or 0) * 100 + year] if century else [1900 + year, 2000 + year]
    for candidate in years:
        try:
            date(candidate, month, day - SAMORDNING if day > SAMORDNING else day)
        except ValueError:
            continue
        return True
    return False


def _luhn(digits: str) -> int:
    """Luhn's checksum of a row of digits, 0 when the last one is right."""
    doubled = (int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(digits))
    return sum(number - 9 if number > 9 else number for number in doubled) % 10
