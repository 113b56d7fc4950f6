"""Plan: which file holds which meeting, and what the archive is to hold after a run; a pure function, no disk.

Files compete for meetings. The file that held a meeting keeps it while it still says so; a meeting of the same organ on
the same day gets an id of its own when its number or its hour tells it apart; of two files with the same meeting the
second waits, and says so. A file that could not be read keeps what was read from it before, until another holds it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from indexer.errors import SameMeeting, TooManyRemovals
from indexer.messages import Message
from indexer.model import PrintedOrgan
from indexer.pipeline.scan import READER, Changes, Failure, FoundFile
from indexer.storage.archive import StagedMeeting
from indexer.storage.lists import FileRecord
from indexer.swedish.diacritics import slug

MISSING_SHARE = 0.2
"""More of the known files gone in one run than this, and the run stops and asks."""


class Mending(msgspec.Struct, frozen=True):
    """What was wrong with a file of the archive that was made again, or with the register: in English, as a message."""

    file: str
    error: str
    code: str
    args: dict[str, Any] = {}

    def text(self) -> str:
        """The sentence in the language of the process."""
        return Message(self.code, self.args).text()


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What one run did: files by what had become of them, what was mended, and what the archive holds after it.

    `withdrawn` counts files that are there but were withdrawn, and stay out; `register` is what is wrong with the
    register.
    """

    new: int = 0
    changed: int = 0
    moved: int = 0
    unchanged: int = 0
    removed: int = 0
    withdrawn: int = 0
    failed: list[Failure] = []
    mended: list[Mending] = []
    register: list[Mending] = []
    items: int = 0
    unplaced_lines: int = 0
    seconds: float = 0.0


