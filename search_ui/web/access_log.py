"""Access log: a line for each answer, where the settings ask for one.

    access_log = "on"      the kind of page, the status, the bytes and the milliseconds: who asked what is not in it
    access_log = "full"    besides what was asked for, with the query, and the address that asked

Whoever keeps the second keeps personal data, and must say so to readers.
"""

from __future__ import annotations

import logging
import time
from typing import Final

from flask import Flask, Response, g, request

from indexer.log import note
from indexer.messages import Value
from indexer.settings import Settings
from search_ui.web.request_context import is_our_own

LOGGER: Final = logging.getLogger("protokoll.access")


def prepare(app: Flask, settings: Settings) -> None:
    """Let the app log what it answers; prepared before anything else, it is told of every answer as it is sent."""
    LOGGER.setLevel(logging.INFO)

    @app.before_request
    def begin() -> None:
        g.asked_at = time.perf_counter()

    @app.after_request
    def tell(response: Response) -> Response:
        answered: dict[str, Value] = {
            "method": request.method,
            "page": request.endpoint or "-",
            "status": response.status_code,
            "size": response.calculate_content_length() or 0,
            "milliseconds": round(1000 * (time.perf_counter() - g.asked_at), 1),
        }
        if is_our_own():
            return response
        if settings.access_log == "full":
            asked = {"address": request.full_path.rstrip("?"), "reader": request.remote_addr or "-"}
            note("log.answered_to", logger=LOGGER, **answered, **asked)
        else:
            note("log.answered", logger=LOGGER, **answered)
        return response
