"""Fields: what of a meeting goes into an index, in which zones, and what each zone is worth.

A meeting becomes one *meeting document* (its organ, its people, its number: what is true of all its items) followed by
one *item document* for each agenda item. An item's text lies in zones; a word's weight is that of the best zone it
stands in, raised by at most a tenth when it stands there often. A better level or a better zone therefore always
outweighs mere repetition.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

import msgspec

from indexer import privacy
from indexer.model import AgendaItem, AttendanceStatus, Decision, DecisionKind, Meeting, organ_name
from indexer.swedish import VERSION as ANALYSIS_VERSION
from indexer.swedish import MatchLevel, words
from indexer.swedish.diacritics import slug

FIELDS_VERSION = "3"
FINGERPRINT: Final = f"fields {FIELDS_VERSION}, swedish {ANALYSIS_VERSION}, masking {privacy.VERSION}"
"""What an index must have been made with to be read by this program."""

ITEM_ZONES: Final[dict[str, float]] = {
    "title": 3.0,
    "decision": 2.0,
    "presenters": 1.5,
    "text": 1.0,
    "attachments": 0.7,
    "routine": 0.3,
    "date": 0.2,
    "number": 0.2,
    "reference": 0.2,
}
"""The zones of an item and their weights; "routine" holds clauses that only note, 20 of 45 in the shipped minutes.

`python -m benchmarks.weights` says what each is worth; a title of 3 scores best of 2, 3 and 4."""

MEETING_ZONES: Final[dict[str, float]] = {"organization": 1.0, "authority": 1.0, "persons": 0.1, "place": 0.1}
"""The zones of a meeting, searched only by name; what they find is all the meeting's items."""

ZONE_GROUPS: Final[dict[str, tuple[str, ...]]] = {
    "decision": ("decision", "routine"),
    "person": ("presenters", "persons"),
}
"""Names that a query may use for several zones at once."""

LEVELS: Final[dict[MatchLevel, float]] = {
    MatchLevel.EXACT: 1.0,
    MatchLevel.STEM: 0.8,
    MatchLevel.RESTORED: 0.5,
    MatchLevel.LAST_PART: 0.4,
    MatchLevel.PART: 0.35,
    MatchLevel.FOLDED: 0.25,
}
"""What a match is worth by how near it is to the word asked for. Each step is larger than repetition's tenth, and
a part of a compound in a title (0.35 of 3) outweighs the word itself in the text (`python -m benchmarks.weights`)."""

MONTHS: Final = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip
REPETITION: Final = 0.1
ZONE_BITS: Final = 20
MAX_WORDS: Final = 1 << ZONE_BITS
_ZONE_NUMBER: Final = {name: number for number, name in enumerate((*ITEM_ZONES, *MEETING_ZONES))}


class StoredItem(msgspec.Struct, frozen=True, kw_only=True):
    """What the index keeps of an item to show it: the item, and what of its meeting a citation needs."""

    meeting: str
    organization: str
    authority: str | None
    number: str | None
    date: str
    file: str
    item: AgendaItem

    @property
    def organ(self) -> str:
        """The organ with the authority it is part of."""
        return organ_name(self.organization, self.authority)


class DocumentFacet(msgspec.Struct, frozen=True):
    """One value that a document can be narrowed by: `value` is its slug, `label` how the minutes spell it.

    A label that was read from a damaged page is `doubtful`, and used only where no other minutes spell the value.
    """

    name: str
    value: str
    label: str = ""
    doubtful: bool = False


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """One document for an engine: an item, or, where `stored_item` is None, the meeting of the documents after it."""

    id: str
    meeting: str
    zones: tuple[tuple[str, str], ...]
    facets: tuple[DocumentFacet, ...]
    damaged: bool
    stored_item: StoredItem | None = None


class Posting(msgspec.Struct):
    """How one term stands in one document: its best weight, and where (zone and word number, see `position`)."""

    weight: float
    positions: list[int]


def zone_of_position(position: int) -> int:
    """The number of the zone that a place lies in."""
    return position >> ZONE_BITS


def zone_number(name: str) -> int:
    """The number that places in this zone begin with."""
    return _ZONE_NUMBER[name]


