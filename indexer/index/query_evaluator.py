"""Evaluation: a query over one generation, every node of the tree as the documents it finds and their scores.

A posting list is two arrays, read at once, and lists are combined in plain dictionaries.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Container, Iterator, Sequence
from heapq import nlargest, nsmallest
from typing import Final

from indexer.index.deadline import Deadline, TimeIsUp
from indexer.index.documents import LEVELS, zone_of_position
from indexer.index.proximity import stretches
from indexer.index.query import (
    All,
    And,
    Dates,
    Filter,
    Fuzzy,
    Most,
    Not,
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
from indexer.index.reader import IndexReader, Scores, set_positions_of_mask
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
LACKING: Final = 2.0
"""What an item is worth that lacks some of the words: its score times the share that it has to this power."""
PREFERRED: Final = 0.5
"""What it adds that words stand together, as a share of what they are worth apart."""
NEXT_TIER: Final = 0.9
"""The best score of a tier beside the lowest of the tier above it."""
EQUAL: Final = 1e-9
EVIDENCE: Final = 0.01
"""What the other forms of a word are worth beside the best: enough to order equals, too little to outweigh a level."""
EXAMINED: Final = 1000
"""Of more items than this only the best are examined for words that stand together: nobody reads further."""


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
        self.deadline = deadline
        self.keys: dict[str, str] = {}
        self.phrases: dict[Phrase, tuple[frozenset[str], ...]] = {}
        self.cut: list[str] = []

    def found(self, query: Query) -> Scores:
        """The documents that the query finds in time."""
        try:
            return self.match(query)
        except TimeIsUp:
            return {}

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
            case Filter() | Dates():
                return dict.fromkeys(set_positions_of_mask(self.reader.mask(query)), 0.0)
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
                return self._without(self._everything(), self._silently(query.part))
            case All():
                return self._everything()

    def _everything(self) -> Scores:
        """Every live item."""
        return dict.fromkeys(set_positions_of_mask(self.reader.alive), 0.0)

    def _silently(self, query: Query) -> Scores:
        """What a node finds, without marking it: what is excluded is not shown."""
        return QueryEvaluator(self.reader, self.deadline).match(query)

    def _weighed(self, best: Scores) -> Scores:
        """Scores times how rare the hits are (Robertson & Spärck Jones' idf, as BM25 uses it)."""
        rarity = self._rarity(len(best))
        return {number: score * rarity for number, score in best.items()}

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
            case Filter() | Dates() | Not() | All():
                return 0.0
        return self._rarity(len(self._silently(query)))

    # Words

    def _word(self, query: Word) -> Scores:
        """The best level and zone of a word in each document that has it; what else it has of it breaks ties."""
        best: Scores = {}
        for want in reversed(query_terms(query.text)):
            numbers, weights = self._sought(want, query.zone)
            if not numbers:
                continue
            if query.zone != "number":
                self.keys.setdefault(want.key, query.text)
            worth = LEVELS[want.level]
            self.deadline.check()
            if not best:
                best = {number: worth * weight for number, weight in zip(numbers, weights, strict=True)}
                continue
            for number, weight in self.deadline.over(zip(numbers, weights, strict=True)):
                score, before = worth * weight, best.get(number, 0.0)
                best[number] = score + EVIDENCE * before if score > before else before + EVIDENCE * score
        return best

    def _sought(self, want: QueryTerm, zone: str | None) -> tuple[Sequence[int], Sequence[float]]:
        """The documents that have a key, and the weight of the zone in each; `zone` limits to one, or to a group."""
        if zone is None:
            return self.reader.postings("item", want.key)
        zones = ZONE_GROUPS.get(zone, (zone,))
        found = self._in_zones(want.key, {zone_number(name) for name in zones if name in ITEM_ZONES})
        outer = {zone_number(name) for name in zones if name not in ITEM_ZONES}
        for number, positions in self._all_positions("meeting", want.key) if outer else ():
            if any(zone_of_position(position) in outer for position in positions):
                first, end = self.reader.range_of(self.reader.meeting_of[number])
                found += (item for item in range(first, end) if self.reader.alive[item])
        return found, [1.0] * len(found)

    def _in_zones(self, key: str, zones: set[int]) -> list[int]:
        """The documents that have a key in one of these zones of an item."""
        everywhere = self._all_positions("item", key) if zones else ()
        return [
            number
            for number, positions in everywhere
            if any(zone_of_position(position) in zones for position in positions)
        ]

    def _all_positions(
        self, field: str, key: str, among: Container[int] | None = None
    ) -> Iterator[tuple[int, array[int]]]:
        """Each document, of these or of all, that has a key, with its places, while there is time."""
        return self.deadline.over(self.reader.positions(field, key, among))

    def _expanded(self, query: Prefix | Suffix | Fuzzy) -> Scores:
        """The documents with any of the words that a pattern stands for."""
        words = self._words_of(query)
        if len(words) > EXPANSIONS:
            self.cut.append(str(query))
            words = nsmallest(EXPANSIONS, words, key=lambda word: (-word[1], word[0]))
        best: Scores = {}
        for word, _ in words:
            key = MatchLevel.EXACT + word
            self.keys.setdefault(key, str(query))
            worth = 1.0 if word == query.text.lower() else EXPANDED
            numbers, weights = self._sought(QueryTerm(key, MatchLevel.EXACT), query.zone)
            for number, weight in self.deadline.over(zip(numbers, weights, strict=True)):
                best[number] = max(best.get(number, 0.0), worth * weight)
        return best

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
        together = self._silently(And(tuple(parts))) if parts else {}
        self.phrases[query] = tuple(frozenset(self._keys_in(query, word)) for word in query.words)
        heads = {self.reader.meeting_of[number] for number in self._together("meeting", query, None)}
        found = self._together("item", query, together)
        return {
            number: score
            for number, score in together.items()
            if number in found or (heads and self.reader.meeting_of[number] in heads)
        }

    @staticmethod
    def _keys_in(query: Phrase, word: str) -> Iterator[str]:
        """The keys of a word of a phrase: as written or restored, or, where words are only near, in any form."""
        for want in query_terms(word):
            if query.distance is not None or want.level in {MatchLevel.EXACT, MatchLevel.RESTORED}:
                yield want.key

    def _together(self, field: str, query: Phrase, among: Container[int] | None) -> set[int]:
        """The documents, of these or of all, whose field has a phrase's words together in a zone that is asked for."""
        zones = self._zones(field, query.zone)
        if not zones:
            return set()
        positions: list[dict[int, list[int]]] = []
        for word in query.words:
            keys = self._keys_in(query, word)
            positions.append(self._positions(field, keys, zones, positions[-1] if positions else among))
        return {
            number
            for number in self.deadline.over(positions[-1] if positions else ())
            if any(stretches([those[number] for those in positions], query.distance))
        }

    @staticmethod
    def _zones(field: str, zone: str | None) -> set[int]:
        """The numbers of a field's zones that a zone of a query stands for; those of a meeting only by name."""
        held = ITEM_ZONES if field == "item" else MEETING_ZONES
        names = ZONE_GROUPS.get(zone, (zone,)) if zone else ITEM_ZONES
        return {zone_number(name) for name in names if name in held}

    def _positions(
        self, field: str, keys: Iterator[str], zones: set[int], among: Container[int] | None
    ) -> dict[int, list[int]]:
        """Where a word that has these keys stands in these zones."""
        found: dict[int, list[int]] = {}
        for key in keys:
            for number, positions in self._all_positions(field, key, among):
                inside = [position for position in positions if zone_of_position(position) in zones]
                if inside:
                    found.setdefault(number, []).extend(inside)
        return found

    # Combinations

    def _and(self, query: And) -> Scores:
        """What every part finds: the scoring parts first, then filters, then exclusions."""
        scoring = [part for part in query.parts if not isinstance(part, Filter | Dates | Not | All)]
        filters = [part for part in query.parts if isinstance(part, Filter | Dates)]
        found: Scores | None = None
        for scores in sorted((self.match(part) for part in scoring), key=len):
            if found is None:
                found = scores
            else:
                found = {number: score + scores[number] for number, score in found.items() if number in scores}
        if found is None:
            found = self._everything()
        for narrowing in filters:
            mask = self.reader.mask(narrowing)
            found = {number: score for number, score in found.items() if mask[number]}
        for part in query.parts:
            if isinstance(part, Not):
                found = self._without(found, self._silently(part.part))
        return found

    def _or(self, query: Or) -> Scores:
        """What any part finds; an item that several find is worth their sum."""
        found: Scores = {}
        for part in query.parts:
            for number, score in self.match(part).items():
                found[number] = found.get(number, 0.0) + score
        return found

    def _synonyms(self, query: Synonyms) -> Scores:
        """What the asked part finds, and for less what its synonyms find; the best counts.

        A synonym says no more of an item for being rarer than the word: all of them together are as rare as they are.
        """
        asked = self.match(query.asked)
        others = [(self.match(other), self._weight(other)) for other in query.others]
        worth = most = self._weight(query.asked)
        if not isinstance(query.asked, And | Most):
            most = self._rarity(len(set(asked).union(*(scores for scores, _ in others))))
        found = {number: score * most / worth for number, score in asked.items()}
        for scores, own in others:
            for number, score in scores.items():
                found[number] = max(found.get(number, 0.0), query.worth * score * most / own)
        return found

    def _most(self, query: Most) -> Scores:
        """What meets half of the parts, the heaviest first: after half of the weight no others can come to it.

        A part counts with its weight, and the more the rarer it is here.
        """
        parts = [
            (weight, self._weight(part), self.match(part))
            for part, weight in zip(query.parts, query.weights, strict=True)
        ]
        shares = ((weight * math.sqrt(rarity) * (1 if scores else UNMET), scores) for weight, rarity, scores in parts)
        weighed = sorted(shares, key=lambda share: -share[0])
        whole = left = sum(weight for weight, _ in weighed)
        enough = whole * (HALF - EQUAL)
        met: dict[int, float] = {}
        found: Scores = {}
        for weight, scores in weighed:
            among = scores if left >= enough else met.keys() & scores.keys()
            left -= weight
            for number in self.deadline.over(among):
                met[number] = met.get(number, 0.0) + weight
                found[number] = found.get(number, 0.0) + scores[number]
        return {
            number: score * (met[number] / whole) ** LACKING for number, score in found.items() if met[number] >= enough
        }

    def _prefer(self, query: Prefer) -> Scores:
        """What is asked for, raised where its words stand together."""
        found = self.match(query.asked)
        best = found if len(found) <= EXAMINED else nlargest(EXAMINED, found, key=found.__getitem__)
        together = self._together("item", query.preferred, best if best is found else frozenset(best))
        return found | {number: found[number] * (1 + PREFERRED) for number in together}

    def _tiers(self, query: Tiers) -> Scores:
        """What the parts find, each part's items below those of the parts before it."""
        found: Scores = {}
        for part in query.parts:
            try:
                matched = self.match(part)
            except TimeIsUp:
                break
            below = {number: score for number, score in matched.items() if number not in found}
            highest, lowest = max(below.values(), default=0.0), min(found.values(), default=0.0)
            squeeze = lowest * NEXT_TIER / highest if found and highest else 1.0
            found |= {number: score * squeeze for number, score in below.items()}
        return found

    @staticmethod
    def _without(found: Scores, excluded: Scores) -> Scores:
        """What is found and not excluded."""
        return {number: score for number, score in found.items() if number not in excluded}
