"""Pages that OCR has read: a damaged one is told, and read from its picture again by the next run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.errors import MissingTool
from indexer.index.engines.whoosh_index import WhooshIndex
from indexer.pipeline.health import check
from indexer.pipeline.ingest import Report, ingest
from indexer.reading import ocr
from indexer.reading.original import OriginalFile
from indexer.settings import Settings
from indexer.storage.archive import Archive
from tests.minutes_text import minutes
from tests.reading import make


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Minutes of two scanned pages, indexed."""
    try:
        ocr._check_installed(OriginalFile(name="", data=b""))
    except MissingTool:
        pytest.skip("OCR IS NOT TESTED: install tesseract-ocr and tesseract-ocr-swe")
    settings = Settings(minutes=tmp_path / "minutes", archive=tmp_path / "meetings", index=tmp_path / "index")
    settings.minutes.mkdir()
    text = minutes("2024-05-06", "Simhallen").replace("\n§ 2", "\f§ 2")
    (settings.minutes / "a.pdf").write_bytes(make.scanned(make.typed(text, size=11)))
    assert run(settings).failed == []
    return settings


def run(settings: Settings) -> Report:
    """One run over the folder."""
    return ingest(settings, WhooshIndex(settings.index), [settings.minutes])


def pages(settings: Settings) -> list[Path]:
    """The pages that are kept."""
    return sorted(settings.ocr.glob("*/*.page"))


def exchange(paths: list[Path]) -> None:
    """Let two files have each other's content."""
    one, other = (path.read_bytes() for path in paths)
    paths[0].write_bytes(other)
    paths[1].write_bytes(one)


DAMAGES: dict[str, Callable[[list[Path]], object]] = {
    "flipped": lambda paths: paths[0].write_bytes(paths[0].read_bytes().replace(b"S", b"s")),
    "cut": lambda paths: paths[1].write_bytes(paths[1].read_bytes()[:90]),
    "empty": lambda paths: paths[1].write_bytes(b""),
    "gone": lambda paths: paths[0].unlink(),
    "exchanged": exchange,
}


@pytest.mark.parametrize("kind", ["flipped", "exchanged", "gone"])
def test_a_damaged_page_is_told_and_read_again(settings: Settings, kind: str) -> None:
    right = {path: path.read_bytes() for path in pages(settings)}
    digests = Archive(settings.archive).digests()
    DAMAGES[kind](pages(settings))
    wrong = 2 if kind == "exchanged" else 1
    assert [finding.about for finding in check(settings) if not finding.well] == ["archive"] * wrong
    assert len(run(settings).mended) == wrong
    assert {path: path.read_bytes() for path in pages(settings)} == right
    assert (Archive(settings.archive).digests(), run(settings).mended) == (digests, [])
    assert len(Archive(settings.archive).damaged_files()) == (0 if kind == "gone" else wrong)


def test_pages_that_the_version_before_kept_are_sealed(settings: Settings) -> None:
    (folder,) = settings.ocr.iterdir()
    right = {path: path.read_bytes() for path in pages(settings)}
    for path in pages(settings):
        path.with_suffix(".txt").write_bytes(path.read_bytes()[65:])
        path.unlink()
    ocr.seal_old_pages(settings.ocr)
    assert {path: path.read_bytes() for path in pages(settings)} == right
    assert ocr.state(settings.ocr, folder.name)[1] == ()
