"""The open socket: who is slow on purpose takes nothing from others, and no request is read in two ways."""

from __future__ import annotations

import http.client
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import pytest

from indexer.settings import Settings
from tests.stress.slow import HEAD, dripping_a_body, dripping_a_head, readers, silent, slow_connections, staying
from tests.web.test_server import WAITED, pytestmark, serving, started_by, status

__all__ = ["pytestmark"]

SLOW: Final = 60
"""Slow connections of each of the kinds."""
ASKED: Final = 150
PATIENT_S: Final = 1.0
"""Seconds in which nearly every answer to others must come; `make stress` has the figure of the docs."""


@pytest.fixture(scope="module")
def page(invented_settings: Settings) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A running page, and its port."""
    with serving(invented_settings) as served:
        status(served[1])
        yield served


def sent(port: int, content: bytes) -> bytes:
    """What comes back on a connection for some bytes, until it is closed or nothing more comes."""
    with socket.create_connection(("127.0.0.1", port), timeout=WAITED) as connection:
        connection.sendall(content)
        connection.settimeout(2)
        received = b""
        try:
            while chunk := connection.recv(65536):
                received += chunk
        except (TimeoutError, ConnectionResetError):
            pass
        return received


def statuses(received: bytes) -> list[int]:
    """The statuses of the answers that came."""
    return [int(code) for code in re.findall(rb"HTTP/1\.[01] (\d{3}) ", received)]


def test_a_request_that_asks_leave_to_send_nothing_is_answered_and_so_is_the_next(
    page: tuple[subprocess.Popen[str], int],
) -> None:
    first = b"GET /hjalp HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n\r\n"
    last = b"GET /api HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    assert statuses(sent(page[1], first + last)) == [200, 200]


@pytest.mark.parametrize(
    "lengths",
    [
        b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        b"Transfer-Encoding: chunked\r\nContent-Length: 0\r\n",
        b"transfer-encoding:\tchunked\r\ncontent-length:3\r\n",
        b"Content-Length: 5\r\nContent-Length: 6\r\n",
        b"Content-Length: +5\r\n",
        b"Transfer-Encoding: xchunked\r\n",
    ],
)
def test_a_request_with_two_lengths_is_refused_and_the_connection_closed(
    page: tuple[subprocess.Popen[str], int], lengths: bytes
) -> None:
    hidden = b"0\r\n\r\nGET /moten HTTP/1.1\r\nHost: localhost\r\n\r\n"
    answers = statuses(sent(page[1], HEAD + lengths + b"\r\n" + hidden))
    assert len(answers) == 1
    assert answers[0] in {400, 501}


def test_a_large_body_is_refused_before_it_is_read(page: tuple[subprocess.Popen[str], int]) -> None:
    head = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000000\r\n\r\n"
    assert statuses(sent(page[1], head))[:1] == [413]
    chunked = b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert statuses(sent(page[1], chunked + b"4000\r\n" + b"x" * 0x4000 + b"\r\n" + b"4000\r\n" + b"x" * 0x4000))[
        :1
    ] == [413]


def test_a_head_that_is_too_large_is_refused(page: tuple[subprocess.Popen[str], int]) -> None:
    assert statuses(sent(page[1], HEAD + b"X: " + b"x" * 40_000 + b"\r\n\r\n"))[:1] == [431]


def test_readers_are_answered_beside_hundreds_of_slow_connections(page: tuple[subprocess.Popen[str], int]) -> None:
    _, port = page
    with slow_connections(port, SLOW):
        took = readers(port, ASKED)
    assert len(took) == ASKED
    assert sorted(took)[len(took) * 95 // 100] < PATIENT_S, sorted(took)[-10:]


@pytest.mark.slow
def test_what_is_not_asked_in_time_is_closed(invented_settings: Settings) -> None:
    with serving(invented_settings) as (_, port):
        status(port)
        with ExitStack() as held:
            waiting = []
            for kind in (silent, dripping_a_head, dripping_a_body, staying):
                connection = held.enter_context(socket.create_connection(("127.0.0.1", port), timeout=WAITED))
                kind(connection)
                waiting.append(connection)
            for connection in waiting:
                connection.settimeout(WAITED)
                while connection.recv(65536):
                    pass


def test_the_port_of_a_page_that_was_killed_can_be_had_at_once(invented_settings: Settings) -> None:
    with serving(invented_settings) as (process, port):
        assert status(port) == 200
        with socket.create_connection(("127.0.0.1", port)) as open_still:
            open_still.sendall(HEAD)
            process.send_signal(signal.SIGKILL)
            process.wait(WAITED)
            with serving(invented_settings, port=port) as (_, same):
                assert same == port
                assert status(port) == 200


def test_a_process_of_the_page_keeps_no_descriptor_of_a_connection_that_was_closed(
    page: tuple[subprocess.Popen[str], int],
) -> None:
    process, port = page

    def descriptors() -> int:
        return sum(1 for each in started_by(process.pid) for _ in Path(f"/proc/{each}/fd").iterdir())

    status(port)
    before = descriptors()
    for _ in range(200):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=WAITED)
        connection.request("GET", "/hjalp")
        connection.getresponse().read()
        connection.close()
    until = time.monotonic() + WAITED
    while descriptors() > before + 8 and time.monotonic() < until:
        time.sleep(0.1)
    assert descriptors() <= before + 8
    assert Path(f"/proc/{process.pid}").exists()
