"""Zones: the parts of a meeting that words are sought in, each declared once.

Everything that knows the zones reads `ZONES`: what is indexed and what a word in it is worth, the prefixes of the query
language, the passages that an excerpt is taken from and what introduces it. A new zone is one entry with a number of
its own; the number is part of every position in an index, so it is never changed and never used again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Final, TypeAlias

import msgspec

from indexer.model import AgendaItem, Decision, DecisionKind, Meeting
from indexer.record.people import acts
from indexer.swedish.diacritics import fold
from indexer.swedish.words import word_list

MONTHS: Final = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip

ItemText: TypeAlias = Callable[[AgendaItem], str]
MeetingText: TypeAlias = Callable[[Meeting], str]


class Zone(msgspec.Struct, frozen=True, kw_only=True):
    """A part of an item or of a meeting, and what a word in it is worth. Its number is below 128 (`packed_numbers`).

    The text is that of an item (`of_item`), of an item's meeting (`of_items_meeting`), of the meeting but found in its
    first item only (`of_first_item`), or, for what is sought only by name and finds all items of a meeting,
    `of_meeting`. A query names the zone by its `prefixes`, the first of which is
    printed; the prefix of a zone also finds the zones whose `group` it is. `excerpted` gives the text that a passage
    is shown of, `label` what introduces it.
    """

    number: int
    name: str
    weight: float
    of_item: ItemText | None = None
    of_items_meeting: MeetingText | None = None
    of_first_item: MeetingText | None = None
    of_meeting: MeetingText | None = None
    prefixes: tuple[str, ...] = ()
    group: str = ""
    excerpted: ItemText | None = None
    label: str = ""


_APART: Final = frozenset(("decision", "presenters", "attachments", "title"))
_FORMALITIES: Final = frozenset(("recipients", "earlier"))


def body(item: AgendaItem, apart: frozenset[str] = _APART) -> str:
    """The words of an item that no other zone holds: what is neither title, decision, presenter nor attachment."""
    texts = [item.section_text(section) for section in item.sections if section.kind not in apart]
    return "\n".join(texts) if item.sections else item.summary or ""


def _leftover(item: AgendaItem) -> str:
    """The lines of an item with a word that no other zone holds, so that all that is printed is found.

    Headings alone on a line are not among them: they stand in every item, and are found in the meeting's first.
    """
    told = (_title(item), _presenters(item), _attachments(item), body(item), item.number, item.reference or "")
    held = set(_words("\n".join((*told, *(decision.text for decision in item.decisions)))))
    missing = set(_words(item.text)) - held
    if not missing:
        return ""
    headings = {tuple(_words(section.heading)) for section in item.sections}
    lines = ((line, tuple(_words(line))) for line in item.text.splitlines())
    return "\n".join(line for line, words in lines if words not in headings and not missing.isdisjoint(words))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


_WORD = re.compile(r"\w+")


def _matter(item: AgendaItem) -> str:
    """The words of an item's text that say what it is about: not who is sent it, nor when it was put off."""
    return body(item, _APART | _FORMALITIES)


def _title(item: AgendaItem) -> str:
    """The title, and the heading of the group that the item stands in."""
    return f"{item.title}\n{item.group}" if item.group else item.title


def _text(item: AgendaItem) -> str:
    """The words of an item that is about one matter, but those of other zones."""
    return "" if is_collection(item) else body(item)


def _only_postpones(item: AgendaItem) -> bool:
    """Whether the item only puts its matter off: what decides it stands above."""
    return {decision.kind for decision in item.decisions} == {DecisionKind.DEFERRED}


def is_collection(item: AgendaItem) -> bool:
    """Whether an item gathers many matters, as a list of motions does: a matter's own item stands above."""
    return fold(item.title.lower()).lstrip(" 0123456789.§").startswith(_collections())


@cache
def _collections() -> tuple[str, ...]:
    """How the titles of collections begin."""
    return tuple(fold(line) for line in word_list("collections.txt"))


def _clauses(decisions: Iterable[Decision], *, routine: bool) -> str:
    """The decisions' words; those that only note something are routine."""
    return "\n".join(decision.text for decision in decisions if (decision.kind is DecisionKind.NOTED) is routine)


def _presenters(item: AgendaItem) -> str:
    """Those who presented the item, one a line."""
    return "\n".join(item.presenters)


def _attachments(item: AgendaItem) -> str:
    """The item's attachments, one a line."""
    return "\n".join(item.attachments)


def _acting(item: AgendaItem) -> str:
    """Those who do something in the item, one a line: also voters whom only a list behind the minutes names."""
    return "\n".join(dict.fromkeys(act.name for act in acts(item)))


def _date(meeting: Meeting) -> str:
    """A meeting's date in the ways that people write it: items of "2025-06-13" are found by "juni 2025" and "13/6"."""
    if not meeting.date:
        return ""
    year, month, day = meeting.date.split("-")
    return f"{meeting.date} {int(day)}/{int(month)} {int(day)} {MONTHS[int(month) - 1]} {year}"


