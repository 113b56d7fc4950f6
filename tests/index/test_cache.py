"""What an index keeps of the questions it has answered: so much and no more, whatever is asked."""

from __future__ import annotations

import pytest

from indexer.index.engines.memory_index import MemoryIndex
from indexer.index.query import And, Word
from indexer.index.search import reader
from indexer.index.search.reader import ENTRY, ENTRY_BYTES
from tests.invented import item, meeting


@pytest.fixture
def index() -> MemoryIndex:
    index = MemoryIndex()
    index.rebuild([meeting(item("Skolskjuts", "Barnen åker buss."), item("Bibliotek", "Barnen läser."))])
    return index


def test_questions_that_find_nothing_are_kept_in_bounds(index: MemoryIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "CACHED_SCORES", 20 * ENTRY_BYTES)
    for n in range(200):
        assert index.count(And((Word(f"ord{n}"), Word("barnen")))) == 0
    assert 0 < len(index._current().reader.evaluated) <= 20
    assert index.count(Word("barnen")) == 2


def test_posting_lists_are_kept_in_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "CACHED_POSTINGS", 20 * ENTRY)
    index = MemoryIndex()
    index.rebuild([meeting(*(item(f"Ord{n}", "Barnen åker buss.") for n in range(200)))])
    for n in range(200):
        assert index.count(Word(f"ord{n}")) == 1
    assert 0 < len(index._current().reader._lists) <= 20
    assert index.count(Word("barnen")) == 200


def test_nothing_is_kept_of_words_that_nobody_wrote(index: MemoryIndex) -> None:
    for n in range(200):
        assert index.count(Word(f"ord{n}")) == 0
    assert len(index._current().reader._lists) == 0
