"""Browsing: what is looked up by its id or listed: items, meetings, persons, their files, and the status.

An item is read from the index, which says what is published; everything else from the archive, as it was when the
index's current generation was made.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from indexer import personnummer
from indexer.archive import Archive
from indexer.errors import NoSuchThing
from indexer.index.fields import Entry
from indexer.index.port import Index
from indexer.index.query import All
from indexer.model import AgendaItem, Attendance, Meeting
from indexer.settings import Settings
from indexer.swedish.letters import slug as slugged


class ItemPage(msgspec.Struct, frozen=True, kw_only=True):
    """An item with what surrounds it: its meeting, and the items printed before and after it."""

    entry: Entry
    meeting: Meeting
    previous: AgendaItem | None
    next: AgendaItem | None


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting in a list of meetings."""

    id: str
    organization: str
    slug: str
    number: str | None
    date: str
    items: int


class Presence(msgspec.Struct, frozen=True, kw_only=True):
    """One person at, or missing from, one meeting."""

    meeting: Listed
    attendance: Attendance


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Everybody the minutes call by this name: `slug` is the name's, and `presences` come newest first."""

    slug: str
    name: str
    presences: tuple[Presence, ...]


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """What is indexed, since when, and what could not be."""

    generation: str
    made: str
    meetings: int
    items: int
    unplaced_lines: int
    failed: tuple[tuple[str, str], ...]


class Minutes:
    """The minutes in the folders that the settings name."""

    def __init__(self, settings: Settings, index: Index | None = None) -> None:
        self.settings = settings
        self.index = index or open_index(settings)
        self._archived: tuple[str, Archive, tuple[Listed, ...]] | None = None
        self._item_ids: dict[str, tuple[str, ...]] = {}
        self._persons: tuple[str, dict[str, Person]] | None = None

    def entry(self, id: str) -> Entry:
        """What the index keeps of the item with this id; NoSuchThing when there is none."""
        entry = self.index.entry(id)
        if entry is None:
            raise NoSuchThing(id)
        return entry

    def item(self, id: str) -> ItemPage:
        """The item with this id; NoSuchThing when there is none."""
        entry = self.entry(id)
        meeting = self.meeting(entry.meeting)
        items = list(meeting.walk())
        at = next((n for n, item in enumerate(items) if item.id == id), None)
        if at is None:
            raise NoSuchThing(id)
        return ItemPage(
            entry=entry,
            meeting=meeting,
            previous=items[at - 1] if at else None,
            next=items[at + 1] if at + 1 < len(items) else None,
        )

    def meeting(self, id: str) -> Meeting:
        """The meeting with this id; NoSuchThing when there is none."""
        return personnummer.masked_in(self._archive().meeting(id))

    def meetings(self) -> tuple[Listed, ...]:
        """Every meeting, newest first."""
        self._archive()
        assert self._archived
        return self._archived[2]

    def item_ids(self, meeting: str) -> tuple[str, ...]:
        """The ids of a meeting's items, in printed order; nothing is read for them."""
        self._archive()
        return self._item_ids.get(meeting, ())

    def persons(self) -> tuple[Person, ...]:
        """Everybody that the minutes list as present or not."""
        return tuple(self._people().values())

    def person(self, slug: str) -> Person:
        """The person whose name has this slug; NoSuchThing when there is none."""
        person = self._people().get(slug)
        if person is None:
            raise NoSuchThing(slug)
        return person

    def original(self, id: str) -> Path:
        """The file that a meeting was read from; NoSuchThing when it is gone."""
        path = self._archive().file_of(id)
        if not path.is_file():
            raise NoSuchThing(id)
        return path

    def status(self) -> Status:
        """What is indexed, since when, and what could not be."""
        archive = self._archive()
        return Status(
            generation=self.index.generation,
            made=self.index.made,
            meetings=len(self.index.digests()),
            items=sum(record.items for record in archive.files.values()),
            unplaced_lines=sum(record.unplaced for record in archive.files.values()),
            failed=tuple((record.name, record.error) for record in archive.files.values() if record.error),
        )

    def _archive(self) -> Archive:
        """The archive as it was when the current generation was made."""
        generation = self.index.generation
        if self._archived is None or self._archived[0] != generation:
            archive = Archive(self.settings.archive)
            self._archived = (generation, archive, tuple(self._listed(archive)))
        return self._archived[1]

    def _people(self) -> dict[str, Person]:
        """The persons by their slugs, as of the current generation."""
        listed = {line.id: line for line in self.meetings()}
        generation = self.index.generation
        if self._persons is None or self._persons[0] != generation:
            names: dict[str, str] = {}
            found: dict[str, list[Presence]] = {}
            for line in listed.values():
                meeting = self.meeting(line.id)
                for someone in meeting.attendance:
                    slug = slugged(someone.name)
                    found.setdefault(slug, []).append(Presence(meeting=line, attendance=someone))
                    if slug not in names or not meeting.source.ocr_damaged:
                        names[slug] = someone.name
            people = {
                slug: Person(slug=slug, name=names[slug], presences=tuple(presences))
                for slug, presences in found.items()
                if slug
            }
            self._persons = (generation, people)
        return self._persons[1]

    def _listed(self, archive: Archive) -> Iterator[Listed]:
        """Every meeting of the archive, newest first, its organ spelled as the facets do."""
        spelled = {value: label for value, label, _ in self.index.search(All(), limit=0).facets["organization"]}
        for meeting in sorted(archive.meetings(), key=lambda meeting: (meeting.date, meeting.id), reverse=True):
            slug = meeting.id.rsplit("/", 1)[0]
            self._item_ids[meeting.id] = tuple(item.id for item in meeting.walk())
            yield Listed(
                id=meeting.id,
                organization=spelled.get(slug, meeting.organization),
                slug=slug,
                number=meeting.number,
                date=meeting.date,
                items=len(self._item_ids[meeting.id]),
            )


def open_index(settings: Settings) -> Index:
    """The index that the settings name."""
    from indexer.index.whoosh_index import WhooshIndex

    return WhooshIndex(settings.index, truth=lambda: Archive(settings.archive).meetings())
