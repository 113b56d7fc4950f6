"""Ingest: the story of one arrival. Files are looked at, read, and taken into the archive; the index follows it.

    folders --scan--> Changes --take--> ParsedFiles --plan--> Plan --apply--> archive (the truth)
        archive --project--> index (made from the archive, whenever the two differ)

`scan` looks and changes nothing, `plan` decides and touches nothing, `apply` does what was decided. `project` does not
know of the rest: it compares what the archive holds with what the index holds and indexes the difference. An index that
is lost, damaged or of another version is therefore simply made again.

Before that, the archive itself is looked at: what does not hold in it is set aside, told, and made again from its copy
or from the minutes; what an earlier command began to withdraw is finished.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec

from indexer.errors import NotWithdrawn, UnreadableFile
from indexer.index.port import Index
from indexer.log import note
from indexer.messages import Message, message
from indexer.model import DocumentKind
from indexer.pipeline.integrity import damaged
from indexer.pipeline.parallel_parse import ParseOutcome, take
from indexer.pipeline.plan import Mending, ParsedFile, Plan, Report, as_printed, check_lost, check_removals, plan
from indexer.pipeline.publish import finish, forget_pages, project, writing_to
from indexer.pipeline.rename import Renaming, parts_withdrawn, renamed, withdrawals_renamed
from indexer.pipeline.scan import READER, Failure, FoundFile, scan
from indexer.reading import ocr
from indexer.register import read_register
from indexer.settings import Settings
from indexer.storage import durable
from indexer.storage.archive import Archive, Damage, FileRecord, StagedMeeting
from indexer.storage.file_lock import exclusive
from indexer.storage.withdrawals import hashed, without

__all__ = ["Failure", "Report", "apply", "ingest", "opened", "project", "renamed", "writing_to"]

LAST_RUN: Final = "LAST_RUN"
"""The file of the archive that says when a run last ended well."""


def ingest(
    settings: Settings,
    index: Index,
    roots: Iterable[Path],
    *,
    rebuild: bool = False,
    confirm_removals: bool = False,
    restore: str | None = None,
    anything: bool = False,
    progress: Callable[[str], None] = lambda name: None,
) -> Report:
    """Bring archive and index up to date with the files below the roots, and report what changed.

    `restore` is the id of a meeting of which nothing is to stay out any longer. With `anything`, what is no minutes is
    taken too, as documents of another kind, and stays. `progress` is called with each file's name when it is read.
    Raises TooManyRemovals, NotWithdrawn, IndexBusy, CannotWrite, DamagedWithdrawals, and what the index raises; a file
    that cannot be read is a Failure in the report, and what was read from it before is kept.
    """
    started = time.monotonic()
    with writing_to(settings), exclusive(settings.archive / "LOCK"):
        archive, mended = opened(settings)
        finish(archive, index, settings)
        again = _restored(archive, restore) if restore else set()
        wrong = list(damaged(archive, settings))
        again |= {path for path, _ in wrong}
        others = {path for path, record in archive.files.items() if _is_other(record)}
        if anything:
            again |= {path for path, record in archive.files.items() if record.code == NOT_MINUTES}
        changes = scan(roots, archive.files, withdrawn=archive.withdrawn, again=again)
        if not confirm_removals:
            check_removals(changes, archive.files)
        for _, damage in wrong:
            archive.set_aside(damage)
        files = changes.to_read
        outcomes = take(
            [(file.path, file.name) for file in files],
            progress,
            settings.ocr,
            anything=lambda path: anything or path in others,
        )
        parsed = [_parsed(file, outcome, archive) for file, outcome in zip(files, outcomes, strict=True)]
        register = read_register(settings.register)
        told, known = Renaming(archive, register, settings.organ, changes).named(parsed)
        planned = plan(changes, told, archive.files, known)
        if not confirm_removals:
            check_lost(archive.unlisted(), planned)
        apply(planned, archive, settings)
        forget_pages(settings, archive)
        lost = project(archive, index, rebuild=rebuild)
        _remember(settings)
    made = [(f"mended.{one.reason}", one.path) for one in (*mended, *(damage for _, damage in wrong))]
    if lost:
        made.append(("mended.index", str(settings.index)))
    mendings = [_mending(message(code, path=path), path) for code, path in made]
    faults = [_mending(fault.message, fault.path) for fault in register.faults]
    seconds = round(time.monotonic() - started, 3)
    report = msgspec.structs.replace(planned.report, mended=mendings, register=faults, seconds=seconds)
    done = {name: getattr(report, name) for name in ("new", "changed", "unchanged", "removed", "items", "seconds")}
    note("log.indexed", **done, failed=len(report.failed))
    return report


def last_run(settings: Settings) -> str | None:
    """When a run last ended well, as an ISO moment; None when none did, or nothing tells."""
    try:
        return datetime.fromisoformat((settings.archive / LAST_RUN).read_text("ascii").strip()).isoformat()
    except (OSError, ValueError):
        return None


def _remember(settings: Settings) -> None:
    """Write down that a run ended well: the archive and the index may be as they were."""
    durable.replace(settings.archive / LAST_RUN, f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}\n".encode())


NOT_MINUTES: Final = "file.not_minutes"


def _is_other(record: FileRecord) -> bool:
    """Whether a file was taken though it is no minutes; a record of an older version tells it by the id alone."""
    if record.document is not None:
        return record.document is DocumentKind.OTHER
    return record.printed is not None and "-handling-" in record.printed.id


def opened(settings: Settings) -> tuple[Archive, tuple[Damage, ...]]:
    """The archive, to be written, its lists made whole, and what was wrong with them.

    Raises DamagedWithdrawals when nothing tells for certain what is to stay out.
    """
    archive = Archive(settings.archive, index=settings.index)
    archive.refuse_without_withdrawals()
    if archive.is_of_old_format:
        ocr.seal_old_pages(settings.ocr)
    damages = (*archive.mend(), *archive.strays())
    archive.settle()
    return archive, damages


def _restored(archive: Archive, id: str) -> set[str]:
    """Let nothing of a meeting stay out any longer; the paths of the file that it was read from in part."""
    kept = [one for one in archive.withdrawals if one.meeting != hashed(id)]
    if len(kept) == len(archive.withdrawals):
        kept = [one for one in archive.withdrawals if one.printed != hashed(id)]
    if len(kept) == len(archive.withdrawals):
        raise NotWithdrawn(id)
    archive.commit(withdrawals=kept)
    return {path for path, record in archive.files.items() if record.meeting and id in _ids_of_record(record)}


def _ids_of_record(record: FileRecord) -> set[str]:
    """The ids that a file's meeting goes by: its own, and the one that its minutes alone would give."""
    id = record.meeting or ""
    return {id, as_printed(id, record.printed)} if record.printed else {id}


