"""Pages: what people read: the search and its hits, an item, a meeting, the meetings and the persons.

Each view asks the search, chooses the words, and hands both to its template. A view has no state and sets no cookie;
everything it was told stands in its address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final, cast

import msgspec
from flask import Blueprint, Response, abort, current_app, g, redirect
from flask.typing import ResponseReturnValue

from indexer.errors import BadQuestion, NoSuchThing
from indexer.index.facets import FACET_NAMED, FACETS, called
from indexer.messages import swedish
from indexer.model import AgendaItem, AttendanceStatus, Meeting
from indexer.record.outcomes import outcome_of_item, outcomes_of_meeting
from indexer.record.votes import ballots
from search_ui.answer import Answer, FacetValue, GroupBy, Question, Sort
from search_ui.search.catalog import MeetingSummary
from search_ui.search.misses import Misses
from search_ui.search.register_questions import register_question
from search_ui.web import citations, messages, responses, urls
from search_ui.web.contents import contents
from search_ui.web.histogram import histogram
from search_ui.web.hit_view import summary
from search_ui.web.printed import marking, printed_item
from search_ui.web.request_context import absolute, checked, parameters, registers, search
from search_ui.web.timeline import timeline_entry
from search_ui.web.urls import address, item_address, meeting_address

blueprint = Blueprint("pages", __name__)

SORTS: Final = ((Sort.RELEVANCE, "Relevans"), (Sort.NEWEST, "Nyast"), (Sort.OLDEST, "Äldst"))
SHOWN_VALUES: Final = 8
LISTED = 200
"""Meetings on one page: 200 of them weigh about 25 kB, and years and organs lead to the others."""
LATEST: Final = 6
SIMILAR: Final = 4
SHOWN_AS_IS: Final = (
    "text/plain",
    "application/pdf",
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
    "image/bmp",
)
"""What a browser shows by itself and cannot be made to run; anything else is handed over as a file."""


class ActiveFilter(msgspec.Struct, frozen=True, kw_only=True):
    """A filter that is in force, and the address without it."""

    facet: str
    label: str
    address: str


class FacetChoice(msgspec.Struct, frozen=True, kw_only=True):
    """A value of a facet: where it leads, how many items it leaves, and whether it is in force and leads out again."""

    label: str
    count: int
    address: str
    chosen: bool


class FacetView(msgspec.Struct, frozen=True, kw_only=True):
    """What the hits can be narrowed by: the values that are always shown, and those that are a click away."""

    name: str
    heading: str
    shown: tuple[FacetChoice, ...]
    more: tuple[FacetChoice, ...]


class RegisterLink(msgspec.Struct, frozen=True, kw_only=True):
    """A register that answers a question, in words and where it is."""

    label: str
    address: str


@blueprint.get("/")
def find() -> ResponseReturnValue:
    """The start page, or the hits of the question in the address."""
    question = urls.read(parameters())
    if urls.is_empty(question) and "q" not in parameters():
        return _start(question)
    question, answer, errors = lenient_answer(question, GroupBy.MATTER)
    page, pages = urls.page_number(parameters()), -(-answer.total // urls.PAGE_SIZE)
    if page > max(1, pages):
        abort(404)
    if not answer.total and not urls.is_filtered(question):
        _note_miss(question, answer)
    return responses.page(
        "hits.html",
        question=question,
        answer=answer,
        errors=errors,
        typed_dates={name: parameters().get(name, "") for name in urls.DATES},
        page=page,
        pages=pages,
        page_numbers=tuple(page_numbers(page, pages)),
        active=tuple(_active(question, answer)),
        facets=tuple(_facets(question, answer)),
        bars=histogram(answer.facets.get("year", ()), urls.narrowings(question, "year")),
        sorts=SORTS,
        summary=summary,
        address_of_page=lambda number: address(question, page=number),
        from_hits=address(question, "", page=page) if question.query else "",
        sorted_by=urls.sorted_by,
        grouped_by=urls.grouped_by,
        bare=urls.bare,
        reworded=lambda asked, words: msgspec.structs.replace(asked, query=words),
        ways_out=tuple(_ways_out(question, answer)),
        register=_register_asked(question),
    )


@blueprint.get("/arende/<path:id>")
def item(id: str) -> ResponseReturnValue:
    """An item: its decision, its text as printed, and where it stands."""
    above, _, last = checked(id).rpartition("/")
    if last[:1] in ("b", "v") and last[1:].isdigit():
        return redirect(f"{item_address(above)}#{last}", 301)
    id = search().resolved(id)
    if not _is_known(above) and (now := search().moved(above)):
        return redirect(address(urls.read(parameters()), item_address(f"{now}/{last}")))
    found, question = search().item(id), urls.read(parameters())
    stored_item, query = found.stored_item, question.query
    here = absolute(item_address(search().permalink(id)))
    return responses.page(
        "item.html",
        question=Question(query=query),
        stored_item=stored_item,
        item=msgspec.structs.replace(stored_item.item, items=_sub_items(found.meeting, id)),
        meeting=found.meeting,
        ballots=tuple(ballots(stored_item.item, stored_item.meeting_line)),
        assignments=registers().assignments_of(stored_item),
        reported=registers().reported_by(stored_item),
        organization_slug=_organization(stored_item.meeting),
        previous=found.previous,
        next=found.next,
        back=address(question, page=urls.page_number(parameters())) if query else "",
        printed=printed_item(
            stored_item.item,
            marking(query, damaged=stored_item.item.ocr_damaged),
            [(cited.start, cited.end, item_address(cited.item)) for cited in search().cited_items(stored_item)],
        ),
        ended=outcome_of_item(stored_item.item),
        agreed=stored_item.agreed,
        course=tuple(map(timeline_entry, search().course(id))),
        similar=search().similar(id, SIMILAR),
        citation=citations.item_citation(stored_item, here, paged=found.meeting.source.pages > 1),
        doubts=tuple(_doubts(found.meeting, stored_item.item)),
        description=citations.item_description(stored_item),
        linked_data=citations.item_linked_data(stored_item, here, absolute(meeting_address(stored_item.meeting))),
        fragment=_place_in_original(found.meeting, stored_item.item.title, stored_item.item.page),
        called=called(found.meeting.document),
        beside=search().documents_beside(found.meeting),
    )


@blueprint.get("/mote/<path:id>")
def meeting(id: str) -> ResponseReturnValue:
    """A meeting: when, where and who, and everything that was decided."""
    if not _is_known(checked(id)) and (now := search().moved(id)):
        return redirect(meeting_address(now))
    found = search().meeting(checked(id))
    before, after = search().neighbours(found)
    here = absolute(meeting_address(id))
    return responses.page(
        "meeting.html",
        meeting=found,
        called=called(found.document),
        beside=search().documents_beside(found),
        organization_slug=_organization(id),
        groups=tuple(contents(found.items)),
        ended=outcomes_of_meeting(found.walk()),
        doubts=tuple(remark.message.text("sv") for remark in found.remarks if remark.is_doubt),
        attendance=tuple(_by_status(found)),
        previous=before,
        next=after,
        citation=citations.meeting_citation(found, here),
        description=citations.meeting_description(found),
        linked_data=citations.meeting_linked_data(found, here),
    )


@blueprint.get("/moten")
def meetings() -> ResponseReturnValue:
    """The meetings, of one organ or one year or both, newest first."""
    organization, year = parameters().get("organization", ""), parameters().get("year", "")
    lines = search().meetings()
    of_organ = [line for line in lines if organization in ("", line.slug)]
    of_year = [line for line in lines if year in ("", line.date[:4])]
    shown = [line for line in of_organ if year in ("", line.date[:4])]
    if not shown and (organization or year):
        raise NoSuchThing(organization or year)
    heading = f"Möten {year}".strip()
    return responses.page(
        "meetings.html",
        heading=f"{shown[0].organization}: {heading.lower()}" if organization else heading,
        organization=organization,
        year=year,
        total=sum(line.is_held for line in shown),
        calls=sum(not line.is_held for line in shown),
        by_year=[(key, list(group)) for key, group in groupby(shown[:LISTED], lambda line: line.date[:4])],
        listed=min(len(shown), LISTED),
        all_shown=len(shown),
        years=_years(of_organ),
        organizations=_organizations(of_year),
    )


@blueprint.get("/original/<path:id>")
def original(id: str) -> ResponseReturnValue:
    """The very bytes that a meeting was read from; of a text, with its personnummer masked."""
    file = search().original(checked(id))
    response = responses.file(file.data, file.media_type, file.name, shown=file.media_type in SHOWN_AS_IS)
    response.headers["Cache-Control"] = "no-cache"
    return response


def facet_label(name: str, value: FacetValue) -> str:
    """How a facet's value is shown: kinds in Swedish, the rest as the minutes spell it."""
    return messages.KINDS.get(value.value, value.value) if name == "kind" else value.label or value.value


