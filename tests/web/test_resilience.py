"""One bad record, a passing condition, a stranger: each harms itself alone, and nothing of it is kept as the truth."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from flask.testing import FlaskClient

from indexer.index import open_index
from indexer.index.deadline import Deadline
from indexer.settings import Settings
from indexer.storage.archive import Archive
from search_ui.web import urls
from search_ui.web.request_context import LONGEST_ADDRESS
from tests.invented import item, meeting
from tests.web.conftest import indexed, invented_minutes, made

BAD, GOOD = "kommunfullmaktige/2023-11-20", "barnnamnden/2024-04-19"
LISTS = (
    *("/", "/?q=", "/?q=skolskjuts", "/moten", "/personer", "/status", "/atom.xml", "/search.csv?q=", "/sitemap.xml"),
    *("/sitemap-1.xml", "/search.json?q=motion", "/meetings.json", "/suggest.json?q=mot", "/hjalp", "/api"),
    *(f"/mote/{GOOD}", f"/arende/{GOOD}/2", f"/meetings/{GOOD}.json", f"/items/{GOOD}/2.json", f"/original/{GOOD}"),
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The invented minutes, in folders of their own."""
    return indexed(tmp_path, *invented_minutes())


def meeting_json(settings: Settings, id: str) -> Path:
    """The file of a meeting in the archive."""
    return next(path for path in settings.archive.rglob("*.json") if id.rpartition("/")[2] in path.name)


@pytest.mark.parametrize("damage", ["flipped", "cut", "emptied", "gone", "nested"])
@pytest.mark.parametrize("first_asked", [True, False])
def test_a_damaged_meeting_harms_only_its_own_pages(settings: Settings, damage: str, first_asked: bool) -> None:
    client = made(settings).test_client()
    if first_asked:
        for path in LISTS:
            client.get(path)
    kept = meeting_json(settings, BAD)
    content = kept.read_bytes()
    middle = len(content) // 2
    damaged = {
        "flipped": content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :],
        "cut": content[:middle],
        "emptied": b"",
        "gone": b"",
        "nested": b"[" * 50_000,
    }
    kept.write_bytes(damaged[damage])
    if damage == "gone":
        kept.unlink()
    for asked in LISTS:
        assert client.get(asked).status_code == 200, asked
    for asked in (f"/mote/{BAD}", f"/arende/{BAD}/3", f"/meetings/{BAD}.json", f"/original/{BAD}"):
        answer = client.get(asked)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30"), asked
        assert "skadats" in answer.text
        assert str(settings.archive) not in answer.text
    told = client.get("/halsa").get_json()
    assert not told["well"]
    assert told["checks"]["archive"] == 1
    kept.write_bytes(content)
    assert client.get(f"/mote/{BAD}").status_code == 200
    assert client.get("/halsa").get_json()["checks"]["archive"] == 0


def test_without_the_archives_list_the_search_goes_on_and_the_rest_says_what_is_wrong(settings: Settings) -> None:
    for listing in settings.archive.glob("FILES*"):
        listing.write_bytes(b"{")
    client = made(settings).test_client()
    for path in LISTS:
        assert client.get(path).status_code in {200, 404, 503}, path
    assert client.get("/search.json?q=motion").status_code == 200
    assert not client.get("/halsa").get_json()["well"]


def test_an_original_is_handed_out_only_as_it_was_read(settings: Settings, tmp_path: Path) -> None:
    client = made(settings).test_client()
    path = Archive(settings.archive).file_of(GOOD)
    content = path.read_bytes()
    assert client.get(f"/original/{GOOD}").data == content
    secret = tmp_path / "secret"
    secret.write_bytes(content)

    def replaced(by: bytes | None, *, link: Path | None = None) -> int:
        path.unlink()
        if by is not None:
            path.write_bytes(by)
        elif link:
            path.symlink_to(link)
        return client.get(f"/original/{GOOD}").status_code

    assert replaced(content + b" ") == 404
    assert replaced(content[:-1]) == 404
    assert replaced(None, link=secret) == 404
    assert replaced(None, link=Path("/etc/hostname")) == 404
    assert replaced(content) == 200
    path.unlink()
    os.mkfifo(path)
    assert client.get(f"/original/{GOOD}").status_code == 404
    path.unlink()
    assert client.get(f"/original/{GOOD}").status_code == 404
    path.mkdir()
    assert client.get(f"/original/{GOOD}").status_code == 404


def test_an_original_behind_a_folder_that_is_a_link_is_not_there(settings: Settings, tmp_path: Path) -> None:
    archive = Archive(settings.archive)
    path = archive.file_of(GOOD)
    record = archive.files[str(path)]
    elsewhere, inside = tmp_path / "elsewhere", settings.minutes / "inside"
    elsewhere.mkdir()
    (elsewhere / path.name).write_bytes(path.read_bytes())
    inside.symlink_to(elsewhere)
    files = {key: value for key, value in archive.files.items() if key != str(path)}
    for name in (f"inside/{path.name}", f"../elsewhere/{path.name}"):
        moved = msgspec.structs.replace(record, name=name)
        archive.commit(files | {str(settings.minutes / name): moved})
        assert made(settings).test_client().get(f"/original/{GOOD}").status_code == 404


