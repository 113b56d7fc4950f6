"""Everything that can go wrong, each with the message that the user reads.

ProtokollError
  UnreadableFile          a file of minutes that cannot become text
    NotMinutes            text, but not the minutes of a meeting
    SameMeeting           the minutes of a meeting that another file holds already
    WithdrawnMeeting      the minutes, changed, of a meeting that was withdrawn
    MissingTool           needs a program or package that is not installed
  DamagedArchive          a file of the archive cannot be read
  DamagedWithdrawals      the list of what is to stay out cannot be read
  NotWithdrawn            what is to be found again was not withdrawn
  TooManyRemovals         so many files are gone that it may be a mistake
  NoSuchIndex             nothing has been indexed here yet
  IndexFromOtherVersion   the index was made by another version of the fields or of the Swedish analysis
  DamagedIndex            the index is not what was written
  UnsafeIndex             others may write in the index's folder
  ClusterError            the cluster that keeps the index does not do what it is asked
    ClusterUnreachable    no node answers
    ClusterForbidden      the user may not, or is not known
    ClusterForbidsScripts it is set up to run no scripts
    ClusterFromOtherVersion  it is of a version that is not known, or something else answers
    ClusterDegraded       parts of it are away
    ClusterFull           its disks are full
    ClusterLimitsQueries  a query has more parts than it allows
    ClusterFailed         it says something else
  MissingPart             what was asked for needs a package that is not installed
  CannotWrite             the disk is full, or may not be written
  IndexBusy               another process is indexing
  OnlyWholeMeetings       what is to be withdrawn is a part of a meeting
  NoSuchThing             no meeting, item or decision has that id
  BadSettings             what is set in a file, a variable or an option cannot be read
  BadQuestion             what was asked cannot be answered (only where the asker wants strictness)
    RefusedQuery          a query that would be remarked on
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from indexer.messages import Language, Message, Value


class ProtokollError(Exception):
    """The base of every error a user meets; its message is a whole sentence: what happened, to what, what to do.

    `str` gives it in the language of the process, `text` in any.
    """

    def __init__(self, code: str, /, **args: Value) -> None:
        super().__init__(code)
        self.message = Message(code, args)

    def text(self, language: Language | None = None) -> str:
        """The sentence, in this language or in that of the process."""
        return self.message.text(language)

    def __str__(self) -> str:
        return self.text()


class UnreadableFile(ProtokollError):
    """A file of minutes that cannot become text; `waits` says to try again though the file has not changed.

    Its `message` says what is wrong with the file and what to do; `text` names the file before that.
    """

    waits = False

    def __init__(self, path: Path | str, code: str, /, **args: Value) -> None:
        super().__init__(code, **args)
        self.path = str(path)

    def text(self, language: Language | None = None) -> str:
        """The name of the file, and what is wrong with it."""
        return f"{self.path}: {self.message.text(language)}"


class NotMinutes(UnreadableFile):
    """Text that was read, but is not the minutes of a meeting."""


class SameMeeting(UnreadableFile):
    """A file that holds a meeting, that with the id `meeting`, which another file holds already."""

    waits = True

    def __init__(self, path: Path | str, other: str, meeting: str) -> None:
        super().__init__(path, "file.same_meeting", other=other)
        self.meeting = meeting


class WithdrawnMeeting(UnreadableFile):
    """A file that holds, in other words than then, a meeting that was withdrawn, or of which a part was."""

    waits = True

    def __init__(self, path: Path | str, meeting: str, day: str, *, whole: bool) -> None:
        super().__init__(path, "file.withdrawn_meeting" if whole else "file.withdrawn_part", meeting=meeting, day=day)
        self.meeting = meeting


class MissingTool(UnreadableFile):
    """A file that waits for a program or a package."""

    waits = True


class DamagedArchive(ProtokollError):
    """A file of the archive cannot be read: it is missing, not_as_written, or lost with its copies."""

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__(f"damage.{reason}", path=str(path))
        self.path = str(path)
        self.reason = reason


class DamagedWithdrawals(ProtokollError):
    """What was withdrawn is not known for certain; nothing is indexed without it, or what was withdrawn came back."""

    def __init__(self, path: Path | str, index: Path | str) -> None:
        super().__init__("error.damaged_withdrawals", path=str(path), index=str(index))
        self.path = str(path)


class NotWithdrawn(ProtokollError):
    """What is to be found again was not withdrawn."""

    def __init__(self, id: str) -> None:
        super().__init__("error.not_withdrawn", id=id)
        self.id = id


class TooManyRemovals(ProtokollError):
    """So many files are gone that it may be a mistake: a folder that was moved, or a disk that is not there."""

    def __init__(self, gone: int, known: int) -> None:
        super().__init__("error.too_many_removals", gone=gone, known=known)
        self.gone = gone
        self.known = known


class NoSuchIndex(ProtokollError):
    """Nothing has been indexed here yet."""

    def __init__(self, where: Path | str) -> None:
        super().__init__("error.no_such_index", where=str(where))
        self.where = str(where)


class IndexFromOtherVersion(ProtokollError):
    """The index was made by another version of the fields or of the Swedish analysis."""

    def __init__(self, where: Path | str, found: str, wanted: str) -> None:
        super().__init__("error.index_from_other_version", where=str(where), found=found, wanted=wanted)
        self.where = str(where)


class DamagedIndex(ProtokollError):
    """The index is not what was written; the reason is a message, or what the system or the engine said."""

    def __init__(self, where: Path | str, reason: str | Message) -> None:
        super().__init__("error.damaged_index", where=str(where), reason=reason)
        self.where = str(where)
        self.reason = reason


class UnsafeIndex(ProtokollError):
    """Others may write in the index's folder, and opening an index trusts what is in it."""

    def __init__(self, where: Path | str) -> None:
        super().__init__("error.unsafe_index", where=str(where))
        self.where = str(where)


