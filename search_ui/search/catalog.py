"""Catalog: what is looked up by its id or listed: items, meetings, persons, their files, and the status.

An item is read from the index, which says what is published; everything else from the archive, as it was when the
index's current generation was made.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from indexer import privacy
from indexer.errors import DamagedArchive, NoSuchThing
from indexer.index import index_of
from indexer.index.documents import StoredItem
from indexer.index.facets import DOCUMENTS
from indexer.index.port import Index
from indexer.index.query import All
from indexer.messages import Message
from indexer.model import AgendaItem, Attendance, DocumentKind, Meeting, digest, minutes_id
from indexer.record.bodies import MissingParagraphs, gaps, paragraph, paragraphs
from indexer.record.people import mentions
from indexer.settings import Settings
from indexer.storage.archive import Archive
from indexer.swedish.persons import Mention, identities, person_slug
from search_ui.search.conditions import PassingConditions

if TYPE_CHECKING:
    from search_ui.search.originals import Original


class ItemPage(msgspec.Struct, frozen=True, kw_only=True):
    """An item with what surrounds it: its meeting, and the items printed before and after it."""

    stored_item: StoredItem
    meeting: Meeting
    previous: AgendaItem | None
    next: AgendaItem | None


class MeetingSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting in a list of meetings; `document` is what of it is there, in Swedish, and `is_held` whether that tells
    what the meeting did: an agenda (Kallelse) only calls to it.
    """

    id: str
    document: str
    organization: str
    slug: str
    number: str | None
    date: str
    items: int
    is_held: bool = True


class PersonAttendance(msgspec.Struct, frozen=True, kw_only=True):
    """One person at, or missing from, one meeting."""

    meeting: MeetingSummary
    attendance: Attendance


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """One person, or everybody the minutes call by this name; `presences` and `meetings` come newest first.

    `slug` is the name's. Where a name stands with several parties there is a person for each of them besides, the party
    behind the slug and in the name. `meetings` are all that list them or in which they did something.
    """

    slug: str
    name: str
    presences: tuple[PersonAttendance, ...]
    meetings: tuple[MeetingSummary, ...] = ()
    parties: tuple[str, ...] = ()
    """As printed, the one that stands most often first."""
    namesakes: tuple[str, ...] = ()
    """The slugs of the people of different parties that the name is of."""
    name_slug: str = ""
    """The slug of the name alone."""


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """An organ: its meetings, newest first, and the paragraphs that no minutes have, newest first."""

    slug: str
    name: str
    meetings: tuple[MeetingSummary, ...]
    gaps: tuple[MissingParagraphs, ...]


class IndexStatus(msgspec.Struct, frozen=True, kw_only=True):
    """What is indexed, since when, and what could not be: the names of files, and in Swedish why."""

    generation: str
    made: str
    meetings: int
    items: int
    unplaced_lines: int
    failed: tuple[tuple[str, str], ...]


