"""Faults: a file system that fails on demand, and one that forgets what was not flushed when the power is cut."""

from __future__ import annotations

import builtins
import errno
import io
import os
import random
import shutil
import signal
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

PATCHED = ("rename", "replace", "link", "unlink", "remove", "mkdir", "rmdir", "fsync")


class Event(NamedTuple):
    """One thing that was asked of the file system; `content` is what a flushed file held."""

    what: str
    path: str
    to: str = ""
    content: bytes = b""


class FullDisk(io.FileIO):
    """A file on a disk that has room for so many bytes more."""

    room: list[float]

    def write(self, content: Any, /) -> int:
        view = memoryview(content).cast("B")
        if len(view) > self.room[0]:
            super().write(view[: int(self.room[0])])
            self.room[0] = 0
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), self.name)
        self.room[0] -= len(view)
        return super().write(view) or 0


@contextmanager
def disk(
    below: Path, *, at: int = -1, then: Callable[[], None] = lambda: None, room: float = float("inf")
) -> Iterator[list[Event]]:
    """Within this, every event below a folder is listed; before the event numbered `at`, `then` is called."""
    events: list[Event] = []
    left = [room]
    originals = {name: getattr(os, name) for name in PATCHED}
    opening = builtins.open

    def note(event: Event) -> None:
        if event.path.startswith(str(below)):
            if len(events) == at:
                then()
            events.append(event)

    def named(path: Any, folder: int | None) -> str:
        if isinstance(path, int):
            return str(Path(f"/proc/self/fd/{path}").readlink())
        held = Path(f"/proc/self/fd/{folder}").readlink() if folder is not None else Path.cwd()
        return str(held / path)

    def patched(name: str) -> Callable[..., Any]:
        def call(path: Any, *others: Any, **options: Any) -> Any:
            whole = named(path, options.get("dir_fd"))
            target = named(others[0], None) if name in {"rename", "replace", "link"} else ""
            is_file = name == "fsync" and Path(whole).is_file()
            content = Path(whole).read_bytes() if is_file else b""
            what = "sync" if is_file else {"fsync": "syncdir", "replace": "rename", "remove": "unlink"}.get(name, name)
            note(Event(what, whole, target, content))
            return originals[name](path, *others, **options)

        return call

    def opened(file: Any, mode: str = "r", *others: Any, **options: Any) -> Any:
        if isinstance(file, int) or not set(mode) & set("wx") or not str(file).startswith(str(below)):
            return opening(file, mode, *others, **options)
        note(Event("create", os.fspath(file)))
        raw = FullDisk(file, mode.replace("b", "").replace("t", ""))
        raw.room = left
        return io.BufferedWriter(raw) if "b" in mode else io.TextIOWrapper(io.BufferedWriter(raw), "utf-8")

    try:
        for name in PATCHED:
            setattr(os, name, patched(name))
        builtins.open = io.open = opened
        yield events
    finally:
        for name, original in originals.items():
            setattr(os, name, original)
        builtins.open = io.open = opening


def in_child(work: Callable[[], None]) -> int:
    """How a process ended that did this work: 0, the number of an exit, or minus that of a signal."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def killed() -> None:
    """End this process at once, as a loss of power or an impatient administrator does."""
    os.kill(os.getpid(), signal.SIGKILL)


# Loss of power


def after_power_cut(base: Path, log: list[Event], cut: int, rng: random.Random, end: dict[str, bytes]) -> State:
    """What a disk holds when power is lost after so many events: what was flushed, and of the rest a part.

    Names that were given, changed or taken since the folder was last flushed are there or not, each by chance; so is
    the content of files that were not flushed: whole, torn, zeros, or nothing.
    """
    state = State.of(base)
    chance = rng.choice([0.0, 1.0, 0.5])
    for number, event in enumerate(log[:cut]):
        folder = str(Path(event.to or event.path).parent)
        flushed = any(later.what == "syncdir" and later.path == folder for later in log[number:cut])
        if event.what == "sync":
            state.contents[state.names.get(event.path, -1)] = event.content
        elif flushed or rng.random() < chance or event.what == "create":
            state.apply(event, _unflushed(end.get(event.path, b""), rng))
    return state


def _unflushed(content: bytes, rng: random.Random) -> bytes:
    """What may stand in a file that was not flushed."""
    return rng.choice([content, b"", bytes(len(content)), content[: rng.randrange(len(content) + 1)]])


class State:
    """Names, and the contents that they stand for."""

    def __init__(self, names: dict[str, int], contents: dict[int, bytes], folders: set[str]) -> None:
        self.names, self.contents, self.folders = names, contents, folders

    @classmethod
    def of(cls, root: Path) -> State:
        """What is below a folder."""
        files = {str(path): path for path in root.rglob("*") if path.is_file()}
        names = {name: path.stat().st_ino for name, path in files.items()}
        contents = {names[name]: path.read_bytes() for name, path in files.items()}
        return cls(names, contents, {str(path) for path in root.rglob("*") if path.is_dir()})

    def apply(self, event: Event, content: bytes) -> None:
        """Let one event have reached the disk."""
        match event.what:
            case "create":
                number = max(self.contents, default=0) + 1
                self.names[event.path], self.contents[number] = number, content
            case "link" | "rename" if event.path in self.names:
                self.names[event.to] = self.names[event.path]
                if event.what == "rename":
                    del self.names[event.path]
            case "unlink":
                self.names.pop(event.path, None)
            case "mkdir":
                self.folders.add(event.path)
            case "rmdir":
                self.folders.discard(event.path)

    def write(self, root: Path, to: Path) -> None:
        """Make a folder that holds this state of another."""
        to.mkdir(mode=0o700)
        for folder in sorted(self.folders):
            (to / Path(folder).relative_to(root)).mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, number in self.names.items():
            path = to / Path(name).relative_to(root)
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.write_bytes(self.contents[number])
            path.chmod(0o600)


# Damage

DAMAGES = ("flip", "truncate", "zeros", "delete")


def damage(path: Path, kind: str, rng: random.Random) -> bool:
    """Damage a file; False where that changes nothing."""
    content = bytearray(path.read_bytes())
    before = bytes(content)
    if kind == "delete":
        path.unlink()
        return True
    if not content:
        return False
    at = rng.randrange(len(content))
    if kind == "flip":
        content[at] ^= 1 << rng.randrange(8)
    elif kind == "truncate":
        del content[at:]
    else:
        content[at : at + 4096] = bytes(len(content[at : at + 4096]))
    path.write_bytes(content)
    return content != before


def copied(folder: Path, to: Path) -> Path:
    """A copy of a folder in which damage does not reach the first."""
    shutil.copytree(folder, to)
    return to
