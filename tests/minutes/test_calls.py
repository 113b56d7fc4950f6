"""Calls: what an agenda tells of the meeting that it calls to, and names that are printed in capitals."""

import pytest

from indexer.minutes import parse
from indexer.minutes.front.organ import in_usual_case
from indexer.model import DocumentKind, Meeting, Pages

HEAD = "Vadsjö kommun\nKommunstyrelsen\nKallelse\n\n"
BODY = """
1. Val av justerare

Förslag till beslut
Axel Ask väljs.

2. Detaljplan

Förslag till beslut
Planen antas.
"""


def parsed(text: str) -> Meeting:
    pages = Pages(file="kallelse.txt", sha256="0", media_type="text/plain", text=text)
    return parse(pages).meeting


@pytest.mark.parametrize(
    "front",
    [
        "VADSJÖ KOMMUN\nKALLELSE\nKommunstyrelsen kallas till sammanträde måndagen den 28 april 2025 kl. 18.00 i "
        "Kommunhuset, sal A\n",
        f"{HEAD}Tid: Måndagen den 28 april 2025 kl. 18.00\nPlats: Kommunhuset, sal A\n",
        f"{HEAD}Tid: Måndagen den 28 april 2025 kl. 18.00 Plats: Kommunhuset, sal A\n",
        f"{HEAD}Tid: måndag 28 april 2025, kl. 18.00   Plats: Kommunhuset, sal A\n",
        f"{HEAD}Plats: Kommunhuset, sal A Tid: måndag 28 april 2025, kl. 18.00\n",
        f"{HEAD}Datum: 2025-04-28. Tid: kl. 18.00. Plats: Kommunhuset, sal A. Sekreterare: Eva Frid\n",
        f"{HEAD}Kommunstyrelsen kallas härmed till sammanträde\n"
        "måndagen den 28 april 2025 kl. 18.00\ni Kommunhuset, sal A.\n",
        "Vadsjö kommun\nKommunstyrelsen\nKungörelse\n\nKommunstyrelsen sammanträder i Kommunhuset, sal A,\n"
        "måndagen den 28 april 2025 kl. 18.00.\n",
    ],
)
def test_a_call_tells_who_meets_when_and_where(front: str) -> None:
    meeting = parsed(front + BODY)
    assert meeting.document is DocumentKind.AGENDA
    assert (meeting.organization, meeting.authority) == ("Kommunstyrelsen", "Vadsjö kommun")
    assert (meeting.date, meeting.start, meeting.place) == ("2025-04-28", "18:00", "Kommunhuset, sal A")
    assert [len(item.proposals) for item in meeting.items] == [1, 1]


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("VADSJÖ KOMMUN", "Vadsjö kommun"),
        ("NORRA VADSJÖ KOMMUN", "Norra Vadsjö kommun"),
        ("VADSJÖ-EKBY STAD", "Vadsjö-Ekby stad"),
        ("REGION VADSJÖ", "Region Vadsjö"),
        ("VADSJÖ ENERGI AB", "Vadsjö Energi AB"),
        ("RÄDDNINGSFÖRBUNDET NORRA KLINT", "Räddningsförbundet Norra Klint"),
        ("Vadsjö Kommun", "Vadsjö Kommun"),
        ("AB", "AB"),
    ],
)
def test_an_authority_in_capitals_is_shown_in_usual_case(printed: str, shown: str) -> None:
    assert in_usual_case(printed) == shown


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("KOMMUNSTYRELSEN", "Kommunstyrelsen"),
        ("TEKNISKA NÄMNDEN", "Tekniska nämnden"),
        ("KOMMUNSTYRELSENS ARBETSUTSKOTT", "Kommunstyrelsens arbetsutskott"),
        ("NÄMNDEN FÖR KULTUR OCH FRITID", "Nämnden för kultur och fritid"),
        ("FÖRSAMLINGSRÅDET I VADSJÖ", "Församlingsrådet i Vadsjö"),
    ],
)
def test_an_organ_in_capitals_is_shown_in_usual_case(printed: str, shown: str) -> None:
    assert in_usual_case(printed, is_organ=True) == shown
    assert parsed(f"{printed}\nProtokoll 2025-04-28\n{BODY}").organization in (shown, shown.removesuffix(" i Vadsjö"))


@pytest.mark.parametrize(
    "front",
    [
        "Vadsjö kommun\nKommunstyrelsen\nKALLELSE/FÖREDRAGNINGSLISTA\n2025-04-28\n",
        "Vadsjö kommun\nKommunstyrelsens kallelse 2025-04-28\n",
        "Vadsjö kommun\nKommunstyrelsen\nMöteskallelse 2025-04-28\n",
        "Vadsjö kommun\nKommunstyrelsen\nTilläggslista till kallelse 2025-04-28\n",
        "Vadsjö kommun\nKommunstyrelsen\nFörslag till föredragningslista 2025-04-28\n",
        "Kommunstyrelsen kallas till sammanträde 2025-04-28 kl. 09.00\nVadsjö kommun\n",
        "Vadsjö kommun\nKommunstyrelsen\nKal1else 2025-04-28\nProtokolljusterare: Axel Ask\n",
        "Vadsjö kommun\nKommunstyrelsen\nInbjudan till möte 2025-04-28\n",
    ],
)
def test_an_agenda_is_known_by_whatever_calls_to_the_meeting(front: str) -> None:
    assert parsed(front + BODY).document is DocumentKind.AGENDA


@pytest.mark.parametrize("title", ["Protokoll", "Sammanträdesprotokoll", "Protokoll, kallelse utsänd 14 april"])
def test_minutes_that_speak_of_their_call_are_minutes(title: str) -> None:
    front = f"Vadsjö kommun\nKommunstyrelsen\n{title} 2025-04-28\n\nNärvarande: Axel Ask (M), Bo Ek (S)\n"
    assert parsed(front + BODY).document is DocumentKind.MINUTES


def test_the_name_of_a_file_tells_an_agenda_where_nothing_else_does() -> None:
    text = f"Vadsjö kommun\nKommunstyrelsen\n2025-04-28\n{BODY}"
    for file, kind in (("kallelse-ks.pdf", "agenda"), ("protokoll-ks.pdf", "minutes"), ("ks.pdf", "minutes")):
        pages = Pages(file=file, sha256="0", media_type="text/plain", text=text)
        assert parse(pages).meeting.document == kind
