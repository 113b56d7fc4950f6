"""Writing: meetings as the documents of a Whoosh index.

An item's words lie in one field, `item`, each term beginning with the sign of its level ("=mötet", "~möte",
"<protokoll"), its weight that of the best zone it stands in. A word of a query is then a handful of posting lists, of
which the best counts, instead of one list for every level times every zone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import msgspec
from whoosh import fields as whoosh_fields
from whoosh import formats
from whoosh.index import TOC, FileIndex, clean_files

from indexer.index.engines.whoosh_codec import PackedCodec
from indexer.index.engines.whoosh_merge import merged, segments_to_merge
from indexer.index.engines.whoosh_mmap_storage import MmapStorage
from indexer.index.engines.whoosh_workers import segments_of
from indexer.model import Meeting, digest

NAME: Final = "MAIN"
"""What Whoosh calls the index."""
BATCH: Final = 28_000_000
"""Bytes of meetings in a segment, some 8,000 items, for which 600 MB are taken; the first two have half of it, so that
a build of a year's minutes has two cores to work on."""
_ENCODER: Final = msgspec.msgpack.Encoder()


class ListField(whoosh_fields.FieldType):  # type: ignore[misc]
    """A field whose posting lists are written whole, made already."""

    def __init__(self) -> None:
        self.format = formats.Existence()
        self.analyzer = None
        self.scorable = self.stored = self.unique = False
        self.vector = self.column_type = None


def schema() -> whoosh_fields.Schema:
    """Items' terms, meetings' terms, facets ("year=2024"), labels ("organization=slug=As Printed"), and the item."""
    return whoosh_fields.Schema(
        item=ListField(),
        meeting=ListField(),
        facet=ListField(),
        label=ListField(),
        entry=whoosh_fields.STORED(),
    )


def write(folder: Path, put: Iterable[Meeting], remove: Iterable[str], held: dict[str, str], *, empty: bool) -> None:
    """Change the index in `folder`, or begin one where it is empty.

    `held` says which meetings it holds, each with the digest of what was indexed of it, before and after.
    Raises DamagedRecord when what there is proves not to be as it was written.
    """
    storage = MmapStorage(str(folder))
    try:
        index = FileIndex.create(storage, schema(), NAME) if empty else FileIndex(storage, schema(), NAME)
        before = index._segments()
        for id in remove:
            if held.pop(id, None):
                _delete(storage, before, id)
        segments = _settled(storage, [*before, *segments_of(storage, NAME, _batches(storage, before, put, held))])
        generation = index.latest_generation() + 1
        TOC(index.schema, segments, generation).write(storage, NAME)
        clean_files(storage, NAME, generation, segments)
    finally:
        storage.abandon()


def _batches(
    storage: MmapStorage, before: list[Any], put: Iterable[Meeting], held: dict[str, str]
) -> Iterator[list[bytes]]:
    """These meetings in batches for a segment each; what there was `before` of one of them is deleted.

    Only the meetings themselves decide where a batch ends, so that an index is the same on one core and on many.
    """
    batch: list[bytes] = []
    size, number = 0, 0
    for meeting in put:
        if meeting.id in held:
            _delete(storage, before, meeting.id)
        held[meeting.id] = digest(meeting)
        batch.append(_ENCODER.encode(meeting))
        size += len(batch[-1])
        if size >= (BATCH // 2 if number < 2 else BATCH):
            yield batch
            batch, size, number = [], 0, number + 1
    if batch:
        yield batch


def _delete(storage: MmapStorage, segments: Iterable[Any], id: str) -> None:
    """Delete the documents of a meeting."""
    for segment in segments:
        postings = PackedCodec().terms_reader(storage, segment).find("facet", f"meeting={id}")
        for document in postings.numbers if postings else ():
            segment.delete_document(document)


def _settled(storage: MmapStorage, segments: list[Any]) -> list[Any]:
    """The segments of a finished generation, those that stay as they are before those that were made of others.

    Those with deleted documents are rewritten, so that no word of what was withdrawn stays in any file; small ones
    are merged as they become many.
    """
    left = [segment for segment in segments if segment.doc_count()]
    small = segments_to_merge([segment.doc_count() for segment in left])
    together = [segment for position, segment in enumerate(left) if position in small]
    alone = [segment for position, segment in enumerate(left) if position not in small]
    anew = [[segment] for segment in alone if segment.has_deletions()] + ([together] if together else [])
    return [
        *(segment for segment in alone if not segment.has_deletions()),
        *(merged(storage, NAME, those) for those in anew),
    ]
