"""Under the page: what may befall a page that runs, and readers beside it, whose answers, waits and memory are watched.

Slow connections, addresses that are all unlike, hundreds of publishings, a process that is stopped and goes on, an
index or archive that is put back from a copy, and a first moment with sixteen clients.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlencode

from tests.stress import slow
from tests.stress.server import EVERY, Folders, states

MOST_GROWN: Final = 20 * 2**20
"""Bytes that a process may have more than after the first tenth of what it is asked."""
LONGEST_WAIT_S: Final = 0.5
"""Seconds that 99 of 100 readers may wait beside slow connections."""
SETTLED: Final = 20
"""Publishings after which a page has opened all that it keeps open."""
_AS_THEY_ARE: Final = "/?=&%+"
STOPPED_S: Final = 3.0
"""Longer than a question may take."""


class Page:
    """A page that runs, seen from outside."""

    def __init__(self, port: int, supervisor: int) -> None:
        self.port, self._supervisor = port, supervisor

    def get(self, path: str, *, timeout: float = 60) -> tuple[int, bytes]:
        """What an address answers, on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request("GET", quote(path, safe=_AS_THEY_ARE))
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def hits(self, query: str, **more: object) -> set[str]:
        """The ids of the items that a question finds."""
        status, body = self.get(f"/search.json?{urlencode({'q': query, **more})}")
        assert status == http.client.OK, (status, body[:200])
        answer: dict[str, Any] = json.loads(body)
        return {hit["id"] for hit in answer["hits"]}

    def processes(self) -> list[int]:
        """The numbers of the processes that answer."""
        children = Path(f"/proc/{self._supervisor}/task/{self._supervisor}/children").read_text("ascii")
        return [int(number) for number in children.split()]

    def memory(self) -> int:
        """The bytes that the largest of them has for itself."""
        return max(map(_own_memory, self.processes()))

    def descriptors(self) -> int:
        """The most files and sockets that one of them holds open."""
        return max(len([*Path(f"/proc/{number}/fd").iterdir()]) for number in self.processes())


def _own_memory(process: int) -> int:
    """The bytes that a process shares with no other."""
    told = Path(f"/proc/{process}/smaps_rollup").read_text("ascii")
    return 1024 * sum(int(size) for size in re.findall(r"^Private_\w+:\s+(\d+)", told, re.MULTILINE))


@contextmanager
def page(folders: Folders) -> Iterator[Page]:
    """Within this the page runs; at its end the same processes must answer as at its beginning."""
    with folders.served_by() as (port, supervisor):
        served = Page(port, supervisor)
        while served.get("/halsa")[0] != http.client.OK:
            time.sleep(0.05)
        began = served.processes()
        yield served
        assert served.processes() == began, "a process ended"


