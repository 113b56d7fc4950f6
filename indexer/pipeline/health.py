"""Health: whether archive, index and files agree, and what somebody should look at.

The findings are for a person (`protokoll check`) and for a machine that watches (`health`), which is told what was
looked at and how often something was wrong, but no path, no name and no word of any minutes.
"""

from __future__ import annotations

import platform
import shutil
import stat
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from textwrap import shorten
from typing import Final

import msgspec

from indexer import messages, privacy, reading
from indexer.errors import ProtokollError, UnreadableFile
from indexer.index import index_of
from indexer.index.documents import FINGERPRINT
from indexer.index.port import Index
from indexer.messages import Message, Value, message
from indexer.model import Meeting
from indexer.pipeline.ingest import last_run
from indexer.pipeline.integrity import damaged
from indexer.pipeline.scan import READER
from indexer.register import read_register
from indexer.settings import Settings
from indexer.storage.archive import Archive
from indexer.storage.lists import FileRecord

ROOM: Final = 3
"""How many times the index's size should be free: a rebuild writes it again, with its sorting beside it."""
LEAST_ROOM: Final = 100 * 2**20
LONGEST: Final = 100
"""Letters of a line that are enough to find it by."""
EDGES: Final = 8
"""Heads and feet of pages that are named of one file: those of most lines."""
WRITTEN_WITHIN_S: Final = 0.3
"""Seconds in which a run writes its lists, once it has begun: six files are flushed."""
OTHERS_MAY: Final = stat.S_IWGRP | stat.S_IWOTH


class HealthFinding(msgspec.Struct, frozen=True):
    """One thing that was looked at, in `file` if any; `well` is false when somebody must do something.

    `about` names the kind.
    """

    message: Message
    well: bool = True
    about: str = "versions"
    file: str = ""

    def text(self, language: messages.Language | None = None) -> str:
        """What was found, in this language or in that of the process."""
        return f"{self.file}: {self.message.text(language)}" if self.file else self.message.text(language)


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """How everything is, without secrets: `checks` says of each kind of finding how many were not well.

    The index was `made` when something was last new in it; a run last ended well, with news or not, when it `ran`.
    """

    well: bool
    generation: str | None
    made: str | None
    ran: str | None
    meetings: int
    checks: dict[str, int]


def check(settings: Settings, *, hours: float | None = None) -> Iterator[HealthFinding]:
    """Look at versions, room and rights, the archive, the files and the index, and tell what was found.

    With `hours` it is amiss, too, when no run has ended well for so long.
    """
    yield HealthFinding(message("check.versions", python=platform.python_version(), reader=READER, index=FINGERPRINT))
    yield from _tools()
    yield from _age(settings, hours)
    yield from _room(settings)
    yield from _rights(settings)
    try:
        archive = _at_rest(settings)
    except ProtokollError as error:
        yield HealthFinding(error.message, well=False, about="archive")
        return
    yield from _archive(archive, settings)
    yield from _files(archive)
    for fault in read_register(settings.register).faults:
        yield HealthFinding(fault.message, well=False, about="register")
    try:
        yield from _index(settings, archive)
    except ProtokollError as error:
        yield HealthFinding(error.message, well=False, about="index")


def _at_rest(settings: Settings) -> Archive:
    """The archive; when its lists do not agree, as while a run is writing them, as it is a moment later."""
    archive = Archive(settings.archive, index=settings.index)
    if archive.damages:
        time.sleep(WRITTEN_WITHIN_S)
        archive = Archive(settings.archive, index=settings.index)
    return archive


def _tools() -> Iterator[HealthFinding]:
    """Which of the optional tools are here; without them some files wait, and nothing else is amiss."""
    if shutil.which("tesseract"):
        yield HealthFinding(message("check.ocr_here"), about="tools")
    else:
        yield HealthFinding(message("check.ocr_missing"), about="tools")
    for package, extra in (("pypdfium2", "pdf"), ("watchfiles", "watch")):
        if find_spec(package):
            yield HealthFinding(message(f"check.{extra}_here", package=package), about="tools")
        else:
            missing = message(f"check.{extra}_missing", package=package, python=sys.executable)
            yield HealthFinding(missing, about="tools")


