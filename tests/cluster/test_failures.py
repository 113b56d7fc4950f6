"""Full disks, forbidden scripts, no cluster: each is told, and what was indexed before is found."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from indexer.errors import ClusterError, ClusterForbidsScripts, ClusterFull, ClusterUnreachable
from indexer.index.opensearch.client import Client
from indexer.index.opensearch.opensearch_index import OpenSearchIndex
from indexer.index.query import All
from indexer.settings import ClusterSettings
from tests.cluster.cluster import Cluster, passing
from tests.engines import delete
from tests.invented import item, meeting

pytestmark = pytest.mark.cluster

FIRST = tuple(meeting(item(f"Skolskjuts {n}", "Bussen går."), date=f"2024-01-{n:02}") for n in range(1, 11))
SECRET = meeting(item("Hemligt", "Ordet är hemligt."), date="2024-03-01")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """Three nodes."""
    with passing(3) as three:
        yield three


@pytest.fixture
def settings(cluster: Cluster, request: pytest.FixtureRequest) -> Iterator[ClusterSettings]:
    """An index of one test's own, on two of the nodes each part."""
    name = request.node.name.replace("_", "-").lower()[:60].strip("-")
    own = ClusterSettings(urls=cluster.urls, name=name, shards=2, replicas=1, seconds=20)
    yield own
    delete(own)


@pytest.fixture
def index(settings: ClusterSettings) -> Iterator[OpenSearchIndex]:
    """An index of some meetings."""
    opened = OpenSearchIndex(Path("nowhere"), cluster=settings)
    opened.rebuild(FIRST)
    yield opened
    opened.close()


def asked(client: Client, method: str, path: str, body: Any = None) -> Any:
    """What a cluster is told beside the engine."""
    return client.ask(method, path, body)


def until(act: Callable[[], None], seconds: float = 90.0) -> None:
    """Do something, again where the cluster does not let it be done."""
    end = time.monotonic() + seconds
    while True:
        try:
            act()
        except ClusterError:
            if time.monotonic() > end:
                raise
            time.sleep(0.5)
        else:
            return


def test_a_disk_that_is_full_is_told_and_what_was_indexed_is_found(index: OpenSearchIndex, cluster: Cluster) -> None:
    base = index._state.read().base
    setting = "cluster.routing.allocation.disk.watermark"
    levels = {f"{setting}.{level}": "100000gb" for level in ("low", "high", "flood_stage")}
    interval = {"cluster.info.update.interval": "10s"}
    asked(index.client, "PUT", "/_cluster/settings", {"transient": levels | interval})
    try:
        end = time.monotonic() + 120
        blocked = f"/{base}/_settings/index.blocks.*"
        while not asked(index.client, "GET", blocked) and time.monotonic() < end:
            time.sleep(1)
        with pytest.raises(ClusterFull, match="Make room"):
            index.update([SECRET])
        assert index.count(All()) == len(FIRST)
    finally:
        off = dict.fromkeys((*levels, *interval), None)
        asked(index.client, "PUT", "/_cluster/settings", {"transient": off})
        unblocked = {"index.blocks.read_only_allow_delete": None}
        asked(index.client, "PUT", "/_all/_settings", unblocked)
    until(lambda: index.update([SECRET]))
    assert index.count(All()) == len(FIRST) + 1


def test_a_cluster_that_forbids_scripts_is_told_at_the_first_indexing() -> None:
    with passing(settings="script.allowed_types: none\n") as forbidding:
        index = OpenSearchIndex(Path("nowhere"), cluster=ClusterSettings(urls=forbidding.urls, name="no-scripts"))
        with pytest.raises(ClusterForbidsScripts, match="allowed_types"):
            index.rebuild(FIRST)
        index.close()


def test_a_cluster_that_is_not_there_is_told() -> None:
    index = OpenSearchIndex(Path("nowhere"), cluster=ClusterSettings(urls=("http://127.0.0.1:9",), name="none"))
    with pytest.raises(ClusterUnreachable, match=r"127\.0\.0\.1:9"):
        index.count(All())
