"""Proximity: where the words of a phrase stand together, in an index as in a text that is shown."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import islice


def stretches(positions: Sequence[Collection[int]], distance: int | None) -> Iterator[tuple[int, ...]]:
    """Each stretch in which all words of a phrase stand together: the position of each of them.

    `positions` has the word numbers of each word, in the phrase's order. Without a distance the words stand one after
    the other as in the phrase; with one, in any order and at most so many other words between them, as near as they
    come.
    """
    if not positions:
        return
    if distance is None:
        rest = [set(those) for those in positions[1:]]
        for first in positions[0]:
            if all(first + step in those for step, those in enumerate(rest, 1)):
                yield tuple(range(first, first + len(positions)))
        return
    spread = distance + len(positions) - 1
    events = sorted((position, word) for word, those in enumerate(positions) for position in set(those))
    for index, (start, first) in enumerate(events):
        found = {first: start}
        for position, word in islice(events, index + 1, None):
            if position - start > spread or word == first or len(found) == len(positions):
                break
            found.setdefault(word, position)
        if len(found) == len(positions):
            yield tuple(found[word] for word in range(len(positions)))
