"""Deploying: what the units start exists and is understood, and they agree on users, folders and rights."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from configparser import RawConfigParser
from pathlib import Path
from typing import Final

import click
import pytest

from indexer.configuration import read
from search_ui.cli.commands import verbs
from tests.conftest import ROOT

DEPLOY: Final = ROOT / "deploy"
SERVICES: Final = ("protokoll@.service", "protokoll-index@.service")
UNITS: Final = (*SERVICES, "protokoll@.socket", "protokoll-index@.timer")
PROGRAMS: Final = "/opt/protokoll/bin/"


def unit(name: str) -> RawConfigParser:
    """A unit, read; one that gives the same setting twice is refused."""
    parser = RawConfigParser(delimiters=("=",), interpolation=None)
    parser.optionxform = str  # type: ignore[assignment]
    parser.read_string((DEPLOY / name).read_text("utf-8"))
    return parser


def understood(arguments: list[str]) -> None:
    """Let the command read its arguments, without doing anything; a UsageError when it does not know one."""
    verb = verbs.commands[arguments[0]]
    above = click.Context(verbs, **verbs.context_settings)
    context = click.Context(verb, parent=above, info_name=arguments[0])
    verb.make_parser(context).parse_args(args=arguments[1:])


def test_what_the_index_unit_starts_is_a_command_that_there_is() -> None:
    program, *arguments = shlex.split(unit("protokoll-index@.service")["Service"]["ExecStart"])
    assert program == f"{PROGRAMS}protokoll"
    assert arguments == ["--verbose", "index"]
    understood(arguments[1:])
    with pytest.raises(click.UsageError):
        understood([*arguments[1:], "--no-such-option"])


def test_what_the_page_unit_starts_is_in_the_package() -> None:
    program, *arguments = shlex.split(unit("protokoll@.service")["Service"]["ExecStart"])
    assert program == f"{PROGRAMS}gunicorn"
    assert arguments == ["-c", "/opt/protokoll/share/protokoll/gunicorn.conf.py", "search_ui.web.wsgi:app"]
    config = RawConfigParser()
    config.read(ROOT / "setup.cfg", "utf-8")
    given = config["options.data_files"]["share/protokoll"].split()
    assert set(given) == {f"deploy/{name}" for name in (*UNITS, "gunicorn.conf.py", "nginx.conf", "protokoll.toml")}
    assert all((ROOT / name).is_file() for name in given)


def test_the_units_agree_on_user_folder_and_rights() -> None:
    page, index = (unit(name)["Service"] for name in SERVICES)
    for setting in ("User", "WorkingDirectory", "ReadWritePaths", "UMask", "ProtectSystem"):
        assert page[setting] == index[setting], setting
    assert page["ReadWritePaths"].split() == [
        f"{page['WorkingDirectory']}/data/{name}" for name in ("index", "meetings")
    ]
    guide = (ROOT / "docs" / "production.md").read_text("utf-8")
    home = page["WorkingDirectory"].removesuffix("/%i")
    assert f"useradd --system --home-dir {home} --create-home {page['User']}" in guide
    socket, nginx = unit("protokoll@.socket")["Socket"], (DEPLOY / "nginx.conf").read_text("utf-8")
    assert f"server unix:{socket['ListenStream'].replace('%i', 'granby')};" in nginx


def test_the_timer_starts_the_indexing_and_a_run_that_is_under_way_is_no_failure() -> None:
    assert (DEPLOY / "protokoll-index@.timer").stem == (DEPLOY / "protokoll-index@.service").stem
    assert unit("protokoll-index@.service")["Service"]["SuccessExitStatus"] == "75"


def test_the_settings_that_ship_are_read_and_named_in_the_guide() -> None:
    given = read({}, DEPLOY)
    assert not given.problems
    assert given.values.keys() == {"publisher", "contact", "base_url"}


def test_systemd_understands_the_units(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("THE UNITS ARE NOT TESTED: systemd-analyze is not installed (Debian: systemd)")
    for name in UNITS:
        text = re.sub(rf"{PROGRAMS}\w+", "/bin/true", (DEPLOY / name).read_text("utf-8"))
        (tmp_path / name.replace("@", "@granby")).write_text(text.replace("%i", "granby"), "utf-8")
    units = [str(path) for path in sorted(tmp_path.iterdir())]
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    calendar = unit("protokoll-index@.timer")["Timer"]["OnCalendar"]
    assert subprocess.run(["systemd-analyze", "calendar", calendar], capture_output=True, check=False).returncode == 0


def test_the_container_starts_what_there_is_from_files_that_there_are() -> None:
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    assert re.search(r'ENTRYPOINT \["/opt/protokoll/bin/protokoll"\]', text)
    command = re.search(r"^CMD \[(.*)\]$", text, re.MULTILINE)
    assert command
    understood([word.strip().strip('"') for word in command[1].split(",")])
    for requirements in re.findall(r"-r (\S+)", text):
        assert (ROOT / requirements).is_file()
    assert re.search(r"^ARG BASE=docker\.io/library/debian:[\w-]+@sha256:[0-9a-f]{64}$", text, re.MULTILINE)
    last = text.rpartition("FROM ")[2]
    assert "tesseract-ocr-swe" in last
    assert re.search(r"^USER protokoll$", last, re.MULTILINE)


def gunicorn_settings() -> dict[str, object]:
    """What the configuration of gunicorn sets."""
    settings: dict[str, object] = {}
    exec((DEPLOY / "gunicorn.conf.py").read_text("utf-8"), settings)
    return settings


def test_neither_gunicorn_nor_nginx_logs_who_asked_what() -> None:
    settings, nginx = gunicorn_settings(), (DEPLOY / "nginx.conf").read_text("utf-8")
    assert f"gunicorn listens at {settings['bind']}" in nginx
    assert settings["accesslog"] is None
    log_format = re.search(r"log_format \w+ '(.*)';", nginx)
    assert log_format
    assert not re.search(r"\$(?:request\b|request_uri|args|query_string|remote_addr|uri|http_)", log_format[1])


def test_gunicorn_understands_its_settings_and_warms_what_it_starts() -> None:
    config = pytest.importorskip("gunicorn.config", reason="gunicorn is not installed")
    known = config.make_settings()
    modules = {"multiprocessing", "os", "read"}
    given = {name for name in gunicorn_settings() if not name.startswith("__")} - modules
    assert given - known.keys() == set()
    assert {"post_worker_init", "preload_app", "worker_class"} <= given


def test_nginx_understands_its_configuration(tmp_path: Path) -> None:
    if not shutil.which("nginx") or not shutil.which("openssl"):
        message = "nginx or openssl is not installed (Debian: nginx-light openssl)"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    key, certificate = tmp_path / "key", tmp_path / "certificate"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=protokoll.granby.example"]
    subprocess.run([*made, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    site = (DEPLOY / "nginx.conf").read_text("utf-8")
    site = site.replace("/etc/ssl/private/protokoll.key", str(key)).replace("/etc/ssl/protokoll.pem", str(certificate))
    site = site.replace("/var/log/nginx/", f"{tmp_path}/")
    whole = f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\n{site}\n}}\n"
    (tmp_path / "nginx.conf").write_text(whole, "utf-8")
    command = ["nginx", "-t", "-e", str(tmp_path / "error.log"), "-c", str(tmp_path / "nginx.conf")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
