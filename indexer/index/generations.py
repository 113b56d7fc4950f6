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

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from indexer.durable import digest, flush, replace
from indexer.errors import DamagedIndex, NoSuchIndex, UnsafeIndex
from indexer.locking import PATIENCE, only_one

MANIFEST = "MANIFEST.json"
KEPT = 2
"""Generations kept: the current one and the one before, for readers that have it open and for falling back to."""


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
        for name, (_, expected) in self.manifest(folder).files.items():
            if digest(folder / name) != expected:
                raise DamagedIndex(self.where, f"{folder.name}/{name} is not as it was written")

    @contextmanager
    def writing(self, patience: float = PATIENCE) -> Iterator[None]:
        """Hold the right to write; IndexBusy when another process holds it for longer than `patience` seconds."""
        with only_one(self.where / "LOCK", patience):
            self._sweep()
            yield

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
            file.name: (file.stat().st_size, digest(file)) for file in sorted(folder.iterdir()) if file.name != MANIFEST
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
            flush(file)
        flush(folder)
        replace(self.where / "CURRENT", f"{folder.name}\n".encode())
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
