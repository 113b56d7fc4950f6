"""Search: the one search that the page, the command and the JSON share. A question and an index become an Answer.

    what was typed --query.read--> tree and remarks --index.search--> items --hits.hits--> Answer

What a query also means, and what is near it when it finds too little, is `widening`, and the answer says so. When
nothing is found, the answer says which word or filter stands in the way (`narrowing`), and what may have been meant
(`spelling`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import wraps
from typing import Final, ParamSpec, TypeVar, cast

import msgspec

from indexer.index.deadline import NO_DEADLINE, Deadline
from indexer.index.documents import StoredItem
from indexer.index.port import Index, ScoredItem, SearchResult, Suggestion
from indexer.index.query import ANY, MATTER, All, And, Filter, OfMeetings, Or, Query, Word
from indexer.model import Matter
from indexer.privacy import MASK, masked
from indexer.settings import Settings
from search_ui.answer import Answer, FacetValue, GroupBy, Hit, Question, Remark, Sort, remark
from search_ui.query import Reading, read, showable
from search_ui.search import arrivals, suggest
from search_ui.search.arrivals import Arrival
from search_ui.search.catalog import Catalog
from search_ui.search.cited_items import CitedItem, cited_items
from search_ui.search.facets import Filters, chosen, facets, kept_apart, narrowed, without
from search_ui.search.highlighter import Highlight
from search_ui.search.hits import highlighter, hits
from search_ui.search.matters import MatterPage, items_of, matter_page, page_of
from search_ui.search.query_expansion import ExpandedQuery, attended, corrigible, meant, widened
from search_ui.search.reworded import RewordedQuery, Rewording
from search_ui.search.sentences import readings_of
from search_ui.search.spelling import DoubtfulWord, corrected, is_doubtful

AT_A_TIME: Final = 1000
"""Items that are read together where all are asked for: what is held in memory at once."""

P = ParamSpec("P")
T = TypeVar("T")


class ResultListing(msgspec.Struct, frozen=True, kw_only=True):
    """Ids of meetings or names of files that have an answer: a slice of them, how many there are, and what is said."""

    lines: tuple[str, ...]
    total: int
    remarks: tuple[Remark, ...] = ()


class EveryItem(msgspec.Struct, frozen=True, kw_only=True):
    """All items that answer a question, what is said of it, and the generation they were read from."""

    query: str
    interpreted: str
    items: tuple[StoredItem, ...]
    remarks: tuple[Remark, ...]
    generation: str


class MatterListing(msgspec.Struct, frozen=True, kw_only=True):
    """A slice of the matters that have an answer, how many there are, of how many items, and what is said."""

    matters: tuple[Matter, ...]
    total: int
    items: int
    remarks: tuple[Remark, ...] = ()


class InterpretedQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """A question as it was understood, and when it is to be answered."""

    question: Question
    reading: Reading
    filters: Filters
    deadline: Deadline


def _of_one_generation(method: Callable[P, T]) -> Callable[P, T]:
    """The method, all of whose answer is read from one generation of the index, whatever is published meanwhile."""

    @wraps(method)
    def steadily(*given: P.args, **named: P.kwargs) -> T:
        with cast("Search", given[0]).index.pinned():
            return method(*given, **named)

    return steadily


class Search(Catalog):
    """Answers questions about the minutes in the folders that the settings name."""

    def __init__(
        self,
        settings: Settings,
        index: Index | None = None,
        today: Callable[[], date] = date.today,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(settings, index)
        self.today = today
        self.clock = clock
        self._present: tuple[str, tuple[Suggestion, ...]] = ("", ())

    @_of_one_generation
    def answer(self, question: Question) -> Answer:
        """The answer to a question: one page of hits, the exact total, the facets of them all, and what to say of it.

        Raises BadQuestion for dates that cannot be read, and when the question is strict for whatever else is wrong.
        """
        typed = self._asked(question)
        better = self._sentence(typed) or self._corrected(typed)
        taken = better if not question.strict else None
        asked = self._asked_again(typed, taken) if taken else typed
        query_terms = self._sought(asked)
        first = self._count(query_terms.whole, asked) if query_terms.widened else None
        found = self._find(query_terms.tree, asked, question.offset, question.limit)
        complete = found.items if first is None else first
        grouped = question.group is GroupBy.MATTER
        shown = facets(self.index, query_terms.tree, asked.filters, found, asked.deadline, grouped=grouped)
        return Answer(
            query=typed.question.query,
            interpreted=asked.reading.interpreted,
            remarks=(
                *(_reworded(typed.question, taken) if taken else ()),
                *asked.reading.remarks,
                *self._said(asked, query_terms, found, complete),
            ),
            total=found.total,
            offset=question.offset,
            limit=question.limit,
            hits=hits(self.index, found, {synonym.marked for synonym in query_terms.synonyms}),
            facets=shown,
            did_you_mean=better.text if better else None,
            as_typed=taken.as_typed if taken else None,
            without=() if found.total else tuple(self._without(asked)),
            generation=found.generation,
            complete=complete,
            items=found.items,
            group=question.group or GroupBy.ITEM,
        )

    @_of_one_generation
    def arrivals(self, question: Question) -> tuple[Arrival, ...]:
        """What a question finds, what arrived last coming first: all of the last days, and some more."""
        return arrivals.newest(self.archive().arrivals(), self.today(), lambda ids: self._hits_in(ids, question))

    @_of_one_generation
    def arrivals_in(self, question: Question, meetings: Iterable[str]) -> tuple[Arrival, ...]:
        """What a question finds in these meetings, all of it."""
        here = self.archive().arrivals()
        return arrivals.of_meetings(here, meetings, lambda ids: self._hits_in(ids, question))

    def _hits_in(self, meetings: frozenset[str], question: Question) -> tuple[Hit, ...]:
        """The hits in some meetings, the newest meeting first; those alone that have all that was asked for."""
        asked = self._asked(msgspec.structs.replace(question, sort=Sort.NEWEST))
        query_terms = self._sought(asked)
        tree = query_terms.whole if query_terms.widened else query_terms.tree
        found = self._find(And((tree, OfMeetings(meetings))), asked, offset=0, limit=arrivals.MOST)
        return hits(self.index, found, {synonym.marked for synonym in query_terms.synonyms})

    @_of_one_generation
    def listing(self, question: Question, output: str) -> ResultListing:
        """The meetings' ids or the files that have an answer, each once, in the order of their best hit."""
        asked = self._asked(question)
        found = self._find(self._sought(asked).tree, asked, offset=0, limit=self.index.count(All()))
        listed = dict.fromkeys(
            one.stored_item.meeting if output == "meetings" else one.stored_item.file for one in found.hits
        )
        remarks = (self._interrupted(question, found.total),) if asked.deadline.struck else ()
        return ResultListing(
            lines=tuple(listed)[question.offset : question.offset + question.limit],
            total=len(listed),
            remarks=(*asked.reading.remarks, *remarks),
        )

    @_of_one_generation
    def every(self, question: Question, within: Filter) -> EveryItem:
        """All items that answer a question among those that a filter lets through, newest first, in printed order.

        Only what has all that was asked for: a register has no rows that are near.
        """
        asked = self._asked(question)
        query = narrowed(meant(asked.reading.query)[0], (*asked.filters, within))
        found = self.index.search(query, order=Sort.NEWEST, limit=self.index.count(within), deadline=asked.deadline)
        remarks = (self._interrupted(question, found.total),) if asked.deadline.struck else ()
        return EveryItem(
            query=asked.question.query,
            interpreted=asked.reading.interpreted,
            items=tuple(one.stored_item for one in found.hits),
            remarks=(*asked.reading.remarks, *remarks),
            generation=found.generation,
        )

    @_of_one_generation
    def matters(self, question: Question, *, every: bool = False) -> MatterListing:
        """The matters that answer a question, a slice or all; a single item is none whose title every meeting has.

        Their order is the question's, newest being by their latest item.
        """
        asked = self._asked(msgspec.structs.replace(question, group=GroupBy.MATTER))
        query = And((self._sought(asked).tree, Filter(MATTER, (ANY,))))
        found = self._find(query, asked, question.offset, self.index.count(All()) if every else question.limit)
        pages = tuple(page_of(self.index, hit.matter) for hit in found.hits if hit.matter)
        remarks = (self._interrupted(question, found.items),) if asked.deadline.struck else ()
        return MatterListing(
            matters=tuple(page.matter for page in pages),
            total=found.total,
            items=found.items,
            remarks=(*asked.reading.remarks, *remarks),
        )

    def each_item(self, question: Question) -> Iterator[StoredItem]:
        """Every item that the hits of a question are, in their order, a few in memory at a time.

        Whoever reads them pins the index. Only to find the first ones is there a deadline: `conditions` tells whether
        it struck.
        """
        typed = self._asked(question)
        better = None if question.strict else self._sentence(typed) or self._corrected(typed)
        asked = self._asked_again(typed, better) if better else typed
        return (one.stored_item for one in self._each(self._sought(asked).tree, asked))

    def each_in(self, question: Question, within: Filter) -> Iterator[StoredItem]:
        """What `every` gives, a few in memory at a time, as `each_item`."""
        asked = self._asked(msgspec.structs.replace(question, sort=Sort.NEWEST))
        return (one.stored_item for one in self._each(And((meant(asked.reading.query)[0], within)), asked))

    def each_matter(self, question: Question) -> Iterator[MatterPage]:
        """Every matter that answers a question with its items, a few in memory at a time, as `each_item`."""
        asked = self._asked(msgspec.structs.replace(question, group=GroupBy.MATTER))
        query = And((self._sought(asked).tree, Filter(MATTER, (ANY,))))
        return (page_of(self.index, one.matter) for one in self._each(query, asked) if one.matter)

    def _each(self, query: Query, asked: InterpretedQuestion) -> Iterator[ScoredItem]:
        """All that a query finds among the items that the question is narrowed to, read a few at a time."""
        found = self._find(query, asked, 0, AT_A_TIME)
        patient = msgspec.structs.replace(asked, deadline=NO_DEADLINE)
        yield from found.hits
        for offset in range(AT_A_TIME, found.total, AT_A_TIME):
            yield from self._find(query, patient, offset, AT_A_TIME).hits

    @_of_one_generation
    def course(self, item: str) -> tuple[StoredItem, ...]:
        """The items of the matter that an item belongs to, oldest first; nothing for one that is there no longer."""
        found = self.index.matter(item)
        return items_of(self.index, found) if found else ()

    @_of_one_generation
    def cited_items(self, stored_item: StoredItem) -> tuple[CitedItem, ...]:
        """The places in an item's text that name other items."""
        return cited_items(self.index, stored_item)

    @_of_one_generation
    def matter(self, id: str) -> MatterPage:
        """The matter with this id, or of the item with it; NoSuchThing when there is none."""
        return matter_page(self.index, id)

    def suggest(self, prefix: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Words of the minutes that begin so, with or without their marks, most used first."""
        return suggest.words(self.index, prefix, limit)

    def completions(self, typed: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Whole queries that what was typed may become: its last word completed, names, titles; each has hits.

        `count` is how many items have all of it.
        """
        deadline = self._deadline()

        def count(text: str) -> int:
            return self.index.count(meant(self._read(text).query)[0], deadline=deadline)

        return suggest.queries(self.index, typed, limit, self._names(), count)

    def _names(self) -> tuple[Suggestion, ...]:
        """The people who were present, most present first; looked up once a generation."""
        if self._present[0] != self.index.generation:
            people = self.index.search(All(), limit=0).facets["person"]
            self._present = (self.index.generation, tuple(Suggestion(name, count) for _, name, count in people))
        return self._present[1]

    def similar(self, id: str, limit: int = 5) -> tuple[Hit, ...]:
        """Other items about the same: those that share the rarest words of the item's title."""
        words = tuple(Word(mark) for mark in dict.fromkeys(self.stored_item(id).item.title.split()) if len(mark) > 3)
        if not words:
            return ()
        beside = kept_apart(All(), (), self.index)
        query = narrowed(Or(words), beside)
        found = self.index.search(query, limit=limit + 1, deadline=self._deadline())
        return tuple(other for other in hits(self.index, found) if other.id != id)[:limit]

    def marks(self, text: str, query: str, *, damaged: bool = False) -> tuple[Highlight, ...]:
        """The words of a text that answer a query."""
        found = self.index.search(self._read(query).query, limit=0, deadline=self._deadline())
        return highlighter(self.index, found, indexed=False).marks(text, damaged=damaged)

    # The steps

    def _read(self, typed: str, *, strict: bool = False) -> Reading:
        """What was typed, read today; a personnummer in it is a word that no minutes have."""
        typed = masked(typed)
        reading = read(typed, today=self.today(), strict=strict)
        if MASK not in typed:
            return reading
        if isinstance(reading.query, All):
            return Reading(query=Word(MASK), interpreted=typed)
        return msgspec.structs.replace(reading, query=And((reading.query, Word(MASK))))

    def _asked(self, question: Question) -> InterpretedQuestion:
        """A question understood, its time running."""
        question = msgspec.structs.replace(question, query=masked(showable(question.query)))
        reading = self._read(question.query, strict=question.strict)
        filters = chosen(question, self.today())
        return InterpretedQuestion(
            question=question,
            reading=reading,
            filters=(*filters, *kept_apart(reading.query, filters, self.index)),
            deadline=self._deadline(),
        )

    def _deadline(self) -> Deadline:
        """When a question that is asked now is to be answered."""
        return self.conditions.watch(Deadline(self.settings.question_seconds, self.clock))

    def _sought(self, asked: InterpretedQuestion) -> ExpandedQuery:
        """What is sought for a question, as far as the index has it."""
        return widened(asked.reading.query, lambda whole: self.index.count(whole, deadline=asked.deadline))

    def _count(self, query: Query, asked: InterpretedQuestion) -> int:
        """How many items a query finds among those that the question is narrowed to."""
        return self.index.count(narrowed(query, asked.filters), deadline=asked.deadline)

    def _find(self, query: Query, asked: InterpretedQuestion, offset: int, limit: int) -> SearchResult:
        """A slice of what a query finds among the items that the question is narrowed to, in the order asked for."""
        return self.index.search(
            narrowed(query, asked.filters),
            order=asked.question.sort,
            offset=offset,
            limit=limit,
            grouped=asked.question.group is GroupBy.MATTER,
            deadline=asked.deadline,
        )

    def _corrected(self, asked: InterpretedQuestion) -> RewordedQuery | None:
        """The question with its misspelt words put right; None where that finds nothing either."""
        reading = asked.reading
        doubtful = []
        for number in corrigible(reading.words):
            word = reading.words[number]
            is_met = self.index.count(meant(Word(word))[0], deadline=asked.deadline) > 0
            if not is_met or is_doubtful(self.index, word):
                doubtful.append(DoubtfulWord(*reading.places[number], word, is_met))
        better = corrected(self.index, asked.question.query, doubtful, asked.deadline) if doubtful else None
        if not better or asked.deadline.struck:
            return None
        again = self._asked_again(asked, better)
        return better if self._count(self._sought(again).tree, again) else None

    def _sentence(self, asked: InterpretedQuestion) -> RewordedQuery | None:
        """What a sentence of a known form is read as, where that finds something; whoever chose an order has it."""
        question = asked.question
        if question.strict or question.sort is not Sort.RELEVANCE:
            return None
        for reading in readings_of(question.query):
            again = self._asked_again(asked, reading)
            whole, _ = meant(again.reading.query)
            if not again.reading.remarks and self.index.count(whole, deadline=asked.deadline):
                return reading
        return None

    def _asked_again(self, asked: InterpretedQuestion, reworded: RewordedQuery) -> InterpretedQuestion:
        """The question in other words, in what time is left."""
        sort = Sort.NEWEST if reworded.why is Rewording.NEWEST else asked.question.sort
        question = msgspec.structs.replace(asked.question, sort=sort)
        return msgspec.structs.replace(asked, question=question, reading=self._read(reworded.text))

    def _without(self, asked: InterpretedQuestion) -> Iterator[FacetValue]:
        """How many items there are without each of the words and filters, where there are any."""
        return without(self.index, asked.reading.query, asked.filters, asked.deadline)

    def _said(
        self, asked: InterpretedQuestion, query_terms: ExpandedQuery, found: SearchResult, complete: int
    ) -> Iterator[Remark]:
        """What is to be said of an answer: of the index, of what is shown besides, of what was sought besides."""
        end = len(asked.question.query)
        if self.index.degraded_reason:
            yield remark(0, 0, "answer.older_index", day=self.index.made[:10])
        if asked.deadline.struck:
            yield self._interrupted(asked.question, found.items)
        elif found.items > complete:
            name = attended(asked.reading.query) if not complete else None
            present = name is not None and self._count(name, asked) > 0
            yield remark(0, end, "answer.only_present") if present else _nearly(end, complete)
        synonyms = [one for one in query_terms.synonyms if self.index.count(one.query, deadline=asked.deadline)]
        for code, in_titles in (("answer.also_searched", False), ("answer.also_searched_titles", True)):
            words = tuple(one.text for one in synonyms if one.in_titles is in_titles)
            if words:
                yield remark(0, end, code, words=words)
        for part in found.cut:
            yield remark(0, 0, "answer.pattern_cut", pattern=str(part))

    def _interrupted(self, question: Question, total: int) -> Remark:
        """What is said when the time was up before everything was found."""
        code = "answer.interrupted" if total else "answer.interrupted_early"
        return remark(0, len(question.query), code, seconds=self.settings.question_seconds)


def _reworded(question: Question, better: RewordedQuery) -> Iterator[Remark]:
    """What is said when the answer is to another question than the one that was typed."""
    end, shown, typed = len(question.query), better.text, better.as_typed
    match better.why:
        case Rewording.CORRECTED:
            yield remark(0, end, "answer.corrected", shown=shown, typed=typed)
        case Rewording.READ:
            yield remark(0, end, "answer.read_as", shown=shown, typed=typed)
        case Rewording.NEWEST:
            yield remark(0, end, "answer.read_newest", shown=shown, typed=typed)
        case Rewording.VOTES if better.who:
            yield remark(0, end, "answer.read_votes_of", shown=shown, typed=typed, who=better.who)
        case Rewording.VOTES:
            yield remark(0, end, "answer.read_votes", shown=shown, typed=typed)


def _nearly(end: int, complete: int) -> Remark:
    """What is said when items are shown that have not all that was asked for."""
    return (
        remark(0, end, "answer.complete_among", complete=complete)
        if complete
        else remark(0, end, "answer.none_complete")
    )
