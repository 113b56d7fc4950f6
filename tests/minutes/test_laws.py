"""Laws that hold for every text, minutes or not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.minutes import LineRole, NotMinutes, ParsedMinutes, parse
from indexer.model import Pages

LINES = st.sampled_from(
    [
        "Protokoll nr 7 2025",
        "Kommundirektörsmöte i Norra Kustbygden",
        "Kommunstyrelsen",
        "Göteborgs Stad Kommunstyrelsen, protokoll",
        "Sammanträdesdatum: 2024-01-10",
        "3 (12)",
        "Tid och plats: Den 19 september 2025 08.30-11:30 på Stadshuset.",
        "Närvarande:",
        "Anna Berg, Bjuv Bo Ek, Klippan",
        "Ida Lund (V) ersätter Bo Ek (S) §§ 45-51",
        "Anmält förhinder:",
        "Dagordning",
        "1. Mötets öppnande",
        "2. Budget",
        "3",
        "10.",
        "8.2 Delfråga",
        "09.15 **Mötesplan 2024**",
        "§ 12 Dnr KS 2024/00123",
        "§ 13",
        "Övriga frågor",
        "Sammanfattning: Frågan är väckt.",
        "Föredragande: Anna Berg",
        "Underlag",
        "Bilaga 1",
        "Mötet beslutar",
        "Beslut",
        "att tacka för informationen",
        "- att uppdra till Anna Berg att återkomma",
        "1. Planen antas.",
        "Förslag till beslut",
        "Yrkanden",
        "Omröstningen utfaller med 43 Ja mot 38 Nej.",
        "Underskriftssida",
        "Namn: Anna Berg",
        "",
        "",
        "  ",
    ]
)
HEADS = st.sampled_from(
    [
        "Protokoll nr 7 2025\nKommundirektörsmöte i Norra Kustbygden\nTid och plats: Den 19 september 2025 08.30-11:30",
        "Kommunstyrelsen\nSammanträdesprotokoll\nSammanträdesdatum: 2024-01-10\n\nNärvarande:\nAnna Berg (S)",
        "Styrelsemöte i Föreningen Åsen\n2024-05-17\nNärvarande: Anna Berg, Bo Ek",
    ]
)
HEADINGS = st.sampled_from(
    ["§ 12 Budget 2025", "§ 13 Dnr KS 2024/00123\nDetaljplan", "1. Mötets öppnande", "14. Övriga frågor"]
)
DECISIONS = st.sampled_from(
    [
        "Kommunstyrelsen beslutar\natt tacka för informationen",
        "Beslut\n1. Planen antas.\n2. Anna Berg får i uppdrag att återkomma senast den 31 maj 2025.",
        "Mötet beslutar\n- att uppdra till Anna Berg att återkomma",
    ]
)
TEXT = st.lists(LINES | st.text(max_size=30), max_size=6).map("\n".join)
ITEMS = st.tuples(HEADINGS, TEXT, DECISIONS | st.just(""), TEXT).map("\n".join)
MINUTES = st.tuples(HEADS, TEXT, st.lists(ITEMS, min_size=1, max_size=5).map("\n\n".join)).map("\n\n".join)
"""Minutes with a head, items and decisions, and anything at all between them."""

OTHER = st.text() | st.lists(LINES | st.text(max_size=30)).map("\n".join)
TEXTS = st.integers(0, 9).flatmap(lambda number: MINUTES if number else OTHER)
"""Texts of every kind, nine of ten of them minutes, since a law says nothing about a text that is refused."""

FLOORS = {"a meeting": 0.80, "items": 0.60, "a decision": 0.30}
"""The share of the generated texts that must be read as a meeting, have items, and have a decision."""


def pages(text: str, starts: tuple[int, ...] = (0,)) -> Pages:
    return Pages(file="2024-05-17 möte.txt", sha256="0" * 64, media_type="text/plain", text=text, starts=starts)


def read(text: str) -> ParsedMinutes | None:
    try:
        return parse(pages(text))
    except NotMinutes:
        return None


def lines_of(parsed: ParsedMinutes) -> Iterator[tuple[int, str, LineRole]]:
    start = 0
    for line, place in zip(parsed.source.split("\n"), parsed.places, strict=True):
        yield start, line, place
        start += len(line) + 1


def test_the_laws_are_tried_on_meetings_with_items_and_decisions() -> None:
    counts: Counter[str] = Counter()

    @settings(max_examples=2000, derandomize=True, database=None)
    @given(TEXTS)
    def count(text: str) -> None:
        counts["texts"] += 1
        if parsed := read(text):
            items = list(parsed.meeting.walk())
            counts["a meeting"] += 1
            counts["items"] += bool(items)
            counts["a decision"] += any(item.decisions for item in items)

    count()
    assert counts["texts"] >= 200
    assert {what for what, floor in FLOORS.items() if counts[what] < floor * counts["texts"]} == set(), counts


@settings(max_examples=2000)
@given(TEXTS)
def test_any_text_is_a_meeting_or_is_said_not_to_be_minutes(text: str) -> None:
    read(text)


@settings(max_examples=2000)
@given(TEXTS)
def test_the_source_differs_from_the_text_only_where_furniture_became_spaces(text: str) -> None:
    parsed = read(text)
    if parsed:
        assert len(parsed.source) == len(text)
        assert all(b in (a, " ") for a, b in zip(text, parsed.source, strict=True))


@settings(max_examples=2000)
@given(TEXTS)
def test_every_line_is_in_one_place(text: str) -> None:
    parsed = read(text)
    if parsed:
        for (_, line, place), printed in zip(lines_of(parsed), text.split("\n"), strict=True):
            assert (place is LineRole.BLANK) == (not printed.strip())
            assert (place is LineRole.FURNITURE) <= (not line.strip())


@settings(max_examples=2000)
@given(TEXTS)
def test_every_item_and_section_points_at_its_own_text(text: str) -> None:
    parsed = read(text)
    if parsed:
        end = 0
        for item in parsed.meeting.walk():
            assert parsed.source[item.start : item.end] == item.text
            assert end <= item.start < item.end
            end = item.end
            for section in item.sections:
                assert item.start <= section.start < section.end <= item.end


@settings(max_examples=2000)
@given(TEXTS)
def test_no_words_are_lost_between_the_items(text: str) -> None:
    parsed = read(text)
    if parsed:
        spans = [(item.start, item.end) for item in parsed.meeting.walk()]
        for start, line, place in lines_of(parsed):
            if place is LineRole.ITEM:
                at = start + len(line) - len(line.lstrip())
                assert any(a <= at < b for a, b in spans)


@settings(max_examples=200)
@given(TEXTS)
def test_ids_are_never_given_twice(text: str) -> None:
    parsed = read(text)
    if parsed:
        items = list(parsed.meeting.walk())
        ids = [item.id for item in items] + [decision.id for item in items for decision in item.decisions]
        assert len(ids) == len(set(ids))


def test_an_appendix_right_below_the_front_page_is_no_reason_to_fail() -> None:
    text = (
        "Styrelsemöte i Föreningen Åsen\n2024-05-17\nNärvarande: Anna Berg, Bo Ek\n\nBilaga 1\n\n1. Mötets öppnande\n"
    )
    assert read(text) is not None


def test_text_that_is_not_minutes_is_refused_with_the_reason() -> None:
    with pytest.raises(NotMinutes, match="no organ"):
        parse(pages("Köp mjölk och bröd."))
    with pytest.raises(NotMinutes, match="no date"):
        parse(
            Pages(
                file="a.txt", sha256="", media_type="text/plain", text="Kommundirektörsmöte i Kustbygden\n\n1. Öppnande"
            )
        )


HEAD = "Protokoll\nKommundirektörsmöte i Norra Kustbygden\n2024-01-01\nNärvarande:\n1. Ett\n"
HOSTILE = {
    "one letter": "a" * 30_000,
    "one long space": "x" + " " * 30_000 + "y",
    "the same number": "1. A\n" * 6_000,
    "rising numbers": "\n".join(f"{n}. A" for n in range(6_000)),
    "paragraphs in circles": "\n".join(f"§ {n % 700} Text" for n in range(6_000)),
    "labels": "Beslut\n1. Att x\n" * 5_000,
    "clauses": "Beslut\n" + "att tacka\n" * 3_000,
    "one clause": "Beslut\natt uppdra till " + "a" * 30_000,
    "names": "Anna Berg, " * 3_000,
    "leaders": "1. " + ". " * 5_000,
    "votes": "Omröstning\n" + "12 ja " * 5_000,
    "addresses": "a@" * 5_000,
    "soft hyphens": "\u00ad " * 5_000,
    "hyphens": "ab-\n" * 8_000,
    "loose accents": "e\u0301" * 5_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_text_takes_the_parser_forever(text: str) -> None:
    read(HEAD + text)
