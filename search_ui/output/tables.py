"""Tables: the decisions, votes, assignments, matters and people as CSV, for whoever counts and follows up.

Each table is declared once in TABLES; the command, the page, the file with everything and the descriptions of the data
(`datasets.py`) read it there, and what its columns are is said by the messages. A table is read from the index a few
items at a time, so that a hundred thousand of them take no more memory than one, and whoever reads it pins the index,
so that it is of one generation.

The files open as they are in a Swedish spreadsheet: UTF-8 that is marked as such, semicolons, CRLF, ISO dates. Kinds,
outcomes and states are the codes of `docs/json.md`, since programs read them too; sentences are Swedish.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

import msgspec

from indexer.index.documents import StoredItem
from indexer.messages import swedish
from indexer.model import AgendaItem, MeetingLine
from indexer.record.assignments import Assignment
from indexer.record.outcomes import outcome_of_item
from indexer.record.votes import Ballot, ballots
from search_ui.answer import Question
from search_ui.output import matter_formats, register_formats
from search_ui.output.gate import Released, csv_head, csv_line, in_pieces
from search_ui.search.catalog import Person
from search_ui.search.registers import Registers

Cells = tuple[str, ...]
DATES: Final = frozenset({"date", "due", "reported", "first", "last"})
NUMBERS: Final = frozenset({"yes", "no", "abstained", "age", "times", "meetings"})
"""The columns that hold dates and whole numbers; all others hold text."""


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A table: the file it is, what its columns are called, and its rows for a question, each with its address."""

    name: str
    file: str
    columns: Cells
    rows: Callable[[Registers, Question, str], Iterator[Cells]]

    @property
    def title(self) -> str:
        """What the table is called."""
        return swedish(f"table.{self.name}")

    @property
    def about(self) -> str:
        """What a row of it is."""
        return swedish(f"table.{self.name}.row")

    def described(self) -> Iterator[tuple[str, str]]:
        """Each column with what it holds."""
        for column in self.columns:
            own = f"{self.name}.{column}"
            yield column, swedish(f"column.{own if own in OWN_COLUMNS else column}")

    def csv(self, rows: Iterable[Cells]) -> Iterator[Released]:
        """The table as a file, in pieces."""
        return in_pieces(self._lines(rows))

    def _lines(self, rows: Iterable[Cells]) -> Iterator[Released]:
        yield csv_head(self.columns)
        yield from map(csv_line, rows)


OWN_COLUMNS: Final = frozenset(
    {
        *("decisions.id", "votes.id", "assignments.id", "matters.id", "people.id"),
        *("assignments.outcome", "matters.outcome", "votes.vote"),
    }
)
"""Columns that hold something else in one table than in the others."""


def decisions(registers: Registers, question: Question, base_url: str) -> Iterator[Cells]:
    """A row for each clause that the items of a question decided, in the order of the hits."""
    search = registers.search
    for stored_item in search.each_item(question):
        if stored_item.item.decisions:
            address = f"{base_url}/arende/{search.permalink(stored_item.item.id)}"
            found = search.index.matter(stored_item.item.id)
            yield from _clauses(stored_item, found.id if found else "", address)


def votes(registers: Registers, question: Question, base_url: str) -> Iterator[Cells]:
    """A row for each voter of the ballots, or for a ballot that names none."""
    return voters(registers.each_ballot(question), registers, base_url)


def voters(listed: Iterable[Ballot], registers: Registers, base_url: str) -> Iterator[Cells]:
    """The rows of some ballots."""
    for ballot in listed:
        address = f"{base_url}/arende/{registers.search.permalink(ballot.item)}"
        yield from ((*cells, address) for cells in register_formats.ballot_cells(ballot))


def assignments(registers: Registers, question: Question, base_url: str) -> Iterator[Cells]:
    """A row for each assignment, as it stands today."""
    return tasks(registers.assignments(whole(question)).assignments, registers, base_url)


def tasks(listed: Iterable[Assignment], registers: Registers, base_url: str) -> Iterator[Cells]:
    """The rows of some assignments."""
    for row in listed:
        address = f"{base_url}/arende/{registers.search.permalink(row.item)}#{row.id.rsplit('/', 1)[-1]}"
        yield (*register_formats.assignment_cells(row), address)


def matters(registers: Registers, question: Question, base_url: str) -> Iterator[Cells]:
    """A row for each matter."""
    for page in registers.search.each_matter(question):
        yield (*matter_formats.matter_cells(page.matter), f"{base_url}/arende/{page.matter.id}")


def people(registers: Registers, question: Question, base_url: str) -> Iterator[Cells]:
    """A row for each person whom the minutes list or tell of; those of an organ where the question chooses one."""
    organs = question.chosen("organization")
    for person in registers.search.persons():
        if not organs or any(meeting.slug in organs for meeting in person.meetings):
            yield (*_person(person), f"{base_url}/person/{person.slug}")


TABLES: Final = tuple(
    Table(name=rows.__name__, file=file, columns=(*columns, "url"), rows=rows)
    for rows, file, columns in (
        (
            decisions,
            "beslut.csv",
            (
                *("id", "organization", "date", "number", "title", "text", "kind", "outcome", "assignees", "due"),
                *("vote", "reference", "matter"),
            ),
        ),
        (votes, "omrostningar.csv", register_formats.BALLOT_COLUMNS),
        (assignments, "uppdrag.csv", register_formats.ASSIGNMENT_COLUMNS),
        (matters, "arenden.csv", matter_formats.COLUMNS),
        (people, "personer.csv", ("id", "name", "parties", "meetings", "first", "last", "organizations")),
    )
)
"""Every table, in the order in which they are listed."""


def whole(question: Question) -> Question:
    """The question, from its first row to its last."""
    return msgspec.structs.replace(question, offset=0, limit=10**9)


def table_named(name: str) -> Table:
    """The table with this name."""
    return next(table for table in TABLES if table.name == name)


def ballot_in_words(ballot: Ballot) -> str:
    """What each side of a ballot stood for, with its figure: "Ja 40 = bifall till motionen, Nej 29"."""
    return ", ".join(
        " ".join(
            (
                swedish(f"vote.{option}"),
                *([] if count is None else [str(count)]),
                *([f"= {meaning}"] if meaning else []),
            )
        )
        for option, count, meaning in ballot.sides()
    )


def votes_in_words(item: AgendaItem, meeting: MeetingLine) -> str:
    """The ballots of an item, in the order they were held."""
    return "; ".join(map(ballot_in_words, ballots(item, meeting)))


def _clauses(stored_item: StoredItem, matter: str, address: str) -> Iterator[Cells]:
    """The clauses of an item as the cells of the decisions."""
    item, vote = stored_item.item, votes_in_words(stored_item.item, stored_item.meeting_line)
    for clause in item.decisions:
        yield (
            clause.id,
            stored_item.organ,
            stored_item.date,
            item.number,
            item.title,
            clause.text,
            clause.kind,
            outcome_of_item(item) or "",
            "; ".join(clause.assignees),
            clause.due or "",
            vote,
            item.reference or "",
            matter,
            f"{address}#{clause.id.rsplit('/', 1)[-1]}",
        )


def _person(person: Person) -> Cells:
    """A person's cells but the address."""
    organs = dict.fromkeys(meeting.organization for meeting in person.meetings)
    days = [meeting.date for meeting in person.meetings]
    return (
        person.slug,
        person.name,
        "; ".join(person.parties),
        str(len(days)),
        min(days, default=""),
        max(days, default=""),
        "; ".join(organs),
    )
