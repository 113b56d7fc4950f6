"""Printed: an item's text as the minutes print it: its decision point by point, the rest under the minutes' headings.

Everything printed is shown once. What the page says elsewhere (number, title, diary number) is left out; what stands
between two sections goes with the first of them. A point keeps the number it was printed with:

    Kommunstyrelsen beslutar                    lead of the decision
    1. Redovisningen godkänns.                  point "1."
    2. Förvaltningen får i uppdrag att ...      point "2."
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final

import msgspec
from markupsafe import Markup

from indexer.model import AgendaItem, Decision, Section
from search_ui.output import gate
from search_ui.output.item_parts import clause_spans, clauses_within, item_parts
from search_ui.web.request_context import search

Marks = Sequence[tuple[int, int]]
Paragraphs = Callable[[int, int], tuple[Markup, ...]]

WRAPPED: Final = 0.8
"""A line was wrapped by the page, and not ended by its writer, when the next goes on in small letters, or when with the
next word it is wider than this part of the widest line: pages are set ragged right, and Swedish words are long."""
FULL: Final = 0.95
"""The same for a line that ends a sentence, which its writer may have ended too."""
_MARKER: Final = re.compile(r"(?:[-\u2013\u2022*\u25cf]|\(?\d{1,3}[.):]?|\(?[a-zåäö]{1,3}[.)])(?=\s|\Z)", re.IGNORECASE)
_LAST_MARKER: Final = re.compile(rf"(?<!\S)({_MARKER.pattern})\s*\Z", re.IGNORECASE)


class PrintedSection(msgspec.Struct, frozen=True, kw_only=True):
    """A part of an item: its heading as printed, "" for none, and its paragraphs; `name` is its place on the page."""

    name: str
    kind: str
    heading: str
    paragraphs: tuple[Markup, ...]


class PrintedPoint(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in a decision: a clause with the number it was printed with, or, without a clause, words around."""

    paragraphs: tuple[Markup, ...]
    decision: Decision | None = None
    marker: str = ""


class PrintedItem(msgspec.Struct, frozen=True, kw_only=True):
    """The whole of an item: the points of its decision, and the other sections in the order they were printed."""

    decision: tuple[PrintedPoint, ...]
    sections: tuple[PrintedSection, ...]

    def has(self, kind: str) -> bool:
        """Whether the minutes have a section of this kind."""
        return any(section.kind == kind for section in self.sections)


def printed_item(item: AgendaItem, marks_of: Callable[[str], Marks], links: Sequence[gate.Link] = ()) -> PrintedItem:
    """An item as it is printed, with what `marks_of` gives for a text marked in it, and with links in its text."""
    text, marks = unwrapped(item.text), marks_of(item.text)

    def paragraphs(start: int, end: int) -> tuple[Markup, ...]:
        inside = [(first - start, last - start) for first, last in marks if start <= first and last <= end]
        own = [(first - start, last - start, to) for first, last, to in links if start <= first and last <= end]
        return tuple(gate.paragraphs(text[start:end], inside, own))

    clauses = tuple(clause_spans(item))
    decided = {
        section for section in item.sections if section.kind == "decision" and clauses_within(section, item, clauses)
    }
    points: list[PrintedPoint] = []
    for section in item.sections:
        if section in decided:
            start, end = section.start - item.start, section.end - item.start
            points += _points(text, start, end, clauses_within(section, item, clauses), paragraphs)
    told = {point.decision for point in points}
    points += [
        PrintedPoint(decision=clause, paragraphs=paragraphs(start, end))
        for clause, start, end in clauses
        if clause not in told
    ]
    found = {clause for clause, _, _ in clauses}
    points += [
        PrintedPoint(decision=clause, paragraphs=tuple(gate.paragraphs(clause.text, marks_of(clause.text))))
        for clause in item.decisions
        if clause not in found
    ]
    return PrintedItem(decision=tuple(points), sections=tuple(_sections(item, decided, paragraphs)))


def marking(query: str, *, damaged: bool) -> Callable[[str], Marks]:
    """What gives the words of a text that answer a query, as offsets; `damaged` texts may be misread."""
    if not query:
        return lambda text: ()
    return lambda text: [(mark.start, mark.end) for mark in search().marks(text, query, damaged=damaged)]


def unwrapped(text: str) -> str:
    """The text, as long as before, its lines joined where the page wrapped them; blank lines and lists stay."""
    lines = text.split("\n")
    width = max(map(len, map(str.strip, lines)))
    joined = [" " if _is_wrapped(line.strip(), after.strip(), width) else "\n" for line, after in pairwise(lines)]
    return "".join(line + end for line, end in zip(lines, [*joined, ""], strict=True))


def _is_wrapped(line: str, after: str, width: int) -> bool:
    if not line or not after or line.endswith(("-", ":")) or _MARKER.match(after):
        return False
    ends = line[-1] in ".;!?"
    if after[0].islower() and not ends:
        return True
    return len(line) + 1 + len(after.split(maxsplit=1)[0]) > width * (FULL if ends else WRAPPED)


def _points(
    text: str,
    start: int,
    end: int,
    clauses: Sequence[tuple[Decision, int, int]],
    paragraphs: Paragraphs,
) -> Iterator[PrintedPoint]:
    """The points of a decision's section, and what is printed around them."""
    at = start
    for clause, first, last in clauses:
        marker = _LAST_MARKER.search(text, at, first)
        before = paragraphs(at, marker.start(1) if marker else first)
        if before:
            yield PrintedPoint(paragraphs=before)
        number = marker.group(1) if marker else ""
        yield PrintedPoint(paragraphs=paragraphs(first, last), decision=clause, marker=number)
        at = last
    after = text[at:end].strip()
    if len(after) > 1:
        yield PrintedPoint(paragraphs=paragraphs(at, end))


def _sections(item: AgendaItem, without: set[Section], paragraphs: Paragraphs) -> Iterator[PrintedSection]:
    """The sections but those shown above, with what is printed between them."""
    for part in item_parts(item):
        kind, heading = part.section.kind if part.section else "", part.heading
        whole = paragraphs(part.start, part.end)
        if part.section not in without and (whole or heading):
            yield PrintedSection(name=part.name, kind=kind, heading=heading, paragraphs=whole)
