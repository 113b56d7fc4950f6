"""The archive: the parsed meetings as JSON, and which bytes each was read from.

    data/meetings/
      FILES.json                                   every file met: its bytes' hash, its meeting, or why it has none
      WITHDRAWN.json                               the hashes of files whose meeting was withdrawn, and when
      kommundirektorsmote-i-x/2024-04-19.json      a meeting, at the path of its id
      NEW/<hash>.new                               a meeting that was read and is not yet in the archive

The archive is the truth that every index is made from: an index can be thrown away and made again without opening a
single PDF. A meeting is in the archive when a file in FILES.json names it.

Nothing in it is ever half changed. New meetings are written to NEW under the hash of their bytes and flushed; then
FILES.json is replaced, which is the moment of the change; then the new meetings take their places. A record tells the
hash of its meeting's JSON, so that a reader knows which file is meant, and that it was not damaged.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec

from indexer.errors import DamagedArchive, DamagedWithdrawals, NoSuchThing
from indexer.model import AgendaItem, Decision, Meeting, digest
from indexer.storage import durable

FILES: Final = "FILES.json"
WITHDRAWN: Final = "WITHDRAWN.json"
NEW: Final = "NEW"
AT_HAND: Final = 256
"""Meetings of one run that stay in memory, so that what was just written need not be read: more than a night brings,
few enough that memory does not grow with a first run."""
T = TypeVar("T")


class FileRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one file: the hash of its bytes, and the meeting it holds or the error it gave.

    `name` is the path below the folder that was indexed, `digest` tells the reading of the meeting, `reader` the
    version of the program that read it, `stored` the hash of the meeting's JSON in the archive, `meeting_number` and
    `start` what tells the meeting from another of the same organ on the same day, `waits` that the file is to be tried
    again though it has not changed, and `same_as` which meeting it holds that another file holds too. `error` is in
    English; `code` and `args` are what is wrong with the file as a message.
    """

    name: str
    sha256: str
    reader: str
    meeting: str | None = None
    digest: str | None = None
    stored: str | None = None
    items: int = 0
    unplaced: int = 0
    meeting_number: str | None = None
    start: str | None = None
    error: str | None = None
    code: str | None = None
    args: dict[str, Any] = {}
    waits: bool = False
    same_as: str | None = None

    def without_meeting(self) -> FileRecord:
        """The same file, holding no meeting: another file holds it."""
        return msgspec.structs.replace(self, **dict.fromkeys(_OF_MEETING), items=0, unplaced=0)

    def with_meeting_of(self, other: FileRecord | None) -> FileRecord:
        """This file, with the meeting that was read from it before."""
        kept = ("items", "unplaced", *_OF_MEETING)
        return msgspec.structs.replace(self, **{name: getattr(other, name) for name in kept}) if other else self


_OF_MEETING: Final = ("meeting", "digest", "stored", "meeting_number", "start")


