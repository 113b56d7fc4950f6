"""Snapshot: one generation of a Whoosh index, read: posting lists as arrays, meetings as ranges of documents."""

from __future__ import annotations

import threading
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from heapq import nsmallest
from itertools import chain, islice
from typing import Any, Final

import msgspec
from whoosh.index import FileIndex

from indexer.index.documents import StoredItem
from indexer.index.facets import FACETS
from indexer.index.generations import Manifest
from indexer.index.query import Dates, Filter, Phrase, Query
from indexer.index.whoosh_codec import PostingList, list_of, lists_from
from indexer.index.whoosh_mmap_storage import FrozenStorage
from indexer.index.whoosh_writer import schema
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
EQUAL: Final = 1e-8
"""Scores as near as this may be equal when they are rounded."""
FACETS_OF_MEETINGS: Final = tuple(facet.name for facet in FACETS if facet.of_meeting)
FACETS_OF_ITEMS: Final = tuple(facet.name for facet in FACETS if facet.of_item)

Scores = dict[int, float]
Phrases = dict[Phrase, tuple[frozenset[str], ...]]
EvaluatedQuery = tuple[Scores, dict[str, str], Phrases, tuple[str, ...]]
"""What a query finds, the keys and the phrases that mark it, and what of it was expanded only in part.

None of it is ever changed."""


class Segment:
    """What was read from one segment: as a segment never changes, it is passed on to every generation that has it."""

    def __init__(self) -> None:
        self.lists: dict[tuple[str, str], list[tuple[str, array[int]]]] = {}
        self.values: dict[tuple[str, bool], dict[int, tuple[str, ...]]] = {}
        self.named: list[tuple[str, str]] | None = None


