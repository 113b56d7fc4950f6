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
    400: ("Frågan går inte att besvara", "Något i adressen kunde inte förstås."),
    404: ("Sidan finns inte", "Det finns inget på den här adressen. Den kan vara felskriven eller borttagen."),
    503: ("Sökningen vilar", "Protokollen går inte att söka i just nu. Försök igen om en stund."),
    500: ("Något gick fel", "Felet är vårt, inte ditt. Försök igen om en stund."),
}

WAYS_BACK: Final = (("/", "Sök bland alla protokoll"), ("/moten", "Bläddra bland mötena"))


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
        reason = error.reason if isinstance(error, BadQuestion) else HEADINGS[status][1]
        return responses.json({"error": {"status": status, **field, "reason": reason}}, status)
    if isinstance(error, NoSuchIndex):
        return error_page(status, reason="Inga protokoll är indexerade ännu.", remedies=("Kör: protokoll index MAPP",))
    return error_page(status, reason=error.reason if isinstance(error, BadQuestion) else "")


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
        return responses.body(gate.plain("Något gick fel. Försök igen om en stund.\n"), "text/plain", 500)


def _http_error_page() -> ResponseReturnValue:
    if _is_for_programs():
        return responses.json({"error": {"status": 500, "reason": HEADINGS[500][1]}}, 500)
    return error_page(500)


def _is_for_programs() -> bool:
    return request.path.endswith(".json")