ZONES: Final = (
    Zone(
        number=0,
        name="title",
        weight=3.0,
        of_item=lambda item: "" if _only_postpones(item) else _title(item),
        prefixes=("titel", "title", "rubrik"),
        excerpted=lambda item: item.title,
    ),
    Zone(
        number=1,
        name="decision",
        weight=2.0,
        of_item=lambda item: "" if is_collection(item) else _clauses(item.decisions, routine=False),
        prefixes=("beslut", "decision"),
        excerpted=lambda item: "\n".join(decision.text for decision in item.decisions),
        label="Ur beslutet",
    ),
    Zone(number=3, name="text", weight=1.0, of_item=_text, prefixes=("text",), excerpted=_matter),
    Zone(
        number=2,
        name="presenters",
        weight=1.5,
        of_item=_presenters,
        prefixes=("föredragande", "foredragande", "presenter"),
        group="person",
        excerpted=_presenters,
        label="Föredragande",
    ),
    Zone(number=4, name="attachments", weight=0.7, of_item=_attachments, excerpted=_attachments, label="Underlag"),
    Zone(
        number=5,
        name="routine",
        weight=0.3,
        of_item=lambda item: _clauses(item.decisions, routine=True),
        group="decision",
    ),
    Zone(number=6, name="date", weight=0.2, of_items_meeting=_date),
    Zone(
        number=7,
        name="number",
        weight=0.2,
        of_item=lambda item: "\n".join(dict.fromkeys((item.number, item.number.strip("§ ")))),
        prefixes=("nr", "nummer", "number"),
    ),
    Zone(
        number=8,
        name="reference",
        weight=0.2,
        of_item=lambda item: item.reference or "",
        prefixes=("dnr", "diarienummer", "reference"),
        excerpted=lambda item: item.reference or "",
        label="Diarienummer",
    ),
    Zone(
        number=9,
        name="organization",
        weight=1.0,
        of_meeting=lambda meeting: meeting.organization,
        prefixes=("organ", "organization"),
    ),
    Zone(
        number=10,
        name="authority",
        weight=1.0,
        of_meeting=lambda meeting: meeting.authority or "",
        prefixes=("kommun", "huvudman", "authority"),
    ),
    Zone(
        number=11,
        name="person",
        weight=0.1,
        of_meeting=lambda meeting: "\n".join(person.name for person in meeting.attendance),
        prefixes=("person", "namn"),
    ),
    Zone(number=12, name="place", weight=0.1, of_meeting=lambda meeting: meeting.place or ""),
    Zone(number=13, name="leftover", weight=0.1, of_item=_leftover),
    Zone(
        number=15,
        name="postponed_title",
        weight=2.85,
        of_item=lambda item: _title(item) if _only_postpones(item) else "",
        group="title",
    ),
    Zone(
        number=16,
        name="collected_decision",
        weight=0.8,
        of_item=lambda item: _clauses(item.decisions, routine=False) if is_collection(item) else "",
        group="decision",
    ),
    Zone(
        number=17,
        name="collected_text",
        weight=0.4,
        of_item=lambda item: body(item) if is_collection(item) else "",
        group="text",
    ),
    Zone(number=18, name="acting", weight=0.1, of_item=_acting, group="person"),
    Zone(
        number=14,
        name="outside",
        weight=0.05,
        of_first_item=lambda meeting: meeting.outside,
        label="Utanför ärendena",
    ),
)
"""Every zone, the likeliest to say why an item answers first. "routine" holds clauses that only note, 20 of 45 in the
shipped minutes; the zones of collections and of what is only put off are worth less than those they stand for.

`python -m benchmarks.weights` says what each weight is worth; a title of 3 scores best of 2, 3 and 4."""

ZONE_NAMED: Final = {zone.name: zone for zone in ZONES}
ITEM_ZONES: Final = {zone.name: zone.weight for zone in ZONES if zone.of_meeting is None}
"""The zones of an item and their weights."""
MEETING_ZONES: Final = {zone.name: zone.weight for zone in ZONES if zone.of_meeting}
"""The zones of a meeting, searched only by name; what they find is all the meeting's items."""
ZONE_GROUPS: Final = {
    group: (group, *(zone.name for zone in ZONES if zone.group == group))
    for group in dict.fromkeys(zone.group for zone in ZONES if zone.group)
}
"""The names that a query uses for several zones at once, with those zones."""


def item_zones(item: AgendaItem, meeting: Meeting) -> tuple[tuple[str, str], ...]:
    """An item's texts by zone."""
    own = ((zone.name, zone.of_item(item)) for zone in ZONES if zone.of_item)
    shared = ((zone.name, zone.of_items_meeting(meeting)) for zone in ZONES if zone.of_items_meeting)
    is_first = meeting.items[:1] and meeting.items[0].id == item.id
    first = ((zone.name, zone.of_first_item(meeting)) for zone in ZONES if zone.of_first_item and is_first)
    return (*own, *shared, *first)


def meeting_zones(meeting: Meeting) -> tuple[tuple[str, str], ...]:
    """A meeting's texts by zone."""
    return tuple((zone.name, zone.of_meeting(meeting)) for zone in ZONES if zone.of_meeting)


def zone_number(name: str) -> int:
    """The number that positions in this zone begin with."""
    return ZONE_NAMED[name].number
