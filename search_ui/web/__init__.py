"""Web: the page and its JSON; create_app makes it.

    addresses   a question as an address, and back        pages     what people read
    wording     how things are said in Swedish            api       what programs read
    citations   how an item is referred to                headers   what every answer carries

The page asks the one Search that the command asks too, and shows its Answer; it decides nothing about what is found.
It sets no cookie, loads nothing from elsewhere and works without its script.
"""

from __future__ import annotations

from flask import Flask

from indexer.settings import Settings
from search_ui.search import Search
from search_ui.web import api, errors, headers, pages, templating


def create_app(settings: Settings) -> Flask:
    """The page over the archive and the index that the settings name, as a WSGI application."""
    app = Flask(__name__)
    app.extensions["search"] = Search(settings)
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.url_map.strict_slashes = False
    headers.protect(app)
    templating.prepare(app)
    errors.prepare(app)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(api.blueprint)
    return app
