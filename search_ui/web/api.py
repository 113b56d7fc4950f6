"""API: what programs read: answers, suggestions, items and meetings as JSON, under the names of the page's addresses.

A parameter that is unknown or cannot be understood is refused with 400 and a reason; `openapi.json` describes it all.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar

from flask import Blueprint, Response

from indexer.errors import BadQuestion, NoSuchThing
from indexer.index.facets import FACETS
from indexer.model import VoteOption
from indexer.record.assignments import AssignmentState
from search_ui.answer import AssignmentList, BallotList, Question
from search_ui.output import register_formats
from search_ui.output.answer_formats import answer_json
from search_ui.web import responses, urls
from search_ui.web.request_context import checked, parameters, registers, search

blueprint = Blueprint("api", __name__)

JSON: Final = "application/json"
SUGGESTIONS: Final = 8
MAX_SUGGESTIONS: Final = 20
REGISTER: Final = ("q", "organization", "since", "until", "offset", "limit")
"""What every register may be asked."""
_DESCRIPTION: Final = Path(__file__).parent / "openapi.json"


@blueprint.get("/search.json")
def search_json() -> Response:
    """The answer, the same bytes that the command prints."""
    return responses.body(answer_json(search().answer(urls.read_strictly(parameters()))), JSON)


@blueprint.get("/suggest.json")
def suggest_json() -> Response:
    """Questions that what was typed may become: its last word completed, and titles; each with its items counted."""
    _only("q", "limit")
    typed = parameters().get("q", "")
    limit = urls.whole_number(parameters(), "limit", SUGGESTIONS, 1, MAX_SUGGESTIONS)
    return responses.json({"query": typed, "suggestions": search().completions(typed, limit)})


@blueprint.get("/votes.json")
def votes_json() -> Response:
    """The register of votes, the same bytes that the command prints."""
    return responses.body(register_formats.as_json(_votes()), JSON)


@blueprint.get("/assignments.json")
def assignments_json() -> Response:
    """The register of assignments, the same bytes that the command prints."""
    return responses.body(register_formats.as_json(_assignments()), JSON)


@blueprint.get("/meetings.json")
def meetings_json() -> Response:
    """Every meeting, newest first, of one organ or one year or both."""
    _only("organization", "year")
    organization, year = parameters().get("organization", ""), parameters().get("year", "")
    lines = [line for line in search().meetings() if organization in ("", line.slug) and year in ("", line.date[:4])]
    return responses.json({"meetings": lines})


@blueprint.get("/meetings/<path:id>.json")
def meeting_json(id: str) -> Response:
    """A meeting as the archive keeps it."""
    _only()
    return responses.json(search().meeting(checked(id)))


@blueprint.get("/items/<path:id>.json")
def item_json(id: str) -> Response:
    """An item as the archive keeps it."""
    _only()
    meeting = search().item(checked(id)).meeting
    item = next((item for item in meeting.walk() if item.id == id), None)
    if item is None:
        raise NoSuchThing(id)
    return responses.json(item)


@blueprint.get("/openapi.json")
def description() -> Response:
    """What can be asked here, as OpenAPI."""
    return responses.json(_described())


def _votes() -> BallotList:
    """The ballots that a program asks for."""
    _only(*REGISTER, "person", "party", "vote")
    vote = _chosen("vote", VoteOption)
    return registers().votes(_register_question(), person=_given("person"), party=_given("party"), vote=vote)


def _assignments() -> AssignmentList:
    """The assignments that a program asks for."""
    _only(*REGISTER, "state", "assignee")
    return registers().assignments(
        _register_question(), state=_chosen("state", AssignmentState), assignee=_given("assignee")
    )


def _register_question() -> Question:
    """What is asked of a register beside what only it knows."""
    organization = _given("organization")
    return Question(
        query=parameters().get("q", ""),
        since=_given("since"),
        until=_given("until"),
        filters={"organization": (organization,)} if organization else {},
        offset=urls.whole_number(parameters(), "offset", 0, 0, urls.MAX_OFFSET),
        limit=urls.whole_number(parameters(), "limit", urls.PAGE_SIZE, 1, urls.MAX_LIMIT),
    )


def _given(name: str) -> str | None:
    """A parameter's text; None for none."""
    return parameters().get(name, "").strip() or None


Chosen = TypeVar("Chosen", VoteOption, AssignmentState)


def _chosen(name: str, options: type[Chosen]) -> Chosen | None:
    """The option that a parameter names; BadQuestion for one that there is not."""
    given = _given(name)
    if given is None:
        return None
    if given not in set(options):
        raise BadQuestion(name, "question.unknown_value", values=tuple(options))
    return options(given)


@cache
def _described() -> dict[str, object]:
    """The description, with the parameters that choose among the facets behind the text that is sought."""
    described: dict[str, Any] = json.loads(_DESCRIPTION.read_bytes())
    described["paths"]["/search.json"]["get"]["parameters"][1:1] = [
        {
            "name": facet.name,
            "in": "query",
            "description": facet.description,
            "schema": {"type": "array", "items": facet.schema},
        }
        for facet in FACETS
    ]
    return described


def _only(*names: str) -> None:
    """Raise BadQuestion for a parameter of another name than these, or given twice."""
    for name in parameters():
        if name not in names:
            raise _unknown(name, names)
        if len(parameters().getlist(name)) > 1:
            raise BadQuestion(name, "question.repeated_parameter")


def _unknown(name: str, names: Sequence[str]) -> BadQuestion:
    """The error that says which parameters there are."""
    if names:
        return BadQuestion(name, "question.unknown_parameter", names=names)
    return BadQuestion(name, "question.no_parameters")
