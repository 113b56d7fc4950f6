"""Damaged signs: items whose § a scan lost or took for something else."""

import pytest

from indexer.minutes import parse
from indexer.model import AgendaItem, Pages


def items(text: str) -> tuple[AgendaItem, ...]:
    pages = Pages(file="protokoll.txt", sha256="0", media_type="text/plain", text=text)
    return parse(pages).meeting.items


def minutes(first: str, second: str, third: str, *, text: str = "Avtalet går ut.", gap: str = "\n") -> str:
    return f"""Vadsjö kommun
Kommunstyrelsen
Sammanträdesprotokoll 2025-03-12

{first} Upphandling av skolskjuts
{gap}Ärendebeskrivning
{text}

Beslut
Kommunstyrelsen godkänner upphandlingen.
{gap}{second} Motion om cykelbana
{gap}Ärendebeskrivning
Bo Ek (S) har lämnat en motion.
{gap}Beslut
Motionen avslås.
{gap}{third} Redovisning av delegationsbeslut
{gap}Beslut
Redovisningen läggs till handlingarna.
"""


TITLES = ["Upphandling av skolskjuts", "Motion om cykelbana", "Redovisning av delegationsbeslut"]
DECIDED = ["Kommunstyrelsen godkänner upphandlingen.", "Motionen avslås.", "Redovisningen läggs till handlingarna."]
SIGNS = [
    "S ",
    "5 ",
    "$ ",
    "8 ",
    "6 ",
    "9 ",
    "3 ",
    "s ",
    "& ",
    "ß ",
    "fi ",
    "§S ",
    "§§ ",
    "% ",
    "S",
    "5",
    "8",
    "&",
    "S  ",
]


@pytest.mark.parametrize(("sign", "gap"), [*((sign, gap) for sign in SIGNS for gap in ("\n", "")), ("", "\n")])
def test_a_number_between_two_paragraphs_heads_an_item_whatever_stands_where_its_sign_was(sign: str, gap: str) -> None:
    found = items(minutes("§ 31", f"{sign}32", "§ 33", gap=gap))
    assert [item.title for item in found] == TITLES
    assert [[decision.text for decision in item.decisions] for item in found] == [[text] for text in DECIDED]


@pytest.mark.parametrize("sign", SIGNS)
def test_the_first_and_the_last_sign_may_be_damaged_as_well(sign: str) -> None:
    for marks in ((f"{sign}31", "§ 32", "§ 33"), ("§ 31", f"{sign}32", f"{sign}33"), ("§ 31", "§ 32", f"{sign}33")):
        assert [item.title for item in items(minutes(*marks))] == TITLES


@pytest.mark.parametrize("sign", ["S ", "5 ", "8 ", "& "])
def test_where_every_sign_is_damaged_the_numbers_head_the_items(sign: str) -> None:
    found = items(minutes(f"{sign}31", f"{sign}32", f"{sign}33"))
    assert [item.title for item in found] == TITLES
    assert [item.number for item in found] == ["§ 31", "§ 32", "§ 33"]


def test_an_item_is_called_by_the_paragraph_that_it_must_have_been_and_keeps_its_text() -> None:
    found = items(minutes("§ 31", "5 3Z", "§ 33"))[1]
    assert (found.number, found.text.splitlines()[0]) == ("§ 32", "5 3Z Motion om cykelbana")


@pytest.mark.parametrize(
    "text", ["5 32 platser finns kvar.", "S 32 Linjen går dit.", "32 Elever åker.", "8 34 Rubrik", "Se 5 32 i avtalet."]
)
def test_other_numbers_head_nothing(text: str) -> None:
    assert [item.title for item in items(minutes("§ 31", "§ 32", "§ 33", text=f"Avtalet går ut.\n\n{text}"))] == TITLES
