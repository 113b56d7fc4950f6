"""Everything that can go wrong, each with the sentence that the user reads.

ProtokollError
  UnreadableFile          a file of minutes that cannot become text
    NotMinutes            text, but not the minutes of a meeting
    SameMeeting           the minutes of a meeting that another file holds already
    MissingTool           needs a program or package that is not installed
  DamagedArchive          a file of the archive cannot be read
    DamagedWithdrawals    the list of what is to stay out cannot be read
  TooManyRemovals         so many files are gone that it may be a mistake
  NoSuchIndex             nothing has been indexed here yet
  IndexFromOtherVersion   the index was made by another version of the fields or of the Swedish analysis
  DamagedIndex            the index is not what was written
  UnsafeIndex             others may write in the index's folder
  MissingPart             what was asked for needs a package that is not installed
  CannotWrite             the disk is full, or may not be written
  IndexBusy               another process is indexing
  OnlyWholeMeetings       what is to be withdrawn is a part of a meeting
  NoSuchThing             no meeting, item or decision has that id
  BadQuestion             what was asked cannot be answered (only where the asker wants strictness)
"""

from __future__ import annotations

from pathlib import Path


class ProtokollError(Exception):
    """The base of every error a user meets; its message is a whole sentence: what happened, to what, what to do."""


class UnreadableFile(ProtokollError):
    """A file of minutes that cannot become text; `waits` says to try again though the file has not changed."""

    waits = False

    def __init__(self, path: Path | str, reason: str, remedy: str = "") -> None:
        super().__init__(f"{path}: {reason}" + (f" {remedy}" if remedy else ""))
        self.path = str(path)
        self.reason = reason
        self.remedy = remedy


class NotMinutes(UnreadableFile):
    """Text that was read, but is not the minutes of a meeting."""


class SameMeeting(UnreadableFile):
    """A file that holds a meeting, that with the id `meeting`, which another file holds already."""

    waits = True

    def __init__(self, path: Path | str, other: str, meeting: str) -> None:
        super().__init__(
            path,
            f"It holds the same meeting as {other}, which is indexed.",
            "Keep the one that should be found, and take the other away.",
        )
        self.meeting = meeting


class MissingTool(UnreadableFile):
    """A file that waits for a program or a package."""

    waits = True


class DamagedArchive(ProtokollError):
    """A file of the archive cannot be read."""

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__(
            f"{path} in the archive cannot be read ({reason}). Read the minutes anew with: protokoll index --rebuild"
        )
        self.path = str(path)


class DamagedWithdrawals(DamagedArchive):
    """The list of what was withdrawn cannot be read; nothing is indexed without it, or what was withdrawn came back."""

    def __init__(self, path: Path | str, reason: str) -> None:
        ProtokollError.__init__(
            self,
            f"{path}, which tells what was withdrawn and is to stay out, cannot be read ({reason}). Put it back from a "
            "backup. Without one, delete it, run: protokoll index, and withdraw anew what must not be found",
        )
        self.path = str(path)


class TooManyRemovals(ProtokollError):
    """So many files are gone that it may be a mistake: a folder that was moved, or a disk that is not there."""

    def __init__(self, gone: int, known: int) -> None:
        super().__init__(
            f"{gone} of {known} files are gone. Nothing was changed. "
            "If they are to leave the index, say so with: protokoll index --confirm-removals"
        )
        self.gone = gone
        self.known = known


class NoSuchIndex(ProtokollError):
    """Nothing has been indexed here yet."""

    def __init__(self, where: Path | str) -> None:
        super().__init__(f"There is no index in {where}. Make one with: protokoll index FOLDER")
        self.where = str(where)


class IndexFromOtherVersion(ProtokollError):
    """The index was made by another version of the fields or of the Swedish analysis."""

    def __init__(self, where: Path | str, found: str, wanted: str) -> None:
        super().__init__(
            f"The index in {where} was made by another version ({found}, this one is {wanted}). "
            "Build it anew with: protokoll index --rebuild"
        )
        self.where = str(where)


class DamagedIndex(ProtokollError):
    """The index is not what was written."""

    def __init__(self, where: Path | str, reason: str) -> None:
        super().__init__(f"The index in {where} is damaged: {reason}. Build it anew with: protokoll index --rebuild")
        self.where = str(where)
        self.reason = reason


class UnsafeIndex(ProtokollError):
    """Others may write in the index's folder, and opening an index trusts what is in it."""

    def __init__(self, where: Path | str) -> None:
        super().__init__(f"Others may write in {where}, so it is not opened. Take that right away: chmod go-w {where}")
        self.where = str(where)


class MissingPart(ProtokollError):
    """What was asked for needs a package that is not installed."""

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(f"This needs {package}. Install it with: pip install 'protokoll[{extra}]'")
        self.package = package
        self.extra = extra


class CannotWrite(ProtokollError):
    """The disk is full or read-only, or this user may not write there."""

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__(
            f"{path} could not be written ({reason}). What was indexed before is as it was and is still found. "
            "Make room, or look at the folder's rights, and run it again."
        )
        self.path = str(path)
        self.reason = reason


class IndexBusy(ProtokollError):
    """Another process is indexing."""

    def __init__(self, pid: int, since: str) -> None:
        super().__init__(
            f"Another indexing run is under way (process {pid}, since {since}). Wait for it and try again."
        )
        self.pid = pid
        self.since = since


class OnlyWholeMeetings(ProtokollError):
    """What is to be withdrawn is a part of a meeting."""

    def __init__(self, id: str, meeting: str) -> None:
        super().__init__(f"{id} is a part of a meeting. Withdraw the whole of it with: protokoll remove {meeting}")
        self.id = id
        self.meeting = meeting


class NoSuchThing(ProtokollError):
    """No meeting, item or decision has that id."""

    def __init__(self, id: str) -> None:
        super().__init__(f"Nothing has the id {id!r}. Ids are shown by: protokoll search QUERY")
        self.id = id


class BadQuestion(ProtokollError):
    """What was asked cannot be answered as it stands; `field` is the parameter at fault."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field
        self.reason = reason
