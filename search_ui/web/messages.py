"""Messages: how the page says things in Swedish: dates, numbers, kinds of decisions, marks.

Each function is a filter of the templates, so that a template reads as the page it makes. Nothing here knows HTML.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final
from urllib.parse import quote

from indexer.messages import day, swedish
from indexer.messages import number as grouped
from indexer.model import AttendanceStatus, DecisionKind, Outcome, StatementKind, VoteOption
from indexer.record.assignments import AssignmentState, ReportOutcome
from indexer.record.people import ActKind

WEEKDAYS: Final = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")

KINDS: Final = {kind.value: swedish(f"kind.{kind}") for kind in DecisionKind}

OUTCOMES: Final = {outcome.value: swedish(f"result.{outcome}") for outcome in Outcome}

STATUSES: Final = {status.value: swedish(f"status.{status}") for status in AttendanceStatus}

OPTIONS: Final = {option.value: swedish(f"vote.{option}") for option in VoteOption}

STATES: Final = {state.value: swedish(f"assignment.{state}") for state in AssignmentState}

REPORTED: Final = {outcome.value: swedish(f"reported.{outcome}") for outcome in ReportOutcome}

ACTS: Final = {act.value: swedish(f"act.{act}") for act in ActKind}

STATEMENTS: Final = {kind.value: swedish(f"statement.{kind}") for kind in StatementKind}

REASONS: Final = {reason: swedish(f"reason.{reason}") for reason in ("citation", "reference", "matter", "words")}
"""Why an item may report on an assignment."""

LEVELS: Final = {level: swedish(f"level.{level}") for level in ("part", "restored", "folded", "synonym")}
"""How a word of the query was met where not by itself or an inflection."""

_SWEDISH_ORDER: Final = str.maketrans({"å": "{1", "ä": "{2", "æ": "{2", "ö": "{3", "ø": "{3", "é": "e", "ü": "y"})
"""The brace follows z in Unicode, as å, ä and ö follow it in the alphabet."""
_FRAGMENT_WORDS: Final = 6
_PARTY: Final = re.compile(r"\([^()]*\)\s*\Z")
_POINT: Final = re.compile(r"(?!\d\d\.\d\d\Z)\d+(\.\d+)*[.,)]?")
"""Numbers of points; two digits, a full stop and two digits are a time of day."""


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


def numbered(number: str) -> str:
    """An item's number where it stands without its title: *§ 12* as it is, *4.2.* as *Punkt 4.2*."""
    return f"{swedish('page.point')} {number.rstrip('.,)')}" if _POINT.fullmatch(number) else number


def clock(time: str) -> str:
    """`08:30` as *08.30*, the Swedish way of writing the time."""
    return time.replace(":", ".")


def alphabetically(text: str) -> str:
    """A sort key that puts å, ä and ö last, in that order."""
    return text.casefold().translate(_SWEDISH_ORDER)


def name_key(name: str) -> tuple[str, str]:
    """A sort key for persons: by last name, then by the rest; a party behind the name is no part of it."""
    first, _, last = _PARTY.sub("", name).strip().rpartition(" ")
    return alphabetically(last), alphabetically(first)


def initial(name: str) -> str:
    """The letter that a person is listed under: the first of the last name."""
    last = _PARTY.sub("", name).strip().rpartition(" ")[2]
    return last[:1].upper()


def text_fragment(title: str) -> str:
    """The end of an address that makes a browser scroll to the title in a text: `#:~:text=Motion%20om`."""
    words = title.split()[:_FRAGMENT_WORDS]
    return "#:~:text=" + quote(" ".join(words), safe="").replace("-", "%2D") if words else ""


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
