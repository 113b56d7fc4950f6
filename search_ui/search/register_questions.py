"""Register questions: what people ask that a register of the record answers better than a list of items.

hur röstade SD om skolan                     ballots in which somebody of SD voted, of the items about school
försenade uppdrag                            assignments whose day has passed
vad har kommundirektören fått i uppdrag      assignments that were given to that person
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, Literal

import msgspec

from indexer.record.assignments import AssignmentState
from search_ui.search.query_expansion import synonyms

LONGEST: Final = 150
"""The characters of such a question."""
_ABOUT: Final = r"(?:\s+(?:om|kring|angående|gällande|i frågan om|när det gäller)\s+(?P<about>\S.*?))?"
_TO: Final = r"(?:\s+(?:till|åt|för|hos)\s+(?P<who>\S.*?))?"
_END: Final = r"[\s?!.]*"
_STATES: Final = {
    "försenad": AssignmentState.OVERDUE,
    "öppn": AssignmentState.OPEN,
    "pågående": AssignmentState.OPEN,
    "redovisa": AssignmentState.REPORTED,
    "återrapporterad": AssignmentState.REPORTED,
}
"""How the words for the state of an assignment begin."""
_PARTY: Final = re.compile(r"[A-ZÅÄÖ]{1,3}")


class RegisterQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """A register, what its items are about, and by what it is narrowed."""

    register: Literal["votes", "assignments"]
    query: str = ""
    person: str | None = None
    party: str | None = None
    assignee: str | None = None
    state: AssignmentState | None = None


def register_question(typed: str) -> RegisterQuestion | None:
    """The register that a text asks for; None for any other text."""
    if len(typed) > LONGEST:
        return None
    for form, read in _FORMS:
        if match := form.fullmatch(typed.strip()):
            return read(match)
    return None


def _votes(match: re.Match[str]) -> RegisterQuestion:
    """The ballots, of a party where the name is one's, else of a person."""
    told = match.groupdict()
    who, about = told.get("who") or "", told.get("about") or ""
    party = next((name for name in (who.upper(), *synonyms().of(who)) if who and _PARTY.fullmatch(name)), None)
    return RegisterQuestion(register="votes", query=about, party=party, person=None if party else who or None)


def _assignments(match: re.Match[str]) -> RegisterQuestion:
    """The assignments, in a state, of somebody."""
    told = match.groupdict()
    said = (told.get("state") or "").lower()
    state = next((state for begins, state in _STATES.items() if said.startswith(begins)), None)
    return RegisterQuestion(
        register="assignments", query=told.get("about") or "", assignee=told.get("who") or None, state=state
    )


_FORMS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], RegisterQuestion]], ...]] = tuple(
    (re.compile(form, re.IGNORECASE), read)
    for form, read in (
        (rf"hur (?:har )?(?:röstade|röstar|röstat) (?P<who>.+?){_ABOUT}{_END}", _votes),
        (rf"hur har (?P<who>.+?) röstat{_ABOUT}{_END}", _votes),
        (rf"(?:alla )?omröstningar(?:na)?{_ABOUT}{_END}", _votes),
        (
            rf"(?:vilka |alla )?(?:(?P<state>försenade|öppna|pågående|redovisade|återrapporterade) )?uppdrag(?:en)?"
            rf"{_TO}{_ABOUT}{_END}",
            _assignments,
        ),
        (
            rf"vilka uppdrag är (?P<state>försenade|öppna|pågående|redovisade|återrapporterade){_TO}{_END}",
            _assignments,
        ),
        (rf"vad (?:har|fick) (?P<who>.+?)(?: fått)? i uppdrag(?: att göra)?{_ABOUT}{_END}", _assignments),
        (rf"vilka uppdrag (?:har|fick) (?P<who>.+?)(?: fått)?{_ABOUT}{_END}", _assignments),
    )
)
