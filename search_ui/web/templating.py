"""Templating: what every template can use: the wording as filters, the addresses as functions."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final
from urllib.parse import urljoin

from flask import Flask, request

from indexer.swedish.letters import slug
from search_ui.answer import Question
from search_ui.web import addresses, wording

_STATIC: Final = Path(__file__).parent / "static"


def prepare(app: Flask) -> None:
    """Give the app's templates their filters and functions."""
    environment = app.jinja_env
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.filters.update(
        clock=wording.clock,
        count=wording.count,
        date_in_words=wording.date_in_words,
        day_in_words=wording.day_in_words,
        figure=wording.figure,
        kind_in_words=lambda kind: wording.KINDS.get(kind, kind),
        marked=wording.marked,
        person_address=lambda name: f"/person/{slug(name)}",
        shortened=wording.shortened,
        status_in_words=lambda status: wording.STATUSES.get(status, status),
        with_code=wording.with_code,
    )
    environment.globals.update(
        absolute=lambda path: urljoin(request.url_root, path),
        address=addresses.address,
        filters=addresses.FILTERS,
        item_address=addresses.item_address,
        meeting_address=addresses.meeting_address,
        meetings_address=addresses.meetings_address,
        original_address=addresses.original_address,
        question_address=lambda query: addresses.address(Question(query=query)),
        static=static_address,
        levels=wording.LEVELS,
        zones=wording.ZONES,
    )


@cache
def static_address(name: str) -> str:
    """The address of a file of ours, which changes with the file, so that browsers may keep it for good."""
    return f"/static/{name}?v={sha256((_STATIC / name).read_bytes()).hexdigest()[:10]}"
