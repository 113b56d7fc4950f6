"""The Whoosh codec: how posting lists lie on disk, so that one is read in a few operations and never in silence wrong.

Whoosh's own codec pickles blocks of 128 postings and asks the file system for a field's lengths at every posting. Here
a posting list is one record of packed numbers behind a checksum:

    how many documents and written words, size of head, size of tail, whether the two are compressed;
    CRC-32 of all of it and of where it stands
    head: the documents' numbers, each as its distance from the one before, the weights (32-bit floats), then the
          numbers of the written words that have the term, again as distances
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
from collections.abc import Iterator
from itertools import accumulate, chain
from operator import sub
from typing import Any, Final

from whoosh.codec.base import PerDocumentWriter
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3PerDocReader, W3TermInfo

from indexer.index.engines.whoosh_mmap_storage import MmapFile
from indexer.index.engines.whoosh_safe_unpickle import disarm
from indexer.index.segments.facet_columns import ARRAYS_FROM
from indexer.index.segments.segment import DamagedRecord, PostingList

disarm()

HEADER: Final = struct.Struct("<IIIIB")
CHECKSUM: Final = struct.Struct("<I")
ENTRIES: Final = ".ent"
TABLES: Final = ".tab"
CHECKED_WHEN_READ: Final = (W3Codec.POSTS_EXT, ENTRIES)
"""The files whose records each have a checksum."""
STORED_LEVEL: Final = 3
"""How hard what is stored is compressed: beyond 3 it gains 2 % and takes twice as long."""
WORTH_PACKING: Final = 256
"""Bytes below which compressing a list gains nothing."""


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

    def per_document_writer(self, storage: Any, segment: Any) -> StoredItemWriter:
        """What writes the entries of one segment."""
        return StoredItemWriter(storage, segment)

    def per_document_reader(self, storage: Any, segment: Any) -> StoredItemReader:
        """What reads the entries of one segment."""
        return StoredItemReader(storage, segment)

    def field_writer(self, storage: Any, segment: Any) -> PackedFieldWriter:
        """What writes the terms of one segment."""
        return PackedFieldWriter(self, storage, segment)

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> PackedWriter:
        """What writes posting lists to a file."""
        return PackedWriter(dbfile)


class StoredItemWriter(PerDocumentWriter):  # type: ignore[misc]
    """Writes what is stored of each document: the value of the one stored field, or nothing."""

    def __init__(self, storage: Any, segment: Any) -> None:
        self._file = segment.create_file(storage, ENTRIES)
        self._starts = array("Q")
        self.is_closed = False
        segment._fieldlengths = {}

    def start_doc(self, docnum: int) -> None:
        """Begin a document."""
        self._starts.append(self._file.tell())

    def copy(self, compressed: bytes) -> None:
        """Write the next document's entry as another segment has it."""
        number = len(self._starts)
        self.start_doc(number)
        if compressed:
            self._file.write(sealed(compressed, number))

    def finish_doc(self) -> None:
        """End a document."""

    def close(self) -> None:
        """Write where each entry begins, and close the file."""
        end = self._file.tell()
        self._starts.append(end)
        self._file.write(sealed(self._starts.tobytes(), end))
        self._file.close()
        self.is_closed = True


class StoredItemReader(W3PerDocReader):  # type: ignore[misc]
    """Reads what is stored of each document."""

    def __init__(self, storage: Any, segment: Any) -> None:
        super().__init__(storage, segment)
        self._file: MmapFile = segment.open_file(storage, ENTRIES)
        table = 8 * (self._doccount + 1)
        end = storage.file_length(segment.make_filename(ENTRIES)) - table - CHECKSUM.size
        self._starts = array("Q", unsealed(self._file.get(end, table + CHECKSUM.size), end, "the table of entries"))

    def stored_fields(self, docnum: int) -> dict[str, bytes]:
        """What is stored of a document."""
        compressed = self.compressed(docnum)
        return {"entry": zlib.decompress(compressed)} if compressed else {}

    def compressed(self, docnum: int) -> bytes:
        """What is stored of a document, compressed; nothing where nothing is stored."""
        start, end = self._starts[docnum : docnum + 2]
        return unsealed(self._file.get(start, end - start), docnum, f"entry {docnum}") if start < end else b""


