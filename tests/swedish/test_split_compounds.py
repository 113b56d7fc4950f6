"""Apart: a table of words typed apart, and the compounds that they make."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.swedish.split_compounds import joined


@pytest.mark.parametrize(
    ("first", "second", "compound"),
    [
        ("kommun", "styrelse", "kommunstyrelse"),
        ("investering", "beslut", "investeringsbeslut"),
        ("kvinna", "jour", "kvinnojour"),
        ("skola", "bok", "skolbok"),
        ("styra", "grupp", "styrgrupp"),
        ("process", "stöd", "processtöd"),
    ],
)
def test_words_typed_apart_make_a_compound(first: str, second: str, compound: str) -> None:
    assert compound in joined(first, second)


@pytest.mark.parametrize(("first", "second"), [("och", "hemmet"), ("2024", "styrelse"), ("SKR", "§ 3"), ("", "möte")])
def test_words_that_make_no_compound_stay_apart(first: str, second: str) -> None:
    assert joined(first, second) == ()


@given(st.text(max_size=20), st.text(max_size=20))
def test_any_two_words_can_be_asked(first: str, second: str) -> None:
    assert len(set(joined(first, second))) == len(joined(first, second))
