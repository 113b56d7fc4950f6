"""The writer: a generation is written beside what is read, published at one moment, and then what it replaced goes.

    lease        no other writes; the number of the generation
    prepare      each meeting's documents, to a file of this machine's, with what joins its items to others
    join         the items into matters: those of the generation before whose matter changes are written again
    write        documents with the new number, which nobody sees; words with how many items have each
    publish      the state is replaced
    clean up     what was replaced is deleted

Whatever breaks off before `publish` leaves documents of a number that nobody sees; whoever writes next deletes them.
"""

from __future__ import annotations

import re
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import islice
from typing import IO, Any, Final, NamedTuple

import msgspec

from indexer.errors import ClusterDegraded, ClusterError, IndexFromOtherVersion, NoSuchIndex, ProtokollError
from indexer.index.documents import FINGERPRINT, Document
from indexer.index.opensearch.client import Client
from indexer.index.opensearch.fields import VERSION, index_body
from indexer.index.opensearch.snapshot import PAGE, Snapshot
from indexer.index.opensearch.state import State, StateDocument
from indexer.index.opensearch.stored import (
    MatterOfItem,
    Place,
    PreparedMeeting,
    Standing,
    actions,
    analysed,
    clues_of,
    document_id,
    document_of,
    exact_words,
    item_source,
    placed,
    prepared,
    unpacked,
    word_actions,
)
from indexer.model import Meeting
from indexer.record.matters import joined

WRITTEN_BY: Final = f"{FINGERPRINT}, cluster {VERSION}"
AT_ONCE: Final = 1_000
"""So many documents are named in one request."""


class Spooled(NamedTuple):
    """Meetings on their way: the places of their items by id, and where each stands in the file."""

    places: Mapping[str, Place]
    offsets: Mapping[str, tuple[int, int]]
    file: IO[bytes]

    def meetings(self) -> Iterator[PreparedMeeting]:
        """The meetings, one after the other."""
        for offset, size in self.offsets.values():
            self.file.seek(offset)
            yield _PREPARED.decode(self.file.read(size))


