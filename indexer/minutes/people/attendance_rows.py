"""Attendance rows: the cells of one line of a list, put together to one entry for each person.

Ordförande | Axel Ask | Ja                       Axel Ask, Ordförande: was there
Axel Ask, Mörkö | x | Cilla Alm | -              Axel Ask, Mörkö: was there; Cilla Alm: was not
Axel Ask | ordförande | kl. 17.30-21.00          Axel Ask, ordförande
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from indexer.minutes.people.attendance import is_name, is_office, is_row


class RowEntry(msgspec.Struct):
    """One person of a row as printed, and whether a mark says that they were there; None where no mark stands."""

    text: str
    mark: bool | None = None


_HERE = re.compile(r"[xX×✓✔☒]|[(\[][xX][)\]]|[Jj]a\b.*|JA\b.*|[Nn]ärv(?:arande|\.)?|[Dd]eltog")
_NOT_HERE = re.compile(r"[-–—]|\([-–]\)|\[[-–]\]|[Nn]ej\b.*|[Ff]rånv(?:arande|\.)?|[Ff]örhind\w*")
_MARKED_FIRST = re.compile(r"(?P<mark>[xX×✓✔☒]|[(\[][xX][)\]]|\([-–]\)|\[[-–]\]|(?P<dash>[-–—]))\s+(?=\S)")
_PARAGRAPHS = re.compile(r"\d{1,4}\s*[-–]\s*\d{1,4}")
_TIME = re.compile(r"(?:kl\.?\s*)?\d{1,2}[.:]\d\d\b.*|§§?\s*\d.*|(?:p\.|punkt)\s*\d.*")


def mark_of(cell: str) -> bool | None:
    """Whether a cell that is nothing but a mark says that somebody was there; None if it is no mark."""
    if _HERE.fullmatch(cell):
        return True
    return False if _NOT_HERE.fullmatch(cell) else None


def row_entries(
    cells: Sequence[str], columns: Sequence[str], *, has_crosses: bool
) -> tuple[list[RowEntry], bool | None]:
    """The entries of a row, and the mark that stands alone where there is nobody.

    `columns` are the kinds of a table's columns, none outside a table. A dash before a name is a bullet, unless the
    list `has_crosses`.
    """
    entries: list[RowEntry] = []
    offices: list[str] = []
    lead: bool | None = None
    for cell in cells:
        mark = mark_of(cell)
        if mark is not None and entries and entries[-1].mark is None:
            entries[-1].mark = mark
        elif mark is not None:
            lead = mark
        elif not entries and len(cells) > 1 and _is_office(cell, columns, has_one=bool(offices)):
            offices.append(cell)
        elif entries and not _MARKED_FIRST.match(cell) and not _begins_with_name(cell):
            entries[-1].text += _behind(cell)
        else:
            entries.append(_entry(cell, lead, has_crosses=has_crosses))
            lead = None
    if entries and offices and _begins_with_name(entries[0].text):
        entries[0].text += f", {' '.join(offices)}"
    return entries, lead


def _entry(cell: str, lead: bool | None, *, has_crosses: bool) -> RowEntry:
    """The entry that a cell begins, with the mark before its name in a cell of its own or in this one."""
    first = _MARKED_FIRST.match(cell)
    if first is None:
        return RowEntry(cell, lead)
    own = None if first["dash"] and not has_crosses else mark_of(first["mark"])
    return RowEntry(cell[first.end() :], own if lead is None else lead)


def _behind(cell: str) -> str:
    """What a cell behind a name adds to the entry: nothing, if it tells a time or a number."""
    if _PARAGRAPHS.fullmatch(cell):
        return f", §§ {cell}"
    is_aside = (_TIME.fullmatch(cell) and "§" not in cell) or not any(map(str.isalpha, cell))
    return "" if is_aside else f", {cell}"


def _is_office(cell: str, columns: Sequence[str], *, has_one: bool) -> bool:
    """Whether a cell before the name says what its bearer is; in a table by its column, whatever the words."""
    if columns and columns[0] == "role" and not has_one:
        return True
    return is_office(cell) and not _MARKED_FIRST.match(cell) and (not columns or "role" in columns)


def _begins_with_name(cell: str) -> bool:
    return not is_office(cell) and (is_row(cell) or is_name(re.split(r"\s*[,(]", cell)[0]))
