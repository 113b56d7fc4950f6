"""References: a diarienummer is found however its year, its zeros and its signs are written, and no other number is."""

from __future__ import annotations

from itertools import product

import pytest

from indexer.swedish import MatchLevel, analyse, query_terms
from indexer.swedish.diary_numbers import reference
from indexer.swedish.tokens import readings, written_words

ONE_NUMBER = (
    "2024/123",
    "2024/00123",
    "2024:123",
    "2024-00123",
    "2024-123",
    "0123/24",
    "123/24",
    "123/2024",
    "00123/24",
)


@pytest.mark.parametrize(("page", "typed"), list(product(ONE_NUMBER, ONE_NUMBER)))
def test_one_number_is_found_however_it_is_written(page: str, typed: str) -> None:
    keys = {token.key for token in analyse(f"Dnr {page}")}
    assert keys & {asked.key for asked in query_terms(typed) if asked.level in (MatchLevel.EXACT, MatchLevel.STEM)}


@pytest.mark.parametrize("written", ["KS 2024/123", "KS/2024/123", "KS/2024:123", "KS2024/123", "ks-2024-00123"])
def test_the_letters_before_a_number_are_a_word_of_their_own(written: str) -> None:
    found = [readings(word.text)[0] for word in written_words(f"Dnr {written}, bilaga")]
    assert (found[:2], found[3:]) == (["dnr", "ks"], ["bilaga"])
    assert reference(found[2]) == "2024/123"


@pytest.mark.parametrize(
    ("page", "typed"),
    [
        *(("2024/00123", "2024/1230"), ("2024/00123", "2023/123"), ("0123/24", "0123/23"), ("2024/00123", "123")),
        *(("2024-04-19", "2024/4"), ("2024-04", "2024/4"), ("24/7", "7/24"), ("22/23", "2023/22"), ("17/5", "5/17")),
    ],
)
def test_other_numbers_are_other_numbers(page: str, typed: str) -> None:
    keys = {token.key for token in analyse(page)}
    assert not keys & {asked.key for asked in query_terms(typed)}


def test_the_number_of_a_document_is_found_by_that_of_its_case() -> None:
    keys = {token.key for token in analyse("KS 2024/00123-12")}
    assert keys & {asked.key for asked in query_terms("2024/123")}
    assert keys & {asked.key for asked in query_terms("2024:123-12") if asked.level is MatchLevel.STEM}


@pytest.mark.parametrize("word", ["IT-säkerhet", "covid-19", "B2024", "F-skatt", "ISO-9001", "SS-2020", "A4", "KS"])
def test_words_with_digits_stay_whole(word: str) -> None:
    assert [one.text for one in written_words(word)] == [word]
