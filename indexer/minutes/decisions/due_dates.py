"""Due dates: by when a task is to be done, as the minutes print it and as a day.

    ska redovisas senast den 31 mars 2025               2025-03-31
    återkommer till sammanträdet i juni                 the last day of the next June
    utreds före sommaren 2024                           2024-06-30: a period counts as a whole, so that nothing is late
    inom sex månader                                    so long after the meeting's day
    inom sex månader efter upphandlingen                no day, only the words, as for what has none: "vid bokslutet"

A date that is only spoken of ("beslutet 2023-02-23", "resan den 22 augusti") is none: a due date stands behind words
that say so, or behind what is to be handed in. A day or a period without a year is the first one after the meeting.
"""

from __future__ import annotations

import datetime
import re
from calendar import monthrange
from collections.abc import Iterator
from contextlib import suppress
from functools import cache

import msgspec

from indexer.minutes.dates import MONTHS, dates_in
from indexer.minutes.words import words
from indexer.swedish.diacritics import fold


class DueDate(msgspec.Struct, frozen=True, kw_only=True):
    """By when something is to be done: the words, as printed, and the day, where they tell one."""

    text: str
    day: str | None = None


def due_date(clause: str, meeting: str) -> DueDate | None:
    """By when the task that a clause of a meeting on an ISO day gives is to be done; None if it does not say.

    Of several the first that tells a day, so an interim report comes before the last one.
    """
    clause = clause[:_TELLING]
    told = list(_told(clause, meeting))
    return next((due for due in told if due.day), told[0] if told else None)


def due_of(clause: str, meeting: str) -> str | None:
    """The day by which a task is to be done, as ISO."""
    due = due_date(clause, meeting)
    return due.day if due else None


def _told(clause: str, meeting: str) -> Iterator[DueDate]:
    """What a clause says of when, what stands behind surer words first."""
    for pattern in (_LIMIT, *_DATED, _TO_MEETING, _at_meeting(), _handed_in(), *_then_handed_in()):
        for match in pattern.finditer(clause):
            day = _day(match["when"], meeting, before=_BEFORE.match(match.group()) is not None)
            day = _weekday(match.group(), day) if day else None
            if day and (pattern is _LIMIT or not meeting or day >= meeting):
                yield DueDate(text=_printed(match), day=day)
    for match in _WITHIN.finditer(clause):
        if _sets_a_limit(clause, match):
            yield DueDate(text=_printed(match), day=_counted(clause, match, meeting))
    for match in _EVENT.finditer(clause):
        if _delivers().search(clause[: match.start()]):
            yield DueDate(text=_printed(match))


def _sets_a_limit(clause: str, within: re.Match[str]) -> bool:
    """Whether "inom tre år" says when something is to be handed in, and not what is to come about."""
    before = clause[: within.start()]
    sentence = before[before.rfind(". ") + 1 :]
    if _delivers().search(sentence) or sentence.rstrip(" ,").endswith(("att", "ska", "skall")):
        return True
    return re.match(rf"\s+(?:\w+\s+){{0,2}}?{_delivers().pattern}", clause[within.end() :], re.IGNORECASE) is not None


def _counted(clause: str, within: re.Match[str], meeting: str) -> str | None:
    """The day that ends a span of time counted from the meeting; None where it is counted from something else."""
    if not meeting or not within["unit"] or _FROM_ELSEWHERE.match(clause, within.end()):
        return None
    printed = within["count"].lower()
    count = int(printed) if printed.isdigit() else _COUNTS[fold(printed)]
    day, unit = datetime.date.fromisoformat(meeting), fold(within["unit"].lower())
    if unit.startswith(("d", "v")):
        return (day + datetime.timedelta(days=count * (7 if unit.startswith("v") else 1))).isoformat()
    months = count * (1 if unit.startswith("m") else 6 if unit.startswith("h") else 12)
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1] if year <= datetime.MAXYEAR else 0
    return datetime.date(year, month + 1, min(day.day, last)).isoformat() if last else None


