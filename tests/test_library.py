"""docs/library.md: its programs print what it shows, and the public names are those that it names.

To write the output again after a change that is meant: python -m tests.test_library
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import indexer
import search_ui
from indexer.settings import Settings
from tests.conftest import MINUTES, ROOT

PAGE = ROOT / "docs" / "library.md"
PROGRAM = re.compile(r"```python\n(?P<program>.*?)```\n\n```\n(?P<output>.*?)```", re.DOTALL)


def printed(program: str, folder: Path, settings: Settings) -> str:
    """What a program prints in a folder that has the shipped minutes, indexed."""
    if not (folder / "data").exists():
        (folder / "data").mkdir()
        for name, place in (("minutes", MINUTES), ("meetings", settings.archive), ("index", settings.index)):
            (folder / "data" / name).symlink_to(place.resolve())
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        cwd=folder,
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.mark.parametrize(
    "match", list(PROGRAM.finditer(PAGE.read_text("utf-8"))), ids=lambda match: match["program"].split()[-1]
)
def test_a_program_of_the_page_prints_what_it_shows(match: re.Match[str], shipped: Settings, tmp_path: Path) -> None:
    assert printed(match["program"], tmp_path, shipped) == match["output"]


def test_the_page_has_three_programs_and_names_what_is_public() -> None:
    page = PAGE.read_text("utf-8")
    assert len(PROGRAM.findall(page)) == 3
    named = set(re.findall(r"`((?:indexer|search_ui)\.\w+)\b(?!\.py)", page)) - {"indexer.__all__", "search_ui.__all__"}
    assert named == {f"{room.__name__}.{name}" for room in (indexer, search_ui) for name in room.__all__}


@pytest.mark.parametrize("room", [indexer, search_ui], ids=lambda room: room.__name__)
def test_a_public_name_is_there_and_another_is_not(room: object) -> None:
    for name in getattr(room, "__all__"):  # noqa: B009 (a module)
        assert getattr(room, name)
    with pytest.raises(AttributeError, match="nosuch"):
        getattr(room, "nosuch")  # noqa: B009


def write() -> None:
    """Write what the programs print into the page, from the index in data/."""
    import tempfile

    text = PAGE.read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        for match in PROGRAM.finditer(text):
            output = printed(match["program"], Path(folder), Settings())
            text = text.replace(match.group(), match.group().removesuffix(f"{match['output']}```") + f"{output}```")
    PAGE.write_text(text, "utf-8")


if __name__ == "__main__":
    write()
