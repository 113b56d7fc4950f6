"""Rename: in whatever order files arrive they get the same ids, and what was withdrawn stays out under each of them."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import msgspec
import pytest

from indexer.index.engines.whoosh_index import WhooshIndex
from indexer.index.query import All
from indexer.model import Meeting
from indexer.pipeline.health import check
from indexer.pipeline.ingest import Report, ingest
from indexer.pipeline.purge import withdraw
from indexer.settings import Settings
from indexer.storage.archive import Archive
from tests.minutes_text import minutes

BARE, FULL = "Kommunfullmäktige", "Ekby kommun\nKommunfullmäktige"
PRINTED = "kommunfullmaktige/2024-02-05"
NAMED = "ekby-kommun-kommunfullmaktige/2024-02-05"
TEXTS = {
    "a.txt": minutes("2024-01-05", organ=FULL),
    "b.txt": minutes("2024-02-05", "Hemlighetsmakeriet", "Zebrafinkarna matas.", organ=BARE),
    "c.txt": minutes("2024-03-05", organ="EKBY KOMMUN\nKOMMUNFULLMÄKTIGE"),
}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Folders of one's own, the one of minutes empty, and a register."""
    settings = Settings(
        minutes=tmp_path / "minutes",
        archive=tmp_path / "meetings",
        index=tmp_path / "index",
        register=tmp_path / "register.toml",
    )
    settings.minutes.mkdir()
    return settings


def run(settings: Settings, *names: str, restore: str | None = None) -> Report:
    """One run over the folder, in which these files have arrived."""
    for name in names:
        (settings.minutes / name).write_text(TEXTS[name], "utf-8")
    return ingest(settings, WhooshIndex(settings.index), [settings.minutes], restore=restore, confirm_removals=True)


def ids(settings: Settings) -> set[str]:
    """The meetings of the archive, which are those of the index."""
    held = Archive(settings.archive).digests()
    assert dict(WhooshIndex(settings.index).digests()) == held
    return set(held)


def content(settings: Settings) -> bytes:
    """All that the archive holds."""
    return b"".join(path.read_bytes() for path in settings.archive.rglob("*") if path.is_file())


def test_files_get_the_same_ids_in_whatever_order_they_arrive(settings: Settings) -> None:
    run(settings, *TEXTS)
    at_once = {path.name: path.read_bytes() for path in settings.archive.glob("*/*.json")}
    assert ids(settings) == {f"ekby-kommun-kommunfullmaktige/2024-0{month}-05" for month in (1, 2, 3)}
    for order in permutations(TEXTS):
        for path in settings.minutes.iterdir():
            path.unlink()
        run(settings)
        assert ids(settings) == set()
        for name in order:
            run(settings, name)
        assert {path.name: path.read_bytes() for path in settings.archive.glob("*/*.json")} == at_once


def test_a_file_alone_is_named_by_those_that_were_known(settings: Settings) -> None:
    run(settings, "a.txt")
    (settings.minutes / "b.txt").write_text(TEXTS["b.txt"], "utf-8")
    ingest(settings, WhooshIndex(settings.index), [settings.minutes / "b.txt"])
    assert NAMED in ids(settings)


def test_a_neighbour_that_arrives_alone_names_those_that_were_known(settings: Settings) -> None:
    run(settings, "b.txt")
    assert ids(settings) == {PRINTED}
    (settings.minutes / "a.txt").write_text(TEXTS["a.txt"], "utf-8")
    ingest(settings, WhooshIndex(settings.index), [settings.minutes / "a.txt"])
    assert NAMED in ids(settings)


def test_without_its_neighbours_a_meeting_is_what_its_minutes_print(settings: Settings) -> None:
    run(settings, "b.txt")
    alone = Archive(settings.archive).meeting(PRINTED)
    run(settings, "a.txt")
    (settings.minutes / "a.txt").unlink()
    run(settings)
    assert Archive(settings.archive).meeting(PRINTED) == alone


def test_a_run_that_names_nothing_anew_writes_nothing(settings: Settings) -> None:
    run(settings, *TEXTS)
    before = {path: path.stat().st_mtime_ns for path in settings.archive.rglob("*.json")}
    report = run(settings)
    assert (report.unchanged, report.failed) == (3, [])
    assert {path: path.stat().st_mtime_ns for path in settings.archive.rglob("*.json")} == before


def test_known_files_that_are_renamed_are_counted_once(settings: Settings) -> None:
    run(settings, "b.txt")
    report = run(settings, "a.txt")
    assert (report.new, report.changed, report.unchanged, report.failed) == (1, 0, 1, [])