def _weekday(told: str, day: str) -> str:
    """The day of a week that is named ("fredag vecka 12"), where only the week's last is known."""
    named = _WEEKDAY_OF_WEEK.search(told)
    if named is None:
        return day
    back = 6 - _WEEKDAYS.index(fold(named["day"].lower())[:3])
    return (datetime.date.fromisoformat(day) - datetime.timedelta(days=back)).isoformat()


_TELLING = 2000
"""So many characters of a clause tell what is to be done."""
_MONTH = (
    r"(?:jan(?:uari)?|feb(?:ruari)?|mar(?:s)?|apr(?:il)?|maj|jun[i1l]?|jul[i1l]?|aug(?:ust[i1l]?)?|sep(?:t(?:ember)?)?|"
    r"o[kc]t(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_YEAR = r"(?:19|20)\d\d\b"
_DATE = (
    rf"(?:\d{{4}}\s?[-–]\s?\d\d\s?[-–]\s?\d\d|(?<!\d)(?:20)?\d\d[01]\d[0-3]\d(?!\d)|"
    rf"\d{{1,2}}(?::?[ea])?\s+{_MONTH}(?:,?\s*{_YEAR})?|\d{{1,2}}/\d{{1,2}}(?:[\s-]+{_YEAR})?(?![\d/])|"
    rf"\d{{1,2}}\.\d{{1,2}}\.{_YEAR})"
)
_PERIOD = (
    rf"(?:{_MONTH}(?:\s+m[åa]nads?)?(?:\s+(?:m[åa]nad\s+)?{_YEAR})?|"
    rf"(?:(?:f[öo]rsta|andra|tredje|fj[äa]rde|[1-4](?:\s*:?[ea])?)\s+(?:kvartalet|tertialet|kvartal|tertial|halv[åa]ret)|"
    rf"(?:kvartal|tertial|Q|T)\s?[1-4](?!\d))(?:\s+(?:(?:av|under|[åa]r)\s+)?{_YEAR})?|"
    rf"(?:v[åa]ren|v[åa]rterminen|sommaren|h[öo]sten|h[öo]stterminen|vintern|midsommar(?:en)?|jul(?:en)?(?:helgen)?|[åa]rsskiftet|"
    rf"halv[åa]rsskiftet|[åa]rets\s+slut|nästa\s+[åa]rsskifte)(?:\s+(?:{_YEAR}(?:/\d\d(?:\d\d)?)?|20\d\d))?|"
    rf"v(?:ecka|\.)?\s?\d{{1,2}}\b(?:[,\s]+{_YEAR})?|(?:[åa]r\s+)?{_YEAR}(?!\s?[-–/]))"
)
_LEAD = (
    r"(?:(?:i|under|vid|den|utg[åa]ngen|slutet|b[öo]rjan|mitten|av|sista|senast|till|m[åa]n|tis|ons|tors|fre|"
    r"(?:m[åa]n|tis|ons|tors|fre|l[öo]r|s[öo]n)dag(?:en)?|veckan|m[åa]nadsskiftet)\s+){0,5}"
)
_DATED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\btill\s+(?:utg[åa]ngen|slutet)\s+av\s+(?P<when>{_DATE}|{_PERIOD})",
        rf"\binnan\s+(?:[\w-]+\s+){{1,4}}?(?P<when>{_DATE})",
        rf"\bska(?:ll)?\s+(?:vara|ha)\s+(?:[\w-]+\s+){{1,5}}till\s+{_LEAD}(?P<when>{_DATE}|{_PERIOD})",
        rf"\bunder\s+(?P<when>{_MONTH}\s+m[åa]nad(?:\s+{_YEAR})?)",
        rf"\b(?:f[öo]rsta\s+g[åa]ngen|med\s+(?:b[öo]rjan|start)|f[öo]rsta\s+(?:redovisning|rapport|[åa]terrapport)\w*)\s+{_LEAD}"
        rf"(?P<when>{_DATE}|{_PERIOD})",
        rf"[^|]{{3,200}}\|[^|]{{2,120}}\|\s*(?P<when>{_DATE}|{_PERIOD})",
    )
)
"""Other words that set a day: "innan avtalet går ut 2023-12-31", "ska vara byggda till juni", a row's last cell."""
_SITTING = r"(?:\w*(?:m[öo]te|sammantr[äa]de|n[äa]mnd|styrelse|fullm[äa]ktige|utskott|st[äa]mma)\w*)"
_LIMIT = re.compile(
    r"\b(?:senast|innan|f[öo]re|deadline:?|klart?:)\s+"
    rf"(?:(?:till|vid|i|p[åa]|inf[öo]r|f[öo]r)\s+(?:[\w-]+\s+){{0,4}}?{_SITTING}\s+(?:[\w-]+\s+){{0,2}}?|"
    rf"(?:vid|till)\s+(?:[\w-]+\s+){{1,3}}?(?=(?:den\s+)?{_DATE}))?"
    rf"{_LEAD}(?P<when>{_DATE}|{_PERIOD})",
    re.IGNORECASE,
)
"""Words that set a limit, perhaps with the meeting that it is set for: "senast till nämndens möte den 3 maj"."""
_BEFORE = re.compile(
    rf"(?:innan|f[öo]re)\s+(?:(?:i|under|den|m[åa]nadsskiftet)\s+)*(?={_MONTH}|{_YEAR}|[åa]r\s|kvartal|tertial|Q|T|"
    r"f[öo]rsta\s|andra\s|tredje\s|fj[äa]rde\s)",
    re.IGNORECASE,
)
"""A period that something is to be done before the beginning of."""
_WHICH_SITTING = rf"\s+(?:[\w-]+\s+){{0,4}}?{_SITTING}\s+(?:[\w-]+\s+){{0,1}}?{_LEAD}(?P<when>{_DATE}|{_PERIOD})"
_TO_MEETING = re.compile(rf"\b(?:till|inf[öo]r){_WHICH_SITTING}", re.IGNORECASE)
"""For which meeting something is to be done."""
_COUNTS = {
    fold(word): count
    for word, count in {"en": 1, "ett": 1, "två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "sju": 7, "åtta": 8,
                        "nio": 9, "tio": 10, "elva": 11, "tolv": 12, "arton": 18}.items()
}  # fmt: skip
_COUNT = r"\d{1,3}|ett|en|tv[åa]|tre|fyra|fem|sex|sju|[åa]tta|nio|tio|elva|tolv|arton"
_WITHIN = re.compile(
    rf"\b(?:inom|senast\s+inom|senast|(?<=komma\s)om|(?<=porteras\s)om)\s+(?P<count>{_COUNT})\s+"
    r"(?P<unit>dagar|dag|veckor|vecka|m[åa]nader|m[åa]nad|halv[åa]r|[åa]r)\b(?!\s+(?:har|sedan))|"
    rf"(?:{_COUNT})\s+(?:veckor|m[åa]nader|[åa]r)\s+efter\s+(?:[\w-]+\s+){{0,3}}?(?:beslut\w*|sammantr[äa]d\w*|m[öo]te\w*)",
    re.IGNORECASE,
)
_FROM_ELSEWHERE = re.compile(
    r"\s+(?:fr[åa]n|efter|sedan|innan|f[öo]re)\s+(?!(?:(?:dagens|detta|det\s+h[äa]r)\s+)?(?:beslut\w*|sammantr[äa]d\w*|m[öo]te\w*|dag|nu|idag)\b)",
    re.IGNORECASE,
)
"""What a span of time is counted from that is not this meeting."""
_WEEKDAYS = ("man", "tis", "ons", "tor", "fre", "lor", "son")
_WEEKDAY_OF_WEEK = re.compile(
    r"\b(?P<day>m[åa]n|tis|ons|tors|fre|l[öo]r|s[öo]n)(?:dag(?:en)?)?\s+(?:i\s+)?v(?:ecka|\.)?\s?\d", re.IGNORECASE
)
_EVENT = re.compile(
    r"\b(?:i\s+samband\s+med|(?:senast\s+)?(?:till|vid|inf[öo]r|f[öo]re|innan|p[åa])(?:\s+(?:n[äa]sta|n[äa]stkommande|"
    r"kommande|[åa]rets|ordinarie))?)\s+(?P<when>(?:(?!fr[åa]n\b)[\w-]+\s+){0,3}?\w*(?:bokslut|[åa]rsredovisning|del[åa]rsrapport|"
    r"[åa]rsrapport|budget|m[åa]l\s+och\s+budget|verksamhetsplan|uppf[öo]ljningsrapport|"
    r"(?<=n[äa]sta\s)(?:m[öo]te|sammantr[äa]de|st[äa]mma|[åa]rsm[öo]te|styrelsem[öo]te))\w*"
    rf"(?:\s+(?:f[öo]r\s+|[åa]r\s+|\d\s+)?(?:{_YEAR}(?:[-–/]\d{{2,4}})?))?)",
    re.IGNORECASE,
)
"""An occasion that has no day of its own."""
_ORDINALS = {"första": 1, "forsta": 1, "andra": 2, "tredje": 3, "fjärde": 4, "fjarde": 4}
_PART_MONTHS = {"k": 3, "q": 3, "t": 4, "h": 6}
"""Months in a kvartal or Q, a tertial or T, and a halvår."""
_SEASONS = {
    "vår": (6, 30),
    "var": (6, 30),
    "som": (6, 30),
    "hös": (12, 31),
    "hos": (12, 31),
    "vin": (3, 31),
    "jul": (12, 24),
    "mid": (6, 24),
    "års": (12, 31),
    "ars": (12, 31),
    "åre": (12, 31),
    "are": (12, 31),
    "näs": (12, 31),
    "hal": (6, 30),
}
"""The last day of a season of work by how its name begins; what is to be done before the summer, by the end of June."""


