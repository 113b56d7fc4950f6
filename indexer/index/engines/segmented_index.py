"""What every index that keeps segments shares: each of its answers is a searcher's, of one generation."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TypeVar

from indexer.index.deadline import NO_DEADLINE, Deadline
from indexer.index.documents import StoredItem
from indexer.index.port import ItemMatter, SearchResult, Suggestion, WordMatches
from indexer.index.query import Query
from indexer.index.search.searcher import Searcher
from indexer.model import Meeting

T = TypeVar("T")


class SegmentedIndex(ABC):
    """The reading half of the port, over the searcher that `_current` gives."""

    def __init__(self) -> None:
        self._thread = threading.local()

    @abstractmethod
    def _current(self) -> Searcher:
        """The searcher of the generation to read."""

    def _searcher(self) -> Searcher:
        """The searcher that this thread reads: the one it is pinned to, or the current one."""
        pinned: Searcher | None = getattr(self._thread, "pinned", None)
        return pinned or self._current()

    def _read(self, read: Callable[[Searcher], T]) -> T:
        """What is read from the generation to read."""
        return read(self._searcher())

    @property
    def generation(self) -> str:
        """The name of the generation being read; it changes whenever what could be found changes."""
        return self._searcher().reader.name

    @property
    def made(self) -> str:
        """When the generation being read was written, UTC, ISO."""
        return self._searcher().reader.made

    def digests(self) -> Mapping[str, str]:
        """The ids of all meetings in the index, each with the digest of what was indexed of it."""
        return self._searcher().reader.meetings

    def search(
        self,
        query: Query,
        *,
        order: str = "relevance",
        offset: int = 0,
        limit: int = 20,
        grouped: bool = False,
        deadline: Deadline = NO_DEADLINE,
    ) -> SearchResult:
        """One page of what the query finds, items or matters: order is relevance, newest or oldest."""
        return self._read(
            lambda searcher: searcher.search(query, order, slice(offset, offset + limit), deadline, grouped=grouped)
        )

    def count(self, query: Query, *, deadline: Deadline = NO_DEADLINE) -> int:
        """How many items the query finds."""
        return self._read(lambda searcher: searcher.count(query, deadline))

    def stored_item(self, id: str) -> StoredItem | None:
        """The item with this id, or None."""
        return self._read(lambda searcher: searcher.stored_item(id))

    def matter(self, item: str) -> ItemMatter | None:
        """The matter of the item with this id, or None where there is no such item."""
        return self._read(lambda searcher: searcher.matter(item))

    def word_matches(self, terms: Iterable[str]) -> WordMatches:
        """Which words as written in the items have which of these terms."""
        return self._read(lambda searcher: searcher.word_matches(terms))

    def suggest(self, prefix: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Words of the index that begin so, with or without marks, most used first; marks that are typed come first."""
        return self._read(lambda searcher: searcher.suggest(prefix, limit))

    def titles(self, prefix: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Titles that begin so, then those in which a later word does, with or without marks; most used first."""
        return self._read(lambda searcher: searcher.titles(prefix, limit))

    def similar_words(self, word: str, limit: int = 5) -> tuple[Suggestion, ...]:
        """Words of the index spelled nearly so, nearest first."""
        return self._read(lambda searcher: searcher.similar_words(word, limit))

    def terms_only_in(self, meeting: Meeting) -> frozenset[str]:
        """The terms, in all their forms, that this meeting has and no other of the index."""
        return self._read(lambda searcher: searcher.terms_only_in(meeting))

    def contains_term(self, key: str) -> bool:
        """Whether a term stands in the index's dictionary."""
        return self._read(lambda searcher: searcher.contains_term(key))

    def expunge(self) -> None:  # noqa: B027 (there is nothing to do)
        """Nothing: what leaves a segment is in no file of the index once that is published."""

    @contextmanager
    def pinned(self) -> Iterator[None]:
        """Within this, all that this thread reads is of one generation, whatever is published meanwhile."""
        before = getattr(self._thread, "pinned", None)
        self._thread.pinned = before or self._current()
        try:
            yield
        finally:
            self._thread.pinned = before
