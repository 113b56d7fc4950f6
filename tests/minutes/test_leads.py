"""Leads: whose decision the clauses behind a lead are, in the middle of what a board decided."""

from __future__ import annotations

from indexer.minutes import parse
from indexer.model import DecisionKind, Pages

MINUTES = """Sjöby kommun
Kommunstyrelsen
Protokoll 2024-02-07

§ 12 Skyltprogram

Beslut

Enligt kontorets förslag:
Delredovisningen av skyltprogrammet antecknas.
Kommunstyrelsen tillstyrker yrkandet från Anna Ek och
föreslår att kommunfullmäktige beslutar:
1. Skyltprogrammet antas.
2. Tekniska nämnden får i uppdrag att byta skyltarna.
Kommunstyrelsen beslutar för egen del:
Stadskansliet får i uppdrag att informera om programmet.
"""


def test_what_follows_a_lead_to_the_council_is_proposed_until_the_board_decides_itself() -> None:
    pages = Pages(file="a.txt", sha256="", media_type="text/plain", text=MINUTES)
    (item,) = parse(pages).meeting.items
    assert [(clause.text.split()[0], clause.kind) for clause in item.decisions] == [
        ("Delredovisningen", DecisionKind.NOTED),
        ("Skyltprogrammet", DecisionKind.PROPOSED),
        ("Tekniska", DecisionKind.PROPOSED),
        ("Stadskansliet", DecisionKind.ASSIGNED),
    ]
