"""Matter columns: the matter of every document of a generation, and the documents of every matter.

They are written once for a generation, from the evidence in its segments, and read in place. There is no text in them:
numbers of documents and of matters, 32 bits each, little-endian, in one table behind the other:

    [documents, matters] [the matter of each document] [where each matter's documents begin] [the documents of all]

A document that is a meeting has the number behind the last matter's. The documents of a matter stand oldest first.

A generation that follows another is not joined whole: `rejoined` looks at what the meetings that came, changed or left
share with others, and keeps the matters of all the rest.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

from indexer.index.segments.segment import SegmentReader
from indexer.index.segments.segment_tables import Numbers, Rows, SegmentTables
from indexer.record.evidence import clues
from indexer.record.matters import Clues, joined

HEADER: Final = 2
JOINED_WHOLE: Final = 3_000
"""Documents up to which all are joined again: that takes less than to import numpy."""


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


class Joined(NamedTuple):
    """The segments of a generation, and its matters."""

    segments: Sequence[SegmentReader]
    matters: MatterColumns


def columns_of(segments: Sequence[SegmentReader], before: Joined | None = None, changed: Collection[str] = ()) -> bytes:
    """The matter columns of the segments of a generation, in their order.

    `before` is the generation that it follows, `changed` the ids of the meetings that came, changed or left since.
    """
    documents = sum(len(segment.tables.alive) for segment in segments)
    if before is not None and documents > JOINED_WHOLE:
        from indexer.index.segments.matter_updates import rejoined

        return rejoined(segments, before, changed)
    known = list(all_clues(segment.tables for segment in segments))
    numbers = [number for number, _ in known]
    matters = joined([one for _, one in known])
    return packed(documents, [[numbers[place] for place in places] for places in matters])


def all_clues(every: Iterable[SegmentTables]) -> Iterator[tuple[int, Clues]]:
    """The number of every item of some segments, and what may join it to others."""
    first = 0
    for tables in every:
        for number, alive in enumerate(tables.alive):
            if alive:
                yield first + number, clues_at(tables, number)
        first += len(tables.alive)


def clues_at(tables: SegmentTables, number: int) -> Clues:
    """What may join an item of a segment to others."""
    meeting = tables.meeting_of[number]
    head = tables.heads[meeting]
    order = tables.dates[meeting], tables.ids[meeting], number - head
    return clues(order, tables.evidence[head], tables.evidence[number])


def packed(documents: int, matters: Sequence[Sequence[int]]) -> bytes:
    """The columns as one file; `matters` are the numbers of their documents."""
    of = array("I", [len(matters)]) * documents
    for matter, numbers in enumerate(matters):
        for number in numbers:
            of[number] = matter
    starts = array("I", accumulate(map(len, matters), initial=0))
    members = array("I", (number for numbers in matters for number in numbers))
    return b"".join(part.tobytes() for part in (array("I", [documents, len(matters)]), of, starts, members))
