"""Lists: what the archive knows of files and of withdrawals, each in two places, with their counts in others.

    data/meetings/FILES.json  FILES.copy.json            every file met, and which meeting it holds
    data/meetings/WITHDRAWN.json  WITHDRAWN.copy.json    what is to stay out
    data/meetings/STATE.json                             the number, the seals and the counts of those lists
    data/index/ARCHIVE.json                              the same, with the withdrawals themselves

All are sealed. The list that is written first is the change; its copy is, until it follows, the list before. So one of
them is whole at every moment, and a list that is missing, damaged or older than the others say is known to be so: it
is never taken for an empty one. A withdrawal is in three places in two folders, since nothing else remembers it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, Generic, NamedTuple, TypeVar

import msgspec

from indexer.messages import Language, Message, message
from indexer.model import DocumentKind, PrintedOrgan
from indexer.storage import durable
from indexer.storage.seal import BrokenSeal, is_sealed, seal_of, sealed, unsealed
from indexer.storage.withdrawals import Withdrawal

FILES: Final = "FILES.json"
FILES_COPY: Final = "FILES.copy.json"
WITHDRAWN: Final = "WITHDRAWN.json"
WITHDRAWN_COPY: Final = "WITHDRAWN.copy.json"
STATE: Final = "STATE.json"
ARCHIVE: Final = "ARCHIVE.json"
FORMAT: Final = 2
"""Format 1 had no seals, no copies and no state, and a list was the bare object."""

T = TypeVar("T")


class FileRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one file: the hash of its bytes, and the meeting it holds or the error it gave.

    `name` is the path below the folder that was indexed, `digest` tells the reading of the meeting, `reader` the
    version of the program that read it, `stored` the seal of the meeting's JSON in the archive, `meeting_number` and
    `start` what tells the meeting from another of the same organ on the same day, `printed` how the minutes name the
    organ, `named` what tells how other files and the register name it, `document` what the document is (None in records
    that an older version wrote), `ocr` what tells the pages that OCR read,
    `arrived` when that meeting was first here (UTC, ISO), `waits` that the file is to be tried again though it has not
    changed, and `same_as` which meeting it holds that another file holds too. `error` is in English; `code` and `args`
    are what is wrong with the file as a message.
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
    printed: PrintedOrgan | None = None
    named: str | None = None
    document: DocumentKind | None = None
    ocr: str | None = None
    error: str | None = None
    code: str | None = None
    args: dict[str, Any] = {}
    waits: bool = False
    same_as: str | None = None
    arrived: str | None = None

    def problem(self, language: Language) -> str:
        """What is wrong with the file and what to do; "" when nothing is."""
        return Message(self.code, self.args).text(language) if self.code else self.error or ""

    def without_meeting(self) -> FileRecord:
        """The same file, holding no meeting: another file holds it."""
        return msgspec.structs.replace(self, **dict.fromkeys(_OF_MEETING), items=0, unplaced=0)

    def with_meeting_of(self, other: FileRecord | None) -> FileRecord:
        """This file, with the meeting that was read from it before."""
        kept = ("items", "unplaced", *_OF_MEETING)
        return msgspec.structs.replace(self, **{name: getattr(other, name) for name in kept}) if other else self


_OF_MEETING: Final = (
    "meeting",
    "digest",
    "stored",
    "meeting_number",
    "start",
    "printed",
    "named",
    "document",
    "arrived",
)


class Damage(msgspec.Struct, frozen=True):
    """A file of the archive that is not as it should be: missing, not_as_written, older than it should be, or stray."""

    path: str
    reason: str

    @property
    def message(self) -> Message:
        """What is wrong, and what to do."""
        return message(f"damage.{self.reason}", path=self.path)


class FileList(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every file met, by its whole path; `leaving` are hashes of the ids that the last change let go of.

    No list is read from the bytes of another: a member that it does not have is a fault, as is a `count` that is not
    that of what it holds. Or a list of files in the place of one of withdrawals would say that nothing is to stay out.
    """

    format: int = FORMAT
    generation: int = 0
    count: int = 0
    leaving: tuple[str, ...] = ()
    files: dict[str, FileRecord] = {}

    def __post_init__(self) -> None:
        if self.count != len(self.files):
            raise ValueError(self.count)


