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

__all__ = ["READERS", "VERSION", "ReadOptions", "find", "read"]

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

REFUSED: Mapping[str, tuple[str, str]] = {
    media_types.ODT: ("It is an OpenDocument text.", "Save it as PDF or DOCX."),
    media_types.DOC: ("It is a file of an old office program.", "Save it as PDF or DOCX."),
    media_types.LOCKED: ("It is locked with a password.", "Save it again without one."),
    media_types.RTF: ("It is Rich Text.", "Save it as PDF or DOCX."),
    media_types.SHEET: ("It is a spreadsheet, not minutes.", "Save what should be found as PDF or text."),
    media_types.SLIDES: ("It is a slide show, not minutes.", "Save what should be found as PDF or text."),
    media_types.ARCHIVE: ("It is a packed archive.", "Unpack it and put the files here."),
}
"""What is said of the kinds that are recognised but not read: reason and remedy."""


def read(path: Path, *, name: str | None = None, manner: ReadOptions = AS_USUAL) -> Pages:
    """The pages of text in a file, under the name given, else its path; UnreadableFile or MissingTool when none."""
    original = take(path, name=name)
    kind = media_types.media_type(original.data, path.name)
    if kind not in READERS:
        other = (f"Files of the kind {kind} are not read.", "Save it as PDF, DOCX or text.")
        raise original.unreadable(*REFUSED.get(kind, other))
    original = msgspec.structs.replace(original, media_type=kind)
    # Plain text can do no harm, and there are thousands of such files; every other kind is read in the sandbox.
    return text.read(original, manner) if kind == media_types.TEXT else sandbox.read(original, manner)
