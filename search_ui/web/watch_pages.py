"""Watch pages: where a link in a letter leads, to end what its reader gets; never kept, never listed."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from flask import Blueprint, Response, request

from indexer.storage import ledger
from search_ui.web import responses
from search_ui.web.request_context import settings

blueprint = Blueprint("watches", __name__)

SURE: Final = "ja"
"""What the address says once the reader has pressed the button: programs follow links in letters by themselves."""


@blueprint.get("/sluta-bevaka/<key>")
def end_watch(key: str) -> Response:
    """Ask whether a watch is to end, and end it; an address that ends nothing says so."""
    archive = settings().archive
    watch = ledger.watch_with(archive, key)
    is_sure = request.args.get("svar") == SURE
    if watch and is_sure:
        ledger.end(archive, watch)
    state = "unknown" if watch is None else "ended" if is_sure else "asked"
    response = responses.page(
        "end_watch.html", HTTPStatus.NOT_FOUND if watch is None else HTTPStatus.OK, state=state, sure=SURE
    )
    response.headers["Cache-Control"] = "no-store"
    return response
