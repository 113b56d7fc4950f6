"""Exit statuses that a nightly job can trust: 0 all read or known, 3 some files not read, 2 an error."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexer.settings import Settings
from tests.cli.run_command import protokoll
from tests.minutes_text import minutes

ID = "pahittade-namnden/2024-05-06"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """One meeting, not yet indexed."""
    settings = Settings(minutes=tmp_path / "minutes", archive=tmp_path / "meetings", index=tmp_path / "index")
    settings.minutes.mkdir()
    (settings.minutes / "a.txt").write_text(minutes("2024-05-06", "Simhall"), "utf-8")
    return settings


def test_index_tells_by_its_status_whether_every_file_was_read(settings: Settings) -> None:
    folder = str(settings.minutes)
    assert [protokoll("index", folder, settings=settings).returncode for _ in range(2)] == [0, 0]
    (settings.minutes / "b.txt").write_text("Hej.", "utf-8")
    for _ in range(2):
        done = protokoll("index", folder, settings=settings)
        assert (done.returncode, "b.txt: " in done.stderr) == (3, True)
    (settings.minutes / "a.txt").unlink()
    assert protokoll("index", folder, settings=settings).returncode == 3
    assert protokoll("index", str(settings.minutes / "none"), settings=settings).returncode == 2


@pytest.mark.parametrize("verb", [("search", "simhall"), ("suggest",), ("check",)])
def test_who_reads_makes_no_index_where_there_is_none(settings: Settings, verb: tuple[str, ...]) -> None:
    protokoll("index", str(settings.minutes), settings=settings)
    wrong = Settings(minutes=settings.minutes, archive=settings.archive, index=settings.index.with_name("wrong"))
    assert protokoll(*verb, settings=wrong).returncode == 2
    assert not wrong.index.exists()


def test_what_was_mended_is_said(settings: Settings) -> None:
    protokoll("index", str(settings.minutes), settings=settings)
    (settings.archive / "FILES.json").write_bytes(b"{}")
    assert protokoll("search", "simhall", settings=settings).returncode == 0
    assert protokoll("check", settings=settings).returncode == 2
    done = protokoll("index", str(settings.minutes), settings=settings)
    assert (done.returncode, "FILES.json was not as it was written" in done.stderr) == (0, True)
    assert protokoll("check", settings=settings).returncode == 0


def test_one_damaged_meeting_is_named_and_the_others_are_exported(settings: Settings) -> None:
    (settings.minutes / "b.txt").write_text(minutes("2024-06-06", "Lekplats"), "utf-8")
    protokoll("index", str(settings.minutes), settings=settings)
    (settings.archive / f"{ID}.json").write_bytes(b"")
    done = protokoll("export", settings=settings)
    assert [json.loads(line)["date"] for line in done.stdout.splitlines()] == ["2024-06-06"]
    assert f"{ID}.json is not as it was written. Mend it with: protokoll index" in done.stderr


def test_an_item_and_a_name_are_withdrawn_and_the_meeting_restored(settings: Settings) -> None:
    protokoll("index", str(settings.minutes), settings=settings)
    assert protokoll("remove", f"{ID}/2", settings=settings).returncode == 2
    assert protokoll("remove", f"{ID}/2", "--item", settings=settings).returncode == 0
    assert protokoll("remove", ID, "--name", "Alva Påhittad", settings=settings).returncode == 0
    shown = protokoll("show", ID, "--format", "json", settings=settings).stdout
    assert ("Simhall" in shown, "Alva" in shown, "Bo Uppdiktad" in shown) == (False, False, True)
    assert protokoll("index", str(settings.minutes), "--restore", ID, settings=settings).returncode == 0
    shown = protokoll("show", ID, "--format", "json", settings=settings).stdout
    assert ("Simhall" in shown, "Alva" in shown) == (True, True)