def as_json(finding: HealthFinding) -> dict[str, object]:
    """A finding as docs/json.md has it, its sentence in English."""
    told = {"about": finding.about, "well": finding.well, "code": finding.message.code, "args": finding.message.args}
    return told | {"text": finding.text("en"), "file": finding.file or None}


def moment(written: str) -> float:
    """Seconds since 1970 of a moment that an index or a run was made at."""
    return datetime.fromisoformat(written).timestamp()


def _age(settings: Settings, hours: float | None) -> Iterator[HealthFinding]:
    """When a run last ended well, and whether that is longer ago than so many hours."""
    ran = last_run(settings)
    if ran is None:
        yield HealthFinding(message("check.no_run"), hours is None, "age")
        return
    ago = (time.time() - moment(ran)) / 3600
    yield HealthFinding(message("check.last_run", hours=ago), hours is None or ago <= hours, "age")


def health(settings: Settings, index: Index, *, thorough: bool = False, hours: float | None = None) -> Health:
    """How everything is: what is quick to look at, or, `thorough`, all that `check` looks at."""
    try:
        generation, made, meetings = index.generation, index.made, len(index.digests())
    except ProtokollError:
        generation, made, meetings = None, None, 0
    quick = (_room(settings), _rights(settings), _agreement(settings, index), _age(settings, hours))
    looked = check(settings, hours=hours) if thorough else chain.from_iterable(quick)
    checks: Counter[str] = Counter()
    for finding in looked:
        checks[finding.about] += not finding.well
    return Health(
        well=generation is not None and not any(checks.values()),
        generation=generation,
        made=made,
        ran=last_run(settings),
        meetings=meetings,
        checks=dict(checks),
    )


