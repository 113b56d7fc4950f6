"""The Whoosh codec: how posting lists lie on disk, so that one is read in a few operations and never in silence wrong.

Whoosh's own codec pickles blocks of 128 postings and asks the file system for a field's lengths at every posting. Here
a posting list is one record of packed numbers behind a checksum:

    count, size of head, size of tail, whether the two are compressed; CRC-32 of all of it and of where it stands
    head: the documents' numbers, each as its distance from the one before, then the weights (32-bit floats)
    tail: for each document where its places end, then all places (see `fields.Posting`)

Numbers and weights are what ranking needs; the tail is unpacked only for phrases and for words sought in one zone.
What is stored of an item is a record of the same kind in a file of its own, which ends with where each record begins.

Lists and items, nine tenths of an index, are so checked when they are read, however large the index and however long it
has been open; only the rest need be read whole to open it.
Measured on 10,000 items of 127 words, beside Whoosh's codec: see docs/performance.md.
"""

from __future__ import annotations

import struct
import zlib
from array import array
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any, Final

from whoosh.codec.base import PerDocumentWriter
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3PerDocReader, W3TermInfo
from whoosh.matching.mcore import ListMatcher

from indexer.index.mapped import MappedFile
from indexer.index.pickles import disarm

disarm()

HEADER: Final = struct.Struct("<IIIB")
CHECKSUM: Final = struct.Struct("<I")
ENTRIES: Final = ".ent"
CHECKED_WHEN_READ: Final = (W3Codec.POSTS_EXT, ENTRIES)
"""The files whose records each have a checksum."""
WORTH_PACKING: Final = 256
"""Bytes below which compressing a list gains nothing."""


class DamagedRecord(Exception):
    """A posting list or an entry is not what was written."""


def sealed(record: bytes, at: int) -> bytes:
    """A record with its checksum, which tells also where it stands: another record in its place is noticed."""
    return CHECKSUM.pack(zlib.crc32(record, (at + 1) & 0xFFFFFFFF)) + record


def unsealed(record: bytes, at: int, what: object) -> bytes:
    """A record without its checksum; DamagedRecord when it is not as it was written there."""
    content = record[CHECKSUM.size :]
    if record[: CHECKSUM.size] != CHECKSUM.pack(zlib.crc32(content, (at + 1) & 0xFFFFFFFF)):
        raise DamagedRecord(f"{what} is not as it was written")
    return content


class PackedCodec(W3Codec):  # type: ignore[misc]
    """Whoosh's codec with packed posting lists and without lengths of fields, which the ranking does not use."""

    def per_document_writer(self, storage: Any, segment: Any) -> EntryWriter:
        """What writes the entries of one segment."""
        return EntryWriter(storage, segment)

    def per_document_reader(self, storage: Any, segment: Any) -> EntryReader:
        """What reads the entries of one segment."""
        return EntryReader(storage, segment)

    def field_writer(self, storage: Any, segment: Any) -> PackedFieldWriter:
        """What writes the terms of one segment."""
        return PackedFieldWriter(self, storage, segment)

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> PackedWriter:
        """What writes posting lists to a file."""
        return PackedWriter(dbfile)

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> PackedMatcher:
        """A posting list, read."""
        offset, (length,) = terminfo.extent()
        return PackedMatcher(dbfile.get(offset, length), format_, term, terminfo, at=offset)


class EntryWriter(PerDocumentWriter):  # type: ignore[misc]
    """Writes what is stored of each document: the value of the one stored field, or nothing."""

    def __init__(self, storage: Any, segment: Any) -> None:
        self._file = segment.create_file(storage, ENTRIES)
        self._starts = array("Q")
        self.is_closed = False
        segment._fieldlengths = {}

    def start_doc(self, docnum: int) -> None:
        """Begin a document."""
        self._starts.append(self._file.tell())

    def add_field(self, fieldname: str, fieldobj: Any, value: bytes | None, length: int) -> None:
        """Write what is stored of the document."""
        if value is not None:
            self._file.write(sealed(zlib.compress(value, 3), len(self._starts) - 1))

    def finish_doc(self) -> None:
        """End a document."""

    def close(self) -> None:
        """Write where each entry begins, and close the file."""
        end = self._file.tell()
        self._starts.append(end)
        self._file.write(sealed(self._starts.tobytes(), end))
        self._file.close()
        self.is_closed = True


