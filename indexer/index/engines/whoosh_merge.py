"""Merging: a new segment, written of what was built, or of segments without the documents that were deleted.

Whoosh merges by sorting every posting again. But the terms of a segment lie sorted, and all that is kept of one is a
single list (`whoosh_codec`): here the dictionaries are gone through side by side, a term's lists are put one after the
other with the documents renumbered, and no posting is looked at by itself unless its document is gone.

    segment 1   documents 0 1 2 3, of which 1 and 2 are deleted      "~möte": 0 2 3     "~bro": 1
    segment 2   documents 0 1                                        "~möte": 1
    merged      documents 0 1 2 3 (0 and 3 of 1; 0 and 1 of 2)       "~möte": 0 1 3     and no "~bro"
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import merge
from itertools import accumulate, chain, compress, groupby
from operator import itemgetter
from typing import Any, Final

import msgspec

from indexer.index.documents import StoredItem, texts_of
from indexer.index.engines.term_dictionary import TermInfo
from indexer.index.engines.whoosh_codec import TABLES, PackedCodec, StoredItemWriter, tables_in
from indexer.index.engines.whoosh_mmap_storage import MmapStorage
from indexer.index.segments.facet_columns import mapped
from indexer.index.segments.packed_numbers import packed_tail, unpacked_tail
from indexer.index.segments.segment import PostingList
from indexer.index.segments.segment_builder import PostingLists, SegmentBuilder
from indexer.index.segments.segment_tables import Numbers, SegmentTables, TablesWriter
from indexer.index.segments.written_words import WrittenWordsWriter, written_in
from indexer.model import Meeting

_MEETINGS: Final = msgspec.msgpack.Decoder(Meeting)
TIER: Final = 4
"""A segment is merged when it has so many of about its size: each document is rewritten log4(N) times.

With 4 an index that grew by a thousand meetings has ten segments; with 8 it has twice as many, and every word of a
query is looked up in each. The idea is that of Lucene's LogMergePolicy."""
LARGEST: Final = 12_000
"""Documents beyond which segments are not merged: a withdrawal rewrites its segment, some 4 seconds for so many, and
ten segments at 100,000 items cost a question a few milliseconds."""


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


def built(storage: MmapStorage, name: str, meetings: Iterable[bytes]) -> Any:
    """A new segment of the index `name` of these meetings, each as msgpack; at least one."""
    builder = SegmentBuilder()
    for meeting in meetings:
        builder.add(_MEETINGS.decode(meeting))
    words = builder.written_words()
    return _new_segment(
        storage,
        name,
        lambda writer: _add_all(writer, builder.stored),
        builder.lists(words),
        builder.titles,
        words,
        builder.evidence,
    )


def merged(storage: MmapStorage, name: str, segments: Sequence[Any]) -> Any:
    """One new segment of the index `name` with what is left of these, in their order; at least one document must be."""
    sources: list[_MergeSource] = []
    for each in segments:
        sources.append(_MergeSource(storage, each, sum(source.count for source in sources)))
    left: Counter[str] = Counter()
    for source in sources:
        left.update(source.written)
    words = WrittenWordsWriter(left)
    for source in sources:
        source.number_words(words)
    lists = _joined_lists(sources)
    titles = [title for source in sources for title in source.titles()]
    evidence = [keys for source in sources for keys in source.evidence()]
    return _new_segment(storage, name, lambda writer: _copy_all(writer, sources), lists, titles, words, evidence)


def _new_segment(  # noqa: PLR0917
    storage: MmapStorage,
    name: str,
    store: Callable[[StoredItemWriter], None],
    lists: PostingLists,
    titles: Sequence[str],
    words: WrittenWordsWriter,
    evidence: Sequence[Numbers],
) -> Any:
    """A new segment: what `store` stores of each document, its posting lists in order, and its tables."""
    codec = PackedCodec()
    segment = codec.new_segment(storage, name)
    stored_items = codec.per_document_writer(storage, segment)
    store(stored_items)
    stored_items.close()
    tables = TablesWriter(len(titles))
    writer = codec.field_writer(storage, segment)
    for (field, term), postings in lists:
        writer.add(field, term, postings)
        tables.add(field, term, postings.numbers)
    writer.close()
    with segment.create_file(storage, TABLES) as file:
        file.write(tables.packed(titles, words, evidence))
    segment.set_doc_count(len(titles))
    return segment


def _add_all(writer: StoredItemWriter, stored: Iterable[bytes]) -> None:
    """Store what is new."""
    for each in stored:
        writer.add(each)


def _copy_all(writer: StoredItemWriter, sources: Iterable[_MergeSource]) -> None:
    """Store what is left of some segments."""
    for source in sources:
        source.copy_stored(writer)


