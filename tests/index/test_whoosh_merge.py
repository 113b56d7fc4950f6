"""Merging: what is merged answers as if it had been written at once, and keeps nothing of what was deleted."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.index.engines import whoosh_merge
from indexer.index.engines.whoosh_index import WhooshIndex
from indexer.index.engines.whoosh_merge import LARGEST, TIER, segments_to_merge
from indexer.index.query import All, Phrase, Query, Word
from indexer.model import Meeting
from tests.invented import item, meeting

QUERIES: tuple[Query, ...] = (
    All(),
    Word("ärende"),
    Word("cykelbanor"),
    Word("cykelbana", "title"),
    Phrase(("nya", "cykelbanor")),
    Word("påhittad", "person"),
)
MEETINGS = tuple(
    meeting(
        *(item(f"Ärende {month}.{number}", f"Nya cykelbanor i kvarter {number}") for number in range(1 + month % 3)),
        date=f"2024-{month:02}-05",
        people=("Alva Påhittad",) if month % 2 else (),
    )
    for month in range(1, 13)
)


def answers(index: WhooshIndex) -> list[object]:
    """What the queries find, with scores and facets."""
    found = [index.search(query, limit=100) for query in QUERIES]
    return [(those.total, those.hits, those.facets, those.keys) for those in found]


def rebuilt(where: Path, meetings: list[Meeting]) -> WhooshIndex:
    """An index of these meetings, written at once."""
    index = WhooshIndex(where)
    index.rebuild(meetings)
    return index


@settings(max_examples=25)
@given(
    st.lists(st.sets(st.sampled_from(MEETINGS), min_size=1, max_size=4), min_size=1, max_size=8),
    st.sets(st.sampled_from(MEETINGS), max_size=6),
)
def test_an_index_grown_and_pruned_answers_as_one_written_at_once(
    tmp_path_factory: pytest.TempPathFactory, arrivals: list[set[Meeting]], withdrawn: set[Meeting]
) -> None:
    where = tmp_path_factory.mktemp("merging")
    index = WhooshIndex(where / "grown")
    for those in arrivals:
        index.update(sorted(those, key=lambda each: each.id))
    index.update([], [each.id for each in withdrawn])
    left = set().union(*arrivals) - withdrawn
    if left:
        assert answers(index) == answers(rebuilt(where / "once", sorted(left, key=lambda each: each.id)))
    else:
        assert index.count(All()) == 0
    index.verify()


def test_what_was_withdrawn_stands_in_no_file_that_was_merged(tmp_path: Path) -> None:
    index = WhooshIndex(tmp_path / "index")
    gone = meeting(item("Hemlig kvarnfråga", "Kvarnen rivs"), date="2025-01-05")
    for each in (*MEETINGS[:6], gone, *MEETINGS[6:]):
        index.update([each])
    assert index.contains_term("=kvarnfråga")
    index.update([], [gone.id])
    files = [path for path in (tmp_path / "index").rglob("*") if path.is_file()]
    assert not any("kvarnfråga".encode() in path.read_bytes() for path in files)
    assert not index.contains_term("=kvarnfråga")


@given(st.lists(st.integers(1, 5000), max_size=200))
def test_segments_stay_few_as_minutes_arrive(sizes: list[int]) -> None:
    segments: list[int] = []
    for size in sizes:
        segments.append(size)
        chosen = segments_to_merge(segments)
        assert not chosen or len(chosen) >= TIER
        merged = sum(segments[position] for position in chosen)
        segments = [size for position, size in enumerate(segments) if position not in chosen] + (
            [merged] if merged else []
        )
    small = [size for size in segments if size <= LARGEST // (2 * TIER)]
    tiers = math.ceil(math.log(LARGEST // (2 * TIER), TIER))
    assert len(small) <= TIER * tiers


def test_large_segments_are_left_alone() -> None:
    assert segments_to_merge([LARGEST + 1] * 10) == set()
    assert segments_to_merge([LARGEST] * 10) == set()
    assert segments_to_merge([10, 10, 10, LARGEST, 10]) == {0, 1, 2, 4}


def test_small_segments_are_merged_with_those_of_the_tier_above() -> None:
    assert segments_to_merge([40, 40, 40, 12, 40]) == {0, 1, 2, 3, 4}
    assert segments_to_merge([12, 200, 3000]) == set()


def test_hardly_any_document_is_written_anew_more_often_than_its_tiers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whoosh_merge, "LARGEST", 10**9)
    segments: list[int] = []
    written = 0
    for _ in range(1024):
        segments.append(12)
        chosen = segments_to_merge(segments)
        written += sum(segments[position] for position in chosen)
        merged = sum(segments[position] for position in chosen)
        segments = [size for position, size in enumerate(segments) if position not in chosen] + (
            [merged] if merged else []
        )
    assert written / (1024 * 12) <= 6
    assert len(segments) <= 5 * (TIER - 1)
