"""Item parts: the text of an item cut at the minutes' own headings, in the order that it is printed, each part once.

What the head of an item says already (number, title, diary number) is left out; what stands between two sections is a
part of its own. The clauses that were decided are found where they were decided: the same words may stand above them as
somebody's proposal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from indexer.model import AgendaItem, Decision, Section

ClauseSpan = tuple[Decision, int, int]
"""A clause, and where in the item's text it stands."""

_WORDS_BEFORE: Final = re.compile(r"(?:ärendenummer|diarienummer|dnr|beslut)\b[:.]?", re.IGNORECASE)
"""What stands beside the number, the title and a decision, and says nothing by itself."""


class ItemPart(msgspec.Struct, frozen=True, kw_only=True):
    """A part of an item's text, from `start` to `end`: a section, or what stands between two of them."""

    name: str
    start: int
    end: int
    section: Section | None = None
    heading: str = ""
    """As printed; of a section that goes on from the one before, "" again."""


def item_parts(item: AgendaItem) -> Iterator[ItemPart]:
    """The parts of an item that say something."""
    at, above = 0, ""
    for number, section in enumerate(item.sections):
        start, end = section.start - item.start, section.end - item.start
        between = item.text[at:start]
        heading = re.search(rf"{re.escape(section.heading)}\W*\Z", between) if section.heading else None
        stop = at + heading.start() if heading else start
        if _says_something(item, item.text[at:stop], is_first=not number, before=section.kind):
            yield ItemPart(name=f"mellan-{number}", start=at, end=stop)
        goes_on = section.heading == above and heading is None
        own = "" if goes_on else section.heading
        yield ItemPart(name=f"avsnitt-{number + 1}", start=start, end=end, section=section, heading=own)
        at, above = end, section.heading
    if _says_something(item, item.text[at:], is_first=not item.sections):
        yield ItemPart(name="slut", start=at, end=len(item.text))


def _says_something(item: AgendaItem, text: str, *, is_first: bool, before: str = "") -> bool:
    """Whether a text has more than what the head of the item, or the heading of a decision, says already."""
    left = " ".join(text.split())
    if is_first:
        for said in (" ".join(item.title.split()), item.number, item.reference or ""):
            left = left.replace(said, " ", 1) if said else left
    if is_first or before == "decision":
        left = _WORDS_BEFORE.sub(" ", left)
    return re.search(r"\w", left) is not None


def clause_spans(item: AgendaItem) -> Iterator[ClauseSpan]:
    """Where in the item's text each clause stands, whatever white space is between its words: in the parts where
    something was decided, or else anywhere.
    """
    decided = [
        (section.start - item.start, section.end - item.start)
        for section in item.sections
        if section.kind == "decision"
    ] or [(0, len(item.text))]
    part, at = 0, decided[0][0]
    for clause in item.decisions:
        for number in range(part, len(decided)):
            start, end = decided[number]
            if found := _find(clause.text, item.text, at if number == part else start, end):
                part, at = number, found.end()
                yield clause, found.start(), at
                break


def _find(clause: str, text: str, start: int, end: int) -> re.Match[str] | None:
    """A clause in a text: as it is but for white space, or else with words that were broken at a line's end."""
    words = clause.split()
    if not words:
        return None
    found = re.compile(r"\s+".join(map(re.escape, words))).search(text, start, end)
    if found is None and _BROKEN.search(text, start, end):
        letters = (rf"{_BREAK}?".join(map(re.escape, word)) for word in words)
        found = re.compile(rf"{_MARKS}\s+{_MARKS}".join(letters)).search(text, start, end)
    return found


_BREAK: Final = r"(?:-?[\u00ad\u0002]*[ \t]*\n\s*|[\u00ad\u0002\u200b\ufeff]+)"
_MARKS: Final = r"[*_]{0,2}"
_BROKEN: Final = re.compile(r"\w-[ \t]*\n|[\u00ad\u0002\u200b\ufeff]|\*\*|__")


def clauses_within(section: Section, item: AgendaItem, clauses: Sequence[ClauseSpan]) -> list[ClauseSpan]:
    """Those of the clauses that stand in a section."""
    start, end = section.start - item.start, section.end - item.start
    return [clause for clause in clauses if start <= clause[1] and clause[2] <= end]
