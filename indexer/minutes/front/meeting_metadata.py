"""Meeting metadata: which organ met, when, where and for how long, from title lines, form and page heads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

import msgspec

from indexer.minutes.dates import dates_in, times_in, without_date, year_in
from indexer.minutes.front.front_matter import FrontMatter
from indexer.minutes.front.organ import CALLS, broken_authority, find_organ, in_usual_case, title_name
from indexer.minutes.lines.folded_text import fold, printed
from indexer.minutes.lines.lines import COLUMNS, Line
from indexer.minutes.lines.phrases import whole
from indexer.minutes.words import words

_NUMBER = re.compile(
    r"(?:(?:protokoll|anteckningar|möte|sammanträde)\s*[,:]?\s*\(?\s*(?:nr|nummer|no|n:o)?\.?\s*|\bnr\.?\s*)(?P<number>\d{1,3})\b(?!\s*[-.:]\s*\d|\s*\(\d{1,3}\))(?!\s*(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec))",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_SENTENCE_LEAD = re.compile(r"^.*?\b(?:på|pa|i|via|vid|hos)\s+(?=[A-ZÅÄÖ\d])")


class MeetingMetadata(msgspec.Struct, frozen=True):
    """What the head of the minutes tells."""

    organization: str | None = None
    authority: str | None = None
    number: str | None = None
    date: str | None = None
    start: str | None = None
    end: str | None = None
    place: str | None = None
    contact: str | None = None
    paragraphs: str | None = None


def read_head(front: FrontMatter, furniture: Sequence[Line]) -> MeetingMetadata:
    """The head as the front prints it, and where the front is missing, as the page heads do."""
    title = list(_cells(front.title))
    heads = list(dict.fromkeys(printed(line.text) for line in furniture))
    stated = front.fields.get("organization", [])
    organization, authority = find_organ([*stated, *title, *heads])
    if organization is None and (named := next((name for value in stated if (name := title_name([value]))), None)):
        organization, authority = named, find_organ([*title, *heads])[1]
    authority = next(iter(front.fields.get("authority", [])), None) or authority
    authority = authority or broken_authority(COLUMNS.split(line.text) for line in (*front.title, *furniture))
    start, end, place = _when_and_where(front)
    everything = [*title, *(value[:_LONGEST_LINE] for values in front.fields.values() for value in values)]
    return MeetingMetadata(
        organization=in_usual_case(organization, is_organ=True) if organization else None,
        authority=in_usual_case(authority) if authority else None,
        number=_number([*title, *heads], front),
        date=_date(front, title, heads),
        start=start,
        end=end,
        place=place,
        contact=next((m.group() for line in everything if (m := _EMAIL.search(line))), None),
        paragraphs=_paragraphs(front),
    )


def _cells(lines: Iterable[Line]) -> Iterator[str]:
    """What stands on some lines, column by column."""
    return (printed(cell) for line in lines for cell in COLUMNS.split(line.text[:_LONGEST_LINE]))


_LONGEST_LINE = 1000


def _number(lines: Iterable[str], front: FrontMatter) -> str | None:
    stated = next((re.search(r"\d{1,4}", value) for value in front.fields.get("number", [])), None)
    if stated:
        return stated.group()
    return next((found["number"] for line in lines if (found := _NUMBER.search(line))), None)


def _date(front: FrontMatter, title: Sequence[str], heads: Sequence[str]) -> str | None:
    """The meeting's date: where the form says so, then in the title, then in the page heads, then anywhere above the
    first item; lines about other days, such as that of the verification, come last.
    """
    told = (*title, *front.fields.get("number", []), *front.fields.get("place and time", []))
    year = next((y for line in told if (y := year_in(line))), None)
    labels = ("date", "time", "place and time")
    stated = [value for label in labels for value in front.fields.get(label, [])]
    everything = [printed(line.text) for line in front.printed]
    titled = [printed(line.text[:_LONGEST_LINE]) for line in front.title]
    own = [line for line in titled if not _other_days().search(fold(line))]
    running = [line for line in heads if "datum" in line.lower()]
    full = (dates_in(line) for line in (*stated, *own, *running, *heads))
    partial = (dates_in(line, year=year) for line in (*stated, *own))
    rest = (
        dates_in(line) for line in sorted(everything, key=lambda line: _other_days().search(fold(line)) is not None)
    )
    return next((dates[0] for dates in (*full, *partial, *rest) if dates), None)


@cache
def _other_days() -> re.Pattern[str]:
    """The words, in folded text, of lines that name other days than the meeting's."""
    return whole(words("organs")["other days"])


