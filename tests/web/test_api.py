"""What programs read."""

from __future__ import annotations

import re
from datetime import date
from itertools import product

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer.settings import Settings
from search_ui.answer import Question
from search_ui.output.answer_formats import answer_json
from search_ui.search.service import Search


def test_the_json_of_a_question_is_byte_for_byte_what_the_command_prints(
    client: FlaskClient, invented_settings: Settings
) -> None:
    answer = Search(invented_settings).answer(Question(query="skolskjuts"))
    assert client.get("/search.json?q=skolskjuts").data == answer_json(answer)


@pytest.mark.parametrize("typed", ["färg:röd skolskjuts", '"skolskjuts', "("])
def test_a_program_that_is_strict_has_a_query_with_a_mistake_refused(client: FlaskClient, typed: str) -> None:
    answer = client.get("/search.json", query_string={"q": typed, "strict": "1"})
    assert answer.status_code == 400
    assert answer.json
    assert answer.json["error"]["reason"]
    assert client.get("/search.json", query_string={"q": "skolskjuts", "strict": "1"}).status_code == 200
    assert client.get("/search.json?q=skolskjuts&strict=ja").status_code == 400


@pytest.mark.parametrize("typed", ["färg:röd skolskjuts", '"skolskjuts', "\x80\b", "(", "-"])
def test_every_text_is_a_query_to_programs_too_and_how_it_was_read_is_said(client: FlaskClient, typed: str) -> None:
    answer = client.get("/search.json", query_string={"q": typed})
    assert answer.status_code == 200
    assert answer.json
    assert answer.json["remarks"]


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("/search.json?q=x&colour=red", "colour"),
        ("/search.json?q=x&q=y", "q"),
        ("/search.json?limit=0", "limit"),
        ("/search.json?limit=101", "limit"),
        ("/search.json?limit=ten", "limit"),
        ("/search.json?offset=-1", "offset"),
        ("/search.json?sort=best", "sort"),
        ("/search.json?kind=wise", "kind"),
        ("/search.json?since=igelkott", "since"),
        ("/search.json?year=20245", "year"),
        ("/search.json?year=", "year"),
        ("/search.json?until=igelkott", "until"),
    ],
)
def test_a_bad_parameter_is_refused_by_name_and_with_a_reason(client: FlaskClient, address: str, field: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 400
    assert answer.json
    assert answer.json["error"]["field"] == field
    assert answer.json["error"]["reason"]


def test_paging_is_stable_and_leaves_nothing_out(app: Flask) -> None:
    client = app.test_client()
    whole = [hit["id"] for hit in client.get("/search.json?q=belysning&limit=100").json["hits"]]  # type: ignore[index]
    parts = [
        hit["id"]
        for offset in range(0, 25, 5)
        for hit in client.get(f"/search.json?q=belysning&limit=5&offset={offset}").json["hits"]  # type: ignore[index]
    ]
    assert len(whole) == 24
    assert parts == whole


def test_the_description_has_every_day_of_the_calendar_and_no_other(client: FlaskClient) -> None:
    description = client.get("/openapi.json").json
    assert description
    parameters = description["paths"]["/search.json"]["get"]["parameters"]
    (pattern,) = {one["schema"]["pattern"] for one in parameters if one["name"] in {"since", "until"}}
    for year, month, day in product((1799, 1800, 1900, 1999, 2000, 2023, 2024, 2199, 2200), range(14), range(33)):
        try:
            is_day = 1800 <= date(year, month, day).year < 2200
        except ValueError:
            is_day = False
        assert bool(re.search(pattern, f"{year}-{month:02}-{day:02}")) is is_day, (year, month, day)


@pytest.mark.parametrize("written", ["", "1800", "2199", "2024-12", "2024-02-29", "2023-05-31"])
def test_a_date_that_the_description_allows_is_answered(client: FlaskClient, written: str) -> None:
    assert client.get(f"/search.json?since={written}&until={written}").status_code == 200
