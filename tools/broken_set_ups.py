"""Break a set-up in every way that was met, and let the README's command mend it.

    python -m tools.broken_set_ups            all of them, ten minutes or so
    python -m tools.broken_set_ups moved ...  some, by name

Each begins with a copy of the source (of the files that git knows) in a folder of its own; `make run` must end with a
page that answers, or, where nothing can be done, with a sentence that says what to do. The packages come from pip's
cache after the first. The exit status is 1 when one was not mended.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from tools.every_python import ROOT

PATIENCE_S = 600.0
OFFLINE = {"PIP_NO_INDEX": "1"}
NOBODY = 65534
HIDDEN = ("PYTHONPATH", "VIRTUAL_ENV", "CI")


def copied(where: Path, *, whole: Path | None = None) -> Path:
    """A copy of the source; of a whole set-up, with its environment."""
    if whole:
        shutil.copytree(whole, where, symlinks=True)
        return where
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, names.split("\0")):
        (where / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, where / name)
    return where


def environment(**more: str) -> dict[str, str]:
    """The environment of somebody who has just opened a terminal."""
    return {name: value for name, value in os.environ.items() if name not in HIDDEN} | more


class Running:
    """`make` in a folder, and what it prints."""

    def __init__(
        self, where: Path, *words: str, user: int | None = None, more: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        self.said = tempfile.TemporaryFile("w+")  # noqa: SIM115 (open as long as the process)
        self.process = subprocess.Popen(
            ["make", *(words or ("run",))],
            cwd=where,
            stdout=self.said,
            stderr=subprocess.STDOUT,
            env=environment(**more),
            start_new_session=True,
            user=user,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509 (no threads)
        )

    def text(self) -> str:
        """What was printed so far."""
        self.said.seek(0)
        return self.said.read()

    def waits_for(self, pattern: str) -> re.Match[str] | None:
        """The first match in what is printed; None when `make` ends without it."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            ended = self.process.poll() is not None
            if match := re.search(pattern, self.text()):
                return match
            if ended:
                return None
            time.sleep(0.2)
        return None

    def end(self, number: int = signal.SIGINT) -> int:
        """End it with all that it started; its status."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)
        return self.process.wait(timeout=60)

    def serves(self) -> str:
        """Empty when a page answers at the address that is printed; else what was printed instead."""
        match = self.waits_for(r"The page is at (http://\S+)")
        answered = False
        if match:
            try:
                with urllib.request.urlopen(f"{match[1]}?q=krisberedskap", timeout=60) as page:  # noqa: S310
                    answered = "krisberedskap" in page.read().decode()
            except OSError as error:
                print(error)
        self.end()
        return "" if answered else self.text() or "nothing was printed"


def mended(where: Path, **more: str) -> str:
    """Empty when `make run` ends with a page that answers."""
    return Running(where, more=more).serves()


def refused(
    where: Path,
    sentence: str,
    *words: str,
    user: int | None = None,
    more: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Empty when `make` ends by itself, with this sentence and without a traceback."""
    one = Running(where, *words, user=user, more=more)
    match = one.waits_for(sentence)
    one.process.wait(timeout=PATIENCE_S)
    return "" if match and "Traceback" not in one.text() else one.text() or "nothing was printed"


# The ways; each is given a folder to work in, and a whole set-up that it may copy


def new(where: Path, _: Path) -> str:
    """Nothing is there yet."""
    return mended(copied(where))


def two_at_once(where: Path, _: Path) -> str:
    """Two begin at the same moment."""
    copied(where)
    first, second = Running(where), Running(where)
    return first.serves() + second.serves() or mended(where, **OFFLINE)


def moved(where: Path, whole: Path) -> str:
    """The folder has another name, and there is no network."""
    copied(where / "before", whole=whole)
    Running(where / "before", "setup").process.wait()
    (where / "before").rename(where / "after, på svenska")
    return mended(where / "after, på svenska", **OFFLINE)


def packages_deleted(where: Path, whole: Path) -> str:
    """A package is gone."""
    copied(where, whole=whole)
    shutil.rmtree(next(where.glob(".venv/lib/*/site-packages/flask")))
    return mended(where)


def packages_cut_short(where: Path, whole: Path) -> str:
    """A file of a package is empty, as after a full disk."""
    copied(where, whole=whole)
    next(where.glob(".venv/lib/*/site-packages/click/core.py")).write_text("")
    return mended(where)


def python_deleted(where: Path, whole: Path) -> str:
    """The environment's programs are gone."""
    copied(where, whole=whole)
    shutil.rmtree(where / ".venv" / "bin")
    return mended(where)


def python_upgraded(where: Path, whole: Path) -> str:
    """The Python that the environment was made with is no longer there."""
    copied(where, whole=whole)
    for link in (where / ".venv" / "bin").glob("python*"):
        link.unlink()
        link.symlink_to("/usr/lib/no/such/python3")
    return mended(where)


def killed(where: Path, _: Path) -> str:
    """The machine went down in the middle."""
    copied(where)
    first = Running(where)
    first.waits_for("Setting up")
    time.sleep(8)
    first.end(signal.SIGKILL)
    return mended(where)


