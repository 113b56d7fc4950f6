"""The reader: one generation of an index over all its segments: posting lists, columns, vocabulary, and its caches.

Documents are numbered through all segments: a segment's first document follows the last of the segment before it.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, islice
from typing import Final

import msgspec

from indexer.index.documents import StoredItem
from indexer.index.query import Dates, Filter, Phrase, Query
from indexer.index.segment import HEAD, PostingList, SegmentReader
from indexer.swedish import MatchLevel
from indexer.swedish.diacritics import fold

CACHED_POSTINGS: Final = 8_000_000
"""The most numbers of documents in the posting lists that a generation keeps, 8 bytes each: 64 MB."""
CACHED_MASKS: Final = 256
CACHED_SCORES: Final = 500_000
"""The most scores and keys of words and combinations that a generation keeps, about 100 bytes each: 50 MB."""
ENTRY: Final = 50
"""What a list and a combination count besides: those that are empty grew to 170 MB when only scores were counted
(`python -m tests.stress.queries 60000`)."""

Scores = dict[int, float]
Phrases = dict[Phrase, tuple[frozenset[str], ...]]
EvaluatedQuery = tuple[Scores, dict[str, str], Phrases, tuple[str, ...]]
"""What a query finds, the keys and the phrases that mark it, and what of it was expanded only in part.

