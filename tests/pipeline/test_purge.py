"""Withdrawal: no trace is left, anywhere, and none comes back."""

from __future__ import annotations

import json
import zlib
from contextlib import suppress
from pathlib import Path

import pytest

from indexer.errors import NoSuchThing, OnlyWholeMeetings
from indexer.index.query import Word
from indexer.index.whoosh_index import WhooshIndex
from indexer.pipeline.ingest import Report, ingest
from indexer.pipeline.purge import _traces, withdraw
from indexer.settings import Settings
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


def test_it_stays_out_until_its_bytes_change(settings: Settings) -> None:
    withdraw(settings, ID)
    assert (run(settings).withdrawn, run(settings).new) == (1, 0)
    (settings.minutes / "2.txt").rename(settings.minutes / "annat namn.txt")
    assert (run(settings).withdrawn, run(settings).new) == (1, 0)
    (settings.minutes / "annat namn.txt").write_text(minutes("2024-02-05", "Rättat", "Utan finkar."), "utf-8")
    assert run(settings).new == 1
    assert WhooshIndex(settings.index).count(Word("rättat")) == 1
    assert traces(settings) == [ID]


def test_what_remains_known_of_it_is_a_hash_and_a_day(settings: Settings) -> None:
    withdraw(settings, ID)
    kept = json.loads((settings.archive / "WITHDRAWN.json").read_text("utf-8"))
    assert [(len(key), len(value)) for key, value in kept.items()] == [(64, 10)]


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
