"""Dates as people type them: 2024, maj 2024, 17/5 2024, igår, förra året, hösten 2023, 2024-03..2024-06.

A typed date is a period, a first and a last day: "maj 2024" is a month. What is said without a year ("17/5", "i maj")
is the latest that has begun, for minutes are about what has been. `_FORMS` is the whole list of forms, in the order
they are tried; a range is two periods, from the first day of one to the last day of the other.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable
from functools import cache
from typing import Final, TypeAlias

from indexer.errors import BadQuestion

Period: TypeAlias = tuple[datetime.date, datetime.date]
Span: TypeAlias = tuple[str | None, str | None]

EXAMPLES: Final = ("2024", "2024-05", "2024-05-17", "17/5 2024", "maj 2024", "igår", "2024-03..2024-06")
FIRST: Final = "1800-01-01"
LAST: Final = "2199-12-31"
"""The days that a typed year can be of; a "senaste 999 åren" that goes beyond is no date."""
LONGEST: Final = 60
"""The most characters a date may have: "från och med den 17 september 2024 till och med den 17 oktober 2024" is longer
than anyone types."""
MOST_WORDS: Final = 8
"""The most words tried for a date in a question: "från och med 17 maj till 3 juni" has eight."""

MONTHS: Final = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
]
_SHORT: Final = {name[:3]: number for number, name in enumerate(MONTHS, 1)} | {"sept": 9}
_MONTH_NUMBER: Final = {name: number for number, name in enumerate(MONTHS, 1)} | _SHORT
SEASONS: Final = {"vår": 3, "våren": 3, "sommar": 6, "sommaren": 6, "höst": 9, "hösten": 9}
"""The month that each season begins with, of the three it lasts, as SMHI divides the year; for winter, see _winter."""
_ORDINALS: Final = {"första": 1, "andra": 2, "tredje": 3, "fjärde": 4}
_UNITS: Final = {"dag": 1, "veck": 7}
_COUNTS: Final = {"två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "tio": 10, "tolv": 12}

Y = r"(?P<y>(?:1[89]|20|21)\d\d)"
YY = r"(?:(?P<y>(?:1[89]|20|21)\d\d)|['’-]?(?P<yy>\d\d))"
M = r"(?P<m>0?[1-9]|1[0-2])"
MM = r"(?P<m>0[1-9]|1[0-2])"
D = r"(?P<d>\d{1,2})"
NAME = rf"(?P<name>{'|'.join(sorted(_MONTH_NUMBER, key=len, reverse=True))})\.?"
SEASON = rf"(?P<season>{'|'.join(sorted(SEASONS, key=len, reverse=True))})"


def read_date(text: str, *, today: datetime.date) -> Span:
    """The first and the last day, as ISO dates, of a typed date or range; None where it is open or nothing is typed.

    BadQuestion when it is no date, or one that no calendar has.
    """
    typed = " ".join(text.split())
    if not typed:
        return None, None
    span = span_of(typed, today)
    if span is None:
        shown = typed.encode("utf-8", "replace").decode()[:LONGEST]
        raise BadQuestion("date", "question.no_date", typed=shown, examples=EXAMPLES)
    return span


def span_of(text: str, today: datetime.date) -> Span | None:
    """The first and the last day of a date or range; None when the text is neither."""
    if len(text) > LONGEST:
        return None
    text = " ".join(unicodedata.normalize("NFC", text).lower().split()).strip(" ,;")
    text = text if text.endswith("..") else text.removesuffix(".")
    try:
        period = _period(text, today)
        span = (period[0].isoformat(), period[1].isoformat()) if period else _open(text, today) or _range(text, today)
    except (ValueError, OverflowError):  # the calendar has no such day: 31 February, or before year 1
        return None
    return span if span and all(day is None or FIRST <= day <= LAST for day in span) else None


def longest_date(text: str, start: int, today: datetime.date) -> tuple[Span, int] | None:
    """The longest date that begins at `start`, and where it ends; None when none begins there."""
    ends = [match.end() for match in re.finditer(r'[^\s()"”“„»«]+', text[start : start + LONGEST])][:MOST_WORDS]
    stop = re.search(r'[()"”“„»«]', text[start : start + LONGEST])
    for end in reversed(ends):
        if stop is None or end <= stop.start():
            span = span_of(text[start : start + end], today)
            if span is not None:
                return span, start + end
    return None


# Periods: each form with what it means


def _year(y: int) -> Period:
    return datetime.date(y, 1, 1), datetime.date(y, 12, 31)


def _months(y: int, first: int, count: int = 1) -> Period:
    last = first + count - 1
    y_last, last = y + (last - 1) // 12, (last - 1) % 12 + 1
    return datetime.date(y, first, 1), datetime.date(y_last, last, monthrange(y_last, last)[1])


def _day(y: int, m: int, d: int) -> Period:
    day = datetime.date(y, m, d)
    return day, day


def _ago(today: datetime.date, days: int) -> Period:
    day = today - datetime.timedelta(days)
    return day, day


def _week(monday: datetime.date) -> Period:
    return monday, monday + datetime.timedelta(6)


def _month_back(today: datetime.date, back: int) -> Period:
    at = today.year * 12 + today.month - 1 - back
    return _months(at // 12, at % 12 + 1)


def _winter(y: int) -> Period:
    return _months(y - 1, 12, 3)


def _latest(today: datetime.date, make: Callable[[int], Period]) -> Period:
    """The latest year's period of those that have begun."""
    period = make(today.year)
    return period if period[0] <= today else make(today.year - 1)