def slow_connections(where: Path, many: int = 500, asked: int = 400) -> str:
    """Connections of five kinds that take as long as they may, and readers beside them."""
    with page(_first(where)) as served:
        with slow.slow_connections(served.port, many):
            took = sorted(slow.readers(served.port, asked))
        wait = took[len(took) * 99 // 100]
        assert (len(took), wait < LONGEST_WAIT_S) == (asked, True), (len(took), wait)
        return f"{many} slow connections, {asked} readers: 0 failed, 99 of 100 waited at most {wait * 1000:.0f} ms"


def unlike_addresses(where: Path, many: int = 50_000) -> str:
    """Addresses that are all unlike: memory and descriptors stay as they were after the first tenth."""
    with page(_first(where)) as served:
        for number in range(many // 10):
            _ask_what_nobody_asked(served, number)
        before, open_before = served.memory(), served.descriptors()
        for number in range(many // 10, many):
            _ask_what_nobody_asked(served, number)
        grown = _assert_level(served, before, open_before)
    return f"{many} unlike addresses: 0 failed, a process grew {grown / 2**20:.1f} MB after the first {many // 10}"


def _ask_what_nobody_asked(served: Page, number: int) -> None:
    """Ask at an address of its own, at times a long one, and one that names nothing that there is."""
    queries = (f"{EVERY} {number}", f"/?q={number}", f"{EVERY} " + "åäö " * (number % 150), f"vax{number:x}*")
    path = f"/?{urlencode({'q': queries[number % 4], 'page': number % 3, f'x{number}': number})}"
    status, _ = served.get(path if number % 9 else f"/mote/{number}/x")
    assert status in {200, 404, 414}, (status, path)


def _assert_level(served: Page, memory: int, descriptors: int) -> int:
    """By how many bytes a process has grown, which is little; nor does it hold more files open."""
    grown = served.memory() - memory
    assert grown < MOST_GROWN, f"{grown / 2**20:.0f} MB more"
    assert served.descriptors() <= descriptors + 2
    return grown


def republishings(where: Path, many: int = 500) -> str:
    """Publish again and again under a page that is asked: each is served, and nothing of those before is kept."""
    folders, through = _first(where), states(many)
    with page(folders) as served:
        for number, state in enumerate(through[1:], 1):
            folders.become(state)
            assert folders.index().wait() == 0
            assert served.hits(EVERY, limit=100) == {f"{id}/2" for id in state}, number
            if number == SETTLED:
                before, open_before = served.memory(), served.descriptors()
        grown = _assert_level(served, before, open_before)
    return f"{many} publishings: each answered from at once, a process grew {grown / 2**20:.1f} MB"


def suspended(where: Path, times: int = 20) -> str:
    """Stop the processes amid questions, longer than a question may take: what is not whole is not kept."""
    folders = _first(where)
    right = {f"{id}/2" for id in states(0)[0]}
    with page(folders) as served:
        for number in range(times):
            asking = [threading.Thread(target=_try, args=(served, f"{EVERY} {number}*")) for _ in range(8)]
            for thread in asking:
                thread.start()
            for process in served.processes():
                os.kill(process, signal.SIGSTOP)
            time.sleep(STOPPED_S)
            for process in served.processes():
                os.kill(process, signal.SIGCONT)
            for thread in asking:
                thread.join()
            assert served.hits(EVERY, limit=100 - number) == right
            assert served.hits(f"{EVERY} ELLER vax{number}", limit=100) == right
    return f"stopped for {STOPPED_S:.0f} s {times} times while 8 asked: every answer after it whole"


def _try(served: Page, query: str) -> None:
    """Ask; the answer may come late, and may say that it is not whole."""
    status, _ = served.get(f"/search.json?{urlencode({'q': query})}")
    assert status in {200, 503}, status


def put_back(where: Path) -> str:
    """The index, the archive, or both are taken from a copy, an older one or none at all, under a page that runs."""
    folders = _first(where)
    old = states(1)[0]
    kept = where / "kept"
    shutil.copytree(folders.settings.index, kept / "index")
    shutil.copytree(folders.settings.archive, kept / "meetings")
    done = 0
    with page(folders) as served:
        for what in (["index"], ["meetings"], ["index", "meetings"]):
            for how in (_restored, _gone):
                new = {**old, "pahittade-namnden/2001-05-05": "tunneln"}
                folders.become(new)
                assert folders.index().wait() == 0
                assert served.hits(EVERY, limit=100) == {f"{id}/2" for id in new}
                for name in what:
                    how(where / name, kept / name)
                _assert_possible(served, old, new)
                folders.become(new)
                assert folders.index().wait() in {0, 3}
                assert served.hits(EVERY, limit=100) == {f"{id}/2" for id in new}, (what, how)
                done += 1
    return f"index, archive or both put back from an older copy, or deleted, {done} times: no wrong answer, all mended"


def _restored(path: Path, copy: Path) -> None:
    """Put an older copy in the place of a folder."""
    shutil.rmtree(path)
    shutil.copytree(copy, path)


def _gone(path: Path, _: Path) -> None:
    """Delete a folder."""
    shutil.rmtree(path)


def _assert_possible(served: Page, *possible: dict[str, str]) -> None:
    """What is answered is of one of these states, or said not to be there; no page is an error."""
    for turn in range(10):
        status, body = served.get(f"/search.json?{urlencode({'q': EVERY, 'limit': 50 + turn})}")
        assert status in {200, 503}, (status, body[:200])
        if status == http.client.OK:
            ids = {hit["id"] for hit in json.loads(body)["hits"]}
            assert ids in [{f"{id}/2" for id in state} for state in possible], ids
        for path in ("/", "/moten", f"/?q={EVERY}", "/arende/pahittade-namnden/2001-05-05/2", "/halsa", "/status"):
            assert served.get(path)[0] in {200, 404, 503}, path


def starts(where: Path, many: int = 100, clients: int = 16) -> str:
    """Start the page again and again, with clients that all ask at its first moment."""
    folders = _first(where)
    paths: Sequence[str] = ("/", f"/?q={EVERY}", f"/search.json?q={EVERY}", "/moten", "/personer", "/status", "/hjalp")
    for _ in range(many):
        wrong: list[object] = []
        with folders.served_by() as (port, supervisor):
            served = Page(port, supervisor)
            asking = [
                threading.Thread(target=_note_wrong, args=(served, paths[number % len(paths)], wrong.append))
                for number in range(clients)
            ]
            for thread in asking:
                thread.start()
            for thread in asking:
                thread.join()
            assert not wrong, wrong[:3]
            assert served.hits(EVERY, limit=100) == {f"{id}/2" for id in states(0)[0]}
    return f"{many} starts under {clients} clients: 0 failed, no process ended"


def _note_wrong(served: Page, path: str, tell: Callable[[object], None]) -> None:
    """Ask five times, and tell of each answer that should not be."""
    for _ in range(5):
        try:
            status, _ = served.get(path)
        except Exception as error:  # whatever it is, it is what should not happen
            tell((path, repr(error)))
        else:
            if status != http.client.OK:
                tell((path, status))


def _first(where: Path) -> Folders:
    """Folders with some minutes, indexed."""
    folders = Folders(where)
    folders.become(states(0)[0])
    assert folders.index().wait() == 0
    return folders
