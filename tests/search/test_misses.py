"""What was searched for and not found."""

from __future__ import annotations

from search_ui.search.misses import MOST_KEPT, OFTEN, Misses


def test_only_what_was_asked_several_times_is_told_and_forgotten_when_something_new_is_indexed() -> None:
    misses = Misses()
    for typed in ("Badhus  norr", "badhus norr", " BADHUS norr", "en hemlighet"):
        misses.note(typed, "gen-1")
    assert misses.often() == (("badhus norr", OFTEN),)
    misses.note("annat", "gen-2")
    assert misses.often() == ()


def test_what_is_kept_is_bounded() -> None:
    misses = Misses()
    for number in range(MOST_KEPT * 2):
        misses.note(f"fråga {number}", "gen-1")
        misses.note("badhus", "gen-1")
    assert misses.often() == (("badhus", MOST_KEPT * 2),)
