"""Stored: a meeting's documents as the cluster keeps them, and what is written anew of those that it has.

What a document was made of is stored with it, so that one that joins another matter can be written again without its
minutes.
"""

from __future__ import annotations

import base64
import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import islice
from typing import Any, Final, NamedTuple, TypeAlias

import msgspec

from indexer.index.documents import MAX_WORDS, ZONE_WEIGHTS, Document, DocumentFacet, StoredItem, documents
from indexer.index.opensearch.fields import (
    CODE,
    FACET_NAMES,
    ITEM,
    MEETING,
    NOTHING,
    SAME_PLACE,
    TERMS,
    WORD,
    weight_code,
    zone_field,
)
from indexer.index.zones import ZONE_NAMED
from indexer.model import Meeting, digest
from indexer.record.evidence import clues, is_formal
from indexer.record.matters import Clues
from indexer.swedish import MatchLevel, words
from indexer.swedish.diacritics import fold

TITLE_LETTERS: Final = 60
"""So many letters of a title, from each of its words on, are sought by a beginning."""
TITLE_WORDS: Final = 40
ID_BYTES: Final = 400
"""An id may have 512 bytes."""
Analysed: TypeAlias = Sequence[tuple[str, Sequence[Sequence[str]]]]
"""Zones, each with the terms of its words, one word after the other."""
_DOCUMENTS: Final = msgspec.json.Decoder(Document)
_STORED_ITEMS: Final = msgspec.json.Decoder(StoredItem)
_BLANKS: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f]")


class PreparedMeeting(msgspec.Struct, frozen=True):
    """A meeting on its way into an index: its digest, and its documents, the meeting's own first."""

    id: str
    date: str
    digest: str
    documents: tuple[Document, ...]


def prepared(meeting: Meeting) -> PreparedMeeting:
    """The documents of a meeting."""
    return PreparedMeeting(meeting.id, meeting.date, digest(meeting), tuple(documents(meeting)))


class MatterOfItem(NamedTuple):
    """The matter of an item, as a key, and whether it has more than one item."""

    key: str
    several: bool


class Place(NamedTuple):
    """What a generation knows of an item to join it to others: where it is stored, and what its matter is."""

    document: str
    clues: Clues
    matter: MatterOfItem | None


def packed(evidence: Iterable[int]) -> str:
    """The keys of evidence as a text."""
    return base64.b64encode(array("Q", evidence).tobytes()).decode()


def unpacked(text: str) -> array[int]:
    """The keys of evidence from a text."""
    return array("Q", base64.b64decode(text))


def clues_of(date: str, meeting: str, ord: int, of_meeting: Iterable[int], of_item: Iterable[int]) -> Clues:
    """What may join an item to others; `ord` is its place in its meeting, from 1."""
    return clues((date, meeting, ord), of_meeting, of_item)


def actions(
    meeting: PreparedMeeting, generation: int, matters: Mapping[str, MatterOfItem], counts: Counter[str]
) -> Iterator[tuple[Any, Any]]:
    """What writes the documents of a meeting: its own, and one for each of its items, whose words are counted."""
    head, *items = meeting.documents
    shared = placed(analysed(head))
    yield (
        {"index": {"_id": document_id(meeting.id, generation)}},
        {
            "type": MEETING,
            "generation": generation,
            "id": meeting.id,
            "meeting": meeting.id,
            "date": meeting.date,
            "ord": 0,
            "label": labels_of(head.facets),
            "document": _encoded(head),
            "evidence": packed(head.evidence),
            "digest": meeting.digest,
        },
    )
    for ord, document in enumerate(items, 1):
        zones = analysed(document)
        counts.update(exact_words(zones))
        standing = Standing(meeting.date, ord, matters[document.id], generation)
        source = item_source(document, zones, head, standing)
        yield {"index": {"_id": document_id(document.id, generation)}}, source | shared


class Standing(NamedTuple):
    """Where an item stands: the day of its meeting, its place there from 1, its matter, and its generation."""

    date: str
    ord: int
    matter: MatterOfItem
    generation: int


