"""Parts of a meeting: what is left out and masked, and that nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.model import AgendaItem
from indexer.storage.withdrawals import (
    MASK,
    Withdrawal,
    hashed_name,
    hashed_title,
    masked_text,
    mentions,
    name_words,
    without,
)
from tests.invented import item, meeting

MEETING = meeting(
    item("Val", "Alva Påhittad valdes."),
    item("Budget", "Budgeten antogs.", decisions=("att anta budgeten",)),
    people=("Alva Påhittad", "Bo Uppdiktad"),
)


def names(*typed: str) -> list[tuple[str, int]]:
    """Names as they are remembered."""
    return [(hashed_name(name_words(name)), len(name_words(name))) for name in typed]


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Alva Påhittad valdes.", "████ ████████ valdes."),
        ("alva PÅHITTAD", "████ ████████"),
        ("Alva Påhittads motion", "████ █████████ motion"),
        ("Påhittad, Alva", "████████, ████"),
        ("Alva\nPåhittad", "████\n████████"),
        ("Alva Påhittad, Alva Påhittad", "████ ████████, ████ ████████"),
        ("Alva Uppdiktad", "Alva Uppdiktad"),
        ("Alva och Påhittad", "Alva och Påhittad"),
        ("Alvar Påhittad", "Alvar Påhittad"),
        ("Alva 3, Påhittad 4", "Alva 3, Påhittad 4"),
        ("Alva; Påhittad", "Alva; Påhittad"),
    ],
)
def test_a_name_is_known_in_every_ordinary_form_and_masked_in_its_length(text: str, masked: str) -> None:
    assert masked_text(text, names("Alva Påhittad")) == masked


@given(st.text(), st.text(alphabet="abcåÅé -'’", min_size=1))
def test_masking_keeps_the_length_of_any_text(text: str, name: str) -> None:
    assert len(masked_text(f"{text} {name}", names(name))) == len(text) + len(name) + 1


def test_a_name_is_masked_wherever_it_stands_and_nothing_else_changes() -> None:
    (name, words) = names("Alva Påhittad")[0]
    rest = without(MEETING, [Withdrawal(day="2024-01-01", name=name, words=words)])
    assert mentions(MEETING, [(name, words)])
    assert not mentions(rest, [(name, words)])
    assert [person.name.startswith(MASK) for person in rest.attendance] == [True, False]
    assert rest.items[1] == MEETING.items[1]
    assert (rest.id, rest.items[0].id) == (MEETING.id, MEETING.items[0].id)


@pytest.mark.parametrize("by", ["position", "title"])
def test_an_item_is_left_out_by_its_position_or_by_its_title(by: str) -> None:
    budget = MEETING.items[1]
    withdrawal = Withdrawal(
        day="2024-01-01",
        position=budget.position if by == "position" else "9",
        title=hashed_title(budget) if by == "title" else "",
    )
    assert without(MEETING, [withdrawal]).items == MEETING.items[:1]


def test_what_stands_below_an_item_leaves_with_it_and_an_item_below_leaves_alone() -> None:
    below = AgendaItem(id="i/1.1", position="1.1", title="Delen", text="", start=0, end=0, line=1)
    whole = meeting(item("Allt", items=(below,)), item("Annat"))
    assert len(without(whole, [Withdrawal(day="", position="1", title="")]).items) == 1
    (first, _) = without(whole, [Withdrawal(day="", position="1.1", title="")]).items
    assert (first.title, first.items) == ("Allt", ())


def test_where_nothing_was_withdrawn_the_meeting_is_the_same() -> None:
    assert without(MEETING, []) is MEETING
