"""Guesses: what the front of the minutes does not print, from the body, the name of the file and its folders.

Clerks name files after the organ and the day: "ks-2024-01-24.pdf", "2024-05-17 Socialnämnden.docx". A guess is used
only where nothing is printed, and the meeting carries a remark that says so. No minutes are refused for what they lack.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath

import msgspec

from indexer.minutes.dates import dates_in
from indexer.minutes.front.meeting_metadata import MeetingMetadata
from indexer.minutes.front.organ import find_organ, organ_in, title_name
from indexer.minutes.ids import slug
from indexer.minutes.lines.labels import Label
from indexer.minutes.words import pairs
from indexer.model import MeetingRemark, meeting_remark

UNKNOWN_ORGAN = "Okänt organ"
"""What an organ is called that nothing names."""

_SUBJECT = re.compile(r"(?P<name>.+?)s?\s+(?:beslut\w*|beslöt)\b", re.IGNORECASE)


class Evidence(msgspec.Struct, frozen=True):
    """Where guesses come from: the file's path, the title's lines, the labels of decisions, and the body's text."""

    file: str
    title: tuple[str, ...]
    decisions: tuple[Label, ...]
    body: tuple[str, ...]


def with_guesses(head: MeetingMetadata, evidence: Evidence) -> tuple[MeetingMetadata, tuple[MeetingRemark, ...]]:
    """A head that names an organ, and a day if any is told, with remarks on what was guessed."""
    remarks: list[MeetingRemark] = []
    if head.organization is None:
        organ, source = next(_organs(evidence))
        authority = find_organ(evidence.title)[1] or head.authority
        head = msgspec.structs.replace(head, organization=organ, authority=authority if authority != organ else None)
        if source in _ORGAN_FROM:
            remarks.append(meeting_remark(_ORGAN_FROM[source], organ=organ))
    if head.date is None:
        day, source = next(_days(evidence))
        head = msgspec.structs.replace(head, date=day)
        remarks.append(meeting_remark(_DATE_FROM[source], day=day))
    return head, tuple(remarks)


_ORGAN_FROM = {
    "decisions": "minutes.organ_from_decisions",
    "file": "minutes.organ_from_name",
    "folder": "minutes.organ_from_folder",
    "nothing": "minutes.no_organ",
}
_DATE_FROM = {
    "file": "minutes.date_from_name",
    "folder": "minutes.date_from_folder",
    "body": "minutes.date_from_text",
    "nothing": "minutes.no_date",
}
"""The remark on each source of a guess; the title is no guess."""


def differences(head: MeetingMetadata, file: str) -> Iterator[MeetingRemark]:
    """Remarks on what the file's name says otherwise than the minutes print: a single other day, another organ.

    The text counts, as when other minutes were saved under an old name.
    """
    stem = PurePath(file).stem
    organ, days = _named(stem), set(dates_in(_spaced(stem)))
    if head.date and len(days) == 1 and head.date not in days:
        yield meeting_remark("minutes.name_says_another_day", said=days.pop(), day=head.date)
    said, told = slug(organ), slug(head.organization)
    if organ and head.organization and said not in told and told not in said:
        yield meeting_remark("minutes.name_says_another_organ", said=organ, organ=head.organization)


def _organs(evidence: Evidence) -> Iterator[tuple[str, str]]:
    """What the organ may be called, the likeliest first, and what says so."""
    deciding = Counter(name for label in evidence.decisions if (name := _deciding(label)))
    yield from ((name, "decisions") for name, _ in deciding.most_common(1))
    path, called = PurePath(evidence.file), title_name(evidence.title)
    is_titled = any(_CALLED_MINUTES.search(line) for line in evidence.title)
    yield from ((name, "title") for name in [called] if name and is_titled)
    yield from ((name, "file") for name in [_named(path.stem)] if name)
    yield from ((name, "title") for name in [called] if name)
    yield from ((name, "folder") for folder in reversed(path.parts[:-1]) if (name := _named(folder)))
    yield UNKNOWN_ORGAN, "nothing"


_CALLED_MINUTES = re.compile(r"protokoll|anteckningar", re.IGNORECASE)


def _deciding(label: Label) -> str | None:
    """The organ that a label says decides: "Valnämnden beslutar"."""
    found = _SUBJECT.match(label.heading)
    return organ_in(found["name"].capitalize()) if found else None


def _days(evidence: Evidence) -> Iterator[tuple[str, str]]:
    """On which day the meeting may have been, the likeliest first, and what says so."""
    path = PurePath(evidence.file)
    yield from ((day, "file") for day in dates_in(_spaced(path.stem)))
    yield from ((day, "body") for day in _first(dates_in(line) for line in evidence.body))
    yield from ((day, "folder") for folder in reversed(path.parts[:-1]) for day in dates_in(_spaced(folder)))
    yield "", "nothing"


def _first(days: Iterable[Sequence[str]]) -> Sequence[str]:
    return next((found for found in days if found), ())


def _named(name: str) -> str | None:
    """The organ that the name of a file or folder is made of, spelled out if it is a short form."""
    tokens = re.findall(r"[^\W\d_]+", name.lower())
    abbreviations = pairs("organs", "abbreviations")
    known = next((abbreviations[token] for token in tokens if token in abbreviations), None)
    return known or find_organ([re.sub(r"-", " ", _spaced(name)).capitalize()])[0]


def _spaced(name: str) -> str:
    return re.sub(r"[_.]+", " ", name)
