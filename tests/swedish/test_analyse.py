"""The analysis of a text as a whole: what is promised of every text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.swedish import Level, Token, analyse, is_damaged, parts, sought, words
from indexer.swedish.terms import RANK

LETTERS = st.text(alphabet="abdefgikmnorstuvåäöé-: \n\u00ad\u0308§1/.&", max_size=60)


def found_by(page: str, typed: str, *, damaged: bool = False) -> Level | None:
    """The best level on which what is typed finds the page."""
    keys = {token.key for token in analyse(page, damaged=damaged)}
    return next((asked.level for asked in sought(typed) if asked.key in keys), None)


@given(st.text() | LETTERS, st.booleans())
def test_any_text_is_analysed_and_every_token_points_at_its_own_text(text: str, damaged: bool) -> None:
    for token in analyse(text, damaged=damaged):
        assert 0 <= token.start < token.end <= len(text)
        assert text[token.start : token.end] == token.text
        assert token.term


@given(LETTERS, st.booleans())
def test_tokens_come_word_by_word_and_best_level_first(text: str, damaged: bool) -> None:
    order = [(token.position, RANK[token.level]) for token in analyse(text, damaged=damaged)]
    assert order == sorted(order)


@given(LETTERS, st.booleans())
def test_an_index_gets_the_same_terms_as_are_shown(text: str, damaged: bool) -> None:
    shown: dict[int, set[str]] = {}
    for token in analyse(text, damaged=damaged):
        shown.setdefault(token.position, set()).add(token.key)
    assert {position: set(keys) for position, _, _, keys in words(text, damaged=damaged)} == shown


@given(LETTERS)
def test_a_word_finds_itself_exactly(text: str) -> None:
    for token in analyse(text):
        if token.level is Level.EXACT:
            assert sought(token.text)[0].level is Level.EXACT
            assert sought(token.text)[0].key in {t.key for t in analyse(text) if t.position == token.position}


@given(st.text() | LETTERS)
def test_what_is_typed_asks_best_level_first_and_no_key_twice(text: str) -> None:
    asked = sought(text)
    assert [RANK[one.level] for one in asked] == sorted(RANK[one.level] for one in asked)
    assert len({one.key for one in asked}) == len(asked)
    parts(text)


@pytest.mark.parametrize(
    ("page", "typed", "level"),
    [
        ("mötet", "mötet", Level.EXACT),
        ("Mötet", "möten", Level.STEM),
        ("styrelsemötena", "möte", Level.LAST_PART),
        ("mötesplan", "möten", Level.PART),
        ("bostadsförsörjningsrapporten", "bostadsförsörjning", Level.PART),
        ("bostadsförsörjningsrapporten", "försörjningsrapport", Level.LAST_PART),
        ("mötet", "mote", Level.FOLDED),
        ("mötena", "motet", Level.FOLDED),
        ("bostadsförsörjning", "bostadsforsorjningen", Level.FOLDED),
        ("bostadsförsörjningen", "forsorjning", Level.FOLDED),
        ("protokollet from motet", "möte", Level.FOLDED),
        ("Åsa", "Asa", Level.FOLDED),
        ("Rantamäkis", "rantamaki", Level.FOLDED),
        ("Nanjing", "Nanjing", Level.EXACT),
        ("SKRs", "SKR", Level.STEM),
        ("SKR:s", "skr", Level.STEM),
        ("IT-säkerheten", "säkerhet", Level.LAST_PART),
        ("IT-säkerheten", "it", Level.PART),
        ("work-shop", "workshop", Level.STEM),
        ("Näringslivs- och destinationsnätverk", "näringslivsnätverk", Level.STEM),
        ("skolgårdar och -lokaler", "skollokaler", Level.STEM),
        ("KS 2024/00123", "2024/123", Level.STEM),
        ("§ 45", "§45", Level.EXACT),
        ("§ 45", "45", Level.LAST_PART),
        ("ansökan", "ansökningar", Level.STEM),
        ("ledamöterna", "ledamot", Level.STEM),
        ("låneböcker", "lånebok", Level.STEM),
        ("mötet", "mot", None),
        ("mot", "motet", None),
        ("motet", "mot", None),
        ("möte", "förslag", None),
    ],
)
def test_what_finds_what(page: str, typed: str, level: Level | None) -> None:
    assert found_by(page, typed) == level


@pytest.mark.parametrize(
    ("page", "typed", "level"),
    [
        ("motet", "möte", Level.RESTORED),
        ("mdétet", "möte", Level.RESTORED),
        ("styrelsemdtet", "styrelsemöte", Level.RESTORED),
        ("styrelsemdtet", "möten", Level.LAST_PART),
        ("har", "här", Level.RESTORED),
        ("har", "har", Level.EXACT),
        ("apriimétet", "aprilmöten", Level.RESTORED),
        ("BanklD", "BankID", Level.RESTORED),
        ("Al-arbete", "AI", Level.PART),
        ("motet", "mot", None),
    ],
)
def test_what_finds_what_on_a_damaged_page(page: str, typed: str, level: Level | None) -> None:
    assert found_by(page, typed, damaged=True) == level


def test_a_part_is_marked_by_its_own_letters() -> None:
    marked = [t.text for t in analyse("Ny bostads\u00adförsörjning") if t.level in (Level.PART, Level.LAST_PART)]
    assert marked == ["försörjning", "bostads\u00ad"] or marked == ["försörjning", "bostads"]


@pytest.mark.parametrize(
    "page",
    [
        unicodedata.normalize("NFD", "årsmöte"),
        "års\u00admöte",
        "års\u200bmöte",
        "års-\nmöte",
        "års\u0002\nmöte",
        "ÅRSMÖTE",
    ],
)
def test_however_it_is_written_it_is_the_clean_word(page: str) -> None:
    assert found_by(page, "årsmöte") is Level.EXACT


def test_a_hyphen_at_the_end_of_a_line_may_have_been_meant() -> None:
    assert found_by("om IT-\nsäkerhet", "it-säkerhet") is Level.EXACT
    assert found_by("om IT-\nsäkerhet", "säkerhet") is Level.LAST_PART


def test_a_word_of_five_megabytes_is_cut() -> None:
    tokens: list[Token] = list(analyse("å" * 5_000_000 + " möte"))
    assert tokens[-1].text == "möte"
    assert max(len(token.term) for token in tokens) <= 200


def test_a_page_without_swedish_letters_is_damaged_and_a_short_one_is_not_judged() -> None:
    sentence = "Kommundirektorerna motte styrelsen och beslutade att fortsatta. "
    assert is_damaged(sentence * 10)
    assert not is_damaged(sentence)
    assert not is_damaged(sentence * 10 + "Mötet är öppet för åhörare. " * 2)


def test_the_parts_of_a_typed_compound_are_words_to_search_for() -> None:
    assert parts("bostadsförsörjningsrapporten") == ("bostad", "försörjning", "rapport")
    assert parts("IT-säkerhet") == ("it", "säkerhet")
    assert parts("styrelse") == ()


def test_a_name_that_no_list_knows_is_found_on_a_page_that_lost_its_letters() -> None:
    assert found_by("Milma Rantamaki", "Rantamäki", damaged=True) is Level.RESTORED
    assert found_by("Milma Rantamaki", "rantamaki", damaged=True) is Level.EXACT
