"""Load: how many pages of hits a second the built-in server gives, and how long the slowest take.

    python -m benchmarks.load PLACE REQUESTS

takes the index and the archive that `benchmarks.prose` kept in PLACE, starts `protokoll serve` and asks for pages
from eight connections on the same machine, gzipped as browsers want them, in two rounds: first questions that are all
unlike, which is the hard case, since what was answered before is remembered; then questions as people ask them, the
frequent ones again and again. They are words and pairs of words, a tenth of them narrowed to a year or put in the order
of time. For each round it prints answers a second, p50 and p99 in milliseconds, how many failed, and how many
questions were unlike.
"""

from __future__ import annotations

import http.client
import random
import re
import resource
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import accumulate, chain, islice
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from benchmarks.prose import SEED, fixed_loop, items_of
from indexer.storage.archive import Archive

CONNECTIONS: Final = 8
PORT: Final = 8765
STARTING: Final = 30.0


def addresses(used: Counter[str], seed: int) -> Iterator[str]:
    """The addresses that people ask for, without end; `used` says how often minutes use each word."""
    rng = random.Random(seed)
    usual = list(accumulate(count**0.5 for count in used.values()))
    while True:
        asked = {"q": " ".join(rng.choices(list(used), cum_weights=usual, k=rng.choice((1, 1, 2))))}
        more = rng.random()
        asked |= {"year": "2004"} if more < 0.05 else {"sort": "newest"} if more < 0.1 else {}
        yield f"/?{urlencode(asked)}"


def unlike(found: Iterable[str]) -> Iterator[str]:
    """The addresses, each once."""
    met: set[str] = set()
    for address in found:
        if address not in met:
            met.add(address)
            yield address


def ask(port: int, paths: list[str], spent: list[float], failed: list[str]) -> None:
    """Ask for these pages one after the other on one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for path in paths:
        start = time.perf_counter()
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
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


def round_of(name: str, paths: list[str]) -> None:
    """Ask for these pages, and print how it went."""
    spent: list[float] = []
    failed: list[str] = []
    threads = [
        threading.Thread(target=ask, args=(PORT, paths[number::CONNECTIONS], spent, failed))
        for number in range(CONNECTIONS)
    ]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - start
    spent.sort()
    p50, p99 = (spent[int(len(spent) * share)] for share in (0.5, 0.99))
    print(
        f"{name}: {len(spent) / took:.0f} answers/s  p50 {p50:.1f} ms  p99 {p99:.1f} ms  "
        f"{len(failed)} of {len(paths)} failed  {len(set(paths))} questions unlike",
        *failed[:3],
        flush=True,
    )


def main(place: Path, requests: int) -> None:
    """Serve, ask, and print."""
    items = islice(items_of(Archive(place / "archive")), 4000)
    used = Counter(chain.from_iterable({*re.findall(r"[a-zåäö]{4,14}", item.text.lower())} for item in items))
    options = ["--index", str(place / "index"), "--archive", str(place / "archive")]
    serve = [sys.executable, "-m", "search_ui", *options, "serve", "--port", str(PORT)]
    with subprocess.Popen(serve) as server:
        try:
            wait_for(PORT)
            round_of("all unlike", list(islice(unlike(addresses(used, SEED)), requests)))
            round_of("as people ask", list(islice(addresses(used, SEED + 1), requests)))
        finally:
            server.terminate()
            server.wait()
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    milliseconds = (usage.ru_utime + usage.ru_stime) * 1000 / (2 * requests)
    print(f"{milliseconds:.1f} ms of processor time a page, starting included; a fixed loop {fixed_loop():.0f} ms")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
