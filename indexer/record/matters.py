"""Matters: which items of different meetings are about one matter (ärende).

Items are joined by what ties them, the surest first, and never when they have two diary numbers, or stand in one
meeting:

    NUMBER    they have the same diary number
    CITED     one says that it was handled at the other's day and paragraph, under much the same title
    PUT_OFF   one is put off to the day of the other, under much the same title
    TITLE     their titles have the same words and figures, and are no standing title
    CITED_AT  one cites the other, whose title is another
    YEAR      a standing title of one organ within one year: what a registry keeps in one file
    WORDS     nearly all words of their titles, and the same figures; where minutes have paragraphs or numbers, not long
              after each other

A title is standing when every meeting has it (`words/titles.txt`: such are never joined by it), or when it came back
after it was finished: a matter that was put off does not. Whether two items are joined depends on the items there are,
and not on the order in which they came.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import IntEnum
from itertools import combinations, pairwise, product
from typing import Final, NamedTuple

import msgspec


class Tie(IntEnum):
    """What joins two items: the higher, the surer."""

    WORDS = 1
    YEAR = 2
    CITED_AT = 3
    TITLE = 4
    PUT_OFF = 5
    CITED = 6
    NUMBER = 7


class Clues(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What of one item is looked at to join it, as numbers (see `evidence.clues`): 0 and nothing where it has none.

    `order` sorts items by time, and tells each from all others; `named_places` are the item's paragraph of the year
    under the names of its organ ("Au § 84").
    """

    order: tuple[str, str, int]
    organ: int
    authority: int = 0
    number: int = 0
    has_series: bool = False
    place: int = 0
    named_places: tuple[int, ...] = ()
    earlier: tuple[int, ...] = ()
    until: int = 0
    today: int = 0
    this_year: int = 0
    title: int = 0
    words: Mapping[int, float] = {}
    parts: Mapping[int, float] = {}
    figures: frozenset[int] = frozenset()
    months: frozenset[int] = frozenset()
    is_formal: bool = False

    @property
    def day(self) -> str:
        """The day of the meeting."""
        return self.order[0]

    @property
    def meeting(self) -> str:
        """The meeting's id."""
        return self.order[1]

    @property
    def year(self) -> str:
        """The year of the meeting."""
        return self.order[0][:4]

    @property
    def is_told_apart(self) -> bool:
        """Whether the minutes themselves tell items apart, by paragraphs or diary numbers."""
        return bool(self.place or self.number)


class Link(NamedTuple):
    """Two items, by their places among all, and what ties them; `likeness` orders links of one kind."""

    tie: Tie
    likeness: float
    first: int
    second: int


def joined(every: Sequence[Clues]) -> list[tuple[int, ...]]:
    """The matters of some items, each as the places of its items among them, in the order of time."""
    return joined_by(every, ties(every))


def ties(every: Sequence[Clues], spread: Mapping[int, int] | None = None) -> list[Link]:
    """What ties these items to each other; of items that are all tied, enough to join them.

    Where they are not all there are, `spread` tells how many titles of all have each of their words.
    """
    classes = _classes(every)
    cited = set(_citations(every))
    links = [*_by_number(every), *_by_citation(every, cited), *_by_title(every, classes, cited)]
    return [*links, *_by_words(every, classes, spread)]


def likeness(one: Clues, other: Clues) -> tuple[float, float, float]:
    """What two titles share, by weight; that as a share of both, and of the smaller."""
    mine, theirs = {**one.parts, **one.words}, {**other.parts, **other.words}
    shared = sum(min(mine[word], theirs[word]) for word in mine.keys() & theirs.keys())
    sizes = sum(mine.values()), sum(theirs.values())
    return shared, shared / max(sum(sizes) - shared, _TINY), shared / max(min(sizes), _TINY)


class _TitleClass(NamedTuple):
    """The items of one title, in the order of time, and whether it is standing."""

    items: list[int]
    is_formal: bool
    is_standing: bool


