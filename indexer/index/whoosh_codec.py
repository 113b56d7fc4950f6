"""The Whoosh codec: how posting lists lie on disk, so that one is read in a few operations and never in silence wrong.

Whoosh's own codec pickles blocks of 128 postings and asks the file system for a field's lengths at every posting. Here
a posting list is one record of packed numbers behind a checksum:

    count, size of head, size of tail, CRC-32, whether the two are compressed
    head: the documents' numbers, each as its distance from the one before, then the weights (32-bit floats)
    tail: for each document where its places end, then all places (see `fields.Posting`)

Numbers and weights are what ranking needs; the tail is unpacked only for phrases and for words sought in one zone.
Measured on 10,000 items of 127 words, beside Whoosh's codec: see docs/performance.md.
"""

from __future__ import annotations

import struct
import zlib
from array import array
from collections.abc import Sequence
from itertools import accumulate
from typing import Any, Final

from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3TermInfo
from whoosh.matching.mcore import ListMatcher

HEADER: Final = struct.Struct("<IIIIB")
WORTH_PACKING: Final = 256
"""Bytes below which compressing a list gains nothing."""


class DamagedPostings(Exception):
    """A posting list is not what was written."""


class PackedCodec(W3Codec):  # type: ignore[misc]
    """Whoosh's codec with packed posting lists and without lengths of fields, which the ranking does not use."""

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
        return PackedMatcher(dbfile.get(offset, length), format_, term, terminfo)


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
        checksum = zlib.crc32(tail, zlib.crc32(head))
        self._file.write(HEADER.pack(len(self._numbers), len(head), len(tail), checksum, packed) + head + tail)
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

    def __init__(self, record: bytes, format_: Any, term: Any, terminfo: Any) -> None:
        count, head_size, tail_size, checksum, packed = HEADER.unpack_from(record)
        head = record[HEADER.size : HEADER.size + head_size]
        self._tail = record[HEADER.size + head_size :]
        if len(self._tail) != tail_size or zlib.crc32(self._tail, zlib.crc32(head)) != checksum:
            raise DamagedPostings(f"the postings of {term} are not as they were written")
        self._packed = packed
        self._unpacked: list[bytes] | None = None
        if packed:
            head = zlib.decompress(head)
        self.numbers = array("I", accumulate(array("I", head[: 4 * count])))
        self.weights = array("f", head[4 * count :])
        super().__init__(self.numbers, self.weights, None, format_, term=term, terminfo=terminfo)

    def places(self) -> list[bytes]:
        """Each document's places, packed as they were given."""
        if not self._tail:
            return [b""] * len(self.numbers)
        tail = zlib.decompress(self._tail) if self._packed else self._tail
        ends: Sequence[int] = array("I", tail[: 4 * len(self.numbers)])
        start = 4 * len(self.numbers)
        return [tail[start + before : start + end] for before, end in zip((0, *ends), ends, strict=False)]

    def value(self) -> bytes:
        """The places of the current document."""
        if self._unpacked is None:
            self._unpacked = self.places()
        return self._unpacked[self._i]
