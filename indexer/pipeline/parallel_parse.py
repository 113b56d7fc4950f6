"""Parallel parse: files read and parsed in processes of their own, handed back one after the other in the order given.

Reading and parsing is most of the work of a first run, and no file needs another, so many files are read on all cores.
Each is read and parsed under the limits of the sandbox: a file that breaks its process, or takes too long or too much
memory, is refused, and the others go on. When the run is broken off, the processes end with it.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from itertools import islice, starmap
from pathlib import Path
from typing import Final

import msgspec

from indexer import messages, reading
from indexer.errors import UnreadableFile
from indexer.model import Meeting
from indexer.reading import ReadOptions, sandbox

WORTH_SHARING: Final = 64
"""Fewer files than this are read sooner by one process than others are started."""
AHEAD: Final = 8
"""Files for each process that may wait to be read or fetched: enough that none is idle, never all of an archive."""

WORKER: Final = "indexer.pipeline.parse_worker"

ParseOutcome = Meeting | UnreadableFile

_MEETINGS: Final = msgspec.msgpack.Decoder(Meeting)


def parse_file(path: Path, name: str, manner: ReadOptions) -> Meeting:
    """The meeting in a file that goes by this name; UnreadableFile when there is none."""
    return _MEETINGS.decode(sandbox.ask(reading.opened(path, name=name), manner, WORKER))


def read_minutes(path: str | Path) -> Meeting:
    """The meeting in a file of minutes, as printed; UnreadableFile when there is none. No archive is touched."""
    return parse_file(Path(path), Path(path).name, ReadOptions())


def take(
    files: Sequence[tuple[str, str]],
    progress: Callable[[str], None],
    kept: Path,
    *,
    anything: Callable[[str], bool] = lambda path: False,
) -> Iterator[ParseOutcome]:
    """For each file, a path and the name it goes by, its meeting, or why it has none.

    What OCR reads is kept in the folder `kept`; its pages are progress too, where the files are few. `anything`
    tells of a path whether what lies there is taken though it is no minutes.
    """
    manners = [ReadOptions(cache=kept, anything=anything(path)) for path, _ in files]
    cores = len(os.sched_getaffinity(0))
    if cores > 1 and len(files) >= WORTH_SHARING:
        for number, outcome in enumerate(_shared(files, manners, cores), 1):
            progress(f"{files[number - 1][1]} ({number} of {len(files)})")
            yield outcome
        return
    for file, manner in zip(files, manners, strict=True):
        progress(file[1])
        told = partial(_tell_pages, progress, file[1])
        yield _outcome(file, msgspec.structs.replace(manner, progress=told))


def _shared(files: Sequence[tuple[str, str]], manners: Sequence[ReadOptions], cores: int) -> Iterator[ParseOutcome]:
    """What the files give, in their order, each read in its manner, by so many processes at once."""
    pool = ThreadPoolExecutor(cores)

    def ask(file: tuple[str, str], manner: ReadOptions) -> Future[ParseOutcome]:
        return pool.submit(_outcome, file, manner)

    try:
        waiting = zip(files, manners, strict=True)
        asked: deque[Future[ParseOutcome]] = deque(starmap(ask, islice(waiting, AHEAD * cores)))
        while asked:
            outcome = asked.popleft().result()
            asked.extend(starmap(ask, islice(waiting, 1)))
            yield outcome
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        sandbox.end(busy=True)
        pool.shutdown()


def _tell_pages(progress: Callable[[str], None], name: str, done: int, of: int) -> None:
    """Tell how far OCR has come in a file."""
    progress(messages.text("report.reading_by_ocr", name=name, done=done, of=of))


def _outcome(file: tuple[str, str], manner: ReadOptions) -> ParseOutcome:
    """What a file gives: its meeting, or why it has none."""
    path, name = file
    try:
        return parse_file(Path(path), name, manner)
    except UnreadableFile as error:
        return error
