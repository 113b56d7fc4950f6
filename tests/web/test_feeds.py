"""The answer for other readers."""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from search_ui.answer import FacetValue
from search_ui.web import feeds
from search_ui.web.histogram import HEIGHT, histogram
from tests.table_rows import records_of
from tests.web.conftest import Serve, invented_minutes

ATOM = "{http://www.w3.org/2005/Atom}"


def parsed(data: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(data)


def test_the_feed_has_the_newest_hits_first_with_what_was_decided(client: FlaskClient) -> None:
    answer = client.get("/atom.xml?q=skolskjuts")
    assert answer.mimetype == "application/atom+xml"
    feed = parsed(answer.data)
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}updated") for entry in entries] == ["2024-04-19T00:00:00Z", "2022-02-01T00:00:00Z"]
    assert entries[0].findtext(f"{ATOM}id") == "http://localhost/arende/barnnamnden/2024-04-19/2"
    assert "att godkänna redovisningen" in (entries[0].findtext(f"{ATOM}summary") or "")
    for name in ("id", "title", "updated"):
        assert feed.findtext(f"{ATOM}{name}")


def test_the_table_has_every_hit_not_only_a_page_of_them(client: FlaskClient) -> None:
    rows = records_of(client.get("/search.csv?q=belysning&page=2").text)
    assert len(rows) == 24
    assert rows[0]["organization"] == "Kommunfullmäktige"


def test_a_browser_can_add_the_search_to_its_own(client: FlaskClient) -> None:
    name = "{http://a9.com/-/spec/opensearch/1.1/}"
    description = parsed(client.get("/opensearch.xml").data)
    assert 0 < len(description.findtext(f"{name}ShortName") or "") <= 16
    template = description.findall(f"{name}Url")[0].get("template")
    assert template == "http://localhost/?q={searchTerms}"


SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def sitemaps(client: FlaskClient) -> list[list[tuple[str, str | None]]]:
    """The addresses of each sitemap that the index of them names, each with its date."""
    index = parsed(client.get("/sitemap.xml").data)
    assert index.tag == f"{SITEMAP}sitemapindex"
    parts = [parsed(client.get(urlsplit(part.text or "").path).data) for part in index.iter(f"{SITEMAP}loc")]
    assert {part.tag for part in parts} == {f"{SITEMAP}urlset"}
    loc, lastmod = f"{SITEMAP}loc", f"{SITEMAP}lastmod"
    return [[(url.findtext(loc) or "", url.findtext(lastmod)) for url in part] for part in parts]


def test_the_sitemap_has_every_meeting_and_every_item_and_robots_leads_to_it(client: FlaskClient) -> None:
    (found,) = sitemaps(client)
    assert ("http://localhost/mote/barnnamnden/2024-04-19", "2024-04-19") in found
    assert ("http://localhost/arende/barnnamnden/2024-04-19/p2", "2024-04-19") in found
    assert len(found) == len(set(found)) == 2 + 3 + 28
    assert all(client.get(urlsplit(address).path).status_code == 200 for address, _ in found)
    assert "Sitemap: http://localhost/sitemap.xml" in client.get("/robots.txt").text


def test_a_sitemap_is_never_longer_than_allowed_and_together_they_have_everything(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, serve: Serve
) -> None:
    (whole,) = sitemaps(client)
    monkeypatch.setattr(feeds, "MAX_SITEMAP", 10)
    parts = sitemaps(serve(*invented_minutes()).test_client())
    assert [len(part) for part in parts] == [10, 10, 10, 3]
    assert [place for part in parts for place in part] == whole
    for part in ("0", "5", "99999999999999999999", "-1", "x"):
        assert client.get(f"/sitemap-{part}.xml").status_code == 404


def test_suggestions_complete_the_last_word_and_keep_those_before(client: FlaskClient) -> None:
    answer = client.get("/suggest.json?q=norra skolskj").json
    assert answer
    assert answer["suggestions"][0]["text"].startswith("norra skolskjuts")
    assert client.get("/suggest.json?q=").json == {"query": "", "suggestions": []}


def test_the_json_of_things_is_what_the_archive_keeps(client: FlaskClient) -> None:
    meeting = client.get("/meetings/barnnamnden/2024-04-19.json").json
    item = client.get("/items/barnnamnden/2024-04-19/2.json").json
    assert meeting
    assert meeting["items"][1] == item
    lost = client.get("/items/barnnamnden/2024-04-19/99.json").json
    assert lost
    assert lost["error"]["status"] == 404