def documents(meeting: Meeting) -> Iterator[Document]:
    """The meeting document, then one document an agenda item, sub-items included, in printed order.

    Personnummer are masked here, so that no index holds any: nor its answers, its excerpts and its suggestions.
    """
    meeting = privacy.masked_in(meeting)
    yield Document(
        id=meeting.id,
        meeting=meeting.id,
        zones=(
            ("organization", meeting.organization),
            ("authority", meeting.authority or ""),
            ("persons", "\n".join(person.name for person in meeting.attendance)),
            ("place", meeting.place or ""),
        ),
        facets=tuple(_meeting_facets(meeting)),
        damaged=meeting.source.ocr_damaged,
    )
    for item in meeting.walk():
        yield Document(
            id=item.id,
            meeting=meeting.id,
            zones=(*_item_zones(item), ("date", _said(meeting.date))),
            facets=tuple(_item_facets(item)),
            damaged=item.ocr_damaged,
            stored_item=StoredItem(
                meeting=meeting.id,
                organization=meeting.organization,
                authority=meeting.authority,
                number=meeting.number,
                date=meeting.date,
                file=meeting.source.file,
                item=msgspec.structs.replace(item, items=()),
            ),
        )


def terms(document: Document) -> dict[str, Posting]:
    """Every term of a document with its weight and its places; Level and term together are the key."""
    found: dict[str, Posting] = {}
    counts: dict[str, int] = {}
    zones = ITEM_ZONES | MEETING_ZONES
    for zone, text in document.zones:
        base, weight = zone_number(zone) << ZONE_BITS, zones[zone]
        for position, _, _, keys in islice(words(text, damaged=document.damaged), MAX_WORDS):
            for key in keys:
                posting = found.get(key)
                if posting is None:
                    posting = found[key] = Posting(weight, [])
                elif posting.weight < weight:
                    posting.weight = weight
                posting.positions.append(base | position)
                counts[key] = counts.get(key, 0) + 1
    for key, count in counts.items():
        found[key].weight *= 1 + REPETITION * (1 - 1 / count)
    return found


def body(item: AgendaItem) -> str:
    """The words of an item that no other zone holds: what is neither title, decision, presenter nor attachment."""
    apart = {"decision", "presenters", "attachments", "title"}
    texts = [item.section_text(section) for section in item.sections if section.kind not in apart]
    return "\n".join(texts) if item.sections else item.summary or ""


def _item_zones(item: AgendaItem) -> Iterator[tuple[str, str]]:
    """An item's texts by zone."""
    yield "title", f"{item.title}\n{item.group}" if item.group else item.title
    yield "decision", _clauses(item.decisions, routine=False)
    yield "routine", _clauses(item.decisions, routine=True)
    yield "presenters", "\n".join(item.presenters)
    yield "text", body(item)
    yield "attachments", "\n".join(item.attachments)
    yield "number", "\n".join(dict.fromkeys((item.number, item.number.strip("§ "))))
    yield "reference", item.reference or ""


def _said(date: str) -> str:
    """A meeting's date in the ways that people write it: items of "2025-06-13" are found by "juni 2025" and "13/6"."""
    year, month, day = date.split("-")
    return f"{date} {int(day)}/{int(month)} {int(day)} {MONTHS[int(month) - 1]} {year}"


def _clauses(decisions: Iterable[Decision], *, routine: bool) -> str:
    """The decisions' words; those that only note something are routine."""
    return "\n".join(decision.text for decision in decisions if (decision.kind is DecisionKind.NOTED) is routine)


def _meeting_facets(meeting: Meeting) -> Iterator[DocumentFacet]:
    """What every item of the meeting can be found by."""
    damaged = meeting.source.ocr_damaged
    yield DocumentFacet("organization", meeting.id.rsplit("/", 1)[0], meeting.organ, damaged)
    if meeting.authority:
        yield DocumentFacet("authority", slug(meeting.authority), meeting.authority, damaged)
    yield DocumentFacet("year", meeting.date[:4], meeting.date[:4])
    yield DocumentFacet("date", meeting.date)
    for person in meeting.attendance:
        if person.status is AttendanceStatus.PRESENT:
            yield DocumentFacet("person", slug(person.name), person.name, damaged)


def _item_facets(item: AgendaItem) -> Iterator[DocumentFacet]:
    """What only this item can be found by."""
    for kind in sorted({decision.kind for decision in item.decisions}):
        yield DocumentFacet("kind", kind)
