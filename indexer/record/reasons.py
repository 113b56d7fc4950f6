"""Reasons: why items are one matter, in words that a reader can check against the minutes.

The same evidence is looked at as when they were joined, with its words: what ties each item to another of the matter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from indexer.model import AgendaItem
from indexer.record.evidence import ItemEvidence, clues, evidence_of, number_of, packed, stem_of, written_words
from indexer.record.matters import Tie, ties

SHOWN_WORDS = 5
"""The most words that a reason names."""


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """What ties the items of a matter: the kinds of ties, the surest first, and what is shared, as printed."""

    ties: tuple[Tie, ...]
    shared: tuple[str, ...]

    def __str__(self) -> str:
        return "dnr" if self.ties[:1] == (Tie.NUMBER,) and not self.shared else "; ".join(self.shared)


class MatterItem(msgspec.Struct, frozen=True, kw_only=True):
    """An item of a matter, with its meeting, and the day and the organ of that."""

    item: AgendaItem
    meeting: str
    day: str
    organization: str

    def evidence(self) -> ItemEvidence:
        """What joins it to others."""
        return evidence_of(self.item, self.day, self.organization)


def reason_of(items: Sequence[MatterItem]) -> Reason:
    """Why some items, oldest first, are one matter; one alone has its diary number, or nothing, for a reason."""
    if len({number_of(item.item) for item in items} - {""}) == 1 and all(number_of(item.item) for item in items):
        return Reason(ties=(Tie.NUMBER,), shared=())
    every = [item.evidence() for item in items]
    links = ties(
        [
            clues((item.day, item.meeting, place), (), packed(one))
            for place, (item, one) in enumerate(zip(items, every, strict=True))
        ]
    )
    kinds = tuple(sorted({link.tie for link in links}, reverse=True))
    shared = (
        text
        for link in sorted(links, reverse=True)
        for text in _shared(link.tie, items, every, link.first, link.second)
    )
    return Reason(ties=kinds, shared=tuple(dict.fromkeys(shared)))


def _shared(
    tie: Tie, items: Sequence[MatterItem], every: Sequence[ItemEvidence], first: int, second: int
) -> Iterator[str]:
    """What two items share by which they are tied."""
    one, other = every[first], every[second]
    match tie:
        case Tie.NUMBER:
            yield "dnr"
        case Tie.CITED | Tie.CITED_AT:
            yield one.place
        case Tie.PUT_OFF:
            yield one.until
        case Tie.TITLE | Tie.YEAR:
            yield items[second].item.title
        case Tie.WORDS:
            stems = {*one.words, *one.parts} & {*other.words, *other.parts}
            yield from _printed(stems, one.words | other.words, items[first].item, items[second].item)


def _printed(stems: set[str], says: dict[str, float], *items: AgendaItem) -> Iterator[str]:
    """The rarest of some words as a title prints them."""
    printed: dict[str, str] = {}
    for item in items:
        for word in written_words(item.title):
            stem = stem_of(word, damaged=item.ocr_damaged)
            if stem in stems and stem not in printed:
                printed[stem] = word.lower()
    yield from (
        word for _, word in sorted((-says.get(stem, 0.0), word) for stem, word in printed.items())[:SHOWN_WORDS]
    )
