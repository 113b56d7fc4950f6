"""The analysis of a text as a whole: what is promised of every text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.swedish import MatchLevel, Token, analyse, is_damaged, keys, parts, query_terms, words
from indexer.swedish.terms import RANK, terms

LETTERS = st.text(alphabet="abdefgikmnorstuvåäöé-: \n\u00ad\u0308§1/.&", max_size=60)


def found_by(page: str, typed: str, *, damaged: bool = False) -> MatchLevel | None:
    """The best level on which what is typed finds the page."""
    keys = {token.key for token in analyse(page, damaged=damaged)}
    return next((asked.level for asked in query_terms(typed) if asked.key in keys), None)


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
        if token.level is MatchLevel.EXACT:
            assert query_terms(token.text)[0].level is MatchLevel.EXACT
            assert query_terms(token.text)[0].key in {t.key for t in analyse(text) if t.position == token.position}


@given(st.text() | LETTERS)
def test_what_is_typed_asks_best_level_first_and_no_key_twice(text: str) -> None:
    asked = query_terms(text)
    assert [RANK[one.level] for one in asked] == sorted(RANK[one.level] for one in asked)
    assert len({one.key for one in asked}) == len(asked)
    parts(text)


@pytest.mark.parametrize(
    ("page", "typed", "level"),
    [
        ("mötet", "mötet", MatchLevel.EXACT),
        ("Mötet", "möten", MatchLevel.STEM),
        ("styrelsemötena", "möte", MatchLevel.LAST_PART),
        ("mötesplan", "möten", MatchLevel.PART),
        ("bostadsförsörjningsrapporten", "bostadsförsörjning", MatchLevel.PART),
        ("bostadsförsörjningsrapporten", "försörjningsrapport", MatchLevel.LAST_PART),
        ("mötet", "mote", MatchLevel.FOLDED),
        ("mötena", "motet", MatchLevel.FOLDED),
        ("bostadsförsörjning", "bostadsforsorjningen", MatchLevel.FOLDED),
        ("bostadsförsörjningen", "forsorjning", MatchLevel.FOLDED),
        ("protokollet from motet", "möte", MatchLevel.FOLDED),
        ("Åsa", "Asa", MatchLevel.FOLDED),
        ("Rantamäkis", "rantamaki", MatchLevel.FOLDED),
        ("Nanjing", "Nanjing", MatchLevel.EXACT),
        ("SKRs", "SKR", MatchLevel.STEM),
        ("SKR:s", "skr", MatchLevel.STEM),
        ("IT-säkerheten", "säkerhet", MatchLevel.LAST_PART),
        ("IT-säkerheten", "it", MatchLevel.PART),
        ("work-shop", "workshop", MatchLevel.STEM),
        ("Näringslivs- och destinationsnätverk", "näringslivsnätverk", MatchLevel.STEM),
        ("skolgårdar och -lokaler", "skollokaler", MatchLevel.STEM),
        ("KS 2024/00123", "2024/123", MatchLevel.STEM),
        ("§ 45", "§45", MatchLevel.EXACT),
        ("§ 45", "45", MatchLevel.LAST_PART),
        ("ansökan", "ansökningar", MatchLevel.STEM),
        ("ledamöterna", "ledamot", MatchLevel.STEM),
        ("låneböcker", "lånebok", MatchLevel.STEM),
        ("mötet", "mot", None),
        ("mot", "motet", None),
        ("motet", "mot", None),
        ("möte", "förslag", None),
    ],
)
def test_what_finds_what(page: str, typed: str, level: MatchLevel | None) -> None:
    assert found_by(page, typed) == level


@pytest.mark.parametrize(
    ("page", "typed", "level"),
    [
        ("motet", "möte", MatchLevel.RESTORED),
        ("mdétet", "möte", MatchLevel.RESTORED),
        ("styrelsemdtet", "styrelsemöte", MatchLevel.RESTORED),
        ("styrelsemdtet", "möten", MatchLevel.LAST_PART),
        ("har", "här", MatchLevel.RESTORED),
        ("har", "har", MatchLevel.EXACT),
        ("apriimétet", "aprilmöten", MatchLevel.RESTORED),
        ("BanklD", "BankID", MatchLevel.RESTORED),
        ("Al-arbete", "AI", MatchLevel.PART),
        ("motet", "mot", None),
    ],
)
def test_what_finds_what_on_a_damaged_page(page: str, typed: str, level: MatchLevel | None) -> None:
    assert found_by(page, typed, damaged=True) == level


def test_a_part_is_marked_by_its_own_letters() -> None:
    marked = [
        t.text for t in analyse("Ny bostads\u00adförsörjning") if t.level in (MatchLevel.PART, MatchLevel.LAST_PART)
    ]
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
    assert found_by(page, "årsmöte") is MatchLevel.EXACT


def test_a_hyphen_at_the_end_of_a_line_may_have_been_meant() -> None:
    assert found_by("om IT-\nsäkerhet", "it-säkerhet") is MatchLevel.EXACT
    assert found_by("om IT-\nsäkerhet", "säkerhet") is MatchLevel.LAST_PART


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
    assert found_by("Milma Rantamaki", "Rantamäki", damaged=True) is MatchLevel.RESTORED
    assert found_by("Milma Rantamaki", "rantamaki", damaged=True) is MatchLevel.EXACT


@given(st.text(alphabet="aåbdeéklmnoörstEÅÄÖSTMS-§2 ", min_size=1, max_size=12))
def test_the_keys_of_a_word_in_capitals_are_those_that_its_terms_say(word: str) -> None:
    assert keys(word, False) == tuple(term.key for term in terms(word, False))
