"""The term dictionary of a segment: which terms it has, in order, and where the list of each stands.

The terms lie in blocks of BLOCK, packed, each with a checksum; the file ends with the first term of each block and
where it begins, and is looked up by that. Nothing but this ending is read to open it.
"""

from __future__ import annotations

import zlib
from bisect import bisect_right
from collections.abc import Iterator
from itertools import chain
from typing import Any, Final, NamedTuple

import msgspec

from indexer.index.engines.list_records import sealed, unsealed
from indexer.index.segments.segment import DamagedRecord

BLOCK: Final = 16
"""Terms in a block: with twice as many the file is a sixth smaller and a look-up takes twice as long."""
_SIZE: Final = 8


class TermInfo(NamedTuple):
    """How many documents have a term, and where the record of its list begins and how long it is."""

    documents: int
    offset: int
    size: int


class _Block(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Some terms of a field in order, and what is known of each."""

    terms: list[str]
    documents: list[int]
    offsets: list[int]
    sizes: list[int]

    def infos(self) -> Iterator[tuple[str, TermInfo]]:
        """Each term with what is known of it."""
        known = map(TermInfo, self.documents, self.offsets, self.sizes)
        return zip(self.terms, known, strict=True)


class _Blocks(msgspec.Struct, frozen=True, array_like=True):
    """The blocks of a field: the first term of each, and where each begins and the last ends."""

    firsts: list[str]
    starts: list[int]


_ENCODER: Final = msgspec.msgpack.Encoder()
_BLOCK: Final = msgspec.msgpack.Decoder(_Block)
_ENDING: Final = msgspec.msgpack.Decoder(dict[str, _Blocks])


class TermDictionaryWriter:
    """Writes a dictionary to a file; the terms of a field come one after the other, in order."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._fields: dict[str, _Blocks] = {}
        self._field = ""
        self._terms: list[tuple[str, int, int, int]] = []

    def add(self, field: str, term: str, info: TermInfo) -> None:
        """Add the next term."""
        if field != self._field or len(self._terms) == BLOCK:
            self._write_block()
            self._field = field
        self._terms.append((term, *info))

    def _write_block(self) -> None:
        if self._terms:
            blocks = self._fields.setdefault(self._field, _Blocks([], [self._file.tell()]))
            content = zlib.compress(_ENCODER.encode(list(zip(*self._terms, strict=True))), 6)
            blocks.firsts.append(self._terms[0][0])
            self._file.write(sealed(content, blocks.starts[-1]))
            blocks.starts.append(self._file.tell())
            self._terms = []

    def close(self) -> None:
        """Write the ending, and close the file."""
        self._write_block()
        at = self._file.tell()
        self._file.write(sealed(zlib.compress(_ENCODER.encode(self._fields), 1), at))
        self._file.write(at.to_bytes(_SIZE, "little"))
        self._file.close()


class TermDictionary:
    """A dictionary, read; several threads may read it at once. Raises DamagedRecord over what is not as written."""

    def __init__(self, content: memoryview) -> None:
        self._content = content
        at = int.from_bytes(content[-_SIZE:], "little")
        ending = unsealed(bytes(content[at:-_SIZE]), at, "the end of the dictionary")
        self._fields = _ENDING.decode(zlib.decompress(ending))

    def find(self, field: str, term: str) -> TermInfo | None:
        """What is known of a term; None for one that the field has not."""
        blocks = self._fields.get(field)
        number = bisect_right(blocks.firsts, term) - 1 if blocks else -1
        if blocks is None or number < 0:
            return None
        block = self._block(blocks, number)
        if term not in block.terms:
            return None
        at = block.terms.index(term)
        return TermInfo(block.documents[at], block.offsets[at], block.sizes[at])

    def beginning(self, field: str, prefix: str) -> Iterator[tuple[str, TermInfo]]:
        """The terms of a field that begin so, in order, with what is known of each."""
        blocks = self._fields.get(field)
        if blocks is None:
            return
        first = max(0, bisect_right(blocks.firsts, prefix) - 1)
        every = (self._block(blocks, number).infos() for number in range(first, len(blocks.firsts)))
        for term, info in chain.from_iterable(every):
            if term.startswith(prefix):
                yield term, info
            elif term > prefix:
                return

    def items(self) -> Iterator[tuple[tuple[str, str], TermInfo]]:
        """Every field and term, in order, with what is known of it."""
        for field in sorted(self._fields):
            for term, info in self.beginning(field, ""):
                yield (field, term), info

    def _block(self, blocks: _Blocks, number: int) -> _Block:
        start, end = blocks.starts[number : number + 2]
        content = unsealed(bytes(self._content[start:end]), start, "a block of the dictionary")
        try:
            return _BLOCK.decode(zlib.decompress(content))
        except (zlib.error, msgspec.MsgspecError) as error:
            raise DamagedRecord(str(error)) from error