def test_every_address_of_the_description_answers_as_it_says(client: FlaskClient) -> None:
    description = client.get("/openapi.json").json
    assert description
    for path, methods in description["paths"].items():
        address = path.format(organization="barnnamnden", date="2024-04-19", position="2")
        answer = client.get(address)
        assert answer.status_code == 200, address
        schema = methods["get"]["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
        required = description["components"]["schemas"][schema.rpartition("/")[2]]["required"]
        assert answer.json
        assert set(required) <= answer.json.keys(), path
        assert client.get(f"{address}?colour=red").status_code == 400


def test_an_item_and_a_meeting_tell_machines_what_they_are(client: FlaskClient) -> None:
    for path in ("/arende/barnnamnden/2024-04-19/p2", "/mote/barnnamnden/2024-04-19"):
        script = re.search(r'<script type="application/ld\+json">(.*?)</script>', client.get(path).text)
        assert script
        data = json.loads(script.group(1))
        assert (data["@type"], data["url"]) == ("DigitalDocument", f"http://localhost{path}")


def test_crawlers_read_the_style_and_see_that_a_question_is_not_to_be_listed(client: FlaskClient) -> None:
    robots = client.get("/robots.txt").text
    refused = [
        re.escape(line[10:]).replace(r"\*", ".*") for line in robots.split("\n") if line.startswith("Disallow: ")
    ]

    def may_read(path: str) -> bool:
        return not any(re.match(pattern, path) for pattern in refused)

    style = re.search(r'href="(/static/[^"]+css[^"]*)"', client.get("/").text)
    assert style
    assert may_read(style.group(1))
    assert may_read("/?q=skolskjuts")
    assert 'content="noindex, follow"' in client.get("/?q=skolskjuts").text
    for path in ("/?q=skolskjuts&year=2024", "/search.json?q=a", "/search.csv?q=a", "/atom.xml", "/suggest.json?q=a"):
        assert not may_read(path), path


def test_a_person_is_told_of_with_every_meeting_and_in_what_role(client: FlaskClient) -> None:
    html = client.get("/person/ylva-akerlind").text
    assert html.index("19 april 2024") < html.index("20 november 2023") < html.index("1 februari 2022")
    assert "<h1>Ylva Åkerlind</h1>" in html
    assert "Ylva Akerlind" in html, "as the scan spells it"
    people = client.get("/personer").text
    assert people.index("Örjan Ekdal") < people.index("Tora Vik") < people.index("Ylva Åkerlind")
    assert client.get("/person/ingen-alls").status_code == 404


@pytest.mark.parametrize("path", ["/hjalp", "/en"])
def test_every_example_of_the_help_has_hits_in_the_minutes_at_hand(client: FlaskClient, path: str) -> None:
    addresses = re.findall(r'<dt><a href="([^"]+)"[^>]*><code>', client.get(path).text)
    assert len(addresses) >= 15
    for address in addresses:
        html = client.get(address.replace("&amp;", "&")).text
        assert '<article class="hit">' in html, address


def test_a_page_in_english_says_how_to_search_and_every_foot_leads_there(client: FlaskClient) -> None:
    html = client.get("/en").text
    assert '<html lang="en">' in html
    assert '<header class="site-head" lang="sv">' in html
    for path in ("/", "/hjalp", "/finns/inte"):
        assert '<a href="/en" hreflang="en" lang="en">' in client.get(path).text


def test_the_service_says_whether_it_is_well_and_what_it_holds(client: FlaskClient) -> None:
    told = client.get("/halsa").get_json()
    assert told["well"]
    assert told["generation"].startswith("gen-")
    assert "/" not in client.get("/halsa").text
    status = client.get("/status").text
    for part in ("<dd>3</dd>", "<dd>28</dd>", "1 februari 2022"):
        assert part in status


def test_the_bars_lead_to_their_years_and_what_is_little_is_still_seen() -> None:
    bars = histogram(
        [FacetValue(value=year, label=year, count=count) for year, count in (("2024", 500), ("2022", 9), ("2021", 1))],
        "/?year={}".format,
    )
    assert [(bar.year, bar.count) for bar in bars] == [("2021", 1), ("2022", 9), ("2023", 0), ("2024", 500)]
    assert [bar.height for bar in bars] == [2.0, 2.0, 0.0, HEIGHT]
    assert [bar.address for bar in bars] == ["/?year=2021", "/?year=2022", "", "/?year=2024"]
    assert histogram([FacetValue(value="2024", label="2024", count=3)], "/?year={}".format) == ()
