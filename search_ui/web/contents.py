"""Contents: a meeting's items as a list to look in: number, title, what was decided; formalities folded together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

import msgspec

from indexer.model import AgendaItem, Decision, Vote
from search_ui.search.formalities import is_formality

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
    for (group, formal), run in groupby(items, lambda item: (item.group or "", _is_folded(item))):
        lines = tuple(_line(item) for item in run)
        yield ContentsGroup(formal=formal and len(lines) > 1, heading=group, lines=lines)


def _is_folded(item: AgendaItem) -> bool:
    return not item.votes and is_formality(item.title)


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
