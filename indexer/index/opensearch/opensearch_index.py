"""The OpenSearch index: the port over a cluster; the other modules of this folder say how it is read and written."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import blake2b
from itertools import chain, islice
from pathlib import Path
from typing import Final, TypeVar

from indexer.errors import (
    ClusterDegraded,
    ClusterError,
    DamagedIndex,
    IndexFromOtherVersion,
    NoSuchIndex,
    ProtokollError,
)
from indexer.index.deadline import NO_DEADLINE, Deadline, TimeIsUp
from indexer.index.documents import StoredItem
from indexer.index.opensearch import dictionary, searches
from indexer.index.opensearch.client import Client, ClusterRefusal
from indexer.index.opensearch.snapshot import Snapshot
from indexer.index.opensearch.state import State, StateDocument
from indexer.index.opensearch.translation import Translation
from indexer.index.opensearch.writer import WRITTEN_BY, Writer
from indexer.index.port import ItemMatter, SearchResult, Suggestion, WordMatches
from indexer.index.query import Query
from indexer.index.segments.written_words import terms_of
from indexer.messages import message
from indexer.model import Meeting
from indexer.settings import ClusterSettings

T = TypeVar("T")

READ_AGAIN: Final = 4
"""So often a reading is begun again whose point in time was lost with a node, or whose index was replaced."""


class OpenSearchIndex:
    """An index of agenda items in a cluster; see port.Index.

    With a `truth`, what gives all meetings that should be in it, it is made of them where the cluster has none.
    """

    def __init__(
        self,
        where: Path,
        truth: Callable[[], Iterable[Meeting]] | None = None,
        withholds: Callable[[Iterable[str]], bool] = lambda ids: False,
        *,
        cluster: ClusterSettings | None = None,
    ) -> None:
        self.where = where
        cluster = cluster or ClusterSettings()
        self.client = Client(cluster)
        self._truth = truth
        self._withholds = withholds
        self._state = StateDocument(self.client, cluster.name or _name_of(where))
        self._writer = Writer(self.client, self._state)
        self._snapshot: Snapshot | None = None
        self._opening = threading.Lock()
        self._thread = threading.local()

    # Writing

    def update(self, put: Iterable[Meeting], remove: Iterable[str] = ()) -> None:
        """Put these meetings, each in place of what had its id, and remove those ids; all of it or nothing."""
        self._writer.update(put, remove)

    def rebuild(self, meetings: Iterable[Meeting]) -> None:
        """Index just these meetings, beside what there is and then in its place."""
        self._writer.rebuild(meetings)

    def expunge(self) -> None:
        """Leave nothing of what was removed or replaced on any node: all else is copied, and the rest deleted."""
        self._writer.expunge()

    # Reading

    @property
    def generation(self) -> str:
        """The name of the generation that is read."""
        return self._current_state().generation

    @property
    def made(self) -> str:
        """When what is read was written, UTC, ISO."""
        return self._current_state().made

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

        def found(snapshot: Snapshot) -> SearchResult:
            try:
                return searches.search(snapshot, query, order, slice(offset, offset + limit), deadline, grouped=grouped)
            except TimeIsUp:
                return searches.nothing(snapshot)

        return self._read(found)

    def count(self, query: Query, *, deadline: Deadline = NO_DEADLINE) -> int:
        """How many items the query finds."""

        def counted(snapshot: Snapshot) -> int:
            try:
                deadline.check()
                return Translation(snapshot, deadline).count(query)
            except TimeIsUp:
                return 0

        return self._read(counted)

    def stored_item(self, id: str) -> StoredItem | None:
        """The item with this id, or None."""
        return self._read(lambda snapshot: snapshot.stored_item(id))

    def matter(self, item: str) -> ItemMatter | None:
        """The matter of the item with this id, or None where there is no such item."""

        def found(snapshot: Snapshot) -> ItemMatter | None:
            key = snapshot.matter_key(item)
            return None if key is None else snapshot.matters([key])[key]

        return self._read(found)

    def word_matches(self, terms: Iterable[str]) -> WordMatches:
        """Which words have which of these terms: told by analysing them."""
        return AnalysedMatches(terms)

    def digests(self) -> Mapping[str, str]:
        """The ids of all meetings in the index, each with the digest of what was indexed of it."""
        return self._read(lambda snapshot: snapshot.digests)

    def suggest(self, prefix: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Words of the index that begin so, with or without marks, most used first; marks that are typed come first."""
        return self._read(lambda snapshot: dictionary.suggest(snapshot, prefix, limit))

    def titles(self, prefix: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Titles that begin so, then those in which a later word does, with or without marks; most used first."""
        return self._read(lambda snapshot: dictionary.titles(snapshot, prefix, limit))

    def similar_words(self, word: str, limit: int = 5) -> tuple[Suggestion, ...]:
        """Words of the index spelled nearly so, nearest first."""
        return self._read(lambda snapshot: dictionary.similar_words(snapshot, word, limit))

    def verify(self) -> Mapping[str, str]:
        """Have every part of the index answer, count what is there, and give its meetings with their digests.

        The bytes are the cluster's to check: it keeps sums of all it writes.
        """

        def verified(snapshot: Snapshot) -> Mapping[str, str]:
            if snapshot.state.fingerprint != WRITTEN_BY:
                raise IndexFromOtherVersion(self.where, snapshot.state.fingerprint, WRITTEN_BY)
            answer = snapshot.search({"size": 0, "track_total_hits": True, "query": snapshot.items})
            found = answer["hits"]["total"]["value"]
            if found != snapshot.state.items:
                reason = message("index.items_missing", found=found, written=snapshot.state.items)
                raise DamagedIndex(self.where, reason)
            return snapshot.digests

        return self._read(verified)

    def contains_term(self, key: str) -> bool:
        """Whether a term, with the sign of its level, stands anywhere in the index."""
        return self._read(lambda snapshot: searches.contains_term(snapshot, key))

    def terms_only_in(self, meeting: Meeting) -> frozenset[str]:
        """The terms, in all their forms, that this meeting has and no other of the index."""
        return self._read(lambda snapshot: searches.terms_only_in(snapshot, meeting))

    @property
    def degraded_reason(self) -> ProtokollError | None:
        """Why what is read is not the index as it was last written: another version of the program wrote it."""
        fingerprint = self._current_state().fingerprint
        return None if fingerprint == WRITTEN_BY else IndexFromOtherVersion(self.where, fingerprint, WRITTEN_BY)

    @contextmanager
    def pinned(self) -> Iterator[None]:
        """Within this, all that this thread reads is of one generation, whatever is published meanwhile."""
        before = getattr(self._thread, "pinned", None)
        self._thread.pinned = before or self._current()
        try:
            yield
        finally:
            self._thread.pinned = before

    def close(self) -> None:
        """Let go of the cluster; the index may not be used afterwards."""
        if self._snapshot:
            with suppress(ClusterError, ClusterRefusal):
                self._snapshot.close()
        self._snapshot = None
        self.client.close()

    # Which generation is read

    def _current_state(self) -> State:
        """The state of the generation that this thread reads."""
        pinned: Snapshot | None = getattr(self._thread, "pinned", None)
        return pinned.state if pinned else self._current().state

    def _read(self, read: Callable[[Snapshot], T]) -> T:
        """What is read of the generation to read; once more where its point in time was lost meanwhile."""
        refusal: ClusterRefusal | None = None
        for _ in range(READ_AGAIN):
            snapshot = getattr(self._thread, "pinned", None) or self._current()
            try:
                return read(snapshot)
            except ClusterRefusal as error:
                refusal = error
                self._lose(snapshot)
        raise ClusterDegraded(self.client.settings.urls[0], str(refusal and refusal.answer)[:200])

    def _lose(self, lost: Snapshot) -> None:
        """Read another snapshot than one that was lost: of the same generation, as long as that is the current one."""
        with self._opening:
            if self._snapshot is lost:
                self._snapshot = None
        if getattr(self._thread, "pinned", None) is lost:
            self._thread.pinned = None
            self._thread.pinned = self._current()

    def _current(self) -> Snapshot:
        """The snapshot of the generation that is published now."""
        state = self._published()
        snapshot = self._snapshot
        if snapshot is None or snapshot.state != state:
            with self._opening:
                snapshot = self._snapshot
                if snapshot is None or snapshot.state != state:
                    snapshot = self._snapshot = self._opened(state)
        return snapshot

    def _published(self) -> State:
        """The state; where there is none, an index is made of the truth, if there is any."""
        try:
            return self._state.read()
        except NoSuchIndex:
            meetings = iter(self._truth() if self._truth else ())
            first = list(islice(meetings, 1))
            if not first:
                raise NoSuchIndex(self.where) from None
            self.rebuild(chain(first, meetings))
            return self._state.read()

    def _opened(self, state: State) -> Snapshot:
        """A snapshot of a state that is still published when the snapshot is there, so that nothing of it is gone."""
        for _ in range(READ_AGAIN):
            try:
                snapshot = Snapshot(self.client, state)
            except ClusterRefusal:
                state = self._state.read()
                continue
            again = self._state.read()
            if again == state:
                if _format_of(state.fingerprint) != _format_of(WRITTEN_BY):
                    raise IndexFromOtherVersion(self.where, state.fingerprint, WRITTEN_BY)
                if self._withholds(snapshot.digests):
                    raise DamagedIndex(self.where, f"{state.generation} holds what was withdrawn")
                return snapshot
            snapshot.close()
            state = again
        raise ClusterDegraded(self.client.settings.urls[0], state.base)


class AnalysedMatches:
    """Which of some terms words have, told by analysing each; see port.WordMatches."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._terms = frozenset(terms)

    def listed(self) -> Mapping[tuple[str, bool], tuple[str, ...]] | None:
        """None: the words of the index are not listed."""
        return None

    def terms_of(self, word: str, *, damaged: bool) -> tuple[str, ...] | None:
        """Which of the terms a written word has."""
        return tuple(term for term in terms_of(word, damaged=damaged) if term in self._terms)


def _name_of(where: Path) -> str:
    """The name of the index that another engine would keep in this folder."""
    return f"protokoll-{blake2b(str(where.absolute()).encode(), digest_size=6).hexdigest()}"


def _format_of(fingerprint: str) -> str:
    """The parts of a fingerprint that tell how what is stored is to be read."""
    parts = fingerprint.split(", ")
    return f"{parts[0]} {parts[-1]}"
