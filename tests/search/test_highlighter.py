"""Marking: which words of a shown text are marked, and what is said of how they were met."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from indexer.index.memory_index import MemoryIndex
from indexer.settings import Settings
from indexer.swedish import MatchLevel
from search_ui.answer import Hit, Question
from search_ui.search.highlighter import Highlight, excerpt
from search_ui.search.service import Search
from tests.invented import item, meeting

ITEMS = (
    item("Besök av SKR", "SKR, som är Sveriges Kommuner och Regioner, besöker kommunerna och Sverige."),
    item("Samverkan", "En fördjupad samverkan prövas. Samverkan mellan skolor blir fördjupad när samverkan prövas."),
    item("Ny plan", "Ny och fördjupad plan. Den nya och fördjupade planen."),
)


@pytest.fixture
def search(tmp_path: Path) -> Search:
    index = MemoryIndex()
    index.rebuild([meeting(*ITEMS)])
    return Search(Settings(index=tmp_path / "index", archive=tmp_path / "archive"), index)


def first(search: Search, typed: str) -> Hit:
    return search.answer(Question(query=typed)).hits[0]


def marked(hit: Hit) -> list[str]:
    """The marked words of the title and the excerpts."""
    title = [hit.title[start:end] for start, end in hit.title_marks]
    return title + [excerpt.text[start:end] for excerpt in hit.excerpts for start, end in excerpt.marks]


def test_the_words_of_a_quoted_phrase_are_marked_only_where_they_stand_together(search: Search) -> None:
    assert marked(first(search, '"fördjupad samverkan"')) == ["fördjupad", "samverkan"]


def test_a_word_that_is_sought_by_itself_too_is_marked_everywhere(search: Search) -> None:
    found = marked(first(search, 'samverkan "fördjupad samverkan"'))
    assert found == ["Samverkan", "fördjupad", "samverkan", "Samverkan", "samverkan"]


def test_words_that_are_to_be_near_are_marked_where_they_are(search: Search) -> None:
    assert marked(first(search, '"samverkan skolor"~3')) == ["Samverkan", "skolor", "samverkan"]


def test_a_phrase_in_one_zone_is_not_marked_where_its_words_are_apart(search: Search) -> None:
    assert marked(first(search, 'text:"ny och fördjupad plan"')) == ["Ny", "och", "fördjupad", "plan"]


def test_a_synonym_of_several_words_is_marked_whole_and_nothing_of_it_elsewhere(search: Search) -> None:
    hit = first(search, "SKR")
    assert marked(hit) == ["SKR", "SKR", "Sveriges", "Kommuner", "och", "Regioner"]
    assert hit.levels == ("synonym",)


def test_what_the_typed_word_itself_met_is_no_synonym(search: Search) -> None:
    assert first(search, "samverkan").levels == ()


BOTH = (
    "Bron målas. " + "Gubbarna satt kvar en stund och pratade vidare om ditt och datt. " * 6 + "Bron får en ny färja. "
)


def test_the_excerpt_is_where_most_of_the_words_stand_and_not_where_the_first_does() -> None:
    marks = tuple(
        Highlight(match.start(), match.end(), match.group().lower(), MatchLevel.EXACT)
        for match in re.finditer("Bron|färja", BOTH + "Bron är röd. " * 40)
    )
    shown = excerpt("text", BOTH + "Bron är röd. " * 40, marks)
    assert "färja" in shown.text
    assert not shown.text.startswith("Bron målas")


def test_of_passages_that_answer_alike_the_first_is_shown() -> None:
    text = "Bron målas. " + "Gubbarna satt kvar en stund och pratade vidare om ditt och datt. " * 9 + "Bron rivs."
    marks = tuple(
        Highlight(match.start(), match.end(), "bron", MatchLevel.EXACT) for match in re.finditer("Bron", text)
    )
    assert excerpt("text", text, marks).text.startswith("Bron målas")


def test_a_small_word_is_marked_only_beside_another_mark_unless_nothing_else_was_asked_for(search: Search) -> None:
    text = "Planen och skolan, här och där."
    asked = [text[mark.start : mark.end] for mark in search.marks(text, "planen och")]
    assert asked == ["Planen", "och"]
    assert [text[mark.start : mark.end] for mark in search.marks(text, "och")] == ["och", "och"]
