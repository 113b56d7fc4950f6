"""From a question to an answer: query, search, excerpts, formats, and the two faces, cli and web.

What other programs may rely on is in `__all__` (docs/library.md); every other name may change with any version.
"""

from __future__ import annotations

TYPE_CHECKING = False  # not that of typing: the command begins here, and loads nothing before it can be interrupted
if TYPE_CHECKING:
    from search_ui.answer import Answer, Question
    from search_ui.search.service import Search
    from search_ui.web import create_app

__all__ = ["Answer", "Question", "Search", "create_app"]

_PLACES = {
    "Answer": "search_ui.answer",
    "Question": "search_ui.answer",
    "Search": "search_ui.search.service",
    "create_app": "search_ui.web",
}


def __getattr__(name: str) -> object:
    """A public name, its module loaded when it is asked for."""
    from importlib import import_module

    if name not in _PLACES:
        raise AttributeError(name)
    return getattr(import_module(_PLACES[name]), name)
