"""Twins: the same minutes as text, PDF, Word file, web page and scan tell of the same meeting."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.minutes import parse
from indexer.model import Meeting
from indexer.reading import read
from tests.reading import make

MINUTES = sorted(Path(__file__).with_name("minutes").glob("*.txt"))
TWINS: dict[str, Callable[[str], bytes]] = {
    "cp1252": lambda text: text.encode("cp1252"),
    "pdf": make.typed,
    "docx": lambda text: make.docx(*text.split("\n")),
    "html": lambda text: make.page(text).encode(),
    "odt": lambda text: make.odt(*text.split("\n")),
    "rtf": make.rtf,
}


def items_of(meeting: Meeting) -> list[tuple[str, str, list[str]]]:
    return [(item.number, item.title, [decision.text for decision in item.decisions]) for item in meeting.walk()]


@pytest.mark.parametrize("kind", TWINS)
@pytest.mark.parametrize("minutes", MINUTES, ids=lambda path: path.stem)
def test_the_twins_have_the_same_items(minutes: Path, kind: str, tmp_path: Path) -> None:
    twin = tmp_path / "twin"
    twin.write_bytes(TWINS[kind](minutes.read_text()))
    wanted, had = parse(read(minutes)).meeting, parse(read(twin)).meeting
    assert items_of(had) == items_of(wanted)
    assert len(wanted.items) >= 3
    assert (had.organization, had.date, had.attendance) == (wanted.organization, wanted.date, wanted.attendance)


@pytest.mark.usefixtures("tesseract")
@pytest.mark.parametrize("minutes", MINUTES, ids=lambda path: path.stem)
def test_a_scan_has_the_same_items(minutes: Path, tmp_path: Path) -> None:
    twin = tmp_path / "twin"
    twin.write_bytes(make.scanned(make.typed(minutes.read_text(), size=11)))
    pages = read(twin)
    wanted = parse(read(minutes)).meeting
    assert [(item.number, item.title) for item in parse(pages).meeting.walk()] == [
        (item.number, item.title) for item in wanted.walk()
    ]
    assert pages.text.count("§") == minutes.read_text().count("§")
