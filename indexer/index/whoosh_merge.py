"""Merging: segments written as one, without the documents that were deleted from them.

Whoosh merges by sorting every posting anew. But the terms of a segment lie sorted, and all that is kept of one is a
single list (`whoosh_codec`): here the dictionaries are gone through side by side, a term's lists are put one after the
other with the documents renumbered, and no posting is looked at by itself unless its document is gone.

    segment 1   documents 0 1 2 3, of which 1 and 2 are deleted      "~möte": 0 2 3     "~bro": 1
    segment 2   documents 0 1                                        "~möte": 1
    merged      documents 0 1 2 3 (0 and 3 of 1; 0 and 1 of 2)       "~möte": 0 1 3     and no "~bro"
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import chain, compress, groupby, pairwise
from operator import itemgetter
from typing import Any, Final

from indexer.index.segment import PostingList, tail_of
from indexer.index.whoosh_codec import PackedCodec, lists_in
from indexer.index.whoosh_mmap_storage import MmapStorage

TIER: Final = 4
"""A segment is merged when it has so many of about its size: each document is written anew log4(N) times.

With 4 an index that grew by a thousand meetings has ten segments; with 8 it has twice as many, and every word of a
query is looked up in each. The idea is that of Lucene's LogMergePolicy."""
LARGEST: Final = 20_000
"""Documents beyond which segments are not merged when minutes arrive: that would take longer than anyone waits."""


def segments_to_merge(sizes: Sequence[int]) -> set[int]:
    """Which segments, by their place among the sizes, are to be merged into one: TIER of about one size, and all
    smaller ones.
    """
    order = sorted((position for position, size in enumerate(sizes) if size <= LARGEST), key=sizes.__getitem__)
    for count in range(len(order), TIER - 1, -1):
        smallest, largest = sizes[order[count - TIER]], sizes[order[count - 1]]
        if largest <= TIER * smallest and sum(sizes[position] for position in order[:count]) <= LARGEST:
            return set(order[:count])
    return set()


def merged(storage: MmapStorage, name: str, schema: Any, segments: Sequence[Any]) -> Any:
    """One new segment of the index `name` with what is left of these, in their order; at least one document must be."""
    codec = PackedCodec()
    segment = codec.new_segment(storage, name)
    sources, count = [], 0
    for each in segments:
        source = _MergeSource(storage, each, count)
        sources.append(source)
        count += source.count
    stored_items = codec.per_document_writer(storage, segment)
    for source in sources:
        for stored_item in source.stored_items():
            stored_items.copy(stored_item)
    stored_items.close()
    fields = codec.field_writer(storage, segment)
    every = merge(*(source.lists() for source in sources), key=itemgetter(0))
    for field, terms in groupby(every, key=lambda those: those[0][0]):
        fields.start_field(field, schema[field])
        for (_, term), those in groupby(terms, key=itemgetter(0)):
            fields.add_list(term, _joined([postings for _, postings in those]))
        fields.finish_field()
    fields.close()
    segment.set_doc_count(count)
    return segment


def _joined(lists: list[PostingList]) -> PostingList:
    """The lists of one term, whose documents follow each other, as one."""
    if len(lists) == 1:
        return lists[0]
    numbers, weights, ends, positions = array("I"), array("f"), array("I"), []
    for postings in lists:
        numbers += postings.numbers
        weights += postings.weights
        own_ends, own_places = postings.ends_and_positions()
        before = ends[-1] if ends else 0
        ends.extend(end + before for end in own_ends)
        positions.append(own_places)
    joined = b"".join(positions)
    return PostingList(numbers, weights, ends.tobytes() + joined if joined else b"")


class _MergeSource:
    """A segment to be merged, whose documents are numbered anew from `first`."""

    def __init__(self, storage: MmapStorage, segment: Any, first: int) -> None:
        self._terms = PackedCodec().terms_reader(storage, segment)
        self._documents = PackedCodec().per_document_reader(storage, segment)
        gone = sorted(segment.deleted_docs())
        self._kept = bytearray(b"\1" * segment.doc_count_all())
        for number in gone:
            self._kept[number] = 0
        self._gone = (gone[0], gone[-1]) if gone else (0, -1)
        self.count = self._kept.count(1)
        new = iter(range(first, first + self.count))
        self._numbers = array("I", (next(new) if kept else 0 for kept in self._kept))

    def stored_items(self) -> Iterator[bytes]:
        """What is stored of each document that is left."""
        return map(self._documents.compressed, compress(range(len(self._kept)), self._kept))

    def lists(self) -> Iterator[tuple[tuple[str, bytes], PostingList]]:
        """Every field and term that is left, in order, with its list."""
        for key, postings in lists_in(self._terms):
            left = self._left(postings)
            if left.numbers:
                yield key, left

    def _left(self, postings: PostingList) -> PostingList:
        """What is left of a list, its documents numbered anew."""
        first, last = self._gone
        if bisect_left(postings.numbers, first) == bisect_right(postings.numbers, last):
            return postings._replace(numbers=array("I", map(self._numbers.__getitem__, postings.numbers)))
        here = [self._kept[number] for number in postings.numbers]
        ends, positions = postings.ends_and_positions()
        each = [positions[start:end] for start, end in pairwise(chain((0,), ends))]
        return PostingList(
            array("I", map(self._numbers.__getitem__, compress(postings.numbers, here))),
            array("f", compress(postings.weights, here)),
            tail_of(list(compress(each, here))),
        )
