"""Durable: files that hold the old bytes or the new ones, never something between, also after a loss of power."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path


def replace(path: Path, content: bytes) -> None:
    """Let a file hold `content` from one moment to the next; its folder is made when it is missing."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_name(path.name + ".new")
    beside.write_bytes(content)
    flush(beside)
    beside.replace(path)
    flush(path.parent)


def flush(path: Path) -> None:
    """Make what was written in a file, or which names a folder has, survive a loss of power.

    Some network disks cannot be asked it of a folder; they answer that there is no such thing, and do as they do.
    """
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOTSUP} or not path.is_dir():
            raise
    finally:
        os.close(descriptor)


def digest(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
