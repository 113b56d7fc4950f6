"""Figures and logs: what the service tells of itself, and that none of it has what somebody asked."""

from __future__ import annotations

import json
import logging
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from flask.testing import FlaskClient

from indexer.pipeline.ingest import LAST_RUN
from indexer.settings import Settings
from search_ui.output import log_format
from search_ui.web import create_app
from search_ui.web.metrics import RequestCounts
from tests.cli.run_command import protokoll

SECRET = "skolskjuts"


def client_of(settings: Settings, **more: object) -> FlaskClient:
    """A client of the page with some settings."""
    return create_app(msgspec.structs.replace(settings, **more)).test_client()


def figures(client: FlaskClient) -> dict[str, float]:
    """What /metrics tells, each line checked for its form."""
    text = client.get("/metrics").text
    told = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            match = re.fullmatch(r'(protokoll_\w+(?:\{\w+="[^"]*"(?:,\w+="[^"]*")*\})?) ([\d.e+-]+)', line)
            assert match, line
            told[match[1]] = float(match[2])
    assert set(re.findall(r"# TYPE (\S+)", text)) == set(re.findall(r"# HELP (\S+) \S", text))
    return told


def test_there_are_no_figures_unless_they_are_wanted(shipped: Settings) -> None:
    assert client_of(shipped).get("/metrics").status_code == 404


def test_answers_are_counted_by_page_and_status(shipped: Settings) -> None:
    client = client_of(shipped, metrics=True)
    for path in (f"/?q={SECRET}", "/moten", "/moten", "/nowhere"):
        client.get(path)
    told = figures(client)
    assert told['protokoll_requests_total{page="pages.meetings",status="2xx"}'] == 2
    assert told['protokoll_requests_total{page="",status="4xx"}'] == 1
    assert told['protokoll_request_seconds_bucket{le="+Inf"}'] == told["protokoll_request_seconds_count"] == 4
    assert (told["protokoll_meetings"], told["protokoll_well"]) == (5, 1)
    assert told["protokoll_last_run_timestamp_seconds"] >= told["protokoll_index_made_timestamp_seconds"] > 1.7e9
    assert SECRET not in client.get("/metrics").text


def test_what_the_service_asks_itself_is_not_counted(shipped: Settings) -> None:
    client = client_of(shipped, metrics=True)
    client.get("/halsa")
    told = figures(client)
    assert [name for name in told if "requests_total" in name] == [
        'protokoll_requests_total{page="about.health",status="2xx"}'
    ]


def test_several_processes_count_together_also_those_that_ended() -> None:
    counts = RequestCounts(("a", "b"))
    counts.add("a", 200, 0.02)
    for page in "ab":
        if not (child := os.fork()):
            counts.add(page, 503, 3.0)
            os._exit(0)
        os.waitpid(child, 0)
    by_label, timed = counts.sums()
    assert dict(zip(counts.labels, by_label, strict=True)) | {} == {
        label: {("a", "2xx"): 1, ("a", "5xx"): 1, ("b", "5xx"): 1}.get(label, 0) for label in counts.labels
    }
    assert timed[-2:] == [3, pytest.approx(6.02)]
    assert timed[2] == 1


# The log


@pytest.fixture
def log() -> Iterator[logging.Logger]:
    """The log, put back as it was."""
    logger, root = logging.getLogger("protokoll"), logging.getLogger()
    before = logger.level, logging.getLogger("protokoll.access").level, root.handlers[:]
    yield logger
    logger.setLevel(before[0])
    logging.getLogger("protokoll.access").setLevel(before[1])
    root.handlers[:] = before[2]


