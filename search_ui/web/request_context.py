"""Request context: the search behind the page as the request at hand sees it, all of it of one generation.

A request that names a host that is not ours, or whose address is longer than any question, is refused before anything
is looked up for it.
"""

from __future__ import annotations

import re
from contextlib import ExitStack, suppress
from typing import Final, cast
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, g, request
from werkzeug.datastructures import MultiDict

from indexer.errors import NoSuchThing, ProtokollError
from indexer.privacy import masked
from indexer.settings import Settings
from search_ui.search.registers import Registers
from search_ui.search.service import Search

_ID: Final = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*(?:/[a-z0-9]+(?:[-.][a-z0-9]+)*){1,3}")

LONGEST_ADDRESS: Final = 2048
"""Bytes of a path with its question: a query of 300 letters, each written as six, has room."""
LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})
WATCHED: Final = ("/halsa", "/metrics")
"""What watches over the service asks this machine by a name that readers do not use."""
OUR_OWN: Final = "protokoll.own"
"""What the environment of a request has that we make ourselves, to see whether a page can be made."""


def prepare(app: Flask) -> None:
    """Let each request be one of our own, and read one generation from its first moment to its last."""
    trusted = trusted_hosts(cast(Search, app.extensions["search"]).settings)

    @app.before_request
    def refuse_strangers() -> None:
        if trusted and _host() not in trusted and not (request.path in WATCHED and _host() in LOOPBACK):
            abort(400)
        if len(request.environ.get("PATH_INFO", "")) + len(request.query_string) > LONGEST_ADDRESS:
            abort(414)

    @app.before_request
    def pin() -> None:
        service = cast(Search, current_app.extensions["search"])
        service.conditions.begin()
        g.pin = ExitStack()
        with suppress(ProtokollError):
            g.pin.enter_context(service.index.pinned())

    @app.teardown_request
    def unpin(_: BaseException | None) -> None:
        if "pin" in g:
            g.pin.close()


def is_our_own() -> bool:
    """Whether nobody asked this but we ourselves."""
    return OUR_OWN in request.environ


def trusted_hosts(settings: Settings) -> frozenset[str]:
    """The names that the page answers to, without ports; none when it answers to any."""
    own = urlsplit(settings.base_url).hostname
    return frozenset({*map(str.lower, settings.trusted_hosts), *([own] if own else [])})


def _host() -> str:
    """The host that a request names, without its port."""
    return re.sub(r":\d*\Z", "", request.host).lower()


def search() -> Search:
    """The search; the generation it reads from here on, and the day, are what the answer's ETag tells."""
    service = cast(Search, current_app.extensions["search"])
    if "generation" not in g:
        g.generation = service.index.generation
        g.today = service.today()
    return service


def registers() -> Registers:
    """The registers over the minutes that the search reads."""
    search()
    return cast(Registers, current_app.extensions["registers"])


def settings() -> Settings:
    """The settings of the app, to be had also where nothing is indexed."""
    return cast(Search, current_app.extensions["search"]).settings


def publisher() -> str:
    """Whose minutes these are: the name in the settings, or that of the only organ; "" when neither is known."""
    if name := settings().publisher:
        return name
    with suppress(ProtokollError, OSError):
        organs = search().organs()
        return organs[0] if len(organs) == 1 else ""
    return ""


def permalink(id: str) -> str:
    """The id of an item that stands a better reading; the id itself where the archive cannot tell."""
    with suppress(ProtokollError):
        return search().permalink(id)
    return id


def pdf_pages(id: str) -> int:
    """How many pages may be seen of a meeting's PDF; none where the archive cannot tell."""
    with suppress(ProtokollError):
        return search().pdf_pages(id)
    return 0


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
    return (settings().base_url or request.url_root).rstrip("/") + path
