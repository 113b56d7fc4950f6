"""Running the command as a person does: in a process of its own, forked, so that nothing is loaded twice."""

from __future__ import annotations

import io
import os
import sys
import tempfile
from pathlib import Path
from typing import IO, NamedTuple, NoReturn

from indexer.settings import Settings
from search_ui import cli
from search_ui.cli.language import LOCALES

ROOT = Path(__file__).parent.parent.parent


class Done(NamedTuple):
    """How a run of the command ended, and what it printed."""

    returncode: int
    stdout: str
    stderr: str


def protokoll(*args: str, settings: Settings | None, cwd: Path = ROOT, stdin: str = "", **environment: str) -> Done:
    """What the command prints and how it exits; without settings, its folders are those that are set where it runs."""
    folders = ["--index", str(settings.index), "--archive", str(settings.archive)] if settings else []
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        given.write(stdin.encode())
        given.seek(0)
        child = os.fork()
        if not child:
            for number, stream in enumerate((given, out, err)):
                os.dup2(stream.fileno(), number)
            os.chdir(cwd)
            _be_the_command([*folders, *args], environment)
        _, status = os.waitpid(child, 0)
        return Done(os.waitstatus_to_exitcode(status), _printed(out), _printed(err))


def _be_the_command(args: list[str], environment: dict[str, str]) -> NoReturn:
    """Run the command on the process's own streams, and end with it."""
    sys.stdin = io.TextIOWrapper(io.FileIO(0), encoding="utf-8")
    sys.stdout = io.TextIOWrapper(io.BufferedWriter(io.FileIO(1, "w")), encoding="utf-8")
    sys.stderr = io.TextIOWrapper(io.BufferedWriter(io.FileIO(2, "w")), encoding="utf-8")
    for name in [name for name in os.environ if name.startswith("PROTOKOLL_") or name in LOCALES]:
        del os.environ[name]
    os.environ |= environment
    sys.argv = ["protokoll", *args]
    code = 2
    try:
        cli.main()
    except SystemExit as exit:
        code = exit.code if isinstance(exit.code, int) else 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _printed(stream: IO[bytes]) -> str:
    """What was written to a stream."""
    stream.seek(0)
    return stream.read().decode()
