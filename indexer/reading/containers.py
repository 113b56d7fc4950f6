"""Containers: a ZIP of minutes, or a mail with minutes attached, stands for a folder of the files in it.

`protokoll.zip/mars.pdf` is a path like any other: it is found, hashed and read, and what is read of it goes through the
sandbox. So does a mail; a ZIP is opened here, within limits: what a file is to unpack to is measured before and while
it is unpacked. Nothing is written to disk, and a container in a container stays closed.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Final

import msgspec

from indexer.errors import UnreadableFile
from indexer.reading import sandbox
from indexer.reading.original import MAX_BYTES, UNSHOWABLE, OriginalFile, ReadOptions, printable, read_bytes
from indexer.reading.packed_parts import open_zip

MOST_FILES = 500
"""The most files that one container may hold: ten years of an organ's minutes."""

MAX_MAIL = 40 * 2**20
"""The largest mail that is opened, in bytes: mail servers refuse those with more than some 25 MB in them."""

MAIL: Final = "message/rfc822"
_ATTACHED: Final = msgspec.msgpack.Decoder(list[tuple[str, bytes]])

_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_OFFICE_PARTS = ("[Content_Types].xml", "mimetype")
"""Parts that an office file has and no folder of minutes."""


def container_of(path: Path) -> tuple[Path, str] | None:
    """The container that a path leads into and the name of the file in it; None for a path to a file of its own."""
    for parent in path.parents:
        if parent.suffix.lower() in OPENERS and parent.is_file():
            return parent, str(path.relative_to(parent))
    return None


def members(path: Path) -> list[Path]:
    """The paths of the files in a container; none for a file that is no container, or a mail without attached minutes.

    Raises UnreadableFile for a container that is damaged, locked, or too large.
    """
    return [path / name for name in _contents(path)] if path.suffix.lower() in OPENERS else []


def member(path: Path, name: str) -> bytes:
    """The bytes of a file in a container; UnreadableFile when it is not there."""
    read = _contents(path).get(name)
    if read is None:
        raise UnreadableFile(printable(path / name), "file.no_such_file")
    return read()


def _contents(path: Path) -> Contents:
    """What a container holds; of the one opened last it is known, as long as it has not changed."""
    try:
        status = path.stat()
    except OSError:
        return {}
    return _opened(path, status.st_size, status.st_mtime_ns)


@lru_cache(maxsize=1)
def _opened(path: Path, _size: int, _changed: int) -> Contents:
    return OPENERS[path.suffix.lower()](path)


Contents = dict[str, Callable[[], bytes]]
"""The names of the files in a container, and what reads each."""


def _zipped(path: Path) -> Contents:
    try:
        packed = open_zip(read_bytes(path, printable(path)))
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise UnreadableFile(printable(path), "file.damaged_zip") from error
    infos = [info for info in packed.infolist() if not info.is_dir()]
    if any(info.filename in _OFFICE_PARTS for info in infos):
        return {}
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        raise UnreadableFile(printable(path), "file.locked_zip")
    _refuse_too_much(path, len(infos), sum(info.file_size for info in infos))
    contents: Contents = {}
    for info in infos:
        if (name := _name_of(info)) and _is_plain(name):
            contents.setdefault(name, lambda info=info: _unpacked(path, packed, info))  # type: ignore[misc]
    return contents


def _unpacked(path: Path, packed: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """The bytes of a packed file, no more of them than the ZIP said."""
    name = printable(path / info.filename)
    try:
        with packed.open(info) as file:
            data = file.read(info.file_size + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise UnreadableFile(name, "file.damaged_in_zip") from error
    if len(data) > info.file_size:
        raise UnreadableFile(name, "file.damaged_in_zip")
    return data


def _name_of(info: zipfile.ZipInfo) -> str:
    """The name of a packed file; Windows writes Swedish names in the code page of DOS and does not say so."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("cp850")
    except UnicodeError:
        return info.filename


def _mailed(path: Path) -> Contents:
    name = printable(path)
    data = read_bytes(path, name)
    if len(data) > MAX_MAIL:
        size, most = len(data) // 2**20, MAX_MAIL // 2**20
        raise UnreadableFile(name, "file.mail_too_large", size=size, most=most)
    mail = OriginalFile(name=name, data=data, media_type=MAIL)
    attached = _ATTACHED.decode(sandbox.ask(mail, ReadOptions(), "indexer.reading.mail_worker"))
    _refuse_too_much(path, len(attached), 0)
    contents: Contents = {}
    for inner, content in attached:
        if _is_plain(inner):
            contents.setdefault(inner, lambda content=content: content)  # type: ignore[misc]
    return contents


def _refuse_too_much(path: Path, count: int, size: int) -> None:
    if count > MOST_FILES:
        raise UnreadableFile(printable(path), "file.too_many_packed", count=count, most=MOST_FILES)
    if size > MAX_BYTES:
        most = MAX_BYTES // 2**20
        raise UnreadableFile(printable(path), "file.zip_unpacks_too_large", size=size // 2**20, most=most)


def _is_plain(name: str) -> bool:
    """Whether a name stays within its container and can be printed."""
    parts = name.split("/")
    return all(part not in {"", ".", ".."} for part in parts) and not UNSHOWABLE.search(name)


OPENERS: dict[str, Callable[[Path], Contents]] = {".zip": _zipped, ".eml": _mailed}
"""What opens the containers of each ending; what the file really is, is seen when it is opened."""
