"""Scoring in arrays: a document is a number in a sorted array, its score stands at the same place in another.

Where many documents meet they are laid over all documents of the index (a dense array is filled in microseconds); where
few do, they are looked up in each other by bisection. See scores.Scoring, which says what each operation gives.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from indexer.index.deadline import Deadline
from indexer.index.documents import ZONE_BITS
from indexer.index.search.proximity import stretches
from indexer.index.search.scores import EQUAL, EVIDENCE, LOWER, TermLists, WeighedPart, WeightedList
from indexer.index.segments.facet_columns import FacetColumn
from indexer.index.segments.segment_tables import Numbers, Rows

Documents: TypeAlias = npt.NDArray[np.int64]
Values: TypeAlias = npt.NDArray[np.float64]
DOCUMENT_BITS: Final = 32
"""A position within a document has fewer bits than this: the number of the document stands above them."""
SPARSE: Final = 32
"""With fewer documents than one in so many they are looked up and not laid over all: from there on it is the faster."""


class ArrayScores(NamedTuple):
    """The numbers of documents, ascending, and their scores."""

    numbers: Documents
    values: Values

    def __len__(self) -> int:
        return len(self.numbers)


class ArrayScoring:
    """Scores in arrays; `meeting_of` has the meeting of each document, `rank` the age of each meeting, oldest first."""

    bytes_each = 16

    def __init__(self, meeting_of: Numbers, rank: Sequence[int]) -> None:
        self._size = len(meeting_of)
        self._meeting_of = _numbers(meeting_of)
        self._rank = np.array(rank, np.int64)

    @staticmethod
    def masked(mask: bytes) -> ArrayScores:
        """The documents whose byte is 1, with a score of 0."""
        numbers = np.flatnonzero(np.frombuffer(mask, np.uint8))
        return ArrayScores(numbers, np.zeros(len(numbers)))

    def best_level(self, lists: Iterable[WeightedList], deadline: Deadline) -> ArrayScores:
        """The documents that have any of the terms, by their best score and some of the others."""
        scored = _scored(lists)
        numbers = self._union([own for own, _ in scored])
        best = np.zeros(len(numbers))
        for own, scores in scored:
            deadline.check()
            places = self._places(numbers, own)
            before = best[places]
            better = scores > before
            best[places] = np.where(better, scores + EVIDENCE * before, before + EVIDENCE * scores)
        return ArrayScores(numbers, best)

    def best(self, lists: Iterable[WeightedList], deadline: Deadline) -> ArrayScores:
        """The documents that have any of the terms, with the best score."""
        scored = _scored(lists)
        deadline.check()
        numbers = self._union([own for own, _ in scored])
        best = np.zeros(len(numbers))
        if scored:
            own = np.concatenate([numbers for numbers, _ in scored])
            scores = np.concatenate([scores for _, scores in scored])
            np.maximum.at(best, self._places(numbers, own), scores)
        return ArrayScores(numbers, best)

    @staticmethod
    def times(scores: ArrayScores, factor: float) -> ArrayScores:
        """The scores, each times a factor."""
        return ArrayScores(scores.numbers, scores.values * factor)

    def both(self, some: ArrayScores, others: ArrayScores) -> ArrayScores:
        """The documents that are among both, their scores added."""
        here, there = self._at(others, some.numbers)
        return ArrayScores(some.numbers[here], some.values[here] + there[here])

    def either(self, some: ArrayScores, others: ArrayScores) -> ArrayScores:
        """The documents that are among either, their scores added."""
        numbers = self._union([some.numbers, others.numbers])
        return ArrayScores(numbers, self._at(some, numbers)[1] + self._at(others, numbers)[1])

    def better(self, some: ArrayScores, others: ArrayScores) -> ArrayScores:
        """The documents that are among either, with the better score."""
        numbers = self._union([some.numbers, others.numbers])
        return ArrayScores(numbers, np.maximum(self._at(some, numbers)[1], self._at(others, numbers)[1]))

    def mostly(self, parts: Sequence[WeighedPart], share: float, lacking: float) -> ArrayScores:
        """The documents that are among enough of the parts, their scores added."""
        whole = sum(part.weight for part in parts)
        numbers = self._union([part.scores.numbers for part in parts])
        met, had, added = np.zeros(len(numbers)), np.zeros(len(numbers)), np.zeros(len(numbers))
        for weight, scores, full in parts:
            here, values = self._at(scores, numbers)
            met += weight * here
            had += weight * (np.minimum(1.0, values / full) ** LOWER * here if full else here)
            added += values
        enough = met >= share * whole * (1 - EQUAL)
        return ArrayScores(numbers[enough], added[enough] * (had[enough] / whole) ** lacking)

    @staticmethod
    def within(scores: ArrayScores, mask: bytes) -> ArrayScores:
        """Those whose byte is 1."""
        here = np.frombuffer(mask, np.bool_)[scores.numbers]
        return ArrayScores(scores.numbers[here], scores.values[here])

    def without(self, scores: ArrayScores, excluded: ArrayScores) -> ArrayScores:
        """Those that are not excluded."""
        here = ~self._at(excluded, scores.numbers)[0]
        return ArrayScores(scores.numbers[here], scores.values[here])

    def only(self, scores: ArrayScores, documents: Set[int]) -> ArrayScores:
        """Those that are among these documents."""
        here, _ = self._at(_marked(documents), scores.numbers)
        return ArrayScores(scores.numbers[here], scores.values[here])

    def raised(self, scores: ArrayScores, documents: Set[int], factor: float) -> ArrayScores:
        """The scores, those of some of the documents times a factor."""
        here, _ = self._at(_marked(documents), scores.numbers)
        return ArrayScores(scores.numbers, np.where(here, scores.values * factor, scores.values))

    def below(self, upper: ArrayScores, lower: ArrayScores, step: float) -> ArrayScores:
        """The upper scores, and below them those of others."""
        others = self.without(lower, upper)
        highest, lowest = others.values.max(initial=0.0), upper.values.min() if len(upper) else 0.0
        squeezed = self.times(others, lowest * step / highest) if len(upper) and highest else others
        return self.either(upper, squeezed)

    @staticmethod
    def near_best(scores: ArrayScores, share: float) -> ArrayScores:
        """Those that are worth at least this share of the best."""
        here = scores.values >= share * scores.values.max(initial=0.0) - EQUAL
        return ArrayScores(scores.numbers[here], scores.values[here])

    @staticmethod
    def best_documents(scores: ArrayScores, count: int) -> Set[int]:
        """The documents with the best scores; of equals those that come first."""
        if len(scores) <= count:
            return set(scores.numbers.tolist())
        least = np.partition(scores.values, -count)[-count]
        above = scores.numbers[scores.values > least]
        equal = scores.numbers[scores.values == least][: count - len(above)]
        return {*above.tolist(), *equal.tolist()}

    @staticmethod
    def in_zones(lists: TermLists, zones: Set[int], deadline: Deadline) -> Numbers:
        """The documents, ascending, that have a term in one of these zones."""
        deadline.check()
        return array("I", _distinct(_places_of(lists, zones, None) >> DOCUMENT_BITS).astype(np.uint32).tobytes())

    @staticmethod
    def together(
        words: Sequence[TermLists], distance: int | None, zones: Set[int], among: Set[int] | None, deadline: Deadline
    ) -> set[int]:
        """The documents, of these or of all, that have words together in one of these zones."""
        places: list[Documents] = []
        documents = None if among is None else np.sort(np.fromiter(among, np.int64, len(among)))
        for lists in words:
            deadline.check()
            places.append(_places_of(lists, zones, documents))
            documents = _distinct(places[-1] >> DOCUMENT_BITS)
        if not places:
            return set()
        if distance is None:
            starts = places[0]
            for step, own in enumerate(places[1:], 1):
                starts = starts[_among(own, starts + step)]
            return set((starts >> DOCUMENT_BITS).tolist())
        if len(places) == 2:
            return _near(places[0], places[1], distance + 1)
        numbers = _distinct(places[-1] >> DOCUMENT_BITS)
        by_document = zip(numbers.tolist(), *(_by_document(own, numbers) for own in places), strict=True)
        return {number for number, *positions in deadline.over(by_document) if any(stretches(positions, distance))}

    def candidates(self, scores: ArrayScores, order: str, count: int) -> Iterable[tuple[int, float]]:
        """Documents and scores among which the first so many are."""
        numbers, values = scores
        chosen = np.arange(len(numbers))
        if count < len(numbers) and order == "relevance":
            least = np.partition(values, -count)[-count] if count else np.inf
            chosen = np.flatnonzero(values >= least - EQUAL)
            equal = np.flatnonzero(values == least)
            if len(chosen) == len(equal) + np.count_nonzero(values > least + EQUAL):
                newest = self._first(numbers[equal], "newest", count)
                chosen = np.concatenate((np.flatnonzero(values > least), equal[newest]))
        elif count < len(numbers):
            chosen = self._first(numbers, order, count)
        return zip(numbers[chosen].tolist(), values[chosen].tolist(), strict=True)

    def _first(self, numbers: Documents, order: str, count: int) -> Documents:
        """Where the first so many of these documents stand among them, by time and then as printed."""
        if count >= len(numbers):
            return np.arange(len(numbers))
        rank = self._rank[self._meeting_of[numbers]]
        return np.argpartition((rank if order == "oldest" else -rank) * self._size + numbers, count)[:count]

    def first_of_each(self, scores: ArrayScores, group_of: Numbers, order: str) -> ArrayScores:
        """Of the documents of each group the one that stands first."""
        numbers, values = scores
        groups, size = np.frombuffer(group_of, np.uint32)[numbers], len(group_of)
        ranks = self._rank[self._meeting_of[numbers]]
        chosen = np.arange(len(numbers))
        if order == "relevance":
            rounded = np.round(values, 9)
            best = np.full(size, -np.inf)
            np.maximum.at(best, groups, rounded)
            chosen = np.flatnonzero(rounded == best[groups])
        # The place among all documents, by age and then as printed: no two have the same.
        age = (ranks[chosen] if order == "oldest" else -ranks[chosen]) * self._size + numbers[chosen]
        first = np.full(size, np.iinfo(np.int64).max)
        np.minimum.at(first, groups[chosen], age)
        chosen = chosen[age == first[groups[chosen]]]
        return ArrayScores(numbers[chosen], values[chosen])

    def count_facets(
        self, scores: ArrayScores, columns: Mapping[str, FacetColumn], group_of: Numbers | None = None
    ) -> dict[str, list[tuple[int, int]]]:
        """For each facet the values among the documents, and how many have each, most first."""
        numbers = scores.numbers
        if group_of is None:
            meetings = self._meeting_of[numbers]
            return {name: _most_first(self._counts(column, numbers, meetings)) for name, column in columns.items()}
        groups = np.frombuffer(group_of, np.uint32)[numbers].astype(np.int64)
        alone = np.bincount(groups, minlength=len(group_of))[groups] == 1
        single, several, of_several = numbers[alone], numbers[~alone], groups[~alone]
        return {
            name: _most_first(
                self._counts(column, single, self._meeting_of[single])
                + self._counts_of_groups(column, several, of_several, len(group_of))
            )
            for name, column in columns.items()
        }

    def _counts_of_groups(self, column: FacetColumn, numbers: Documents, groups: Documents, most: int) -> Documents:
        """For each value of a facet how many groups have a document with it; groups are numbered below `most`."""
        pairs = [np.zeros(0, np.int64)]
        for rows, having in ((column.of_meetings, self._meeting_of[numbers]), (column.of_items, numbers)):
            if len(rows):
                once = np.unique(groups * self._size + having) if rows is column.of_meetings else None
                owners, own = (groups, having) if once is None else (once // self._size, once % self._size)
                values, lengths = _rows(rows, own)
                pairs.append(values * most + np.repeat(owners, lengths))
        return np.bincount(np.unique(np.concatenate(pairs)) // most, minlength=len(column.values))

    def _counts(self, column: FacetColumn, numbers: Documents, meetings: Documents) -> Documents:
        """How many of some documents have each value of a facet."""
        size = len(column.values)
        counts = np.zeros(size, np.int64)
        if len(column.of_meetings):
            hits = np.bincount(meetings)
            having = np.flatnonzero(hits)
            values, lengths = _rows(column.of_meetings, having)
            counts += np.bincount(values, np.repeat(hits[having], lengths), size).astype(np.int64)
        if len(column.of_items):
            values, lengths = _rows(column.of_items, numbers)
            if len(column.of_meetings):
                values = self._own(values, np.repeat(meetings, lengths), column.of_meetings, size)
            counts += np.bincount(values, minlength=size)
        return counts

    @staticmethod
    def _own(values: Documents, meetings: Documents, of_meetings: Rows, size: int) -> Documents:
        """The values of items that are not their meeting's too."""
        having = _distinct(np.sort(meetings))
        inherited, lengths = _rows(of_meetings, having)
        return values[~np.isin(meetings * size + values, np.repeat(having, lengths) * size + inherited)]

    def _union(self, every: Sequence[Documents]) -> Documents:
        """The numbers that are in any of these."""
        filled = [numbers for numbers in every if len(numbers)]
        if len(filled) < 2:
            return filled[0] if filled else np.zeros(0, np.int64)
        if SPARSE * sum(map(len, filled)) < self._size:
            return _distinct(np.sort(np.concatenate(filled)))
        present = np.zeros(self._size, np.bool_)
        for numbers in filled:
            present[numbers] = True
        return np.flatnonzero(present)

    def _places(self, numbers: Documents, some: Documents) -> Documents:
        """Where some numbers, all of which are among `numbers`, stand there."""
        if SPARSE * len(some) < self._size:
            return np.searchsorted(numbers, some)
        places = np.zeros(self._size, np.int64)
        places[numbers] = np.arange(len(numbers))
        return places[some]

    def _at(self, scores: ArrayScores, numbers: Documents) -> tuple[npt.NDArray[np.bool_], Values]:
        """Which of these documents have a score, and the score of each, 0 where there is none."""
        if not len(scores):
            return np.zeros(len(numbers), np.bool_), np.zeros(len(numbers))
        if SPARSE * len(numbers) < self._size:
            places = np.minimum(np.searchsorted(scores.numbers, numbers), len(scores) - 1)
            here = scores.numbers[places] == numbers
            return here, np.where(here, scores.values[places], 0.0)
        present, values = np.zeros(self._size, np.bool_), np.zeros(self._size)
        present[scores.numbers], values[scores.numbers] = True, scores.values
        return present[numbers], values[numbers]


