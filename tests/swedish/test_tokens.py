"""Tokens: what counts as one word."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.swedish.tokens import letter_offsets, readings, written_words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mötet, som öppnades.", ["mötet", "som", "öppnades"]),
        ("IT-säkerhet och E:on", ["it-säkerhet", "och", "e:on"]),
        ("C++ och C#", ["c++", "och", "c#"]),
        ("1,5 mkr kl. 08.30-11:30", ["1,5", "mkr", "kl", "08.30-11:30"]),
        ("KS 2024/00123", ["ks", "2024/00123"]),
        ("§ 45 och §46", ["§45", "och", "§46"]),
        ("utökad/fördjupad", ["utökad", "fördjupad"]),
        ("bl.a. t.ex. fr.o.m.", ["bl.a", "t.ex", "fr.o.m"]),
        ("Näringslivs- och destinationsnätverk", ["näringslivs", "och", "destinationsnätverk"]),
        ("social-\ntjänst", ["socialtjänst"]),
        ("social-\noch kultur", ["social", "och", "kultur"]),
        ("arbets\u00ad\nmarknad", ["arbetsmarknad"]),
        ("snake_case", ["snake", "case"]),
        ("ﬁnans", ["finans"]),
        (unicodedata.normalize("NFD", "Åsa"), ["åsa"]),
        ("christian@familjen.se", ["christian", "familjen", "se"]),
        ("", []),
    ],
)
def test_what_is_one_word(text: str, found: list[str]) -> None:
    assert [readings(word.text)[0] for word in written_words(text)] == found


def test_a_word_broken_at_a_hyphen_has_both_readings() -> None:
    assert readings("IT-\nsäkerhet") == ("itsäkerhet", "it-säkerhet")


@given(st.text(alphabet="aåA\u0308\u00ad\u200b-\n ﬁx", max_size=20))
def test_every_letter_of_a_reading_has_its_place(text: str) -> None:
    for word in written_words(text):
        for reading in readings(word.text):
            at = letter_offsets(word.text, reading)
            assert at == sorted(at)
            assert len(at) == len(reading) + 1
            assert at[-1] == len(word.text)