class ClusterError(ProtokollError):
    """The cluster that keeps the index does not do what it is asked."""


class ClusterUnreachable(ClusterError):
    """No node of the cluster answers."""

    def __init__(self, urls: Sequence[str], reason: str) -> None:
        super().__init__("error.cluster_unreachable", urls=tuple(urls), reason=reason)


class ClusterForbidden(ClusterError):
    """The cluster does not know the user, or the user may not do this."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__("error.cluster_forbidden", where=where, reason=reason)


class ClusterForbidsScripts(ClusterError):
    """The cluster is set up to run no scripts, and what an item is worth is told by one."""

    def __init__(self, where: str) -> None:
        super().__init__("error.cluster_forbids_scripts", where=where)


class ClusterFromOtherVersion(ClusterError):
    """What answers is no OpenSearch, or one of a version that is not known."""

    def __init__(self, where: str, version: str) -> None:
        super().__init__("error.cluster_from_other_version", where=where, version=version)


class ClusterDegraded(ClusterError):
    """Parts of the index are away, or the nodes have too much to do."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__("error.cluster_degraded", where=where, reason=reason)


class ClusterFull(ClusterError):
    """The disks of the cluster are full, so that nothing may be written."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__("error.cluster_full", where=where, reason=reason)


class ClusterLimitsQueries(ClusterError):
    """A query has more parts than the cluster allows."""

    def __init__(self, where: str) -> None:
        super().__init__("error.cluster_limits_queries", where=where)


class ClusterFailed(ClusterError):
    """The cluster says no for a reason that is not foreseen."""

    def __init__(self, where: str, status: int, reason: str) -> None:
        super().__init__("error.cluster_failed", where=where, status=status, reason=reason)


class MissingPart(ProtokollError):
    """What was asked for needs a package that is not installed."""

    def __init__(self, package: str) -> None:
        super().__init__("error.missing_part", package=package, python=sys.executable)
        self.package = package


class CannotWrite(ProtokollError):
    """The disk is full or read-only, or this user may not write there."""

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__("error.cannot_write", path=str(path), reason=reason)
        self.path = str(path)
        self.reason = reason


class IndexBusy(ProtokollError):
    """Another process is indexing."""

    def __init__(self, pid: int, since: str) -> None:
        super().__init__("error.index_busy", pid=pid, since=since)
        self.pid = pid
        self.since = since


class OnlyWholeMeetings(ProtokollError):
    """What is to be withdrawn is a part of a meeting."""

    def __init__(self, id: str, meeting: str) -> None:
        super().__init__("error.only_whole_meetings", id=id, meeting=meeting)
        self.id = id
        self.meeting = meeting


class NoSuchThing(ProtokollError):
    """No meeting, item or decision has that id."""

    def __init__(self, id: str) -> None:
        super().__init__("error.no_such_thing", id=id)
        self.id = id


class BadSettings(ProtokollError):
    """What is set in a file, a variable or an option cannot be read: a sentence for each that is wrong."""

    def __init__(self, problems: Sequence[Message]) -> None:
        super().__init__(problems[0].code, **problems[0].args)
        self.problems = tuple(problems)

    def text(self, language: Language | None = None) -> str:
        """A line for each problem."""
        return "\n".join(problem.text(language) for problem in self.problems)


class BadWatches(ProtokollError):
    """The file of watches cannot be read, and why."""

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__("error.bad_watches", path=str(path), reason=reason)


class NoMailSettings(ProtokollError):
    """Letters are to be sent, and nobody said by which server, from whom, or where the page is."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__("error.no_mail_settings", missing=tuple(missing))


class NoMailServer(ProtokollError):
    """The mail server cannot be reached, or takes no letter at all."""

    def __init__(self, host: str, reason: str) -> None:
        super().__init__("error.no_mail_server", host=host, reason=reason)


class LetterRefused(ProtokollError):
    """The mail server does not take the letter to one address."""

    def __init__(self, to: str, reason: str) -> None:
        super().__init__("error.letter_refused", to=to, reason=reason)


class BadQuestion(ProtokollError):
    """What was asked cannot be answered as it stands; `field` is the parameter at fault."""

    def __init__(self, field: str, code: str, /, **args: Value) -> None:
        super().__init__(code, **args)
        self.field = field


class RefusedQuery(BadQuestion):
    """A query that could not be taken as it stands, and why: the remark, and at which character from 1."""

    def __init__(self, at: int, remark: Message) -> None:
        super().__init__("query", remark.code, **remark.args)
        self.at = at

    def text(self, language: Language | None = None) -> str:
        """The place, and the remark."""
        return Message("question.refused", {"at": self.at, "remark": self.message.text(language)}).text(language)