def test_check_lists_the_municipality_that_was_not_printed(settings: Settings) -> None:
    run(settings, *TEXTS)
    told = [finding.text("en") for finding in check(settings) if finding.about == "minutes"]
    assert any("'Ekby kommun' is taken from others in the same folder" in text for text in told)


# Withdrawal


def test_a_meeting_that_was_withdrawn_stays_out_when_it_gets_another_id(settings: Settings) -> None:
    run(settings, "b.txt")
    withdraw(settings, PRINTED)
    run(settings, "a.txt")
    assert ids(settings) == {"ekby-kommun-kommunfullmaktige/2024-01-05"}
    (settings.minutes / "b.txt").write_text(TEXTS["b.txt"] + "\nEtt ord till.", "utf-8")
    report = run(settings)
    assert [failure.code for failure in report.failed] == ["file.withdrawn_meeting"]
    assert b"Zebrafinkarna" not in content(settings)


def test_a_meeting_that_was_withdrawn_stays_out_when_nothing_names_it_any_longer(settings: Settings) -> None:
    run(settings, "a.txt", "b.txt")
    withdraw(settings, NAMED)
    (settings.minutes / "a.txt").unlink()
    (settings.minutes / "b.txt").write_text(TEXTS["b.txt"] + "\nEtt ord till.", "utf-8")
    report = run(settings)
    assert [failure.code for failure in report.failed] == ["file.withdrawn_meeting"]
    assert ids(settings) == set()


def test_a_meeting_of_another_municipality_is_not_held_for_the_one_that_was_withdrawn(settings: Settings) -> None:
    run(settings, "a.txt", "b.txt")
    withdraw(settings, NAMED)
    alby = settings.minutes / "Alby kommun"
    alby.mkdir()
    (alby / "b.txt").write_text(minutes("2024-02-05", "Badet", organ=BARE), "utf-8")
    assert run(settings).failed == []
    assert "alby-kommun-kommunfullmaktige/2024-02-05" in ids(settings)


@pytest.mark.parametrize("part", ["item", "name"])
def test_a_part_that_was_withdrawn_stays_out_under_another_id(settings: Settings, part: str) -> None:
    run(settings, "b.txt")
    if part == "item":
        withdraw(settings, f"{PRINTED}/2", item=True)
    else:
        withdraw(settings, PRINTED, name="Alva Påhittad")
    secret = b"Zebrafinkarna" if part == "item" else "Påhittad".encode()
    run(settings, "a.txt")
    kept = Archive(settings.archive).meeting(NAMED)
    assert secret not in _encoded(kept)
    if part == "name":
        (settings.minutes / "b.txt").write_text(TEXTS["b.txt"].replace("Ordföranden öppnar", "Hon öppnar"), "utf-8")
    run(settings)
    assert secret not in _encoded(Archive(settings.archive).meeting(NAMED))
    with pytest.raises(Exception, match=NAMED):
        Archive(settings.archive).file_of(NAMED)
    (settings.minutes / "a.txt").unlink()
    run(settings)
    assert secret not in _encoded(Archive(settings.archive).meeting(PRINTED))
    (settings.minutes / "b.txt").write_text(TEXTS["b.txt"], "utf-8")
    run(settings, "a.txt", restore=PRINTED)
    assert secret in _encoded(Archive(settings.archive).meeting(NAMED))


def _encoded(meeting: Meeting) -> bytes:
    return msgspec.json.encode(meeting)


# The register


def test_the_register_names_and_its_faults_are_told_with_their_line(settings: Settings) -> None:
    settings.register.write_text(
        '[[organ]]\norgan = "Fullmäktige"\nmunicipality = "Ekby kommun"\naliases = ["Kommunfullmäktige"]\n\n'
        '[[organ]]\norgan = "Nämnden"\nkommun = "Alby"\n\n[[person]\nname = "Alva"\n',
        "utf-8",
    )
    report = run(settings, "b.txt")
    assert ids(settings) == {"ekby-kommun-fullmaktige/2024-02-05"}
    assert [fault.args["line"] for fault in report.register] == [8, 10]
    assert sum(finding.about == "register" for finding in check(settings)) == 2


def test_a_person_of_the_register_is_one_person(settings: Settings) -> None:
    settings.register.write_text('[[person]]\nname = "Alva Ask"\naliases = ["Alva Påhittad"]\n', "utf-8")
    run(settings, "b.txt")
    facets = WhooshIndex(settings.index).search(All(), limit=0).facets["person"]
    assert {value for value, _, _ in facets} == {"alva-ask", "bo-uppdiktad"}
    settings.register.unlink()
    run(settings)
    facets = WhooshIndex(settings.index).search(All(), limit=0).facets["person"]
    assert {value for value, _, _ in facets} == {"alva-pahittad", "bo-uppdiktad"}
