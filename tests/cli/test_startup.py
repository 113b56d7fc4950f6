"""What a command loads before it answers: work that is not done costs no time, whatever the machine.

Seconds are measured by `python -m benchmarks.startup`; here it is what may not be imported.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

from indexer.settings import Settings
from tests.conftest import ROOT

FOR_READING = ("indexer.reading", "indexer.minutes", "indexer.pipeline", "pypdfium2", "selectolax", "xml")
"""What only reading and indexing need."""

FOR_THE_PAGE = ("flask", "werkzeug", "jinja2", "waitress", "search_ui.web")
FOR_DEVELOPERS = ("hypothesis", "pytest", "ir_measures", "numpy", "watchfiles", "playwright")
FOR_SEARCHING = ("whoosh", "indexer.index", "indexer.swedish", "search_ui.search", "search_ui.output", "msgspec")

ELSEWHERE = (*FOR_READING, *FOR_THE_PAGE, *FOR_DEVELOPERS, "multiprocessing", "asyncio")
MAY_NOT_BE_LOADED = {
    ("--help",): (*ELSEWHERE, *FOR_SEARCHING, "sqlite3", "http", "email"),
    ("search", "krisberedskap"): (*ELSEWHERE, "rapidfuzz"),
    ("search", "krisberdskap"): ELSEWHERE,
}
"""What each command must do without."""

LOADED = "import sys; from search_ui.cli import main\ntry: main()\nfinally: print(*sys.modules, file=sys.stderr)"


@pytest.mark.parametrize(("command", "forbidden"), MAY_NOT_BE_LOADED.items(), ids=map(" ".join, MAY_NOT_BE_LOADED))
def test_a_command_loads_nothing_that_it_does_not_need(
    command: tuple[str, ...], forbidden: tuple[str, ...], shipped: Settings
) -> None:
    folders = ("--index", str(shipped.index), "--archive", str(shipped.archive))
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *folders, *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    loaded = done.stderr.splitlines()[-1].split()
    assert "search_ui.cli.commands" in loaded
    assert [name for name in loaded for one in forbidden if name == one or name.startswith(f"{one}.")] == []
