"""The memory index: the smallest engine, one segment in dictionaries, for tests that need no disk.

Nothing of it outlives the process. Each update makes the segment again.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from indexer.errors import NoSuchIndex, ProtokollError
from indexer.index.engines.segmented_index import SegmentedIndex
from indexer.index.search.reader import IndexReader
from indexer.index.search.searcher import Searcher
from indexer.index.segments.matter_columns import columns_of
from indexer.index.segments.segment import PostingList
from indexer.index.segments.segment_builder import SegmentBuilder
from indexer.index.segments.segment_tables import SegmentTables, tables_of
from indexer.model import Meeting, digest


class MemorySegment:
    """Meetings in memory; see segment.SegmentReader."""

    def __init__(self, name: str, meetings: Iterable[Meeting]) -> None:
        builder = SegmentBuilder()
        for meeting in meetings:
            builder.add(meeting)
        words = builder.written_words()
        self.name = name
        self.size = len(builder.stored)
        self._stored = builder.stored
        self._lists = dict(builder.lists(words))
        self._dictionary = list(self._lists)
        every = ((field, term, postings.numbers) for (field, term), postings in self._lists.items())
        self.tables = SegmentTables(memoryview(tables_of(every, builder.titles, words, builder.evidence)))

    def postings(self, field: str, term: str) -> PostingList | None:
        """The posting list of a term; None where no document has it."""
        return self._lists.get((field, term))

    def lists(self, field: str, prefix: str) -> Iterator[tuple[str, PostingList]]:
        """The terms of a field that begin so, in order, with their posting lists."""
        for name, term in islice(self._dictionary, bisect_left(self._dictionary, (field, prefix)), None):
            if name != field or not term.startswith(prefix):
                return
            yield term, self._lists[name, term]

    def terms(self, field: str, prefix: str) -> Iterator[tuple[str, int]]:
        """The terms of a field that begin so, in order, and how many documents have each."""
        for term, postings in self.lists(field, prefix):
            yield term, len(postings.numbers)

    def stored(self, number: int) -> bytes:
        """What is stored of a document."""
        return self._stored[number]


class MemoryIndex(SegmentedIndex):
    """An index of agenda items in memory; see port.Index. `where` is only what its errors call it.

    With a `truth`, what gives all meetings that should be in it, it is first made of them. It has no copies that could
    hold what was withdrawn, so nobody is asked about that.
    """

    def __init__(
        self,
        where: Path = Path("memory"),
        truth: Callable[[], Iterable[Meeting]] | None = None,
        _withholds: Callable[[Iterable[str]], bool] = lambda ids: False,
    ) -> None:
        super().__init__()
        self.where = where
        self._truth = truth
        self._held: dict[str, Meeting] = {}
        self._published: Searcher | None = None
        self._number = 0

    def update(self, put: Iterable[Meeting], remove: Iterable[str] = ()) -> None:
        """Put these meetings, each in place of what had its id, and remove those ids; all of it or nothing."""
        removed = set(remove)
        held = {id: meeting for id, meeting in self._held.items() if id not in removed}
        for meeting in put:
            held.pop(meeting.id, None)
            held[meeting.id] = meeting
        self._publish(held)

    def rebuild(self, meetings: Iterable[Meeting]) -> None:
        """Index just these meetings."""
        self._publish({meeting.id: meeting for meeting in meetings})

    def _publish(self, held: dict[str, Meeting]) -> None:
        """Let what is read be these meetings."""
        self._number += 1
        name = f"memory-{self._number:06}"
        segment = MemorySegment(name, held.values())
        digests = {id: digest(meeting) for id, meeting in held.items()}
        before = self._published.reader.joined if self._published else None
        changed = [id for id in digests.keys() | self._held if self._held.get(id) != held.get(id)]
        matters = memoryview(columns_of([segment], before, changed))
        made = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
        self._published = Searcher(IndexReader(name, [segment], matters, digests, made))
        self._held = held

    def _current(self) -> Searcher:
        """The searcher of what was put last."""
        if self._published is None and self._truth:
            self.rebuild(self._truth())
        if self._published is None:
            raise NoSuchIndex(self.where)
        return self._published

    def verify(self) -> Mapping[str, str]:
        """The meetings with their digests: memory is not damaged."""
        return self.digests()

    @property
    def degraded_reason(self) -> ProtokollError | None:
        """Nothing: what is read is always what was written last."""
        return None

    def close(self) -> None:
        """Let go of everything."""
        self._published, self._held = None, {}
