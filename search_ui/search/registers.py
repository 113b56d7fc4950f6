"""Registers: the lists of the record: the ballots, the assignments, and what somebody did.

A register's rows are read from the items that its keys find in the index (`indexer.record.register_keys`), all of one
generation. Which item reports on which assignment depends on all of them, so that is worked out once a generation.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from indexer.index.documents import StoredItem
from indexer.index.query import And, Dates, Filter, Word
from indexer.model import MeetingLine, VoteOption
from indexer.record import register_keys
from indexer.record.assignments import Assignment, AssignmentState, as_of, assignments, by_assignee, is_to
from indexer.record.people import PersonAct, acts
from indexer.record.reports import (
    GivenItem,
    ReportedTask,
    SaidReport,
    linked,
    reported_tasks,
    says_report,
    with_proposed,
)
from indexer.record.votes import Ballot, ballots, is_of
from indexer.swedish.diacritics import slug
from indexer.swedish.persons import person_slug
from search_ui.answer import AssignmentList, BallotList, FacetValue, Question
from search_ui.search.catalog import Person
from search_ui.search.service import Search

MOST_VALUES: Final = 50
"""Assignees, organs and parties that a list names to narrow by, those with most rows first."""


class ItemActs(msgspec.Struct, frozen=True, kw_only=True):
    """What one person did in one item."""

    stored_item: StoredItem
    acts: tuple[PersonAct, ...]


class Registers:
    """The registers over the minutes that a search reads."""

    def __init__(self, search: Search) -> None:
        self.search = search
        self._linking = threading.Lock()
        self._linked: tuple[str, tuple[Assignment, ...]] | None = None

    def votes(
        self,
        question: Question,
        *,
        person: str | None = None,
        party: str | None = None,
        vote: VoteOption | None = None,
    ) -> BallotList:
        """The ballots of the items that answer a question, newest first; those in which a person or somebody of a
        party voted, or voted this way. BadQuestion for dates that cannot be read.
        """
        every = self.search.every(question, _narrowest(person, party, vote))
        rows = list(_ballots_of(every.items, person, party, vote))
        return BallotList(
            query=every.query,
            interpreted=every.interpreted,
            total=len(rows),
            offset=question.offset,
            limit=question.limit,
            generation=every.generation,
            remarks=every.remarks,
            ballots=tuple(rows[question.offset : question.offset + question.limit]),
            facets={
                "organization": _organs(row.meeting for row in rows),
                "party": _counted((slug(one.party), one.party) for row in rows for one in row.parties if one.party),
            },
        )

    def each_ballot(
        self,
        question: Question,
        *,
        person: str | None = None,
        party: str | None = None,
        vote: VoteOption | None = None,
    ) -> Iterator[Ballot]:
        """The ballots that `votes` lists, all of them, a few in memory at a time; whoever reads them pins the index."""
        return _ballots_of(self.search.each_in(question, _narrowest(person, party, vote)), person, party, vote)

    def assignments(
        self, question: Question, *, state: AssignmentState | None = None, assignee: str | None = None
    ) -> AssignmentList:
        """The assignments that items which answer a question gave, newest first, as they stand today."""
        with self.search.index.pinned():
            every = [as_of(row, self.search.today()) for row in self._all_assignments()]
            asked = self.search.every(question, Filter("id", tuple(sorted({row.item for row in every}))))
            place = {stored_item.item.id: number for number, stored_item in enumerate(asked.items)}
        found = sorted((row for row in every if row.item in place), key=lambda row: place[row.item])
        of_assignee = [row for row in found if assignee is None or is_to(row, assignee)]
        rows = [row for row in of_assignee if state in (None, row.state)]
        in_state = [row for row in found if state in (None, row.state)]
        return AssignmentList(
            query=asked.query,
            interpreted=asked.interpreted,
            total=len(rows),
            offset=question.offset,
            limit=question.limit,
            generation=asked.generation,
            remarks=asked.remarks,
            assignments=tuple(rows[question.offset : question.offset + question.limit]),
            facets={
                "state": tuple(
                    FacetValue(value=one, label=one, count=count)
                    for one in AssignmentState
                    if (count := sum(row.state is one for row in of_assignee))
                ),
                "assignee": tuple(
                    FacetValue(value=name, label=name, count=count)
                    for name, count in by_assignee(in_state)[:MOST_VALUES]
                ),
                "organization": _organs(row.meeting for row in rows),
            },
        )

    def acts_of(self, person: Person) -> tuple[ItemActs, ...]:
        """What a person did, newest first; of a name that several have, what all of them did."""
        every = self.search.every(Question(), Filter(register_keys.ACTOR, (person.name_slug,)))
        told = ((one, tuple(self._acts_by(one, person))) for one in every.items)
        return tuple(ItemActs(stored_item=one, acts=did) for one, did in told if did)

    def assignments_of(self, item: StoredItem) -> tuple[Assignment, ...]:
        """The assignments that an item gave, as they stand today; no other register is read for them."""
        found = re.search(r"\d+", item.item.number)
        number = found.group() if found else ""
        places = ((item.date, number), (item.date[:4], number))
        cited = tuple(register_keys.cited(*place) for place in places)
        reporting = self._under(Filter(register_keys.CITES, cited)) if found else ()
        tasks = (one for one in self._tasks(reporting) if (one.cited.date, one.cited.number) in places)
        rows = linked(assignments(item.item, item.meeting_line), tasks, self._items_at)
        matter = self.search.index.matter(item.item.id) if rows else None
        later = (self.search.index.stored_item(id) for id in (matter.items if matter else ()) if id != item.item.id)
        rows = with_proposed(rows, self._saying(filter(None, later)))
        return tuple(as_of(row, self.search.today()) for row in rows if row.item == item.item.id)

    def reported_by(self, item: StoredItem) -> tuple[Assignment, ...]:
        """The assignments of other items that an item reports on."""
        return linked((), self._tasks((item,)), self._items_at)

    def _acts_by(self, one: StoredItem, person: Person) -> Iterator[PersonAct]:
        """What a person did in an item."""
        wanted = {person.slug, *person.namesakes}
        return (act for act in acts(one.item) if self.search.identity(one.meeting, act.mention) in wanted)

    def _all_assignments(self) -> tuple[Assignment, ...]:
        """Every assignment of the generation that is read, with what reports on it; newest meeting first."""
        generation, known = self.search.index.generation, self._linked
        if known is None or known[0] != generation:
            with self._linking:
                known = self._linked
                if known is None or known[0] != generation:
                    self._linked = known = (generation, self._link())
        return known[1]

    def _link(self) -> tuple[Assignment, ...]:
        given = self._under(Filter(register_keys.REGISTER, (register_keys.RegisterName.ASSIGNMENTS,)))
        reporting = self._under(Filter(register_keys.REGISTER, (register_keys.RegisterName.REPORTS,)))
        rows = (row for one in given for row in assignments(one.item, one.meeting_line))
        return with_proposed(linked(rows, self._tasks(reporting), self._items_at), self._saying(reporting))

    def _saying(self, items: Iterable[StoredItem]) -> Iterator[SaidReport]:
        """Those of some items that say that they report on something and do not cite what."""
        for one in items:
            text = says_report(one.item)
            if not text or any(not task.told for task in reported_tasks(one.item, one.meeting_line)):
                continue
            if matter := self.search.index.matter(one.item.id):
                yield SaidReport(
                    item=one.item.id,
                    meeting=one.meeting_line,
                    title=one.item.title,
                    text=text,
                    reference=one.item.reference,
                    earlier=tuple(item for item in matter.items if item != one.item.id),
                )

    def _tasks(self, items: Iterable[StoredItem]) -> Iterator[ReportedTask]:
        """What some items report on."""
        return (task for one in items for task in reported_tasks(one.item, one.meeting_line))

    def _under(self, key: Filter) -> tuple[StoredItem, ...]:
        """The items under a key, newest first."""
        index = self.search.index
        return tuple(hit.stored_item for hit in index.search(key, order="newest", limit=index.count(key)).hits)

    def _items_at(self, day: str, number: str) -> Iterator[GivenItem]:
        """The items of a day, or of a year, with a number."""
        first, last = (day, day) if len(day) > len("2024") else (f"{day}-01-01", f"{day}-12-31")
        query = And((Word(number, "number"), Dates(first, last)))
        for hit in self.search.index.search(query, limit=self.search.index.count(query)).hits:
            one = hit.stored_item
            if number in re.findall(r"\d+", one.item.number):
                line = one.meeting_line
                yield GivenItem(item=one.item, meeting=line, assignments=tuple(assignments(one.item, line)))


def _ballots_of(
    items: Iterable[StoredItem], person: str | None, party: str | None, vote: VoteOption | None
) -> Iterator[Ballot]:
    """The ballots of some items in which a person or somebody of a party voted, or voted this way."""
    for stored_item in items:
        for ballot in ballots(stored_item.item, stored_item.meeting_line):
            if is_of(ballot, person=person, party=party, vote=vote):
                yield ballot


def _narrowest(person: str | None, party: str | None, vote: VoteOption | None) -> Filter:
    """The filter that lets through the fewest items which may have such a ballot."""
    options = (vote,) if vote else tuple(VoteOption)
    if person:
        names = _slugs_of(person)
        return Filter(
            register_keys.BALLOT, tuple(register_keys.by_person(option, name) for option in options for name in names)
        )
    if party:
        return Filter(register_keys.BALLOT, tuple(register_keys.of_party(option, slug(party)) for option in options))
    return (
        Filter(register_keys.BALLOT, options)
        if vote
        else Filter(register_keys.REGISTER, (register_keys.RegisterName.VOTES,))
    )


def _slugs_of(person: str) -> tuple[str, ...]:
    """The slugs of the names that a person's name, or slug with or without a party behind it, may be of."""
    whole = person_slug(person)
    return tuple(dict.fromkeys(filter(None, (whole, whole.rpartition("-")[0]))))


def _organs(meetings: Iterable[MeetingLine]) -> tuple[FacetValue, ...]:
    """The organs of some meetings' lines, each with how many rows it has."""
    return _counted((line.id.rsplit("/", 1)[0], line.organ) for line in meetings)


def _counted(pairs: Iterable[tuple[str, str]]) -> tuple[FacetValue, ...]:
    """Values with their labels, each once with how often it came; most first, equals by name."""
    counts: dict[str, int] = {}
    labels: dict[str, str] = {}
    for value, label in pairs:
        counts[value] = counts.get(value, 0) + 1
        labels.setdefault(value, label)
    listed = (FacetValue(value=value, label=labels[value], count=count) for value, count in counts.items())
    return tuple(sorted(listed, key=lambda one: (-one.count, one.label)))[:MOST_VALUES]
