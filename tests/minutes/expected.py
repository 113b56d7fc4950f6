"""What a text of minutes is expected to be read as, in a form short enough to check by eye.

    python -m tests.minutes.expected tests/minutes/STYLE/NAME.txt ...

writes NAME.json beside each text, from what the parser reads now. Read it through before you keep it.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import Any

import msgspec

from indexer.minutes import LineRole, ParsedMinutes, parse
from indexer.model import AgendaItem, Pages

HERE = Path(__file__).parent
_MEETING = [
    "id",
    "organization",
    "authority",
    "number",
    "date",
    "start",
    "end",
    "place",
    "contact",
    "style",
    "paragraphs",
]
_ITEM = [
    "number",
    "time",
    "title",
    "group",
    "reference",
    "line",
    "summary",
    "presenters",
    "attachments",
    "proposals",
    "votes",
    "reservations",
    "recipients",
    "disqualified",
]


def pages_of(path: Path) -> Pages:
    """A text file as the pages of it."""
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    return Pages(file=path.name, sha256=digest, media_type="text/plain", text=data.decode("utf-8"))


def told(parsed: ParsedMinutes) -> dict[str, Any]:
    """What the meeting tells: every field that holds something, and how many lines are in each place."""
    meeting = parsed.meeting
    places = {place.value: parsed.places.count(place) for place in LineRole if place is not LineRole.BLANK}
    return {
        **_holding(meeting, _MEETING),
        **({"remarks": [remark.text for remark in meeting.remarks]} if meeting.remarks else {}),
        "attendance": [_without_nothing(person) for person in meeting.attendance],
        "items": [_item(item) for item in meeting.items],
        "signatures": [_without_nothing(signature) for signature in meeting.signatures],
        "unplaced": [line.text for line in meeting.unplaced],
        "lines": {place: count for place, count in places.items() if count},
    }


def _item(item: AgendaItem) -> dict[str, Any]:
    decisions = [_without_nothing(decision) for decision in item.decisions]
    for decision in decisions:
        del decision["id"]
    below = {"items": [_item(sub) for sub in item.items]} if item.items else {}
    return {**_holding(item, _ITEM), **({"decisions": decisions} if decisions else {}), **below}


def _holding(struct: Any, fields: list[str]) -> dict[str, Any]:
    plain = _without_nothing(struct)
    return {field: plain[field] for field in fields if field in plain}


def _without_nothing(struct: Any) -> dict[str, Any]:
    plain = msgspec.to_builtins(struct)
    return {name: value for name, value in plain.items() if value not in (None, "", [], (), False)}


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        source = Path(argument)
        expected = msgspec.json.encode(told(parse(pages_of(source))))
        source.with_suffix(".json").write_bytes(msgspec.json.format(expected, indent=1) + b"\n")
