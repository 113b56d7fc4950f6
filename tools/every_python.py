"""Run the fast tests, and those of the installed wheel, on every Python that setup.cfg names and this machine has.

    python -m tools.every_python                            all of them
    python -m tools.every_python 3.12                       one
    python -m tools.every_python 3.12 3.13 tests/cli        some tests on two

An interpreter is looked for on the PATH and among those of pyenv. Each gets an environment of its own below
`build/pythons`, with the locked packages, made when it is missing or the lock has changed. The exit status is 1 when a
test fails or an environment cannot be made; a Python that is not here is no failure, but is told.
"""

from __future__ import annotations

import configparser
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
LOCK = ROOT / "requirements" / "test.txt"
ENVIRONMENTS = ROOT / "build" / "pythons"
ALL = ("-m", "pytest", "-q", "-p", "no:cacheprovider")
FAST = (*ALL, "-m", "not slow and not browser")


def supported() -> list[str]:
    """The versions that the package's classifiers name, oldest first."""
    config = configparser.ConfigParser(interpolation=None)
    config.read(ROOT / "setup.cfg", "utf-8")
    return re.findall(r"Python :: (3\.\d+)", config["metadata"]["classifiers"])


def candidates(version: str) -> Iterator[Path]:
    """Where an interpreter of that version may be."""
    if on_path := shutil.which(f"python{version}"):
        yield Path(on_path)
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    yield from sorted((pyenv / "versions").glob(f"{version}.*/bin/python"), reverse=True)


def interpreter(version: str) -> Path | None:
    """The first candidate that runs and is of that version: a shim of pyenv may name a version that is not there."""
    for path in candidates(version):
        told = [str(path), "-c", "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2])"]
        done = subprocess.run(told, capture_output=True, text=True, check=False)
        if done.stdout.strip() == version:
            return path
    return None


def environment(version: str, python: Path) -> Path:
    """The Python of an environment with the locked packages and the project; CalledProcessError when pip fails."""
    folder = ENVIRONMENTS / version
    installed, own = folder / "installed.txt", folder / "bin" / "python"
    if not installed.exists() or installed.read_bytes() != LOCK.read_bytes():
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([python, "-m", "venv", folder], check=True)
        pip = [str(own), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--require-hashes", "-r", str(LOCK)], check=True)
        subprocess.run([*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)], check=True)
        shutil.copyfile(LOCK, installed)
    return own


def passes(version: str, python: Path, paths: list[str]) -> bool:
    """Whether the tests pass on it, those below some paths if any are named; what they print is shown."""
    print(f"Python {version} ({python})", flush=True)
    try:
        own = environment(version, python)
    except subprocess.CalledProcessError as error:
        print(f"Its environment could not be made: {error}", flush=True)
        return False
    runs = [(*ALL, *paths)] if paths else [FAST, (*ALL, "tests/test_package.py")]
    statuses = [subprocess.run([str(own), *run], cwd=ROOT, check=False).returncode for run in runs]
    return not any(statuses)


def main() -> None:
    """A line for each version: passed, failed or not here."""
    outcome = {}
    paths = [word for word in sys.argv[1:] if not re.fullmatch(r"3\.\d+", word)]
    for version in [word for word in sys.argv[1:] if word not in paths] or supported():
        python = interpreter(version)
        outcome[version] = "NOT HERE" if python is None else "passed" if passes(version, python, paths) else "FAILED"
    print("\n".join(f"Python {version}: {word}" for version, word in outcome.items()))
    sys.exit("FAILED" in outcome.values())


if __name__ == "__main__":
    main()
