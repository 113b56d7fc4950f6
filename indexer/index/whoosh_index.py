"""The Whoosh index: the default engine, embedded, one folder a generation.

Whoosh keeps the terms, the postings and the stored items; this file decides what is written in them and evaluates the
query tree over them. Two choices make it fast and its ranking provable:

*One field, the level in the term.* An item's words lie in one field, `item`, each term beginning with the sign of its
level ("=mötet", "~möte", "<protokoll"), its weight that of the best zone it stands in. A word of a query is then a
handful of posting lists, of which the best counts, instead of one list for every level times every zone.

*Whole lists.* Whoosh's matchers cost a few Python calls a posting. Here a posting list is unpacked into two arrays at
once (`whoosh_codec`), kept while the generation lasts, and combined in plain dictionaries.
"""

from __future__ import annotations

import math
import threading
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from heapq import nlargest, nsmallest
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec
from whoosh import fields as whoosh_fields
from whoosh import formats
from whoosh.index import FileIndex
from whoosh.reading import SegmentReader, TermNotFound
from whoosh.writing import MERGE_SMALL

from indexer.errors import DamagedIndex, IndexFromOtherVersion, NoSuchIndex, ProtokollError, UnsafeIndex
from indexer.index.deadline import NO_DEADLINE, Deadline, TimeIsUp
from indexer.index.fields import (
    FINGERPRINT,
    ITEM_ZONES,
    LEVELS,
    MEETING_ZONES,
    ZONE_GROUPS,
    Document,
    Entry,
    Posting,
    digest,
    zone_number,
    zone_of,
)
from indexer.index.fields import documents as documents_of
from indexer.index.fields import terms as terms_of
from indexer.index.generations import Generations, Manifest
from indexer.index.mapped import FrozenStorage, MappedStorage
from indexer.index.port import Found, Ranked, Suggestion
from indexer.index.query import (
    All,
    And,
    Dates,
    Filter,
    Fuzzy,
    Not,
    Or,
    Phrase,
    Prefer,
    Prefix,
    Query,
    Suffix,
    Synonyms,
    Tiers,
    Word,
)
from indexer.index.whoosh_codec import CHECKED_WHEN_READ, DamagedRecord, PackedCodec, PackedMatcher, lists_from
from indexer.model import Meeting
from indexer.swedish import Level, Sought, sought
from indexer.swedish.letters import fold

EXPANSIONS: Final = 200
"""The most words that word*, *word and word~ stand for; with more, the most used ones are taken and that is said."""
SYNONYM: Final = 0.6
EXPANDED: Final = 0.6
"""What a match by a synonym or by an expansion is worth beside one by the word itself."""
PREFERRED: Final = 0.5
"""What it adds that words stand together, as a share of what they are worth apart."""
NEXT_TIER: Final = 0.9
"""The best score of a tier beside the lowest of the tier above it."""
EVIDENCE: Final = 0.01
"""What the other forms of a word are worth beside the best: enough to order equals, too little to outweigh a level."""
EQUAL: Final = 1e-8
"""Scores as near as this may be equal when they are rounded."""
EXAMINED: Final = 1000
"""Of more items than this only the best are examined for words that stand together: no one turns so many pages."""
CACHED_POSTINGS: Final = 8_000_000
"""The most numbers of documents in the posting lists that a generation keeps, 8 bytes each: 64 MB."""
NO_POSTINGS: Final = (array("I"), array("f"))
"""The posting list of every term that no document has."""
CACHED_MASKS: Final = 256
CACHED_SCORES: Final = 500_000
"""The most scores and keys of words and combinations that a generation keeps, about 100 bytes each: 50 MB."""
ENTRY: Final = 50
"""What a list and a combination count besides: those that are empty grew to 170 MB when only scores were counted
(`python -m tests.stress.queries 60000`)."""
WORDS: Final = ("item", "meeting")
"""The fields that hold words."""
FACETS_OF_MEETINGS: Final = ("organization", "authority", "year", "person")
FACETS_OF_ITEMS: Final = ("kind", "person")

WRITER_MEMORY: Final = 256
"""MB of postings a writer gathers before it writes them out to be merged."""

FARTHEST: Final = (0, 1, 1, 1, 1, 2, 2, 2, 2, 3)
"""How many letters a similar word may differ in, by the length of the word: with more, it is another word."""

