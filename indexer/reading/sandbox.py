"""Sandbox: every file is read in a process of its own, which is ended when it takes too long or too much.

One worker reads file after file, so that a thousand files do not start a thousand processes; after a file that broke
it, the next file starts a new one. It is handed the bytes, and so needs no right to any file. Its limits: silence, as
seen from here; the processor's time and memory, which it sets itself (see `worker`) and the kernel holds it to.
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
from typing import Final

import msgspec

from indexer.errors import MissingTool, NotMinutes, UnreadableFile
from indexer.model import Pages
from indexer.reading.original import OriginalFile, ReadOptions
from indexer.reading.worker_protocol import ReadAnswer, ReadJob, ReadProgress, ReadRefusal, receive, send

READ_TIMEOUT_S = 30.0
"""Seconds that a worker may be silent: it tells of every page, and of a page that takes long every few seconds."""

CPU_TIMEOUT_S = 8.0
"""Seconds of work that a worker may take for a file, or from one page to the next; minutes of 600 pages take two."""

START = "import sys; sys.path[:] = {path!r}; from {module} import main; main()"

_PAGES: Final = msgspec.msgpack.Decoder(Pages)


def read(original: OriginalFile, manner: ReadOptions) -> Pages:
    """What the reader of the file's kind reads, or the error that it raises; an error too when it breaks or hangs."""
    return _PAGES.decode(ask(original, manner))


def ask(original: OriginalFile, manner: ReadOptions, module: str = "indexer.reading.worker") -> bytes:
    """What a worker that runs the `main` of a module makes of a file, packed; UnreadableFile when it cannot."""
    # A worker may be ended from outside, which is no fault of the file: what breaks two of them is.
    for _ in range(2):
        worker = _worker(module)
        try:
            answer = worker.answer(original, manner)
        except TimeoutError as error:
            worker.kill()
            raise original.unreadable("file.too_slow", seconds=READ_TIMEOUT_S) from error
        except (EOFError, BrokenPipeError):
            if worker.kill() == -signal.SIGPROF:
                raise original.unreadable("file.too_slow", seconds=CPU_TIMEOUT_S) from None
            if worker.is_ended:
                break
            continue
        except BaseException:
            worker.kill()
            raise
        else:
            _put_back(module, worker)
        finally:
            _busy.discard(worker)
        if isinstance(answer, ReadAnswer):
            return answer.packed
        raise _KINDS.get(answer.kind, UnreadableFile)(original.name, answer.code, **answer.args)
    raise original.unreadable("file.broke_reader")


_KINDS: Final = {kind.__name__: kind for kind in (UnreadableFile, NotMinutes, MissingTool)}


class Worker:
    """A process that reads files, seen from outside."""

    def __init__(self, module: str) -> None:
        self.owner, self.is_ended = os.getpid(), False
        path = [entry for entry in sys.path if entry]
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-c", START.format(path=path, module=module)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def answer(self, original: OriginalFile, manner: ReadOptions) -> ReadAnswer | ReadRefusal:
        """What the worker answers, its news passed on; TimeoutError when it hangs, EOFError when it breaks."""
        assert self._process.stdin is not None
        cache = str(manner.cache) if manner.cache else None
        send(self._process.stdin, ReadJob(original, cache, anything=manner.anything, page=manner.page))
        while True:
            match receive(self._take):
                case ReadProgress(done, of):
                    manner.progress(done, of)
                case ReadAnswer() | ReadRefusal() as answer:
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

    def stop(self) -> None:
        """End the worker and whatever it has started; who waits for its answer is told by the end of it."""
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def kill(self) -> int:
        """End the worker and let go of it; how it had ended if it was gone, as minus the number of a signal."""
        self.stop()
        with contextlib.suppress(BrokenPipeError), self._process:
            self._process.wait()
        return self._process.returncode


_lock = threading.Lock()
_busy: set[Worker] = set()
"""The workers that are at work."""
_idle: dict[tuple[int, str], list[Worker]] = {}
"""The workers that wait for work, by the process they work for (a fork must not use its parent's) and their program."""


def _worker(module: str) -> Worker:
    """A worker that waits for work, or a new one."""
    with _lock:
        idle = _idle.get((os.getpid(), module))
        worker = idle.pop() if idle else Worker(module)
        _busy.add(worker)
    return worker


def _put_back(module: str, worker: Worker) -> None:
    """Let a worker wait for the next file, unless it was ended meanwhile."""
    with _lock:
        if not worker.is_ended:
            _idle.setdefault((os.getpid(), module), []).append(worker)
            return
    worker.kill()


@atexit.register
def end(*, busy: bool = False) -> None:
    """End the workers that wait for work, and, `busy`, those that are at work: what they read is refused."""
    with _lock:
        mine = [key for key in _idle if key[0] == os.getpid()]
        idle = [worker for key in mine for worker in _idle.pop(key)]
        at_work = [worker for worker in list(_busy) if busy and worker.owner == os.getpid()]
        for worker in at_work:
            worker.is_ended = True
    for worker in idle:
        worker.kill()
    for worker in at_work:
        worker.stop()
