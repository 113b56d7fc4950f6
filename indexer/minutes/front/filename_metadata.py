"""Hints: what the name of a file tells where the minutes in it have lost their first page.

Clerks name files after the organ and the day: "ks-2024-01-24.pdf", "2024-05-17 Socialnämnden.docx". A hint is used
only where nothing is printed, and the meeting carries a remark that says so.
"""

from __future__ import annotations

import re
from pathlib import PurePath

import msgspec

from indexer.minutes.dates import dates_in
from indexer.minutes.front.meeting_metadata import MeetingMetadata, find_organ
from indexer.minutes.words import pairs
from indexer.model import MeetingRemark, meeting_remark


def with_hints(head: MeetingMetadata, file: str) -> tuple[MeetingMetadata, tuple[MeetingRemark, ...]]:
    """A head whose organ and date, if it lacks them, are those of the file's name, and remarks on what was taken."""
    name = re.sub(r"[_.]+", " ", PurePath(file).name)
    remarks: list[MeetingRemark] = []
    if head.organization is None and (organ := _organ(name)):
        head = msgspec.structs.replace(head, organization=organ)
        remarks.append(meeting_remark("minutes.organ_from_name", organ=organ))
    if head.date is None and (dates := dates_in(name)):
        head = msgspec.structs.replace(head, date=dates[0])
        remarks.append(meeting_remark("minutes.date_from_name", day=dates[0]))
    return head, tuple(remarks)


def _organ(name: str) -> str | None:
    tokens = re.findall(r"[^\W\d_]+", name.lower())
    abbreviations = pairs("organs", "abbreviations")
    known = next((abbreviations[token] for token in tokens if token in abbreviations), None)
    return known or find_organ([re.sub(r"-", " ", name)])[0]
