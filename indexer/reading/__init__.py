"""Reading: a file becomes Pages of text; which reader takes which kind of file is told by FORMATS.

`find` lists what there is below a folder, in a ZIP or a mail too; `read` reads one file. What a file is, is told
by its bytes: a web page that somebody saved as `protokoll.pdf` is read as a web page. Whatever the bytes are, the
answer is Pages or an UnreadableFile that says what is wrong and what to do; one bad file never stops the others.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import msgspec

from indexer.model import Pages
from indexer.reading import containers, sandbox
from indexer.reading.discovery import find
from indexer.reading.formats import READERS, format_of
from indexer.reading.original import OriginalFile, ReadOptions, printable, read_bytes
from indexer.storage import durable

__all__ = ["READERS", "VERSION", "ReadOptions", "digest", "find", "opened", "read"]

VERSION = "3"
"""Changes when the text that is read from some file could be another."""

AS_USUAL = ReadOptions()
"""Progress is not reported, and what OCR reads is not cached."""


def digest(path: Path) -> str:
    """The SHA-256 of the bytes of a file, also of one in a container, in hexadecimal."""
    inside = containers.container_of(path)
    return sha256(containers.member(*inside)).hexdigest() if inside else durable.digest(path)


def read(path: Path, *, name: str | None = None, manner: ReadOptions = AS_USUAL) -> Pages:
    """The pages of text in a file, under the name given, else its path; UnreadableFile or MissingTool when none."""
    return sandbox.read(opened(path, name=name), manner)


def opened(path: Path, *, name: str | None = None) -> OriginalFile:
    """The bytes of a file and their kind, under the name given, else its path; UnreadableFile for a kind not read."""
    name = printable(path) if name is None else name
    inside = containers.container_of(path)
    original = OriginalFile(name=name, data=containers.member(*inside) if inside else read_bytes(path, name))
    kind = format_of(original.data, path.name)
    if kind.read is None:
        raise original.unreadable(kind.refusal)
    return msgspec.structs.replace(original, media_type=kind.media_type)
