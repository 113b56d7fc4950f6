"""URLs: a question as the address of a page, and back.

The address is the saved search: all that was asked is in it, under the same names as the options of the command
(`query` shortened to `q`), so that the page, the JSON, the feed and the table of one question differ in path alone:

    /?q=skolskjuts&organization=barnnamnden&since=2024&page=2
    /search.json?q=skolskjuts&organization=barnnamnden&since=2024&offset=20

A person's address is read leniently, since it may have been typed, cut off or kept for years. A program's address is
read strictly: an unknown or bad parameter is refused with its name and the reason. What is sought is any text for both,
but a program may ask with strict=1 that a mistake in it be refused too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final
from urllib.parse import quote, quote_plus, urlencode

import msgspec
from werkzeug.datastructures import MultiDict

from indexer.errors import BadQuestion
from indexer.index.facets import FACET_NAMED, FACETS
from search_ui.answer import GroupBy, Question, Sort

FILTERS: Final = tuple(FACET_NAMED)
DATES: Final = ("since", "until")
PAGE_SIZE: Final = 20
MAX_LIMIT: Final = 100
MAX_OFFSET: Final = 100_000
_SINGLE: Final = ("q", *DATES, "sort", "group", "offset", "limit", "strict")
KNOWN: Final = frozenset((*_SINGLE, *FILTERS, "page", "zoom", "state", "assignee", "act"))
"""Every parameter that an answer may depend on."""

Parameters = MultiDict[str, str]


def read(parameters: Parameters) -> Question:
    """The question of a person's address: what cannot be understood is left out."""
    sort, group = parameters.get("sort", ""), parameters.get("group", "")
    question = Question(
        query=parameters.get("q", "").strip(),
        since=parameters.get("since", "").strip() or None,
        until=parameters.get("until", "").strip() or None,
        sort=Sort(sort) if sort in set(Sort) else Sort.RELEVANCE,
        group=GroupBy(group) if group in set(GroupBy) else None,
        offset=(page_number(parameters) - 1) * PAGE_SIZE,
        limit=PAGE_SIZE,
    )
    return msgspec.structs.replace(question, filters=_chosen(parameters))


def read_strictly(parameters: Parameters) -> Question:
    """The question of a program's address; raises BadQuestion for what cannot be understood."""
    for name in parameters:
        if name not in (*_SINGLE, *FILTERS):
            raise BadQuestion(name, "question.unknown_parameter", names=(*_SINGLE, *FILTERS))
        if name in _SINGLE and len(parameters.getlist(name)) > 1:
            raise BadQuestion(name, "question.repeated_parameter")
    for facet in FACETS:
        if not all(map(facet.allows, parameters.getlist(facet.name))):
            raise BadQuestion(facet.name, facet.refusal, **({"values": facet.choices} if facet.choices else {}))
    sort = parameters.get("sort", Sort.RELEVANCE)
    if sort not in set(Sort):
        raise BadQuestion("sort", "question.unknown_order", orders=tuple(Sort))
    group = parameters.get("group", GroupBy.ITEM)
    if group not in set(GroupBy):
        raise BadQuestion("group", "question.unknown_group", groups=tuple(GroupBy))
    question = Question(
        query=parameters.get("q", ""),
        since=parameters.get("since") or None,
        until=parameters.get("until") or None,
        sort=Sort(sort),
        group=GroupBy(group),
        offset=whole_number(parameters, "offset", 0, 0, MAX_OFFSET),
        limit=whole_number(parameters, "limit", PAGE_SIZE, 1, MAX_LIMIT),
        strict=bool(whole_number(parameters, "strict", 0, 0, 1)),
    )
    return msgspec.structs.replace(question, filters=_chosen(parameters))


def page_number(parameters: Parameters) -> int:
    """The page asked for, 1 when it is no number."""
    text = parameters.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) <= 9 else 1


def whole_number(parameters: Parameters, name: str, otherwise: int, least: int, most: int) -> int:
    """A parameter that must be a whole number between two bounds; raises BadQuestion when it is not."""
    text = parameters.get(name)
    if text is None:
        return otherwise
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and least <= int(text) <= most):
        raise BadQuestion(name, "question.no_whole_number", least=least, most=most)
    return int(text)


def address(question: Question, path: str = "/", *, page: int = 1) -> str:
    """The address of a question, as short as it can be."""
    pairs = list(_pairs(question))
    if page > 1:
        pairs.append(("page", str(page)))
    return f"{path}?{urlencode(pairs)}" if pairs else path


def narrowed(question: Question, name: str, value: str) -> Question:
    """The question with this value chosen, in place of what its filter had: the facets count just that."""
    return _with(question, name, (value,))


