"""Withdrawal: no trace is left, anywhere, and none comes back."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from indexer import messages
from indexer.errors import NoSuchThing, NotWithdrawn, OnlyWholeMeetings
from indexer.index.engines.whoosh_index import WhooshIndex
from indexer.index.query import Word
from indexer.pipeline import ingest as ingest_module
from indexer.pipeline import plan, publish, scan
from indexer.pipeline.health import check
from indexer.pipeline.ingest import Report, ingest
from indexer.pipeline.purge import _traces, withdraw
from indexer.settings import Settings
from indexer.storage.archive import Archive
from search_ui.answer import Question
from search_ui.search.service import Search
from tests.minutes_text import minutes
from tests.shipped import MINUTES

ID = "pahittade-namnden/2024-02-05"
SECRETS = ("Hemlighetsmakeriet", "Zebrafinkarna", "hemlighetsmakeriet", "zebrafinkarna")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Three meetings, indexed one after the other, so that generations and segments have piled up."""
    settings = Settings(minutes=tmp_path / "minutes", archive=tmp_path / "meetings", index=tmp_path / "index")
    settings.minutes.mkdir()
    texts = {
        "1.txt": minutes("2024-01-05"),
        "2.txt": minutes("2024-02-05", "Hemlighetsmakeriet", "Zebrafinkarna i parken matas."),
        "3.txt": minutes("2024-03-05", "Finkar", "Parken stängs."),
    }
    for name, text in texts.items():
        (settings.minutes / name).write_text(text, "utf-8")
        run(settings)
    return settings


def run(settings: Settings) -> Report:
    """One run over the folder."""
    return ingest(settings, WhooshIndex(settings.index), [settings.minutes])


def bytes_of(settings: Settings) -> bytes:
    """All that index and archive hold, also what is packed."""
    found = b""
    for folder in (settings.index, settings.archive):
        for path in folder.rglob("*"):
            if path.is_file():
                content = path.read_bytes()
                found += content + b"".join(_unpacked(content))
    return found


def _unpacked(content: bytes) -> list[bytes]:
    """Everything that can be unpacked anywhere in some bytes."""
    out, at = [], content.find(b"x")
    while at >= 0:
        with suppress(zlib.error):
            out.append(zlib.decompressobj().decompress(content[at:]))
        at = content.find(b"x", at + 1)
    return out


def traces(settings: Settings) -> list[str]:
    """The secrets that stand anywhere."""
    everything = bytes_of(settings)
    return [secret for secret in (*SECRETS, ID) if secret.encode() in everything]


def test_the_secrets_are_there_before(settings: Settings) -> None:
    assert {"Hemlighetsmakeriet", "zebrafinkarna", ID} <= {*traces(settings)}


def test_a_withdrawn_meeting_leaves_no_byte(settings: Settings) -> None:
    done = withdraw(settings, ID)
    assert done.traces == ()
    assert done.words >= 2
    assert done.files == (str(settings.minutes / "2.txt"),)
    assert traces(settings) == []
    assert len(list(settings.index.glob("gen-*"))) == 1


def test_a_file_that_is_gone_leaves_no_byte(settings: Settings) -> None:
    (settings.minutes / "2.txt").unlink()
    assert run(settings).removed == 1
    assert traces(settings) == []


def test_a_changed_file_leaves_no_byte_in_the_current_generation(settings: Settings) -> None:
    (settings.minutes / "2.txt").write_text(minutes("2024-02-05", "Rättat", "Rättat."), "utf-8")
    assert run(settings).changed == 1
    index = WhooshIndex(settings.index)
    assert index.suggest("hemlig") == ()
    current = settings.index / index.generation.rpartition("-")[0]
    assert not any(secret.encode() in path.read_bytes() for path in current.iterdir() for secret in SECRETS)