Scores = dict[int, float]
Evaluated = tuple[Scores, dict[str, str], tuple[str, ...]]
"""What a query finds, the keys that mark it, and what of it was expanded only in part. None of it is ever changed."""
T = TypeVar("T")


class Places(formats.Format):  # type: ignore[misc]
    """A posting's value: the places of the term as unsigned 32-bit numbers."""


class Terms(whoosh_fields.FieldType):  # type: ignore[misc]
    """A field whose value is a mapping from terms to Postings, analysed already."""

    def __init__(self) -> None:
        self.format = Places()
        self.analyzer = None
        self.scorable = self.stored = self.unique = False
        self.vector = self.column_type = None

    def index(self, value: Mapping[str, Posting], **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        """What Whoosh writes: term, frequency, weight and value."""
        for term, posting in value.items():
            yield term.encode(), len(posting.places), posting.weight, array("I", posting.places).tobytes()


class Labels(whoosh_fields.FieldType):  # type: ignore[misc]
    """A field whose value is an iterable of strings, each a term without places."""

    def __init__(self) -> None:
        self.format = formats.Existence()
        self.analyzer = None
        self.scorable = self.stored = self.unique = False
        self.vector = self.column_type = None

    def index(self, value: Iterable[str], **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        """What Whoosh writes: term, frequency, weight and value."""
        for term in dict.fromkeys(value):
            yield term.encode(), 1, 1.0, b""


def schema() -> whoosh_fields.Schema:
    """Items' terms, meetings' terms, facets ("year=2024"), labels ("organization=slug=As Printed"), and the item."""
    return whoosh_fields.Schema(
        item=Terms(), meeting=Terms(), facet=Labels(), label=Labels(), entry=whoosh_fields.STORED()
    )


class WhooshIndex:
    """An index of agenda items kept by Whoosh below the folder `where`; see port.Index.

    With a `truth`, what gives all meetings that should be in it, an index that cannot be read is made anew by itself:
    at once where no generation can be trusted, beside the reading where an earlier one can.
    """

    def __init__(self, where: Path, truth: Callable[[], Iterable[Meeting]] | None = None) -> None:
        self.where = where
        self._trouble: ProtokollError | None = None
        self._truth = truth
        self._generations = Generations(where)
        self._snapshot: _Snapshot | None = None
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
            self._fill(folder, put, remove, held, empty=base is None)
            items = _canary(FrozenStorage(folder), held)
            known = manifest.files if manifest else {}
            self._generations.publish(folder, fingerprint=FINGERPRINT, meetings=held, items=items, known=known)
        except DamagedRecord as error:
            self._generations.discard(folder)
            raise DamagedIndex(self.where, str(error)) from error
        except BaseException:
            self._generations.discard(folder)
            raise

    @staticmethod
    def _fill(
        folder: Path, put: Iterable[Meeting], remove: Iterable[str], held: dict[str, str], *, empty: bool
    ) -> None:
        """Write the changes, and let `held` say what the generation holds with them."""
        storage = MappedStorage(str(folder))
        try:
            index = FileIndex.create(storage, schema(), "MAIN") if empty else FileIndex(storage, schema(), "MAIN")
            # Nobody else writes here: the lock is that of all generations.
            writer = index.writer(limitmb=WRITER_MEMORY, codec=PackedCodec(), compound=False, _lk=False)
            reader = index.reader()
            for id in remove:
                _delete(reader, writer, id)
                held.pop(id, None)
            for meeting in put:
                if meeting.id in held:
                    _delete(reader, writer, meeting.id)
                for document in documents_of(meeting):
                    writer.add_document(**_fields_of(document))
                held[meeting.id] = digest(meeting)
            writer.commit(mergetype=_settle)
        finally:
            storage.abandon()

    # Reading

    @property
    def trouble(self) -> ProtokollError | None:
        """Why what is read is not the index as it was last written; None when it is."""
        return self._trouble

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
    ) -> Found:
        """One page of what the query finds: order is relevance, newest or oldest."""
        return self._read(lambda snapshot: _found(snapshot, query, order, offset, limit, deadline))

    def count(self, query: Query, *, deadline: Deadline = NO_DEADLINE) -> int:
        """How many items the query finds."""
        return self._read(lambda snapshot: len(_Evaluation(snapshot, deadline).found(query)))

    def entry(self, id: str) -> Entry | None:
        """The item with this id, or None."""

        def read(snapshot: _Snapshot) -> Entry | None:
            found = snapshot.numbers("facet", f"id={id}")
            return snapshot.entry(found[0]) if found else None

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

    def keys_only_of(self, meeting: Meeting) -> frozenset[str]:
        """The terms, in all their forms, that this meeting has and no other of the index."""

        def read(snapshot: _Snapshot) -> frozenset[str]:
            own = {*snapshot.numbers("facet", f"meeting={meeting.id}")}
            keys = {key for document in documents_of(meeting) for key in terms_of(document)}
            return frozenset(
                key for key in keys if all(own.issuperset(snapshot.numbers(field, key)) for field in WORDS)
            )

        return self._read(read)

    def knows(self, key: str) -> bool:
        """Whether a term stands in the index's dictionary."""
        return self._read(lambda snapshot: any(key in snapshot.terms(field, key) for field in WORDS))

    @contextmanager
    def steady(self) -> Iterator[None]:
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

    def _read(self, read: Callable[[_Snapshot], T]) -> T:
        """What is read from the generation to read; once more, from another, when this proves to be damaged."""
        snapshot = self._current()
        try:
            return read(snapshot)
        except DamagedRecord as error:
            self._distrust(snapshot, error)
            return read(self._current())

    def _current(self) -> _Snapshot:
        """The snapshot to read: that of the generation that CURRENT names now, or the best there is in its place.

        While one thread opens a new generation, the others read the one before.
        """
        pinned: _Snapshot | None = getattr(self._thread, "pinned", None)
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

    def _open_best(self, before: _Snapshot | None) -> _Snapshot:
        """The newest generation that can be trusted; where there is none, the one read before, or one made anew."""
        self._trouble = None
        for exact in (True, False):
            for folder in self._generations.candidates():
                try:
                    snapshot = self._open(folder, exact=exact)
                except UnsafeIndex as error:
                    self._trouble = error
                    if before:
                        return before
                    raise
                except (DamagedIndex, IndexFromOtherVersion) as error:
                    self._trouble = self._trouble or error
                else:
                    self._look_after(folder, exact=exact)
                    return snapshot
        return before or self._made_anew()

    def _open(self, folder: Path, *, exact: bool = True) -> _Snapshot:
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
            _canary(storage, manifest.meetings)
            return _Snapshot(folder.name, storage, manifest, self._snapshot)
        except Exception as error:  # whatever Whoosh raises over files that are not as it wrote them
            raise DamagedIndex(self.where, f"{folder.name} cannot be opened ({error})") from error

    def _look_after(self, folder: Path, *, exact: bool) -> None:
        """Have the index made anew in the background, unless the generation that was opened is the one to read.

        Nor where a newer version of the program has written a generation that this one cannot read.
        """
        try:
            well = self._generations.current() == folder
        except (DamagedIndex, NoSuchIndex) as error:
            well, self._trouble = False, self._trouble or error
        if exact and (well or isinstance(self._trouble, IndexFromOtherVersion)):
            return
        if self._truth and not (self._mending and self._mending.is_alive()):
            self._mending = threading.Thread(target=self._mend, name="mending the index")
            self._mending.start()

    def _mend(self) -> None:
        """Make the index anew; where that cannot be done, `trouble` goes on telling what is wrong."""
        with suppress(ProtokollError, OSError):
            self._rebuild_from_truth()

    def _made_anew(self) -> _Snapshot:
        """The first generation of an index made from the truth; where there is none, the error that there was."""
        trouble = self._trouble or NoSuchIndex(self.where)
        if not self._rebuild_from_truth():
            raise trouble
        self._distrusted.clear()
        return self._open(self._generations.current())

    def _rebuild_from_truth(self) -> bool:
        """Build the index from the truth, if there is any: never an empty index where there was one."""
        meetings = iter(self._truth() if self._truth else ())
        first = list(islice(meetings, 1))
        if first:
            self.rebuild(chain(first, meetings))
        return bool(first)

    def _distrust(self, snapshot: _Snapshot, error: Exception) -> None:
        """Read a generation no longer in which damage was met while reading, nor any that shares files with it."""
        with self._opening:
            if self._snapshot is snapshot:
                self._distrusted.update(self._generations.candidates())
                self._snapshot, self._pointer = None, b""
                self._trouble = DamagedIndex(self.where, str(error))
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
    snapshot: _Snapshot, query: Query, order: str, offset: int, limit: int, deadline: Deadline
) -> Found:
    """One page of what a query finds in a snapshot."""
    evaluation = _Evaluation(snapshot, deadline)
    scores = evaluation.found(query)
    page = snapshot.ordered(scores, order, offset, limit)
    return Found(
        total=len(scores),
        hits=tuple(Ranked(snapshot.entry(number), round(scores[number], 6)) for number in page),
        facets=snapshot.facets(scores),
        keys=evaluation.keys,
        generation=snapshot.name,
        cut=tuple(evaluation.cut),
    )