@cache
def _delivers() -> re.Pattern[str]:
    """A word that says that something is handed in or told."""
    return re.compile(rf"\b(?:{'|'.join(words('kinds')['handed in'])})\b".replace("*", r"\w*"), re.IGNORECASE)


@cache
def _at_meeting() -> re.Pattern[str]:
    """At which meeting something is handed in: "presenteras vid mötet den 17 maj"."""
    at = rf"(?P<told>\b(?:vid|p[åa]|f[öo]r){_WHICH_SITTING})"
    return re.compile(rf"{_delivers().pattern}[^.;]{{0,80}}?{at}", re.IGNORECASE)


@cache
def _handed_in() -> re.Pattern[str]:
    """A date behind a word of handing in, with few words between: "ska vara klar till den 1 maj"."""
    return re.compile(
        rf"{_delivers().pattern}(?:[,]?\s+(?!fr[åa]n|sedan|enligt|givet|av)[\w-]+){{0,8}}?\s+"
        rf"(?P<told>(?:(?:till|den|under|i|per|vid|p[åa])\s+{_LEAD})?"
        rf"(?P<when>{_DATE}|(?!{_YEAR}){_PERIOD}|(?<=under\s){_YEAR}))",
        re.IGNORECASE,
    )


@cache
def _then_handed_in() -> tuple[re.Pattern[str], ...]:
    """A period or a day before a word of handing in: "under våren 2025 redovisa", "till den 1 maj inkomma"."""
    behind = rf",?\s+(?=(?:\w+\s+){{0,2}}?{_delivers().pattern})"
    return (
        re.compile(rf"\bunder\s+{_LEAD}(?P<when>{_PERIOD}){behind}", re.IGNORECASE),
        re.compile(rf"\btill\s+(?:den\s+)?(?P<when>{_DATE}){behind}", re.IGNORECASE),
    )


