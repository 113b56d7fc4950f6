"""A question as an address, and back."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from indexer.errors import BadQuestion
from indexer.index.facets import FACETS, Facet
from search_ui.answer import Question, Sort
from search_ui.web import urls

text = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).map(str.strip).filter(bool)


def values_of(facet: Facet) -> st.SearchStrategy[tuple[str, ...]]:
    one = st.sampled_from(facet.choices).map(str) if facet.choices else text
    one = st.from_regex(facet.pattern, fullmatch=True) if facet.pattern else one
    return st.lists(one, min_size=1, max_size=3, unique=True).map(tuple)


questions = st.builds(
    Question,
    query=st.one_of(st.just(""), text),
    since=st.none() | text,
    until=st.none() | text,
    filters=st.fixed_dictionaries({}, optional={facet.name: values_of(facet) for facet in FACETS}),
    sort=st.sampled_from(list(Sort)),
)


def parameters(address: str) -> urls.Parameters:
    return MultiDict(parse_qsl(urlsplit(address).query, keep_blank_values=True))


@given(questions)
def test_an_address_says_all_that_was_asked(question: Question) -> None:
    address = urls.address(question)
    assert urls.read(parameters(address)) == question
    strictly = urls.read_strictly(parameters(address))
    assert (strictly.query, strictly.sort, strictly.filters) == (question.query, question.sort, question.filters)


@given(st.dictionaries(st.sampled_from(["q", "sort", "page", "kind", "since", "x"]), st.text()))
def test_any_address_is_a_question(asked: dict[str, str]) -> None:
    question = urls.read(MultiDict(asked))
    assert question.offset >= 0
    assert question.limit == urls.PAGE_SIZE


@given(questions, st.sampled_from(urls.FILTERS), text)
def test_a_value_that_is_chosen_and_taken_away_again_leaves_the_filter_open(
    question: Question, name: str, value: str
) -> None:
    chosen = urls.narrowed(question, name, value)
    assert chosen.chosen(name) == (value,)
    assert urls.widened(chosen, name, value).chosen(name) == ()
    assert chosen.offset == 0
    assert urls.narrowings(question, name)(value) == urls.address(chosen)


def test_the_shortest_address_is_the_start_page() -> None:
    assert urls.address(Question()) == "/"
    assert urls.is_empty(Question())
    assert urls.address(Question(query="a b"), page=3) == "/?q=a+b&page=3"


@pytest.mark.parametrize(("typed", "page"), [("7", 7), ("0", 1), ("-3", 1), ("²", 1), ("1" * 30, 1), ("", 1)])
def test_a_page_is_a_whole_number_or_the_first(typed: str, page: int) -> None:
    assert urls.page_number(MultiDict({"page": typed})) == page


@pytest.mark.parametrize("typed", ["", "x", "0", "101", "5.0", "٣", "9" * 5000])
def test_a_number_out_of_bounds_is_refused(typed: str) -> None:
    with pytest.raises(BadQuestion, match="a whole number from 1 to 100"):
        urls.whole_number(MultiDict({"limit": typed}), "limit", 20, 1, 100)
