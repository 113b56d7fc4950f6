"""The port: what any index promises, whatever engine keeps it.

One contract test runs on every engine. An engine is written whole in one file, because what a writer stores is what its
reader reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

import msgspec

from indexer.index.fields import Entry
from indexer.index.query import Query
from indexer.model import Meeting


class Ranked(msgspec.Struct, frozen=True):
    """One item that was found, with its score."""

    entry: Entry
    score: float


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What a query found: the exact number of items, one page of them, and the facets of them all.

    `facets` holds, for each name, every value with its label and count, most first. `keys` are the terms that the query
    came to mean in this index, each with the word of the query it serves: what is to be marked. `cut` names the parts
    of the query that were expanded only in part.
    """

    total: int
    hits: tuple[Ranked, ...]
    facets: Mapping[str, tuple[tuple[str, str, int], ...]]
    keys: Mapping[str, str]
    generation: str
    cut: tuple[str, ...] = ()


class Suggestion(msgspec.Struct, frozen=True):
    """A word or a title that begins as typed, and how many items have it."""

    text: str
    count: int


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

    def search(self, query: Query, *, order: str = "relevance", offset: int = 0, limit: int = 20) -> Found:
        """One page of what the query finds: order is relevance, newest or oldest."""

    def count(self, query: Query) -> int:
        """How many items the query finds."""

    def entry(self, id: str) -> Entry | None:
        """The item with this id, or None."""

    def digests(self) -> Mapping[str, str]:
        """The ids of all meetings in the index, each with the digest of what was indexed of it."""

    def suggest(self, prefix: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Words of the index that begin so, most used first."""

    def similar_words(self, word: str, limit: int = 5) -> tuple[Suggestion, ...]:
        """Words of the index spelled nearly so, nearest first."""

    def close(self) -> None:
        """Let go of files; the index may not be used afterwards."""
