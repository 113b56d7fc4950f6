"""Slow: connections of five kinds that take as long as they may, and readers beside them, whose answers are timed.

python -m tests.stress.slow 8000 500         the page on port 8000, 500 slow connections
"""

from __future__ import annotations

import http.client
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Final

HEAD: Final = b"GET /?q=skolskjuts HTTP/1.1\r\nHost: localhost\r\n"
PATHS: Final = ("/?q=skolskjuts", "/moten", "/search.json?q=motion", "/")
TIMEOUT_S: Final = 20.0
DRIP_S: Final = 0.5
"""Seconds between two letters of a connection that sends slowly."""


def silent(connection: socket.socket) -> None:
    """Connects, and says nothing."""


def dripping_a_head(connection: socket.socket) -> None:
    """Sends a head a letter at a time."""
    connection.sendall(HEAD)
    connection.sendall(b"X")


def dripping_a_body(connection: socket.socket) -> None:
    """Sends a head, and of its body a letter at a time."""
    connection.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000\r\n\r\n")


def not_reading(connection: socket.socket) -> None:
    """Asks for much, and fetches nothing of it."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
    connection.sendall((HEAD + b"\r\n") * 100)


def staying(connection: socket.socket) -> None:
    """Asks once, and keeps the connection."""
    connection.sendall(HEAD + b"\r\n")


KINDS: Final[tuple[Callable[[socket.socket], None], ...]] = (
    silent,
    dripping_a_head,
    dripping_a_body,
    not_reading,
    staying,
)


def drip(connections: list[socket.socket], ended: threading.Event) -> None:
    """Send a letter on each connection that sends slowly, again and again; one that was closed is no error."""
    while not ended.wait(DRIP_S):
        for number, connection in enumerate(connections):
            if KINDS[number % len(KINDS)] in {dripping_a_head, dripping_a_body}:
                with suppress(OSError):
                    connection.sendall(b"x")


@contextmanager
def slow_connections(port: int, many: int) -> Iterator[None]:
    """Within this, so many connections take their time."""
    ended = threading.Event()
    with ExitStack() as held:
        slow = [held.enter_context(socket.socket()) for _ in range(many)]
        for number, connection in enumerate(slow):
            connection.settimeout(1)
            with suppress(OSError):
                connection.connect(("127.0.0.1", port))
                KINDS[number % len(KINDS)](connection)
        dripper = threading.Thread(target=drip, args=(slow, ended))
        dripper.start()
        try:
            yield
        finally:
            ended.set()
            dripper.join()


def readers(port: int, asked: int) -> list[float]:
    """How many seconds each of so many requests took, each on its own connection; failed ones are left out."""
    took = []
    for number in range(asked):
        before = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_S)
        with suppress(OSError, http.client.HTTPException):
            connection.request("GET", PATHS[number % len(PATHS)])
            answer = connection.getresponse()
            answer.read()
            if answer.status == http.client.OK:
                took.append(time.monotonic() - before)
        connection.close()
    return took


def main() -> None:
    """Print how long readers waited, alone and beside the slow ones."""
    port, many = int(sys.argv[1]), int(sys.argv[2])
    asked = 400
    alone = sorted(readers(port, asked))
    with slow_connections(port, many):
        beside = sorted(readers(port, asked))
    for name, took in (("alone", alone), (f"beside {many} slow connections", beside)):
        figures = [round(took[len(took) * share // 100] * 1000) if took else -1 for share in (50, 95, 99)]
        print(f"{name}: {asked - len(took)} of {asked} failed, ms p50/p95/p99 {figures}")


if __name__ == "__main__":
    main()
