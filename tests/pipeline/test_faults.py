"""Faults of files, folders and the archive between two runs, and that nothing is lost by them."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from pathlib import Path

import msgspec
import pytest

from indexer import reading
from indexer.errors import DamagedArchive, DamagedWithdrawals, TooManyRemovals
from indexer.index.engines.whoosh_index import WhooshIndex
from indexer.index.query import All, Word
from indexer.pipeline.health import check
from indexer.pipeline.ingest import Report, ingest
from indexer.pipeline.purge import withdraw
from indexer.settings import Settings
from indexer.storage import durable
from indexer.storage.archive import Archive
from search_ui.search.service import Search
from tests.minutes_text import minutes

DAYS = ("2024-01-05", "2024-02-05", "2024-03-05", "2024-04-05", "2024-05-06")
FIRST = f"pahittade-namnden/{DAYS[0]}"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Five meetings in two folders, indexed."""
    settings = Settings(minutes=tmp_path / "minutes", archive=tmp_path / "meetings", index=tmp_path / "index")
    for number, day in enumerate(DAYS):
        put(settings, f"{'old' if number < 2 else 'new'}/{day}.txt", minutes(day, f"Ärende {number}"))
    assert run(settings).new == len(DAYS)
    return settings


def put(settings: Settings, name: str, text: str) -> Path:
    """Let a file hold this text."""
    path = settings.minutes / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def run(settings: Settings, *roots: Path, rebuild: bool = False) -> Report:
    """One run over the folders."""
    return ingest(settings, WhooshIndex(settings.index), roots or [settings.minutes], rebuild=rebuild)


def meetings(settings: Settings) -> list[str]:
    """The days of the meetings that can be found; what is found is what the archive holds, each told of once."""
    archive = Archive(settings.archive)
    held = WhooshIndex(settings.index).digests()
    assert held == archive.digests()
    assert [meeting.id for meeting in archive.meetings()] == sorted(held)
    owners = [record.meeting for record in archive.files.values() if record.meeting]
    assert len(owners) == len(set(owners))
    return sorted(id.rpartition("/")[2] for id in held)


def finds(settings: Settings, word: str) -> int:
    """How many items have a word."""
    return WhooshIndex(settings.index).count(Word(word))


# Files


def test_a_removed_file_that_returns_is_found_again(settings: Settings) -> None:
    path = settings.minutes / "old" / f"{DAYS[0]}.txt"
    text = path.read_text("utf-8")
    path.unlink()
    assert run(settings).removed == 1
    path.write_text(text, "utf-8")
    assert run(settings).new == 1
    assert meetings(settings) == [*DAYS]


def test_a_file_that_is_moved_and_changed_at_once_is_a_change(settings: Settings) -> None:
    (settings.minutes / "old" / f"{DAYS[0]}.txt").unlink()
    put(settings, "corrected.txt", minutes(DAYS[0], "Simhallen"))
    report = run(settings)
    assert (report.new, report.changed, report.moved, report.removed) == (0, 1, 0, 0)
    assert (meetings(settings), finds(settings, "simhallen")) == ([*DAYS], 1)


def test_files_that_exchange_their_names_keep_both_meetings(settings: Settings) -> None:
    one, other = (settings.minutes / "old" / f"{day}.txt" for day in DAYS[:2])
    texts = one.read_text("utf-8"), other.read_text("utf-8")
    one.write_text(texts[1], "utf-8")
    other.write_text(texts[0], "utf-8")
    assert run(settings).failed == []
    assert meetings(settings) == [*DAYS]
    assert Archive(settings.archive).file_of(FIRST) == other
    assert run(settings).unchanged == len(DAYS)


def test_the_latest_minutes_may_always_have_the_same_name(settings: Settings) -> None:
    latest = put(settings, "latest.txt", minutes("2024-08-05", "Simhallen"))
    run(settings)
    put(settings, "earlier.txt", latest.read_text("utf-8"))
    latest.write_text(minutes("2024-09-05", "Lekparken"), "utf-8")
    assert run(settings).failed == []
    assert meetings(settings) == [*DAYS, "2024-08-05", "2024-09-05"]


def test_a_draft_beside_the_verified_minutes_is_told_and_takes_over_when_it_is_left_alone(settings: Settings) -> None:
    put(settings, "utkast.txt", minutes(DAYS[0], "Utkastet"))
    for _ in range(2):
        report = run(settings)
        assert [failure.file for failure in report.failed] == ["utkast.txt"]
        assert f"the same meeting as old/{DAYS[0]}.txt" in report.failed[0].error
        assert (meetings(settings), finds(settings, "utkastet")) == ([*DAYS], 0)
    (settings.minutes / "old" / f"{DAYS[0]}.txt").unlink()
    assert run(settings).failed == []
    assert (meetings(settings), finds(settings, "utkastet")) == ([*DAYS], 1)