def _mending(said: Message, path: str) -> Mending:
    """What the report says of a file that was made again, or of the register."""
    return Mending(path, said.text("en"), said.code, said.args)


def _parsed(file: FoundFile, outcome: ParseOutcome, archive: Archive) -> ParsedFile:
    """What reading a file gave; its meeting is written beside the archive, so that memory holds one at a time."""
    if isinstance(outcome, UnreadableFile):
        return ParsedFile(file=file, error=Failure.of(outcome), waits=outcome.waits)
    # What was read may be newer than what was looked at.
    file = msgspec.structs.replace(file, sha256=outcome.source.sha256)
    meeting = without(outcome, parts_withdrawn(outcome, archive.withdrawals))
    return ParsedFile(file=file, meeting=archive.stage(meeting, path=file.path, reader=READER))


def apply(planned: Plan, archive: Archive, settings: Settings) -> None:
    """Make the archive hold what was planned, durably and at one moment."""
    records = dict(_recorded(planned, archive, settings))
    archive.commit(records, withdrawals_renamed(archive, records))


def _recorded(planned: Plan, archive: Archive, settings: Settings) -> Iterator[tuple[str, FileRecord]]:
    """The records as they were planned, each with what only the disk and the clock tell."""
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    arrivals = archive.arrivals()
    read_by_ocr = {folder.name for folder in settings.ocr.iterdir()} if settings.ocr.is_dir() else set()
    unsound = archive.unsound({record.meeting or "" for record in planned.records.values() if record.error})
    for path, record in planned.records.items():
        meeting = planned.meetings.get(path)
        if meeting:
            kept = _under_its_id(path, record, meeting, archive)
        else:
            # What was read before is kept when a file cannot be read any longer, if it is still there.
            kept = record.without_meeting() if record.meeting in unsound else record
        if record.sha256 in read_by_ocr and (meeting or record.ocr is None):
            kept = msgspec.structs.replace(kept, ocr=ocr.state(settings.ocr, record.sha256)[0])
        before = archive.files.get(path)
        if kept.meeting is None:
            arrived = None
        elif kept.meeting in arrivals:
            arrived = arrivals[kept.meeting] or None
        else:
            # The same bytes may be known by another id than before.
            arrived = before.arrived if before and before.meeting and before.sha256 == kept.sha256 else now
        yield path, msgspec.structs.replace(kept, arrived=arrived)


def _under_its_id(path: str, record: FileRecord, meeting: StagedMeeting, archive: Archive) -> FileRecord:
    """The record of a file whose meeting, as it was staged, may be given another id."""
    if record.meeting is None or record.meeting == meeting.id:
        return record
    before = archive.staged(meeting)
    other = msgspec.structs.replace(renamed(before, record.meeting), printed=before.as_printed)
    staged = archive.stage(other, path=path, reader=record.reader)
    again = staged.record(name=record.name, sha256=record.sha256, reader=record.reader)
    return msgspec.structs.replace(again, named=record.named)
