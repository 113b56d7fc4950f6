"""The query language: what people type becomes a query tree, with remarks where it was not taken as it stands.

Three layers, each a module: `tokens` cuts the text into words, quotes, signs and dates; `tree` sees which belong
together; `meaning` says what they ask of the index, and prints it back. Every text is a question: what cannot be read
literally is read sensibly, and a remark says where and how. Whoosh's syntax plays no part.

    kommun:helsingborg "civilt försvar" ELLER krisberedskap -"tacka för"
    -> ((authority:helsingborg AND "civilt försvar") OR (krisberedskap AND -"tacka för"))
"""

from __future__ import annotations

import datetime

import msgspec

from indexer.errors import RefusedQuery
from indexer.index.query import Query
from search_ui.answer import Remark
from search_ui.query.dates import read_date
from search_ui.query.meaning import InterpretedQuery, mean, printed, without_last
from search_ui.query.remarks import Remarks, showable
from search_ui.query.tokens import MAX_CHARACTERS, tokens
from search_ui.query.tree import grow

__all__ = ["Reading", "printed", "read", "read_date", "showable"]


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """How a text was read.

    `interpreted` is the query in the language itself: reading that gives the same query. `words` are the plain words
    sought, in order, and `places` where each stands in what was typed; excluded words are not among them.
    """

    query: Query
    interpreted: str
    remarks: tuple[Remark, ...] = ()
    words: tuple[str, ...] = ()
    places: tuple[tuple[int, int], ...] = ()


def read(text: str, *, today: datetime.date, strict: bool = False) -> Reading:
    """The question that a text asks; `today` is what "igår" counts from.

    With `strict`, anything that would be remarked on is a RefusedQuery instead, its message the first remark.
    """
    remarks = Remarks(text)
    asked = mean(grow(tokens(remarks, today), remarks), remarks)
    asked = _within_length(asked, remarks)
    if strict and remarks.first:
        raise RefusedQuery(remarks.first.start + 1, remarks.first.message)
    return Reading(
        query=asked.query,
        interpreted=printed(asked.query),
        remarks=remarks.all(),
        words=tuple(word for word, _, _ in asked.words),
        places=tuple(remarks.typed(start, end) for _, start, end in asked.words),
    )


def _within_length(asked: InterpretedQuery, remarks: Remarks) -> InterpretedQuery:
    """The question, short enough that its print can itself be asked: "igår" is shorter than the date it means."""
    while len(printed(asked.query)) > MAX_CHARACTERS:
        remarks.on_all("query.too_long_printed", most=MAX_CHARACTERS)
        asked = without_last(asked)
    return asked
