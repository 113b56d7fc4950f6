"""About: the pages that speak of the service itself: help, status, accessibility, the data, and whether it is alive."""

from __future__ import annotations

from typing import Final

import msgspec
from flask import Blueprint, Response, current_app, render_template
from flask.typing import ResponseReturnValue

from indexer.pipeline import health as health_checks
from search_ui import help
from search_ui.web.request_context import search, settings

blueprint = Blueprint("about", __name__)

ASSESSED: Final = "2026-11-21"
"""When the pages were last gone through for accessibility, by hand and by the browser tests."""


@blueprint.get("/hjalp")
def help_page() -> str:
    """The query language, each example a search to try."""
    return render_template("help.html", sections=help.sections())


@blueprint.get("/en")
def english_page() -> str:
    """What this is and how to search, in English."""
    return render_template("english.html", sections=help.sections("en"))


@blueprint.get("/status")
def status() -> str:
    """What is indexed, since when, and what could not be read or placed."""
    return render_template("status.html", status=search().status(), lines=search().meetings())


@blueprint.get("/tillganglighet")
def accessibility() -> str:
    """The statement that the law on accessible digital public service asks for."""
    asked = settings()
    return render_template("accessibility.html", assessed=ASSESSED, operator=asked.operator, contact=asked.contact)


@blueprint.get("/api")
def data() -> str:
    """How to get at the same data by program."""
    return render_template("api.html")


@blueprint.get("/favicon.ico")
def icon() -> Response:
    """The sign in the tab, at the address where browsers look without being told."""
    return current_app.send_static_file("ikon.svg")


@blueprint.get("/halsa")
def health() -> ResponseReturnValue:
    """How everything is, for whoever watches over the service: 503 when nothing can be answered; no names, no paths."""
    service = current_app.extensions["search"]
    told = health_checks.health(service.settings, service.index)
    return Response(
        msgspec.json.encode(told) + b"\n",
        200 if told.generation else 503,
        mimetype="application/json",
        headers={"Cache-Control": "no-store"},
    )