class WhooshSearcher:
    """One generation, read: its posting lists as arrays, its meetings as ranges of documents.

    Whoosh's readers may not be shared by threads, so each thread has its own; what was read from them is shared.
    """

    def __init__(self, name: str, storage: FrozenStorage, manifest: Manifest, before: WhooshSearcher | None) -> None:
        self.name = name
        self.manifest = manifest
        self._index = FileIndex(storage, schema(), "MAIN")
        self._local = threading.local()
        self._lists: dict[tuple[str, str], tuple[array[int], array[float]]] = {}
        self._masks: dict[Query, bytes] = {}
        self._forward: dict[str, dict[int, tuple[str, ...]]] = {}
        self._spelled: dict[str, dict[str, str]] = {}
        self._vocabulary: dict[str, int] | None = None
        self.evaluated: dict[Query, EvaluatedQuery] = {}
        self._scores_kept = self._postings_kept = 0
        self._folded: list[tuple[str, str]] | None = None
        self._titles: dict[str, tuple[str, int]] | None = None
        known: dict[str, Segment] = before._segments if before else {}
        here = [leaf.segment().segment_id() for leaf, _ in self._leaves()]
        self._segments: dict[str, Segment] = {segment: known.get(segment) or Segment() for segment in here}
        self.size: int = self._reader().doc_count_all()
        self.heads = self._all_heads()
        self.meeting_of = array("I", (head for head in range(len(self.heads)) for _ in range(*self._span(head))))
        self.alive = self._alive_mask()
        self.items = self.alive.count(1)
        named = self._dates_and_ids()
        self._dates = [date for date, _ in named]
        self._rank = [0] * len(named)
        for position, head in enumerate(sorted(range(len(named)), key=named.__getitem__)):
            self._rank[head] = position

    def _reader(self) -> Any:
        """This thread's reader."""
        reader = getattr(self._local, "reader", None)
        if reader is None:
            reader = self._local.reader = self._index.reader()
        return reader

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
        term = key.encode("utf-8", "replace")
        for leaf, offset in self._leaves():
            found = list_of(leaf, field, term)
            if found:
                yield offset, found

    def _leaves(self) -> list[tuple[Any, int]]:
        """This thread's reader of each segment, and the number of the segment's first document."""
        return [(leaf, offset) for leaf, offset in self._reader().leaf_readers() if leaf.segment()]

    def _by_segment(self) -> Iterator[tuple[Any, int, Segment]]:
        """Each segment's reader, its first document, and what is kept of it."""
        for leaf, offset in self._leaves():
            yield leaf, offset, self._segments[leaf.segment().segment_id()]

    @staticmethod
    def _lists_of(leaf: Any, kept: Segment, field: str, prefix: str) -> list[tuple[str, array[int]]]:
        """Every term of a segment's field that begins so, with the numbers of its documents within the segment."""
        if (field, prefix) not in kept.lists:
            found = lists_from(leaf, field, prefix.encode())
            kept.lists[field, prefix] = [(term.decode(), postings.numbers) for term, postings in found]
        return kept.lists[field, prefix]

    def terms(self, field: str, prefix: str) -> Iterator[str]:
        """The terms of a field that begin so, in order."""
        for term in self._reader().expand_prefix(field, prefix.encode("utf-8", "replace")):
            yield term.decode()

    def words_with_prefix(self, prefix: str) -> list[tuple[str, int]]:
        """The words, as they stand in items, that begin so, and how many items have each."""
        return [(term[1:], self._frequency(term)) for term in self.terms("item", MatchLevel.EXACT + prefix.lower())]

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

    def _frequency(self, term: str) -> int:
        """In how many items a term stands."""
        return int(self._reader().doc_frequency("item", term.encode()))

    # Meetings

    def _all_heads(self) -> array[int]:
        """The numbers of the meeting documents, ascending: where each meeting's range begins."""
        heads = array("I")
        for offset, found in self._lists_in_segments("facet", "head="):
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
        for leaf, _, kept in self._by_segment():
            if kept.named is None:
                heads = (head for _, numbers in self._lists_of(leaf, kept, "facet", "head=") for head in numbers)
                stored_items = (leaf.stored_fields(head)["entry"].decode().partition(" ") for head in heads)
                kept.named = [(date, id) for date, _, id in stored_items]
            named += kept.named
        return named

    # Hits

    def stored_item(self, number: int) -> StoredItem:
        """The stored item of a document."""
        return msgspec.json.decode(self._reader().stored_fields(number)["entry"], type=StoredItem)

    def ordered(self, scores: Scores, order: str, offset: int, limit: int) -> list[int]:
        """One page of the documents in order; equals stand newest first, then as printed in their minutes."""
        meeting_of, rank = self.meeting_of, self._rank

        def newest(number: int) -> tuple[int, int]:
            return -rank[meeting_of[number]], number

        def oldest(number: int) -> tuple[int, int]:
            return rank[meeting_of[number]], number

        def relevance(number: int) -> tuple[float, int, int]:
            return -round(scores[number], 9), -rank[meeting_of[number]], number

        key: Any = {"newest": newest, "oldest": oldest}.get(order, relevance)
        candidates: Iterable[int] = scores
        if key is relevance and 0 < offset + limit < len(scores):
            least = sorted(scores.values(), reverse=True)[offset + limit - 1] - EQUAL
            candidates = [number for number, score in scores.items() if score >= least]
        return list(islice(nsmallest(offset + limit, candidates, key=key), offset, None))

    def facets(self, scores: Scores) -> dict[str, tuple[tuple[str, str, int], ...]]:
        """For each facet every value among the hits, its label and its count, most first."""
        by_meeting = Counter(map(self.meeting_of.__getitem__, scores))
        found: dict[str, tuple[tuple[str, str, int], ...]] = {}
        for name in dict.fromkeys((*FACETS_OF_MEETINGS, *FACETS_OF_ITEMS)):
            counts = self._count_facet(name, scores, by_meeting)
            labels = self._labels(name)
            ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
            found[name] = tuple((value, labels.get(value, value), count) for value, count in ordered)
        return found

    def _count_facet(self, name: str, scores: Scores, by_meeting: Counter[int]) -> Counter[str]:
        """How many of the hits have each value of a facet; a value of both a meeting and its item counts once."""
        counts: Counter[str] = Counter()
        of_meetings = self._values(name, of_meetings=True) if name in FACETS_OF_MEETINGS else {}
        for head, count in by_meeting.items():
            for value in of_meetings.get(head, ()):
                counts[value] += count
        of_items = self._values(name, of_meetings=False) if name in FACETS_OF_ITEMS else {}
        for number in scores.keys() & of_items.keys():
            inherited = of_meetings.get(self.head_of(number), ()) if of_meetings else ()
            for value in of_items[number]:
                if value not in inherited:
                    counts[value] += 1
        return counts

    def _values(self, name: str, *, of_meetings: bool) -> dict[int, tuple[str, ...]]:
        """The values of a facet by meeting (its index in `heads`) or by item (its document's number)."""
        key = f"{name} of {'meetings' if of_meetings else 'items'}"
        if key not in self._forward:
            values: dict[int, tuple[str, ...]] = {}
            for leaf, offset, kept in self._by_segment():
                if (name, of_meetings) not in kept.values:
                    lists = self._lists_of(leaf, kept, "facet", name + "=")
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

    def _labels(self, name: str) -> dict[str, str]:
        """How each value of a facet is best spelled: as most minutes do; of equals, with the most Swedish letters."""
        if name not in self._spelled:
            best: dict[str, tuple[bool, int, str]] = {}
            counts: Counter[str] = Counter()
            for leaf, _, kept in self._by_segment():
                for term, numbers in self._lists_of(leaf, kept, "label", name + "="):
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
