"""The pages of the record: the registers, a person, an organ, and what withdrawal leaves of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer.pipeline.purge import withdraw
from indexer.settings import Settings
from tests.record.council import indexed
from tests.web.conftest import made

PLAN = "/arende/bergby-kommun-kommunfullmaktige/2024-02-29/1"


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The app over the council's minutes."""
    return made(indexed(tmp_path_factory.mktemp("council")))


@pytest.fixture
def client(council: Flask) -> Iterator[FlaskClient]:
    """A reader of it."""
    with council.test_client() as client:
        yield client


def listed(client: FlaskClient, path: str) -> Any:
    """What a program gets."""
    return json.loads(client.get(path).data)


def words(client: FlaskClient, path: str) -> str:
    """What a page says, its marks gone."""
    response = client.get(path)
    assert response.status_code == 200, path
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.text)).split())


def test_the_votes_say_in_words_what_ja_and_nej_meant(client: FlaskClient) -> None:
    said = words(client, "/omrostningar")
    assert "2 omröstningar" in said
    assert "Ja 3 avslag på motionen Nej 1 bifall till motionen" in said


def test_how_a_party_voted_stands_first(client: FlaskClient) -> None:
    said = words(client, "/omrostningar?party=V&q=solceller")
    assert "1 omröstning" in said
    assert "Cia Alm (V): Nej" in said


def test_a_party_that_nobody_has_finds_nothing_and_stays_chosen(client: FlaskClient) -> None:
    text = client.get("/omrostningar?party=X").text
    assert "Inga omröstningar" in text
    assert '<option value="X" selected>' in text


def test_the_assignments_say_who_by_when_and_whether_it_was_reported(client: FlaskClient) -> None:
    said = words(client, "/uppdrag")
    assert "Till: Tekniska nämnden Redovisat förklarat fullgjort" in said
    assert "Försenat ska vara gjort senast 30 september 2024" in said
    assert "redovisningen nämner paragrafen" in said


@pytest.mark.parametrize(
    ("path", "number"), [("/uppdrag?state=overdue", 1), ("/uppdrag?assignee=Hamn+AB", 1), ("/uppdrag?q=finnsinte", 0)]
)
def test_assignments_are_narrowed(path: str, number: int, client: FlaskClient) -> None:
    assert client.get(path).text.count('<p class="standing">') == number


def test_the_item_tells_what_came_of_its_tasks_and_the_report_what_it_reports_on(client: FlaskClient) -> None:
    said = words(client, PLAN)
    assert "Uppdrag Tekniska nämnden får i uppdrag" in said
    assert "förklarat fullgjort" in said
    assert "Reservation: Bo Ask (M)" in said
    report = words(client, "/arende/bergby-kommun-kommunfullmaktige/2024-10-24/1")
    assert "Redovisar uppdrag Tekniska nämnden får i uppdrag att bygga cykelställ vid stationen." in report


def test_a_ballot_has_an_address_of_its_own(client: FlaskClient) -> None:
    response = client.get(f"{PLAN}/v1")
    assert (response.status_code, response.headers["Location"]) == (301, f"{PLAN}#v1")
    assert 'id="v1"' in client.get(PLAN).text


def test_a_person_has_what_they_moved_voted_and_said_and_what_became_of_it(client: FlaskClient) -> None:
    said = words(client, "/person/cia-alm")
    assert "Närvarande vid 1 möte" in said
    assert "Motion Röst : Nej = bifall till motionen (3 ja, 1 nej) Avslag Motionen avslås." in said


def test_a_persons_acts_are_narrowed_to_one_kind(client: FlaskClient) -> None:
    said = words(client, "/person/bo-ask?act=statement")
    assert "1 punkt" in said
    assert "Bo Ask (M) reserverar sig mot beslutet." in said


def test_namesakes_of_two_parties_are_two_people(client: FlaskClient) -> None:
    assert "Namnet står med flera partier" in words(client, "/person/anna-ek")
    of_s, of_c = words(client, "/person/anna-ek-s"), words(client, "/person/anna-ek-c")
    assert "Yrkande : Anna Ek (S) yrkar bifall till planen." in of_s
    assert "Yrkande" not in of_c
    assert "Anna Ek (C) deltar inte i beslutet." in of_c
    assert "deltar inte" not in of_s


def test_the_persons_are_all_who_were_there_or_acted_by_party(client: FlaskClient) -> None:
    said = words(client, "/personer")
    assert all(name in said for name in ("Anna Ek (S)", "Anna Ek (C)", "Cia Alm (V)", "Gunnar Holm"))
    of_m = words(client, "/personer?party=M")
    assert "Bo Ask" in of_m
    assert "Cia Alm" not in of_m


