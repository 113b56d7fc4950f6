"""Markers: whatever the items are counted with, the row that rises through the minutes heads them."""

from __future__ import annotations

import pytest

from indexer.minutes import parse
from indexer.model import AgendaItem, Pages

FRONT = "Protokoll\nBygglaget i Norrvik\n2024-04-18\n\nNärvarande: Eva Ask, Bo Ek\n\n"
TITLES = ("Mötets öppnande", "Staketet mot ån", "Kassan", "Avslutning")


def items_of(text: str) -> tuple[AgendaItem, ...]:
    return parse(Pages(file="p.txt", sha256="0" * 64, media_type="text/plain", text=text)).meeting.items


def minutes(heading: str, first: int = 1) -> str:
    """Minutes whose items are headed so, the second with a list of its own."""
    texts = (
        "Eva Ask öppnade mötet.",
        "Tre skäl nämndes:\n   1. Det läcker.\n   2. Det är dyrt.\n   3. Grannen klagar.\n\n"
        "Mötet beslutar\natt laga staketet.",
        "Bo Ek berättade om kassan. Se § 4 och § 5 i stadgarna.",
        "Eva Ask tackade alla.",
    )
    headed = zip(range(first, first + len(TITLES)), TITLES, texts, strict=True)
    return FRONT + "".join(f"{_mark(heading, n, title)}\n{text}\n\n" for n, title, text in headed)


def _mark(heading: str, n: int, title: str) -> str:
    return heading.format(n=n, letter=chr(ord("A") + n - 1), title=title)


@pytest.mark.parametrize(
    ("heading", "first", "number"),
    [
        ("Nr {n}. {title}", 1, "Nr 2."),
        ("Nr {n}   {title}", 17, "Nr 18"),
        ("Punkt {n} – {title}", 1, "Punkt 2"),
        ("{letter}. {title}", 1, "B."),
        ("{letter}) {title}", 1, "B)"),
        ("2024-{n} {title}", 17, "2024-18"),
        ("2024:{n}  {title}", 7, "2024:8"),
        ("{n}/2024 {title}", 7, "8/2024"),
        ("BLN {n} | {title}", 61, "BLN 62"),
        ("{title}                                    § {n}", 55, "§ 56"),
        ("§ {n} – {title}", 55, "§ 56"),
        ("BL 18.04.2024 § {n} {title}", 41, "BL 18.04.2024 § 42"),
        ("Fråga nr {n}: {title}", 1, "Fråga nr 2:"),
    ],
)
def test_items_are_found_however_they_are_counted(heading: str, first: int, number: str) -> None:
    items = items_of(minutes(heading, first))
    assert [item.title for item in items] == list(TITLES)
    assert items[1].number == number
    assert [decision.text for decision in items[1].decisions] == ["att laga staketet."]


def test_what_is_counted_within_an_item_heads_none() -> None:
    listed = "Alternativ 1: Gult.\n\nAlternativ 2: Rött.\n\nAlternativ 3: Blått.\n\nMötet beslutar\natt måla gult.\n\n"
    text = FRONT + "".join(f"§ {n} {title}\n\n{listed}" for n, title in enumerate(TITLES, start=1))
    assert [item.title for item in items_of(text)] == list(TITLES)


@pytest.mark.parametrize(
    "below",
    [
        "BESLUT 7-1: Staketet lagas.",
        "Beslöts: Staketet lagas.",
        "Överenskommelse: Staketet lagas.",
        "Beslut / Päätös: Staketet lagas.",
        "Beslut / Päätös\nStaketet lagas.",
        "=> Staketet lagas.",
        "Mötet beslutade      Staketet lagas.",
        "Bo Ek yrkar          Staketet rivs.\nMötet beslutade      Staketet lagas.\nEva Ask gick hem.",
        "Bo Eks motförslag:\nStaketet rivs.\nMÖTET BESLUTADE:\nStaketet lagas.",
        "Styrelsens förslag: Staketet rivs.\nMötet beslutar: Staketet lagas.",
    ],
)
def test_a_decision_is_known_by_its_label_however_that_is_written(below: str) -> None:
    items = items_of(FRONT + "".join(f"§ {n} {title}\n\n{below}\n\n" for n, title in enumerate(TITLES, start=1)))
    assert [[decision.text for decision in item.decisions] for item in items] == [["Staketet lagas."]] * len(TITLES)


def test_a_sentence_behind_a_mark_is_no_title() -> None:
    told = "Till ordförande för mötet valdes Eva Ask.", "Kassören tackade alla för ett gott arbete."
    items = items_of(FRONT + "".join(f"{n} §     {text}\n\n" for n, text in enumerate(told, start=1)))
    assert [[decision.text for decision in item.decisions] for item in items] == [[told[0]], []]