def interrupted(where: Path, _: Path) -> str:
    """Somebody lost patience and pressed Ctrl-C."""
    copied(where)
    first = Running(where)
    first.waits_for("Setting up")
    time.sleep(5)
    first.end()
    said = first.text()
    return (said if "Traceback" in said else "") or mended(where)


def of_the_version_before(where: Path, _: Path) -> str:
    """An environment of another make, which lacks the program."""
    copied(where)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", where / ".venv"], check=True)
    (where / ".venv" / "ready").touch()
    return mended(where)


def a_link_that_leads_nowhere(where: Path, _: Path) -> str:
    """The environment was a link to a folder that is gone."""
    copied(where)
    (where / ".venv").symlink_to("/no/such/folder")
    return mended(where)


def offline_again(where: Path, whole: Path) -> str:
    """The second time there is no network."""
    copied(where, whole=whole)
    return mended(where) or mended(where, **OFFLINE)


def offline_and_broken(where: Path, whole: Path) -> str:
    """No network, and a package is gone: that is said, nothing else is lost, and with a network it is mended."""
    copied(where, whole=whole)
    shutil.rmtree(next(where.glob(".venv/lib/*/site-packages/waitress")))
    said = refused(where, "The packages cannot be fetched: is there a network", more=OFFLINE)
    kept = next(where.glob(".venv/lib/*/site-packages/flask"), None)
    return said or ("" if kept else "What was there is gone.") or mended(where)


def other_versions_wanted(where: Path, whole: Path) -> str:
    """The lock is another than the one that was installed."""
    copied(where, whole=whole)
    with (where / "requirements" / "run.txt").open("a") as lock:
        lock.write("\n# another\n")
    return mended(where)


def of_another_user(where: Path, whole: Path) -> str:
    """The folder is another user's and may not be written: what to do is said."""
    copied(where / "theirs", whole=whole)
    shutil.rmtree(where / "theirs" / ".venv")
    home = where / "home"
    home.mkdir()
    os.chown(home, NOBODY, NOBODY)
    for folder in (where, *where.parents):
        if folder != Path("/tmp") and folder.is_relative_to("/tmp"):  # noqa: S108
            folder.chmod(0o755)
    return refused(
        where / "theirs", "may not be written by you. Make a copy that is yours", user=NOBODY, more={"HOME": str(home)}
    )


def made_by_root(where: Path, whole: Path) -> str:
    """The environment is root's and broken, since somebody once said sudo; the folder is one's own."""
    copied(where / "mine", whole=whole)
    for folder in (where, *where.parents):
        if folder != Path("/tmp") and folder.is_relative_to("/tmp"):  # noqa: S108
            folder.chmod(0o755)
    shutil.rmtree(next((where / "mine").glob(".venv/lib/*/site-packages/flask")))
    for path in (where / "mine", *(where / "mine").rglob("*")):
        if ".venv" not in path.relative_to(where).parts:
            os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
    one = Running(where / "mine", user=NOBODY, more={"HOME": str(where / "mine")})
    return one.serves()


def other_python_in_the_terminal(where: Path, whole: Path) -> str:
    """The terminal has another environment active, and variables of another Python."""
    copied(where, whole=whole)
    return mended(where, PYTHONPATH="/no/such/place", VIRTUAL_ENV="/no/such/environment", PIP_USER="1")


def everything_at_once(where: Path, whole: Path) -> str:
    """`make -j4 run setup`: the page does not begin before what it needs."""
    copied(where, whole=whole)
    shutil.rmtree(where / ".venv")
    return Running(where, "-j4", "run", "setup").serves()


WAYS: tuple[Callable[[Path, Path], str], ...] = (
    new,
    two_at_once,
    moved,
    packages_deleted,
    packages_cut_short,
    python_deleted,
    python_upgraded,
    killed,
    interrupted,
    of_the_version_before,
    a_link_that_leads_nowhere,
    offline_again,
    offline_and_broken,
    other_versions_wanted,
    of_another_user,
    made_by_root,
    other_python_in_the_terminal,
    everything_at_once,
)


def main() -> None:
    """A line for each way: mended or not, after how many seconds."""
    chosen = [way for way in WAYS if not sys.argv[1:] or way.__name__ in sys.argv[1:]]
    failed = 0
    with tempfile.TemporaryDirectory(prefix="set-ups-") as folder:
        whole = copied(Path(folder) / "whole")
        Running(whole, "setup").process.wait()
        for way in chosen:
            started = time.monotonic()
            said = way(Path(folder) / way.__name__, whole)
            failed += bool(said)
            outcome = "NOT MENDED" if said else "mended"
            print(f"{outcome:10} {time.monotonic() - started:5.0f} s  {way.__name__}: {way.__doc__}", flush=True)
            if said:
                print("    " + said.strip().replace("\n", "\n    "), flush=True)
            shutil.rmtree(Path(folder) / way.__name__, ignore_errors=True)
    print(f"{len(chosen) - failed} of {len(chosen)} mended")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
