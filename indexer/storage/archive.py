"""The archive: the parsed meetings as JSON, and which bytes each was read from.

    data/meetings/
      FILES.json, WITHDRAWN.json, STATE.json       what is known of files and withdrawals (see `lists`), with copies
      kommundirektorsmote-i-x/2024-04-19.json      a meeting, at the path of its id, with the file it was read from
      NEW/<seal>.new                               a meeting that was read and is not yet in the archive
      DAMAGED/                                     what did not hold, set aside and never read again
      OCR/                                         pages that OCR has read (see `reading.ocr`)

The archive is the truth that every index is made from: an index can be thrown away and made again without opening a
single PDF. A meeting is in the archive when a file in FILES.json names it.

Nothing in it is ever half changed. New meetings are written to NEW under their seal and flushed; then FILES.json is
replaced, which is the moment of the change; then the new meetings take their places. A record tells the seal of its
meeting's JSON, so that a reader knows which file is meant, and that it is as it was written. One meeting that is not
harms no other: it is told, and the rest is read.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Final

import msgspec

from indexer.errors import DamagedArchive, DamagedWithdrawals, NoSuchThing
from indexer.model import AgendaItem, Decision, DocumentKind, Meeting, PrintedOrgan, digest, meeting_remark
from indexer.storage import durable
from indexer.storage.lists import STATE, Damage, FileList, FileRecord, Lists, WithdrawalList, read_lists, write_lists
from indexer.storage.seal import BrokenSeal, is_sealed, seal_of, sealed
from indexer.storage.withdrawals import Withdrawal, hashed

__all__ = ["Archive", "Damage", "FileRecord", "StagedMeeting"]

NEW: Final = "NEW"
DAMAGED: Final = "DAMAGED"
AT_HAND: Final = 256
"""Meetings of one run that stay in memory, so that what was just written need not be read: more than a night brings,
few enough that memory does not grow with a first run."""


class StagedMeeting(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting that was written beside the archive, and is in it once a record with its seal is committed."""

    id: str
    digest: str
    stored: str
    items: int
    unplaced: int
    number: str | None
    start: str | None
    printed: PrintedOrgan | None = None
    named: str | None = None
    document: DocumentKind | None = None

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
            printed=self.printed,
            named=self.named,
            document=self.document,
        )


class _Origin(msgspec.Struct, frozen=True, kw_only=True):
    """What a meeting's JSON tells besides the meeting: the file it was read from, and by which version."""

    path: str
    reader: str


