"""Response cache: what an address answered is given again, until something new is indexed or the day is another.

An answer depends on nothing but its path, the parameters that there are, the index's generation, the program and, since
people ask for *igår*, the day. What will not be answered so again is not kept: what a deadline cut short, or what was
read while the archive was changing. What is kept is bounded in entries and in bytes, keys and all; the answer that was
longest unused is forgotten first.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Final

from flask import Flask, Response, g, request

from indexer import privacy
from indexer.errors import ProtokollError
from search_ui.output.gate import Released
from search_ui.web import gzip, responses, urls
from search_ui.web.request_context import absolute, parameters, search

MAX_BYTES: Final = 16_000_000
"""Room for about 2,600 pages of hits, compressed as browsers ask for them."""
MAX_ENTRIES: Final = 3_000
MAX_ANSWER: Final = 1_000_000
OVERHEAD: Final = 1_200
"""Bytes of memory that an entry has besides its body and its key: dictionary, tuples, headers (sys.getsizeof)."""
BLUEPRINTS: Final = ("pages", "sheets", "feeds", "api", "about", "record")
NOT: Final = ("pages.original", "sheets.picture", "about.health", "about.icon")
HEADERS: Final = ("Content-Disposition", "Content-Encoding", "Vary")
"""What an answer has of its own; the rest is given to every answer."""

Key = tuple[str, ...]
CachedResponse = tuple[Released, str, dict[str, str]]


class ResponseCache:
    """Answers by key, the latest used last; safe to use from several threads."""

    def __init__(self, most: int = MAX_BYTES, entries: int = MAX_ENTRIES) -> None:
        self.most = most
        self.entries = entries
        self.size = 0
        self._kept: OrderedDict[Key, CachedResponse] = OrderedDict()
        self._lock = Lock()
        self._generation = ""

    def turn(self, generation: str) -> None:
        """Forget everything when the index is another: it may be that something was withdrawn."""
        with self._lock:
            if generation != self._generation:
                self._kept.clear()
                privacy.forget()
                self.size, self._generation = 0, generation

    def get(self, key: Key) -> CachedResponse | None:
        """What was kept under the key, if it still is."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
            return kept

    def put(self, key: Key, kept: CachedResponse) -> None:
        """Keep an answer, and forget the longest unused for it."""
        with self._lock:
            before = self._kept.pop(key, None)
            self.size += _cost(key, kept) - (_cost(key, before) if before else 0)
            self._kept[key] = kept
            while self.size > self.most or len(self._kept) > self.entries:
                self.size -= _cost(*self._kept.popitem(last=False))


def _cost(key: Key, kept: CachedResponse) -> int:
    """About how many bytes of memory an entry takes."""
    return len(kept[0]) + 4 * sum(map(len, key)) + OVERHEAD


def prepare(app: Flask) -> None:
    """Let the app remember what it answered."""
    memory = ResponseCache()

    @app.before_request
    def recall() -> Response | None:
        if request.blueprint not in BLUEPRINTS or request.endpoint in NOT:
            return None
        asked = parameters()
        if request.blueprint == "api" and asked.keys() - urls.KNOWN:
            return None
        try:
            search()
        except ProtokollError:
            return None
        memory.turn(g.generation)
        known = [part for name, value in asked.items(multi=True) if name in urls.KNOWN for part in (name, value)]
        form = "gzip" if gzip.is_accepted() else ""
        g.key = (g.generation, str(g.today), absolute("/"), request.path, form, *known)
        kept = memory.get(g.key)
        return responses.again(*kept) if kept else None

    @app.after_request
    def remember(response: Response) -> Response:
        if "key" in g and response.status_code == 200 and not response.is_streamed and not search().conditions.any():
            body = responses.sent(response)
            if len(body) <= MAX_ANSWER:
                kept = {name: value for name, value in response.headers.items() if name in HEADERS}
                memory.put(g.key, (body, response.headers["Content-Type"], kept))
        return response
