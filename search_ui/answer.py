"""Question and Answer: what every face of the program asks and shows; `docs/json.md` describes the Answer as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import msgspec

from indexer.messages import Message, Value
from indexer.model import FORMAT_VERSION, Decision, MeetingLine, Outcome
from indexer.record.assignments import Assignment
from indexer.record.votes import Ballot


class Sort(StrEnum):
    """The order of the hits; ties are always broken the same way."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


class GroupBy(StrEnum):
    """What one hit is: an item, or a matter, shown by the item of it that answers best."""

    ITEM = "item"
    MATTER = "matter"


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked: the text as typed, and what was chosen beside it.

    `since` and `until` are dates as people type them (2024, 2024-05, 17/5 2024). `filters` holds, for names of facets,
    the values chosen, as the facets give them. A filter with several values is met by any of them; filters of different
    names must all be met. What one hit is when no `group` is asked for is the face's choice: in the page a matter, for
    programs an item.
    """

    query: str = ""
    since: str | None = None
    until: str | None = None
    filters: Mapping[str, tuple[str, ...]] = {}
    sort: Sort = Sort.RELEVANCE
    group: GroupBy | None = None
    offset: int = 0
    limit: int = 20
    strict: bool = False

    def chosen(self, facet: str) -> tuple[str, ...]:
        """The values chosen of a facet."""
        return self.filters.get(facet, ())


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """Something said about how the text was read; `start` and `end` are offsets into what was typed.

    What is said is a code of the messages with its arguments; `text` is that in Swedish, the language of queries.
    """

    start: int
    end: int
    text: str
    code: str
    args: dict[str, Any]

    @property
    def message(self) -> Message:
        """What is said, for other languages."""
        return Message(self.code, self.args)


def remark(start: int, end: int, code: str, /, **args: Value) -> Remark:
    """A remark on a place."""
    return Remark(start=start, end=end, text=Message(code, args).text("sv"), code=code, args=args)


class Excerpt(msgspec.Struct, frozen=True, kw_only=True):
    """A passage of one field, with the whole words to mark as offsets into `text`."""

    field: str
    text: str
    marks: tuple[tuple[int, int], ...] = ()


class MatterLine(msgspec.Struct, frozen=True, kw_only=True):
    """The matter of a hit: the ids of its items, oldest first, and what it last ended in."""

    id: str
    items: tuple[str, ...]
    outcome: Outcome | None


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """One agenda item that answers, with what a reader needs to cite it.

    `outcome` is what the item ended in, `agreed` what its decisions only name: the proposal, the motion; `matter`,
    where hits are grouped, the matter that the hit stands for. `levels` tells how each asked word was met when not by
    the word itself: part, restored, folded, synonym. `decision_marks` has the words to mark in each of the decisions,
    as offsets into the decision's text.
    """

    id: str
    meeting: MeetingLine
    number: str
    title: str
    excerpts: tuple[Excerpt, ...]
    decisions: tuple[Decision, ...]
    page: int | None
    file: str
    ocr_damaged: bool
    url: str
    score: float
    reference: str | None = None
    title_marks: tuple[tuple[int, int], ...] = ()
    decision_marks: tuple[tuple[tuple[int, int], ...], ...] = ()
    levels: tuple[str, ...] = ()
    outcome: Outcome | None = None
    agreed: tuple[str, ...] = ()
    matter: MatterLine | None = None


class FacetValue(msgspec.Struct, frozen=True, kw_only=True):
    """One value that the hits can be narrowed by, and how many hits would be left."""

    value: str
    label: str
    count: int


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """The whole answer to a question: one page of hits, and what is true of all of them.

    Where `as_typed` is given, words that find nothing were taken for others: what is answered is `did_you_mean`, and
    `as_typed` asks for just what was typed. `items` is how many items were found, and `total` how many hits they are:
    the same, unless hits are grouped. `complete` is how many of the items have all that was asked for.
    """

    query: str
    interpreted: str
    total: int
    offset: int
    limit: int
    generation: str
    format_version: int = FORMAT_VERSION
    remarks: tuple[Remark, ...] = ()
    hits: tuple[Hit, ...] = ()
    facets: dict[str, tuple[FacetValue, ...]] = {}
    did_you_mean: str | None = None
    as_typed: str | None = None
    without: tuple[FacetValue, ...] = ()
    complete: int = 0
    items: int = 0
    group: GroupBy = GroupBy.ITEM


class BallotList(msgspec.Struct, frozen=True, kw_only=True):
    """One page of the register of votes: `total` is how many ballots there are, and `facets` counts them all."""

    query: str
    interpreted: str
    total: int
    offset: int
    limit: int
    generation: str
    format_version: int = FORMAT_VERSION
    remarks: tuple[Remark, ...] = ()
    ballots: tuple[Ballot, ...] = ()
    facets: dict[str, tuple[FacetValue, ...]] = {}


class AssignmentList(msgspec.Struct, frozen=True, kw_only=True):
    """One page of the register of assignments: `total` is how many there are, and `facets` counts them all."""

    query: str
    interpreted: str
    total: int
    offset: int
    limit: int
    generation: str
    format_version: int = FORMAT_VERSION
    remarks: tuple[Remark, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    facets: dict[str, tuple[FacetValue, ...]] = {}
