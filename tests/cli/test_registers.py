"""The registers on the command line: what is asked of them, and every format."""

from __future__ import annotations

import json
from typing import Any

import pytest

from indexer.settings import Settings
from tests.cli.run_command import Done, protokoll
from tests.cli.test_json import PARTS, hold
from tests.record.council import indexed
from tests.table_rows import rows_of


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The folders of an index of the council's minutes."""
    return indexed(tmp_path_factory.mktemp("council"))


def rows(*args: str, settings: Settings) -> list[dict[str, Any]]:
    """The rows that the command prints as JSON lines."""
    return [json.loads(line) for line in protokoll(*args, "--format", "jsonl", settings=settings).stdout.splitlines()]


def test_a_ballot_says_in_words_what_each_side_stood_for_and_who_voted_how(council: Settings) -> None:
    motion, plan = sorted(rows("votes", settings=council), key=lambda row: -row["yes"])
    assert (motion["yes_means"], motion["no_means"]) == ("avslag på motionen", "bifall till motionen")
    assert (plan["yes"], plan["no"], plan["abstained"], plan["won"]) == (2, 1, 1, "yes")
    assert {"party": "M", "yes": 0, "no": 1, "abstained": 1, "absent": 0} in plan["parties"]


@pytest.mark.parametrize(
    ("args", "found"),
    [
        ((), 2),
        (("cykling",), 1),
        (("--party", "M"), 2),
        (("--party", "V", "--vote", "no"), 1),
        (("--person", "Bo Ask", "--vote", "no"), 1),
        (("--person", "Bo Ask", "--vote", "nej"), 1),
        (("--vote", "frånvarande"), 0),
        (("--person", "Bo Ask", "--vote", "no", "solceller"), 0),
        (("--person", "Ek"), 0),
        (("--since", "2024-03"), 0),
        (("--organization", "bergby-kommun-kommunfullmaktige"), 2),
        (("--limit", "1"), 1),
        (("--offset", "1"), 1),
    ],
)
def test_votes_are_found_by_words_person_party_and_vote(args: tuple[str, ...], found: int, council: Settings) -> None:
    assert len(rows("votes", *args, settings=council)) == found


@pytest.mark.parametrize(
    ("args", "found"),
    [
        ((), 2),
        (("--state", "reported"), 1),
        (("--state", "overdue"), 1),
        (("--state", "open"), 0),
        (("--assignee", "hamn"), 1),
        (("cykelställ",), 2),
        (("cykelställ", "--assignee", "tekniska"), 1),
        (("budget",), 0),
    ],
)
def test_assignments_are_found_by_words_state_and_assignee(
    args: tuple[str, ...], found: int, council: Settings
) -> None:
    assert len(rows("assignments", *args, settings=council)) == found


def test_an_assignment_that_a_report_cites_is_reported_with_what_came_of_it(council: Settings) -> None:
    (row,) = rows("assignments", "--state", "reported", settings=council)
    assert row["assignees"] == ["Tekniska nämnden"]
    (report,) = row["reports"]
    assert (report["certain"], report["outcome"], report["reason"]) == (True, "done", "citation")


@pytest.mark.parametrize(
    ("verb", "listed", "part"), [("votes", "BallotList", "Ballot"), ("assignments", "AssignmentList", "Assignment")]
)
def test_a_register_is_as_described(verb: str, listed: str, part: str, council: Settings) -> None:
    whole = json.loads(protokoll(verb, "--format", "json", settings=council).stdout)
    hold(whole, PARTS[listed], listed)
    assert whole["total"] == len(whole[verb.replace("votes", "ballots")]) > 0
    for row in rows(verb, settings=council):
        hold(row, PARTS[part], part)


@pytest.mark.parametrize(("verb", "part", "count"), [("votes", "BallotRow", 8), ("assignments", "AssignmentRow", 2)])
def test_a_table_has_the_columns_that_are_named(verb: str, part: str, count: int, council: Settings) -> None:
    head, *cells = rows_of(protokoll(verb, "--format", "csv", settings=council).stdout)
    assert head == list(PARTS[part])
    assert [len(row) for row in cells] == [len(head)] * count


def test_a_person_reads_who_is_to_do_what_and_how_it_stands(council: Settings) -> None:
    done: Done = protokoll("--language", "sv", "assignments", "cykelställ", "--state", "reported", settings=council)
    assert done.returncode == 0
    assert "Redovisat · förklarat fullgjort" in done.stdout
    assert "Till: Tekniska nämnden" in done.stdout
    assert "1 rad i registret" in done.stderr


def test_an_empty_register_exits_with_one(council: Settings) -> None:
    assert protokoll("votes", "--person", "Ingen Alls", settings=council).returncode == 1
