"""Marking: which words of a shown text are marked, and what is said of how they were met."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.index.engines.memory_index import MemoryIndex
from indexer.index.zones import ZONES
from indexer.model import Meeting
from indexer.settings import Settings
from indexer.swedish import MatchLevel
from indexer.swedish.tokens import WORD
from search_ui.answer import Answer, Hit, Question
from search_ui.search.highlighter import Highlight, Highlighter, excerpt, words_at
from search_ui.search.hits import highlighter
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


def answered(where: Path, typed: str, *meetings: Meeting) -> Answer:
    index = MemoryIndex()
    index.rebuild(meetings)
    return Search(Settings(index=where / "index", archive=where / "archive"), index).answer(Question(query=typed))


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


class NothingKnown:
    """An index that knows no written word: every word of a text is then analysed."""

    def listed(self) -> None:
        """Nothing is listed."""

    def terms_of(self, word: str, *, damaged: bool) -> None:
        """No word stands in an item."""


WORDS = (
    *(
        "skola",
        "skolan",
        "Skolor",
        "skolskjuts",
        "skolskjutsen",
        "grundskola",
        "förskola",
        "SKOLSKJUTS",
        "skol-\nskjuts",
    ),
    *("buss", "bussen", "Bussar", "och", "i", "på", "kommun", "kommunen", "kommunstyrelsen", "Kommun-", "kommunhuset"),
    *("beredskap", "krisberedskap", "krisberedskapsråd", "kris", "§ 45", "2024/123", "KS-2024-00123", "t.ex.", "mötet"),
    *(
        "motet",
        "skol- och bussavgift",
        "skolgårdar och -lokaler",
        "buss-",
        "- skola",
        "IT-skola",
        "sko\u00adlan",
        "Ö-buss",
    ),
)
SEPARATORS = (" ", " ", " ", ", ", ". ", "\n", "/", "-", " - ", "")
QUERIES = (
    *("skola", "skolskjuts", "buss och skola", "i", '"skola och buss"', '"buss skola"~3', "skol*", "*skola", "bus~"),
    *(
        "kommun",
        "krisberedskap",
        "skola buss -kommun",
        'i "på bussen"',
        "beredskap ELLER skolan",
        "2024/123",
        "§ 45",
        "S",
        "(m) skola",
    ),
)
TEXTS = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(SEPARATORS)), max_size=25).map(
    lambda pairs: "".join(word + separator for word, separator in pairs)
)


@settings(max_examples=150)
@given(st.lists(st.tuples(TEXTS, TEXTS, st.booleans()), min_size=1, max_size=4), st.sampled_from(QUERIES))
def test_looking_words_up_marks_what_analysing_them_marks(texts: list[tuple[str, str, bool]], typed: str) -> None:
    index = MemoryIndex()
    index.rebuild([meeting(*(item(title, text, ocr_damaged=damaged) for title, text, damaged in texts))])
    search = Search(Settings(), index)
    asked = search._asked(Question(query=typed))
    found = search._find(search._sought(asked).tree, asked, 0, 20)
    looked_up, analysed = highlighter(index, found, indexed=True), Highlighter(found, NothingKnown(), indexed=False)
    anywhere = highlighter(index, found, indexed=False)
    for hit in found.hits:
        shown = hit.stored_item.item
        for text in (zone.excerpted(shown) for zone in ZONES if zone.excerpted):
            marks = analysed.marks(text, damaged=shown.ocr_damaged)
            assert looked_up.marks(text, damaged=shown.ocr_damaged) == marks
            assert anywhere.marks(text, damaged=shown.ocr_damaged) == marks


@settings(max_examples=300)
@given(TEXTS | st.text(alphabet="ab-§1 \n\t\u00ad.,:/'&", max_size=60))
def test_a_text_cut_at_some_places_has_the_words_there_that_it_has_when_it_is_cut_whole(text: str) -> None:
    whole = {match.span() for match in WORD.finditer(text)}
    for place in range(len(text)):
        expected = [span for span in whole if span[0] <= place < span[1]]
        assert [match.span() for match in words_at(text, [place])] == expected
    assert [match.span() for match in words_at(text, range(len(text)))] == sorted(whole)


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


@pytest.mark.parametrize("text", ["Bron kostar 12.", "Bron och 12 färjor.", "Bron, bilaga 12."])
def test_a_number_is_marked(tmp_path: Path, text: str) -> None:
    assert "12" in marked(answered(tmp_path, "bron 12", meeting(item("Ett", text))).hits[0])


@pytest.mark.parametrize(
    "text", ["Bron den 12 maj 2031.", "Bron 12/5.", "Bron 3/12.", "Bron den 5 december 12.", "Bron, 2031-05-12."]
)
def test_a_mark_is_no_number_out_of_a_date(tmp_path: Path, text: str) -> None:
    answer = answered(tmp_path, "bron 12", meeting(item("Ett", text), item("Två bron", "Annat 12.")))
    assert [marked(hit) for hit in answer.hits if hit.title == "Ett"] in ([], [["Bron"]])


def test_a_date_that_is_asked_for_is_marked_whole(tmp_path: Path) -> None:
    hit = answered(tmp_path, '"12 maj"', meeting(item("Ett", "Bron den 12 maj 2031."))).hits[0]
    assert marked(hit) == ["12", "maj"]


def test_what_is_printed_outside_the_items_is_shown_with_the_item_that_it_is_found_by(tmp_path: Path) -> None:
    made = meeting(item("Ett"), item("Två"), outside="Fikat bestod av wienerbröd.")
    hit = answered(tmp_path, "wienerbröd", made).hits[0]
    assert (hit.title, hit.excerpts[0].field, marked(hit)) == ("Ett", "outside", ["wienerbröd"])


def test_a_diary_number_that_is_asked_for_is_marked(tmp_path: Path) -> None:
    hit = answered(tmp_path, "KS 2031/00012", meeting(item("Ett", reference="KS 2031/00012"))).hits[0]
    assert hit.excerpts[0].field == "reference"
    assert marked(hit)
