"""Standing: how much an item is about what it says, beside items that say the same.

A matter's own item is what a reader wants: not the list of reports that names it once among forty, and the item that
decides rather than the one that puts it off. Titles are worth the same everywhere: whoever seeks the list finds it.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from indexer.model import AgendaItem, DecisionKind
from indexer.swedish.diacritics import fold
from indexer.swedish.words import word_list

COLLECTION: Final = 0.4
"""What a word is worth in an item that collects many matters, but in its title."""
POSTPONED: Final = 0.95
"""What a word is worth in an item that only puts its matter off: enough to order items that say the same."""


def standing(item: AgendaItem) -> tuple[float, float]:
    """What a word in the item's title, and one elsewhere in it, is worth beside the same word in another item."""
    kinds = {decision.kind for decision in item.decisions}
    whole = POSTPONED if kinds == {DecisionKind.DEFERRED} else 1.0
    return whole, whole * (COLLECTION if is_collection(item.title) else 1.0)


def is_collection(title: str) -> bool:
    """Whether an item of this title gathers many matters, as a list of motions does."""
    return fold(title.lower()).lstrip(" 0123456789.§").startswith(_collections())


@cache
def _collections() -> tuple[str, ...]:
    return tuple(fold(line) for line in word_list("collections.txt"))
