"""Watching: minutes are indexed as they arrive.

The system tells of every change below the folders. A file is taken when it is whole: when it has not grown for a
moment, and, where that can be told, nobody has it open for writing. What is taken half all the same is taken again when
its bytes change.
"""

from __future__ import annotations

import errno
import fcntl
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from indexer.errors import MissingPart

QUIET: Final = 0.4
"""Seconds that a file must not have changed to be whole."""
STEP: Final = 50
GATHER: Final = 400
"""Milliseconds without a change, and at most in all, in which what changes together is told together."""
STARTED: Final = 300
"""Milliseconds after which the watch tells that there is nothing yet."""
WRITE_TIMEOUT_S: Final = 60.0
"""Seconds after which a file is taken though it still grows: it is taken again when it changes."""


def arrivals(roots: Iterable[Path], *, but: Iterable[Path] = (), stop: threading.Event | None = None) -> Iterator[None]:
    """Once at the start, and then each time when something below the roots, not below `but`, is new and whole.

    Raises MissingPart when watchfiles is not installed.
    """
    try:
        from watchfiles import watch
    except ModuleNotFoundError as error:
        raise MissingPart("watchfiles") from error
    apart = tuple(path.absolute() for path in but)
    changes = watch(*roots, debounce=GATHER, step=STEP, stop_event=stop, rust_timeout=STARTED, yield_on_timeout=True)
    # What changes while the first files are read is told afterwards: the watch begins before.
    next(changes)
    yield
    for changed in changes:
        paths = {Path(path).absolute() for _, path in changed}
        if paths := {path for path in paths if not any(path.is_relative_to(other) for other in apart)}:
            _wait_until_whole(paths)
            yield


def _wait_until_whole(paths: set[Path], now: Callable[[], float] = time.monotonic) -> None:
    """Wait until no file grows any longer."""
    until = now() + WRITE_TIMEOUT_S
    before, since = _sizes(paths), now()
    while now() < until and (now() - since < QUIET or any(map(is_being_written, paths))):
        time.sleep(STEP / 1000)
        if (sizes := _sizes(paths)) != before:
            before, since = sizes, now()


def _sizes(paths: set[Path]) -> dict[Path, tuple[int, int]]:
    """How large each file is, and when it was written last."""
    found = {}
    for path in paths:
        with suppress(OSError):
            status = path.stat()
            found[path] = (status.st_size, status.st_mtime_ns)
    return found


def is_being_written(path: Path) -> bool:
    """Whether somebody has the file open for writing, as far as the system tells: it grants no lease on it then."""
    if not path.is_file():
        return False
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except OSError:
        return False
    try:
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError as error:
        return error.errno in {errno.EAGAIN, errno.EACCES} and os.geteuid() in {0, path.stat().st_uid}
    finally:
        os.close(descriptor)
    return False
