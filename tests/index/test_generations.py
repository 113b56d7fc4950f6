"""Generations: what may be read, what is kept, and how an index comes back from what happened to it."""

from __future__ import annotations

import gc
import os
import re
import shutil
import threading
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from indexer.errors import DamagedIndex, IndexBusy, IndexFromOtherVersion, NoSuchIndex, UnsafeIndex
from indexer.index.documents import FINGERPRINT
from indexer.index.engines import generation_index, whoosh_writer
from indexer.index.engines.generations import Generations
from indexer.index.engines.whoosh_index import WhooshIndex
from indexer.index.query import All, Word
from indexer.model import Meeting
from indexer.storage.file_lock import exclusive
from tests.invented import item, meeting

OLD = meeting(item("Cykelbanor"), date="2024-01-05")
NEW = meeting(item("Lekplatser"), date="2024-02-05")


@pytest.fixture
def where(tmp_path: Path) -> Path:
    """An index of two generations."""
    index = WhooshIndex(tmp_path / "index")
    index.rebuild([OLD])
    index.update([NEW])
    return tmp_path / "index"


def current(where: Path) -> Path:
    """The current generation's folder."""
    return where / (where / "CURRENT").read_text().split()[0]


def spoil(path: Path) -> None:
    """Change the first byte of a file without changing its size, in this folder only."""
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(bytes([content[0] ^ 1]) + content[1:])
    path.chmod(0o600)


def settled(index: WhooshIndex) -> WhooshIndex:
    """The index, when what it does in the background is done."""
    if index._mending:
        index._mending.join()
    return index


def test_a_damaged_generation_is_passed_over_for_the_one_before(where: Path) -> None:
    spoil(next(current(where).glob("*.toc")))
    index = WhooshIndex(where)
    assert [hit.stored_item.item.title for hit in index.search(All()).hits] == ["Cykelbanor"]
    assert isinstance(index.degraded_reason, DamagedIndex)


def test_it_is_then_made_anew_from_the_truth_while_the_one_before_serves(where: Path) -> None:
    spoil(next(current(where).glob("*.toc")))
    index = WhooshIndex(where, truth=lambda: [OLD, NEW])
    assert index.count(All()) == 1
    assert settled(index).count(All()) == 2
    assert index.degraded_reason is None
    WhooshIndex(where).verify()


def test_where_no_generation_is_whole_it_is_made_anew_at_once(where: Path) -> None:
    for folder in where.glob("gen-*"):
        (folder / "MANIFEST.json").write_text("{}")
    with pytest.raises(DamagedIndex):
        WhooshIndex(where).count(All())
    assert WhooshIndex(where, truth=lambda: [OLD, NEW]).count(All()) == 2


def test_it_is_never_replaced_by_an_empty_one(where: Path) -> None:
    (current(where) / "MANIFEST.json").unlink()
    for folder in where.glob("gen-*"):
        spoil(next(folder.glob("*.toc")))
    with pytest.raises(DamagedIndex):
        WhooshIndex(where, truth=lambda: []).count(All())
    assert list(where.glob("gen-*"))


@pytest.mark.parametrize("truth", [[], [OLD]])
def test_who_reads_makes_no_index_where_there_is_none(tmp_path: Path, truth: list[Meeting]) -> None:
    with pytest.raises(NoSuchIndex):
        WhooshIndex(tmp_path / "never", truth=lambda: truth).count(All())
    assert not (tmp_path / "never").exists()


def test_an_index_that_is_taken_away_under_a_reader_is_told(where: Path) -> None:
    index = WhooshIndex(where, truth=lambda: [OLD, NEW])
    assert index.count(All()) == 2
    where.rename(where.with_name("away"))
    assert index.count(All()) == 2
    assert isinstance(index.degraded_reason, NoSuchIndex)


