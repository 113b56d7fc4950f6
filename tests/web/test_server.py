"""The page served by several processes: replaced when they end, and ended with the one that started them."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from indexer.settings import Settings

WAITED: float = 20.0
pytestmark = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="processes are told from /proc, of Linux")


@contextmanager
def serving(settings: Settings, port: int = 0) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A running `protokoll serve`, and its port."""
    options = ["--index", str(settings.index), "--archive", str(settings.archive)]
    command = [sys.executable, "-m", "search_ui", *options, "serve", "--port", str(port)]
    with subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509 (no threads here)
    ) as process:
        try:
            assert process.stderr
            said = re.search(r":(\d+)/", process.stderr.readline())
            assert said
            wait_until(lambda: bool(started_by(process.pid)))
            yield process, int(said[1])
        finally:
            process.kill()


def started_by(process: int) -> set[int]:
    """The processes that a process has started."""
    return set(map(int, Path(f"/proc/{process}/task/{process}/children").read_text().split()))


def is_running(process: int) -> bool:
    """Whether a process still runs; one that has ended may wait to be counted."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + WAITED
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.02)


def status(port: int) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=WAITED)
    try:
        connection.request("GET", "/?q=skolskjuts")
        return connection.getresponse().status
    finally:
        connection.close()


def is_refused(port: int) -> bool:
    """Whether nobody listens at a port; what was accepted by those who are ending may be broken off."""
    try:
        status(port)
    except ConnectionRefusedError:
        return True
    except OSError:
        pass
    return False


def test_a_process_that_is_killed_is_replaced_and_the_page_goes_on_answering(invented_settings: Settings) -> None:
    with serving(invented_settings) as (process, port):
        assert status(port) == 200
        before = started_by(process.pid)
        for other in before:
            os.kill(other, signal.SIGKILL)
        wait_until(lambda: len(started_by(process.pid) - before) == len(before))
        assert status(port) == 200


@pytest.mark.parametrize(
    ("told", "answered"),
    [(signal.SIGINT, 130), (signal.SIGTERM, 0), (signal.SIGHUP, 0), (signal.SIGKILL, -signal.SIGKILL)],
)
def test_whatever_ends_the_first_process_ends_the_others(
    invented_settings: Settings, told: signal.Signals, answered: int
) -> None:
    with serving(invented_settings) as (process, port):
        assert status(port) == 200
        others = started_by(process.pid)
        process.send_signal(told)
        assert process.wait(WAITED) == answered
        wait_until(lambda: not any(map(is_running, others)) and is_refused(port))


def test_a_port_that_is_taken_is_said_to_be(invented_settings: Settings) -> None:
    with serving(invented_settings) as (_, port):
        command = [sys.executable, "-m", "search_ui", "serve", "--port", str(port)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=WAITED, check=False)
    assert done.returncode == 2
    assert f"Port {port} on 127.0.0.1 cannot be had" in done.stderr