def _note_miss(question: Question, answer: Answer) -> None:
    """Count a question without hits, where that is wanted; its page is made anew each time, to be counted again."""
    misses = cast("Misses | None", current_app.extensions["misses"])
    if misses and question.query:
        misses.note(question.query, answer.generation)
        g.pop("key", None)


def page_numbers(page: int, pages: int) -> Iterator[int | None]:
    """The pages to link to: the first, the last and those near; None where some are left out."""
    near = sorted({1, pages, *range(max(1, page - 2), min(pages, page + 2) + 1)})
    for before, number in zip((0, *near), near, strict=False):
        if number - before == 2:
            yield number - 1
        elif number - before > 2:
            yield None
        yield number


def _start(question: Question) -> Response:
    """The search and what there is to browse."""
    lines, held = search().meetings(), search().held()
    years = _years(lines)
    span = f"{years[-1].value}–{years[0].value}" if len(years) > 1 else "".join(year.value for year in years)
    return responses.page(
        "start.html",
        question=question,
        item_count=sum(line.items for line in held),
        meeting_count=len(held),
        span=span,
        made=search().index.made,
        latest=lines[:LATEST],
        last_held=held[:1],
        organizations=_organizations(lines),
        years=years,
    )


def lenient_answer(question: Question, group: GroupBy = GroupBy.ITEM) -> tuple[Question, Answer, dict[str, str]]:
    """The answer, and what to say beside a date that could not be read; the rest of the question stands.

    Hits are of this kind unless the question asks for another.
    """
    errors: dict[str, str] = {}
    while True:
        try:
            asked = msgspec.structs.replace(question, group=question.group or group)
            return question, search().answer(asked), errors
        except BadQuestion as error:
            if error.field not in urls.DATES or error.field in errors:
                raise
            errors[error.field] = error.text("sv")
            question = urls.widened(question, error.field)


