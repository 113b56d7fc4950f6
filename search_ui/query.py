"""Query: what people type becomes the query tree, and remarks on how it was read."""

from __future__ import annotations

import re
from datetime import date

import msgspec

from indexer.errors import BadQuestion
from indexer.index.query import All, And, Query, Word
from search_ui.answer import Remark


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """A typed text as it was read."""

    query: Query
    interpreted: str
    words: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()


def read(text: str, *, today: date, strict: bool = False) -> Reading:
    """The tree that a typed text stands for."""
    words = tuple(re.findall(r"\w[\w:/-]*", text))
    tree: Query = All() if not words else Word(words[0]) if len(words) == 1 else And(tuple(map(Word, words)))
    return Reading(query=tree, interpreted=" ".join(words), words=words)


def read_date(text: str, *, today: date) -> tuple[str | None, str | None]:
    """The first and the last day that a typed date stands for."""
    if re.fullmatch(r"\d{4}", text):
        return f"{text}-01-01", f"{text}-12-31"
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return text, text
    raise BadQuestion("datum", f"{text!r} går inte att läsa som ett datum.")
