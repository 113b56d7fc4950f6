"""The tables of a segment: what is written with it is what a reader would have made of its documents."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.index import ENGINES, open_index
from indexer.index.engines.memory_index import MemorySegment
from indexer.index.engines.whoosh_index import WhooshIndex
from indexer.index.segments.segment_tables import SegmentTables
from indexer.swedish.diacritics import fold
from tests.invented import item, meeting

WORD = st.text(alphabet="aåbö", min_size=1, max_size=4)
TITLES = st.lists(st.lists(WORD, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=8)


def tables(titles: list[str]) -> SegmentTables:
    """The tables of a segment of items with these titles."""
    return MemorySegment("one", [meeting(*map(item, titles))]).tables


@given(TITLES)
def test_the_vocabulary_has_every_word_and_in_how_many_items_it_stands(titles: list[str]) -> None:
    made, expected = tables(titles), Counter(word for title in titles for word in set(title.split()))
    listed: dict[str, int] = {}
    for length in range(7):
        listed |= dict(zip(*made.words_of_length(length), strict=True))
    assert {word: listed[word] for word in expected} == expected
    assert dict(made.words_beginning("")).items() >= listed.items()


@given(TITLES, WORD)
def test_words_are_found_by_how_they_begin_and_end(titles: list[str], part: str) -> None:
    made, words = tables(titles), {word for title in titles for word in title.split()}
    assert {word for word, _ in made.words_ending(part)} >= {word for word in words if word.endswith(part)}
    assert all(word.endswith(part) for word, _ in made.words_ending(part))
    beginning = [word for word, _ in made.words_beginning(fold(part))]
    assert set(beginning) >= {word for word in words if fold(word).startswith(fold(part))}
    assert all(fold(word).startswith(fold(part)) for word in beginning)


@given(TITLES, WORD)
def test_titles_are_found_by_how_any_of_their_words_begins(titles: list[str], part: str) -> None:
    typed = fold(part)
    expected = Counter(title for title in titles if (" " + fold(title)).find(" " + typed) >= 0)
    found = {title: (later, count) for later, title, count in tables(titles).titles_matching(typed)}
    assert found == {title: (not fold(title).startswith(typed), count) for title, count in expected.items()}


@pytest.mark.parametrize("engine", ENGINES)
def test_nothing_of_a_withdrawn_meeting_is_left_in_the_tables(tmp_path: Path, engine: str) -> None:
    gone = meeting(item("Hemlig Kvarnfråga", "KVARNEN rivs, sade Ekquist-\nPåhittad."), date="2025-01-05")
    index = open_index(tmp_path / engine, engine=engine)
    index.rebuild([gone, meeting(item("Bro", "En kvarn rivs."))])
    assert index.titles("hemlig")
    assert index.word_matches(["~kvarn"]).terms_of("KVARNEN", damaged=False) == ("~kvarn",)
    index.update([], [gone.id])
    assert not index.titles("hemlig")
    assert not index.suggest("kvarnf")
    assert not index.similar_words("kvarnfråge")
    for word in ("Kvarnfråga", "KVARNEN", "Ekquist-\nPåhittad"):
        assert index.word_matches(["~kvarn"]).terms_of(word, damaged=False) is None
    assert index.word_matches(["~kvarn"]).terms_of("kvarn", damaged=False) == ("~kvarn",)


def test_the_files_of_an_index_hold_no_form_of_a_withdrawn_word(tmp_path: Path) -> None:
    index = WhooshIndex(tmp_path / "index")
    gone = meeting(item("Frågan", "qwxyzzq"), date="2025-01-05", organ="Zqxwnämnden", people=("Qwzx Påhittad",))
    index.rebuild([gone, meeting(item("Bro", "En bro rivs."))])
    index.update([], [gone.id])
    content = b"".join(path.read_bytes().lower() for path in (tmp_path / "index").rglob("*") if path.is_file())
    assert not any(word in content for word in (b"qwxyzzq", b"zqxw", b"qwzx"))
