"""What every answer carries."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer.settings import Settings
from search_ui.web import create_app
from search_ui.web.headers import HEADERS

PATHS = (
    "/",
    "/?q=skolskjuts",
    "/arende/barnnamnden/2024-04-19/2",
    "/mote/barnnamnden/2024-04-19",
    "/original/barnnamnden/2024-04-19",
    "/moten",
    "/search.json?q=skolskjuts",
    "/search.json?limit=x",
    "/static/protokoll.css",
    "/static/../__init__.py",
    "/finns/inte",
    "/?q=belysning&page=1000000",
)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"])
def test_every_answer_has_every_header_and_no_cookie(client: FlaskClient, path: str, method: str) -> None:
    answer = client.open(path, method=method)
    assert HEADERS.items() <= dict(answer.headers).items()
    assert "Set-Cookie" not in answer.headers
    if method not in ("GET", "HEAD"):
        assert answer.status_code == 405
        assert answer.headers["Allow"] == "GET, HEAD"


def test_an_error_nobody_foresaw_is_a_page_with_every_header(invented_settings: Settings) -> None:
    app = create_app(invented_settings)

    @app.get("/fel")
    def fail() -> str:
        raise RuntimeError("hemligt")

    answer = app.test_client().get("/fel")
    assert answer.status_code == 500
    assert "hemligt" not in answer.text
    assert "Något gick fel" in answer.text
    assert HEADERS.items() <= dict(answer.headers).items()


def test_what_has_not_changed_is_not_sent_again(client: FlaskClient) -> None:
    for path in PATHS[:4]:
        first = client.get(path)
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        assert HEADERS.items() <= dict(again.headers).items()


def test_a_folder_without_an_index_is_said_to_be_one(tmp_path_factory: pytest.TempPathFactory) -> None:
    where = tmp_path_factory.mktemp("empty")
    app: Flask = create_app(Settings(minutes=where, archive=where / "a", index=where / "i"))
    answer = app.test_client().get("/")
    assert answer.status_code == 503
    assert "protokoll index" in answer.text
    assert app.test_client().get("/search.json?q=x").status_code == 503
