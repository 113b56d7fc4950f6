"""Stems: forms of one word have one, and a small word has its own."""

from __future__ import annotations

import pytest

from indexer.swedish.stem import stems


@pytest.mark.parametrize(
    ("content", "small"),
    [
        (("skola", "skolan", "skolor"), ("ska", "skall", "skulle")),
        (("villa", "villor", "villornas"), ("vill", "ville")),
        (("hat", "hatet"), ("ha", "har", "hade")),
        (("vin", "vinet"), ("vi", "vårt")),
        (("varor", "varorna"), ("är", "var", "varit")),
        (("införa", "infördes"), ("inför",)),
    ],
)
def test_a_word_shares_no_stem_with_a_small_word(content: tuple[str, ...], small: tuple[str, ...]) -> None:
    assert {stem for word in content for stem in stems(word)}.isdisjoint(stem for word in small for stem in stems(word))


def test_a_small_word_is_itself() -> None:
    assert [stems(word) for word in ("ska", "är", "för")] == [("ska",), ("är",), ("för",)]
