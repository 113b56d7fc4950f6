"""Generations: an index that is replaced whole, so that a reader sees the old one or the new one and nothing between.

    index/
      CURRENT               the name of the generation to read, the SHA-256 of its manifest, and a checksum of both
      LOCK                  who is writing, and since when
      gen-000007/           the last but one, to fall back to
      gen-000008/           the current one: the engine's files and MANIFEST.json

A writer links the current generation's files into a new folder, changes what it must there (an engine never writes in
a file that is done), writes and flushes everything, and last of all renames CURRENT. Until then nobody sees it.

The manifest tells the size and the checksums of every file, and has one itself: what was damaged is noticed, and never
read as if it were whole. `candidates` says what may be read in its place, `sound` which of it can be trusted.

A folder's number is no identity: an index that is restored from a copy, or deleted and made again, begins to count
again. What tells a generation from any other is the hash of its manifest, which hashes all it holds (`identity`).
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import stat
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec

from indexer.errors import DamagedIndex, NoSuchIndex, UnsafeIndex
from indexer.messages import message
from indexer.storage.durable import digest, flush, replace
from indexer.storage.file_lock import LOCK_TIMEOUT_S, exclusive

MANIFEST: Final = "MANIFEST.json"
GONE: Final = ".gone"
"""The end of the name of a generation that is being taken away."""
KEPT: Final = 2
"""Generations kept: the current one and the one before, to fall back to."""
OTHERS_MAY_WRITE: Final = stat.S_IWGRP | stat.S_IWOTH
CHUNK: Final = 1 << 20


class FileChecksum(msgspec.Struct, frozen=True):
    """What tells a file from any other: CRC-32 for opening, at a gigabyte a second, SHA-256 for looking closely."""

    size: int
    crc32: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a generation holds: `meetings` maps a meeting's id to the digest of what was indexed of it."""

    fingerprint: str
    meetings: dict[str, str]
    items: int
    made: str
    files: dict[str, FileChecksum]


class _ManifestFile(msgspec.Struct):
    """The manifest as it is written: behind its own checksum."""

    sha256: str
    manifest: msgspec.Raw


_MANIFEST_FILES: Final = msgspec.json.Decoder(_ManifestFile)
_MANIFESTS: Final = msgspec.json.Decoder(Manifest)
_JSON: Final = msgspec.json.Encoder()


