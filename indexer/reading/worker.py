"""Worker: the process that reads what may do harm, so that it can be killed without harm to anything else.

It takes one job after the other from standard input and answers each on standard output: news of its progress, then
what it made of the file, or a refusal. Its memory is limited, it can write no large files, and it has a session of its
own, so that a program it has started dies with it.
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from indexer.errors import UnreadableFile
from indexer.model import Pages
from indexer.reading import READERS
from indexer.reading.original import OriginalFile, ReadOptions
from indexer.reading.sandbox import CPU_TIMEOUT_S
from indexer.reading.worker_protocol import ReadAnswer, ReadJob, ReadProgress, ReadRefusal, receive, send

MEMORY = 3 * 2**30
"""The most memory, in bytes, that reading pictures may take; OCR of a large page takes half a gigabyte."""

TEXT_MEMORY = 448 * 2**20
"""The most that reading and parsing a file of text may take besides what the process has; minutes take some 30 MB."""

LARGEST_FILE = 64 * 2**20
"""The largest file that may be written, in bytes: the text of a page is a few thousand."""

_PICTURES: Final = ("image/", "application/pdf")
"""How the kinds begin that are, or may have in them, pictures of pages."""

_ENCODER: Final = msgspec.msgpack.Encoder()


Work = Callable[[OriginalFile, ReadOptions], object]
"""What a worker makes of a file."""


def pages_of(original: OriginalFile, options: ReadOptions) -> Pages:
    """The pages of text in a file, as the reader of its kind reads them."""
    return READERS[original.media_type](original, options)


def main(work: Work = pages_of) -> None:
    """Do jobs until there are none."""
    _limit(resource.RLIMIT_FSIZE, LARGEST_FILE)
    _limit(resource.RLIMIT_CORE, 0)
    answers = os.fdopen(os.dup(1), "wb")
    # Whatever a library prints must not pass for an answer.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    while isinstance(job := receive(sys.stdin.buffer.read), ReadJob):
        _limit(resource.RLIMIT_AS, MEMORY if job.original.media_type.startswith(_PICTURES) else _in_use() + TEXT_MEMORY)
        _start_clock()
        answer = _done(job, answers, work)
        signal.setitimer(signal.ITIMER_PROF, 0)
        send(answers, answer)


def _done(job: ReadJob, answers: BinaryIO, work: Work) -> ReadAnswer | ReadRefusal:
    def progress(done: int, of: int) -> None:
        _start_clock()
        send(answers, ReadProgress(done, of))

    cache = Path(job.cache) if job.cache else None
    manner = ReadOptions(progress=progress, cache=cache, anything=job.anything, page=job.page)
    try:
        return ReadAnswer(_ENCODER.encode(work(job.original, manner)))
    except UnreadableFile as error:
        return ReadRefusal(*error.message, kind=type(error).__name__)
    except MemoryError:
        return ReadRefusal("file.too_much_memory")
    except Exception as error:  # whatever a hostile file makes a library do, the other files are read
        return ReadRefusal("file.makes_no_sense", {"error": type(error).__name__})


def _start_clock() -> None:
    """Let the kernel end this process (SIGPROF) when it works for so long, whatever it is busy with."""
    signal.setitimer(signal.ITIMER_PROF, CPU_TIMEOUT_S)


def _in_use() -> int:
    """The memory that this process has, in bytes, whether it is used or not; 0 where the system does not tell."""
    with contextlib.suppress(OSError):
        return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    return 0


def _limit(what: int, limit: int) -> None:
    """Let this process have no more of something."""
    _, hard = resource.getrlimit(what)
    resource.setrlimit(what, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
