"""The language on the shipped minutes: the table of answers, the examples of the help, and laws of every answer."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.index.query import All, And, Not, Query
from search_ui.answer import Answer, Question, Sort
from search_ui.help import Example, examples
from search_ui.query import read
from tests.shipped import TODAY, shipped

LIMIT = 1000


class Line(NamedTuple):
    """A line of the table."""

    typed: str
    tree: str
    items: str


def table() -> list[Line]:
    lines = (Path(__file__).parent / "answers.txt").read_text("utf-8").split("\n")
    cells = (line.split("→") for line in lines if not line.startswith("#"))
    return [Line(*(cell.strip() for cell in those)) for those in cells if len(those) == 3]


TABLE = table()


def answer(typed: str, **chosen: object) -> Answer:
    return shipped().answer(Question(**({"query": typed, "limit": LIMIT} | chosen)))  # type: ignore[arg-type]


def tree(typed: str) -> Query:
    return read(typed, today=TODAY).query


def count(query: Query) -> int:
    return shipped().index.count(query)


@pytest.mark.parametrize("line", TABLE, ids=[line.typed for line in TABLE])
def test_what_is_typed_finds_the_items_of_the_table(line: Line) -> None:
    found = answer(line.typed)
    complete = sorted(hit.id.split("/", 1)[1] for hit in found.hits[: found.complete])
    assert str(tree(line.typed)) == line.tree
    assert line.items in (" ".join(complete), f"{len(complete)} items")


def test_the_table_is_long() -> None:
    assert len(TABLE) >= 120


@pytest.mark.parametrize(
    "example", dict.fromkeys((*examples("sv"), *examples("en"))), ids=lambda example: example.query
)
def test_every_example_of_the_help_has_hits(example: Example) -> None:
    has_hits = not example.query.startswith(OF_BALLOTS)
    assert bool(answer(example.query).complete) is has_hits


OF_BALLOTS = ("röst:", "parti:")
"""The shipped minutes tell of no ballot and no party; `tests/search/test_one_voter.py` has some."""


# Laws

WORDS = (
    *("samverkan", "krisberedskap", "film", "SKR", "mötet", "helsingborg", "beslut", "försörjning", "civilt", "möte"),
    *('"civilt försvar"', '"tacka för"', '"dialog SKR"~5', "trainee*", "*nätverket", "infrastuktur~", "*", "finnsinte"),
    *(
        "titel:samverkan",
        "beslut:uppdra",
        "person:ask",
        "organ:familjen",
        "datum:2024",
        "datum:2025-06..",
        "typ:uppdrag",
    ),
    *(
        "typ:information",
        "nr:3",
        "-samverkan",
        "-datum:2024",
        "(film ELLER gala)",
        "-(film ELLER mötet)",
        "IT-säkerhet",
    ),
)
words = st.sampled_from(WORDS)
questions = st.lists(st.tuples(words, st.sampled_from((" ", " ", " ELLER "))), min_size=1, max_size=4).map(
    lambda pieces: "".join(word + sign for word, sign in pieces).removesuffix(" ELLER ")
)
few = settings(max_examples=60)


@few
@given(questions, words)
def test_one_more_condition_never_gives_more(question: str, more: str) -> None:
    one, both = tree(question), tree(f"({question}) ({more})")
    assert count(both) <= min(count(one), count(tree(more)))


@few
@given(questions, words)
def test_one_more_alternative_never_gives_fewer(question: str, more: str) -> None:
    assert count(tree(f"({question}) ELLER ({more})")) >= max(count(tree(question)), count(tree(more)))


@few
@given(questions)
def test_what_is_excluded_is_all_the_rest(question: str) -> None:
    everything = {hit.id for hit in answer("*").hits}
    found = {hit.stored_item.item.id for hit in shipped().index.search(tree(question), limit=LIMIT).hits}
    rest = {hit.stored_item.item.id for hit in shipped().index.search(tree(f"-({question})"), limit=LIMIT).hits}
    assert rest == everything - found
    assert count(And((tree(question), Not(tree(question))))) == 0
    assert count(All()) == len(everything)


@few
@given(questions)
def test_a_facet_counts_the_hits_that_are_left_when_it_is_chosen(question: str) -> None:
    for name, values in answer(question).facets.items():
        for facet in values[:2] + values[-1:]:
            assert answer(question, limit=0, filters={name: (facet.value,)}).total == facet.count, (name, facet.value)


@few
@given(questions, st.sampled_from(Sort), st.integers(0, 60), st.integers(0, 20))
def test_a_page_is_a_slice_of_the_whole(question: str, sort: Sort, offset: int, limit: int) -> None:
    whole = answer(question, sort=sort)
    page = answer(question, sort=sort, offset=offset, limit=limit)
    assert len(whole.hits) == whole.total == page.total
    assert page.hits == whole.hits[offset : offset + limit]


@few
@given(questions)
def test_the_same_items_are_sorted_by_date_or_by_worth(question: str) -> None:
    newest, oldest, best = (answer(question, sort=sort).hits for sort in (Sort.NEWEST, Sort.OLDEST, Sort.RELEVANCE))
    assert [hit.meeting.date for hit in newest] == sorted((hit.meeting.date for hit in newest), reverse=True)
    assert [hit.meeting.date for hit in oldest] == sorted(hit.meeting.date for hit in oldest)
    assert [hit.score for hit in best] == sorted((hit.score for hit in best), reverse=True)
    assert {hit.id for hit in newest} == {hit.id for hit in oldest} == {hit.id for hit in best}


@few
@given(questions)
def test_marks_lie_on_whole_words_of_the_original(question: str) -> None:
    for hit in answer(question).hits:
        kept = shipped().item(hit.id).stored_item
        original = without_space(kept.item.text + kept.outside)
        marked = [(hit.title, hit.title_marks), *((excerpt.text, excerpt.marks) for excerpt in hit.excerpts)]
        for text, marks in marked:
            for start, end in marks:
                assert 0 <= start < end <= len(text)
                assert not re.match(r"\w", text[end : end + 1])
                assert not re.search(r"\w$", text[:start])
                assert without_space(text[start:end]) in original


def without_space(text: str) -> str:
    return re.sub(r"\s", "", text)


@few
@given(questions)
def test_the_same_question_has_the_same_answer(question: str) -> None:
    assert answer(question) == answer(question)


@few
@given(questions)
def test_how_a_question_was_read_asks_the_same(question: str) -> None:
    one = answer(question)
    assert answer(one.interpreted).hits == one.hits
