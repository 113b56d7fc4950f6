"""Wording: how the page says things in Swedish: dates, numbers, kinds of decisions, marks.

Each function is a filter of the templates, so that a template reads as the page it makes. Nothing here knows HTML but
`marked`, which escapes everything and adds `<mark>` around the words it was told of:

    "Samverkan kring kvinnojourer" with the mark (16, 28)  ->  Samverkan kring <mark>kvinnojourer</mark>
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final
from urllib.parse import quote

from markupsafe import Markup, escape

from indexer.messages import day, swedish
from indexer.messages import number as grouped
from indexer.model import AttendanceStatus, DecisionKind, VoteOption

WEEKDAYS: Final = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")

KINDS: Final = {kind.value: swedish(f"kind.{kind}") for kind in DecisionKind}

STATUSES: Final = {status.value: swedish(f"status.{status}") for status in AttendanceStatus}

OPTIONS: Final = {option.value: swedish(f"vote.{option}") for option in VoteOption}

LEVELS: Final = {level: swedish(f"level.{level}") for level in ("part", "restored", "folded", "synonym")}
"""How a word of the query was met where not by itself or an inflection."""

_SWEDISH_ORDER: Final = str.maketrans({"å": "{1", "ä": "{2", "æ": "{2", "ö": "{3", "ø": "{3", "é": "e", "ü": "y"})
"""The brace follows z in Unicode, as å, ä and ö follow it in the alphabet."""
_FRAGMENT_WORDS: Final = 6
_PARAGRAPH: Final = re.compile(r"\S(?:[^\n]|\n(?![^\S\n]*(?:\n|\Z)))*")
_LINE_END: Final = re.compile(r"[^\S\n]+(?=\n|\Z)")


def date_in_words(iso: str) -> str:
    """`2024-04-19` as *19 april 2024*; anything else as it stands."""
    return day(iso, "sv")


def day_in_words(iso: str) -> str:
    """`2024-04-19` as *fredag 19 april 2024*; anything else as it stands."""
    on = _date(iso)
    return f"{WEEKDAYS[on.weekday()]} {date_in_words(iso)}" if on else iso


def figure(number: int) -> str:
    """1234567 as *1 234 567*, with spaces that do not break."""
    return grouped(number, "sv")


def count(number: int, one: str, many: str) -> str:
    """*1 ärende*, *12 ärenden*, *inga ärenden*."""
    if number == 0:
        return f"inga {many}"
    return f"{figure(number)}\N{NO-BREAK SPACE}{one if number == 1 else many}"


def clock(time: str) -> str:
    """`08:30` as *08.30*, the Swedish way of writing the time."""
    return time.replace(":", ".")


def marked(text: str, marks: Iterable[Sequence[int]]) -> Markup:
    """The text, escaped, with `<mark>` around each (start, end)."""
    pieces: list[str] = []
    at = 0
    for start, end in sorted((mark[0], mark[1]) for mark in marks):
        if at <= start < end <= len(text):
            pieces += (escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>")
            at = end
    return Markup("".join((*pieces, escape(text[at:]))))  # noqa: S704


def with_code(text: str) -> Markup:
    """The text, escaped, with what stands between backticks as code."""
    pieces = (escape(piece) for piece in text.split("`"))
    return Markup("").join(
        Markup("<code>{}</code>").format(piece) if number % 2 else piece for number, piece in enumerate(pieces)
    )


def alphabetically(text: str) -> str:
    """A sort key that puts å, ä and ö last, in that order."""
    return text.casefold().translate(_SWEDISH_ORDER)


def name_key(name: str) -> tuple[str, str]:
    """A sort key for persons: by last name, then by the rest."""
    first, _, last = name.strip().rpartition(" ")
    return alphabetically(last), alphabetically(first)


def initial(name: str) -> str:
    """The letter that a person is listed under: the first of the last name."""
    last = name.strip().rpartition(" ")[2]
    return last[:1].upper()


def text_fragment(title: str) -> str:
    """The end of an address that makes a browser scroll to the title in a text: `#:~:text=Motion%20om`."""
    words = title.split()[:_FRAGMENT_WORDS]
    return "#:~:text=" + quote(" ".join(words), safe="").replace("-", "%2D") if words else ""


def paragraphs(text: str, marks: Iterable[Sequence[int]] = ()) -> list[Markup]:
    """The text cut at its blank lines, each piece marked, the white space at the ends of its lines taken away."""
    found = []
    spans = [(mark[0], mark[1]) for mark in marks]
    for piece in _PARAGRAPH.finditer(text):
        start, end = piece.span()
        inside = [(first - start, last - start) for first, last in spans if start <= first and last <= end]
        found.append(Markup(_LINE_END.sub("", marked(piece.group(), inside))))  # noqa: S704
    return found


def shortened(text: str, length: int) -> str:
    """The text, cut after a whole word and with an ellipsis when it is longer than this."""
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,.;:–-") + "…"


def _date(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso)
    except ValueError:
        return None
