"""What of an item is shown, and where: everything printed once, under its own heading."""

from __future__ import annotations

import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.model import AgendaItem, Decision, Section
from search_ui.web.contents import contents
from search_ui.web.printed import printed_item, unwrapped
from tests.invented import item

TEXT = """§ 12 Dnr KS 2024/00012
Bryggan i Granby
Beslut
Kommunstyrelsen beslutar
1. Bryggan lagas.
2. Förvaltningen får i uppdrag att
a. måla bryggan
b. sätta upp en skylt
Paragrafen justeras omedelbart.
Yrkanden
Ylva Åkerlind (X) yrkar bifall.
Begäran lämnas.
Omröstning
Ja för bifall.
Reservation
"""


def unmarked(text: str) -> list[tuple[int, int]]:
    return []


def harbour() -> AgendaItem:
    """An item with a decision of two points, a motion, and a heading with nothing under it."""

    def section(kind: str, heading: str, after: str, until: str) -> Section:
        start = TEXT.index(f"\n{after}\n") + len(after) + 2
        return Section(kind=kind, heading=heading, start=start, end=TEXT.index(until, start) if until else len(TEXT))

    return msgspec.structs.replace(
        item("Bryggan i Granby", number="§ 12", reference="KS 2024/00012"),
        text=TEXT,
        end=len(TEXT),
        sections=(
            section("decision", "Beslut", "Beslut", "Yrkanden"),
            section("proposal", "Yrkanden", "Yrkanden", "Begäran"),
            section("ballot", "Omröstning", "Omröstning", "Reservation"),
            section("reservation", "Reservation", "Reservation", ""),
        ),
    )


def decided(*clauses: str) -> AgendaItem:
    decisions = tuple(Decision(id=f"x/b{number}", text=clause) for number, clause in enumerate(clauses, 1))
    return msgspec.structs.replace(harbour(), decisions=decisions)


CLAUSES = ("Bryggan lagas.", "Förvaltningen får i uppdrag att a. måla bryggan b. sätta upp en skylt")


def test_a_point_keeps_its_printed_number_and_its_lines() -> None:
    printed = printed_item(decided(*CLAUSES), unmarked)
    assert [(point.marker, [str(text) for text in point.paragraphs]) for point in printed.decision] == [
        ("", ["Kommunstyrelsen beslutar"]),
        ("1.", ["Bryggan lagas."]),
        ("2.", ["Förvaltningen får i uppdrag att\na. måla bryggan\nb. sätta upp en skylt"]),
        ("", ["Paragrafen justeras omedelbart."]),
    ]


def test_the_other_sections_stand_under_their_printed_headings_with_what_is_between_them() -> None:
    printed = printed_item(decided(*CLAUSES), unmarked)
    assert [(section.heading, [str(text) for text in section.paragraphs]) for section in printed.sections] == [
        ("Yrkanden", ["Ylva Åkerlind (X) yrkar bifall."]),
        ("", ["Begäran lämnas."]),
        ("Omröstning", ["Ja för bifall."]),
        ("Reservation", []),
    ]


@pytest.mark.parametrize("clauses", [CLAUSES, CLAUSES[:1], ()])
def test_every_printed_word_is_shown_once(clauses: tuple[str, ...]) -> None:
    made = decided(*clauses)
    printed = printed_item(made, unmarked)
    shown = [made.number, "Dnr", made.reference or "", made.title]
    shown += ["Beslut"] if clauses else []
    for point in printed.decision:
        shown += [point.marker, *map(str, point.paragraphs)]
    for section in printed.sections:
        shown += [section.heading, *map(str, section.paragraphs)]
    assert sorted(re.findall(r"\w+", " ".join(shown))) == sorted(re.findall(r"\w+", TEXT))


def test_several_groups_of_decisions_are_shown_once_each_in_the_order_of_the_text() -> None:
    parts = (("decision", "Beslut", "Bryggan lagas."), ("ballot", "Omröstning", "Ja för bifall."))
    text = "Bryggan\n"
    sections: list[Section] = []
    clauses: list[Decision] = []
    for kind, heading, said in (
        *parts,
        ("decision", "Beslut", "Kajen målas."),
        ("decision", "Beslut", "Bryggan lagas."),
    ):
        start = len(text) + len(heading) + 1
        text += f"{heading}\n{said}\n"
        sections.append(Section(kind=kind, heading=heading, start=start, end=len(text)))
        clauses += [Decision(id=f"x/b{len(clauses) + 1}", text=said)] if kind == "decision" else []
    made = item("Bryggan", text)
    made = msgspec.structs.replace(
        made, text=text, start=0, end=len(text), sections=tuple(sections), decisions=tuple(clauses)
    )
    printed = printed_item(made, unmarked)
    assert [point.decision for point in printed.decision] == clauses
    assert [section.heading for section in printed.sections] == ["Omröstning"]


def test_a_clause_that_is_not_printed_so_is_shown_all_the_same() -> None:
    printed = printed_item(decided("Bryggan rivs."), unmarked)
    assert [str(text) for point in printed.decision for text in point.paragraphs] == ["Bryggan rivs."]


def test_marks_stand_where_their_words_do() -> None:
    at = TEXT.index("bifall")
    printed = printed_item(decided(*CLAUSES), lambda text: [(at, at + 6)])
    assert "<mark>bifall</mark>" in printed.sections[0].paragraphs[0]


def test_lines_are_joined_where_the_page_wrapped_them_and_nowhere_else() -> None:
    text = "En lång rad som går ända ut till\nsidans kant och slutar.\nKort rad.\n- en punkt\n- en till\n\nSlut."
    assert unwrapped(text) == (
        "En lång rad som går ända ut till sidans kant och slutar.\nKort rad.\n- en punkt\n- en till\n\nSlut."
    )


@given(st.text(alphabet="ab §.-\n1"))
def test_joined_lines_keep_every_offset(text: str) -> None:
    joined = unwrapped(text)
    assert len(joined) == len(text)
    assert all(a == b or (a, b) == (" ", "\n") for a, b in zip(joined, text, strict=True))


def test_formalities_are_folded_together_and_one_alone_is_not() -> None:
    items = [item(title) for title in ("Mötets öppnande", "2. Upprop", "Bryggan", "Val av justerare")]
    groups = [(group.formal, [line.title for line in group.lines]) for group in contents(items)]
    assert groups == [(True, ["Mötets öppnande", "2. Upprop"]), (False, ["Bryggan"]), (False, ["Val av justerare"])]
