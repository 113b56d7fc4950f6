"""Certainty: how sure it is that minutes were read as they are meant, part by part, and what speaks against it.

Nothing says for certain that a heading was missed. But numbers that leave gaps, pages on which no item stands, headings
of decisions below which nothing was decided and lines that found no place do not come by themselves.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from indexer.minutes.lines.lines import Line, LineRole
from indexer.model import AgendaItem, Certainty, MeetingRemark, PageFurniture, meeting_remark

_NUMBER = re.compile(r"(?:§\s*)?(?P<number>\d{1,4})\.?")
_ENOUGH_NUMBERS = 3
_ENOUGH_LINES = 8
"""Printed lines of a page from which on it should have some of an item: fewer are a title page or a page's feet."""
_ENOUGH_UNPLACED = 5
_MANY_UNPLACED = 0.05
_MOST_NAMED = 8
_GUESSED = {"minutes.no_organ": 1.0, "minutes.no_date": 1.0}
"""How much of an organ or a day is lacking by what was said of it; what was guessed is sure by half."""


def certainty(
    items: Sequence[AgendaItem], lines: Sequence[Line], places: Sequence[LineRole], said: Iterable[MeetingRemark]
) -> tuple[Certainty, tuple[MeetingRemark, ...]]:
    """How sure the parts of a meeting are, and remarks on what was not `said` already."""
    said = tuple(said)
    promised = next((one.args for one in said if one.code == "minutes.paragraphs_missing"), None)
    missing, numbers = _gaps(items) if not promised else ([], 0)
    empty, pages = _pages_without_items(lines, places)
    deciding = [item for top in items for item in top.walk() if _heads_a_decision(item)]
    undecided = [item.number or item.title for item in deciding if not item.decisions and not item.proposals]
    printed = sum(place is not LineRole.BLANK for place in places)
    unplaced = sum(place is LineRole.UNPLACED for place in places)
    shares = [_share(numbers - len(missing), numbers), _share(pages - len(empty), pages)]
    if promised:
        shares.append(_share(promised["present"], promised["promised"]))
    sure = Certainty(
        head=round(1 - sum(_lacking(one.code) for one in said), 2),
        items=round(min(shares), 2) if items else 0.0,
        decisions=round(_share(len(deciding) - len(undecided), len(deciding)), 2),
        text=round(_share(printed - unplaced, printed), 2),
    )
    doubts = []
    if not items:
        doubts.append(meeting_remark("minutes.no_items"))
    if missing:
        doubts.append(meeting_remark("minutes.numbers_missing", numbers=_named(missing), count=len(missing)))
    if empty:
        doubts.append(meeting_remark("minutes.pages_without_items", pages=_named(empty), count=len(empty)))
    if undecided:
        doubts.append(meeting_remark("minutes.decisions_missing", items=_named(undecided)))
    if unplaced >= max(_ENOUGH_UNPLACED, _MANY_UNPLACED * printed):
        doubts.append(meeting_remark("minutes.many_unplaced", unplaced=unplaced, printed=printed))
    return sure, tuple(doubts)


def furniture_of(lines: Iterable[Line]) -> tuple[PageFurniture, ...]:
    """What was taken out as page heads and feet: each as it stands first, with how many lines are it but for digits."""
    first: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for line in lines:
        key = re.sub(r"\d+", "0", line.text.casefold())
        first.setdefault(key, line.text)
        counts[key] += 1
    return tuple(PageFurniture(text=text, lines=counts[key]) for key, text in first.items())


def _share(part: int, whole: int) -> float:
    return max(0, part) / whole if whole else 1.0


def _lacking(code: str) -> float:
    """How much of the head is lacking, by what was said of the organ or the day."""
    is_guess = code.startswith(("minutes.organ_from_", "minutes.date_from_"))
    return (_GUESSED.get(code, 0.0) or (0.5 if is_guess else 0.0)) / 2


def _heads_a_decision(item: AgendaItem) -> bool:
    return any(section.kind == "decision" for section in item.sections)


def _gaps(items: Sequence[AgendaItem]) -> tuple[list[int], int]:
    """The numbers that are missing among items whose numbers rise, and how many there should be."""
    numbers = [int(found["number"]) for item in items if (found := _NUMBER.fullmatch(item.number))]
    if len(numbers) < _ENOUGH_NUMBERS or numbers != sorted(numbers):
        return [], 0
    whole = range(numbers[0], numbers[-1] + 1)
    missing = sorted(set(whole) - set(numbers))
    return (missing, len(whole)) if len(missing) < len(numbers) else ([], 0)


def _pages_without_items(lines: Sequence[Line], places: Sequence[LineRole]) -> tuple[list[int], int]:
    """The pages from the first item's to the last one's that have none of an item, and how many pages that are."""
    printed: Counter[int] = Counter()
    with_items = set()
    for line, place in zip(lines, places, strict=True):
        if place in {LineRole.ITEM, LineRole.UNPLACED}:
            printed[line.page] += 1
        if place is LineRole.ITEM:
            with_items.add(line.page)
    if not with_items:
        return [], 0
    whole = range(min(with_items), max(with_items) + 1)
    return [page for page in whole if page not in with_items and printed[page] >= _ENOUGH_LINES], len(whole)


def _named(names: Sequence[object]) -> tuple[str, ...]:
    """The first of some numbers or names, and that there are more."""
    return (*map(str, names[:_MOST_NAMED]), *(["…"] if len(names) > _MOST_NAMED else []))
