"""Clauses: decisions invented in the manner of many municipalities, judged by hand, and how many are read so.

Each line of a file says the kind, who gets the task (several between bars), by when, and the clause, of a meeting on
`MEETING`. `second.tsv` and `third.tsv` were written without looking at the parser after the one before was mended.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from indexer.minutes import parse
from indexer.model import Decision, DecisionKind, Pages

MEETING = "2025-03-12"
FILES = tuple(sorted(Path(__file__).with_name("clauses").glob("*.tsv")))


class JudgedClause(msgspec.Struct, frozen=True):
    """A clause and what somebody who read it says of it."""

    kind: DecisionKind
    assignees: tuple[str, ...]
    due: str | None
    text: str


def judged(path: Path) -> list[JudgedClause]:
    lines = (line.split("\t") for line in path.read_text("utf-8").splitlines())
    return [
        JudgedClause(DecisionKind(kind), tuple(filter(None, who.split("|"))), due or None, text)
        for kind, who, due, text in lines
    ]


def read(clause: JudgedClause) -> Decision | None:
    """What the parser makes of a clause where minutes have it: below the heading of a decision."""
    text = f"Nämnden\nProtokoll {MEETING}\n\nPlats: Stadshuset\n\n§ 1 Ett ärende\n\nBeslut\n{clause.text}\n"
    meeting = parse(Pages(file="p.txt", sha256="0", media_type="text/plain", text=text)).meeting
    return next((decision for item in meeting.items for decision in item.decisions), None)


def test_clauses_are_read_as_the_judge_reads_them() -> None:
    pairs = [(clause, read(clause)) for path in FILES for clause in judged(path)]
    kinds = [made is not None and made.kind is clause.kind for clause, made in pairs]
    tasks = [
        made is not None and [one.lower() for one in made.assignees] == [one.lower() for one in clause.assignees]
        for clause, made in pairs
        if clause.assignees
    ]
    due = [made is not None and made.due == clause.due for clause, made in pairs if clause.due]
    assert sum(kinds) / len(kinds) >= 0.96
    assert sum(tasks) / len(tasks) >= 0.95
    assert sum(due) / len(due) >= 0.95


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_clause_has_a_day_or_an_assignee_that_it_does_not_say(path: Path) -> None:
    for clause in judged(path):
        made = read(clause)
        assert made is None or made.due in (None, clause.due), clause.text
        assert made is None or clause.assignees or not made.assignees, clause.text
