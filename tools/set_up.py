"""Set up: `.venv` with the locked packages and the command, made once and mended whenever it is broken.

    python3 tools/set_up.py            what `make run` needs
    python3 tools/set_up.py --checks   and what `make test` needs besides

It is run by every `make`, and takes half a second when nothing is to be done: `.venv/set-up.json` says which files must
be there, how large, and for which lock, and the command must run. What is not whole is built beside it, in `.venv.new`,
and put in its place by a rename; a lock lets one at a time do that. A folder that was moved is mended without the
network, by naming its new place in the scripts. When packages cannot be fetched, nothing that was there is touched.

It runs on whatever Python is called, so that it can say which one is needed.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

LEAST = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
VENV, STAGE, OLD = ROOT / ".venv", ROOT / ".venv.new", ROOT / ".venv.old"
LIST = "set-up.json"
LOCKS = {"run": "run.txt", "checks": "test.txt"}
"""The lock of each kind of set-up: when it changes, or how the program is installed, the set-up is made again."""
NO_NETWORK = re.compile(r"name resolution|Name or service|NewConnection|No matching distribution|timed out|unreachable")
QUOTES = 3 * b"'"
"""With these a line is a command to sh and nothing to Python."""
LONGEST_FIRST_LINE = 127
"""Bytes of a script's first line that Linux reads."""
FETCH_TRIES = "2"
"""How often pip tries again to reach a server: without a network nobody waits for long."""


class SetUpFailed(Exception):
    """A sentence that says what is in the way and what to do."""


def digest(kind: str) -> str:
    """What tells one state of a kind's inputs from another."""
    names = (f"requirements/{LOCKS[kind]}", "setup.cfg", "pyproject.toml")
    return sha256(b"\0".join((ROOT / name).read_bytes() for name in names)).hexdigest()


def made(venv: Path) -> dict[str, Any]:
    """What was set up there: {kind: digest}, "where", "files"; nothing when that cannot be read."""
    try:
        return dict(json.loads((venv / LIST).read_text("utf-8")))
    except (OSError, ValueError):
        return {}


def is_whole(kind: str) -> bool:
    """Whether everything that was set up is there, is of the present inputs, and runs."""
    known = made(VENV)
    if known.get(kind) != digest(kind) or known.get("where") != str(VENV):
        return False
    return known.get("files", {}).items() <= files(VENV).items() and runs()


def files(venv: Path) -> dict[str, int]:
    """The size of each file of an environment that must stay: all but what Python compiles."""
    held = {}
    folders = [str(venv)]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders += [entry.path] if entry.name != "__pycache__" else []
                elif not entry.name.startswith(LIST):
                    held[entry.path[len(str(venv)) + 1 :]] = entry.stat(follow_symlinks=False).st_size
    return held


def runs() -> bool:
    """Whether the command starts, with this source."""
    told = run([VENV / "bin" / "protokoll", "--version"], env=clean())
    source = run([VENV / "bin" / "python", "-c", "import indexer; print(indexer.__file__)"], env=clean(), cwd="/")
    return told.returncode == 0 and source.stdout.strip() == str(ROOT / "indexer" / "__init__.py")


def run(command: list[str | Path], **how: Any) -> subprocess.CompletedProcess[str]:
    """How a program ends, and what it prints; 127 when it cannot be started."""
    try:
        return subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False, **how)
    except OSError as error:
        return subprocess.CompletedProcess(command, 127, "", str(error))


def clean() -> dict[str, str]:
    """The environment without what would let another Python's packages in."""
    others = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "PIP_USER", "PIP_TARGET", "PIP_PREFIX")
    return {name: value for name, value in os.environ.items() if name not in others}


def build(kind: str) -> None:
    """Make the environment anew beside the one that is there, and put it in its place."""
    remove(STAGE)
    with_packages = ("run",) if kind == "run" else ("run", "checks")
    try:
        make_environment(STAGE)
        for each in with_packages:
            install(STAGE, each)
        relocate(STAGE, str(STAGE), str(VENV))
        finish(STAGE, with_packages)
    except BaseException:
        remove(STAGE)
        raise
    remove(OLD)
    if os.path.lexists(VENV):
        VENV.rename(OLD)
    STAGE.rename(VENV)
    remove(OLD)


def make_environment(venv: Path) -> None:
    """An environment with pip alone."""
    told = run([sys.executable, "-m", "venv", venv], env=clean())
    if told.returncode:
        raise SetUpFailed(f"The environment .venv cannot be made: {last_line(told)}")


def add_checks() -> None:
    """Install what the checks need into an environment that is whole without it."""
    install(VENV, "checks")
    finish(VENV, ("run", "checks"))


def install(venv: Path, kind: str) -> None:
    """Install the locked packages of a kind and, with what runs, the program; SetUpFailed says why it cannot."""
    python = venv / "bin" / "python"
    pip: list[str | Path] = [
        python,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "--retries",
        FETCH_TRIES,
        "install",
        "--quiet",
    ]
    steps: list[list[str | Path]] = [[*pip, "--require-hashes", "-r", ROOT / f"requirements/{LOCKS[kind]}"]]
    if kind == "run":
        steps.append([*pip, "--no-deps", "--no-build-isolation", "--editable", ROOT])
    for step in steps:
        told = run(step, env=clean(), cwd=ROOT)
        if told.returncode and NO_NETWORK.search(told.stderr):
            raise SetUpFailed("The packages cannot be fetched: is there a network? What was there is as it was.")
        if told.returncode:
            raise SetUpFailed(f"The packages cannot be installed: {last_line(told)}")
    run([python, "-m", "compileall", "-q", "indexer", "search_ui"], cwd=ROOT)


