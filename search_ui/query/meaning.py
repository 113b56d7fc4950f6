"""Meaning: what a tree asks of the index, and that said back in the language.

A prefix becomes a zone, a filter or dates; words in a row become a phrase; what says nothing ("a a", a "*" beside a
word) is taken away, so that the same question always is the same query. `printed` is the way back.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Final

import msgspec

from indexer.index.facets import FACET_NAMED, FACETS, Facet
from indexer.index.query import (
    All,
    And,
    Dates,
    Filter,
    Fuzzy,
    Most,
    Not,
    OfMeetings,
    Or,
    Phrase,
    Prefer,
    Prefix,
    Query,
    Suffix,
    Synonyms,
    Tiers,
    Word,
)
from indexer.index.zones import ZONES
from indexer.swedish.diacritics import slug
from search_ui.query.dates import span_of
from search_ui.query.remarks import Remarks
from search_ui.query.tokens import QueryToken, TokenKind, is_reference, reads_on
from search_ui.query.tree import Group, Leaf, Node, Within, Without

PREFIXES: Final = {zone.name: zone.prefixes[0] for zone in ZONES if zone.prefixes}
"""The prefix that each zone is called by."""

PlainWord = tuple[str, int, int]


class InterpretedQuery(msgspec.Struct, frozen=True):
    """A query, and the plain words sought in it with their places in the text."""

    query: Query
    words: tuple[PlainWord, ...]


def mean(node: Node | None, remarks: Remarks) -> InterpretedQuery:
    """What a tree asks for; a text without anything to seek asks for everything, but stars alone for nothing."""
    if node is None:
        if "*" in remarks.text:
            return InterpretedQuery(Not(All()), ())
        if remarks.text.strip():
            remarks.on_all("query.no_words")
        return InterpretedQuery(All(), ())
    meaning = _Interpreter(remarks)
    query = meaning.of(node, None, query_terms=True)
    return InterpretedQuery(query, tuple(meaning.words))


def without_last(asked: InterpretedQuery) -> InterpretedQuery:
    """The question less the last thing in it that is sought."""
    query = _less(asked.query)
    left = {leaf.text for leaf in _leaves(query) if isinstance(leaf, Word)}
    return InterpretedQuery(query, tuple(word for word in asked.words if word[0] in left))


class _Interpreter:
    """One tree's meaning: `words` gathers the plain words sought as they are met."""

    def __init__(self, remarks: Remarks) -> None:
        self.remarks = remarks
        self.words: list[PlainWord] = []

    def of(self, node: Node, field: str | None, *, query_terms: bool) -> Query:
        """What a node asks for within a field; `query_terms` tells whether it is looked for or excluded."""
        match node:
            case Without(part=part):
                return negated(self.of(part, field, query_terms=not query_terms))
            case Within(field=name, part=part):
                return self.of(part, name, query_terms=query_terms)
            case Group(any=any, parts=parts):
                return combined([self.of(part, field, query_terms=query_terms) for part in parts], any=any)
            case Leaf(token=token):
                return self._leaf(token, field, query_terms=query_terms)

    def _leaf(self, token: QueryToken, field: str | None, *, query_terms: bool) -> Query:
        """What one token asks for."""
        if token.kind is TokenKind.ALL:
            return All()
        if token.kind is TokenKind.DATE:
            return Dates(*token.span)
        if field in FACET_NAMED and field not in PREFIXES:
            facets = (FACET_NAMED[field], *(facet for facet in FACETS if facet.shares == field))
            for facet in facets:
                if value := _value(facet, token):
                    return Filter(facet.name, (value,))
            typed = self.remarks.quote(token.start, token.end)
            known = tuple(names[0] for facet in facets for names in facet.value_names.values())
            if field == "vote":
                self.remarks.on(token.start, token.end, "query.unknown_vote", typed=typed, votes=known)
            else:
                self.remarks.on(token.start, token.end, "query.unknown_kind", typed=typed, kinds=known)
        return self._text(token, field if field in PREFIXES else None, query_terms=query_terms)

    def _text(self, token: QueryToken, zone: str | None, *, query_terms: bool) -> Query:
        """What one token asks of the words of a zone."""
        word = token.words[0]
        match token.kind:
            case TokenKind.PREFIX:
                return Prefix(word, zone)
            case TokenKind.SUFFIX:
                return Suffix(word, zone)
            case TokenKind.FUZZY:
                return Fuzzy(word, token.distance or 1, zone)
        if zone == "number":
            return _numbered(token)
        if len(token.words) > 1 or token.quoted:
            return Phrase(token.words, zone, token.distance)
        if query_terms:
            self.words.append((word, token.start, token.end))
        return Word(word, zone)


