"""Log format: lines of the log as text or as JSON, each through the gate.

2026-11-27 10:42:18 INFO protokoll: Indexed 2 new files, ...
{"time":"2026-11-27T10:42:18+01:00","level":"info","logger":"protokoll","message":"...","code":"log.indexed","new":2}
"""

from __future__ import annotations

import logging
import sys
from datetime import UTC, datetime
from typing import TextIO

from indexer.log import LOG
from indexer.settings import Settings
from search_ui.output import gate


class JsonFormatter(logging.Formatter):
    """A record as JSON on a line; a message of the catalogues with its code and its arguments."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).astimezone().isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if code := getattr(record, "code", None):
            line |= {"code": code} | vars(record)["details"]
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return gate.json_text(line).decode()


class ErrorStream(logging.StreamHandler[TextIO]):
    """Where the log goes; there is one of these at most."""


def begin(settings: Settings) -> None:
    """Let the log go to standard error, as the settings say: what is amiss, or, verbose, what is done too."""
    stream = ErrorStream(sys.stderr)
    stream.addFilter(gate.LogFilter())
    if settings.log_format == "json":
        stream.setFormatter(JsonFormatter())
    else:
        stream.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%d %H:%M:%S"))
    root = logging.getLogger()
    for other in [handler for handler in root.handlers if isinstance(handler, ErrorStream)]:
        root.removeHandler(other)
    root.addHandler(stream)
    LOG.setLevel(logging.INFO if settings.verbose else logging.WARNING)
