"""Building: meetings gathered into one new segment, whatever engine will keep it."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator
from typing import Final, TypeAlias

import msgspec

from indexer.index.documents import Document, documents, terms, texts_of
from indexer.index.segment import PostingList, tail_of
from indexer.index.segment_tables import HEAD
from indexer.index.written_words import WrittenWordsWriter, written_in
from indexer.model import Meeting

PostingLists: TypeAlias = Iterator[tuple[tuple[str, str], PostingList]]
"""Fields and terms in order, each with its list."""
_NONE: Final = array("I")


class SegmentBuilder:
    """Gathers the documents of meetings; `postings` says how many entries of posting lists there are by now."""

    def __init__(self) -> None:
        self.stored: list[bytes] = []
        self.titles: list[str] = []
        self.postings = 0
        self._lists: dict[tuple[str, str], tuple[array[int], array[float], list[bytes]]] = {}
        self._written: Counter[str] = Counter()

    def add(self, meeting: Meeting) -> None:
        """Add the documents of a meeting."""
        for document in documents(meeting):
            self._add(document)

    def _add(self, document: Document) -> None:
        number = len(self.stored)
        item = document.stored_item
        field = "meeting" if item is None else "item"
        for term, posting in terms(document).items():
            self._post(field, term, number, posting.weight, array("I", posting.positions).tobytes())
        for facet in dict.fromkeys(_facets_of(document)):
            self._post("facet", facet, number, 1.0, b"")
        for label in dict.fromkeys(_labels_of(document)):
            self._post("label", label, number, 1.0, b"")
        if item is None:
            dates = [facet.value for facet in document.facets if facet.name == "date"]
            self.stored.append(f"{dates[0]} {document.id}".encode())
            self.titles.append("")
        else:
            self._written.update(written_in(texts_of(item.item), damaged=document.damaged))
            self.stored.append(msgspec.json.encode(item))
            self.titles.append(item.item.title)

    def _post(self, field: str, term: str, number: int, weight: float, positions: bytes) -> None:
        """Put a document at the end of a term's list."""
        gathered = self._lists.get((field, term))
        if gathered is None:
            gathered = self._lists[field, term] = (array("I"), array("f"), [])
        numbers, weights, tail = gathered
        numbers.append(number)
        weights.append(weight)
        tail.append(positions)
        self.postings += 1

    def written_words(self) -> WrittenWordsWriter:
        """The table of the words of the items."""
        return WrittenWordsWriter(self._written)

    def lists(self, words: WrittenWordsWriter) -> PostingLists:
        """Every field and term in order, with its list."""
        by_term = words.by_term()
        for (field, term), (numbers, weights, tail) in sorted(self._lists.items()):
            written = by_term.get(term, _NONE) if field == "item" else _NONE
            yield (field, term), PostingList(numbers, weights, tail_of(tail), written)


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
