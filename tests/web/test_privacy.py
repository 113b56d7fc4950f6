"""Every form of a personnummer, in every field that minutes have, comes out of no page, file, feed or command."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from itertools import islice
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, unquote, urlencode

import msgspec
import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer.index.query import Prefix, Word
from indexer.privacy import MASK
from indexer.privacy.normalized import LOOKALIKES
from indexer.settings import Settings
from indexer.storage.archive import Archive
from search_ui.answer import Question
from search_ui.output import archive_export, terminal
from search_ui.search.service import Search
from tests.exported import every_export
from tests.privacy.forms import forms, persons, told_forms
from tests.web.conftest import indexed, made
from tests.web.test_hostile import day_of, pages_of, saying

FORMS: Final = {**forms(), **told_forms()}
TOLD: Final = told_forms()
PEOPLE: Final = dict(zip(FORMS, persons(7, samordning=False), strict=False))
SAID: Final = {name: " ".join(form(PEOPLE[name]).split()[1:]) for name, form in TOLD.items()}
LISTS: Final = (
    *("/", "/moten", "/personer", "/status", "/sitemap.xml", "/sitemap-1.xml", "/meetings.json", "/robots.txt"),
    *(f"/?q=&page={page}" for page in (1, 2, 26)),
    *(f"/search.json?q=&limit=100&offset={offset}" for offset in range(0, 600, 100)),
    *("/search.csv?q=", "/atom.xml?q=", "/search.csv?q=&sort=newest", "/hjalp", "/tillganglighet", "/api"),
    *("/uppdrag", "/omrostningar", "/uppdrag.csv", "/omrostningar.csv", "/votes.json", "/assignments.json"),
)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Folders with a meeting for each form, which says it in each of its fields."""
    texts = (FORMS[name](PEOPLE[name]) for name in FORMS)
    where = tmp_path_factory.mktemp("privacy")
    return indexed(where, *(saying(f"Alert {text}", number) for number, text in enumerate(texts)))


@pytest.fixture(scope="module")
def app(settings: Settings) -> Flask:
    """The app over them."""
    return made(settings)


@pytest.fixture
def reader(app: Flask) -> FlaskClient:
    """Somebody who reads all of it."""
    return app.test_client()


def strings(value: Any) -> Iterator[str]:
    """Every text of a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)


SCANNED: Final = str.maketrans(LOOKALIKES)
WIDE: Final = str.maketrans("０１２３４５６７８９", "0123456789")


def digits(text: str) -> str:
    """Nothing but the digits of a text."""
    return re.sub(r"\D", "", text.translate(WIDE))


def leaks(text: str) -> list[str]:
    """The forms whose number, or whose birthday in words, can be read in a text."""
    whole = unescape(unquote(unescape(text)))
    plain, scanned = digits(whole), digits(whole.translate(SCANNED))
    flat = " ".join(whole.split())
    return [
        name
        for name, person in PEOPLE.items()
        if (name in TOLD and SAID[name] in flat) or person[2:] in plain or person[2:] in scanned
    ]


def text_of(reader: FlaskClient, path: str) -> str:
    """What an address answers, as its reader reads it."""
    answer = reader.get(path)
    assert answer.status_code in {200, 404}, path
    if answer.mimetype == "application/json":
        return "\n".join(strings(json.loads(answer.data)))
    return answer.text


def test_no_page_of_a_meeting_an_item_or_an_original_has_one(reader: FlaskClient) -> None:
    for number, name in islice(enumerate(FORMS), 0, None, 5):
        id = f"namnden/{day_of(number)}"
        paths = (*pages_of(number)[:2], f"/original/{id}", f"/meetings/{id}.json", f"/items/{id}/1.json")
        for path in paths:
            text = text_of(reader, path)
            assert leaks(text) == [], (name, path)
        assert MASK in text


@pytest.mark.parametrize("path", LISTS)
def test_no_list_no_feed_and_no_table_has_one(reader: FlaskClient, path: str) -> None:
    assert leaks(text_of(reader, path)) == []


def test_no_person_has_a_page_by_a_number(reader: FlaskClient) -> None:
    names = {path for path in reader.get("/personer").text.split('"') if path.startswith("/person/")}
    assert names
    assert [path for path in names if leaks(path)] == []
    for path in sorted(names)[::20]:
        assert leaks(path) == []
        assert leaks(text_of(reader, path)) == []


def test_none_is_found_suggested_or_said_back(reader: FlaskClient, settings: Settings) -> None:
    search = Search(settings)
    for name, form in islice(FORMS.items(), 0, None, 31):
        person = PEOPLE[name]
        for typed in (form(person), f"Alert {form(person)}", person[2:]):
            for path in ("/suggest.json", "/search.json", "/", "/atom.xml", "/search.csv"):
                assert leaks(text_of(reader, f"{path}?{urlencode({'q': typed})}")) == [], (path, typed)
        for begun in (person[2:8], person[:8], person[2:6], person[8:]):
            assert search.completions(begun) == ()
        assert search.answer(Question(query=f"{person[2:8]}-{person[8:]}")).total == 0
        assert search.index.count(Word(person[2:])) == 0
        assert search.index.count(Word(person[2:8])) == 0
        assert search.index.count(Prefix(person[2:7])) == 0


def test_no_error_says_one_back(reader: FlaskClient) -> None:
    for name, form in islice(FORMS.items(), 0, None, 31):
        typed = quote(form(PEOPLE[name]), safe="")
        for path in (f"/{typed}", f"/arende/{typed}", f"/person/{typed}", f"/search.json?q=a&since={typed}"):
            text = reader.get(path).text
            assert leaks(text) == [], path


def test_the_command_and_the_exports_write_none(settings: Settings) -> None:
    meetings = list(Archive(settings.archive).meetings())
    for pieces in (archive_export.jsonl(meetings), *every_export(Search(settings))):
        first_and_last = r";(\d{4}-\d\d-\d\d);\1;"  # the same day twice has the digits of somebody's number
        assert leaks(re.sub(first_and_last, ";", b"".join(pieces).decode())) == []
    for look in (terminal.TextStyle(), terminal.TextStyle(width=30), terminal.TextStyle(width=60, colour=True)):
        for meeting in islice(meetings, 0, None, 5):
            assert leaks(terminal.meeting_text(meeting, look)) == []
    answer = Search(settings).answer(Question(query="alert", limit=1000))
    assert answer.total >= len(FORMS)
    for hit in answer.hits[::5]:
        assert leaks(terminal.hit_text(hit, terminal.TextStyle(), explain=True)) == []


def test_a_file_that_is_named_by_one_is_handed_over_under_another_name(tmp_path: Path) -> None:
    settings = indexed(tmp_path, saying("Alert", 1))
    archive = Archive(settings.archive)
    path, record = next(iter(archive.files.items()))
    new = Path(path).with_name("811228-9874.txt")
    Path(path).rename(new)
    archive.commit({str(new): msgspec.structs.replace(record, name=new.name)})
    answer = made(settings).test_client().get(f"/original/namnden/{day_of(1)}")
    assert answer.status_code == 200
    assert "9874" not in str(answer.headers)