def _most_first(counts: Documents) -> list[tuple[int, int]]:
    """The values that any have, and how many, most first."""
    order = np.flatnonzero(counts)
    order = order[np.argsort(-counts[order], kind="stable")]
    return list(zip(order.tolist(), counts[order].tolist(), strict=True))


def _numbers(numbers: Numbers) -> Documents:
    """Numbers of 32 bits as those of 64 that numpy indexes by."""
    return np.frombuffer(numbers, np.uint32).astype(np.int64)


def _scored(lists: Iterable[WeightedList]) -> list[tuple[Documents, Values]]:
    """The documents of each list, and their scores."""
    return [(_numbers(numbers), worth * np.asarray(weights, np.float64)) for numbers, weights, worth in lists]


def _marked(documents: Set[int]) -> ArrayScores:
    """These documents, with a score of 0."""
    numbers = np.sort(np.fromiter(documents, np.int64, len(documents)))
    return ArrayScores(numbers, np.zeros(len(numbers)))


def _rows(rows: Rows, numbers: Documents) -> tuple[Documents, Documents]:
    """The values of these rows, one row after the other, and how long each is."""
    starts = np.frombuffer(rows.starts, np.uint32)
    first = starts[numbers].astype(np.int64)
    lengths = starts[numbers + 1].astype(np.int64) - first
    before = np.cumsum(lengths) - lengths
    places = np.repeat(first - before, lengths) + np.arange(lengths.sum())
    return np.frombuffer(rows.numbers, np.uint32)[places].astype(np.int64), lengths


