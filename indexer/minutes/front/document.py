"""Document: whether a text is the minutes of a meeting, its agenda or an extract, by what its title calls it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

import msgspec

from indexer.minutes.lines.folded_text import fold
from indexer.minutes.lines.lines import COLUMNS
from indexer.minutes.words import words
from indexer.model import AgendaItem, DocumentKind, Proposal


def kind_of_document(title: Iterable[str]) -> DocumentKind:
    """What the lines of a title say: an extract, minutes or an agenda, in that order, and minutes by default."""
    told = {kind for line in title for cell in COLUMNS.split(line) if (kind := _called(fold(cell.strip(_AROUND))))}
    return next((kind for kind in _SUREST_FIRST if kind in told), DocumentKind.MINUTES)


_SUREST_FIRST = (DocumentKind.EXTRACT, DocumentKind.MINUTES, DocumentKind.AGENDA)
_AROUND = " ,.:;#*_|"


def names_document(line: str) -> bool:
    """Whether nothing but what the document is stands on a line: "PROTOKOLLSUTDRAG"."""
    cell = fold(line.strip(_AROUND))
    return any(pattern.fullmatch(cell) for _, pattern in _names())


def undecided(items: Sequence[AgendaItem]) -> tuple[AgendaItem, ...]:
    """The items of an agenda: whatever reads like a decision is only proposed there."""
    return tuple(
        msgspec.structs.replace(
            item,
            decisions=(),
            proposals=(*item.proposals, *(Proposal(text=decision.text) for decision in item.decisions)),
            items=undecided(item.items),
        )
        for item in items
    )


def _called(cell: str) -> DocumentKind | None:
    """What a cell of the title calls the document, where it begins with such a word or ends with it."""
    return next((kind for kind, pattern in _names() if pattern.search(cell)), None)


@cache
def _names() -> tuple[tuple[DocumentKind, re.Pattern[str]], ...]:
    listed = words("documents")
    return tuple(
        (kind, re.compile(rf"^(?:{names})(?!\w)|(?<!\w)(?:{names})$"))
        for kind in _SUREST_FIRST
        for names in ["|".join(map(fold, listed[kind]))]
    )