class ParsedFile(msgspec.Struct, frozen=True, kw_only=True):
    """What reading a file gave: a meeting, staged, or the error that says why not and whether to try again."""

    file: FoundFile
    reader: str = READER
    meeting: StagedMeeting | None = None
    error: Failure | None = None
    waits: bool = False


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What the archive is to hold: the records by path; the meetings to put in it, as they were staged, by path."""

    records: Mapping[str, FileRecord]
    meetings: Mapping[str, StagedMeeting]
    report: Report


class _Holders(msgspec.Struct, frozen=True, kw_only=True):
    """Who holds what after a run: ids by path for the files that were read, and for the others whom they wait for."""

    ids: Mapping[str, str]
    same: Mapping[str, SameMeeting]


def check_removals(changes: Changes, records: Mapping[str, FileRecord]) -> None:
    """Raise TooManyRemovals when a large share of the known files is gone and not merely moved."""
    arrived = {file.sha256 for file in changes.to_read if file.path not in records}
    lost = sum(records[path].sha256 not in arrived for path in changes.gone)
    if lost > max(1, MISSING_SHARE * changes.known):
        raise TooManyRemovals(lost, changes.known)


def check_lost(unlisted: Collection[str], planned: Plan) -> None:
    """Raise TooManyRemovals when the records were lost, and many meetings of the archive were not read again."""
    held = {record.meeting for record in planned.records.values()}
    lost = sum(id not in held for id in unlisted)
    if lost > MISSING_SHARE * len(unlisted):
        raise TooManyRemovals(lost, len(unlisted))


def plan(
    changes: Changes,
    parsed: Sequence[ParsedFile],
    records: Mapping[str, FileRecord],
    renamed: Sequence[ParsedFile] = (),
) -> Plan:
    """What the archive is to hold, when these are the changes and this is what reading the files to read gave.

    `renamed` are known files that were not read, whose meetings are called otherwise now that others were.
    """
    told = (*parsed, *renamed)
    holders = _assigned(changes, told, records)
    planned = _records(changes, told, records, holders)
    return Plan(
        records=planned,
        meetings={one.file.path: one.meeting for one in told if one.meeting and one.file.path in holders.ids},
        report=_report(changes, parsed, records, holders, planned),
    )


# Who holds what


def _assigned(changes: Changes, parsed: Sequence[ParsedFile], records: Mapping[str, FileRecord]) -> _Holders:
    """Which meeting each file that was read holds: those first that say what they said before, then in their order."""
    told = {one.file.path: one.meeting for one in parsed if one.meeting}
    holders = _undisturbed(changes, parsed, records)
    names = {path: record.name for path, record in records.items()} | {one.file.path: one.file.name for one in parsed}
    signs = {path: (record.meeting_number, record.start) for path, record in records.items()}
    signs |= {path: (meeting.number, meeting.start) for path, meeting in told.items()}
    ids: dict[str, str] = {}
    same: dict[str, SameMeeting] = {}
    for path, meeting in sorted(told.items(), key=lambda one: _turn(one[1], records.get(one[0]))):
        before = _before(meeting, records.get(path))
        id = before if before in _ids_apart(meeting) else _id_beside(meeting, signs.get(holders.get(meeting.id, "")))
        if id in holders:
            same[path] = SameMeeting(names[path], names[holders[id]], id)
        else:
            holders[id] = path
            ids[path] = id
    return _Holders(ids=ids, same=same)


def _undisturbed(changes: Changes, parsed: Sequence[ParsedFile], records: Mapping[str, FileRecord]) -> dict[str, str]:
    """The path of the file that holds each meeting, of those that were neither read nor lost nor ever unreadable."""
    others = {*changes.gone, *changes.withdrawn, *(file.path for file, _ in changes.closed)}
    others |= {one.file.path for one in parsed}
    return {
        record.meeting: path
        for path, record in records.items()
        if record.meeting and not record.error and path not in others
    }


def _turn(meeting: StagedMeeting, known: FileRecord | None) -> int:
    """Whose turn it is: first who says what it said before, then whose meeting was told apart before, then others."""
    before = _before(meeting, known)
    return 0 if before == meeting.id else 1 if before in _ids_apart(meeting) else 2


def _before(meeting: StagedMeeting, known: FileRecord | None) -> str | None:
    """The id of what a file held before; where its minutes print the same as then, as the organ is called now."""
    if known is None or known.meeting is None:
        return None
    if meeting.printed and known.printed and meeting.printed.id == known.printed.id:
        return _of_organ(known.meeting, meeting.id)
    return known.meeting


def _of_organ(id: str, of: str) -> str:
    """An id with the organ of another."""
    return f"{of.partition('/')[0]}/{id.partition('/')[2]}" if "/" in id else id


def as_printed(id: str, printed: PrintedOrgan) -> str:
    """The id of a meeting as its minutes alone would give it."""
    return _of_organ(id, printed.id)


def ids_of(id: str, number: str | None, start: str | None) -> tuple[str, ...]:
    """The ids that a meeting may have: its own, and those that tell it from another of that organ on that day."""
    return (id, *(f"{id}-{slug(sign)}" for sign in (number, start) if sign))


def _ids_apart(meeting: StagedMeeting) -> tuple[str, ...]:
    """The ids that tell a meeting from another of the same organ on the same day."""
    return ids_of(meeting.id, meeting.number, meeting.start)[1:]


def _id_beside(meeting: StagedMeeting, other: tuple[str | None, str | None] | None) -> str:
    """The id of a meeting beside the one, with this number and hour, that has its id already.

    That is one of its own where they differ in number or hour, and the same where they are one meeting.
    """
    for mine, theirs in zip((meeting.number, meeting.start), other or (), strict=False):
        if mine and theirs and mine != theirs:
            return f"{meeting.id}-{slug(mine)}"
    return meeting.id


# What is known of each file


def _records(
    changes: Changes, parsed: Sequence[ParsedFile], records: Mapping[str, FileRecord], holders: _Holders
) -> dict[str, FileRecord]:
    """The record of each file; a meeting that another file holds now is let go of by the one that held it."""
    taken = {id: path for path, id in holders.ids.items()}
    out = {*changes.gone, *changes.withdrawn}
    planned = {
        path: record.without_meeting() if taken.get(record.meeting or "", path) != path else record
        for path, record in records.items()
        if path not in out
    }
    for file, why in changes.closed:
        planned[file.path] = _failed(file, why).with_meeting_of(planned.get(file.path))
    for one in parsed:
        planned[one.file.path] = _record(one, planned.get(one.file.path), holders)
    return planned


def _record(one: ParsedFile, before: FileRecord | None, holders: _Holders) -> FileRecord:
    """The record of a file that was read."""
    path, name, sha256 = one.file.path, one.file.name, one.file.sha256
    if one.meeting and path in holders.ids:
        meeting = msgspec.structs.replace(one.meeting, id=holders.ids[path])
        return meeting.record(name=name, sha256=sha256, reader=one.reader)
    if path in holders.same:
        error = holders.same[path]
        waiting = _failed(one.file, Failure.of(error))
        printed = one.meeting.printed if one.meeting else None
        return msgspec.structs.replace(waiting, waits=error.waits, same_as=error.meeting, printed=printed)
    failed = _failed(one.file, one.error or Failure(name, ""))
    return msgspec.structs.replace(failed, waits=one.waits).with_meeting_of(before)


def _failed(file: FoundFile, why: Failure) -> FileRecord:
    """The record of a file that gave no meeting."""
    return FileRecord(name=file.name, sha256=file.sha256, reader=READER, error=why.error, code=why.code, args=why.args)


# What is said


def _report(
    changes: Changes,
    parsed: Sequence[ParsedFile],
    records: Mapping[str, FileRecord],
    holders: _Holders,
    planned: Mapping[str, FileRecord],
) -> Report:
    """What there is to say of a run."""
    moved = _moved(changes, parsed, records, holders)
    taken = set(holders.ids.values())
    left = (records[path].meeting for path in changes.gone if path not in moved.values())
    became = Counter(_became(parsed, records, holders, moved))
    return Report(
        new=became["new"],
        changed=became["changed"],
        moved=len(moved),
        unchanged=became["unchanged"] + sum(not planned[path].error for path in changes.unchanged),
        removed=sum(meeting is not None and meeting not in taken for meeting in left),
        withdrawn=len(changes.withdrawn),
        failed=list(_failures(changes, parsed, planned)),
        items=sum(record.items for record in planned.values()),
        unplaced_lines=sum(record.unplaced for record in planned.values()),
    )


def _moved(
    changes: Changes, parsed: Sequence[ParsedFile], records: Mapping[str, FileRecord], holders: _Holders
) -> dict[str, str]:
    """The files whose bytes lay elsewhere before, each with the path that is gone."""
    gone = {records[path].sha256: path for path in changes.gone}
    arrived = (one.file for one in parsed if one.file.path in holders.ids)
    return {file.path: gone.pop(file.sha256) for file in arrived if file.sha256 in gone}


def _became(
    parsed: Sequence[ParsedFile],
    records: Mapping[str, FileRecord],
    holders: _Holders,
    moved: Collection[str],
) -> Iterator[str]:
    """What each file that was read and not moved is: new, changed, or unchanged and read by another version."""
    owners = {record.meeting: record for path, record in records.items() if path not in holders.ids}
    for one in parsed:
        id = holders.ids.get(one.file.path)
        if id is None or one.file.path in moved:
            continue
        before = owners.get(id) or records.get(one.file.path)
        if before is None or before.meeting is None:
            yield "new"
        else:
            yield "unchanged" if before.sha256 == one.file.sha256 else "changed"


def _failures(
    changes: Changes,
    parsed: Sequence[ParsedFile],
    planned: Mapping[str, FileRecord],
) -> Iterator[Failure]:
    """What was not indexed, with the reason: what is no file, what failed before, what failed now, what waits."""
    yield from changes.obstacles
    yield from _told(planned[path] for path in changes.unchanged)
    yield from (why for _, why in changes.closed)
    yield from _told(sorted((planned[one.file.path] for one in parsed), key=lambda record: bool(record.same_as)))


def _told(records: Iterable[FileRecord]) -> Iterator[Failure]:
    """What the records say is wrong with their files."""
    return (Failure(one.name, one.error, one.code, one.args) for one in records if one.error)
