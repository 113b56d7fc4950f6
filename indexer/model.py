"""The words everything else is written in: what minutes are made of, named as OParl and Popolo do.

Every class is an immutable struct that msgspec writes to and reads from JSON as it stands; `docs/json.md` describes
that JSON. A field that the minutes say nothing about is None, a list that has nothing is empty. Text is as printed:
OCR damage is never repaired here.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import msgspec

from indexer.messages import Message, Value

FORMAT_VERSION = 1


class Pages(msgspec.Struct, frozen=True, kw_only=True):
    """The text that a file holds, before anything is known about what it means.

    `text` is the whole file; page n (from 1) begins at `starts[n - 1]`. A file that has no pages is one page.
    """

    file: str
    sha256: str
    media_type: str
    text: str
    starts: tuple[int, ...] = (0,)
    ocr: bool = False

    def page_at(self, offset: int) -> int:
        """The number, from 1, of the page that `offset` in the text falls on."""
        return max(1, bisect_right(self.starts, offset))

    def bounds(self) -> Iterator[tuple[int, int]]:
        """Start and end of each page in the text."""
        ends = (*self.starts[1:], len(self.text))
        return iter(zip(self.starts, ends, strict=True))


class DecisionKind(StrEnum):
    """What a decision does (beslutets art), as a reader would sort it."""

    NOTED = "noted"
    ASSIGNED = "assigned"
    APPROVED = "approved"
    REJECTED = "rejected"
    DEFERRED = "deferred"
    REFERRED_BACK = "referred_back"
    ELECTED = "elected"
    ANSWERED = "answered"
    """A motion or a question that counts as answered (anses besvarad)."""
    PROPOSED = "proposed"
    """What the organ resolved to propose to the one above it (föreslår kommunfullmäktige)."""
    DECIDED = "decided"


class Outcome(StrEnum):
    """What came of a matter, or of what was asked in it (utfall), as a reader would say in one word."""

    APPROVED = "approved"
    PARTLY_APPROVED = "partly_approved"
    REJECTED = "rejected"
    ANSWERED = "answered"
    DEFERRED = "deferred"
    REFERRED_BACK = "referred_back"
    PROPOSED = "proposed"
    ELECTED = "elected"
    ASSIGNED = "assigned"
    DECIDED = "decided"
    NOTED = "noted"


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """One clause (att-sats) of what was decided, as printed, its white space joined."""

    id: str
    text: str
    kind: DecisionKind = DecisionKind.DECIDED
    assignee: str | None = None
    assignees: tuple[str, ...] = ()
    """Each of those who got the task, as printed; `assignee` is the group as it is printed."""
    due: str | None = None
    due_text: str | None = None
    """By when, as printed, also where it tells no day ("i samband med bokslutet")."""


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody moved (yrkande) or an office proposed (förslag till beslut): never a decision."""

    text: str
    proposers: tuple[str, ...] = ()


class StatementKind(StrEnum):
    """What somebody had written down beside a decision."""

    RESERVATION = "reservation"
    OPINION = "opinion"
    """An opinion of one's own (särskilt yttrande)."""
    NOTE = "note"
    ABSTENTION = "abstention"
    """That somebody takes no part in the decision."""


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """A reservation, an opinion of one's own, a note to the minutes, or that somebody took no part.

    `makers` are people or parties, as `proposers` are.
    """

    kind: StatementKind
    text: str
    makers: tuple[str, ...] = ()


class VoteOption(StrEnum):
    """What one can do in a ballot."""

    YES = "yes"
    NO = "no"
    ABSTAINED = "abstained"
    ABSENT = "absent"


class Voter(msgspec.Struct, frozen=True, kw_only=True):
    """One person's vote in a roll call (upprop), the name as printed."""

    name: str
    vote: VoteOption
    party: str | None = None


