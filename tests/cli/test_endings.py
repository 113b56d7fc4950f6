"""However the command is met or left, it ends in a sentence or in silence, never in a traceback."""

from __future__ import annotations

import errno
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from indexer.index import open_index
from indexer.pipeline.ingest import ingest
from indexer.settings import Settings
from tests.cli.run_command import protokoll
from tests.conftest import ROOT
from tests.minutes_text import minutes
from tests.table_rows import BOM

INTERRUPTING = """
import importlib.abc, os, signal, sys

class Interrupts(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == {module!r}:
            os.kill(os.getpid(), signal.SIGINT)

signal.signal(signal.SIGINT, signal.default_int_handler)
sys.meta_path.insert(0, Interrupts())
from search_ui.cli import main
from tests.table_rows import BOM
sys.argv = ["protokoll", "search", "film"]
main()
"""


@pytest.mark.parametrize("module", ["search_ui.cli.commands", "click", "indexer.messages", "search_ui.search.service"])
def test_an_interruption_while_it_starts_is_met_in_silence(module: str) -> None:
    code = INTERRUPTING.format(module=module)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stdout, done.stderr.strip()) == (130, "", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize(
    "args", [("search", "film"), ("search", "film", "--format", "json"), ("--help",), ("help",), ("export",)]
)
def test_output_that_cannot_be_written_is_a_sentence(args: tuple[str, ...], shipped: Settings) -> None:
    folders = ["--index", str(shipped.index), "--archive", str(shipped.archive)]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "search_ui", *folders, *args],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            cwd=ROOT,
        )
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == f"The output could not be written: {os.strerror(errno.ENOSPC)}."


def test_a_host_that_is_not_there_is_said_once(shipped: Settings) -> None:
    done = protokoll("serve", "--host", "host.invalid", settings=shipped)
    assert done.returncode == 2
    assert done.stderr.count("host.invalid") == 1


# Several queries


def test_of_several_queries_each_result_says_which_it_answers(shipped: Settings) -> None:
    queries = "film\nkrisberedskap\n"
    text = protokoll("search", "-", "--limit", "1", settings=shipped, stdin=queries).stdout
    assert [line for line in text.splitlines() if line.startswith("# ")] == ["# film", "# krisberedskap"]
    rows = protokoll("search", "-", "--limit", "1", "--format", "csv", settings=shipped, stdin=queries).stdout
    assert [row.split(";")[0] for row in rows.splitlines()][:1] == [f"{BOM}query"]
    assert rows.count("query;id;") == 1
    lines = protokoll("search", "-", "--limit", "1", "--format", "jsonl", settings=shipped, stdin=queries).stdout
    assert [line.split('"')[3] for line in lines.splitlines()] == ["film", "krisberedskap"]


@pytest.mark.parametrize(
    ("form", "listed"),
    [
        ("text", "# film\na.txt\n\n# bad\nb.txt\n"),
        ("csv", f"{BOM}query;file\r\nfilm;a.txt\r\nbad;b.txt\r\n"),
        ("jsonl", '{"query":"film","file":"a.txt"}\n{"query":"bad","file":"b.txt"}\n'),
    ],
)
def test_lists_for_several_queries_say_which_they_answer(form: str, listed: str, tmp_path: Path) -> None:
    settings = folder(tmp_path)
    args = ("search", "-", "--output", "files", "--format", form)
    assert protokoll(*args, settings=settings, stdin="film\nbad\n").stdout == listed


def folder(tmp_path: Path) -> Settings:
    """Two meetings, indexed: one about a film, one about a bath."""
    settings = Settings(minutes=tmp_path / "minutes", archive=tmp_path / "meetings", index=tmp_path / "index")
    settings.minutes.mkdir()
    (settings.minutes / "a.txt").write_text(minutes("2024-05-05", "Film"), "utf-8")
    (settings.minutes / "b.txt").write_text(minutes("2024-05-06", "Bad"), "utf-8")
    ingest(settings, open_index(settings.index), [settings.minutes])
    return settings


# Values of filters


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--organization", "kommundirektorsmote", "Did you mean kommundirektorsmote-i-familjen-helsingborg?"),
        ("--year", "foo", "There is no --year 'foo' in the index. There is 2025, 2024, 2026, 2023."),
        ("--year", "1999", "There is no --year '1999' in the index. There is 2025, 2024, 2026, 2023."),
    ],
)
def test_a_value_that_is_not_there_is_said_with_those_that_are(
    option: str, value: str, said: str, shipped: Settings
) -> None:
    done = protokoll("search", "film", option, value, settings=shipped)
    assert done.returncode == 1
    assert said in done.stderr


def test_a_value_that_is_there_is_not_complained_about(shipped: Settings) -> None:
    assert "There is no" not in protokoll("search", "xyzzyplugh", "--year", "2024", settings=shipped).stderr


def test_stars_alone_list_nothing(shipped: Settings) -> None:
    done = protokoll("search", "***", settings=shipped)
    assert (done.returncode, done.stdout) == (1, "")
    assert "is no word to search for" in done.stderr
    assert protokoll("search", "*", settings=shipped).returncode == 0


# Colour, pages, removal


def test_colour_can_be_had_in_a_pipe_and_left_out(shipped: Settings) -> None:
    assert "\x1b[33m" in protokoll("--color", "always", "search", "film", settings=shipped).stdout
    assert "\x1b[" not in protokoll("--color", "never", "search", "film", settings=shipped).stdout


@pytest.mark.parametrize(("typed", "gone"), [("y\n", True), ("j\n", True), ("n\n", False), ("\n", False)])
def test_in_a_terminal_a_removal_is_asked_about(typed: str, gone: bool, tmp_path: Path) -> None:
    settings = folder(tmp_path)
    id = protokoll("search", "film", "--output", "meetings", settings=settings).stdout.strip()
    leader, follower = pty.openpty()
    os.write(leader, typed.encode())
    folders = ["--index", str(settings.index), "--archive", str(settings.archive)]
    done = subprocess.run(
        [sys.executable, "-m", "search_ui", *folders, "remove", id],
        stdin=follower,
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    os.close(leader)
    os.close(follower)
    assert "5 May 2024" in done.stderr
    assert done.returncode == (0 if gone else 1)
    assert bool(protokoll("search", "film", settings=settings).stdout) is not gone


def test_without_a_terminal_or_with_yes_nothing_is_asked(tmp_path: Path) -> None:
    settings = folder(tmp_path)
    for query, more in (("film", ()), ("bad", ("--yes",))):
        id = protokoll("search", query, "--output", "meetings", settings=settings).stdout.strip()
        assert protokoll("remove", id, *more, settings=settings).returncode == 0