def _printed(match: re.Match[str]) -> str:
    """The words of when, without those of handing in before them."""
    return " ".join(match.groupdict().get("told", match.group()).split()).strip(" .,")


def _day(when: str, meeting: str, *, before: bool = False) -> str | None:
    """The day that a date, or the last day that a period, stands for; `before` asks for that before a period."""
    year = int(meeting[:4] or 0)
    if stated := dates_in(when):
        return stated[0]
    if when[0].isdigit() and "/" in when:
        when = f"{when} {year}" if year else when
        tried = [f"{when[: when.rindex(' ')]} {y}" for y in (year, year + 1)] if year else []
        return next((date for one in tried for date in dates_in(one)[:1] if date >= meeting), None)
    if re.match(rf"\d{{1,2}}(?::?[ea])?\s+{_MONTH}", when, re.IGNORECASE):
        days = (date for y in (year, year + 1) for date in dates_in(when, year=y)[:1] if year and date >= meeting)
        return next(days, None)
    last = _last_day(when, meeting)
    return _day_before(last, when) if last and before else last


def _day_before(last: str, period: str) -> str:
    """The day before the period that ends on a day begins."""
    part = re.search(r"kvartal|tertial|halv[åa]ret|^[qt](?=\s?\d)", period.lower())
    months = _PART_MONTHS[part.group()[0]] if part else 12 if re.fullmatch(rf"(?:[åa]r\s+)?{_YEAR}", period) else 1
    year, month = divmod(int(last[:4]) * 12 + int(last[5:7]) - months, 12)
    return (datetime.date(year, month + 1, 1) - datetime.timedelta(days=1)).isoformat()


