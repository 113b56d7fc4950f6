"""Feeds: the same answer for other readers: Atom, CSV, and what tells browsers and crawlers where to look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final
from xml.etree import ElementTree

import msgspec
from flask import Blueprint, Response, abort

from indexer.errors import NoSuchThing
from indexer.index.facets import called
from indexer.messages import swedish
from search_ui.answer import Answer, Hit, Question, Sort
from search_ui.output import gate
from search_ui.output.answer_formats import answer_csv
from search_ui.search.arrivals import Arrival
from search_ui.web import responses, urls
from search_ui.web.messages import date_in_words
from search_ui.web.pages import lenient_answer
from search_ui.web.request_context import absolute, parameters, search

blueprint = Blueprint("feeds", __name__)

ATOM: Final = "http://www.w3.org/2005/Atom"
OPENSEARCH: Final = "http://a9.com/-/spec/opensearch/1.1/"
SITEMAP: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
TABLE_LENGTH: Final = 1000
MAX_SITEMAP: Final = 50_000
MAX_SITEMAPS: Final = 50_000
"""The most addresses that one sitemap, and the most sitemaps that the index of them, may hold, by sitemaps.org."""


@blueprint.get("/atom.xml")
def atom() -> Response:
    """What a question finds, in the order in which it arrived, as a feed to follow."""
    question, _ = _whole_answer(urls.sorted_by(_from_start(0), Sort.NEWEST))
    arrived = search().arrivals(question)
    if search().conditions.interrupted():
        abort(503)
    here = absolute(urls.address(question, "/atom.xml"))
    feed = ElementTree.Element("feed", {"xmlns": ATOM, "xml:lang": "sv"})
    _add(feed, "id", here)
    _add(feed, "title", _title(question))
    _add(feed, "updated", search().status().made)
    _add(feed, "link", rel="self", type="application/atom+xml", href=here)
    _add(feed, "link", rel="alternate", type="text/html", href=absolute(urls.address(question)))
    for one in arrived:
        feed.append(_entry(one))
    return _xml(feed, "application/atom+xml")


@blueprint.get("/search.csv")
def table() -> Response:
    """The hits of a question as a table, at most TABLE_LENGTH of them."""
    _, answer = _whole_answer(_from_start(TABLE_LENGTH))
    return responses.body(answer_csv(answer), "text/csv", headers=responses.attachment("protokoll.csv"))


@blueprint.get("/opensearch.xml")
def opensearch() -> Response:
    """What a browser needs to search here from its address field."""
    description = ElementTree.Element("OpenSearchDescription", {"xmlns": OPENSEARCH})
    _add(description, "ShortName", "Protokoll")
    _add(description, "Description", swedish("page.opensearch"))
    _add(description, "Language", "sv")
    _add(description, "InputEncoding", "UTF-8")
    _add(description, "Url", type="text/html", template=f"{absolute('/')}?q={{searchTerms}}")
    _add(description, "Url", type="application/atom+xml", template=f"{absolute('/atom.xml')}?q={{searchTerms}}")
    _add(description, "Url", type="application/json", template=f"{absolute('/search.json')}?q={{searchTerms}}")
    return _xml(description, "application/opensearchdescription+xml")


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """Where the sitemaps are: as many as it takes."""
    parts = ElementTree.Element("sitemapindex", {"xmlns": SITEMAP})
    for part in range(1, -(-sum(1 for _ in _places()) // MAX_SITEMAP) + 1):
        _add(_add(parts, "sitemap"), "loc", absolute(f"/sitemap-{part}.xml"))
    return _xml(parts, "application/xml")


@blueprint.get("/sitemap-<int:part>.xml")
def sitemap_part(part: int) -> Response:
    """A part of all that has an address to stay: every meeting and each of its items, newest first."""
    first = (min(part, MAX_SITEMAPS + 1) - 1) * MAX_SITEMAP
    places = list(islice(_places(), first, first + MAX_SITEMAP)) if part else []
    if not places:
        raise NoSuchThing(f"sitemap-{part}.xml")
    urls = ElementTree.Element("urlset", {"xmlns": SITEMAP})
    for path, date in places:
        url = _add(urls, "url")
        _add(url, "loc", absolute(path))
        if date:
            _add(url, "lastmod", date)
    return _xml(urls, "application/xml")


def _places() -> Iterator[tuple[str, str]]:
    """Every path that stays, and when what is there arrived; the meeting's day where that is not known."""
    arrivals = search().archive().arrivals()
    yield "/arenden", ""
    yield "/moten", ""
    for line in search().meetings():
        arrived = arrivals.get(line.id) or line.date
        yield urls.meeting_address(line.id), arrived
        for id in search().item_ids(line.id):
            yield urls.item_address(search().permalink(id)), arrived


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Crawlers may read what has an address of its own, and a question, which says itself that it is not to be listed.

    Questions narrowed in every way there is, pictures and what programs read are none of theirs.
    """
    refused = ("/*?*&", "/*.json", "/*.csv", "/atom.xml", "/sidbild/")
    lines = ("User-agent: *", *(f"Disallow: {path}" for path in refused), f"Sitemap: {absolute('/sitemap.xml')}", "")
    return responses.body(gate.plain("\n".join(lines)), "text/plain")


def _from_start(limit: int) -> Question:
    """The question of the address, from its first hit."""
    return msgspec.structs.replace(urls.read(parameters()), offset=0, limit=limit)


def _title(question: Question) -> str:
    """What the feed of a question is called."""
    return swedish("page.feed_of_query", query=question.query) if question.query else swedish("page.feed_of_all")


def _whole_answer(question: Question) -> tuple[Question, Answer]:
    """The question and its answer; 503 when that was cut short, since a feed or a table has no place to say so."""
    question, answer, _ = lenient_answer(question)
    if search().conditions.interrupted():
        abort(503)
    return question, answer


def _entry(arrival: Arrival) -> ElementTree.Element:
    """A hit as an entry: its title, where and when, and what was decided."""
    hit = arrival.hit
    entry = ElementTree.Element("entry")
    here = absolute(urls.item_address(hit.id))
    _add(entry, "id", here)
    _add(entry, "title", f"{hit.number} {hit.title}".strip())
    _add(entry, "updated", arrival.arrived or f"{hit.meeting.date}T00:00:00Z")
    _add(entry, "link", rel="alternate", type="text/html", href=here)
    _add(_add(entry, "author"), "name", hit.meeting.organ)
    where = ", ".join(filter(None, (called(hit.meeting.document), hit.meeting.organ, date_in_words(hit.meeting.date))))
    _add(entry, "summary", "\n".join(_paragraphs(where, hit)), type="text")
    return entry


def _paragraphs(where: str, hit: Hit) -> Iterable[str]:
    yield where
    yield from (decision.text for decision in hit.decisions)


def _add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    """A new child."""
    child = ElementTree.SubElement(parent, name, attributes)
    child.text = text or None
    return child


def _xml(root: ElementTree.Element, mimetype: str) -> Response:
    return responses.body(gate.xml(root), mimetype)
