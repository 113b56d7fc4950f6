"""Matters: what the index joins, as a matter is shown: its title, its items, what it ended in, and why they are one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from indexer.errors import NoSuchThing
from indexer.index.documents import StoredItem
from indexer.index.port import Index, ItemMatter
from indexer.model import Matter
from indexer.record.reasons import MatterItem, reason_of


class MatterPage(msgspec.Struct, frozen=True, kw_only=True):
    """A matter with its items, oldest first."""

    matter: Matter
    items: tuple[StoredItem, ...]


def matter_page(index: Index, id: str) -> MatterPage:
    """The matter with this id, or of the item with it; NoSuchThing when there is none.

    The id of a matter is its oldest item's, its parts joined by full stops; that of any of its items leads to it too.
    """
    found = index.matter(item_id(id))
    if found is None:
        raise NoSuchThing(id)
    return page_of(index, found)


def page_of(index: Index, found: ItemMatter) -> MatterPage:
    """A matter that the index knows, with its items."""
    items = items_of(index, found)
    if not items:
        raise NoSuchThing(found.id)
    return MatterPage(matter=_matter(found, items), items=items)


def items_of(index: Index, found: ItemMatter) -> tuple[StoredItem, ...]:
    """The items of a matter, oldest first."""
    return tuple(item for id in found.items if (item := index.stored_item(id)))


def item_id(matter: str) -> str:
    """The id of the item that a matter's id is made of; that of an item itself."""
    return matter if "/" in matter else matter.replace(".", "/", 2)


def _matter(found: ItemMatter, items: Sequence[StoredItem]) -> Matter:
    """What is told of a matter; its title is the one that most of its items have, of equals the latest."""
    titles = Counter(item.item.title for item in items)
    last = {item.item.title: number for number, item in enumerate(items)}
    reason = reason_of(
        [
            MatterItem(item=item.item, meeting=item.meeting, day=item.date, organization=item.organization)
            for item in items
        ]
    )
    return Matter(
        id=found.id,
        reference=next((item.item.reference for item in reversed(items) if item.item.reference), None),
        title=max(titles, key=lambda title: (titles[title], last[title])),
        items=found.items,
        first=items[0].date,
        last=items[-1].date,
        outcome=found.outcome,
        reason=str(reason),
    )
