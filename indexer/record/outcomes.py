"""Outcomes: what a clause, an item, a meeting and a matter ended in, as one word.

A clause's outcome is its kind; an item's is that of the clause that decides its fate: what is put off is not decided,
and what is refused or agreed to says more than who is told to do what about it.

    Motionens första att-sats bifalles. Motionen i övrigt avslås.      partly approved
    Taxan fastställs. Förvaltningen får i uppdrag att informera.       approved
    Ärendet bordläggs till den 6 november.                             deferred
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from indexer.model import AgendaItem, Decision, DecisionKind, Outcome

_BY_KIND: Final = {
    DecisionKind.REFERRED_BACK: Outcome.REFERRED_BACK,
    DecisionKind.DEFERRED: Outcome.DEFERRED,
    DecisionKind.APPROVED: Outcome.APPROVED,
    DecisionKind.REJECTED: Outcome.REJECTED,
    DecisionKind.ANSWERED: Outcome.ANSWERED,
    DecisionKind.PROPOSED: Outcome.PROPOSED,
    DecisionKind.ELECTED: Outcome.ELECTED,
    DecisionKind.ASSIGNED: Outcome.ASSIGNED,
    DecisionKind.DECIDED: Outcome.DECIDED,
    DecisionKind.NOTED: Outcome.NOTED,
}
"""The outcome of each kind of clause; of an item with several, the first here that one of its clauses has."""


def outcome_of_clause(clause: Decision) -> Outcome:
    """What a clause ended in."""
    return _BY_KIND[clause.kind]


def outcome_of_item(item: AgendaItem) -> Outcome | None:
    """What an item ended in; None where nothing was decided."""
    kinds = {decision.kind for decision in item.decisions}
    if {DecisionKind.APPROVED, DecisionKind.REJECTED} <= kinds and not kinds & _UNDECIDED:
        return Outcome.PARTLY_APPROVED
    return next((outcome for kind, outcome in _BY_KIND.items() if kind in kinds), None)


def outcome_of_matter(outcomes: Sequence[Outcome | None]) -> Outcome | None:
    """What a matter ended in by the outcomes of its items, oldest first: the last one there is."""
    return next((outcome for outcome in reversed(outcomes) if outcome), None)


def outcomes_of_meeting(items: Iterable[AgendaItem]) -> tuple[tuple[Outcome, int], ...]:
    """How many items of a meeting ended in what, in the order of the outcomes."""
    counts = Counter(filter(None, map(outcome_of_item, items)))
    return tuple((outcome, counts[outcome]) for outcome in Outcome if counts[outcome])


_UNDECIDED: Final = {DecisionKind.REFERRED_BACK, DecisionKind.DEFERRED}
