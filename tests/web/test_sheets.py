"""The pages of an original beside our text, and that they are seen only where the original may be fetched."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from indexer.index import open_index
from indexer.pipeline import purge
from indexer.pipeline.ingest import ingest
from indexer.reading.page_image import MOST_BYTES
from indexer.settings import Settings
from tests.reading import make
from tests.reading.conftest import tesseract  # noqa: F401 (a fixture)
from tests.web.conftest import made

FIRST = """GRANBY KOMMUN
PROTOKOLL
Hamnnämnden
Sammanträdesdatum 2024-04-19

Närvarande
Ylva Åkerlind (X), ordförande
Örjan Ekdal (Y)

§ 1 Mötets öppnande
Ordföranden öppnar mötet.

§ 2 Bryggan i Granby
Bryggan är trasig sedan i höstas.

Beslut
Hamnnämnden beslutar att laga bryggan.
\f§ 3 Båtplatser
Köerna till båtplatserna är långa.

Beslut
Hamnnämnden beslutar att utreda båtplatserna.
"""


def harbour(where: Path, data: bytes = make.typed(FIRST)) -> Settings:
    """Folders with one meeting in them, read from a PDF of two pages."""
    settings = Settings(minutes=where / "minutes", archive=where / "meetings", index=where / "index")
    settings.minutes.mkdir()
    (settings.minutes / "hamn.pdf").write_bytes(data)
    ingest(settings, open_index(settings.index), [settings.minutes])
    return settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Folders with one meeting of two pages."""
    return harbour(tmp_path)


@pytest.fixture
def client(settings: Settings) -> FlaskClient:
    return made(settings).test_client()


def sheet_of(client: FlaskClient) -> str:
    """The address of the sheet that a hit leads to."""
    found = re.search(r'href="(/sida/[^"]+)"', client.get("/?q=båtplatserna").text)
    assert found
    return found.group(1).replace("&amp;", "&")


def test_a_hit_and_its_item_lead_to_the_page_with_the_words_marked(client: FlaskClient) -> None:
    address = sheet_of(client)
    item = re.search(r'href="(/arende/[^"]+)"', client.get("/?q=båtplatserna").text)
    assert item
    assert address.replace("&", "&amp;") in client.get(item.group(1).replace("&amp;", "&")).text
    html = client.get(address).text
    assert "Sida 2 av 2 i originalet" in html
    assert html.count("<rect") == 3
    assert "Köerna till <mark>båtplatserna</mark>" in html
    assert "trasig" not in html
    picture = re.search(r'<image href="([^"]+)"', html)
    assert picture
    png = client.get(picture.group(1))
    assert png.mimetype == "image/png"
    assert png.data.startswith(b"\x89PNG")
    assert len(png.data) <= MOST_BYTES
    assert client.get(picture.group(1), headers={"If-None-Match": png.headers["ETag"]}).status_code == 304


@pytest.mark.usefixtures("tesseract")
def test_words_are_marked_in_a_scan_where_ocr_read_them(tmp_path: Path) -> None:
    client = made(harbour(tmp_path, make.scanned(make.typed(FIRST, size=12)))).test_client()
    html = client.get(sheet_of(client)).text
    assert html.count("<rect") == 3
    assert "orden kan därför inte markeras" not in html


@pytest.mark.parametrize("place", ["0", "3", "99999", "x", "-1", "1e1", "", "123456"])
def test_a_page_that_is_not_there_is_not_found(client: FlaskClient, place: str) -> None:
    id = sheet_of(client).split("?")[0].removeprefix("/sida/").rpartition("/")[0]
    assert client.get(f"/sida/{id}/{place}").status_code == 404
    assert client.get(f"/sidbild/{id}/{place}.png").status_code == 404


def test_a_text_has_no_pages_to_show(tmp_path: Path) -> None:
    settings = Settings(minutes=tmp_path / "minutes", archive=tmp_path / "meetings", index=tmp_path / "index")
    settings.minutes.mkdir()
    (settings.minutes / "hamn.txt").write_text(FIRST)
    ingest(settings, open_index(settings.index), [settings.minutes])
    client = made(settings).test_client()
    html = client.get("/?q=båtplatserna").text
    assert "/arende/" in html
    assert "/sida/" not in html


@pytest.mark.parametrize("part", [{}, {"item": True}, {"name": "Örjan Ekdal"}], ids=["meeting", "item", "name"])
def test_no_page_is_seen_of_a_file_of_which_anything_was_withdrawn(
    settings: Settings, client: FlaskClient, part: dict[str, Any]
) -> None:
    address = sheet_of(client).split("?")[0]
    picture = f"{address.replace('/sida/', '/sidbild/')}.png"
    assert client.get(picture).status_code == 200
    id = address.removeprefix("/sida/").rpartition("/")[0]
    purge.withdraw(settings, f"{id}/3" if "item" in part else id, **part)
    assert client.get(picture).status_code == 404
    assert client.get(address).status_code == 404
    assert "/sida/" not in client.get("/?q=Granby").text


def test_a_file_that_was_changed_behind_our_back_is_not_shown(settings: Settings, client: FlaskClient) -> None:
    address = sheet_of(client).split("?")[0]
    (settings.minutes / "hamn.pdf").write_bytes(make.typed(FIRST.replace("långa", "korta")))
    assert client.get(f"{address.replace('/sida/', '/sidbild/')}.png").status_code == 404
