"""Checking: whether archive, index and files agree, and what somebody should look at.

The findings are for a person (`protokoll check`) and for a machine that watches (`health`), which is told what was
looked at and how often something was wrong, but no path, no name and no word of any minutes.
"""

from __future__ import annotations

import platform
import shutil
import stat
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from textwrap import shorten
from typing import Final

import msgspec

from indexer import personnummer, reading
from indexer.errors import ProtokollError, UnreadableFile
from indexer.index import open_index
from indexer.index.documents import FINGERPRINT
from indexer.index.port import Index
from indexer.pipeline.scan import READER
from indexer.settings import Settings
from indexer.storage.archive import Archive

ROOM: Final = 3
"""How many times the index's size should be free: a rebuild writes it anew, with its sorting beside it."""
LEAST_ROOM: Final = 100 * 2**20
LONGEST: Final = 100
"""Letters of a line that are enough to find it by."""
OTHERS_MAY: Final = stat.S_IWGRP | stat.S_IWOTH


class HealthFinding(msgspec.Struct, frozen=True):
    """One thing that was looked at; `well` is false when somebody must do something, `about` names the kind."""

    text: str
    well: bool = True
    about: str = "versions"


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """How everything is, without secrets: `checks` says of each kind of finding how many were not well."""

    well: bool
    generation: str | None
    made: str | None
    meetings: int
    checks: dict[str, int]


def check(settings: Settings) -> Iterator[HealthFinding]:
    """Look at versions, room and rights, the archive, the files and the index, and tell what was found."""
    yield HealthFinding(f"Python {platform.python_version()}; {READER}; {FINGERPRINT}")
    yield from _tools()
    yield from _room(settings)
    yield from _rights(settings)
    try:
        archive = Archive(settings.archive)
    except ProtokollError as error:
        yield HealthFinding(str(error), well=False, about="archive")
        return
    yield from _archive(archive)
    yield from _files(archive)
    try:
        yield from _index(settings, archive)
    except ProtokollError as error:
        yield HealthFinding(str(error), well=False, about="index")


def _tools() -> Iterator[HealthFinding]:
    """Which of the optional tools are here; without them some files wait, and nothing else is amiss."""
    if shutil.which("tesseract"):
        yield HealthFinding("Tesseract is here, so scans are read", about="tools")
    else:
        yield HealthFinding("Scans wait for Tesseract: apt install tesseract-ocr tesseract-ocr-swe", about="tools")
    for package, extra, what in (("pypdfium2", "pdf", "PDFs are read"), ("watchfiles", "watch", "--watch works")):
        if find_spec(package):
            yield HealthFinding(f"{package} is here, so {what}", about="tools")
        else:
            yield HealthFinding(f"{package} is not here: pip install 'protokoll[{extra}]', and {what}", about="tools")


def health(settings: Settings, index: Index, *, thorough: bool = False) -> Health:
    """How everything is: what is quick to look at, or, `thorough`, all that `check` looks at."""
    try:
        generation, made, meetings = index.generation, index.made, len(index.digests())
    except ProtokollError:
        generation, made, meetings = None, None, 0
    looked = check(settings) if thorough else (*_room(settings), *_rights(settings), *_agreement(settings, index))
    checks: Counter[str] = Counter()
    for finding in looked:
        checks[finding.about] += not finding.well
    return Health(
        well=generation is not None and not any(checks.values()),
        generation=generation,
        made=made,
        meetings=meetings,
        checks=dict(checks),
    )


def _room(settings: Settings) -> Iterator[HealthFinding]:
    """Whether the disk has room to build the index anew."""
    folder = next(path for path in (settings.index.absolute(), *settings.index.absolute().parents) if path.exists())
    used = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) if settings.index.exists() else 0
    free, wanted = shutil.disk_usage(folder).free, max(LEAST_ROOM, ROOM * used)
    text = f"{_megabytes(free)} free where the index is, of {used // 2**20} MB in use"
    if free < wanted:
        text = f"Only {text}: building it anew may need {_megabytes(wanted)}. Make room"
    yield HealthFinding(text, well=free >= wanted, about="space")


