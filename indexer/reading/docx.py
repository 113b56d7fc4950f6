"""DOCX: Word files, with the numbers that Word prints before headings, tables row by row, and Word's own page breaks.

A DOCX is a ZIP of XML. What is packed is measured before it is unpacked, since 340 kB can hold 315 MB, and XML that
declares entities is not read at all: Word never writes any.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree

from indexer.model import Pages
from indexer.reading.original import OriginalFile, ReadOptions
from indexer.reading.text_builder import TextBuilder
from indexer.reading.word_numbers import ListNumbers, child, children, local, of, place_of

MAX_UNPACKED = 64 * 2**20
"""The most XML that one file may hold, in bytes: a thousand pages of minutes are about 10 MB."""

WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
"""The namespaces of Word's elements, in the usual and in the strict form of the format."""

LEFT_OUT = frozenset(("del", "moveFrom", "Fallback", "pPrChange", "tabs"))
"""What has been struck out, stands there a second time for older programs, or only looks like what is printed."""


def read(original: OriginalFile, _: ReadOptions) -> Pages:
    """The text of a Word file: its page heads once, then its body."""
    try:
        with zipfile.ZipFile(io.BytesIO(original.data)) as packed:
            flow = _Document(original, packed).flow()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ElementTree.ParseError) as error:
        raise original.unreadable("file.damaged_word") from error
    except RuntimeError as error:
        raise original.unreadable("file.locked") from error
    return original.pages(flow.pages())


class _Document:
    """The parts of a Word file, and the flow of what they say."""

    def __init__(self, original: OriginalFile, packed: zipfile.ZipFile) -> None:
        self._original = original
        self._packed = packed
        self._names = frozenset(packed.namelist())
        unpacked = sum(info.file_size for info in packed.infolist() if info.filename.endswith((".xml", ".rels")))
        if unpacked > MAX_UNPACKED:
            size, most = unpacked // 2**20, MAX_UNPACKED // 2**20
            raise original.unreadable("file.unpacks_too_large", size=size, most=most)

    def flow(self) -> TextBuilder:
        """What the document says, from its first page head to the end of its body."""
        main = self._main_part()
        folder = posixpath.dirname(main)
        numbering = ListNumbers(self._tree(f"{folder}/numbering.xml"), self._tree(f"{folder}/styles.xml"))
        flow = TextBuilder()
        heads = sorted(name for name in self._names if re.fullmatch(rf"{re.escape(folder)}/header\d*\.xml", name))
        for text in dict.fromkeys(self._head(name, numbering) for name in heads):
            flow.write_as_it_is(text)
            flow.room()
        _Walk(flow, numbering).through(self._xml(main))
        return flow

    def _head(self, name: str, numbering: ListNumbers) -> str:
        flow = TextBuilder()
        _Walk(flow, numbering).through(self._xml(name))
        return "".join(flow.pages()).strip()

    def _main_part(self) -> str:
        """The part that is the body: word/document.xml, or whatever the package says instead."""
        for relation in children(self._tree("_rels/.rels"), "Relationship"):
            if relation.get("Type", "").endswith("/officeDocument"):
                return relation.get("Target", "").lstrip("/")
        return "word/document.xml"

    def _tree(self, name: str) -> ElementTree.Element | None:
        return _parsed(self._xml(name)) if name in self._names else None

    def _xml(self, name: str) -> bytes:
        if name not in self._names:
            raise self._original.unreadable("file.word_without_text", part=name)
        with self._packed.open(name) as part:
            data = part.read(MAX_UNPACKED + 1)
        if len(data) > MAX_UNPACKED:
            raise zipfile.BadZipFile(name)
        if b"<!DOCTYPE" in data.replace(b"\0", b""):
            raise self._original.unreadable("file.declares_entities")
        return data


class _Walk:
    """Goes through the XML of a part, element by element, and says to the flow what it meets."""

    def __init__(self, flow: TextBuilder, numbering: ListNumbers) -> None:
        self._flow = flow
        self._numbering = numbering

    def through(self, xml: bytes) -> None:
        """Every element of the part, those that are left out excepted."""
        depth_left_out = 0
        for event, element in _events(xml):
            name = local(element.tag)
            if name in LEFT_OUT:
                depth_left_out += 1 if event == "start" else -1
            elif depth_left_out or not _is_word(element):
                continue
            elif event == "start":
                self._starts(name)
            else:
                self._ends(name, element)

    def _starts(self, name: str) -> None:
        flow = self._flow
        match name:
            case "p":
                flow.open_paragraph()
            case "tbl":
                flow.margin()
            case "tr":
                flow.open_row()
            case "tc":
                flow.open_cell()

    def _ends(self, name: str, element: ElementTree.Element) -> None:
        flow = self._flow
        match name:
            case "t":
                flow.write(element.text or "")
            case "pPr":
                self._paragraph_begins(element)
            case "tab" | "ptab":
                flow.write("\t")
            case "noBreakHyphen":
                flow.write("-")
            case "cr":
                flow.break_line()
            case "br":
                flow.page_break() if of(element, "type") == "page" else flow.break_line()
            case "lastRenderedPageBreak":
                flow.page_break()
            case "p":
                flow.close_paragraph()
                element.clear()
            case "tc":
                flow.close_cell()
            case "tr":
                flow.close_row()
            case "tbl":
                flow.margin()
                element.clear()

    def _paragraph_begins(self, properties: ElementTree.Element) -> None:
        style = of(child(properties, "pStyle"), "val")
        if child(properties, "pageBreakBefore") is not None:
            self._flow.page_break()
        if child(properties, "outlineLvl") is not None or style.lower().startswith(("heading", "rubrik")):
            self._flow.room()
        label = self._numbering.label(style, place_of(properties))
        if label:
            self._flow.write(f"{label} ")


def _events(xml: bytes) -> Iterator[tuple[str, ElementTree.Element]]:
    return ElementTree.iterparse(io.BytesIO(xml), events=("start", "end"))  # noqa: S314 entities were refused


def _parsed(xml: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(xml)  # noqa: S314 entities were refused


def _is_word(element: ElementTree.Element) -> bool:
    return element.tag[1:].partition("}")[0] in WORD
