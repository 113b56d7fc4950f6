"""Building: meetings gathered into one new segment, whatever engine will keep it.

What is gathered is where each word stands *as it is written*; only when the segment is written are the words analysed,
each once, and a term gets the postings of the words that have it. Most terms come from one written word, whose list is
then theirs as it is; `documents.terms` is the definition of what comes out, and a test holds it to that.
"""

from __future__ import annotations

import zlib
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, pairwise
from typing import Final, TypeAlias

import msgspec

from indexer.index.documents import MAX_WORDS, ZONE_BITS, Document, documents, weight_at
from indexer.index.segments.segment import PostingList
from indexer.index.segments.segment_tables import HEAD, Numbers
from indexer.index.segments.written_words import DAMAGED, WrittenWordsWriter, named_words, terms_of_name
from indexer.index.zones import ZONE_NAMED
from indexer.model import Meeting

PostingLists: TypeAlias = Iterator[tuple[tuple[str, str], PostingList]]
"""Fields and terms in order, each with its list."""
WORTH_PACKING: Final = 256
"""Bytes below which compressing positions gains nothing."""


class _Occurrences:
    """Where one written word stands: documents, its weight in each, where its positions in each end, all positions."""

    __slots__ = ("ends", "numbers", "positions", "weights")

    def __init__(self) -> None:
        self.numbers = array("I")
        self.weights = array("f")
        self.ends = array("I")
        self.positions = array("I")

    def add(self, number: int, positions: Sequence[int], weight: float) -> None:
        """Add a document, whose number is larger than those before."""
        self.numbers.append(number)
        self.weights.append(weight)
        self.positions.extend(positions)
        self.ends.append(len(self.positions))

    def each(self) -> Iterator[tuple[int, float, array[int]]]:
        """Each document, with the word's weight and positions in it."""
        ends = pairwise(chain((0,), self.ends))
        for number, weight, (start, end) in zip(self.numbers, self.weights, ends, strict=True):
            yield number, weight, self.positions[start:end]

    def posting_list(self, words: array[int]) -> PostingList:
        """The posting list of the terms that no other written word has."""
        tail = array("I", [4 * end for end in self.ends]).tobytes() + self.positions.tobytes()
        compressed = len(tail) > WORTH_PACKING
        return PostingList(
            self.numbers, self.weights, zlib.compress(tail, 1) if compressed else tail, words, compressed
        )


class SegmentBuilder:
    """Gathers the documents of meetings; `postings` says how often a word was met in another document by now."""

    def __init__(self) -> None:
        self.stored: list[bytes] = []
        self.titles: list[str] = []
        self.evidence: list[Numbers] = []
        self.postings = 0
        self._occurrences: dict[str, dict[str, _Occurrences]] = {"item": {}, "meeting": {}}
        self._labels: dict[str, dict[str, array[int]]] = {"facet": {}, "label": {}}
        self._written: Counter[str] = Counter()

    def add(self, meeting: Meeting) -> None:
        """Add the documents of a meeting."""
        for document in documents(meeting):
            self._add(document)

    def _add(self, document: Document) -> None:
        number, item = len(self.stored), document.stored_item
        for field, terms in (("facet", _facets_of(document)), ("label", _labels_of(document))):
            for term in dict.fromkeys(terms):
                self._labels[field].setdefault(term, array("I")).append(number)
        self.evidence.append(array("Q", document.evidence))
        own: set[str] = set()
        occurrences = self._occurrences["meeting" if item is None else "item"]
        for name, positions in _positions(document, own).items():
            known = occurrences.get(name)
            if known is None:
                known = occurrences[name] = _Occurrences()
            known.add(number, positions, weight_at(positions))
            self.postings += 1
        if item is None:
            dates = [facet.value for facet in document.facets if facet.name == "date"]
            self.stored.append(f"{dates[0]} {document.id}".encode())
            self.titles.append("")
        else:
            self._written.update(own)
            self.stored.append(msgspec.json.encode(item))
            self.titles.append(item.item.title)

    def written_words(self) -> WrittenWordsWriter:
        """The table of the words of the items."""
        return WrittenWordsWriter(self._written)

    def lists(self, words: WrittenWordsWriter) -> PostingLists:
        """Every field and term in order, with its list."""
        for field in ("facet", "item", "label", "meeting"):
            if field in self._labels:
                for term, numbers in sorted(self._labels[field].items()):
                    yield (field, term), PostingList(numbers, array("f", [1.0]) * len(numbers), b"")
            else:
                for term, postings in _lists(self._occurrences[field], words.number if field == "item" else {}):
                    yield (field, term), postings


def _positions(document: Document, own: set[str]) -> dict[str, list[int]]:
    """The positions of each word of a document, by its name; `own` gathers the names in texts of its own."""
    positions: dict[str, list[int]] = {}
    sign = DAMAGED if document.damaged else ""
    for zone_name, text in document.zones:
        zone = ZONE_NAMED[zone_name]
        base = zone.number << ZONE_BITS
        named = ((at, sign + name) for at, name in named_words(text)) if sign else named_words(text)
        for at, name in islice(named, MAX_WORDS):
            if name in positions:
                positions[name].append(base + at)
            else:
                positions[name] = [base + at]
            if zone.of_item or zone.of_first_item:
                own.add(name)
    return positions


def _lists(occurrences: dict[str, _Occurrences], numbers: dict[str, int]) -> Iterator[tuple[str, PostingList]]:
    """The terms of written words in order, with their lists; `numbers` has the number of each word in the table."""
    names_of: dict[str, list[str]] = {}
    for name in occurrences:
        for term in dict.fromkeys(terms_of_name(name)):
            names_of.setdefault(term, []).append(name)
    alone: dict[str, PostingList] = {}
    for term in sorted(names_of):
        names = names_of.pop(term)
        words = array("I", sorted(numbers[name] for name in names if name in numbers))
        if len(names) > 1:
            yield term, _merged([occurrences[name] for name in names], words)
        else:
            name = names[0]
            if name not in alone:
                alone[name] = occurrences[name].posting_list(words)
            yield term, alone[name]


def _merged(several: Iterable[_Occurrences], words: array[int]) -> PostingList:
    """The posting list of a term that several written words have."""
    merged = _Occurrences()
    at: dict[int, tuple[float, Sequence[int]]] = {}
    for occurrences in several:
        for number, weight, own in occurrences.each():
            if number not in at:
                at[number] = weight, own
            else:
                both = sorted({*at[number][1], *own})
                at[number] = weight_at(both), both
    for number, (weight, positions) in sorted(at.items()):
        merged.add(number, positions, weight)
    return merged.posting_list(words)


def _facets_of(document: Document) -> Iterator[str]:
    """The terms that a document is narrowed by."""
    for facet in document.facets:
        yield f"{facet.name}={facet.value}"
    yield f"id={document.id}"
    yield f"meeting={document.meeting}"
    if document.stored_item is None:
        yield HEAD


def _labels_of(document: Document) -> Iterator[str]:
    """How a document spells the values of its facets."""
    for facet in document.facets:
        if facet.label:
            yield f"{facet.name}={facet.value}={'doubtful' if facet.doubtful else 'sure'}={facet.label}"