def test_a_generation_is_known_by_what_it_holds_and_not_by_its_number(where: Path) -> None:
    index = WhooshIndex(where)
    before, name = index.generation, index.search(All()).generation
    assert before == name
    where.rename(where.with_name("away"))
    again = WhooshIndex(where)
    again.rebuild([OLD])
    again.update([meeting(item("Simhallar"), date="2024-02-05")])
    assert current(where).name == "gen-000002"
    titles = {hit.stored_item.item.title for hit in index.search(All()).hits}
    assert (index.generation != before, titles) == (True, {"Cykelbanor", "Simhallar"})


def test_an_index_that_is_restored_from_a_copy_is_read_as_it_is_now(where: Path) -> None:
    shutil.copytree(where, where.with_name("copy"))
    index = WhooshIndex(where)
    index.update([meeting(item("Simhallar"), date="2024-03-05")])
    assert index.count(All()) == 3
    shutil.rmtree(where)
    where.with_name("copy").rename(where)
    assert index.count(All()) == 2


def test_a_pointer_as_the_version_before_wrote_it_is_read(where: Path) -> None:
    name = current(where).name
    (where / "CURRENT").write_text(f"{name} {zlib.crc32(name.encode()):08x}\n")
    index = WhooshIndex(where)
    assert (index.count(All()), index.degraded_reason) == (2, None)
    index.update([meeting(item("Simhallar"), date="2024-03-05")])
    assert len((where / "CURRENT").read_text().split()) == 3


@pytest.mark.parametrize(
    "content", [b"", b"gen-000001\n", b"gen-000009 00000000\n", b"\xff\xfe", b"../../etc 00000000"]
)
def test_a_pointer_that_is_not_as_written_leads_to_the_newest_that_is_whole(where: Path, content: bytes) -> None:
    (where / "CURRENT").write_bytes(content)
    index = WhooshIndex(where, truth=lambda: [OLD, NEW])
    assert index.count(All()) == 2
    settled(index)
    assert WhooshIndex(where).degraded_reason is None


def test_a_pointer_of_which_one_byte_changed_is_not_believed(where: Path) -> None:
    written = (where / "CURRENT").read_bytes()
    for at in range(len(written)):
        (where / "CURRENT").write_bytes(written[:at] + bytes([written[at] ^ 1]) + written[at + 1 :])
        with pytest.raises(DamagedIndex):
            Generations(where).current()
    (where / "CURRENT").write_bytes(written)
    assert Generations(where).current() == current(where)


CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "cut": lambda content: content[:-1],
    "longer": lambda content: content + b"\0",
    "flipped": lambda content: content[:-1] + bytes([content[-1] ^ 1]),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_in_any_file_is_noticed_before_a_generation_is_opened(where: Path, change: str) -> None:
    folder = current(where)
    files = Generations(where).manifest(folder).files
    assert len(files) > 3
    for name in sorted(files):
        if change == "flipped" and name.endswith(WhooshIndex.checked_when_read):
            continue
        path, written = folder / name, (folder / name).read_bytes()
        path.unlink()  # the generation before has the same file
        path.write_bytes(CHANGES[change](written))
        path.chmod(0o600)
        index = WhooshIndex(where)
        assert index.count(All()) == 1, name
        assert name in str(index.degraded_reason)
        path.write_bytes(written)
    assert WhooshIndex(where).count(All()) == 2


def test_the_generation_before_is_not_read_when_its_manifest_was_changed(where: Path) -> None:
    before, now = sorted(where.glob("gen-*"))
    spoil(next(now.glob("*.toc")))
    manifest = before / "MANIFEST.json"
    manifest.write_text(manifest.read_text().replace('"items": 1', '"items": 3'))
    with pytest.raises(DamagedIndex):
        WhooshIndex(where).count(All())


def test_damage_met_while_reading_is_not_answered_with(where: Path) -> None:
    index = WhooshIndex(where, truth=lambda: [OLD, NEW])
    assert index.count(Word("lekplatser")) == 1
    for lists in where.glob("gen-*/*.pst"):
        with lists.open("r+b") as file:  # where it lies, as a disk does: what is mapped sees it
            file.write(bytes(lists.stat().st_size))
    assert index.count(Word("cykelbanor")) == 1
    assert settled(index).count(Word("lekplatser")) == 1
    WhooshIndex(where).verify()


