"""What many tests need: the five shipped minutes, indexed once; and how property tests and skipped tests behave."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from indexer.index.engines.whoosh_index import WhooshIndex
from indexer.pipeline.ingest import ingest
from indexer.settings import Settings
from search_ui.search.service import Search
from tests.cluster.cluster import passing
from tests.engines import running_urls

pytest_plugins = ("tests.skips",)

# No example has a time limit of its own, since a busy machine is no fault of the program; a test that hangs is ended
# by `faulthandler_timeout` in setup.cfg. Where CI is set the examples are the same in every run.
hypothesis.settings.register_profile("desk", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "desk")

os.environ["LANGUAGE"] = "en"  # whatever language the machine speaks, a test says when it wants another

ROOT = Path(__file__).parent.parent
MINUTES = ROOT / "data" / "minutes"


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The folders of an index of the five shipped minutes."""
    where = tmp_path_factory.mktemp("shipped")
    settings = Settings(minutes=MINUTES, archive=where / "meetings", index=where / "index")
    report = ingest(settings, WhooshIndex(settings.index), [MINUTES])
    assert (report.new, report.failed) == (5, [])
    return settings


@pytest.fixture(scope="session")
def search(shipped: Settings) -> Search:
    """The search over the five shipped minutes, on a day after the last of them."""
    return Search(shipped, today=lambda: datetime.date(2026, 6, 1))


@pytest.fixture(scope="session")
def cluster_urls() -> Iterator[tuple[str, ...]]:
    """The addresses of a cluster: of one that runs already, or of one node that runs for these tests."""
    if urls := running_urls():
        yield urls
        return
    with passing() as cluster:
        yield cluster.urls
