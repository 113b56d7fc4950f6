"""The README cannot rot: its sessions are run, its links lead somewhere, its commands exist.

To write the sessions' output again after a change that is meant: python -m tests.test_readme
"""

from __future__ import annotations

import re
import shlex

import pytest

from indexer.settings import Settings
from tests.cli.run_command import protokoll
from tests.conftest import ROOT

README = ROOT / "README.md"
SESSION = re.compile(r"```console\n\$ (?P<command>.+)\n(?P<output>[^`]*)```")
LINK = re.compile(r"\]\((?P<target>[^)#:]+)(?:#[^)]*)?\)")


def printed(command: str, settings: Settings) -> str:
    """What a session shows: what is said to the person, then the result."""
    program, *args = shlex.split(command)
    assert program == "protokoll"
    done = protokoll(*args, settings=settings)
    assert done.returncode == 0, done.stderr
    return done.stderr + done.stdout


@pytest.mark.parametrize("session", list(SESSION.finditer(README.read_text())), ids=lambda session: session["command"])
def test_a_session_of_the_readme_prints_what_it_shows(session: re.Match[str], shipped: Settings) -> None:
    assert session["output"] == printed(session["command"], shipped)


def test_the_readme_has_three_sessions() -> None:
    assert len(SESSION.findall(README.read_text())) >= 3


@pytest.mark.parametrize("page", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"])
def test_every_link_leads_somewhere(page: str) -> None:
    for link in LINK.finditer((ROOT / page).read_text()):
        assert (ROOT / link["target"]).exists(), link["target"]


@pytest.mark.parametrize("target", re.findall(r"^make ([\w-]+)", README.read_text(), re.MULTILINE))
def test_a_make_target_that_the_readme_names_is_there(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE)


def write() -> None:
    """Write the sessions' output into the README, from the index in data/."""
    text = README.read_text()
    for session in SESSION.finditer(text):
        output = printed(session["command"], Settings())
        text = text.replace(session.group(), f"```console\n$ {session['command']}\n{output}```")
    README.write_text(text)


if __name__ == "__main__":
    write()
