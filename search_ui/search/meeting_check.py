"""Meeting check: whether the meetings can be read, some of them each time, so that asking costs little."""

from __future__ import annotations

import threading
import time
from typing import Final

from indexer.errors import DamagedArchive
from search_ui.search.catalog import Catalog

TIME_LIMIT_S: Final = 0.2
"""Seconds that one look takes: some hundred meetings; the next goes on where it ended."""


class MeetingCheck:
    """Reads the meetings of a catalog in turn, and remembers which could not be read when they were last tried."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._damaged: set[str] = set()
        self._last = ""
        self._lock = threading.Lock()

    def damaged(self) -> int:
        """How many meetings are known to be damaged, after a look at some more of them."""
        with self._lock:
            archive = self._catalog.archive()
            ids = sorted(archive.digests())
            until = time.monotonic() + TIME_LIMIT_S
            for id in [id for id in ids if id > self._last] + [id for id in ids if id <= self._last]:
                try:
                    archive.meeting(id)
                except DamagedArchive:
                    self._damaged.add(id)
                else:
                    self._damaged.discard(id)
                self._last = id
                if time.monotonic() > until:
                    break
            self._damaged.intersection_update(ids)
            return len(self._damaged)
