"""Reading: a file becomes Pages of text; which reader takes which kind of file is told by READERS.

`find` lists what there is below a folder, `read` reads one file. What a file is, is told by its bytes: a web page that
somebody saved as `protokoll.pdf` is read as a web page. Whatever the bytes are, the answer is Pages or an
UnreadableFile that says what is wrong and what to do; one bad file never stops the others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from indexer.model import Pages
from indexer.reading import docx, html, media_types, ocr, pdf, sandbox, text
from indexer.reading.discovery import find
from indexer.reading.original import OriginalFile, ReadOptions, take

__all__ = ["READERS", "VERSION", "ReadOptions", "find", "opened", "read"]

VERSION = "1"
"""Changes when the text that is read from some file could be another."""

READERS: Mapping[str, Callable[[OriginalFile, ReadOptions], Pages]] = {
    media_types.TEXT: text.read,
    media_types.HTML: html.read,
    media_types.DOCX: docx.read,
    media_types.PDF: pdf.read,
    **dict.fromkeys(media_types.IMAGES, ocr.read),
}
"""The reader of each kind of file."""

AS_USUAL = ReadOptions()
"""Progress is not reported, and what OCR reads is not cached."""

REFUSED: Mapping[str, str] = {
    media_types.ODT: "file.opendocument",
    media_types.DOC: "file.old_office",
    media_types.LOCKED: "file.locked",
    media_types.RTF: "file.rich_text",
    media_types.SHEET: "file.spreadsheet",
    media_types.SLIDES: "file.slides",
    media_types.ARCHIVE: "file.packed",
}
"""What is said of the kinds that are recognised but not read."""


def read(path: Path, *, name: str | None = None, manner: ReadOptions = AS_USUAL) -> Pages:
    """The pages of text in a file, under the name given, else its path; UnreadableFile or MissingTool when none."""
    return sandbox.read(opened(path, name=name), manner)


def opened(path: Path, *, name: str | None = None) -> OriginalFile:
    """The bytes of a file and their kind, under the name given, else its path; UnreadableFile for a kind not read."""
    original = take(path, name=name)
    kind = media_types.media_type(original.data, path.name)
    if kind not in READERS:
        known = REFUSED.get(kind)
        raise original.unreadable(known) if known else original.unreadable("file.other_kind", kind=kind)
    return msgspec.structs.replace(original, media_type=kind)
