"""Dates and times as minutes print them: 2024-04-19, 240419, "fredagen den 3 mars 2023", 19/4 2024, "08.30-12.15"."""

from __future__ import annotations

import datetime
import re

from indexer.minutes.lines.folded_text import INVISIBLE

MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uari|uary)?|feb(?:ruari|ruary)?|mar(?:s|ch)?|apr(?:il)?|ma[jy]|jun[ile]?|jul[ily]?|aug(?:ust[il1]?)?|"
    r"sep(?:t(?:ember)?)?|o[kc]t(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_ISO = re.compile(
    r"(?<![\d/])(?<!\d-)(?P<year>(?:19|20)\d\d)\s?[-–‐‑−./]\s?(?P<m>\d{1,2})\s?[-–‐‑−./]\s?(?P<day>\d{1,2})(?![\d])"
)
_WORDS = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?::?e|:a|\.)?(?:\s?[-–]\s?\d{{1,2}}|\s(?:och|samt)\s\d{{1,2}})?\s+{_MONTH}(?:,?\s*(?P<year>(?:19|20)\d\d|[-'’]\d\d)\b)?",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"(?<![\d.-])(?P<day>\d{1,2})[.-](?P<m>\d{1,2})[.-](?P<year>(?:19|20)\d\d)(?![\d.-]\d)")
_SHORT = re.compile(r"(?<![\d-])(?P<year>\d\d)(?P<m>[01]\d)(?P<day>[0-3]\d)(?![\d-])")
_SLASH = re.compile(r"(?<![\d/])(?P<day>\d{1,2})/(?P<m>\d{1,2})(?:[\s-]+(?P<year>(?:19|20)\d\d)|(?P<short>[-–]\d\d))\b")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_CLOCK = r"(?:[01]?\d|2[0-4])(?:[.:]\s?[0-5][\dO])"
"""The last nought of a time may be typed, or scanned, as a letter."""
_TIMES = re.compile(
    rf"(?:\b(?:kl(?:ockan)?\.?|mellan)\s*)?(?<![\d.:/])(?P<start>{_CLOCK})(?![\d:]|\.\d)"
    rf"(?:\s*(?:[-–—−]|till|och|t\.?o\.?m\.?)\s*(?:kl(?:ockan)?\.?\s*)?(?P<end>{_CLOCK})(?![\d:]|\.\d))?",
    re.IGNORECASE,
)
_WHOLE_HOURS = re.compile(
    r"\b(?:kl(?:ockan)?\.?)\s*(?P<start>[01]?\d|2[0-4])(?![\d.:])(?:\s*[-–—−]\s*(?P<end>(?:[01]?\d|2[0-4])(?:[.:][0-5]\d)?)(?!\d))?",
    re.IGNORECASE,
)


def dates_in(text: str, *, year: int | None = None) -> list[str]:
    """The full dates a text gives, as ISO, surest notation first; `year` is for dates that lack one."""
    text = "".join(c for c in text if c not in INVISIBLE)
    found = [_iso(m["year"], m["m"], m["day"]) for m in _ISO.finditer(text)]
    found += [
        _iso(_century(m["year"]) or str(year or ""), str(_month(m["month"])), m["day"]) for m in _WORDS.finditer(text)
    ]
    found += [_iso(m["year"] or f"20{m['short'][1:]}", m["m"], m["day"]) for m in _SLASH.finditer(text)]
    found += [_iso(m["year"], m["m"], m["day"]) for m in _DOTTED.finditer(text)]
    found += [_iso("20" + m["year"], m["m"], m["day"]) for m in _SHORT.finditer(text)]
    return [date for date in found if date]


def _month(name: str) -> int:
    """The number of a month by its Swedish or English name."""
    short = name[:3].lower()
    return MONTHS.index({"may": "maj", "oct": "okt"}.get(short, short)) + 1


def _century(year: str | None) -> str | None:
    """A year in four digits: "-21" is 2021."""
    return f"20{year[1:]}" if year and len(year) == 3 else year


def year_in(text: str) -> int | None:
    """The first year a text names."""
    found = _YEAR.search(text)
    return int(found.group()) if found else None


def times_in(text: str) -> tuple[str | None, str | None, tuple[int, int]]:
    """Start and end of a meeting as HH:MM, and where in the text they stand (0, 0 if nowhere)."""
    plain = _without_dates(text)
    found = _TIMES.search(plain) or _WHOLE_HOURS.search(plain)
    if not found:
        return None, None, (0, 0)
    end, stop = found["end"], found.end()
    if end is None and (later := _TIMES.search(plain, found.end())):
        end, stop = later["start"], later.end()
    return _clock(found["start"]), _clock(end), (found.start(), stop)


def without_date(text: str) -> str:
    """The text with its dates, and the words that lead up to one, taken out."""
    text = _DOTTED.sub(" ", _SLASH.sub(" ", _ISO.sub(" ", _WORDS.sub(" ", text))))
    return re.sub(r"\b(?:den|(?:mån|tis|ons|tors|fre|lör|sön)dag(?:en)?(?:\s+den)?)\b", " ", text, flags=re.IGNORECASE)


def _without_dates(text: str) -> str:
    for pattern in (_ISO, _DOTTED):
        text = pattern.sub(lambda m: " " * len(m.group()), text)
    return text


def _iso(year: str, month: str, day: str) -> str | None:
    try:
        return datetime.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def _clock(printed: str | None) -> str | None:
    if printed is None:
        return None
    hour, _, minute = printed.upper().replace("O", "0").replace(".", ":").partition(":")
    return f"{int(hour):02}:{int(minute or 0):02}"
