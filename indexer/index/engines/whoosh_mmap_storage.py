"""Mmap storage: an index's files as memory, opened once and shared by every thread.

Whoosh opens a file again for each reader, and keeps a position in it. Here a generation's files are mapped when it is
opened; each reader has its own position in the same memory. A generation whose folder is taken away meanwhile is read
to the end, because what is mapped stays.
"""

from __future__ import annotations

import mmap
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import BufferFile

Content = mmap.mmap | bytes


def mapped(path: Path) -> Content:
    """A file's bytes, read when they are looked at."""
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if os.fstat(file.fileno()).st_size else b""


class MmapFile(BufferFile):  # type: ignore[misc]
    """A file in memory, with a position of its own."""

    def __init__(self, content: Content, name: str) -> None:
        self._buf = content
        self._name = name
        self._at = 0
        self.onclose = None
        self.is_real = self.is_closed = False

    @property
    def file(self) -> MmapFile:
        """What Whoosh reads from: this. An attribute would refer to itself, and keep the file mapped for long."""
        return self

    @property
    def content(self) -> Content:
        """All of it."""
        return self._buf

    def get(self, position: int, length: int) -> bytes:
        """So many bytes from this position."""
        return self._buf[position : position + length]

    def read(self, count: int = -1) -> bytes:
        """So many bytes from here, or all."""
        end = len(self._buf) if count is None or count < 0 else self._at + count
        found = self._buf[self._at : end]
        self._at += len(found)
        return found

    def readline(self) -> bytes:
        """What there is up to the end of the line, as an unpickler asks."""
        end = self._buf.find(b"\n", self._at)
        return self.read((end - self._at + 1) if end >= 0 else -1)

    def seek(self, to: int, whence: int = os.SEEK_SET) -> int:
        """Go to a position."""
        self._at = to + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: len(self._buf)}[whence]
        return self._at

    def tell(self) -> int:
        """The position."""
        return self._at

    def close(self) -> None:
        """Nothing: what is mapped is shared."""


class MmapStorage(FileStorage):  # type: ignore[misc]
    """A folder that is written: what is read back from it is mapped, and what is left open can be closed."""

    def __init__(self, path: str, **options: Any) -> None:
        super().__init__(path, **options)
        self._created: list[Any] = []

    def create_file(self, name: str, **options: Any) -> Any:
        """A new file, to write."""
        file = super().create_file(name, **options)
        self._created.append(file)
        return file

    def temp_storage(self, name: str | None = None) -> MmapStorage:
        """A folder below this one, for what is written on the way."""
        below = MmapStorage(str(Path(self.folder) / (name or "temporary")))
        below._created = self._created
        below.create()
        return below

    def abandon(self) -> None:
        """Close every file that a writer which failed has left open."""
        for file in self._created:
            if not file.is_closed:
                with suppress(Exception):
                    file.close()

    def open_file(self, name: str, **_: Any) -> MmapFile:
        """A file, to read."""
        return MmapFile(mapped(Path(self.folder) / name), name)


class FrozenStorage(FileStorage):  # type: ignore[misc]
    """A folder as it is now, whatever becomes of it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder), readonly=True)
        self.files: Mapping[str, Content] = {path.name: mapped(path) for path in sorted(folder.iterdir())}

    def list(self) -> list[str]:
        """The files' names."""
        return list(self.files)

    def file_exists(self, name: str) -> bool:
        """Whether there is such a file."""
        return name in self.files

    def file_length(self, name: str) -> int:
        """How many bytes a file has."""
        return len(self.files[name])

    def open_file(self, name: str, **_: Any) -> MmapFile:
        """A file, to read."""
        return MmapFile(self.files[name], name)

    def close(self) -> None:
        """Nothing: other readers use it too."""
