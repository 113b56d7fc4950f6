"""Hits: a found item as it is shown: the passages that answer best, their words marked, and how they were met."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import compress
from operator import attrgetter, not_
from typing import Final

import msgspec

from indexer.index.documents import StoredItem
from indexer.index.port import Index, ScoredItem, SearchResult
from indexer.index.zones import ZONES
from indexer.model import AgendaItem
from indexer.record.outcomes import outcome_of_item
from indexer.swedish import RANK, MatchLevel
from search_ui.answer import Excerpt, Hit, MatterLine
from search_ui.search.highlighter import Highlight, Highlighter, excerpt, first_sentence, wanted, whole

EXCERPTS: Final = 2
"""The most passages shown of a hit."""
SYNONYM: Final = "synonym"
_IN_NEED: Final = ("reference", "outside")
"""The texts that are shown only where nothing else says why an item answers."""
_end: Final = attrgetter("end")


def hits(index: Index, found: SearchResult, added: Container[str] = ()) -> tuple[Hit, ...]:
    """What the index found as it is shown; `added` are the words and phrases sought as synonyms of what was typed."""
    marking = highlighter(index, found, indexed=True)
    is_asked = bool(found.keys or found.phrases)
    texts = [_texts(ranked.stored_item) for ranked in found.hits]
    marks = _marks_of_each(found.hits, texts, marking)
    return tuple(
        _hit(ranked, own, marked, added, is_asked=is_asked)
        for ranked, own, marked in zip(found.hits, texts, marks, strict=True)
    )


def _texts(stored_item: StoredItem) -> dict[str, str]:
    """The texts of an item that are shown, by the names of their zones."""
    texts = {zone.name: zone.excerpted(stored_item.item) for zone in ZONES if zone.excerpted}
    return texts | {"outside": stored_item.outside}


def _marks_of_each(
    found: Sequence[ScoredItem], texts: Sequence[Mapping[str, str]], marking: Highlighter
) -> Iterator[dict[str, tuple[Highlight, ...]]]:
    """The marks of the texts of each item; those of all items are looked for at once."""
    damaged = [ranked.stored_item.item.ocr_damaged for ranked in found]
    marks = {
        kind: iter(marking.marks_of([text for own in compress(texts, which) for text in own.values()], damaged=kind))
        for kind, which in ((False, map(not_, damaged)), (True, damaged))
    }
    for own, kind in zip(texts, damaged, strict=True):
        yield dict(zip(own, marks[kind], strict=False))


def highlighter(index: Index, found: SearchResult, *, indexed: bool) -> Highlighter:
    """What marks the words of a text that answer as those do that the index found; `indexed` texts are an item's."""
    return Highlighter(found, index.word_matches(wanted(found)), indexed=indexed)


def _hit(
    ranked: ScoredItem,
    texts: Mapping[str, str],
    found: Mapping[str, tuple[Highlight, ...]],
    added: Container[str],
    *,
    is_asked: bool,
) -> Hit:
    """A found item as it is shown; `found` has the marks of its texts."""
    stored_item, item = ranked.stored_item, ranked.stored_item.item
    return Hit(
        id=item.id,
        meeting=stored_item.meeting_line,
        number=item.number,
        title=item.title,
        outcome=outcome_of_item(item),
        agreed=stored_item.agreed,
        matter=MatterLine(**msgspec.structs.asdict(ranked.matter)) if ranked.matter else None,
        title_marks=whole("title", item.title, found["title"]).marks,
        excerpts=tuple(_excerpts(texts, found, is_asked=is_asked)),
        decisions=item.decisions,
        decision_marks=tuple(_decision_marks(item, found["decision"])),
        reference=item.reference,
        page=item.page,
        file=stored_item.file,
        ocr_damaged=item.ocr_damaged,
        url=f"/arende/{item.id}",
        score=ranked.score,
        levels=tuple(_levels(found, added)),
    )


def _decision_marks(item: AgendaItem, found: tuple[Highlight, ...]) -> Iterator[tuple[tuple[int, int], ...]]:
    """For each decision of an item the words to mark; `found` are those of all of them, a line each."""
    start = first = 0
    for decision in item.decisions:
        end = start + len(decision.text)
        last = bisect_right(found, end, first, key=_end)
        yield tuple((mark.start - start, mark.end - start) for mark in found[first:last] if mark.start >= start)
        start, first = end + 1, last


def _excerpts(
    texts: Mapping[str, str], found: Mapping[str, tuple[Highlight, ...]], *, is_asked: bool
) -> Iterator[Excerpt]:
    """The passages to show: those with marks, richest first; with no word asked for and no decision, a sentence."""
    marked = [field for field in texts if found[field] and field not in {"title", *_IN_NEED}]
    if not marked and not found["title"]:
        marked = [field for field in _IN_NEED if found[field]]
    marked.sort(key=lambda field: -len({mark.asked for mark in found[field]}))
    for field in marked[:EXCERPTS]:
        yield excerpt(field, texts[field], found[field])
    if not is_asked and not texts["decision"] and texts["text"]:
        yield first_sentence("text", texts["text"])


def _levels(found: Mapping[str, tuple[Highlight, ...]], added: Container[str]) -> Iterator[str]:
    """How the words were met where not by themselves, each way once: part, restored, folded, synonym."""
    best: dict[str, MatchLevel] = {}
    for those in found.values():
        for mark in those:
            before = best.get(mark.asked)
            if before is None or RANK[mark.level] < RANK[before]:
                best[mark.asked] = mark.level
    met = {SYNONYM if asked in added else level.label for asked, level in best.items()}
    met -= {MatchLevel.EXACT.label, MatchLevel.STEM.label}
    return iter(sorted(met))
