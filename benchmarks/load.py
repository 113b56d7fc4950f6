"""Load: how many pages of hits a second the built-in server gives, and how long the slowest take.

    python -m benchmarks.load ITEMS REQUESTS

indexes invented items, starts `protokoll serve` and asks for pages from eight connections on the same machine: words
and pairs of words, the frequent ones more often, a tenth of them narrowed to a year or turned to the second page.
Printed are answers a second, p50 and p99 in milliseconds, how many failed, and how many questions were unlike.
"""

from __future__ import annotations

import http.client
import random
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from benchmarks.structure import SEED, meetings, vocabulary
from indexer.index.whoosh_index import WhooshIndex

CONNECTIONS: Final = 8
PORT: Final = 8765
STARTING: Final = 30.0


def addresses(count: int) -> list[str]:
    """The addresses asked for, in order."""
    rng = random.Random(SEED)
    texts, weights = vocabulary()
    usual = [weight**0.5 for weight in weights]
    found = []
    for _ in range(count):
        asked = {"q": " ".join(rng.choices(texts, usual, k=rng.choice((1, 1, 2))))}
        more = rng.random()
        asked |= {"year": "2004"} if more < 0.05 else {"offset": "20"} if more < 0.1 else {}
        found.append(f"/?{urlencode(asked)}")
    return found


def ask(port: int, paths: list[str], spent: list[float], failed: list[str]) -> None:
    """Ask for these pages one after the other on one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for path in paths:
        start = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        spent.append((time.perf_counter() - start) * 1000)
        if answer.status != http.client.OK:
            failed.append(f"{answer.status} {path}")


def wait_for(port: int) -> None:
    """Return when the server answers."""
    until = time.monotonic() + STARTING
    while time.monotonic() < until:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port)
            connection.request("GET", "/?q=protokoll")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.2)
        else:
            return


def main(items: int, requests: int) -> None:
    """Index, serve, ask, and print."""
    with tempfile.TemporaryDirectory(prefix="protokoll-load-") as folder:
        WhooshIndex(Path(folder) / "index").rebuild(meetings(items))
        options = ["--index", f"{folder}/index", "--archive", f"{folder}/archive"]
        serve = [sys.executable, "-m", "search_ui", *options, "serve", "--port", str(PORT)]
        with subprocess.Popen(serve) as server:
            wait_for(PORT)
            paths = addresses(requests)
            spent: list[float] = []
            failed: list[str] = []
            threads = [
                threading.Thread(target=ask, args=(PORT, paths[n::CONNECTIONS], spent, failed))
                for n in range(CONNECTIONS)
            ]
            start = time.perf_counter()
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            took = time.perf_counter() - start
            server.terminate()
    spent.sort()
    p50, p99 = (spent[int(len(spent) * share)] for share in (0.5, 0.99))
    print(f"{len(spent) / took:.0f} answers/s  p50 {p50:.1f} ms  p99 {p99:.1f} ms  {len(failed)} of {requests} failed")
    print(f"{len(set(paths))} unlike questions {failed[:3]}")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
