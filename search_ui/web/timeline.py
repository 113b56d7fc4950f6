"""Timeline: each time that a matter was up, as the page tells of it."""

from __future__ import annotations

from typing import Final

import msgspec

from indexer.index.documents import StoredItem
from indexer.model import Outcome, Vote
from indexer.record.outcomes import outcome_of_item

SHOWN_CLAUSES: Final = 2


class TimelineEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One time that a matter was up: where, what it ended in there, what was said and agreed to, and how they voted."""

    id: str
    date: str
    organ: str
    number: str
    title: str
    outcome: Outcome | None
    clauses: tuple[str, ...]
    agreed: tuple[str, ...]
    votes: tuple[Vote, ...]


def timeline_entry(stored_item: StoredItem) -> TimelineEntry:
    """An item as an entry of its matter's timeline."""
    item = stored_item.item
    return TimelineEntry(
        id=item.id,
        date=stored_item.date,
        organ=stored_item.organ,
        number=item.number,
        title=item.title,
        outcome=outcome_of_item(item),
        clauses=tuple(decision.text for decision in item.decisions[:SHOWN_CLAUSES]),
        agreed=stored_item.agreed,
        votes=tuple(vote for vote in item.votes if vote.yes is not None and vote.no is not None),
    )
