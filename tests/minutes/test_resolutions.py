"""Resolutions: what stands below a decision and decides nothing is no part of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.minutes import parse
from indexer.model import AgendaItem
from indexer.reading import read
from tests.minutes_text import minutes

RESERVES = "Alva Påhittad (S) reserverar sig mot beslutet."
IS_DISQUALIFIED = "Alva Påhittad (S) deltar inte i beslutet på grund av jäv."


def item_with(decision: str, tmp_path: Path) -> AgendaItem:
    """The second item of invented minutes, with this below its decision's heading."""
    text = minutes("2024-02-05", "Vägar", "Vägen behöver lagas.")
    (tmp_path / "a.txt").write_text(text.replace("Beslut: att godkänna förslaget.", f"Beslut\n{decision}"), "utf-8")
    return parse(read(tmp_path / "a.txt")).meeting.items[1]


@pytest.mark.parametrize("decision", ["att laga vägen.", "Nämnden godkänner förslaget."])
@pytest.mark.parametrize("between", ["\n\n", " "])
def test_a_reservation_without_a_heading_is_not_decided(decision: str, between: str, tmp_path: Path) -> None:
    item = item_with(f"{decision}{between}{RESERVES}\n", tmp_path)
    assert [clause.text for clause in item.decisions] == [decision]
    assert item.reservations == (RESERVES,)


def test_who_is_disqualified_is_not_decided(tmp_path: Path) -> None:
    item = item_with(f"Nämnden godkänner förslaget.\n\n{IS_DISQUALIFIED}\n", tmp_path)
    assert [clause.text for clause in item.decisions] == ["Nämnden godkänner förslaget."]
    assert [section.kind for section in item.sections] == ["summary", "decision", "disqualified"]


def test_a_number_on_a_line_of_its_own_is_no_clause(tmp_path: Path) -> None:
    item = item_with("1.\n\nVägen lagas före sommaren.\n\n2.\n\nVägen asfalteras.\n", tmp_path)
    assert [clause.text for clause in item.decisions] == ["Vägen lagas före sommaren.", "Vägen asfalteras."]
