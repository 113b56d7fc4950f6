"""Assignments: what an item's decisions ask somebody to do, by when, and how that stands on a given day.

A decision is an assignment where it names who gets a task, or gives one to nobody by name. What an organ only proposes
to the one above it is none: nobody has the task yet. A sentence that only says when ("Uppdraget ska redovisas senast i
juni") belongs to the assignment before it.

What was reported is known from `reports`. The state is never more than the words say: an assignment is reported when an
item says by its paragraph that it reports on it, and done when such an item says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import Final

import msgspec

from indexer.model import AgendaItem, Decision, DecisionKind, MeetingLine
from indexer.swedish.diacritics import fold

SOON_DAYS: Final = 30
"""Days before its due date from which an assignment is due: one round of meetings of a committee that meets monthly."""
_TO_COUNCIL: Final = re.compile(
    r"\bföreslår?\s[^.:]{0,80}?fullmäktige[^.:]{0,40}(?:besluta\w*|följande)?[^.:]{0,20}:|"
    r"\bföreslår?\s+(?:att\s+)?\w*fullmäktige\s+(?:att\s+)?beslutar?\b",
    re.IGNORECASE,
)
"""What stands before the clauses that an organ proposes to the council, also in the middle of a decision."""
_FOR_ITS_PART: Final = re.compile(r"\bför\s+egen\s+del\b", re.IGNORECASE)

_REPORTING: Final = re.compile(
    r"(?:\W|\d)*(?:att\s+)?(?:åter|läges|slut)?(?:rapport(?:ering)?|redovisning|uppföljning)(?:en)?\s", re.IGNORECASE
)


class AssignmentState(StrEnum):
    """How an assignment stands: open, due soon, overdue, or reported."""

    OPEN = "open"
    DUE = "due"
    OVERDUE = "overdue"
    REPORTED = "reported"


class ReportOutcome(StrEnum):
    """What was decided on a report: to note it, that the task is done or has more time, or to propose such a thing."""

    NOTED = "noted"
    DONE = "done"
    EXTENDED = "extended"
    PROPOSED = "proposed"


class AssignmentReport(msgspec.Struct, frozen=True, kw_only=True):
    """An item that reports on an assignment: surely, by its paragraph, or it may.

    `text` is what it says of it, as printed. `reason` is how that is known: citation, reference (the same diary
    number), matter or words, those that both have being `shared`. `outcome` is None where nothing is said.
    """

    item: str
    date: str
    organization: str
    title: str
    text: str
    outcome: ReportOutcome | None
    certain: bool
    reason: str
    shared: tuple[str, ...] = ()


class Assignment(msgspec.Struct, frozen=True, kw_only=True):
    """A task that was given: `id` is that of the clause that gave it, `text` the clause as printed.

    `age` is how many days ago it was given. An assignment that only its report tells of is not `decided`: the clause
    that the report names gives it in other words, or by approving a motion.
    """

    id: str
    item: str
    meeting: MeetingLine
    number: str
    title: str
    text: str
    assignees: tuple[str, ...] = ()
    due: str | None = None
    due_text: str | None = None
    state: AssignmentState = AssignmentState.OPEN
    age: int = 0
    reference: str | None = None
    decided: bool = True
    reports: tuple[AssignmentReport, ...] = ()

    @property
    def outcome(self) -> ReportOutcome | None:
        """What the sure reports came to: done, if one says so; else what the last one says."""
        sure = [report.outcome for report in self.reports if report.certain and report.outcome]
        return ReportOutcome.DONE if ReportOutcome.DONE in sure else sure[-1] if sure else None


def assignments(item: AgendaItem, meeting: MeetingLine) -> Iterator[Assignment]:
    """The assignments that an item's decisions give, in printed order; their state is not looked at."""
    proposed = proposed_clauses(item)
    given: Assignment | None = None
    for decision in item.decisions:
        if decision.id in proposed:
            continue
        if given and decision.due_text and (not _gives(decision) or _is_about_the_task(decision)):
            given = _with_due(given, decision)
            continue
        if given:
            yield given
        given = _assignment(decision, item, meeting) if _gives(decision) else None
    if given:
        yield given


