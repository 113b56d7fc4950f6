"""Searches: one page of what a query finds in a generation, with the facets of all of it.

Where hits are grouped, the first of each matter is shown (`collapse`), and matters are counted: those of a single item
by the items, the others by a script that gathers them, since what OpenSearch counts of distinct values is an estimate.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, Final

from indexer.index.deadline import Deadline
from indexer.index.documents import Document, terms
from indexer.index.documents import documents as documents_of
from indexer.index.opensearch.fields import FACET_NAMES, TERMS, WINDOW, zone_field
from indexer.index.opensearch.snapshot import PAGE, STORED_ITEMS, Snapshot
from indexer.index.opensearch.stored import cleaned
from indexer.index.opensearch.translation import Body, Translation
from indexer.index.port import ScoredItem, SearchResult
from indexer.index.query import Query
from indexer.index.zones import MEETING_ZONES
from indexer.model import Meeting

MOST_VALUES: Final = 20_000
"""The most values of a facet that are counted."""
AT_ONCE: Final = 500
"""So many terms are looked up in one request."""
ORDERS: Final[Mapping[str, tuple[dict[str, str], ...]]] = {
    "relevance": ({"_score": "desc"}, {"date": "desc"}, {"meeting": "desc"}, {"ord": "asc"}),
    "newest": ({"date": "desc"}, {"meeting": "desc"}, {"ord": "asc"}),
    "oldest": ({"date": "asc"}, {"meeting": "asc"}, {"ord": "asc"}),
}
GATHER: Final = {
    "init_script": "state.seen = new HashMap();",
    "map_script": (
        "def values = state.seen.computeIfAbsent(doc['matter'].value, key -> new HashSet());"
        " for (name in params.names) { for (value in doc['facet_' + name]) { values.add(name + '=' + value); } }"
    ),
    "combine_script": (
        "Map all = new HashMap();"
        " for (entry in state.seen.entrySet()) { all.put(entry.getKey(), new ArrayList(entry.getValue())); }"
        " return all;"
    ),
    "reduce_script": (
        "Map all = new HashMap();"
        " for (some in states) { if (some == null) { continue; } for (entry in some.entrySet()) {"
        " all.computeIfAbsent(entry.getKey(), key -> new HashSet()).addAll(entry.getValue()); } }"
        " Map counts = new HashMap();"
        " for (values in all.values()) { for (value in values) {"
        " counts.put(value, counts.getOrDefault(value, 0) + 1); } }"
        " return ['matters': all.size(), 'counts': counts];"
    ),
    "params": {"names": list(FACET_NAMES)},
}


def search(
    snapshot: Snapshot, query: Query, order: str, page: slice, deadline: Deadline, *, grouped: bool
) -> SearchResult:
    """One page of what a query finds; TimeIsUp when it does not find it in time."""
    translation = Translation(snapshot, deadline)
    found = {"bool": {"must": [translation.scored(query)], "filter": [snapshot.items]}}
    deadline.check()
    size = page.stop - page.start
    body: Body = {
        "query": found,
        "from": page.start if page.stop <= WINDOW else 0,
        "size": size if page.stop <= WINDOW else 0,
        "track_total_hits": True,
        "track_scores": True,
        "_source": ["stored", *(["matter"] if grouped else [])],
        "sort": list(ORDERS[order]),
        "aggs": _grouped_counts() if grouped else _counts(),
    }
    if grouped:
        body["collapse"] = {"field": "matter"}
    answer = snapshot.search(body)
    hits = answer["hits"]["hits"]
    if page.stop > WINDOW:
        hits = list(_further(snapshot, body, page))
    items = answer["hits"]["total"]["value"]
    total, counts = _of_groups(answer["aggregations"]) if grouped else (items, _of_items(answer["aggregations"]))
    matters = snapshot.matters([hit["_source"]["matter"] for hit in hits]) if grouped else {}
    keys, phrases, cut = translation.marks(query)
    return SearchResult(
        total=total,
        items=items,
        hits=tuple(
            ScoredItem(
                STORED_ITEMS.decode(hit["_source"]["stored"]),
                round(hit["_score"] or 0.0, 6),
                matters[hit["_source"]["matter"]] if grouped else None,
            )
            for hit in hits
        ),
        facets={
            name: tuple((value, snapshot.labels.get((name, value), value), count) for value, count in counts[name])
            for name in FACET_NAMES
        },
        keys=keys,
        phrases=phrases,
        generation=snapshot.state.generation,
        cut=cut,
    )


def nothing(snapshot: Snapshot) -> SearchResult:
    """What is found when there was no time to find anything."""
    facets: dict[str, tuple[tuple[str, str, int], ...]] = dict.fromkeys(FACET_NAMES, ())
    return SearchResult(total=0, items=0, hits=(), facets=facets, keys={}, generation=snapshot.state.generation)


def _further(snapshot: Snapshot, body: Body, page: slice) -> Iterator[Any]:
    """The hits of a page that lies far on, or is long: read one after the other from the first."""
    if "collapse" in body:
        yield from islice(_further_groups(snapshot, body), page.start, page.stop)
        return
    yield from islice(_each(snapshot, body), page.start, page.stop)


def _each(snapshot: Snapshot, body: Body) -> Iterator[Any]:
    """Every hit, in order."""
    rest = {**body, "from": 0, "size": PAGE, "track_total_hits": False}
    rest.pop("aggs", None)
    rest.pop("collapse", None)
    after: list[Any] | None = None
    while True:
        hits = snapshot.search(rest | ({"search_after": after} if after else {}))["hits"]["hits"]
        yield from hits
        if len(hits) < PAGE:
            return
        after = hits[-1]["sort"]


def _further_groups(snapshot: Snapshot, body: Body) -> Iterator[Any]:
    """The first hit of each matter, in order."""
    seen: set[str] = set()
    for hit in _each(snapshot, body):
        if hit["_source"]["matter"] not in seen:
            seen.add(hit["_source"]["matter"])
            yield hit


# Facets


def _counts() -> Body:
    """What counts the values of each facet."""
    return {
        name: {
            "terms": {
                "field": f"facet_{name}",
                "size": MOST_VALUES,
                "order": [{"_count": "desc"}, {"_key": "asc"}],
            }
        }
        for name in FACET_NAMES
    }


def _of_items(aggregations: Any) -> dict[str, list[tuple[str, int]]]:
    return {
        name: [(bucket["key"], bucket["doc_count"]) for bucket in aggregations[name]["buckets"]] for name in FACET_NAMES
    }


def _grouped_counts() -> Body:
    """What counts matters, and those that have each value of each facet."""
    return {
        "single": {"filter": {"term": {"several": False}}, "aggs": _counts()},
        "several": {"filter": {"term": {"several": True}}, "aggs": {"gathered": {"scripted_metric": GATHER}}},
    }


def _of_groups(aggregations: Any) -> tuple[int, dict[str, list[tuple[str, int]]]]:
    """How many matters there are, and how many have each value of each facet, most first."""
    gathered = aggregations["several"]["gathered"]["value"]
    single = _of_items(aggregations["single"])
    counts = {name: Counter(dict(those)) for name, those in single.items()}
    for value, count in gathered["counts"].items():
        name, _, own = value.partition("=")
        counts[name][own] += count
    total = aggregations["single"]["doc_count"] + gathered["matters"]
    return total, {name: sorted(those.items(), key=lambda pair: (-pair[1], pair[0])) for name, those in counts.items()}


# Terms


def contains_term(snapshot: Snapshot, key: str) -> bool:
    """Whether a document has a term, also one that is not yet seen, or no longer."""
    body = {"size": 0, "track_total_hits": 1, "query": _anywhere(key)}
    return bool(snapshot.search(body)["hits"]["total"]["value"])


def terms_only_in(snapshot: Snapshot, meeting: Meeting) -> frozenset[str]:
    """The terms that a meeting has and no other."""
    documents: list[Document] = list(documents_of(meeting))
    keys = iter({key for document in documents for key in terms(document)})
    others = {"bool": {"filter": [snapshot.items], "must_not": [{"term": {"meeting": meeting.id}}]}}
    only: list[str] = []
    while some := list(islice(keys, AT_ONCE)):
        only += _absent(snapshot, others, some)
    return frozenset(only)


def _absent(snapshot: Snapshot, among: Body, keys: Iterable[str]) -> Iterator[str]:
    """Which of some terms no document has among those that a query lets through."""
    every = list(keys)
    answers = snapshot.several(
        [
            {
                "size": 0,
                "track_total_hits": 1,
                "terminate_after": 1,
                "query": {"bool": {"filter": [_anywhere(key), among]}},
            }
            for key in every
        ]
    )
    return (key for key, answer in zip(every, answers, strict=True) if not answer["hits"]["total"]["value"])


def _anywhere(key: str) -> Body:
    fields = (TERMS, *map(zone_field, MEETING_ZONES))
    return {"bool": {"should": [{"term": {field: cleaned(key)}} for field in fields], "minimum_should_match": 1}}