class Writer:
    """Writes generations of one index."""

    def __init__(self, client: Client, state: StateDocument) -> None:
        self._client = client
        self._state = state

    def update(self, put: Iterable[Meeting], remove: Iterable[str]) -> None:
        """Put these meetings, each in place of what had its id, and remove those ids; all of it or nothing."""
        with self._leased() as (number, before):
            if before is None:
                self._rebuild(put, number)
                return
            if before.fingerprint != WRITTEN_BY:
                raise IndexFromOtherVersion(self._state.name, before.fingerprint, WRITTEN_BY)
            self._clean()
            self._update(put, list(remove), number, self._state.read())

    def rebuild(self, meetings: Iterable[Meeting]) -> None:
        """Write an index of just these meetings beside the one that is read, and then put it in its place."""
        with self._leased() as (number, _):
            self._rebuild(meetings, number)

    @contextmanager
    def _leased(self) -> Iterator[tuple[int, State | None]]:
        """The number of the generation that is written, and what is read before; no other writes meanwhile."""
        lease = self._state.acquire()
        try:
            before = None
            with suppress(NoSuchIndex):
                before = self._state.read()
            yield lease.number, before
        finally:
            with suppress(ClusterError):
                self._state.release()

    def expunge(self) -> None:
        """Copy what is read to a new index, and delete the one in which what was removed or replaced still lies.

        Merging it away is not enough: for a while a cluster keeps deleted documents, to bring copies up to date by.
        """
        with self._leased() as (number, before):
            if before is None:
                return
            self._clean()
            current = self._state.read()
            base = self._new_base()
            snapshot = Snapshot(self._client, current)
            try:
                self._client.create(base, index_body(self._client.settings))
                for query in (snapshot.items, snapshot.meetings, snapshot.words):
                    copies = (({"index": {"_id": hit["_id"]}}, hit["_source"]) for hit in snapshot.every(query, ("*",)))
                    self._bulk(base, copies)
                self._refresh(base)
                copied = {"base": base, "number": number, "abandoned": ()}
                self._state.publish(State(**{**msgspec.structs.asdict(current), **copied, **_stamp()}))
            finally:
                with suppress(ClusterError):
                    snapshot.close()
                self._delete_others()

    def _new_base(self) -> str:
        return f"{self._state.name}-{uuid.uuid4().hex[:8]}"

    # A new index

    def _rebuild(self, meetings: Iterable[Meeting], number: int) -> None:
        base = self._new_base()
        with tempfile.TemporaryFile() as file:
            spooled = _spooled(meetings, number, file)
            self._client.create(base, index_body(self._client.settings))
            try:
                counts = self._write(base, number, spooled, _matters(spooled.places, number))
                self._bulk(base, word_actions(counts, number))
                self._refresh(base)
                self._state.publish(State(base=base, number=number, items=len(spooled.places), **_stamp()))
            except BaseException:
                with suppress(ProtokollError):
                    self._delete_others()
                raise
        self._delete_others()

    def _delete_others(self) -> None:
        """Delete the indices of this name that are not read: those before, and those that were broken off."""
        read = None
        with suppress(NoSuchIndex):
            read = self._state.read().base
        own = self._client.ask("GET", f"/{self._state.name}-*?filter_path=*.settings.index.uuid")
        for name in own:
            if name != read and re.fullmatch(rf"{re.escape(self._state.name)}-[0-9a-f]{{8}}", name):
                self._client.ask("DELETE", f"/{name}?ignore_unavailable=true")

    # A generation of the same index

    def _update(self, put: Iterable[Meeting], remove: Collection[str], number: int, before: State) -> None:
        with tempfile.TemporaryFile() as file:
            spooled = _spooled(put, number, file)
            replaced = {*remove, *spooled.offsets}
            if not replaced:
                return
            snapshot = Snapshot(self._client, before)
            try:
                state = self._written_beside(snapshot, spooled, replaced, number)
                self._state.publish(state)
            except BaseException:
                with suppress(ProtokollError):
                    self._clean()
                raise
            finally:
                with suppress(ClusterError):
                    snapshot.close()
        self._forget(state)

    def _written_beside(self, snapshot: Snapshot, spooled: Spooled, replaced: Collection[str], number: int) -> State:
        """Write what is new beside what is read; the state that shows it."""
        old = _places(snapshot)
        gone = [place.document for place in old.values() if place.clues.meeting in replaced]
        kept = {id: place for id, place in old.items() if place.clues.meeting not in replaced}
        matters = _matters({**kept, **spooled.places}, number)
        moved = {id: place for id, place in kept.items() if matters[id] != place.matter}
        self._rewrite(snapshot, moved, matters, number)
        before = snapshot.state
        counts = self._write(before.base, number, spooled, matters)
        counts.subtract(_words_of(snapshot, gone))
        self._bulk(before.base, _changed_words(snapshot, counts, number))
        self._refresh(before.base)
        return State(
            base=before.base,
            number=number,
            items=len(kept) + len(spooled.places),
            superseded=(*gone, *_heads(snapshot, replaced), *(place.document for place in moved.values())),
            abandoned=(*before.abandoned, *range(before.number + 1, number)),
            **_stamp(),
        )

    def _rewrite(
        self, snapshot: Snapshot, moved: Mapping[str, Place], matters: Mapping[str, MatterOfItem], number: int
    ) -> None:
        """Write items again whose matter is another."""
        heads: dict[str, tuple[Document, dict[str, str]]] = {}
        for part in _in_parts({place.clues.meeting for place in moved.values()}):
            query = {"bool": {"filter": [{"terms": {"meeting": part}}, snapshot.meetings]}}
            for hit in snapshot.every(query, ("type", "document", "evidence")):
                head = document_of(hit["_source"])
                heads[head.id] = head, placed(analysed(head))

        def again() -> Iterator[tuple[Any, Any]]:
            for source in _sources(snapshot, [place.document for place in moved.values()]):
                document = document_of(source)
                head, shared = heads[document.meeting]
                standing = Standing(source["date"], source["ord"], matters[document.id], number)
                written = item_source(document, analysed(document), head, standing)
                yield {"index": {"_id": document_id(document.id, number)}}, written | shared

        self._bulk(snapshot.state.base, again())

    # Both

    def _write(
        self,
        base: str,
        number: int,
        spooled: Spooled,
        matters: Mapping[str, MatterOfItem],
    ) -> Counter[str]:
        """Write what was prepared; how many items have each of its words."""
        counts: Counter[str] = Counter()
        self._bulk(
            base,
            (action for meeting in spooled.meetings() for action in actions(meeting, number, matters, counts)),
        )
        return counts

    def _bulk(self, base: str, every: Iterable[tuple[Any, Any]]) -> None:
        def renewing() -> Iterator[tuple[Any, Any]]:
            for each in every:
                self._state.renew()
                yield each

        self._client.bulk(f"/{base}", renewing())

    def _refresh(self, base: str) -> None:
        """Let what was written be read, wherever the index lies."""
        answer = self._client.ask("POST", f"/{base}/_refresh")
        if answer["_shards"]["failed"]:
            raise ClusterDegraded(self._client.settings.urls[0], f"refresh: {answer['_shards']}")

    # What is no longer seen

    def _forget(self, state: State) -> None:
        """Delete what a generation replaced, and say in the state that nothing is left of it."""
        self._bulk(state.base, (({"delete": {"_id": id}}, None) for id in state.superseded))
        self._refresh(state.base)
        self._delete_found(state.base, {"range": {"until": {"lte": state.number}}})
        self._state.publish(msgspec.structs.replace(state, superseded=()))

    def _clean(self) -> None:
        """Undo what was written of generations that were never published, and delete what the current one replaced."""
        current = self._state.read()
        self._refresh(current.base)
        if current.superseded:
            self._forget(current)
        self._delete_found(current.base, {"range": {"generation": {"gt": current.number}}})
        while ids := self._found(current.base, {"range": {"until": {"gt": current.number}}}):
            self._bulk(current.base, (({"update": {"_id": id}}, {"doc": {"until": None}}) for id in ids))
            self._refresh(current.base)

    def _delete_found(self, base: str, query: Any) -> None:
        while ids := self._found(base, query):
            self._bulk(base, (({"delete": {"_id": id}}, None) for id in ids))
            self._refresh(base)

    def _found(self, base: str, query: Any) -> list[str]:
        """The ids of some documents that a query finds."""
        body = {"query": query, "size": PAGE, "_source": False, "track_total_hits": False}
        return [hit["_id"] for hit in self._client.ask("POST", f"/{base}/_search", body)["hits"]["hits"]]


