"""Formats: matters as JSON, JSON lines and CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from indexer.model import Matter
from search_ui.output import gate

COLUMNS: Final = ("id", "reference", "title", "first", "last", "outcome", "times", "items", "reason")


def matters_json(matters: Sequence[Matter]) -> gate.Released:
    """Matters as one indented JSON list."""
    return gate.pretty_json(matters)


def matters_jsonl(matters: Iterable[Matter]) -> gate.Released:
    """Matters as JSON, one a line."""
    return gate.together(map(gate.json_line, matters))


def matters_csv(matters: Iterable[Matter]) -> gate.Released:
    """Matters as CSV, one a row below a head."""
    return gate.together((gate.csv_head(COLUMNS), *map(gate.csv_line, map(matter_cells, matters))))


def matter_cells(matter: Matter) -> tuple[str, ...]:
    """A matter as the cells of COLUMNS."""
    return (
        matter.id,
        matter.reference or "",
        matter.title,
        matter.first,
        matter.last,
        matter.outcome or "",
        str(len(matter.items)),
        "\n".join(matter.items),
        matter.reason,
    )


FORMATS: Final[Mapping[str, Callable[[Sequence[Matter]], gate.Released]]] = {
    "json": matters_json,
    "jsonl": matters_jsonl,
    "csv": matters_csv,
}
