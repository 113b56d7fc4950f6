"""Plan: which file holds which meeting after a run, as a pure function of what was known and what is there now.

In the tables a folder is written `a:X b:Y`: the file a holds the minutes of the meeting X. `X#2` is X with the number
2, `X~b` other words about X, `!` cannot be read, `-` was withdrawn. The record of a file is written `a:X`, with `=`
when it waits for the file that holds the same meeting, and `a:X!` when the file can no longer be read.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import TooManyRemovals
from indexer.pipeline.plan import ParsedFile, Plan, Report, check_lost, check_removals, plan
from indexer.pipeline.scan import READER, Changes, Failure, FoundFile
from indexer.storage.archive import FileRecord, StagedMeeting

Folder = Mapping[str, str]
Records = Mapping[str, FileRecord]
NOTHING: Records = MappingProxyType({})


def folder(text: str) -> Folder:
    """The files that a line of a table tells of."""
    return dict(file.split(":") for file in text.split())


def changes(there: Folder, known: Records) -> Changes:
    """What has become of the files."""
    kept = {path for path, says in there.items() if path in known and _holds(known[path], says)}
    read = [FoundFile(path, path, says) for path, says in there.items() if path not in kept and says != "-"]
    return Changes(
        to_read=tuple(read),
        unchanged=tuple(path for path in there if path in kept),
        withdrawn=tuple(path for path, says in there.items() if says == "-"),
        gone=tuple(path for path in known if path not in there),
        known=len(known),
    )


def _holds(record: FileRecord, says: str) -> bool:
    return record.sha256 == says and not record.waits


def parsed(file: FoundFile) -> ParsedFile:
    """What reading a file gives."""
    if file.sha256 == "!":
        return ParsedFile(file=file, error=Failure(file.name, f"{file.name}: broken"))
    meeting, _, number = file.sha256.partition("~")[0].partition("#")
    words = file.sha256
    staged = StagedMeeting(
        id=meeting, digest=words, stored=words, items=1, unplaced=0, number=number or None, start=None
    )
    return ParsedFile(file=file, meeting=staged)


def run(there: Folder, known: Records) -> Plan:
    """What is planned for a folder."""
    changed = changes(there, known)
    return plan(changed, [parsed(file) for file in changed.to_read], known)


def after(*folders: Folder) -> Plan:
    """What is planned for the last of some folders, met one after the other."""
    known = NOTHING
    for there in folders:
        planned = run(there, known)
        known = planned.records
    return planned


def told(records: Records) -> str:
    """Records as a table tells of them."""

    def one(record: FileRecord) -> str:
        return f"={record.same_as}" if record.same_as else (record.meeting or "") + "!" * bool(record.error)

    return " ".join(f"{path}:{one(record)}" for path, record in sorted(records.items()))


def counted(report: Report) -> str:
    """What a report counts, without the zeros."""
    names = ("new", "changed", "moved", "unchanged", "removed", "withdrawn")
    counts = {name: getattr(report, name) for name in names} | {"failed": len(report.failed)}
    return " ".join(f"{count} {name}" for name, count in counts.items() if count)


@pytest.mark.parametrize(
    ("before", "there", "records", "report"),
    [
        ("", "a:X b:Y", "a:X b:Y", "2 new"),
        ("a:X b:Y", "a:X b:Y", "a:X b:Y", "2 unchanged"),
        ("a:X", "a:X~b", "a:X", "1 changed"),
        ("a:X", "a:Y", "a:Y", "1 changed"),
        ("a:X b:Y", "a:X", "a:X", "1 unchanged 1 removed"),
        ("a:X", "b:X", "b:X", "1 moved"),
        ("a:X", "b:X~b", "b:X", "1 changed"),
        ("a:X b:X", "a:X b:X", "a:X b:=X", "1 unchanged 1 failed"),
        ("a:X b:X", "b:X", "b:X", "1 moved"),
        ("a:X", "a:!", "a:X!", "1 failed"),
        ("", "a:!", "a:!", "1 failed"),
        ("a:X", "a:! b:X", "a:! b:X", "1 unchanged 1 failed"),
        ("a:X", "a:! b:X~b", "a:! b:X", "1 changed 1 failed"),
        ("a:X b:Y", "a:Y b:X", "a:Y b:X", "2 changed"),
        ("a:X b:Y", "a:Y b:Z", "a:Y b:Z", "2 changed"),
        ("b:X", "a:X b:Y", "a:X b:Y", "1 new 1 changed"),
        ("b:X", "a:X~b b:X", "a:=X b:X", "1 unchanged 1 failed"),
        ("b:X", "a:X b:X~b", "a:=X b:X", "1 changed 1 failed"),
        ("a:X b:Y", "a:Y~b b:Y", "a:=Y b:Y", "1 unchanged 1 failed"),
        ("", "a:X#1 b:X#2 c:X#2", "a:X b:X-2 c:=X-2", "2 new 1 failed"),
        ("a:X#1 b:X#2", "b:X#2", "b:X-2", "1 unchanged 1 removed"),
        ("a:X#1 b:X#2", "b:X#2~b", "b:X-2", "1 changed 1 removed"),
        ("a:X#1 b:X#2", "a:X#1~b b:X#2~b", "a:X b:X-2", "2 changed"),
        ("b:X#2", "a:X#1 b:X#2", "a:X-1 b:X", "1 new 1 unchanged"),
        ("a:X b:Y", "a:- b:Y", "b:Y", "1 unchanged 1 withdrawn"),
    ],
)
def test_each_file_gets_the_record_and_the_count_it_should(before: str, there: str, records: str, report: str) -> None:
    planned = after(folder(before), folder(there)) if before else after(folder(there))
    assert (told(planned.records), counted(planned.report)) == (records, report)


def test_a_file_that_cannot_be_opened_keeps_its_meeting_and_is_named() -> None:
    known = after({"a": "X", "b": "Y"}).records
    closed = ((FoundFile("a", "a", ""), Failure("a", "a: It could not be opened.")),)
    planned = plan(Changes(closed=closed, unchanged=("b",), known=2), [], known)
    assert told(planned.records) == "a:X! b:Y"
    assert [failure.error for failure in planned.report.failed] == ["a: It could not be opened."]


def test_a_file_that_waits_names_the_one_it_waits_for() -> None:
    error = after({"a": "X", "b": "X~b"}).records["b"].error or ""
    assert error.startswith("b: It holds the same meeting as a")


@pytest.mark.parametrize(("known", "left", "refused"), [(10, 8, False), (10, 7, True), (3, 2, False), (3, 1, True)])
def test_many_files_gone_at_once_are_asked_about(known: int, left: int, refused: bool) -> None:
    files = {str(number): f"X{number}" for number in range(known)}
    records = after(files).records
    changed = changes({path: files[path] for path in list(files)[:left]}, records)
    if refused:
        with pytest.raises(TooManyRemovals, match=f"{known - left} of {known} files"):
            check_removals(changed, records)
    else:
        check_removals(changed, records)


def test_files_that_only_moved_are_not_gone() -> None:
    records = after({"a": "X", "b": "Y", "c": "Z"}).records
    check_removals(changes({"new/a": "X", "new/b": "Y", "new/c": "Z"}, records), records)


def test_meetings_that_a_lost_list_knew_must_be_read_again() -> None:
    planned = after({"a": "X"})
    check_lost(["X"], planned)
    with pytest.raises(TooManyRemovals, match="2 of 3"):
        check_lost(["X", "Y", "Z"], planned)


# Laws

SAYS = st.sampled_from(["X", "X~b", "X#1", "X#2", "Y", "Y#2~b", "Z", "!", "-"])
FOLDERS = st.lists(st.dictionaries(st.sampled_from("abcd"), SAYS), min_size=1, max_size=4)


@given(FOLDERS)
def test_no_two_files_ever_hold_one_meeting(folders: list[Folder]) -> None:
    held = [record.meeting for record in after(*folders).records.values() if record.meeting]
    assert len(held) == len(set(held))


@given(FOLDERS)
def test_every_file_that_can_be_read_holds_its_meeting_or_says_who_does(folders: list[Folder]) -> None:
    records = after(*folders).records
    held = {record.meeting for record in records.values() if not record.error}
    for path, says in folders[-1].items():
        if says not in {"!", "-"}:
            meeting = records[path].meeting or records[path].same_as or ""
            assert meeting.partition("-")[0] == says.partition("~")[0].partition("#")[0]
            assert meeting in held


@given(FOLDERS)
def test_every_file_is_counted_once(folders: list[Folder]) -> None:
    report = after(*folders).report
    counts = (report.new, report.changed, report.moved, report.unchanged, report.withdrawn, len(report.failed))
    assert sum(counts) == len(folders[-1])


@given(FOLDERS)
def test_a_run_over_the_same_folder_changes_nothing(folders: list[Folder]) -> None:
    once, twice = after(*folders), after(*folders, folders[-1])
    assert dict(twice.records) == dict(once.records)
    report = twice.report
    assert (report.new, report.changed, report.moved, report.removed) == (0, 0, 0, 0)


@given(FOLDERS)
def test_a_file_that_has_not_changed_keeps_the_id_of_its_meeting(folders: list[Folder]) -> None:
    before = after(*folders[:-1]).records if folders[1:] else NOTHING
    now = after(*folders).records
    for path, says in folders[-1].items():
        if path in before and _holds(before[path], says) and not before[path].error:
            assert now[path] == before[path]


@given(FOLDERS)
def test_what_was_planned_is_what_was_read(folders: list[Folder]) -> None:
    planned = after(*folders)
    for path, meeting in planned.meetings.items():
        assert planned.records[path].stored == meeting.stored
        assert planned.records[path].reader == READER


@given(FOLDERS)
def test_planning_changes_nothing_of_what_it_is_given(folders: list[Folder]) -> None:
    known = after(*folders[:-1]).records if folders[1:] else NOTHING
    copy = dict(known)
    run(folders[-1], known)
    assert dict(known) == copy
