"""Matter updates: the matters of a generation from those of the one before, when some meetings came or left.

What a meeting can change is told by what it shares: a diary number, a place that is cited, a title, a word that few
titles have. The items that share any of it are joined again, with all that they are tied to, by the same rule and over
the same counts as if everything were (`record.matters`); the others keep their matters. A test holds the result to that
of joining everything.

The keys of all items are laid in one sorted array, so that what shares a key is two searches by halves: 1.5 million
keys of 100,000 items are sorted in a tenth of a second.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import accumulate
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from indexer.index.segments.matter_columns import Joined, clues_at
from indexer.index.segments.segment import SegmentReader
from indexer.record.evidence import HASH, KIND_AT, Kind
from indexer.record.matters import SHARED_BY, Clues, joined_by, ties

Documents: TypeAlias = npt.NDArray[np.int64]
Codes: TypeAlias = npt.NDArray[np.uint64]

_SHARED = {
    Kind.NUMBER: Kind.NUMBER,
    Kind.PLACE: Kind.PLACE,
    Kind.EARLIER: Kind.PLACE,
    Kind.TITLE: Kind.TITLE,
    Kind.WORD: Kind.WORD,
    Kind.PART: Kind.WORD,
}
"""The kinds of keys by which items meet, each with that of the keys it meets."""


class _Generation:
    """The items of a generation by their keys."""

    def __init__(self, segments: Sequence[SegmentReader]) -> None:
        self._tables = [segment.tables for segment in segments]
        self._firsts = list(accumulate((len(tables.alive) for tables in self._tables), initial=0))
        self.size = self._firsts.pop()
        starts = [np.frombuffer(tables.evidence.starts, np.uint32).astype(np.int64) for tables in self._tables]
        every = [np.frombuffer(tables.evidence.numbers, np.uint64) for tables in self._tables]
        lengths = np.concatenate([np.diff(each) for each in starts]) if starts else np.zeros(0, np.int64)
        keys = np.concatenate(every) if every else np.zeros(0, np.uint64)
        owners = np.repeat(np.arange(self.size), lengths)
        kinds = (keys >> np.uint64(KIND_AT)).astype(np.int64)
        met_as = np.zeros(len(Kind) + 2, np.uint64)
        for kind, meets in _SHARED.items():
            met_as[kind] = meets
        shared = met_as[kinds]
        here = shared > 0
        codes = (shared[here] << np.uint64(KIND_AT)) | (keys[here] & np.uint64(HASH))
        self._owners_in_order = owners[here]
        order = np.argsort(codes, kind="stable")
        self._codes, self._owners = codes[order], self._owners_in_order[order]
        self._codes_in_order = codes
        self._titles = np.zeros(self.size, np.uint64)
        titled = kinds == Kind.TITLE
        self._titles[owners[titled]] = keys[titled]
        formal = np.zeros(self.size, np.bool_)
        formal[owners[kinds == Kind.FORMAL]] = True
        self._is_formal = np.isin(self._titles, self._titles[formal])

    def codes(self, documents: Documents) -> Codes:
        """The keys by which some documents meet others, each once."""
        chosen = np.zeros(self.size, np.bool_)
        chosen[documents] = True
        return np.unique(self._codes_in_order[chosen[self._owners_in_order]])

    def sharing(self, codes: Codes, slack: int = 0) -> tuple[Documents, dict[int, int]]:
        """The items that have any of these keys, and how many titles have each of the words among them.

        Of a word that more titles have than tie items, and `slack` more, no items are given.
        """
        first = np.searchsorted(self._codes, codes, "left")
        last = np.searchsorted(self._codes, codes, "right")
        lengths = last - first
        places = np.repeat(first - (np.cumsum(lengths) - lengths), lengths) + np.arange(lengths.sum())
        owners, of_code = self._owners[places], np.repeat(np.arange(len(codes)), lengths)
        is_word = (codes >> np.uint64(KIND_AT)) == Kind.WORD
        counted = is_word[of_code] & ~self._is_formal[owners]
        _, titles = np.unique(self._titles[owners], return_inverse=True)
        pairs = np.unique(of_code[counted] * (len(titles) + 1) + titles[counted])
        spread = np.bincount(pairs // (len(titles) + 1), minlength=len(codes))
        rare = ~is_word | (spread <= SHARED_BY + slack)
        words = {int(code) & HASH: int(count) for code, count in zip(codes[is_word], spread[is_word], strict=True)}
        return np.unique(owners[rare[of_code]]), words

    def clues(self, document: int) -> Clues:
        """What may join an item to others."""
        segment = int(np.searchsorted(self._firsts, document, "right")) - 1
        return clues_at(self._tables[segment], document - self._firsts[segment])

    def ranges(self) -> dict[str, tuple[int, int]]:
        """The first document of each meeting's items, and the one after its last."""
        ranges = {}
        for first, tables in zip(self._firsts, self._tables, strict=True):
            ends = (*tables.heads[1:], len(tables.alive))
            for id, head, end in zip(tables.ids, tables.heads, ends, strict=True):
                ranges[id] = first + head + 1, first + end
        return ranges

    def ages(self) -> Documents:
        """The place of each document among all, by the day and the id of its meeting and then as printed."""
        meetings = sorted(
            (date, id, first + head)
            for first, tables in zip(self._firsts, self._tables, strict=True)
            for date, id, head in zip(tables.dates, tables.ids, tables.heads, strict=True)
        )
        ages = np.zeros(self.size, np.int64)
        heads = np.array([head for _, _, head in meetings], np.int64)
        ends = np.append(np.sort(heads), self.size)
        place = 0
        for head in heads:
            end = ends[np.searchsorted(ends, head, "right")]
            ages[head:end] = np.arange(place, place + end - head)
            place += end - head
        return ages


