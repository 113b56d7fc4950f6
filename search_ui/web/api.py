"""API: what programs read: the answer, items and meetings as JSON, under the names that the page's addresses have."""

from __future__ import annotations

from flask import Blueprint, Response, request

from search_ui.formats import answer_json
from search_ui.web import addresses
from search_ui.web.service import search

blueprint = Blueprint("api", __name__)


@blueprint.get("/search.json")
def search_json() -> Response:
    """The answer, the same bytes that the command prints."""
    answer = search().answer(addresses.read_strictly(request.args))
    return Response(answer_json(answer), mimetype="application/json")
