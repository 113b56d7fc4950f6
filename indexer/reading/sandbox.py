"""Sandbox: files that may do harm are read in a process of their own, which is killed when it takes too long.

One worker reads file after file, so that a thousand files do not start a thousand processes; after a file that broke
it, the next file starts a new one. It is handed the bytes, and so needs no right to any file.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import select
import signal
import subprocess
import sys
import threading

from indexer.errors import MissingTool, UnreadableFile
from indexer.model import Pages
from indexer.reading.original import OriginalFile, ReadOptions
from indexer.reading.worker_protocol import ReadJob, ReadPages, ReadProgress, ReadRefusal, receive, send

READ_TIMEOUT_S = 30.0
"""Seconds that a worker may be silent: it tells of every page, and of a page that takes long every few seconds."""

START = "import sys; sys.path[:] = {path!r}; from indexer.reading.worker import main; main()"


def read(original: OriginalFile, manner: ReadOptions) -> Pages:
    """What the reader of the file's kind reads, or the error that it raises; an error too when it breaks or hangs."""
    with _lock:
        waiting = _current.pop(os.getpid(), None)
        try:
            # A worker that waited may have been ended meanwhile, which is no fault of the file.
            answer = (waiting and _answer(waiting, original, manner)) or _answer(Worker(), original, manner)
        except TimeoutError as error:
            raise original.unreadable("file.too_slow", seconds=READ_TIMEOUT_S) from error
    if answer is None:
        raise original.unreadable("file.broke_reader")
    if isinstance(answer, ReadPages):
        return answer.pages
    kind = MissingTool if answer.tool else UnreadableFile
    raise kind(original.name, answer.code, **answer.args)


def _answer(worker: Worker, original: OriginalFile, manner: ReadOptions) -> ReadPages | ReadRefusal | None:
    """The worker's answer, after which it waits for the next file; None when it broke."""
    try:
        answer = worker.answer(original, manner)
    except (EOFError, BrokenPipeError):
        worker.kill()
        return None
    except BaseException:
        worker.kill()
        raise
    _current[os.getpid()] = worker
    return answer


class Worker:
    """A process that reads files, seen from outside."""

    def __init__(self) -> None:
        path = [entry for entry in sys.path if entry]
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-c", START.format(path=path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def answer(self, original: OriginalFile, manner: ReadOptions) -> ReadPages | ReadRefusal:
        """What the worker answers, its news passed on; TimeoutError when it hangs, EOFError when it breaks."""
        assert self._process.stdin is not None
        send(self._process.stdin, ReadJob(original, str(manner.cache) if manner.cache else None))
        while True:
            match receive(self._take):
                case ReadProgress(done, of):
                    manner.progress(done, of)
                case ReadPages() | ReadRefusal() as answer:
                    return answer
                case _:
                    raise EOFError

    def _take(self, count: int) -> bytes:
        """That many bytes of what the worker says, fewer only when it is gone."""
        assert self._process.stdout is not None
        pipe = self._process.stdout.fileno()
        taken = bytearray()
        while len(taken) < count:
            if not select.select([pipe], [], [], READ_TIMEOUT_S)[0]:
                raise TimeoutError
            if not (more := os.read(pipe, min(count - len(taken), 2**20))):
                break
            taken += more
        return bytes(taken)

    def kill(self) -> None:
        """End the worker and whatever it has started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        with contextlib.suppress(BrokenPipeError), self._process:
            self._process.wait()


_lock = threading.Lock()
_current: dict[int, Worker] = {}
"""The worker that waits for work, by the process it works for: a fork must not use its parent's."""


@atexit.register
def end() -> None:
    """End the worker that waits for work, if there is one."""
    worker = _current.pop(os.getpid(), None)
    if worker is not None:
        worker.kill()
