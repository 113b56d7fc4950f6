"""Every engine, for the tests of what all of them promise; the one that needs a cluster is marked so."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path

import pytest

from indexer.index import ENGINES, open_index
from indexer.index.opensearch.opensearch_index import OpenSearchIndex
from indexer.index.port import Index
from indexer.model import Meeting
from indexer.settings import ClusterSettings

EVERY_ENGINE = (*ENGINES, pytest.param("opensearch", marks=pytest.mark.cluster))
RUNNING = "OPENSEARCH_URLS"
"""A variable with the addresses of a cluster that runs already, with blanks between."""


@contextmanager
def opened(
    request: pytest.FixtureRequest,
    engine: str,
    where: Path,
    truth: Callable[[], Iterable[Meeting]] | None = None,
    **cluster: int,
) -> Iterator[Index]:
    """An index of an engine, of which nothing is left behind; what is needed of a cluster is running."""
    if engine != "opensearch":
        index = open_index(where, truth, engine=engine)
        yield index
        index.close()
        return
    settings = cluster_settings(request, where, **cluster)
    index = open_index(where, truth, engine=engine, cluster=settings)
    try:
        yield index
    finally:
        index.close()
        delete(settings)


def cluster_settings(request: pytest.FixtureRequest, where: Path, **cluster: int) -> ClusterSettings:
    """How an index of this test alone is reached in the cluster that runs for the tests."""
    urls: tuple[str, ...] = request.getfixturevalue("cluster_urls")
    name = f"test-{blake2b(str(where).encode(), digest_size=8).hexdigest()}"
    return ClusterSettings(urls=urls, name=name, **{"replicas": 0, "shards": 2, **cluster})  # type: ignore[arg-type]


def delete(settings: ClusterSettings) -> None:
    """Delete all that stands in a cluster under a name."""
    index = OpenSearchIndex(Path(), cluster=settings)
    index.client.ask("DELETE", f"/{settings.name}-*")
    index.close()


def running_urls() -> tuple[str, ...]:
    """The addresses of a cluster that runs already."""
    return tuple(os.environ.get(RUNNING, "").split())