class Vote(msgspec.Struct, frozen=True, kw_only=True):
    """A ballot (votering): how many for each side, what each side stood for, and who voted how.

    A figure is None where the minutes neither print it nor list all who voted so. `yes_means` and `no_means` are what
    the voting order (voteringsproposition) says that Ja and Nej stand for, as printed.
    """

    text: str
    yes: int | None = None
    no: int | None = None
    abstained: int | None = None
    yes_means: str | None = None
    no_means: str | None = None
    voters: tuple[Voter, ...] = ()

    def sides(self) -> Iterator[tuple[VoteOption, int | None, str | None]]:
        """The ways to vote that the ballot knows of, each with how many took it and what it stood for."""
        told = (
            (VoteOption.YES, self.yes, self.yes_means),
            (VoteOption.NO, self.no, self.no_means),
            (VoteOption.ABSTAINED, self.abstained, None),
            (VoteOption.ABSENT, len(self.voting(VoteOption.ABSENT)) or None, None),
        )
        return (side for side in told if side[1] is not None or side[2])

    def voting(self, option: VoteOption) -> tuple[Voter, ...]:
        """Those of the roll call who voted one way."""
        return tuple(voter for voter in self.voters if voter.vote is option)


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A part of an item under a heading of its own, such as Sammanfattning, Beslut or Yrkanden.

    `kind` is the heading's meaning, the same whatever word the house style prints: summary, presenters, attachments,
    decision, proposal, ballot, reservation, note, recipients, disqualified, earlier or other. `start` and `end` are
    offsets into the source text, the heading not included.
    """

    kind: str
    heading: str
    start: int
    end: int


class AgendaItem(msgspec.Struct, frozen=True, kw_only=True):
    """A matter on the agenda (ärende, punkt, §) with what was decided in it.

    `number` is text as printed ("§ 12", "10.", ""); the order is the position in the list. `text` is the slice
    `source[start:end]` of the source text, its sub-items not included. `line` counts from 1 in the source text.
    """

    id: str
    position: str
    title: str
    text: str
    start: int
    end: int
    line: int
    number: str = ""
    time: str | None = None
    summary: str | None = None
    presenters: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    reference: str | None = None
    group: str | None = None
    decisions: tuple[Decision, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    votes: tuple[Vote, ...] = ()
    reservations: tuple[str, ...] = ()
    statements: tuple[Statement, ...] = ()
    recipients: tuple[str, ...] = ()
    disqualified: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    items: tuple[AgendaItem, ...] = ()
    page: int | None = None
    ocr_damaged: bool = False

    def section_text(self, section: Section) -> str:
        """The words of one of this item's sections, as printed."""
        return self.text[section.start - self.start : section.end - self.start]

    def walk(self) -> Iterator[AgendaItem]:
        """This item and all below it, in the order they are printed."""
        yield self
        for item in self.items:
            yield from item.walk()


class Matter(msgspec.Struct, frozen=True, kw_only=True):
    """A matter (ärende) over meetings and organs: its items by their ids, oldest first, and why they are one.

    `outcome` is what it last ended in. `reason` is "dnr" where all have one diary number, or else what they share: the
    place that one cites, the day that one is put off to, their title, or the rarest words of it.
    """

    id: str
    title: str
    items: tuple[str, ...]
    first: str
    last: str
    reason: str
    reference: str | None = None
    outcome: Outcome | None = None


class AttendanceStatus(StrEnum):
    """Whether somebody was at the meeting."""

    PRESENT = "present"
    EXCUSED = "excused"
    ABSENT = "absent"


class Attendance(msgspec.Struct, frozen=True, kw_only=True):
    """One person's presence (närvaro). `paragraphs` is the part of the meeting it is limited to, as printed."""

    name: str
    affiliation: str | None = None
    role: str | None = None
    party: str | None = None
    status: AttendanceStatus = AttendanceStatus.PRESENT
    remote: bool = False
    substitutes_for: str | None = None
    paragraphs: str | None = None


class Signature(msgspec.Struct, frozen=True, kw_only=True):
    """One signer (underskrift) of the minutes."""

    name: str
    organization: str | None = None
    title: str | None = None
    time: str | None = None


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """The bytes a meeting was read from: `file` is the path below the indexed folder."""

    file: str
    sha256: str
    media_type: str = "text/plain"
    pages: int = 1
    ocr_damaged: bool = False


class DocumentKind(StrEnum):
    """What a document is: minutes (protokoll), an agenda (kallelse), an extract (protokollsutdrag), or something else.

    Something else is read only on demand.
    """

    MINUTES = "minutes"
    AGENDA = "agenda"
    EXTRACT = "extract"
    OTHER = "other"

    @property
    def tells_what_was_done(self) -> bool:
        """Whether such a document says what a meeting decided, and does not only prepare it."""
        return self in (DocumentKind.MINUTES, DocumentKind.EXTRACT)


class UnplacedLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line, counted from 1, that the parser found no place for."""

    line: int
    text: str


class PageFurniture(msgspec.Struct, frozen=True, kw_only=True):
    """A page's head or foot that was taken out: as it stands first, and how many lines are the same but for digits."""

    text: str
    lines: int


class Certainty(msgspec.Struct, frozen=True, kw_only=True):
    """How sure the parts of a meeting were read, from 0 to 1: organ and day, items, their decisions, all its lines."""

    head: float = 1.0
    items: float = 1.0
    decisions: float = 1.0
    text: float = 1.0

    @property
    def least(self) -> float:
        """How sure the least sure part is."""
        return min(self.head, self.items, self.decisions, self.text)


def minutes_id(id: str) -> str:
    """The id of the minutes that an agenda or an extract with this id stands beside; the id of anything else itself."""
    return _BESIDE.sub("", id)


_BESIDE = re.compile(r"-(?:kallelse|utdrag-[0-9a-f]{8})$")


