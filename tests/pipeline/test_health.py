"""Checking: what is wrong is said, with what to do; a machine is told as much as it may know."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import pytest

from indexer.index.engines.whoosh_index import WhooshIndex
from indexer.pipeline.health import check, health
from indexer.pipeline.ingest import ingest
from indexer.settings import Settings
from tests.minutes_text import minutes


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Two meetings, indexed."""
    settings = Settings(minutes=tmp_path / "minutes", archive=tmp_path / "meetings", index=tmp_path / "index")
    settings.minutes.mkdir()
    for day in "56":
        (settings.minutes / f"{day}.txt").write_text(minutes(f"2024-05-0{day}", "Simhallen"), "utf-8")
    ingest(settings, WhooshIndex(settings.index), [settings.minutes])
    return settings


def bad(settings: Settings) -> list[tuple[str, str]]:
    """What is not well: the kind, and the sentence."""
    return [(finding.about, finding.text()) for finding in check(settings) if not finding.well]


def test_nothing_is_wrong_with_what_was_just_indexed(settings: Settings) -> None:
    assert bad(settings) == []
    assert health(settings, WhooshIndex(settings.index)).well


def test_a_file_that_has_changed_or_gone_is_named(settings: Settings) -> None:
    (settings.minutes / "5.txt").write_text("Något annat.", "utf-8")
    (settings.minutes / "6.txt").unlink()
    found = bad(settings)
    assert [kind for kind, _ in found] == ["files", "files"]
    assert {text.split(".txt ")[1] for _, text in found} == {
        "has changed since it was indexed. Run: protokoll index",
        "is gone since it was indexed. Run: protokoll index",
    }


def test_one_changed_byte_of_the_index_is_noticed(settings: Settings) -> None:
    lists = next(settings.index.glob("gen-*/*.pst"))
    content = bytearray(lists.read_bytes())
    content[len(content) // 2] ^= 1
    lists.write_bytes(content)
    assert [kind for kind, _ in bad(settings)] == ["index"]


def test_a_changed_meeting_of_the_archive_is_noticed(settings: Settings) -> None:
    path = next(settings.archive.glob("*/*.json"))
    path.write_bytes(path.read_bytes().replace(b"Simhallen", b"Simhallan", 1))
    assert [kind for kind, _ in bad(settings)] == ["archive"]


def test_an_index_that_lacks_a_meeting_is_noticed(settings: Settings) -> None:
    WhooshIndex(settings.index).update([], ["pahittade-namnden/2024-05-05"])
    assert bad(settings) == [("index", "1 meeting differs between archive and index. Run: protokoll index")]
    assert health(settings, WhooshIndex(settings.index)).checks["index"] == 1


def test_rights_of_others_are_noticed(settings: Settings) -> None:
    settings.archive.chmod(0o777)
    assert [kind for kind, _ in bad(settings)] == ["permissions"]
    assert not health(settings, WhooshIndex(settings.index)).well


def test_health_tells_no_name_no_path_and_no_word(settings: Settings) -> None:
    (settings.minutes / "5.txt").unlink()
    settings.archive.chmod(0o777)
    for thorough in (False, True):
        told = msgspec.json.encode(health(settings, WhooshIndex(settings.index), thorough=thorough)).decode()
        assert not any(secret in told for secret in ("txt", str(settings.archive), "namnden", "Simhallen"))


def test_health_of_what_is_not_there_is_told_too(settings: Settings) -> None:
    shutil.rmtree(settings.index)
    found = health(settings, WhooshIndex(settings.index))
    assert (found.well, found.generation, found.meetings) == (False, None, 0)


def test_the_optional_tools_are_told_of(shipped: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    told = [finding for finding in check(shipped) if finding.about == "tools"]
    assert any("apt install tesseract-ocr tesseract-ocr-swe" in finding.text() for finding in told)
    assert all(finding.well for finding in told)
