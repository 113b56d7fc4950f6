"""Facets: what hits can be narrowed by, each declared once.

Everything that knows the facets reads `FACETS`: what is indexed, the filters of a question, the options of the command,
the parameters of an address and their description, the prefixes of the query language, and what the page shows. A new
facet is one entry.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, TypeAlias

import msgspec

from indexer.model import AgendaItem, AttendanceStatus, DecisionKind, DocumentKind, Meeting, VoteOption
from indexer.record.people import parties
from indexer.record.votes import options
from indexer.swedish.diacritics import slug
from indexer.swedish.persons import person_slug

Values: TypeAlias = Iterable[tuple[str, str]]
"""Values with their labels: how the minutes spell them, or "" where the value says it."""


class Facet(msgspec.Struct, frozen=True, kw_only=True):
    """Something that hits can be narrowed by: one of its values, or any of several.

    The values are those of a meeting, of an item, or of both; an item has its own and its meeting's. `label` heads
    them on the page, where `shown_whole` shows all of them and not just the commonest, `by_time` the latest first.
    `option` is the help of the command's option in each language, its value called `metavar`; `description` that of the
    parameter. `choices` are the only values there are, `pattern` what a value looks like; `refusal` is the code of what
    is said of any other.
    A query names the facet by its `prefixes`, or by those of the facet that it `shares` them with, and a value by one
    of `value_names`, the first of which is printed. Items with the value `apart` are found where the facet is asked
    for, and nowhere else.
    """

    name: str
    label: str
    option: Mapping[str, str]
    description: str
    metavar: str = "SLUG"
    of_meeting: Callable[[Meeting], Values] | None = None
    of_item: Callable[[AgendaItem], Values] | None = None
    shown_whole: bool = False
    by_time: bool = False
    choices: tuple[str, ...] = ()
    pattern: str = ""
    refusal: str = ""
    prefixes: tuple[str, ...] = ()
    shares: str = ""
    value_names: Mapping[str, tuple[str, ...]] = {}
    apart: str = ""

    def allows(self, value: str) -> bool:
        """Whether there may be such a value."""
        return (not self.choices or value in self.choices) and re.search(self.pattern, value) is not None

    @property
    def schema(self) -> dict[str, object]:
        """The values as OpenAPI describes them."""
        if self.choices:
            return {"type": "string", "enum": list(self.choices)}
        return {"type": "string", "pattern": self.pattern} if self.pattern else {"type": "string"}


def _authority(meeting: Meeting) -> Iterator[tuple[str, str]]:
    """The municipality or federation that the organ is part of."""
    if meeting.authority:
        yield slug(meeting.authority), meeting.authority


def _present(meeting: Meeting) -> Iterator[tuple[str, str]]:
    """Those who were present."""
    for person in meeting.attendance:
        if person.status is AttendanceStatus.PRESENT:
            name = meeting.person(person.name)
            yield person_slug(name), name


def _kinds(item: AgendaItem) -> Iterator[tuple[str, str]]:
    """What the item's decisions do."""
    return ((kind, "") for kind in sorted({decision.kind for decision in item.decisions}))


def _parties(item: AgendaItem) -> Iterator[tuple[str, str]]:
    """The parties that act in the item."""
    return ((slug(party), party) for party in parties(item))


def _votes(item: AgendaItem) -> Iterator[tuple[str, str]]:
    """How somebody voted in the item's ballots."""
    taken = dict.fromkeys(option for vote in item.votes for option in options(vote))
    return ((option, VOTES[option][0].capitalize()) for option in taken)


VOTES: Final[Mapping[str, tuple[str, ...]]] = {
    VoteOption.YES: ("ja",),
    VoteOption.NO: ("nej",),
    VoteOption.ABSTAINED: ("avstår", "avstod", "avstår från att rösta"),
    VoteOption.ABSENT: ("frånvarande",),
}
"""What each way to vote is called in a query."""


def _documents(meeting: Meeting) -> Iterator[tuple[str, str]]:
    """What the document is, and whether it stands beside the minutes of its meeting."""
    yield meeting.document, DOCUMENTS[meeting.document]
    if meeting.apart:
        yield APART, ""


DOCUMENTS: Final = {
    DocumentKind.MINUTES: "Protokoll",
    DocumentKind.AGENDA: "Kallelse",
    DocumentKind.EXTRACT: "Protokollsutdrag",
    DocumentKind.OTHER: "Annan handling",
}


def called(document: DocumentKind) -> str:
    """What a document that is no minutes is called, beside what is shown of it; "" for minutes."""
    return "" if document is DocumentKind.MINUTES else DOCUMENTS[document]


