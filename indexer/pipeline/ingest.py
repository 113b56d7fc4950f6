"""Ingest: the story of one arrival. Files are looked at, read, and taken into the archive; the index follows it.

    folders --scan--> Changes --take--> ParsedFiles --plan--> Plan --apply--> archive (the truth)
        archive --project--> index (made from the archive, whenever the two differ)

`scan` looks and changes nothing, `plan` decides and touches nothing, `apply` does what was decided. The second half,
`project`, does not know of the first: it compares what the archive holds with what the index holds and indexes the
difference. An index that is lost, damaged or of another version is therefore simply made again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from indexer.errors import (
    CannotWrite,
    DamagedArchive,
    DamagedIndex,
    IndexFromOtherVersion,
    NoSuchIndex,
    UnreadableFile,
)
from indexer.index.port import Index
from indexer.model import AgendaItem, Meeting
from indexer.pipeline.parallel_parse import ParseOutcome, take
from indexer.pipeline.plan import ParsedFile, Plan, Report, check_lost, check_removals, plan
from indexer.pipeline.scan import Failure, FoundFile, scan
from indexer.reading import ocr
from indexer.settings import Settings
from indexer.storage.archive import Archive
from indexer.storage.file_lock import exclusive

__all__ = ["Failure", "Report", "apply", "ingest", "project", "renamed", "writing_to"]


def ingest(
    settings: Settings,
    index: Index,
    roots: Iterable[Path],
    *,
    rebuild: bool = False,
    confirm_removals: bool = False,
    progress: Callable[[str], None] = lambda name: None,
) -> Report:
    """Bring archive and index up to date with the files below the roots, and report what changed.

    `progress` is called with each file's name when it is read. Raises TooManyRemovals, IndexBusy, CannotWrite, and what
    the index raises; a file that cannot be read is a Failure in the report, and what was read from it before is kept.
    """
    started = time.monotonic()
    roots = tuple(roots)
    with writing_to(settings), exclusive(settings.archive / "LOCK"):
        archive = Archive(settings.archive, anew=rebuild and not _readable(settings))
        if archive.files:
            archive.settle()
        report = _arrive(settings, archive, roots, archive.lacking(), progress, confirm_removals=confirm_removals)
        try:
            project(archive, index, rebuild=rebuild)
        except DamagedArchive:
            _arrive(settings, archive, roots, archive.damaged(), progress, confirm_removals=confirm_removals)
            project(archive, index, rebuild=rebuild)
    return msgspec.structs.replace(report, seconds=round(time.monotonic() - started, 3))


def _readable(settings: Settings) -> bool:
    """Whether what the archive knows of files can be read."""
    try:
        Archive(settings.archive)
    except DamagedArchive:
        return False
    return True


@contextmanager
def writing_to(settings: Settings) -> Iterator[None]:
    """Within this, what the disk refuses is a CannotWrite that says so; archive and index are as they were."""
    try:
        yield
    except OSError as error:
        raise CannotWrite(error.filename or settings.archive, error.strerror or str(error)) from error


def _arrive(
    settings: Settings,
    archive: Archive,
    roots: Sequence[Path],
    lacking: frozenset[str],
    progress: Callable[[str], None],
    *,
    confirm_removals: bool,
) -> Report:
    """Bring the archive up to date with the files below the roots; meetings that it is lacking are read anew."""
    unlisted = archive.unlisted()
    changes = scan(roots, archive.files, withdrawn=archive.withdrawn, lacking=lacking)
    if not confirm_removals:
        check_removals(changes, archive.files)
    files = changes.to_read
    outcomes = take([(file.path, file.name) for file in files], progress, settings.ocr)
    parsed = [_parsed(file, outcome, archive) for file, outcome in zip(files, outcomes, strict=True)]
    planned = plan(changes, parsed, archive.files)
    if not confirm_removals:
        check_lost(unlisted, planned)
    apply(planned, archive)
    ocr.forget_all_but(settings.ocr, {record.sha256 for record in archive.files.values()})
    return planned.report


def _parsed(file: FoundFile, outcome: ParseOutcome, archive: Archive) -> ParsedFile:
    """What reading a file gave; its meeting is written beside the archive, so that memory holds one at a time."""
    if isinstance(outcome, UnreadableFile):
        return ParsedFile(file=file, error=Failure.of(outcome), waits=outcome.waits)
    # What was read may be newer than what was looked at.
    file = msgspec.structs.replace(file, sha256=outcome.source.sha256)
    return ParsedFile(file=file, meeting=archive.stage(outcome))


def apply(planned: Plan, archive: Archive) -> None:
    """Make the archive hold what was planned, durably and at one moment."""
    records = dict(planned.records)
    for path, meeting in planned.meetings.items():
        record = records[path]
        if record.meeting and record.meeting != meeting.id:
            other = archive.stage(renamed(archive.staged(meeting), record.meeting))
            records[path] = other.record(name=record.name, sha256=record.sha256, reader=record.reader)
    archive.commit(records)


def project(archive: Archive, index: Index, *, rebuild: bool = False) -> None:
    """Make the index hold just what the archive holds; what it holds already is not indexed again."""
    if not rebuild:
        wanted = archive.digests()
        with suppress(NoSuchIndex, IndexFromOtherVersion, DamagedIndex):
            held = dict(index.digests())
            put = [id for id, digest in sorted(wanted.items()) if held.get(id) != digest]
            index.update((archive.meeting(id) for id in put), sorted(held.keys() - wanted.keys()))
            return
    index.rebuild(archive.meetings())


def renamed(meeting: Meeting, id: str) -> Meeting:
    """The meeting with another id, its items' and decisions' made from it."""
    before = len(meeting.id)

    def item(old: AgendaItem) -> AgendaItem:
        return msgspec.structs.replace(
            old,
            id=id + old.id[before:],
            items=tuple(map(item, old.items)),
            decisions=tuple(msgspec.structs.replace(each, id=id + each.id[before:]) for each in old.decisions),
        )

    return msgspec.structs.replace(meeting, id=id, items=tuple(map(item, meeting.items)))