def _full_year(match: re.Match[str], today: datetime.date) -> int:
    """The year of a match, two digits being of this century unless that lies ahead."""
    if match["y"]:
        return int(match["y"])
    year = today.year // 100 * 100 + int(match["yy"])
    return year if year <= today.year + 1 else year - 100


def _of_month(match: re.Match[str]) -> int:
    return _MONTH_NUMBER[match["name"]]


def _last_so_many(match: re.Match[str], today: datetime.date) -> Period:
    """Up to today: "senaste 30 dagarna", "senaste tre månaderna", "senaste året"."""
    count = _COUNTS.get(match["n"]) or int(match["n"]) if match["n"] else 1
    unit = match["unit"]
    for name, days in _UNITS.items():
        if unit.startswith(name):
            return today - datetime.timedelta(count * days), today
    months = count * (12 if unit.startswith("år") else 1)
    at = today.year * 12 + today.month - 1 - months
    year, month = at // 12, at % 12 + 1
    return datetime.date(year, month, min(today.day, monthrange(year, month)[1])), today


_DateReading: TypeAlias = Callable[[re.Match[str], datetime.date], Period]

_FORMS: Final[tuple[tuple[str, _DateReading], ...]] = (
    (Y, lambda f, _: _year(int(f["y"]))),
    (rf"{Y}[-/.]{M}", lambda f, _: _months(int(f["y"]), int(f["m"]))),
    (rf"{Y}[-/.]{M}[-/.]{D}", lambda f, _: _day(int(f["y"]), int(f["m"]), int(f["d"]))),
    (rf"{Y}{MM}(?P<d>\d\d)", lambda f, _: _day(int(f["y"]), int(f["m"]), int(f["d"]))),
    (rf"{M}/{Y}", lambda f, _: _months(int(f["y"]), int(f["m"]))),
    (rf"(?:den )?{D}[/.]{M}[-/. ] ?{YY}", lambda f, t: _day(_full_year(f, t), int(f["m"]), int(f["d"]))),
    (rf"{D}-{M}-{Y}", lambda f, _: _day(int(f["y"]), int(f["m"]), int(f["d"]))),
    (rf"(?:den )?{D}/{M}", lambda f, t: _latest(t, lambda y: _day(y, int(f["m"]), int(f["d"])))),
    (rf"(?:den )?{D}(?::?e|:?a)? {NAME},? {YY}", lambda f, t: _day(_full_year(f, t), _of_month(f), int(f["d"]))),
    (rf"(?:den )?{D}(?::?e|:?a)? {NAME}", lambda f, t: _latest(t, lambda y: _day(y, _of_month(f), int(f["d"])))),
    (
        rf"(?:den )?(?P<a>\d{{1,2}}) ?[-–] ?{D} {NAME} {YY}",
        lambda f, t: (
            _day(_full_year(f, t), _of_month(f), int(f["a"]))[0],
            _day(_full_year(f, t), _of_month(f), int(f["d"]))[0],
        ),
    ),
    (rf"(?:i )?{NAME} {YY}", lambda f, t: _months(_full_year(f, t), _of_month(f))),
    (rf"(?:i )?{NAME}", lambda f, t: _latest(t, lambda y: _months(y, _of_month(f)))),
    (rf"{SEASON} {Y}", lambda f, _: _months(int(f["y"]), SEASONS[f["season"]], 3)),
    (SEASON, lambda f, t: _latest(t, lambda y: _months(y, SEASONS[f["season"]], 3))),
    (rf"vintern? {Y}", lambda f, _: _winter(int(f["y"]))),
    ("vintern?", lambda _, t: _latest(t, _winter)),
    (rf"(?:vt|vårterminen) ?{YY}", lambda f, t: _months(_full_year(f, t), 1, 6)),
    (rf"(?:ht|höstterminen) ?{YY}", lambda f, t: _months(_full_year(f, t), 7, 6)),
    (rf"(?:q|kvartal |kv\.? ?)(?P<q>[1-4])[ -]{Y}", lambda f, _: _months(int(f["y"]), int(f["q"]) * 3 - 2, 3)),
    (rf"{Y}[ -]?q(?P<q>[1-4])", lambda f, _: _months(int(f["y"]), int(f["q"]) * 3 - 2, 3)),
    (
        rf"(?P<q>första|andra|tredje|fjärde) kvartalet {Y}",
        lambda f, _: _months(int(f["y"]), _ORDINALS[f["q"]] * 3 - 2, 3),
    ),
    (rf"(?P<q>första|andra) halvåret {Y}", lambda f, _: _months(int(f["y"]), _ORDINALS[f["q"]] * 6 - 5, 6)),
    (
        rf"(?:vecka|v\.?) ?(?P<w>\d\d?),? {Y}",
        lambda f, _: _week(datetime.date.fromisocalendar(int(f["y"]), int(f["w"]), 1)),
    ),
    (rf"{Y}-?[wv](?P<w>\d\d)", lambda f, _: _week(datetime.date.fromisocalendar(int(f["y"]), int(f["w"]), 1))),
    (
        r"(?:vecka|v\.?) ?(?P<w>\d\d?)",
        lambda f, t: _latest(t, lambda y: _week(datetime.date.fromisocalendar(y, int(f["w"]), 1))),
    ),
    ("i ?dag", lambda _, t: _ago(t, 0)),
    ("i ?går", lambda _, t: _ago(t, 1)),
    ("i ?förrgår", lambda _, t: _ago(t, 2)),
    ("i ?morgon", lambda _, t: _ago(t, -1)),
    ("(?:den här|denna|i) vecka?n?", lambda _, t: _week(t - datetime.timedelta(t.weekday()))),
    ("förra veckan", lambda _, t: _week(t - datetime.timedelta(t.weekday() + 7))),
    ("(?:den här|denna) månad(?:en)?", lambda _, t: _month_back(t, 0)),
    ("förra månaden", lambda _, t: _month_back(t, 1)),
    ("(?:i|detta|det här) år(?:et)?", lambda _, t: _year(t.year)),
    ("förra året|i fjol|fjolåret", lambda _, t: _year(t.year - 1)),
    ("i förfjol|förrförra året", lambda _, t: _year(t.year - 2)),
    ("nästa år", lambda _, t: _year(t.year + 1)),
    (
        rf"(?:de |den |det )?senaste (?:(?P<n>\d{{1,3}}|{'|'.join(_COUNTS)}) )?"
        r"(?P<unit>dag(?:arna|en)?|veck(?:orna|an)|månad(?:erna|en)|år(?:en|et)?)",
        _last_so_many,
    ),
)


