"""Service: the search behind the page, as the request at hand sees it."""

from __future__ import annotations

import re
from typing import Final, cast

from flask import current_app, g, request
from werkzeug.datastructures import MultiDict

from indexer.errors import NoSuchThing
from indexer.privacy import masked
from indexer.settings import Settings
from search_ui.search.service import Search

_ID: Final = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*(?:/[a-z0-9]+(?:[-.][a-z0-9]+)*){1,3}")


def search() -> Search:
    """The search; the generation it reads from here on, and the day, are what the answer's ETag tells."""
    service = cast(Search, current_app.extensions["search"])
    if "generation" not in g:
        g.generation = service.index.generation
        g.today = service.today()
    return service


def settings() -> Settings:
    """The settings of the app, to be had also where nothing is indexed."""
    return cast(Search, current_app.extensions["search"]).settings


def parameters() -> MultiDict[str, str]:
    """What the address asks, personnummer masked: none is sought, and none comes back in a page or a link."""
    return MultiDict((masked(name), masked(value)) for name, value in request.args.items(multi=True))


def checked(id: str) -> str:
    """An id that is formed as ids are; NoSuchThing for anything else, before it comes near an index or a file."""
    if len(id) > 200 or not _ID.fullmatch(id):
        raise NoSuchThing(id)
    return id


def absolute(path: str) -> str:
    """A path of ours as a whole address."""
    return request.url_root.rstrip("/") + path
