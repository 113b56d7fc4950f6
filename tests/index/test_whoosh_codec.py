"""The codec: what is written is what is read, and what is not as written is noticed."""

from __future__ import annotations

from array import array
from itertools import chain, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.index.engines.list_records import packed, unpacked
from indexer.index.segments.packed_numbers import packed_tail, turned
from indexer.index.segments.segment import DamagedRecord, PostingList

WEIGHTS = st.floats(min_value=0.125, max_value=8, width=32)
POSITIONS = st.lists(st.builds(lambda zone, word: zone << 20 | word, st.integers(0, 127), st.integers(0, 2**20 - 1)))
Postings = dict[int, tuple[float, list[int]]]
POSTINGS = st.dictionaries(st.integers(0, 2**32 - 1), st.tuples(WEIGHTS, POSITIONS), min_size=1)


def written(postings: Postings) -> bytes:
    """The record that a posting list becomes."""
    numbers = sorted(postings)
    weights = array("f", [postings[number][0] for number in numbers])
    each = [postings[number][1] for number in numbers]
    tail = packed_tail(array("I", map(len, each)), turned(array("I", chain.from_iterable(each))))
    return packed(PostingList(array("I", numbers), weights, tail, array("I", numbers[:3])), 0)


def read(record: bytes, at: int = 0) -> PostingList:
    """The posting list that a record holds."""
    return unpacked(record, at, b"x")


def positions(postings: PostingList) -> list[list[int]]:
    """The places of each document."""
    ends, joined = postings.ends_and_positions()
    return [list(array("I", joined[start:end])) for start, end in pairwise((0, *ends))]


@given(POSTINGS)
def test_a_posting_list_is_read_as_it_was_written(postings: Postings) -> None:
    found = read(written(postings))
    numbers = sorted(postings)
    assert list(found.numbers) == numbers
    assert list(found.words) == numbers[:3]
    assert list(found.weights) == [postings[number][0] for number in numbers]
    if any(those for _, those in postings.values()):
        assert positions(found) == [postings[number][1] for number in numbers]
    else:
        assert positions(found) == []


@given(POSTINGS, st.data())
def test_a_flipped_bit_is_noticed(postings: Postings, data: st.DataObject) -> None:
    record = bytearray(written(postings))
    at = data.draw(st.integers(0, len(record) - 1))
    record[at] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(DamagedRecord):
        read(bytes(record))


@given(POSTINGS, st.integers(1, 2**32 - 1))
def test_a_list_in_another_place_is_noticed(postings: Postings, at: int) -> None:
    with pytest.raises(DamagedRecord):
        read(written(postings), at)


@given(st.integers(0, 200))
def test_zeros_are_not_an_empty_list(count: int) -> None:
    with pytest.raises(DamagedRecord):
        read(bytes(count))


def test_a_long_list_without_positions_has_none() -> None:
    postings: Postings = {number: (1.0, []) for number in range(500)}
    assert positions(read(written(postings))) == []