def _when_and_where(front: FrontMatter) -> tuple[str | None, str | None, str | None]:
    title = [printed(line.text) for line in front.title]
    together = printed(" ".join(front.fields.get("place and time", []))) or _call(title)
    together = together or next((without_date(line) for line in title if times_in(line)[0]), "")
    times = printed(" ".join([*front.fields.get("time", []), *front.fields.get("date", [])]))
    start, end, _ = times_in(times)
    if not start:
        start, end, _ = times_in(together)
    if not start:
        start, end, _ = times_in(" ".join(title))
    stated = front.fields.get("place")
    place = printed(" ".join(stated)) if stated else _place(together)
    return start, end, place or None


def _call(title: Sequence[str]) -> str:
    """The day, the time and the place of the sentence in which an agenda calls to the meeting; "" if there is none."""
    for at, line in enumerate(title):
        if called := CALLS.search(line):
            text = printed("\n".join([line[called.end() :], *title[at + 1 : at + _MOST_CALLING]]))
            return _TO_WHAT.sub("", text, count=1).strip() if times_in(text)[0] else ""
    return ""


_MOST_CALLING = 4
_TO_WHAT = re.compile(r"^.*?\bsammanträde\b|^\s*(?:härmed\s+)?till\s+\w+", re.IGNORECASE)


def _place(text: str) -> str | None:
    """The place out of a line that gives time and place together, in either order."""
    _, _, (start, stop) = times_in(text)
    before = re.sub(r"[\s,]*\bkl(?:ockan)?\.?$", "", without_date(text[:start]).strip(" ,.;|")).strip(" ,.;|")
    behind = without_date(text[stop:]).strip(" ,.;|")
    comes_first = len(before) >= _SHORTEST_PLACE and not _SENTENCE.match(before) and not _PREPOSITION.match(behind)
    place = before if comes_first or len(behind) < _SHORTEST_PLACE else behind
    lead = _SENTENCE_LEAD.match(place) if _SENTENCE.match(place) else None
    place = place[lead.end() :] if lead else place
    preposition = _PREPOSITION.match(place)
    place = (place[preposition.end() :] if preposition else place).strip(" ,.;|")
    is_place = len(place) >= _SHORTEST_PLACE and find_organ([place])[0] is None and not _MEETING_WORD.fullmatch(place)
    return printed(place) if is_place else None


_PREPOSITION = re.compile(r"(?:på|pa|i|via|vid|hos)\s+", re.IGNORECASE)
_SENTENCE = re.compile(r"(?:mötet|motet|sammanträdet)\b", re.IGNORECASE)
_SHORTEST_PLACE = 4
_MEETING_WORD = re.compile(r"(?:extra )?sammanträdet?", re.IGNORECASE)


def _paragraphs(front: FrontMatter) -> str | None:
    """The range of paragraphs that the front promises."""
    found = next((m for line in front.printed if (m := _PARAGRAPHS.search(line.text))), None)
    return re.sub(r"[^\d-]", "", found["range"].replace("–", "-")) if found else None


_PARAGRAPHS = re.compile(
    r"\bparagraf(?:er)?(?:nummer)?\s*:?\s*(?:§§?)?\s*(?P<range>\d{1,4}(?:\s*[-–]\s*(?:§\s*)?\d{1,4})?)", re.IGNORECASE
)


def organ_of(lines: Iterable[Line]) -> str:
    """The organ that some lines name, which decides in the minutes; "" if none."""
    return find_organ(list(_cells(lines)))[0] or ""


def first_organ(lines: Iterable[Line]) -> str:
    """The first organ that some lines name, for guessing the house style; "" if none."""
    return next((name for cell in _cells(lines) if (name := find_organ([cell])[0])), "")
