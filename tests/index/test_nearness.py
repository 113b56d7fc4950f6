"""Nearness: the words of a phrase stand together where they do, and nowhere else."""

from __future__ import annotations

from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.index.nearness import stretches

PLACES = st.lists(st.lists(st.integers(0, 12), max_size=5, unique=True), min_size=1, max_size=4)


@given(PLACES)
def test_words_in_a_row_are_found_wherever_they_are(places: list[list[int]]) -> None:
    rows = {tuple(row) for row in product(*places) if list(row) == list(range(row[0], row[0] + len(row)))}
    assert set(stretches(places, None)) == rows


@given(PLACES, st.integers(0, 4))
def test_near_words_are_found_just_when_some_places_of_all_are_near(places: list[list[int]], distance: int) -> None:
    near = any(max(those) - min(those) <= distance + len(places) - 1 for those in product(*places))
    found = list(stretches(places, distance))
    assert bool(found) == near
    for stretch in found:
        assert max(stretch) - min(stretch) <= distance + len(places) - 1
        assert all(place in those for place, those in zip(stretch, places, strict=True))


@given(st.permutations(range(12)), st.lists(st.integers(1, 4), min_size=1, max_size=4), st.integers(0, 4))
def test_of_near_words_the_nearest_are_taken(places: list[int], counts: list[int], distance: int) -> None:
    drawn = iter(places)
    of_words = [[next(drawn) for _ in range(count)] for count in counts if sum(counts) <= len(places)]
    spans = {(min(stretch), max(stretch)) for stretch in stretches(of_words, distance)}
    assert not [1 for one, other in permutations(spans, 2) if one[0] <= other[0] and other[1] <= one[1]]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_near_words_may_stand_in_any_order(order: tuple[int, ...]) -> None:
    places = [[5], [6], [8]]
    assert any(stretches([places[at] for at in order], 1))
    assert not any(stretches([places[at] for at in order], 0))


def test_no_words_stand_nowhere() -> None:
    assert list(stretches([], None)) == list(stretches([], 3)) == []
