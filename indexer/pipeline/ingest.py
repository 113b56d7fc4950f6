"""Ingest: the story of one arrival. A file is found, read, parsed, archived and indexed.

    files below the folders --find--> those whose bytes are new --take--> Meetings
        --> archive (the truth) --> index (made from the archive, whenever the two differ)

The second half, `project`, does not know of the first: it compares what the archive holds with what the index holds and
indexes the difference. An index that is lost, damaged or of another version is therefore simply made again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import msgspec

from indexer import minutes, reading
from indexer.errors import (
    CannotWrite,
    DamagedArchive,
    DamagedIndex,
    IndexFromOtherVersion,
    NoSuchIndex,
    SameMeeting,
    TooManyRemovals,
    UnreadableFile,
)
from indexer.index.port import Index
from indexer.model import AgendaItem, Meeting
from indexer.pipeline.parallel_parse import ParseOutcome, take
from indexer.reading import ocr
from indexer.settings import Settings
from indexer.storage.archive import Archive, FileRecord
from indexer.storage.durable import digest
from indexer.storage.file_lock import exclusive
from indexer.swedish.diacritics import slug

READER = f"reading {reading.VERSION}, minutes {minutes.VERSION}"
"""What a file was read by: a file is read again, its bytes unchanged, when this is another."""
MISSING_SHARE = 0.2
"""More of the known files gone in one run than this, and the run stops and asks."""


class Failure(msgspec.Struct, frozen=True):
    """A file that could not be indexed, and the sentence that says why and what to do: in English, and as a message."""

    file: str
    error: str
    code: str | None = None
    args: dict[str, Any] = {}

    def text(self) -> str:
        """The sentence in the language of the process."""
        return UnreadableFile(self.file, self.code, **self.args).text() if self.code else self.error


def failure(file: str, error: UnreadableFile) -> Failure:
    """The report's line about a file that could not be indexed."""
    return Failure(file, error.text("en"), *error.message)


class Report(msgspec.Struct, kw_only=True):
    """What one run did: files by what had become of them, and what the archive holds after it.

    `withdrawn` counts files that are there but were withdrawn: they stay out until their bytes change.
    """

    new: int = 0
    changed: int = 0
    moved: int = 0
    unchanged: int = 0
    removed: int = 0
    withdrawn: int = 0
    failed: list[Failure] = []
    items: int = 0
    unplaced_lines: int = 0
    seconds: float = 0.0


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
    with writing_to(settings), exclusive(settings.archive / "LOCK"):
        roots = [root.absolute() for root in roots]
        archive = Archive(settings.archive, anew=rebuild and not _readable(settings))
        if archive.files:
            archive.settle()
        report = _Arrivals(archive, roots, progress, settings.ocr).take(confirm_removals=confirm_removals)
        try:
            project(archive, index, rebuild=rebuild)
        except DamagedArchive:
            archive.forget_damaged()
            _Arrivals(archive, roots, progress, settings.ocr).take(confirm_removals=confirm_removals)
            project(archive, index, rebuild=rebuild)
    report.seconds = round(time.monotonic() - started, 3)
    return report


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