def rejoined(segments: Sequence[SegmentReader], before: Joined, changed: Collection[str]) -> bytes:
    """The matter columns of segments that follow a generation, of which these meetings came, changed or left."""
    old, new = _Generation(before.segments), _Generation(segments)
    of = _kept(old, new, np.frombuffer(before.matters.of, np.uint32).astype(np.int64), changed)
    touched = [np.arange(*new_range) for id, new_range in new.ranges().items() if id in changed]
    gone = [np.arange(*old_range) for id, old_range in old.ranges().items() if id in changed]
    codes = np.union1d(new.codes(_together(touched)), old.codes(_together(gone)))
    titles = int(np.count_nonzero((codes >> np.uint64(KIND_AT)) == Kind.TITLE))
    again = np.union1d(new.sharing(codes, slack=titles)[0], _together(touched))
    while True:
        again = np.union1d(again, np.flatnonzero(np.isin(of, of[again][of[again] >= 0])))
        near, spread = new.sharing(new.codes(again))
        numbers = np.union1d(again, near).tolist()
        every = [new.clues(number) for number in numbers]
        inside = np.isin(numbers, again)
        links = [link for link in ties(every, spread) if inside[link.first] or inside[link.second]]
        linked = {place for link in links for place in (link.first, link.second) if not inside[place]}
        if not linked:
            break
        again = np.union1d(again, [numbers[place] for place in linked])
    for matter, places in enumerate(joined_by(every, links), of.max(initial=0) + 1):
        for place in places:
            if inside[place]:
                of[numbers[place]] = matter
    return _packed(of, new.ages())


def _kept(old: _Generation, new: _Generation, of_old: Documents, changed: Collection[str]) -> Documents:
    """The matter that each document had, -1 for those that had none: of meetings, and of what came or changed."""
    of = np.full(new.size, -1, np.int64)
    before = old.ranges()
    for id, (first, end) in new.ranges().items():
        if id not in changed:
            of[first:end] = of_old[slice(*before[id])]
    return of


def _together(parts: Sequence[Documents]) -> Documents:
    return np.concatenate(parts) if parts else np.zeros(0, np.int64)


def _packed(of: Documents, ages: Documents) -> bytes:
    """The columns as one file, of the matter of each document, -1 for meetings."""
    items = np.flatnonzero(of >= 0)
    matters, numbered = np.unique(of[items], return_inverse=True)
    column = np.full(len(of), len(matters), np.uint32)
    column[items] = numbered
    order = np.lexsort((ages[items], numbered))
    starts = np.searchsorted(numbered[order], np.arange(len(matters) + 1))
    header = np.array([len(of), len(matters)], np.uint32)
    parts = (header, column, starts.astype(np.uint32), items[order].astype(np.uint32))
    return b"".join(part.tobytes() for part in parts)
