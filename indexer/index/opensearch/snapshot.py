"""The snapshot: one generation as it is read, at one point in time of the cluster.

A point in time keeps what a generation is made of until it is closed or not asked for `KEEP_ALIVE`, whatever is written
and merged meanwhile. All threads of a process share the snapshot of a generation, and with it what was counted in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

import msgspec

from indexer.index.documents import StoredItem
from indexer.index.opensearch.client import NOT_FOUND, Client, ClusterRefusal
from indexer.index.opensearch.fields import ITEM, MEETING, WORD
from indexer.index.opensearch.state import State
from indexer.index.opensearch.stored import unpacked
from indexer.index.port import ItemMatter
from indexer.index.query import Query
from indexer.record.evidence import position_and_outcome
from indexer.record.outcomes import outcome_of_matter

KEEP_ALIVE: Final = "2m"
PAGE: Final = 5_000
"""So many documents are read at once where all are."""
KEPT: Final = 20_000
"""The most counts, and the most words of patterns, that are kept of a generation."""
IN_ORDER: Final = ({"date": "asc"}, {"meeting": "asc"}, {"ord": "asc"})
STORED_ITEMS: Final = msgspec.json.Decoder(StoredItem)


class Answers:
    """What a generation was asked to translate queries: counts, the words of patterns, and what depends on scores.

    `levels` says of the terms of words whether any item has them in a zone, or anywhere.
    """

    def __init__(self) -> None:
        self.counts: dict[Query, int] = {}
        self.levels: dict[tuple[str | None, str], bool] = {}
        self.expansions: dict[Query, tuple[tuple[str, ...], bool]] = {}
        self.resolved: dict[tuple[str, Query], Any] = {}

    def __len__(self) -> int:
        return len(self.counts) + len(self.levels) + len(self.expansions) + len(self.resolved)


class Snapshot:
    """One generation; see the module. Raises a ClusterRefusal when its point in time is no longer to be had."""

    def __init__(self, client: Client, state: State) -> None:
        self.client = client
        self.state = state
        self._answers = Answers()
        opened = client.ask(
            "POST", f"/{state.base}/_search/point_in_time?keep_alive={KEEP_ALIVE}", expected=(NOT_FOUND,)
        )
        self._point_in_time: str = opened["pit_id"]

    def close(self) -> None:
        """Let the cluster forget what this generation was made of."""
        self.client.ask(
            "DELETE", "/_search/point_in_time", {"pit_id": [self._point_in_time]}, expected=(NOT_FOUND, 400, 500)
        )

    @property
    def answers(self) -> Answers:
        """What it was asked before, to be added to; when that is too much, nothing older."""
        if len(self._answers) > KEPT:
            self._answers = Answers()
        return self._answers

    # What is seen

    @cached_property
    def _seen(self) -> dict[str, Any]:
        state = self.state
        hidden: list[Any] = [{"range": {"until": {"lte": state.number}}}]
        if state.abandoned:
            hidden.append({"terms": {"generation": list(state.abandoned)}})
        if state.superseded:
            hidden.append({"terms": {"_id": list(state.superseded)}})
        return {"filter": [{"range": {"generation": {"lte": state.number}}}], "must_not": hidden}

    def _of(self, type: str) -> dict[str, Any]:
        return {"bool": {**self._seen, "filter": [{"term": {"type": type}}, *self._seen["filter"]]}}

    @cached_property
    def items(self) -> dict[str, Any]:
        """What lets through the items of the generation."""
        return self._of(ITEM)

    @cached_property
    def meetings(self) -> dict[str, Any]:
        """What lets through its meetings."""
        return self._of(MEETING)

    @cached_property
    def words(self) -> dict[str, Any]:
        """What lets through its words."""
        return self._of(WORD)

    # Asking

    def search(self, body: Mapping[str, Any]) -> Any:
        """What a search finds; all parts of the index have answered."""
        answer = self.client.ask(
            "POST", "/_search?allow_partial_search_results=false", self._at(body), expected=(NOT_FOUND, 503)
        )
        if answer["_shards"]["failed"]:
            raise ClusterRefusal(NOT_FOUND, answer)
        return answer

    def several(self, bodies: Sequence[Mapping[str, Any]]) -> list[Any]:
        """What each of some searches finds."""
        return self.client.several(map(self._at, bodies))

    def _at(self, body: Mapping[str, Any]) -> dict[str, Any]:
        return {**body, "pit": {"id": self._point_in_time, "keep_alive": KEEP_ALIVE}}

    def every(self, query: Any, source: Sequence[str]) -> Iterator[Any]:
        """Every document that a query lets through, in order, read so many at a time."""
        body = {
            "query": query,
            "size": PAGE,
            "_source": list(source),
            "sort": list(IN_ORDER),
            "track_total_hits": False,
        }
        after: list[Any] | None = None
        while True:
            hits = self.search(body | ({"search_after": after} if after else {}))["hits"]["hits"]
            yield from hits
            if len(hits) < PAGE:
                return
            after = hits[-1]["sort"]

    # What is looked up once

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """The ids of all meetings, each with the digest of what was indexed of it."""
        return {hit["_source"]["id"]: hit["_source"]["digest"] for hit in self.every(self.meetings, ("id", "digest"))}

    @cached_property
    def labels(self) -> Mapping[tuple[str, str], str]:
        """How each value of each facet is best spelled: as most documents do; of equals, with the most marks."""
        counts: Counter[str] = Counter()
        seen = {"bool": {**self._seen, "must_not": [*self._seen["must_not"], {"term": {"type": WORD}}]}}
        for key, count in self.buckets(seen, "label"):
            counts[key] += count
        best: dict[tuple[str, str], tuple[bool, int, str]] = {}
        for term, count in counts.items():
            name, value, certainty, label = term.split("=", 3)
            best[name, value] = max(best.get((name, value), (False, 0, "")), (certainty == "sure", count, label))
        return {pair: label for pair, (_, _, label) in best.items()}

    def buckets(self, query: Any, field: str) -> Iterator[tuple[str, int]]:
        """Every value of a field among the documents that a query lets through, and how many have it."""
        after: Any = None
        while True:
            sources = {"size": PAGE, "sources": [{"value": {"terms": {"field": field}}}]}
            composite = sources | ({"after": after} if after else {})
            body = {"size": 0, "query": query, "track_total_hits": False, "aggs": {"all": {"composite": composite}}}
            found = self.search(body)["aggregations"]["all"]
            yield from ((bucket["key"]["value"], bucket["doc_count"]) for bucket in found["buckets"])
            after = found.get("after_key")
            if not after:
                return

    def stored_item(self, id: str) -> StoredItem | None:
        """The item with this id, or None."""
        hit = self._item(id, "stored")
        return hit and STORED_ITEMS.decode(hit["stored"])

    def matter_key(self, id: str) -> str | None:
        """The key of the matter of the item with this id, or None."""
        hit = self._item(id, "matter")
        return hit and str(hit["matter"])

    def _item(self, id: str, field: str) -> Any:
        query = {"bool": {"filter": [{"term": {"id": id}}, self.items]}}
        hits = self.search({"query": query, "size": 1, "_source": [field], "track_total_hits": False})["hits"]["hits"]
        return hits[0]["_source"] if hits else None

    def matters(self, keys: Sequence[str]) -> Mapping[str, ItemMatter]:
        """The matters with these keys."""
        members: dict[str, list[Any]] = {key: [] for key in keys}
        query = {"bool": {"filter": [{"terms": {"matter": list(members)}}, self.items]}}
        for hit in self.every(query, ("id", "matter", "evidence")) if members else ():
            members[hit["_source"]["matter"]].append(hit["_source"])
        return {
            key: ItemMatter(
                id=those[0]["id"].replace("/", "."),
                items=tuple(one["id"] for one in those),
                outcome=outcome_of_matter([position_and_outcome(unpacked(one["evidence"]))[1] for one in those]),
            )
            for key, those in members.items()
        }
