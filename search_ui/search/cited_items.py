"""Cited items: where the text of an item names another item: by a day and a paragraph, or by a diary number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from indexer.index.documents import StoredItem
from indexer.index.port import Index
from indexer.index.query import And, Dates, Word
from indexer.record.citations import CitedParagraph, cited_paragraphs, diary_number, diary_numbers, is_named

MOST: Final = 40
"""Citations of one text that are looked up; a list of all decisions of a year has more, and is no citation."""
SAME_DAY: Final = 50


class CitedItem(msgspec.Struct, frozen=True, kw_only=True):
    """A place in a text, as offsets, that names an item."""

    start: int
    end: int
    item: str


def cited_items(index: Index, stored_item: StoredItem) -> tuple[CitedItem, ...]:
    """The places in an item's text that name other items which there are, in their order, none over another."""
    text = stored_item.item.text
    found = [*_by_paragraph(index, stored_item, text), *_by_number(index, stored_item, text)]
    end, apart = 0, []
    for one in sorted(found, key=lambda each: (each.start, -each.end)):
        if one.start >= end and one.item != stored_item.item.id:
            apart.append(one)
            end = one.end
    return tuple(apart)


def _by_paragraph(index: Index, stored_item: StoredItem, text: str) -> Iterator[CitedItem]:
    for cited, _ in zip(cited_paragraphs(text), range(MOST), strict=False):
        if item := _item_at(index, cited, stored_item):
            yield CitedItem(start=cited.start, end=cited.end, item=item)


def _item_at(index: Index, cited: CitedParagraph, stored_item: StoredItem) -> str | None:
    """The item of a cited paragraph, in the organ that is named, or else in the item's own."""
    if not cited.date or len(cited.date) != len("2024-01-24"):
        return None
    there = index.search(And((Dates(cited.date, cited.date), Word(cited.number, "number"))), limit=SAME_DAY)
    for hit in there.hits:
        other = hit.stored_item
        numbers = re.findall(r"\d+", other.item.number)
        meant = is_named(cited.organ, other.organization) if cited.organ else other.organ == stored_item.organ
        if meant and numbers[:1] == [cited.number]:
            return other.item.id
    return None


def _by_number(index: Index, stored_item: StoredItem, text: str) -> Iterator[CitedItem]:
    """The diary numbers in a text that are those of other items' matters, each leading to the last of these."""
    own = diary_number(stored_item.item.reference or "")
    for number, _ in zip(diary_numbers(text), range(MOST), strict=False):
        if own and (number.series, number.key) == (own.series, own.key):
            continue
        having = index.search(Word(number.key.partition(":")[0], "reference"), order="newest", limit=SAME_DAY)
        for hit in having.hits:
            theirs = diary_number(hit.stored_item.item.reference or "")
            if theirs and (theirs.series, theirs.key) == (number.series, number.key):
                yield CitedItem(start=number.start, end=number.end, item=hit.stored_item.item.id)
                break