def _delete(reader: Any, writer: Any, id: str) -> None:
    """Delete the documents of a meeting."""
    with suppress(TermNotFound):
        for document in reader.postings("facet", f"meeting={id}".encode()).all_ids():
            writer.delete_document(document)


def _settle(writer: Any, segments: list[Any]) -> list[Any]:
    """Which segments stay as they are when a generation is finished.

    Those with deleted documents are written anew, so that no word of what was withdrawn stays in any file; of the
    others, small ones are merged as Whoosh does.
    """
    for segment in segments:
        if segment.has_deletions() and segment.doc_count():
            reader = SegmentReader(writer.storage, writer.schema, segment)
            writer.add_reader(reader)
            reader.close()
    whole = [segment for segment in segments if not segment.has_deletions()]
    kept: list[Any] = MERGE_SMALL(writer, whole)
    return kept


def _canary(storage: FrozenStorage, held: Mapping[str, str]) -> int:
    """How many items a generation has; DamagedRecord when its meetings are not all there, or its ends not readable."""
    reader = FileIndex(storage, schema(), "MAIN").reader()
    try:
        heads = reader.doc_frequency("facet", b"head=") if held else 0
        for number in {0, reader.doc_count_all() - 1} if held else ():
            reader.stored_fields(number)
        if reader.has_deletions() or heads != len(held):
            raise DamagedRecord(f"{len(held)} meetings should be there, and {heads} are")
        return int(reader.doc_count_all() - heads)
    finally:
        reader.close()


