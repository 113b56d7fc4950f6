"""Document: whether a text is the minutes of a meeting, its agenda or an extract, by what its title calls it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

import msgspec

from indexer.minutes.dates import dates_in, without_date
from indexer.minutes.front.organ import CALLS
from indexer.minutes.lines.folded_text import fold
from indexer.minutes.lines.lines import COLUMNS
from indexer.minutes.words import words
from indexer.model import AgendaItem, DocumentKind, Proposal


def kind_of_document(title: Iterable[str], file: str = "") -> DocumentKind:
    """What the lines of a title say: an extract, minutes or an agenda, in that order. Where no line is named so, a call
    to the meeting tells an agenda, in the title or in the name of the file; else it is minutes.
    """
    lines = list(title)
    cells = [cell.strip(_AROUND) for line in lines for cell in COLUMNS.split(line)]
    told = {
        kind for cell in cells for text in (cell, without_date(cell)) if (kind := _called(fold(text.strip(_AROUND))))
    }
    if not told and (any(map(_calls, lines)) or _AGENDA_FILE.search(fold(file))):
        return DocumentKind.AGENDA
    return next((kind for kind in _SUREST_FIRST if kind in told), DocumentKind.MINUTES)


def _calls(line: str) -> bool:
    """Whether a line of the title calls to a meeting on some day, or speaks of the list of what is to come up."""
    if CALLS.search(line) and dates_in(line):
        return True
    return len(line.split()) <= _MOST_WORDS and _AGENDA_WORD.search(fold(line)) is not None


_MOST_WORDS = 8
_LISTS = f"{fold('kallelse')}|{fold('föredragningslista')}|{fold('dagordning')}"
_AGENDA_WORD = re.compile(rf"\b\w*(?:{_LISTS})\b")
_AGENDA_FILE = re.compile(rf"^(?!.*{fold('protokoll')}).*(?:{_LISTS})")
_SUREST_FIRST = (DocumentKind.EXTRACT, DocumentKind.MINUTES, DocumentKind.AGENDA)
_AROUND = " ,.:;#*_|"


def names_document(line: str) -> bool:
    """Whether nothing but what the document is stands on a line: "PROTOKOLLSUTDRAG"."""
    cell = fold(line.strip(_AROUND))
    return any(pattern.fullmatch(cell) for _, pattern in _names())


def undecided(items: Sequence[AgendaItem]) -> tuple[AgendaItem, ...]:
    """The items of an agenda: what reads like a decision is only proposed there, and a ballot was another meeting's."""
    return tuple(
        msgspec.structs.replace(
            item,
            decisions=(),
            votes=(),
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