def _classes(every: Sequence[Clues]) -> dict[int, _TitleClass]:
    """The items by the words of their titles."""
    items: dict[int, list[int]] = defaultdict(list)
    for number, one in enumerate(every):
        if one.words:
            items[one.title].append(number)
    return {title: _title_class(every, numbers) for title, numbers in items.items()}


def _title_class(every: Sequence[Clues], numbers: list[int]) -> _TitleClass:
    ordered = sorted(numbers, key=lambda number: every[number].order)
    words = every[ordered[0]].words.values()
    is_formal = any(every[number].is_formal for number in ordered)
    again = sum(_begins_again(every[a], every[b]) for own in _by_organ(every, ordered) for a, b in pairwise(own))
    in_one_meeting = len(ordered) - len({every[number].meeting for number in ordered})
    is_told_apart = any(every[number].is_told_apart for number in ordered)
    is_standing = (max(again, in_one_meeting) >= STANDING and (is_told_apart or max(words) < RARE)) or sum(
        words
    ) < LEAST_TITLE
    return _TitleClass(ordered, is_formal, is_standing)


def _begins_again(earlier: Clues, later: Clues) -> bool:
    """Whether a title comes back after its matter was finished: not put off, and not said to be the same."""
    cites = not {earlier.place, *earlier.named_places}.isdisjoint(later.earlier)
    return earlier.meeting != later.meeting and not earlier.until and not cites


def _by_organ(every: Sequence[Clues], ordered: Iterable[int]) -> Iterable[list[int]]:
    """Items in order, those of each organ for themselves."""
    organs: dict[int, list[int]] = defaultdict(list)
    for number in ordered:
        organs[every[number].organ].append(number)
    return organs.values()


def _are_compatible(one: Clues, other: Clues) -> bool:
    """Whether two items may be of one authority."""
    return one.authority == other.authority or not one.authority or not other.authority


def _by_number(every: Sequence[Clues]) -> Iterator[Link]:
    """Items with one diary number; one without a register's letters may be of several organs' registers."""
    having: dict[int, list[int]] = defaultdict(list)
    for number, one in enumerate(every):
        if one.number:
            having[one.number].append(number)
    for numbers in having.values():
        numbers.sort(key=lambda number: every[number].order)
        for later, second in enumerate(numbers[1:], 1):
            for first in reversed(numbers[:later]):
                if _is_one_number(every[first], every[second]):
                    yield Link(Tie.NUMBER, 1.0, first, second)
                    break


def _is_one_number(one: Clues, other: Clues) -> bool:
    if not _are_compatible(one, other):
        return False
    return one.has_series or one.organ == other.organ or likeness(one, other)[2] >= LIKE_WITHOUT_SERIES


def _citations(every: Sequence[Clues]) -> Iterator[tuple[int, int]]:
    """Each item that another cites as its earlier handling, by a day of the same organ or by an organ's name, and that
    other.
    """
    at: dict[int, list[int]] = defaultdict(list)
    for number, one in enumerate(every):
        for place in (one.place, *one.named_places) if one.place else ():
            at[place].append(number)
    for second, other in enumerate(every):
        for place in other.earlier:
            for first in at.get(place, ()):
                one = every[first]
                is_meant = one.organ == other.organ if place == one.place else one.order < other.order
                if is_meant and first != second and _are_compatible(one, other):
                    yield first, second


def _by_citation(every: Sequence[Clues], cited: Iterable[tuple[int, int]]) -> Iterator[Link]:
    """Items of which one cites the other."""
    for first, second in cited:
        like = likeness(every[first], every[second])[1]
        yield Link(Tie.CITED if like >= LIKE_CITED else Tie.CITED_AT, like, first, second)


def _by_title(
    every: Sequence[Clues], classes: Mapping[int, _TitleClass], cited: set[tuple[int, int]]
) -> Iterator[Link]:
    """Items of one title."""
    for items, is_formal, is_standing in classes.values():
        if is_formal:
            continue
        if is_standing:
            for own in _by_organ(every, items):
                yield from (link for first, second in pairwise(own) if (link := _in_a_year(every, first, second)))
        else:
            for first, second in pairwise(items):
                if not _is_another_years(every[first], every[second]):
                    yield Link(_tie_of_titles(every[first], every[second]), 1.0, first, second)


