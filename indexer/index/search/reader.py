"""The reader: one generation of an index over all its segments: posting lists, columns, vocabulary, and its caches.

Documents are numbered through all segments: a segment's first document follows the last of the segment before it.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain
from typing import Final, TypeAlias

import msgspec

from indexer.index.deadline import Deadline
from indexer.index.documents import StoredItem
from indexer.index.port import ItemMatter
from indexer.index.query import AGAIN, ANY, MATTER, Dates, Narrowing, OfMeetings, Phrase, Query
from indexer.index.search.scores import PlainScoring, Scores, Scoring
from indexer.index.segments.facet_columns import facet_columns, joined, shifted
from indexer.index.segments.matter_columns import Joined, MatterColumns
from indexer.index.segments.packed_numbers import ARRAYS_FROM
from indexer.index.segments.segment import PostingList, SegmentReader
from indexer.index.segments.segment_tables import Numbers
from indexer.index.segments.written_words import WrittenWordMatches
from indexer.model import Outcome
from indexer.record.evidence import is_formal, position_and_outcome
from indexer.record.outcomes import outcome_of_matter
from indexer.swedish import MatchLevel

CACHED_POSTINGS: Final = 8_000_000
"""The most numbers of documents in the posting lists that a generation keeps, 8 bytes each: 64 MB."""
CACHED_TAILS: Final = 12_000_000
"""The most bytes of lists that a generation keeps as they are in each segment, with their packed positions."""
NUMBER_BYTES: Final = 8
"""What a document in a posting list takes besides its positions."""
CACHED_MASKS: Final = 256
CACHED_MATCHES: Final = 64
CACHED_SCORES: Final = 16_000_000
"""The most bytes of scores, terms and phrases of words and combinations that a generation keeps."""
ENTRY: Final = 50
"""What a list counts besides: those that are empty grew to 170 MB when only documents were counted
(`python -m tests.stress.queries 60000`)."""
ENTRY_BYTES: Final = 5_000
"""What a combination counts besides."""
TERM_BYTES: Final = 100
"""What a term that marks counts."""

Phrases = dict[Phrase, tuple[frozenset[str], ...]]
EvaluatedQuery = tuple[Scores, dict[str, str], Phrases, tuple[str, ...]]
"""What a query finds, the keys and the phrases that mark it, and what of it was expanded only in part.

