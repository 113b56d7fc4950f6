"""Organs: which body met, and whose it is, in the lines that fronts begin with."""

from __future__ import annotations

import pytest

from indexer.minutes import parse
from indexer.minutes.decisions.acts import Organ
from indexer.minutes.front.organ import find_organ
from indexer.minutes.lines.folded_text import fold
from indexer.model import Pages


@pytest.mark.parametrize(
    ("lines", "organ", "authority"),
    [
        (["Kommunstyrelsen"], "Kommunstyrelsen", None),
        (["Brunna kommun", "Kommunstyrelsens arbetsutskott"], "Kommunstyrelsens arbetsutskott", "Brunna kommun"),
        (["Miljönämnden i Brunna kommun"], "Miljönämnden", "Brunna kommun"),
        (["Miljönämnden 2024-05-21 kl. 14.00-15.10, stadshuset i Brunna"], "Miljönämnden", None),
        (["BRUNNA LAGTING", "Näringsutskottet"], "Näringsutskottet", "BRUNNA LAGTING"),
        (["Protokoll fört vid styrelsesammanträde med AB Brunnabostäder"], "Styrelsen", "AB Brunnabostäder"),
        (
            ["fört vid ordinarie årsmöte med Brunna sockens hembygdsförening"],
            "Årsmöte",
            "Brunna sockens hembygdsförening",
        ),
        (["Presidiemöte", "Barn- och skolnämndens presidium"], "Barn- och skolnämndens presidium", None),
        (["Raddningstjansten Brunna", "Forbundsdirektionen"], "Forbundsdirektionen", "Raddningstjansten Brunna"),
        (["Protokoll från årsmöte i Brf Eken i Brunna"], "Årsmöte", "Brf Eken i Brunna"),
        (["Brunna vägförening kallas härmed till ordinarie stämma"], "Stämma", "Brunna vägförening"),
        (["Styrelsemöte 2024-10-03 – Brunna IF"], "Styrelsemöte", "Brunna IF"),
        (["Dokumenttyp: Mötesanteckningar styrgrupp / Minutes steering group"], "Styrgrupp", None),
    ],
)
def test_the_organ_and_whose_it_is_are_told_apart(lines: list[str], organ: str, authority: str | None) -> None:
    assert find_organ(lines) == (organ, authority)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Kommunstyrelsens arbetsutskott", ["arbetsutskottet", "utskottet", "utskott"]),
        ("Tekniska utskottet", ["utskottet"]),
        ("Socialnämnden", ["nämnden", "socialnämnd"]),
        ("Ungdomsrådet", ["rådet"]),
        ("Årsmöte", ["årsmötet", "mötet"]),
    ],
)
def test_an_organ_is_meant_by_every_form_of_its_name(name: str, words: list[str]) -> None:
    assert [word for word in words if not Organ(name).is_meant(fold(word))] == []


def test_a_municipality_whose_name_is_broken_over_two_page_head_lines_is_whole() -> None:
    head = (
        "VÄSTRA BRUNNA     PROTOKOLL          Sida\n"
        "KOMMUN            Sammanträdesdatum  {}(3)\n"
        "Kulturnämnden     2024-02-06\n\n"
    )
    body = "§ {0} Rapport {0}\n\nBeslut\nRapport {0} godkänns.\n\n"
    text = "".join(head.format(n) + body.format(n) for n in (1, 2, 3))
    meeting = parse(Pages(file="a.txt", sha256="0", media_type="text/plain", text=text)).meeting
    assert (meeting.organization, meeting.authority) == ("Kulturnämnden", "Västra Brunna kommun")
