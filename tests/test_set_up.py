"""Set-up: what is missing is noticed, and a folder that was moved is mended in place.

Whole set-ups, broken in every way that was met, are mended by `python -m tools.broken_set_ups`, which fetches packages.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tools import broken_set_ups, set_up


@pytest.fixture
def venv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small environment, set up as the list says; whether it runs is taken for granted."""
    where = tmp_path / ".venv"
    for name, content in (
        ("pyvenv.cfg", "home = /usr/bin\n"),
        ("bin/protokoll", f"#!{where}/bin/python\n"),
        ("lib/a.py", "a"),
    ):
        (where / name).parent.mkdir(parents=True, exist_ok=True)
        (where / name).write_text(content, "utf-8")
    monkeypatch.setattr(set_up, "VENV", where)
    monkeypatch.setattr(set_up, "runs", lambda: True)
    set_up.finish(where, ("run",))
    return where


def test_what_was_set_up_is_whole_and_is_without_the_checks(venv: Path) -> None:
    assert set_up.is_whole("run")
    assert not set_up.is_whole("checks")


@pytest.mark.parametrize("name", ["lib/a.py", "bin/protokoll", "set-up.json"])
def test_a_file_that_is_gone_or_cut_short_is_noticed(name: str, venv: Path) -> None:
    (venv / name).write_text("", "utf-8")
    assert not set_up.is_whole("run")
    (venv / name).unlink()
    assert not set_up.is_whole("run")


def test_what_python_compiles_and_what_is_added_does_not_matter(venv: Path) -> None:
    (venv / "lib" / "__pycache__").mkdir()
    (venv / "lib" / "__pycache__" / "a.pyc").write_text("x", "utf-8")
    (venv / "lib" / "added.py").write_text("x", "utf-8")
    assert set_up.is_whole("run")


def test_another_lock_is_noticed(venv: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(set_up, "LOCKS", {"run": "test.txt", "checks": "test.txt"})
    assert not set_up.is_whole("run")


def test_an_environment_that_was_moved_names_its_new_place(venv: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = venv.parent / "efter, på svenska"
    place.mkdir()
    venv.rename(place / ".venv")
    monkeypatch.setattr(set_up, "VENV", place / ".venv")
    monkeypatch.setattr(set_up, "ROOT", place)
    monkeypatch.setattr(set_up, "digest", lambda kind: json.loads((place / ".venv" / "set-up.json").read_text())["run"])
    assert not set_up.is_whole("run")
    assert set_up.moved()
    script = (place / ".venv" / "bin" / "protokoll").read_text("utf-8")
    assert f'"{place}/.venv/bin/python"' in script
    assert script.startswith("#!/bin/sh\n")


def test_a_script_with_blanks_in_its_path_starts(tmp_path: Path) -> None:
    folder = tmp_path / "å b"
    folder.mkdir()
    (folder / "python").symlink_to(sys.executable)
    script = folder / "script"
    script.write_bytes(set_up.started(f"#!{folder}/python\nprint('started')\n".encode()))
    script.chmod(0o755)
    assert subprocess.run([script], capture_output=True, text=True, check=True).stdout == "started\n"


def test_each_way_to_break_a_set_up_says_what_it_is() -> None:
    assert len(broken_set_ups.WAYS) >= 12
    assert all((way.__doc__ or "").endswith(".") for way in broken_set_ups.WAYS)


def test_the_two_commands_of_the_readme_set_up_first() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert re.search(r"^run: setup$", makefile, re.MULTILINE)
    assert re.search(r"^test: check$", makefile, re.MULTILINE)
    assert re.search(r"^check: setup-checks$", makefile, re.MULTILINE)
    for goals in (["run", "test"], ["test", "run"]):
        told = subprocess.run(
            ["make", "-n", "-j4", *goals], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout
        assert told.index("pytest") < told.index("protokoll serve")
