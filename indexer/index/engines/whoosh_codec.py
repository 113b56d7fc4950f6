"""The Whoosh codec: how what a segment holds lies on disk, so that it is read in a few operations.

Whoosh's own codec pickles blocks of 128 postings, asks the file system for a field's lengths at every posting, and
takes 90 bytes to name a term. Here a segment is four files: its posting lists (`list_records`), its dictionary
(`term_dictionary`), what is stored of its items, each a record with a checksum in a file that ends with where each
begins, and its tables (`segments.segment_tables`).

All but the tables is checked when it is read, however large the index and however long it has been open; only the
tables need be read whole to open it.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterator
from typing import Any, Final

from whoosh.codec.base import PerDocumentWriter
from whoosh.codec.whoosh3 import W3Codec, W3PerDocReader

from indexer.index.documents import blank_item
from indexer.index.engines.list_records import CHECKSUM, packed, sealed, unpacked, unsealed
from indexer.index.engines.term_dictionary import TermDictionary, TermDictionaryWriter, TermInfo
from indexer.index.engines.whoosh_mmap_storage import MmapFile
from indexer.index.engines.whoosh_safe_unpickle import disarm
from indexer.index.segments.segment import PostingList

disarm()

ENTRIES: Final = ".ent"
TABLES: Final = ".tab"
CHECKED_WHEN_READ: Final = (W3Codec.POSTS_EXT, W3Codec.TERMS_EXT, ENTRIES)
"""The files whose records each have a checksum."""
RAW: Final = -zlib.MAX_WBITS
"""How zlib is told that what is compressed has a checksum already."""
STORED_LEVEL: Final = 3
"""How hard what is stored is compressed: beyond 3 it gains 2 % and takes twice as long."""


class PackedCodec(W3Codec):  # type: ignore[misc]
    """Whoosh's codec with stored items, posting lists and a dictionary of our own."""

    def per_document_writer(self, storage: Any, segment: Any) -> StoredItemWriter:
        """What writes the entries of one segment."""
        return StoredItemWriter(storage, segment)

    def per_document_reader(self, storage: Any, segment: Any) -> StoredItemReader:
        """What reads the entries of one segment."""
        return StoredItemReader(storage, segment)

    def field_writer(self, storage: Any, segment: Any) -> ListWriter:
        """What writes the terms of one segment."""
        return ListWriter(storage, segment)

    def terms_reader(self, storage: Any, segment: Any) -> ListReader:
        """What reads the terms of one segment."""
        return ListReader(storage, segment)


class StoredItemWriter(PerDocumentWriter):  # type: ignore[misc]
    """Writes what is stored of each document, or nothing.

    An item is short, and half of its JSON the names of its parts: it is compressed as if a blank one stood before it,
    which the file begins with.
    """

    def __init__(self, storage: Any, segment: Any) -> None:
        self._file = segment.create_file(storage, ENTRIES)
        self.blank = blank_item()
        self._file.write(sealed(zlib.compress(self.blank), 0))
        self._starts = array("Q")
        self.is_closed = False
        segment._fieldlengths = {}

    def add(self, content: bytes) -> None:
        """Write what is stored of the next document."""
        packing = zlib.compressobj(STORED_LEVEL, zlib.DEFLATED, RAW, zlib.DEF_MEM_LEVEL, zdict=self.blank)
        self.copy(packing.compress(content) + packing.flush())

    def copy(self, compressed: bytes) -> None:
        """Write what is stored of the next document as another segment has it, whose blank item is the same."""
        number = len(self._starts)
        self._starts.append(self._file.tell())
        self._file.write(sealed(compressed, number))

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
        self.blank = zlib.decompress(unsealed(self._file.get(0, self._starts[0]), 0, "the blank entry"))

    def stored(self, number: int) -> bytes:
        """What is stored of a document."""
        return zlib.decompressobj(RAW, zdict=self.blank).decompress(self.compressed(number))

    def compressed(self, number: int) -> bytes:
        """What is stored of a document, as it was compressed."""
        start, end = self._starts[number : number + 2]
        return unsealed(self._file.get(start, end - start), number, f"entry {number}")


class ListWriter:
    """Writes posting lists and where each stands; a list that several terms have is written once."""

    def __init__(self, storage: Any, segment: Any) -> None:
        self._lists = segment.create_file(storage, W3Codec.POSTS_EXT)
        self._terms = TermDictionaryWriter(segment.create_file(storage, W3Codec.TERMS_EXT))
        self._written: dict[int, tuple[PostingList, TermInfo]] = {}

    def add(self, field: str, term: str, postings: PostingList) -> None:
        """Write the list of the next term."""
        _, info = self._written.get(id(postings), (None, None))
        if info is None:
            offset = self._lists.tell()
            record = packed(postings, offset)
            self._lists.write(record)
            info = TermInfo(len(postings.numbers), offset, len(record))
            self._written[id(postings)] = postings, info
        self._terms.add(field, term, info)

    def close(self) -> None:
        """Close the files."""
        self._lists.close()
        self._terms.close()


class ListReader:
    """Reads posting lists; several threads may read at once."""

    def __init__(self, storage: Any, segment: Any) -> None:
        self._lists: MmapFile = segment.open_file(storage, W3Codec.POSTS_EXT)
        self.terms = TermDictionary(memoryview(segment.open_file(storage, W3Codec.TERMS_EXT).content))

    def find(self, field: str, term: str) -> PostingList | None:
        """The list of a term; None where no document has it."""
        info = self.terms.find(field, term)
        return None if info is None else self.list_at(info, term)

    def beginning(self, field: str, prefix: str) -> Iterator[tuple[str, PostingList]]:
        """The terms of a field that begin so, in order, each with its list."""
        for term, info in self.terms.beginning(field, prefix):
            yield term, self.list_at(info, term)

    def list_at(self, info: TermInfo, term: str) -> PostingList:
        """The list that the dictionary points to."""
        return unpacked(self._lists.get(info.offset, info.size), info.offset, term)


def tables_in(storage: Any, segment: Any) -> memoryview:
    """The tables of a segment, as they were written."""
    return memoryview(segment.open_file(storage, TABLES).content)
