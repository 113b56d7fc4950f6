"""Skipped tests are loud, and fail where all must run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

MODULES = {
    "a test": "import pytest\ndef test_a():\n    pytest.skip('no scanner')\n",
    "a fixture": "import pytest\n@pytest.fixture\ndef a():\n    pytest.skip('no scanner')\ndef test_a(a): ...\n",
    "a mark": "import pytest\n@pytest.mark.skipif(True, reason='no scanner')\ndef test_a(): ...\n",
    "a module": "import pytest\npytest.skip('no scanner', allow_module_level=True)\n",
}


def ran(module: str, folder: Path, ci: str) -> tuple[int, str]:
    (folder / "test_module.py").write_text(module)
    command = [sys.executable, "-m", "pytest", "-p", "tests.skips", "-p", "no:cacheprovider", str(folder)]
    environment = os.environ | {"CI": ci, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


@pytest.mark.parametrize("module", MODULES.values(), ids=MODULES)
def test_a_skip_is_loud_at_a_desk_and_a_failure_where_all_must_run(module: str, tmp_path: Path) -> None:
    status, printed = ran(module, tmp_path, ci="")
    assert status in (0, pytest.ExitCode.NO_TESTS_COLLECTED)
    assert "1 TESTS WERE SKIPPED" in printed
    status, printed = ran(module, tmp_path, ci="true")
    assert status not in (0, pytest.ExitCode.NO_TESTS_COLLECTED)
    assert "no scanner" in printed
