"""The port: what any index promises, whatever engine keeps it.

One contract test runs on every engine. An engine that keeps segments gives them as `segment.SegmentReader`s and lets a
`searcher.Searcher` answer; one that answers by itself fulfils this port alone.

What may be asked twice: within one generation `search` and `count` of a query, or of any part of one, that was asked
before are a look-up, so callers count a query, then search it, then search it with a filter more. `generation`, `made`
and `digests` cost nothing. `verify` reads everything; `rebuild` writes everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from typing import Protocol

import msgspec

from indexer.errors import ProtokollError
from indexer.index.deadline import NO_DEADLINE, Deadline
from indexer.index.documents import StoredItem
from indexer.index.query import Phrase, Query
from indexer.model import Meeting, Outcome


class ItemMatter(msgspec.Struct, frozen=True, kw_only=True):
    """The matter that an item belongs to: its id, the ids of its items, oldest first, and what it last ended in.

    The id is that of the oldest item, its parts joined by full stops, so that it is part of one step of an address.
    """

    id: str
    items: tuple[str, ...]
    outcome: Outcome | None


class ScoredItem(msgspec.Struct, frozen=True):
    """One item that was found, with its score, and, where hits are grouped, with its matter."""

    stored_item: StoredItem
    score: float
    matter: ItemMatter | None = None


class SearchResult(msgspec.Struct, frozen=True, kw_only=True):
    """What a query found: the exact number of entries, one page of them, and the facets of them all.

    An entry is an item, or, where hits are grouped, a matter, shown by the item of it that stands first; `items` says
    how many items they are. `facets` holds, for each name, every value with its label and count, most first. What is to
    be marked is `keys`, the terms that the query came to mean in this index, each with the word of the query it serves,
    and `phrases`, each with the keys of its words, which are marked only where they stand together. `cut` names the
    parts of the query that were expanded only in part.
    """

    total: int
    items: int
    hits: tuple[ScoredItem, ...]
    facets: Mapping[str, tuple[tuple[str, str, int], ...]]
    keys: Mapping[str, str]
    generation: str
    phrases: Mapping[Phrase, tuple[frozenset[str], ...]] = {}
    cut: tuple[str, ...] = ()


class Suggestion(msgspec.Struct, frozen=True):
    """A word, a name or a title that begins as typed, and how many items have it; `kind` is word, name or title."""

    text: str
    count: int
    kind: str = "word"


class WordMatches(Protocol):
    """Which of some terms the words have that are written in the items of an index.

    A text is marked by it without analysing the text again. A word of a text that OCR damaged has other terms than the
    same word elsewhere.
    """

    def listed(self) -> Mapping[tuple[str, bool], tuple[str, ...]] | None:
        """Every written word that has any of the terms, and whether it is of a damaged text, with those it has; None
        where they are too many to list.
        """

    def terms_of(self, word: str, *, damaged: bool) -> tuple[str, ...] | None:
        """Which of the terms a written word has, in their order; None for a word that stands in no item."""


class Index(Protocol):
    """An index of agenda items."""

    @property
    def generation(self) -> str:
        """The name of what is being read: it changes whenever what could be found changes."""

    @property
    def made(self) -> str:
        """When what is being read was written, UTC, ISO."""

    def update(self, put: Iterable[Meeting], remove: Iterable[str] = ()) -> None:
        """Put these meetings, each in place of what had its id, and remove those ids; all of it or nothing."""

    def rebuild(self, meetings: Iterable[Meeting]) -> None:
        """Index just these meetings, beside what there is and then in its place."""

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
        """One page of what the query finds: order is relevance, newest or oldest.

        Where it is `grouped`, the items of one matter are one entry: total, paging and facets count matters.

        When the deadline strikes, what has all that was asked for and was found by then; `deadline.struck` tells.
        """

    def count(self, query: Query, *, deadline: Deadline = NO_DEADLINE) -> int:
        """How many items the query finds; how many it has found, when the deadline strikes."""

    def stored_item(self, id: str) -> StoredItem | None:
        """The item with this id, or None."""

    def matter(self, item: str) -> ItemMatter | None:
        """The matter of the item with this id, or None where there is no such item."""

    def word_matches(self, terms: Iterable[str]) -> WordMatches:
        """Which words as written in the items have which of these terms, such as those of a SearchResult."""

    def digests(self) -> Mapping[str, str]:
        """The ids of all meetings in the index, each with the digest of what was indexed of it."""

    def suggest(self, prefix: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Words of the index that begin so, with or without marks, most used first; marks that are typed come first."""

    def titles(self, prefix: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Titles that begin so, then those in which a later word does, with or without marks; most used first."""

    def similar_words(self, word: str, limit: int = 5) -> tuple[Suggestion, ...]:
        """Words of the index spelled nearly so, nearest first."""

    def verify(self) -> Mapping[str, str]:
        """Read every byte of the current generation, and give its meetings with their digests.

        Raises DamagedIndex when a byte is not what was written, IndexFromOtherVersion when it is not to be read.
        """

    def contains_term(self, key: str) -> bool:
        """Whether a term, with the sign of its level, stands anywhere in the index."""

    def terms_only_in(self, meeting: Meeting) -> frozenset[str]:
        """The terms, in all their forms, that this meeting has and no other of the index."""

    @property
    def degraded_reason(self) -> ProtokollError | None:
        """Why what is read is not the index as it was last written; None when it is."""

    def pinned(self) -> AbstractContextManager[None]:
        """Within this, all that this thread reads is of one generation, whatever is published meanwhile."""

    def expunge(self) -> None:
        """Leave nothing of what was removed or replaced, wherever the index lies; what is found is the same."""

    def close(self) -> None:
        """Let go of files; the index may not be used afterwards."""