APART: Final = "apart"

FACETS: Final = (
    Facet(
        name="organization",
        label="Organ",
        option={"en": "Only this organ.", "sv": "Bara det här organet."},
        description="Organs, as their slugs: any of them",
        of_meeting=lambda meeting: [(meeting.id.rsplit("/", 1)[0], meeting.organ)],
    ),
    Facet(
        name="authority",
        label="Huvudman",
        option={"en": "Only this municipality.", "sv": "Bara den här kommunen eller det här förbundet."},
        description="Municipalities or federations, as their slugs: any of them",
        of_meeting=_authority,
    ),
    Facet(
        name="year",
        label="År",
        option={"en": "Only this year.", "sv": "Bara det här året."},
        description="Years: any of them",
        metavar="YEAR",
        of_meeting=lambda meeting: [(meeting.date[:4], meeting.date[:4])] if meeting.date else [],
        shown_whole=True,
        by_time=True,
        pattern="^[0-9]{4}$",
        refusal="question.no_year",
    ),
    Facet(
        name="kind",
        label="Typ av beslut",
        option={
            "en": "Only decisions of this kind: noted, assigned, ...",
            "sv": "Bara beslut av den här typen: noted, assigned, ...",
        },
        description="What a decision does: any of these",
        metavar="KIND",
        of_item=_kinds,
        shown_whole=True,
        choices=tuple(DecisionKind),
        refusal="question.unknown_kind",
        prefixes=("typ", "kind"),
        value_names={
            DecisionKind.ASSIGNED: ("uppdrag",),
            DecisionKind.APPROVED: ("bifall", "godkänt", "godkännande", "godkänd", "bifallet"),
            DecisionKind.REJECTED: ("avslag", "avslaget"),
            DecisionKind.DEFERRED: ("bordlagt", "bordläggning"),
            DecisionKind.REFERRED_BACK: ("återremiss", "återremitterat"),
            DecisionKind.ELECTED: ("val", "valt"),
            DecisionKind.NOTED: ("information", "noterat", "anteckning", "antecknat"),
            DecisionKind.ANSWERED: ("besvarat", "besvarad"),
            DecisionKind.PROPOSED: ("förslag", "föreslaget"),
            DecisionKind.DECIDED: ("beslut", "beslutat"),
        },
    ),
    Facet(
        name="party",
        label="Parti",
        option={
            "en": "Only items in which somebody of this party acts.",
            "sv": "Bara ärenden där någon av det här partiet agerar.",
        },
        description="Parties that move, vote or reserve themselves, as their slugs: any of them",
        of_item=_parties,
        prefixes=("parti", "party"),
    ),
    Facet(
        name="vote",
        label="Röster",
        option={"en": "Only items in which somebody voted so.", "sv": "Bara ärenden där någon röstade så."},
        description="How somebody voted: any of these",
        metavar="VOTE",
        of_item=_votes,
        shown_whole=True,
        choices=tuple(VoteOption),
        refusal="question.unknown_vote",
        prefixes=("röst", "rost", "vote"),
        value_names=VOTES,
    ),
    Facet(
        name="document",
        label="Handling",
        option={
            "en": "Only such documents: minutes, agenda, extract, other.",
            "sv": "Bara sådana handlingar: minutes, agenda, extract, other.",
        },
        description="What a document is: any of these. What stands beside the minutes of its meeting is found only so",
        metavar="DOCUMENT",
        of_meeting=_documents,
        shown_whole=True,
        choices=tuple(DocumentKind),
        refusal="question.unknown_document",
        shares="kind",
        value_names={
            DocumentKind.MINUTES: ("protokoll",),
            DocumentKind.AGENDA: ("kallelse", "kallelser", "föredragningslista", "dagordning"),
            DocumentKind.EXTRACT: ("utdrag", "protokollsutdrag"),
            DocumentKind.OTHER: ("annat", "handling"),
        },
        apart=APART,
    ),
    Facet(
        name="person",
        label="Närvarande",
        option={"en": "Only items with this person.", "sv": "Bara ärenden med den här personen."},
        description="Persons present, as their slugs: any of them",
        of_meeting=_present,
    ),
)
"""Every facet, in the order that the page shows them."""

KEPT_APART: Final = tuple((facet.name, facet.apart) for facet in FACETS if facet.apart)
"""The facets with items that are found only where they are asked for, each with the value of those."""
FACET_NAMED: Final = {facet.name: facet for facet in FACETS}
