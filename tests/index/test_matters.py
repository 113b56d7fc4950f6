"""Matters in an index: hits grouped by matter, held to grouping them by hand; meetings that come and go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.index.engines.memory_index import MemoryIndex
from indexer.index.port import Index
from indexer.index.query import AGAIN, MATTER, All, And, Filter, Or, Query, Word
from indexer.index.search import reader
from indexer.index.segments import matter_columns
from indexer.model import AgendaItem, Decision, DecisionKind, Meeting, Outcome
from tests.engines import EVERY_ENGINE, opened
from tests.invented import item, meeting
from tests.record.test_matters import archives

ORDERS = ("relevance", "newest", "oldest")
PUT_OFF = Decision(id="", text="Ärendet bordläggs.", kind=DecisionKind.DEFERRED)
AGREED = Decision(id="", text="Förslaget godkänns.", kind=DecisionKind.APPROVED)


def decided(title: str, decision: Decision, **fields: Any) -> AgendaItem:
    """An item with one decision."""
    return msgspec.structs.replace(item(title, **fields), decisions=(decision,))


BOARD = meeting(
    decided("Ny cykelbro", PUT_OFF, reference="KS 2024/5", number="§ 1"),
    item("Budget", "En bro kostar mycket.", number="§ 2"),
    date="2024-01-10",
    organ="Kommunstyrelsen",
    people=("Åsa Exempel",),
)
BOARD_AGAIN = meeting(
    decided("Ny cykelbro", AGREED, reference="KS 2024/5", number="§ 30"),
    date="2024-02-07",
    organ="Kommunstyrelsen",
    people=("Åsa Exempel", "Bo Påhittad"),
)
COUNCIL = meeting(
    item("Cykelbro över ån", "Bron byggs.", reference="KS-2024-00005", number="§ 3"),
    item("Gångbro", number="§ 4"),
    date="2024-03-28",
    organ="Kommunfullmäktige",
)
BRIDGE = ("kommunstyrelsen/2024-01-10/1", "kommunstyrelsen/2024-02-07/1", "kommunfullmaktige/2024-03-28/1")


@pytest.fixture(params=EVERY_ENGINE)
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Index]:
    """An index of three meetings that came one by one, the last first."""
    with opened(request, request.param, tmp_path / "index") as made:
        for each in (COUNCIL, BOARD, BOARD_AGAIN):
            made.update([each])
        yield made


def test_an_item_has_its_matter_with_all_items_oldest_first_and_the_last_outcome(index: Index) -> None:
    for id in BRIDGE:
        matter = index.matter(id)
        assert matter
        assert (matter.id, matter.items) == ("kommunstyrelsen.2024-01-10.1", BRIDGE)
        assert matter.outcome is Outcome.APPROVED
    assert index.matter("kommunstyrelsen/2024-01-10/9") is None


def test_hits_of_one_matter_are_one_entry_and_both_numbers_are_said(index: Index) -> None:
    found = index.search(Or((Word("bro"), Word("cykelbro"))), grouped=True)
    assert (found.total, found.items) == (3, 5)
    matters = [hit.matter.items for hit in found.hits if hit.matter]
    assert len(matters) == 3
    assert BRIDGE in matters
    assert index.search(Word("bro"), grouped=False).hits[0].matter is None


def test_a_meeting_that_left_is_as_one_that_never_came(index: Index, tmp_path: Path) -> None:
    index.update([], remove=[BOARD.id])
    matter = index.matter(BRIDGE[1])
    assert matter
    assert matter.items == BRIDGE[1:]
    index.update([BOARD])
    assert index.matter(BRIDGE[1]) == index.matter(BRIDGE[0])


def test_a_filter_lets_through_one_matter_or_all_that_came_back(index: Index) -> None:
    def ids(value: str) -> list[str]:
        return [hit.stored_item.item.id for hit in index.search(Filter(MATTER, (value,)), order="oldest").hits]

    assert ids(BRIDGE[1]) == list(BRIDGE)
    assert ids(AGAIN) == list(BRIDGE)
    assert ids("okänt/2024-01-10/1") == []


def naively_grouped(index: Index, query: Query, order: str) -> list[tuple[str, float]]:
    """The first item of each matter among all that a query finds."""
    first: dict[object, tuple[str, float]] = {}
    for hit in index.search(query, order=order, limit=1000).hits:
        id = hit.stored_item.item.id
        first.setdefault(index.matter(id), (id, hit.score))
    return list(first.values())


def matters_with(index: Index, query: Query, name: str, value: str) -> int:
    """How many matters a query finds that have an item with a value of a facet."""
    narrowed = index.search(And((query, Filter(name, (value,)))), limit=1000)
    return len({index.matter(hit.stored_item.item.id) for hit in narrowed.hits})


TITLES = st.sampled_from(["Ny bro", "Bro över ån", "Cykelplan", "Frågestund", "Budget 2024"])
NUMBERS = st.sampled_from([None, None, "KS 2024/1", "KS 2024/2", "KS 2024/3"])
DECISIONS = st.sampled_from([(), ("att tacka för informationen",), ("att bygga en bro",)])
ITEMS = st.lists(
    st.builds(
        lambda title, number, decisions: item(title, "Om en bro.", reference=number, decisions=decisions, number="§ 1"),
        TITLES,
        NUMBERS,
        DECISIONS,
    ),
    max_size=4,
)
PEOPLE = st.lists(st.sampled_from(["Alva Påhittad", "Sven Exempel"]), max_size=2, unique=True)
MEETINGS = st.lists(st.tuples(ITEMS, PEOPLE, st.sampled_from(["Nämnden", "Styrelsen"])), min_size=1, max_size=5)
QUERIES = st.sampled_from(
    [All(), Word("bro"), Or((Word("bro"), Word("budget"))), And((Word("bro"), Word("cykelplan")))]
)


@settings(max_examples=60, deadline=None)
@given(MEETINGS, QUERIES, st.integers(0, 4), st.integers(0, 5), st.sampled_from([0, 10**9]))
def test_grouping_is_what_grouping_by_hand_gives(
    drawn: Sequence[tuple[list[AgendaItem], list[str], str]], query: Query, offset: int, limit: int, arrays_from: int
) -> None:
    meetings = [
        meeting(*items, date=f"202{n}-0{1 + n}-05", organ=organ, people=tuple(people))
        for n, (items, people, organ) in enumerate(drawn)
    ]
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(reader, "ARRAYS_FROM", arrays_from)
        index = MemoryIndex()
        index.rebuild(meetings)
    for order in ORDERS:
        expected = naively_grouped(index, query, order)
        found = index.search(query, order=order, offset=offset, limit=limit, grouped=True)
        assert (found.total, found.items) == (len(expected), index.count(query))
        assert [(hit.stored_item.item.id, hit.score) for hit in found.hits] == expected[offset : offset + limit]
        assert all(hit.matter == index.matter(hit.stored_item.item.id) for hit in found.hits)
        for name, values in found.facets.items():
            for value, _, count in values:
                assert count == matters_with(index, query, name, value)
            assert {value for value, _, _ in values} == {value for value, _, _ in index.search(query).facets[name]}


@pytest.mark.parametrize("joined_whole", [0, 10**9])
@settings(max_examples=60, deadline=None)
@given(MEETINGS, st.randoms())
def test_matters_do_not_depend_on_the_order_of_arrival_nor_on_what_came_and_went(
    joined_whole: int, drawn: Sequence[tuple[list[AgendaItem], list[str], str]], random: object
) -> None:
    meetings: list[Meeting] = [
        meeting(*items, date=f"202{n}-0{1 + n}-05", organ=organ) for n, (items, _, organ) in enumerate(drawn)
    ]
    whole, grown = MemoryIndex(), MemoryIndex()
    whole.rebuild(meetings[:-1] if len(meetings) > 1 else meetings)
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(matter_columns, "JOINED_WHOLE", joined_whole)
        for each in random.sample(meetings, len(meetings)):  # type: ignore[attr-defined]
            grown.update([each])
        if len(meetings) > 1:
            grown.update([], remove=[meetings[-1].id])
    ids = [each.id for one in meetings for each in one.walk()]
    assert [grown.matter(id) for id in ids] == [whole.matter(id) for id in ids]


@settings(max_examples=60, deadline=None)
@given(archives(), st.randoms())
def test_what_came_and_went_is_joined_as_if_everything_were(meetings: list[Meeting], random: object) -> None:
    shuffled: list[Meeting] = random.sample(meetings, len(meetings))  # type: ignore[attr-defined]
    whole, grown = MemoryIndex(), MemoryIndex()
    whole.rebuild(shuffled[2:])
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(matter_columns, "JOINED_WHOLE", 0)
        grown.rebuild(shuffled[:3])
        for each in shuffled[3:]:
            grown.update([each])
        grown.update([], remove=[each.id for each in shuffled[:2]])
    ids = [each.id for one in shuffled[2:] for each in one.walk()]
    assert [grown.matter(id) for id in ids] == [whole.matter(id) for id in ids]
