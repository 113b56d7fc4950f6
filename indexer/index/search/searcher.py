"""The searcher: what a generation answers: one page of hits in order, with their facets; words, titles and terms.

Every engine that keeps segments answers through it, so that they answer alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from heapq import nsmallest
from typing import Any, Final

from indexer.index.deadline import NO_DEADLINE, Deadline
from indexer.index.documents import StoredItem, terms
from indexer.index.documents import documents as documents_of
from indexer.index.port import ItemMatter, ScoredItem, SearchResult, Suggestion
from indexer.index.query import Query
from indexer.index.search.query_evaluator import QueryEvaluator
from indexer.index.search.reader import IndexReader
from indexer.index.search.scores import Scores
from indexer.index.segments.segment import WORD_FIELDS
from indexer.index.segments.segment_tables import Numbers
from indexer.index.segments.written_words import WrittenWordMatches
from indexer.model import Meeting
from indexer.swedish.diacritics import fold

LARGEST_DISTANCE: Final = (0, 1, 1, 1, 1, 2, 2, 2, 2, 3)
"""How many letters a similar word may differ in, by the length of the word: with more, it is another word."""


class Searcher:
    """Answers from one generation; see the methods of the port with the same names."""

    def __init__(self, reader: IndexReader) -> None:
        self.reader = reader

    def search(self, query: Query, order: str, page: slice, deadline: Deadline, *, grouped: bool) -> SearchResult:
        """One page of what a query finds."""
        evaluator = QueryEvaluator(self.reader, deadline)
        scores = evaluator.found(query)
        of = self.reader.matters.of if grouped else None
        entries = scores if of is None else self.reader.scoring.first_of_each(scores, of, order)
        return SearchResult(
            total=len(entries),
            items=len(scores),
            hits=tuple(
                ScoredItem(
                    self.reader.stored_item(number), round(score, 6), self.reader.matter(number) if grouped else None
                )
                for number, score in self._ordered(entries, order, page)
            ),
            facets=self._facets(scores, of if len(entries) < len(scores) else None),
            keys=evaluator.keys,
            phrases=evaluator.phrases,
            generation=self.reader.name,
            cut=tuple(evaluator.cut),
        )

    def count(self, query: Query, deadline: Deadline) -> int:
        """How many items a query finds."""
        return len(QueryEvaluator(self.reader, deadline).found(query))

    def stored_item(self, id: str) -> StoredItem | None:
        """The item with this id, or None."""
        number = self.reader.number_of(id)
        return None if number is None else self.reader.stored_item(number)

    def matter(self, item: str) -> ItemMatter | None:
        """The matter of the item with this id, or None."""
        number = self.reader.number_of(item)
        return None if number is None else self.reader.matter(number)

    def word_matches(self, terms: Iterable[str]) -> WrittenWordMatches:
        """Which words as written in the items have which of these terms."""
        return self.reader.word_matches(terms)

    def suggest(self, prefix: str, limit: int) -> tuple[Suggestion, ...]:
        """Words that begin so."""
        typed = prefix.lower()
        bare = typed == fold(typed)
        words = self.reader.words_beginning(fold(typed))
        best = nsmallest(limit, words, key=lambda word: (not bare and not word[0].startswith(typed), -word[1], word[0]))
        return tuple(Suggestion(word, count) for word, count in best)

    def titles(self, prefix: str, limit: int) -> tuple[Suggestion, ...]:
        """Titles that begin so, then those in which a later word does."""
        typed = fold(prefix.lower())
        matching = ((later, -count, title) for title, later, count in self.reader.titles_matching(typed))
        return tuple(Suggestion(title, -negative, "title") for _, negative, title in nsmallest(limit, matching))

    def similar_words(self, word: str, limit: int) -> tuple[Suggestion, ...]:
        """Words spelled nearly so, nearest first."""
        largest = LARGEST_DISTANCE[min(len(word), len(LARGEST_DISTANCE) - 1)]
        near = self.reader.words_near(word, largest, NO_DEADLINE)
        nearest = nsmallest(limit, (one for one in near if one[2]), key=lambda one: (one[2], -one[1], one[0]))
        return tuple(Suggestion(text, count) for text, count, _ in nearest)

    def terms_only_in(self, meeting: Meeting) -> frozenset[str]:
        """The terms that this meeting has and no other."""
        own = {*self.reader.numbers("facet", f"meeting={meeting.id}")}
        keys = {key for document in documents_of(meeting) for key in terms(document)}
        return frozenset(
            key for key in keys if all(own.issuperset(self.reader.numbers(field, key)) for field in WORD_FIELDS)
        )

    def contains_term(self, key: str) -> bool:
        """Whether a term stands in the dictionary of a segment."""
        return any(self.reader.contains(field, key) for field in WORD_FIELDS)

    def _ordered(self, scores: Scores, order: str, page: slice) -> list[tuple[int, float]]:
        """One page of the documents, with their scores, in order; equals stand newest first, then as printed."""
        meeting_of, rank = self.reader.meeting_of, self.reader.rank

        def newest(pair: tuple[int, float]) -> tuple[int, int]:
            return -rank[meeting_of[pair[0]]], pair[0]

        def oldest(pair: tuple[int, float]) -> tuple[int, int]:
            return rank[meeting_of[pair[0]]], pair[0]

        def relevance(pair: tuple[int, float]) -> tuple[float, int, int]:
            return -round(pair[1], 9), -rank[meeting_of[pair[0]]], pair[0]

        key: Any = {"newest": newest, "oldest": oldest, "relevance": relevance}[order]
        candidates = self.reader.scoring.candidates(scores, order, page.stop)
        return nsmallest(page.stop, candidates, key=key)[page]

    def _facets(self, scores: Scores, matters: Numbers | None) -> dict[str, tuple[tuple[str, str, int], ...]]:
        """For each facet every value among the hits, its label and how many items, or matters, have it, most first."""
        columns = self.reader.facets
        return {
            name: tuple((columns[name].values[value], columns[name].labels[value], count) for value, count in counts)
            for name, counts in self.reader.scoring.count_facets(scores, columns, matters).items()
        }
