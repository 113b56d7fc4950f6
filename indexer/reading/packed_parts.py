"""Packed parts: the parts of a ZIP, each within limits, so that no packed file can burst the memory.

Word files, OpenDocument files and packed minutes are all ZIPs. What is packed is measured before it is unpacked, since
340 kB can hold 315 MB, and measured again while it is, since a ZIP may lie about its sizes. XML that declares entities
is not read at all: no office program writes any.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol
from xml.etree import ElementTree

from indexer.reading.original import OriginalFile

MAX_UNPACKED = 64 * 2**20
"""The most XML that one file may hold, in bytes: a thousand pages of minutes are about 10 MB."""


_ENTRY = b"PK\x01\x02"

MOST_ENTRIES = 50_000
"""The most entries that a ZIP may list, those of ZIPs in it included: each takes a kilobyte of memory."""


def open_zip(data: bytes) -> zipfile.ZipFile:
    """A ZIP, its list of contents read; BadZipFile when it is none, or lists more than anybody packs."""
    if data.count(_ENTRY) > MOST_ENTRIES:
        raise zipfile.BadZipFile
    return zipfile.ZipFile(io.BytesIO(data))


class XmlTarget(Protocol):
    """What is told of the elements and texts of some XML."""

    def start(self, tag: str, attributes: dict[str, str]) -> object:
        """An element starts."""

    def data(self, text: str) -> object:
        """Text stands here."""

    def end(self, tag: str) -> object:
        """An element ends."""

    def close(self) -> object:
        """There is no more."""


class PackedParts:
    """The parts of an office file that is a ZIP; `kind` is what the codes of errors call it, word or opendocument."""

    def __init__(self, original: OriginalFile, packed: zipfile.ZipFile, kind: str) -> None:
        self._original = original
        self._packed = packed
        self._kind = kind
        self.names = frozenset(packed.namelist())
        unpacked = sum(info.file_size for info in packed.infolist() if info.filename.endswith((".xml", ".rels")))
        if unpacked > MAX_UNPACKED:
            size, most = unpacked // 2**20, MAX_UNPACKED // 2**20
            raise original.unreadable("file.unpacks_too_large", size=size, most=most)

    def xml(self, name: str) -> bytes:
        """The bytes of a part; UnreadableFile when it is not there, is too large or declares entities."""
        if name not in self.names:
            raise self._original.unreadable(f"file.{self._kind}_without_text", part=name)
        with self._packed.open(name) as part:
            data = part.read(MAX_UNPACKED + 1)
        if len(data) > MAX_UNPACKED:
            raise zipfile.BadZipFile(name)
        if b"<!DOCTYPE" in data.replace(b"\0", b""):
            raise self._original.unreadable("file.declares_entities")
        return data

    def tree(self, name: str) -> ElementTree.Element | None:
        """The XML of a part as a tree, None when it is not there."""
        return ElementTree.fromstring(self.xml(name)) if name in self.names else None  # noqa: S314 no entities

    def events(self, name: str) -> Iterator[tuple[str, ElementTree.Element]]:
        """The XML of a part as its elements start and end."""
        return ElementTree.iterparse(io.BytesIO(self.xml(name)), events=("start", "end"))  # noqa: S314 no entities

    def feed(self, name: str, target: XmlTarget) -> None:
        """Tell the target of a part's elements and texts, in their order, without a tree."""
        parser = ElementTree.XMLParser(target=target)  # noqa: S314 no entities
        parser.feed(self.xml(name))
        parser.close()


@contextmanager
def parts_of(original: OriginalFile, kind: str) -> Iterator[PackedParts]:
    """The parts of an office file; whatever is wrong with it while they are read becomes an UnreadableFile."""
    try:
        with open_zip(original.data) as packed:
            yield PackedParts(original, packed, kind)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ElementTree.ParseError) as error:
        raise original.unreadable(f"file.damaged_{kind}") from error
    except RuntimeError as error:
        raise original.unreadable("file.locked") from error
