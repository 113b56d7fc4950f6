"""The dictionary: the words and the titles of a generation by how they begin, how they end, and what they are like."""

from __future__ import annotations

from heapq import nsmallest
from typing import Any, Final

from indexer.index.opensearch.fields import WINDOW
from indexer.index.opensearch.snapshot import Answers, Snapshot
from indexer.index.opensearch.stored import TITLE_LETTERS
from indexer.index.port import Suggestion
from indexer.index.query import Fuzzy, Prefix, Suffix
from indexer.index.search.query_evaluator import EXPANSIONS
from indexer.index.search.searcher import LARGEST_DISTANCE
from indexer.swedish.diacritics import fold

MOST_USED: Final = ({"count": "desc"}, {"word": "asc"})
AUTOMATON: Final = 2
"""The most letters by which OpenSearch finds words that differ; of more, words of a like length are compared here."""
TITLES: Final = 10_000
"""The most titles with one beginning that are counted."""


def expansion(snapshot: Snapshot, answers: Answers, query: Prefix | Suffix | Fuzzy) -> tuple[tuple[str, ...], bool]:
    """The words that a pattern stands for, those most used where they are many, and whether some were left out."""
    found = answers.expansions.get(query)
    if found is None:
        words = words_of(snapshot, query)
        found = answers.expansions[query] = tuple(word for word, _ in words[:EXPANSIONS]), len(words) > EXPANSIONS
    return found


def words_of(snapshot: Snapshot, query: Prefix | Suffix | Fuzzy) -> list[tuple[str, int]]:
    """The words that a pattern stands for with how many items have each, most used first; one more than is wanted."""
    text = query.text.lower()
    match query:
        case Prefix():
            return _words(snapshot, {"prefix": {"word": text}}, EXPANSIONS + 1)
        case Suffix():
            return _words(snapshot, {"prefix": {"reversed": text[::-1]}}, EXPANSIONS + 1)
        case Fuzzy(distance=distance):
            near = ((word, count) for word, count, _ in _near(snapshot, text, distance))
            return nsmallest(EXPANSIONS + 1, near, key=lambda word: (-word[1], word[0]))


def suggest(snapshot: Snapshot, prefix: str, limit: int) -> tuple[Suggestion, ...]:
    """Words that begin so; those with the marks that were typed come first."""
    typed = prefix.lower()
    found: list[tuple[str, int]] = []
    if typed != fold(typed):
        found = _words(snapshot, {"prefix": {"word": typed}}, limit)
    if len(found) < limit:
        bare = _words(snapshot, {"prefix": {"folded": fold(typed)}}, limit + len(found))
        found += [pair for pair in bare if pair not in found]
    return tuple(Suggestion(word, count) for word, count in found[:limit])


def titles(snapshot: Snapshot, prefix: str, limit: int) -> tuple[Suggestion, ...]:
    """Titles that begin so, then those in which a later word does."""
    typed = fold(prefix.lower())
    start, later = ({"prefix": {field: typed[:TITLE_LETTERS]}} for field in ("title_start", "title_later"))
    counted = {"terms": {"field": "title", "size": TITLES}}
    body = {
        "size": 0,
        "track_total_hits": False,
        "query": {"bool": {"filter": [snapshot.items], "should": [start, later], "minimum_should_match": 1}},
        "aggs": {"titles": counted},
    }
    buckets = snapshot.search(body)["aggregations"]["titles"]["buckets"]
    matching = []
    for bucket in buckets:
        folded = fold(" ".join(bucket["key"].lower().split()))
        if folded.startswith(typed) or f" {typed}" in folded:
            matching.append((not folded.startswith(typed), -bucket["doc_count"], bucket["key"]))
    return tuple(Suggestion(title, -negative, "title") for _, negative, title in nsmallest(limit, matching))


def similar_words(snapshot: Snapshot, word: str, limit: int) -> tuple[Suggestion, ...]:
    """Words spelled nearly so, nearest first."""
    largest = LARGEST_DISTANCE[min(len(word), len(LARGEST_DISTANCE) - 1)]
    near = (one for one in _near(snapshot, word, largest) if one[2])
    nearest = nsmallest(limit, near, key=lambda one: (one[2], -one[1], one[0]))
    return tuple(Suggestion(text, count) for text, count, _ in nearest)


def _near(snapshot: Snapshot, text: str, distance: int) -> list[tuple[str, int, int]]:
    """The words at most so many letters from a text, each with how many items have it and how many letters."""
    from rapidfuzz.distance import OSA

    like: dict[str, Any] = {"range": {"length": {"gte": max(1, len(text) - distance), "lte": len(text) + distance}}}
    if distance <= AUTOMATON:
        rewritten = {"value": text, "fuzziness": distance, "transpositions": True, "rewrite": "constant_score"}
        like = {"bool": {"filter": [like, {"fuzzy": {"word": rewritten}}]}} if distance else {"term": {"word": text}}
    body = {
        "query": {"bool": {"filter": [like, snapshot.words]}},
        "size": WINDOW,
        "_source": ["word", "count"],
        "sort": [{"word": "asc"}],
        "track_total_hits": False,
    }
    near: list[tuple[str, int, int]] = []
    after: list[Any] | None = None
    while True:
        hits = snapshot.search(body | ({"search_after": after} if after else {}))["hits"]["hits"]
        for hit in hits:
            word, count = hit["_source"]["word"], hit["_source"]["count"]
            letters = OSA.distance(text, word, score_cutoff=distance)
            if letters <= distance:
                near.append((word, count, letters))
        if len(hits) < WINDOW:
            return near
        after = hits[-1]["sort"]


def _words(snapshot: Snapshot, query: dict[str, Any], size: int) -> list[tuple[str, int]]:
    """The words that a query lets through, most used first."""
    body = {
        "query": {"bool": {"filter": [query, snapshot.words]}},
        "size": min(size, WINDOW),
        "_source": ["word", "count"],
        "sort": list(MOST_USED),
        "track_total_hits": False,
    }
    hits = snapshot.search(body)["hits"]["hits"]
    return [(hit["_source"]["word"], hit["_source"]["count"]) for hit in hits]
