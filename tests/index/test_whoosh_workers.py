"""Segments built by several processes: the same as those that one builds, and an error when one of them is lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from indexer.errors import CannotWrite
from indexer.index.engines import whoosh_workers, whoosh_writer
from indexer.index.engines.whoosh_index import WhooshIndex
from indexer.index.query import All, Word
from indexer.pipeline.publish import writing_to
from indexer.settings import Settings
from tests.invented import item, meeting

MEETINGS = tuple(
    meeting(
        *(item(f"Ärende {month}.{number}", f"Nya cykelbanor i kvarteret Ugglan {number}") for number in range(30)),
        date=f"2024-{month:02}-05",
    )
    for month in range(1, 13)
)


def built(where: Path, cores: set[int], monkeypatch: pytest.MonkeyPatch) -> WhooshIndex:
    """An index of the meetings, a few in each segment, built on so many cores."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: cores)
    monkeypatch.setattr(whoosh_writer, "BATCH", 50_000)
    index = WhooshIndex(where)
    index.rebuild(MEETINGS)
    return index


def contents(where: Path) -> list[bytes]:
    """What is in the files of the segments, whatever they are called."""
    files = (path for ending in ("pst", "trm", "ent", "tab") for path in where.glob(f"gen-*/*.{ending}"))
    return sorted(path.read_bytes() for path in files)


def test_two_processes_build_what_one_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = built(tmp_path / "one", {0}, monkeypatch)
    two = built(tmp_path / "two", {0, 1}, monkeypatch)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert len(contents(tmp_path / "one")) >= 3 * 4
    for query in (All(), Word("cykelbana"), Word("ärende", "title")):
        assert one.search(query, limit=400).hits == two.search(query, limit=400).hits
    two.verify()


def test_a_process_that_is_ended_leaves_the_index_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = built(tmp_path / "index", {0, 1}, monkeypatch)
    generation = index.generation
    monkeypatch.setattr(whoosh_workers, "START", "import sys; sys.stdin.buffer.read(1); sys.exit(1)")
    with pytest.raises(CannotWrite, match="ended"), writing_to(Settings(index=tmp_path / "index")):
        index.rebuild(MEETINGS)
    assert index.generation == generation
    assert index.count(All()) == 360
    assert len(list((tmp_path / "index").glob("gen-*"))) == 1
