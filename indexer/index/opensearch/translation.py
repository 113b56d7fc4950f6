"""Translation: a query of this program as one of OpenSearch's, which scores as `search.query_evaluator` does.

    Word            dis_max within dis_max, the farthest level innermost; a leaf is a term times level times rarity
    And, Or, Not    bool
    Synonyms        dis_max without ties, each side times what it is worth
    Phrase, NEAR    the words, and as a filter spans in one of the zones
    Prefer          function_score, above the score of the last item that is examined
    Most            the exponential of a sum of logarithms: what was added times the share that was had
    Tiers           each below the one before: the least and the best score of each are asked for first

How rare a word is depends on all items, not on those of one part of the index: so how many items each word has is asked
for first, all words at once, and kept for the generation. What depends on scores is asked for when that is known.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple, TypeAlias

from indexer.index.deadline import Deadline
from indexer.index.documents import LEVELS
from indexer.index.opensearch.dictionary import expansion
from indexer.index.opensearch.fields import TERMS, zone_field
from indexer.index.opensearch.snapshot import Snapshot
from indexer.index.opensearch.stored import cleaned
from indexer.index.query import (
    AGAIN,
    ANY,
    MATTER,
    All,
    And,
    Dates,
    Filter,
    Fuzzy,
    Most,
    Narrowing,
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
from indexer.index.search.query_evaluator import (
    BEST_OF_THEM,
    EXAMINED,
    EXPANDED,
    FEW,
    HALF,
    LACKING,
    NEXT_TIER,
    PLACES,
    PREFERRED,
    UNMET,
    how_written,
    keys_in,
)
from indexer.index.search.scores import EQUAL, EVIDENCE, LOWER
from indexer.index.zones import ITEM_ZONES, ZONE_GROUPS
from indexer.swedish import MatchLevel, query_terms

Body: TypeAlias = dict[str, Any]
NONE: Final[Body] = {"match_none": {}}
EVERY: Final[Body] = {"match_all": {}}
EQUAL_FLOATS: Final = 1e-6
"""Scores as near as this, by share, may be equal in the 32 bits that OpenSearch keeps of one."""
RAISED_BY: Final = 6.0
"""What is added to a logarithm, since no score may be below 0; with it scores from e^-6 on are told apart."""
LEAST: Final = math.exp(-RAISED_BY)

HAD: Final = "params.weight * Math.pow(Math.min(1.0, _score / params.full), params.power)"
LOGARITHM: Final = "params.raised + params.times * Math.log(Math.max(_score, params.least))"
EXPONENTIAL: Final = "Math.exp(_score - params.raised)"
SCALED: Final = "_score * params.factor"
ABOVE: Final = "_score >= params.least ? params.factor : 1.0"


class Translation:
    """Queries over one generation; what it takes to translate one is asked for as it is needed, in time."""

    def __init__(self, snapshot: Snapshot, deadline: Deadline) -> None:
        self._snapshot = snapshot
        self._answers = snapshot.answers
        self._deadline = deadline

    def scored(self, query: Query) -> Body:
        """The query as one that scores."""
        self._prepare(query)
        return self._scored(query)

    def filter(self, query: Query) -> Body:
        """The query as one that only lets through."""
        self._expand(query)
        self._prepare_filters([query])
        return self._filter(query)

    def marks(self, query: Query) -> tuple[dict[str, str], dict[Phrase, tuple[frozenset[str], ...]], tuple[str, ...]]:
        """The terms and phrases that mark a query that was translated, and what of it was expanded only in part."""
        keys: dict[str, str] = {}
        phrases: dict[Phrase, tuple[frozenset[str], ...]] = {}
        cut: dict[str, None] = {}
        for part in _marking(query):
            match part:
                case Word(text=text):
                    for key, _ in self._levels(part):
                        keys.setdefault(key, text)
                case Phrase(words=words):
                    phrases[part] = tuple(frozenset(keys_in(part, word)) for word in words)
                case Prefix() | Suffix() | Fuzzy():
                    words, is_cut = expansion(self._snapshot, self._answers, part)
                    cut |= {str(part): None} if is_cut else {}
                    for word in words:
                        keys.setdefault(MatchLevel.EXACT + word, str(part))
        return keys, phrases, tuple(cut)

    def _levels(self, word: Word) -> list[tuple[str, MatchLevel]]:
        """The terms by which a word is found, each with its level, the farthest first."""
        terms = reversed(query_terms(word.text))
        return [(want.key, want.level) for want in terms if self._answers.levels[word.zone, want.key]]

    # What is asked for first

    def _prepare(self, query: Query) -> None:
        """Ask for all that it takes to score a query: counts all at once, then what depends on them."""
        self._deadline.check()
        self._expand(query)
        self._count(_counted(query))
        for part in _inside_out(query):
            match part:
                case Most():
                    self._resolve_most(part)
                case Prefer():
                    self._resolve_prefer(part)
                case Tiers():
                    self._resolve_tiers(part)
                case Not():
                    self._prepare_filters([part.part])

    def _expand(self, query: Query) -> None:
        """Look up the words of all patterns."""
        for part in _walk(query):
            if isinstance(part, Prefix | Suffix | Fuzzy):
                self._deadline.check()
                expansion(self._snapshot, self._answers, part)

    def _prepare_filters(self, queries: Iterable[Query]) -> None:
        """Ask for what it takes to let through what queries do: the words of phrases, and what scores decide."""
        every = [part for query in queries for part in _inside_out(query, excluded=True)]
        self._count(word for part in every if isinstance(part, Phrase) for word in _words_of(part))
        for part in every:
            if isinstance(part, Most) and ("most", part) not in self._answers.resolved:
                self._prepare(part)

    def _count(self, queries: Iterable[Query]) -> None:
        """Count what is not yet counted, all at once, and of words whether any item has each of their terms."""
        unknown = [query for query in dict.fromkeys(queries) if query not in self._answers.counts]
        for query in unknown:
            if not isinstance(query, Word):
                self._expand(query)
                self._prepare_filters([query])
        unknown = [query for query in unknown if query not in self._answers.counts]
        if not unknown:
            return
        self._deadline.check()
        answers = self._snapshot.several([self._counting(query) for query in unknown])
        for query, answer in zip(unknown, answers, strict=True):
            self._answers.counts[query] = answer["hits"]["total"]["value"]
            if isinstance(query, Word):
                buckets = answer["aggregations"]["levels"]["buckets"]
                for want, bucket in zip(query_terms(query.text), buckets, strict=True):
                    self._answers.levels[query.zone, want.key] = bucket["doc_count"] > 0

    def _counting(self, query: Query) -> Body:
        """The search that counts what a query finds."""
        body: Body = {
            "size": 0,
            "track_total_hits": True,
            "query": {"bool": {"filter": [self._filter(query), self._snapshot.items]}},
        }
        if isinstance(query, Word):
            levels = [
                _any_of([{"term": {field: cleaned(want.key)}} for field in _fields(query.zone)])
                for want in query_terms(query.text)
            ]
            body["aggs"] = {"levels": {"filters": {"filters": levels}}}
        return body

    def count(self, query: Query) -> int:
        """How many items a query finds."""
        self._count([query])
        return self._answers.counts[query]

    def _rarity(self, hits: int) -> float:
        """What it says of an item that it is one of so many hits."""
        return math.log(1 + (self._snapshot.state.items - hits + 0.5) / (hits + 0.5))

    def _weight(self, query: Query) -> float:
        """What a node says of an item: as much as the rarity of what it finds, or of the words it is made of."""
        match query:
            case Phrase():
                return sum(map(self._weight, _words_of(query)))
            case And(parts=parts) | Most(parts=parts):
                return sum(map(self._weight, parts))
            case Synonyms(asked=And() | Most() as asked):
                return self._weight(asked)
            case Filter() | Dates() | OfMeetings() | Not() | All():
                return 0.0
        return self._rarity(self._answers.counts[query])

    # Nodes that let through

    def _filter(self, query: Query) -> Body:
        match query:
            case Word():
                keys = [cleaned(want.key) for want in query_terms(query.text)]
                return _any_of([{"terms": {field: keys}} for field in _fields(query.zone)])
            case Prefix() | Suffix() | Fuzzy():
                keys = [MatchLevel.EXACT + word for word in expansion(self._snapshot, self._answers, query)[0]]
                return _any_of([{"terms": {field: keys}} for field in _fields(query.zone)]) if keys else NONE
            case Phrase():
                return self._together(query)
            case Filter() | Dates() | OfMeetings():
                return self._narrowing(query)
            case And():
                return _bool(
                    filter=[self._filter(part) for part in query.parts if not isinstance(part, Not)] or [EVERY],
                    must_not=[self._filter(part.part) for part in query.parts if isinstance(part, Not)],
                )
            case Or() | Tiers():
                return _any_of([self._filter(part) for part in query.parts]) if query.parts else NONE
            case Synonyms():
                return _any_of([self._filter(part) for part in (query.asked, *query.others)])
            case Prefer():
                return self._filter(query.asked)
            case Most():
                return self._met(query)
            case Not():
                return _bool(must_not=[self._filter(query.part)])
            case All():
                return EVERY

    def _narrowing(self, query: Narrowing) -> Body:
        match query:
            case Dates(since=since, until=until):
                least = {"gte": since} if since else {"gt": ""}
                return {"range": {"date": least | ({"lte": until} if until is not None else {})}}
            case OfMeetings(ids=ids):
                return {"terms": {"meeting": sorted(ids)}}
            case Filter(name=name, values=values) if name == MATTER:
                return _any_of([self._of_matter(value) for value in values]) if values else NONE
            case Filter(name=name, values=values):
                return {"terms": {"narrowed": [f"{name}={value}" for value in values]}}

    def _of_matter(self, value: str) -> Body:
        """The items of the matter of an item, or of all that came back."""
        if value == AGAIN:
            return {"term": {"several": True}}
        if value == ANY:
            return _any_of([{"term": {"several": True}}, {"term": {"formal": False}}])
        known = self._answers.resolved
        if ("matter", Word(value)) not in known:
            known["matter", Word(value)] = self._snapshot.matter_key(value)
        key = known["matter", Word(value)]
        return {"term": {"matter": key}} if key else NONE

    # Nodes that score

    def _scored(self, query: Query) -> Body:
        match query:
            case Word():
                return self._word(query)
            case Prefix() | Suffix() | Fuzzy():
                return self._pattern(query)
            case Phrase():
                if not query.words:
                    return NONE
                words = list(map(self._word, _words_of(query)))
                return _bool(must=words, filter=[self._together(query)])
            case Filter() | Dates() | OfMeetings():
                return _constant(self._narrowing(query), 0.0)
            case And():
                return self._and(query)
            case Or():
                return _any_of([self._scored(part) for part in query.parts]) if query.parts else NONE
            case Synonyms():
                return self._synonyms(query)
            case Prefer():
                return self._prefer(query)
            case Most():
                return self._most(query)
            case Tiers():
                return self._tiers(query)
            case Not():
                return _constant(_bool(must_not=[self._filter(query.part)]), 0.0)
            case All():
                return _constant(EVERY, 0.0)

    def _word(self, query: Word) -> Body:
        """The best level of a word, and a little of the others."""
        hits = self._answers.counts[query]
        if not hits:
            return NONE
        rarity, whole = self._rarity(hits), NONE
        for key, level in self._levels(query):
            own = _leaf(key, query.zone, LEVELS[level] * rarity)
            whole = own if whole is NONE else _best_of([own, whole], EVIDENCE)
        return whole

    def _pattern(self, query: Prefix | Suffix | Fuzzy) -> Body:
        words, _ = expansion(self._snapshot, self._answers, query)
        rarity = self._rarity(self._answers.counts[query])
        worth = {word: 1.0 if word == query.text.lower() else EXPANDED for word in words}
        leaves = [_leaf(MatchLevel.EXACT + word, query.zone, worth[word] * rarity) for word in words]
        return _best_of(leaves) if leaves else NONE

    def _and(self, query: And) -> Body:
        scoring = [part for part in query.parts if not isinstance(part, Narrowing | Not | All)]
        return _bool(
            must=[self._scored(part) for part in scoring] or [_constant(EVERY, 0.0)],
            filter=[self._narrowing(part) for part in query.parts if isinstance(part, Narrowing)],
            must_not=[self._filter(part.part) for part in query.parts if isinstance(part, Not)],
        )

    def _synonyms(self, query: Synonyms) -> Body:
        worth = self._weight(query.asked)
        most = worth if isinstance(query.asked, And | Most) else self._rarity(self._answers.counts[_union(query)])
        sides = [self._times(query.asked, most / worth if worth else 1.0)]
        for other in query.others:
            own = self._weight(other)
            sides.append(self._times(other, query.worth * most / own if own else query.worth))
        return _best_of(sides)

    def _times(self, query: Query, factor: float) -> Body:
        """What a query finds, its scores times a factor."""
        scored = self._scored(query)
        if any(isinstance(part, Most | Prefer | Tiers) for part in _walk(query)):
            return _scaled(scored, factor)
        return scored if factor == 1.0 else {"bool": {"must": [scored], "boost": factor}}

    def _together(self, query: Phrase) -> Body:
        """The items in one of whose zones the words of a phrase stand together."""
        there = self._answers.levels
        words = [sorted({key for key in keys_in(query, word) if there[query.zone, key]}) for word in query.words]
        if not words or not all(words):
            return NONE
        zones = tuple(ITEM_ZONES) if query.zone is None else ZONE_GROUPS.get(query.zone, (query.zone,))
        found: list[Body] = []
        for field in map(zone_field, zones):
            clauses = [_spans(field, keys) for keys in words]
            near = {"clauses": clauses, "slop": query.distance or 0, "in_order": query.distance is None}
            found.append(clauses[0] if len(clauses) == 1 else {"span_near": near})
        return _any_of(found)

    # What depends on scores

    def _resolve_prefer(self, query: Prefer) -> None:
        """Ask for the score of the last item that is examined, where there are more."""
        kept = self._answers.resolved
        if ("prefer", query) in kept:
            return
        least = 0.0
        if self.count(query.asked) > EXAMINED:
            (found,) = self._scores([(self._scored(query.asked), "desc", EXAMINED - 1)])
            least = found[1] or 0.0
        kept["prefer", query] = least

    def _prefer(self, query: Prefer) -> Body:
        factor: Body = {"weight": 1 + PREFERRED}
        least = self._answers.resolved["prefer", query]
        if least:
            params = {"least": least * (1 - EQUAL_FLOATS), "factor": 1 + PREFERRED}
            factor = {"script_score": {"script": {"source": ABOVE, "params": params}}}
        return {
            "function_score": {
                "query": self._scored(query.asked),
                "boost_mode": "multiply",
                "functions": [{"filter": self._together(query.preferred), **factor}],
            }
        }

    def _resolve_most(self, query: Most) -> None:
        """Ask how many items meet half of the parts, the least score of them, and the best of those that come near."""
        kept = self._answers.resolved
        if ("most", query) not in kept:
            shares = self._shares(query)
            (hits, lowest), (_, highest) = self._scores([(shares.half, "asc", 0), (shares.others, "desc", 0)])
            kept["most", query] = hits, lowest, highest

    def _shares(self, query: Most) -> Shares:
        """The parts of a query of which most is sought, and what each counts for."""
        counts = [self._answers.counts[part] for part in query.parts]
        rarities = list(map(self._weight, query.parts))
        weights = [weight * (math.sqrt(rarity) or 1.0) for weight, rarity in zip(query.weights, rarities, strict=True)]
        firm = query.firm or (False,) * len(weights)
        return Shares(
            parts=[
                SharedPart(self._scored(part), self._filter(part), rarity)
                for part, rarity in zip(query.parts, rarities, strict=True)
            ],
            usual=[weight * (1.0 if count else UNMET) for weight, count in zip(weights, counts, strict=True)],
            written=[
                weight * (1.0 if is_firm else how_written(count))
                for weight, count, is_firm in zip(weights, counts, firm, strict=True)
            ],
        )

    def _most(self, query: Most) -> Body:
        shares = self._shares(query)
        hits, lowest, highest = self._answers.resolved["most", query]
        if hits >= FEW or highest is None:
            return shares.half
        squeeze = lowest * NEXT_TIER / highest if hits and highest else 1.0
        return _best_of([shares.half, _scaled(shares.near(highest), squeeze)])

    def _met(self, query: Most) -> Body:
        """What a query of which most is sought lets through."""
        shares = self._shares(query)
        hits, _, highest = self._answers.resolved["most", query]
        if hits >= FEW or highest is None:
            return shares.meeting_half
        return _any_of([shares.meeting_half, shares.near(highest)])

    def _resolve_tiers(self, query: Tiers) -> None:
        """Ask for the least and the best score of each tier."""
        kept = self._answers.resolved
        if ("tiers", query) in kept:
            return
        self._prepare_filters(query.parts)
        searches = [(tier, order, 0) for tier in self._apart(query) for order in ("asc", "desc")]
        found = self._scores(searches)
        factors: list[float | None] = []
        lowest: float | None = None
        for (_, least), (_, most) in zip(found[::2], found[1::2], strict=True):
            factor = None
            if most is not None and least is not None:
                factor = lowest * NEXT_TIER / most if lowest is not None and most else 1.0
                lowest = least * factor if lowest is None else min(lowest, least * factor)
            factors.append(factor)
        kept["tiers", query] = factors

    def _apart(self, query: Tiers) -> list[Body]:
        """Each tier without what is in those before it."""
        filters = list(map(self._filter, query.parts))
        return [_bool(must=[self._scored(part)], must_not=filters[:number]) for number, part in enumerate(query.parts)]

    def _tiers(self, query: Tiers) -> Body:
        factors = self._answers.resolved["tiers", query]
        tiers = [
            _scaled(tier, factor)
            for tier, factor in zip(self._apart(query), factors, strict=True)
            if factor is not None
        ]
        return _best_of(tiers) if tiers else NONE

    def _scores(self, searches: Iterable[tuple[Body, str, int]]) -> list[tuple[int, float | None]]:
        """For each query how many items it finds, and the score of the one at a place in an order of scores."""
        self._deadline.check()
        answers = self._snapshot.several(
            [
                {
                    "query": _bool(must=[query], filter=[self._snapshot.items]),
                    "from": place,
                    "size": 1,
                    "_source": False,
                    "track_total_hits": True,
                    "track_scores": True,
                    "sort": [{"_score": order}],
                }
                for query, order, place in searches
            ]
        )
        return [
            (answer["hits"]["total"]["value"], next((hit["_score"] for hit in answer["hits"]["hits"]), None))
            for answer in answers
        ]


class SharedPart(NamedTuple):
    """A part of what is asked for: as one that scores, as one that lets through, and its score from which it is had."""

    scored: Body
    found: Body
    full: float


class Shares(NamedTuple):
    """Parts with what each counts for: usually, and when one that hardly any item meets counts for little.

    What is among parts of at least half the whole weight is worth the scores added, times the share that is had to a
    power. Only sums can be made of the scores of parts, so that a product is the exponential of a sum of logarithms.
    """

    parts: list[SharedPart]
    usual: list[float]
    written: list[float]

    @property
    def half(self) -> Body:
        """What meets half of the parts."""
        return self._mostly(self.usual)

    @property
    def meeting_half(self) -> Body:
        """What lets that through."""
        return self._enough(self.usual)

    @property
    def others(self) -> Body:
        """What else meets half when parts that hardly any item meets count for little."""
        return _bool(must=[self._mostly(self.written)], must_not=[self.meeting_half])

    def near(self, best: float) -> Body:
        """Of the others those that are worth enough beside the best of them."""
        least = max(0.0, BEST_OF_THEM * best - EQUAL - EQUAL_FLOATS * best)
        return {"function_score": {"query": self.others, "min_score": least}}

    def _mostly(self, weights: list[float]) -> Body:
        whole = sum(weights)
        if not whole:
            return NONE
        had = [
            _scripted(HAD, part.scored, weight=weight / whole, full=part.full, power=LOWER)
            if part.full
            else _constant(part.found, weight / whole)
            for part, weight in zip(self.parts, weights, strict=True)
        ]
        sums = (_any_of([part.scored for part in self.parts]), 1.0), (_any_of(had), LACKING)
        logarithms = [_scripted(LOGARITHM, each, raised=RAISED_BY, times=times, least=LEAST) for each, times in sums]
        return _scripted(EXPONENTIAL, _bool(must=logarithms, filter=[self._enough(weights)]), raised=2 * RAISED_BY)

    def _enough(self, weights: list[float]) -> Body:
        whole = sum(weights)
        if not whole:
            return NONE
        met = _any_of([_constant(part.found, weight / whole) for part, weight in zip(self.parts, weights, strict=True)])
        return {"function_score": {"query": met, "min_score": HALF * (1 - EQUAL_FLOATS)}}


# The tree


def _parts(query: Query) -> tuple[Query, ...]:
    """The parts of a node."""
    match query:
        case And(parts=parts) | Or(parts=parts) | Tiers(parts=parts) | Most(parts=parts):
            return parts
        case Synonyms(asked=asked, others=others):
            return (asked, *others)
        case Prefer(asked=asked):
            return (asked,)
        case Not(part=part):
            return (part,)
    return ()


def _walk(query: Query) -> Iterator[Query]:
    """A node and all within it."""
    yield query
    for part in _parts(query):
        yield from _walk(part)


def _inside_out(query: Query, *, excluded: bool = False) -> Iterator[Query]:
    """All within a node, then the node; what is excluded only where it is asked for."""
    for part in _parts(query) if excluded or not isinstance(query, Not) else ():
        yield from _inside_out(part, excluded=excluded)
    yield query


def _words_of(query: Phrase) -> Iterator[Word]:
    """The words of a phrase."""
    return (Word(word, query.zone) for word in query.words)


def _marking(query: Query) -> Iterator[Query]:
    """The words, phrases and patterns of a query that are marked, in order."""
    for part in _parts(query) if not isinstance(query, Not) else ():
        yield from _marking(part)
    if isinstance(query, Word | Phrase | Prefix | Suffix | Fuzzy) and query.zone not in PLACES:
        yield query


def _union(query: Synonyms) -> Query:
    return Or((query.asked, *query.others))


def _counted(query: Query) -> Iterator[Query]:
    """What must be counted for a query to be scored."""
    match query:
        case Word() | Prefix() | Suffix() | Fuzzy():
            yield query
        case Phrase():
            yield from _words_of(query)
        case Prefer(asked=asked, preferred=preferred):
            yield from _counted(asked)
            yield from _words_of(preferred)
        case Synonyms():
            for part in (query.asked, *query.others):
                yield from _weighing(part)
                yield from _counted(part)
            if not isinstance(query.asked, And | Most):
                yield _union(query)
        case Most():
            for part in query.parts:
                yield part
                yield from _weighing(part)
                yield from _counted(part)
        case Not():
            return
        case _:
            for part in _parts(query):
                yield from _counted(part)


def _weighing(query: Query) -> Iterator[Query]:
    """What must be counted for a node to be weighed."""
    match query:
        case Phrase():
            yield from _words_of(query)
        case And(parts=parts) | Most(parts=parts) | Synonyms(asked=And(parts=parts) | Most(parts=parts)):
            for part in parts:
                yield from _weighing(part)
        case Filter() | Dates() | OfMeetings() | Not() | All():
            return
        case _:
            yield query


# Bodies


def _fields(zone: str | None) -> list[str]:
    """The fields in which the words of a zone are sought."""
    return [TERMS] if zone is None else [zone_field(name) for name in ZONE_GROUPS.get(zone, (zone,))]


def _leaf(key: str, zone: str | None, worth: float) -> Body:
    """A term, scored by its weight or, in a zone, alike wherever it stands."""
    if zone is None:
        return {"term": {TERMS: {"value": cleaned(key), "boost": worth}}}
    return _constant(_any_of([{"term": {field: cleaned(key)}} for field in _fields(zone)]), worth)


def _spans(field: str, keys: list[str]) -> Body:
    terms = [{"span_term": {field: cleaned(key)}} for key in keys]
    return terms[0] if len(terms) == 1 else {"span_or": {"clauses": terms}}


def _best_of(queries: list[Body], ties: float = 0.0) -> Body:
    return queries[0] if len(queries) == 1 else {"dis_max": {"queries": queries, "tie_breaker": ties}}


def _any_of(queries: list[Body]) -> Body:
    return queries[0] if len(queries) == 1 else {"bool": {"should": queries, "minimum_should_match": 1}}


def _bool(**clauses: list[Body]) -> Body:
    return {"bool": {name: those for name, those in clauses.items() if those}}


def _constant(query: Body, worth: float) -> Body:
    return {"constant_score": {"filter": query, "boost": worth}}


def _scaled(query: Body, factor: float) -> Body:
    """Scores times a factor, by a script: a boost would be passed on to the scores that scripts within are given."""
    return query if factor == 1.0 else _scripted(SCALED, query, factor=factor)


def _scripted(source: str, query: Body, **params: float) -> Body:
    """A query whose score a script makes another of."""
    return {"script_score": {"query": query, "script": {"source": source, "params": params}}}
