"""Outcomes: one word for a clause, an item, a meeting and a matter."""

from __future__ import annotations

import pytest

from indexer.model import AgendaItem, Decision, DecisionKind, Outcome
from indexer.record.outcomes import outcome_of_clause, outcome_of_item, outcome_of_matter, outcomes_of_meeting
from tests.invented import item

K = DecisionKind


def ended(*kinds: DecisionKind) -> AgendaItem:
    """An item with a clause of each of these kinds."""
    decisions = tuple(Decision(id="", text="", kind=kind) for kind in kinds)
    made = item("Sak")
    return AgendaItem(**{name: getattr(made, name) for name in made.__struct_fields__} | {"decisions": decisions})


@pytest.mark.parametrize("kind", DecisionKind)
def test_every_kind_of_clause_has_an_outcome(kind: DecisionKind) -> None:
    assert outcome_of_clause(Decision(id="", text="", kind=kind)) in Outcome
    assert outcome_of_item(ended(kind)) is outcome_of_clause(Decision(id="", text="", kind=kind))


@pytest.mark.parametrize(
    ("kinds", "outcome"),
    [
        ((), None),
        ((K.APPROVED, K.ASSIGNED), Outcome.APPROVED),
        ((K.REJECTED, K.ASSIGNED), Outcome.REJECTED),
        ((K.APPROVED, K.REJECTED), Outcome.PARTLY_APPROVED),
        ((K.APPROVED, K.REJECTED, K.DEFERRED), Outcome.DEFERRED),
        ((K.NOTED, K.REFERRED_BACK), Outcome.REFERRED_BACK),
        ((K.NOTED, K.PROPOSED), Outcome.PROPOSED),
        ((K.NOTED, K.DECIDED), Outcome.DECIDED),
    ],
)
def test_an_item_ended_in_what_decides_its_fate(kinds: tuple[DecisionKind, ...], outcome: Outcome | None) -> None:
    assert outcome_of_item(ended(*kinds)) is outcome


def test_a_matter_ended_in_its_last_outcome() -> None:
    assert outcome_of_matter([Outcome.DEFERRED, Outcome.APPROVED, None]) is Outcome.APPROVED
    assert outcome_of_matter([None]) is None


def test_a_meeting_tells_how_many_items_ended_in_what() -> None:
    items = [ended(K.NOTED), ended(K.APPROVED), ended(K.NOTED), ended()]
    assert outcomes_of_meeting(items) == ((Outcome.APPROVED, 1), (Outcome.NOTED, 2))
