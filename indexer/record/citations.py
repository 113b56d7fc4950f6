"""Citations: what a text refers to: the paragraphs of other minutes, and diary numbers, however they are written.

    Bordlagt den 24 januari 2024, § 46 och den 7 februari 2024, § 105     two paragraphs, each of a day
    kommunfullmäktiges uppdrag 2024-02-29 § 68 (punkt 3)                  a point of a paragraph of the council's
    Au § 84, Ks § 120                                                     paragraphs of organs, of no day
    KSAU 2024-05-06, §§ 45-46                                             two paragraphs of one day
    § 45/24                                                               a paragraph of a year
    dnr KS 2024/00123, KS-2024-123, SLK-2024-00074:2                      diary numbers

A day stands before its paragraph or behind it, and between them nothing but punctuation and a word such as "punkt".
Who reads a citation decides what it means: `act` is the word that the text says of it, `organ` the name as printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache
from typing import Final

import msgspec

from indexer.record.words import pairs, words
from indexer.swedish.diary_numbers import FIRST_CENTURY

LONGEST_RANGE: Final = 20
"""The most paragraphs that "§§ 45-60" stands for: more are a whole meeting, and no citation."""


class CitedParagraph(msgspec.Struct, frozen=True, kw_only=True):
    """A paragraph of minutes that a text refers to; `start` and `end` are offsets into the text.

    `number` is the paragraph's, "68"; `date` the day of its meeting as ISO, or the year alone where that is all that is
    given; `points` the clauses, as printed. `act` is the text's word for what was done there: "bordlagt", "uppdrag".
    """

    start: int
    end: int
    number: str
    date: str | None = None
    organ: str | None = None
    points: tuple[str, ...] = ()
    act: str | None = None


class DiaryNumber(msgspec.Struct, frozen=True, kw_only=True):
    """A diary number (diarienummer) in a text, and where it stands.

    `series` is the register's letters in lower case, "" where none are printed; `key` the same for every way to write
    the number: "2024/74", or with the number of a matter within a matter "2024/74:2".
    """

    start: int
    end: int
    series: str
    key: str


def cited_paragraphs(text: str) -> Iterator[CitedParagraph]:
    """The paragraphs of other minutes that a text refers to, as they stand.

    A paragraph without a day and without an organ, as the heading of an item has, is none.
    """
    day = organ = act = ""
    end = 0
    for found in _PARAGRAPHS.finditer(text):
        before = text[end : found.start()]
        lead = _LEAD.search(before)
        led_day = _day(lead["day"]) if lead and lead["day"] else ""
        if (lead and lead["organ"]) or not (end and _JOINS.fullmatch(before)):
            organ = _organ_in(lead["organ"] or "") if lead else ""
            act = _act_in(text[max(0, found.start() - _ACT_WITHIN) : found.start()])
            day = led_day
        else:
            day = led_day or day
        behind = None if day else _BEHIND.match(text, found.end())
        here = day or ((_day(behind["day"] or "") or _year(behind["year"])) if behind else "")
        end = behind.end() if behind else found.end()
        points = tuple(re.findall(r"\d+", found["points"] or ""))
        if here or organ:
            start = found.start() - (len(before[lead.start() :].lstrip(_BETWEEN)) if lead else 0)
            for number in _numbers(found["numbers"]):
                yield CitedParagraph(
                    start=start,
                    end=end,
                    number=number,
                    date=here or None,
                    organ=organ or None,
                    points=points,
                    act=act or None,
                )


def diary_numbers(text: str) -> Iterator[DiaryNumber]:
    """The diary numbers in a text: those with the letters of a register, and those that a word says are ones."""
    for found in _DIARY_NUMBERS.finditer(text):
        if not (found["label"] or found["series"]):
            continue
        series = re.sub(r"[\W_]", "", found["series"] or "").lower()
        if not found["label"] and series in _NO_SERIES:
            continue
        yield DiaryNumber(
            start=found.start("series") if found["series"] else found.start("number"),
            end=found.end(),
            series=series,
            key=_key(found),
        )


def diary_number(reference: str) -> DiaryNumber | None:
    """The diary number that an item's reference, as printed, begins with; None where it has no such form."""
    return next(diary_numbers(f"dnr {reference.strip()}"), None)


def days_in(text: str) -> Iterator[str]:
    """The days that a text names with their year, as ISO, in its order."""
    return (day for found in _ANY_DAY.finditer(text) if (day := _day(found.group())))


