"""API: what programs read: answers, suggestions, items and meetings as JSON, under the names of the page's addresses.

A parameter that is unknown or cannot be understood is refused with 400 and a reason; `openapi.json` describes it all.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import msgspec
from flask import Blueprint, Response, request

from indexer.errors import BadQuestion, NoSuchThing
from indexer.index.facets import FACETS
from search_ui.output.answer_formats import answer_json
from search_ui.web import urls
from search_ui.web.request_context import checked, search

blueprint = Blueprint("api", __name__)

SUGGESTIONS: Final = 8
MAX_SUGGESTIONS: Final = 20
_DESCRIPTION: Final = Path(__file__).parent / "openapi.json"


@blueprint.get("/search.json")
def search_json() -> Response:
    """The answer, the same bytes that the command prints."""
    return _json(answer_json(search().answer(urls.read_strictly(request.args))))


@blueprint.get("/suggest.json")
def suggest_json() -> Response:
    """Questions that what was typed may become: its last word completed, and titles; each with its items counted."""
    _only("q", "limit")
    typed = request.args.get("q", "")
    limit = urls.whole_number(request.args, "limit", SUGGESTIONS, 1, MAX_SUGGESTIONS)
    return _plain({"query": typed, "suggestions": search().completions(typed, limit)})


@blueprint.get("/meetings.json")
def meetings_json() -> Response:
    """Every meeting, newest first, of one organ or one year or both."""
    _only("organization", "year")
    organization, year = request.args.get("organization", ""), request.args.get("year", "")
    lines = [line for line in search().meetings() if organization in ("", line.slug) and year in ("", line.date[:4])]
    return _plain({"meetings": lines})


@blueprint.get("/meetings/<path:id>.json")
def meeting_json(id: str) -> Response:
    """A meeting as the archive keeps it."""
    _only()
    return _plain(search().meeting(checked(id)))


@blueprint.get("/items/<path:id>.json")
def item_json(id: str) -> Response:
    """An item as the archive keeps it."""
    _only()
    meeting = search().item(checked(id)).meeting
    item = next((item for item in meeting.walk() if item.id == id), None)
    if item is None:
        raise NoSuchThing(id)
    return _plain(item)


@blueprint.get("/openapi.json")
def description() -> Response:
    """What can be asked here, as OpenAPI."""
    return _json(_described())


@cache
def _described() -> bytes:
    """The description, with the parameters that choose among the facets behind the text that is sought."""
    described = json.loads(_DESCRIPTION.read_bytes())
    described["paths"]["/search.json"]["get"]["parameters"][1:1] = [
        {
            "name": facet.name,
            "in": "query",
            "description": facet.description,
            "schema": {"type": "array", "items": facet.schema},
        }
        for facet in FACETS
    ]
    return json.dumps(described, ensure_ascii=False, indent=1).encode() + b"\n"


def _only(*names: str) -> None:
    """Raise BadQuestion for a parameter of another name than these, or given twice."""
    for name in request.args:
        if name not in names:
            raise _unknown(name, names)
        if len(request.args.getlist(name)) > 1:
            raise BadQuestion(name, "question.repeated_parameter")


def _unknown(name: str, names: Sequence[str]) -> BadQuestion:
    """The error that says which parameters there are."""
    if names:
        return BadQuestion(name, "question.unknown_parameter", names=names)
    return BadQuestion(name, "question.no_parameters")


def _plain(value: Any) -> Response:
    return _json(msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n")


def _json(data: bytes) -> Response:
    return Response(data, mimetype="application/json")
