"""Locking: one writer at a time, and who it is."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from indexer.errors import IndexBusy

LOCK_TIMEOUT_S = 30.0
"""Seconds a writer waits for another to finish."""


@contextmanager
def exclusive(path: Path, timeout_s: float = LOCK_TIMEOUT_S) -> Iterator[None]:
    """Hold the right to write that the file `path` stands for.

    Waits for at most `timeout_s` seconds; then IndexBusy says which process holds it and since when. The lock is the
    kernel's: it is gone with its process, however that ended.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("a+", encoding="ascii") as lock:
        _wait_for(lock.fileno(), path, timeout_s)
        lock.truncate(0)
        lock.write(f"{os.getpid()} {datetime.now(UTC).astimezone():%Y-%m-%d %H:%M:%S}")
        lock.flush()
        try:
            yield
        finally:
            lock.truncate(0)


def _wait_for(descriptor: int, path: Path, timeout_s: float) -> None:
    """Take the kernel's lock, or raise IndexBusy when patience is over."""
    until = time.monotonic() + timeout_s
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                pid, _, since = path.read_text("ascii").strip().partition(" ")
                raise IndexBusy(int(pid) if pid.isdigit() else 0, since or "just now") from None
            time.sleep(0.05)
        else:
            return
