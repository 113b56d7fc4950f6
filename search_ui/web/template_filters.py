"""Templating: what every template can use: the wording as filters, the addresses as functions."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from flask import Flask

from indexer.index.facets import DOCUMENTS
from indexer.index.zones import ZONES
from indexer.swedish.persons import person_slug
from search_ui.answer import Question
from search_ui.output import gate
from search_ui.web import messages, urls
from search_ui.web.request_context import absolute, pdf_pages, permalink, publisher

_STATIC: Final = Path(__file__).parent / "static"


def prepare(app: Flask) -> None:
    """Give the app's templates their filters and functions."""
    environment = app.jinja_env
    environment.finalize = gate.in_a_page
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.filters.update(
        clock=messages.clock,
        count=messages.count,
        date_in_words=messages.date_in_words,
        day_in_words=messages.day_in_words,
        figure=messages.figure,
        kind_in_words=lambda kind: messages.KINDS.get(kind, kind),
        act_in_words=lambda act: messages.ACTS.get(act, act),
        reported_in_words=lambda outcome: messages.REPORTED.get(outcome, outcome),
        reason_in_words=lambda reason: messages.REASONS.get(reason, reason),
        statement_in_words=lambda kind: messages.STATEMENTS.get(kind, kind),
        state_in_words=lambda state: messages.STATES.get(state, state),
        marked=gate.marked,
        numbered=messages.numbered,
        outcome_in_words=lambda outcome: messages.OUTCOMES.get(outcome, outcome),
        option_in_words=lambda option: messages.OPTIONS.get(option, option),
        person_address=lambda name: f"/person/{person_slug(name)}",
        shortened=messages.shortened,
        document_in_words=lambda document: DOCUMENTS[document],
        status_in_words=lambda status: messages.STATUSES.get(status, status),
        with_code=gate.with_code,
    )
    environment.globals.update(
        absolute=absolute,
        address=urls.address,
        body_address=urls.body_address,
        no_question=Question(),
        publisher=publisher,
        filters=urls.FILTERS,
        matter_address=urls.matter_address,
        matters_address=urls.matters_address,
        item_address=lambda id, question=None: urls.item_address(permalink(id), question),
        meeting_address=urls.meeting_address,
        meetings_address=urls.meetings_address,
        original_address=urls.original_address,
        question_address=lambda query: urls.address(Question(query=query)),
        sheet_address=urls.sheet_address,
        sheet_picture_address=urls.sheet_picture_address,
        pdf_pages=pdf_pages,
        static=static_address,
        levels=messages.LEVELS,
        zones={zone.name: zone.label for zone in ZONES if zone.label},
    )


@cache
def static_address(name: str) -> str:
    """The address of a file of ours, which changes with the file, so that browsers may keep it for good."""
    return f"/static/{name}?v={sha256((_STATIC / name).read_bytes()).hexdigest()[:10]}"
