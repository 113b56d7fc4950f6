"""Contents: a meeting's items as a list to look in: number, title, what was decided; formalities folded together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Final

import msgspec

from indexer.model import AgendaItem, Decision, Vote
from indexer.swedish.diacritics import fold
from indexer.swedish.words import word_list

WORDS: Final = Path(__file__).parent / "words"
MOST_KINDS: Final = 3
"""Kinds of decisions named beside a title; more say nothing in a list."""


class ContentsLine(msgspec.Struct, frozen=True, kw_only=True):
    """An item in the list of contents, and those below it."""

    id: str
    number: str
    title: str
    kinds: tuple[str, ...]
    decisions: tuple[Decision, ...]
    votes: tuple[Vote, ...]
    reference: str | None
    time: str | None
    lines: tuple[ContentsLine, ...]


class ContentsGroup(msgspec.Struct, frozen=True, kw_only=True):
    """Items that follow each other, all of them formalities, or none; and the heading that they are printed under."""

    formal: bool
    heading: str
    lines: tuple[ContentsLine, ...]


def contents(items: Sequence[AgendaItem]) -> Iterator[ContentsGroup]:
    """The items in printed order; a single formality stands among the others."""
    for (group, formal), run in groupby(items, lambda item: (item.group or "", is_formality(item))):
        lines = tuple(_line(item) for item in run)
        yield ContentsGroup(formal=formal and len(lines) > 1, heading=group, lines=lines)


def is_formality(item: AgendaItem) -> bool:
    """Whether an item belongs to every meeting and is about nothing: `words/formalities.txt`."""
    return not item.votes and fold(item.title.lower()).lstrip(" 0123456789.§").startswith(_formalities())


def _line(item: AgendaItem) -> ContentsLine:
    kinds = tuple(dict.fromkeys(decision.kind.value for decision in item.decisions))
    return ContentsLine(
        id=item.id,
        number=item.number,
        title=item.title,
        kinds=kinds[:MOST_KINDS],
        decisions=item.decisions,
        votes=tuple(vote for vote in item.votes if vote.yes is not None and vote.no is not None),
        reference=item.reference,
        time=item.time,
        lines=tuple(map(_line, item.items)),
    )


@cache
def _formalities() -> tuple[str, ...]:
    return tuple(fold(line) for line in word_list("formalities.txt", WORDS))
