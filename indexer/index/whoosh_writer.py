"""Writing: meetings as the documents of a Whoosh index.

An item's words lie in one field, `item`, each term beginning with the sign of its level ("=mötet", "~möte",
"<protokoll"), its weight that of the best zone it stands in. A word of a query is then a handful of posting lists, of
which the best counts, instead of one list for every level times every zone.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from whoosh import fields as whoosh_fields
from whoosh import formats
from whoosh.index import FileIndex
from whoosh.reading import TermNotFound

from indexer.index.documents import Document, Posting
from indexer.index.documents import documents as documents_of
from indexer.index.segment import fields_of
from indexer.index.whoosh_codec import PackedCodec
from indexer.index.whoosh_merge import merged, segments_to_merge
from indexer.index.whoosh_mmap_storage import MmapStorage
from indexer.model import Meeting, digest

NAME: Final = "MAIN"
"""What Whoosh calls the index."""
WRITER_MEMORY: Final = 256
"""MB of postings a writer gathers before it writes them out to be merged."""


class PositionValue(formats.Format):  # type: ignore[misc]
    """A posting's value: the places of the term as unsigned 32-bit numbers."""


class TermField(whoosh_fields.FieldType):  # type: ignore[misc]
    """A field whose value is a mapping from terms to Postings, analysed already."""

    def __init__(self) -> None:
        self.format = PositionValue()
        self.analyzer = None
        self.scorable = self.stored = self.unique = False
        self.vector = self.column_type = None

    def index(self, value: Mapping[str, Posting], **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        """What Whoosh writes: term, frequency, weight and value."""
        for term, posting in value.items():
            yield term.encode(), len(posting.positions), posting.weight, array("I", posting.positions).tobytes()


class LabelField(whoosh_fields.FieldType):  # type: ignore[misc]
    """A field whose value is an iterable of strings, each a term without places."""

    def __init__(self) -> None:
        self.format = formats.Existence()
        self.analyzer = None
        self.scorable = self.stored = self.unique = False
        self.vector = self.column_type = None

    def index(self, value: Iterable[str], **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        """What Whoosh writes: term, frequency, weight and value."""
        for term in dict.fromkeys(value):
            yield term.encode(), 1, 1.0, b""


def schema() -> whoosh_fields.Schema:
    """Items' terms, meetings' terms, facets ("year=2024"), labels ("organization=slug=As Printed"), and the item."""
    return whoosh_fields.Schema(
        item=TermField(),
        meeting=TermField(),
        facet=LabelField(),
        label=LabelField(),
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
        # Nobody else writes here: the lock is that of all generations.
        writer = index.writer(limitmb=WRITER_MEMORY, codec=PackedCodec(), compound=False, _lk=False)
        reader = index.reader()
        for id in remove:
            _delete(reader, writer, id)
            held.pop(id, None)
        for meeting in put:
            if meeting.id in held:
                _delete(reader, writer, meeting.id)
            for document in documents_of(meeting):
                writer.add_document(**_fields_of(document))
            held[meeting.id] = digest(meeting)
        writer.commit(mergetype=_settled)
    finally:
        storage.abandon()


def _delete(reader: Any, writer: Any, id: str) -> None:
    """Delete the documents of a meeting."""
    with suppress(TermNotFound):
        for document in reader.postings("facet", f"meeting={id}".encode()).all_ids():
            writer.delete_document(document)


def _settled(writer: Any, segments: list[Any]) -> list[Any]:
    """The segments of a finished generation, those that stay as they are before those that were made of others.

    Those with deleted documents are written anew, so that no word of what was withdrawn stays in any file; small ones
    are merged as they become many.
    """
    left = [segment for segment in segments if segment.doc_count()]
    small = segments_to_merge([segment.doc_count() for segment in left])
    together = [segment for position, segment in enumerate(left) if position in small]
    alone = [segment for position, segment in enumerate(left) if position not in small]
    anew = [[segment] for segment in alone if segment.has_deletions()] + ([together] if together else [])
    return [
        *(segment for segment in alone if not segment.has_deletions()),
        *(merged(writer.storage, NAME, writer.schema, those) for those in anew),
    ]


def _fields_of(document: Document) -> dict[str, Any]:
    """A document as Whoosh's fields."""
    made = fields_of(document)
    return {made.field: made.terms, "facet": made.facets, "label": made.labels, "entry": made.stored}