def _active(question: Question, answer: Answer) -> Iterator[ActiveFilter]:
    """The filters in force, each with its way out."""
    for name in urls.FILTERS:
        known = {value.value: facet_label(name, value) for value in answer.facets.get(name, ())}
        for value in question.chosen(name):
            label = known.get(value) or _label(name, value)
            yield ActiveFilter(
                facet=FACET_NAMED[name].label, label=label, address=address(urls.widened(question, name, value))
            )
    for name, facet in (("since", swedish("facet.since")), ("until", swedish("facet.until"))):
        if getattr(question, name):
            yield ActiveFilter(
                facet=facet, label=getattr(question, name), address=address(urls.widened(question, name))
            )


def _label(name: str, value: str) -> str:
    """What a value that leaves nothing is called: of an organ its name, of a kind its word."""
    if name == "organization":
        return next((line.organization for line in search().meetings() if line.slug == value), value)
    return messages.KINDS.get(value, value) if name == "kind" else value


def _ways_out(question: Question, answer: Answer) -> Iterator[ActiveFilter]:
    """For a question without hits: what to take away, with the address of what is then found."""
    for other in answer.without:
        found = messages.count(other.count, "ärende", "ärenden")
        if other.value in urls.FILTERS:
            wider = urls.widened(question, other.value)
            facet = FACET_NAMED[other.value].label
            labels = [chosen.label for chosen in _active(question, answer) if chosen.facet == facet]
            name = f"{facet.lower()} {' eller '.join(labels)}"
        elif other.value == "date":
            wider, name = urls.widened(urls.widened(question, "since"), "until"), "datum"
        else:
            words = " ".join(question.query.replace(other.label, " ", 1).split())
            wider, name = msgspec.structs.replace(question, query=words), f"”{other.label}”"
        if wider != question:
            yield ActiveFilter(facet=name, label=found, address=address(wider))


