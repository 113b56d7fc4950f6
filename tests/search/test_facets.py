"""Facets: what an answer may be narrowed by, what a chosen filter leaves to choose, and what there is without it."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from indexer.errors import BadQuestion
from indexer.index.engines.memory_index import MemoryIndex
from indexer.model import AgendaItem, Attendance, AttendanceStatus, Decision, DecisionKind, Meeting
from indexer.settings import Settings
from search_ui.answer import Answer, Question
from search_ui.search import facets
from search_ui.search.service import Search
from tests.invented import item, meeting


def bridge(kind: DecisionKind) -> AgendaItem:
    """An item about the bridge with one decision."""
    return msgspec.structs.replace(
        item("Bron", "Bron ses över."), decisions=(Decision(id="", text="att x", kind=kind),)
    )


NOTED, REJECTED = DecisionKind.NOTED, DecisionKind.REJECTED
MEETINGS = (
    meeting(
        bridge(NOTED),
        bridge(NOTED),
        bridge(REJECTED),
        item("Skolan", "Skolan byggs."),
        date="2023-03-01",
        organ="Bronämnden",
        attendance=(
            Attendance(name="Ylva Åkerlind"),
            Attendance(name="Tora Vik", status=AttendanceStatus.EXCUSED),
            Attendance(name="Bo Ek", status=AttendanceStatus.ABSENT),
        ),
    ),
    meeting(bridge(REJECTED), date="2024-05-31", organ="Vägnämnden", people=("Ylva Åkerlind", "Nils Al")),
    meeting(bridge(NOTED), date="2024-05-02", organ="Åmsnämnden", people=("Nils Al",)),
)


def searching(where: Path, meetings: tuple[Meeting, ...]) -> Search:
    """The search over these meetings."""
    index = MemoryIndex()
    index.rebuild(meetings)
    return Search(Settings(index=where / "index", archive=where / "archive"), index)


@pytest.fixture
def search(tmp_path: Path) -> Search:
    """The search over the meetings about the bridge."""
    return searching(tmp_path, MEETINGS)


def counts(answer: Answer, facet: str) -> dict[str, int]:
    """How many hits each value of a facet would leave, in the order shown."""
    return {value.value: value.count for value in answer.facets[facet]}


def asked(search: Search, query: str = "bron", **filters: str) -> Answer:
    return search.answer(Question(query=query, filters={name: (value,) for name, value in filters.items()}))


def test_facets_count_items_and_the_commonest_value_stands_first(search: Search) -> None:
    answer = asked(search)
    assert answer.total == 5
    assert list(counts(answer, "organization").items()) == [("bronamnden", 3), ("amsnamnden", 1), ("vagnamnden", 1)]
    assert counts(answer, "kind") == {"noted": 3, "rejected": 2}
    assert list(counts(answer, "kind")) == ["noted", "rejected"]


@pytest.mark.parametrize("facet", ["organization", "year", "kind", "person"])
def test_a_chosen_value_hides_none_of_its_own_facet_and_says_what_each_would_give(search: Search, facet: str) -> None:
    before = counts(asked(search), facet)
    assert len(before) > 1
    for chosen in before:
        answer = asked(search, **{facet: chosen})
        assert answer.total == before[chosen]
        assert counts(answer, facet) == before


def test_a_filter_of_one_facet_narrows_the_values_of_the_others(search: Search) -> None:
    answer = asked(search, year="2023", kind="noted")
    assert answer.total == 2
    assert counts(answer, "organization") == {"bronamnden": 2}
    assert counts(answer, "kind") == {"noted": 2, "rejected": 1}
    assert counts(answer, "year") == {"2023": 2, "2024": 1}


def test_only_those_who_were_present_are_persons_to_narrow_by(search: Search) -> None:
    assert counts(asked(search), "person") == {"ylva-akerlind": 4, "nils-al": 2}


def test_the_last_day_of_until_is_included(search: Search) -> None:
    assert search.answer(Question(query="bron", until="2024-05")).total == 5
    assert search.answer(Question(query="bron", until="2024")).total == 5
    assert search.answer(Question(query="bron", since="2024-05-02", until="2024-05-30")).total == 1
    with pytest.raises(BadQuestion, match="2023-12 is before since 2024") as refused:
        search.answer(Question(query="bron", since="2024", until="2023-12"))
    assert refused.value.field == "until"
    assert search.answer(Question(query="bron", since="2024-05")).total == 2


def test_of_many_values_the_first_are_shown_and_what_was_chosen_however_rare(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facets, "MOST_VALUES", 3)
    names = tuple(f"Person {letter}" for letter in "ABCDEF")
    many = meeting(bridge(NOTED), date="2024-05-01", people=names)
    search = searching(tmp_path, (many, meeting(bridge(NOTED), date="2024-05-02", people=names[:1])))
    assert list(counts(asked(search), "person")) == ["person-a", "person-b", "person-c"]
    assert list(counts(asked(search, person="person-f"), "person")) == ["person-a", "person-b", "person-c", "person-f"]


def test_a_page_of_values_is_shown_not_thousands() -> None:
    assert facets.MOST_VALUES <= 100


def test_what_stands_in_the_way_is_named_with_what_there_is_without_it(search: Search) -> None:
    answer = asked(search, "bron skolan ohittbart", year="2024")
    assert answer.total == 0 or not answer.complete
    answer = asked(search, '"bron" "skolan"', year="2024")
    assert answer.total == 0
    assert [(each.value, each.count) for each in answer.without] == [("word", 2)]


def test_a_filter_that_stands_in_the_way_is_named(search: Search) -> None:
    answer = search.answer(Question(query="skolan", filters={"year": ("2024",)}))
    assert answer.total == 0
    assert [(each.value, each.label, each.count) for each in answer.without] == [("year", "2024", 1)]
