"""Log: what the program does, told to whoever runs it; where the lines go is for the command and the server to say.

    note("log.indexed", new=2, ...)

A line is a message of the catalogues, in English, with its code and its arguments beside it for programs. No line has
what somebody asked, or from where, unless the access log is to.
"""

from __future__ import annotations

import logging
from typing import Final

from indexer.messages import Value, message

LOG: Final = logging.getLogger("protokoll")


def note(code: str, /, *, logger: logging.Logger = LOG, **args: Value) -> None:
    """Log a message of the catalogues, as something that was done."""
    if logger.isEnabledFor(logging.INFO):
        logger.info("%s", message(code, **args).text("en"), extra={"code": code, "details": args})