def _fields_of(document: Document) -> dict[str, Any]:
    """A document as Whoosh's fields."""
    facets = [f"{facet.name}={facet.value}" for facet in document.facets]
    facets += [f"id={document.id}", f"meeting={document.meeting}"]
    if document.entry is None:
        dates = [facet.value for facet in document.facets if facet.name == "date"]
        return {
            "meeting": terms_of(document),
            "entry": f"{dates[0]} {document.id}".encode(),
            "facet": [*facets, "head="],
            "label": [
                f"{facet.name}={facet.value}={'doubtful' if facet.doubtful else 'sure'}={facet.label}"
                for facet in document.facets
                if facet.label
            ],
        }
    return {"item": terms_of(document), "facet": facets, "entry": msgspec.json.encode(document.entry)}


class _Segment:
    """What was read from one segment: as a segment never changes, it is passed on to every generation that has it."""

    def __init__(self) -> None:
        self.lists: dict[tuple[str, str], list[tuple[str, array[int]]]] = {}
        self.values: dict[tuple[str, bool], dict[int, tuple[str, ...]]] = {}
        self.named: list[tuple[str, str]] | None = None


class _Snapshot:
    """One generation, read: its posting lists as arrays, its meetings as ranges of documents.

    Whoosh's readers may not be shared by threads, so each thread has its own; what was read from them is shared.
    """

    def __init__(self, name: str, storage: FrozenStorage, manifest: Manifest, before: _Snapshot | None) -> None:
        self.name = name
        self.manifest = manifest
        self._index = FileIndex(storage, schema(), "MAIN")
        self._local = threading.local()
        self._lists: dict[tuple[str, str], tuple[array[int], array[float]]] = {}
        self._masks: dict[Query, bytes] = {}
        self._forward: dict[str, dict[int, tuple[str, ...]]] = {}
        self._spelled: dict[str, dict[str, str]] = {}
        self._vocabulary: dict[str, int] | None = None
        self.evaluated: dict[Query, Evaluated] = {}
        self._scores_kept = self._postings_kept = 0
        self._folded: list[tuple[str, str]] | None = None
        self._titles: dict[str, tuple[str, int]] | None = None
        known: dict[str, _Segment] = before._segments if before else {}
        here = [leaf.segment().segment_id() for leaf, _ in self._leaves()]
        self._segments: dict[str, _Segment] = {segment: known.get(segment) or _Segment() for segment in here}
        self.size: int = self._reader().doc_count_all()
        self.heads = self._all_heads()
        self.meeting_of = array("I", (head for head in range(len(self.heads)) for _ in range(*self._span(head))))
        self.live = self._live_mask()
        self.items = self.live.count(1)
        named = self._dates_and_ids()
        self._dates = [date for date, _ in named]
        self._rank = [0] * len(named)
        for place, head in enumerate(sorted(range(len(named)), key=named.__getitem__)):
            self._rank[head] = place

    def _reader(self) -> Any:
        """This thread's reader."""
        reader = getattr(self._local, "reader", None)
        if reader is None:
            reader = self._local.reader = self._index.reader()
        return reader

    def keep(self, query: Query, found: Evaluated) -> None:
        """Keep what a query found, for the same or a larger one; when that is too much, nothing older."""
        scores, keys, _ = found
        cost = len(scores) + len(keys) + ENTRY
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
            for offset, matcher in self._matchers(field, key):
                numbers.extend(number + offset for number in matcher.numbers)
                weights.extend(matcher.weights)
            if self._postings_kept + len(numbers) + ENTRY > CACHED_POSTINGS:
                self._lists.clear()
                self._postings_kept = 0
            found = self._lists[field, key] = (numbers, weights) if numbers else NO_POSTINGS
            self._postings_kept += len(numbers) + ENTRY
        return found

    def numbers(self, field: str, key: str) -> array[int]:
        """The numbers of the documents that have the term, ascending."""
        return self.postings(field, key)[0]

    def places(self, field: str, key: str, among: Container[int] | None = None) -> Iterator[tuple[int, array[int]]]:
        """Each document, of these or of all, that has the term, with the term's places in it."""
        for offset, matcher in self._matchers(field, key):
            for number, packed in zip(matcher.numbers, matcher.places(), strict=True):
                if among is None or number + offset in among:
                    yield number + offset, array("I", packed)

    def _matchers(self, field: str, key: str) -> Iterator[tuple[int, PackedMatcher]]:
        """The term's posting list in each segment, and the number of the segment's first document."""
        term = key.encode("utf-8", "replace")
        for leaf, offset in self._reader().leaf_readers():
            try:
                matcher = leaf.postings(field, term)
            except TermNotFound:
                continue
            yield offset, matcher if isinstance(matcher, PackedMatcher) else matcher.child

    def _leaves(self) -> list[tuple[Any, int]]:
        """This thread's reader of each segment, and the number of the segment's first document."""
        return [(leaf, offset) for leaf, offset in self._reader().leaf_readers() if leaf.segment()]

    def _by_segment(self) -> Iterator[tuple[Any, int, _Segment]]:
        """Each segment's reader, its first document, and what is kept of it."""
        for leaf, offset in self._leaves():
            yield leaf, offset, self._segments[leaf.segment().segment_id()]

    @staticmethod
    def _lists_of(leaf: Any, kept: _Segment, field: str, prefix: str) -> list[tuple[str, array[int]]]:
        """Every term of a segment's field that begins so, with the numbers of its documents within the segment."""
        if (field, prefix) not in kept.lists:
            found = lists_from(leaf, field, prefix.encode())
            kept.lists[field, prefix] = [(term.decode(), matcher.numbers) for term, matcher in found]
        return kept.lists[field, prefix]

    def terms(self, field: str, prefix: str) -> Iterator[str]:
        """The terms of a field that begin so, in order."""
        for term in self._reader().expand_prefix(field, prefix.encode("utf-8", "replace")):
            yield term.decode()

    def words_with_prefix(self, prefix: str) -> list[tuple[str, int]]:
        """The words, as they stand in items, that begin so, and how many items have each."""
        return [(term[1:], self._frequency(term)) for term in self.terms("item", Level.EXACT + prefix.lower())]

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
            counts = Counter(self.entry(number).item.title for number in _set_bytes(self.live))
            self._titles = {title: (fold(title.lower()), count) for title, count in counts.items() if title}
        return self._titles

    def _frequency(self, term: str) -> int:
        """In how many items a term stands."""
        return int(self._reader().doc_frequency("item", term.encode()))

    # Meetings

    def _all_heads(self) -> array[int]:
        """The numbers of the meeting documents, ascending: where each meeting's range begins."""
        heads = array("I")
        for offset, matcher in self._matchers("facet", "head="):
            heads.extend(number + offset for number in matcher.numbers)
        return heads

    def _live_mask(self) -> bytes:
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
                entries = (leaf.stored_fields(head)["entry"].decode().partition(" ") for head in heads)
                kept.named = [(date, id) for date, _, id in entries]
            named += kept.named
        return named

    # Hits

    def entry(self, number: int) -> Entry:
        """The stored item of a document."""
        return msgspec.json.decode(self._reader().stored_fields(number)["entry"], type=Entry)

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
                if self.live[offset + number] != of_meetings:
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
            both = int.from_bytes(mask, "little") & int.from_bytes(self.live, "little")
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
                yield (number, number + 1) if self.live[number] else self.range_of(self.head_of(number))