class _Meeting(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of a meeting of the archive, and the digest of what it was read from."""

    digest: str
    line: MeetingSummary
    item_ids: tuple[str, ...]
    attendance: tuple[Attendance, ...]
    mentions: tuple[Mention, ...]
    registered: dict[str, str]
    damaged: bool
    is_listed: bool
    pdf_pages: int
    paragraphs: tuple[int, ...]
    permalinks: dict[str, str]
    doubts: tuple[Message, ...]
    certainty: float


class _Archived(msgspec.Struct, frozen=True, kw_only=True):
    """The archive as of one generation of the index: its meetings by id, and listed newest first."""

    generation: str
    archive: Archive
    meetings: dict[str, _Meeting]
    lines: tuple[MeetingSummary, ...]
    organs: tuple[str, ...]


class Catalog:
    """The minutes in the folders that the settings name."""

    def __init__(self, settings: Settings, index: Index | None = None) -> None:
        self.settings = settings
        self.index = index or index_of(
            settings,
            truth=lambda: Archive(settings.archive).truth(),
            withholds=lambda ids: Archive(settings.archive).withholds(ids),
        )
        self.conditions = PassingConditions()
        self._archived: _Archived | None = None
        self._listing = threading.Lock()
        self._persons: tuple[str, dict[str, Person]] | None = None

    def stored_item(self, id: str) -> StoredItem:
        """What the index keeps of the item with this id; NoSuchThing when there is none."""
        stored_item = self.index.stored_item(id)
        if stored_item is None:
            raise NoSuchThing(id)
        return stored_item

    def item(self, id: str) -> ItemPage:
        """The item with this id; NoSuchThing when there is none.

        All of it is of one reading of its meeting, that of the generation that is read wherever the archive still has
        it.
        """
        stored_item = self.stored_item(id)
        meeting = self.meeting(stored_item.meeting)
        items = list(meeting.walk())
        at = next((n for n, item in enumerate(items) if item.id == id), None)
        if at is None:
            raise NoSuchThing(id)
        return ItemPage(
            stored_item=msgspec.structs.replace(stored_item, item=msgspec.structs.replace(items[at], items=())),
            meeting=meeting,
            previous=items[at - 1] if at else None,
            next=items[at + 1] if at + 1 < len(items) else None,
        )

    def meeting(self, id: str) -> Meeting:
        """The meeting with this id; NoSuchThing when there is none, DamagedArchive when it is not as it was written."""
        meeting = self.archive().meeting(id)
        if digest(meeting) != self.index.digests().get(id):
            self.conditions.note_change()
        return privacy.masked_in(meeting)

    def neighbours(self, of: Meeting) -> tuple[MeetingSummary | None, MeetingSummary | None]:
        """The same organ's meeting before this one, and the one after; None where there is none."""
        slug = of.id.rsplit("/", 1)[0]
        lines = [line for line in self.held() if line.slug == slug and minutes_id(line.id) != minutes_id(of.id)]
        before = next((line for line in lines if (line.date, line.id) < (of.date, of.id)), None)
        after = next((line for line in reversed(lines) if (line.date, line.id) > (of.date, of.id)), None)
        return before, after

    def meetings(self) -> tuple[MeetingSummary, ...]:
        """Every meeting, newest first, and those that an agenda only calls to."""
        return self._now().lines

    def held(self) -> tuple[MeetingSummary, ...]:
        """Every meeting of which something tells what it did, newest first."""
        return tuple(line for line in self._now().lines if line.is_held)

    def documents_beside(self, of: Meeting) -> tuple[MeetingSummary, ...]:
        """The other documents of a meeting: its minutes, its agenda, extracts of its minutes."""
        known = self._now().meetings
        return tuple(
            one.line for id, one in sorted(known.items()) if id != of.id and minutes_id(id) == minutes_id(of.id)
        )

    def organs(self) -> tuple[str, ...]:
        """The organs that have meetings, by name."""
        return self._now().organs

    def item_ids(self, meeting: str) -> tuple[str, ...]:
        """The ids of a meeting's items, in printed order; nothing is read for them."""
        known = self._now().meetings.get(meeting)
        return known.item_ids if known else ()

    def permalink(self, id: str) -> str:
        """The id of an item that stands a better reading: by its paragraph, `org/date/p112`, where it alone has it.

        A position moves when a heading is found that was not before; a printed number does not.
        """
        known = self._now().meetings.get(id.rpartition("/")[0])
        return known.permalinks.get(id, id) if known else id

    def resolved(self, id: str) -> str:
        """The id that an item has now, where a permalink is given; else the same."""
        meeting, _, last = id.rpartition("/")
        known = self._now().meetings.get(meeting) if last.startswith("p") else None
        return next((item for item, link in known.permalinks.items() if link == id), id) if known else id

    def moved(self, id: str) -> str | None:
        """Where a meeting is now whose organ has another id since it is known whose it is; None for any other.

        Knowing the municipality puts it before the organ: *kommunstyrelsen* is *granby-kommun-kommunstyrelsen*. The
        only meeting of that day whose organ's id differs in this alone is it; nothing that was withdrawn leads on.
        """
        organ, _, day = id.rpartition("/")
        if not organ or self.archive().is_withdrawn(id):
            return None
        found = [one for one in self._now().meetings if one.endswith(f"-{organ}/{day}") or _is_shorter(one, organ, day)]
        return found[0] if len(found) == 1 else None

    def pdf_pages(self, meeting: str) -> int:
        """How many pages may be seen of the PDF that a meeting was read from.

        None (0) of anything else, nor of an original that holds more than is shown, since something was withdrawn.
        """
        known = self._now().meetings.get(meeting)
        if known and known.pdf_pages:
            with suppress(NoSuchThing):
                self.archive().file_of(meeting)
                return known.pdf_pages
        return 0

    def persons(self) -> tuple[Person, ...]:
        """Everybody that the minutes list or tell of, namesakes of different parties each by themselves."""
        return tuple(person for person in self._people().values() if not person.namesakes)

    def identity(self, meeting: str, mention: Mention) -> str:
        """The slug of the person whom a meeting's minutes call so, with a party or not."""
        known = self._now().meetings.get(meeting)
        name = person_slug(known.registered.get(mention[0], mention[0]) if known else mention[0])
        everybody = self._people().get(name)
        of_party = f"{name}-{person_slug(mention[1] or '')}"
        return of_party if everybody and of_party in everybody.namesakes else name

    def body(self, slug: str) -> Body:
        """The organ with this slug; NoSuchThing when none has met."""
        now = self._now()
        lines = tuple(line for line in now.lines if line.slug == slug)
        if not lines:
            raise NoSuchThing(slug)
        missing = tuple(gap for gap in self.paragraph_gaps() if gap.after.rpartition("/")[0] == slug)
        return Body(slug=slug, name=lines[0].organization, meetings=lines, gaps=missing)

    def person(self, slug: str) -> Person:
        """The person whose name has this slug; NoSuchThing when there is none."""
        person = self._people().get(slug)
        if person is None:
            raise NoSuchThing(slug)
        return person

    def original(self, id: str) -> Original:
        """The file that a meeting was read from; NoSuchThing when it is gone, or is not what was read."""
        from search_ui.search.originals import Original, recorded_bytes

        media_type = self.meeting(id).source.media_type
        archive = self.archive()
        path = archive.file_of(id)
        return Original(name=path.name, media_type=media_type, data=recorded_bytes(path, archive.files[str(path)]))

    def paragraph_gaps(self) -> tuple[MissingParagraphs, ...]:
        """The paragraphs that are missing from the minutes of each organ, newest first."""
        now = self._now()
        by_organ: dict[str, list[tuple[str, str, tuple[int, ...]]]] = {}
        for line in self.held():
            by_organ.setdefault(line.slug, []).append((line.id, line.date, now.meetings[line.id].paragraphs))
        found = [gap for meetings in by_organ.values() for gap in gaps(meetings)]
        return tuple(sorted(found, key=lambda gap: (gap.after.rpartition("/")[2], gap.first), reverse=True))

    def meeting_line(self, id: str) -> MeetingSummary | None:
        """A meeting as it stands in lists; None when there is none."""
        known = self._now().meetings.get(id)
        return known.line if known else None

    def doubtful(self) -> Iterator[tuple[MeetingSummary, tuple[Message, ...]]]:
        """The meetings of which something should be checked in the original, with what; the least sure first."""
        now = self._now()
        for line in sorted(now.lines, key=lambda line: now.meetings[line.id].certainty):
            if doubts := now.meetings[line.id].doubts:
                yield line, doubts

    def status(self) -> IndexStatus:
        """What is indexed, since when, and what could not be."""
        archive = self.archive()
        return IndexStatus(
            generation=self.index.generation,
            made=self.index.made,
            meetings=len(self.index.digests()),
            items=sum(record.items for record in archive.files.values()),
            unplaced_lines=sum(record.unplaced for record in archive.files.values()),
            failed=tuple((record.name, record.problem("sv")) for record in archive.files.values() if record.error),
        )

    def archive(self) -> Archive:
        """The archive as it was when the current generation was made."""
        return self._now().archive

    def _now(self) -> _Archived:
        """What the archive holds as of the current generation."""
        generation, before = self.index.generation, self._archived
        if before is None or before.generation != generation:
            with self._listing:
                before = self._archived
                if before is None or before.generation != generation:
                    self._archived = before = self._listed(generation, before)
        return before

    def _listed(self, generation: str, before: _Archived | None) -> _Archived:
        """Every meeting of the archive, its organ spelled as the facets do; only what is new since before is read."""
        archive = Archive(self.settings.archive).as_published(self.index.digests())
        spelled = {value: label for value, label, _ in self.index.search(All(), limit=0).facets["organization"]}
        digests, known = archive.digests(), before.meetings if before else {}
        listed = {id: one for id, one in known.items() if digests.get(id) == one.digest}
        for id in sorted(digests.keys() - listed.keys()):
            with suppress(DamagedArchive):  # it is in no list; the others are
                listed[id] = _meeting(archive.meeting(id), digests[id])
        lines = (
            msgspec.structs.replace(one.line, organization=spelled.get(one.line.slug, one.line.organization))
            for one in listed.values()
            if one.is_listed
        )
        newest_first = sorted(lines, key=lambda line: (line.date, line.id), reverse=True)
        organs = tuple(sorted({line.organization for line in newest_first}))
        return _Archived(
            generation=generation, archive=archive, meetings=listed, lines=tuple(newest_first), organs=organs
        )

    def _people(self) -> dict[str, Person]:
        """The persons by their slugs, as of the current generation."""
        now, known = self._now(), self._persons
        if known is None or known[0] != now.generation:
            with self._listing:
                known = self._persons
                if known is None or known[0] != now.generation:
                    self._persons = known = (now.generation, _everybody(now))
        return known[1]


def _everybody(archived: _Archived) -> dict[str, Person]:
    """Everybody whom the meetings of an archive list or tell of, by the slugs of their names, namesakes besides."""
    found: dict[str, list[_Mentioned]] = {}
    for line in archived.lines:
        if not line.is_held:
            continue
        meeting = archived.meetings[line.id]
        listed = {(someone.name, someone.party): someone for someone in meeting.attendance}
        for mention in dict.fromkeys((*listed, *meeting.mentions)):
            one = _Mentioned(meeting=line, mention=mention, attendance=listed.get(mention), damaged=meeting.damaged)
            found.setdefault(person_slug(mention[0]), []).append(one)
    people: dict[str, Person] = {}
    for slug, mentioned in found.items():
        if slug:
            ids = identities(one.mention for one in mentioned)
            apart: dict[str, list[_Mentioned]] = {}
            for each in mentioned:
                apart.setdefault(ids[each.mention], []).append(each)
            namesakes = tuple(id for id in apart if id != slug)
            people[slug] = _person(slug, slug, mentioned, namesakes=namesakes)
            for id in namesakes:
                alone = _person(id, slug, apart[id])
                people[id] = msgspec.structs.replace(alone, name=f"{people[slug].name} ({alone.parties[0]})")
    return people


class _Mentioned(msgspec.Struct, frozen=True, kw_only=True):
    """A name with its party in the minutes of a meeting, and whether they list it."""

    meeting: MeetingSummary
    mention: Mention
    attendance: Attendance | None
    damaged: bool


def _person(slug: str, name_slug: str, mentioned: Sequence[_Mentioned], *, namesakes: tuple[str, ...] = ()) -> Person:
    """The person of some mentions, newest first; the name as the oldest minutes print it that no scan damaged."""
    name = next((one.mention[0] for one in reversed(mentioned) if not one.damaged), mentioned[0].mention[0])
    parties = Counter(one.mention[1] for one in mentioned if one.mention[1])
    listed = (PersonAttendance(meeting=one.meeting, attendance=one.attendance) for one in mentioned if one.attendance)
    return Person(
        slug=slug,
        name=name,
        presences=tuple(listed),
        meetings=tuple({one.meeting.id: one.meeting for one in mentioned}.values()),
        parties=tuple(party for party, _ in parties.most_common()),
        namesakes=namesakes,
        name_slug=name_slug,
    )


def _meeting(meeting: Meeting, digest: str) -> _Meeting:
    """What is kept of a meeting."""
    ids = tuple(item.id for item in meeting.walk())
    line = MeetingSummary(
        id=meeting.id,
        organization=meeting.organ,
        document=DOCUMENTS[meeting.document],
        slug=meeting.id.rsplit("/", 1)[0],
        number=meeting.number,
        date=meeting.date,
        items=len(ids),
        is_held=meeting.document.tells_what_was_done,
    )
    masked = privacy.masked_in(msgspec.structs.replace(meeting, items=tuple(map(_acting, meeting.items))))
    people = tuple(msgspec.structs.replace(someone, name=masked.person(someone.name)) for someone in masked.attendance)
    source = meeting.source
    told = ((masked.person(name), party) for name, party in mentions(masked))
    return _Meeting(
        digest=digest,
        line=line,
        item_ids=ids,
        attendance=people,
        mentions=tuple(told),
        registered={person.printed: person.name for person in meeting.persons},
        damaged=source.ocr_damaged,
        is_listed=not meeting.apart and meeting.document is not DocumentKind.OTHER,
        pdf_pages=source.pages if source.media_type == "application/pdf" else 0,
        paragraphs=paragraphs(meeting),
        permalinks=_permalinks(meeting),
        doubts=tuple(remark.message for remark in meeting.remarks if remark.is_doubt),
        certainty=meeting.certainty.least,
    )


def _acting(item: AgendaItem) -> AgendaItem:
    """An item with nothing but what tells who did something in it: the rest is long to mask."""
    return AgendaItem(
        id=item.id,
        position=item.position,
        title=item.title,
        text="",
        start=0,
        end=0,
        line=item.line,
        presenters=item.presenters,
        decisions=tuple(one for one in item.decisions if one.assignees),
        proposals=item.proposals,
        votes=tuple(msgspec.structs.replace(vote, text="") for vote in item.votes),
        statements=item.statements,
        disqualified=item.disqualified,
        items=tuple(map(_acting, item.items)),
    )


def _permalinks(meeting: Meeting) -> dict[str, str]:
    """For each item whose paragraph no other has, its id by that."""
    numbers = {item.id: paragraph(item.number) for item in meeting.items}
    times = Counter(numbers.values())
    return {
        id: f"{meeting.id}/p{number}" for id, number in numbers.items() if number is not None and times[number] == 1
    }


def _is_shorter(id: str, organ: str, day: str) -> bool:
    """Whether an id is of the same day and of an organ whose id is the end of this one's."""
    other, _, on = id.rpartition("/")
    return on == day and organ.endswith(f"-{other}")