def _tie_of_titles(earlier: Clues, later: Clues) -> Tie:
    """What ties items of one title: more than it, where one is put off to the day of the other."""
    return Tie.PUT_OFF if earlier.until == later.today and earlier.organ == later.organ else Tie.TITLE


def _is_another_years(earlier: Clues, later: Clues) -> bool:
    """Whether a title that names no year comes back as it does each year."""
    return earlier.is_told_apart and not (later.figures or later.months) and _days(earlier, later) > YEARLY


def _in_a_year(every: Sequence[Clues], first: int, second: int) -> Link | None:
    """The tie of two items of a standing title, where a registry keeps the year's in one file."""
    one, other = every[first], every[second]
    return Link(Tie.YEAR, 1.0, first, second) if one.meeting != other.meeting and _are_in_a_year(one, other) else None


def _are_in_a_year(one: Clues, other: Clues) -> bool:
    """Whether two items are of one organ and one year, where a registry keeps what is standing in one file."""
    return one.organ == other.organ and one.year == other.year and one.is_told_apart and other.is_told_apart


def _may_have_one_figure_less(one: Clues, other: Clues) -> bool:
    """Whether two titles have the same figures, but for the year, which the later need not name again."""
    earlier, later = sorted((one, other), key=lambda each: each.order)
    return later.figures in (earlier.figures, earlier.figures - {earlier.this_year})


def _by_words(
    every: Sequence[Clues], classes: Mapping[int, _TitleClass], spread: Mapping[int, int] | None
) -> Iterator[Link]:
    """Items of two titles that are nearly the same, or of which one is a standing one with something added."""
    having: dict[int, list[int]] = defaultdict(list)
    for title, (items, is_formal, _) in classes.items():
        if not is_formal:
            for word in {*every[items[0]].words, *every[items[0]].parts}:
                having[word].append(title)
    counts = {word: len(titles) for word, titles in having.items()} if spread is None else spread
    near = {
        tuple(sorted(pair))
        for word, titles in having.items()
        if counts.get(word, len(titles)) <= SHARED_BY
        for pair in combinations(titles, 2)
    }
    for one, other in near:
        yield from _nearest(every, classes[one], classes[other])


def _nearest(every: Sequence[Clues], one: _TitleClass, other: _TitleClass) -> Iterator[Link]:
    """The link between the items of two alike titles that are nearest in time, the earliest of those that are."""
    mine, theirs = every[one.items[0]], every[other.items[0]]
    shared, share, _ = likeness(mine, theirs)
    adds = _adds_to_standing(one, other, mine, theirs)
    if not adds and (share < LIKE or (shared < LEAST_SHARED and share < SAME) or _both_add(mine, theirs)):
        return
    standing = one.is_standing or other.is_standing
    if not standing and (mine.figures != theirs.figures or mine.months != theirs.months):
        return
    links = []
    for first, second in product(one.items, other.items):
        a, b = every[first], every[second]
        days = _days(a, b)
        if a.meeting == b.meeting or not _are_compatible(a, b):
            continue
        if standing:
            if _are_in_a_year(a, b) and (adds or a.months == b.months) and _may_have_one_figure_less(a, b):
                links.append((days, Link(Tie.YEAR, share, first, second)))
        elif days <= NEAR_DAYS or not (a.is_told_apart or b.is_told_apart):
            links.append((days, Link(Tie.WORDS, share, first, second)))
    if links:
        yield min(links, key=lambda found: (found[0], _sure_first(every, found[1])))[1]


def _both_add(one: Clues, other: Clues) -> bool:
    """Whether each of two titles says something that the other does not."""
    mine = sum(says for word, says in one.words.items() if word not in other.words and word not in other.parts)
    theirs = sum(says for word, says in other.words.items() if word not in one.words and word not in one.parts)
    return min(mine, theirs) > SMALL