def narrowings(question: Question, name: str) -> Callable[[str], str]:
    """What gives for a value the address of the question narrowed to it: for facets, which have up to 50 of them."""
    pairs = list(_pairs(narrowed(question, name, "")))
    at = pairs.index((name, ""))
    before, after = urlencode([*pairs[:at], (name, "")]), urlencode(pairs[at + 1 :])
    return lambda value: f"/?{before}{quote_plus(value)}{'&' if after else ''}{after}"


def widened(question: Question, name: str, value: str | None = None) -> Question:
    """The question without one value of a filter, or without the whole filter, date or query called `name`."""
    if name in FILTERS:
        kept = tuple(chosen for chosen in question.chosen(name) if value is not None and chosen != value)
        return _with(question, name, kept)
    return _with(question, name, "" if name == "query" else None)


def bare(question: Question) -> Question:
    """The question's words alone, without any filter."""
    return Question(query=question.query, sort=question.sort)


def sorted_by(question: Question, sort: Sort) -> Question:
    """The question in another order."""
    return msgspec.structs.replace(question, sort=sort)


def is_filtered(question: Question) -> bool:
    """Whether anything but words narrows the question."""
    return any(question.filters.values()) or any(getattr(question, name) for name in DATES)


def is_empty(question: Question) -> bool:
    """Whether nothing at all is asked."""
    return not question.query and not is_filtered(question) and question.sort is Sort.RELEVANCE


def item_address(id: str, question: Question | None = None, *, page: int = 1) -> str:
    """The permalink of an item; with a question, its words are marked in the text and its hits are a click away."""
    path = f"/arende/{quote(id)}"
    return address(question, path, page=page) if question and question.query else path


def matter_address(id: str) -> str:
    """The permalink of a matter."""
    return f"/arende/{quote(id)}"


def matters_address(query: str = "", *, page: int = 1) -> str:
    """The list of matters, of all or of those that a query finds."""
    pairs = [("q", query)] * bool(query) + [("page", str(page))] * (page > 1)
    return f"/arenden?{urlencode(pairs)}" if pairs else "/arenden"


def register_address(path: str, chosen: Mapping[str, str | None]) -> str:
    """Where a register is, narrowed by what is chosen."""
    pairs = {name: value for name, value in chosen.items() if value}
    return f"{path}?{urlencode(pairs)}" if pairs else path


def grouped_by(question: Question, group: GroupBy | None) -> Question:
    """The question with hits of another kind, from its first page."""
    return _with(question, "group", group)


def meeting_address(id: str) -> str:
    """The permalink of a meeting."""
    return f"/mote/{quote(id)}"


def original_address(id: str) -> str:
    """Where the bytes that a meeting was read from are."""
    return f"/original/{quote(id)}"


def sheet_address(id: str, number: int, query: str = "", zoom: int = 1) -> str:
    """A page of the original that a meeting was read from, with the words of a query marked in it."""
    pairs = {"q": query, "zoom": str(zoom) if zoom > 1 else ""}
    chosen = {name: value for name, value in pairs.items() if value}
    return f"/sida/{quote(id)}/{number}" + (f"?{urlencode(chosen)}" if chosen else "")


def sheet_picture_address(id: str, number: int) -> str:
    """The picture of a page of an original."""
    return f"/sidbild/{quote(id)}/{number}.png"


def body_address(slug: str) -> str:
    """The page of an organ."""
    return f"/organ/{quote(slug)}"


def meetings_address(organization: str | None = None, year: str | None = None) -> str:
    """The list of meetings, of one organ or one year or both."""
    chosen = {"organization": organization, "year": year}
    pairs = {name: value for name, value in chosen.items() if value}
    return f"/moten?{urlencode(pairs)}" if pairs else "/moten"


def _chosen(parameters: Parameters) -> dict[str, tuple[str, ...]]:
    """The values of each filter, in the order given and each once."""
    chosen = {name: tuple(dict.fromkeys(filter(None, parameters.getlist(name)))) for name in FILTERS}
    return {name: values for name, values in chosen.items() if values}


def _pairs(question: Question) -> Iterator[tuple[str, str]]:
    if question.query:
        yield "q", question.query
    for name in FILTERS:
        for value in question.chosen(name):
            yield name, value
    for name in DATES:
        if getattr(question, name):
            yield name, getattr(question, name)
    if question.sort is not Sort.RELEVANCE:
        yield "sort", question.sort
    if question.group:
        yield "group", question.group


def _with(question: Question, name: str, value: object) -> Question:
    """The question changed in one thing, from its first page."""
    filters = {facet: values for facet, values in {**question.filters, name: value}.items() if values}
    changed = {"filters": filters} if name in FILTERS else {name: value}
    return msgspec.structs.replace(question, **changed, offset=0)
