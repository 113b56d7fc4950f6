"""Abbreviations: which words are letters that stand for others, and where one letter is a party."""

from __future__ import annotations

import pytest

from indexer.swedish import analyse
from indexer.swedish.abbreviations import is_abbreviation


def own_terms(text: str) -> list[str]:
    return [token.term for token in analyse(text) if token.term.startswith("(")]


@pytest.mark.parametrize("written", ["M", "SKR", "LSS", "AfS", "KemI", "CO2", "ÅVC"])
def test_capitals_are_an_abbreviation(written: str) -> None:
    assert is_abbreviation(written)


@pytest.mark.parametrize("written", ["m", "Skr", "Centerpartiet", "NÄRINGSLIVSSTRATEGI", "VA-nät", "20"])
def test_words_are_none(written: str) -> None:
    assert not is_abbreviation(written)


@pytest.mark.parametrize(
    "text",
    ["Karin Ek (M)", "Karin Ek (m)", "S, V och MP yrkar", "yrkande från V.", "partierna M\noch L", "(S)(V)"],
)
def test_a_letter_in_parentheses_or_a_capital_is_a_party(text: str) -> None:
    assert own_terms(text)


@pytest.mark.parametrize("text", ["20 m", "20 M", "1.5 M", "Karin M Ek", "M. Ek", "v 23", "bilaga C", "km/h", "s. 12"])
def test_a_measure_an_initial_and_a_mark_are_none(text: str) -> None:
    assert own_terms(text) == []


def test_an_abbreviation_that_is_a_word_in_small_letters_has_a_term_of_its_own() -> None:
    assert own_terms("MAS och LOV") == ["(mas)", "(lov)"]
    assert own_terms("en mas på lov") == []
    assert own_terms("SKR") == []
