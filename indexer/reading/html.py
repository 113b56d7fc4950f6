"""HTML: web pages as the lines that their readers see.

Python's own parser gives the tags as they come, which is all that lines need: what a tag leaves open, the next of its
kind closes, and no depth of nesting is too deep, since no tree is built.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from indexer.model import Pages
from indexer.reading.original import OriginalFile, ReadOptions
from indexer.reading.text import decoded
from indexer.reading.text_builder import TextBuilder

UNSEEN = frozenset(
    ("title", "script", "style", "template", "noscript", "svg", "nav", "button", "select", "textarea", "iframe")
)
"""Elements whose text is not on the page, or is there to move about it."""

PARAGRAPHS = frozenset(("p", "blockquote", "pre", "table", "ul", "ol", "dl", "figure"))
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
LINES = frozenset(
    ("body", "div", "li", "dt", "dd", "caption", "address", "center", "details", "summary", "figcaption", "legend")
)
SECTIONS = frozenset(("main", "header", "footer", "aside", "form", "section", "article"))
VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)

Attributes = list[tuple[str, str | None]]


def read(original: OriginalFile, _: ReadOptions) -> Pages:
    """The text of a web page; a heading, a list entry and a table row begin a line each."""
    page = _Page()
    page.feed(_closed(decoded(original)))
    page.close()
    return original.pages(page.pages())


class _Page(HTMLParser):
    """Turns tags into flow."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._flow = TextBuilder()
        self._unseen: list[str] = []
        self._tables: list[_Table] = []
        self._lists: list[int | None] = []
        self._as_it_is = 0

    def pages(self) -> list[str]:
        """The page's text, once everything is fed."""
        while self._tables:
            self._tables.pop().close()
        return self._flow.pages()

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        if self._as_it_is:
            self._flow.write_as_it_is(data)
        else:
            self._flow.write(data.replace("\t", " "))

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if self._unseen or tag in UNSEEN or _hidden(attrs):
            # Only the like of the outermost is counted, so that an end tag that was forgotten within does no harm.
            if tag not in VOID and tag == (self._unseen or [tag])[0]:
                self._unseen.append(tag)
        elif tag == "br":
            self._flow.break_line()
        elif tag in HEADINGS:
            self._flow.room()
        elif tag == "p":
            self._flow.open_paragraph()
        elif tag in PARAGRAPHS or tag in SECTIONS or tag == "hr":
            self._flow.margin()
            self._open(tag, dict(attrs))
        elif tag in ("tr", "td", "th"):
            self._start_of_table_part(tag)
        elif tag in LINES:
            self._flow.end_line()
            if tag == "li":
                self._flow.write(self._bullet(dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if self._unseen:
            if tag == self._unseen[0]:
                self._unseen.pop()
        elif tag == "p":
            self._flow.close_paragraph()
        elif tag in PARAGRAPHS or tag in SECTIONS:
            self._close(tag)
            self._flow.margin()
        elif tag in HEADINGS:
            self._flow.room()
        elif tag in ("tr", "td", "th"):
            self._end_of_table_part(tag)
        elif tag in LINES:
            self._flow.end_line()

    def _open(self, tag: str, attributes: dict[str, str | None]) -> None:
        if tag == "table":
            self._tables.append(_Table(self._flow))
        elif tag == "pre":
            self._as_it_is += 1
        elif tag in ("ul", "ol"):
            self._lists.append(None if tag == "ul" else _number(attributes.get("start")) or 1)

    def _close(self, tag: str) -> None:
        if tag == "table" and self._tables:
            self._tables.pop().close()
        elif tag == "pre" and self._as_it_is:
            self._as_it_is -= 1
        elif tag in ("ul", "ol") and self._lists:
            self._lists.pop()

    def _start_of_table_part(self, tag: str) -> None:
        if not self._tables:
            self._flow.end_line()
        elif tag == "tr":
            self._tables[-1].open_row()
        else:
            self._tables[-1].open_cell()

    def _end_of_table_part(self, tag: str) -> None:
        if not self._tables:
            self._flow.end_line()
        elif tag == "tr":
            self._tables[-1].close()
        else:
            self._tables[-1].close_cell()

    def _bullet(self, attributes: dict[str, str | None]) -> str:
        """What a browser draws before a list entry."""
        if not self._lists or self._lists[-1] is None:
            return "• "
        number = _number(attributes.get("value")) or self._lists[-1]
        self._lists[-1] = number + 1
        return f"{number}. "


class _Table:
    """Which parts of a table are open, so that a part that begins closes the one before it."""

    def __init__(self, flow: TextBuilder) -> None:
        self._flow = flow
        self._row = self._cell = False

    def open_row(self) -> None:
        self.close()
        self._flow.open_row()
        self._row = True

    def open_cell(self) -> None:
        self.close_cell()
        if not self._row:
            self.open_row()
        self._flow.open_cell()
        self._cell = True

    def close_cell(self) -> None:
        if self._cell:
            self._flow.close_cell()
            self._cell = False

    def close(self) -> None:
        self.close_cell()
        if self._row:
            self._flow.close_row()
            self._row = False


def _closed(text: str) -> str:
    """The page without comments and without a last tag that never ends; the parser would search to the end for each."""
    whole, end, tail = _COMMENT.sub("", text).rpartition(">")
    return whole + end + tail.partition("<")[0]


def _hidden(attributes: Attributes) -> bool:
    return any(name == "hidden" or (name == "style" and _shows_nothing(value or "")) for name, value in attributes)


def _shows_nothing(style: str) -> bool:
    return "display:none" in style.replace(" ", "").lower()


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None
