"""The package: what is installed elsewhere is whole, and does what the source does.

The wheel is built once and installed into an environment of its own, away from the source, with the packages that this
environment has: nothing is fetched.
"""

from __future__ import annotations

import configparser
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import sysconfig
import tarfile
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Final

import pytest

from tests.conftest import MINUTES, ROOT

DISTRIBUTION: Final = "protokollsok"
NOT_IN_A_WHEEL: Final = {"indexer/swedish/lexicon/LICENSES.txt"}
"""What stands among the licences of the wheel instead."""


def tracked(*paths: str) -> set[str]:
    """The files of the source below these paths, as the repository or the source distribution has them."""
    listed = subprocess.run(["git", "ls-files", "-z", *paths], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0 and listed.stdout:
        return {name for name in listed.stdout.split("\0") if name and (ROOT / name).exists()}
    tops = [ROOT / path for path in paths] or [ROOT]
    files = (file for top in tops for file in top.rglob("*") if file.is_file() and "__pycache__" not in file.parts)
    return {str(file.relative_to(ROOT)) for file in files}


def clean() -> dict[str, str]:
    """The environment, without what would lead back to the source."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PROTOKOLL"))}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source distribution, and the wheel that is built from it."""
    where, source = tmp_path_factory.mktemp("built"), tmp_path_factory.mktemp("source")
    for name in tracked():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, source / name)
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(where), str(source)]
    done = subprocess.run(command, capture_output=True, text=True, env=clean(), check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert "Deprecat" not in done.stdout + done.stderr
    return where


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    """The wheel."""
    return next(built.glob("*.whl"))


@pytest.fixture(scope="module")
def metadata(wheel: Path) -> Message:
    """What the wheel says of itself."""
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return message_from_bytes(archive.read(name))


@pytest.mark.slow
def test_the_wheel_holds_every_file_of_the_two_rooms_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if name.split("/")[0] in {"indexer", "search_ui"}}
        others = {name.split("/")[0] for name in archive.namelist()} - {"indexer", "search_ui"}
    assert held | NOT_IN_A_WHEEL == tracked("indexer", "search_ui") | NOT_IN_A_WHEEL
    assert {"search_ui/web/openapi.json", "indexer/py.typed", "search_ui/py.typed"} <= held
    assert all(name.startswith(f"{DISTRIBUTION}-") for name in others)


@pytest.mark.slow
def test_the_wheel_has_the_texts_of_the_licences_that_it_names(wheel: Path, metadata: Message) -> None:
    assert metadata["License-Expression"] == "MIT AND CC-BY-SA-4.0 AND LGPL-3.0-only"
    with zipfile.ZipFile(wheel) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist() if ".dist-info/licenses/" in name}
    assert {name.partition("/licenses/")[2] for name in texts} == set(metadata.get_all("License-File", []))
    whole = "\n".join(texts.values())
    for begin in ("MIT License", "Attribution-ShareAlike 4.0 International", "GNU LESSER GENERAL PUBLIC LICENSE"):
        assert begin in whole


@pytest.mark.slow
def test_the_wheel_has_the_manual_page_and_offers_users_no_tools_of_developers(wheel: Path, metadata: Message) -> None:
    with zipfile.ZipFile(wheel) as archive:
        assert any(name.endswith("data/share/man/man1/protokoll.1") for name in archive.namelist())
    assert set(metadata.get_all("Provides-Extra", [])) == {"pdf", "watch", "gunicorn", "evaluate", "mcp"}


