"""Hostile files: each is told by its own sentence, and the files beside it are read."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from indexer.errors import UnreadableFile
from indexer.model import Pages
from indexer.reading import find, read
from indexer.reading.original import printable
from tests.reading.hostile import MINUTES, ROWS
from tests.reading.test_discovery import without_rights


@pytest.fixture(scope="module")
def told() -> Iterator[dict[str, str]]:
    """What is said of every file of the table, all lying in one folder with three good ones."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    for name in ("0-first.txt", "m-middle.txt", "ö-last.txt"):
        (folder / name).write_text(MINUTES)
    for name, making, _ in ROWS:
        making(folder / name)
    yield dict(_told(folder))
    (folder / "locked").chmod(0o755)
    shutil.rmtree(folder)


def _told(folder: Path) -> Iterator[tuple[str, str]]:
    # Only the folder that is locked needs the right that root lacks for a while: a mail is opened by a worker.
    with without_rights():
        locked = list(find(folder / "locked"))
    for one in (*(one for one in find(folder) if "locked" not in Path(str(one)).parts), *locked):
        path = printable(one) if isinstance(one, Path) else one.path
        yield path.removeprefix(f"{printable(folder)}/"), _said(one).removeprefix(f"{path}: ")


def _said(found: Path | UnreadableFile) -> str:
    if isinstance(found, UnreadableFile):
        return str(found)
    try:
        # The rights that root lacks for a while are those to read the file; its reader must still be able to start.
        with without_rights() if found.name == "locked.txt" else nullcontext():
            return f"reads {read(found).text}"
    except UnreadableFile as error:
        return str(error)


@pytest.mark.usefixtures("tesseract")
@pytest.mark.parametrize(
    ("name", "says"), [pytest.param(name, says, id=printable(Path(name))) for name, _, says in ROWS]
)
def test_each_hostile_file_is_told_by_its_own_sentence(told: dict[str, str], name: str, says: str) -> None:
    assert told.get(printable(Path(name)), "").startswith(says)


@pytest.mark.usefixtures("tesseract")
def test_the_files_beside_them_are_read_and_the_list_is_exact(told: dict[str, str]) -> None:
    good = {"0-first.txt", "m-middle.txt", "ö-last.txt"}
    assert {told[name] for name in good} == {f"reads {MINUTES}"}
    assert told.keys() == good | {printable(Path(name)) for name, _, says in ROWS if says}


def test_the_table_has_every_kind() -> None:
    assert len({name for name, _, _ in ROWS}) >= 45


def test_a_file_that_is_written_while_it_is_read_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.txt"
    file.write_text(MINUTES)
    status = os.fstat

    def growing(descriptor: int) -> os.stat_result:
        before = status(descriptor)
        with file.open("a") as more:
            more.write(MINUTES)
        return before

    monkeypatch.setattr(os, "fstat", growing)
    with pytest.raises(UnreadableFile, match="It was being written while it was read"):
        read(file)


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="There is no such file"):
        read(tmp_path / "a.txt")


@pytest.mark.parametrize("path", ["/dev/zero", "/dev/null"])
def test_a_device_is_not_read(path: str) -> None:
    with pytest.raises(UnreadableFile, match="It is a device, not a file"):
        read(Path(path))


def test_pages_of_a_hostile_file_can_be_written_as_json(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_text("<html>Möte &#xD800; \ud7ff \u2028", encoding="utf-8")
    assert isinstance(read(file), Pages)