def test_an_organ_has_its_meetings_people_and_missing_paragraphs(client: FlaskClient) -> None:
    said = words(client, "/organ/bergby-kommun-kommunfullmaktige")
    assert "2 möten, från 29 februari 2024 till 24 oktober 2024" in said
    assert "§ 46 i mötet 24 oktober 2024" in said
    assert "§§ 13–44 före mötet 24 oktober 2024" in said
    assert "Bo Ask (M) 2 möten" in said


@pytest.mark.parametrize(
    "path", ["/organ/finns-inte", "/person/ingen-alls", "/uppdrag?page=9", "/personer?organization=x"]
)
def test_what_is_not_there_is_not_found(path: str, client: FlaskClient) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/omrostningar", "/uppdrag"])
def test_a_date_that_is_none_is_said_and_the_rest_stands(path: str, client: FlaskClient) -> None:
    response = client.get(f"{path}?since=igelkott&q=cykling")
    assert response.status_code == 200
    assert 'id="since-fel"' in response.text
    assert 'value="cykling"' in response.text


def test_programs_get_the_same_lists_and_are_told_what_they_misspell(client: FlaskClient) -> None:
    assert listed(client, "/votes.json?party=V")["total"] == 2
    assert listed(client, "/assignments.json?state=reported")["assignments"][0]["state"] == "reported"
    for path, field in (("/votes.json?vote=maybe", "vote"), ("/assignments.json?colour=red", "colour")):
        response = client.get(path)
        assert (response.status_code, json.loads(response.data)["error"]["field"]) == (400, field)


@pytest.mark.parametrize(("path", "rows"), [("/omrostningar.csv", 8), ("/uppdrag.csv?state=overdue", 1)])
def test_a_register_is_a_table_too(path: str, rows: int, client: FlaskClient) -> None:
    response = client.get(path)
    assert response.mimetype == "text/csv"
    assert response.text.count("\n") == rows + 1


# Withdrawal

PATHS = ("/omrostningar", "/uppdrag", "/personer", "/organ/bergby-kommun-kommunfullmaktige", PLAN, "/votes.json")


@pytest.fixture
def own(tmp_path: Path) -> Settings:
    """Folders of their own, to withdraw from."""
    return indexed(tmp_path)


def test_a_withdrawn_name_is_gone_from_every_page_of_the_record(own: Settings) -> None:
    withdraw(own, "bergby-kommun-kommunfullmaktige/2024-02-29", name="Cia Alm")
    with made(own).test_client() as client:
        assert client.get("/person/cia-alm").status_code == 404
        for path in PATHS:
            assert "Cia" not in client.get(path).text, path
        assert listed(client, "/votes.json?person=Cia+Alm")["total"] == 0


def test_a_withdrawn_item_takes_its_votes_and_tasks_along(own: Settings) -> None:
    withdraw(own, "bergby-kommun-kommunfullmaktige/2024-02-29/1", item=True)
    with made(own).test_client() as client:
        assert listed(client, "/votes.json")["total"] == 1
        assert listed(client, "/assignments.json")["total"] == 0
        assert client.get("/person/bo-ask?act=statement").text.count("<h3>") == 0


def test_a_withdrawn_meeting_leaves_no_one_behind(own: Settings) -> None:
    withdraw(own, "bergby-kommun-kommunfullmaktige/2024-02-29")
    with made(own).test_client() as client:
        assert listed(client, "/votes.json")["total"] == 0
        assert client.get("/person/cia-alm").status_code == 404


@pytest.mark.parametrize(
    ("asked", "address", "says"),
    [
        ("hur röstade M", "/omrostningar?party=M", "Omröstningar: M"),
        ("hur röstade Moderaterna om solceller", "/omrostningar?q=solceller&amp;party=M", "om solceller"),
        ("försenade uppdrag", "/uppdrag?state=overdue", "Uppdrag: försenat"),
        ("vad har tekniska nämnden fått i uppdrag", "/uppdrag?assignee=tekniska+n%C3%A4mnden", "till tekniska nämnden"),
    ],
)
def test_a_question_that_a_register_answers_leads_there(
    client: FlaskClient, asked: str, address: str, says: str
) -> None:
    found = client.get("/", query_string={"q": asked})
    (link,) = re.findall(r'class="note register"><p>[^<]*<a href="([^"]+)">', found.text)
    assert link == address
    assert says in words(client, f"/?q={asked}")
    assert "kunde inte" not in words(client, unescape(link)).lower()


def test_any_other_question_leads_to_no_register(client: FlaskClient) -> None:
    assert "note register" not in client.get("/?q=solceller").text
