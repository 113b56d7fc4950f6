"""Ingest: what has become of each file since last time, and that one bad file never stops the rest."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from indexer.errors import DamagedArchive, TooManyRemovals
from indexer.index.engines.whoosh_index import WhooshIndex
from indexer.index.query import All, Word
from indexer.pipeline import parallel_parse
from indexer.pipeline.ingest import Report, ingest
from indexer.settings import Settings
from indexer.storage.archive import Archive
from tests.conftest import MINUTES
from tests.minutes_text import minutes


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Folders of one's own, with the five minutes in them."""
    minutes = tmp_path / "minutes"
    shutil.copytree(MINUTES, minutes)
    return Settings(minutes=minutes, archive=tmp_path / "meetings", index=tmp_path / "index")


def run(settings: Settings, *, rebuild: bool = False, confirm_removals: bool = False) -> Report:
    """One run over the folder."""
    index = WhooshIndex(settings.index)
    return ingest(settings, index, [settings.minutes], rebuild=rebuild, confirm_removals=confirm_removals)


def counts(report: Report) -> dict[str, int]:
    """What a report counts, without the zeros."""
    names = ("new", "changed", "moved", "unchanged", "removed")
    return {name: getattr(report, name) for name in names if getattr(report, name)}


def oldest(settings: Settings) -> Path:
    """The first of the minutes."""
    return min(settings.minutes.iterdir())


def items(settings: Settings) -> int:
    """How many items can be found."""
    return WhooshIndex(settings.index).count(All())


def test_the_first_run_indexes_everything(settings: Settings) -> None:
    report = run(settings)
    assert (counts(report), report.items, report.failed) == ({"new": 5}, 50, [])
    assert items(settings) == 50


def test_a_second_run_finds_nothing_changed_and_does_no_work(settings: Settings) -> None:
    run(settings)
    generation = WhooshIndex(settings.index).generation
    assert counts(run(settings)) == {"unchanged": 5}
    assert WhooshIndex(settings.index).generation == generation


def test_a_touched_file_has_not_changed(settings: Settings) -> None:
    run(settings)
    os.utime(oldest(settings), (0, 0))
    assert counts(run(settings)) == {"unchanged": 5}


def test_a_new_file_is_found(settings: Settings) -> None:
    kept = oldest(settings).rename(settings.minutes.parent / "later.txt")
    run(settings)
    assert items(settings) == 41
    shutil.copy(kept, settings.minutes / "later.txt")
    assert counts(run(settings)) == {"new": 1, "unchanged": 4}
    assert items(settings) == 50


def test_a_changed_file_is_read_again(settings: Settings) -> None:
    run(settings)
    file = oldest(settings)
    file.write_text(file.read_text("utf-8").replace("Expo Framtid", "Expo Flodhäst"), "utf-8")
    assert counts(run(settings)) == {"changed": 1, "unchanged": 4}
    assert WhooshIndex(settings.index).count(Word("flodhäst")) == 1


def test_a_removed_file_leaves_the_index(settings: Settings) -> None:
    run(settings)
    oldest(settings).unlink()
    assert counts(run(settings)) == {"unchanged": 4, "removed": 1}
    assert items(settings) == 41
    assert len(list(settings.archive.glob("*/*.json"))) == 4


def test_a_moved_file_is_known_again(settings: Settings) -> None:
    run(settings)
    below = settings.minutes / "2023"
    below.mkdir()
    oldest_file = settings.minutes / min(path.name for path in settings.minutes.glob("*.txt"))
    oldest_file.rename(below / "mars.txt")
    assert counts(run(settings)) == {"moved": 1, "unchanged": 4}
    stored_item = WhooshIndex(settings.index).stored_item("kommundirektorsmote-i-familjen-helsingborg/2023-03-24/1")
    assert stored_item is not None
    assert stored_item.file == "2023/mars.txt"


def test_many_files_gone_at_once_is_asked_about_before_anything_is_done(settings: Settings) -> None:
    run(settings)
    for file in sorted(settings.minutes.iterdir())[:3]:
        file.unlink()
    with pytest.raises(TooManyRemovals, match="3 of 5 files are gone"):
        run(settings)
    assert items(settings) == 50
    assert counts(run(settings, confirm_removals=True)) == {"removed": 3, "unchanged": 2}


BAD = {
    "empty.txt": b"",
    "binary.txt": bytes(range(256)) * 20,
    "letter.txt": "Hej! Det här är ett brev till min moster, och inga minnen från något möte.".encode(),
    "torn.pdf": b"%PDF-1.7\nnothing more",
}


def test_bad_files_are_listed_with_a_reason_and_the_others_are_indexed(settings: Settings) -> None:
    for name, content in BAD.items():
        (settings.minutes / name).write_bytes(content)
    report = run(settings)
    assert {failure.file for failure in report.failed} == set(BAD)
    assert all(failure.error.startswith(f"{failure.file}: ") for failure in report.failed)
    assert counts(report) == {"new": 5}
    assert items(settings) == 50


def test_a_bad_file_is_listed_until_it_changes(settings: Settings) -> None:
    (settings.minutes / "empty.txt").write_bytes(b"")
    first = run(settings)
    assert run(settings).failed == first.failed
    shutil.copy(oldest(settings), settings.minutes / "empty.txt")
    oldest_name = min(path.name for path in settings.minutes.glob("20*.txt"))
    (settings.minutes / oldest_name).unlink()
    assert run(settings).failed == []