@pytest.mark.parametrize(
    ("access_log", "has", "lacks"),
    [
        ("off", [], [SECRET, "127.0.0.1"]),
        ("on", ["pages.find"], [SECRET, "127.0.0.1"]),
        ("full", [SECRET, "127.0.0.1"], []),
    ],
)
def test_the_access_log_has_what_was_asked_and_by_whom_only_when_told_to(
    access_log: str,
    has: list[str],
    lacks: list[str],
    shipped: Settings,
    log: logging.Logger,
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings = msgspec.structs.replace(shipped, access_log=access_log)
    log_format.begin(settings)
    create_app(settings).test_client().get(f"/?q={SECRET}")
    logged = capsys.readouterr().err
    assert all(word in logged for word in has)
    assert not any(word in logged for word in lacks)
    assert bool(logged) == (access_log != "off")


def test_a_line_of_the_log_can_be_json_and_passes_the_gate(
    shipped: Settings, log: logging.Logger, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = msgspec.structs.replace(shipped, access_log="full", log_format="json")
    log_format.begin(settings)
    create_app(settings).test_client().get("/?q=19121212-1212%1b[31m")
    try:
        json.loads("två\nrader")
    except ValueError:
        log.exception("Något gick fel")
    first, second = map(json.loads, capsys.readouterr().err.splitlines())
    assert (first["code"], first["level"], first["page"], first["status"]) == (
        "log.answered_to",
        "info",
        "pages.find",
        200,
    )
    assert "1212" not in json.dumps(first)
    assert "\x1b" not in json.dumps(first)
    assert second["message"] == "Något gick fel"
    assert "JSONDecodeError" in second["traceback"]
    assert datetime.fromisoformat(first["time"]).tzinfo


def test_a_run_is_logged_when_somebody_wants_to_know(shipped: Settings, tmp_path: Path) -> None:
    own = Settings(archive=tmp_path / "meetings", index=tmp_path / "index")
    (tmp_path / "empty").mkdir()
    quiet = protokoll("index", str(tmp_path / "empty"), settings=own)
    assert "Indexed:" not in quiet.stderr
    loud = protokoll("--verbose", "index", str(tmp_path / "empty"), settings=own)
    assert re.search(r"\d\d:\d\d:\d\d INFO protokoll: Indexed: 0 new", loud.stderr)
    lines = protokoll("--verbose", "--log-format", "json", "index", str(tmp_path / "empty"), settings=own).stderr
    assert json.loads(next(line for line in lines.splitlines() if line.startswith("{")))["new"] == 0


# How old the last run may be


def aged(shipped: Settings, tmp_path: Path, hours: float) -> Settings:
    """The shipped minutes, last looked at so many hours ago."""
    archive = tmp_path / "meetings"
    archive.mkdir()
    for path in shipped.archive.iterdir():
        (archive / path.name).symlink_to(path)
    (archive / LAST_RUN).unlink()
    (archive / LAST_RUN).write_text(f"{datetime.now(UTC) - timedelta(hours=hours):%Y-%m-%dT%H:%M:%SZ}\n", "ascii")
    return msgspec.structs.replace(shipped, archive=archive)


@pytest.mark.parametrize(
    ("limit", "status"), [("", 200), ("?timmar=31", 200), ("?timmar=29.5", 503), ("?timmar=x", 400)]
)
def test_who_watches_says_how_old_the_last_run_may_be(
    limit: str, status: int, shipped: Settings, tmp_path: Path
) -> None:
    client = client_of(aged(shipped, tmp_path, 30))
    answer = client.get(f"/halsa{limit}")
    assert answer.status_code == status
    if status != 400:
        assert answer.get_json()["checks"]["age"] == (status == 503)
        assert answer.get_json()["ran"]


def test_a_run_that_finds_nothing_new_is_a_run(shipped: Settings, tmp_path: Path) -> None:
    settings = Settings(minutes=tmp_path / "minutes", archive=tmp_path / "meetings", index=tmp_path / "index")
    settings.minutes.mkdir()
    assert protokoll("check", "--hours", "1", settings=settings).returncode == 2
    assert protokoll("index", str(settings.minutes), settings=settings).returncode == 0
    first = (settings.archive / LAST_RUN).read_text()
    (settings.archive / LAST_RUN).write_text("2020-01-01T00:00:00Z\n")
    assert protokoll("index", str(settings.minutes), settings=settings).returncode == 0
    assert (settings.archive / LAST_RUN).read_text() >= first


def test_the_check_is_also_json(shipped: Settings) -> None:
    done = protokoll("check", "--hours", "1", "--format", "json", settings=shipped)
    told = json.loads(done.stdout)
    assert (done.returncode, told["well"]) == (0, True)
    assert {"versions", "tools", "age", "space", "archive", "index"} <= {
        finding["about"] for finding in told["findings"]
    }
    assert all(finding["text"] and finding["code"] for finding in told["findings"])
