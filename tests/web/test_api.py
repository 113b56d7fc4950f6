"""What programs read."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer.settings import Settings
from search_ui.answer import Question
from search_ui.formats import answer_json
from search_ui.search import Search


def test_the_json_of_a_question_is_byte_for_byte_what_the_command_prints(
    client: FlaskClient, invented_settings: Settings
) -> None:
    answer = Search(invented_settings).answer(Question(query="skolskjuts"))
    assert client.get("/search.json?q=skolskjuts").data == answer_json(answer)


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
