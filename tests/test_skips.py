"""Skipped tests are loud, and fail where all must run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

MODULES = {
    "test": "import pytest\ndef test_a():\n    pytest.skip('no scanner')\n",
    "fixture": "import pytest\n@pytest.fixture\ndef a():\n    pytest.skip('no scanner')\ndef test_a(a): ...\n",
    "mark": "import pytest\n@pytest.mark.skipif(True, reason='no scanner')\ndef test_a(): ...\n",
    "module": "import pytest\npytest.skip('no scanner', allow_module_level=True)\n",
}


@pytest.mark.parametrize("ci", ["", "true"])
def test_a_skip_is_loud_at_a_desk_and_a_failure_where_all_must_run(ci: str, tmp_path: Path) -> None:
    for name, module in MODULES.items():
        (tmp_path / f"test_{name}.py").write_text(module)
    command = [sys.executable, "-m", "pytest", "-p", "tests.skips", "-p", "no:cacheprovider", "-ra", str(tmp_path)]
    environment = os.environ | {"CI": ci, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.count("no scanner") >= 1
    assert ("4 TESTS WERE SKIPPED" in done.stdout) == (not ci)
    assert (done.returncode == 0) == (not ci)
