"""Record pages: the registers of votes and assignments, a person's record, an organ, persons by organ and party.

Each list is of the generation that the request reads, newest first, a page at a time, and its form is the address.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Final, TypeVar
from urllib.parse import urlencode

import msgspec
from flask import Blueprint, Response, abort

from indexer.errors import BadQuestion, NoSuchThing
from indexer.model import AttendanceStatus, VoteOption
from indexer.record.assignments import Assignment, AssignmentState
from indexer.record.people import ActKind
from indexer.record.votes import Ballot, ballots, votes_of
from search_ui.answer import AssignmentList, BallotList, FacetValue, Question, Sort
from search_ui.output.tables import whole
from search_ui.search.catalog import Person
from search_ui.search.registers import ItemActs
from search_ui.web import messages, responses, urls
from search_ui.web.pages import page_numbers
from search_ui.web.request_context import parameters, registers, search
from search_ui.web.urls import address

blueprint = Blueprint("record", __name__)

LATEST_MATTERS: Final = 10
LATEST: Final = 20
"""Meetings and gaps on the page of an organ; a link leads to the others."""
MOST_PEOPLE: Final = 60
"""People on the page of an organ: those at most of its meetings."""
LISTED_MEETINGS: Final = 100
"""Meetings on the page of a person; the items of all are a search away."""
Listed = TypeVar("Listed", BallotList, AssignmentList)


class ShownAct(msgspec.Struct, frozen=True, kw_only=True):
    """Something that a person did, in an item: `ballot` is that of a vote, in words."""

    kind: ActKind
    text: str
    vote: VoteOption | None = None
    ballot: Ballot | None = None


@blueprint.get("/omrostningar")
def votes() -> Response:
    """The ballots: of a query, an organ, a person, a party, a way to vote."""
    question = _register_question()
    person, party, vote = _text("person"), _text("party"), _one_of(VoteOption, "vote")
    listed, errors = _lenient(question, lambda asked: registers().votes(asked, person=person, party=party, vote=vote))
    chosen = {"person": person or "", "party": party or "", "vote": vote or ""}
    return responses.page(
        "votes.html",
        listed=listed,
        errors=errors,
        chosen=_chosen(question, chosen),
        organs=_choices(listed.facets["organization"], _text("organization")),
        parties=_choices(listed.facets["party"], party),
        options=[(option.value, messages.OPTIONS[option]) for option in VoteOption],
        meant=(lambda ballot: votes_of(ballot, person=person, party=party)) if person or party else None,
        **_paged(listed, "/omrostningar", _chosen(question, chosen)),
    )


@blueprint.get("/uppdrag")
def assignments() -> Response:
    """The assignments: of a query, an organ, an assignee, a state."""
    question = _register_question()
    state, assignee = _one_of(AssignmentState, "state"), _text("assignee")
    listed, errors = _lenient(question, lambda asked: registers().assignments(asked, state=state, assignee=assignee))
    chosen = {"assignee": assignee or "", "state": state or ""}
    return responses.page(
        "assignments.html",
        listed=listed,
        errors=errors,
        chosen=_chosen(question, chosen),
        organs=_choices(listed.facets["organization"], _text("organization")),
        states=[(value.value, messages.STATES[value.value], value.count) for value in listed.facets["state"]],
        every_state=list(messages.STATES.items()),
        assignees=listed.facets["assignee"],
        feed=address(_given_to(question, assignee), "/atom.xml"),
        narrowed=lambda name, value: _address("/uppdrag", {**_chosen(question, chosen), name: value}),
        **_paged(listed, "/uppdrag", _chosen(question, chosen)),
    )


@blueprint.get("/organ/<slug>")
def body(slug: str) -> Response:
    """An organ: its meetings, the paragraphs that are missing, and its people."""
    organ = search().body(slug)
    people = [person for person in search().persons() if any(one.slug == slug for one in person.meetings)]
    counted = sorted(((_meetings_of(person, slug), person) for person in people), key=lambda pair: -pair[0])
    return responses.page(
        "organ.html",
        organ=organ,
        latest=organ.meetings[:LATEST],
        gaps=organ.gaps[:LATEST],
        people=[(person, count) for count, person in counted[:MOST_PEOPLE]],
        everybody=len(people),
        matters=search().matters(Question(filters={"organization": (slug,)}, sort=Sort.NEWEST, limit=LATEST_MATTERS)),
        items=address(Question(filters={"organization": (slug,)}, sort=Sort.NEWEST)),
    )


@blueprint.get("/personer")
def persons() -> Response:
    """Everybody whom the minutes list or tell of, by last name; of an organ or a party."""
    organ, party = _text("organization"), _text("party")
    every = [person for person in search().persons() if organ is None or _meetings_of(person, organ)]
    of_party = [person for person in every if party is None or party in person.parties]
    people = sorted(of_party, key=lambda person: messages.name_key(person.name))
    groups = groupby(people, lambda person: messages.initial(person.name))
    organs = {line.slug: line.organization for line in search().meetings()}
    if organ is not None and organ not in organs:
        raise NoSuchThing(organ)
    return responses.page(
        "persons.html",
        total=len(people),
        by_letter=[(key, list(group)) for key, group in groups],
        organs=sorted(organs.items(), key=lambda pair: messages.alphabetically(pair[1])),
        parties=[(one, one) for one, _ in Counter(one for person in every for one in person.parties).most_common()],
        chosen={"organization": organ or "", "party": party or ""},
    )


@blueprint.get("/person/<slug>")
def person(slug: str) -> Response:
    """One person: what they moved, how they voted, what they were to do, and at which meetings they were."""
    found = search().person(slug)
    did = registers().acts_of(found)
    kind = _one_of(ActKind, "act")
    chosen = [shown for shown in map(_of_kind(kind), did) if shown.acts]
    page, pages = urls.page_number(parameters()), -(-len(chosen) // urls.PAGE_SIZE)
    if page > max(1, pages):
        abort(404)
    statuses = [presence.attendance.status for presence in found.presences]
    here = f"/person/{slug}"
    return responses.page(
        "person.html",
        person=found,
        tallies=[(status, statuses.count(status)) for status in AttendanceStatus if status in statuses],
        kinds=_kinds(did),
        kind=kind,
        acts=[
            (one.stored_item, tuple(_shown(one)), search().index.matter(one.stored_item.item.id))
            for one in chosen[(page - 1) * urls.PAGE_SIZE : page * urls.PAGE_SIZE]
        ],
        total=len(chosen),
        presences=found.presences[:LISTED_MEETINGS],
        mentions=address(_about_person(found)),
        feed=address(_about_person(found), "/atom.xml"),
        items=address(Question(filters={"person": (found.name_slug,)}, sort=Sort.NEWEST)),
        page=page,
        pages=pages,
        page_numbers=tuple(page_numbers(page, pages)),
        address_of=lambda number: _address(here, {"act": kind or ""}, page=number),
        act_address=lambda one: _address(here, {"act": one}),
    )


def _about_person(person: Person) -> Question:
    """What asks for all that names a person."""
    return Question(query=f'person:"{person.name.partition(" (")[0]}"')


def _given_to(question: Question, assignee: str | None) -> Question:
    """What asks for the items that give tasks, and name the assignee in their decision where one is chosen."""
    words = (question.query, "typ:uppdrag", f'beslut:"{assignee}"' if assignee else "")
    return msgspec.structs.replace(question, query=" ".join(filter(None, words)))


def chosen_ballots() -> Iterator[Ballot]:
    """The ballots that the address chooses, all of them."""
    person, party, vote = _text("person"), _text("party"), _one_of(VoteOption, "vote")
    return registers().each_ballot(_register_question(), person=person, party=party, vote=vote)


def chosen_assignments() -> tuple[Assignment, ...]:
    """The assignments that the address chooses, all of them."""
    state, assignee = _one_of(AssignmentState, "state"), _text("assignee")
    return registers().assignments(whole(_register_question()), state=state, assignee=assignee).assignments


def _register_question() -> Question:
    """What the address asks of a register: its words, days and organ; what else it chooses is the register's own."""
    question = urls.read(parameters())
    own = {name: values for name, values in question.filters.items() if name not in ("person", "party", "vote")}
    return msgspec.structs.replace(question, filters=own, sort=Sort.RELEVANCE)


