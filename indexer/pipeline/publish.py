"""Publish: the index follows the archive, and what is withdrawn leaves the index before it leaves the archive.

A withdrawal is one story with a safe state at every step:

    WITHDRAWN.json says what is to go          everything is still there
    the index is published without it          nothing shows it any longer
    the archive is without it, its files go
    WITHDRAWN.json says that it is done

Whatever breaks off on the way, `finish` goes on from there: it is the first thing that every writing command does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from indexer.errors import CannotWrite, DamagedArchive, DamagedIndex, IndexFromOtherVersion, NoSuchIndex, UnsafeIndex
from indexer.index import index_of
from indexer.index.port import Index
from indexer.model import Meeting, digest
from indexer.reading import ocr
from indexer.settings import Settings
from indexer.storage.archive import Archive, FileRecord
from indexer.storage.withdrawals import Withdrawal, hashed, without


@contextmanager
def writing_to(settings: Settings) -> Iterator[None]:
    """Within this, what the disk refuses is a CannotWrite that says so; archive and index are as they were."""
    try:
        yield
    except OSError as error:
        raise CannotWrite(error.filename or settings.archive, error.strerror or str(error)) from error


def published(settings: Settings) -> Archive:
    """The archive, to be read, as far as the index shows it; all of it where there is no index that can be read."""
    archive = Archive(settings.archive)
    with suppress(NoSuchIndex, IndexFromOtherVersion, DamagedIndex, UnsafeIndex):
        return archive.as_published(index_of(settings).digests())
    return archive


def project(archive: Archive, index: Index, *, rebuild: bool = False, but: Collection[str] = ()) -> DamagedIndex | None:
    """Make the index hold just what the archive holds, but these meetings; what it holds is not indexed again.

    What was wrong with an index that had to be made again because it was damaged.
    """
    damage = None
    if not rebuild:
        wanted = {id: digest for id, digest in archive.digests().items() if id not in but}
        try:
            held = dict(index.digests())
            put = [id for id, digest in sorted(wanted.items()) if held.get(id) != digest]
            index.update((archive.meeting(id) for id in put), sorted(held.keys() - wanted.keys()))
        except (NoSuchIndex, IndexFromOtherVersion):
            pass
        except DamagedIndex as error:
            damage = error
        else:
            return None
    index.rebuild(archive.meetings(but=but))
    return damage


def finish(archive: Archive, index: Index, settings: Settings) -> None:
    """Take out of index and archive, in this order, all that was withdrawn and is still there."""
    pending = [one for one in archive.withdrawals if one.pending]
    if not pending:
        return
    whole = {one.meeting for one in pending if one.whole}
    gone = {id for id in archive.digests() if hashed(id) in whole}
    changed = dict(_changed(archive, [one for one in pending if not one.whole]))
    leaving = gone | {meeting.id for meeting in changed.values()}
    if leaving:
        project(archive, index, but=leaving)
    records = _records_without(archive, gone, {sha256 for one in pending if one.whole for sha256 in one.files})
    for path, meeting in changed.items():
        before = archive.files[path]
        staged = archive.stage(meeting, path=path, reader=before.reader)
        records[path] = before.with_meeting_of(staged.record(name="", sha256="", reader=""))
    _forget_damaged(archive, leaving, {archive.files[path].sha256 for path in changed} | _bytes_of(pending))
    archive.commit(records)
    forget_pages(settings, archive)
    project(archive, index)
    index.expunge()
    archive.commit(withdrawals=[msgspec.structs.replace(one, pending=False) for one in archive.withdrawals])


def forget_pages(settings: Settings, archive: Archive) -> None:
    """Keep of what OCR has read only pages of files that are known, and whose meeting is shown whole."""
    parts = {sha256 for one in archive.withdrawals if not one.whole for sha256 in one.files}
    ocr.forget_all_but(settings.ocr, {record.sha256 for record in archive.files.values()} - parts)


def _changed(archive: Archive, parts: Collection[Withdrawal]) -> Iterator[tuple[str, Meeting]]:
    """The meetings of which a part is still there, without it, each with the path of its file."""
    hashes = {one.meeting for one in parts}
    for path, record in archive.files.items():
        if record.meeting and hashed(record.meeting) in hashes:
            with suppress(DamagedArchive):
                rest = without(archive.meeting(record.meeting), _parts_of(record.meeting, parts))
                if digest(rest) != record.digest:
                    yield path, rest


def _parts_of(id: str, withdrawals: Iterable[Withdrawal]) -> list[Withdrawal]:
    """The parts of a meeting among some withdrawals."""
    return [one for one in withdrawals if one.meeting == hashed(id) and not one.whole]


def _records_without(archive: Archive, gone: Collection[str], sha256s: Collection[str]) -> dict[str, FileRecord]:
    """The records of all files but those of meetings that go, of files that wait for them, and of these bytes."""
    return {
        path: record
        for path, record in archive.files.items()
        if record.meeting not in gone and record.same_as not in gone and record.sha256 not in sha256s
    }


def _bytes_of(withdrawals: Iterable[Withdrawal]) -> set[str]:
    """The hashes of the bytes that some withdrawals name."""
    return {sha256 for one in withdrawals for sha256 in one.files}


def _forget_damaged(archive: Archive, ids: Collection[str], sha256s: Collection[str]) -> None:
    """Delete what was set aside of these meetings, of pages of these files, and of lists, which name them."""
    begin = (
        *(f"{id.replace('/', '--')}.json." for id in ids),
        *(f"OCR--{sha256}--" for sha256 in sha256s),
        *("FILES.", "WITHDRAWN.", "STATE.", "ARCHIVE."),
    )
    for path in archive.damaged_files():
        if path.name.startswith(begin) or _tells_of(path, ids):
            path.unlink()


def _tells_of(path: Path, ids: Collection[str]) -> bool:
    """Whether the id of one of these meetings stands in a file."""
    content = path.read_bytes()
    return any(id.encode() in content for id in ids)
