"""What can be taken away reads back to what the minutes say, and is one generation without what was withdrawn."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer.index import open_index
from indexer.model import Meeting
from indexer.pipeline.ingest import ingest
from indexer.pipeline.purge import withdraw
from indexer.settings import Settings
from indexer.storage.archive import Archive
from search_ui.output import datasets, gate
from search_ui.output.tables import TABLES
from search_ui.search import service
from tests.invented import item, meeting
from tests.record.council import AUTUMN, indexed
from tests.table_rows import records_of, rows_of
from tests.web.conftest import Serve, made

SPRING = "bergby-kommun-kommunfullmaktige/2024-02-29"
FILES = [table.file for table in TABLES]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The folders of the council's minutes."""
    return indexed(tmp_path_factory.mktemp("council"))


@pytest.fixture(scope="module")
def council(folders: Settings) -> Flask:
    """The app over the council's minutes."""
    return made(folders)


@pytest.fixture
def client(council: Flask) -> Iterator[FlaskClient]:
    """A reader of it."""
    with council.test_client() as client:
        yield client


def plain(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from running it."""
    return re.sub(r"(^|[;,|\n]\s*)'(?=[=+\-@])", r"\1", cell)


def decided(meetings: Iterator[Meeting]) -> dict[str, tuple[str, ...]]:
    """What the archive has of each decision, by its id."""
    return {
        clause.id: (of.date, one.number, one.title, clause.text, clause.kind, "; ".join(clause.assignees))
        for of in meetings
        for one in of.walk()
        for clause in one.decisions
    }


def test_the_decisions_read_back_to_those_of_the_archive(client: FlaskClient, folders: Settings) -> None:
    read = {
        row["id"]: tuple(plain(row[name]) for name in ("date", "number", "title", "text", "kind", "assignees"))
        for row in records_of(client.get("/beslut.csv").text)
    }
    assert read == decided(Archive(folders.archive).meetings())


def test_a_decision_says_what_was_voted_and_leads_to_its_place(client: FlaskClient) -> None:
    row = next(row for row in records_of(client.get("/beslut.csv").text) if row["text"] == "Motionen avslås.")
    assert row["organization"] == "Kommunfullmäktige, Bergby kommun"
    assert row["vote"] == "Ja 3 = avslag på motionen, Nej 1 = bifall till motionen"
    assert (row["kind"], row["outcome"], row["reference"]) == ("rejected", "rejected", "KS 2024/00102")
    path = row["url"].removeprefix("http://localhost").partition("#")[0]
    assert client.get(path).status_code == 200
    assert client.get(f"/arende/{row['matter']}").status_code == 200


def test_a_question_takes_just_the_decisions_of_its_hits(client: FlaskClient) -> None:
    rows = records_of(client.get("/beslut.csv?q=solceller").text)
    assert [row["text"] for row in rows] == ["Motionen avslås."]
    assert 'href="/beslut.csv?q=solceller"' in client.get("/?q=solceller").text
    assert records_of(client.get("/beslut.csv?since=2024-06").text)[0]["date"] == "2024-10-24"
    assert client.get("/beslut.csv?since=igelkott").status_code == 400


def test_the_file_opens_in_a_swedish_spreadsheet(client: FlaskClient) -> None:
    response = client.get("/beslut.csv")
    assert response.data.startswith(b"\xef\xbb\xbfid;organization;date;")
    assert b"\n" not in response.data.replace(b"\r\n", b"")
    assert response.headers["Content-Disposition"] == 'attachment; filename="beslut.csv"'


@pytest.mark.parametrize("path", FILES)
def test_every_table_has_its_columns_and_rows_that_lead_somewhere(path: str, client: FlaskClient) -> None:
    head, *rows = rows_of(client.get(f"/{path}").text)
    assert tuple(head) == next(table.columns for table in TABLES if table.file == path)
    assert rows
    assert {len(row) for row in rows} == {len(head)}
    for row in rows:
        assert client.get(row[-1].removeprefix("http://localhost").partition("#")[0]).status_code == 200


def test_the_votes_and_tasks_are_those_that_the_registers_list(client: FlaskClient) -> None:
    rows = records_of(client.get("/omrostningar.csv?person=Cia Alm").text)
    assert {row["title"] for row in rows if row["name"] == "Cia Alm" and row["vote"] == "no"} == {
        "Motion av Cia Alm (V) om solceller på skolorna"
    }
    assert len(records_of(client.get("/omrostningar.csv?q=solceller").text)) == 4
    assert [row["state"] for row in records_of(client.get("/uppdrag.csv?state=overdue").text)] == ["overdue"]


def test_a_cell_that_would_run_does_not(serve: Serve) -> None:
    roads = meeting(item("Cykelväg", decisions=("=HYPERLINK(1)",)))
    with serve(roads).test_client() as client:
        assert records_of(client.get("/beslut.csv").text)[0]["text"] == "'=HYPERLINK(1)"


def test_everything_is_one_file_that_describes_itself(client: FlaskClient, folders: Settings) -> None:
    with zipfile.ZipFile(io.BytesIO(client.get("/protokoll.zip").data)) as whole:
        assert whole.testzip() is None
        assert whole.namelist() == ["README.txt", "csv-metadata.json", *FILES, "protokoll.jsonl", "protokoll.jsonld"]
        described = {one["url"]: one for one in json.loads(whole.read("csv-metadata.json"))["tables"]}
        for file in FILES:
            text = whole.read(file).decode()
            assert rows_of(text)[0] == [one["titles"] for one in described[file]["tableSchema"]["columns"]]
            assert text == client.get(f"/{file}").text
        ids = [json.loads(line)["id"] for line in whole.read("protokoll.jsonl").splitlines()]
        assert ids == sorted(Archive(folders.archive).digests())
        readme = whole.read("README.txt").decode()
        assert all(f"{file}: " in readme for file in FILES)


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every node of a JSON-LD document."""
    if isinstance(value, dict):
        yield value
    for below in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from nodes(below)


def test_linked_data_has_the_same_decisions_votes_tasks_and_matters(client: FlaskClient, folders: Settings) -> None:
    every = list(nodes(json.loads(client.get("/protokoll.jsonld").data)["@graph"]))
    clauses = {str(one["identifier"]): one["text"] for one in every if "/b" in str(one.get("identifier"))}
    assert clauses == {id: told[3] for id, told in decided(Archive(folders.archive).meetings()).items()}
    cast = [one for one in every if one.get("@type") == "VoteAction"]
    assert len(cast) == len([row for row in records_of(client.get("/omrostningar.csv").text) if row["name"]])
    asked = [one["potentialAction"] for one in every if "potentialAction" in one]
    assert {"Kulturnämnden", "Hamn AB"} <= {agent["name"] for task in asked for agent in task.get("agent", ())}
    ids = {one["@id"] for one in every if "@type" in one and "@id" in one}
    assert {one["isPartOf"]["@id"] for one in every if "isPartOf" in one} <= ids


def test_a_portal_can_harvest_what_there_is(client: FlaskClient) -> None:
    catalogue = json.loads(client.get("/data.jsonld").data)
    for one in (catalogue, *catalogue["dcat:dataset"]):
        assert one["dcterms:title"]["@value"]
        assert one["dcterms:description"]["@value"]
        assert one["dcterms:publisher"]["@id"] == catalogue["dcterms:publisher"]["@id"]
    assert catalogue["dcterms:publisher"]["foaf:name"]
    for one in catalogue["dcat:dataset"]:
        address = one["dcat:distribution"]["dcat:accessURL"]["@id"]
        response = client.get(address.removeprefix("http://localhost"))
        assert (response.status_code, one["dcat:distribution"]["dcat:mediaType"]["@id"].rpartition("types/")[2]) == (
            200,
            response.mimetype,
        )


def test_the_page_lists_every_export_with_what_each_column_is(client: FlaskClient) -> None:
    text = client.get("/data").text
    for file in (*FILES, datasets.EVERYTHING, datasets.LINKED_DATA, "data.jsonld"):
        assert f'href="/{file}"' in text
    assert text.count("<dt><code>") == sum(len(table.columns) for table in TABLES)


def test_what_was_withdrawn_is_in_no_export(tmp_path: Path) -> None:
    own = indexed(tmp_path)
    withdraw(own, SPRING, name="Cia Alm")
    with made(own).test_client() as client:
        for file in (*FILES, datasets.LINKED_DATA):
            text = client.get(f"/{file}").text
            assert "Cia Alm" not in text, file
            assert "cia-alm" not in text, file
        with zipfile.ZipFile(io.BytesIO(client.get(f"/{datasets.EVERYTHING}").data)) as whole:
            assert all(b"Cia Alm" not in whole.read(name) for name in whole.namelist())
    withdraw(own, SPRING)
    with made(own).test_client() as client:
        assert all(SPRING not in client.get(f"/{file}").text for file in (*FILES, datasets.LINKED_DATA))


def test_what_is_published_while_a_table_is_sent_is_not_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "AT_A_TIME", 1)
    monkeypatch.setattr(gate, "PIECE", 1)
    own = indexed(tmp_path)
    app = made(own)
    with app.test_client() as client:
        before = client.get("/beslut.csv").text
        response = client.get("/beslut.csv", buffered=False)
        (own.minutes / "2024-10-24.txt").write_text(AUTUMN.replace("Rapporten läggs", "Rapporterna läggs"), "utf-8")
        ingest(own, open_index(own.index), [own.minutes])
        assert b"".join(response.iter_encoded()).decode() == before
        response.close()
        assert "Rapporterna läggs" in client.get("/beslut.csv").text


def test_items_that_are_read_a_few_at_a_time_are_all_read_once(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = client.get("/beslut.csv").text
    monkeypatch.setattr(service, "AT_A_TIME", 1)
    assert client.get("/beslut.csv").text == whole


def test_pages_lead_to_a_feed_of_what_they_are_about(client: FlaskClient) -> None:
    spring = "bergby-kommun-kommunfullmaktige.2024-02-29.1"
    for page, expected in (
        (f"/arende/{spring}", {"Plan för cykling", "Redovisning av uppdrag om cykelställ"}),
        ("/person/cia-alm", {"Plan för cykling", "Motion av Cia Alm (V) om solceller på skolorna"}),
        ("/organ/bergby-kommun-kommunfullmaktige", {"Plan för cykling", "Ekonomisk rapport"}),
        ("/uppdrag?assignee=Kulturn%C3%A4mnden", {"Plan för cykling"}),
    ):
        text = client.get(page).text
        address = re.search(r'href="(/atom\.xml\?[^"]+)"', text)
        assert address, page
        feed = client.get(address[1].replace("&amp;", "&").replace("&#34;", '"')).text
        assert all(title in feed for title in expected), page