@pytest.mark.slow
def test_the_source_distribution_holds_the_whole_source(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
    assert tracked() - held == set()


def requirements() -> list[str]:
    """What setup.cfg requires, for users and in extras."""
    config = configparser.ConfigParser(interpolation=None)
    config.read(ROOT / "setup.cfg", "utf-8")
    return "\n".join([config["options"]["install_requires"], *config["options.extras_require"].values()]).split()


def test_every_requirement_has_a_lower_bound_and_ends_before_the_next_major() -> None:
    for line in requirements():
        bounds = re.fullmatch(r"[\w-]+(?:==[\d.]+|>=(?P<least>\d+)[\d.]*,<(?P<most>\d+))", line)
        assert bounds, line
        assert bounds["least"] is None or int(bounds["most"]) > int(bounds["least"])


NAMED_OTHERWISE: Final = {"pillow", "pre-commit", "{package}"}
"""What is named for developers, and what a message fills in with a requirement that is missing."""


def install_targets(text: str) -> Iterator[str]:
    """What each `pip install` of a text installs first, options left out."""
    for match in re.finditer(r"pip install +([^`\n]*)", text):
        words = re.sub(r"(?:-r|-c|--requirement) +\S+", "", match[1]).replace("\\", " ").split()
        names = (word.strip("'\".,:;)(").lower() for word in words if not word.startswith("-"))
        yield from [name for name in names if name][:1]


def test_nobody_is_told_to_install_a_package_of_strangers() -> None:
    """`pip install NAME` stands for a requirement of ours, a file, or what a message names as missing."""
    ours = {re.split(r"[=><]", line)[0].lower() for line in requirements()} | NAMED_OTHERWISE
    told = set()
    for name in tracked():
        if Path(name).suffix not in {".png", ".lexicon"} and Path(ROOT / name) != Path(__file__):
            text = (ROOT / name).read_text("utf-8", "ignore")
            told |= {(name, target) for target in install_targets(text) if "/" not in target and target not in ours}
    assert {(name, target) for name, target in told if not target.endswith(".whl")} == set()


def test_the_test_of_what_is_installed_sees_a_stranger() -> None:
    said = (
        "pip install --quiet -r lock.txt 'protokoll[pdf]'\nbin/pip install x.whl\n`pip install --no-deps .`,"
        " but pip install watchfiles; next"
    )
    assert list(install_targets(said)) == ["protokoll[pdf]", "x.whl", "watchfiles"]


# Installed elsewhere


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an environment with the wheel and the packages that it requires, and nothing of the source."""
    where = tmp_path_factory.mktemp("elsewhere")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(where / "env")], check=True)
    site = Path(python(where, "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    for entry in Path(sysconfig.get_path("purelib")).iterdir():
        if not re.match(rf"(?:pip|setuptools|protokoll|{DISTRIBUTION}|__editable__|.*\.pth)", entry.name):
            (site / entry.name).symlink_to(entry)
    pip = [sys.executable, "-m", "pip", "--python", str(where / "env"), "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--quiet", "--no-index", f"{wheel}[pdf]"], check=True, cwd=where, env=clean())
    shutil.copytree(MINUTES, where / "data" / "minutes")
    return where


def run(where: Path, *args: str) -> subprocess.CompletedProcess[str]:
    """How the installed command ends, and what it prints."""
    command = [str(where / "env" / "bin" / "protokoll"), *args]
    return subprocess.run(
        command, cwd=where, stdin=subprocess.DEVNULL, capture_output=True, text=True, env=clean(), check=False
    )


def python(where: Path, program: str) -> str:
    """What a program prints to the Python of the environment."""
    command = [str(where / "env" / "bin" / "python"), "-c", program]
    return subprocess.run(command, cwd=where, capture_output=True, text=True, env=clean(), check=True).stdout


@pytest.mark.slow
def test_what_is_installed_is_the_wheel_and_not_the_source(installed: Path) -> None:
    told = python(installed, "import indexer, search_ui; print(indexer.__file__, search_ui.__file__)")
    assert str(ROOT) not in told
    assert told.count(str(installed)) == 2


MEETING: Final = "kommundirektorsmote-i-familjen-helsingborg/2025-06-13"
CALLS: Final = {
    "index": (),
    "search": ("krisberedskap",),
    "show": (MEETING,),
    "parse": ("data/minutes/2025-06-13-kommundirektörsmöte.txt",),
    "analyse": ("direktupphandlingen",),
    "export": (),
    "help": ("query",),
    "check": (),
    "settings": (),
}
"""A call of each verb that ends with 0, in this order; verbs that are not here are called without arguments."""
END_OTHERWISE: Final = {"votes": 1, "notify": 2}
"""Verbs that find nothing in the shipped minutes, or lack a setting, and say so."""
TRIED_APART: Final = {"evaluate", "mcp", "remove", "serve"}


@pytest.mark.slow
def test_every_verb_works_where_it_is_installed(installed: Path) -> None:
    listed = re.findall(r"^  ([a-z]+)  ", run(installed, "--help").stdout.partition("Commands:")[2], re.MULTILINE)
    for verb in sorted(listed, key=lambda verb: list(CALLS).index(verb) if verb in CALLS else len(CALLS)):
        if verb not in TRIED_APART:
            done = run(installed, verb, *CALLS.get(verb, ()))
            wanted = END_OTHERWISE.get(verb, 0)
            assert (done.returncode, bool(done.stdout)) == (wanted, not wanted), (verb, done.stderr)
            assert "should not have" not in done.stderr
    (installed / "queries.tsv").write_text("q1\tkrisberedskap\n", "utf-8")
    (installed / "qrels.txt").write_text(f"q1 0 {MEETING}/2 1\n", "utf-8")
    done = run(installed, "evaluate", "--queries", "queries.tsv", "--qrels", "qrels.txt")
    assert done.returncode == 0, done.stderr
    assert run(installed, "--version").stdout.startswith("protokoll 0.")


@pytest.fixture(scope="module")
def page(installed: Path) -> Iterator[str]:
    """The address of the page that the installed command serves."""
    assert run(installed, "index").returncode == 0
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [installed / "env" / "bin" / "protokoll", "serve", "--port", str(port)],
        cwd=installed,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    for _ in range(200):
        try:
            urllib.request.urlopen(f"{address}/halsa", timeout=20).close()
            break
        except OSError:
            time.sleep(0.1)
    yield address
    server.terminate()
    server.wait(timeout=20)


def got(address: str) -> tuple[int, str]:
    """The status of an address, and its answer."""
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return answer.status, answer.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode("utf-8", "replace")


@pytest.mark.slow
def test_every_address_answers_where_it_is_installed(page: str, installed: Path) -> None:
    program = (
        "from search_ui.web import create_app; from indexer.settings import Settings\n"
        "for rule in create_app(Settings()).url_map.iter_rules(): print(rule.rule)"
    )
    rules = python(installed, program).split()
    fixed = [rule for rule in rules if "<" not in rule]
    assert {"/", "/openapi.json", "/search.json", "/halsa"} <= set(fixed)
    statuses = {rule: got(page + rule)[0] for rule in fixed}
    assert {rule: status for rule, status in statuses.items() if status >= 500} == {}
    assert statuses["/openapi.json"] == 200
    assert json.loads(got(f"{page}/openapi.json")[1])["openapi"]


@pytest.mark.slow
def test_every_link_of_the_page_leads_somewhere_where_it_is_installed(page: str) -> None:
    seen: set[str] = set()
    waiting = ["/", "/?q=krisberedskap", "/status", "/hjalp", f"/mote/{MEETING}"]
    while waiting and len(seen) < 120:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen.add(path)
        status, html = got(page + path)
        assert status == 200, path
        if html.lstrip().lower().startswith("<!doctype html"):
            waiting += [link.replace("&amp;", "&") for link in re.findall(r'(?:href|src)="(/[^"#]*)', html)]
    assert len(seen) > 50