def test_others_may_not_write_in_it(where: Path) -> None:
    for path in (where, current(where), next(current(where).glob("*.toc"))):
        before = path.stat().st_mode
        path.chmod(before | 0o020)
        with pytest.raises(UnsafeIndex, match="chmod go-w"):
            WhooshIndex(where, truth=lambda: [OLD]).count(All())
        path.chmod(before)
    assert WhooshIndex(where).count(All()) == 2


def test_a_file_that_belongs_to_somebody_else_is_not_trusted(where: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = next(path for path in current(where).iterdir() if path.name != "MANIFEST.json")
    status = Path.lstat

    def owned(path: Path) -> os.stat_result:
        found = status(path)
        return os.stat_result((*found[:4], 54321, *found[5:])) if path == theirs else found

    monkeypatch.setattr(Path, "lstat", owned)
    with pytest.raises(UnsafeIndex):
        WhooshIndex(where).search(All())


def test_a_link_in_it_is_not_followed(where: Path, tmp_path: Path) -> None:
    toc = next(current(where).glob("*.toc"))
    toc.rename(tmp_path / "elsewhere")
    toc.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UnsafeIndex):
        WhooshIndex(where).count(All())


def test_an_index_of_another_analysis_serves_until_it_is_made_anew(
    where: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generation_index, "FINGERPRINT", FINGERPRINT + "+")
    with pytest.raises(IndexFromOtherVersion):
        WhooshIndex(where).update([NEW])
    index = WhooshIndex(where, truth=lambda: [OLD, NEW])
    assert index.count(All()) == 2
    assert isinstance(index.degraded_reason, IndexFromOtherVersion) or settled(index).degraded_reason is None
    settled(index).count(All())
    assert WhooshIndex(where).degraded_reason is None
    WhooshIndex(where).verify()


def test_an_index_of_other_fields_is_not_read(where: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generation_index, "FINGERPRINT", "fields 0, swedish 0")
    with pytest.raises(IndexFromOtherVersion):
        WhooshIndex(where).count(All())
    assert WhooshIndex(where, truth=lambda: [NEW]).count(All()) == 1


