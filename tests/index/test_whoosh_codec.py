"""The codec: what is written is what is read, and what is not as written is noticed."""

from __future__ import annotations

import io
from array import array
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh.codec.whoosh3 import W3TermInfo

from indexer.index.engines.whoosh_codec import PackedWriter, unpacked
from indexer.index.segments.segment import DamagedRecord, PostingList, tail_of

WEIGHTS = st.floats(min_value=0.125, max_value=8, width=32)
POSTINGS = st.dictionaries(
    st.integers(0, 2**32 - 1), st.tuples(WEIGHTS, st.lists(st.binary(min_size=4, max_size=4), max_size=5)), min_size=1
)


def written(postings: dict[int, tuple[float, list[bytes]]]) -> bytes:
    """The record that a posting list becomes."""
    file = io.BytesIO()
    writer = PackedWriter(file)
    writer.start_postings(None, W3TermInfo())
    numbers = sorted(postings)
    weights = array("f", [postings[number][0] for number in numbers])
    tail = tail_of([b"".join(postings[number][1]) for number in numbers])
    writer.take(PostingList(array("I", numbers), weights, tail, array("I", numbers[:3])))
    writer.finish_postings()
    return file.getvalue()


def read(record: bytes, at: int = 0) -> PostingList:
    """The posting list that a record holds."""
    return unpacked(record, at, b"x")


def positions(postings: PostingList) -> list[bytes]:
    """The places of each document."""
    ends, joined = postings.ends_and_positions()
    return [joined[start:end] for start, end in pairwise((0, *ends))]


@given(POSTINGS)
def test_a_posting_list_is_read_as_it_was_written(postings: dict[int, tuple[float, list[bytes]]]) -> None:
    found = read(written(postings))
    numbers = sorted(postings)
    assert list(found.numbers) == numbers
    assert list(found.words) == numbers[:3]
    assert list(found.weights) == [postings[number][0] for number in numbers]
    if any(those for _, those in postings.values()):
        assert positions(found) == [b"".join(postings[number][1]) for number in numbers]
    else:
        assert positions(found) == []


@given(POSTINGS, st.data())
def test_a_flipped_bit_is_noticed(postings: dict[int, tuple[float, list[bytes]]], data: st.DataObject) -> None:
    record = bytearray(written(postings))
    at = data.draw(st.integers(0, len(record) - 1))
    record[at] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(DamagedRecord):
        read(bytes(record))


@given(POSTINGS, st.integers(1, 2**32 - 1))
def test_a_list_in_another_place_is_noticed(postings: dict[int, tuple[float, list[bytes]]], at: int) -> None:
    with pytest.raises(DamagedRecord):
        read(written(postings), at)


@given(st.integers(0, 200))
def test_zeros_are_not_an_empty_list(count: int) -> None:
    with pytest.raises(DamagedRecord):
        read(bytes(count))


def test_a_long_list_without_positions_has_none() -> None:
    postings: dict[int, tuple[float, list[bytes]]] = {number: (1.0, []) for number in range(500)}
    assert positions(read(written(postings))) == []