None of it is ever changed."""


_KeptList: TypeAlias = "tuple[array[int], array[float], list[array[int]]]"
_NO_WORDS: Final = array("I")
_STORED_ITEMS: Final = msgspec.json.Decoder(StoredItem)


class IndexReader:
    """One generation, read: its posting lists as arrays, its meetings as ranges of documents.

    `meetings` has the digest of every meeting by its id, and `made` says when the generation was written.
    """

    def __init__(
        self, name: str, segments: Sequence[SegmentReader], matters: memoryview, meetings: Mapping[str, str], made: str
    ) -> None:
        self.name = name
        self.matters = MatterColumns(matters)
        self.joined = Joined(segments, self.matters)
        self.meetings = meetings
        self.made = made
        self._lists: dict[tuple[str, str], _KeptList] = {}
        self._positions: dict[tuple[str, str], list[tuple[int, PostingList]]] = {}
        self._masks: dict[Query, bytes] = {}
        self._matches: dict[tuple[str, ...], WrittenWordMatches] = {}
        self.evaluated: dict[Query, EvaluatedQuery] = {}
        self._scores_kept = self._postings_kept = self._tails_kept = 0
        self.size = sum(segment.size for segment in segments)
        self._segments = tuple(zip(segments, accumulate((each.size for each in segments), initial=0), strict=False))
        tables = [segment.tables for segment in segments]
        first_meetings = tuple(accumulate((len(each.heads) for each in tables), initial=0))
        self.heads = joined((segment.tables.heads, first) for segment, first in self._segments)
        self.meeting_of = joined(zip((each.meeting_of for each in tables), first_meetings, strict=False))
        """The number of the meeting that each document belongs to."""
        self.alive = b"".join(each.alive for each in tables)
        """A byte for every document: 1 for items."""
        self.items = self.size - len(self.heads)
        self._dates = list(chain.from_iterable(each.dates for each in tables))
        named = list(zip(self._dates, chain.from_iterable(each.ids for each in tables), strict=True))
        self.rank = [0] * len(named)
        """The place of each meeting, oldest first."""
        for position, meeting in enumerate(sorted(range(len(named)), key=named.__getitem__)):
            self.rank[meeting] = position
        self.facets = facet_columns(tables)
        self.scoring = _scoring(self.meeting_of, self.rank)

    def keep(self, query: Query, found: EvaluatedQuery) -> None:
        """Keep what a query found, for the same or a larger one; when that is too much, nothing older."""
        scores, keys, phrases, _ = found
        terms = len(keys) + sum(map(len, chain.from_iterable(phrases.values())))
        cost = len(scores) * self.scoring.bytes_each + terms * TERM_BYTES + ENTRY_BYTES
        if self._scores_kept + cost > CACHED_SCORES:
            self.evaluated.clear()
            self._scores_kept = 0
        self.evaluated[query] = found
        self._scores_kept += cost

    # Posting lists

    def postings(self, field: str, key: str) -> tuple[array[int], array[float]]:
        """The numbers of the documents that have the term, ascending, and its weight in each."""
        return self._list(field, key)[:2]

    def _list(self, field: str, key: str) -> _KeptList:
        """The joined list of a term, and the numbers of its written words in each segment."""
        kept = self._lists.get((field, key))
        if kept is None:
            numbers, weights, words = array("I"), array("f"), []
            lists = [(offset, segment.postings(field, key)) for segment, offset in self._segments]
            for offset, those in lists:
                if those:
                    numbers.extend(shifted(those.numbers, offset))
                    weights.extend(those.weights)
                words.append(those.words if those else _NO_WORDS)
            if not numbers:
                return numbers, weights, words  # there is no end of words that nobody wrote
            self._keep_positions(field, key, [(offset, those) for offset, those in lists if those])
            cost = len(numbers) + sum(map(len, words)) + ENTRY
            if self._postings_kept + cost > CACHED_POSTINGS:
                self._lists.clear()
                self._postings_kept = 0
            kept = self._lists[field, key] = (numbers, weights, words)
            self._postings_kept += cost
        return kept

    def _keep_positions(self, field: str, key: str, lists: list[tuple[int, PostingList]]) -> None:
        """Keep the lists of a term as they are in each segment for a while: words that stand together are sought next.

        When they are too much, none that are older.
        """
        size = sum(len(those.tail) + NUMBER_BYTES * len(those.numbers) for _, those in lists)
        if self._tails_kept + size > CACHED_TAILS:
            self._positions.clear()
            self._tails_kept = 0
        if 0 < size <= CACHED_TAILS:
            self._positions[field, key] = lists
            self._tails_kept += size

    def numbers(self, field: str, key: str) -> array[int]:
        """The numbers of the documents that have the term, ascending."""
        return self._list(field, key)[0]

    def word_matches(self, terms: Iterable[str]) -> WrittenWordMatches:
        """Which words as written in the items have which of these terms; kept for the next page of the same hits."""
        key = tuple(sorted(terms))
        matches = self._matches.get(key)
        if matches is None:
            words = {term: self._list("item", term)[2] for term in key}
            matches = WrittenWordMatches(
                [
                    (segment.tables.words, {term: numbers[at] for term, numbers in words.items() if numbers[at]})
                    for at, (segment, _) in enumerate(self._segments)
                ]
            )
            if len(self._matches) >= CACHED_MATCHES:
                self._matches.clear()
            self._matches[key] = matches
        return matches

    def lists(self, field: str, key: str) -> list[tuple[int, PostingList]]:
        """The term's posting list in each segment, with the number of the segment's first document."""
        kept = self._positions.get((field, key))
        if kept is None:
            every = ((offset, segment.postings(field, key)) for segment, offset in self._segments)
            kept = [(offset, postings) for offset, postings in every if postings]
        return kept

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

    def words_with_suffix(self, suffix: str) -> list[tuple[str, int]]:
        """The words, as they stand in items, that end so, and how many items have each."""
        return _summed(segment.tables.words_ending(suffix) for segment, _ in self._segments)

    def words_near(self, text: str, distance: int, deadline: Deadline) -> list[tuple[str, int, int]]:
        """The words at most so many letters from a text, each with how many items have it and how many letters."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        counts: dict[str, int] = {}
        distances: dict[str, int] = {}
        for length in range(max(1, len(text) - distance), len(text) + distance + 1):
            for segment, _ in self._segments:
                deadline.check()
                words, items = segment.tables.words_of_length(length)
                near = process.extract(text, words, scorer=OSA.distance, score_cutoff=distance, limit=None)
                for word, letters, number in near:
                    counts[word] = counts.get(word, 0) + items[number]
                    distances[word] = letters
        return [(word, counts[word], distances[word]) for word in sorted(counts)]

    def words_beginning(self, folded: str) -> list[tuple[str, int]]:
        """The words that begin so when their marks are taken away, and how many items have each."""
        return _summed(segment.tables.words_beginning(folded) for segment, _ in self._segments)

    def titles_matching(self, folded: str) -> Iterator[tuple[str, bool, int]]:
        """The titles that begin so when they are folded, or in which a later word does; which of both, and how many
        items have each.
        """
        later: dict[str, bool] = {}
        counts: Counter[str] = Counter()
        for segment, _ in self._segments:
            for is_later, title, count in segment.tables.titles_matching(folded):
                later[title] = is_later
                counts[title] += count
        return ((title, later[title], count) for title, count in counts.items())

    # Meetings

    def range_of(self, head: int) -> tuple[int, int]:
        """The first document of a meeting's items, and the one after its last."""
        end = self.heads[head + 1] if head + 1 < len(self.heads) else self.size
        return self.heads[head] + 1, end

    # Items and what they are narrowed by

    def stored_item(self, number: int) -> StoredItem:
        """The stored item of a document."""
        segment, first = self._at(number)
        return _STORED_ITEMS.decode(segment.stored(number - first))

    def number_of(self, id: str) -> int | None:
        """The number of the item with this id, or None."""
        found = self.numbers("facet", f"id={id}")
        return found[0] if found and self.alive[found[0]] else None

    def matter(self, number: int) -> ItemMatter:
        """The matter of an item; nothing stored is read for it."""
        items = list(map(self._id_and_outcome, self.matters.documents(self.matters.of[number])))
        return ItemMatter(
            id=items[0][0].replace("/", "."),
            items=tuple(id for id, _ in items),
            outcome=outcome_of_matter([outcome for _, outcome in items]),
        )

    def _id_and_outcome(self, number: int) -> tuple[str, Outcome | None]:
        """The id of an item, and its outcome."""
        segment, first = self._at(number)
        tables, own = segment.tables, number - first
        position, outcome = position_and_outcome(tables.evidence[own])
        return f"{tables.ids[tables.meeting_of[own]]}/{position}", outcome

    def _at(self, number: int) -> tuple[SegmentReader, int]:
        """The segment that a document lies in, and the number of that segment's first."""
        return next(pair for pair in reversed(self._segments) if pair[1] <= number)

    def mask(self, query: Narrowing) -> bytes:
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

    def _ranges(self, query: Narrowing) -> Iterator[tuple[int, int]]:
        """The ranges of documents that a filter lets through, before the live mask is laid over them."""
        if isinstance(query, Dates):
            for head, date in enumerate(self._dates):
                if date and (query.since or "") <= date and (query.until is None or date <= query.until):
                    yield self.range_of(head)
            return
        if isinstance(query, OfMeetings):
            ids = chain.from_iterable(segment.tables.ids for segment, _ in self._segments)
            yield from (self.range_of(head) for head, id in enumerate(ids) if id in query.ids)
            return
        if query.name == MATTER:
            for number in self._of_matters(query.values):
                yield number, number + 1
            return
        for value in query.values:
            for number in self.numbers("facet", f"{query.name}={value}"):
                yield (number, number + 1) if self.alive[number] else self.range_of(self.meeting_of[number])

    def _of_matters(self, values: Iterable[str]) -> Iterator[int]:
        """The items of the matters of some items, or of all that came back."""
        for value in values:
            if value in {AGAIN, ANY}:
                yield from self.matters.of_several()
                if value == ANY:
                    yield from self._single_matters()
            elif (number := self.number_of(value)) is not None:
                yield from self.matters.documents(self.matters.of[number])

    def _single_matters(self) -> Iterator[int]:
        """The items that are matters of their own."""
        for segment, first in self._segments:
            for number, alive in enumerate(segment.tables.alive):
                if alive and not is_formal(segment.tables.evidence[number]):
                    yield first + number


def _summed(counted: Iterable[Iterable[tuple[str, int]]]) -> list[tuple[str, int]]:
    """The words of several segments in order, their counts added."""
    counts: Counter[str] = Counter()
    for words in counted:
        for word, count in words:
            counts[word] += count
    return sorted(counts.items())


def _scoring(meeting_of: Numbers, rank: Sequence[int]) -> Scoring:
    """How documents are scored: in arrays, where there are so many that importing numpy pays."""
    if len(meeting_of) < ARRAYS_FROM:
        return PlainScoring(meeting_of, rank)
    from indexer.index.search.array_scores import ArrayScoring

    return ArrayScoring(meeting_of, rank)
