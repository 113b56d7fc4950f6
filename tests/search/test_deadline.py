"""The time limit: a question that takes too long is answered with what was found by then, and that is said.

The clock in these tests moves a little at each look, so that the deadline strikes at every possible place in turn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

import pytest

from indexer.index.deadline import STRIDE, Deadline, TimeIsUp
from indexer.index.engines.memory_index import MemoryIndex
from indexer.index.query import And, Filter, Not, Phrase, Query, Tiers, Word
from indexer.settings import QUESTION_SECONDS
from search_ui.answer import Question
from search_ui.search.service import Search
from tests.invented import item, meeting

LOOKS = 200
"""More looks at the clock than any question here takes."""


def after(looks: int) -> Callable[[], float]:
    """A clock that reaches the time limit at its look number `looks`, the first one being 0."""
    return (QUESTION_SECONDS * (look >= looks) for look in count()).__next__


def test_nothing_is_stopped_before_the_moment_and_everything_after_it() -> None:
    deadline = Deadline(QUESTION_SECONDS, after(3))
    deadline.check()
    deadline.check()
    assert not deadline.struck
    for _ in range(2):
        with pytest.raises(TimeIsUp):
            deadline.check()
    assert deadline.struck


def test_going_through_many_things_is_stopped_on_the_way() -> None:
    going = Deadline(QUESTION_SECONDS, after(3)).over(iter(range(10 * STRIDE)))

    def until_stopped() -> Iterator[int]:
        try:
            yield from going
        except TimeIsUp:
            return

    assert len(list(until_stopped())) == 2 * STRIDE


@pytest.fixture(scope="module")
def index() -> MemoryIndex:
    """An index in which many items share a word."""
    index = MemoryIndex()
    items = [item(f"Skolskjuts {number}", "Bussen går till skolan.") for number in range(30)]
    index.update([meeting(*items, item("Budget", "Bussen kostar."))])
    return index


@pytest.mark.parametrize(
    "query",
    [
        And((Word("bussen"), Word("skolskjuts"))),
        And((Word("bussen"), Not(Word("skolskjuts")))),
        And((Phrase(("bussen", "går")), Filter("year", ("2024",)))),
        Not(Word("skolskjuts")),
    ],
    ids=str,
)
def test_wherever_the_time_is_up_nothing_wrong_is_found(index: MemoryIndex, query: Query) -> None:
    whole = {hit.stored_item.item.id for hit in index.search(query, limit=100).hits}
    struck = []
    for looks in range(1, LOOKS):
        deadline = Deadline(QUESTION_SECONDS, after(looks))
        found = index.search(query, limit=100, deadline=deadline)
        assert {hit.stored_item.item.id for hit in found.hits} == (set() if deadline.struck else whole)
        struck.append(deadline.struck)
    assert struck[0]
    assert not struck[-1]


def test_a_tier_that_was_found_in_time_stands(index: MemoryIndex) -> None:
    tiers = Tiers((Word("budget"), Word("skolskjuts")))
    totals = [
        index.search(And((tiers, Filter("year", ("2024",)))), deadline=Deadline(QUESTION_SECONDS, after(looks))).total
        for looks in range(1, LOOKS)
    ]
    assert sorted(set(totals)) == [0, 1, 31]
    assert totals == sorted(totals)


@pytest.mark.parametrize("query", ["samverkan", "samv* krisberedskap", "finnsinte samverkan", '"tacka för"~5', "-film"])
def test_an_answer_cut_short_says_so_and_one_in_time_does_not(search: Search, query: str) -> None:
    question = Question(query=query, filters={"organization": ("kommundirektorsmote-i-familjen-helsingborg",)})
    whole = search.answer(question)
    cut_short = []
    for looks in (*range(1, 40), LOOKS):
        answer = Search(search.settings, search.index, clock=after(looks)).answer(question)
        said = [remark.text for remark in answer.remarks if "avbröts efter 2 sekunder" in remark.text]
        assert said or answer == whole
        assert answer.total in (0, answer.complete, whole.total)
        cut_short.append(bool(said))
    assert cut_short[0]
    assert not cut_short[-1]


def test_a_list_cut_short_says_so(search: Search) -> None:
    listing = Search(search.settings, search.index, clock=after(1)).listing(Question(query="samverkan"), "meetings")
    assert not listing.lines
    assert "avbröts" in listing.remarks[0].text
