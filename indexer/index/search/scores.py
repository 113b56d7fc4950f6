"""Scoring: the documents that a part of a query finds with their scores, and how those of several parts are combined.

`PlainScoring` is the definition, in dictionaries. `array_scores.ArrayScoring` does the same in arrays, for indexes so
large that importing numpy pays; a test holds both to the same documents, order and scores.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from heapq import nlargest
from typing import Any, Final, NamedTuple, Protocol, TypeAlias

from indexer.index.deadline import Deadline
from indexer.index.documents import zone_of_position
from indexer.index.search.proximity import stretches
from indexer.index.segments.facet_columns import FacetColumn
from indexer.index.segments.segment import PostingList
from indexer.index.segments.segment_tables import Numbers

EVIDENCE: Final = 0.01
"""What the other forms of a word are worth beside the best: enough to order equals, too little to outweigh a level."""
LOWER: Final = 0.25
"""The power to which a lower score counts when it is told how much of a part a document has: one that has a word only
by what is near it, or among a hundred other matters, has less of it. Of 0, .25, .5 and 1 the fresh questions prefer
this: .858, .863, .858 and .856."""
EQUAL: Final = 1e-8
"""Scores as near as this may be equal when they are rounded."""


TermLists: TypeAlias = "Sequence[tuple[int, PostingList]]"
"""The posting lists of a term, one a segment, each with the number of the segment's first document."""


class WeightedList(NamedTuple):
    """The documents that have a term, ascending, the weight of the term in each, and what a match by it is worth."""

    numbers: Numbers
    weights: Sequence[float]
    worth: float


Scores: TypeAlias = Any
"""Documents with their scores, of whatever kind a scoring makes and combines: `len` says how many. Never changed."""


class WeighedPart(NamedTuple):
    """A part of a query: what it counts for, the documents that have it, and from what score on they have all of it."""

    weight: float
    scores: Scores
    full: float


class Scoring(Protocol):
    """Makes scores and combines them; what it combines it has made itself."""

    bytes_each: int
    """What a document and its score take in memory."""

    def masked(self, mask: bytes) -> Scores:
        """The documents whose byte is 1, with a score of 0."""

    def best_level(self, lists: Iterable[WeightedList], deadline: Deadline) -> Scores:
        """The documents that have any of the terms: the best score counts, and of the others a share (EVIDENCE)."""

    def best(self, lists: Iterable[WeightedList], deadline: Deadline) -> Scores:
        """The documents that have any of the terms, with the best score."""

    def times(self, scores: Scores, factor: float) -> Scores:
        """The scores, each times a factor."""

    def both(self, some: Scores, others: Scores) -> Scores:
        """The documents that are among both, their scores added."""

    def either(self, some: Scores, others: Scores) -> Scores:
        """The documents that are among either, their scores added."""

    def better(self, some: Scores, others: Scores) -> Scores:
        """The documents that are among either, with the better score."""

    def mostly(self, parts: Sequence[WeighedPart], share: float, lacking: float) -> Scores:
        """The documents that are among parts of at least this share of the whole weight, their scores added.

        They are worth the share that they have, to the power of `lacking`. A part is had in full by a document whose
        score is at least the part's `full`, and by others the less the lower they score (LOWER).
        """

    def within(self, scores: Scores, mask: bytes) -> Scores:
        """Those whose byte is 1."""

    def without(self, scores: Scores, excluded: Scores) -> Scores:
        """Those that are not excluded."""

    def only(self, scores: Scores, documents: Set[int]) -> Scores:
        """Those that are among these documents."""

    def raised(self, scores: Scores, documents: Set[int], factor: float) -> Scores:
        """The scores, those of some of the documents times a factor."""

    def below(self, upper: Scores, lower: Scores, step: float) -> Scores:
        """The upper scores, and below them those of others, the best of which is `step` times the lowest above."""

    def near_best(self, scores: Scores, share: float) -> Scores:
        """Those that are worth at least this share of the best."""

    def best_documents(self, scores: Scores, count: int) -> Set[int]:
        """The documents with the best scores, so many or all."""

    def in_zones(self, lists: TermLists, zones: Set[int], deadline: Deadline) -> Numbers:
        """The documents, ascending, that have a term in one of these zones."""

    def together(
        self,
        words: Sequence[TermLists],
        distance: int | None,
        zones: Set[int],
        among: Set[int] | None,
        deadline: Deadline,
    ) -> set[int]:
        """The documents, of these or of all, that have words together in one of these zones (`proximity`).

        For each word there are the lists of all terms that are it.
        """

    def candidates(self, scores: Scores, order: str, count: int) -> Iterable[tuple[int, float]]:
        """Documents and scores among which the first so many are, by relevance, newest or oldest."""

    def first_of_each(self, scores: Scores, group_of: Numbers, order: str) -> Scores:
        """Of the documents of each group the one that stands first, by relevance, newest or oldest.

        Scores that are equal when they are rounded to nine places are equal; of equals the newest, then as printed.
        """

    def count_facets(
        self, scores: Scores, columns: Mapping[str, FacetColumn], group_of: Numbers | None = None
    ) -> dict[str, list[tuple[int, int]]]:
        """For each facet the numbers of the values among the documents, and how many have each, most first.

        A value of both a meeting and its item counts once; with groups, once for all the documents of a group.
        """


