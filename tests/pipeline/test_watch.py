"""Watching: what arrives is told of once it is whole."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.errors import CannotWrite
from indexer.pipeline import watch
from indexer.pipeline.ingest import Report
from indexer.pipeline.watch import _wait_until_whole, arrivals, is_being_written
from indexer.settings import Settings
from search_ui.cli import index_verb

pytest.importorskip("watchfiles")


def test_the_first_look_is_at_once_and_the_next_when_a_file_is_whole(tmp_path: Path) -> None:
    stop, told = threading.Event(), 0
    for _ in arrivals([tmp_path], stop=stop):
        told += 1
        if told == 1:
            (tmp_path / "arrived.txt").write_text("ett protokoll")
        else:
            assert (tmp_path / "arrived.txt").read_text() == "ett protokoll"
            stop.set()
            break
    assert told == 2


def test_what_the_program_writes_itself_is_no_arrival(tmp_path: Path) -> None:
    own, stop = tmp_path / "index", threading.Event()
    own.mkdir()
    threading.Timer(3, stop.set).start()
    told = 0
    for _ in arrivals([tmp_path], but=[own], stop=stop):
        told += 1
        (own / "CURRENT").write_text("gen-000001")
    assert told == 1


def test_a_file_that_is_open_for_writing_is_not_whole(tmp_path: Path) -> None:
    path = tmp_path / "half.txt"
    with path.open("w") as file:
        file.write("ett halvt")
        file.flush()
        if not is_being_written(path):
            pytest.skip("this file system does not tell")
        finished = threading.Timer(1.0, file.close)
        finished.start()
        _wait_until_whole({path})
        assert file.closed
    assert not is_being_written(path)


def test_a_file_that_is_gone_is_not_waited_for(tmp_path: Path) -> None:
    _wait_until_whole({tmp_path / "gone.txt"})
    assert not is_being_written(tmp_path / "gone.txt")


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert not is_being_written(tmp_path / "pipe")


def test_what_did_not_go_well_is_said_once_and_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tries: Iterator[CannotWrite | Report] = iter(
        [CannotWrite(tmp_path, "No space left"), CannotWrite(tmp_path, "No space left"), Report(new=1)]
    )

    def run() -> Report:
        outcome = next(tries)
        if isinstance(outcome, CannotWrite):
            raise outcome
        return outcome

    monkeypatch.setattr(watch, "arrivals", lambda *_, **__: iter([None]))
    monkeypatch.setattr(index_verb, "RETRY_DELAY_S", 0.0)
    with pytest.raises(SystemExit):
        index_verb._watch(Settings(), [tmp_path], run, "text")
    told = capsys.readouterr()
    assert told.err.count("No space left") == 1
    assert told.out.startswith("1 new")
