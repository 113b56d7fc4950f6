"""Agreed: what a clause only names is shown with it."""

from __future__ import annotations

import pytest

from indexer.model import AgendaItem, Proposal
from indexer.record.agreed import agreed
from tests.invented import item

OFFICE = Proposal(text="Taxan höjs till 250 kronor från årsskiftet.", proposers=("Förvaltningen",))
OTHER = Proposal(text="Taxan sänks.", proposers=("Anna Ek",))
POINTS = Proposal(text="att bänkar ställs ut, att lampor byts, att träd planteras", proposers=("Bo Al",))


def decided(clause: str, *proposals: Proposal, title: str = "Parktaxa") -> AgendaItem:
    """An item with one clause."""
    return item(title, decisions=(clause,), proposals=proposals)


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (decided("Nämnden beslutar enligt förslag.", OFFICE), (OFFICE.text,)),
        (decided("Enligt förvaltningens förslag:", OTHER, OFFICE), (OFFICE.text,)),
        (decided("Nämnden beslutar enligt Anna Eks förslag", OTHER, OFFICE), (OTHER.text,)),
        (decided("Yrkandet från Anna Ek avslås.", OFFICE, OTHER), (OTHER.text,)),
        (
            decided("Motionen avslås.", title="Motion av Anna Ek (S) om gratis bad"),
            ("Motion av Anna Ek (S) om gratis bad",),
        ),
        (decided("Motionen anses besvarad.", title="Motion om bad, Bo Al"), ("Motion om bad, Bo Al",)),
        (decided("att-sats 2 bifalles", POINTS), ("att lampor byts",)),
        (decided("Motionens första att-sats bifalles", POINTS), ("att bänkar ställs ut",)),
        (decided("Att-satserna 1 och 3 avslås.", POINTS), ("att bänkar ställs ut", "att träd planteras")),
        (decided("att höja taxan till 250 kronor", OFFICE), ()),
        (decided("att följa förslaget till översiktsplan när den har antagits", OFFICE), ()),
        (decided("Nämnden beslutar enligt förslag."), ()),
    ],
)
def test_what_a_clause_only_names_is_told(made: AgendaItem, expected: tuple[str, ...]) -> None:
    assert agreed(made) == expected