def as_of(assignment: Assignment, today: date) -> Assignment:
    """The assignment as it stands on a day."""
    given = assignment.meeting.date
    return msgspec.structs.replace(
        assignment,
        state=_state(assignment, today),
        age=(today - date.fromisoformat(given)).days if given else 0,
    )


def is_to(assignment: Assignment, assignee: str) -> bool:
    """Whether somebody is among those who got the task: all words of what is typed begin words of one of them."""
    typed = fold(assignee.lower()).split()
    return any(
        all(any(word.startswith(part) for word in words) for part in typed)
        for words in (re.split(r"[\s,/-]+", fold(one.lower())) for one in assignment.assignees)
    )


def by_assignee(rows: Iterable[Assignment]) -> list[tuple[str, int]]:
    """Everybody who has assignments, as most of them spell it, with how many; most first, equals by name."""
    counts: dict[str, int] = {}
    spelled: dict[str, dict[str, int]] = {}
    for row in rows:
        for one in row.assignees:
            key = fold(one.lower())
            counts[key] = counts.get(key, 0) + 1
            spellings = spelled.setdefault(key, {})
            spellings[one] = spellings.get(one, 0) + 1
    names = {key: max(sorted(of), key=lambda name: of[name]) for key, of in spelled.items()}
    return sorted(((names[key], count) for key, count in counts.items()), key=lambda pair: (-pair[1], pair[0]))


def _gives(decision: Decision) -> bool:
    return bool(decision.assignees) or decision.kind is DecisionKind.ASSIGNED


def _is_about_the_task(decision: Decision) -> bool:
    """Whether a decision only says how often the task before it is reported on."""
    return not decision.assignees and _REPORTING.match(decision.text) is not None


def _assignment(decision: Decision, item: AgendaItem, meeting: MeetingLine) -> Assignment:
    return Assignment(
        id=decision.id,
        item=item.id,
        meeting=meeting,
        number=item.number,
        title=item.title,
        text=decision.text,
        assignees=decision.assignees,
        due=decision.due,
        due_text=decision.due_text,
        reference=item.reference,
    )


def _with_due(given: Assignment, decision: Decision) -> Assignment:
    """An assignment with what the sentence behind it says."""
    return msgspec.structs.replace(
        given,
        text=f"{given.text} {decision.text}",
        due=given.due or decision.due,
        due_text=given.due_text or decision.due_text,
    )


def _state(assignment: Assignment, today: date) -> AssignmentState:
    if any(report.certain and report.outcome not in _STILL_OPEN for report in assignment.reports):
        return AssignmentState.REPORTED
    if assignment.due is None:
        return AssignmentState.OPEN
    days = (date.fromisoformat(assignment.due) - today).days
    if days < 0:
        return AssignmentState.OVERDUE
    return AssignmentState.DUE if days <= SOON_DAYS else AssignmentState.OPEN


_STILL_OPEN: Final = (ReportOutcome.EXTENDED, ReportOutcome.PROPOSED)
"""What a report may come to that leaves the task to be done, or to be reported on by the organ that gave it."""


def proposed_clauses(item: AgendaItem) -> frozenset[str]:
    """The ids of the decisions that only propose something, also those behind words in the middle that say so."""
    told = frozenset(decision.id for decision in item.decisions if decision.kind is DecisionKind.PROPOSED)
    if not any("fullmäktige" in decision.text or _gives(decision) for decision in item.decisions):
        return told
    text = " ".join(" ".join(item.section_text(part).split()) for part in item.sections if part.kind == "decision")
    leads = [(match.end(), True) for match in _TO_COUNCIL.finditer(text)]
    ends = [(match.start(), False) for match in _FOR_ITS_PART.finditer(text)] if leads else []
    marks = sorted((*leads, *ends))
    found, at = set(told), 0
    for decision in item.decisions if leads else ():
        place = text.find(" ".join(decision.text.split())[:_ENOUGH], at)
        at = place if place >= 0 else at
        before = [proposes for mark, proposes in marks if mark <= max(place, at)]
        if before and before[-1]:
            found.add(decision.id)
    return frozenset(found)


_ENOUGH: Final = 60
"""Letters of a clause that tell it from the others of its item."""
