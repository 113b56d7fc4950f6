"""Words judged by hand: what the analysis must go on reaching."""

from __future__ import annotations

import pytest

from indexer.swedish.ocr_correction import restored
from tools import score_swedish as score


def test_compounds_are_cut_as_a_reader_would() -> None:
    f1, cut, wholes = score.compounds("compounds.tsv")
    assert f1 >= 0.97
    assert cut <= 0.01 * wholes


def test_compounds_drawn_at_random_are_cut_nearly_as_well() -> None:
    f1, cut, wholes = score.compounds("unseen.tsv")
    assert f1 >= 0.94
    assert cut <= 0.01 * wholes


@pytest.mark.parametrize(("kind", "share"), [("simple", 0.99), ("compound", 0.98)])
def test_forms_of_one_word_find_each_other(kind: str, share: float) -> None:
    found, pairs = score.joined(kind)
    assert found >= share * pairs


def test_damaged_words_are_restored() -> None:
    first, among = score.ocr()
    assert first >= 0.96
    assert among >= 0.98


@pytest.mark.parametrize(
    "word",
    ["antecknas", "delegationens", "meddelats", "Sundén", "Hulter", "Ds", "kommunen", "beslutar", "2024"],
)
def test_a_word_that_the_damage_spared_is_not_changed(word: str) -> None:
    assert (restored(word) or (word.lower(),))[0] == word.lower()
