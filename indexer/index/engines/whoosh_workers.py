"""Segment workers: segments built on all cores, handed back in the order in which they were asked for.

The segments are the same whoever builds them: what goes into each is decided before (`whoosh_writer`). Where there is
one core, or one segment, this process builds it itself.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Final

import msgspec

from indexer.index.engines.whoosh_codec import PackedCodec
from indexer.index.engines.whoosh_merge import built
from indexer.index.engines.whoosh_mmap_storage import MmapStorage
from indexer.index.engines.whoosh_worker import BuiltSegment, SegmentJob, receive, send

START: Final = "import sys; sys.path[:] = {path!r}; from indexer.index.engines.whoosh_worker import main; main()"
_ANSWERS: Final = msgspec.msgpack.Decoder(BuiltSegment)


def segments_of(storage: MmapStorage, name: str, batches: Iterable[Sequence[bytes]]) -> Iterator[Any]:
    """A segment of the index `name` of each batch of meetings, each meeting as msgpack; in the order of the batches.

    Raises OSError where one cannot be written.
    """
    batches = iter(batches)
    first = list(islice(batches, 2))
    cores = len(os.sched_getaffinity(0))
    if cores == 1 or len(first) < 2:
        return (built(storage, name, batch) for batch in chain(first, batches))
    return _shared(Path(storage.folder), name, chain(first, batches), cores)


def _shared(folder: Path, name: str, batches: Iterator[Sequence[bytes]], cores: int) -> Iterator[Any]:
    """The segments, built by so many processes."""
    workers = [_Worker() for _ in range(cores)]
    idle: SimpleQueue[_Worker] = SimpleQueue()
    for worker in workers:
        idle.put(worker)

    def build(batch: Sequence[bytes]) -> BuiltSegment:
        worker = idle.get()
        try:
            return worker.answer(SegmentJob(str(folder), name, list(batch)))
        finally:
            idle.put(worker)

    pool = ThreadPoolExecutor(cores)
    try:
        asked: deque[Future[BuiltSegment]] = deque()
        for batch in batches:
            asked.append(pool.submit(build, batch))
            while len(asked) > cores or (asked and asked[0].done()):
                yield _segment(asked.popleft().result(), folder, name)
        for each in asked:
            yield _segment(each.result(), folder, name)
    finally:
        for worker in workers:
            worker.end()
        pool.shutdown(cancel_futures=True)


def _segment(answer: BuiltSegment, folder: Path, name: str) -> Any:
    """What Whoosh calls the segment that was built; OSError when it was not."""
    if not answer.id:
        raise OSError(answer.errno, answer.error or "the process that built a segment was ended", str(folder))
    segment = PackedCodec().new_segment(None, name)
    segment.segid = answer.id
    segment.set_doc_count(answer.documents)
    return segment


class _Worker:
    """A process that builds segments, seen from outside."""

    def __init__(self) -> None:
        path = [entry for entry in sys.path if entry]
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-c", START.format(path=path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def answer(self, job: SegmentJob) -> BuiltSegment:
        """What comes of a job; an answer that names no segment when the process has ended."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            send(self._process.stdin, job)
            packed = receive(self._process.stdout)
        except (BrokenPipeError, ValueError):
            packed = b""
        return _ANSWERS.decode(packed) if packed else BuiltSegment()

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                with suppress(BrokenPipeError):
                    stream.close()
