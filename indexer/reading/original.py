"""Original: the bytes of one file, taken once, so that its text and its checksum are of the same bytes."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Callable, Iterable
from hashlib import sha256
from itertools import accumulate
from pathlib import Path

import msgspec

from indexer.errors import UnreadableFile
from indexer.messages import Value
from indexer.model import Pages

MAX_BYTES = 256 * 2**20
"""The largest file that is read: a scanned council meeting of 600 pages with its attachments is about 150 MB."""


TEXT, HTML = "text/plain", "text/html"
"""The media types of files whose bytes are text."""

UNSHOWABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Characters of names that break a line, steer a terminal or cannot be written as UTF-8."""


Progress = Callable[[int, int], None]
"""Called while a file is read: how many pages are done, of how many."""


def ignore_progress(done: int, of: int) -> None:
    """Progress that is not reported; a named function, so that it can be sent to other processes."""


class ReadOptions(msgspec.Struct, frozen=True, kw_only=True):
    """How files are read: what progress is reported to, the folder of the OCR cache, if any, and whether what is no
    minutes is taken too.

    `page`, counted from 0, is the page to draw, where a page is to be drawn and nothing read.
    """

    progress: Progress = ignore_progress
    cache: Path | None = None
    anything: bool = False
    page: int | None = None


class OriginalFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file as it arrived: the name it goes by, its bytes, and what kind of bytes they are."""

    name: str
    data: bytes
    media_type: str = ""

    def pages(self, pages: Iterable[str], *, ocr: bool = False) -> Pages:
        """The file's Pages, when its text is these pages one after the other; UnreadableFile when they say nothing."""
        texts = [_settled(page) for page in pages]
        text = "".join(texts)
        if not text.strip():
            raise self.unreadable("file.no_text")
        return Pages(
            file=self.name,
            sha256=sha256(self.data).hexdigest(),
            media_type=self.media_type,
            text=text,
            starts=tuple(accumulate((len(page) for page in texts[:-1]), initial=0)),
            ocr=ocr,
        )

    def unreadable(self, code: str, /, **args: Value) -> UnreadableFile:
        """The error that says why this file cannot become text, and what its keeper can do."""
        return UnreadableFile(self.name, code, **args)


def read_bytes(path: Path, name: str) -> bytes:
    """The bytes of a file, taken once; UnreadableFile, under the name given, when they cannot be read."""
    try:
        # Without O_NONBLOCK, opening a FIFO that took the file's place would wait for ever.
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except (OSError, ValueError) as error:
        raise _not_opened(name, error) from error
    with os.fdopen(descriptor, "rb") as file:
        before = os.fstat(descriptor)
        refuse_unless_regular(before, name)
        if before.st_size > MAX_BYTES:
            size = before.st_size // 2**20
            raise UnreadableFile(name, "file.too_large", size=size, most=MAX_BYTES // 2**20)
        try:
            data = file.read(MAX_BYTES + 1)
        except OSError as error:
            raise _not_opened(name, error) from error
        after = os.fstat(descriptor)
    if (len(data), before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise UnreadableFile(name, "file.being_written")
    return data


def refuse_unless_regular(status: os.stat_result, name: str) -> None:
    """Raise UnreadableFile for a folder, a pipe, a device or anything else that is not a plain file."""
    code = next((code for is_kind, code in _KINDS if is_kind(status.st_mode)), None)
    if code is not None:
        raise UnreadableFile(name, code)


def printable(path: Path) -> str:
    """The path as text that any terminal and any JSON can hold: controls and what is not UTF-8 stand as escapes."""
    text = os.fsencode(path).decode("utf-8", "backslashreplace")
    return UNSHOWABLE.sub(lambda match: match.group().encode("unicode_escape").decode(), text)


_KINDS = (
    (stat.S_ISDIR, "file.folder"),
    (stat.S_ISFIFO, "file.pipe"),
    (stat.S_ISSOCK, "file.socket"),
    (stat.S_ISCHR, "file.device"),
    (stat.S_ISBLK, "file.device"),
    (stat.S_ISLNK, "file.link"),
)


def _not_opened(name: str, error: OSError | ValueError) -> UnreadableFile:
    match error:
        case FileNotFoundError():
            return UnreadableFile(name, "file.no_such_file")
        case PermissionError():
            return UnreadableFile(name, "file.may_not_read")
        case OSError(strerror=str(reason)):
            return UnreadableFile(name, "file.not_opened", reason=reason)
        case _:
            return UnreadableFile(name, "file.impossible_name")


def _settled(page: str) -> str:
    """The page with one kind of line end, composed letters, and no half of a surrogate pair (JSON cannot hold one)."""
    page = unicodedata.normalize("NFC", page.replace("\r\n", "\n").replace("\r", "\n"))
    try:
        page.encode()
    except UnicodeEncodeError:
        return page.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return page
