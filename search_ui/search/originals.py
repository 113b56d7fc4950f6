"""Originals: the bytes that a meeting was read from, if they are those still, and nothing else.

The files lie in a folder that others write in. What is handed out is what was indexed: a regular file below the folder
that was indexed, reached through no link, whose bytes have the recorded hash. Anything else is not there.
"""

from __future__ import annotations

import os
import stat
from hashlib import sha256
from pathlib import Path, PurePath

import msgspec

from indexer.errors import NoSuchThing, UnreadableFile
from indexer.reading.containers import container_of, member
from indexer.reading.original import MAX_BYTES
from indexer.storage.archive import FileRecord


class Original(msgspec.Struct, frozen=True, kw_only=True):
    """A file as it was indexed."""

    name: str
    media_type: str
    data: bytes


def recorded_bytes(path: Path, record: FileRecord) -> bytes:
    """The bytes of the file that a record tells of; NoSuchThing when they are others, or behind a link."""
    below = PurePath(record.name).parts
    root = path
    for part in reversed(below):
        if root.name != part or part == "..":
            raise NoSuchThing(record.name)
        root = root.parent
    try:
        data = _read(root, below)
    except NotADirectoryError:
        data = _packed(path, root, below)
    except OSError as error:
        raise NoSuchThing(record.name) from error
    if sha256(data).hexdigest() != record.sha256:
        raise NoSuchThing(record.name)
    return data


def _packed(path: Path, root: Path, below: tuple[str, ...]) -> bytes:
    """The bytes of a file in a ZIP or a mail; NoSuchThing when a link is on the way to that."""
    inside = container_of(path)
    if inside is None:
        raise NoSuchThing("/".join(below))
    container, name = inside
    try:
        _read(root, container.relative_to(root).parts)
        return member(container, name)
    except (OSError, UnreadableFile) as error:
        raise NoSuchThing("/".join(below)) from error


def _read(root: Path, below: tuple[str, ...]) -> bytes:
    """The bytes of a regular file below a folder; OSError when a link is on the way to it."""
    *folders, name = below
    folder = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for each in folders:
            inner = os.open(each, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=folder)
            os.close(folder)
            folder = inner
        descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
    finally:
        os.close(folder)
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_BYTES:
            raise FileNotFoundError(name)
        return file.read(MAX_BYTES)