def _room(settings: Settings) -> Iterator[HealthFinding]:
    """Whether the disk has room to build the index again."""
    folder = next(path for path in (settings.index.absolute(), *settings.index.absolute().parents) if path.exists())
    used = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) if settings.index.exists() else 0
    free, wanted = shutil.disk_usage(folder).free, max(LEAST_ROOM, ROOM * used)
    room = {"free": _megabytes(free), "used": used // 2**20}
    if free < wanted:
        yield HealthFinding(message("check.little_room", **room, wanted=_megabytes(wanted)), False, "space")
    else:
        yield HealthFinding(message("check.room", **room), about="space")


def _megabytes(count: int) -> int:
    """A number of bytes for a person."""
    return round(count / 2**20)


def _rights(settings: Settings) -> Iterator[HealthFinding]:
    """Whether nobody else may write in index and archive."""
    well = True
    for folder in (settings.index, settings.archive):
        for path in (folder, *folder.rglob("*")) if folder.exists() else ():
            if path.lstat().st_mode & OTHERS_MAY and not path.is_symlink():
                yield HealthFinding(message("check.others_may_write", path=str(path)), False, "permissions")
                well = False
    if well:
        yield HealthFinding(message("check.nobody_may_write"), about="permissions")


def _archive(archive: Archive, settings: Settings) -> Iterator[HealthFinding]:
    """Whether the archive is as it was written, and what in it somebody should look at."""
    wrong = {damage for _, damage in damaged(archive, settings)}
    for damage in (*archive.damages, *archive.strays(), *sorted(wrong, key=lambda damage: damage.path)):
        yield HealthFinding(damage.message, well=False, about="archive")
    try:
        archive.refuse_without_withdrawals()
    except ProtokollError as error:
        yield HealthFinding(error.message, well=False, about="archive")
    if pending := sum(one.pending for one in archive.withdrawals):
        yield HealthFinding(message("check.pending", count=pending), well=False, about="archive")
    read = 0
    told: list[tuple[float, str, list[HealthFinding]]] = []
    for id in sorted(archive.digests()):
        try:
            meeting = archive.meeting(id)
        except ProtokollError:
            continue  # what is wrong with it was told
        read += 1
        if findings := list(_of_minutes(meeting)):
            told.append((meeting.certainty.least, id, findings))
    for _, _, findings in sorted(told, key=lambda one: one[:2]):
        yield from findings
    held: dict[str, Value] = {"meetings": read, "where": str(archive.where)}
    if archive.withdrawn:
        said = message("check.archive_with_withdrawn", **held, withdrawn=len(archive.withdrawn))
        yield HealthFinding(said, about="archive")
    else:
        yield HealthFinding(message("check.archive", **held), about="archive")


def _of_minutes(meeting: Meeting) -> Iterator[HealthFinding]:
    """What somebody should look at in the minutes of one meeting."""
    file, sure = meeting.source.file, meeting.certainty
    if sure.least < 1:
        shares: dict[str, Value] = {name: round(100 * share) for name, share in msgspec.structs.asdict(sure).items()}
        yield HealthFinding(message("check.certainty", **shares), about="minutes", file=file)
    for remark in meeting.remarks:
        yield HealthFinding(remark.message, about="minutes", file=file)
    for line in meeting.unplaced:
        said = message("check.unplaced_line", file=file, line=line.line, text=_shown(line.text))
        yield HealthFinding(said, about="minutes")
    if meeting.furniture:
        edges = sorted(meeting.furniture, key=lambda edge: -edge.lines)[:EDGES]
        texts = tuple(f"»{_shown(edge.text)}« ({edge.lines})" for edge in edges)
        said = message("check.furniture", texts=texts, count=sum(edge.lines for edge in meeting.furniture))
        yield HealthFinding(said, about="minutes", file=file)
    if numbers := privacy.count(meeting):
        yield HealthFinding(message("check.personnummer", file=file, count=numbers), about="personnummer")


def _shown(line: str) -> str:
    """What is shown of a line of minutes."""
    return shorten(privacy.masked(line), LONGEST, placeholder=" …")


def _files(archive: Archive) -> Iterator[HealthFinding]:
    """Whether the files are those that were read."""
    for path, record in archive.files.items():
        if record.error:
            yield _failure(record)
        elif (now := _digest(Path(path))) is None:
            yield HealthFinding(message("check.file_gone", file=record.name), False, "files")
        elif now != record.sha256:
            yield HealthFinding(message("check.file_changed", file=record.name), False, "files")


def _failure(record: FileRecord) -> HealthFinding:
    """Why a file gave no meeting."""
    if record.code is None:
        return HealthFinding(message("check.as_recorded", error=record.error or ""), False, "files")
    return HealthFinding(Message(record.code, record.args), False, "files", record.name)


def _digest(path: Path) -> str | None:
    """The hash of a file's bytes, None when it is gone."""
    try:
        return reading.digest(path)
    except (OSError, UnreadableFile):
        return None


def _index(settings: Settings, archive: Archive) -> Iterator[HealthFinding]:
    """Whether the index is whole, of this version, and holds what the archive holds."""
    index = index_of(settings)
    held = index.verify()
    yield from _compared(archive, dict(held))
    said = message(
        "check.index",
        meetings=len(held),
        where=str(settings.index),
        generation=index.generation,
        made=index.made,
    )
    yield HealthFinding(said, about="index")


def _agreement(settings: Settings, index: Index) -> Iterator[HealthFinding]:
    """Whether the index that is read is the current one, and holds what the archive holds."""
    look: tuple[Callable[[], object], ...] = (index.digests, lambda: Archive(settings.archive))
    for each in look:
        try:
            each()
        except ProtokollError as error:
            yield HealthFinding(error.message, well=False, about="index")
            return
    if index.degraded_reason:
        yield HealthFinding(index.degraded_reason.message, well=False, about="index")
    yield from _compared(Archive(settings.archive), dict(index.digests()))


def _compared(archive: Archive, held: dict[str, str]) -> Iterator[HealthFinding]:
    """Whether an index holds what the archive holds."""
    wanted = archive.digests()
    differing = sum(held.get(id) != wanted.get(id) for id in held.keys() | wanted.keys())
    said = message("check.differing", meetings=differing) if differing else message("check.agreement")
    yield HealthFinding(said, not differing, "index")
