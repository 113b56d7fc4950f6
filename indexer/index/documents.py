"""Documents: what of a meeting goes into an index, in its zones and with its facets.

A meeting becomes one *meeting document* (its organ, its people, its number: what is true of all its items) followed by
one *item document* for each agenda item. An item's text lies in zones; a word's weight is that of the best zone it
stands in, raised by at most a tenth when it stands there often. A better level or a better zone therefore always
outweighs mere repetition.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Final, get_args, get_origin

import msgspec

from indexer import privacy
from indexer.index.facets import FACETS
from indexer.index.zones import ZONE_NAMED, ZONES, item_zones, meeting_zones
from indexer.model import AgendaItem, DocumentKind, Meeting, MeetingLine, organ_name
from indexer.record import register_keys
from indexer.record.agreed import agreed
from indexer.record.evidence import VERSION as EVIDENCE_VERSION
from indexer.record.evidence import packed_item, packed_meeting
from indexer.swedish import VERSION as ANALYSIS_VERSION
from indexer.swedish import MatchLevel, words

FIELDS_VERSION = "11"
FINGERPRINT: Final = (
    f"fields {FIELDS_VERSION}, swedish {ANALYSIS_VERSION}, masking {privacy.VERSION}, evidence {EVIDENCE_VERSION}"
)
"""What an index must have been made with to be read by this program."""

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

REPETITION: Final = 0.1
ZONE_BITS: Final = 20
MAX_WORDS: Final = 1 << ZONE_BITS
ZONE_WEIGHTS: Final = {zone.number: zone.weight for zone in ZONES}


class StoredItem(msgspec.Struct, frozen=True, kw_only=True):
    """What the index keeps of an item to show it: the item, and what of its meeting a citation needs.

    `agreed` is what its decisions only name (`record.agreed`), worked out once for all who will read it.

    With a meeting's first item is kept what is printed outside all items, since that item is found by it.
    """

    meeting: str
    organization: str
    authority: str | None
    number: str | None
    date: str
    file: str
    item: AgendaItem
    agreed: tuple[str, ...] = ()
    outside: str = ""
    document: DocumentKind = DocumentKind.MINUTES

    @property
    def organ(self) -> str:
        """The organ with the authority it is part of."""
        return organ_name(self.organization, self.authority)

    @property
    def meeting_line(self) -> MeetingLine:
        """What a citation needs of the meeting."""
        return MeetingLine(
            id=self.meeting,
            organization=self.organization,
            authority=self.authority,
            number=self.number,
            date=self.date,
            document=self.document,
        )


def blank_item() -> bytes:
    """A stored item as JSON with one empty part of each kind: what all stored items have in common."""
    return msgspec.json.encode(_blank(StoredItem, frozenset()))


def _blank(of: Any, within: frozenset[type]) -> object:
    """A value of a type with nothing in it; of what stands within itself none."""
    if isinstance(of, type) and issubclass(of, msgspec.Struct):
        inner = within | {of}
        return {field.encode_name: _blank(field.type, inner) for field in msgspec.structs.fields(of)}
    kinds = [kind for kind in get_args(of) if kind not in {type(None), Ellipsis}]
    if get_origin(of) in {tuple, list}:
        return [] if kinds[0] in within else [_blank(kinds[0], within)]
    return _blank(kinds[0], within) if kinds else ""


class DocumentFacet(msgspec.Struct, frozen=True):
    """One value that a document can be narrowed by: `value` is its slug, `label` how the minutes spell it.

    A label that was read from a damaged page is `doubtful`, and used only where no other minutes spell the value.
    """

    name: str
    value: str
    label: str = ""
    doubtful: bool = False


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """One document for an engine: an item, or, where `stored_item` is None, the meeting of the documents after it.

    `evidence` is what may join it to other items, as keys (see `record.evidence`).
    """

    id: str
    meeting: str
    zones: tuple[tuple[str, str], ...]
    facets: tuple[DocumentFacet, ...]
    damaged: bool
    evidence: tuple[int, ...]
    stored_item: StoredItem | None = None


class Posting(msgspec.Struct):
    """How one term stands in one document: its best weight, and where (zone and word number, see `position`)."""

    weight: float
    positions: list[int]


def zone_of_position(position: int) -> int:
    """The number of the zone that a place lies in."""
    return position >> ZONE_BITS


def documents(meeting: Meeting) -> Iterator[Document]:
    """The meeting document, then one document an agenda item, sub-items included, in printed order.

    Personnummer are masked here, so that no index holds any: nor its answers, its excerpts and its suggestions.
    """
    meeting = privacy.masked_in(meeting)
    yield Document(
        id=meeting.id,
        meeting=meeting.id,
        zones=meeting_zones(meeting),
        facets=tuple(_facets(meeting)),
        damaged=meeting.source.ocr_damaged,
        evidence=packed_meeting(meeting),
    )
    for item in meeting.walk():
        yield Document(
            id=item.id,
            meeting=meeting.id,
            zones=item_zones(item, meeting),
            facets=(*_item_facets(item), *_register_keys(item, meeting)),
            damaged=item.ocr_damaged,
            evidence=packed_item(item, meeting),
            stored_item=StoredItem(
                meeting=meeting.id,
                organization=meeting.organization,
                authority=meeting.authority,
                number=meeting.number,
                date=meeting.date,
                file=meeting.source.file,
                item=msgspec.structs.replace(item, items=()),
                agreed=agreed(item),
                outside=meeting.outside if item.id == meeting.items[0].id else "",
                document=meeting.document,
            ),
        )


def weight_at(positions: Sequence[int]) -> float:
    """What a term is worth in a document that has it at these positions: its best zone, raised when it is repeated."""
    if len(positions) == 1:
        return ZONE_WEIGHTS[positions[0] >> ZONE_BITS]
    best = max(ZONE_WEIGHTS[position >> ZONE_BITS] for position in positions)
    return best * (1 + REPETITION * (1 - 1 / len(positions)))


def terms(document: Document) -> dict[str, Posting]:
    """Every term of a document, with the sign of its level, with its weight and its positions."""
    positions: dict[str, list[int]] = {}
    for name, text in document.zones:
        base = ZONE_NAMED[name].number << ZONE_BITS
        for position, _, _, keys in islice(words(text, damaged=document.damaged), MAX_WORDS):
            for key in keys:
                positions.setdefault(key, []).append(base | position)
    return {key: Posting(weight_at(those), those) for key, those in positions.items()}


def texts_of(stored_item: StoredItem) -> tuple[str, ...]:
    """The texts of an item that are searched and shown."""
    return (*(zone.of_item(stored_item.item) for zone in ZONES if zone.of_item), stored_item.outside)


def _facets(meeting: Meeting) -> Iterator[DocumentFacet]:
    """What every item of the meeting can be found by."""
    damaged = meeting.source.ocr_damaged
    yield DocumentFacet("date", meeting.date)
    for facet in FACETS:
        for value, label in facet.of_meeting(meeting) if facet.of_meeting else ():
            yield DocumentFacet(facet.name, value, label, damaged and label != value)


def _item_facets(item: AgendaItem) -> Iterator[DocumentFacet]:
    """What only this item can be found by."""
    for facet in FACETS:
        for value, label in facet.of_item(item) if facet.of_item else ():
            yield DocumentFacet(facet.name, value, label, item.ocr_damaged and label != value)


def _register_keys(item: AgendaItem, meeting: Meeting) -> Iterator[DocumentFacet]:
    """What the registers of the record find an item by; no facet, so that nothing counts them.

    What stands beside minutes is in no register: it would be there twice. Nor is an agenda, in which nothing was done.
    """
    if not meeting.is_record:
        return
    yield from (DocumentFacet(name, value) for name, value in register_keys.keys(item, meeting))