def test_a_file_that_became_unreadable_keeps_what_was_read_from_it(settings: Settings) -> None:
    run(settings)
    oldest(settings).write_bytes(b"")
    report = run(settings)
    assert len(report.failed) == 1
    assert items(settings) == 50


def test_the_same_meeting_in_two_files_is_indexed_once_and_said(settings: Settings) -> None:
    shutil.copy(oldest(settings), settings.minutes / "kopia.txt")
    report = run(settings)
    assert [failure.file for failure in report.failed] == ["kopia.txt"]
    assert "the same meeting" in report.failed[0].error
    assert items(settings) == 50


def test_a_lost_index_is_made_again_from_the_archive_alone(settings: Settings) -> None:
    run(settings)
    before = WhooshIndex(settings.index).search(All(), limit=100).hits
    shutil.rmtree(settings.index)
    assert counts(run(settings)) == {"unchanged": 5}
    assert WhooshIndex(settings.index).search(All(), limit=100).hits == before


def test_the_archive_holds_each_meeting_with_the_bytes_it_came_from(settings: Settings) -> None:
    run(settings)
    archive = Archive(settings.archive)
    for path, record in archive.files.items():
        assert record.meeting
        meeting = archive.meeting(record.meeting)
        assert (meeting.source.sha256, meeting.source.file) == (record.sha256, Path(path).name)
        assert archive.file_of(meeting.id) == Path(path)


def test_rebuilding_gives_the_same_answers(settings: Settings) -> None:
    run(settings)
    before = WhooshIndex(settings.index).search(Word("möte"), limit=100).hits
    run(settings, rebuild=True)
    assert WhooshIndex(settings.index).search(Word("möte"), limit=100).hits == before


TITLES = {"1": "Lekplats", "2": "Simhall"}


def test_two_meetings_of_one_organ_on_one_day_are_told_apart(settings: Settings) -> None:
    for name, number, start in (("a.txt", "1", "09.00"), ("b.txt", "2", "13.00"), ("c.txt", "2", "13.00")):
        text = minutes("2024-05-06", TITLES[number], number=number, start=start)
        (settings.minutes / name).write_text(text, "utf-8")
    report = run(settings)
    assert report.new == 7
    assert [failure.file for failure in report.failed] == ["c.txt"]
    index = WhooshIndex(settings.index)
    first, second = (
        index.stored_item("pahittade-namnden/2024-05-06/2"),
        index.stored_item("pahittade-namnden/2024-05-06-2/2"),
    )
    assert first is not None
    assert second is not None
    assert (first.item.title, second.item.title) == ("Lekplats", "Simhall")
    assert second.item.decisions[0].id == "pahittade-namnden/2024-05-06-2/2/b1"
    assert counts(run(settings)) == {"unchanged": 7}


def test_many_files_are_read_by_several_processes_with_the_same_result(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    (settings.minutes / "empty.txt").write_bytes(b"")
    alone = run(settings)
    held = WhooshIndex(settings.index).digests()
    shutil.rmtree(settings.archive)
    shutil.rmtree(settings.index)
    monkeypatch.setattr(parallel_parse, "WORTH_SHARING", 2)
    shared = run(settings)
    assert (shared.new, shared.failed, shared.items) == (alone.new, alone.failed, alone.items)
    assert WhooshIndex(settings.index).digests() == held


def test_a_meeting_that_is_damaged_in_the_archive_is_told_and_read_anew(settings: Settings) -> None:
    run(settings)
    path = next(settings.archive.glob("*/*.json"))
    right = path.read_bytes()
    path.write_bytes(right.replace(b"a", b"b", 1))
    id = f"{path.parent.name}/{path.stem}"
    with pytest.raises(DamagedArchive, match="protokoll index"):
        Archive(settings.archive).meeting(id)
    report = run(settings)
    assert path.read_bytes() == right
    assert [mending.file for mending in report.mended] == [str(path)]


def test_a_meeting_that_is_gone_from_the_archive_is_read_anew(settings: Settings) -> None:
    run(settings)
    path = next(settings.archive.glob("*/*.json"))
    right = path.read_bytes()
    path.unlink()
    run(settings)
    assert path.read_bytes() == right


def test_a_damaged_list_of_files_is_made_anew(settings: Settings) -> None:
    run(settings)
    (settings.archive / "FILES.json").write_text("{")
    report = run(settings)
    assert counts(report) == {"unchanged": 5}
    assert [Path(mending.file).name for mending in report.mended] == ["FILES.json"]
    assert items(settings) == 50


def test_an_index_that_is_damaged_or_lost_is_made_anew_by_the_next_run(settings: Settings) -> None:
    run(settings)
    next(settings.index.glob("gen-*/*.pst")).write_bytes(b"")
    run(settings)
    assert items(settings) == 50
    shutil.rmtree(settings.index)
    run(settings)
    assert items(settings) == 50


def test_what_a_page_opened_before_is_read_after_a_change(settings: Settings) -> None:
    run(settings)
    opened = Archive(settings.archive)
    id = "kommundirektorsmote-i-familjen-helsingborg/2023-03-24"
    file = oldest(settings)
    file.write_text(file.read_text("utf-8").replace("Expo Framtid", "Expo Flodhäst"), "utf-8")
    run(settings)
    assert "Flodhäst" in str(opened.meeting(id))