def _lenient(question: Question, ask: Callable[[Question], Listed]) -> tuple[Listed, dict[str, str]]:
    """The list, and what to say beside a date that could not be read; the rest of the question stands."""
    errors: dict[str, str] = {}
    while True:
        try:
            return ask(question), errors
        except BadQuestion as error:
            if error.field not in urls.DATES or error.field in errors:
                raise
            errors[error.field] = error.text("sv")
            question = urls.widened(question, error.field)


def _paged(listed: Listed, path: str, chosen: dict[str, str]) -> dict[str, object]:
    """The pages of a list; there is none behind its last one."""
    page, pages = urls.page_number(parameters()), -(-listed.total // urls.PAGE_SIZE)
    if page > max(1, pages):
        abort(404)
    return {
        "page": page,
        "pages": pages,
        "page_numbers": tuple(page_numbers(page, pages)),
        "address_of": lambda number: _address(path, chosen, page=number),
        "table": _address(f"{path}.csv", chosen),
    }


def _chosen(question: Question, own: dict[str, str]) -> dict[str, str]:
    """What the form of a register holds, by its fields."""
    return {
        "q": question.query,
        "organization": _text("organization") or "",
        "since": question.since or "",
        "until": question.until or "",
        **own,
    }


def _address(path: str, chosen: dict[str, str], *, page: int = 1) -> str:
    """The address of a list with what is chosen."""
    pairs = [(name, value) for name, value in chosen.items() if value]
    pairs += [("page", str(page))] if page > 1 else []
    return f"{path}?{urlencode(pairs)}" if pairs else path


def _text(name: str) -> str | None:
    """A parameter's text; None for none."""
    return parameters().get(name, "").strip() or None


Choice = TypeVar("Choice", VoteOption, AssignmentState, ActKind)


def _one_of(options: type[Choice], name: str) -> Choice | None:
    """The option that a parameter names; None for any other text."""
    typed = parameters().get(name, "")
    return next((option for option in options if option == typed), None)


def _choices(values: Iterable[FacetValue], chosen: str | None) -> list[tuple[str, str]]:
    """The values to choose among, and the one that is chosen also where no row has it."""
    known = {value.value: value.label for value in values}
    if chosen and chosen not in known:
        known[chosen] = next((line.organization for line in search().meetings() if line.slug == chosen), chosen)
    return sorted(known.items(), key=lambda pair: messages.alphabetically(pair[1]))


def _meetings_of(person: Person, organ: str) -> int:
    """How many of an organ's meetings list or tell of a person."""
    return sum(one.slug == organ for one in person.meetings)


def _of_kind(kind: ActKind | None) -> Callable[[ItemActs], ItemActs]:
    """What narrows what was done in an item to one kind."""
    return lambda one: msgspec.structs.replace(one, acts=tuple(act for act in one.acts if kind in (None, act.kind)))


def _kinds(did: Iterable[ItemActs]) -> list[tuple[ActKind, int]]:
    """The kinds of what a person did, each with in how many items."""
    counts = Counter(kind for one in did for kind in {act.kind for act in one.acts})
    return [(kind, counts[kind]) for kind in ActKind if counts[kind]]


def _shown(one: ItemActs) -> Iterator[ShownAct]:
    """What a person did in an item, each thing once."""
    held = {ballot.id: ballot for ballot in ballots(one.stored_item.item, one.stored_item.meeting_line)}
    for act in one.acts:
        yield ShownAct(kind=act.kind, text=act.text, vote=act.vote, ballot=held.get(act.clause or ""))
