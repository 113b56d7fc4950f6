"""The archive: the parsed meetings as JSON, and which bytes each was read from.

    data/meetings/
      FILES.json                                   every file met: its bytes' hash, its meeting, or why it has none
      kommundirektorsmote-i-x/2024-04-19.json      a meeting, at the path of its id

The archive is the truth that every index is made from: an index can be thrown away and made again without opening a
single PDF. A meeting is in the archive when a file in FILES.json names it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from indexer import durable
from indexer.errors import DamagedArchive, NoSuchThing
from indexer.index.fields import digest
from indexer.model import AgendaItem, Decision, Meeting


class FileRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one file: the hash of its bytes, and the meeting it holds or the error it gave.

    `name` is the path below the folder that was indexed, `digest` tells the reading of the meeting, `reader` the
    version of the program that read it, and `waits` that the file is to be tried again though it has not changed.
    """

    name: str
    sha256: str
    reader: str
    meeting: str | None = None
    digest: str | None = None
    items: int = 0
    unplaced: int = 0
    error: str | None = None
    waits: bool = False


class Archive:
    """The archive below the folder `where`; `files` maps each known file's whole path to its record."""

    def __init__(self, where: Path) -> None:
        self.where = where
        self.files: dict[str, FileRecord] = {}
        listing = where / "FILES.json"
        if listing.exists():
            try:
                self.files = msgspec.json.decode(listing.read_bytes(), type=dict[str, FileRecord])
            except (OSError, msgspec.MsgspecError) as error:
                raise DamagedArchive(listing, str(error)) from error

    def meeting(self, id: str) -> Meeting:
        """The meeting with this id; NoSuchThing when the archive has none."""
        if id not in self.digests():
            raise NoSuchThing(id)
        path = self._path(id)
        try:
            return msgspec.json.decode(path.read_bytes(), type=Meeting)
        except (OSError, msgspec.MsgspecError) as error:
            raise DamagedArchive(path, str(error)) from error

    def meetings(self) -> Iterator[Meeting]:
        """Every meeting, in the order of their ids."""
        for id in sorted(self.digests()):
            yield self.meeting(id)

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
        """Keep a meeting and where it came from; durable once `save` is called."""
        durable.replace(self._path(meeting.id), msgspec.json.format(msgspec.json.encode(meeting), indent=1))
        items = sum(1 for _ in meeting.walk())
        self.files[path] = msgspec.structs.replace(
            record, meeting=meeting.id, digest=digest(meeting), items=items, unplaced=len(meeting.unplaced)
        )

    def save(self) -> None:
        """Make `files` as it is now the archive's truth, durably, and let go of meetings that no file names."""
        self.where.mkdir(mode=0o700, parents=True, exist_ok=True)
        ordered = dict(sorted(self.files.items()))
        durable.replace(self.where / "FILES.json", msgspec.json.format(msgspec.json.encode(ordered), indent=1))
        wanted = {self._path(id) for id in self.digests()}
        for path in self.where.glob("*/*.json"):
            if path not in wanted:
                path.unlink()
        for folder in self.where.iterdir():
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()

    def _path(self, id: str) -> Path:
        """Where a meeting's JSON lies."""
        return self.where / f"{id}.json"
