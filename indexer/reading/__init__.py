"""Reading: a file becomes Pages of text; which reader takes which kind of file is told by READERS.

`find` lists what there is below a folder, in a ZIP or a mail too; `read` reads one file. What a file is, is told
by its bytes: a web page that somebody saved as `protokoll.pdf` is read as a web page. Whatever the bytes are, the
answer is Pages or an UnreadableFile that says what is wrong and what to do; one bad file never stops the others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

import msgspec

from indexer.model import Pages
from indexer.reading import containers, docx, html, mail, media_types, ocr, odt, pdf, rtf, sandbox, text
from indexer.reading.discovery import find
from indexer.reading.original import OriginalFile, ReadOptions, printable, read_bytes
from indexer.storage import durable

__all__ = ["READERS", "VERSION", "ReadOptions", "digest", "find", "read"]

VERSION = "2"
"""Changes when the text that is read from some file could be another."""

READERS: Mapping[str, Callable[[OriginalFile, ReadOptions], Pages]] = {
    media_types.TEXT: text.read,
    media_types.HTML: html.read,
    media_types.DOCX: docx.read,
    media_types.ODT: odt.read,
    media_types.RTF: rtf.read,
    media_types.MAIL: mail.read,
    media_types.PDF: pdf.read,
    **dict.fromkeys(media_types.IMAGES, ocr.read),
}
"""The reader of each kind of file."""

AS_USUAL = ReadOptions()
"""Progress is not reported, and what OCR reads is not cached."""

REFUSED: Mapping[str, str] = {
    media_types.DOC: "file.old_office",
    media_types.OUTLOOK: "file.outlook",
    media_types.LOCKED: "file.locked",
    media_types.SHEET: "file.spreadsheet",
    media_types.SLIDES: "file.slides",
    media_types.ZIP: "file.several_packed",
    media_types.ARCHIVE: "file.packed",
}
"""What is said of the kinds that are recognised but not read."""


def digest(path: Path) -> str:
    """The SHA-256 of the bytes of a file, also of one in a container, in hexadecimal."""
    inside = containers.container_of(path)
    return sha256(containers.member(*inside)).hexdigest() if inside else durable.digest(path)


def read(path: Path, *, name: str | None = None, manner: ReadOptions = AS_USUAL) -> Pages:
    """The pages of text in a file, under the name given, else its path; UnreadableFile or MissingTool when none."""
    name = printable(path) if name is None else name
    inside = containers.container_of(path)
    original = OriginalFile(name=name, data=containers.member(*inside) if inside else read_bytes(path, name))
    kind = media_types.media_type(original.data, path.name)
    if kind not in READERS:
        known = REFUSED.get(kind)
        raise original.unreadable(known) if known else original.unreadable("file.other_kind", kind=kind)
    original = msgspec.structs.replace(original, media_type=kind)
    # Plain text can do no harm, and there are thousands of such files; every other kind is read in the sandbox.
    return text.read(original, manner) if kind == media_types.TEXT else sandbox.read(original, manner)
