"""Headers: what every answer carries, the errors included, and when a reader's copy is still good.

Nothing but the page's own style and script may run or load, and nobody may frame it. What an address answers changes
only with the index's generation, the program and the day, so these are its ETag: who asks again with it gets 304. What
a deadline cut short, or what was read while the archive was changing, has none, and nobody may keep it.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Final

from flask import Flask, Response, abort, g, request

from indexer.messages import swedish
from search_ui.output import gate
from search_ui.web import gzip, responses
from search_ui.web.request_context import search

HEADERS: Final[dict[str, str]] = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
}

FOR_GOOD: Final = "public, max-age=31536000, immutable"
"""For files whose address changes when they do."""

RETRY_AFTER_S: Final = 30
"""Seconds after which whoever met a 503 may ask again."""

METHODS: Final = ("GET", "HEAD")
_FOLDER: Final = Path(__file__).parent


def protect(app: Flask) -> None:
    """Let the app answer GET and HEAD alone, and give every answer its headers."""
    program = program_digest()

    @app.before_request
    def refuse_other_methods() -> None:
        if request.method not in METHODS:
            abort(405, response=_refusal())

    @app.after_request
    def add_headers(response: Response) -> Response:
        response.headers.update(HEADERS)
        if request.endpoint == "static" and "v" in request.args and response.status_code < 400:
            response.headers["Cache-Control"] = FOR_GOOD
        elif response.status_code == 200 and "generation" in g and search().conditions.any():
            response.headers["Cache-Control"] = "no-store"
        elif response.status_code == 200 and "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-cache"
            if "generation" in g:
                response.set_etag(gzip.of_encoding(f"{g.generation}-{program}-{g.today:%y%m%d}", response))
                response.make_conditional(request)
        elif response.status_code >= 400:
            response.headers["Cache-Control"] = "no-store"
            if response.status_code == 503:
                response.headers["Retry-After"] = str(RETRY_AFTER_S)
        return response


def program_digest() -> str:
    """A short name for this version of everything that a page is made by."""
    digest = sha256()
    for path in sorted(_FOLDER.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _refusal() -> Response:
    """What a method that is not answered gets."""
    refusal = gate.plain(swedish("page.only_get") + "\n")
    return responses.body(refusal, "text/plain", 405, {"Allow": ", ".join(METHODS)})
