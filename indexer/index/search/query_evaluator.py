"""Evaluation: a query over one generation, every node of the tree as the documents it finds and their scores.

A posting list is two arrays, read at once, and lists are combined in plain dictionaries.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator, Set
from functools import reduce
from heapq import nsmallest
from itertools import chain
from typing import Final

from indexer.index.deadline import Deadline, TimeIsUp
from indexer.index.documents import LEVELS
from indexer.index.query import (
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
from indexer.index.search.reader import IndexReader
from indexer.index.search.scores import Scores, WeighedPart, WeightedList
from indexer.index.segments.segment_tables import Numbers
from indexer.index.zones import ITEM_ZONES, MEETING_ZONES, ZONE_GROUPS, zone_number
from indexer.swedish import MatchLevel, QueryTerm, query_terms

EXPANSIONS: Final = 200
"""The most words that word*, *word and word~ stand for; with more, the most used ones are taken and that is said."""
EXPANDED: Final = 0.6
"""What a match by an expansion is worth beside one by the word itself."""
HALF: Final = 0.5
"""What an item must meet of what was asked, by weight."""
UNMET: Final = 0.3
"""What a part counts for that no item meets, beside one that is as rare as can be: none can be blamed for it."""
HARDLY_ANY: Final = 10
"""With fewer items than this that meet it, a part that is not firm counts for less, down to `UNWRITTEN` with none."""
UNWRITTEN: Final = 0.1
FEW: Final = 5
"""With fewer items than this that meet half, those are sought that meet half of what the minutes have words for."""
BEST_OF_THEM: Final = 0.4
"""What those must be worth beside the best of them: the rest mention a common word, and are no answer."""
LACKING: Final = 2.0
"""What an item is worth that lacks some of the words: its score times the share that it has to this power."""
PREFERRED: Final = 0.5
"""What it adds that words stand together, as a share of what they are worth apart."""
NEXT_TIER: Final = 0.9
"""The best score of a tier beside the lowest of the tier above it."""
EXAMINED: Final = 1000
"""Of more items than this only the best are examined for words that stand together: nobody reads further."""
PLACES: Final = frozenset(("number", "organization", "authority"))
"""Zones that say where an item stands: what is sought in them is not what it is about, and is marked nowhere."""


class QueryEvaluator:
    """One query over one generation: every node of the tree becomes the documents it finds and their scores.

    A word's score in a document is its rarity times the best of its levels there, each level's value times the weight
    of the zone; a phrase scores as its words would; a conjunction is the sum of its parts, filters and exclusions score
    nothing. `keys` gathers what to mark, `cut` what was expanded only in part.

    When the deadline strikes, the tiers that were found whole stand, since nothing can come above them; the rest is
    left out, because half a conjunction is no answer: an item may lack just the word that was not yet looked up.
    """

    def __init__(self, reader: IndexReader, deadline: Deadline) -> None:
        self.reader = reader
        self.scoring = reader.scoring
        self.deadline = deadline
        self.keys: dict[str, str] = {}
        self.phrases: dict[Phrase, tuple[frozenset[str], ...]] = {}
        self.cut: list[str] = []

    def found(self, query: Query) -> Scores:
        """The documents that the query finds in time."""
        try:
            return self.match(query)
        except TimeIsUp:
            return self.scoring.masked(b"")

    def match(self, query: Query) -> Scores:
        """The documents that a node finds; TimeIsUp when it does not find them in time.

        What this generation was asked before is not sought again.
        """
        self.deadline.check()
        kept = self.reader.evaluated.get(query)
        if kept is None:
            alone = QueryEvaluator(self.reader, self.deadline)
            kept = (alone._evaluate_again(query), alone.keys, alone.phrases, tuple(alone.cut))
            if not self.deadline.struck:
                self.reader.keep(query, kept)
        scores, keys, phrases, cut = kept
        for key, asked in keys.items():
            self.keys.setdefault(key, asked)
        self.phrases |= phrases
        self.cut.extend(part for part in cut if part not in self.cut)
        return scores

    def _evaluate_again(self, query: Query) -> Scores:
        """The documents that a node finds."""
        match query:
            case Word():
                return self._weighed(self._word(query))
            case Phrase():
                return self._phrase(query)
            case Prefix() | Suffix() | Fuzzy():
                return self._weighed(self._expanded(query))
            case Filter() | Dates() | OfMeetings():
                return self.scoring.masked(self.reader.mask(query))
            case And():
                return self._and(query)
            case Or():
                return self._or(query)
            case Synonyms():
                return self._synonyms(query)
            case Most():
                return self._most(query)
            case Prefer():
                return self._prefer(query)
            case Tiers():
                return self._tiers(query)
            case Not():
                return self.scoring.without(self._everything(), self._silently(query.part))
            case All():
                return self._everything()

    def _everything(self) -> Scores:
        """Every live item."""
        return self.scoring.masked(self.reader.alive)

    def _silently(self, query: Query) -> Scores:
        """What a node finds, without marking it: what is excluded is not shown."""
        return QueryEvaluator(self.reader, self.deadline).match(query)

    def _weighed(self, best: Scores) -> Scores:
        """Scores times how rare the hits are (Robertson & Spärck Jones' idf, as BM25 uses it)."""
        return self.scoring.times(best, self._rarity(len(best)))

    def _rarity(self, hits: int) -> float:
        """What it says of an item that it is one of so many hits."""
        return math.log(1 + (self.reader.items - hits + 0.5) / (hits + 0.5))

    def _weight(self, query: Query) -> float:
        """What a node says of an item: as much as the rarity of what it finds, or of the words it is made of."""
        match query:
            case Phrase(words=words, zone=zone):
                return sum(self._weight(Word(word, zone)) for word in words)
            case And(parts=parts) | Most(parts=parts):
                return sum(map(self._weight, parts))
            case Synonyms(asked=And() | Most() as asked):
                return self._weight(asked)
            case Filter() | Dates() | OfMeetings() | Not() | All():
                return 0.0
        return self._rarity(len(self._silently(query)))

    # Words

    def _word(self, query: Word) -> Scores:
        """The best level and zone of a word in each document that has it; what else it has of it breaks ties."""
        return self.scoring.best_level(self._levels(query), self.deadline)

    def _levels(self, query: Word) -> Iterator[WeightedList]:
        """The posting lists of a word's terms, from the farthest level to the nearest."""
        for want in reversed(query_terms(query.text)):
            numbers, weights = self._sought(want, query.zone)
            if numbers:
                if query.zone not in PLACES:
                    self.keys.setdefault(want.key, query.text)
                self.deadline.check()
                yield WeightedList(numbers, weights, LEVELS[want.level])

    def _sought(self, want: QueryTerm, zone: str | None) -> tuple[Numbers, array[float]]:
        """The documents that have a key, and the weight of the zone in each; `zone` limits to one, or to a group."""
        if zone is None:
            return self.reader.postings("item", want.key)
        names = ZONE_GROUPS.get(zone, (zone,))
        own, outer = ({zone_number(name) for name in names if name in zones} for zones in (ITEM_ZONES, MEETING_ZONES))
        numbers = self._in_zones("item", want.key, own)
        heads = self._in_zones("meeting", want.key, outer)
        if heads:
            ranges = (range(*self.reader.range_of(self.reader.meeting_of[head])) for head in heads)
            numbers = array("I", sorted({*numbers, *chain.from_iterable(ranges)}))
        return numbers, array("f", [1.0]) * len(numbers)

    def _in_zones(self, field: str, key: str, zones: set[int]) -> Numbers:
        """The documents that have a key in one of these zones."""
        return self.scoring.in_zones(self.reader.lists(field, key) if zones else (), zones, self.deadline)

    def _expanded(self, query: Prefix | Suffix | Fuzzy) -> Scores:
        """The documents with any of the words that a pattern stands for."""
        words = self._words_of(query)
        if len(words) > EXPANSIONS:
            self.cut.append(str(query))
            words = nsmallest(EXPANSIONS, words, key=lambda word: (-word[1], word[0]))
        lists = []
        for word, _ in words:
            key = MatchLevel.EXACT + word
            if query.zone not in PLACES:
                self.keys.setdefault(key, str(query))
            numbers, weights = self._sought(QueryTerm(key, MatchLevel.EXACT), query.zone)
            lists.append(WeightedList(numbers, weights, 1.0 if word == query.text.lower() else EXPANDED))
            self.deadline.check()
        return self.scoring.best(lists, self.deadline)

    def _words_of(self, query: Prefix | Suffix | Fuzzy) -> list[tuple[str, int]]:
        """The words in the index that a pattern stands for, each with how many items have it."""
        text = query.text.lower()
        match query:
            case Prefix():
                return self.reader.words_with_prefix(text)
            case Suffix():
                return self.reader.words_with_suffix(text)
            case Fuzzy(distance=distance):
                return [(word, count) for word, count, _ in self.reader.words_near(text, distance, self.deadline)]

    def _phrase(self, query: Phrase) -> Scores:
        """The documents with the words together, scored as the words are."""
        parts = [Word(word, query.zone) for word in query.words]
        together = self._silently(And(tuple(parts))) if parts else self.scoring.masked(b"")
        if query.zone not in PLACES:
            self.phrases[query] = tuple(frozenset(keys_in(query, word)) for word in query.words)
        documents = self._together("item", query, self.scoring.best_documents(together, len(together)))
        for head in self._together("meeting", query, None):
            documents.update(range(*self.reader.range_of(self.reader.meeting_of[head])))
        return self.scoring.only(together, documents)

    def _together(self, field: str, query: Phrase, among: Set[int] | None) -> set[int]:
        """The documents, of these or of all, whose field has a phrase's words together in a zone that is asked for."""
        zones = self._zones(field, query.zone)
        if not zones:
            return set()
        words = (
            [list for key in keys_in(query, word) for list in self.reader.lists(field, key)] for word in query.words
        )
        return self.scoring.together(tuple(words), query.distance, zones, among, self.deadline)

    @staticmethod
    def _zones(field: str, zone: str | None) -> set[int]:
        """The numbers of a field's zones that a zone of a query stands for; those of a meeting only by name."""
        held = ITEM_ZONES if field == "item" else MEETING_ZONES
        names = ZONE_GROUPS.get(zone, (zone,)) if zone else ITEM_ZONES
        return {zone_number(name) for name in names if name in held}

    # Combinations

    def _and(self, query: And) -> Scores:
        """What every part finds: the scoring parts first, then filters, then exclusions."""
        scoring = [part for part in query.parts if not isinstance(part, Narrowing | Not | All)]
        scored = sorted((self.match(part) for part in scoring), key=len)
        scores = reduce(self.scoring.both, scored) if scored else self._everything()
        for part in query.parts:
            if isinstance(part, Narrowing):
                scores = self.scoring.within(scores, self.reader.mask(part))
        for part in query.parts:
            if isinstance(part, Not):
                scores = self.scoring.without(scores, self._silently(part.part))
        return scores

    def _or(self, query: Or) -> Scores:
        """What any part finds; an item that several find is worth their sum."""
        return reduce(self.scoring.either, map(self.match, query.parts), self.scoring.masked(b""))

    def _synonyms(self, query: Synonyms) -> Scores:
        """What the asked part finds, and for less what its synonyms find; the best counts.

        A synonym says no more of an item for being rarer than the word: all of them together are as rare as they are.
        """
        asked, others = self.match(query.asked), [(self.match(other), self._weight(other)) for other in query.others]
        worth = self._weight(query.asked)
        every = reduce(self.scoring.either, (scores for scores, _ in others), asked)
        most = worth if isinstance(query.asked, And | Most) else self._rarity(len(every))
        scores = self.scoring.times(asked, most / worth if worth else 1.0)
        for synonyms, own in others:
            factor = query.worth * most / own if own else query.worth
            scores = self.scoring.better(scores, self.scoring.times(synonyms, factor))
        return scores

    def _most(self, query: Most) -> Scores:
        """What meets half of the parts, each counted with its weight, and the more the rarer it is here.

        `HARDLY_ANY`, `FEW` and `BEST_OF_THEM` were chosen by nDCG@10 of the 117 fresh questions: .829 to .846.
        """
        parts = [
            (weight, self._weight(part), self.match(part))
            for part, weight in zip(query.parts, query.weights, strict=True)
        ]
        whole = [WeighedPart(weight * (math.sqrt(rarity) or 1.0), scores, rarity) for weight, rarity, scores in parts]
        shares = [part._replace(weight=part.weight * (1.0 if len(part.scores) else UNMET)) for part in whole]
        self.deadline.check()
        half = self.scoring.mostly(shares, HALF, LACKING)
        if len(half) >= FEW:
            return half
        firm = query.firm or (False,) * len(parts)
        written = [
            part._replace(weight=part.weight * (1.0 if is_firm else how_written(len(part.scores))))
            for part, is_firm in zip(whole, firm, strict=True)
        ]
        others = self.scoring.without(self.scoring.mostly(written, HALF, LACKING), half)
        return self.scoring.below(half, self.scoring.near_best(others, BEST_OF_THEM), NEXT_TIER)

    def _prefer(self, query: Prefer) -> Scores:
        """What is asked for, raised where its words stand together."""
        scores = self.match(query.asked)
        together = self._together("item", query.preferred, self.scoring.best_documents(scores, EXAMINED))
        return self.scoring.raised(scores, together, 1 + PREFERRED)

    def _tiers(self, query: Tiers) -> Scores:
        """What the parts find, each part's items below those of the parts before it."""
        scores = self.scoring.masked(b"")
        for part in query.parts:
            try:
                scores = self.scoring.below(scores, self.match(part), NEXT_TIER)
            except TimeIsUp:
                break
        return scores


def keys_in(query: Phrase, word: str) -> Iterator[str]:
    """The keys of a word of a phrase: as written or restored, or, where words are only near, in any form."""
    for want in query_terms(word):
        if query.distance is not None or want.level in {MatchLevel.EXACT, MatchLevel.RESTORED}:
            yield want.key


def how_written(hits: int) -> float:
    """What a part counts for that so many items meet, from `UNWRITTEN` with none to 1 with enough."""
    return UNWRITTEN + (1 - UNWRITTEN) * min(1.0, hits / HARDLY_ANY)
