"""Worker: the process that reads what may do harm, so that it can be killed without harm to anything else.

It takes one job after the other from standard input and answers each on standard output: news of its progress, then
the pages or a refusal. Its memory is limited, it can write no large files, and it has a session of its own, so that a
program it has started dies with it.
"""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path
from typing import BinaryIO

from indexer.errors import MissingTool, UnreadableFile
from indexer.reading import READERS
from indexer.reading.original import ReadOptions
from indexer.reading.worker_protocol import ReadJob, ReadPages, ReadProgress, ReadRefusal, receive, send

MEMORY = 3 * 2**30
"""The most memory, in bytes, that reading one file may take; OCR of a large page takes half a gigabyte."""

LARGEST_FILE = 64 * 2**20
"""The largest file that may be written, in bytes: the text of a page is a few thousand."""


def main() -> None:
    """Do jobs until there are none."""
    _limit()
    answers = os.fdopen(os.dup(1), "wb")
    # Whatever a library prints must not pass for an answer.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    while isinstance(job := receive(sys.stdin.buffer.read), ReadJob):
        send(answers, _done(job, answers))


def _done(job: ReadJob, answers: BinaryIO) -> ReadPages | ReadRefusal:
    manner = ReadOptions(
        progress=lambda done, of: send(answers, ReadProgress(done, of)),
        cache=Path(job.cache) if job.cache else None,
    )
    try:
        return ReadPages(READERS[job.original.media_type](job.original, manner))
    except UnreadableFile as error:
        return ReadRefusal(*error.message, tool=isinstance(error, MissingTool))
    except MemoryError:
        return ReadRefusal("file.too_much_memory")
    except Exception as error:  # whatever a hostile file makes a library do, the other files are read
        return ReadRefusal("file.makes_no_sense", {"error": type(error).__name__})


def _limit() -> None:
    for what, limit in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_FSIZE, LARGEST_FILE), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(what)
        resource.setrlimit(what, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