def _register_asked(question: Question) -> RegisterLink | None:
    """The register that answers a question better than its hits, narrowed to what was asked."""
    asked = register_question(question.query)
    if asked is None:
        return None
    if asked.register == "votes":
        who = asked.person or asked.party
        label = f"Omröstningar: {who}" if who else "Omröstningar"
        chosen = {"q": asked.query, "person": asked.person, "party": asked.party}
    else:
        state = asked.state and f"{messages.STATES[asked.state.value].lower()}"
        label = "Uppdrag" + (f" till {asked.assignee}" if asked.assignee else "") + (f": {state}" if state else "")
        chosen = {"q": asked.query, "assignee": asked.assignee, "state": asked.state and asked.state.value}
    about = f", om {asked.query}" if asked.query else ""
    path = "/omrostningar" if asked.register == "votes" else "/uppdrag"
    return RegisterLink(label=label + about, address=urls.register_address(path, chosen))


def _facets(question: Question, answer: Answer) -> Iterator[FacetView]:
    """The facets that there is something to choose in; years stand by time, other values by count."""
    for facet in FACETS:
        name, values = facet.name, answer.facets.get(facet.name, ())
        if len(values) > 1 or (values and question.chosen(name)):
            choices = tuple(_choices(question, name, _by_time(values) if facet.by_time else values))
            yield FacetView(name=name, heading=facet.label, shown=choices[:SHOWN_VALUES], more=choices[SHOWN_VALUES:])


def _choices(question: Question, name: str, values: Iterable[FacetValue]) -> Iterator[FacetChoice]:
    """The values of a facet with where each leads."""
    narrowing, chosen = urls.narrowings(question, name), question.chosen(name)
    for value in values:
        is_chosen = value.value in chosen
        leads = address(urls.widened(question, name, value.value)) if is_chosen else narrowing(value.value)
        yield FacetChoice(label=facet_label(name, value), count=value.count, address=leads, chosen=is_chosen)


def _by_time(values: Iterable[FacetValue]) -> list[FacetValue]:
    """Years, newest first."""
    return sorted(values, key=lambda value: value.value, reverse=True)


def _years(lines: Iterable[MeetingSummary]) -> list[FacetValue]:
    """The years of some meetings with how many were held in each, newest first."""
    return _by_time(_counted((line.date[:4], line.date[:4], line.is_held) for line in lines))


def _organizations(lines: Iterable[MeetingSummary]) -> list[FacetValue]:
    """The organs of some meetings with how many each held, by name."""
    counted = _counted((line.slug, line.organization, line.is_held) for line in lines)
    return sorted(counted, key=lambda organ: messages.alphabetically(organ.label))


def _counted(values: Iterable[tuple[str, str, bool]]) -> list[FacetValue]:
    """Each value once, with its label and how often it came and counts."""
    counts: dict[str, int] = {}
    labels: dict[str, str] = {}
    for value, label, counts_here in values:
        counts[value] = counts.get(value, 0) + counts_here
        labels.setdefault(value, label)
    return [FacetValue(value=value, label=labels[value], count=number) for value, number in counts.items()]


def _by_status(of: Meeting) -> Iterator[tuple[AttendanceStatus, list[object]]]:
    """Those who were present, those excused, those absent; empty groups left out."""
    for status in AttendanceStatus:
        people: list[object] = [someone for someone in of.attendance if someone.status is status]
        if people:
            yield status, people


def _doubts(of: Meeting, item: AgendaItem) -> Iterator[str]:
    """What of an item should be checked in the original."""
    name = re.compile(rf"{re.escape(item.number or item.title)}(?!\w)")
    for remark in of.remarks:
        if any(name.search(str(remark.args.get(about, ""))) for about in ("item", "items")):
            yield remark.message.text("sv")


def _is_known(meeting: str) -> bool:
    return search().meeting_line(meeting) is not None


def _sub_items(of: Meeting, id: str) -> tuple[object, ...]:
    """The items printed under this one."""
    return next((item.items for item in of.walk() if item.id == id), ())


def _organization(meeting_id: str) -> str:
    """The organ's part of a meeting's id."""
    return meeting_id.rsplit("/", 1)[0]


def _place_in_original(of: Meeting, title: str, page: int | None) -> str:
    """What to add to the original's address so that it opens at the item."""
    if of.source.media_type == "application/pdf":
        return f"#page={page}" if page else ""
    return messages.text_fragment(title) if of.source.media_type == "text/plain" else ""
