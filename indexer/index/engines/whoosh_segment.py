"""A Whoosh segment, read: its dictionary, its posting lists and what is stored, straight from the codec's readers."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from whoosh.index import FileIndex

from indexer.index.engines.whoosh_codec import PackedCodec, StoredItemReader, tables_in
from indexer.index.engines.whoosh_mmap_storage import FrozenStorage
from indexer.index.engines.whoosh_writer import NAME, schema
from indexer.index.segments.segment import DamagedRecord, PostingList
from indexer.index.segments.segment_tables import HEAD, SegmentTables


class WhooshSegment:
    """See segment.SegmentReader. Whoosh's reader of what is stored may not be shared by threads: each has its own."""

    def __init__(self, storage: FrozenStorage, segment: Any) -> None:
        self._storage = storage
        self._segment = segment
        self._local = threading.local()
        self.name: str = segment.segment_id()
        self.size: int = segment.doc_count_all()
        self.tables = SegmentTables(tables_in(storage, segment))
        self._lists = PackedCodec().terms_reader(storage, segment)

    def _items(self) -> StoredItemReader:
        """This thread's reader of what is stored."""
        items: StoredItemReader | None = getattr(self._local, "items", None)
        if items is None:
            items = self._local.items = PackedCodec().per_document_reader(self._storage, self._segment)
        return items

    def postings(self, field: str, term: str) -> PostingList | None:
        """The posting list of a term; None where no document has it."""
        return self._lists.find(field, term)

    def lists(self, field: str, prefix: str) -> Iterator[tuple[str, PostingList]]:
        """The terms of a field that begin so, in order, with their posting lists: read as they lie, none looked up."""
        return self._lists.beginning(field, prefix)

    def terms(self, field: str, prefix: str) -> Iterator[tuple[str, int]]:
        """The terms of a field that begin so, in order, and how many documents have each."""
        for term, info in self._lists.terms.beginning(field, prefix):
            yield term, info.documents

    def stored(self, number: int) -> bytes:
        """What is stored of a document."""
        return self._items().stored(number)


def opened(folder: Path, meetings: Mapping[str, str]) -> Sequence[WhooshSegment]:
    """The segments in a folder; DamagedRecord when its meetings are not all there, or its ends not readable."""
    storage = FrozenStorage(folder)
    kept = FileIndex(storage, schema(), NAME)._segments()
    segments = [WhooshSegment(storage, segment) for segment in kept if segment.doc_count_all()]
    heads = sum(len(those.numbers) for segment in segments if (those := segment.postings("facet", HEAD)))
    if heads != len(meetings) or any(segment.has_deletions() for segment in kept):
        raise DamagedRecord(f"{len(meetings)} meetings should be there, and {heads} are")
    if segments:
        segments[0].stored(0)
        segments[-1].stored(segments[-1].size - 1)
    return segments
