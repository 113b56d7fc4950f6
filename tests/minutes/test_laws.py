"""Laws that hold for every text, minutes or not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import Phase, given, settings
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
OPENINGS = st.sampled_from(
    [
        "Protokoll nr 7 2025\nKommundirektörsmöte i Norra Kustbygden\n2025-09-19\n",
        "Göteborgs Stad Kommunstyrelsen, protokoll\nSammanträdesdatum: 2024-01-10\n",
        "Styrelsemöte, Brf Eken\n4 mars 2024\nNärvarande:\nAnna Berg\n\n",
        "Minnesanteckningar från pensionärsrådet 2024-05-17\n\n",
    ]
)
ANY_LINES = st.lists(LINES, min_size=8, max_size=40) | st.lists(LINES | st.text(max_size=30), min_size=8)
BODIES = ANY_LINES.map("\n".join)
NUMBERED = st.lists(st.tuples(st.sampled_from(["§ {}", "{}.", "{}. Val av justerare"]), BODIES), min_size=1, max_size=8)
DECIDED = st.sampled_from(["", "", "Mötet beslutar\natt tacka för informationen", "Beslut\n\n1. Planen antas."])
ITEMS = st.tuples(NUMBERED, DECIDED).map(
    lambda drawn: "\n".join(
        f"\n{mark.format(n)}\n{body}\n\n{drawn[1]}" for n, (mark, body) in enumerate(drawn[0], start=1)
    )
)
LAST_ITEM = st.sampled_from(
    ["", "\n\n§ 90 Budget\n\nBeslut\n\natt anta planen\n", "\n\n90. Budget\n\nMötet beslutar\natt anta planen\n"]
)
MINUTES = st.tuples(OPENINGS, st.one_of(BODIES, ITEMS, ITEMS), LAST_ITEM).map("".join)
TEXTS = st.integers(0, 11).flatmap(lambda n: st.text() if n == 0 else BODIES if n == 1 else MINUTES)
"""Of twelve texts one is anything, one has no head, and the others have the head and the lines of minutes."""


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


def test_most_of_the_texts_that_the_laws_are_tested_on_have_items_and_decisions() -> None:
    parsed: list[ParsedMinutes | None] = []

    @settings(max_examples=300, derandomize=True, database=None, phases=[Phase.generate])
    @given(TEXTS)
    def every(text: str) -> None:
        parsed.append(read(text))

    every()
    meetings = [one.meeting for one in parsed if one]
    with_items = [meeting for meeting in meetings if meeting.items]
    deciding = [meeting for meeting in meetings if any(item.decisions for item in meeting.walk())]
    shares = [round(len(some) / len(parsed), 2) for some in (meetings, with_items, deciding)]
    assert all(share >= floor for share, floor in zip(shares, (0.8, 0.6, 0.3), strict=True)), shares


@settings(max_examples=150)
@given(TEXTS)
def test_any_text_is_a_meeting_or_is_said_not_to_be_minutes(text: str) -> None:
    read(text)


@settings(max_examples=150)
@given(TEXTS)
def test_the_source_differs_from_the_text_only_where_furniture_became_spaces(text: str) -> None:
    parsed = read(text)
    if parsed:
        assert len(parsed.source) == len(text)
        assert all(b in (a, " ") for a, b in zip(text, parsed.source, strict=True))


@settings(max_examples=150)
@given(TEXTS)
def test_every_line_is_in_one_place(text: str) -> None:
    parsed = read(text)
    if parsed:
        for (_, line, place), printed in zip(lines_of(parsed), text.split("\n"), strict=True):
            assert (place is LineRole.BLANK) == (not printed.strip())
            assert (place is LineRole.FURNITURE) <= (not line.strip())


@settings(max_examples=150)
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


@settings(max_examples=150)
@given(TEXTS)
def test_no_words_are_lost_between_the_items(text: str) -> None:
    parsed = read(text)
    if parsed:
        spans = [(item.start, item.end) for item in parsed.meeting.walk()]
        for start, line, place in lines_of(parsed):
            if place is LineRole.ITEM:
                at = start + len(line) - len(line.lstrip())
                assert any(a <= at < b for a, b in spans)


@settings(max_examples=150)
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


def named(text: str, file: str = "fil.txt") -> Pages:
    return Pages(file=file, sha256="ab" * 32, media_type="text/plain", text=text)


def test_text_that_is_not_minutes_is_refused_with_the_reason() -> None:
    with pytest.raises(NotMinutes) as refusal:
        parse(named("Köp mjölk och bröd."))
    assert refusal.value.message.code == "file.not_minutes"


MINUTES_WITHOUT_HEAD = "Protokoll\n\n1. Mötets öppnande\nAnna öppnade mötet.\n\n2. Val\nBo Ek valdes.\n"


def test_minutes_that_name_no_organ_have_that_of_the_file_or_its_folder() -> None:
    for file, organ in (
        ("socialnämnden.txt", "Socialnämnden"),
        ("ks-2024-05-17.pdf", "Kommunstyrelsen"),
        ("Valnämnden/2024/3.txt", "Valnämnden"),
        ("3.txt", "Okänt organ"),
    ):
        meeting = parse(named(MINUTES_WITHOUT_HEAD, file)).meeting
        assert meeting.organization == organ
        assert any("organ" in remark.code for remark in meeting.remarks)


def test_minutes_that_give_no_day_have_that_of_the_file_or_the_first_in_their_text_or_none() -> None:
    dated = parse(named(MINUTES_WITHOUT_HEAD, "sn 2024-05-17.txt")).meeting
    assert (dated.date, dated.id.rpartition("/")[2]) == ("2024-05-17", "2024-05-17")
    told = parse(named(MINUTES_WITHOUT_HEAD + "Nästa möte är den 3 juni 2024.")).meeting
    assert (told.date, [remark.code for remark in told.remarks][-1]) == ("2024-06-03", "minutes.date_from_text")
    undated = parse(named(MINUTES_WITHOUT_HEAD)).meeting
    assert (undated.date, undated.id.rpartition("/")[2]) == ("", "utan-datum-abababab")
    assert [remark.code for remark in undated.remarks][-1] == "minutes.no_date"


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