def _joined_lists(sources: Sequence[_MergeSource]) -> PostingLists:
    """Every field and term that is left in any of the sources, in order, with its list.

    Terms whose lists are the same records in every source have the same list.
    """
    known: dict[tuple[tuple[int, int], ...], PostingList | None] = {}
    every = merge(*(source.terms(number) for number, source in enumerate(sources)), key=itemgetter(0))
    for key, infos in groupby(every, key=itemgetter(0)):
        those = [(number, info) for _, number, info in infos]
        records = tuple((number, info.offset) for number, info in those)
        if records not in known:
            lists = (sources[number].left(info, key[1]) for number, info in those)
            known[records] = _joined([postings for postings in lists if postings])
        if postings := known[records]:
            yield key, postings


def _joined(lists: list[PostingList]) -> PostingList | None:
    """The lists of one term, whose documents follow each other, as one; nothing for none."""
    if len(lists) < 2:
        return lists[0] if lists else None
    numbers, weights, counts, turned = array("I"), array("f"), array("I"), array("I")
    for postings in lists:
        numbers += postings.numbers
        weights += postings.weights
        own_counts, own_turned = unpacked_tail(postings.tail, len(postings.numbers))
        counts += own_counts
        turned += own_turned
    words = array("I", sorted(set(chain.from_iterable(postings.words for postings in lists))))
    return PostingList(numbers, weights, packed_tail(counts, turned), words)


_STORED_ITEMS: Final = msgspec.json.Decoder(StoredItem)


class _MergeSource:
    """A segment to be merged, whose documents are renumbered from `first`."""

    def __init__(self, storage: MmapStorage, segment: Any, first: int) -> None:
        self._lists = PackedCodec().terms_reader(storage, segment)
        self._documents = PackedCodec().per_document_reader(storage, segment)
        self._tables = SegmentTables(tables_in(storage, segment))
        gone = sorted(segment.deleted_docs())
        self._kept = bytearray(b"\1" * segment.doc_count_all())
        for number in gone:
            self._kept[number] = 0
        self._gone = (gone[0], gone[-1]) if gone else (0, -1)
        self.count = self._kept.count(1)
        new = iter(range(first, first + self.count))
        self._numbers = array("I", (next(new) if kept else 0 for kept in self._kept))
        self.written = self._left_written(gone)
        """In how many of the documents that are left each written word stands."""
        self._word_numbers: list[int] = []

    def _left_written(self, gone: Iterable[int]) -> dict[str, int]:
        """In how many documents each written word is left when these are gone."""
        counts = {name: count for name, _, count in self._tables.words.items()}
        for number in gone:
            if self._tables.alive[number]:
                stored_item = _STORED_ITEMS.decode(self._documents.stored(number))
                for name in written_in(texts_of(stored_item), damaged=stored_item.item.ocr_damaged):
                    counts[name] -= 1
        return {name: count for name, count in counts.items() if count > 0}

    def number_words(self, words: WrittenWordsWriter) -> None:
        """Let the written words that are left have the numbers of a new table."""
        own = self._tables.words
        self._word_numbers = [-1] * len(own)
        for name, number, _ in own.items():
            if name in self.written:
                self._word_numbers[number] = words.number[name]

    def titles(self) -> Iterator[str]:
        """The title of each document that is left."""
        titles, numbers = self._tables.titles()
        return (titles[number] for number in compress(numbers, self._kept))

    def copy_stored(self, writer: StoredItemWriter) -> None:
        """Store what is stored of each document that is left."""
        for number in compress(range(len(self._kept)), self._kept):
            if writer.blank == self._documents.blank:
                writer.copy(self._documents.compressed(number))
            else:
                writer.add(self._documents.stored(number))

    def evidence(self) -> Iterator[Numbers]:
        """What may join each document that is left to others."""
        return map(self._tables.evidence.__getitem__, compress(range(len(self._kept)), self._kept))

    def terms(self, number: int) -> Iterator[tuple[tuple[str, str], int, TermInfo]]:
        """Every field and term, in order, with a number that tells this source and with where the list stands."""
        for key, info in self._lists.terms.items():
            yield key, number, info

    def left(self, info: TermInfo, term: str) -> PostingList | None:
        """What is left of a list, its documents and its written words renumbered; None for nothing."""
        postings = self._lists.list_at(info, term)
        first, last = self._gone
        renumbered = map(self._word_numbers.__getitem__, postings.words)
        words = array("I", sorted(number for number in renumbered if number >= 0))
        if bisect_left(postings.numbers, first) == bisect_right(postings.numbers, last):
            return PostingList(mapped(postings.numbers, self._numbers), postings.weights, postings.tail, words)
        here = [self._kept[number] for number in postings.numbers]
        if not any(here):
            return None
        counts, turned = unpacked_tail(postings.tail, len(here))
        each = (turned[end - count : end] for count, end in zip(counts, accumulate(counts), strict=True))
        return PostingList(
            array("I", map(self._numbers.__getitem__, compress(postings.numbers, here))),
            array("f", compress(postings.weights, here)),
            packed_tail(array("I", compress(counts, here)), array("I", chain.from_iterable(compress(each, here)))),
            words,
        )
