"""Matter updates: the matters of a generation from those of the one before, when some meetings came or left.

What a meeting can change is told by what it shares: a diary number, a place that is cited, a title, a word that few
titles have. The items that share any of it are joined again, with all that they are tied to, by the same rule and over
the same counts as if everything were (`record.matters`); the others keep their matters. A test holds the result to that
of joining everything.

The keys of all items are laid in one sorted array, so that what shares a key is two searches by halves: 1.5 million
keys of 100,000 items are sorted in a tenth of a second.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from indexer.index.segments.matter_columns import Joined, clues_at
from indexer.index.segments.segment import SegmentReader
from indexer.index.segments.segment_tables import SegmentTables
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
_MET_BY = np.array([_SHARED.get(Kind(number), 0) if number in set(Kind) else 0 for number in range(16)], np.uint64)


class _KeyIndex(NamedTuple):
    """The keys by which the items of a generation meet, ascending, and whose each is; what titles the items have."""

    codes: Codes
    owners: Documents
    titles: Codes
    is_formal: npt.NDArray[np.bool_]


class _Generation:
    """The items of a generation by their keys."""

    def __init__(self, segments: Sequence[SegmentReader]) -> None:
        self._tables = [segment.tables for segment in segments]
        self._firsts = list(accumulate((len(tables.alive) for tables in self._tables), initial=0))
        self.size = self._firsts.pop()

    @cached_property
    def _keys(self) -> _KeyIndex:
        """The keys of all items: read when it is first asked what shares one."""
        starts = [np.frombuffer(tables.evidence.starts, np.uint32).astype(np.int64) for tables in self._tables]
        lengths = np.concatenate([np.diff(each) for each in starts])
        keys = np.concatenate([np.frombuffer(tables.evidence.numbers, np.uint64) for tables in self._tables])
        owners = np.repeat(np.arange(self.size), lengths)
        kinds = keys >> np.uint64(KIND_AT)
        titles, formal = np.zeros(self.size, np.uint64), np.zeros(self.size, np.bool_)
        titled = kinds == Kind.TITLE
        titles[owners[titled]] = keys[titled]
        formal[owners[kinds == Kind.FORMAL]] = True
        codes, here = _codes_of(keys)
        order = np.argsort(codes)
        return _KeyIndex(codes[order], owners[here][order], titles, np.isin(titles, titles[formal]))

    def codes(self, documents: Documents) -> Codes:
        """The keys by which some documents meet others, each once."""
        rows = [np.zeros(0, np.uint64)]
        for document in documents.tolist():
            tables, number = self._at(document)
            rows.append(np.frombuffer(tables.evidence[number], np.uint64))
        return np.unique(_codes_of(np.concatenate(rows))[0])

    def _at(self, document: int) -> tuple[SegmentTables, int]:
        """The tables of the segment that a document lies in, and its number there."""
        segment = bisect_right(self._firsts, document) - 1
        return self._tables[segment], document - self._firsts[segment]

    def sharing(self, codes: Codes, slack: int = 0) -> tuple[Documents, dict[int, int]]:
        """The items that have any of these keys, and how many titles have each of the words among them.

        Of a word that more titles have than tie items, and `slack` more, no items are given.
        """
        keys = self._keys
        first = np.searchsorted(keys.codes, codes, "left")
        last = np.searchsorted(keys.codes, codes, "right")
        lengths = last - first
        places = np.repeat(first - (np.cumsum(lengths) - lengths), lengths) + np.arange(lengths.sum())
        owners, of_code = keys.owners[places], np.repeat(np.arange(len(codes)), lengths)
        is_word = (codes >> np.uint64(KIND_AT)) == Kind.WORD
        counted = is_word[of_code] & ~keys.is_formal[owners]
        _, titles = np.unique(keys.titles[owners], return_inverse=True)
        pairs = np.unique(of_code[counted] * (len(titles) + 1) + titles[counted])
        spread = np.bincount(pairs // (len(titles) + 1), minlength=len(codes))
        rare = ~is_word | (spread <= SHARED_BY + slack)
        words = {int(code) & HASH: int(count) for code, count in zip(codes[is_word], spread[is_word], strict=True)}
        return np.unique(owners[rare[of_code]]), words

    def clues(self, document: int) -> Clues:
        """What may join an item to others."""
        return clues_at(*self._at(document))

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


def _codes_of(keys: Codes) -> tuple[Codes, npt.NDArray[np.bool_]]:
    """The keys by which items meet, as those that they meet by, and which of these keys they are."""
    meets = _MET_BY[(keys >> np.uint64(KIND_AT)).astype(np.int64)]
    here = meets > 0
    return (meets[here] << np.uint64(KIND_AT)) | (keys[here] & np.uint64(HASH)), here


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
