"""Taking: reading by several processes can be broken off, and nothing is left of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.index.engines.whoosh_index import WhooshIndex
from indexer.index.query import All
from indexer.pipeline.ingest import ingest
from indexer.reading import sandbox
from indexer.settings import Settings
from tests.cli.run_command import ROOT
from tests.minutes_text import minutes

FILES = 200


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """More minutes than are read by one process."""
    settings = Settings(minutes=tmp_path / "minutes", archive=tmp_path / "meetings", index=tmp_path / "index")
    settings.minutes.mkdir()
    for number in range(FILES):
        text = minutes(f"{2000 + number // 28}-01-{number % 28 + 1:02}", text="Om vägar och broar. " * 200)
        (settings.minutes / f"{number:03}.txt").write_text(text, "utf-8")
    return settings


def _until(true: Callable[[], object]) -> None:
    """Wait until something is so."""
    until = time.monotonic() + 30
    while not true():
        assert time.monotonic() < until
        time.sleep(0.01)


def _is_running(group: int) -> bool:
    """Whether any process of a group is there."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_ctrl_c_ends_all_that_read_and_frees_the_lock(settings: Settings) -> None:
    folders = ["--index", str(settings.index), "--archive", str(settings.archive)]
    process = subprocess.Popen(
        [sys.executable, "-m", "search_ui", *folders, "index", str(settings.minutes)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        process_group=0,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509 (no threads here)
    )
    _until(lambda: list(settings.archive.glob("NEW/*.new")))
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert (process.returncode, said.strip()) == (130, "")
    _until(lambda: not _is_running(process.pid))
    assert not (settings.archive / "FILES.json").exists()
    assert (settings.archive / "LOCK").read_text() == ""


def test_a_process_that_is_killed_takes_no_file_with_it(settings: Settings) -> None:
    def kill(name: str) -> None:
        if name.startswith("020"):
            for worker in list(sandbox._busy):
                os.kill(worker.pid, signal.SIGKILL)

    assert ingest(settings, WhooshIndex(settings.index), [settings.minutes], progress=kill).new == FILES


def test_what_was_broken_off_is_done_by_the_next_run(settings: Settings) -> None:
    def interrupt(name: str) -> None:
        if name.startswith("050"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest(settings, WhooshIndex(settings.index), [settings.minutes], progress=interrupt)
    assert ingest(settings, WhooshIndex(settings.index), [settings.minutes]).new == FILES
    assert WhooshIndex(settings.index).count(All()) == 3 * FILES
    assert not list(settings.archive.rglob("*.new"))


LINE = "Ordföranden yttrade sig om vägar, broar och bidrag till föreningar i kommunen."


def _hostile(settings: Settings) -> dict[str, str]:
    """Files of text that take too long or too much, by their names."""
    begin = minutes("2024-05-06")
    return {
        "lines.txt": begin + "\n".join(f"{LINE} {number}" for number in range(700_000)),
        "nested.json": "[" * 50_000,
        "nested.txt": begin + "(" * 200_000,
        "one line.txt": begin + LINE * 100_000,
    }


@pytest.mark.slow
def test_text_that_takes_too_long_is_listed_and_the_others_are_indexed(settings: Settings) -> None:
    for path in settings.minutes.iterdir():
        path.unlink()
    for name, text in _hostile(settings).items():
        (settings.minutes / name).write_text(text, "utf-8")
    (settings.minutes / "whole.txt").write_text(minutes("2024-06-05"), "utf-8")
    started = os.times().children_user
    report = ingest(settings, WhooshIndex(settings.index), [settings.minutes])
    refused = {failure.file: failure.error for failure in report.failed}
    assert "pahittade-namnden/2024-06-05" in WhooshIndex(settings.index).digests()
    assert refused.keys() <= _hostile(settings).keys()
    assert "lines.txt" in refused
    assert os.times().children_user - started < 40