class Generations:
    """The generations of one index, below the folder `where`."""

    def __init__(self, where: Path) -> None:
        self.where = where

    def pointer(self) -> bytes:
        """What CURRENT says, as it stands there; it changes with every new generation."""
        try:
            return (self.where / "CURRENT").read_bytes()
        except FileNotFoundError:
            return b""
        except OSError as error:
            raise DamagedIndex(
                self.where, message("index.unreadable", file="CURRENT", reason=str(error.strerror))
            ) from error

    def current(self) -> Path:
        """The folder that CURRENT names; NoSuchIndex when there is none."""
        pointer = self.pointer()
        if not pointer:
            if self._numbers():
                raise DamagedIndex(self.where, message("index.empty", file="CURRENT"))
            raise NoSuchIndex(self.where)
        name, _, rest = pointer.decode("ascii", "replace").partition(" ")
        sha256 = rest.partition(" ")[0]
        if pointer not in {_pointer_to(name, sha256), _pointer_of_format_1(name)}:
            raise DamagedIndex(self.where, message("index.altered", file="CURRENT"))
        if not (self.where / name).is_dir():
            raise DamagedIndex(self.where, message("index.missing", file=name))
        if pointer != _pointer_of_format_1(name) and self._manifest_hash(self.where / name) != sha256:
            raise self._damaged(self.where / name, MANIFEST)
        return self.where / name

    def identity(self, folder: Path) -> str:
        """The name of a generation by which nothing else is ever called: its folder, and a hash of what it holds."""
        return f"{folder.name}-{self._manifest_hash(folder)[:12]}"

    def _manifest_hash(self, folder: Path) -> str:
        """The SHA-256 of a generation's manifest; of nothing, when it cannot be read."""
        with suppress(OSError):
            return digest(folder / MANIFEST)
        return hashlib.sha256().hexdigest()

    def are_any(self) -> bool:
        """Whether there is an index at all, in whatever state."""
        return bool(self.pointer() or self._numbers())

    def candidates(self) -> list[Path]:
        """The folders that may be read: the current one, then the others that were finished, newest first."""
        names = [f"gen-{number:06}" for number in reversed(self._numbers())]
        folders = [self.where / name for name in names if (self.where / name / MANIFEST).exists()]
        with suppress(DamagedIndex, NoSuchIndex):
            current = self.current()
            folders = [current, *(folder for folder in folders if folder < current)]
        return folders

    def manifest(self, folder: Path) -> Manifest:
        """What the generation in `folder` says it holds; DamagedIndex when that, or the size of a file, is not right.

        Raises UnsafeIndex when others may write there.
        """
        self._refuse_others(folder)
        try:
            sealed = _MANIFEST_FILES.decode((folder / MANIFEST).read_bytes())
            if hashlib.sha256(sealed.manifest).hexdigest() != sealed.sha256:
                raise self._damaged(folder, MANIFEST)
            manifest = _MANIFESTS.decode(sealed.manifest)
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
            file = f"{folder.name}/{MANIFEST}"
            raise DamagedIndex(self.where, message("index.unreadable", file=file, reason=str(error))) from error
        for name, seal in manifest.files.items():
            try:
                found = (folder / name).stat().st_size
            except OSError:
                found = -1
            if found != seal.size:
                raise self._damaged(folder, name)
        return manifest

    def sound(self, folder: Path, manifest: Manifest, *, but: tuple[str, ...] = ()) -> None:
        """Compare the files, but those with these endings, with their checksums; DamagedIndex when one differs."""
        for name, seal in manifest.files.items():
            if not name.endswith(but) and _crc32(folder / name) != seal.crc32:
                raise self._damaged(folder, name)

    def sound_before(self, current: Path) -> None:
        """Compare the generations that are kept to fall back to; DamagedIndex when one is not as it was written.

        A file that the current generation has too was compared with that. Later ones are not finished yet.
        """
        for folder in self._others(current):
            if folder < current:
                self._sound_beside(folder, current)

    def _sound_beside(self, folder: Path, current: Path) -> None:
        """Compare the files that a generation has alone; DamagedIndex when one is not as it was written."""
        shared = {file.stat().st_ino for file in current.iterdir()}
        for name, seal in self.manifest(folder).files.items():
            if (folder / name).stat().st_ino not in shared and _crc32(folder / name) != seal.crc32:
                raise self._damaged(folder, name)

    def _others(self, current: Path) -> list[Path]:
        """The folders of the other generations."""
        return [folder for number in self._numbers() if (folder := self.where / f"gen-{number:06}") != current]

    def verify(self, folder: Path) -> Manifest:
        """Read every byte of a generation; DamagedIndex when one is not what was written."""
        manifest = self.manifest(folder)
        for name, expected in manifest.files.items():
            if _seal(folder / name) != expected:
                raise self._damaged(folder, name)
        return manifest

    @contextmanager
    def writing(self, timeout_s: float = LOCK_TIMEOUT_S) -> Iterator[None]:
        """Hold the right to write; IndexBusy when another process holds it for longer than `timeout_s` seconds."""
        with exclusive(self.where / "LOCK", timeout_s):
            self.sweep()
            yield

    def begin(self, base: Path | None = None) -> Path:
        """A new folder to write in: with the files of the generation `base` linked into it, or empty."""
        folder = self.where / f"gen-{self._last() + 1:06}"
        folder.mkdir(mode=0o700)
        for file in sorted(base.iterdir()) if base else ():
            if file.name != MANIFEST:
                _link(file, folder / file.name)
        return folder

    def publish(
        self,
        folder: Path,
        *,
        fingerprint: str,
        meetings: Mapping[str, str],
        items: int,
        known: Mapping[str, FileChecksum],
    ) -> None:
        """Make `folder`, written and closed, the current generation, durably.

        The seals of files that the generation before had too are `known`: they were neither written nor are read now.
        """
        files = {file.name: file for file in sorted(folder.iterdir())}
        for name, file in files.items():
            if name not in known:
                file.chmod(0o600)
                flush(file)
        manifest = Manifest(
            fingerprint=fingerprint,
            meetings=dict(meetings),
            items=items,
            made=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
            files={name: known.get(name) or _seal(file) for name, file in files.items()},
        )
        inner = msgspec.json.format(_JSON.encode(manifest), indent=1)
        outer = b'{"sha256": "%s",\n"manifest": %s}\n' % (hashlib.sha256(inner).hexdigest().encode(), inner)
        (folder / MANIFEST).write_bytes(outer)
        (folder / MANIFEST).chmod(0o600)
        flush(folder / MANIFEST)
        flush(folder)
        flush(self.where)
        replace(self.where / "CURRENT", _pointer_to(folder.name, hashlib.sha256(outer).hexdigest()))
        # An index is rebuilt because something was wrong with it: that is not to be fallen back to.
        self.sweep(thorough=not known)

    def discard(self, folder: Path) -> None:
        """Take away a folder that was begun and will not be published, or that nobody needs any longer.

        It loses its name first: half a generation is never met under the name of a whole one.
        """
        gone = folder.with_name(folder.name + GONE)
        with suppress(OSError):
            folder.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)

    def sweep(self, *, thorough: bool = False) -> None:
        """Take away what nobody needs: generations that were never published, and all but the last few.

        With `thorough`, also those that are not as they were written.

        A generation that holds a meeting which the current one does not is never kept: what was withdrawn is gone.
        """
        try:
            current = self.current()
            held = self.manifest(current).meetings.keys()
        except (NoSuchIndex, DamagedIndex):
            return
        needed = [current]
        for folder in self.candidates()[1:]:
            with suppress(DamagedIndex):
                if len(needed) < KEPT and self.manifest(folder).meetings.keys() <= held:
                    if thorough:
                        self._sound_beside(folder, current)
                    needed.append(folder)
        for folder in self._others(current):
            if folder not in needed:
                self.discard(folder)
        for half in self.where.glob(f"gen-*{GONE}"):
            shutil.rmtree(half, ignore_errors=True)
        (self.where / "CURRENT.new").unlink(missing_ok=True)

    def _numbers(self) -> list[int]:
        """The numbers of the generations there are, published or not."""
        found = (folder.name.removeprefix("gen-") for folder in self.where.glob("gen-*"))
        return sorted(int(number) for number in found if number.isdecimal() and len(number) == 6)

    def _last(self) -> int:
        """The highest number used so far, 0 for none."""
        return max(self._numbers(), default=0)

    def _damaged(self, folder: Path, name: str) -> DamagedIndex:
        """The error that says which file is at fault."""
        return DamagedIndex(self.where, message("index.altered", file=f"{folder.name}/{name}"))

    def _refuse_others(self, folder: Path) -> None:
        """Raise UnsafeIndex when others may write in the index, or when it belongs to somebody else than us or root."""
        trusted = {os.geteuid(), 0, self.where.stat().st_uid}
        for path in (self.where, folder, *folder.iterdir()):
            found = path.lstat()
            if stat.S_ISLNK(found.st_mode) and path != self.where:
                raise UnsafeIndex(path)
            if path.stat().st_mode & OTHERS_MAY_WRITE or found.st_uid not in trusted:
                raise UnsafeIndex(path)


