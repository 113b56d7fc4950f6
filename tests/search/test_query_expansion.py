"""Query expansion: what a query also means, and when what is near it follows."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.index.engines.memory_index import MemoryIndex
from indexer.settings import Settings
from indexer.swedish.synonyms import SynonymTable
from search_ui.answer import Answer, Question
from search_ui.search import query_expansion
from search_ui.search.service import Search
from tests.invented import item, meeting


def answered(where: Path, query: str, *texts: str, organs: tuple[str, ...] = ()) -> Answer:
    """The answer over items with these texts, each in a meeting of its own, of these organs in turn."""
    organs = organs or ("Bronämnden",) * len(texts)
    index = MemoryIndex()
    index.rebuild(
        meeting(item(text, ""), date=f"2024-01-{day:02}", organ=organ)
        for day, (text, organ) in enumerate(zip(texts, organs, strict=True), 1)
    )
    return Search(Settings(index=where / "index", archive=where / "archive"), index).answer(Question(query=query))


def titles(answer: Answer) -> set[str]:
    return {hit.title for hit in answer.hits}


@pytest.mark.parametrize(("exact", "near_follows"), [(0, True), (1, True), (9, True), (10, False), (11, False)])
def test_near_matches_follow_only_when_fewer_than_ten_items_have_all_of_it(
    tmp_path: Path, exact: int, near_follows: bool
) -> None:
    answer = answered(tmp_path, "bro färja", *("Bro och färja",) * exact, "Bara bro", "Bara färja")
    assert (answer.total > exact) == near_follows
    assert [hit.title for hit in answer.hits[:exact]] == ["Bro och färja"] * exact
    assert len(answer.remarks) == near_follows
    assert answer.complete == exact


@pytest.mark.parametrize(("literal", "near_follows"), [(1, True), (9, True), (10, False)])
def test_what_the_thesaurus_has_near_a_word_follows_where_few_have_the_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, literal: int, *, near_follows: bool
) -> None:
    words = tmp_path / "synonyms.txt"
    words.write_text("kvarn ~ mjölnare\n", "utf-8")
    monkeypatch.setattr(query_expansion, "synonyms", lambda: SynonymTable([words]))
    answer = answered(tmp_path, "kvarnen", "Mjölnare, mjölnare", *("En kvarn",) * literal)
    assert [hit.title for hit in answer.hits] == ["En kvarn"] * literal + ["Mjölnare, mjölnare"] * near_follows
    assert answer.complete == literal


def test_what_a_word_means_in_one_organ_is_no_synonym_in_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = tmp_path / "synonyms.txt"
    words.write_text("KD > partiet\n[Bronämnden]\nKD > brovakten\n", "utf-8")
    monkeypatch.setattr(query_expansion, "synonyms", lambda: SynonymTable([words]))
    texts = ("Om brovakten här", "Om brovakten där", "Om partiet här", "Om partiet där")
    organs = ("Bronämnden", "Vägnämnden", "Bronämnden", "Vägnämnden")
    assert titles(answered(tmp_path, "KD", *texts, organs=organs)) == {"Om brovakten här", "Om partiet där"}
