"""Segments: what an engine that keeps segments gives, and all that the reader, the evaluator and the searcher need.

A segment is a number of documents, numbered from 0, that never changes: each meeting document comes first, then its
items. Its terms lie in four fields: `item` and `meeting` hold words, `facet` what documents are narrowed by
("year=2024", "id=...", and "head=" on every meeting document), `label` how the minutes spell a facet's value.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from itertools import accumulate
from typing import Final, NamedTuple, Protocol

from indexer.index.segments.packed_numbers import turned_back, unpacked_tail
from indexer.index.segments.segment_tables import SegmentTables

WORD_FIELDS: Final = ("item", "meeting")
"""The fields that hold words."""


class DamagedRecord(Exception):
    """What was read of a segment is not what was written."""


class PostingList(NamedTuple):
    """A posting list in memory: the documents' numbers, ascending, the weights, and where the term stands in each.

    The tail holds the positions in each document, packed (`packed_numbers.packed_tail`), or nothing where there are
    none; `words` are the numbers, ascending, of the written words that have the term (`written_words`).
    """

    numbers: array[int]
    weights: array[float]
    tail: bytes = b""
    words: array[int] = array("I")

    def ends_and_positions(self) -> tuple[array[int], bytes]:
        """For each document where its positions end, counted in bytes, and the positions of all; nothing for none."""
        counts, turned = unpacked_tail(self.tail, len(self.numbers))
        return array("I", map((4).__mul__, accumulate(counts))), turned_back(turned).tobytes()


class SegmentReader(Protocol):
    """One segment, read; several threads may read it at once. Raises DamagedRecord over what is not as written."""

    @property
    def name(self) -> str:
        """What tells it from any other segment, in this generation and the next."""

    @property
    def size(self) -> int:
        """How many documents it has."""

    @property
    def tables(self) -> SegmentTables:
        """What is known of it beside its posting lists."""

    def postings(self, field: str, term: str) -> PostingList | None:
        """The posting list of a term; None where no document has it."""

    def lists(self, field: str, prefix: str) -> Iterator[tuple[str, PostingList]]:
        """The terms of a field that begin so, in order, with their posting lists."""

    def terms(self, field: str, prefix: str) -> Iterator[tuple[str, int]]:
        """The terms of a field that begin so, in order, and how many documents have each."""

    def stored(self, number: int) -> bytes:
        """What is stored of a document: an item as JSON, or a meeting's date and id with a space between."""