def is_named(organ: str, organization: str) -> bool:
    """Whether a text may mean an organization by a name or an abbreviation: "Ks" is Kommunstyrelsen."""
    short, name = organ.lower().strip(" ."), organization.lower()
    stem = named(pairs("organs", "förkortas").get(short, short))
    if len(stem) > _LONGEST_ABBREVIATION and ("utskott" in stem) == ("utskott" in name):
        return stem in name
    return short == "".join(
        word[0] for word in re.split(r"[\W_]+", name.replace("nämnd", " nämnd")) if word not in _SMALL
    )


def organs_in(text: str) -> tuple[str, ...]:
    """The organs that a text names, in words or by an abbreviation that is known, each once, as `named` gives them."""
    return tuple(dict.fromkeys(named(_organ_in(match.group())) for match in _ORGAN.finditer(text)))


@lru_cache(maxsize=1_000)
def names_of(organization: str) -> tuple[str, ...]:
    """The ways in which a text may name an organization, as `named` gives them: its name, its abbreviations."""
    name = named(organization)
    shorts = (short for short, long in pairs("organs", "förkortas").items() if name.endswith(named(long)))
    parts = re.split(r"[\W_]+", name.replace("nämnd", " nämnd"))
    return (name, *shorts, "".join(word[0] for word in parts if word not in _SMALL))


def named(organ: str) -> str:
    """An organ's name or abbreviation in small letters, without the ending of its definite form."""
    return re.sub(r"(?<=nämnd)en$|(?<=e)n$|(?<=t)et$", "", " ".join(organ.lower().split()).strip(" ."))


def _numbers(printed: str) -> Iterator[str]:
    """The numbers of paragraphs: "45-47" is three."""
    for first, last in re.findall(r"(\d+)(?:\s*[-–]\s*(\d+))?", printed):
        upper = int(last) if last else int(first)
        if int(first) <= upper < int(first) + LONGEST_RANGE:
            yield from map(str, range(int(first), upper + 1))
        else:
            yield first


def _key(found: re.Match[str]) -> str:
    """A diary number the same way, however its year, its zeros and its signs are written."""
    year = found["year"] or found["late_year"] or found["grown_year"] or found["short_year"]
    serial = found["serial"] or found["early"] or found["grown"] or found["short_serial"]
    full = year if len(year) == 4 else ("19" if int(year) >= FIRST_CENTURY else "20") + year
    return f"{full}/{int(serial)}" + (f":{int(found['sub'])}" if found["sub"] else "")


def _day(printed: str) -> str:
    """A day as ISO; "" where there is no such day."""
    found = _ISO.fullmatch(printed) or _WRITTEN.fullmatch(printed) or _SLASHED.fullmatch(printed)
    if found is None:
        return ""
    month = found["month"]
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    try:
        return date(int(found["year"]), number, int(found["date"])).isoformat()
    except ValueError:
        return ""


def _year(printed: str | None) -> str:
    """A year in four digits; "" for none."""
    return "" if not printed else printed if len(printed) == 4 else f"20{printed}"


def _organ_in(printed: str) -> str:
    """An organ's name without the words around it and the s of its genitive."""
    name = " ".join(printed.split()).strip(" ,.:")
    return name[:-1] if name.lower().endswith(tuple(f"{end}s" for end in _ends())) else name


def _act_in(before: str) -> str:
    """The last word before a citation that says what was done there, in lower case; "" for none."""
    found = _ACT.findall(before)
    return found[-1].lower() if found else ""


@cache
def _ends() -> tuple[str, ...]:
    return words("organs")["slutar så"]