def _value(facet: Facet, token: QueryToken) -> str | None:
    """The facet's value that a token names; None when it names none."""
    if token.kind is not TokenKind.WORDS:
        return None
    said = " ".join(token.words).lower()
    if not facet.value_names:
        return slug(said)
    return next((str(value) for value, names in facet.value_names.items() if said in {value, *names}), None)


def _numbered(token: QueryToken) -> Query:
    """An item's number, with or without its sign and quotation marks."""
    words = tuple(word.lstrip("§ \t") for word in token.words)
    plain = len(words) == 1 and (words[0][:1].isdigit() or not token.quoted)
    return Word(words[0], "number") if plain else Phrase(words, "number", token.distance)


def combined(parts: list[Query], *, any: bool) -> Query:
    """Parts joined by OCH, or by ELLER, as the simplest query that finds the same."""
    kind = Or if any else And
    flat: dict[Query, None] = {}
    for part in parts:
        flat |= dict.fromkeys(part.parts if isinstance(part, kind) else (part,))
    if not any and len(flat) > 1:
        flat.pop(All(), None)
    return kind(tuple(flat)) if len(flat) > 1 else next(iter(flat))


def negated(query: Query) -> Query:
    """What a query does not find."""
    return query.part if isinstance(query, Not) else Not(query)


def printed(query: Query) -> str:
    """The query in the language."""
    match query:
        case And(parts=parts) | Or(parts=parts):
            zone = _shared_zone(parts)
            if zone:
                bare = tuple(msgspec.structs.replace(part, zone=None) for part in parts)
                return f"{PREFIXES[zone]}:({_joined(bare, any=isinstance(query, Or))})"
            return _joined(parts, any=isinstance(query, Or))
        case Not(part=part):
            return f"-{_enclosed(part)}"
        case Filter(name=name, values=values):
            facet = FACET_NAMED[name]
            names = (facet.value_names.get(value, (value,))[0] for value in values)
            prefix = (facet.prefixes or FACET_NAMED[facet.shares].prefixes)[0]
            return " ELLER ".join(f"{prefix}:{said}" for said in names)
        case Dates():
            return f"datum:{_printed_days(query)}"
        case Synonyms(asked=asked) | Prefer(asked=asked):
            return printed(asked)
        case Most(parts=parts):
            return _joined(parts, any=False)
        case Tiers(parts=parts):
            return printed(parts[0])
        case All() | OfMeetings():
            return "*"
        case Word() | Phrase() | Prefix() | Suffix() | Fuzzy():
            prefix = f"{PREFIXES[query.zone]}:" if query.zone else ""
            if isinstance(query, Phrase) and query.distance == 0 and is_reference(query.words):
                return prefix + " ".join(query.words)
            return prefix + str(msgspec.structs.replace(query, zone=None))


def _joined(parts: tuple[Query, ...], *, any: bool) -> str:
    """Parts beside each other, or with ELLER between; what would be read on from the part before is enclosed."""
    texts = [_enclosed(part) for part in parts]
    if any:
        return " ELLER ".join(texts)
    whole = texts[0]
    for text in texts[1:]:
        whole += f" ({text})" if reads_on(whole, text) else f" {text}"
    return whole


def _enclosed(part: Query) -> str:
    """A part as it stands among others: groups in parentheses, unless they stand there with their prefix."""
    if isinstance(part, And | Or) and not _shared_zone(part.parts):
        return f"({printed(part)})"
    return printed(part)


def _shared_zone(parts: tuple[Query, ...]) -> str | None:
    """The zone that all parts are sought in."""
    zones = {getattr(part, "zone", None) for part in parts}
    return zones.pop() if len(zones) == 1 else None


def _printed_days(dates: Dates) -> str:
    """Days as a year, a month, a day or a range."""
    since, until = dates.since or "", dates.until or ""
    for length in (4, 7, 10):
        typed = since[:length]
        if typed and span_of(typed, datetime.date.max) == (since, until):
            return typed
    return f"{since}..{until}"


def _less(query: Query) -> Query:
    """A query less its last leaf."""
    match query:
        case And(parts=parts) | Or(parts=parts):
            last = _less(parts[-1])
            rest = list(parts[:-1]) + ([] if isinstance(last, All) else [last])
            return combined(rest, any=isinstance(query, Or))
        case Not(part=part):
            less = _less(part)
            return less if isinstance(less, All) else negated(less)
        case _:
            return All()


def _leaves(query: Query) -> Iterator[Query]:
    """The leaves of a query that are not excluded."""
    if isinstance(query, And | Or):
        for part in query.parts:
            yield from _leaves(part)
    elif not isinstance(query, Not):
        yield query
