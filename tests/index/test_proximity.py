"""Nearness: the words of a phrase stand together where they do, and nowhere else."""

from __future__ import annotations

from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.index.search.proximity import stretches

PLACES = st.lists(st.lists(st.integers(0, 12), max_size=5, unique=True), min_size=1, max_size=4)


@given(PLACES)
def test_words_in_a_row_are_found_wherever_they_are(positions: list[list[int]]) -> None:
    rows = {tuple(row) for row in product(*positions) if list(row) == list(range(row[0], row[0] + len(row)))}
    assert set(stretches(positions, None)) == rows


@given(PLACES, st.integers(0, 4))
def test_near_words_are_found_just_when_some_places_of_all_are_near(positions: list[list[int]], distance: int) -> None:
    near = any(max(those) - min(those) <= distance + len(positions) - 1 for those in product(*positions))
    found = list(stretches(positions, distance))
    assert bool(found) == near
    for stretch in found:
        assert max(stretch) - min(stretch) <= distance + len(positions) - 1
        assert all(position in those for position, those in zip(stretch, positions, strict=True))


@given(st.permutations(range(12)), st.lists(st.integers(1, 4), min_size=1, max_size=4), st.integers(0, 4))
def test_of_near_words_the_nearest_are_taken(positions: list[int], counts: list[int], distance: int) -> None:
    drawn = iter(positions)
    of_words = [[next(drawn) for _ in range(count)] for count in counts if sum(counts) <= len(positions)]
    spans = {(min(stretch), max(stretch)) for stretch in stretches(of_words, distance)}
    assert not [1 for one, other in permutations(spans, 2) if one[0] <= other[0] and other[1] <= one[1]]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_near_words_may_stand_in_any_order(order: tuple[int, ...]) -> None:
    positions = [[5], [6], [8]]
    assert any(stretches([positions[at] for at in order], 1))
    assert not any(stretches([positions[at] for at in order], 0))


def test_no_words_stand_nowhere() -> None:
    assert list(stretches([], None)) == list(stretches([], 3)) == []
