"""What is suggested: no number that is long enough to be a person's."""

from __future__ import annotations

from pathlib import Path

from search_ui.search.service import Search
from tests.invented import item, meeting
from tests.web.conftest import indexed


def test_a_long_number_is_never_suggested_and_a_year_is(tmp_path: Path) -> None:
    settings = indexed(tmp_path, meeting(item("Budget 2024", "Enligt 202411 och 811299123 samt 20241301.")))
    search = Search(settings)
    assert [word.text for word in search.suggest("2024")] == ["2024", "2024-04-19"]
    assert search.suggest("20241") == ()
    assert search.suggest("8112") == ()
