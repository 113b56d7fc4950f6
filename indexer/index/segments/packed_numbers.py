"""Packed numbers: arrays of small numbers in few bytes, read back in a few operations.

Unsigned numbers of 32 bits are kept as *planes*: all their lowest bytes, then all their second bytes, as far as any of
them has such a byte. Of numbers below 256 one plane is left, of zeros none, and what is long compresses well.

A position in a document is its zone in the high bits and the number of the word in the low (`documents.ZONE_BITS`); it
is packed turned around, so that a word near the beginning of any zone takes two bytes.
"""

from __future__ import annotations

import sys
import zlib
from array import array
from itertools import accumulate, chain
from operator import sub
from typing import Final

from indexer.index.documents import MAX_WORDS, ZONE_BITS

ARRAYS_FROM: Final = 3_000
"""Numbers, or documents, from which on numpy is used: with fewer all is done before it would be imported, in 60 ms."""
WORTH_COMPRESSING: Final = 256
"""Bytes below which compressing gains nothing."""
_FEW: Final = 64
"""Numbers that are gone through sooner one by one than handed to numpy."""
_TURN: Final = 7
"""The bits that the number of a zone takes."""
_ZONE: Final = (1 << _TURN) - 1
_BYTES: Final = 4
_WIDTHS: Final = 3
"""The bits that a number of planes takes."""
_COMPRESSED: Final = 1 << 2 * _WIDTHS


def worth_arrays(count: int) -> bool:
    """Whether so many numbers are gone through sooner by numpy: it may have to be imported first."""
    return count >= ARRAYS_FROM or (count >= _FEW and "numpy" in sys.modules)


def width(numbers: array[int]) -> int:
    """How many planes these numbers have."""
    largest = numbers[0] if len(numbers) == 1 else max(numbers, default=0)
    return (largest.bit_length() + 7) // 8


def planes(numbers: array[int], count: int) -> bytes:
    """Numbers as so many planes."""
    return _planes(numbers.tobytes(), count)


def _planes(raw: bytes, count: int) -> bytes:
    """The bytes of numbers as so many planes."""
    if len(raw) == _BYTES:
        return raw[:count]
    return b"".join([raw[plane::_BYTES] for plane in range(count)])


def ascending(numbers: array[int]) -> tuple[int, bytes]:
    """Ascending numbers as planes of their distances, and before them how many planes there are."""
    if len(numbers) == 1:
        count = (numbers[0].bit_length() + 7) // 8
        return count, numbers[0].to_bytes(count, "little")
    distances = steps(numbers)
    count = width(distances)
    return count, planes(distances, count)


def from_planes(content: bytes, size: int, count: int) -> array[int]:
    """So many numbers from so many planes at the beginning of some bytes."""
    raw = bytearray(_BYTES * size)
    for plane in range(count):
        raw[plane::_BYTES] = content[plane * size : (plane + 1) * size]
    return array("I", bytes(raw))


def steps(numbers: array[int]) -> array[int]:
    """Ascending numbers, each as its distance from the one before."""
    return numbers if len(numbers) < 2 else array("I", map(sub, numbers, chain((0,), numbers)))


def from_steps(distances: array[int]) -> array[int]:
    """The numbers that lie so far from each other."""
    if not worth_arrays(len(distances)):
        return array("I", accumulate(distances))
    import numpy as np

    return array("I", np.cumsum(np.frombuffer(distances, np.uint32), dtype=np.uint32).tobytes())


def packed_tail(counts: array[int], turned: array[int]) -> bytes:
    """The tail of a posting list: how many positions each document has, then the positions of all, turned around."""
    return tail_of(counts.tobytes(), turned.tobytes(), max(counts), max(turned)) if turned else b""


def tail_of(counts: bytes, turned: bytes, most: int, largest: int) -> bytes:
    """The tail of a posting list whose largest count and largest position are known already; see `packed_tail`."""
    each_once = most == 1 and len(counts) == len(turned)
    of_counts = 0 if each_once else (most.bit_length() + 7) // 8
    of_positions = (largest.bit_length() + 7) // 8
    kind = of_counts | of_positions << _WIDTHS
    body = _planes(counts, of_counts) + _planes(turned, of_positions)
    if len(body) > WORTH_COMPRESSING:
        body = zlib.compress(body, 1)
        kind |= _COMPRESSED
    return bytes((kind,)) + body


def unpacked_tail(tail: bytes, documents: int) -> tuple[array[int], array[int]]:
    """How many positions each of so many documents has, and the positions of all, turned around."""
    if not tail:
        return array("I"), array("I")
    kind = tail[0]
    body = zlib.decompress(tail[1:]) if kind & _COMPRESSED else tail[1:]
    of_counts, of_positions = kind & (1 << _WIDTHS) - 1, kind >> _WIDTHS & (1 << _WIDTHS) - 1
    counts = from_planes(body, documents, of_counts) if of_counts else array("I", [1]) * documents
    return counts, from_planes(body[of_counts * documents :], sum(counts), of_positions)


def turned(positions: array[int]) -> array[int]:
    """Positions turned around."""
    if not worth_arrays(len(positions)):
        return array("I", [(each & MAX_WORDS - 1) << _TURN | each >> ZONE_BITS for each in positions])
    import numpy as np

    numbers = np.frombuffer(positions, np.uint32)
    return array("I", ((numbers & (MAX_WORDS - 1)) << _TURN | numbers >> ZONE_BITS).tobytes())


def turned_back(turned: array[int]) -> array[int]:
    """Positions as they were."""
    if not worth_arrays(len(turned)):
        return array("I", [(each & _ZONE) << ZONE_BITS | each >> _TURN for each in turned])
    import numpy as np

    numbers = np.frombuffer(turned, np.uint32)
    return array("I", ((numbers & _ZONE) << ZONE_BITS | numbers >> _TURN).tobytes())