class PackedFieldWriter(W3FieldWriter):  # type: ignore[misc]
    """Writes terms without asking for the lengths of fields."""

    def add_list(self, term: bytes, postings: PostingList) -> None:
        """Write the whole list of the next term of the field that was started."""
        self.start_term(term)
        self._postwriter.take(postings)
        self.finish_term()


def packed(postings: PostingList, at: int) -> bytes:
    """The record of a list that will stand at `at`."""
    numbers, weights, tail, words, compressed = postings
    head = _steps(numbers) + weights.tobytes() + _steps(words)
    if compressed or len(head) + len(tail) > WORTH_PACKING:
        head = zlib.compress(head, 1)
        tail = tail if compressed else zlib.compress(tail, 1)
        compressed = True
    return sealed(HEADER.pack(len(numbers), len(words), len(head), len(tail), compressed) + head + tail, at)


def unpacked(record: bytes, at: int, term: object) -> PostingList:
    """The list whose record stood at `at`; DamagedRecord when it is not as it was written there."""
    content = unsealed(record, at, f"the list of {term}")
    count, _, head_size, _, compressed = HEADER.unpack_from(content)
    tail = HEADER.size + head_size
    head = content[HEADER.size : tail]
    if compressed:
        head = zlib.decompress(head)
    numbers = _from_steps(head[: 4 * count])
    weights = array("f", head[4 * count : 8 * count])
    words = _from_steps(head[8 * count :])
    return PostingList(numbers, weights, content[tail:], words, bool(compressed))


def _from_steps(steps: bytes) -> array[int]:
    """The numbers that lie so far from each other."""
    if len(steps) < 4 * ARRAYS_FROM:
        return array("I", accumulate(array("I", steps)))
    import numpy as np

    return array("I", np.cumsum(np.frombuffer(steps, np.uint32), dtype=np.uint32).tobytes())


def _steps(numbers: array[int]) -> bytes:
    """Ascending numbers, each as its distance from the one before."""
    return array("I", map(sub, numbers, chain((0,), numbers))).tobytes()


class PackedWriter:
    """Writes each posting list, which is made already, as one record."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._info: Any = None
        self._list = PostingList(array("I"), array("f"), b"")

    def start_postings(self, format_: Any, terminfo: W3TermInfo) -> None:
        """Begin the list of a term."""
        self._info = terminfo

    def take(self, postings: PostingList) -> None:
        """Let this be the list."""
        self._list = postings

    def finish_postings(self) -> W3TermInfo:
        """Write the list, and give back what is known of the term."""
        offset = self._file.tell()
        self._file.write(packed(self._list, offset))
        self._info.add_block(self)
        self._info.set_extent(offset, self._file.tell() - offset)
        return self._info

    @property
    def _weights(self) -> array[float]:
        return self._list.weights

    # What W3TermInfo.add_block asks of a block

    def __len__(self) -> int:
        return len(self._list.numbers)

    def min_id(self) -> int:
        """The first document."""
        return self._list.numbers[0]

    def max_id(self) -> int:
        """The last document."""
        return self._list.numbers[-1]

    def max_weight(self) -> float:
        """The highest weight."""
        return max(self._list.weights)

    def min_length(self) -> int:
        """The shortest field: lengths are not kept."""
        return 0

    def max_length(self) -> int:
        """The longest field: lengths are not kept."""
        return 0


def tables_in(storage: Any, segment: Any) -> memoryview:
    """The tables of a segment, as they were written."""
    return memoryview(segment.open_file(storage, TABLES).content)


def lists_in(terms: Any) -> Iterator[tuple[tuple[str, bytes], PostingList]]:
    """Every field and term of a segment's dictionary, in order, with its list."""
    for (field, term), info in terms.items():
        yield (field, term), list_at(terms, info, term)


def list_at(terms: Any, info: W3TermInfo, term: object) -> PostingList:
    """The list that a term's entry in a dictionary points to."""
    return _read(terms._postfile, info, term)


def _read(file: MmapFile, info: W3TermInfo, term: object) -> PostingList:
    """The list that a term's entry in the dictionary points to."""
    offset, (length,) = info.extent()
    return unpacked(file.get(offset, length), offset, term)
