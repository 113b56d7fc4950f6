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
from indexer.model import Pages

MAX_BYTES = 256 * 2**20
"""The largest file that is read: a scanned council meeting of 600 pages with its attachments is about 150 MB."""


UNSHOWABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Characters of names that break a line, steer a terminal or cannot be written as UTF-8."""


Progress = Callable[[int, int], None]
"""Called while a file is read: how many pages are done, of how many."""


def ignore_progress(done: int, of: int) -> None:
    """Progress that is not reported; a named function, so that it can be sent to other processes."""


class ReadOptions(msgspec.Struct, frozen=True, kw_only=True):
    """How files are read: what progress is reported to, and the folder of the OCR cache, if any."""

    progress: Progress = ignore_progress
    cache: Path | None = None


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
            raise self.unreadable("It holds no text.", "Look at the original; if it is right to be empty, remove it.")
        return Pages(
            file=self.name,
            sha256=sha256(self.data).hexdigest(),
            media_type=self.media_type,
            text=text,
            starts=tuple(accumulate((len(page) for page in texts[:-1]), initial=0)),
            ocr=ocr,
        )

    def unreadable(self, reason: str, remedy: str = "") -> UnreadableFile:
        """The error that says why this file cannot become text, and what its keeper can do."""
        return UnreadableFile(self.name, reason, remedy)


def read_bytes(path: Path, name: str) -> bytes:
    """The bytes of a file, taken once; UnreadableFile, under the name given, when they cannot be read."""
    try:
        # Without O_NONBLOCK, opening a FIFO that took the file's place would wait for ever.
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except (OSError, ValueError) as error:
        raise UnreadableFile(name, *_why(error)) from error
    with os.fdopen(descriptor, "rb") as file:
        before = os.fstat(descriptor)
        refuse_unless_regular(before, name)
        if before.st_size > MAX_BYTES:
            size = before.st_size // 2**20
            raise UnreadableFile(
                name,
                f"It is {size} MB, and no more than {MAX_BYTES // 2**20} MB are read.",
                "Split it, meeting by meeting.",
            )
        try:
            data = file.read(MAX_BYTES + 1)
        except OSError as error:
            raise UnreadableFile(name, *_why(error)) from error
        after = os.fstat(descriptor)
    if (len(data), before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise UnreadableFile(
            name, "It was being written while it was read.", "It will be read when it has come to rest."
        )
    return data


def refuse_unless_regular(status: os.stat_result, name: str) -> None:
    """Raise UnreadableFile for a folder, a pipe, a device or anything else that is not a plain file."""
    kind = next((word for is_kind, word in _KINDS if is_kind(status.st_mode)), None)
    if kind is not None:
        raise UnreadableFile(name, f"It is {kind}, not a file.", "Put the minutes themselves here.")


def printable(path: Path) -> str:
    """The path as text that any terminal and any JSON can hold: controls and what is not UTF-8 stand as escapes."""
    text = os.fsencode(path).decode("utf-8", "backslashreplace")
    return UNSHOWABLE.sub(lambda match: match.group().encode("unicode_escape").decode(), text)


_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISLNK, "a link"),
)


def _why(error: OSError | ValueError) -> tuple[str, str]:
    match error:
        case FileNotFoundError():
            return "There is no such file.", "It may have been moved or renamed."
        case PermissionError():
            return "This user may not read it.", "Ask its owner for the right to read it."
        case OSError(strerror=str(reason)):
            return f"It could not be opened: {reason}.", "Look at the disk and the name."
        case _:
            return "Its name is not a name that a file can have.", "Look at the name."


def _settled(page: str) -> str:
    """The page with one kind of line end, composed letters, and no half of a surrogate pair (JSON cannot hold one)."""
    page = unicodedata.normalize("NFC", page.replace("\r\n", "\n").replace("\r", "\n"))
    try:
        page.encode()
    except UnicodeEncodeError:
        return page.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return page