class _Arrivals:
    """One run over the files below the roots: what has become of each since the archive last saw them."""

    def __init__(self, archive: Archive, roots: Iterable[Path], progress: Callable[[str], None], kept: Path) -> None:
        self.archive = archive
        self.progress = progress
        self.kept = kept
        self.report = Report()
        self.unlisted = archive.unlisted()
        self.found = dict(self._find(roots))
        self.known = {path for path in archive.files if any(_is_below(path, str(root)) for root in roots)}
        self.gone = {path: archive.files[path] for path in self.known - self.found.keys() if not self._is_hidden(path)}
        self.gone_with = {record.sha256: path for path, record in self.gone.items()}
        self.owners = {record.meeting: path for path, record in archive.files.items() if record.meeting}
        self.holders = {
            meeting: path
            for meeting, path in self.owners.items()
            if not archive.files[path].error and path not in self.gone
        }
        self.doubles: list[tuple[str, FileRecord, Meeting]] = []

    def take(self, *, confirm_removals: bool) -> Report:
        """Bring the archive up to date, durably."""
        if not confirm_removals:
            self._refuse_many_removals()
        looked = [file for path, name in self.found.items() if (file := self._look(path, name))]
        for (path, record), taken in zip(looked, take(self._names(looked), self.progress, self.kept), strict=True):
            self._arrive(path, record, taken)
        for path, record, meeting in self.doubles:
            self._arrive_after_all(path, record, meeting)
        for path in self.gone:
            self.report.removed += self.archive.files.pop(path).meeting is not None
        if not confirm_removals:
            self._refuse_many_lost()
        self.archive.save()
        ocr.forget_all_but(self.kept, {record.sha256 for record in self.archive.files.values()})
        self.report.items = sum(record.items for record in self.archive.files.values())
        self.report.unplaced_lines = sum(record.unplaced for record in self.archive.files.values())
        return self.report

    @staticmethod
    def _names(looked: Iterable[tuple[str, FileRecord]]) -> list[tuple[str, str]]:
        """Each file's path and name."""
        return [(path, record.name) for path, record in looked]

    def _find(self, roots: Iterable[Path]) -> Iterator[tuple[str, str]]:
        """The files below the roots, each with its name below its root; what is in the way goes to the report."""
        for root in roots:
            for path in reading.find(root):
                if isinstance(path, UnreadableFile):
                    self.report.failed.append(failure(path.path, path))
                else:
                    yield str(path), path.name if path == root else str(path)[len(str(root)) :].lstrip("/")

    def _is_hidden(self, path: str) -> bool:
        """Whether a file is in a folder that could not be looked into: it need not be gone."""
        return any(path.startswith(f"{failure.file}/") for failure in self.report.failed)

    def _refuse_many_lost(self) -> None:
        """Raise TooManyRemovals when FILES.json was lost, and many meetings of the archive were not read anew."""
        lost = self.unlisted - self.archive.digests().keys()
        if len(lost) > MISSING_SHARE * len(self.unlisted):
            raise TooManyRemovals(len(lost), len(self.unlisted))

    def _refuse_many_removals(self) -> None:
        """Raise TooManyRemovals when a large share of the known files is gone and not merely moved."""
        arrived = {digest(Path(path)) for path in self.found.keys() - self.known} if self.gone else set()
        lost = [path for path, record in self.gone.items() if record.sha256 not in arrived]
        if len(lost) > max(1, MISSING_SHARE * len(self.known)):
            raise TooManyRemovals(len(lost), len(self.known))

    def _look(self, path: str, name: str) -> tuple[str, FileRecord] | None:
        """The file with its hash, when it is to be read; None when what is known of it still holds."""
        known = self.archive.files.get(path)
        record = FileRecord(name=name, sha256="", reader=READER)
        try:
            record = msgspec.structs.replace(record, sha256=digest(Path(path)))
        except FileNotFoundError:
            return None  # gone since the folder was listed: the next run says so, if it stays away
        except OSError as error:
            self._fail(path, record, UnreadableFile(name, "file.not_opened_now", reason=str(error.strerror)))
            return None
        if record.sha256 in self.archive.withdrawn:
            self.archive.files.pop(path, None)
            self.report.withdrawn += 1
            return None
        if known and _still_holds(known, record) and not self.archive.lacks(known):
            self._count_as_before(known)
            return None
        return path, record

    def _arrive(self, path: str, record: FileRecord, taken: ParseOutcome) -> None:
        """Take one file that was read into the archive; one that holds the meeting of another waits for the others."""
        if isinstance(taken, UnreadableFile):
            self._fail(path, record, taken)
            return
        # What was read may be newer than what was looked at.
        record = msgspec.structs.replace(record, sha256=taken.source.sha256)
        try:
            meeting = self._told_apart(taken, path, record)
        except SameMeeting:
            self._release(path)
            self.doubles.append((path, record, taken))
        else:
            self._keep(path, record, meeting)

    def _arrive_after_all(self, path: str, record: FileRecord, meeting: Meeting) -> None:
        """Take a file whose meeting another held: it may hold one no longer that was read after it."""
        try:
            self._keep(path, record, self._told_apart(meeting, path, record))
        except SameMeeting as error:
            if path in self.archive.files:
                self.archive.let_go(path)
            self._fail(path, msgspec.structs.replace(record, same_as=error.meeting), error)

    def _keep(self, path: str, record: FileRecord, meeting: Meeting) -> None:
        """Put a meeting in the archive, as that of this file and of no other."""
        self._release(path)
        known, owner = self.archive.files.get(path), self.owners.get(meeting.id, path)
        if owner != path and (before := self.archive.files.get(owner)) and before.meeting == meeting.id:
            self.archive.let_go(owner)
            known = before
        self.holders[meeting.id] = self.owners[meeting.id] = path
        self.archive.put(path, record, meeting)
        self._count(known, record)

    def _release(self, path: str) -> None:
        """Let others have the meeting that a file held: it was read, and holds what was read now."""
        known = self.archive.files.get(path)
        if known and known.meeting and self.holders.get(known.meeting) == path:
            del self.holders[known.meeting]

    def _count_as_before(self, known: FileRecord) -> None:
        """Report a file that has not changed: as unchanged, or with the error it still has."""
        if known.error:
            self.report.failed.append(Failure(known.name, known.error, known.code, known.args))
        else:
            self.report.unchanged += 1

    def _count(self, known: FileRecord | None, record: FileRecord) -> None:
        """Report a file that was read."""
        moved = self.gone_with.pop(record.sha256, None)
        if moved:
            del self.gone[moved], self.archive.files[moved]
            self.report.moved += 1
        elif known is None or known.meeting is None:
            self.report.new += 1
        elif known.sha256 == record.sha256:
            self.report.unchanged += 1
        else:
            self.report.changed += 1

    def _told_apart(self, meeting: Meeting, path: str, record: FileRecord) -> Meeting:
        """The meeting, with an id of its own if another file, still there, holds another of that organ on that day.

        Raises SameMeeting when the other holds the same meeting.
        """
        if self.holders.get(meeting.id, path) != path and (mark := self._difference(meeting)):
            meeting = renamed(meeting, f"{meeting.id}-{mark}")
        holder = self.holders.get(meeting.id, path)
        if holder != path:
            raise SameMeeting(record.name, self.archive.files[holder].name, meeting.id)
        return meeting

    def _difference(self, meeting: Meeting) -> str:
        """What tells a meeting from that with its id; "" when they are the same, or nobody can tell now."""
        with suppress(DamagedArchive):
            return _difference(meeting, self.archive.meeting(meeting.id))
        return ""

    def _fail(self, path: str, record: FileRecord, error: UnreadableFile) -> None:
        """Write down why a file gave no meeting; what was read from it before stays, until another file holds it."""
        self._release(path)
        before = self.archive.files.get(path)
        if before:
            kept = {name: getattr(before, name) for name in ("meeting", "digest", "stored", "items", "unplaced")}
            record = msgspec.structs.replace(record, **kept)
        self.archive.files[path] = msgspec.structs.replace(
            record, error=error.text("en"), code=error.message.code, args=error.message.args, waits=error.waits
        )
        self.report.failed.append(failure(record.name, error))


def _is_below(path: str, root: str) -> bool:
    """Whether a path is that of a file or of something in the folder: of thousands, so as text."""
    return path == root or path.startswith(root.rstrip("/") + "/")


def _still_holds(known: FileRecord, now: FileRecord) -> bool:
    """Whether what is known of a file needs no new reading."""
    same = (known.sha256, known.reader, known.name) == (now.sha256, now.reader, now.name)
    return same and not known.waits


def _difference(meeting: Meeting, other: Meeting) -> str:
    """What tells a meeting from another of the same organ on the same day: its number or its hour; "" for the same."""
    if meeting.number and other.number and meeting.number != other.number:
        return slug(meeting.number)
    if meeting.start and other.start and meeting.start != other.start:
        return slug(meeting.start)
    return ""


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
