"""Servers: `protokoll serve`, gunicorn and granian side by side: shared memory, slow clients, graceful reload.

    python -m benchmarks.servers FOLDER        a folder with `index` and `meetings` (data, after make run)

For each server with two processes: the memory of all its processes (proportional set size: what is shared counts
once); how many of 20 ordinary requests fail, and the slowest, while 100 clients send a byte a second; how many of 200
fail that are made while it is reloaded. What is not installed is left out and said. Only this machine is asked.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

PORT = 8971
SLOW_CLIENTS = 100
REQUESTS = 200
ADDRESS = f"http://127.0.0.1:{PORT}/?q=upphandling"
GRANIAN = ["granian", "--interface", "wsgi", "--workers", "2", "--blocking-threads", "4", "--port", str(PORT)]
SERVERS = {
    "protokoll serve": ["protokoll", "serve", "--processes", "2", "--port", str(PORT)],
    "gunicorn": [
        "gunicorn",
        "-c",
        "deploy/gunicorn.conf.py",
        "-w",
        "2",
        "-b",
        f"127.0.0.1:{PORT}",
        "search_ui.web.wsgi:app",
    ],
    "granian": [*GRANIAN, "search_ui.web.wsgi:app"],
}


@contextlib.contextmanager
def running(command: list[str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The server, when it answers."""
    program = Path(sys.executable).parent / command[0]
    start = (
        [str(program), *command[1:]] if command[0] != "protokoll" else [sys.executable, "-m", "search_ui", *command[1:]]
    )
    settings = {"PROTOKOLL_INDEX": str(folder / "index"), "PROTOKOLL_ARCHIVE": str(folder / "meetings")}
    with subprocess.Popen(
        start, env=os.environ | settings, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    ) as server:
        try:
            for _ in range(300):
                with contextlib.suppress(OSError), urlopen(ADDRESS, timeout=5):
                    break
                time.sleep(0.2)
            yield server
        finally:
            server.terminate()


def processes(parent: int) -> list[int]:
    """A process and those that it started, and so on."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [parent, *(process for child in children for process in processes(int(child)))]


def memory(server: int) -> float:
    """Megabytes of all processes of a server, what they share counted once."""
    total = 0
    for process in processes(server):
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
        total += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return total / 1024


def ask(times: int) -> tuple[int, float]:
    """How many of so many requests, one after the other, are not answered, and the seconds of the slowest."""
    failed, slowest = 0, 0.0
    for _ in range(times):
        begun = time.perf_counter()
        try:
            with urlopen(ADDRESS, timeout=5) as answer:
                failed += answer.status != 200
        except OSError:
            failed += 1
        slowest = max(slowest, time.perf_counter() - begun)
    return failed, slowest


def with_slow_clients() -> tuple[int, float]:
    """What `ask` tells while many clients send their request a byte a second."""
    ended = threading.Event()
    sockets = [socket.create_connection(("127.0.0.1", PORT), timeout=5) for _ in range(SLOW_CLIENTS)]

    def drip() -> None:
        for letter in b"GET /?q=film HTTP/1.1\r\nHost: localhost\r\nX: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyy":
            for each in sockets:
                with contextlib.suppress(OSError):
                    each.send(bytes((letter,)))
            if ended.wait(1):
                return

    dripping = threading.Thread(target=drip)
    dripping.start()
    time.sleep(2)
    told = ask(REQUESTS // 10)
    ended.set()
    dripping.join()
    for each in sockets:
        each.close()
    return told


def while_reloading(server: subprocess.Popen[bytes]) -> int:
    """How many requests fail that are made by four readers while the server is told to reload."""
    failed: list[int] = []
    readers = [threading.Thread(target=lambda: failed.append(ask(REQUESTS // 4)[0])) for _ in range(4)]
    for reader in readers:
        reader.start()
    time.sleep(0.3)
    server.send_signal(signal.SIGHUP)
    for reader in readers:
        reader.join()
    return sum(failed)


def main() -> None:
    """A line for each server."""
    folder = Path(sys.argv[1]).resolve()
    for name, command in SERVERS.items():
        if command[0] != "protokoll" and not (Path(sys.executable).parent / command[0]).exists():
            print(f"{name}: not installed")
            continue
        with running(command, folder) as server:
            ask(REQUESTS)
            held = memory(server.pid)
            failed, slowest = with_slow_clients()
            slow = f"with {SLOW_CLIENTS} slow clients {failed} of {REQUESTS // 10} fail, slowest {slowest:.2f} s"
            line = f"{name}: {held:.0f} MB; {slow}"
            print(line, flush=True)
            again = while_reloading(server) if name != "protokoll serve" else None
            print(
                f"    reloading: {again} of {REQUESTS} fail" if again is not None else "    does not reload", flush=True
            )


if __name__ == "__main__":
    main()
