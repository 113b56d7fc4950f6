"""Generations: an index that is replaced whole, so that a reader sees the old one or the new one and nothing between.

    index/
      CURRENT               the name of the generation to read
      LOCK                  who is writing, and since when
      gen-000007/           the last but one, for those who still read it
      gen-000008/           the current one: the engine's files and MANIFEST.json

A writer links the current generation's files into a new folder, changes what it must there (an engine never writes in
a file that is done), writes and flushes everything, and last of all renames CURRENT. Until then nobody sees it.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from indexer.errors import DamagedIndex, IndexBusy, NoSuchIndex, UnsafeIndex

MANIFEST = "MANIFEST.json"
KEPT = 2
"""Generations kept: the current one and the one before, for readers that have it open and for falling back to."""
PATIENCE = 30.0
"""Seconds a writer waits for another to finish."""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a generation holds: `meetings` maps a meeting's id to the digest of what was indexed of it."""

    fingerprint: str
    meetings: dict[str, str]
    items: int
    made: str
    files: dict[str, tuple[int, str]]


class Generations:
    """The generations of one index, below the folder `where`."""

    def __init__(self, where: Path) -> None:
        self.where = where

    def current(self) -> Path:
        """The folder of the generation to read; NoSuchIndex when there is none."""
        try:
            name = (self.where / "CURRENT").read_text("ascii").strip()
        except FileNotFoundError:
            raise NoSuchIndex(self.where) from None
        except (OSError, UnicodeDecodeError) as error:
            raise DamagedIndex(self.where, f"CURRENT cannot be read ({error})") from error
        folder = self.where / name
        if not name.startswith("gen-") or not folder.is_dir():
            raise DamagedIndex(self.where, f"CURRENT names {name!r}, which is not there")
        if folder.stat().st_mode & 0o022 or self.where.stat().st_mode & 0o022:
            raise UnsafeIndex(self.where)
        return folder

    def manifest(self, folder: Path) -> Manifest:
        """What the generation in `folder` says it holds; DamagedIndex when its files are not of the size they had."""
        try:
            manifest = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
        except (OSError, msgspec.MsgspecError) as error:
            raise DamagedIndex(self.where, f"{folder.name}/{MANIFEST} cannot be read ({error})") from error
        for name, (size, _) in manifest.files.items():
            try:
                found = (folder / name).stat().st_size
            except OSError:
                found = -1
            if found != size:
                raise DamagedIndex(self.where, f"{folder.name}/{name} is not as it was written")
        return manifest

    def verify(self, folder: Path) -> None:
        """Read every byte of a generation; DamagedIndex when one is not what was written."""
        for name, (_, digest) in self.manifest(folder).files.items():
            if _digest(folder / name) != digest:
                raise DamagedIndex(self.where, f"{folder.name}/{name} is not as it was written")

    @contextmanager
    def writing(self, patience: float = PATIENCE) -> Iterator[None]:
        """Hold the right to write; IndexBusy when another process holds it for longer than `patience` seconds.

        The lock is the kernel's: it is gone with its process, however that ended.
        """
        self.where.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.where / "LOCK").open("a+", encoding="ascii") as lock:
            _wait_for(lock.fileno(), self.where / "LOCK", patience)
            lock.truncate(0)
            lock.write(f"{os.getpid()} {datetime.now(UTC).astimezone():%Y-%m-%d %H:%M:%S}")
            lock.flush()
            self._sweep()
            try:
                yield
            finally:
                lock.truncate(0)

    def begin(self, *, empty: bool) -> Path:
        """A new folder to write in: with the current generation's files linked into it, unless `empty`."""
        folder = self.where / f"gen-{self._last() + 1:06}"
        folder.mkdir(mode=0o700)
        if not empty:
            for file in self.current().iterdir():
                if file.name != MANIFEST:
                    os.link(file, folder / file.name)
        return folder

    def publish(self, folder: Path, *, fingerprint: str, meetings: dict[str, str], items: int) -> None:
        """Make `folder`, written and closed, the current generation, durably."""
        files = {
            file.name: (file.stat().st_size, _digest(file))
            for file in sorted(folder.iterdir())
            if file.name != MANIFEST
        }
        manifest = Manifest(
            fingerprint=fingerprint,
            meetings=meetings,
            items=items,
            made=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
            files=files,
        )
        (folder / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(manifest)))
        for file in folder.iterdir():
            _flush(file)
        _flush(folder)
        _replace(self.where / "CURRENT", folder.name)
        self._sweep()

    def discard(self, folder: Path) -> None:
        """Take away a folder that was begun and will not be published."""
        shutil.rmtree(folder, ignore_errors=True)

    def _numbers(self) -> list[int]:
        """The numbers of the generations there are, published or not."""
        found = (folder.name.removeprefix("gen-") for folder in self.where.glob("gen-*"))
        return sorted(int(number) for number in found if number.isdigit())

    def _last(self) -> int:
        """The highest number used so far, 0 for none."""
        return max(self._numbers(), default=0)

    def _sweep(self) -> None:
        """Take away what nobody needs: generations that were never published, and all but the last KEPT."""
        try:
            current = int(self.current().name.removeprefix("gen-"))
        except (NoSuchIndex, DamagedIndex, ValueError):
            return
        earlier = [number for number in self._numbers() if number < current]
        keep = {current, *earlier[len(earlier) - KEPT + 1 :]}
        for number in self._numbers():
            if number not in keep:
                self.discard(self.where / f"gen-{number:06}")


def _wait_for(descriptor: int, path: Path, patience: float) -> None:
    """Take the lock, waiting for at most `patience` seconds; IndexBusy says who holds it."""
    until = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                pid, _, since = path.read_text("ascii").partition(" ")
                raise IndexBusy(int(pid) if pid.isdigit() else 0, since or "just now") from None
            time.sleep(0.05)
        else:
            return


def _digest(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _flush(path: Path) -> None:
    """Make what was written in a file, or which names a folder has, survive a loss of power."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _replace(path: Path, text: str) -> None:
    """Let a small file hold `text` from one moment to the next, durably."""
    beside = path.with_name(path.name + ".new")
    beside.write_text(text + "\n", "ascii")
    _flush(beside)
    beside.replace(path)
    _flush(path.parent)
