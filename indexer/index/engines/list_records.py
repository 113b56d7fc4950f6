"""List records: a posting list on disk, read in a few operations and never in silence wrong.

A record is a CRC-32, of all of it and of where it stands, and then

    kind: whether the head is compressed, and whether the counts below take one byte each or four
    how many planes the numbers of documents and of written words have (`packed_numbers`)
    how many documents, written words and different weights there are, and the size of the head where it is compressed
    head: the documents' numbers, each as its distance from the one before; the numbers of the written words that have
          the term, likewise; the different weights (32-bit floats), and for each document which of them it has
    tail: where the term stands in each document, as `packed_numbers.packed_tail` makes it

Numbers and weights are what ranking needs; the tail is unpacked only for phrases and for words sought in one zone.
"""

from __future__ import annotations

import struct
import zlib
from array import array
from typing import Final

from indexer.index.segments.packed_numbers import (
    WORTH_COMPRESSING,
    ascending,
    from_planes,
    from_steps,
    worth_arrays,
)
from indexer.index.segments.segment import DamagedRecord, PostingList

CHECKSUM: Final = struct.Struct("<I")
_SMALL: Final = struct.Struct("<BBBBB")
_LARGE: Final = struct.Struct("<BBIII")
_SIZE: Final = struct.Struct("<I")
_IS_LARGE: Final = 1
_COMPRESSED: Final = 2
_BYTE: Final = 256
_FLOAT: Final = 4
_WIDTHS: Final = 4


def sealed(record: bytes, at: int) -> bytes:
    """A record with its checksum, which tells also where it stands: another record in its place is noticed."""
    return CHECKSUM.pack(zlib.crc32(record, (at + 1) & 0xFFFFFFFF)) + record


def unsealed(record: bytes, at: int, what: object) -> bytes:
    """A record without its checksum; DamagedRecord when it is not as it was written there."""
    content = record[CHECKSUM.size :]
    if record[: CHECKSUM.size] != CHECKSUM.pack(zlib.crc32(content, (at + 1) & 0xFFFFFFFF)):
        raise DamagedRecord(f"{what} is not as it was written")
    return content


def packed(postings: PostingList, at: int) -> bytes:
    """The record of a list that will stand at `at`."""
    numbers, weights, tail, words = postings
    of_numbers, documents = ascending(numbers)
    of_words, written = ascending(words)
    different, codes = _coded(weights)
    head = b"".join((documents, written, different.tobytes(), codes))
    counts = (of_numbers | of_words << _WIDTHS, len(numbers), len(words), len(different))
    kind = _IS_LARGE * (max(counts[1:]) >= _BYTE)
    if len(head) <= WORTH_COMPRESSING:
        beginning = (_LARGE if kind else _SMALL).pack(kind, *counts)
    else:
        head = zlib.compress(head, 1)
        beginning = (_LARGE if kind else _SMALL).pack(kind | _COMPRESSED, *counts) + _SIZE.pack(len(head))
    return sealed(beginning + head + tail, at)


def unpacked(record: bytes, at: int, term: object) -> PostingList:
    """The list whose record stood at `at`; DamagedRecord when it is not as it was written there."""
    content = unsealed(record, at, f"the list of {term}")
    if not content:
        raise DamagedRecord(f"the list of {term} is empty")
    form = _LARGE if content[0] & _IS_LARGE else _SMALL
    kind, widths, documents, words, different = form.unpack_from(content)
    of_numbers, of_words = widths & (1 << _WIDTHS) - 1, widths >> _WIDTHS
    start = form.size
    if kind & _COMPRESSED:
        start += _SIZE.size
        tail = start + _SIZE.unpack_from(content, form.size)[0]
        head = zlib.decompress(content[start:tail])
    else:
        size = of_numbers * documents + of_words * words + _FLOAT * different
        tail = start + size + (documents if 1 < different < documents else 0)
        head = content[start:tail]
    of_words_at = of_numbers * documents
    weights_at = of_words_at + of_words * words
    return PostingList(
        from_steps(from_planes(head, documents, of_numbers)),
        _decoded(head[weights_at:], documents, different),
        content[tail:],
        from_steps(from_planes(head[of_words_at:weights_at], words, of_words)),
    )


def _coded(weights: array[float]) -> tuple[array[float], bytes]:
    """The different weights and which of them each document has; all of them and no codes where that is shorter."""
    if len(weights) == 1:
        return weights, b""
    code_of = {weight: code for code, weight in enumerate(dict.fromkeys(weights))}
    if len(code_of) == 1:
        return weights[:1], b""
    if len(code_of) == len(weights) or len(code_of) > _BYTE:
        return weights, b""
    return array("f", code_of), bytes(map(code_of.__getitem__, weights))


def _decoded(content: bytes, documents: int, different: int) -> array[float]:
    """The weight of each of so many documents."""
    weights = array("f", content[: _FLOAT * different])
    if different == documents:
        return weights
    if different == 1:
        return weights * documents
    codes = content[_FLOAT * different :]
    if not worth_arrays(documents):
        return array("f", map(weights.__getitem__, codes))
    import numpy as np

    return array("f", np.frombuffer(weights, np.float32)[np.frombuffer(codes, np.uint8)].tobytes())
