"""Hit view: what of a hit has room in a list: what was decided in one clause, and a passage where that says more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from indexer.swedish import MatchLevel
from indexer.swedish.stem import stems
from search_ui.answer import Excerpt, Hit
from search_ui.search.highlighter import Highlight, excerpt

CLAUSE_WIDTH: Final = 200
"""Letters shown of a clause and of a passage: two lines of them on a wide screen, the marked words within the first."""
BESIDE: Final = ("title", "decision", "routine")
"""The fields that a hit shows in other ways than as a passage."""


class HitSummary(msgspec.Struct, frozen=True, kw_only=True):
    """What a hit shows under its title: a clause with what it does, how many more there are, and a passage or none."""

    kind: str
    clause: Excerpt | None
    more: int
    passage: Excerpt | None


def summary(hit: Hit) -> HitSummary:
    """The clause of a hit's decision with most marks, the first of several; and the passage that marks other words."""
    decided = list(zip(hit.decisions, hit.decision_marks, strict=True))
    best = max(decided, key=lambda one: len(one[1]), default=None)
    clause = _shortened("decision", best[0].text, best[1]) if best else None
    shown = [Excerpt(field="title", text=hit.title, marks=hit.title_marks), *([clause] if clause else ())]
    return HitSummary(
        kind=best[0].kind if best else "",
        clause=clause,
        more=len(decided) - 1 if decided else 0,
        passage=next(_passages(hit, shown), None),
    )


def _passages(hit: Hit, shown: list[Excerpt]) -> Iterator[Excerpt]:
    """The passages that mark a word which nothing shown marks; any passage, where nothing else is shown."""
    marked = {stem for one in shown for stem in _marked_stems(one)}
    for one in hit.excerpts:
        is_new = any(not _is_among(stem, marked) for stem in _marked_stems(one)) or (len(shown) == 1 and not one.marks)
        if one.field not in BESIDE and is_new:
            yield _shortened(one.field, one.text, one.marks)


def _is_among(stem: str, marked: Iterable[str]) -> bool:
    """Whether a word is marked already, by itself or as a part: *lotsbryggen* where *bryggan* is."""
    return any(stem in other or other in stem for other in marked)


def _marked_stems(of: Excerpt) -> Iterator[str]:
    for start, end in of.marks:
        yield from stems(of.text[start:end].casefold())


def _shortened(field: str, text: str, marks: Iterable[tuple[int, int]]) -> Excerpt:
    """Of a long text the passage that answers best."""
    found = tuple(Highlight(start, end, text[start:end], MatchLevel.EXACT) for start, end in marks)
    return excerpt(field, text, found, width=CLAUSE_WIDTH)