class WithdrawalList(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is to stay out."""

    format: int = FORMAT
    generation: int = 0
    count: int = 0
    withdrawals: tuple[Withdrawal, ...] = ()

    def __post_init__(self) -> None:
        if self.count != len(self.withdrawals):
            raise ValueError(self.count)


class ArchiveState(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the lists are: their seals, at which change of the archive each was written, and what they count."""

    format: int = FORMAT
    generation: int = 0
    file_generation: int = 0
    files: str = ""
    file_count: int = 0
    meeting_count: int = 0
    withdrawal_generation: int = 0
    withdrawn: str = ""
    withdrawal_count: int = 0


class ArchiveNote(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What stands in the index's folder: what the archive is, and what is to stay out."""

    state: ArchiveState
    withdrawn: WithdrawalList
    generation: int = 0


class Lists(msgspec.Struct, frozen=True, kw_only=True):
    """The lists as they are to be believed, and what was wrong with their files.

    `files_lost` when no list of files can be believed, `withdrawals_lost` when none of withdrawals can, or only one
    that lacks the newest; `old_format` when they are of a version without seals, `fresh` when there is no archive yet.
    """

    files: FileList = FileList()
    withdrawn: WithdrawalList = WithdrawalList()
    damages: tuple[Damage, ...] = ()
    files_lost: bool = False
    withdrawals_lost: bool = False
    old_format: bool = False
    fresh: bool = False


class Sheet(NamedTuple, Generic[T]):
    """A file with a list in it: what it holds and its seal, or what is wrong with it."""

    path: Path
    value: T | None
    seal: str = ""
    reason: str = ""


_FILES: Final = msgspec.json.Decoder(FileList)
_WITHDRAWN: Final = msgspec.json.Decoder(WithdrawalList)
_STATES: Final = msgspec.json.Decoder(ArchiveState)
_NOTES: Final = msgspec.json.Decoder(ArchiveNote)
_FILES_1: Final = msgspec.json.Decoder(dict[str, FileRecord])
_WITHDRAWN_1: Final = msgspec.json.Decoder(dict[str, str])
_JSON: Final = msgspec.json.Encoder()
_BROKEN: Final = (BrokenSeal, msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


def read_lists(where: Path, index: Path | None = None, *, thorough: bool = False) -> Lists:
    """The lists of the archive in `where`; `thorough` looks at the copies too, and at the note in the index's folder.

    Without it the copies are read only when a list is not the one that STATE.json tells of.
    """
    state = _sheet(where / STATE, _STATES)
    files, withdrawn = _sheet(where / FILES, _FILES), _sheet(where / WITHDRAWN, _WITHDRAWN)
    told = state.value
    as_told = told is not None and (files.seal, withdrawn.seal) == (told.files, told.withdrawn)
    if not thorough and as_told and files.value and withdrawn.value:
        return Lists(files=files.value, withdrawn=withdrawn.value)
    all_files = (files, _sheet(where / FILES_COPY, _FILES))
    all_withdrawn = (withdrawn, _sheet(where / WITHDRAWN_COPY, _WITHDRAWN))
    note = _sheet(index / ARCHIVE, _NOTES) if index else Sheet[ArchiveNote](where, None, reason="missing")
    if {sheet.reason for sheet in (state, all_files[1], all_withdrawn[1])} == {"missing"} and not note.value:
        before = _old_format(where)
        if before is not None:
            return before
    return _believed(state, all_files, all_withdrawn, note, has_index=index is not None and _is_index(index))


def _believed(
    state: Sheet[ArchiveState],
    all_files: Sequence[Sheet[FileList]],
    all_withdrawn: Sequence[Sheet[WithdrawalList]],
    note: Sheet[ArchiveNote],
    *,
    has_index: bool,
) -> Lists:
    """The newest lists that are whole, and what is wrong with the others."""
    files = max((one.value for one in all_files if one.value), key=_generation, default=None)
    others = [note.value.withdrawn] if note.value else []
    withdrawn = max((*(one.value for one in all_withdrawn if one.value), *others), key=_generation, default=None)
    states = [one for one in (state.value, note.value.state if note.value else None) if one]
    newest_files = max((files.generation if files else 0, *(one.file_generation for one in states)))
    newest_out = max((withdrawn.generation if withdrawn else 0, *(one.withdrawal_generation for one in states)))
    damages = [
        *_wrong(all_files, newest_files),
        *_wrong(all_withdrawn, newest_out),
        *_wrong((state,), max(newest_files, newest_out)),
        *(_wrong((note,), max(newest_files, newest_out)) if note.reason != "missing" or has_index else ()),
    ]
    return Lists(
        files=files or FileList(generation=newest_files),
        withdrawn=withdrawn or WithdrawalList(),
        damages=tuple(damages),
        files_lost=files is None,
        withdrawals_lost=withdrawn is None or withdrawn.generation < newest_out,
    )


def _wrong(sheets: Sequence[Sheet[Any]], newest: int) -> list[Damage]:
    """What is wrong with some files whose content should be of the newest generation."""
    return [Damage(str(sheet.path), reason) for sheet in sheets if (reason := _fault(sheet, newest))]


def _fault(sheet: Sheet[Any], newest: int) -> str:
    """What is wrong with a file whose content should be of the newest generation; "" for nothing."""
    older = sheet.value is not None and sheet.value.generation < newest
    return sheet.reason or ("older" if older else "")


def _generation(one: FileList | WithdrawalList) -> int:
    """How often what a list is of had changed when it was written."""
    return one.generation


def _is_index(folder: Path) -> bool:
    """Whether an index has been published in a folder."""
    return (folder / "CURRENT").exists()


def _sheet(path: Path, decoder: msgspec.json.Decoder[T]) -> Sheet[T]:
    """What a file holds."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return Sheet(path, None, reason="missing")
    except OSError:
        return Sheet(path, None, reason="not_as_written")
    try:
        seal, document = unsealed(content)
        return Sheet(path, decoder.decode(document), seal)
    except _BROKEN:
        return Sheet(path, None, reason="not_as_written")


def _old_format(where: Path) -> Lists | None:
    """The lists of an archive that an earlier version wrote, or of one that is not there yet; None for neither."""
    try:
        files = _bare(where / FILES, _FILES_1)
        withdrawn = _bare(where / WITHDRAWN, _WITHDRAWN_1)
    except _BROKEN:
        return None
    if files is None:
        fresh = withdrawn is None and not any(where.glob("*/*.json"))
        return Lists(fresh=True) if fresh else None
    out = tuple(Withdrawal(day=day, files=(sha256,)) for sha256, day in (withdrawn or {}).items())
    return Lists(
        files=FileList(count=len(files), files=files),
        withdrawn=WithdrawalList(count=len(out), withdrawals=out),
        old_format=True,
    )


def _bare(path: Path, decoder: msgspec.json.Decoder[dict[str, T]]) -> dict[str, T] | None:
    """The object in a file that was never sealed, None when there is no such file; an error for anything else."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    if is_sealed(content):
        raise BrokenSeal("sealed")
    return decoder.decode(content)


def write_lists(where: Path, index: Path | None, files: FileList, withdrawn: WithdrawalList) -> None:
    """Write the lists, durably, the withdrawals before the files; what stands there already is left alone."""
    files_bytes, out_bytes = _written(files), _written(withdrawn)
    state = ArchiveState(
        generation=max(files.generation, withdrawn.generation),
        file_generation=files.generation,
        files=seal_of(files_bytes),
        file_count=len(files.files),
        meeting_count=sum(record.meeting is not None for record in files.files.values()),
        withdrawal_generation=withdrawn.generation,
        withdrawn=seal_of(out_bytes),
        withdrawal_count=len(withdrawn.withdrawals),
    )
    _put(where / WITHDRAWN, out_bytes)
    _put(where / WITHDRAWN_COPY, out_bytes)
    _put(where / FILES, files_bytes)
    _put(where / FILES_COPY, files_bytes)
    _put(where / STATE, _written(state))
    if index:
        _put(index / ARCHIVE, _written(ArchiveNote(state=state, withdrawn=withdrawn, generation=state.generation)))


def _written(value: msgspec.Struct) -> bytes:
    """A list as it is written: indented, sealed."""
    return sealed(msgspec.json.format(_JSON.encode(value), indent=1))


def _put(path: Path, content: bytes) -> None:
    """Let a file hold this content, unless it does."""
    if not path.is_file() or path.read_bytes() != content:
        durable.replace(path, content)
