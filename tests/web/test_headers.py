"""What every answer carries."""

from __future__ import annotations

import gzip

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


def test_text_is_sent_compressed_to_whoever_can_read_that_and_is_the_same(client: FlaskClient) -> None:
    gzipped = {"Accept-Encoding": "gzip, br"}
    for path in (*PATHS[:4], *PATHS[5:7], "/atom.xml", "/static/protokoll.css", "/static/protokoll.css?v=1"):
        plain, first, again = client.get(path), client.get(path, headers=gzipped), client.get(path, headers=gzipped)
        assert "Content-Encoding" not in plain.headers
        assert first.headers["Content-Encoding"] == "gzip", path
        assert gzip.decompress(first.data) == plain.data
        assert (again.data, again.headers["Content-Encoding"]) == (first.data, "gzip")
        assert "Accept-Encoding" in plain.headers["Vary"] == first.headers["Vary"] == again.headers["Vary"]
        assert plain.headers["ETag"] != first.headers["ETag"] == again.headers["ETag"]
        assert client.head(path, headers=gzipped).headers["Content-Length"] == str(len(first.data))
        unchanged = client.get(path, headers=gzipped | {"If-None-Match": first.headers["ETag"]})
        assert (unchanged.status_code, unchanged.data) == (304, b"") or path.startswith("/static")


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0", "identity", "\x7f"])
def test_text_is_sent_as_it_is_to_whoever_cannot(client: FlaskClient, accepted: str) -> None:
    answer = client.get("/?q=skolskjuts", headers={"Accept-Encoding": accepted})
    assert "Content-Encoding" not in answer.headers
    assert "</html>" in answer.text


def test_an_original_is_sent_as_its_bytes_are_and_in_parts(client: FlaskClient) -> None:
    asked = {"Accept-Encoding": "gzip", "Range": "bytes=0-9"}
    answer = client.get("/original/barnnamnden/2024-04-19", headers=asked)
    assert (answer.status_code, len(answer.data)) == (206, 10)
    assert "Content-Encoding" not in answer.headers


def test_a_folder_without_an_index_is_said_to_be_one(tmp_path_factory: pytest.TempPathFactory) -> None:
    where = tmp_path_factory.mktemp("empty")
    app: Flask = create_app(Settings(minutes=where, archive=where / "a", index=where / "i"))
    answer = app.test_client().get("/")
    assert answer.status_code == 503
    assert "protokoll index" in answer.text
    assert app.test_client().get("/search.json?q=x").status_code == 503
