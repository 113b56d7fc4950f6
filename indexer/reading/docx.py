"""DOCX: Word files, with the numbers that Word prints before headings, tables row by row, and Word's own page breaks.

A paragraph of another style than the one before it stands apart: a template that has a style for decisions needs no
empty line after them.
"""

from __future__ import annotations

import posixpath
import re
from xml.etree import ElementTree

from indexer.model import Pages
from indexer.reading.original import OriginalFile, ReadOptions
from indexer.reading.packed_parts import PackedParts, parts_of
from indexer.reading.text_builder import TextBuilder
from indexer.reading.word_numbers import ListNumbers, child, children, local, of, place_of

WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
"""The namespaces of Word's elements, in the usual and in the strict form of the format."""

LEFT_OUT = frozenset(("del", "moveFrom", "Fallback", "pPrChange", "tabs"))
"""What has been struck out, stands there a second time for older programs, or only looks like what is printed."""


def read(original: OriginalFile, _: ReadOptions) -> Pages:
    """The text of a Word file: its page heads once, then its body."""
    with parts_of(original, "word") as parts:
        flow = _flow(parts)
    return original.pages(flow.pages())


def _flow(parts: PackedParts) -> TextBuilder:
    """What the document says, from its first page head to the end of its body."""
    main = _main_part(parts)
    folder = posixpath.dirname(main)
    numbering = ListNumbers(parts.tree(f"{folder}/numbering.xml"), parts.tree(f"{folder}/styles.xml"))
    flow = TextBuilder()
    heads = sorted(name for name in parts.names if re.fullmatch(rf"{re.escape(folder)}/header\d*\.xml", name))
    for text in dict.fromkeys(_head(parts, name, numbering) for name in heads):
        flow.write_as_it_is(text)
        flow.room()
    _WordWalk(flow, numbering).through(parts, main)
    return flow


def _head(parts: PackedParts, name: str, numbering: ListNumbers) -> str:
    flow = TextBuilder()
    _WordWalk(flow, numbering).through(parts, name)
    return "".join(flow.pages()).strip()


def _main_part(parts: PackedParts) -> str:
    """The part that is the body: word/document.xml, or whatever the package says instead."""
    for relation in children(parts.tree("_rels/.rels"), "Relationship"):
        if relation.get("Type", "").endswith("/officeDocument"):
            return relation.get("Target", "").lstrip("/")
    return "word/document.xml"


class _WordWalk:
    """Goes through the XML of a part, element by element, and says to the flow what it meets."""

    def __init__(self, flow: TextBuilder, numbering: ListNumbers) -> None:
        self._flow = flow
        self._numbering = numbering
        self._style: str | None = None
        self._is_placed = False

    def through(self, parts: PackedParts, name_of_part: str) -> None:
        """Every element of the part, those that are left out excepted."""
        depth_left_out = 0
        for event, element in parts.events(name_of_part):
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
                self._is_placed = False
            case "r":
                self._place("")
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
        self._place(style)
        label = self._numbering.label(style, place_of(properties))
        if label:
            self._flow.write(f"{label} ")

    def _place(self, style: str) -> None:
        """Set the paragraph that begins apart from the one before, when that had another style."""
        if self._is_placed:
            return
        if self._style not in {None, style}:
            self._flow.room()
        self._style, self._is_placed = style, True


def _is_word(element: ElementTree.Element) -> bool:
    return element.tag[1:].partition("}")[0] in WORD
