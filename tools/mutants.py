"""Mutants: small faults put into a copy of the program, each of which some test must notice.

    python -m tools.mutants                 all: a line each, with processor time and the test that failed; the share
    python -m tools.mutants facets purge    those of some rooms
    python -m tools.mutants --check         only whether each snippet still stands in its file exactly once
    python -m tools.mutants --trust         without running the tests first on the program as it is

The table is `tools/mutant_table.py`. A mutant is killed when its own tests fail, or do not end in time. The exit status
is 1 when fewer than 95 % are killed, 2 when a snippet is stale or the tests fail without any mutant.
"""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from tools.mutant_table import MUTANTS, Mutant

ROOT = Path(__file__).parent.parent
FLOOR = 0.95
"""The share of mutants that must be killed; the others are argued in docs/testing.md."""
TIMEOUT_S = 300
"""Seconds that the tests of one mutant may take before it counts as killed: it made them hang."""
RAN = (0, 1, 2)
"""How pytest ends when it ran the tests: all passed, one failed, one could not even be imported."""
PYTEST = (sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-p", "no:randomly")


def stale(mutants: Iterable[Mutant]) -> list[str]:
    """What is wrong with the table: snippets that do not stand in their file once, tests that are not there."""
    wrong = []
    for mutant in mutants:
        file = ROOT / mutant.file
        count = file.read_text("utf-8").count(mutant.old) if file.exists() else 0
        if count != 1:
            wrong.append(f"{mutant.name}: its snippet stands {count} times in {mutant.file}")
        wrong += [f"{mutant.name}: no {test}" for test in mutant.tests if not (ROOT / test.split("::")[0]).exists()]
    return wrong


def copied(folder: Path) -> Path:
    """A copy of the tree, as git knows it and as it stands."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


def failing_test(tree: Path, tests: Sequence[str]) -> str | None:
    """The first test that fails in the tree, None when all pass; the examples of properties are the same in every run.

    Ends the run when pytest did not come to test anything: a mutant is not killed by that.
    """
    variables = os.environ | {"PYTHONPATH": str(tree), "CI": "true", "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            [*PYTEST, *tests], cwd=tree, env=variables, capture_output=True, text=True, timeout=TIMEOUT_S, check=False
        )
    except subprocess.TimeoutExpired:
        return f"no end in {TIMEOUT_S} s"
    if done.returncode not in RAN:
        print(done.stdout[-2000:], done.stderr[-2000:], f"pytest ended with {done.returncode}.", sep="\n")
        sys.exit(2)
    named = re.search(r"^(?:FAILED|ERROR) (.+?)(?: - |$)", done.stdout, re.MULTILINE)
    return None if done.returncode == 0 else named[1] if named else "a test that hangs"


def killer(tree: Path, mutant: Mutant) -> str | None:
    """The test that fails in the presence of a mutant, None when it lives."""
    file = tree / mutant.file
    text = file.read_text("utf-8")
    try:
        file.write_text(text.replace(mutant.old, mutant.new), "utf-8")
        return failing_test(tree, mutant.tests)
    finally:
        file.write_text(text, "utf-8")


def processor_s() -> float:
    """Seconds of processor time that all tests run so far took: what else the machine does hardly changes it."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Run the mutants that were asked for."""
    rooms = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    chosen = [mutant for mutant in MUTANTS if not rooms or mutant.room in rooms or mutant.name in rooms]
    if wrong := stale(chosen):
        print("\n".join(wrong))
        sys.exit(2)
    if "--check" in sys.argv:
        return
    with tempfile.TemporaryDirectory() as folder:
        tree = copied(Path(folder))
        tests = sorted({test for mutant in chosen for test in mutant.tests})
        if "--trust" not in sys.argv and (failed := failing_test(tree, tests)):
            print(f"The tests fail without any mutant: {failed}")
            sys.exit(2)
        survivors = 0
        for mutant in chosen:
            before = processor_s()
            test = killer(tree, mutant)
            survivors += test is None
            print(
                f"{'killed' if test else 'SURVIVED':<9}{processor_s() - before:5.0f} s  {mutant.name}"
                f"{f': {test}' if test else ''}",
                flush=True,
            )
    share = 1 - survivors / len(chosen)
    killed = f"{len(chosen) - survivors} of {len(chosen)} killed ({share:.0%})"
    print(f"{killed}, in {processor_s() / 60:.0f} minutes of processor time")
    sys.exit(share < FLOOR)


if __name__ == "__main__":
    main()
