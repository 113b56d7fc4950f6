"""Sandbox: a file that breaks or hangs its reader costs the next file nothing."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from indexer.errors import MissingTool, UnreadableFile
from indexer.reading import ReadOptions, ocr, opened, read, sandbox
from indexer.storage.seal import unsealed_text
from tests.reading import make

PDF = make.pdf(make.lines("§ 4 Budget"), make.lines("§ 5 Val"))
HEAVY = "<html>" + "<div>" * 100_000 + "<table><tr><td>" * 100_000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.pdf"
    path.write_bytes(PDF)
    return path


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The processes of the workers that are started."""
    pids: list[int] = []
    start = sandbox.Worker.__init__

    def noted(worker: sandbox.Worker, module: str) -> None:
        start(worker, module)
        pids.append(worker.pid)

    monkeypatch.setattr(sandbox.Worker, "__init__", noted)
    sandbox.end()
    return pids


def test_one_worker_reads_file_after_file(file: Path, started: list[int]) -> None:
    assert [read(file).text for _ in range(3)] == ["§ 4 Budget\n§ 5 Val\n"] * 3
    assert len(started) == 1


def test_text_too_is_read_at_arms_length(tmp_path: Path, started: list[int]) -> None:
    (tmp_path / "a.txt").write_text("Protokoll")
    assert read(tmp_path / "a.txt").text == "Protokoll"
    assert len(started) == 1


def test_progress_comes_from_the_worker(file: Path) -> None:
    told: list[tuple[int, int]] = []
    read(file, manner=ReadOptions(progress=lambda done, of: told.append((done, of))))
    assert told == [(1, 2), (2, 2)]


def test_a_file_that_breaks_the_reader_is_told_and_the_next_is_read(
    file: Path, started: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(sandbox, "START", "import os, sys; sys.stdin.buffer.read(4); os.abort()")
        with pytest.raises(UnreadableFile, match="Reading it broke the reader"):
            read(file)
    assert read(file).text == "§ 4 Budget\n§ 5 Val\n"
    assert len(started) == 3


def test_a_worker_that_was_ended_between_two_files_is_replaced(file: Path, started: list[int]) -> None:
    read(file)
    os.kill(started[0], signal.SIGKILL)
    assert read(file).text == "§ 4 Budget\n§ 5 Val\n"
    assert len(started) == 2


def test_a_file_that_hangs_the_reader_is_told_and_the_next_is_read(
    file: Path, started: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    (file.parent / "b.html").write_text(HEAVY)
    with monkeypatch.context() as patch:
        patch.setattr(sandbox, "READ_TIMEOUT_S", 0.05)
        with pytest.raises(UnreadableFile, match="took more than 0 seconds without an end"):
            read(file.parent / "b.html")
    with pytest.raises(ProcessLookupError):
        os.kill(started[0], 0)
    assert read(file).text == "§ 4 Budget\n§ 5 Val\n"


def test_a_file_that_takes_too_much_of_the_processor_is_told(tmp_path: Path, started: list[int]) -> None:
    """A loop in the middle of one call, which no thread of the worker itself could interrupt."""
    (tmp_path / "a.txt").write_text("x")
    module = tmp_path / "endless.py"
    module.write_text(
        "from indexer.reading import worker\n"
        "def main():\n    worker.CPU_TIMEOUT_S = 0.2\n    worker.main(lambda original, options: sum(range(10**12)))\n"
    )
    sys.path.append(str(tmp_path))
    try:
        with pytest.raises(UnreadableFile, match="took more than 8 seconds"):
            sandbox.ask(opened(tmp_path / "a.txt"), ReadOptions(), "endless")
    finally:
        sys.path.remove(str(tmp_path))
    assert len(started) == 1


def test_a_file_that_takes_too_much_memory_is_told(tmp_path: Path, started: list[int]) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "greedy.py").write_text(
        "from indexer.reading import worker\n"
        "def main():\n    worker.main(lambda original, options: len(bytes(worker.TEXT_MEMORY + 2**20)))\n"
    )
    sys.path.append(str(tmp_path))
    try:
        with pytest.raises(UnreadableFile, match="takes more memory than minutes should"):
            sandbox.ask(opened(tmp_path / "a.txt"), ReadOptions(), "greedy")
    finally:
        sys.path.remove(str(tmp_path))
    assert len(started) == 1


def test_an_interruption_ends_the_worker(file: Path, started: list[int]) -> None:
    def interrupted(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read(file, manner=ReadOptions(progress=interrupted))
    with pytest.raises(ProcessLookupError):
        os.kill(started[0], 0)


def test_a_missing_tool_is_told_as_one(file: Path, started: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_bytes(make.png(2, 2, b"\0\xff\0\xff"))
    monkeypatch.setenv("PATH", "")
    with pytest.raises(MissingTool, match="apt install tesseract-ocr"):
        read(file)
    sandbox.end()


def test_what_ocr_reads_is_kept_where_it_is_told(file: Path, tmp_path: Path) -> None:
    file.write_bytes(make.scanned(make.typed("§ 4 Budget", size=14)))
    try:
        pages = read(file, manner=ReadOptions(cache=tmp_path / "kept"))
    except MissingTool:
        pytest.skip("OCR IS NOT TESTED: install tesseract-ocr and tesseract-ocr-swe")
    page = (tmp_path / "kept" / pages.sha256 / f"1-v{ocr.VERSION}.page").read_bytes()
    assert unsealed_text(page, f"{pages.sha256} 1-v{ocr.VERSION}") == pages.text
