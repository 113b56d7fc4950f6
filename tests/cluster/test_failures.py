"""Nodes and clients that die, full disks, scripts that are forbidden: nothing wrong is read, nothing is lost."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from indexer.errors import ClusterError, ClusterForbidsScripts, ClusterFull, ClusterUnreachable
from indexer.index.opensearch.client import Client
from indexer.index.opensearch.opensearch_index import OpenSearchIndex
from indexer.index.query import All, Word
from indexer.model import Meeting
from indexer.settings import ClusterSettings
from tests.cluster.cluster import Cluster, passing
from tests.engines import delete
from tests.invented import item, meeting

pytestmark = pytest.mark.cluster

CANARY = "kanariefågelstestet"
FIRST = tuple(meeting(item(f"Skolskjuts {n}", "Bussen går."), date=f"2024-01-{n:02}") for n in range(1, 11))
SECRET = meeting(item("Hemligt", f"Ordet är {CANARY}, och {CANARY.capitalize()}."), date="2024-03-01")
NO_ANSWER_S = 30.0
"""Seconds that a reader may be without an answer when a node dies, on whatever machine; measured were less than ten."""


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


def files_with(cluster: Cluster, word: str) -> list[Path]:
    """The files of all nodes in which a word stands."""
    sought = (word.encode(), word.capitalize().encode(), word[::-1].encode())
    found = []
    for node in cluster.nodes:
        for path in (node.folder / "data").rglob("*"):
            content = path.read_bytes() if path.is_file() else b""
            found += [path] if any(form in content for form in sought) else []
    return found


def test_what_is_withdrawn_leaves_the_disks_of_all_nodes(index: OpenSearchIndex, cluster: Cluster) -> None:
    index.update([SECRET])
    assert index.count(Word(CANARY)) == 1
    asked(index.client, "POST", f"/{index._state.read().base}/_flush?force=true")
    assert len({path.parts[3] for path in files_with(cluster, CANARY)}) >= 1
    assert files_with(cluster, CANARY)
    index.update([], remove=[SECRET.id])
    index.expunge()
    assert index.count(Word(CANARY)) == 0
    assert index.count(All()) == len(FIRST)
    assert not index.contains_term(f"={CANARY}")
    assert files_with(cluster, CANARY) == []


class Reader(threading.Thread):
    """Asks until it is told to stop; notes what it was told, and how long it was without an answer."""

    def __init__(self, index: OpenSearchIndex, right: Sequence[int]) -> None:
        super().__init__()
        self.stopped = threading.Event()
        self.wrong: list[int] = []
        self.answers = 0
        self.longest = 0.0
        self._index = index
        self._right = right

    def run(self) -> None:
        last = time.monotonic()
        while not self.stopped.is_set():
            try:
                with self._index.pinned():
                    count, found = self._index.count(All()), self._index.search(All(), limit=50)
                if count != found.total or count not in self._right or len(found.hits) != min(50, count):
                    self.wrong.append(count)
                self.answers += 1
                now = time.monotonic()
                self.longest, last = max(self.longest, now - last), now
            except ClusterError:
                time.sleep(0.1)
        self.longest = max(self.longest, time.monotonic() - last)


@pytest.mark.parametrize("killed", [0, 1, 2])
def test_a_node_that_dies_costs_no_answer_and_no_meeting(
    index: OpenSearchIndex, settings: ClusterSettings, cluster: Cluster, killed: int
) -> None:
    cluster.wait()
    more = [meeting(item("Lekplats"), date=f"2024-06-{n:02}") for n in range(1, 6)]
    right = range(len(FIRST), len(FIRST) + len(more) + 1)
    indexes = [OpenSearchIndex(Path("nowhere"), cluster=settings) for _ in range(4)]
    readers = [Reader(one, right) for one in indexes for _ in range(2)]
    for reader in readers:
        reader.start()
    time.sleep(1)
    cluster.nodes[killed].kill()
    try:
        for one in more:
            until(lambda one=one: index.update([one]))  # type: ignore[misc]
        time.sleep(1)
    finally:
        cluster.nodes[killed].start()
        for reader in readers:
            reader.stopped.set()
        for reader in readers:
            reader.join()
        for each in indexes:
            each.close()
    assert [reader.wrong for reader in readers if reader.wrong] == []
    assert min(reader.answers for reader in readers) > 0
    assert max(reader.longest for reader in readers) <= NO_ANSWER_S
    assert index.count(All()) == len(FIRST) + len(more)
    assert len(index.verify()) == len(FIRST) + len(more)
    cluster.wait()


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


class Killed(BaseException):
    """What ends a client in a test, as SIGKILL would: nothing that it would still do is done."""


def dying(index: OpenSearchIndex, monkeypatch: pytest.MonkeyPatch, at: int) -> list[int]:
    """Let an index's client die before its request of this number, or, with a negative one, after it was sent."""
    once, sent = index.client._once, [0]

    def request(*given: Any) -> Any:
        sent[0] += 1
        if sent[0] >= abs(at):
            if at < 0 and sent[0] == -at:
                once(*given)
            raise Killed
        return once(*given)

    monkeypatch.setattr(index.client, "_once", request)
    return sent


@pytest.mark.parametrize("after", [False, True])
def test_a_client_that_is_killed_at_any_request_of_an_update_leaves_all_of_it_or_nothing(
    index: OpenSearchIndex, settings: ClusterSettings, monkeypatch: pytest.MonkeyPatch, *, after: bool
) -> None:
    change = ([SECRET, meeting(item("Skolskjuts på nytt"), date="2024-01-02")], [FIRST[0].id])
    at, done = 0, False
    while not done:
        at += 1
        index.rebuild(FIRST)
        before = {one.id for one in FIRST}
        now = (before | {SECRET.id}) - {FIRST[0].id}
        victim = OpenSearchIndex(Path("nowhere"), cluster=settings)
        with monkeypatch.context() as patched:
            patched.setattr("indexer.index.opensearch.state.os.getpid", lambda: 2**22 + 1)
            dying(victim, patched, -at if after else at)
            try:
                victim.update(*change)
                done = True
            except Killed:
                pass
        victim.client.close()
        reader = OpenSearchIndex(Path("nowhere"), cluster=settings)
        held = set(reader.digests())
        assert held in (before, now), f"request {at}"
        assert reader.count(All()) == reader.search(All()).total == 10
        assert reader.count(Word(CANARY)) == (SECRET.id in held)
        assert bool(reader.suggest(CANARY[:8])) == (SECRET.id in held)
        reader.update(*change)
        assert set(reader.digests()) == now
        assert reader.suggest("skolskjuts")[0].count == 9
        assert reader.count(All()) == 10
        reader.close()
    assert at > 8


def test_two_writers_follow_each_other(index: OpenSearchIndex, settings: ClusterSettings) -> None:
    other = OpenSearchIndex(Path("nowhere"), cluster=settings)
    changes: list[tuple[OpenSearchIndex, Meeting]] = [
        (one, meeting(item("Ny fråga"), date=f"2025-0{n}-0{m}"))
        for n, one in enumerate((index, other), 1)
        for m in range(1, 4)
    ]
    threads = [
        threading.Thread(target=lambda own=own: [one.update([each]) for one, each in changes if one is own])
        for own in (index, other)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert index.count(All()) == other.count(All()) == len(FIRST) + len(changes)
    other.close()


@pytest.mark.slow
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