def test_a_meeting_whose_file_broke_may_come_from_another(settings: Settings) -> None:
    put(settings, f"old/{DAYS[0]}.txt", "")
    put(settings, "again.txt", minutes(DAYS[0], "Simhallen"))
    for _ in range(2):
        assert [failure.file for failure in run(settings).failed] == [f"old/{DAYS[0]}.txt"]
        assert (meetings(settings), finds(settings, "simhallen")) == ([*DAYS], 1)


def test_a_file_that_vanishes_while_the_folder_is_read_is_no_failure(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    fleeting = put(settings, "fleeting.txt", minutes("2024-09-05"))

    def digest(path: Path) -> str:
        fleeting.unlink(missing_ok=True)
        return durable.digest(path)

    monkeypatch.setattr(reading, "digest", digest)
    report = run(settings)
    assert (report.failed, report.unchanged, meetings(settings)) == ([], len(DAYS), [*DAYS])


def test_a_file_that_is_replaced_while_it_is_read_is_known_by_what_was_read(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(settings, "growing.txt", minutes("2024-09-05", "Hälften"))
    looked_at = durable.digest(path)
    path.write_text(minutes("2024-09-05", "Simhallen"), "utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(reading, "digest", lambda file: looked_at if file == path else durable.digest(file))
        run(settings)
    assert Archive(settings.archive).files[str(path)].sha256 == durable.digest(path)
    assert finds(settings, "simhallen") == 1
    assert run(settings).unchanged == len(DAYS) + 1


def test_names_that_differ_in_case_alone_are_files_apart(settings: Settings) -> None:
    for name, day in (("Protokoll.txt", "2024-09-05"), ("protokoll.TXT", "2024-10-07")):
        put(settings, name, minutes(day))
    if len(list(settings.minutes.glob("*.*"))) < 2:
        pytest.skip("this file system does not tell them apart")
    assert run(settings).new == 2


# Folders


def test_a_folder_that_cannot_be_looked_into_loses_nothing(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    scandir = os.scandir

    def refusing(path: os.PathLike[str]) -> object:
        if Path(path).name == "old":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return scandir(path)

    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", refusing)
        report = run(settings)
    assert (report.removed, report.unchanged) == (0, 3)
    assert "may not look into the folder" in report.failed[0].error
    assert meetings(settings) == [*DAYS]
    assert run(settings).unchanged == len(DAYS)


def test_runs_over_one_folder_let_the_others_be(settings: Settings) -> None:
    other = settings.minutes.parent / "other"
    other.mkdir()
    (other / "6.txt").write_text(minutes("2024-06-05"), "utf-8")
    assert run(settings, other).new == 1
    assert run(settings, settings.minutes).unchanged == len(DAYS)
    assert meetings(settings) == [*DAYS, "2024-06-05"]


def test_index_and_archive_may_be_links_to_another_disk(settings: Settings) -> None:
    for folder in (settings.index, settings.archive):
        folder.rename(folder.with_name(f"far-{folder.name}"))
        folder.symlink_to(f"far-{folder.name}")
    put(settings, "6.txt", minutes("2024-06-05"))
    assert run(settings).new == 1
    assert meetings(settings) == [*DAYS, "2024-06-05"]
    assert [finding.text for finding in check(settings) if not finding.well] == []


@pytest.mark.parametrize("refusal", [errno.EPERM, errno.ENOTSUP, errno.ENOSYS])
def test_a_disk_without_hard_links_will_do(settings: Settings, monkeypatch: pytest.MonkeyPatch, refusal: int) -> None:
    def link(*_: object) -> None:
        raise OSError(refusal, os.strerror(refusal))

    monkeypatch.setattr(os, "link", link)
    put(settings, "6.txt", minutes("2024-06-05"))
    assert run(settings).new == 1
    assert meetings(settings) == [*DAYS, "2024-06-05"]


def test_a_disk_that_does_not_flush_folders_will_do(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    fsync = os.fsync

    def refusing(descriptor: int) -> None:
        if Path(f"/proc/self/fd/{descriptor}").is_dir():
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", refusing)
    put(settings, "6.txt", minutes("2024-06-05"))
    assert run(settings).new == 1


# The archive


def test_all_that_is_damaged_in_the_archive_is_read_anew_at_once(settings: Settings) -> None:
    damaged = sorted(settings.archive.glob("*/*.json"))[:3]
    right = [path.read_bytes() for path in damaged]
    for path in damaged:
        path.write_bytes(b"{}")
    put(settings, "6.txt", minutes("2024-06-05"))
    assert run(settings, rebuild=True).new == 1
    assert [path.read_bytes() for path in damaged] == right


def test_a_twin_of_a_damaged_meeting_does_not_end_the_run(settings: Settings) -> None:
    (settings.archive / f"{FIRST}.json").write_bytes(b"{}")
    put(settings, "twin.txt", minutes(DAYS[0], "Tvillingen"))
    assert [failure.file for failure in run(settings, rebuild=True).failed] == ["twin.txt"]
    assert meetings(settings) == [*DAYS]


@pytest.mark.parametrize("content", [None, "{"])
def test_a_lost_list_of_files_and_an_empty_folder_do_not_make_an_empty_index(
    settings: Settings, content: str | None
) -> None:
    listing = settings.archive / "FILES.json"
    listing.unlink() if content is None else listing.write_text(content, "utf-8")
    away = settings.minutes.rename(settings.minutes.with_name("away"))
    settings.minutes.mkdir()
    with pytest.raises(TooManyRemovals, match="5 of 5"):
        run(settings, rebuild=True)
    assert WhooshIndex(settings.index).count(All()) == 3 * len(DAYS)
    shutil.rmtree(settings.minutes)
    away.rename(settings.minutes)
    run(settings, rebuild=True)
    assert meetings(settings) == [*DAYS]


def test_a_list_of_files_by_a_later_version_with_more_in_it_is_read(settings: Settings) -> None:
    listing = settings.archive / "FILES.json"
    listing.write_text(listing.read_text("utf-8").replace('"name":', '"colour": "red", "name":'), "utf-8")
    assert run(settings).unchanged == len(DAYS)


# Withdrawal


def test_a_twin_does_not_bring_back_what_was_withdrawn(settings: Settings) -> None:
    twin = put(settings, "utkast.txt", minutes(DAYS[0], "Utkastet"))
    run(settings)
    done = withdraw(settings, FIRST)
    assert {*done.files} == {str(twin), str(settings.minutes / "old" / f"{DAYS[0]}.txt")}
    report = run(settings)
    assert (report.withdrawn, report.new, report.failed) == (2, 0, [])
    assert meetings(settings) == [*DAYS[1:]]


WITHDRAWALS = ("meetings/WITHDRAWN.json", "meetings/WITHDRAWN.copy.json", "index/ARCHIVE.json")


@pytest.mark.parametrize("content", [None, "", "{}", "{"])
@pytest.mark.parametrize("left", [(), WITHDRAWALS[:1], WITHDRAWALS[1:2], WITHDRAWALS[2:]])
def test_without_the_lists_of_what_was_withdrawn_nothing_comes_back(
    settings: Settings, content: str | None, left: tuple[str, ...]
) -> None:
    withdraw(settings, FIRST)
    for name in {*WITHDRAWALS} - {*left}:
        path = settings.archive.parent / name
        path.unlink() if content is None else path.write_text(content, "utf-8")
    if left:
        assert len(run(settings).mended) == 2
        assert run(settings).mended == []
    else:
        for rebuild in (False, True):
            with pytest.raises(DamagedWithdrawals, match="backup"):
                run(settings, rebuild=rebuild)
    assert FIRST not in WhooshIndex(settings.index).digests()


def test_an_archive_from_before_a_withdrawal_does_not_bring_it_back(settings: Settings) -> None:
    shutil.copytree(settings.archive, settings.archive.with_name("older"))
    withdraw(settings, FIRST)
    shutil.rmtree(settings.archive)
    settings.archive.with_name("older").rename(settings.archive)
    assert {Path(mending.file).name for mending in run(settings).mended} > {"FILES.json", "WITHDRAWN.json"}
    assert meetings(settings) == [*DAYS[1:]]
    assert not (settings.archive / f"{FIRST}.json").exists()


def test_an_archive_that_is_lost_is_told_and_read_anew_without_what_was_withdrawn(settings: Settings) -> None:
    withdraw(settings, FIRST)
    shutil.rmtree(settings.archive)
    report = run(settings)
    assert (report.new, report.withdrawn, len(report.mended)) == (4, 1, 5)
    assert meetings(settings) == [*DAYS[1:]]


def test_an_index_from_before_a_withdrawal_does_not_bring_it_back(settings: Settings) -> None:
    shutil.copytree(settings.index, settings.index.with_name("older"))
    withdraw(settings, FIRST)
    shutil.rmtree(settings.index)
    settings.index.with_name("older").rename(settings.index)
    page = Search(settings)
    assert page.index.digests().keys() == {f"pahittade-namnden/{day}" for day in DAYS[1:]}
    assert [Path(mending.file).name for mending in run(settings).mended] == ["ARCHIVE.json"]
    assert meetings(settings) == [*DAYS[1:]]


@pytest.mark.parametrize("name", ["FILES.json", "FILES.copy.json", "STATE.json"])
def test_a_list_that_was_restored_from_an_older_copy_is_told_and_loses_nothing(settings: Settings, name: str) -> None:
    older = (settings.archive / name).read_bytes()
    put(settings, "6.txt", minutes("2024-06-05"))
    run(settings)
    (settings.archive / name).write_bytes(older)
    assert meetings(settings) == [*DAYS, "2024-06-05"]
    assert [(finding.about, name in finding.text()) for finding in check(settings) if not finding.well] == [
        ("archive", True)
    ]
    report = run(settings)
    assert ([Path(one.file).name for one in report.mended], report.unchanged) == ([name], 6)
    assert run(settings).mended == []


def test_when_both_lists_of_files_are_lost_the_meetings_tell_what_they_were_read_from(settings: Settings) -> None:
    for name in ("FILES.json", "FILES.copy.json"):
        (settings.archive / name).write_bytes(b"")
    assert len(list(Archive(settings.archive).meetings())) == len(DAYS)
    put(settings, "old/2024-01-05.txt", "")
    report = run(settings)
    assert (report.unchanged, len(report.failed), len(report.mended)) == (4, 1, 2)
    assert meetings(settings) == [*DAYS]


def test_what_lies_among_the_meetings_and_belongs_to_no_file_is_set_aside(settings: Settings) -> None:
    stray = settings.archive / "pahittade-namnden" / "1999-01-01.json"
    stray.write_text("{}", "utf-8")
    assert [Path(mending.file).name for mending in run(settings).mended] == [stray.name]
    assert (run(settings).mended, stray.exists()) == ([], False)
    assert [path.read_text("utf-8") for path in (settings.archive / "DAMAGED").iterdir()] == ["{}"]


def test_one_damaged_meeting_harms_no_other(settings: Settings) -> None:
    (settings.archive / f"{FIRST}.json").write_bytes(b"")
    told: list[DamagedArchive] = []
    read = list(Archive(settings.archive).meetings(tell=told.append))
    assert ([meeting.date for meeting in read], [Path(error.path).name for error in told]) == (
        [*DAYS[1:]],
        [f"{DAYS[0]}.json"],
    )


def test_meetings_that_exchanged_their_files_in_the_archive_are_both_told_and_read_anew(settings: Settings) -> None:
    one, other = (settings.archive / "pahittade-namnden" / f"{day}.json" for day in DAYS[:2])
    right = one.read_bytes(), other.read_bytes()
    one.write_bytes(right[1])
    other.write_bytes(right[0])
    assert len(run(settings).mended) == 2
    assert (one.read_bytes(), other.read_bytes()) == right


def test_a_damaged_meeting_whose_file_cannot_be_read_is_kept_in_the_folder_of_what_is_damaged(
    settings: Settings,
) -> None:
    (settings.archive / f"{FIRST}.json").write_bytes(b"half of it")
    put(settings, f"old/{DAYS[0]}.txt", "")
    report = run(settings)
    assert (len(report.failed), len(report.mended)) == (1, 1)
    assert [path.read_bytes() for path in (settings.archive / "DAMAGED").iterdir()] == [b"half of it"]
    for rebuild in (True, False):
        report = run(settings, rebuild=rebuild)
        assert (len(report.failed), report.mended, report.unchanged) == (1, [], 4)
    put(settings, f"old/{DAYS[0]}.txt", minutes(DAYS[0]))
    assert run(settings).failed == []
    assert meetings(settings) == [*DAYS]


def test_an_archive_of_the_version_before_is_read_and_sealed_by_the_next_run(settings: Settings) -> None:
    archive = Archive(settings.archive)
    records = {}
    for path, record in archive.files.items():
        bare = msgspec.json.format(msgspec.json.encode(archive.meeting(record.meeting or "")), indent=1)
        (settings.archive / f"{record.meeting}.json").write_bytes(bare)
        stored = hashlib.sha256(bare).hexdigest()
        records[path] = msgspec.structs.replace(record, stored=stored, meeting_number=None, start=None)
    for listing in (*settings.archive.glob("*.json"), settings.index / "ARCHIVE.json"):
        listing.unlink()
    (settings.archive / "FILES.json").write_bytes(msgspec.json.encode(records))
    (settings.archive / "WITHDRAWN.json").write_text('{"%s": "2024-01-01"}' % ("0" * 64), "utf-8")
    assert len(list(Archive(settings.archive).meetings())) == len(DAYS)
    report = run(settings)
    assert (report.unchanged, report.mended, Archive(settings.archive).withdrawn) == (
        len(DAYS),
        [],
        {"0" * 64: "2024-01-01"},
    )
    assert meetings(settings) == [*DAYS]
    assert [finding.text() for finding in check(settings) if not finding.well] == []
