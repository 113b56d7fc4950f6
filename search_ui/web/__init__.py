"""Web: the page and its JSON; create_app makes it.

    urls        a question as an address, and back        pages     what people read
    messages    how things are said in Swedish            api       what programs read
    citations   how an item is referred to                feeds     Atom, CSV, OpenSearch, sitemap
    headers     what every answer carries                 service_pages  help, status, accessibility
    response_cache  what was answered before              gzip      what is sent, shorter
    hit_view    what of a hit has room in a list          sheets    an original's pages beside our text
    exports     tables and files of all there is
    printed     an item's text as it is printed           contents  a meeting's items as a list
    matter_pages  the matters, and one from first to last

The page asks the one Search that the command asks too, and shows its Answer; it decides nothing about what is found.
It sets no cookie, loads nothing from elsewhere and works without its script.
"""

from __future__ import annotations

from typing import Final

from flask import Flask

from indexer.settings import Settings
from search_ui.output import gate
from search_ui.search.meeting_check import MeetingCheck
from search_ui.search.misses import Misses
from search_ui.search.page_images import PageImages
from search_ui.search.registers import Registers
from search_ui.search.service import Search
from search_ui.web import (
    access_log,
    api,
    errors,
    exports,
    feeds,
    gzip,
    headers,
    matter_pages,
    metrics,
    pages,
    record_pages,
    request_context,
    response_cache,
    service_pages,
    sheets,
    template_filters,
    watch_pages,
)

SERVERS: Final = ("waitress", "gunicorn.error", "_granian", "protokoll")
"""The names under which servers log."""


def create_app(settings: Settings) -> Flask:
    """The page over the archive and the index that the settings name, as a WSGI application."""
    app = Flask(__name__)
    app.extensions["search"] = search = Search(settings)
    app.extensions["registers"] = Registers(search)
    app.extensions["meeting_check"] = MeetingCheck(search)
    app.extensions["misses"] = Misses() if settings.misses else None
    app.extensions["page_images"] = PageImages(search)
    gate.guard_logs(app.logger.name, *SERVERS)
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False
    if settings.access_log != "off":
        access_log.prepare(app, settings)
    if settings.metrics:
        metrics.prepare(app)
    headers.protect(app)
    request_context.prepare(app)
    response_cache.prepare(app)
    gzip.prepare(app)
    template_filters.prepare(app)
    errors.prepare(app)
    for part in (pages, matter_pages, record_pages, sheets, service_pages, feeds, exports, api, watch_pages):
        app.register_blueprint(part.blueprint)
    if settings.metrics:
        metrics.share(app)
    return app
