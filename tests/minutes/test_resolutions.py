"""Resolutions: what stands below a decision and decides nothing is no part of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.minutes import parse
from indexer.model import AgendaItem, Pages
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


@pytest.mark.parametrize(
    "procedure",
    [
        "Omröstning begärs. Följande omröstningsordning godkänns:\nDen som vill avslå röstar ja.\n",
        "Omröstning om återremiss\nDen som vill avgöra i dag röstar ja, den som inte vill röstar nej.\n",
        "Ordföranden ställer proposition på yrkandena och finner bifall.\n",
    ],
)
def test_how_proposals_are_put_to_the_vote_is_none_of_them(procedure: str, tmp_path: Path) -> None:
    moved = "Alva Påhittad (S) yrkar avslag. Bo Ek (M) yrkar bifall."
    item = item_with(f"Motionen avslås.\n\nYrkanden\n{moved}\n\n{procedure}", tmp_path)
    assert [proposal.text for proposal in item.proposals] == moved.replace(". ", ".|").split("|")
    assert [clause.text for clause in item.decisions] == ["Motionen avslås."]


@pytest.mark.parametrize("said", ["har inkommit", "anmäls", "redovisades"])
def test_a_list_of_what_was_received_behind_a_decision_is_not_decided(said: str, tmp_path: Path) -> None:
    received = f"Följande skrivelser {said}:\n- Länsstyrelsens beslut\n- Revisorernas granskning\n"
    item = item_with(f"Skrivelserna läggs till handlingarna.\n\n{received}", tmp_path)
    assert [clause.text for clause in item.decisions] == ["Skrivelserna läggs till handlingarna."]


@pytest.mark.parametrize("thing", ["Informationen", "lnformationen", "Redovisningen av läget", "Ekonomirapporten"])
def test_what_the_organ_was_told_is_noted_by_it_and_by_nobody_else(thing: str) -> None:
    body = f"§ 5\nPlan\nChefen informerar om planen.\n{thing} antecknas till protokollet.\n\n§ 6\nRapport\nKlart.\n"
    pages = Pages(
        file="a.txt", sha256="0", media_type="text/plain", text=f"Direktionen\nProtokoll 2024-05-14\n\n{body}"
    )
    (noted, _) = parse(pages).meeting.items
    assert [clause.text for clause in noted.decisions] == [f"{thing} antecknas till protokollet."]
    assert noted.statements == ()


def test_days_that_the_organ_fixes_are_no_other_meetings() -> None:
    body = "§ 5\nMötesdagar\nNämnden fastställer följande dagar: 15 januari och 9 april.\n\n§ 6\nRapport\nKlart.\n"
    pages = Pages(
        file="a.txt", sha256="0", media_type="text/plain", text=f"Kulturnämnden\nProtokoll 2024-05-14\n\n{body}"
    )
    assert len(parse(pages).meeting.items[0].decisions) == 1