None of it is ever changed."""


class SegmentCache:
    """What was read from one segment: as a segment never changes, it is passed on to every generation that has it."""

    def __init__(self) -> None:
        self.lists: dict[tuple[str, str], list[tuple[str, array[int]]]] = {}
        self.values: dict[tuple[str, bool], dict[int, tuple[str, ...]]] = {}
        self.named: list[tuple[str, str]] | None = None


class IndexReader:
    """One generation, read: its posting lists as arrays, its meetings as ranges of documents.

    `meetings` has the digest of every meeting by its id, and `made` says when the generation was written.
    """

    def __init__(
        self,
        name: str,
        segments: Sequence[SegmentReader],
        meetings: Mapping[str, str],
        made: str,
        before: IndexReader | None = None,
    ) -> None:
        self.name = name
        self.meetings = meetings
        self.made = made
        sizes = (segment.size for segment in segments)
        self._segments = tuple(zip(segments, accumulate(sizes, initial=0), strict=False))
        self._lists: dict[tuple[str, str], tuple[array[int], array[float]]] = {}
        self._masks: dict[Query, bytes] = {}
        self._forward: dict[str, dict[int, tuple[str, ...]]] = {}
        self._spelled: dict[str, dict[str, str]] = {}
        self._vocabulary: dict[str, int] | None = None
        self.evaluated: dict[Query, EvaluatedQuery] = {}
        self._scores_kept = self._postings_kept = 0
        self._folded: list[tuple[str, str]] | None = None
        self._titles: dict[str, tuple[str, int]] | None = None
        known: dict[str, SegmentCache] = before._caches if before else {}
        self._caches: dict[str, SegmentCache] = {
            segment.name: known.get(segment.name) or SegmentCache() for segment in segments
        }
        self.size = sum(segment.size for segment in segments)
        self.heads = self._all_heads()
        self.meeting_of = array("I", (head for head in range(len(self.heads)) for _ in range(*self._span(head))))
        self.alive = self._alive_mask()
        self.items = self.alive.count(1)
        named = self._dates_and_ids()
        self._dates = [date for date, _ in named]
        self.rank = [0] * len(named)
        """The place of each meeting, oldest first."""
        for position, head in enumerate(sorted(range(len(named)), key=named.__getitem__)):
            self.rank[head] = position

    def keep(self, query: Query, found: EvaluatedQuery) -> None:
        """Keep what a query found, for the same or a larger one; when that is too much, nothing older."""
        scores, keys, phrases, _ = found
        cost = len(scores) + len(keys) + sum(map(len, chain.from_iterable(phrases.values()))) + ENTRY
        if self._scores_kept + cost > CACHED_SCORES:
            self.evaluated.clear()
            self._scores_kept = 0
        self.evaluated[query] = found
        self._scores_kept += cost

    # Posting lists

    def postings(self, field: str, key: str) -> tuple[array[int], array[float]]:
        """The numbers of the documents that have the term, ascending, and its weight in each."""
        found = self._lists.get((field, key))
        if found is None:
            numbers, weights = array("I"), array("f")
            for offset, those in self._lists_in_segments(field, key):
                numbers.extend(those.numbers if not offset else [number + offset for number in those.numbers])
                weights.extend(those.weights)
            if self._postings_kept + len(numbers) + ENTRY > CACHED_POSTINGS:
                self._lists.clear()
                self._postings_kept = 0
            found = self._lists[field, key] = (numbers, weights)
            self._postings_kept += len(numbers) + ENTRY
        return found

    def numbers(self, field: str, key: str) -> array[int]:
        """The numbers of the documents that have the term, ascending."""
        return self.postings(field, key)[0]

    def positions(self, field: str, key: str, among: Container[int] | None = None) -> Iterator[tuple[int, array[int]]]:
        """Each document, of these or of all, that has the term, with the term's places in it."""
        for offset, those in self._lists_in_segments(field, key):
            ends, positions = those.ends_and_positions()
            start = 0
            for number, end in zip(those.numbers, ends, strict=False):
                if among is None or number + offset in among:
                    yield number + offset, array("I", positions[start:end])
                start = end

    def _lists_in_segments(self, field: str, key: str) -> Iterator[tuple[int, PostingList]]:
        """The term's posting list in each segment, and the number of the segment's first document."""
        for segment, offset in self._segments:
            found = segment.postings(field, key)
            if found:
                yield offset, found

    def _by_segment(self) -> Iterator[tuple[SegmentReader, int, SegmentCache]]:
        """Each segment, its first document, and what is kept of it."""
        for segment, offset in self._segments:
            yield segment, offset, self._caches[segment.name]

    @staticmethod
    def _lists_of(segment: SegmentReader, kept: SegmentCache, field: str, prefix: str) -> list[tuple[str, array[int]]]:
        """Every term of a segment's field that begins so, with the numbers of its documents within the segment."""
        if (field, prefix) not in kept.lists:
            kept.lists[field, prefix] = [(term, those.numbers) for term, those in segment.lists(field, prefix)]
        return kept.lists[field, prefix]

    def contains(self, field: str, key: str) -> bool:
        """Whether a term stands in the dictionary of a field."""
        return any(next(segment.terms(field, key), ("", 0))[0] == key for segment, _ in self._segments)

    def words_with_prefix(self, prefix: str) -> list[tuple[str, int]]:
        """The words, as they stand in items, that begin so, and how many items have each."""
        counts: Counter[str] = Counter()
        for segment, _ in self._segments:
            for term, count in segment.terms("item", MatchLevel.EXACT + prefix.lower()):
                counts[term[1:]] += count
        return sorted(counts.items())

    def vocabulary(self) -> dict[str, int]:
        """Every word as it stands in items, with how many items have it."""
        if self._vocabulary is None:
            self._vocabulary = dict(self.words_with_prefix(""))
        return self._vocabulary

    def words_beginning(self, folded: str) -> Iterator[tuple[str, int]]:
        """The words that begin so when their marks are taken away, and how many items have each."""
        if self._folded is None:
            self._folded = sorted((fold(word), word) for word in self.vocabulary())
        vocabulary = self.vocabulary()
        for plain, word in islice(self._folded, bisect_left(self._folded, (folded, "")), None):
            if not plain.startswith(folded):
                return
            yield word, vocabulary[word]

    def titles(self) -> dict[str, tuple[str, int]]:
        """Every title, with its folded form and how many items have it."""
        if self._titles is None:
            counts = Counter(self.stored_item(number).item.title for number in set_positions_of_mask(self.alive))
            self._titles = {title: (fold(title.lower()), count) for title, count in counts.items() if title}
        return self._titles

    # Meetings

    def _all_heads(self) -> array[int]:
        """The numbers of the meeting documents, ascending: where each meeting's range begins."""
        heads = array("I")
        for offset, found in self._lists_in_segments("facet", HEAD):
            heads.extend(number + offset for number in found.numbers)
        return heads

    def _alive_mask(self) -> bytes:
        """A byte for every document: 1 for items."""
        mask = bytearray(b"\1" * self.size)
        for head in self.heads:
            mask[head] = 0
        return bytes(mask)

    def head_of(self, number: int) -> int:
        """The index, in `heads`, of the meeting that a document belongs to."""
        return self.meeting_of[number]

    def _span(self, head: int) -> tuple[int, int]:
        """The documents of a meeting, its own included."""
        return self.heads[head], self.range_of(head)[1]

    def range_of(self, head: int) -> tuple[int, int]:
        """The first document of a meeting's items, and the one after its last."""
        end = self.heads[head + 1] if head + 1 < len(self.heads) else self.size
        return self.heads[head] + 1, end

    def _dates_and_ids(self) -> list[tuple[str, str]]:
        """Each meeting's date and id, in the order of `heads`: what orders meetings."""
        named: list[tuple[str, str]] = []
        for segment, _, kept in self._by_segment():
            if kept.named is None:
                heads = (head for _, numbers in self._lists_of(segment, kept, "facet", HEAD) for head in numbers)
                stored_items = (segment.stored(head).decode().partition(" ") for head in heads)
                kept.named = [(date, id) for date, _, id in stored_items]
            named += kept.named
        return named

    # Items and what they are narrowed by

    def stored_item(self, number: int) -> StoredItem:
        """The stored item of a document."""
        segment, first = next(pair for pair in reversed(self._segments) if pair[1] <= number)
        return msgspec.json.decode(segment.stored(number - first), type=StoredItem)

    def values(self, name: str, *, of_meetings: bool) -> dict[int, tuple[str, ...]]:
        """The values of a facet by meeting (its index in `heads`) or by item (its document's number)."""
        key = f"{name} of {'meetings' if of_meetings else 'items'}"
        if key not in self._forward:
            values: dict[int, tuple[str, ...]] = {}
            for segment, offset, kept in self._by_segment():
                if (name, of_meetings) not in kept.values:
                    lists = self._lists_of(segment, kept, "facet", name + "=")
                    kept.values[name, of_meetings] = self._by_document(lists, offset, of_meetings=of_meetings)
                found = kept.values[name, of_meetings].items()
                values.update(
                    {self.head_of(offset + number): those for number, those in found}
                    if of_meetings
                    else {offset + number: those for number, those in found}
                )
            self._forward[key] = values
        return self._forward[key]

    def _by_document(
        self, lists: Iterable[tuple[str, array[int]]], offset: int, *, of_meetings: bool
    ) -> dict[int, tuple[str, ...]]:
        """The values that the meetings, or the items, of a segment have, by their numbers within the segment."""
        values: dict[int, list[str]] = {}
        for term, numbers in lists:
            value = term.partition("=")[2]
            for number in numbers:
                if self.alive[offset + number] != of_meetings:
                    values.setdefault(number, []).append(value)
        return {number: tuple(those) for number, those in values.items()}

    def labels(self, name: str) -> dict[str, str]:
        """How each value of a facet is best spelled: as most minutes do; of equals, with the most Swedish letters."""
        if name not in self._spelled:
            best: dict[str, tuple[bool, int, str]] = {}
            counts: Counter[str] = Counter()
            for segment, _, kept in self._by_segment():
                for term, numbers in self._lists_of(segment, kept, "label", name + "="):
                    counts[term] += len(numbers)
            for term, count in counts.items():
                _, value, certainty, label = term.split("=", 3)
                claim = (certainty == "sure", count, label)
                best[value] = max(best.get(value, (False, 0, "")), claim)
            self._spelled[name] = {value: label for value, (_, _, label) in best.items()}
        return self._spelled[name]

    def mask(self, query: Filter | Dates) -> bytes:
        """A byte for every document: 1 for the live items that the filter lets through."""
        found = self._masks.get(query)
        if found is None:
            mask = bytearray(self.size)
            for first, end in self._ranges(query):
                mask[first:end] = b"\1" * (end - first)
            both = int.from_bytes(mask, "little") & int.from_bytes(self.alive, "little")
            found = both.to_bytes(self.size, "little")
            if len(self._masks) >= CACHED_MASKS:
                self._masks.clear()
            self._masks[query] = found
        return found

    def _ranges(self, query: Filter | Dates) -> Iterator[tuple[int, int]]:
        """The ranges of documents that a filter lets through, before the live mask is laid over them."""
        if isinstance(query, Dates):
            for head, date in enumerate(self._dates):
                if date and (query.since or "") <= date and (query.until is None or date <= query.until):
                    yield self.range_of(head)
            return
        for value in query.values:
            for number in self.numbers("facet", f"{query.name}={value}"):
                yield (number, number + 1) if self.alive[number] else self.range_of(self.head_of(number))


def set_positions_of_mask(mask: bytes) -> Iterator[int]:
    """The numbers of the bytes that are 1."""
    at = mask.find(1)
    while at >= 0:
        yield at
        at = mask.find(1, at + 1)