class EntryReader(W3PerDocReader):  # type: ignore[misc]
    """Reads what is stored of each document."""

    def __init__(self, storage: Any, segment: Any) -> None:
        super().__init__(storage, segment)
        self._file: MappedFile = segment.open_file(storage, ENTRIES)
        table = 8 * (self._doccount + 1)
        end = storage.file_length(segment.make_filename(ENTRIES)) - table - CHECKSUM.size
        self._starts = array("Q", unsealed(self._file.get(end, table + CHECKSUM.size), end, "the table of entries"))

    def stored_fields(self, docnum: int) -> dict[str, bytes]:
        """What is stored of a document."""
        start, end = self._starts[docnum : docnum + 2]
        if start == end:
            return {}
        record = self._file.get(start, end - start)
        return {"entry": zlib.decompress(unsealed(record, docnum, f"entry {docnum}"))}


class PackedFieldWriter(W3FieldWriter):  # type: ignore[misc]
    """Writes terms without asking for the lengths of fields."""

    def add_postings(self, schema: Any, lengths: Any, items: Any) -> None:
        """Write postings, which come in order of field, term and document."""
        super().add_postings(schema, None, items)


class PackedWriter:
    """Gathers the postings of one term at a time and writes each list as one record."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._info: Any = None
        self._numbers: array[int] = array("I")
        self._weights: array[float] = array("f")
        self._places: list[bytes] = []

    def start_postings(self, format_: Any, terminfo: W3TermInfo) -> None:
        """Begin the list of a term."""
        self._info = terminfo
        self._numbers, self._weights, self._places = array("I"), array("f"), []

    def add_posting(self, id_: int, weight: float, vbytes: bytes, length: int | None = None) -> None:
        """Add a document to the list."""
        self._numbers.append(id_)
        self._weights.append(weight)
        self._places.append(vbytes)

    def finish_postings(self) -> W3TermInfo:
        """Write the list, and give back what is known of the term."""
        steps = (after - before for before, after in zip((0, *self._numbers), self._numbers, strict=False))
        head = array("I", steps).tobytes() + self._weights.tobytes()
        places = b"".join(self._places)
        tail = array("I", accumulate(map(len, self._places))).tobytes() + places if places else b""
        packed = len(head) + len(tail) > WORTH_PACKING
        if packed:
            head, tail = zlib.compress(head, 1), zlib.compress(tail, 1)
        offset = self._file.tell()
        record = HEADER.pack(len(self._numbers), len(head), len(tail), packed) + head + tail
        self._file.write(sealed(record, offset))
        self._info.add_block(self)
        self._info.set_extent(offset, self._file.tell() - offset)
        return self._info

    # What W3TermInfo.add_block asks of a block

    def __len__(self) -> int:
        return len(self._numbers)

    def min_id(self) -> int:
        """The first document."""
        return self._numbers[0]

    def max_id(self) -> int:
        """The last document."""
        return self._numbers[-1]

    def max_weight(self) -> float:
        """The highest weight."""
        return max(self._weights)

    def min_length(self) -> int:
        """The shortest field: lengths are not kept."""
        return 0

    def max_length(self) -> int:
        """The longest field: lengths are not kept."""
        return 0


class PackedMatcher(ListMatcher):  # type: ignore[misc]
    """A posting list: whole as `numbers`, `weights` and `places`, and step by step as Whoosh's merging reads it."""

    def __init__(self, record: bytes, format_: Any, term: Any, terminfo: Any, *, at: int) -> None:
        content = unsealed(record, at, f"the list of {term}")
        count, head_size, _, packed = HEADER.unpack_from(content)
        head = content[HEADER.size : HEADER.size + head_size]
        self._tail = content[HEADER.size + head_size :]
        self._packed = packed
        self._unpacked: list[bytes] | None = None
        if packed:
            head = zlib.decompress(head)
        self.numbers = array("I", accumulate(array("I", head[: 4 * count])))
        self.weights = array("f", head[4 * count :])
        super().__init__(self.numbers, self.weights, None, format_, term=term, terminfo=terminfo)

    def places(self) -> list[bytes]:
        """Each document's places, packed as they were given."""
        tail = zlib.decompress(self._tail) if self._packed else self._tail
        if not tail:
            return [b""] * len(self.numbers)
        ends: Sequence[int] = array("I", tail[: 4 * len(self.numbers)])
        start = 4 * len(self.numbers)
        return [tail[start + before : start + end] for before, end in zip((0, *ends), ends, strict=False)]

    def value(self) -> bytes:
        """The places of the current document."""
        if self._unpacked is None:
            self._unpacked = self.places()
        return self._unpacked[self._i]


def lists_from(leaf: Any, field: str, prefix: bytes) -> Iterator[tuple[bytes, PackedMatcher]]:
    """The terms of a segment's field that begin so, in order, with their lists: read as they lie, none looked up."""
    terms = leaf._terms
    for (name, term), info in terms.items_from(field, prefix):
        if name != field or not term.startswith(prefix):
            return
        yield term, terms._codec.postings_reader(terms._postfile, info, None, term)