def _megabytes(count: int) -> str:
    """A number of bytes for a person."""
    return f"{count / 2**20:,.0f} MB"


def _rights(settings: Settings) -> Iterator[HealthFinding]:
    """Whether nobody else may write in index and archive."""
    well = True
    for folder in (settings.index, settings.archive):
        for path in (folder, *folder.rglob("*")) if folder.exists() else ():
            if path.lstat().st_mode & OTHERS_MAY and not path.is_symlink():
                yield HealthFinding(
                    f"Others may write in {path}. Take that away: chmod go-w {path}", False, "permissions"
                )
                well = False
    if well:
        yield HealthFinding("Nobody else may write in index and archive", about="permissions")


def _archive(archive: Archive) -> Iterator[HealthFinding]:
    """Whether every meeting of the archive can be read, and what in it somebody should look at."""
    read = 0
    for id in sorted(archive.digests()):
        try:
            meeting = archive.meeting(id)
        except ProtokollError as error:
            yield HealthFinding(str(error), well=False, about="archive")
            continue
        read += 1
        for line in meeting.unplaced:
            text = shorten(line.text, LONGEST, placeholder=" …")
            yield HealthFinding(f"{meeting.source.file}, line {line.line} found no place: {text}", about="minutes")
        for remark in meeting.remarks:
            yield HealthFinding(f"{meeting.source.file}: {remark}", about="minutes")
        if numbers := personnummer.count(meeting):
            what = "a personnummer" if numbers == 1 else f"{numbers} personnummer"
            yield HealthFinding(f"{meeting.source.file} has {what}, masked in every answer", about="personnummer")
    withdrawn = f", {len(archive.withdrawn)} files withdrawn" if archive.withdrawn else ""
    yield HealthFinding(f"{read} meetings in the archive {archive.where}{withdrawn}", about="archive")


def _files(archive: Archive) -> Iterator[HealthFinding]:
    """Whether the files are those that were read."""
    for path, record in archive.files.items():
        if record.error:
            yield HealthFinding(record.error, well=False, about="files")
        elif (now := _digest(Path(path))) is None:
            yield HealthFinding(f"{record.name} is gone since it was indexed. Run: protokoll index", False, "files")
        elif now != record.sha256:
            yield HealthFinding(f"{record.name} has changed since it was indexed. Run: protokoll index", False, "files")


def _digest(path: Path) -> str | None:
    """The hash of a file's bytes, None when it is gone."""
    try:
        return reading.digest(path)
    except (OSError, UnreadableFile):
        return None


def _index(settings: Settings, archive: Archive) -> Iterator[HealthFinding]:
    """Whether the index is whole, of this version, and holds what the archive holds."""
    index = open_index(settings.index)
    held = index.verify()
    yield from _compared(archive, dict(held))
    yield HealthFinding(
        f"{len(held)} meetings in the index {settings.index}, every byte as it was written, "
        f"generation {index.generation}, {index.made}",
        about="index",
    )


def _agreement(settings: Settings, index: Index) -> Iterator[HealthFinding]:
    """Whether the index that is read is the current one, and holds what the archive holds."""
    look: tuple[Callable[[], object], ...] = (index.digests, lambda: Archive(settings.archive))
    for each in look:
        try:
            each()
        except ProtokollError as error:
            yield HealthFinding(str(error), well=False, about="index")
            return
    if index.degraded_reason:
        yield HealthFinding(str(index.degraded_reason), well=False, about="index")
    yield from _compared(Archive(settings.archive), dict(index.digests()))


def _compared(archive: Archive, held: dict[str, str]) -> Iterator[HealthFinding]:
    """Whether an index holds what the archive holds."""
    wanted = archive.digests()
    differing = sum(held.get(id) != wanted.get(id) for id in held.keys() | wanted.keys())
    what = "1 meeting differs" if differing == 1 else f"{differing} meetings differ"
    text = f"{what} between archive and index. Run: protokoll index"
    yield HealthFinding(text if differing else "Archive and index agree", not differing, "index")
