"""Seals: one changed bit is noticed, whatever it is."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.storage.seal import BrokenSeal, is_sealed, seal_of, sealed, sealed_text, unsealed, unsealed_text

DOCUMENT = b'{\n "a": 1,\n "b": [\n  "\xc3\xa5"\n ]\n}'
SEALED = sealed(DOCUMENT)
PAGE = sealed_text("§ 4 Budget\n", "file 1")


def test_a_sealed_document_stays_the_json_it_was() -> None:
    document = json.loads(SEALED)
    assert document.pop("seal") == seal_of(SEALED)
    assert document == json.loads(DOCUMENT)
    assert (is_sealed(SEALED), is_sealed(DOCUMENT)) == (True, False)
    assert unsealed(SEALED) == (seal_of(SEALED), DOCUMENT)


@pytest.mark.parametrize("content", [b"", b"{}", DOCUMENT, SEALED[:-1], SEALED + b"\n", SEALED.replace(b'"a"', b'"b"')])
def test_what_is_not_as_it_was_sealed_is_noticed(content: bytes) -> None:
    with pytest.raises(BrokenSeal):
        seal_of(content)


def test_a_key_that_is_written_twice_is_noticed() -> None:
    with pytest.raises(BrokenSeal):
        seal_of(SEALED.replace(b'\n "a"', b'\n "a": 2,\n "a"'))


@given(st.integers(0, len(SEALED) - 1), st.integers(0, 7))
def test_every_flipped_bit_of_a_document_is_noticed(at: int, bit: int) -> None:
    content = bytearray(SEALED)
    content[at] ^= 1 << bit
    with pytest.raises(BrokenSeal):
        seal_of(bytes(content))


@given(st.integers(0, len(PAGE) - 1), st.integers(0, 7))
def test_every_flipped_bit_of_a_text_is_noticed(at: int, bit: int) -> None:
    content = bytearray(PAGE)
    content[at] ^= 1 << bit
    with pytest.raises(BrokenSeal):
        unsealed_text(bytes(content), "file 1")


@given(st.text(), st.text())
def test_any_text_comes_back_and_only_as_what_it_is_of(text: str, of: str) -> None:
    assert unsealed_text(sealed_text(text, of), of) == text
    with pytest.raises(BrokenSeal):
        unsealed_text(sealed_text(text, of), of + "2")