def _places_of(lists: TermLists, zones: Set[int], documents: Documents | None) -> Documents:
    """Where any of the terms stands in these zones of some documents: document and position as one number."""
    allowed = np.zeros(1 << DOCUMENT_BITS - ZONE_BITS, np.bool_)
    allowed[list(zones)] = True
    every = [np.zeros(0, np.int64)]
    for offset, postings in lists:
        ends, content = postings.ends_and_positions()
        positions = np.frombuffer(content, np.uint32).astype(np.int64)
        lengths = np.diff(np.frombuffer(ends, np.uint32).astype(np.int64) // 4, prepend=0)
        numbers = _numbers(postings.numbers) + offset
        if documents is not None:
            here = _among(documents, numbers)
            positions, numbers, lengths = positions[np.repeat(here, lengths)], numbers[here], lengths[here]
        places = np.repeat(numbers << DOCUMENT_BITS, lengths) | positions
        every.append(places[allowed[positions >> ZONE_BITS]])
    return _distinct(np.sort(np.concatenate(every), kind="stable"))


def _distinct(ascending: Documents) -> Documents:
    """Numbers that ascend, each once."""
    once: Documents = ascending[np.diff(ascending, prepend=-1) != 0]
    return once


def _among(sorted_numbers: Documents, numbers: Documents) -> npt.NDArray[np.bool_]:
    """Which numbers are among others, which ascend."""
    if not len(sorted_numbers):
        return np.zeros(len(numbers), np.bool_)
    at = np.minimum(np.searchsorted(sorted_numbers, numbers), len(sorted_numbers) - 1)
    found: npt.NDArray[np.bool_] = sorted_numbers[at] == numbers
    return found


def _by_document(places: Documents, numbers: Documents) -> list[list[int]]:
    """The places that lie in each of these documents."""
    first, end = np.searchsorted(places, [numbers << DOCUMENT_BITS, (numbers + 1) << DOCUMENT_BITS])
    return [places[start:stop].tolist() for start, stop in zip(first.tolist(), end.tolist(), strict=True)]


def _near(some: Documents, others: Documents, distance: int) -> set[int]:
    """The documents in which a place of one word is at most so far from one of another."""
    if not len(others):
        return set()
    at = np.minimum(np.searchsorted(others, some - distance), len(others) - 1)
    return set((some[np.abs(others[at] - some) <= distance] >> DOCUMENT_BITS).tolist())
