"""Search: the one search that the page, the command and the JSON share. A question and an index become an Answer.

    what was typed --query.read--> tree and remarks --index.search--> items --excerpts--> Answer

What a query also means, and what is near it when it finds too little, is `widening`, and the answer says so. When
nothing is found, the answer says which word or filter stands in the way, and what may have been meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

import msgspec

from indexer import personnummer
from indexer.archive import Archive
from indexer.errors import BadQuestion, NoSuchThing
from indexer.index.fields import Entry, body
from indexer.index.port import Found, Index, Ranked, Suggestion
from indexer.index.query import All, And, Dates, Filter, Or, Query, Word
from indexer.model import AgendaItem, Attendance, Meeting
from indexer.settings import Settings
from indexer.swedish import Level
from indexer.swedish.letters import slug as slugged
from search_ui.answer import Answer, Excerpt, FacetValue, Hit, MeetingLine, Question, Remark
from search_ui.excerpts import Mark, excerpt, marks, whole
from search_ui.query import printed, read, read_date, showable
from search_ui.widening import ENOUGH, meant, near

FILTERS = ("organization", "authority", "year", "kind", "person")
"""The facets, each a field of the Question."""
EXCERPTS = 2
"""The most passages shown of a hit."""


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


class Sought(msgspec.Struct, frozen=True, kw_only=True):
    """A query as it is sought: `whole` asks for all of it, `tree` also for what is near where that finds too little."""

    whole: Query
    tree: Query
    synonyms: tuple[str, ...]

    @property
    def widened(self) -> bool:
        """Whether what is near is sought too."""
        return self.tree is not self.whole


class Search:
    """Answers questions about the minutes in the folders that the settings name."""

    def __init__(self, settings: Settings, index: Index | None = None, today: Callable[[], date] = date.today) -> None:
        self.settings = settings
        self.index = index or open_index(settings)
        self.today = today
        self._archived: tuple[str, Archive, tuple[Listed, ...]] | None = None
        self._persons: tuple[str, dict[str, Person]] | None = None

    # Questions

    def answer(self, question: Question) -> Answer:
        """The answer to a question: one page of hits, the exact total, the facets of them all, and what to say of it.

        Raises BadQuestion for dates that cannot be read, and when the question is strict for whatever else is wrong.
        """
        question = msgspec.structs.replace(question, query=showable(question.query))
        reading = read(question.query, today=self.today(), strict=question.strict)
        filters = self._filters(question)
        sought = self._sought(reading.query)
        found = self._find(_narrowed(sought.tree, filters), question)
        complete = self.index.count(_narrowed(sought.whole, filters)) if sought.widened else found.total
        remarks = list(reading.remarks)
        if found.total > complete:
            remarks.append(Remark(start=0, end=len(question.query), text=_nearly(complete)))
        if sought.synonyms:
            remarks.append(Remark(start=0, end=len(question.query), text=f"Sökte även: {', '.join(sought.synonyms)}."))
        for part in found.cut:
            text = f"{part} står för fler ord än som kan sökas på en gång: de vanligaste söktes."
            remarks.append(Remark(start=0, end=0, text=text))
        return Answer(
            query=question.query,
            interpreted=reading.interpreted,
            remarks=tuple(remarks),
            total=found.total,
            offset=question.offset,
            limit=question.limit,
            hits=tuple(_hit(ranked, found.keys) for ranked in found.hits),
            facets=self._facets(sought.tree, filters, found),
            did_you_mean=None if found.total else self._did_you_mean(question, reading.words, filters),
            without=() if found.total else tuple(self._without(reading.query, filters)),
            generation=found.generation,
            complete=complete,
        )

    def listing(self, question: Question, output: str) -> tuple[str, ...]:
        """The meetings' ids or the files that have an answer, each once, in the order of their best hit."""
        reading = read(question.query, today=self.today(), strict=question.strict)
        tree = _narrowed(self._sought(reading.query).tree, self._filters(question))
        found = self.index.search(tree, order=question.sort, limit=self.index.count(tree))
        listed = (hit.entry.meeting if output == "meetings" else hit.entry.file for hit in found.hits)
        return tuple(dict.fromkeys(listed))[question.offset : question.offset + question.limit]

    def _sought(self, query: Query) -> Sought:
        """What is sought for a query: what it means, and, when few items in all have that, what is near it too.

        Filters have no say in it, so that choosing one never brings more items than its facet counts.
        """
        whole, synonyms = meant(query)
        wider = near(query) if self.index.count(whole) < ENOUGH else None
        return Sought(whole=whole, tree=wider or whole, synonyms=synonyms)

    def _find(self, tree: Query, question: Question) -> Found:
        """One page of what a tree finds."""
        return self.index.search(tree, order=question.sort, offset=question.offset, limit=question.limit)

    def _facets(
        self, query: Query, filters: tuple[Filter | Dates, ...], found: Found
    ) -> dict[str, tuple[FacetValue, ...]]:
        """The facets. A filter does not hide the other values of its own facet: each count is what there would be with
        that value chosen in its place.
        """
        facets = dict(found.facets)
        for chosen in filters:
            if isinstance(chosen, Filter):
                others = tuple(other for other in filters if other is not chosen)
                facets[chosen.name] = self.index.search(_narrowed(query, others), limit=0).facets[chosen.name]
        return {
            name: tuple(FacetValue(value=value, label=label, count=count) for value, label, count in values)
            for name, values in facets.items()
        }

    def _filters(self, question: Question) -> tuple[Filter | Dates, ...]:
        """What was chosen beside the text."""
        chosen: list[Filter | Dates] = [
            Filter(name, getattr(question, name)) for name in FILTERS if getattr(question, name)
        ]
        since, until = self._date(question, "since")[0], self._date(question, "until")[1]
        if since or until:
            chosen.append(Dates(since, until))
        return tuple(chosen)

    def _date(self, question: Question, name: str) -> tuple[str | None, str | None]:
        """The first and the last day that one of the question's dates stands for; BadQuestion names the date."""
        typed = getattr(question, name)
        try:
            return read_date(typed, today=self.today()) if typed else (None, None)
        except BadQuestion as error:
            raise BadQuestion(name, error.reason) from None

    def _did_you_mean(
        self, question: Question, words: tuple[str, ...], filters: tuple[Filter | Dates, ...]
    ) -> str | None:
        """The question with the words that find nothing put right, if that finds something."""
        better = question.query
        for word in words:
            if not self.index.count(Word(word)):
                similar = self.index.similar_words(word.lower(), 1)
                if similar:
                    better = better.replace(word, similar[0].text)
        if better == question.query:
            return None
        tree = _narrowed(read(better, today=self.today()).query, filters)
        return better if self.index.count(tree) else None

    def _without(self, query: Query, filters: tuple[Filter | Dates, ...]) -> Iterator[FacetValue]:
        """For each word and each filter, how many items there are without it; those that help, most first."""
        words = query.parts if isinstance(query, And) else ()
        helped = []
        for part in words:
            rest = tuple(other for other in words if other is not part)
            helped.append(("word", printed(part), self.index.count(_narrowed(And(rest), filters))))
        for chosen in filters:
            rest_of = tuple(other for other in filters if other is not chosen)
            name = "date" if isinstance(chosen, Dates) else chosen.name
            helped.append((name, str(chosen), self.index.count(_narrowed(query, rest_of))))
        for name, label, count in sorted(helped, key=lambda those: -those[2]):
            if count:
                yield FacetValue(value=name, label=label, count=count)

    def suggest(self, prefix: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Words of the minutes that begin so, most used first."""
        return self.index.suggest(prefix, limit) if prefix.strip() else ()

    def similar(self, id: str, limit: int = 5) -> tuple[Hit, ...]:
        """Other items about the same: those that share the rarest words of the item's title."""
        entry = self._entry(id)
        words = tuple(Word(mark) for mark in dict.fromkeys(entry.item.title.split()) if len(mark) > 3)
        if not words:
            return ()
        found = self.index.search(Or(words), limit=limit + 1)
        return tuple(_hit(ranked, found.keys) for ranked in found.hits if ranked.entry.item.id != id)[:limit]

    # Things with an id

    def item(self, id: str) -> ItemPage:
        """The item with this id; NoSuchThing when there is none."""
        entry = self._entry(id)
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

    def marks(self, text: str, query: str, *, damaged: bool = False) -> tuple[Mark, ...]:
        """The words of a text that answer a query."""
        tree = read(query, today=self.today()).query
        return marks(text, self.index.search(tree, limit=0).keys, damaged=damaged)

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

    def _entry(self, id: str) -> Entry:
        """What the index keeps of an item."""
        entry = self.index.entry(id)
        if entry is None:
            raise NoSuchThing(id)
        return entry

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
            yield Listed(
                id=meeting.id,
                organization=spelled.get(slug, meeting.organization),
                slug=slug,
                number=meeting.number,
                date=meeting.date,
                items=sum(1 for _ in meeting.walk()),
            )


def open_index(settings: Settings) -> Index:
    """The index that the settings name."""
    from indexer.index.whoosh_index import WhooshIndex

    return WhooshIndex(settings.index, truth=lambda: Archive(settings.archive).meetings())


def _narrowed(query: Query, filters: tuple[Filter | Dates, ...]) -> Query:
    """The query, limited to what the filters let through."""
    return And((query, *filters)) if filters else query


def _nearly(complete: int) -> str:
    """What is said when items follow that have not all that was asked for."""
    rest = "ärenden med närliggande ord, eller med bara en del av det du sökte"
    if not complete:
        return f"Inget ärende har allt du sökte. Visar {rest}."
    first = "Ett ärende" if complete == 1 else f"{complete} ärenden"
    return f"{first} har allt du sökte och står först. Sedan följer {rest}."


def _hit(ranked: Ranked, keys: Mapping[str, str]) -> Hit:
    """A found item as it is shown."""
    entry, item = ranked.entry, ranked.entry.item
    damaged = item.ocr_damaged
    texts = {
        "title": item.title,
        "decision": "\n".join(decision.text for decision in item.decisions),
        "text": body(item),
        "presenters": "\n".join(item.presenters),
        "attachments": "\n".join(item.attachments),
    }
    found = {field: marks(text, keys, damaged=damaged) for field, text in texts.items()}
    return Hit(
        id=item.id,
        meeting=MeetingLine(id=entry.meeting, organization=entry.organization, number=entry.number, date=entry.date),
        number=item.number,
        title=item.title,
        title_marks=whole("title", item.title, found["title"]).marks,
        excerpts=tuple(_excerpts(texts, found)),
        decisions=item.decisions,
        reference=item.reference,
        page=item.page,
        file=entry.file,
        ocr_damaged=damaged,
        url=f"/arende/{item.id}",
        score=ranked.score,
        levels=tuple(_levels(found, keys)),
    )


def _excerpts(texts: Mapping[str, str], found: Mapping[str, tuple[Mark, ...]]) -> Iterator[Excerpt]:
    """The passages to show: those with marks, richest first; where nothing is marked, how the text begins."""
    marked = [field for field in texts if found[field] and field != "title"]
    marked.sort(key=lambda field: -len({mark.asked for mark in found[field]}))
    for field in marked[:EXCERPTS]:
        yield excerpt(field, texts[field], found[field])
    if not marked and texts["text"]:
        yield excerpt("text", texts["text"], ())


def _levels(found: Mapping[str, tuple[Mark, ...]], keys: Mapping[str, str]) -> Iterator[str]:
    """How the words were met where not by themselves, each way once: part, restored, folded."""
    best: dict[str, Level] = {}
    for those in found.values():
        for mark in those:
            before = best.get(mark.asked)
            if before is None or list(Level).index(mark.level) < list(Level).index(before):
                best[mark.asked] = mark.level
    met = {level.label for level in best.values()} - {Level.EXACT.label, Level.STEM.label}
    return iter(sorted(met))
