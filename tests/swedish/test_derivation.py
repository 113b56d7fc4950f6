"""Derivation: a table of words and their relatives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.swedish.derivation import relatives


@pytest.mark.parametrize(
    ("word", "relative"),
    [
        ("rekrytera", "rekrytering"),
        ("rekryteringen", "rekrytera"),
        ("upphandlade", "upphandling"),
        ("direktupphandla", "direktupphandling"),
        ("utredning", "utreda"),
        ("information", "informera"),
        ("avstämning", "avstämma"),
        ("yttrande", "yttra"),
    ],
)
def test_a_verb_and_its_noun_are_relatives(word: str, relative: str) -> None:
    assert relative in relatives(word)


@pytest.mark.parametrize("word", ["kung", "beslut", "ring", "park", "Nanjing", "SKR", "2024", ""])
def test_a_word_of_no_verb_has_no_relatives(word: str) -> None:
    assert relatives(word) == ()


@given(st.text(max_size=30))
def test_no_word_is_its_own_relative(word: str) -> None:
    assert word.lower() not in relatives(word)
