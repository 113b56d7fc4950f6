"""Run the fast tests with the lowest version of every package that setup.cfg allows: its lower bounds are true.

    python -m tools.lowest_versions          all fast tests
    python -m tools.lowest_versions PATH...  those below these paths

The packages of the checks are the locked ones. The environment is `build/lowest`, made when it is missing or when
setup.cfg or the lock has changed. The exit status is that of the tests, or 1 when the versions do not go together.
"""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from tools.every_python import FAST, LOCK, ROOT

ENVIRONMENT = ROOT / "build" / "lowest"


def lowest() -> Iterator[str]:
    """What setup.cfg requires, for users and in extras, each pinned to its lower bound."""
    config = configparser.ConfigParser(interpolation=None)
    config.read(ROOT / "setup.cfg", "utf-8")
    wanted = [config["options"]["install_requires"], *config["options.extras_require"].values()]
    for line in "\n".join(wanted).split():
        bound = re.fullmatch(r"([\w-]+)[>=]=([\w.]+)(?:,<\w+)?", line)
        if not bound:
            raise SystemExit(f"setup.cfg: {line} has no lower bound.")
        yield f"{bound[1]}=={bound[2]}"


def environment(pins: list[str]) -> Path:
    """The Python of an environment with these versions; CalledProcessError when they do not go together."""
    own, made = ENVIRONMENT / "bin" / "python", ENVIRONMENT / "made"
    state = sha256(LOCK.read_bytes() + "\n".join(pins).encode()).hexdigest()
    if not made.exists() or made.read_text() != state:
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", ENVIRONMENT], check=True)
        pip = [str(own), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--require-hashes", "-r", str(LOCK)], check=True)
        subprocess.run([*pip, "--only-binary", ":all:", "--no-binary", "whoosh", *pins], check=True)
        subprocess.run([*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)], check=True)
        subprocess.run([str(own), "-m", "pip", "check"], check=True)
        made.write_text(state)
    return own


def main() -> None:
    """Say what is installed, and run the tests."""
    pins = list(lowest())
    print(*pins, flush=True)
    try:
        own = environment(pins)
    except subprocess.CalledProcessError as error:
        sys.exit(f"These versions do not go together: {error}")
    sys.exit(subprocess.run([str(own), *FAST, *sys.argv[1:]], cwd=ROOT, check=False).returncode)


if __name__ == "__main__":
    main()