def item_source(document: Document, zones: Analysed, head: Document, standing: Standing) -> dict[str, Any]:
    """An item's document as it is stored and found, but for the zones of its meeting, whose document is `head`."""
    assert document.stored_item
    facets = (*head.facets, *document.facets)
    title = document.stored_item.item.title
    folded = fold(" ".join(title.lower().split()))
    later = [folded[at + 1 :] for at, letter in enumerate(folded) if letter == " "]
    return {
        "type": ITEM,
        "generation": standing.generation,
        "id": document.id,
        "meeting": document.meeting,
        "date": standing.date,
        "ord": standing.ord,
        "label": labels_of(document.facets),
        "document": _encoded(document),
        "evidence": packed(document.evidence),
        "stored": msgspec.json.encode(document.stored_item).decode(),
        "narrowed": list(dict.fromkeys(f"{facet.name}={facet.value}" for facet in facets)),
        **{f"facet_{name}": values for name in FACET_NAMES if (values := _values(facets, name))},
        **({"title": title, "title_start": folded[:TITLE_LETTERS]} if title else {}),
        "title_later": [each[:TITLE_LETTERS] for each in later[:TITLE_WORDS]],
        "matter": standing.matter.key,
        "several": standing.matter.several,
        "formal": is_formal(document.evidence),
        **placed(zones),
        TERMS: _weighed(zones),
    }


def document_of(source: Mapping[str, Any]) -> Document:
    """The document that a stored one was made of."""
    document = _DOCUMENTS.decode(source["document"])
    stored = _STORED_ITEMS.decode(source["stored"]) if source["type"] == ITEM else None
    return msgspec.structs.replace(document, stored_item=stored, evidence=tuple(unpacked(source["evidence"])))


def document_id(id: str, generation: int) -> str:
    """The id of a document of a generation: that of its item or meeting, and of a long one a hash."""
    short = id if len(id.encode()) <= ID_BYTES else blake2b(id.encode()).hexdigest()
    return f"{short}@{generation}"


def word_actions(counts: Mapping[str, int], generation: int) -> Iterator[tuple[Any, Any]]:
    """What writes the words of a generation, each with how many items have it."""
    for word, count in counts.items():
        if count > 0:
            yield (
                {"index": {"_id": document_id(f"={word}", generation)}},
                {
                    "type": WORD,
                    "generation": generation,
                    "word": word,
                    "folded": fold(word),
                    "reversed": word[::-1],
                    "length": len(word),
                    "count": count,
                },
            )


def analysed(document: Document) -> Analysed:
    """The zones of a document, each with the terms of its words, one word after the other."""
    return [
        (zone, [keys for *_, keys in islice(words(text, damaged=document.damaged), MAX_WORDS)])
        for zone, text in document.zones
        if text
    ]


def exact_words(zones: Analysed) -> set[str]:
    """The words of a document as they stand in it."""
    return {cleaned(key)[1:] for _, those in zones for keys in those for key in keys if key[0] == MatchLevel.EXACT}


def labels_of(facets: Iterable[DocumentFacet]) -> list[str]:
    """How a document spells the values of its facets."""
    return [
        f"{facet.name}={facet.value}={'doubtful' if facet.doubtful else 'sure'}={facet.label}"
        for facet in facets
        if facet.label and facet.name in FACET_NAMES
    ]


def cleaned(key: str) -> str:
    """A term without what parts terms from each other."""
    return key if key.isprintable() and " " not in key else _BLANKS.sub("_", key)


def _values(facets: Iterable[DocumentFacet], name: str) -> list[str]:
    return list(dict.fromkeys(facet.value for facet in facets if facet.name == name))


def _encoded(document: Document) -> str:
    """What a document is made of, but what is stored of it besides."""
    bare = msgspec.structs.replace(document, stored_item=None, evidence=())
    return msgspec.json.encode(bare).decode()


def placed(zones: Analysed) -> dict[str, str]:
    """The texts of a document by zone, as the analyzer `placed` reads them: the terms of each word together."""
    return {
        zone_field(zone): " ".join(SAME_PLACE.join(map(cleaned, keys)) or NOTHING for keys in those)
        for zone, those in zones
    }


def _weighed(zones: Analysed) -> str:
    """The terms of a document with the codes of their weights, as the analyzer `weighed` reads them."""
    best: dict[str, float] = {}
    times: dict[str, int] = {}
    for zone, those in zones:
        weight = ZONE_WEIGHTS[ZONE_NAMED[zone].number]
        for keys in those:
            for key in keys:
                times[key] = times.get(key, 0) + 1
                if weight > best.get(key, 0.0):
                    best[key] = weight
    return " ".join(f"{cleaned(key)}{CODE}{weight_code(best[key], count)}" for key, count in times.items())