class Archive:
    """The archive below the folder `where`.

    `files` maps each known file's whole path to its record, `withdrawals` are what is to stay out, `damages` what was
    found wrong with the archive's own lists. `index` is the folder of the index, where a note is kept of both lists:
    who writes in the archive names it, and looks at it and at all copies. Raises DamagedArchive when what is known of
    files is lost and cannot be had from the meetings.
    """

    def __init__(self, where: Path, *, index: Path | None = None) -> None:
        self.where = where
        self._index = index
        self._at_hand: dict[str, Meeting] = {}
        self._staged: set[Path] = set()
        self._state = _content(where / STATE)
        lists = read_lists(where, index, thorough=index is not None)
        if lists.files_lost:
            lists = msgspec.structs.replace(lists, files=self._gathered(lists))
        self._know(lists)

    def _know(self, lists: Lists) -> None:
        """Take these for the lists of the archive."""
        self._lists = lists
        self.damages = lists.damages
        self.files: Mapping[str, FileRecord] = lists.files.files
        self.withdrawals = lists.withdrawn.withdrawals
        self._paths = {record.meeting: path for path, record in self.files.items() if record.meeting}

    def _gathered(self, lists: Lists) -> FileList:
        """What the meetings themselves tell of the files they were read from, when the list of files is lost."""
        records: dict[str, FileRecord] = {}
        for path in self._jsons():
            try:
                content = path.read_bytes()
                seal, origin, meeting = seal_of(content), _ORIGINS.decode(content), _MEETINGS.decode(content)
            except (OSError, *_BROKEN):
                continue
            if self._json_of(meeting.id) == path:
                staged = _described(meeting, seal)
                records[origin.path] = staged.record(
                    name=meeting.source.file, sha256=meeting.source.sha256, reader=origin.reader
                )
        if not records and self._index is None and any(self._jsons()):
            raise DamagedArchive(self.where / "FILES.json", "lost")
        return msgspec.structs.replace(lists.files, files=records, count=len(records))

    # Reading

    @property
    def withdrawn(self) -> dict[str, str]:
        """The hash of the bytes of each file whose meeting was withdrawn, with the day."""
        return {sha256: one.day for one in self.withdrawals if one.whole for sha256 in one.files}

    @property
    def pending(self) -> frozenset[str]:
        """The ids of the meetings that are being withdrawn, in whole or in part: what was begun and is not finished."""
        waiting = {one.meeting for one in self.withdrawals if one.pending}
        return frozenset(id for id in self._paths if hashed(id) in waiting) if waiting else frozenset()

    def withholds(self, ids: Iterable[str]) -> bool:
        """Whether one of these meetings was withdrawn, as a whole, and that is done."""
        out = {hash for one in self.withdrawals if one.whole and not one.pending for hash in (one.meeting, one.printed)}
        return bool(out) and any(hashed(id) in out for id in ids)

    def as_published(self, held: Container[str]) -> Archive:
        """This archive as far as an index shows it, that holds these meetings.

        What is being withdrawn leaves with the index that lacks it, though the archive has yet to follow.
        """
        self._paths = {id: path for id, path in self._paths.items() if id in held}
        return self

    def meeting(self, id: str) -> Meeting:
        """The meeting with this id; NoSuchThing when the archive has none, DamagedArchive when it cannot be read."""
        return self._meeting(self.files[self._path_of(id)])

    def meetings(
        self, *, but: Container[str] = (), tell: Callable[[DamagedArchive], None] = lambda error: None
    ) -> Iterator[Meeting]:
        """Every meeting but those with these ids, in the order of their ids; of one that cannot be read is told."""
        for id in sorted(self._paths):
            if id not in but:
                try:
                    yield self.meeting(id)
                except DamagedArchive as error:
                    tell(error)

    def truth(self) -> Iterator[Meeting]:
        """The meetings that an index is made of: all that can be read, but what is being withdrawn."""
        return self.meetings(but=self.pending)

    def digests(self) -> dict[str, str]:
        """Every meeting's id, with what tells its reading from another."""
        return {id: self.files[path].digest or "" for id, path in self._paths.items()}

    def arrivals(self) -> dict[str, str]:
        """Every meeting's id, with when it was first here (UTC, ISO); "" where an earlier version took it in."""
        return {id: self.files[path].arrived or "" for id, path in self._paths.items()}

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

    def is_withdrawn(self, id: str) -> bool:
        """Whether a meeting with this id, or a part of it, was withdrawn."""
        return any(hashed(id) in (one.meeting, one.printed) for one in self.withdrawals)

    def file_of(self, id: str) -> Path:
        """The file that a meeting was read from; NoSuchThing when that holds it no longer, or more than is shown."""
        path = self._path_of(id)
        if self.files[path].error or self.is_withdrawn(id):
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
        reason = "missing"
        for candidate in (path, self._new(record.stored or "")):
            try:
                content = candidate.read_bytes()
            except FileNotFoundError:
                continue
            except OSError:
                reason = "not_as_written"
                continue
            if _is_as_stored(content, record) or self._was_replaced(record, content):
                try:
                    return _decoded(content)
                except _BROKEN:
                    pass
            reason = "not_as_written"
        raise DamagedArchive(path, reason)

    def _was_replaced(self, record: FileRecord, content: bytes) -> bool:
        """Whether another process has replaced a meeting since this archive was opened, and this is it."""
        if not is_sealed(content) or _content(self.where / STATE) == self._state:
            return False
        now = read_lists(self.where).files.files.values()
        return any(other.meeting == record.meeting and _is_as_stored(content, other) for other in now)

    # What is amiss

    @property
    def is_of_old_format(self) -> bool:
        """Whether an earlier version wrote the archive, without seals."""
        return self._lists.old_format

    def unsound(self, ids: Container[str] | None = None) -> dict[str, Damage]:
        """The meetings, all or among these, that are missing or not as they were written, each with what is wrong."""
        wrong = {}
        for id, path in self._paths.items():
            if ids is not None and id not in ids:
                continue
            try:
                content = self._json_of(id).read_bytes()
            except FileNotFoundError:
                wrong[id] = Damage(str(self._json_of(id)), "missing")
            except OSError:
                wrong[id] = Damage(str(self._json_of(id)), "not_as_written")
            else:
                if not _is_as_stored(content, self.files[path]):
                    wrong[id] = Damage(str(self._json_of(id)), "not_as_written")
        return wrong

    def strays(self) -> list[Damage]:
        """The files that lie where meetings do and are those of no known file."""
        leaving = self._may_go()
        return [Damage(str(path), "stray") for path in self._jsons() if not self._is_named(path) and not leaving(path)]

    def unlisted(self) -> frozenset[str]:
        """The meetings that lie in the archive though no file is known, not even by the meetings themselves."""
        there = self._jsons() if self._lists.files_lost and not self.files else ()
        return frozenset(f"{path.parent.name}/{path.stem}" for path in there)

    def refuse_without_withdrawals(self) -> None:
        """Raise DamagedWithdrawals when nothing tells for certain what is to stay out."""
        if self._lists.withdrawals_lost:
            raise DamagedWithdrawals(self.where / "WITHDRAWN.json", self._index or self.where)

    # Writing

    def stage(self, meeting: Meeting, *, path: str, reader: str) -> StagedMeeting:
        """Write a meeting, read from the file at this path, beside the archive; it is in it once it is committed."""
        origin, rest = _JSON.encode(_Origin(path=path, reader=reader)), _JSON.encode(meeting)
        content = sealed(msgspec.json.format(origin[:-1] + b"," + rest[1:], indent=1))
        stored = seal_of(content)
        new = self._new(stored)
        new.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        new.write_bytes(content)
        self._staged.add(new)
        if len(self._at_hand) < AT_HAND:
            self._at_hand[stored] = meeting
        return _described(meeting, stored)

    def staged(self, meeting: StagedMeeting) -> Meeting:
        """A meeting that was staged in this run."""
        return self._at_hand.get(meeting.stored) or _MEETINGS.decode(self._new(meeting.stored).read_bytes())

    def commit(
        self, files: Mapping[str, FileRecord] | None = None, withdrawals: Iterable[Withdrawal] | None = None
    ) -> None:
        """Make these the archive's lists, durably; then let go of meetings that were in it and are no longer named."""
        for new in sorted(self._staged):
            durable.flush(new)
        if self._staged:
            durable.flush(self.where / NEW)
            durable.flush(self.where)
        old = self._lists
        generation = max(old.files.generation, old.withdrawn.generation) + 1
        listed, out = old.files, old.withdrawn
        if files is not None and dict(files) != listed.files:
            listed = self._listed(files, generation)
        if withdrawals is not None and (new_out := tuple(withdrawals)) != out.withdrawals:
            out = WithdrawalList(generation=generation, count=len(new_out), withdrawals=new_out)
        self.where.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_lists(self.where, self._index, listed, out)
        self._staged.clear()
        self._know(Lists(files=listed, withdrawn=out))
        self.settle()

    def _listed(self, files: Mapping[str, FileRecord], generation: int) -> FileList:
        """A list of these files; DamagedArchive when two of them say that they hold one meeting."""
        held = [record.meeting for record in files.values() if record.meeting]
        if len(held) != len(set(held)):
            raise DamagedArchive(self.where / "FILES.json", "twice")
        left = sorted(hashed(id) for id in self._paths.keys() - set(held))
        ordered = dict(sorted(files.items()))
        return FileList(generation=generation, count=len(ordered), leaving=tuple(left), files=ordered)

    def set_aside(self, damage: Damage) -> None:
        """Move what is not as it was written out of the way; it is kept, and never read again."""
        path = Path(damage.path)
        try:
            content = path.read_bytes()
        except OSError:
            return
        mark = sha256(content).hexdigest()[:8]
        name = path.relative_to(self.where) if path.is_relative_to(self.where) else path.name
        durable.replace(self.where / DAMAGED / f"{str(name).replace('/', '--')}.{mark}", content)
        path.unlink()
        durable.flush(path.parent)

    def damaged_files(self) -> list[Path]:
        """The files that were set aside."""
        return sorted((self.where / DAMAGED).glob("*"))

    def settle(self) -> None:
        """Put new meetings in their places, and take away those that were let go of; also what a cut-off run left.

        Whatever else lies there is set aside.
        """
        if not self.where.is_dir():
            return
        for left in (*self.where.glob("*.json.new"), *(self._index.glob("*.json.new") if self._index else ())):
            left.unlink()
        self._place_new()
        may_go, touched = self._may_go(), set()
        for path in self._jsons():
            if not self._is_named(path):
                if may_go(path):
                    path.unlink()
                else:
                    self.set_aside(Damage(str(path), "stray"))
                touched.add(path.parent)
        for folder in touched:
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
            if record and record.meeting and _is_as_stored(new.read_bytes(), record):
                path = self._json_of(record.meeting)
                path.parent.mkdir(mode=0o700, exist_ok=True)
                new.replace(path)
                touched.add(path.parent)
            else:
                new.unlink()
        (self.where / NEW).rmdir()
        for folder in (*touched, self.where):
            durable.flush(folder)

    def _may_go(self) -> Callable[[Path], bool]:
        """What tells whether a meeting's JSON that no record names was let go of, and may be deleted."""
        let_go = {*self._lists.files.leaving, *(one.meeting for one in self.withdrawals if one.whole)}
        return lambda path: hashed(f"{path.parent.name}/{path.stem}") in let_go

    def _is_named(self, path: Path) -> bool:
        """Whether a record names the meeting whose JSON lies at this path."""
        return f"{path.parent.name}/{path.stem}" in self._paths

    def _jsons(self) -> list[Path]:
        """Every file that lies where the JSON of meetings does."""
        return [path for path in sorted(self.where.glob("*/*.json")) if not path.parent.name.isupper()]

    def _json_of(self, id: str) -> Path:
        """Where a meeting's JSON lies."""
        return self.where / f"{id}.json"

    def _new(self, stored: str) -> Path:
        """Where the JSON with this seal lies before it is in its place."""
        return self.where / NEW / f"{stored}.new"

    # Mending

    def mend(self) -> tuple[Damage, ...]:
        """Make lists that are missing, damaged or older than they should be again from what else tells; what was wrong.

        An archive of an earlier version is sealed.
        """
        for damage in self.damages:
            if damage.reason == "not_as_written":
                self.set_aside(damage)
        mended = self.damages
        if self._lists.old_format:
            for half in self.where.glob("*/*.json.new"):
                half.unlink()
            self.commit(dict(self._sealed_anew()), self.withdrawals)
        elif not self._lists.fresh:
            write_lists(self.where, self._index, self._lists.files, self._lists.withdrawn)
            self._know(Lists(files=self._lists.files, withdrawn=self._lists.withdrawn))
        return mended

    def _sealed_anew(self) -> Iterator[tuple[str, FileRecord]]:
        """The records of an archive without seals, whose meetings are written again with theirs."""
        for path, record in self.files.items():
            try:
                meeting = self._meeting(record) if record.meeting else None
            except DamagedArchive:
                meeting = None
            if meeting is None:
                yield path, record
            else:
                staged = self.stage(meeting, path=path, reader=record.reader)
                again = staged.record(name=record.name, sha256=record.sha256, reader=record.reader)
                yield path, msgspec.structs.replace(record.with_meeting_of(again))


