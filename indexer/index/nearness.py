"""Nearness: where the words of a phrase stand together, in an index as in a text that is shown."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import islice


def stretches(places: Sequence[Collection[int]], distance: int | None) -> Iterator[tuple[int, ...]]:
    """Each stretch in which all words of a phrase stand together: the place of each of them.

    `places` has the places of each word, in the phrase's order, as word numbers. Without a distance the words stand one
    after the other as in the phrase; with one, in any order and at most so many other words between them, as near as
    they come.
    """
    if not places:
        return
    if distance is None:
        rest = [set(those) for those in places[1:]]
        for first in places[0]:
            if all(first + step in those for step, those in enumerate(rest, 1)):
                yield tuple(range(first, first + len(places)))
        return
    spread = distance + len(places) - 1
    events = sorted((place, word) for word, those in enumerate(places) for place in set(those))
    for index, (start, first) in enumerate(events):
        found = {first: start}
        for place, word in islice(events, index + 1, None):
            if place - start > spread or word == first or len(found) == len(places):
                break
            found.setdefault(word, place)
        if len(found) == len(places):
            yield tuple(found[word] for word in range(len(places)))