def organ_name(organization: str, authority: str | None) -> str:
    """What tells an organ from those of other municipalities: "Kommunstyrelsen, Göteborgs Stad"."""
    return ", ".join(filter(None, (organization, authority)))


class MeetingLine(msgspec.Struct, frozen=True, kw_only=True):
    """The meeting that something belongs to, as far as a citation needs it."""

    id: str
    organization: str
    number: str | None
    date: str
    authority: str | None = None
    document: DocumentKind = DocumentKind.MINUTES

    @property
    def organ(self) -> str:
        """The organ with the authority it is part of."""
        return organ_name(self.organization, self.authority)

    @property
    def is_held(self) -> bool:
        """Whether it tells what a meeting did; an agenda only calls to one."""
        return self.document.tells_what_was_done


class PrintedOrgan(msgspec.Struct, frozen=True, kw_only=True):
    """How minutes name their organ when nothing but they themselves is asked, and the id that gives the meeting."""

    id: str
    organization: str
    authority: str | None = None


class RegisteredPerson(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody whom the register calls otherwise than the minutes do: the name as printed, and that of the register."""

    printed: str
    name: str


class MeetingRemark(msgspec.Struct, frozen=True, kw_only=True):
    """Something about the minutes that a clerk should look at: a code of the messages, its arguments, in English."""

    code: str
    args: dict[str, Any]
    text: str

    @property
    def message(self) -> Message:
        """What is said, for other languages."""
        return Message(self.code, self.args)

    @property
    def is_doubt(self) -> bool:
        """Whether it speaks against what is shown: that the municipality is told by other files does not."""
        return self.code not in _TOLD_BY_OTHERS


_TOLD_BY_OTHERS = frozenset(
    f"minutes.{code}"
    for code in (
        "organ_from_register",
        "municipality_from_register",
        "municipality_from_folder",
        "municipality_from_neighbours",
    )
)


def meeting_remark(code: str, /, **args: Value) -> MeetingRemark:
    """A remark on a meeting."""
    return MeetingRemark(code=code, args=args, text=Message(code, args).text("en"))


class Meeting(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting (sammanträde, möte) as its minutes tell it; `organization` is the organ by its clean name.

    `date` is "" where neither the minutes nor the name of the file tell it. `outside` are the printed lines that are no
    part of an item (the front page, page heads, signatures, what is bound behind) and the headings of sections, each
    once. `printed` is how the minutes name the organ, where other files or the register made it another; `persons`
    are those whom the register calls otherwise. An agenda or an extract is `apart` where the minutes of its meeting are
    there too. `furniture` are the heads and feet of its pages, which are no part of any item.
    """

    id: str
    organization: str
    date: str
    source: Source
    format_version: int = FORMAT_VERSION
    authority: str | None = None
    number: str | None = None
    start: str | None = None
    end: str | None = None
    place: str | None = None
    contact: str | None = None
    document: DocumentKind = DocumentKind.MINUTES
    style: str | None = None
    paragraphs: str | None = None
    attendance: tuple[Attendance, ...] = ()
    items: tuple[AgendaItem, ...] = ()
    signatures: tuple[Signature, ...] = ()
    unplaced: tuple[UnplacedLine, ...] = ()
    remarks: tuple[MeetingRemark, ...] = ()
    outside: str = ""
    printed: PrintedOrgan | None = None
    persons: tuple[RegisteredPerson, ...] = ()
    apart: bool = False
    furniture: tuple[PageFurniture, ...] = ()
    certainty: Certainty = Certainty()

    def person(self, name: str) -> str:
        """The name of the person whom these minutes call so."""
        return next((person.name for person in self.persons if person.printed == name), name)

    @property
    def is_record(self) -> bool:
        """Whether what it tells counts as done by the meeting: an agenda only proposes, and what stands beside the
        minutes would count twice.
        """
        return self.document.tells_what_was_done and not self.apart

    @property
    def as_printed(self) -> PrintedOrgan:
        """How the minutes themselves name the organ."""
        told = PrintedOrgan(id=self.id, organization=self.organization, authority=self.authority)
        return self.printed or told

    @property
    def organ(self) -> str:
        """The organ with the authority it is part of."""
        return organ_name(self.organization, self.authority)

    def walk(self) -> Iterator[AgendaItem]:
        """Every agenda item, sub-items after the item they belong to."""
        for item in self.items:
            yield from item.walk()


def meeting_line(meeting: Meeting) -> MeetingLine:
    """What a citation needs of a meeting."""
    return MeetingLine(
        id=meeting.id,
        organization=meeting.organization,
        authority=meeting.authority,
        number=meeting.number,
        date=meeting.date,
        document=meeting.document,
    )


def digest(meeting: Meeting) -> str:
    """Sixteen hexadecimal digits that tell one reading of a meeting from any other."""
    return hashlib.sha256(msgspec.json.encode(meeting)).hexdigest()[:16]
