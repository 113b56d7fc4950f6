"""Parallel parse: many files read and parsed at once, on all cores, handed back in the order asked for.

Reading and parsing is most of the work of a first run, and no file needs another. Few files are read where they are:
to start the processes takes a second, in which some sixty texts are read. A process that breaks takes nothing with it
but its own work, which is then done here; when this process is killed or interrupted, the others end.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from itertools import islice
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Final

import msgspec

from indexer import minutes, reading
from indexer.errors import MissingTool, NotMinutes, UnreadableFile
from indexer.messages import Value
from indexer.model import Meeting
from indexer.reading import ReadOptions

WORTH_SHARING: Final = 64
"""Fewer files than this are read sooner than other processes are started."""
CHUNK: Final = 4
AHEAD: Final = 8
"""Chunks for each process that may wait to be read or fetched: enough that none is idle, never all of an archive."""


class ParseRefusal(msgspec.Struct, frozen=True):
    """Why a file gave no meeting: what an UnreadableFile says, in a form that passes between processes."""

    path: str
    code: str
    args: dict[str, Value]
    kind: str

    def error(self) -> UnreadableFile:
        """The error that it was."""
        kinds = {kind.__name__: kind for kind in (UnreadableFile, NotMinutes, MissingTool)}
        return kinds.get(self.kind, UnreadableFile)(self.path, self.code, **self.args)


ParseOutcome = Meeting | UnreadableFile

_MEETINGS: Final = msgspec.msgpack.Decoder(Meeting)
_ENCODER: Final = msgspec.msgpack.Encoder()


def take(files: Sequence[tuple[str, str]], progress: Callable[[str], None], kept: Path) -> Iterator[ParseOutcome]:
    """For each file, a path and the name it goes by, its meeting, or why it has none.

    What OCR reads is kept in the folder `kept`; its pages are progress too.
    """
    cores = len(os.sched_getaffinity(0))
    done = 0
    if cores > 1 and len(files) >= WORTH_SHARING:
        try:
            for answer in _shared(files, cores, ReadOptions(cache=kept)):
                progress(f"{files[done][1]} ({done + 1} of {len(files)})")
                yield _opened(answer)
                done += 1
        except (EOFError, OSError):
            pass  # the file that broke it is among the rest, and is refused below if it does so again
    for path, name in files[done:]:
        progress(name)
        manner = ReadOptions(progress=partial(_tell_pages, progress, name), cache=kept)
        yield _opened(_answer((path, name), manner))


def _shared(files: Sequence[tuple[str, str]], cores: int, manner: ReadOptions) -> Iterator[bytes | ParseRefusal]:
    """The answers for the files, in their order, read by so many processes; EOFError or OSError when one broke."""
    chunks = [files[start : start + CHUNK] for start in range(0, len(files), CHUNK)]
    waiting = iter(enumerate(chunks))
    done: dict[int, list[bytes | ParseRefusal]] = {}
    with _processes(cores, manner) as idle:
        busy: dict[Connection, int] = {}
        for number in range(len(chunks)):
            while True:
                _hand_out(islice(waiting, max(0, AHEAD * cores - len(done) - len(busy))), idle, busy)
                if number in done:
                    break
                for connection in wait(busy):
                    assert isinstance(connection, Connection)
                    done[busy.pop(connection)] = connection.recv()
                    idle.append(connection)
            yield from done.pop(number)


def _hand_out(
    waiting: Iterator[tuple[int, Sequence[tuple[str, str]]]], idle: list[Connection], busy: dict[Connection, int]
) -> None:
    """Give each process that is idle a chunk to read."""
    while idle and (chunk := next(waiting, None)):
        connection = idle.pop()
        busy[connection] = chunk[0]
        connection.send(chunk[1])


def _tell_pages(progress: Callable[[str], None], name: str, done: int, of: int) -> None:
    """Tell how far OCR has come in a file."""
    progress(f"{name} (page {done} of {of} by OCR)")


@contextmanager
def _processes(count: int, manner: ReadOptions) -> Iterator[list[Connection]]:
    """The connections to so many processes that read. When the work is broken off, nobody waits for what they read.

    Each has a connection of its own and shares no lock with the others, so that any of them may die at any moment.
    """
    context = multiprocessing.get_context("spawn")
    connections, children = [], []
    # It is started with the first process otherwise, and lets Ctrl-C through again when it is.
    resource_tracker.ensure_running()
    try:
        for _ in range(count):
            here, there = context.Pipe()
            with there, _uninterrupted():
                child = context.Process(target=_serve, args=(there, manner), daemon=True)
                child.start()
            connections.append(here)
            children.append(child)
        yield list(connections)
    except BaseException:
        for child in children:
            child.kill()
        raise
    finally:
        for connection in connections:
            connection.close()
        for child in children:
            child.join()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Within this Ctrl-C waits, and processes started here never hear it: it is sent to all, and is for this one."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end_with_parent() -> None:
    """Let this process end when the one that started it is gone, however that ended."""
    parent = multiprocessing.parent_process()
    if parent is not None:

        def wait() -> None:
            parent.join()
            os._exit(1)

        threading.Thread(target=wait, daemon=True).start()


def _serve(connection: Connection, manner: ReadOptions) -> None:
    """Read what the connection asks for until it ends."""
    _end_with_parent()
    with suppress(EOFError):
        while True:
            connection.send([_answer(file, manner) for file in connection.recv()])


def _answer(file: tuple[str, str], manner: ReadOptions) -> bytes | ParseRefusal:
    """A file's meeting, encoded, or why it has none."""
    path, name = file
    try:
        return _ENCODER.encode(minutes.parse(reading.read(Path(path), name=name, manner=manner)).meeting)
    except UnreadableFile as error:
        return ParseRefusal(error.path, *error.message, type(error).__name__)
    except OSError as error:
        return ParseRefusal(name, "file.not_opened_now", {"reason": str(error.strerror)}, "UnreadableFile")


def _opened(answer: bytes | ParseRefusal) -> ParseOutcome:
    """A meeting or an error again."""
    return answer.error() if isinstance(answer, ParseRefusal) else _MEETINGS.decode(answer)