class StagedMeeting(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting that was written beside the archive, and is in it once a record with its hash is committed."""

    id: str
    digest: str
    stored: str
    items: int
    unplaced: int
    number: str | None
    start: str | None

    def record(self, *, name: str, sha256: str, reader: str) -> FileRecord:
        """The record of the file that the meeting was read from."""
        return FileRecord(
            name=name,
            sha256=sha256,
            reader=reader,
            meeting=self.id,
            digest=self.digest,
            stored=self.stored,
            items=self.items,
            unplaced=self.unplaced,
            meeting_number=self.number,
            start=self.start,
        )


class Archive:
    """The archive below the folder `where`.

    `files` maps each known file's whole path to its record, `withdrawn` the hash of the bytes of each file that is to
    stay out to the day it was withdrawn. With `anew`, what was known of files is forgotten, and may be damaged.
    """

    def __init__(self, where: Path, *, anew: bool = False) -> None:
        self.where = where
        self.withdrawn: Mapping[str, str] = _read(where / WITHDRAWN, dict[str, str], DamagedWithdrawals)
        self._at_hand: dict[str, Meeting] = {}
        self._staged: set[Path] = set()
        self._know({} if anew else _read(where / FILES, dict[str, FileRecord]))

    def _know(self, files: Mapping[str, FileRecord]) -> None:
        """Take these for the records of the archive."""
        self.files = files
        self._paths = {record.meeting: path for path, record in files.items() if record.meeting}

    # Reading

    def meeting(self, id: str) -> Meeting:
        """The meeting with this id; NoSuchThing when the archive has none."""
        return self._meeting(self.files[self._path_of(id)])

    def meetings(self, *, but: Container[str] = ()) -> Iterator[Meeting]:
        """Every meeting but those with these ids, in the order of their ids."""
        return (self.meeting(id) for id in sorted(self._paths) if id not in but)

    def digests(self) -> dict[str, str]:
        """Every meeting's id, with what tells its reading from another."""
        return {id: self.files[path].digest or "" for id, path in self._paths.items()}

    def thing(self, id: str) -> Meeting | AgendaItem | Decision:
        """The meeting, the item or the decision with this id; NoSuchThing when there is none."""
        meeting_id = "/".join(id.split("/")[:2])
        meeting = self.meeting(meeting_id)
        things: list[Meeting | AgendaItem | Decision] = [meeting]
        things += [*meeting.walk(), *(decision for item in meeting.walk() for decision in item.decisions)]
        for thing in things:
            if thing.id == id:
                return thing
        raise NoSuchThing(id)

    def file_of(self, id: str) -> Path:
        """The file that a meeting was read from; NoSuchThing when that holds it no longer."""
        path = self._path_of(id)
        if self.files[path].error:
            raise NoSuchThing(id)
        return Path(path)

    def files_of_others(self, id: str) -> Iterator[Path]:
        """The files in the archive of all meetings but this one."""
        return (path for other in self._paths if other != id and (path := self._json_of(other)).exists())

    def _path_of(self, id: str) -> str:
        """The path of the file that holds a meeting; NoSuchThing when none does."""
        try:
            return self._paths[id]
        except KeyError:
            raise NoSuchThing(id) from None

    def _meeting(self, record: FileRecord) -> Meeting:
        """The meeting of a record; DamagedArchive when it is not what was written."""
        if record.stored in self._at_hand:
            return self._at_hand[record.stored]
        path = self._json_of(record.meeting or "")
        reason = "it is not there"
        for candidate in (path, self._new(record.stored or "")):
            try:
                content = candidate.read_bytes()
            except FileNotFoundError:
                continue
            except OSError as error:
                raise DamagedArchive(path, error.strerror or str(error)) from error
            if record.stored in {None, _hash(content)} or self._was_replaced(record, content):
                try:
                    return _MEETINGS.decode(content)
                except (msgspec.MsgspecError, UnicodeDecodeError) as error:
                    raise DamagedArchive(path, str(error)) from error
            reason = "it is not as it was written"
        raise DamagedArchive(path, reason)

    def _was_replaced(self, record: FileRecord, content: bytes) -> bool:
        """Whether another process has replaced a meeting since this archive was opened, and this is it."""
        now = _read(self.where / FILES, dict[str, FileRecord]).values()
        return any(other.meeting == record.meeting and other.stored == _hash(content) for other in now)

    # What is amiss

    def lacking(self) -> frozenset[str]:
        """The ids of the meetings that are not where they should be."""
        return frozenset(id for id in self._paths if not self._json_of(id).exists())

    def damaged(self) -> frozenset[str]:
        """The ids of the meetings that are not as they were written."""
        return frozenset(id for id in self._paths if self._is_damaged(id))

    def _is_damaged(self, id: str) -> bool:
        """Whether a meeting is not as it was written."""
        try:
            self.meeting(id)
        except DamagedArchive:
            return True
        return False

    def unlisted(self) -> frozenset[str]:
        """The meetings that lie in the archive though no file is known: FILES.json is lost."""
        there = () if self.files else self.where.glob("*/*.json")
        return frozenset(f"{path.parent.name}/{path.stem}" for path in there)

    # Writing

    def stage(self, meeting: Meeting) -> StagedMeeting:
        """Write a meeting beside the archive; it is in it once its record is committed."""
        content = msgspec.json.format(_JSON.encode(meeting), indent=1)
        stored = _hash(content)
        new = self._new(stored)
        new.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        new.write_bytes(content)
        self._staged.add(new)
        if len(self._at_hand) < AT_HAND:
            self._at_hand[stored] = meeting
        return StagedMeeting(
            id=meeting.id,
            digest=digest(meeting),
            stored=stored,
            items=sum(1 for _ in meeting.walk()),
            unplaced=len(meeting.unplaced),
            number=meeting.number,
            start=meeting.start,
        )

    def staged(self, meeting: StagedMeeting) -> Meeting:
        """A meeting that was staged in this run."""
        return self._at_hand.get(meeting.stored) or _MEETINGS.decode(self._new(meeting.stored).read_bytes())

    def commit(self, files: Mapping[str, FileRecord], withdrawn: Mapping[str, str] | None = None) -> None:
        """Make these the archive's records, durably, and let go of meetings that none of them names."""
        for new in sorted(self._staged):
            durable.flush(new)
        if self._staged:
            durable.flush(self.where / NEW)
            durable.flush(self.where)
        if withdrawn is not None:
            self.withdrawn = withdrawn
        self._replace(WITHDRAWN, self.withdrawn)
        self._replace(FILES, files)
        self._staged.clear()
        self._know(files)
        self.settle()

    def settle(self) -> None:
        """Put new meetings in their places, and take away what no record names: what a run that broke off left."""
        for listing in (FILES, WITHDRAWN):
            (self.where / f"{listing}.new").unlink(missing_ok=True)
        self._place_new()
        for folder in [path for path in self.where.iterdir() if path.is_dir()] if self.where.is_dir() else ():
            left = [path for path in folder.glob("*.json") if f"{folder.name}/{path.stem}" not in self._paths]
            for path in left:
                path.unlink()
            if left:
                durable.flush(folder)
            if not any(folder.iterdir()):
                folder.rmdir()

    def _place_new(self) -> None:
        """Put each new meeting that a record names in its place; the others were never in the archive."""
        if not (self.where / NEW).is_dir():
            return
        wanted = {self._new(record.stored): record for record in self.files.values() if record.stored}
        touched = set()
        for new in list((self.where / NEW).iterdir()):
            record = wanted.get(new)
            if record and record.meeting and record.stored == durable.digest(new):
                path = self._json_of(record.meeting)
                path.parent.mkdir(mode=0o700, exist_ok=True)
                new.replace(path)
                touched.add(path.parent)
            else:
                new.unlink()
        for folder in touched:
            durable.flush(folder)
        if touched:
            durable.flush(self.where)

    def _replace(self, name: str, content: Mapping[str, Any]) -> None:
        """Write a listing, unless it stands there already."""
        path = self.where / name
        new = msgspec.json.format(_JSON.encode(dict(sorted(content.items()))), indent=1)
        if (path.read_bytes() if path.exists() else None if content else b"{}") != new:
            durable.replace(path, new)

    def _json_of(self, id: str) -> Path:
        """Where a meeting's JSON lies."""
        return self.where / f"{id}.json"

    def _new(self, stored: str) -> Path:
        """Where the JSON with this hash lies before it is in its place."""
        return self.where / NEW / f"{stored}.new"


_MEETINGS: Final = msgspec.json.Decoder(Meeting)
_JSON: Final = msgspec.json.Encoder()


def _read(path: Path, kind: type[T], damaged: type[DamagedArchive] = DamagedArchive) -> T:
    """A listing of the archive, empty when it is not there; the error `damaged` when it cannot be read."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except FileNotFoundError:
        return kind()
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise damaged(path, str(error)) from error


def _hash(content: bytes) -> str:
    """What tells some bytes from others."""
    return hashlib.sha256(content).hexdigest()
