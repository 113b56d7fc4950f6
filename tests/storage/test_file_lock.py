"""The lock: one writer at a time; the next waits its time, and is told who holds it when that was in vain."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from indexer.errors import IndexBusy
from indexer.storage.file_lock import exclusive


def test_a_second_writer_is_told_who_holds_the_lock(tmp_path: Path) -> None:
    with exclusive(tmp_path / "LOCK"):
        with pytest.raises(IndexBusy) as caught, exclusive(tmp_path / "LOCK", timeout_s=0):
            pass
        assert caught.value.pid == os.getpid()


def test_a_second_writer_waits_until_the_first_has_finished(tmp_path: Path) -> None:
    order: list[str] = []
    held = threading.Event()

    def first() -> None:
        with exclusive(tmp_path / "LOCK"):
            held.set()
            time.sleep(0.2)
            order.append("first")

    thread = threading.Thread(target=first)
    thread.start()
    held.wait()
    with exclusive(tmp_path / "LOCK", timeout_s=30):
        order.append("second")
    thread.join()
    assert order == ["first", "second"]


def test_a_writer_waits_no_longer_than_it_was_told_to(tmp_path: Path) -> None:
    with exclusive(tmp_path / "LOCK"):
        started = time.monotonic()
        with pytest.raises(IndexBusy), exclusive(tmp_path / "LOCK", timeout_s=0.2):
            pass
        assert time.monotonic() - started >= 0.2


def test_the_lock_is_free_after_its_holder_failed(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), exclusive(tmp_path / "LOCK"):
        1 / 0  # noqa: B018 the failure is the point
    with exclusive(tmp_path / "LOCK", timeout_s=0):
        assert str(os.getpid()) in (tmp_path / "LOCK").read_text("ascii")
    assert (tmp_path / "LOCK").read_text("ascii") == ""
