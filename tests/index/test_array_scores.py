"""Scores in arrays: for any index and any query what the plain definition finds, in its order, with its scores."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.index.engines.memory_index import MemoryIndex
from indexer.index.query import (
    All,
    And,
    Dates,
    Filter,
    Fuzzy,
    Most,
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
from indexer.index.search import reader
from indexer.index.search.array_scores import SPARSE, ArrayScoring
from indexer.index.search.scores import PlainScoring
from indexer.model import Meeting
from tests.invented import item, meeting

VOCABULARY = (
    "skola",
    "skolan",
    "skolskjuts",
    "buss",
    "bussar",
    "budget",
    "kommun",
    "kommunstyrelsen",
    "och",
    "förskola",
)
TEXT = st.lists(st.sampled_from(VOCABULARY), max_size=6).map(" ".join)
ITEMS = st.lists(
    st.tuples(TEXT, TEXT, st.sampled_from([(), ("att tacka för informationen",), ("att bygga en skola",)])), max_size=4
)
PEOPLE = st.lists(st.sampled_from(["Alva Påhittad", "Sven Exempel", "Åsa Buss"]), max_size=2, unique=True)
WORDS = st.sampled_from(VOCABULARY)
ZONES = st.sampled_from([None, None, "title", "decision", "person", "organization"])
PHRASES = st.builds(Phrase, st.lists(WORDS, max_size=3).map(tuple), ZONES, st.sampled_from([None, None, 0, 2]))
LEAVES: st.SearchStrategy[Query] = st.one_of(
    st.builds(Word, WORDS, ZONES),
    PHRASES,
    st.builds(Prefix, st.sampled_from(["sko", "bu", "k"]), ZONES),
    st.builds(Suffix, st.sampled_from(["skola", "s", "en"]), ZONES),
    st.builds(Fuzzy, WORDS, st.sampled_from([1, 2])),
    st.builds(Filter, st.just("year"), st.sampled_from([("2021",), ("2021", "2023")])),
    st.builds(Filter, st.just("kind"), st.just(("noted",))),
    st.builds(Dates, st.sampled_from([None, "2021-06-01"]), st.sampled_from([None, "2023-01-01"])),
    st.just(All()),
)


def most(weighed: list[tuple[Query, float]]) -> Query:
    """Most of these parts."""
    return Most(tuple(part for part, _ in weighed), tuple(weight for _, weight in weighed))


def combined(parts: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    """Combinations of queries."""
    several = st.lists(parts, max_size=3).map(tuple)
    return st.one_of(
        st.builds(And, several),
        st.builds(Or, several),
        st.builds(Not, parts),
        st.builds(Synonyms, parts, several),
        st.builds(Prefer, parts, PHRASES),
        st.lists(st.tuples(parts, st.sampled_from([0.5, 1.0, 4.5])), min_size=1, max_size=3).map(most),
        st.builds(Tiers, several),
    )


QUERIES = st.recursive(LEAVES, combined, max_leaves=6)
MEETINGS = st.lists(st.tuples(ITEMS, PEOPLE, st.sampled_from(["Skolnämnden", "Vägnämnden"])), min_size=1, max_size=5)


def index(monkeypatch: pytest.MonkeyPatch, arrays_from: int, meetings: Iterable[Meeting]) -> MemoryIndex:
    """An index that scores in arrays from so many documents on."""
    monkeypatch.setattr(reader, "ARRAYS_FROM", arrays_from)
    made = MemoryIndex()
    made.rebuild(meetings)
    return made


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(MEETINGS, st.lists(QUERIES, min_size=1, max_size=4), st.integers(0, 5), st.integers(0, 8))
def test_arrays_find_what_the_definition_finds(
    drawn: list[tuple[list[Any], list[str], str]], queries: list[Query], offset: int, limit: int
) -> None:
    meetings = [
        meeting(
            *(item(title or "x", text, decisions=decisions) for title, text, decisions in items),
            date=f"202{number}-0{1 + number}-05",
            organ=organ,
            people=tuple(people),
        )
        for number, (items, people, organ) in enumerate(drawn)
    ]
    with pytest.MonkeyPatch.context() as monkeypatch:
        plain, arrays = index(monkeypatch, 10**9, meetings), index(monkeypatch, 0, meetings)
    assert isinstance(plain._current().reader.scoring, PlainScoring)
    assert isinstance(arrays._current().reader.scoring, ArrayScoring)
    for query in queries:
        for order in ("relevance", "newest", "oldest"):
            options: dict[str, Any] = {"order": order, "offset": offset, "limit": limit}
            found, expected = arrays.search(query, **options), plain.search(query, **options)
            assert (found.total, found.hits, found.facets) == (expected.total, expected.hits, expected.facets)
            assert (found.keys, found.phrases, found.cut) == (expected.keys, expected.phrases, expected.cut)


@pytest.mark.parametrize("share", [2, 4 * SPARSE])
@settings(max_examples=100, deadline=None)
@given(st.data())
def test_few_documents_and_many_are_combined_alike(share: int, data: st.DataObject) -> None:
    size = 4_000
    numbers = st.lists(st.integers(0, size - 1), unique=True, max_size=size // share // 8).map(sorted)
    masks = [bytearray(size), bytearray(size)]
    for mask in masks:
        for number in data.draw(numbers):
            mask[number] = 1
    meeting_of = memoryview(bytearray(4 * size)).cast("I")
    plain, arrays = PlainScoring(meeting_of, [0]), ArrayScoring(meeting_of, [0])
    for operation in ("both", "either", "better", "without"):
        some, others = (dict(plain.candidates(plain.masked(bytes(mask)), "newest", size)) for mask in masks)
        expected = getattr(plain, operation)(plain.times(some, 2.0), others)
        found = getattr(arrays, operation)(arrays.masked(bytes(masks[0])), arrays.masked(bytes(masks[1])))
        assert dict(arrays.candidates(found, "newest", size)) == expected