_PREPARED: Final = msgspec.json.Decoder(PreparedMeeting)


def _spooled(meetings: Iterable[Meeting], number: int, file: IO[bytes]) -> Spooled:
    """Prepare meetings, and keep them in a file; of two with the same id the last."""
    places: dict[str, dict[str, Place]] = {}
    offsets: dict[str, tuple[int, int]] = {}
    for meeting in meetings:
        whole = prepared(meeting)
        head, *items = whole.documents
        written = msgspec.json.encode(whole)
        offsets[whole.id] = file.tell(), file.write(written)
        places[whole.id] = {
            document.id: Place(
                document_id(document.id, number),
                clues_of(whole.date, whole.id, ord, head.evidence, document.evidence),
                None,
            )
            for ord, document in enumerate(items, 1)
        }
    return Spooled({id: place for own in places.values() for id, place in own.items()}, offsets, file)


def _places(snapshot: Snapshot) -> dict[str, Place]:
    """The items of a generation, and what may join them to others."""
    heads = {
        hit["_source"]["id"]: unpacked(hit["_source"]["evidence"])
        for hit in snapshot.every(snapshot.meetings, ("id", "evidence"))
    }
    places: dict[str, Place] = {}
    for hit in snapshot.every(snapshot.items, ("id", "meeting", "date", "ord", "evidence", "matter", "several")):
        own = hit["_source"]
        known = clues_of(own["date"], own["meeting"], own["ord"], heads[own["meeting"]], unpacked(own["evidence"]))
        places[own["id"]] = Place(hit["_id"], known, MatterOfItem(own["matter"], own["several"]))
    return places


def _matters(places: Mapping[str, Place], number: int) -> dict[str, MatterOfItem]:
    """The matter of each item; where it has items that were there before, its key is that of most of them."""
    ids = list(places)
    groups = [[ids[at] for at in group] for group in joined([places[id].clues for id in ids])]
    taken: set[str] = set()
    found: dict[str, MatterOfItem] = {}
    for group in sorted(groups, key=len, reverse=True):
        before = Counter(matter.key for id in group if (matter := places[id].matter))
        key = next((key for key, _ in before.most_common() if key not in taken), f"{group[0]}@{number}")
        taken.add(key)
        found.update(dict.fromkeys(group, MatterOfItem(key, len(group) > 1)))
    return found


def _heads(snapshot: Snapshot, meetings: Collection[str]) -> Iterator[str]:
    """The documents of some meetings, but not of their items."""
    for part in _in_parts(meetings):
        query = {"bool": {"filter": [{"terms": {"meeting": part}}, snapshot.meetings]}}
        yield from (hit["_id"] for hit in snapshot.every(query, ("id",)))


def _words_of(snapshot: Snapshot, documents: Collection[str]) -> Counter[str]:
    """In how many of some items each word stands."""
    counts: Counter[str] = Counter()
    for source in _sources(snapshot, documents):
        counts.update(exact_words(analysed(document_of(source))))
    return counts


def _sources(snapshot: Snapshot, documents: Collection[str]) -> Iterator[dict[str, Any]]:
    """What some documents were made of."""
    for part in _in_parts(documents):
        fields = ("type", "document", "stored", "evidence", "date", "ord")
        yield from (hit["_source"] for hit in snapshot.every({"terms": {"_id": part}}, fields))


def _changed_words(snapshot: Snapshot, counts: Mapping[str, int], number: int) -> Iterator[tuple[Any, Any]]:
    """What ends the words that more or fewer items have now, and writes them with their new count."""
    changed = {word: count for word, count in counts.items() if count}
    for part in _in_parts(changed):
        query = {"bool": {"filter": [{"terms": {"word": part}}, snapshot.words]}}
        body = {"query": query, "size": len(part), "_source": ["word", "count"], "track_total_hits": False}
        for hit in snapshot.search(body)["hits"]["hits"]:
            changed[hit["_source"]["word"]] += hit["_source"]["count"]
            yield {"update": {"_id": hit["_id"]}}, {"doc": {"until": number}}
    yield from word_actions(changed, number)


def _in_parts(names: Iterable[str]) -> Iterator[list[str]]:
    """Names, so many at a time."""
    every = iter(sorted(names))
    while part := list(islice(every, AT_ONCE)):
        yield part


def _stamp() -> dict[str, Any]:
    """When something was written, by what, and a name for it."""
    return {
        "fingerprint": WRITTEN_BY,
        "made": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "written": uuid.uuid4().hex,
    }