_MONTHS: Final = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_ISO: Final = re.compile(r"(?P<year>(?:19|20)\d\d)[-–.](?P<month>\d\d)[-–.](?P<date>\d\d)")
_WRITTEN: Final = re.compile(
    rf"(?P<date>\d{{1,2}})(?::?e)?\s+(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?\s+(?P<year>(?:19|20)\d\d)", re.IGNORECASE
)
_SLASHED: Final = re.compile(r"(?P<date>\d{1,2})/(?P<month>\d{1,2})[\s-]+(?P<year>(?:19|20)\d\d)")
_DAY: Final = (
    rf"(?:(?:19|20)\d\d[-–.]\d\d[-–.]\d\d|\d{{1,2}}(?::?e)?\s+(?i:{'|'.join(_MONTHS)})[a-zA-Z]*\.?\s+(?:19|20)\d\d"
    r"|\d{1,2}/\d{1,2}[\s-]+(?:19|20)\d\d)"
)
_ANY_DAY: Final = re.compile(rf"(?<![\d/-]){_DAY}(?![\d/-])")
_PARAGRAPHS: Final = re.compile(
    r"§§?\s*(?P<numbers>\d{1,4}(?:\s*[-–]\s*\d{1,4}(?!\d|-))?(?:(?:\s*,\s*|\s+och\s+)\d{1,4}(?![\d/-]|\s*(?:jan|feb|mar|apr"
    r"|maj|jun|jul|aug|sep|okt|nov|dec))){0,9})(?!\d)(?P<points>\s*,?\s*\(?(?:punkt(?:en|erna)?|p\.)\s*\d+(?:(?:\s*,\s*|"
    r"\s+och\s+|\s*[-–]\s*)\d+)*\)?)?"
)
_BEHIND: Final = re.compile(
    rf"(?:\s*[,/]?\s*(?:den\s+|\()?(?P<day>{_DAY})\)?|\s?/\s?(?P<year>(?:19|20)\d\d|\d\d)(?![\d/-]))"
)
_JOINS: Final = re.compile(rf"[\s,;]*(?:(?:och|samt)\s+)?(?:den\s+)?(?:{_DAY})?[\s,;:-]*", re.IGNORECASE)
_BETWEEN: Final = " \n\t,;:–-"
_LONGEST_ABBREVIATION: Final = 4
_SMALL: Final = frozenset(("", "och", "för", "i"))
_ACT_WITHIN: Final = 90
_ACT: Final = re.compile(
    r"\b(bordl\w+|återremitt\w+|uppdrag\w*|beslut\w*|behandl\w+|hänsk\w+|yttrande\w*|redovis\w+)", re.IGNORECASE
)
_NO_SERIES: Final = frozenset(("sou", "sfs", "ds", "dir", "prop", "skr", "bet", "nr", "kl", "år", "den", "skolår"))
"""Letters before a year and a number that are no register's: laws, reports, times."""


def _names() -> str:
    """What an organ's name looks like: words that end as one does, or an abbreviation."""
    ends = "|".join(f"{end}s?" for end in sorted(_ends(), key=len, reverse=True))
    short = "|".join(sorted(pairs("organs", "förkortas"), key=len, reverse=True))
    return (
        rf"(?:(?:[A-ZÅÄÖ]?[\w-]+(?:-\s+och|\s+och|s)\s+)?\b[\w-]*(?i:{ends})(?:\s+[\w-]*(?i:utskott(?:et)?s?))?"
        rf"|\b(?i:{short})(?!\w)|\b[A-ZÅÄÖ][A-ZÅÄÖa-zåäö]{{1,2}}[A-ZÅÄÖ]{{0,3}}(?!\w))"
    )


_ORGAN: Final = re.compile(
    rf"\b[\w-]*(?i:{'|'.join(f'{end}s?' for end in sorted(_ends(), key=len, reverse=True))})\b"
    rf"|\b(?i:{'|'.join(sorted(pairs('organs', 'förkortas'), key=len, reverse=True))})\b"
)
_LEAD: Final = re.compile(
    rf"(?:(?P<organ>{_names()})[\s,:]*(?:(?:beslut\w*|uppdrag\w*|protokoll\w*|sammanträde\w*)[\s,:]*)?)?"
    rf"(?:\s*den\s+)?(?P<day>{_DAY})?[\s,:–-]*$"
)
_DIARY_NUMBERS: Final = re.compile(
    r"(?P<label>(?i:\b(?:ärende(?:nummer|nr)|diarie(?:nummer|nr)|dnr)\b)[.:]?\s*)?"
    r"(?<![\w/-])(?P<series>[A-ZÅÄÖ][A-ZÅÄÖa-zåäö]{0,7}(?:[ -][A-ZÅÄÖ]{1,4})?[ ./:-]{0,2}(?=\d))?"
    r"(?P<number>(?P<year>(?:19|20)\d\d)"
    r"(?:(?:[/:. ]|-(?=\d{2,}))(?!(?:0?[1-9]|1[0-2])[-.]\d\d(?!\d))(?P<serial>\d{1,6}))"
    r"|(?P<early>\d{1,6})/(?P<late_year>(?:19|20)\d\d|\d\d)(?!\d)"
    r"|(?P<grown_year>(?:19|20)\d\d)(?P<grown>\d{5,6})(?!\d)"
    r"|(?P<short_year>\d\d)/(?P<short_serial>\d{3,6}))(?!\d)(?::(?P<sub>\d{1,4})(?!\d))?"
)
