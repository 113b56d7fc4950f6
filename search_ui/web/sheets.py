"""Sheets: the pages of an original as they look, with the words that were sought marked, beside our text of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import Final, cast

import msgspec
from flask import Blueprint, Response, current_app

from indexer.errors import NoSuchThing, UnreadableFile
from indexer.model import AgendaItem, Meeting
from indexer.reading.page_image import PageImage
from search_ui.answer import Question
from search_ui.search.page_images import PageImages
from search_ui.web import responses, urls
from search_ui.web.printed import PrintedItem, marking, printed_item
from search_ui.web.request_context import checked, parameters, search

blueprint = Blueprint("sheets", __name__)

ZOOMS: Final = (1, 2, 3)
SHORT: Final = 6_000
"""Letters of an item whose text is shown beside the page; of a longer one only what was decided."""
PDF: Final = "application/pdf"


class SheetItem(msgspec.Struct, frozen=True, kw_only=True):
    """An item that is printed on a page: its text, None for one that is too long to stand beside it."""

    item: AgendaItem
    printed: PrintedItem | None


class Box(msgspec.Struct, frozen=True, kw_only=True):
    """A word that is marked, in dots of the picture."""

    x: int
    y: int
    width: int
    height: int


@blueprint.get("/sida/<path:place>")
def sheet(place: str) -> Response:
    """A page of an original beside our text of it."""
    id, number = _place(place)
    meeting = search().meeting(id)
    pages = search().pdf_pages(id)
    if not 1 <= number <= pages:
        raise NoSuchThing(place)
    query = urls.read(parameters()).query
    zoom = parameters().get("zoom", "")
    before, items = _items(meeting, number, query)
    image: PageImage | None
    try:
        image = _images().get(id, number)
    except UnreadableFile:
        image = None
    return responses.page(
        "sheet.html",
        question=Question(query=query),
        meeting=meeting,
        number=number,
        pages=pages,
        image=image,
        boxes=tuple(_boxes(image, query)) if image else (),
        zooms=ZOOMS,
        zoom=int(zoom) if zoom in map(str, ZOOMS) else 1,
        before=before,
        items=items,
    )


@blueprint.get("/sidbild/<path:place>.png")
def picture(place: str) -> Response:
    """A page of an original as a picture."""
    id, number = _place(place)
    try:
        png = _images().get(id, number).png
    except UnreadableFile as error:
        raise NoSuchThing(place) from error
    response = responses.file(png, "image/png", f"sida-{number}.png", shown=True)
    response.headers["Cache-Control"] = "no-cache"
    return response


def _place(place: str) -> tuple[str, int]:
    """A meeting's id and the number of a page; NoSuchThing for anything else."""
    id, _, number = place.rpartition("/")
    if not (number.isascii() and number.isdigit() and len(number) <= 5):
        raise NoSuchThing(place)
    return checked(id), int(number)


def _images() -> PageImages:
    return cast(PageImages, current_app.extensions["page_images"])


def _boxes(image: PageImage, query: str) -> Iterator[Box]:
    """The boxes of the words that answer the query."""
    text = " ".join(word.text for word in image.words)
    starts = list(accumulate((len(word.text) + 1 for word in image.words), initial=0))
    for start, _ in marking(query, damaged=False)(text):
        for left, top, right, bottom in image.words[bisect_right(starts, start) - 1].boxes:
            yield Box(
                x=round(left * image.width) - 3,
                y=round(top * image.height) - 3,
                width=round((right - left) * image.width) + 6,
                height=round((bottom - top) * image.height) + 6,
            )


def _items(meeting: Meeting, number: int, query: str) -> tuple[AgendaItem | None, tuple[SheetItem, ...]]:
    """The item that may go on at the top of a page, and those that begin on it; or the one that the page is within."""
    before = [item for item in meeting.walk() if item.page and item.page < number]
    here = [item for item in meeting.walk() if item.page == number]
    if not here:
        return None, tuple(_sheet_item(item, query) for item in before[-1:])
    return before[-1] if before else None, tuple(_sheet_item(item, query) for item in here)


def _sheet_item(item: AgendaItem, query: str) -> SheetItem:
    marks = marking(query, damaged=item.ocr_damaged)
    return SheetItem(item=item, printed=printed_item(item, marks) if len(item.text) <= SHORT else None)
