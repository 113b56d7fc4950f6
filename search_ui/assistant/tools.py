"""Tools: what can be asked, and what is answered: no more than an assistant has room for, each row with its address.

What is asked is checked by the tool's own schema, and what is wrong is told as a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import msgspec

from indexer.errors import BadQuestion
from indexer.messages import swedish
from indexer.model import AgendaItem, Decision, DocumentKind, Meeting, VoteOption
from indexer.privacy import masked_in
from indexer.record.assignments import Assignment, AssignmentState
from indexer.record.votes import Ballot
from search_ui.answer import GroupBy, Hit, Question, Sort
from search_ui.output.tables import ballot_in_words
from search_ui.search.registers import Registers

MOST_ROWS: Final = 20
ROWS: Final = 10
LONGEST_TEXT: Final = 12_000
"""Characters of an item or a meeting that are given at once: about 4,000 words of a model's attention."""

Asked = Mapping[str, Any]


class Tool(msgspec.Struct, frozen=True, kw_only=True):
    """Something that can be asked: its name, its fields beside those of every list, and what answers it."""

    name: str
    fields: dict[str, dict[str, Any]]
    answer: Callable[[AssistantTools, Asked], dict[str, Any]]
    is_list: bool = True

    @property
    def description(self) -> str:
        """What it is for."""
        return swedish(f"assistant.{self.name}")

    @property
    def schema(self) -> dict[str, Any]:
        """What may be asked, as JSON Schema; every field is told what it is, in Swedish."""
        fields = {**(_LIST_FIELDS if self.is_list else {}), **self.fields}
        described = {
            name: {**field, "description": swedish(f"assistant.field.{name}")} for name, field in fields.items()
        }
        required = [] if self.is_list else list(self.fields)
        return {"type": "object", "properties": described, "required": required, "additionalProperties": False}


