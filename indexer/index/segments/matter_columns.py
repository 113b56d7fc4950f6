"""Matter columns: the matter of every document of a generation, and the documents of every matter.

They are written once for a generation, from the evidence in its segments, and read in place. There is no text in them:
numbers of documents and of matters, 32 bits each, little-endian, in one table behind the other:

    [documents, matters] [the matter of each document] [where each matter's documents begin] [the documents of all]

A document that is a meeting has the number behind the last matter's. The documents of a matter stand oldest first.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise

from indexer.index.segments.segment import SegmentReader
from indexer.index.segments.segment_tables import Numbers, Rows, SegmentTables
from indexer.record.evidence import clues
from indexer.record.matters import Clues, joined

HEADER = 2


class MatterColumns:
    """The matters of one generation; see the module."""

    def __init__(self, content: memoryview) -> None:
        numbers = content.cast("I")
        documents, self.size = numbers[0], numbers[1]
        starts = HEADER + documents
        members = starts + self.size + 1
        self.of: Numbers = numbers[HEADER:starts]
        self._documents = Rows(numbers[starts:members], numbers[members:])

    def documents(self, matter: int) -> Numbers:
        """The documents of a matter, oldest first."""
        return self._documents[matter]

    def of_several(self) -> Iterator[int]:
        """The documents of every matter that has more than one."""
        starts, numbers = self._documents.starts, self._documents.numbers
        for start, end in pairwise(starts):
            if end - start > 1:
                yield from numbers[start:end]


def columns_of(segments: Sequence[SegmentReader]) -> bytes:
    """The matter columns of the segments of a generation, in their order."""
    every = [segment.tables for segment in segments]
    known = list(_clues(every))
    numbers = [number for number, _ in known]
    matters = [[numbers[place] for place in places] for places in joined([one for _, one in known])]
    return _packed(sum(len(tables.alive) for tables in every), matters)


def _clues(every: Iterable[SegmentTables]) -> Iterator[tuple[int, Clues]]:
    """The number of every item, and what may join it to others."""
    first = 0
    for tables in every:
        for number, meeting in enumerate(tables.meeting_of):
            head = tables.heads[meeting]
            if number != head:
                order = tables.dates[meeting], tables.ids[meeting], number - head
                yield first + number, clues(order, tables.evidence[head], tables.evidence[number])
        first += len(tables.alive)


def _packed(documents: int, matters: Sequence[Sequence[int]]) -> bytes:
    """The columns as one file."""
    of = array("I", [len(matters)]) * documents
    for matter, numbers in enumerate(matters):
        for number in numbers:
            of[number] = matter
    starts = array("I", accumulate(map(len, matters), initial=0))
    members = array("I", (number for numbers in matters for number in numbers))
    return b"".join(part.tobytes() for part in (array("I", [documents, len(matters)]), of, starts, members))
