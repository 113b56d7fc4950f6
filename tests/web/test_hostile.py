"""Nothing that is written in minutes or in an address becomes anything but text, and no address leads out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urlsplit
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer.model import (
    Attendance,
    Meeting,
    MeetingRemark,
    Proposal,
    Signature,
    Source,
    UnplacedLine,
    Vote,
    VoteOption,
    Voter,
)
from search_ui.web.headers import HEADERS
from tests.invented import item, meeting
from tests.table_rows import rows_of
from tests.web.browser import launched, served
from tests.web.conftest import Serve, indexed, made
from tests.web.hostile import PAYLOADS, TRAVERSALS

PARAMETERS = ("q", "since", "until", "organization", "authority", "year", "kind", "person", "sort", "page")
LISTS = (
    "/",
    "/?q=",
    "/?q=&page=2",
    "/?q=&page=3",
    "/?q=alert",
    "/moten",
    "/personer",
    "/status",
    "/api",
    "/uppdrag",
    "/omrostningar",
)


def day_of(number: int) -> str:
    """The day of the meeting with this number."""
    return f"20{number % 100:02}-01-{number // 100 + 1:02}"


def saying(text: str, number: int) -> Meeting:
    """A meeting that says this wherever minutes can say anything."""
    return meeting(
        item(
            text,
            f"{text} i texten",
            decisions=(f"att {text}", text),
            number=text,
            reference=text,
            time=text,
            group=text,
            presenters=(text,),
            attachments=(text,),
            proposals=(Proposal(text=text, proposers=(text,)),),
            votes=(
                Vote(
                    text=text,
                    yes=1,
                    no=2,
                    yes_means=text,
                    no_means=text,
                    voters=(Voter(name=text, vote=VoteOption.YES, party=text),),
                ),
                Vote(text=text, yes=1, no=2),
            ),
            reservations=(text,),
            recipients=(text,),
            disqualified=(text,),
        ),
        date=day_of(number),
        organ="Nämnden",
        id=f"namnden/{day_of(number)}",
        organization=text,
        authority=text,
        number=text,
        start=text,
        end=text,
        place=text,
        contact=text,
        paragraphs=text,
        attendance=(
            Attendance(
                name=f"{text} x{number}", affiliation=text, role=text, party=text, substitutes_for=text, paragraphs=text
            ),
        ),
        signatures=(Signature(name=text, organization=text, title=text, time=text),),
        unplaced=(UnplacedLine(line=1, text=text),),
        source=Source(file=text, sha256="0" * 64),
        remarks=(MeetingRemark(code="minutes.date_from_name", args={"day": text}, text=text),),
    )


class Shapes(HTMLParser):
    """Every element of a page as its name and the names of its attributes; and what it would run or go to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: set[tuple[str, tuple[str, ...]]] = set()
        self.addresses: list[str] = []
        self.data = ""
        self._in_data = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add((tag, tuple(sorted(name for name, _ in attrs))))
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src", "action", "formaction")]
        self._in_data = tag == "script" and ("type", "application/ld+json") in attrs

    def handle_endtag(self, tag: str) -> None:
        self._in_data = self._in_data and tag != "script"

    def handle_data(self, data: str) -> None:
        self.data += data if self._in_data else ""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The app over a meeting for each payload."""
    where = tmp_path_factory.mktemp("hostile")
    return made(indexed(where, *(saying(payload, number) for number, payload in enumerate(PAYLOADS))))


@pytest.fixture(scope="module")
def allowed(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, tuple[str, ...]]]:
    """Every shape of element that the same pages have when all texts are harmless."""
    where = tmp_path_factory.mktemp("harmless")
    client = made(
        indexed(where, *(saying(f"ofarligt {number}", number) for number in range(len(PAYLOADS))))
    ).test_client()
    paths = [
        *LISTS,
        *(f"/?{name}=ofarligt&q=" for name in PARAMETERS),
        "/?q=ofarligt",
        "/?q=ofarligt&since=x",
        "/x",
        "/?q=&since=2001&until=2020",
    ]
    paths += [*pages_of(3), "/?q=xyzzyplugh&year=2001", "/?q=ofarligt&organization=namnden&year=2003"]
    # Payloads that are much the same are one matter, and have its course on their pages; the harmless texts have none.
    course = {("ol", ("aria-label", "class")), ("li", ("aria-current",))}
    return course.union(*(Shapes(client.get(path).text).found for path in paths))


def pages_of(number: int) -> tuple[str, ...]:
    """The pages of one of the meetings."""
    id = f"namnden/{day_of(number)}"
    return f"/mote/{id}", f"/arende/{id}/1", f"/arende/{id}/1?q=alert"


def unruly(html: str, allowed: set[tuple[str, tuple[str, ...]]]) -> Iterator[str]:
    """What a page has that it should not."""
    shapes = Shapes(html)
    yield from (str(shape) for shape in shapes.found - allowed)
    for address in shapes.addresses:
        parts = urlsplit(address)
        ours = parts.netloc in ("", "localhost", "www.digg.se") and parts.scheme in ("", "http", "https")
        if not (ours and address.startswith(("/", "#", "http://localhost/", "https://www.digg.se/"))):
            yield address
    if shapes.data:
        json.loads(shapes.data)


def test_there_are_enough_of_both() -> None:
    assert len(set(PAYLOADS)) >= 60
    assert len(set(TRAVERSALS)) >= 200


def test_no_text_of_minutes_becomes_an_element_on_any_page(
    hostile: Flask, allowed: set[tuple[str, tuple[str, ...]]]
) -> None:
    client = hostile.test_client()
    for number, payload in enumerate(PAYLOADS):
        for path in pages_of(number):
            answer = client.get(path)
            assert answer.status_code == 200, path
            assert not list(unruly(answer.text, allowed)), (payload, path)
    for path in LISTS:
        assert not list(unruly(client.get(path).text, allowed)), path


@pytest.mark.parametrize("name", PARAMETERS)
def test_no_parameter_becomes_an_element_on_any_page(
    hostile: Flask, allowed: set[tuple[str, tuple[str, ...]]], name: str
) -> None:
    client = hostile.test_client()
    for payload in PAYLOADS:
        answer = client.get("/?" + urlencode([(name, payload), ("organization", "namnden"), ("year", "2001")]))
        assert answer.status_code in (200, 404)
        assert not list(unruly(answer.text, allowed)), payload


def test_no_path_becomes_an_element_of_the_page_that_says_it_is_not_there(
    hostile: Flask, allowed: set[tuple[str, tuple[str, ...]]]
) -> None:
    client = hostile.test_client()
    for payload in PAYLOADS:
        assert not list(unruly(client.get(f"/{payload}").text, allowed)), payload


def test_no_text_gets_out_of_its_place_in_json_feed_or_table(hostile: Flask) -> None:
    client = hostile.test_client()
    known = {child.tag for child in ElementTree.fromstring(client.get("/atom.xml?q=xyzzyplugh").data).iter()}
    known |= {f"{{http://www.w3.org/2005/Atom}}{name}" for name in ("entry", "author", "name", "summary")}
    for payload in ("", *PAYLOADS):
        query = urlencode({"q": payload})
        for path in (f"/search.json?{query}", f"/suggest.json?{query}"):
            answer = client.get(path)
            assert answer.status_code in (200, 400)
            assert answer.mimetype == "application/json"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            json.loads(answer.data)
        feed = client.get(f"/atom.xml?{query}")
        assert {child.tag for child in ElementTree.fromstring(feed.data).iter()} <= known
        rows = rows_of(client.get(f"/search.csv?{query}").text)
        assert {len(row) for row in rows} == {len(rows[0])}
        assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_no_address_leads_out_of_what_is_meant_to_be_read(app: Flask) -> None:
    with served(app) as site:
        connection = HTTPConnection(urlsplit(site).netloc)
        for path in TRAVERSALS:
            connection.request("GET", path)
            answer = connection.getresponse()
            body = answer.read()
            assert answer.status in {404, 414}, (path, answer.status)
            assert b"root:" not in body
            assert b"[metadata]" not in body
            assert HEADERS.items() <= dict(answer.getheaders()).items()
        connection.close()


def test_an_original_that_a_browser_would_run_is_handed_over_as_a_file(serve: Serve) -> None:
    html = meeting(item("Rubrik"), source=Source(file="x.html", sha256="0" * 64, media_type="text/html"))
    answer = serve(html).test_client().get(f"/original/{html.id}")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_whatever_host_is_claimed_nothing_but_text_comes_of_it(client: FlaskClient) -> None:
    for path in ("/atom.xml", "/arende/barnnamnden/2024-04-19/2", "/sitemap.xml", "/robots.txt"):
        answer = client.get(path, headers={"Host": 'x"><script>alert(1)</script>'})
        assert answer.status_code in (200, 400)
        assert "<script>alert" not in answer.text


@pytest.mark.browser
def test_in_a_real_browser_nothing_of_it_runs(hostile: Flask) -> None:
    with served(hostile) as site, launched() as browser:
        page = browser.new_page()
        ran: list[str] = []

        def dismissed(dialog: Any) -> None:
            ran.append(dialog.message)
            dialog.dismiss()

        page.on("dialog", dismissed)
        page.on("console", lambda message: ran.append(message.text))
        for path in ("/?q=alert", "/?q=alert&page=2", "/moten", "/personer", *pages_of(0), *pages_of(8), *pages_of(20)):
            page.goto(site + path)
            assert page.locator("main img, main iframe, main object, main svg:not(.years svg)").count() == 0
        assert ran == []
