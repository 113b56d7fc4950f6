"""Work: what a run does grows with the number of files and of meetings, never with its square."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from indexer.index.engines.whoosh_index import WhooshIndex
from indexer.pipeline import scan
from indexer.pipeline.ingest import ingest
from indexer.pipeline.purge import withdraw
from indexer.settings import Settings
from indexer.storage.archive import Archive
from tests.minutes_text import minutes

COUNTED = ("/indexer/pipeline/", "/indexer/storage/", "/indexer/index/engines/generations.py")
"""The code whose steps are counted: what reads files and what keeps words have benchmarks."""
FEW, MANY = 16, 64


def steps(work: Callable[[], object]) -> int:
    """How many instructions of the counted code some work takes: the same on every machine."""
    count = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        if event == "call":
            if not any(part in frame.f_code.co_filename for part in COUNTED):
                return None
            frame.f_trace_opcodes, frame.f_trace_lines = True, False
        count += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


class Site:
    """A folder of so many minutes."""

    def __init__(self, where: Path, count: int) -> None:
        self.settings = Settings(minutes=where / "minutes", archive=where / "meetings", index=where / "index")
        self.settings.minutes.mkdir(parents=True)
        for number in range(count):
            self.put(number, "Vägar")

    def put(self, number: int, title: str) -> None:
        text = minutes(f"{2000 + number // 28}-01-{number % 28 + 1:02}", title)
        (self.settings.minutes / f"{number:03}.txt").write_text(text, "utf-8")

    def index(self) -> None:
        ingest(self.settings, WhooshIndex(self.settings.index), [self.settings.minutes], confirm_removals=True)


def first_run(site: Site) -> Callable[[], object]:
    return site.index


def nothing_new(site: Site) -> Callable[[], object]:
    site.index()
    return site.index


def every_file_changed(site: Site) -> Callable[[], object]:
    site.index()
    for number in range(len(list(site.settings.minutes.iterdir()))):
        site.put(number, "Broar")
    return site.index


def every_file_moved(site: Site) -> Callable[[], object]:
    site.index()
    for path in list(site.settings.minutes.iterdir()):
        path.rename(path.with_name(f"moved-{path.name}"))
    return site.index


def every_file_twice(site: Site) -> Callable[[], object]:
    for path in list(site.settings.minutes.iterdir()):
        path.with_name(f"twin-{path.name}").write_bytes(path.read_bytes())
    return site.index


def every_file_gone(site: Site) -> Callable[[], object]:
    site.index()
    for path in list(site.settings.minutes.iterdir()):
        path.unlink()
    return site.index


def every_meeting_read(site: Site) -> Callable[[], object]:
    site.index()
    archive = Archive(site.settings.archive)
    return lambda: [(archive.meeting(id), archive.file_of(id)) for id in archive.digests()]


def one_meeting_withdrawn(site: Site) -> Callable[[], object]:
    site.index()
    return lambda: withdraw(site.settings, "pahittade-namnden/2000-01-01")


@pytest.mark.parametrize(
    "work",
    [
        first_run,
        nothing_new,
        every_file_changed,
        every_file_moved,
        every_file_twice,
        every_file_gone,
        every_meeting_read,
        one_meeting_withdrawn,
    ],
)
def test_four_times_the_meetings_are_four_times_the_work(
    work: Callable[[Site], Callable[[], object]], tmp_path: Path
) -> None:
    # From Python 3.12 on, the instructions of a function are counted from its second call on.
    steps(work(Site(tmp_path / "first", 1)))
    few, many = (steps(work(Site(tmp_path / str(count), count))) for count in (FEW, MANY))
    assert many <= 1.25 * MANY / FEW * few, f"{few} steps for {FEW} meetings, {many} for {MANY}"


def test_a_square_is_noticed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    holds = scan._still_holds

    def searching(known: Any, now: Any) -> bool:
        path = Path(now.path).parent
        return holds(known, now) and all(
            scan._is_below(str(other), str(path)) for other in (*path.iterdir(), *path.iterdir())
        )

    monkeypatch.setattr(scan, "_still_holds", searching)
    few, many = (steps(nothing_new(Site(tmp_path / str(count), count))) for count in (FEW, MANY))
    assert many > 1.25 * MANY / FEW * few