def _pointer_to(name: str, sha256: str) -> bytes:
    """What CURRENT says of a generation whose manifest has this hash."""
    said = f"{name} {sha256}"
    return f"{said} {zlib.crc32(said.encode()):08x}\n".encode()


def _pointer_of_format_1(name: str) -> bytes:
    """What CURRENT said of a generation before it named the manifest: still read, and replaced by the next writer."""
    return f"{name} {zlib.crc32(name.encode()):08x}\n".encode()


def _link(file: Path, to: Path) -> None:
    """Let a file have another name too; where the disk has no such thing, copy it."""
    try:
        os.link(file, to)
    except OSError as error:
        if error.errno not in {errno.EPERM, errno.ENOTSUP, errno.EMLINK, errno.ENOSYS}:
            raise
        shutil.copyfile(file, to)
        flush(to)


def _crc32(path: Path) -> int:
    """The CRC-32 of a file's bytes."""
    checksum = 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            checksum = zlib.crc32(chunk, checksum)
    return checksum


def _seal(path: Path) -> FileChecksum:
    """The seal of a file as it is now."""
    checksum, digest, size = 0, hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            checksum = zlib.crc32(chunk, checksum)
            digest.update(chunk)
            size += len(chunk)
    return FileChecksum(size, checksum, digest.hexdigest())
