"""The five minutes that ship with the project, indexed once for all tests that search them."""

from __future__ import annotations

import datetime
import tempfile
from functools import cache
from pathlib import Path

from indexer.index import open_index
from indexer.pipeline.ingest import ingest
from indexer.settings import Settings
from search_ui.search.service import Search

MINUTES = Path(__file__).parents[1] / "data" / "minutes"
TODAY = datetime.date(2026, 11, 21)

_KEPT: list[tempfile.TemporaryDirectory[str]] = []


@cache
def shipped() -> Search:
    """A search over the shipped minutes, on Saturday 2026-11-21; its index is gone when the process ends."""
    folder = tempfile.TemporaryDirectory(prefix="protokoll-")
    _KEPT.append(folder)
    settings = Settings(minutes=MINUTES, archive=Path(folder.name) / "archive", index=Path(folder.name) / "index")
    index = open_index(settings.index)
    ingest(settings, index, [MINUTES])
    return Search(settings, index, today=lambda: TODAY)