class AssistantTools:
    """The tools over the registers and the search behind them."""

    def __init__(self, registers: Registers, base_url: str) -> None:
        self.registers = registers
        self.search = registers.search
        self.base_url = base_url.rstrip("/")

    def ask(self, name: str, asked: Asked) -> dict[str, Any]:
        """The answer of a tool, all of one generation; any ProtokollError says in a sentence what is wrong."""
        tool = next((tool for tool in TOOLS if tool.name == name), None)
        if tool is None:
            raise BadQuestion(name, "assistant.no_tool", names=tuple(tool.name for tool in TOOLS))
        with self.search.index.pinned():
            return {"generation": self.search.index.generation, **tool.answer(self, asked)}

    def find(self, asked: Asked) -> dict[str, Any]:
        """The items that answer a query, best first."""
        question = msgspec.structs.replace(_question(asked), sort=Sort(asked.get("sort", Sort.RELEVANCE)))
        answer = self.search.answer(msgspec.structs.replace(question, group=GroupBy.ITEM))
        return {
            "total": answer.total,
            "remarks": [remark.text for remark in answer.remarks],
            "hits": [self._hit(hit) for hit in answer.hits],
        }

    def show(self, asked: Asked) -> dict[str, Any]:
        """An item, a decision or a meeting, its text cut where it is long."""
        id = self.search.resolved(str(asked["id"]))
        thing = masked_in(self.search.archive().thing(id))
        address = self._address(thing)
        if isinstance(thing, Decision):
            return {"source": address, "document": self._document_of(thing), "decision": _plain(thing)}
        if isinstance(thing, Meeting):
            return {
                "source": address,
                "document": thing.document,
                "organization": thing.organ,
                "date": thing.date,
                "items": [self._line(one) for one in thing.walk()],
            }
        text = thing.text
        return {
            "source": address,
            "document": self._document_of(thing),
            "number": thing.number,
            "title": thing.title,
            "reference": thing.reference,
            "decisions": [_plain(clause) for clause in thing.decisions],
            "proposals": [_plain(proposal) for proposal in thing.proposals],
            "text": text[:LONGEST_TEXT],
            "cut": len(text) > LONGEST_TEXT,
        }

    def matters(self, asked: Asked) -> dict[str, Any]:
        """The matters that answer a query, the one that was last up first."""
        listing = self.search.matters(msgspec.structs.replace(_question(asked), sort=Sort.NEWEST))
        rows = [{"source": f"{self.base_url}/arende/{one.id}", **_plain(one)} for one in listing.matters]
        return {"total": listing.total, "matters": rows}

    def votes(self, asked: Asked) -> dict[str, Any]:
        """The ballots, what each side stood for, and who voted how."""
        vote = VoteOption(asked["vote"]) if asked.get("vote") else None
        question, person, party = _question(asked), asked.get("person"), asked.get("party")
        listed = self.registers.votes(question, person=person, party=party, vote=vote)
        return {"total": listed.total, "votes": [self._ballot(one) for one in listed.ballots]}

    def assignments(self, asked: Asked) -> dict[str, Any]:
        """The tasks that were given, and what was reported on them."""
        state = AssignmentState(asked["state"]) if asked.get("state") else None
        listed = self.registers.assignments(_question(asked), state=state, assignee=asked.get("assignee"))
        return {"total": listed.total, "assignments": [self._assignment(one) for one in listed.assignments]}

    def _hit(self, hit: Hit) -> dict[str, Any]:
        return {
            "source": f"{self.base_url}/arende/{self.search.permalink(hit.id)}",
            "id": hit.id,
            "document": hit.meeting.document,
            "organization": hit.meeting.organ,
            "date": hit.meeting.date,
            "number": hit.number,
            "title": hit.title,
            "outcome": hit.outcome,
            "decisions": [clause.text for clause in hit.decisions],
            "excerpts": [excerpt.text for excerpt in hit.excerpts],
        }

    def _ballot(self, ballot: Ballot) -> dict[str, Any]:
        return {"source": self._part(ballot.id), "in_words": ballot_in_words(ballot), **_plain(ballot)}

    def _assignment(self, row: Assignment) -> dict[str, Any]:
        return {"source": self._part(row.id), **_plain(row)}

    def _line(self, item: AgendaItem) -> dict[str, Any]:
        return {"id": item.id, "number": item.number, "title": item.title, "source": self._address(item)}

    def _document_of(self, thing: AgendaItem | Decision) -> DocumentKind:
        """What the document is that an item or a clause stands in."""
        item = thing.id if isinstance(thing, AgendaItem) else thing.id.rpartition("/")[0]
        return self.search.stored_item(item).document

    def _part(self, id: str) -> str:
        """The address of a clause or a ballot, by its id."""
        item, _, part = id.rpartition("/")
        return f"{self.base_url}/arende/{self.search.permalink(item)}#{part}"

    def _address(self, thing: Meeting | AgendaItem | Decision) -> str:
        if isinstance(thing, Meeting):
            return f"{self.base_url}/mote/{thing.id}"
        if isinstance(thing, AgendaItem):
            return f"{self.base_url}/arende/{self.search.permalink(thing.id)}"
        return self._part(thing.id)


_TEXT: Final = {"type": "string", "maxLength": 300}
_LIST_FIELDS: Final[dict[str, dict[str, Any]]] = {
    "query": _TEXT,
    "since": _TEXT,
    "until": _TEXT,
    "organization": _TEXT,
    "limit": {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": ROWS},
    "offset": {"type": "integer", "minimum": 0, "maximum": 100_000, "default": 0},
}


def _one_of(values: Iterable[str]) -> dict[str, Any]:
    return {"type": "string", "enum": list(values)}


TOOLS: Final = (
    Tool(name="search", fields={"sort": _one_of(Sort)}, answer=AssistantTools.find),
    Tool(name="show", fields={"id": _TEXT}, answer=AssistantTools.show, is_list=False),
    Tool(name="matters", fields={}, answer=AssistantTools.matters),
    Tool(
        name="votes",
        fields={"person": _TEXT, "party": _TEXT, "vote": _one_of(VoteOption)},
        answer=AssistantTools.votes,
    ),
    Tool(
        name="assignments",
        fields={"assignee": _TEXT, "state": _one_of(AssignmentState)},
        answer=AssistantTools.assignments,
    ),
)
"""Every tool, the one to begin with first."""


def _question(asked: Asked) -> Question:
    """The question of a list, no longer than MOST_ROWS."""
    organization = asked.get("organization")
    return Question(
        query=asked.get("query", ""),
        since=asked.get("since") or None,
        until=asked.get("until") or None,
        filters={"organization": (organization,)} if organization else {},
        offset=asked.get("offset", 0),
        limit=min(asked.get("limit", ROWS), MOST_ROWS),
    )


def _plain(thing: object) -> dict[str, Any]:
    """A struct's fields as JSON has them."""
    plain: dict[str, Any] = msgspec.to_builtins(thing)
    return plain
