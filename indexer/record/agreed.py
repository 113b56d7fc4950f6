"""Agreed: what a clause agrees to or refuses where it only names it: the proposal, the motion, the points of it.

Kommunstyrelsen beslutar enligt förvaltningens förslag.      the text of the office's proposal
Motionen avslås.                                             the motion's title and who moved it
Motionens första att-sats bifalles.                          that point of it, where the item prints it

It is kept in the index with each item: what changes it raises `FIELDS_VERSION` there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from indexer.model import AgendaItem, Decision, Proposal
from indexer.swedish.diacritics import fold


def agreed(item: AgendaItem) -> tuple[str, ...]:
    """What the decisions of an item agree to or refuse and do not say themselves, each once."""
    return tuple(dict.fromkeys(text for decision in item.decisions for text in _named_by(decision, item)))


def _named_by(decision: Decision, item: AgendaItem) -> Iterator[str]:
    """What a clause only names."""
    small = decision.text.lower()
    if not any(word in small for word in _NAMING):
        return
    clause = " ".join(decision.text.split())
    if points := tuple(_points_named(clause)):
        yield from _points_of(item, points)
    elif _MOTION.search(clause):
        yield from _motion(item)
    elif _AS_PROPOSED.search(clause):
        yield from (" ".join(proposal.text.split()) for proposal in _proposals_of(clause, item.proposals))


def _motion(item: AgendaItem) -> Iterator[str]:
    """The motion that an item is about, with who moved it: as its title says, or else a proposal by somebody."""
    title = " ".join(item.title.split())
    if _IS_MOTION.search(title):
        yield title
        return
    for proposal in item.proposals:
        if proposal.proposers and "motion" in proposal.text.lower():
            yield f"{', '.join(proposal.proposers)}: {' '.join(proposal.text.split())}"
            return


def _points_named(clause: str) -> Iterator[int]:
    """The numbers of the points that a clause names: "att-satserna 1-3", "första att-satsen"."""
    for found in _POINTS.finditer(clause):
        if found["ordinal"]:
            yield _ORDINALS.index(fold(found["ordinal"].lower())) + 1
            continue
        for first, last in re.findall(r"(\d+)(?:\s*[-–]\s*(\d+))?", found["numbers"]):
            yield from range(int(first), min(int(last or first), int(first) + _MOST_POINTS) + 1)


def _points_of(item: AgendaItem, numbers: tuple[int, ...]) -> Iterator[str]:
    """Those points of what was moved or proposed, from the first proposal that has so many; or else the motion."""
    for proposal in item.proposals:
        points = _points(proposal.text)
        if points and max(numbers) <= len(points):
            yield from (points[number - 1] for number in numbers)
            return
    yield from _motion(item)


def _points(text: str) -> list[str]:
    """The numbered points of a proposal, or its clauses that begin with att."""
    parts = _NUMBERED.split(text)[1:] or _CLAUSES.split(text)[1:]
    return [" ".join(part.split()).rstrip(" ,;") for part in parts if part.strip()]


def _proposals_of(clause: str, proposals: tuple[Proposal, ...]) -> Iterator[Proposal]:
    """The proposals of whom a clause names; the only one there is, where it names nobody."""
    named = [each for each in proposals if any(_is_named(name, clause) for name in each.proposers)]
    if named:
        yield named[0]
    elif len(proposals) == 1:
        yield proposals[0]


def _is_named(name: str, clause: str) -> bool:
    words = [word for word in re.findall(r"[^\W\d_]{3,}", fold(name.lower())) if word not in _SMALL]
    folded = fold(clause.lower())
    return bool(words) and all(word in folded for word in words)


_NAMING: Final = ("motion", "förslag", "yrkande", "sats", "punkt")
"""What every clause has that only names something; quicker to look for than what it says of it."""
_MOST_POINTS: Final = 20
_SMALL: Final = frozenset(("och", "samt"))
_ORDINALS: Final = ("forsta", "andra", "tredje", "fjarde", "femte")
_MOTION: Final = re.compile(
    r"\bmotion(?:en|erna)?\b[^.]{0,80}?\b(?:avsl|bif|bes?varad|bes?vara|anses|ans[åa]gs|förklara|remitter)",
    re.IGNORECASE,
)
_IS_MOTION: Final = re.compile(r"\b(?:motion|medborgarförslag|ledamotsinitiativ|göteborgsförslag)", re.IGNORECASE)
_POINTS: Final = re.compile(
    r"\b(?P<ordinal>första|andra|tredje|fjärde|femte)\s+(?:att-sats|att-satsen|punkten)\b"
    r"|\b(?:att-sats(?:en|er|erna)?|attsats(?:en|erna)?|yrkandets? punkt(?:er|erna)?)\s+"
    r"(?P<numbers>\d+(?:\s*(?:,|och|samt|[-–])\s*\d+)*)",
    re.IGNORECASE,
)
_AS_PROPOSED: Final = re.compile(
    r"\b(?:enligt|i enlighet med)\b[^.]{0,80}\b(?:förslag(?:et)?|yrkandet?)\b[.:]?\s*$"
    r"|\b(?:förslag(?:et)?|yrkandet?)\b[^.]{0,60}\b(?:bifall|bif[öo]ll|avsl|antas|godkänn|antogs|godkändes)",
    re.IGNORECASE,
)
"""A clause that agrees to or refuses a proposal without saying what it is."""
_NUMBERED: Final = re.compile(r"(?:^|\s)\d{1,2}[.)]\s+")
_CLAUSES: Final = re.compile(r"(?:^|\s)(?=att\s)")
