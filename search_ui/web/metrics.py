"""Metrics: how much is answered how fast, and how the index is, as Prometheus reads it, where the settings ask for it.

Several processes answer, and any of them may be asked for the figures of all. So they count in memory that they share:
it is made before they are forked, a row for each process, and what is told is the sum of the rows. The row of a process
that ended is taken over by another, and what it counted stays counted.

No label has what was asked or by whom: there is the kind of page and the hundreds of the status.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from mmap import mmap
from multiprocessing import get_context
from threading import Lock
from typing import Final, cast

from flask import Flask, Response, current_app, g, request

from indexer import __version__
from indexer.messages import message
from indexer.pipeline import health as health_checks
from search_ui.output import gate
from search_ui.web import responses
from search_ui.web.request_context import is_our_own

ROWS: Final = 128
"""More processes than any machine gives to the page."""
BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
"""Seconds that an answer took at most: from one that was remembered to a question that was given up."""
STATUSES: Final = ("1xx", "2xx", "3xx", "4xx", "5xx")
CONTENT_TYPE: Final = "text/plain; version=0.0.4"


class RequestCounts:
    """Numbers that all processes add to: requests by page and status, and how long they took."""

    def __init__(self, pages: tuple[str, ...]) -> None:
        self.labels = [(page, status) for page in pages for status in STATUSES]
        self._at = {label: number for number, label in enumerate(self.labels)}
        self._width = len(self.labels) + len(BUCKETS) + 2
        self._shared = memoryview(mmap(-1, 8 * ROWS * (self._width + 1))).cast("d")
        self._claiming, self._adding = get_context("fork").Lock(), Lock()
        self._row, self._owner = 0, 0

    def add(self, page: str, status: int, seconds: float) -> None:
        """Count an answer."""
        with self._adding:
            if self._owner != os.getpid():
                self._row, self._owner = self._claimed(), os.getpid()
            begin = ROWS + self._row * self._width
            timed = begin + len(self.labels)
            self._shared[begin + self._at[page, f"{status // 100}xx"]] += 1
            for number, most in enumerate(BUCKETS):
                self._shared[timed + number] += seconds <= most
            self._shared[timed + len(BUCKETS)] += 1
            self._shared[timed + len(BUCKETS) + 1] += seconds

    def sums(self) -> tuple[list[float], list[float]]:
        """Of all processes: the answers by label, and those within each bucket, with their number and their seconds."""
        rows = (self._shared[ROWS + row * self._width :][: self._width] for row in range(ROWS) if self._shared[row])
        total = [sum(column) for column in zip(*rows, strict=True)] or [0.0] * self._width
        return total[: len(self.labels)], total[len(self.labels) :]

    def _claimed(self) -> int:
        """A row of this process: one that is free, or that of a process that ended."""
        with self._claiming:
            row = next(row for row in range(ROWS) if not self._shared[row] or not _is_alive(int(self._shared[row])))
            self._shared[row] = os.getpid()
        return row


def _is_alive(process: int) -> bool:
    """Whether a process is running."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def prepare(app: Flask) -> None:
    """Let the app count what it answers, and tell it; prepared before anything else, it sees every answer as sent."""

    @app.before_request
    def begin() -> None:
        g.counted_from = time.perf_counter()

    @app.after_request
    def count(response: Response) -> Response:
        if not is_our_own():
            _counts().add(request.endpoint or "", response.status_code, time.perf_counter() - g.counted_from)
        return response

    @app.get("/metrics")
    def metrics() -> Response:
        lines = "\n".join((*_of_requests(_counts()), *_of_index()))
        return responses.body(gate.plain(lines + "\n"), CONTENT_TYPE, headers={"Cache-Control": "no-store"})


def share(app: Flask) -> None:
    """Make the memory that counts, when all pages are known and before any process is forked."""
    app.extensions["request_counts"] = RequestCounts(
        ("", *sorted({rule.endpoint for rule in app.url_map.iter_rules()}))
    )


def _counts() -> RequestCounts:
    """What the app at hand counts in."""
    return cast(RequestCounts, current_app.extensions["request_counts"])


def _of_requests(counts: RequestCounts) -> Iterator[str]:
    """What was answered, and how fast."""
    by_label, timed = counts.sums()
    yield from _head("requests_total", "counter")
    for (page, status), number in zip(counts.labels, by_label, strict=True):
        if number:
            yield f'protokoll_requests_total{{page="{page}",status="{status}"}} {number:.0f}'
    yield from _head("request_seconds", "histogram")
    *within, count, seconds = timed
    for most, number in zip(BUCKETS, within, strict=True):
        yield f'protokoll_request_seconds_bucket{{le="{most}"}} {number:.0f}'
    yield f'protokoll_request_seconds_bucket{{le="+Inf"}} {count:.0f}'
    yield f"protokoll_request_seconds_sum {seconds:.6f}"
    yield f"protokoll_request_seconds_count {count:.0f}"


def _of_index() -> Iterator[str]:
    """How the index and the archive are."""
    service = current_app.extensions["search"]
    told = health_checks.health(service.settings, service.index)
    yield from _head("info", "gauge")
    yield f'protokoll_info{{version="{__version__}"}} 1'
    gauges: dict[str, float] = {"well": told.well, "meetings": told.meetings}
    if told.ran:
        gauges["last_run_timestamp_seconds"] = health_checks.moment(told.ran)
    if told.made:
        gauges["index_made_timestamp_seconds"] = health_checks.moment(told.made)
    for name, value in gauges.items():
        yield from _head(name, "gauge")
        yield f"protokoll_{name} {float(value):.0f}"
    yield from _head("not_well", "gauge")
    for kind, number in sorted(told.checks.items()):
        yield f'protokoll_not_well{{about="{kind}"}} {number}'


def _head(name: str, kind: str) -> Iterator[str]:
    """What a figure is: a sentence, and its kind."""
    yield f"# HELP protokoll_{name} {message(f'metrics.{name}').text('en')}"
    yield f"# TYPE protokoll_{name} {kind}"