@cache
def _periods() -> tuple[tuple[re.Pattern[str], _DateReading], ...]:
    """The forms, compiled when the first date is read: most questions have none, and a command is to start at once."""
    return tuple((re.compile(form), meaning) for form, meaning in _FORMS)


_SINCE: Final = re.compile(r"(?:sedan|från och med|fr\.? ?o\.? ?m\.?|från|>=) ?(.+)|(.+?) ?(?:\.\.\.?|…|och framåt)")
_UNTIL: Final = re.compile(r"(?:\.\.\.?|…|till och med|t\.? ?o\.? ?m\.?|till|<=) ?(.+)")
_AFTER: Final = re.compile(r"(?:efter|>) ?(.+)")
_BEFORE: Final = re.compile(r"(?:före|innan|<) ?(.+)")
_BETWEEN: Final = re.compile(
    r"mellan (.+?) och (.+)|(?:från )?(.+?) ?(?:\.\.\.?|…| till och med | till |–|—| - ) ?(.+)"
)
_YEARS: Final = re.compile(r"((?:1[89]|20|21)\d\d)[-/]((?:1[89]|20|21)\d\d)")


def _period(text: str, today: datetime.date) -> Period | None:
    """The period that a text is, whole."""
    for form, meaning in _periods():
        match = form.fullmatch(text)
        if match:
            return meaning(match, today)
    return None


def _open(text: str, today: datetime.date) -> Span | None:
    """What has only one end: "sedan maj 2024", "2024..", "före 2024"."""
    one_day = datetime.timedelta(1)
    if (match := _AFTER.fullmatch(text)) and (period := _period(match[1], today)):
        return (period[1] + one_day).isoformat(), None
    if (match := _BEFORE.fullmatch(text)) and (period := _period(match[1], today)):
        return None, (period[0] - one_day).isoformat()
    if (match := _SINCE.fullmatch(text)) and (period := _period(match[1] or match[2], today)):
        return period[0].isoformat(), None
    if (match := _UNTIL.fullmatch(text)) and (period := _period(match[1], today)):
        return None, period[1].isoformat()
    return None


def _range(text: str, today: datetime.date) -> Span | None:
    """From one period to another, whichever is typed first: "2024-03..2024-06", "1 mars – 15 april 2024"."""
    match = _YEARS.fullmatch(text) or _BETWEEN.fullmatch(text)
    if not match:
        return None
    first, last = (part for part in match.groups() if part)
    until = _period(last, today)
    if until is None:
        return None
    since = _same_year(first, until, today) or _period(first, today)
    if since is None:
        return None
    return min(since[0], until[0]).isoformat(), max(since[1], until[1]).isoformat()


def _same_year(first: str, until: Period, today: datetime.date) -> Period | None:
    """The beginning of a range whose year is said once, at the end: "mars–maj 2024", "december–januari 2024"."""
    since = _period(f"{first} {until[1].year}", today)
    return _period(f"{first} {until[1].year - 1}", today) if since and since > until else since