def test_a_page_that_was_open_no_longer_finds_it(settings: Settings) -> None:
    page = Search(settings)
    assert page.answer(Question(query="zebrafinkarna")).complete == 1
    withdraw(settings, ID)
    answer = page.answer(Question(query="zebrafinkarna"))
    assert ID not in {hit.meeting.id for hit in answer.hits}
    assert (answer.complete, page.suggest("zebra")) == (0, ())
    assert ID not in {meeting.id for meeting in page.meetings()}
    with pytest.raises(NoSuchThing):
        page.meeting(ID)


def test_it_stays_out_whatever_its_file_is_called(settings: Settings) -> None:
    withdraw(settings, ID)
    assert (run(settings).withdrawn, run(settings).new) == (1, 0)
    (settings.minutes / "2.txt").rename(settings.minutes / "annat namn.txt")
    assert (run(settings).withdrawn, run(settings).new) == (1, 0)


@pytest.mark.parametrize("change", ["a line's end", "its words", "its name"])
def test_a_changed_file_of_it_waits_until_somebody_says_yes(settings: Settings, change: str) -> None:
    withdraw(settings, ID)
    file = settings.minutes / "2.txt"
    text = file.read_text("utf-8")
    if change == "its name":
        file.unlink()
        file = settings.minutes / "9.txt"
    file.write_text(f"{text}\n" if change != "its words" else minutes("2024-02-05", "Rättat", "Utan finkar."), "utf-8")
    for _ in range(2):
        report = run(settings)
        assert (report.new, [failure.file for failure in report.failed]) == (0, [file.name])
        assert f"protokoll index --restore {ID}" in report.failed[0].error
        assert ID not in WhooshIndex(settings.index).digests()
        assert traces(settings) == [ID]
    report = ingest(settings, WhooshIndex(settings.index), [settings.minutes], restore=ID)
    assert (report.new, report.failed) == (1, [])
    assert ID in WhooshIndex(settings.index).digests()
    assert run(settings).unchanged == 3


def test_what_was_withdrawn_by_mistake_is_restored_as_it_was(settings: Settings) -> None:
    before = WhooshIndex(settings.index).digests()
    withdraw(settings, ID)
    assert ingest(settings, WhooshIndex(settings.index), [settings.minutes], restore=ID).new == 1
    assert WhooshIndex(settings.index).digests() == before
    with pytest.raises(NotWithdrawn, match=ID):
        ingest(settings, WhooshIndex(settings.index), [settings.minutes], restore=ID)


def test_every_file_of_a_meeting_is_withdrawn(settings: Settings) -> None:
    file, twin = settings.minutes / "2.txt", settings.minutes / "avskrift.txt"
    twin.write_text(file.read_text("utf-8") + "\n", "utf-8")
    run(settings)
    assert sorted(withdraw(settings, ID).files) == [str(file), str(twin)]
    for left in (file, twin):
        (settings.minutes / "nytt namn.txt").unlink(missing_ok=True)
        left.rename(settings.minutes / "nytt namn.txt")
        report = run(settings)
        assert (report.new, report.failed) == (0, [])
    assert traces(settings) == []


def test_another_meeting_of_the_same_day_is_not_kept_out(settings: Settings) -> None:
    for name, number in (("a.txt", "7"), ("b.txt", "8")):
        (settings.minutes / name).write_text(minutes("2024-05-06", f"Punkt {number}", number=number), "utf-8")
    run(settings)
    withdraw(settings, "pahittade-namnden/2024-05-06")
    (settings.minutes / "b.txt").write_text(minutes("2024-05-06", "Rättat", number="8"), "utf-8")
    assert (run(settings).changed, run(settings).failed) == (1, [])
    assert "pahittade-namnden/2024-05-06-8" in WhooshIndex(settings.index).digests()


def test_what_remains_known_of_it_is_hashes_and_a_day(settings: Settings) -> None:
    withdraw(settings, ID)
    kept = json.loads((settings.archive / "WITHDRAWN.json").read_text("utf-8"))
    (one,) = kept["withdrawals"]
    assert {name: len(value) for name, value in one.items()} == {"day": 10, "meeting": 64, "files": 1}
    assert [len(value) for value in one["files"]] == [64]


