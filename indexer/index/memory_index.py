"""The memory index: the smallest engine, one segment in dictionaries, for tests that need no disk.

Nothing of it outlives the process. Each update makes the segment again, of documents that were analysed once.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from indexer.errors import NoSuchIndex, ProtokollError
from indexer.index.documents import documents
from indexer.index.reader import IndexReader
from indexer.index.searcher import Searcher
from indexer.index.segment import DocumentFields, PostingList, fields_of, tail_of
from indexer.index.segmented_index import SegmentedIndex
from indexer.model import Meeting, digest


class MemorySegment:
    """Documents in memory; see segment.SegmentReader."""

    def __init__(self, name: str, documents: Iterable[DocumentFields]) -> None:
        self.name = name
        self._stored: list[bytes] = []
        gathered: dict[tuple[str, str], tuple[array[int], array[float], list[bytes]]] = {}
        for number, document in enumerate(documents):
            self._stored.append(document.stored)
            for field, term, weight, positions in _postings_of(document):
                numbers, weights, tail = gathered.setdefault((field, term), (array("I"), array("f"), []))
                numbers.append(number)
                weights.append(weight)
                tail.append(positions)
        self._lists = {
            key: PostingList(numbers, weights, tail_of(tail)) for key, (numbers, weights, tail) in gathered.items()
        }
        self._dictionary = sorted(self._lists)
        self.size = len(self._stored)

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

    With a `truth`, what gives all meetings that should be in it, it is first made of them.
    """

    def __init__(self, where: Path = Path("memory"), truth: Callable[[], Iterable[Meeting]] | None = None) -> None:
        super().__init__()
        self.where = where
        self._truth = truth
        self._held: dict[str, tuple[str, tuple[DocumentFields, ...]]] = {}
        self._published: Searcher | None = None
        self._number = 0

    def update(self, put: Iterable[Meeting], remove: Iterable[str] = ()) -> None:
        """Put these meetings, each in place of what had its id, and remove those ids; all of it or nothing."""
        removed = set(remove)
        held = {id: those for id, those in self._held.items() if id not in removed}
        self._publish(held | _indexed(put))

    def rebuild(self, meetings: Iterable[Meeting]) -> None:
        """Index just these meetings."""
        self._publish(_indexed(meetings))

    def _publish(self, held: dict[str, tuple[str, tuple[DocumentFields, ...]]]) -> None:
        """Let what is read be these meetings."""
        self._number += 1
        name = f"memory-{self._number:06}"
        segment = MemorySegment(name, (document for _, those in held.values() for document in those))
        digests = {id: digest for id, (digest, _) in held.items()}
        made = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
        self._published = Searcher(IndexReader(name, [segment], digests, made))
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


def _indexed(meetings: Iterable[Meeting]) -> dict[str, tuple[str, tuple[DocumentFields, ...]]]:
    """The digests and the documents of meetings, by id."""
    return {meeting.id: (digest(meeting), tuple(map(fields_of, documents(meeting)))) for meeting in meetings}


def _postings_of(document: DocumentFields) -> Iterator[tuple[str, str, float, bytes]]:
    """Field, term, weight and positions of each term of a document."""
    for term, posting in document.terms.items():
        yield document.field, term, posting.weight, array("I", posting.positions).tobytes()
    for term in document.facets:
        yield "facet", term, 1.0, b""
    for term in document.labels:
        yield "label", term, 1.0, b""