_BROKEN: Final = (BrokenSeal, msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
_MEETINGS: Final = msgspec.json.Decoder(Meeting)
_PLAIN: Final = msgspec.json.Decoder()
_ORIGINS: Final = msgspec.json.Decoder(_Origin)
_JSON: Final = msgspec.json.Encoder()


def _content(path: Path) -> bytes:
    """What stands in a file, nothing when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _decoded(content: bytes) -> Meeting:
    """The meeting of its JSON; where its remarks are sentences alone, as until 0.2, they are said as they were."""
    try:
        return _MEETINGS.decode(content)
    except msgspec.ValidationError:
        plain = _PLAIN.decode(content)
        said = plain.get("remarks") if isinstance(plain, dict) else None
        if not said or not all(isinstance(sentence, str) for sentence in said):
            raise
        plain["remarks"] = [meeting_remark("minutes.as_recorded", sentence=sentence) for sentence in said]
        return msgspec.convert(plain, Meeting)


def _is_as_stored(content: bytes, record: FileRecord) -> bool:
    """Whether some bytes are those that a record tells of, sealed or, by an earlier version, not."""
    try:
        return seal_of(content) == record.stored
    except BrokenSeal:
        return not is_sealed(content) and record.stored in {None, sha256(content).hexdigest()}


def _described(meeting: Meeting, stored: str) -> StagedMeeting:
    """What is told of a meeting that was written under this seal."""
    return StagedMeeting(
        id=meeting.id,
        digest=digest(meeting),
        stored=stored,
        items=sum(1 for _ in meeting.walk()),
        unplaced=len(meeting.unplaced),
        number=meeting.number,
        start=meeting.start,
        printed=meeting.as_printed,
        document=meeting.document,
    )
