"""Register formats: the registers of votes and assignments as text, JSON, JSON lines and CSV; the same whoever asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from indexer import messages
from indexer.messages import day
from indexer.model import Voter
from indexer.record.assignments import Assignment, AssignmentReport
from indexer.record.votes import Ballot
from search_ui.answer import AssignmentList, BallotList
from search_ui.output.gate import Released, Shown, csv_head, csv_line, joined, json_line, pretty_json, together
from search_ui.output.terminal import BAD, BOLD, DIM, GOOD, INDENT, TextStyle, filled

BALLOT_COLUMNS: Final = (
    "id", "organization", "date", "number", "title", "yes", "no", "abstained", "yes_means", "no_means", "won",
    "name", "party", "vote",
)  # fmt: skip
ASSIGNMENT_COLUMNS: Final = (
    "id", "organization", "date", "number", "title", "assignment", "assignees", "due", "due_text", "state", "age",
    "outcome", "reported", "report", "reference",
)  # fmt: skip
_STYLES: Final = {"overdue": BAD, "reported": GOOD}


def as_json(listed: BallotList | AssignmentList) -> Released:
    """A list as indented JSON, its keys in the order of docs/json.md, with a line end."""
    return pretty_json(listed)


def as_jsonl(listed: BallotList | AssignmentList) -> Released:
    """The rows of a list as JSON, one a line."""
    return together(map(json_line, _rows(listed)))


def as_csv(listed: BallotList | AssignmentList) -> Released:
    """A list as CSV: a row a voter, or a ballot that names none; a row an assignment."""
    if isinstance(listed, BallotList):
        cells = (row for ballot in listed.ballots for row in ballot_cells(ballot))
        return together((csv_head(BALLOT_COLUMNS), *map(csv_line, cells)))
    rows = map(csv_line, map(assignment_cells, listed.assignments))
    return together((csv_head(ASSIGNMENT_COLUMNS), *rows))


def as_text(listed: BallotList | AssignmentList, look: TextStyle) -> Shown:
    """The rows of a list as a person reads them."""
    if isinstance(listed, BallotList):
        return joined("\n\n", (ballot_text(ballot, look) for ballot in listed.ballots))
    return joined("\n\n", (assignment_text(row, look) for row in listed.assignments))


def ballot_text(ballot: Ballot, look: TextStyle) -> Shown:
    """A ballot: what it was about, what each side stood for with its figure, the parties, and who voted how."""
    lines = [
        filled(" ".join(filter(None, (ballot.number, ballot.title))), look, style=BOLD),
        filled(f"{ballot.meeting.organ} · {day(ballot.meeting.date)}", look, first=INDENT),
    ]
    for option, count, meaning in ballot.sides():
        told = f"{messages.text(f'vote.{option}')} {'?' if count is None else count}"
        lines.append(filled(f"{told} = {meaning}" if meaning else told, look, first=INDENT, rest=INDENT * 2))
        if voters := ballot.voting(option):
            names = ", ".join(map(_named, voters))
            lines.append(filled(names, look, first=INDENT * 2, rest=INDENT * 2, style=DIM))
    return joined("\n", (*lines, filled(ballot.id, look, first=INDENT, style=DIM)))


def assignment_text(row: Assignment, look: TextStyle) -> Shown:
    """An assignment: who is to do what, by when, how it stands, and what reports on it."""
    state = messages.text(f"assignment.{row.state}")
    outcome = messages.text(f"reported.{row.outcome}") if row.outcome else ""
    due = messages.text("assignment.by", day=row.due) if row.due else row.due_text or ""
    lines = [
        filled(" · ".join(filter(None, (state, outcome, due))), look, style=_STYLES.get(row.state, BOLD)),
        filled(row.text, look, first=INDENT),
    ]
    if row.assignees:
        lines.append(filled(messages.text("assignment.to", names=row.assignees), look, first=INDENT))
    where = (row.meeting.organ, day(row.meeting.date), row.number, row.title)
    lines.append(filled(" · ".join(filter(None, where)), look, first=INDENT, style=DIM))
    lines += (filled(_reported(report), look, first=INDENT, rest=INDENT * 2) for report in row.reports)
    return joined("\n", (*lines, filled(row.id, look, first=INDENT, style=DIM)))


def _reported(report: AssignmentReport) -> str:
    """One report, with how sure it is and why."""
    code = "assignment.reported_in" if report.certain else "assignment.may_be_reported"
    why = messages.text(f"reason.{report.reason}")
    told = messages.text(code, day=report.date, organization=report.organization, reason=why)
    return f"{told}: {report.text}"


def _rows(listed: BallotList | AssignmentList) -> Iterable[Ballot | Assignment]:
    return listed.ballots if isinstance(listed, BallotList) else listed.assignments


def ballot_cells(ballot: Ballot) -> Iterator[tuple[str, ...]]:
    """A ballot as the cells of BALLOT_COLUMNS: a row for each voter, or one where none is named."""
    about = (
        *_about(ballot),
        *("" if count is None else str(count) for count in (ballot.yes, ballot.no, ballot.abstained)),
        ballot.yes_means or "",
        ballot.no_means or "",
        ballot.won or "",
    )
    for voter in ballot.voters:
        yield (*about, voter.name, voter.party or "", voter.vote)
    if not ballot.voters:
        yield (*about, "", "", "")


def assignment_cells(row: Assignment) -> tuple[str, ...]:
    """An assignment as the cells of ASSIGNMENT_COLUMNS."""
    sure = [report for report in row.reports if report.certain]
    return (
        *_about(row),
        row.text,
        "; ".join(row.assignees),
        row.due or "",
        row.due_text or "",
        row.state,
        str(row.age),
        row.outcome or "",
        sure[-1].date if sure else "",
        sure[-1].item if sure else "",
        row.reference or "",
    )


def _about(row: Ballot | Assignment) -> tuple[str, ...]:
    return (row.id, row.meeting.organ, row.meeting.date, row.number, row.title)


def _named(voter: Voter) -> str:
    return f"{voter.name} ({voter.party})" if voter.party else voter.name
