"""Table rows: CSV as a spreadsheet in Swedish reads it."""

from __future__ import annotations

import csv
import io

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


def rows_of(text: str) -> list[list[str]]:
    """The rows of a table, its head first."""
    assert text.startswith(BOM)
    return list(csv.reader(io.StringIO(text.removeprefix(BOM), newline=""), delimiter=";", strict=True))


def records_of(text: str) -> list[dict[str, str]]:
    """The rows of a table below its head, by its columns."""
    head, *rows = rows_of(text)
    return [dict(zip(head, row, strict=True)) for row in rows]