# Parts of a meeting


@pytest.mark.parametrize("changed", [False, True])
def test_a_withdrawn_item_leaves_no_byte_and_the_others_stay(settings: Settings, changed: bool) -> None:
    done = withdraw(settings, f"{ID}/2", item=True)
    assert (done.traces, done.words >= 2, done.files) == ((), True, ())
    assert traces(settings) == [ID]
    index = WhooshIndex(settings.index)
    assert index.stored_item(f"{ID}/2") is None
    assert index.stored_item(f"{ID}/3") is not None
    assert len(list(settings.index.glob("gen-*"))) <= 2
    if changed:
        file = settings.minutes / "2.txt"
        file.write_text(file.read_text("utf-8") + "\n", "utf-8")
    report = run(settings)
    assert [failure.file for failure in report.failed] == (["2.txt"] if changed else [])
    ingest(settings, index, [settings.minutes], rebuild=True)
    assert traces(settings) == [ID]
    ingest(settings, WhooshIndex(settings.index), [settings.minutes], restore=ID)
    assert WhooshIndex(settings.index).count(Word("zebrafinkarna")) == 1


def test_an_item_stays_out_when_its_file_is_read_again(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    withdraw(settings, f"{ID}/2", item=True)
    for module in (ingest_module, scan, plan):
        monkeypatch.setattr(module, "READER", "another version")
    assert run(settings).unchanged == 3
    assert traces(settings) == [ID]


def test_the_original_of_a_meeting_in_part_is_not_told(settings: Settings) -> None:
    withdraw(settings, f"{ID}/2", item=True)
    with pytest.raises(NoSuchThing):
        Archive(settings.archive).file_of(ID)


def test_a_withdrawn_name_is_masked_in_its_meeting_alone(settings: Settings) -> None:
    text = "Zebrafinkarna Alma\nHemlig-Ström sade att Alma Hemlig-Ströms hund, som Hemlig-Ström, Alma äger, är snäll."
    (settings.minutes / "2.txt").write_text(minutes("2024-02-05", "Hunden", text), "utf-8")
    run(settings)
    done = withdraw(settings, ID, name="alma hemlig-ström")
    assert done.traces == ()
    assert not [word for word in ("Alma", "Ström", "ström") if word.encode() in bytes_of(settings)]
    entry = WhooshIndex(settings.index).stored_item(f"{ID}/2")
    assert entry is not None
    assert "████\n██████-█████ sade att ████ ██████-██████ hund, som ██████-█████, ████ äger" in entry.item.text
    assert entry.item.end - entry.item.start == len(entry.item.text)
    (settings.minutes / "2.txt").write_text(minutes("2024-02-05", "Hunden", text + " Ja!"), "utf-8")
    assert (run(settings).changed, run(settings).failed) == (1, [])
    assert b"Alma" not in bytes_of(settings)


def test_a_name_that_does_not_stand_in_the_meeting_is_told(settings: Settings) -> None:
    with pytest.raises(NoSuchThing, match="Nemo Nobody"):
        withdraw(settings, ID, name="Nemo Nobody")
    assert Archive(settings.archive).withdrawals == ()


def test_what_was_set_aside_of_it_leaves_no_byte_either(settings: Settings) -> None:
    path = settings.archive / f"{ID}.json"
    path.write_bytes(path.read_bytes()[:-20])
    run(settings)
    assert "Zebrafinkarna" in (
        settings.archive / "DAMAGED" / next(iter((settings.archive / "DAMAGED").iterdir()))
    ).read_text("utf-8")
    assert withdraw(settings, ID).traces == ()
    assert traces(settings) == []


# Cut off


@pytest.mark.parametrize("step", ["project", "commit", "forget_pages"])
@pytest.mark.parametrize("what", ["meeting", "item"])
def test_a_withdrawal_that_is_cut_off_is_finished_by_the_next_command(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, step: str, what: str
) -> None:
    times = {"count": 0}

    def cut(original: Callable[..., object]) -> Callable[..., object]:
        def call(*given: object, **named: object) -> object:
            times["count"] += 1
            if times["count"] > 1:
                raise KeyboardInterrupt
            return original(*given, **named)

        return call

    id = ID if what == "meeting" else f"{ID}/2"
    with monkeypatch.context() as patch:
        if step == "commit":
            patch.setattr(Archive, "commit", cut(Archive.commit))
        else:
            patch.setattr(publish, step, cut(getattr(publish, step)))
            times["count"] = 1
        with pytest.raises(KeyboardInterrupt):
            withdraw(settings, id, item=what == "item")
    shown = WhooshIndex(settings.index).count(Word("zebrafinkarna"))
    assert shown == ("Zebrafinkarna" in str([*publish.published(settings).meetings()]))
    assert [finding.about for finding in check(settings) if not finding.well][:1] == ["archive"]
    run(settings)
    assert [finding.text() for finding in check(settings) if not finding.well] == []
    assert traces(settings) == ([] if what == "meeting" else [ID])


@pytest.mark.parametrize("part", [{}, {"item": True}, {"name": "Bo Uppdiktad"}])
def test_what_ocr_read_of_its_file_is_forgotten_and_of_others_is_kept(
    settings: Settings, part: dict[str, bool | str]
) -> None:
    checksums = {Path(path).name: record.sha256 for path, record in Archive(settings.archive).files.items()}
    for checksum in checksums.values():
        (settings.ocr / checksum).mkdir(parents=True)
        (settings.ocr / checksum / "1.page").write_text("Hemlighetsmakeriet, som det stod på bilden", "utf-8")
    withdraw(settings, f"{ID}/2" if "item" in part else ID, **part)  # type: ignore[arg-type]
    assert {page.parent.name for page in settings.ocr.glob("*/*")} == {checksums["1.txt"], checksums["3.txt"]}
    assert {folder.name for folder in settings.ocr.iterdir()} == {checksums["1.txt"], checksums["3.txt"]}


def test_the_proof_names_what_the_index_still_has(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish, "project", lambda *given, **named: None)
    traces = withdraw(settings, ID).traces
    assert {
        messages.text("report.trace_meeting"),
        messages.text("report.trace_item", id=f"{ID}/2"),
        messages.text("report.trace_word", word="zebrafinkarna"),
    } <= set(traces)
    assert [trace for trace in traces if trace.startswith(f"{settings.index}/") and trace.endswith(f": {ID}")]


def test_a_part_of_a_meeting_is_not_withdrawn(settings: Settings) -> None:
    with pytest.raises(OnlyWholeMeetings, match=f"protokoll remove {ID}"):
        withdraw(settings, f"{ID}/2")
    with pytest.raises(NoSuchThing):
        withdraw(settings, "nobody/1999-01-01")
    assert "Zebrafinkarna" in traces(settings)


def test_the_scan_finds_what_it_is_to_find(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"\0\1=zebrafinkarna\0\2")
    (tmp_path / "b").write_text("de Zebrafinkarna.", "utf-8")
    (tmp_path / "c").write_text("zebrafinkarnas, ~zebrafinkarna", "utf-8")
    assert len(list(_traces(sorted(tmp_path.iterdir()), ID, ["zebrafinkarna"]))) == 2


def test_the_id_of_another_meeting_that_holds_this_one_is_no_trace(tmp_path: Path) -> None:
    (tmp_path / "a").write_text(f"norra-{ID} {ID}-2", "utf-8")
    (tmp_path / "b").write_text(f"{ID}/3", "utf-8")
    assert list(_traces(sorted(tmp_path.iterdir()), ID, [])) == [f"{tmp_path / 'b'}: {ID}"]


def test_what_other_minutes_say_where_it_is_not_searched_is_no_trace(tmp_path: Path) -> None:
    settings = Settings(minutes=MINUTES, archive=tmp_path / "meetings", index=tmp_path / "index")
    run(settings)
    for id in list(WhooshIndex(settings.index).digests()):
        assert withdraw(settings, id).traces == ()