class _Evaluation:
    """One query over one snapshot: every node of the tree becomes the documents it finds and their scores.

    A word's score in a document is its rarity times the best of its levels there, each level's value times the weight
    of the zone; a phrase scores as its words would; a conjunction is the sum of its parts, filters and exclusions score
    nothing. `keys` gathers what to mark, `cut` what was expanded only in part.

    When the deadline strikes, the tiers that were found whole stand, since nothing can come above them; the rest is
    left out, because half a conjunction is no answer: an item may lack just the word that was not yet looked up.
    """

    def __init__(self, snapshot: _Snapshot, deadline: Deadline) -> None:
        self.snapshot = snapshot
        self.deadline = deadline
        self.keys: dict[str, str] = {}
        self.cut: list[str] = []

    def found(self, query: Query) -> Scores:
        """The documents that the query finds in time."""
        try:
            return self.match(query)
        except TimeIsUp:
            return {}

    def match(self, query: Query) -> Scores:
        """The documents that a node finds; TimeIsUp when it does not find them in time.

        What this generation was asked before is not sought again.
        """
        self.deadline.check()
        kept = self.snapshot.evaluated.get(query)
        if kept is None:
            alone = _Evaluation(self.snapshot, self.deadline)
            kept = (alone._sought_anew(query), alone.keys, tuple(alone.cut))
            if not self.deadline.struck:
                self.snapshot.keep(query, kept)
        scores, keys, cut = kept
        for key, asked in keys.items():
            self.keys.setdefault(key, asked)
        self.cut.extend(part for part in cut if part not in self.cut)
        return scores

    def _sought_anew(self, query: Query) -> Scores:
        """The documents that a node finds."""
        match query:
            case Word():
                return self._weighed(self._word(query))
            case Phrase():
                return self._phrase(query)
            case Prefix() | Suffix() | Fuzzy():
                return self._weighed(self._expanded(query))
            case Filter() | Dates():
                return dict.fromkeys(_set_bytes(self.snapshot.mask(query)), 0.0)
            case And():
                return self._and(query)
            case Or():
                return self._or(query)
            case Synonyms():
                return self._synonyms(query)
            case Prefer():
                return self._prefer(query)
            case Tiers():
                return self._tiers(query)
            case Not():
                return self._without(self._everything(), self._silently(query.part))
            case All():
                return self._everything()

    def _everything(self) -> Scores:
        """Every live item."""
        return dict.fromkeys(_set_bytes(self.snapshot.live), 0.0)

    def _silently(self, query: Query) -> Scores:
        """What a node finds, without marking it: what is excluded is not shown."""
        keys = dict(self.keys)
        found = self.match(query)
        self.keys = keys
        return found

    def _weighed(self, best: Scores) -> Scores:
        """Scores times how rare the hits are (Robertson & Spärck Jones' idf, as BM25 uses it)."""
        rarity = math.log(1 + (self.snapshot.items - len(best) + 0.5) / (len(best) + 0.5))
        return {number: score * rarity for number, score in best.items()}

    # Words

    def _word(self, query: Word) -> Scores:
        """The best level and zone of a word in each document that has it; what else it has of it breaks ties."""
        best: Scores = {}
        for want in reversed(sought(query.text)):
            numbers, weights = self._sought(want, query.zone)
            if not numbers:
                continue
            self.keys.setdefault(want.key, query.text)
            worth = LEVELS[want.level]
            self.deadline.check()
            if not best:
                best = {number: worth * weight for number, weight in zip(numbers, weights, strict=True)}
                continue
            for number, weight in self.deadline.over(zip(numbers, weights, strict=True)):
                score, before = worth * weight, best.get(number, 0.0)
                best[number] = score + EVIDENCE * before if score > before else before + EVIDENCE * score
        return best

    def _sought(self, want: Sought, zone: str | None) -> tuple[Sequence[int], Sequence[float]]:
        """The documents that have a key, and the weight of the zone in each; `zone` limits to one, or to a group."""
        if zone is None:
            return self.snapshot.postings("item", want.key)
        zones = ZONE_GROUPS.get(zone, (zone,))
        found = self._in_zones(want.key, {zone_number(name) for name in zones if name in ITEM_ZONES})
        outer = {zone_number(name) for name in zones if name not in ITEM_ZONES}
        for number, places in self._all_places("meeting", want.key) if outer else ():
            if any(zone_of(place) in outer for place in places):
                first, end = self.snapshot.range_of(self.snapshot.head_of(number))
                found += (item for item in range(first, end) if self.snapshot.live[item])
        return found, [1.0] * len(found)

    def _in_zones(self, key: str, zones: set[int]) -> list[int]:
        """The documents that have a key in one of these zones of an item."""
        everywhere = self._all_places("item", key) if zones else ()
        return [number for number, places in everywhere if any(zone_of(place) in zones for place in places)]

    def _all_places(
        self, field: str, key: str, among: Container[int] | None = None
    ) -> Iterator[tuple[int, array[int]]]:
        """Each document, of these or of all, that has a key, with its places, while there is time."""
        return self.deadline.over(self.snapshot.places(field, key, among))

    def _expanded(self, query: Prefix | Suffix | Fuzzy) -> Scores:
        """The documents with any of the words that a pattern stands for."""
        words = self._words_of(query)
        if len(words) > EXPANSIONS:
            self.cut.append(str(query))
            words = nsmallest(EXPANSIONS, words, key=lambda word: (-word[1], word[0]))
        best: Scores = {}
        for word, _ in words:
            key = Level.EXACT + word
            self.keys.setdefault(key, str(query))
            worth = 1.0 if word == query.text.lower() else EXPANDED
            numbers, weights = self._sought(Sought(key, Level.EXACT), query.zone)
            for number, weight in self.deadline.over(zip(numbers, weights, strict=True)):
                best[number] = max(best.get(number, 0.0), worth * weight)
        return best

    def _words_of(self, query: Prefix | Suffix | Fuzzy) -> list[tuple[str, int]]:
        """The words in the index that a pattern stands for, each with how many items have it."""
        text = query.text.lower()
        match query:
            case Prefix():
                return self.snapshot.words_with_prefix(text)
            case Suffix():
                words = self.deadline.over(self.snapshot.vocabulary().items())
                return [(word, count) for word, count in words if word.endswith(text)]
            case Fuzzy(distance=distance):
                from rapidfuzz import process
                from rapidfuzz.distance import OSA

                vocabulary = self.snapshot.vocabulary()
                words_in_time = self.deadline.over(vocabulary)
                near = process.extract_iter(text, words_in_time, scorer=OSA.distance, score_cutoff=distance)
                return [(word, vocabulary[word]) for word, _, _ in near]

    def _phrase(self, query: Phrase) -> Scores:
        """The documents with the words together, scored as the words are."""
        parts = [Word(word, query.zone) for word in query.words]
        together = self._and(And(tuple(parts))) if parts else {}
        for key in [key for key in self.keys if query.distance is None and key[0] not in "=?"]:
            if self.keys[key] in query.words:
                del self.keys[key]
        heads = {self.snapshot.head_of(number) for number in self._together("meeting", query, None)}
        found = self._together("item", query, together)
        return {
            number: score
            for number, score in together.items()
            if number in found or (heads and self.snapshot.head_of(number) in heads)
        }

    def _together(self, field: str, query: Phrase, among: Container[int] | None) -> set[int]:
        """The documents, of these or of all, whose field has a phrase's words together in a zone that is asked for."""
        zones = self._zones(field, query.zone)
        if not zones:
            return set()
        near = query.distance is not None
        places: list[dict[int, list[int]]] = []
        for word in query.words:
            places.append(self._places(field, word, zones, places[-1] if places else among, near=near))
        return {
            number
            for number in self.deadline.over(places[-1] if places else ())
            if _adjacent([those[number] for those in places], query.distance)
        }

    @staticmethod
    def _zones(field: str, zone: str | None) -> set[int]:
        """The numbers of a field's zones that a zone of a query stands for; those of a meeting only by name."""
        held = ITEM_ZONES if field == "item" else MEETING_ZONES
        names = ZONE_GROUPS.get(zone, (zone,)) if zone else ITEM_ZONES
        return {zone_number(name) for name in names if name in held}

    def _places(
        self, field: str, word: str, zones: set[int], among: Container[int] | None, *, near: bool
    ) -> dict[int, list[int]]:
        """Where a word stands in these zones: as written or restored, or, for nearness, in any form."""
        levels = set(Level) if near else {Level.EXACT, Level.RESTORED}
        found: dict[int, list[int]] = {}
        for want in sought(word):
            if want.level in levels:
                for number, places in self._all_places(field, want.key, among):
                    inside = [place for place in places if zone_of(place) in zones]
                    if inside:
                        found.setdefault(number, []).extend(inside)
        return found

    # Combinations

    def _and(self, query: And) -> Scores:
        """What every part finds: the scoring parts first, then filters, then exclusions."""
        scoring = [part for part in query.parts if not isinstance(part, Filter | Dates | Not | All)]
        filters = [part for part in query.parts if isinstance(part, Filter | Dates)]
        found: Scores | None = None
        for scores in sorted((self.match(part) for part in scoring), key=len):
            if found is None:
                found = scores
            else:
                found = {number: score + scores[number] for number, score in found.items() if number in scores}
        if found is None:
            found = self._everything()
        for narrowing in filters:
            mask = self.snapshot.mask(narrowing)
            found = {number: score for number, score in found.items() if mask[number]}
        for part in query.parts:
            if isinstance(part, Not):
                found = self._without(found, self._silently(part.part))
        return found

    def _or(self, query: Or) -> Scores:
        """What any part finds; an item that several find is worth their sum."""
        found: Scores = {}
        for part in query.parts:
            for number, score in self.match(part).items():
                found[number] = found.get(number, 0.0) + score
        return found

    def _synonyms(self, query: Synonyms) -> Scores:
        """What the asked part finds, and for less what its synonyms find; the best counts."""
        found = dict(self.match(query.asked))
        for other in query.others:
            for number, score in self.match(other).items():
                found[number] = max(found.get(number, 0.0), SYNONYM * score)
        return found

    def _prefer(self, query: Prefer) -> Scores:
        """What is asked for, raised where its words stand together."""
        found = self.match(query.asked)
        best = found if len(found) <= EXAMINED else nlargest(EXAMINED, found, key=found.__getitem__)
        together = self._together("item", query.preferred, best if best is found else frozenset(best))
        return found | {number: found[number] * (1 + PREFERRED) for number in together}

    def _tiers(self, query: Tiers) -> Scores:
        """What the parts find, each part's items below those of the parts before it."""
        found: Scores = {}
        for part in query.parts:
            try:
                matched = self.match(part)
            except TimeIsUp:
                break
            below = {number: score for number, score in matched.items() if number not in found}
            highest, lowest = max(below.values(), default=0.0), min(found.values(), default=0.0)
            squeeze = lowest * NEXT_TIER / highest if found and highest else 1.0
            found |= {number: score * squeeze for number, score in below.items()}
        return found

    @staticmethod
    def _without(found: Scores, excluded: Scores) -> Scores:
        """What is found and not excluded."""
        return {number: score for number, score in found.items() if number not in excluded}


def _set_bytes(mask: bytes) -> Iterator[int]:
    """The numbers of the bytes that are 1."""
    at = mask.find(1)
    while at >= 0:
        yield at
        at = mask.find(1, at + 1)


def _adjacent(places: list[list[int]], distance: int | None) -> bool:
    """Whether the words stand one after the other, or, with a distance, all within so many words, in one zone."""
    if not places:
        return False
    if distance is None:
        following = set(places[0])
        for those in places[1:]:
            following = {place + 1 for place in following} & set(those)
        return bool(following)
    spread = distance + len(places) - 1
    events = sorted((place, word) for word, those in enumerate(places) for place in set(those))
    for index, (place, _) in enumerate(events):
        near = {word for other, word in islice(events, index, None) if other - place <= spread}
        if len(near) == len(places):
            return True
    return False