def _last_day(period: str, meeting: str) -> str | None:
    """The last day of a month, a part of a year, a season or a year; the first one after the meeting, if no year."""
    stated = re.search(r"(?:19|20)\d\d", period)
    name = period[: stated.start()].strip().lower() if stated else period.strip().lower()
    if week := re.fullmatch(r"v(?:ecka|\.)?\s?(?P<week>\d{1,2})", name.rstrip(" ,")):
        return _end_of_week(int(week["week"]), stated.group() if stated else "", meeting)
    ends = _month_and_day(name, alone=stated is not None)
    if ends is None or not (stated or meeting):
        return None
    month, day = ends
    year = int(stated.group()) if stated else int(meeting[:4])

    def iso(year: int) -> str:
        return f"{year}-{month:02}-{day or monthrange(year, month)[1]:02}"

    return iso(year) if stated or iso(year) >= meeting else iso(year + 1)


def _end_of_week(week: int, stated: str, meeting: str) -> str | None:
    """The Sunday of a week of the year stated or, without one, of the first such week after the meeting."""
    for year in (stated,) if stated else (meeting[:4], str(int(meeting[:4] or 0) + 1)):
        with suppress(ValueError):
            day = datetime.date.fromisocalendar(int(year), week, 7).isoformat()
            if stated or day >= meeting:
                return day
    return None


def _month_and_day(name: str, *, alone: bool) -> tuple[int, int] | None:
    """The month that a period ends in, and the day, 0 for the month's last; `alone` allows the year itself."""
    if name in ("", "år", "ar"):
        return (12, 31) if alone else None
    part = re.search(r"kvartal|tertial|halv[åa]ret|^[qt](?=\s?\d)", name)
    if part:
        number = re.search(r"\d", name)
        count = int(number.group()) if number else next((n for word, n in _ORDINALS.items() if word in name), 0)
        month = count * _PART_MONTHS[part.group()[0]]
        return (month, 0) if 1 <= month <= 12 else None
    short = {"oct": "okt"}.get(name[:3], name[:3])
    if short in MONTHS and not name.startswith(("jule", "julh")) and name != "jul":
        return MONTHS.index(short) + 1, 0
    return _SEASONS.get(short)
