"""Proposed upward: what an organ resolves to propose to the one above it is told apart from what anybody decides."""

import pytest

from indexer.minutes import parse
from indexer.model import AgendaItem, DecisionKind, Pages


def item(text: str, organ: str = "Kommunstyrelsen") -> AgendaItem:
    minutes = f"""Vadsjö kommun
{organ}
Sammanträdesprotokoll 2025-03-12

§ 31 Motion om cykelbana

Ärendebeskrivning
Bo Ek (S) har lämnat en motion.

{text}

§ 32 Redovisning av delegationsbeslut

Beslut
Redovisningen läggs till handlingarna.
"""
    pages = Pages(file="protokoll.txt", sha256="0", media_type="text/plain", text=minutes)
    first, second = parse(pages).meeting.items
    assert len(second.decisions) == 1
    return first


def told(item: AgendaItem) -> list[tuple[str, DecisionKind]]:
    return [(decision.text.removeprefix("att ").rstrip("."), decision.kind) for decision in item.decisions]


OWN = [
    ("Kommunstyrelsen", "Kommunstyrelsens", "kommunfullmäktige"),
    ("Kommunstyrelsens arbetsutskott", "Arbetsutskottets", "kommunstyrelsen"),
    ("Socialnämnden", "Socialnämndens", "kommunfullmäktige"),
    ("Socialnämnden", "Nämndens", "kommunstyrelsen"),
    ("Regionstyrelsen", "Regionstyrelsens", "regionfullmäktige"),
]


@pytest.mark.parametrize(("organ", "whose", "above"), OWN)
@pytest.mark.parametrize(
    "heading",
    [
        "{whose} förslag till {above}\n",
        "{whose} förslag till {above}\n\n",
        "{whose} förslag till {above}:\n",
        "{whose} förslag till beslut i {above}\n",
        "{WHOSE} FÖRSLAG TILL {ABOVE}\n\n",
        "{whose} forslag till {above}\n",
        "Beslut\n{whose} förslag till {above}:\n",
        "Beslut (förslag till {above})\n",
        "{whose} beslut (förslag till {above})\n",
    ],
)
def test_what_stands_below_the_organs_own_proposal_is_proposed(
    organ: str, whose: str, above: str, heading: str
) -> None:
    head = heading.format(whose=whose, above=above, WHOSE=whose.upper(), ABOVE=above.upper())
    assert told(item(f"{head}Motionen avslås.", organ)) == [("Motionen avslås", DecisionKind.PROPOSED)]


@pytest.mark.parametrize(("organ", "whose", "above"), OWN)
def test_as_anothers_proposal_the_same_words_decide_nothing(organ: str, whose: str, above: str) -> None:
    text = f"{whose} förslag till {above}\n\nMotionen avslås."
    assert item(text, above.capitalize()).decisions == ()
    decided = item(f"{text}\n\nBeslut\n\nMotionen bifalls.", above.capitalize())
    assert told(decided) == [("Motionen bifalls", DecisionKind.APPROVED)]
    assert [proposal.text for proposal in decided.proposals] == ["Motionen avslås."]


@pytest.mark.parametrize(
    "clause",
    [
        "Kommunfullmäktige föreslås avslå motionen",
        "Fullmäktige föreslås anta planen",
        "Fullmaktige féreslas anta planen",
        "Kommunfullmaktige foreslas besluta att motionen avslas",
        "Kommunfullmäktige föreslås att bifalla motionen",
    ],
)
def test_a_sentence_in_which_the_organ_above_is_proposed_something_is_proposed(clause: str) -> None:
    assert told(item(f"Beslut\n{clause}.")) == [(clause, DecisionKind.PROPOSED)]


@pytest.mark.parametrize(
    "text",
    [
        "Kommunstyrelsen beslutar\natt föreslå kommunfullmäktige\natt avslå motionen",
        "Beslut\natt föreslå kommunfullmäktige besluta\natt avslå motionen",
        "Beslut\nKommunfullmäktige föreslås besluta\natt avslå motionen",
        "Kommunstyrelsens förslag till kommunfullmäktige\nKommunfullmäktige beslutar att avslå motionen.",
        "Kommunstyrelsens förslag till kommunfullmäktige\nKommunfullmäktige beslutar\natt avslå motionen",
    ],
)
def test_clauses_behind_words_that_only_say_to_whom_they_are_proposed_are_proposed(text: str) -> None:
    assert told(item(text)) == [("avslå motionen", DecisionKind.PROPOSED)]


def test_what_the_organ_decides_itself_beside_its_proposal_stays_its_own() -> None:
    own = "Kommunstyrelsens beslut\nKommundirektören får i uppdrag att utreda frågan."
    proposed = "Kommunstyrelsens förslag till kommunfullmäktige\nMotionen avslås."
    for text in (f"{own}\n\n{proposed}", f"{proposed}\n\n{own}"):
        assert {kind for _, kind in told(item(text))} == {DecisionKind.ASSIGNED, DecisionKind.PROPOSED}
    mixed = item(
        "Socialnämnden beslutar\natt anta planen\natt föreslå kommunfullmäktige\natt höja taxan", "Socialnämnden"
    )
    assert told(mixed) == [("anta planen", DecisionKind.APPROVED), ("höja taxan", DecisionKind.PROPOSED)]
