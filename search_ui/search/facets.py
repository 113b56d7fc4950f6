"""Facets: what is chosen beside the text, what may be chosen next, and what there would be without it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final, TypeAlias

from indexer.errors import BadQuestion
from indexer.index.deadline import Deadline
from indexer.index.facets import FACET_NAMED, FACETS, KEPT_APART
from indexer.index.port import Index, SearchResult
from indexer.index.query import And, Dates, Filter, Not, Or, Query
from search_ui.answer import FacetValue, Question
from search_ui.query import printed, read_date

Filters: TypeAlias = tuple[Filter | Dates | Not, ...]

MOST_VALUES: Final = 50
"""Organs, municipalities and persons that an answer names to narrow by; with more, a page of them is all one sees."""


def chosen(question: Question, today: date) -> Filters:
    """What was chosen beside the text; BadQuestion names the date that is none, or that ends before it begins."""
    named = [Filter(facet.name, question.chosen(facet.name)) for facet in FACETS if question.chosen(facet.name)]
    since, until = _days(question, "since", today)[0], _days(question, "until", today)[1]
    if since and until and until < since:
        raise BadQuestion("until", "question.until_before_since", since=str(question.since), until=str(question.until))
    return (*named, Dates(since, until)) if since or until else tuple(named)


def kept_apart(query: Query, filters: Filters, index: Index) -> Filters:
    """What an answer leaves out unless the question asks for it: items that stand beside others, as an agenda does."""
    asked = {one.name for one in filters if isinstance(one, Filter)} | set(_filtered(query))
    apart = (Filter(name, (value,)) for name, value in KEPT_APART if name not in asked)
    return tuple(Not(one) for one in apart if index.count(one))


def _filtered(query: Query) -> Iterator[str]:
    """The facets that a query asks for."""
    match query:
        case Filter(name=name):
            yield name
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                yield from _filtered(part)


def _days(question: Question, name: str, today: date) -> tuple[str | None, str | None]:
    """The first and the last day that one of the question's dates stands for."""
    typed = getattr(question, name)
    try:
        return read_date(typed, today=today) if typed else (None, None)
    except BadQuestion as error:
        raise BadQuestion(name, error.message.code, **error.message.args) from None


def narrowed(query: Query, filters: Filters) -> Query:
    """The query, limited to what the filters let through."""
    return And((query, *filters)) if filters else query


def facets(
    index: Index, query: Query, filters: Filters, found: SearchResult, deadline: Deadline, *, grouped: bool = False
) -> dict[str, tuple[FacetValue, ...]]:
    """The facets of what was found. A filter does not hide the other values of its own facet: each count is what there
    would be with that value chosen in its place.
    """
    every = dict(found.facets)
    for one in filters:
        if isinstance(one, Filter):
            wider = index.search(narrowed(query, _others(filters, one)), limit=0, grouped=grouped, deadline=deadline)
            if not deadline.struck:
                every[one.name] = wider.facets[one.name]
    return {name: tuple(_shown(values, filters, name)) for name, values in every.items()}


def _shown(values: Iterable[tuple[str, str, int]], filters: Filters, name: str) -> Iterator[FacetValue]:
    """A facet's values, most first: all years and kinds, of the others the MOST_VALUES first, and those chosen."""
    taken = {value for one in filters if isinstance(one, Filter) and one.name == name for value in one.values}
    for place, (value, label, count) in enumerate(values):
        if value == FACET_NAMED[name].apart:
            continue
        if FACET_NAMED[name].shown_whole or place < MOST_VALUES or value in taken:
            yield FacetValue(value=value, label=label, count=count)


def without(index: Index, query: Query, filters: Filters, deadline: Deadline) -> Iterator[FacetValue]:
    """For each word and each filter, how many items there are without it; those that help, most first."""
    helped = []
    words = query.parts if isinstance(query, And) else ()
    for part in words:
        rest = And(tuple(other for other in words if other is not part))
        helped.append(("word", printed(part), index.count(narrowed(rest, filters), deadline=deadline)))
    for one in filters:
        if isinstance(one, Not):
            continue
        name, label = ("date", str(one)) if isinstance(one, Dates) else (one.name, ", ".join(one.values))
        helped.append((name, label, index.count(narrowed(query, _others(filters, one)), deadline=deadline)))
    for name, label, count in sorted(helped, key=lambda those: -those[2]):
        if count:
            yield FacetValue(value=name, label=label, count=count)


def _others(filters: Filters, one: Filter | Dates) -> Filters:
    """The filters but this."""
    return tuple(other for other in filters if other is not one)
