"""Formats: an Answer as JSON, JSON lines, CSV or text; the same bytes whoever asks."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

import msgspec

from search_ui.answer import Answer, Hit


def answer_json(answer: Answer) -> bytes:
    """The answer as indented JSON, its keys in the order of docs/json.md, with a line end."""
    return msgspec.json.format(msgspec.json.encode(answer), indent=2) + b"\n"


def answer_jsonl(answer: Answer) -> bytes:
    """The hits as JSON, one a line."""
    return b"".join(msgspec.json.encode(hit) + b"\n" for hit in answer.hits)


def answer_csv(answer: Answer) -> str:
    """The hits as CSV: one row a hit, its decisions in one cell."""
    head = ("id", "organization", "date", "number", "title", "reference", "decisions", "file", "page")
    return b"".join(map(csv_line, (head, *map(_row, answer.hits)))).decode()


def csv_line(cells: Iterable[str]) -> bytes:
    """A row of CSV (RFC 4180, with bare line feeds); cells that a spreadsheet would run are made harmless."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(map(_harmless, cells))
    return out.getvalue().encode()


def _row(hit: Hit) -> Iterable[str]:
    """A hit's cells."""
    decisions = "\n".join(decision.text for decision in hit.decisions)
    page = "" if hit.page is None else str(hit.page)
    return (
        hit.id,
        hit.meeting.organization,
        hit.meeting.date,
        hit.number,
        hit.title,
        hit.reference or "",
        decisions,
        hit.file,
        page,
    )


def _harmless(cell: str) -> str:
    """The cell with an apostrophe before it when a spreadsheet would take it for a formula (OWASP, CSV injection)."""
    return "'" + cell if cell[:1] in ("=", "+", "-", "@", "\t", "\r") and cell else cell