def finish(venv: Path, kinds: tuple[str, ...]) -> None:
    """Write down what was set up, so that what is missing later is noticed."""
    known = {kind: digest(kind) for kind in kinds} | {"where": str(VENV), "files": files(venv)}
    beside = venv / f"{LIST}.new"
    beside.write_text(json.dumps(known), "utf-8")
    beside.replace(venv / LIST)


def relocate(venv: Path, before: str, after: str) -> dict[str, int]:
    """Let the scripts of an environment name another place than the one where they were made; their new sizes."""
    sizes = {}
    for path in (venv / "pyvenv.cfg", *venv.glob("bin/*"), *venv.glob("lib/*/site-packages/*protokollsok*")):
        if path.is_file() and not path.is_symlink():
            content = path.read_bytes()
            if before.encode() in content and b"\0" not in content:
                path.write_bytes(started(content.replace(before.encode(), after.encode())))
                sizes[str(path.relative_to(venv))] = path.stat().st_size
    return sizes


def started(script: bytes) -> bytes:
    """A script whose first line the kernel can read: a path with blanks, or a long one, goes to sh, as with pip."""
    first, _, rest = script.partition(b"\n")
    path = first[2:].strip()
    if first.startswith(b"#!/") and path.endswith(b"python") and (b" " in path or len(first) > LONGEST_FIRST_LINE):
        return b"#!/bin/sh\n" + QUOTES + b"exec' \"" + path + b'" "$0" "$@"\n' + b"' " + QUOTES + b"\n" + rest
    return script


def moved() -> bool:
    """Mend an environment that was moved with its folder; whether that was all it lacked."""
    known = made(VENV)
    before = str(known.get("where", ""))
    if not before or before == str(VENV):
        return False
    # The folder's old name is the beginning of the environment's old name: one replacement is both.
    relocated = relocate(VENV, str(Path(before).parent), str(ROOT))
    known |= {"where": str(VENV), "files": known.get("files", {}) | relocated}
    (VENV / LIST).write_text(json.dumps(known), "utf-8")
    return is_whole("run")


def remove(path: Path) -> None:
    """Remove a folder, or what is there instead; what another user owns is left where it is not in the way."""
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.exists():
        shutil.rmtree(path, ignore_errors=True)
        if path.exists():
            aside = path.with_name(f"{path.name}.{int(time.time())}")
            path.rename(aside)
            print(f"{aside.name} could not be removed: it is another user's.", file=sys.stderr)


def last_line(told: subprocess.CompletedProcess[str]) -> str:
    """What a program said at the end."""
    return ([line for line in (told.stderr + told.stdout).splitlines() if line.strip()] or ["it said nothing"])[
        -1
    ].strip()


@contextmanager
def alone() -> Iterator[None]:
    """Within this, nobody else sets up here; who came first is waited for. What is locked is the folder itself."""
    import fcntl

    folder = os.open(ROOT, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another make sets up .venv: waiting for it", flush=True)
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def check_python() -> None:
    """SetUpFailed when this Python will not do."""
    if sys.version_info < LEAST:
        raise SetUpFailed(
            f"protokoll needs Python 3.11 or later as '{sys.executable}'. "
            "Install one, or name it: make PYTHON=/path/to/python3.12"
        )
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        raise SetUpFailed(
            "Python's venv module is missing. On Debian and Ubuntu: sudo apt install python3-venv"
        ) from None


def check_rights() -> None:
    """SetUpFailed when this folder is not ours to write in."""
    if not os.access(ROOT, os.W_OK):
        raise SetUpFailed(
            f"{ROOT} may not be written by you. Make a copy that is yours: git clone {ROOT} protokoll; cd protokoll"
        )


def set_up(kind: str) -> None:
    """Make or mend what is not whole."""
    if is_whole(kind):
        return
    check_python()
    check_rights()
    with alone():
        if is_whole(kind):
            return
        with suppress(OSError):
            if moved() and kind == "run":
                return
        if kind == "checks" and is_whole("run"):
            print("Installing the checks (once)", flush=True)
            add_checks()
            return
        print("Mending .venv" if os.path.lexists(VENV) else "Setting up .venv (once)", flush=True)
        build(kind)
        if not is_whole(kind):
            raise SetUpFailed("What was installed does not start. See why: .venv/bin/protokoll --version")


def main() -> None:
    """Set up, or say in a sentence why that cannot be done."""
    parser = argparse.ArgumentParser(description="Set up .venv, or mend it.")
    parser.add_argument("--checks", action="store_true", help="with what the checks need")
    try:
        set_up("checks" if parser.parse_args().checks else "run")
    except SetUpFailed as error:
        sys.exit(str(error))
    except OSError as error:
        sys.exit(f"{error.filename}: {error.strerror}. The set-up was not finished; make goes on with it.")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
