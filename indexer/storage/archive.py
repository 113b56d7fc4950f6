"""The archive: the parsed meetings as JSON, and which bytes each was read from.

    data/meetings/
      FILES.json                                   every file met: its bytes' hash, its meeting, or why it has none
      WITHDRAWN.json                               the hashes of files whose meeting was withdrawn, and when
      kommundirektorsmote-i-x/2024-04-19.json      a meeting, at the path of its id

The archive is the truth that every index is made from: an index can be thrown away and made again without opening a
single PDF. A meeting is in the archive when a file in FILES.json names it.

Nothing in it is ever half changed. New meetings are written beside the old ones (`2024-04-19.json.new`) and flushed;
then FILES.json is replaced, which is the moment of the change; then the new meetings take their names. A record tells
the hash of its meeting's JSON, so that a reader knows which of the two is meant, and that neither was damaged.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterator
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec

from indexer.errors import DamagedArchive, DamagedWithdrawals, NoSuchThing
from indexer.model import AgendaItem, Decision, Meeting, digest
from indexer.storage import durable

FILES: Final = "FILES.json"
WITHDRAWN: Final = "WITHDRAWN.json"
T = TypeVar("T")


class FileRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one file: the hash of its bytes, and the meeting it holds or the error it gave.

    `name` is the path below the folder that was indexed, `digest` tells the reading of the meeting, `reader` the
    version of the program that read it, `stored` the hash of the meeting's JSON in the archive, `waits` that the file
    is to be tried again though it has not changed, and `same_as` which meeting it holds that another file holds too.
    `error` is in English; `code` and `args` are what is wrong with the file as a message.
    """

    name: str
    sha256: str
    reader: str
    meeting: str | None = None
    digest: str | None = None
    stored: str | None = None
    items: int = 0
    unplaced: int = 0
    error: str | None = None
    code: str | None = None
    args: dict[str, Any] = {}
    waits: bool = False
    same_as: str | None = None


