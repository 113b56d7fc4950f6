"""Service pages: what tells of the service itself: help, status, accessibility, the data, and whether it is alive."""

from __future__ import annotations

from collections import Counter
from heapq import nlargest
from itertools import islice
from typing import Final, cast

import msgspec
from flask import Blueprint, Response, abort, current_app, g, request
from flask.typing import ResponseReturnValue

from indexer.errors import BadQuestion, ProtokollError
from indexer.messages import Language
from indexer.model import DecisionKind
from indexer.pipeline import health as health_checks
from indexer.storage.archive import Archive
from search_ui import help
from search_ui.answer import Question
from search_ui.search.example_words import example_words
from search_ui.search.meeting_check import MeetingCheck
from search_ui.search.misses import Misses
from search_ui.web import responses
from search_ui.web.request_context import OUR_OWN, search, settings

blueprint = Blueprint("about", __name__)

ASSESSED: Final = "2026-11-27"
"""When the pages were last gone through for accessibility, by hand and by the browser tests."""

LATEST: Final = 10
"""Meetings that arrived last, on the page of the status."""

MOST_LISTED: Final = 50
"""Gaps, and meetings in doubt, on the page of the status: the newest, which can still be mended."""

LISTS: Final = ("/", "/?q=", "/moten", "/personer", "/status", "/atom.xml", "/search.json", "/sitemap-1.xml")
"""Pages that are made of all meetings: when these can be answered, what has an id of its own can."""


@blueprint.get("/hjalp")
def help_page() -> Response:
    """The query language, each example a search to try."""
    return responses.page("help.html", sections=_help("sv"))


@blueprint.get("/en")
def english_page() -> Response:
    """What this is and how to search, in English."""
    return responses.page("english.html", sections=_help("en"))


def _help(language: Language) -> list[help.HelpSection]:
    """The help, its examples made of the minutes at hand: those that have no hits there are left out."""
    try:
        words = example_words(search())
    except ProtokollError:
        return list(help.sections(language))
    return [
        help.HelpSection(section.heading, tuple(filter(None, map(_answered, section.parts))))
        for section in help.sections(language, words)
    ]


def _answered(part: str | tuple[help.Example, ...]) -> str | tuple[help.Example, ...]:
    """A paragraph, or those of some examples that have hits."""
    if isinstance(part, str):
        return part
    return tuple(one for one in part if search().answer(Question(query=one.query, limit=0)).total)


@blueprint.get("/status")
def status() -> Response:
    """What is indexed, since when, and what could not be read or placed."""
    lines, held, arrivals = search().meetings(), search().held(), search().archive().arrivals()
    response = responses.page(
        "status.html",
        arrived=nlargest(
            LATEST, [(arrivals[line.id], line) for line in lines if arrivals.get(line.id)], key=lambda one: one[0]
        ),
        status=search().status(),
        lines=held,
        calls=len(lines) - len(held),
        gaps=search().paragraph_gaps()[:MOST_LISTED],
        meeting_line=search().meeting_line,
        misses=_misses(),
        doubtful=[
            (line, tuple(doubt.text("sv") for doubt in doubts))
            for line, doubts in islice(search().doubtful(), MOST_LISTED)
        ],
        organs=Counter(line.organization for line in held),
    )
    if current_app.extensions["misses"]:
        response.headers["Cache-Control"] = "no-store"
    return response


def _misses() -> tuple[tuple[str, int], ...]:
    """What was searched for in vain, where that is counted: the page is then made anew each time."""
    misses = cast("Misses | None", current_app.extensions["misses"])
    if not misses:
        return ()
    g.pop("key", None)
    return misses.often()


@blueprint.get("/tillganglighet")
def accessibility() -> Response:
    """The statement that the law on accessible digital public service asks for."""
    asked = settings()
    return responses.page("accessibility.html", assessed=ASSESSED, operator=asked.publisher, contact=asked.contact)


@blueprint.get("/api")
def data() -> Response:
    """How to get at the same data by program."""
    return responses.page("api.html")


@blueprint.get("/stil")
def style() -> Response:
    """Every part that pages are made of, for whoever works on them: only where the app is debugged."""
    if not current_app.debug:
        abort(404)
    kinds = [kind.value for kind in DecisionKind]
    return responses.page("style.html", kinds=kinds, page_address="/stil?page={}".format)


@blueprint.get("/favicon.ico")
def icon() -> Response:
    """The sign in the tab, at the address where browsers look without being told."""
    return current_app.send_static_file("ikon.png")


@blueprint.get("/halsa")
def health() -> ResponseReturnValue:
    """How everything is, for whoever watches over the service: no names, no paths.

    503 when nothing can be answered, and, asked with `?timmar=26`, when no run has ended well for so many hours.
    """
    service = current_app.extensions["search"]
    told = health_checks.health(service.settings, service.index, hours=_hours())
    asked, own = current_app.test_client(), {OUR_OWN: "1"}
    failing = sum(asked.get(path, environ_overrides=own).status_code >= 500 for path in LISTS)
    checks = told.checks | {"pages": failing, "archive": _damaged()}
    told = msgspec.structs.replace(told, checks=checks, well=told.well and not any(checks.values()))
    response = responses.json(told, 200 if told.generation and not checks["age"] else 503)
    response.headers["Cache-Control"] = "no-store"
    return response


def _hours() -> float | None:
    """How many hours old the last run may be, for whoever asks with `?timmar=26`; BadQuestion for no number."""
    typed = request.args.get("timmar")
    try:
        return None if typed is None else float(typed)
    except ValueError:
        raise BadQuestion("timmar", "question.no_hours", typed=typed or "") from None


def _damaged() -> int:
    """How many meetings are known to be damaged, and lists of the archive; one, where none of its lists can be read."""
    try:
        lists = Archive(settings().archive).damages
        return len(lists) + cast(MeetingCheck, current_app.extensions["meeting_check"]).damaged()
    except ProtokollError:
        return 1
