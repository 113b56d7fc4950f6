"""Matter pages: the matters over meetings and organs, and one of them from its first item to its last."""

from __future__ import annotations

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue
from werkzeug.utils import redirect

from indexer.model import Matter
from search_ui.answer import Question, Sort
from search_ui.search.matters import item_id
from search_ui.web import responses, urls
from search_ui.web.pages import page_numbers
from search_ui.web.request_context import checked, parameters, search
from search_ui.web.timeline import timeline_entry
from search_ui.web.urls import PAGE_SIZE, address, matter_address, matters_address

blueprint = Blueprint("matter_pages", __name__)


@blueprint.get("/arenden")
def matters() -> ResponseReturnValue:
    """The matters, or those that a query finds, the one that was last up first."""
    query, page = parameters().get("q", "").strip(), urls.page_number(parameters())
    question = Question(query=query, sort=Sort.NEWEST, offset=(page - 1) * PAGE_SIZE, limit=PAGE_SIZE)
    listing = search().matters(question)
    pages = -(-listing.total // PAGE_SIZE)
    if page > max(1, pages):
        abort(404)
    return responses.page(
        "matters.html",
        query=query,
        listing=listing,
        page=page,
        pages=pages,
        page_numbers=tuple(page_numbers(page, pages)),
        address_of_page=lambda number: matters_address(query, page=number),
    )


@blueprint.get("/arende/<id>")
def matter(id: str) -> ResponseReturnValue:
    """A matter, from its first item to its last; the address of any of its items as a matter leads to it."""
    found = search().matter(checked(item_id(id)))
    if found.matter.id != id:
        return redirect(matter_address(found.matter.id), 301)
    return responses.page(
        "matter.html",
        matter=found.matter,
        timeline=tuple(map(timeline_entry, found.items)),
        last=found.items[-1],
        feed=address(_about_matter(found.matter), "/atom.xml"),
    )


def _about_matter(matter: Matter) -> Question:
    """What asks for the items of a matter, those to come too: by its diary number, or else by its title."""
    quoted = (matter.reference or matter.title).replace('"', " ")
    return Question(query=f'{"dnr" if matter.reference else "titel"}:"{quoted}"')
