"""Watches: who is to be told of what, and how often: `data/watches.toml`, kept by hand.

[[watch]]
mail = "anna@example.org"
query = "skolskjuts"                   as in the search field
organization = "kommunstyrelsen"       any filter of the page, if wanted
often = "daily"                        each (every round), daily or weekly
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import msgspec

from indexer.errors import BadWatches
from indexer.index.facets import FACET_NAMED
from indexer.messages import Message, message
from search_ui.answer import Question

OFTEN: Final[Mapping[str, int]] = {"each": 0, "daily": 1, "weekly": 7}
"""How many days lie between two letters, at least."""
_ADDRESS: Final = re.compile(r"[^\s<>@,;\"\x00-\x1f]+@[^\s<>@,;\"\x00-\x1f]+\.[^\s<>@,;\"\x00-\x1f]+")
_PARTS: Final = frozenset(("mail", "query", "often", *FACET_NAMED))


class Watch(msgspec.Struct, frozen=True, kw_only=True):
    """One who is to be told: the address, what is asked, and how many days lie between two letters."""

    mail: str
    question: Question
    days: int

    @property
    def id(self) -> str:
        """What tells a watch from others; who changes what is asked has another watch."""
        filters = sorted((name, sorted(values)) for name, values in self.question.filters.items())
        return sha256(repr((self.mail, self.question.query, filters)).encode()).hexdigest()[:20]


def read_watches(path: Path) -> tuple[tuple[Watch, ...], tuple[Message, ...]]:
    """The watches of a file, each once, and what is wrong with those that cannot be read; none where there is no file.

    Raises BadWatches when the file is no TOML, or cannot be read.
    """
    try:
        content = tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        return (), ()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadWatches(path, str(getattr(error, "strerror", None) or error)) from error
    listed = content.get("watch", [])
    if not isinstance(listed, list) or content.keys() - {"watch"}:
        raise BadWatches(path, ", ".join(content.keys() - {"watch"}) or "watch")
    watches: dict[str, Watch] = {}
    problems = []
    for number, entry in enumerate(listed, 1):
        wrong = list(_wrong(entry)) if isinstance(entry, dict) else ["watch"]
        if wrong:
            problems.append(message("notify.bad_watch", path=str(path), number=number, parts=tuple(wrong)))
        else:
            watch = _watch(entry)
            watches.setdefault(watch.id, watch)
    return tuple(watches.values()), tuple(problems)


def _wrong(entry: Mapping[str, Any]) -> Iterator[str]:
    """The parts of a watch that are not as they should be, or not known."""
    yield from sorted(entry.keys() - _PARTS)
    if not isinstance(entry.get("mail"), str) or not _ADDRESS.fullmatch(entry["mail"]):
        yield "mail"
    if not isinstance(entry.get("query", ""), str) or not (entry.get("query") or entry.keys() & FACET_NAMED.keys()):
        yield "query"
    if entry.get("often", "daily") not in OFTEN:
        yield "often"
    for name in sorted(entry.keys() & FACET_NAMED.keys()):
        values = entry[name] if isinstance(entry[name], list) else [entry[name]]
        if not all(isinstance(value, str) and FACET_NAMED[name].allows(value) for value in values):
            yield name


def _watch(entry: Mapping[str, Any]) -> Watch:
    """The watch of an entry in which nothing is wrong."""
    filters = {
        name: tuple(entry[name]) if isinstance(entry[name], list) else (entry[name],)
        for name in FACET_NAMED
        if name in entry
    }
    question = Question(query=entry.get("query", ""), filters=filters)
    return Watch(mail=entry["mail"], question=question, days=OFTEN[entry.get("often", "daily")])
