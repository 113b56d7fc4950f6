"""ODT: OpenDocument texts, as LibreOffice writes them, with list numbers, tables row by row, and page breaks.

The file is a ZIP of XML. `content.xml` has the text and the styles that the document made itself, `styles.xml` the
named styles and the page heads.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from indexer.model import Pages
from indexer.reading.original import OriginalFile, ReadOptions
from indexer.reading.packed_parts import PackedParts, parts_of
from indexer.reading.text_builder import TextBuilder
from indexer.reading.word_numbers import ListCounter, ListLevel, child, children, local, of

LEFT_OUT = frozenset(
    ("tracked-changes", "annotation", "annotation-end", "sequence-decls", "title", "desc", "ruby-text")
)
"""What was struck out, remarks in the margin, and what only describes a picture."""

FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
"""How OpenDocument and Word name the ways of printing a number."""

MOST_SPACES = 200
"""The most blanks that one element may stand for: a line has no more."""


def read(original: OriginalFile, _: ReadOptions) -> Pages:
    """The text of an OpenDocument file: its page heads once, then its body."""
    with parts_of(original, "opendocument") as parts:
        flow = TextBuilder()
        styles = parts.tree("styles.xml")
        for text in dict.fromkeys(_heads(styles)):
            flow.write_as_it_is(text)
            flow.room()
        lists = _list_styles(parts, styles)
        parts.feed("content.xml", _OdtWalk(flow, lists, _breaks(parts)))
    return original.pages(flow.pages())


def _heads(styles: Element | None) -> Iterator[str]:
    """The text of each page head."""
    for master in children(child(styles, "master-styles"), "master-page"):
        for header in children(master, "header"):
            flow = TextBuilder()
            _OdtWalk(flow, {}, frozenset()).body(header)
            if text := "".join(flow.pages()).strip():
                yield text


def _list_styles(parts: PackedParts, styles: Element | None) -> dict[str, dict[int, ListLevel]]:
    """The levels of each list style, those of the document itself before the named ones."""
    listed: dict[str, dict[int, ListLevel]] = {}
    for root in (styles, parts.tree("content.xml")):
        for group in ("styles", "automatic-styles"):
            for style in children(child(root, group), "list-style"):
                listed[of(style, "name")] = dict(map(_level, style))
    return listed


def _level(one: Element) -> tuple[int, ListLevel]:
    depth = _integer(of(one, "level"), 1) - 1
    form = FORMS.get(of(one, "num-format"))
    if local(one.tag) != "list-level-style-number" or not form:
        return depth, ListLevel(form="bullet" if local(one.tag) == "list-level-style-bullet" else "none")
    shown = min(_integer(of(one, "display-levels"), 1), depth + 1)
    numbers = ".".join(f"%{above + 1}" for above in range(depth + 1 - shown, depth + 1))
    text = f"{of(one, 'num-prefix')}{numbers}{of(one, 'num-suffix')}"
    return depth, ListLevel(start=_integer(of(one, "start-value"), 1), form=form, text=text)


def _breaks(parts: PackedParts) -> frozenset[str]:
    """The names of the paragraph styles that begin a page."""
    automatic = child(parts.tree("content.xml"), "automatic-styles")
    return frozenset(
        of(style, "name")
        for style in children(automatic, "style")
        if of(child(style, "paragraph-properties"), "break-before") == "page"
    )


class _OdtWalk:
    """Takes the elements and texts of the XML in their order, and says to the flow what it meets."""

    def __init__(self, flow: TextBuilder, lists: Mapping[str, Mapping[int, ListLevel]], breaks: frozenset[str]) -> None:
        self._flow = flow
        self._lists = lists
        self._breaks = breaks
        self._counter = ListCounter()
        self._open_lists: list[str] = []
        self._label = ""
        self._left_out = 0
        self._paragraphs = 0
        self._in_body = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element starts."""
        name = local(tag)
        self._in_body = self._in_body or name == "body"
        if name in LEFT_OUT:
            self._left_out += 1
        elif self._in_body and not self._left_out:
            self._starts(name, Element(tag, attributes))

    def data(self, text: str) -> None:
        """Text stands here; between paragraphs it is only how the XML is laid out."""
        if self._paragraphs and not self._left_out:
            self._flow.write(text)

    def end(self, tag: str) -> None:
        """An element ends."""
        name = local(tag)
        if name in LEFT_OUT:
            self._left_out -= 1
        elif name == "body":
            self._in_body = False
        elif self._in_body and not self._left_out:
            self._ends(name)

    def close(self) -> None:
        """There is no more."""

    def body(self, element: Element) -> None:
        """Take an element that was read as a tree, as if it were a body."""
        self._in_body = True
        for event, below in _events_of(element):
            if event == "start":
                self.start(below.tag, dict(below.items()))
                self.data(below.text or "")
            else:
                self.end(below.tag)
                self.data(below.tail or "")

    def _starts(self, name: str, element: Element) -> None:
        flow = self._flow
        match name:
            case "p" | "h":
                self._paragraph(name, element)
            case "list":
                own = of(element, "style-name")
                self._open_lists.append(own or (self._open_lists[-1] if self._open_lists else ""))
                if len(self._open_lists) == 1 and of(element, "continue-numbering") != "true":
                    self._counter.restart(self._open_lists[0])
            case "list-item" if self._open_lists:
                style, depth = self._open_lists[-1], len(self._open_lists) - 1
                self._label = self._counter.label(style, depth, self._lists.get(style, {}))
            case "table":
                flow.margin()
            case "table-row":
                flow.open_row()
            case "table-cell":
                flow.open_cell()
            case "tab":
                flow.write("\t")
            case "s":
                flow.write_as_it_is(" " * min(_integer(of(element, "c"), 1), MOST_SPACES))
            case "line-break":
                flow.break_line()
            case "soft-page-break":
                flow.page_break()

    def _ends(self, name: str) -> None:
        flow = self._flow
        match name:
            case "p" | "h":
                self._paragraphs -= 1
                flow.close_paragraph()
            case "list" if self._open_lists:
                self._open_lists.pop()
            case "list-item":
                self._label = ""
            case "table-cell":
                flow.close_cell()
            case "table-row":
                flow.close_row()
            case "table":
                flow.margin()

    def _paragraph(self, name: str, element: Element) -> None:
        """A paragraph or a heading begins, with the number of the list entry that it opens."""
        self._paragraphs += 1
        if of(element, "style-name") in self._breaks:
            self._flow.page_break()
        self._flow.open_paragraph()
        if name == "h":
            self._flow.room()
        if self._label:
            self._flow.write(f"{self._label} ")
            self._label = ""


def _events_of(element: Element) -> Iterator[tuple[str, Element]]:
    """The elements of a tree as they start and end; page heads are never deep."""
    yield "start", element
    for below in element:
        yield from _events_of(below)
    yield "end", element


def _integer(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else otherwise
