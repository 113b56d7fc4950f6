"""Errors: the one place where what went wrong becomes a status and a sentence, for people and for programs."""

from __future__ import annotations

from typing import Final

from flask import Flask, Response, current_app, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from indexer.errors import (
    BadQuestion,
    DamagedIndex,
    IndexFromOtherVersion,
    NoSuchIndex,
    NoSuchThing,
    ProtokollError,
    UnsafeIndex,
)
from indexer.messages import swedish
from search_ui.answer import Question
from search_ui.output import gate
from search_ui.web import responses

STATUSES: Final[dict[type[ProtokollError], int]] = {
    NoSuchThing: 404,
    BadQuestion: 400,
    NoSuchIndex: 503,
    IndexFromOtherVersion: 503,
    DamagedIndex: 503,
    UnsafeIndex: 503,
}

HEADINGS: Final = {
    400: (swedish("page.bad_question"), swedish("page.bad_question_why")),
    404: (swedish("page.not_found"), swedish("page.not_found_why")),
    503: (swedish("page.unavailable"), swedish("page.unavailable_why")),
    500: (swedish("page.failed"), swedish("page.failed_why")),
}

WAYS_BACK: Final = (("/", swedish("page.to_search")), ("/moten", swedish("page.to_meetings")))


def prepare(app: Flask) -> None:
    """Let the app answer every error with its own page or, where a program asks, with JSON."""
    app.register_error_handler(ProtokollError, _own_error)
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
    status = next((STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES), 500)
    if status >= 500:
        current_app.logger.error("%s", error)
    if _is_for_programs():
        field = {"field": error.field} if isinstance(error, BadQuestion) else {}
        reason = error.text("sv") if isinstance(error, BadQuestion) else HEADINGS[status][1]
        return responses.json({"error": {"status": status, **field, "reason": reason}}, status)
    if isinstance(error, NoSuchIndex):
        return error_page(status, reason=swedish("page.nothing_indexed"), remedies=(swedish("page.run_index"),))
    return error_page(status, reason=error.text("sv") if isinstance(error, BadQuestion) else "")


def _http_error(error: Exception) -> ResponseReturnValue:
    assert isinstance(error, HTTPException)
    if error.response is not None:
        return error.response
    status = error.code or 500
    if status < 400:
        return error.get_response()
    if _is_for_programs():
        reason = HEADINGS.get(status, HEADINGS[500 if status >= 500 else 400])[1]
        return responses.json({"error": {"status": status, "reason": reason}}, status)
    return error_page(status)


def _unexpected_error(error: Exception) -> ResponseReturnValue:
    current_app.logger.error("An unexpected error: %s", type(error).__name__, exc_info=error)
    try:
        return _http_error_page()
    except Exception:
        return responses.body(gate.plain(f"{HEADINGS[500][0]}. {HEADINGS[500][1]}\n"), "text/plain", 500)


def _http_error_page() -> ResponseReturnValue:
    if _is_for_programs():
        return responses.json({"error": {"status": 500, "reason": HEADINGS[500][1]}}, 500)
    return error_page(500)


def _is_for_programs() -> bool:
    return request.path.endswith(".json")
