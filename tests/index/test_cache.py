"""What an index keeps of the questions it has answered: so much and no more, whatever is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.index import whoosh_searcher
from indexer.index.query import And, Word
from indexer.index.whoosh_index import WhooshIndex
from indexer.index.whoosh_searcher import ENTRY
from tests.invented import item, meeting


@pytest.fixture
def index(tmp_path: Path) -> WhooshIndex:
    index = WhooshIndex(tmp_path)
    index.rebuild([meeting(item("Skolskjuts", "Barnen åker buss."), item("Bibliotek", "Barnen läser."))])
    return index


def test_questions_that_find_nothing_are_kept_in_bounds(index: WhooshIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whoosh_searcher, "CACHED_SCORES", 20 * ENTRY)
    for n in range(200):
        assert index.count(And((Word(f"ord{n}"), Word("barnen")))) == 0
    assert 0 < len(index._current().evaluated) <= 20
    assert index.count(Word("barnen")) == 2


def test_posting_lists_are_kept_in_bounds(index: WhooshIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whoosh_searcher, "CACHED_POSTINGS", 20 * ENTRY)
    for n in range(200):
        assert index.count(Word(f"ord{n}")) == 0
    assert 0 < len(index._current()._lists) <= 20
    assert index.count(Word("barnen")) == 2
