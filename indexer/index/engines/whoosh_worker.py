"""Segment worker: the process that builds segments of meetings beside others (`whoosh_workers`).

It takes one job after the other from standard input, a length in eight bytes and then msgpack, and answers each on
standard output. When whoever started it is gone, it ends at once: nothing goes on writing in a folder of theirs.
"""

from __future__ import annotations

import os
import sys
import threading
from queue import SimpleQueue
from typing import IO, Final

import msgspec

from indexer.index.engines.whoosh_merge import built
from indexer.index.engines.whoosh_mmap_storage import MmapStorage

LENGTH: Final = 8
"""Bytes that the length of a job or an answer takes."""


class SegmentJob(msgspec.Struct, frozen=True):
    """The folder and the index that a segment is for, and its meetings, each as msgpack."""

    folder: str
    name: str
    meetings: list[bytes]


class BuiltSegment(msgspec.Struct, frozen=True):
    """The id of a segment and how many documents it has, or why it could not be written."""

    id: str = ""
    documents: int = 0
    errno: int = 0
    error: str = ""


_JOBS: Final = msgspec.msgpack.Decoder(SegmentJob)


def send(stream: IO[bytes], message: SegmentJob | BuiltSegment) -> None:
    """Write a job or an answer."""
    packed = msgspec.msgpack.encode(message)
    stream.write(len(packed).to_bytes(LENGTH, "big"))
    stream.write(packed)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes:
    """The next job or answer as it was sent; nothing when the other side is gone."""
    length = int.from_bytes(stream.read(LENGTH), "big")
    packed = stream.read(length)
    return packed if len(packed) == length else b""


def main() -> None:
    """Build segments until there is nothing to do."""
    answers, jobs = os.fdopen(os.dup(1), "wb"), SimpleQueue[SegmentJob]()
    threading.Thread(target=_take, args=(jobs,), daemon=True).start()
    while True:
        job = jobs.get()
        storage = MmapStorage(job.folder)
        try:
            segment = built(storage, job.name, job.meetings)
        except OSError as error:
            storage.abandon()
            send(answers, BuiltSegment(errno=error.errno or 0, error=error.strerror or str(error)))
        else:
            send(answers, BuiltSegment(segment.segid, segment.doc_count_all()))


def _take(jobs: SimpleQueue[SegmentJob]) -> None:
    """Take what is to be done, and end the process when nobody is there any longer."""
    while packed := receive(sys.stdin.buffer):
        jobs.put(_JOBS.decode(packed))
    os._exit(0)
