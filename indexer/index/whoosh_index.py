"""The Whoosh index: the default engine, embedded, one folder a generation.

Whoosh keeps the terms, the segments and the stored items. What is written in them is `whoosh_writing`, how a segment is
read `whoosh_snapshot`, and how a query is answered `evaluation`; here is which generation is written and which is read.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from heapq import nsmallest
from itertools import chain, islice
from pathlib import Path
from typing import Final, TypeVar

from indexer.errors import DamagedIndex, IndexFromOtherVersion, NoSuchIndex, ProtokollError, UnsafeIndex
from indexer.index.deadline import NO_DEADLINE, Deadline
from indexer.index.documents import FINGERPRINT, StoredItem
from indexer.index.documents import documents as documents_of
from indexer.index.documents import terms as terms_of
from indexer.index.generations import Generations, Manifest
from indexer.index.port import ScoredItem, SearchResult, Suggestion
from indexer.index.query import Query
from indexer.index.query_evaluator import QueryEvaluator
from indexer.index.whoosh_codec import CHECKED_WHEN_READ, DamagedRecord
from indexer.index.whoosh_mmap_storage import FrozenStorage
from indexer.index.whoosh_searcher import WhooshSearcher
from indexer.index.whoosh_writer import counted, write
from indexer.model import Meeting
from indexer.swedish.diacritics import fold

WORDS: Final = ("item", "meeting")
"""The fields that hold words."""
FARTHEST: Final = (0, 1, 1, 1, 1, 2, 2, 2, 2, 3)
"""How many letters a similar word may differ in, by the length of the word: with more, it is another word."""

T = TypeVar("T")


class WhooshIndex:
    """An index of agenda items kept by Whoosh below the folder `where`; see port.Index.

    With a `truth`, what gives all meetings that should be in it, an index that cannot be read is made anew by itself:
    at once where no generation can be trusted, beside the reading where an earlier one can.
    """

    def __init__(self, where: Path, truth: Callable[[], Iterable[Meeting]] | None = None) -> None:
        self.where = where
        self._degraded_reason: ProtokollError | None = None
        self._truth = truth
        self._generations = Generations(where)
        self._snapshot: WhooshSearcher | None = None
        self._pointer = b""
        self._distrusted: set[Path] = set()
        self._opening = threading.Lock()
        self._mending: threading.Thread | None = None
        self._thread = threading.local()

    # Writing

    def update(self, put: Iterable[Meeting], remove: Iterable[str] = ()) -> None:
        """Put these meetings, each in place of what had its id, and remove those ids; all of it or nothing.

        Raises DamagedIndex or IndexFromOtherVersion when what there is cannot be built upon.
        """
        with self._generations.writing():
            removed = tuple(remove)
            try:
                base = self._generations.current()
                manifest = self._generations.manifest(base)
                self._refuse_other_version(manifest)
                self._generations.sound(base, manifest, but=CHECKED_WHEN_READ)
            except NoSuchIndex:
                self._write(put, (), None, None)
            else:
                first = list(islice(put := iter(put), 1))
                if first or removed:
                    self._write(chain(first, put), removed, base, manifest)
                else:
                    self._generations.sound(base, manifest)

    def rebuild(self, meetings: Iterable[Meeting]) -> None:
        """Build a new generation of just these meetings beside the current one, whatever state that is in."""
        with self._generations.writing():
            self._write(meetings, (), None, None)

    def _write(
        self, put: Iterable[Meeting], remove: Iterable[str], base: Path | None, manifest: Manifest | None
    ) -> None:
        """Write a generation and publish it; when that fails, nothing of it is left."""
        held = dict(manifest.meetings) if manifest else {}
        folder = self._generations.begin(base)
        try:
            items = write(folder, put, remove, held, empty=base is None)
            known = manifest.files if manifest else {}
            self._generations.publish(folder, fingerprint=FINGERPRINT, meetings=held, items=items, known=known)
        except DamagedRecord as error:
            self._generations.discard(folder)
            raise DamagedIndex(self.where, str(error)) from error
        except BaseException:
            self._generations.discard(folder)
            raise

    # Reading

    @property
    def degraded_reason(self) -> ProtokollError | None:
        """Why what is read is not the index as it was last written; None when it is."""
        return self._degraded_reason

    @property
    def generation(self) -> str:
        """The name of the generation being read; it changes whenever what could be found changes."""
        return self._current().name

    @property
    def made(self) -> str:
        """When the generation being read was written, UTC, ISO."""
        return self._current().manifest.made

    def digests(self) -> Mapping[str, str]:
        """The ids of all meetings in the index, each with the digest of what was indexed of it."""
        return self._current().manifest.meetings

    def search(
        self,
        query: Query,
        *,
        order: str = "relevance",
        offset: int = 0,
        limit: int = 20,
        deadline: Deadline = NO_DEADLINE,
    ) -> SearchResult:
        """One page of what the query finds: order is relevance, newest or oldest."""
        return self._read(lambda snapshot: _found(snapshot, query, order, offset, limit, deadline))

    def count(self, query: Query, *, deadline: Deadline = NO_DEADLINE) -> int:
        """How many items the query finds."""
        return self._read(lambda snapshot: len(QueryEvaluator(snapshot, deadline).found(query)))

    def stored_item(self, id: str) -> StoredItem | None:
        """The item with this id, or None."""

        def read(snapshot: WhooshSearcher) -> StoredItem | None:
            found = snapshot.numbers("facet", f"id={id}")
            return snapshot.stored_item(found[0]) if found else None

        return self._read(read)

    def suggest(self, prefix: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Words of the index that begin so, with or without marks, most used first; marks that are typed come first."""
        typed = prefix.lower()
        bare = typed == fold(typed)
        words = self._read(lambda snapshot: snapshot.words_beginning(fold(typed)))
        best = nsmallest(limit, words, key=lambda word: (not bare and not word[0].startswith(typed), -word[1], word[0]))
        return tuple(Suggestion(word, count) for word, count in best)

    def titles(self, prefix: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Titles that begin so, then those in which a later word does, with or without marks; most used first."""
        typed = fold(prefix.lower())
        found = []
        for title, (folded, count) in self._read(lambda snapshot: snapshot.titles()).items():
            at = 0 if folded.startswith(typed) else folded.find(" " + typed)
            if at >= 0:
                found.append((at > 0, -count, title))
        return tuple(Suggestion(title, -negative, "title") for _, negative, title in nsmallest(limit, found))

    def similar_words(self, word: str, limit: int = 5) -> tuple[Suggestion, ...]:
        """Words of the index spelled nearly so, nearest first."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        vocabulary = self._read(lambda snapshot: snapshot.vocabulary())
        farthest = FARTHEST[min(len(word), len(FARTHEST) - 1)]
        near = process.extract(word, vocabulary.keys(), scorer=OSA.distance, score_cutoff=farthest, limit=limit * 4)
        near.sort(key=lambda match: (match[1], -vocabulary[match[0]], match[0]))
        return tuple(Suggestion(text, vocabulary[text]) for text, distance, _ in near if distance)[:limit]

    def verify(self) -> Mapping[str, str]:
        """Read every byte of the current generation, and give its meetings with their digests.

        Raises DamagedIndex when a byte is not what was written, IndexFromOtherVersion when it is not to be read.
        """
        manifest = self._generations.verify(self._generations.current())
        self._refuse_other_version(manifest)
        return manifest.meetings

    def terms_only_in(self, meeting: Meeting) -> frozenset[str]:
        """The terms, in all their forms, that this meeting has and no other of the index."""

        def read(snapshot: WhooshSearcher) -> frozenset[str]:
            own = {*snapshot.numbers("facet", f"meeting={meeting.id}")}
            keys = {key for document in documents_of(meeting) for key in terms_of(document)}
            return frozenset(
                key for key in keys if all(own.issuperset(snapshot.numbers(field, key)) for field in WORDS)
            )

        return self._read(read)

    def contains_term(self, key: str) -> bool:
        """Whether a term stands in the index's dictionary."""
        return self._read(lambda snapshot: any(key in snapshot.terms(field, key) for field in WORDS))

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
        """Let go of files; the index may not be used afterwards."""
        if self._mending:
            self._mending.join()
        self._snapshot = None

    # Opening

    def _read(self, read: Callable[[WhooshSearcher], T]) -> T:
        """What is read from the generation to read; once more, from another, when this proves to be damaged."""
        snapshot = self._current()
        try:
            return read(snapshot)
        except DamagedRecord as error:
            self._distrust(snapshot, error)
            return read(self._current())

    def _current(self) -> WhooshSearcher:
        """The snapshot to read: that of the generation that CURRENT names now, or the best there is in its place.

        While one thread opens a new generation, the others read the one before.
        """
        pinned: WhooshSearcher | None = getattr(self._thread, "pinned", None)
        if pinned is not None:
            return pinned
        snapshot = self._snapshot
        if snapshot is None or self._generations.pointer() != self._pointer:
            if not self._opening.acquire(blocking=snapshot is None):
                return snapshot  # type: ignore[return-value]
            try:
                pointer = self._generations.pointer()
                if self._snapshot is None or pointer != self._pointer:
                    self._snapshot = self._open_best(self._snapshot)
                    self._pointer = self._generations.pointer()
                snapshot = self._snapshot
            finally:
                self._opening.release()
        return snapshot

    def _open_best(self, before: WhooshSearcher | None) -> WhooshSearcher:
        """The newest generation that can be trusted; where there is none, the one read before, or one made anew."""
        self._degraded_reason = None
        for exact in (True, False):
            for folder in self._generations.candidates():
                try:
                    snapshot = self._open(folder, exact=exact)
                except UnsafeIndex as error:
                    self._degraded_reason = error
                    if before:
                        return before
                    raise
                except (DamagedIndex, IndexFromOtherVersion) as error:
                    self._degraded_reason = self._degraded_reason or error
                else:
                    self._look_after(folder, exact=exact)
                    return snapshot
        return before or self._made_anew()

    def _open(self, folder: Path, *, exact: bool = True) -> WhooshSearcher:
        """A generation, opened; DamagedIndex when it is not as it was written.

        Not `exact`, it may be one whose words were analysed by another version: that finds most of what there is.
        """
        if folder in self._distrusted:
            raise DamagedIndex(self.where, f"{folder.name} was found not to be as it was written")
        manifest = self._generations.manifest(folder)
        if exact or _format_of(manifest.fingerprint) != _format_of(FINGERPRINT):
            self._refuse_other_version(manifest)
        self._generations.sound(folder, manifest, but=CHECKED_WHEN_READ)
        try:
            storage = FrozenStorage(folder)
            counted(storage, manifest.meetings)
            return WhooshSearcher(folder.name, storage, manifest, self._snapshot)
        except Exception as error:  # whatever Whoosh raises over files that are not as it wrote them
            raise DamagedIndex(self.where, f"{folder.name} cannot be opened ({error})") from error

    def _look_after(self, folder: Path, *, exact: bool) -> None:
        """Have the index made anew in the background, unless the generation that was opened is the one to read.

        Nor where a newer version of the program has written a generation that this one cannot read.
        """
        try:
            well = self._generations.current() == folder
        except (DamagedIndex, NoSuchIndex) as error:
            well, self._degraded_reason = False, self._degraded_reason or error
        if exact and (well or isinstance(self._degraded_reason, IndexFromOtherVersion)):
            return
        if self._truth and not (self._mending and self._mending.is_alive()):
            self._mending = threading.Thread(target=self._mend, name="mending the index")
            self._mending.start()

    def _mend(self) -> None:
        """Make the index anew; where that cannot be done, `degraded_reason` goes on telling what is wrong."""
        with suppress(ProtokollError, OSError):
            self._rebuild_from_truth()

    def _made_anew(self) -> WhooshSearcher:
        """The first generation of an index made from the truth; where there is none, the error that there was."""
        degraded_reason = self._degraded_reason or NoSuchIndex(self.where)
        if not self._rebuild_from_truth():
            raise degraded_reason
        self._distrusted.clear()
        return self._open(self._generations.current())

    def _rebuild_from_truth(self) -> bool:
        """Build the index from the truth, if there is any: never an empty index where there was one."""
        meetings = iter(self._truth() if self._truth else ())
        first = list(islice(meetings, 1))
        if first:
            self.rebuild(chain(first, meetings))
        return bool(first)

    def _distrust(self, snapshot: WhooshSearcher, error: Exception) -> None:
        """Read a generation no longer in which damage was met while reading, nor any that shares files with it."""
        with self._opening:
            if self._snapshot is snapshot:
                self._distrusted.update(self._generations.candidates())
                self._snapshot, self._pointer = None, b""
                self._degraded_reason = DamagedIndex(self.where, str(error))
        if getattr(self._thread, "pinned", None) is snapshot:
            self._thread.pinned = None
            self._thread.pinned = self._current()

    def _refuse_other_version(self, manifest: Manifest) -> None:
        """Raise IndexFromOtherVersion unless an index was made by this version."""
        if manifest.fingerprint != FINGERPRINT:
            raise IndexFromOtherVersion(self.where, manifest.fingerprint, FINGERPRINT)


def _format_of(fingerprint: str) -> str:
    """The part of a fingerprint that tells how what is stored is to be read."""
    return fingerprint.partition(",")[0]


def _found(  # noqa: PLR0917
    snapshot: WhooshSearcher, query: Query, order: str, offset: int, limit: int, deadline: Deadline
) -> SearchResult:
    """One page of what a query finds in a snapshot."""
    evaluation = QueryEvaluator(snapshot, deadline)
    scores = evaluation.found(query)
    page = snapshot.ordered(scores, order, offset, limit)
    return SearchResult(
        total=len(scores),
        hits=tuple(ScoredItem(snapshot.stored_item(number), round(scores[number], 6)) for number in page),
        facets=snapshot.facets(scores),
        keys=evaluation.keys,
        phrases=evaluation.phrases,
        generation=snapshot.name,
        cut=tuple(evaluation.cut),
    )
