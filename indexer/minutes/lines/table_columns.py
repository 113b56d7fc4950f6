"""Table columns: minutes that are a table, with what was decided in a column of its own, as lines one below the other.

    Nr    Ärende                      Beslut                       Ansvarig
    17    Mötet öppnas                Bo Ek justerar.
    18    Byte av lönesystem          Avtalet förlängs med         Eva Ask
          Anbud har begärts in.       ett år.

A row's lines are given column by column: first the number and the matter, then each column whose head is a label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from indexer.minutes.lines.folded_text import fold
from indexer.minutes.lines.labels import Label, LabelTable
from indexer.minutes.lines.lines import Line

_GAP = re.compile(r"\t+|\s{2,}")
_FEWEST_COLUMNS = 3
_SLIP = 2
"""So many characters a cell may stand left of its column's head."""


class TableLines(msgspec.Struct, frozen=True):
    """Lines in the order in which they are read, and the labels of those that begin a cell, by where they start."""

    lines: tuple[Line, ...]
    labels: Mapping[int, Label]


class _HeadColumn(msgspec.Struct, frozen=True):
    at: int
    label: Label | None


def in_columns(lines: Sequence[Line], sections: LabelTable) -> TableLines:
    """The lines, those of a table whose head has a column for decisions cut at its columns."""
    read: list[Line] = []
    labels: dict[int, Label] = {}
    at = 0
    while at < len(lines):
        columns = _columns(lines[at], sections)
        end = _end(lines, at + 1) if columns else at + 1
        read.append(lines[at])
        for start, stop in _rows(lines, at + 1, end):
            left, cells = _cut(lines[start:stop], columns)
            read += left
            for column, parts in cells:
                if column.label and parts:
                    labels[parts[0].start] = column.label
                read += parts
        at = end
    return TableLines(tuple(read), labels)


def _columns(line: Line, sections: LabelTable) -> list[_HeadColumn]:
    """The columns of a table's head; none if the line is no head with a column for decisions."""
    cells = _cells(line) if _GAP.search(line.text) else []
    if len(cells) < _FEWEST_COLUMNS:
        return []
    columns = [_HeadColumn(cell.indent, _label(cell, sections)) for cell in cells]
    decides = [column for column in columns[1:] if column.label and column.label.kind == "decision"]
    return columns if decides and columns[0].label is None else []


def _label(cell: Line, sections: LabelTable) -> Label | None:
    """What a column's head says of the cells below it; None where these are the matter itself."""
    label = sections.find(cell)
    is_label = label is not None and sections.is_whole(cell, label) and label.kind != "summary"
    return msgspec.structs.replace(label, rest=0) if label and is_label else None


def _cells(line: Line) -> list[Line]:
    """What stands on a line, cut at its gaps."""
    cells, start = [], 0
    for gap in [*_GAP.finditer(line.text), None]:
        end = gap.start() if gap else len(line.text)
        text = line.text[start:end]
        at = line.start + start
        cells.append(
            msgspec.structs.replace(
                line, start=at, end=at + len(text), text=text, folded=fold(text), indent=line.indent + start
            )
        )
        start = gap.end() if gap else end
    return cells


def _end(lines: Sequence[Line], at: int) -> int:
    """The position after the last line of a table: a paragraph that begins with a single cell is none of its rows."""
    while at < len(lines) and not (lines[at].after_gap and len(_cells(lines[at])) == 1):
        at += 1
    return at


def _rows(lines: Sequence[Line], at: int, end: int) -> Iterator[tuple[int, int]]:
    starts = [n for n in range(at, end) if n == at or lines[n].after_gap]
    return zip(starts, [*starts[1:], end][: len(starts)], strict=True)


def _cut(
    row: Sequence[Line], columns: Sequence[_HeadColumn]
) -> tuple[list[Line], list[tuple[_HeadColumn, list[Line]]]]:
    """The lines of a row without the labelled columns, and what stands in each of these."""
    first = next(n for n, column in enumerate(columns) if column.label)
    left: list[Line] = []
    cells: list[tuple[_HeadColumn, list[Line]]] = [(column, []) for column in columns[first:]]
    for line in row:
        parts = _cells(line)
        kept = [part for part in parts if part.indent < columns[first].at - _SLIP]
        if kept:
            text = line.text[: kept[-1].end - line.start]
            left.append(msgspec.structs.replace(line, end=kept[-1].end, text=text, folded=fold(text)))
        for part in parts[len(kept) :]:
            _, into = max((one for one in cells if one[0].at - _SLIP <= part.indent), key=lambda one: one[0].at)
            into.append(msgspec.structs.replace(part, after_gap=not into))
    return left, cells
