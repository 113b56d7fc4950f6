"""Text builder: paragraphs, tables and page breaks, as word processors and web pages have them, become lines of text.

A table row is one line with its cells three spaces apart, so an attendance list in two columns keeps its rows. A cell
of several lines goes on below its first; where two cells of a row have several, each cell is read to its end. Between
paragraphs there is a blank line, unless whoever wrote them parted them with empty paragraphs: then these are the blank
lines, and every other paragraph is a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from indexer.reading.layout import COLUMN_GAP

MARGIN, ROOM, PAGE = "\0margin", "\0room", "\0page"
"""Lines that stand for a paragraph's margin, the room about a heading, and the top of a page; no text has a NUL."""

EMPTY_PARAGRAPHS = 0.05
"""The share of empty paragraphs from which on they, and not the margins, are what parts the others."""

KEPT_SPACE = "\1"
"""A space that is not joined with its neighbours."""

_SPACES = re.compile(r"[ \n\r\f\v]+")
_TAB = re.compile(r" ?\t[\t ]*")


class TextBuilder:
    """Takes a document's pieces in order and gives its pages."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._paragraph = 0
        self._rows: list[list[list[str]]] = []
        self._outer: list[list[str]] = []
        self._page_due = False

    def write(self, text: str) -> None:
        """More words on the line; a tab is a column's distance."""
        self._line.append(text)

    def write_as_it_is(self, text: str) -> None:
        """Text whose own spaces and line ends are meant."""
        first, *rest = text.expandtabs().replace(" ", KEPT_SPACE).split("\n")
        self.write(first)
        for line in rest:
            self.break_line()
            self.write(line)

    def end_line(self) -> None:
        """The line ends here, if there is one."""
        text = _TAB.sub(COLUMN_GAP, _SPACES.sub(" ", "".join(self._line))).strip()
        self._line.clear()
        if text:
            self._lines.append(text.replace(KEPT_SPACE, " "))
        if self._page_due:
            self._page_due = False
            self._lines.append(PAGE)

    def break_line(self) -> None:
        """The line ends here, even when it is empty."""
        before = len(self._lines)
        self.end_line()
        if len(self._lines) == before:
            self._lines.append("")

    def open_paragraph(self) -> None:
        """A paragraph begins, at some distance from what is above it."""
        self.margin()
        self._paragraph = len(self._lines)

    def close_paragraph(self) -> None:
        """The paragraph ends; one that held nothing is an empty line."""
        self.end_line()
        if len(self._lines) == self._paragraph:
            self._lines.append("")
        self.margin()

    def margin(self) -> None:
        """What follows stands at a paragraph's distance."""
        self.end_line()
        self._lines.append(MARGIN)

    def room(self) -> None:
        """What follows stands apart, as a heading does."""
        self.end_line()
        self._lines.append(ROOM)

    def page_break(self) -> None:
        """A page begins with this line, or with the next when there are words on this one already."""
        if self._outer:
            return
        if "".join(self._line).strip():
            self._page_due = True
        else:
            self._lines.append(PAGE)

    def open_row(self) -> None:
        """A table row begins."""
        self.end_line()
        self._rows.append([])

    def open_cell(self) -> None:
        """A cell of the row begins."""
        self._outer.append(self._lines)
        self._lines = []

    def close_cell(self) -> None:
        """The cell's lines are complete."""
        self.end_line()
        self._rows[-1].append([line for line in self._lines if line and line[0] != "\0"])
        self._lines = self._outer.pop()

    def close_row(self) -> None:
        """The row becomes lines."""
        self._lines.extend(row_lines(self._rows.pop()))

    def pages(self) -> list[str]:
        """The text of each page."""
        self.end_line()
        pages: list[list[str]] = [[]]
        for line in _with_blank_lines(self._lines):
            if line == PAGE:
                pages.append([])
            elif line or (pages[-1] and pages[-1][-1]):
                pages[-1].append(line)
        return ["\n".join(page).rstrip("\n") + "\n" for page in pages if page]


def row_lines(cells: Sequence[Sequence[str]]) -> list[str]:
    """A table row as lines."""
    if sum(len(lines) > 1 for lines in cells) > 1:
        return [line for lines in cells for line in lines]
    first = COLUMN_GAP.join(lines[0] for lines in cells if lines)
    return [line for line in (first, *(line for lines in cells for line in lines[1:])) if line]


def _with_blank_lines(lines: Sequence[str]) -> Iterator[str]:
    """The lines with the blank ones that they were written with, or else those that margins stand for."""
    written = [line for line in lines if not line.startswith("\0")]
    parting = (ROOM, "") if written.count("") > EMPTY_PARAGRAPHS * len(written) else (ROOM, MARGIN)
    for line in lines:
        if line in parting:
            yield ""
        elif line not in (ROOM, MARGIN, ""):
            yield line
