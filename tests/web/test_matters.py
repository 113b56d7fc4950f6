"""Matters on the page: hits grouped by matter, the list of matters, one from first to last, and links between items."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from flask.testing import FlaskClient

from indexer.model import AgendaItem, Decision, DecisionKind, Proposal, Vote
from tests.invented import item, meeting
from tests.web.conftest import Serve, indexed, made


def decided(made_of: AgendaItem, text: str, kind: DecisionKind) -> AgendaItem:
    """An item with one clause."""
    return msgspec.structs.replace(made_of, decisions=(Decision(id="", text=text, kind=kind),))


BOARD = meeting(
    decided(
        item("Cykelbro över Norrån", "Bron byggs av trä.", number="§ 4", reference="KS 2024/5"),
        "Ärendet bordläggs till den 7 februari 2024.",
        DecisionKind.DEFERRED,
    ),
    item("Budget", "Hur mycket en cykelbro kostar.", number="§ 5"),
    date="2024-01-10",
    organ="Kommunstyrelsen",
)
BOARD_AGAIN = meeting(
    decided(
        item(
            "Cykelbro över Norrån",
            "Bordlagt den 10 januari 2024, § 4. Cykelbron byggs av trä.",
            number="§ 31",
            reference="KS 2024/5",
            votes=(Vote(text="30 ja, 21 nej", yes=30, no=21, yes_means="bifall till förslaget"),),
        ),
        "Förslaget bifalles.",
        DecisionKind.APPROVED,
    ),
    date="2024-02-07",
    organ="Kommunstyrelsen",
)
COUNCIL = meeting(
    decided(
        item("Frågor om broar", "Se ärendet dnr KS 2024/5 om en cykelbro.", number="§ 9"),
        "Informationen antecknas.",
        DecisionKind.NOTED,
    ),
    item("Val av justerare", number="§ 1"),
    date="2024-03-28",
    organ="Kommunfullmäktige",
)
MATTER = "kommunstyrelsen.2024-01-10.1"


@pytest.fixture(scope="module")
def bridges(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client of the page over three meetings, two of which have one matter."""
    where: Path = tmp_path_factory.mktemp("matters")
    with made(indexed(where, BOARD, BOARD_AGAIN, COUNCIL)).test_client() as client:
        yield client


def page(client: FlaskClient, address: str) -> str:
    """A page as text, its white space joined."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join(answer.get_data(as_text=True).split())


def test_hits_are_matters_with_the_last_outcome_and_how_often_they_were_up(bridges: FlaskClient) -> None:
    shown = page(bridges, "/?q=cykelbro")
    assert shown.count('class="hit"') == 3
    assert "3 ärenden</strong>" in shown
    assert f'<a href="/arende/{MATTER}">Togs upp 2 gånger, senast bifall</a>' in shown


def test_a_switch_shows_every_item_by_itself_and_back(bridges: FlaskClient) -> None:
    switch = '<a href="/?q=cykelbro&amp;group=item">Alla 4 punkter</a>'
    assert switch in page(bridges, "/?q=cykelbro")
    single = page(bridges, "/?q=cykelbro&group=item")
    assert single.count('class="hit"') == 4
    assert "Togs upp" not in single
    assert '<a href="/?q=cykelbro">Samla i ärenden</a>' in single


def test_programs_get_items_unless_they_ask_for_matters(bridges: FlaskClient) -> None:
    items = bridges.get("/search.json?q=cykelbro").json
    matters = bridges.get("/search.json?q=cykelbro&group=matter").json
    assert items
    assert matters
    assert (items["total"], items["items"], items["group"]) == (4, 4, "item")
    assert (matters["total"], matters["items"], matters["group"]) == (3, 4, "matter")
    assert [hit["matter"] for hit in items["hits"]] == [None] * 4
    assert {"id": MATTER, "items": [f"{BOARD.id}/1", f"{BOARD_AGAIN.id}/1"], "outcome": "approved"} in [
        hit["matter"] for hit in matters["hits"]
    ]
    assert bridges.get("/search.json?group=all").status_code == 400


def test_a_matter_is_told_from_its_first_item_to_its_last(bridges: FlaskClient) -> None:
    told = page(bridges, f"/arende/{MATTER}")
    days = re.findall(r'<time datetime="([\d-]+)"', told)
    assert [day for day in days if day.startswith("2024-0")] == ["2024-01-10", "2024-02-07"]
    for text in (
        "Bordlagt</b>",
        "Bifall</b>",
        "Omröstning: 30 ja (bifall till förslaget), 21 nej",
        "samma diarienummer",
    ):
        assert text in told


def test_the_address_of_any_of_its_items_leads_to_the_matter(bridges: FlaskClient) -> None:
    moved = bridges.get("/arende/kommunstyrelsen.2024-02-07.1")
    assert (moved.status_code, moved.headers["Location"]) == (301, f"/arende/{MATTER}")
    assert bridges.get("/arende/kommunstyrelsen.2024-02-07.9").status_code == 404
    assert bridges.get("/arende/ingenting").status_code == 404


def test_the_list_of_matters_has_none_that_is_only_a_formality(bridges: FlaskClient) -> None:
    listed = page(bridges, "/arenden")
    assert "Cykelbro över Norrån" in listed
    assert "Val av justerare" not in listed
    assert "1 ärende</strong>" in page(bridges, "/arenden?q=budget")
    assert bridges.get("/arenden?page=9").status_code == 404


def test_an_item_shows_the_course_of_its_matter_and_where_it_stands_in_it(bridges: FlaskClient) -> None:
    shown = page(bridges, f"/arende/{BOARD_AGAIN.id}/1")
    course = shown[shown.index('class="timeline"') :]
    assert f'href="/arende/{MATTER}"' in shown
    assert '<li aria-current="true"> <time datetime="2024-02-07"' in course


def test_an_item_and_a_meeting_say_in_a_word_what_they_ended_in(bridges: FlaskClient) -> None:
    assert '<span><b class="kind kind-deferred">Bordlagt</b></span>' in page(bridges, f"/arende/{BOARD.id}/1")
    assert '<dt>Utfall</dt><dd>1 <b class="kind kind-approved">Bifall</b></dd>' in page(
        bridges, f"/mote/{BOARD_AGAIN.id}"
    )


def test_what_a_decision_only_names_is_shown_with_it(serve: Serve) -> None:
    moved = item("Gratis bad", proposals=(Proposal(text="Badet blir gratis för barn.", proposers=("Anna Ek",)),))
    named = decided(moved, "Nämnden beslutar enligt Anna Eks förslag.", DecisionKind.APPROVED)
    client = serve(meeting(named, organ="Badnämnden", date="2024-05-05")).test_client()
    for address in ("/?q=bad", "/arende/badnamnden/2024-05-05/1"):
        assert re.search(r"Det gällde:</span> Badet blir gratis för barn\.", page(client, address)), address


def test_a_citation_and_a_diary_number_lead_to_the_item_that_they_name(bridges: FlaskClient) -> None:
    assert re.search(
        r'<a href="/arende/kommunstyrelsen/2024-01-10/1">den 10 januari 2024, § 4</a>',
        page(bridges, f"/arende/{BOARD_AGAIN.id}/1"),
    )
    assert '<a href="/arende/kommunstyrelsen/2024-02-07/1">KS 2024/5</a>' in page(bridges, f"/arende/{COUNCIL.id}/1")