def _adds_to_standing(one: _TitleClass, other: _TitleClass, mine: Clues, theirs: Clues) -> bool:
    """Whether one of two titles is a standing one of several meetings, and the other the same with something added."""
    return (one.is_standing and len(one.items) > STANDING and mine.words.keys() <= theirs.words.keys()) or (
        other.is_standing and len(other.items) > STANDING and theirs.words.keys() <= mine.words.keys()
    )


def _days(one: Clues, other: Clues) -> int:
    """How many days lie between two meetings; none, where one has no day."""
    if not one.day or not other.day:
        return 0
    return abs((date.fromisoformat(one.day) - date.fromisoformat(other.day)).days)


class _Forest:
    """Items joined into matters, none of which has two diary numbers, authorities, or items of one meeting."""

    def __init__(self, every: Sequence[Clues]) -> None:
        self._parent = list(range(len(every)))
        self._numbers = {place: {one.number} for place, one in enumerate(every) if one.number}
        self._authorities = {place: {one.authority} for place, one in enumerate(every) if one.authority}
        self._meetings = [{one.meeting} for one in every]
        self._sizes = [1] * len(every)

    def root(self, place: int) -> int:
        """The item that stands for the matter of an item."""
        while self._parent[place] != place:
            self._parent[place] = place = self._parent[self._parent[place]]
        return place

    def join(self, link: Link) -> None:
        """Join two matters, unless something tells them apart."""
        one, other = self.root(link.first), self.root(link.second)
        if one == other or self._are_apart(one, other, link.tie):
            return
        if self._sizes[one] < self._sizes[other]:
            one, other = other, one
        self._parent[other] = one
        self._sizes[one] += self._sizes[other]
        self._meetings[one] |= self._meetings[other]
        for kept in (self._numbers, self._authorities):
            if other in kept:
                kept.setdefault(one, set()).update(kept.pop(other))

    def _are_apart(self, one: int, other: int, tie: Tie) -> bool:
        if tie is not Tie.NUMBER and not self._meetings[one].isdisjoint(self._meetings[other]):
            return True
        return any(
            one in kept and other in kept and kept[one] != kept[other] for kept in (self._numbers, self._authorities)
        )


def joined_by(every: Sequence[Clues], links: Iterable[Link]) -> list[tuple[int, ...]]:
    """The matters that links make of items, each as the places of its items, in the order of time."""
    forest = _Forest(every)
    for link in sorted(links, key=lambda link: _sure_first(every, link)):
        forest.join(link)
    groups: dict[int, list[int]] = defaultdict(list)
    for place in sorted(range(len(every)), key=lambda place: every[place].order):
        groups[forest.root(place)].append(place)
    return [tuple(places) for places in groups.values()]


def _sure_first(every: Sequence[Clues], link: Link) -> tuple[int, float, tuple[str, str, int], tuple[str, str, int]]:
    """What sorts links by how sure they are, and equals the same way however the items came."""
    first, second = sorted((every[link.first].order, every[link.second].order))
    return -link.tie, -round(link.likeness, 6), first, second


STANDING: Final = 2
"""So often a title begins again, or stands in one meeting besides, that is standing."""
LEAST_TITLE: Final = 6.0
"""What a title must say to join by itself (`evidence.MOST` is what one word can)."""
RARE: Final = 4.5
"""What a word says that is a subject: one in a hundred thousand words of Swedish or fewer."""
LIKE: Final = 0.75
SAME: Final = 0.9
LEAST_SHARED: Final = 8.0
SMALL: Final = 1.0
"""What each of two titles may say that the other does not: "till", "delrapport"."""
LIKE_CITED: Final = 0.6
LIKE_WITHOUT_SERIES: Final = 0.4
SHARED_BY: Final = 12
"""Titles that have a word, beyond which it says nothing of two of them."""
NEAR_DAYS: Final = 100
YEARLY: Final = 400
"""Days after which a title that names no year is another year's."""
_TINY: Final = 0.01
