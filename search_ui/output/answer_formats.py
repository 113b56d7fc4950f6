"""Formats: an Answer as JSON, JSON lines, CSV or text; the same bytes whoever asks."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from search_ui.answer import Answer, Hit
from search_ui.output import gate


def answer_json(answer: Answer) -> gate.Released:
    """The answer as indented JSON, its keys in the order of docs/json.md, with a line end."""
    return gate.pretty_json(answer)


def answer_jsonl(answer: Answer, *, with_query: bool = False) -> gate.Released:
    """The hits as JSON, one a line; each can say which query it answers."""
    if with_query:
        told = ({"query": answer.query, **msgspec.structs.asdict(hit)} for hit in answer.hits)
        return gate.together(map(gate.json_line, told))
    return gate.together(map(gate.json_line, answer.hits))


def answer_csv(answer: Answer, *, with_query: bool = False, head: bool = True) -> gate.Released:
    """The hits as CSV: one row a hit, its decisions in one cell; its first cell can be the query it answers."""
    names = ("id", "organization", "date", "number", "title", "reference", "decisions", "file", "page", "document")
    rows = map(gate.csv_line, ((answer.query, *_row(hit)) if with_query else _row(hit) for hit in answer.hits))
    above = [gate.csv_head(("query", *names) if with_query else names)] if head else []
    return gate.together((*above, *rows))


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
        hit.meeting.document,
    )