PlainScores: TypeAlias = dict[int, float]


class PlainScoring:
    """Scores in dictionaries; `meeting_of` has the meeting of each document, `rank` its age. See Scoring."""

    bytes_each = 100

    def __init__(self, meeting_of: Numbers, rank: Sequence[int]) -> None:
        self._meeting_of = meeting_of
        self._rank = rank

    @staticmethod
    def masked(mask: bytes) -> PlainScores:
        """The documents whose byte is 1, with a score of 0."""
        return {number: 0.0 for number, byte in enumerate(mask) if byte}

    @staticmethod
    def best_level(lists: Iterable[WeightedList], deadline: Deadline) -> PlainScores:
        """The documents that have any of the terms, by their best score and some of the others."""
        best: PlainScores = {}
        for numbers, weights, worth in lists:
            for number, weight in deadline.over(zip(numbers, weights, strict=True)):
                score, before = worth * weight, best.get(number, 0.0)
                best[number] = score + EVIDENCE * before if score > before else before + EVIDENCE * score
        return best

    @staticmethod
    def best(lists: Iterable[WeightedList], deadline: Deadline) -> PlainScores:
        """The documents that have any of the terms, with the best score."""
        best: PlainScores = {}
        for numbers, weights, worth in lists:
            for number, weight in deadline.over(zip(numbers, weights, strict=True)):
                best[number] = max(best.get(number, 0.0), worth * weight)
        return best

    @staticmethod
    def times(scores: PlainScores, factor: float) -> PlainScores:
        """The scores, each times a factor."""
        return {number: score * factor for number, score in scores.items()}

    @staticmethod
    def both(some: PlainScores, others: PlainScores) -> PlainScores:
        """The documents that are among both, their scores added."""
        return {number: score + others[number] for number, score in some.items() if number in others}

    @staticmethod
    def either(some: PlainScores, others: PlainScores) -> PlainScores:
        """The documents that are among either, their scores added."""
        return some | {number: some.get(number, 0.0) + score for number, score in others.items()}

    @staticmethod
    def better(some: PlainScores, others: PlainScores) -> PlainScores:
        """The documents that are among either, with the better score."""
        return some | {number: max(some.get(number, 0.0), score) for number, score in others.items()}

    @staticmethod
    def mostly(parts: Sequence[WeighedPart], share: float, lacking: float) -> PlainScores:
        """The documents that are among enough of the parts, their scores added."""
        whole = sum(part.weight for part in parts)
        met: PlainScores = {}
        had: PlainScores = {}
        added: PlainScores = {}
        for weight, scores, full in parts:
            for number, score in scores.items():
                met[number] = met.get(number, 0.0) + weight
                had[number] = had.get(number, 0.0) + weight * (min(1.0, score / full) ** LOWER if full else 1.0)
                added[number] = added.get(number, 0.0) + score
        enough = share * whole * (1 - EQUAL)
        return {
            number: added[number] * (had[number] / whole) ** lacking for number, own in met.items() if own >= enough
        }

    @staticmethod
    def within(scores: PlainScores, mask: bytes) -> PlainScores:
        """Those whose byte is 1."""
        return {number: score for number, score in scores.items() if mask[number]}

    @staticmethod
    def without(scores: PlainScores, excluded: PlainScores) -> PlainScores:
        """Those that are not excluded."""
        return {number: score for number, score in scores.items() if number not in excluded}

    @staticmethod
    def only(scores: PlainScores, documents: Set[int]) -> PlainScores:
        """Those that are among these documents."""
        return {number: score for number, score in scores.items() if number in documents}

    @staticmethod
    def raised(scores: PlainScores, documents: Set[int], factor: float) -> PlainScores:
        """The scores, those of some of the documents times a factor."""
        return scores | {number: scores[number] * factor for number in documents if number in scores}

    @staticmethod
    def below(upper: PlainScores, lower: PlainScores, step: float) -> PlainScores:
        """The upper scores, and below them those of others."""
        others = {number: score for number, score in lower.items() if number not in upper}
        highest, lowest = max(others.values(), default=0.0), min(upper.values(), default=0.0)
        squeeze = lowest * step / highest if upper and highest else 1.0
        return upper | {number: score * squeeze for number, score in others.items()}

    @staticmethod
    def near_best(scores: PlainScores, share: float) -> PlainScores:
        """Those that are worth at least this share of the best."""
        least = share * max(scores.values(), default=0.0) - EQUAL
        return {number: score for number, score in scores.items() if score >= least}

    @staticmethod
    def best_documents(scores: PlainScores, count: int) -> Set[int]:
        """The documents with the best scores; of equals those that come first."""
        if len(scores) <= count:
            return scores.keys()
        return {number for _, number in nlargest(count, ((score, -number) for number, score in scores.items()))}

    @staticmethod
    def in_zones(lists: TermLists, zones: Set[int], deadline: Deadline) -> Numbers:
        """The documents, ascending, that have a term in one of these zones."""
        everywhere = deadline.over(_each_document(lists))
        return array(
            "I", [number for number, positions in everywhere if any(zone_of_position(at) in zones for at in positions)]
        )

    @staticmethod
    def together(
        words: Sequence[TermLists], distance: int | None, zones: Set[int], among: Set[int] | None, deadline: Deadline
    ) -> set[int]:
        """The documents, of these or of all, that have words together in one of these zones."""
        positions: list[dict[int, list[int]]] = []
        for lists in words:
            own: dict[int, list[int]] = {}
            left = positions[-1] if positions else among
            for number, everywhere in deadline.over(_each_document(lists)):
                if left is None or number in left:
                    inside = [position for position in everywhere if zone_of_position(position) in zones]
                    if inside:
                        own.setdefault(number, []).extend(inside)
            positions.append(own)
        last = positions[-1] if positions else {}
        return {n for n in deadline.over(last) if any(stretches([each[n] for each in positions], distance))}

    @staticmethod
    def candidates(scores: PlainScores, order: str, count: int) -> Iterable[tuple[int, float]]:
        """Documents and scores among which the first so many are."""
        if order != "relevance" or count >= len(scores):
            return scores.items()
        least = sorted(scores.values(), reverse=True)[count - 1] - EQUAL if count else float("inf")
        return [(number, score) for number, score in scores.items() if score >= least]

    def first_of_each(self, scores: PlainScores, group_of: Numbers, order: str) -> PlainScores:
        """Of the documents of each group the one that stands first."""
        first: dict[int, tuple[tuple[float, int, int], int]] = {}
        for number, score in scores.items():
            rank = self._rank[self._meeting_of[number]]
            key = (
                -round(score, 9) if order == "relevance" else 0.0,
                rank if order == "oldest" else -rank,
                number,
            )
            group = group_of[number]
            if group not in first or key < first[group][0]:
                first[group] = key, number
        return {number: scores[number] for _, number in first.values()}

    def count_facets(
        self, scores: PlainScores, columns: Mapping[str, FacetColumn], group_of: Numbers | None = None
    ) -> dict[str, list[tuple[int, int]]]:
        """For each facet the values among the documents, and how many have each, most first."""
        groups = _by_group(scores, group_of) if group_of is not None else []
        together = {number for group in groups for number in group}
        alone = scores.keys() - together if together else scores.keys()
        by_meeting = Counter(map(self._meeting_of.__getitem__, alone))
        counts = {
            name: self._counted(column, alone, by_meeting) + self._counted_once(column, groups)
            for name, column in columns.items()
        }
        return {name: sorted(those.items(), key=lambda pair: (-pair[1], pair[0])) for name, those in counts.items()}

    def _counted(self, column: FacetColumn, numbers: Iterable[int], by_meeting: Counter[int]) -> Counter[int]:
        """How many of the documents have each value of a facet."""
        counts: Counter[int] = Counter()
        of_meetings, of_items = column.of_meetings, column.of_items
        for meeting, count in by_meeting.items() if len(of_meetings) else ():
            for value in of_meetings[meeting]:
                counts[value] += count
        for number in numbers if len(of_items) else ():
            for value in of_items[number]:
                if not len(of_meetings) or value not in of_meetings[self._meeting_of[number]]:
                    counts[value] += 1
        return counts

    def _counted_once(self, column: FacetColumn, groups: Iterable[Sequence[int]]) -> Counter[int]:
        """How many groups have a document with each value of a facet."""
        counts: Counter[int] = Counter()
        of_meetings, of_items = column.of_meetings, column.of_items
        for group in groups:
            values: set[int] = set()
            if len(of_meetings):
                values.update(*(of_meetings[meeting] for meeting in {self._meeting_of[number] for number in group}))
            if len(of_items):
                values.update(*(of_items[number] for number in group))
            counts.update(values)
        return counts


def _by_group(numbers: Iterable[int], group_of: Numbers) -> list[list[int]]:
    """The documents of each group that has several of these."""
    groups: dict[int, list[int]] = {}
    for number in numbers:
        groups.setdefault(group_of[number], []).append(number)
    return [group for group in groups.values() if len(group) > 1]


def _each_document(lists: TermLists) -> Iterator[tuple[int, array[int]]]:
    """Each document that has a term, with the term's positions in it."""
    for offset, postings in lists:
        ends, positions = postings.ends_and_positions()
        start = 0
        for number, end in zip(postings.numbers, ends, strict=False):
            yield number + offset, array("I", positions[start:end])
            start = end