class Archive:
    """The archive below the folder `where`.

    `files` maps each known file's whole path to its record, `withdrawn` the hash of the bytes of each file that is to
    stay out to the day it was withdrawn. With `anew`, what was known of files is forgotten, and may be damaged.
    """

    def __init__(self, where: Path, *, anew: bool = False) -> None:
        self.where = where
        self.files: dict[str, FileRecord] = {} if anew else _read(where / FILES, dict[str, FileRecord])
        self.withdrawn = _read(where / WITHDRAWN, dict[str, str], DamagedWithdrawals)
        self._written: set[Path] = set()

    def meeting(self, id: str) -> Meeting:
        """The meeting with this id; NoSuchThing when the archive has none."""
        for record in self.files.values():
            if record.meeting == id:
                return self._meeting(record)
        raise NoSuchThing(id)

    def meetings(self, *, but: Container[str] = ()) -> Iterator[Meeting]:
        """Every meeting but those with these ids, in the order of their ids."""
        records = {record.meeting: record for record in self.files.values() if record.meeting}
        for id in sorted(records):
            if id not in but:
                yield self._meeting(records[id])

    def _meeting(self, record: FileRecord) -> Meeting:
        """The meeting of a record; DamagedArchive when it is not what was written."""
        path = self._path(record.meeting or "")
        reason = "it is not there"
        for candidate in (path, beside(path)):
            try:
                content = candidate.read_bytes()
            except FileNotFoundError:
                continue
            except OSError as error:
                raise DamagedArchive(path, error.strerror or str(error)) from error
            if record.stored in {None, _hash(content)} or self._was_replaced(record, content):
                try:
                    return msgspec.json.decode(content, type=Meeting)
                except (msgspec.MsgspecError, UnicodeDecodeError) as error:
                    raise DamagedArchive(path, str(error)) from error
            reason = "it is not as it was written"
        raise DamagedArchive(path, reason)

    def _was_replaced(self, record: FileRecord, content: bytes) -> bool:
        """Whether another process has replaced a meeting since this archive was opened, and this is it."""
        now = _read(self.where / FILES, dict[str, FileRecord]).values()
        return any(other.meeting == record.meeting and other.stored == _hash(content) for other in now)

    def files_of_others(self, id: str) -> Iterator[Path]:
        """The files in the archive of all meetings but this one."""
        others = (record.meeting for record in self.files.values() if record.meeting not in {None, id})
        return (path for other in others if (path := self._path(other or "")).exists())

    def digests(self) -> dict[str, str]:
        """Every meeting's id, with what tells its reading from another."""
        return {record.meeting: record.digest or "" for record in self.files.values() if record.meeting}

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
        """The file that a meeting was read from."""
        for path, record in self.files.items():
            if record.meeting == id and not record.error:
                return Path(path)
        raise NoSuchThing(id)

    def put(self, path: str, record: FileRecord, meeting: Meeting) -> None:
        """Keep a meeting and where it came from; others see it once `save` is called."""
        content = msgspec.json.format(msgspec.json.encode(meeting), indent=1)
        new = beside(self._path(meeting.id))
        new.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        new.write_bytes(content)
        self._written.add(new)
        items = sum(1 for _ in meeting.walk())
        self.files[path] = msgspec.structs.replace(
            record,
            meeting=meeting.id,
            digest=digest(meeting),
            stored=_hash(content),
            items=items,
            unplaced=len(meeting.unplaced),
        )

    def save(self) -> None:
        """Make `files` as it is now the archive's truth, durably, and let go of meetings that no file names."""
        for new in self._written:
            durable.flush(new)
        for folder in {new.parent for new in self._written}:
            durable.flush(folder)
        if self._written:
            durable.flush(self.where)
        self._replace(WITHDRAWN, self.withdrawn)
        self._replace(FILES, self.files)
        self._written.clear()
        self.settle()

    def settle(self) -> None:
        """Give new meetings their names, and take away what no file names: what a run that broke off left to do."""
        records = {f"{record.meeting}.json": record for record in self.files.values() if record.meeting}
        for listing in (FILES, WITHDRAWN):
            beside(self.where / listing).unlink(missing_ok=True)
        for folder in [path for path in self.where.iterdir() if path.is_dir()] if self.where.is_dir() else ():
            touched = False
            for path in list(folder.iterdir()):
                name = f"{folder.name}/{path.name}"
                if name in records:
                    continue
                wanted = records.get(name.removesuffix(".new"))
                if wanted and wanted.stored == _hash(path.read_bytes()):
                    path.replace(path.with_suffix(""))
                elif name.endswith((".json", ".json.new")):
                    path.unlink()
                touched = True
            if touched:
                durable.flush(folder)
            if not any(folder.iterdir()):
                folder.rmdir()

    def lacks(self, record: FileRecord) -> bool:
        """Whether the meeting of a record is not where it should be."""
        return record.meeting is not None and not self._path(record.meeting).exists()

    def forget_damaged(self) -> None:
        """Have each meeting that is not as it was written read anew from its file."""
        for file, record in self.files.items():
            if record.meeting:
                try:
                    self._meeting(record)
                except DamagedArchive:
                    self.files[file] = msgspec.structs.replace(record, reader="")

    def unlisted(self) -> set[str]:
        """The meetings that lie in the archive though no file is known: FILES.json is lost."""
        found = () if self.files else self.where.glob("*/*.json")
        return {f"{path.parent.name}/{path.stem}" for path in found}

    def let_go(self, path: str) -> None:
        """Have a file hold no meeting any longer: another holds it."""
        self.files[path] = msgspec.structs.replace(
            self.files[path], meeting=None, digest=None, stored=None, items=0, unplaced=0
        )

    def _replace(self, name: str, content: dict[str, Any]) -> None:
        """Write a listing, unless it stands there already."""
        path = self.where / name
        new = msgspec.json.format(msgspec.json.encode(dict(sorted(content.items()))), indent=1)
        if (path.read_bytes() if path.exists() else None if content else b"{}") != new:
            durable.replace(path, new)

    def _path(self, id: str) -> Path:
        """Where a meeting's JSON lies."""
        return self.where / f"{id}.json"


def beside(path: Path) -> Path:
    """Where what is to replace a file is written first."""
    return path.with_name(path.name + ".new")


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
