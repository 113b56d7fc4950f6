"""Errors: the one place where what went wrong becomes a status and a sentence, for people and for programs."""

from __future__ import annotations

from typing import Final

from flask import Flask, Response, current_app, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from indexer.errors import BadQuestion, DamagedArchive, NoSuchIndex, NoSuchThing, ProtokollError
from indexer.messages import swedish
from search_ui.answer import Question
from search_ui.output import gate
from search_ui.web import responses

STATUSES: Final[dict[type[ProtokollError], int]] = {NoSuchThing: 404, BadQuestion: 400, ProtokollError: 503}
"""The status of an error is that of the nearest of its classes: what is not the reader's fault passes."""

HEADINGS: Final = {
    400: (swedish("page.bad_question"), swedish("page.bad_question_why")),
    404: (swedish("page.not_found"), swedish("page.not_found_why")),
    414: (swedish("page.too_long"), swedish("page.too_long_why")),
    503: (swedish("page.unavailable"), swedish("page.unavailable_why")),
    500: (swedish("page.failed"), swedish("page.failed_why")),
}

WAYS_BACK: Final = (("/", swedish("page.to_search")), ("/moten", swedish("page.to_meetings")))


def prepare(app: Flask) -> None:
    """Let the app answer every error with its own page or, where a program asks, with JSON."""
    app.register_error_handler(ProtokollError, _own_error)
    app.register_error_handler(OSError, _disk_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unexpected_error)


def error_page(status: int, *, reason: str = "", remedies: tuple[str, ...] = ()) -> Response:
    """A page that says what happened and leads back."""
    heading, usual = HEADINGS.get(status, HEADINGS[500 if status >= 500 else 400])
    return responses.page(
        "error.html",
        status,
        heading=heading,
        reason=reason or usual,
        remedies=remedies,
        ways_back=WAYS_BACK if status < 500 else (),
        question=Question(),
    )


def _own_error(error: Exception) -> ResponseReturnValue:
    """An error that the program names; of what is not the reader's fault no path and no name is told."""
    status = next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)
    if status >= 500:
        current_app.logger.error("%s", error)
    match error:
        case BadQuestion():
            return _said(status, reason=error.text("sv"), field=error.field)
        case NoSuchIndex():
            return _said(status, reason=swedish("page.nothing_indexed"), remedies=(swedish("page.run_index"),))
        case DamagedArchive():
            return _said(status, reason=swedish("page.damaged"))
    return _said(status)


def _disk_error(error: Exception) -> ResponseReturnValue:
    """A file that went away, or a disk that does not answer, while it was read."""
    current_app.logger.error("%s", error)
    return _said(503)


def _http_error(error: Exception) -> ResponseReturnValue:
    assert isinstance(error, HTTPException)
    if error.response is not None:
        return error.response
    status = error.code or 500
    return error.get_response() if status < 400 else _said(status)


def _unexpected_error(error: Exception) -> ResponseReturnValue:
    current_app.logger.error("An unexpected error: %s", type(error).__name__, exc_info=error)
    try:
        return _said(500)
    except Exception:
        return responses.body(gate.plain(f"{HEADINGS[500][0]}. {HEADINGS[500][1]}\n"), "text/plain", 500)


def _said(status: int, *, reason: str = "", remedies: tuple[str, ...] = (), field: str = "") -> Response:
    """An error, for whoever asked: a page, or JSON where a program asks."""
    if not request.path.endswith(".json"):
        return error_page(status, reason=reason, remedies=remedies)
    about = {"field": field} if field else {}
    usual = HEADINGS.get(status, HEADINGS[500 if status >= 500 else 400])[1]
    return responses.json({"error": {"status": status, **about, "reason": reason or usual}}, status)
