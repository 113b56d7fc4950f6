"""The term dictionary: every term is found where it was put, in order, and what is not as written is noticed."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.index.engines.term_dictionary import BLOCK, TermDictionary, TermDictionaryWriter, TermInfo
from indexer.index.segments.segment import DamagedRecord

TERMS = st.sets(st.text(alphabet="=~<abcåö\n", min_size=1, max_size=4), max_size=4 * BLOCK)


class File(io.BytesIO):
    """A file whose bytes can be had when it is closed."""

    content = b""

    def close(self) -> None:
        """Keep what was written."""
        self.content = self.getvalue()
        super().close()


def written(terms: dict[str, set[str]]) -> bytes:
    """The dictionary of these terms by field; the list of each stands where its place among all of them says."""
    file = File()
    writer = TermDictionaryWriter(file)
    every = [(field, term) for field in sorted(terms) for term in sorted(terms[field])]
    for place, (field, term) in enumerate(every):
        writer.add(field, term, TermInfo(place + 1, 1000 * place, len(term)))
    writer.close()
    return file.content


@given(TERMS, TERMS, st.text(alphabet="=~<abcåö", max_size=3))
def test_every_term_is_found_and_none_that_is_not_there(item: set[str], meeting: set[str], sought: str) -> None:
    terms = {"item": item, "meeting": meeting}
    dictionary = TermDictionary(memoryview(written(terms)))
    every = [(field, term) for field in sorted(terms) for term in sorted(terms[field])]
    assert [key for key, _ in dictionary.items()] == every
    for place, (field, term) in enumerate(every):
        assert dictionary.find(field, term) == TermInfo(place + 1, 1000 * place, len(term))
    assert (dictionary.find("item", sought) is not None) == (sought in item)
    begun = [term for term, _ in dictionary.beginning("item", sought)]
    assert begun == sorted(term for term in item if term.startswith(sought))
    assert dictionary.find("label", "a") is None


@given(st.data())
def test_a_flipped_bit_is_noticed(data: st.DataObject) -> None:
    content = bytearray(written({"item": {f"={number}" for number in range(3 * BLOCK)}}))
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(DamagedRecord):
        list(TermDictionary(memoryview(bytes(content))).items())