class Stopped:
    """A clock that has struck whenever it is looked at again."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 100
        return self.now


def test_what_a_deadline_cut_short_is_kept_by_nobody(settings: Settings) -> None:
    app = made(settings)
    service, client = app.extensions["search"], app.test_client()
    clock, service.clock = service.clock, Stopped()
    for path in ("/?q=motion", "/search.json?q=motion", "/suggest.json?q=mot"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "ETag" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"
    for path in ("/atom.xml?q=motion", "/search.csv?q=motion"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
        assert answer.headers["Cache-Control"] == "no-store"
    service.clock = clock
    for path in ("/?q=motion", "/search.json?q=motion", "/atom.xml?q=motion", "/search.csv?q=motion"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "ETag" in answer.headers
    assert client.get("/search.json?q=motion").get_json()["total"] == 24


def test_a_deadline_that_struck_before_is_forgotten_by_the_next_request(settings: Settings) -> None:
    app = made(settings)
    deadline = Deadline(0)
    deadline.struck = True
    app.extensions["search"].conditions.watch(deadline)
    assert "ETag" in app.test_client().get("/?q=motion").headers


def test_a_request_reads_one_generation_from_its_first_moment_to_its_last(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = made(settings)
    service, client = app.extensions["search"], app.test_client()
    before = service.index.generation
    original = service.item

    def while_something_is_published(id: str) -> Any:
        writer = open_index(settings.index)
        writer.update([meeting(item("Nytt"), date="2025-01-01")])
        writer.close()
        return original(id)

    monkeypatch.setattr(service, "item", while_something_is_published)
    answer = client.get(f"/arende/{GOOD}/2")
    assert answer.headers["ETag"].startswith(f'"{before}-')
    assert service.index.generation != before


def test_a_meeting_that_is_newer_than_the_generation_is_shown_and_not_kept(settings: Settings) -> None:
    client = made(settings).test_client()
    assert "ETag" in client.get(f"/mote/{GOOD}").headers
    archive = Archive(settings.archive)
    path = str(archive.file_of(GOOD))
    changed = msgspec.structs.replace(archive.meeting(GOOD), place="Nya salen")
    record = archive.files[path]
    staged = archive.stage(changed, path=path, reader="test")
    archive.commit({**archive.files, path: staged.record(name=record.name, sha256=record.sha256, reader="test")})
    answer = made(settings).test_client().get(f"/mote/{GOOD}")
    assert answer.status_code in {200, 404}
    if answer.status_code == 200:
        assert "Nya salen" in answer.text
        assert "ETag" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", [f"/?q={'a' * LONGEST_ADDRESS}", f"/{'a' * (LONGEST_ADDRESS + 1)}"])
def test_an_address_that_is_too_long_is_refused_and_says_so(settings: Settings, path: str) -> None:
    answer = made(settings).test_client().get(path)
    assert answer.status_code == 414
    assert "för lång" in answer.text


def test_every_parameter_that_a_question_is_made_of_is_known_to_the_cache() -> None:
    asked = urls.read_strictly(urls.Parameters([("q", "a"), ("since", "2024"), ("organization", "x"), ("limit", "5")]))
    address = urls.address(asked, page=2)
    assert {pair.partition("=")[0] for pair in address.partition("?")[2].split("&")} <= urls.KNOWN


def served_at(settings: Settings, base_url: str, *trusted: str) -> FlaskClient:
    """A client of the page that is known by an address."""
    return made(msgspec.structs.replace(settings, base_url=base_url, trusted_hosts=trusted)).test_client()


def addresses(client: FlaskClient, **headers: str) -> Iterator[str]:
    """What the page says of its own addresses."""
    for path in ("/atom.xml", "/sitemap.xml", "/sitemap-1.xml", "/opensearch.xml", "/robots.txt", f"/arende/{GOOD}/2"):
        answer = client.get(path, headers=headers)
        assert answer.status_code == 200, path
        yield answer.text


def test_what_the_page_says_of_its_address_is_what_the_settings_say(settings: Settings) -> None:
    client = served_at(settings, "https://protokoll.example", "intern.example")
    for host in ("protokoll.example", "protokoll.example:443", "INTERN.example"):
        for text in addresses(client, Host=host):
            assert "https://protokoll.example/" in text
            assert "intern" not in text.lower()
            assert "http://localhost" not in text


@pytest.mark.parametrize("host", ["evil.example", "protokoll.example.evil", "xprotokoll.example", "", "a" * 300])
def test_an_unknown_host_is_refused_where_the_own_is_known(settings: Settings, host: str) -> None:
    client = served_at(settings, "https://protokoll.example")
    for path in ("/", "/atom.xml", "/search.json?q=a"):
        assert client.get(path, headers={"Host": host}).status_code == 400
    assert client.get("/halsa", headers={"Host": "127.0.0.1:8000"}).status_code == 200
    assert client.get("/", headers={"Host": "127.0.0.1:8000"}).status_code == 400
