"""Search: the one search that the page, the command and the JSON share. A question and an index become an Answer.

    what was typed --query.read--> tree and remarks --index.search--> items --excerpts--> Answer

What a query also means, and what is near it when it finds too little, is `widening`, and the answer says so. When
nothing is found, the answer says which word or filter stands in the way, and what may have been meant.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import wraps
from itertools import islice
from pathlib import Path
from typing import Final, ParamSpec, TypeVar, cast

import msgspec

from indexer import personnummer
from indexer.archive import Archive
from indexer.errors import BadQuestion, NoSuchThing
from indexer.index.deadline import Deadline
from indexer.index.fields import Entry, body
from indexer.index.port import Found, Index, Ranked, Suggestion
from indexer.index.query import All, And, Dates, Filter, Or, Query, Word
from indexer.model import AgendaItem, Attendance, Meeting
from indexer.settings import Settings
from indexer.swedish import Level
from indexer.swedish.letters import fold
from indexer.swedish.letters import slug as slugged
from indexer.swedish.tokens import written_words
from search_ui.answer import Answer, Excerpt, FacetValue, Hit, MeetingLine, Question, Remark, Sort
from search_ui.excerpts import Mark, excerpt, marks, whole
from search_ui.query import Reading, printed, read, read_date, showable
from search_ui.spelling import is_spelled, nearest, one_slip_away
from search_ui.widening import ENOUGH, attended, meant, near

P = ParamSpec("P")
T = TypeVar("T")

FILTERS = ("organization", "authority", "year", "kind", "person")
"""The facets, each a field of the Question."""
PRESENT = "Namnet nämns inte i något ärende. Visar först ärenden från möten där någon med det namnet var närvarande."
"""What is said when the only answer to a name is that somebody so called was there."""
EXCERPTS = 2
"""The most passages shown of a hit."""
SIMILAR_WORDS: Final = 50
"""Among so many words spelled nearly so the one that was meant is chosen."""
CANDIDATES: Final = 4
"""For each suggestion so many words are looked at: OCR has up to four spellings of one (mötet, motet, méte, mdte)."""
TITLE_LETTERS: Final = 3
"""With fewer letters typed, titles would be suggested by chance."""
MOST_VALUES: Final = 50
"""Organs, municipalities and persons that an answer names to narrow by; with more, a page of them is all one sees."""
SHOWN_WHOLE: Final = ("year", "kind")
TIME_LIMIT: Final = 2.0
"""Seconds that a question may take: twice what a reader waits without losing the thread (Nielsen 1993: one second)."""


Filters = tuple[Filter | Dates, ...]


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """Ids of meetings or names of files that have an answer, and what is to be said of them."""

    lines: tuple[str, ...]
    remarks: tuple[Remark, ...] = ()


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


def _of_one_generation(method: Callable[P, T]) -> Callable[P, T]:
    """The method, all of whose answer is read from one generation of the index, whatever is published meanwhile."""

    @wraps(method)
    def steadily(*given: P.args, **named: P.kwargs) -> T:
        with cast("Search", given[0]).index.steady():
            return method(*given, **named)

    return steadily


class Search:
    """Answers questions about the minutes in the folders that the settings name."""

    def __init__(
        self,
        settings: Settings,
        index: Index | None = None,
        today: Callable[[], date] = date.today,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.settings = settings
        self.index = index or open_index(settings)
        self.today = today
        self.clock = clock
        self._archived: tuple[str, Archive, tuple[Listed, ...]] | None = None
        self._persons: tuple[str, dict[str, Person]] | None = None

    # Questions

    @_of_one_generation
    def answer(self, question: Question) -> Answer:
        """The answer to a question: one page of hits, the exact total, the facets of them all, and what to say of it.

        Raises BadQuestion for dates that cannot be read, and when the question is strict for whatever else is wrong.
        """
        question = msgspec.structs.replace(question, query=showable(question.query))
        reading = read(question.query, today=self.today(), strict=question.strict)
        filters = self._filters(question)
        deadline = self._deadline()
        sought = self._sought(reading.query, deadline)
        first = self.index.count(_narrowed(sought.whole, filters), deadline=deadline) if sought.widened else None
        found = self._find(_narrowed(sought.tree, filters), question, deadline)
        complete = found.total if first is None else first
        facets = self._facets(sought.tree, filters, found, deadline)
        remarks = [*reading.remarks, *self._said_of_the_index()]
        if deadline.struck:
            remarks.append(_interrupted(question, found.total))
        elif found.total > complete:
            attending = attended(reading.query) if not complete else None
            by_name = attending is not None and self.index.count(_narrowed(attending, filters), deadline=deadline) > 0
            text = PRESENT if by_name else _nearly(complete, question.sort)
            remarks.append(Remark(start=0, end=len(question.query), text=text))
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
            facets=facets,
            did_you_mean=None if complete else self._did_you_mean(question, reading, filters, deadline),
            without=() if found.total else tuple(self._without(reading.query, filters, deadline)),
            generation=found.generation,
            complete=complete,
        )

    def _said_of_the_index(self) -> Iterator[Remark]:
        """What is to be said when the index that answers is not the one last written."""
        if self.index.trouble:
            day = self.index.made[:10]
            text = f"Indexet behöver göras om. Svaret kommer från en tidigare utgåva, från {day}."
            yield Remark(start=0, end=0, text=text)

    @_of_one_generation
    def listing(self, question: Question, output: str) -> Listing:
        """The meetings' ids or the files that have an answer, each once, in the order of their best hit."""
        reading = read(question.query, today=self.today(), strict=question.strict)
        deadline = self._deadline()
        tree = _narrowed(self._sought(reading.query, deadline).tree, self._filters(question))
        everything = self.index.count(All())
        found = self.index.search(tree, order=question.sort, limit=everything, deadline=deadline)
        listed = dict.fromkeys(hit.entry.meeting if output == "meetings" else hit.entry.file for hit in found.hits)
        remarks = (_interrupted(question, found.total),) if deadline.struck else ()
        return Listing(
            lines=tuple(listed)[question.offset : question.offset + question.limit],
            remarks=(*reading.remarks, *remarks),
        )

    def _deadline(self) -> Deadline:
        """When a question that is asked now is to be answered."""
        return Deadline(TIME_LIMIT, self.clock)

    def _sought(self, query: Query, deadline: Deadline) -> Sought:
        """What is sought for a query: what it means, and, when few items in all have that, what is near it too.

        Filters have no say in it, so that choosing one never brings more items than its facet counts.
        """
        whole, synonyms = meant(query)
        wider = near(query) if self.index.count(whole, deadline=deadline) < ENOUGH else None
        return Sought(whole=whole, tree=wider or whole, synonyms=synonyms)

    def _find(self, tree: Query, question: Question, deadline: Deadline) -> Found:
        """One page of what a tree finds."""
        return self.index.search(
            tree, order=question.sort, offset=question.offset, limit=question.limit, deadline=deadline
        )

    def _facets(
        self, query: Query, filters: Filters, found: Found, deadline: Deadline
    ) -> dict[str, tuple[FacetValue, ...]]:
        """The facets. A filter does not hide the other values of its own facet: each count is what there would be with
        that value chosen in its place.
        """
        facets = dict(found.facets)
        for chosen in filters:
            if isinstance(chosen, Filter):
                others = tuple(other for other in filters if other is not chosen)
                wider = self.index.search(_narrowed(query, others), limit=0, deadline=deadline)
                if not deadline.struck:
                    facets[chosen.name] = wider.facets[chosen.name]
        return {name: tuple(_shown(values, filters, name)) for name, values in facets.items()}

    def _filters(self, question: Question) -> Filters:
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

    def _did_you_mean(self, question: Question, reading: Reading, filters: Filters, deadline: Deadline) -> str | None:
        """The question with the words that find nothing put right, from the last to the first; None if that too finds
        nothing.
        """
        better, right = question.query, len(question.query)
        for (start, end), word in sorted(zip(reading.places, reading.words, strict=True), reverse=True):
            if end > right or self.index.count(Word(word), deadline=deadline):
                continue
            likely = self._meant_by(word.lower(), deadline)
            if likely:
                better, right = better[:start] + better[start:end].replace(word, likely) + better[end:], start
        if better == question.query or deadline.struck:
            return None
        tree = _narrowed(self._sought(read(better, today=self.today()).query, deadline).tree, filters)
        return better if self.index.count(tree, deadline=deadline) else None

    def _meant_by(self, word: str, deadline: Deadline) -> str | None:
        """The likeliest word that was meant by one that finds nothing, among those that do find something."""
        known = {other: Suggestion(other, 0) for other in one_slip_away(word)}
        used = {similar.text: similar for similar in self.index.similar_words(word, SIMILAR_WORDS)}
        for candidate in nearest(word, (known | used).values()):
            if self.index.count(Word(candidate.text), deadline=deadline):
                return candidate.text
        return None

    def _without(self, query: Query, filters: Filters, deadline: Deadline) -> Iterator[FacetValue]:
        """For each word and each filter, how many items there are without it; those that help, most first."""
        words = query.parts if isinstance(query, And) else ()
        helped = []
        for part in words:
            rest = tuple(other for other in words if other is not part)
            helped.append(("word", printed(part), self.index.count(_narrowed(And(rest), filters), deadline=deadline)))
        for chosen in filters:
            rest_of = tuple(other for other in filters if other is not chosen)
            count = self.index.count(_narrowed(query, rest_of), deadline=deadline)
            if isinstance(chosen, Dates):
                helped.append(("date", str(chosen), count))
            else:
                helped.append((chosen.name, ", ".join(chosen.values), count))
        for name, label, count in sorted(helped, key=lambda those: -those[2]):
            if count:
                yield FacetValue(value=name, label=label, count=count)

    def suggest(self, prefix: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Words of the minutes that begin so, with or without their marks, most used first.

        Of words that only marks tell apart the most used is suggested, and none that OCR misread.
        """
        if not prefix.strip():
            return ()
        words = _best_marked(self.index.suggest(prefix, limit * CANDIDATES))
        return tuple(islice((word for word in words if is_spelled(word.text)), limit))

    def completions(self, typed: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Whole queries that what was typed may become: its last word completed, and titles; each has hits.

        `count` is how many items have all of it.
        """
        start = typed.rfind(" ") + 1
        texts = [("word", typed[:start] + word.text) for word in self.suggest(typed[start:], limit * CANDIDATES)]
        if len(typed.strip()) >= TITLE_LETTERS:
            titles = _best_marked(self.index.titles(typed.strip(), limit * CANDIDATES))
            texts += [("title", title.text) for title in titles if _is_spelled_throughout(title.text)]
        deadline = self._deadline()
        counted = [Suggestion(text, self._complete(text, deadline), kind) for kind, text in texts]
        kept = {kind: [one for one in counted if one.count and one.kind == kind] for kind in ("word", "title")}
        few = kept["title"][: limit // 2]
        return tuple(kept["word"][: limit - len(few)] + few)

    def _complete(self, typed: str, deadline: Deadline) -> int:
        """How many items have all of a query."""
        return self.index.count(meant(read(typed, today=self.today()).query)[0], deadline=deadline)

    def similar(self, id: str, limit: int = 5) -> tuple[Hit, ...]:
        """Other items about the same: those that share the rarest words of the item's title."""
        entry = self._entry(id)
        words = tuple(Word(mark) for mark in dict.fromkeys(entry.item.title.split()) if len(mark) > 3)
        if not words:
            return ()
        found = self.index.search(Or(words), limit=limit + 1, deadline=self._deadline())
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
        return marks(text, self.index.search(tree, limit=0, deadline=self._deadline()).keys, damaged=damaged)

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


def _narrowed(query: Query, filters: Filters) -> Query:
    """The query, limited to what the filters let through."""
    return And((query, *filters)) if filters else query


def _shown(values: Iterable[tuple[str, str, int]], filters: Filters, name: str) -> Iterator[FacetValue]:
    """A facet's values, most first: all years and kinds, of the others the MOST_VALUES first, and those chosen."""
    chosen = {value for one in filters if isinstance(one, Filter) and one.name == name for value in one.values}
    for place, (value, label, count) in enumerate(values):
        if name in SHOWN_WHOLE or place < MOST_VALUES or value in chosen:
            yield FacetValue(value=value, label=label, count=count)


def _is_spelled_throughout(text: str) -> bool:
    """Whether OCR misread no word of a text."""
    return all(is_spelled(word.text.lower()) for word in written_words(text))


def _best_marked(suggestions: Iterable[Suggestion]) -> Iterable[Suggestion]:
    """Of suggestions that only marks tell apart the most used, in the place of the first."""
    kept: dict[str, Suggestion] = {}
    for one in suggestions:
        other = kept.setdefault(fold(one.text.lower()), one)
        if (one.count, one.text) > (other.count, other.text):
            kept[fold(one.text.lower())] = one
    return kept.values()


def _nearly(complete: int, sort: Sort) -> str:
    """What is said when items are shown that have not all that was asked for."""
    rest = "ärenden med närliggande ord, eller med bara en del av det du sökte"
    if not complete:
        return f"Inget ärende har allt du sökte. Visar {rest}."
    first = "Ett ärende" if complete == 1 else f"{complete} ärenden"
    if sort is Sort.RELEVANCE:
        return f"{first} har allt du sökte och står först. Sedan följer {rest}."
    return f"{first} har allt du sökte. Visar också {rest}."


def _interrupted(question: Question, total: int) -> Remark:
    """What is said when the time was up before everything was found."""
    found = "Det kan finnas fler ärenden än de som visas" if total else "Inget ärende hann hittas, men det kan finnas"
    text = f"Sökningen avbröts efter {TIME_LIMIT:g} sekunder. {found}. Sök på färre ord, eller utan * och ~."
    return Remark(start=0, end=len(question.query), text=text)


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
        decision_marks=tuple(_decision_marks(item, found["decision"])),
        reference=item.reference,
        page=item.page,
        file=entry.file,
        ocr_damaged=damaged,
        url=f"/arende/{item.id}",
        score=ranked.score,
        levels=tuple(_levels(found, keys)),
    )


def _decision_marks(item: AgendaItem, found: tuple[Mark, ...]) -> Iterator[tuple[tuple[int, int], ...]]:
    """For each decision of an item the words to mark; `found` are those of all of them, a line each."""
    start = 0
    for decision in item.decisions:
        end = start + len(decision.text)
        yield tuple((mark.start - start, mark.end - start) for mark in found if start <= mark.start and mark.end <= end)
        start = end + 1


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
