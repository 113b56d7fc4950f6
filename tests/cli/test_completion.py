"""What a shell completes, and the manual page."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from indexer.settings import Settings
from tests.cli.run_command import protokoll
from tests.conftest import ROOT
from tools.manual import PAGE, manual

ORGAN = "kommundirektorsmote-i-familjen-helsingborg"


def completed(*typed: str, settings: Settings) -> list[str]:
    """What bash proposes for the last word typed."""
    words = ["protokoll", "--archive", str(settings.archive), *typed]
    told: dict[str, Any] = {
        "COMP_WORDS": " ".join(words),
        "COMP_CWORD": str(len(words) - 1),
        "_PROTOKOLL_COMPLETE": "bash_complete",
    }
    lines = protokoll(settings=settings, cwd=ROOT, **told).stdout.splitlines()
    return [line.split(",", 1)[1] for line in lines if line]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_has_its_script(shell: str, shipped: Settings) -> None:
    done = protokoll(settings=shipped, _PROTOKOLL_COMPLETE=f"{shell}_source")
    assert done.returncode == 0
    assert "_PROTOKOLL_COMPLETE" in done.stdout
    if shell != "bash":
        assert shell in done.stdout


@pytest.mark.parametrize(
    ("typed", "proposed"),
    [
        (("se",), ["search", "settings", "serve"]),
        (("search", "--un"), ["--until"]),
        (("search", "--sort", "n"), ["newest"]),
        (("search", "--kind", "re"), ["rejected", "referred_back"]),
        (("search", "--organization", "komm"), [ORGAN]),
        (("export", "--format", "json"), ["jsonl", "jsonld"]),
        (("export", "--organization", "x"), []),
        (("show", f"{ORGAN}/2025"), [f"{ORGAN}/2025-06-13", f"{ORGAN}/2025-09-19"]),
        (("show", f"{ORGAN}/2025-06-13/2"), [f"{ORGAN}/2025-06-13/2"]),
        (("show", f"{ORGAN}/1999-01-01/"), []),
        (("help", "qu"), ["query"]),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_is_begun_is_completed(typed: tuple[str, ...], proposed: list[str], shipped: Settings) -> None:
    assert completed(*typed, settings=shipped) == proposed


SHELLS = {
    "bash": """
        eval "$(_PROTOKOLL_COMPLETE=bash_source protokoll)"
        COMP_WORDS=(protokoll search --sort n); COMP_CWORD=3; _protokoll_completion protokoll
        echo "${COMPREPLY[@]}"
    """,
    "zsh": """
        autoload -Uz compinit && compinit -u -D
        eval "$(_PROTOKOLL_COMPLETE=zsh_source protokoll)"
        [[ $_comps[protokoll] == _protokoll_completion ]] || exit 1
        COMP_WORDS="protokoll search --sort n" COMP_CWORD=3 _PROTOKOLL_COMPLETE=zsh_complete protokoll
    """,
    "fish": """
        _PROTOKOLL_COMPLETE=fish_source protokoll | source
        complete --do-complete "protokoll search --sort n"
    """,
}
"""What a shell is told to do with the word `n` behind --sort, as documented, and to print what it proposes."""


@pytest.mark.slow
@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_completes_as_documented(shell: str, shipped: Settings, tmp_path: Path) -> None:
    if not shutil.which(shell):
        pytest.skip(f"COMPLETION IN {shell.upper()} IS NOT TESTED: it is not installed")
    program = tmp_path / "bin" / "protokoll"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m search_ui "$@"\n', "utf-8")
    program.chmod(0o755)
    environment = os.environ | {
        "PATH": f"{program.parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "HOME": str(tmp_path),
        "PROTOKOLL_ARCHIVE": str(shipped.archive),
    }
    done = subprocess.run(
        [shell, "-c", SHELLS[shell]], capture_output=True, text=True, env=environment, cwd=tmp_path, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "newest" in done.stdout
    assert "oldest" not in done.stdout


def test_where_there_is_no_archive_nothing_is_proposed(shipped: Settings) -> None:
    nowhere = Settings(archive=shipped.archive / "nowhere")
    assert completed("search", "--organization", "k", settings=nowhere) == []


def test_an_unknown_kind_of_decision_is_answered_with_the_known(shipped: Settings) -> None:
    done = protokoll("search", "--kind", "wise", settings=shipped)
    assert done.returncode == 2
    assert "referred_back" in done.stderr


def test_the_manual_page_is_in_step_with_the_command() -> None:
    """To write it again: python -m tools.manual"""
    assert PAGE.read_text("utf-8") == manual()


def test_the_way_to_turn_completion_on_is_documented_for_each_shell() -> None:
    page = (ROOT / "docs" / "command.md").read_text("utf-8")
    for shell in ("bash", "zsh", "fish"):
        assert f"_PROTOKOLL_COMPLETE={shell}_source protokoll" in page
