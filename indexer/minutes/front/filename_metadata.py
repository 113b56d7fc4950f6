"""Hints: what the name of a file tells where the minutes in it have lost their first page.

Clerks name files after the organ and the day: "ks-2024-01-24.pdf", "2024-05-17 Socialnämnden.docx". A hint is used
only where nothing is printed, and the meeting carries a remark that says so. Where the name and the text differ, as
when other minutes were saved under an old name, the text counts, and a remark says that too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath

import msgspec

from indexer.minutes.dates import dates_in
from indexer.minutes.front.meeting_metadata import MeetingMetadata, find_organ
from indexer.minutes.ids import slug
from indexer.minutes.words import pairs
from indexer.model import MeetingRemark, meeting_remark


def with_hints(head: MeetingMetadata, file: str) -> tuple[MeetingMetadata, tuple[MeetingRemark, ...]]:
    """A head whose organ and date, if it lacks them, are those of the file's name, and remarks on what was taken."""
    organ, dates = _organ(_readable(file)), dates_in(_readable(file))
    remarks: list[MeetingRemark] = []
    if head.organization is None and organ:
        head = msgspec.structs.replace(head, organization=organ)
        remarks.append(meeting_remark("minutes.organ_from_name", organ=organ))
    if head.date is None and dates:
        head = msgspec.structs.replace(head, date=dates[0])
        remarks.append(meeting_remark("minutes.date_from_name", day=dates[0]))
    return head, tuple(remarks)


def differences(organ: str, day: str, file: str) -> Iterator[MeetingRemark]:
    """Remarks on what the file's name says otherwise than the minutes: a single other day, an organ of another name."""
    said_organ, said_days = _organ(_readable(file)), set(dates_in(_readable(file)))
    if len(said_days) == 1 and day not in said_days:
        yield meeting_remark("minutes.name_says_another_day", said=said_days.pop(), day=day)
    if said_organ and slug(said_organ) not in slug(organ) and slug(organ) not in slug(said_organ):
        yield meeting_remark("minutes.name_says_another_organ", said=said_organ, organ=organ)


def _readable(file: str) -> str:
    """The name of a file, its words apart."""
    return re.sub(r"[_.]+", " ", PurePath(file).name)


def _organ(name: str) -> str | None:
    tokens = re.findall(r"[^\W\d_]+", name.lower())
    abbreviations = pairs("organs", "abbreviations")
    known = next((abbreviations[token] for token in tokens if token in abbreviations), None)
    return known or find_organ([re.sub(r"-", " ", name)])[0]