def test_an_older_program_goes_on_with_its_own_generation_and_makes_nothing(
    where: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = WhooshIndex(where, truth=lambda: [OLD, NEW])
    assert older.count(All()) == 2
    with monkeypatch.context() as newer:
        newer.setattr(generation_index, "FINGERPRINT", "fields 99, swedish 0")
        WhooshIndex(where).rebuild([OLD, NEW])
    published = current(where)
    assert older.count(All()) == 2
    settled(older)
    assert current(where) == published


def test_two_generations_are_kept_and_they_share_what_has_not_changed(where: Path) -> None:
    for month in range(3, 7):
        WhooshIndex(where).update([meeting(item("Ärende"), date=f"2024-0{month}-05")])
    before, now = sorted(where.glob("gen-*"))
    shared = {path.stat().st_ino for path in before.iterdir()} & {path.stat().st_ino for path in now.iterdir()}
    assert shared


def test_a_generation_with_a_withdrawn_meeting_is_not_kept(where: Path) -> None:
    WhooshIndex(where).update([], [OLD.id])
    assert list(where.glob("gen-*")) == [current(where)]


def test_a_reader_is_steady_within_one_answer_and_new_after_it(where: Path) -> None:
    page = WhooshIndex(where)
    with page.pinned():
        assert page.count(All()) == 2
        WhooshIndex(where).update([meeting(item("Ärende"), date="2024-03-05")])
        WhooshIndex(where).update([meeting(item("Ärende"), date="2024-04-05")])
        assert page.count(All()) == 2
        assert page.search(Word("cykelbanor")).total == 1
    assert page.count(All()) == 4


def test_while_one_thread_opens_what_is_new_the_others_read_the_old(
    where: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = WhooshIndex(where)
    assert page.count(All()) == 2
    WhooshIndex(where).update([meeting(item("Ärende"), date="2024-03-05")])
    opening, go_on = threading.Event(), threading.Event()
    original = WhooshIndex._open_best

    def slowly(self: WhooshIndex, *given: object) -> object:
        opening.set()
        go_on.wait(10)
        return original(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(WhooshIndex, "_open_best", slowly)
    found: list[int] = []
    first = threading.Thread(target=lambda: found.append(page.count(All())))
    first.start()
    opening.wait(10)
    assert page.count(All()) == 2
    go_on.set()
    first.join()
    assert (found, page.count(All())) == ([3], 3)


def test_a_failed_batch_changes_nothing(where: Path) -> None:
    def broken() -> Iterator[Meeting]:
        yield meeting(item("Ärende"), date="2024-03-05")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        WhooshIndex(where).update(broken())
    assert WhooshIndex(where).count(All()) == 2
    assert len(list(where.glob("gen-*"))) == 2


def test_a_second_writer_waits_and_is_then_told_who_writes(where: Path) -> None:
    index = WhooshIndex(where)
    told = rf"process {os.getpid()}, since 20\d\d-"
    with exclusive(where / "LOCK"), pytest.raises(IndexBusy, match=told), index._generations.writing(timeout_s=0.1):
        pass


def test_the_lock_of_a_process_that_died_is_no_obstacle(where: Path) -> None:
    (where / "LOCK").write_text("99999999 2024-01-01 00:00:00")
    WhooshIndex(where).update([meeting(item("Ärende"), date="2024-03-05")])
    assert WhooshIndex(where).count(All()) == 3


def test_the_manifest_tells_when_it_was_changed(where: Path) -> None:
    path = current(where) / "MANIFEST.json"
    text = path.read_text()
    assert msgspec.json.decode(text)
    path.write_text(text.replace('"items": 2', '"items": 3'))
    with pytest.raises(DamagedIndex):
        WhooshIndex(where).verify()


def test_the_last_meeting_can_leave_and_another_come(where: Path) -> None:
    page = WhooshIndex(where)
    assert page.count(All()) == 2
    WhooshIndex(where).update([], [OLD.id, NEW.id])
    assert (page.count(All()), page.search(All()).facets["year"]) == (0, ())
    WhooshIndex(where).update([NEW])
    assert page.search(All()).facets["year"] == (("2024", "2024", 1),)


@pytest.mark.parametrize("batch", [100_000_000, 100_000])
def test_a_segment_of_many_items_is_written_anew_without_what_was_withdrawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr(whoosh_writer, "BATCH", batch)
    many = [
        meeting(
            *(item(f"Ärende {number}") for number in range(20)), date=f"2024-{month:02}-05", people=("Alva Påhittad",)
        )
        for month in range(1, 13)
    ]
    index = WhooshIndex(tmp_path / "many")
    index.rebuild(many)
    index.update([], [many[3].id])
    rebuilt = WhooshIndex(tmp_path / "rebuilt")
    rebuilt.rebuild([*many[:3], *many[4:]])
    for query in (All(), Word("ärende"), Word("påhittad", "person")):
        found, wanted = index.search(query, limit=300), rebuilt.search(query, limit=300)
        assert (found.total, found.hits, found.facets) == (wanted.total, wanted.hits, wanted.facets)
    assert index.count(All()) == 220


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="only Linux tells what is mapped")
def test_a_generation_that_nobody_reads_any_more_is_let_go_of_at_once(where: Path) -> None:
    index = WhooshIndex(where)
    gc.disable()
    try:
        for day in range(10, 20):
            index.update([meeting(item("Simhallar"), date=f"2024-03-{day}")])
            assert index.count(All()) == day - 7
            mapped = set(re.findall(rf"{where}/(gen-\d+)", Path("/proc/self/maps").read_text()))
            assert mapped == {current(where).name}
    finally:
        gc.enable()
