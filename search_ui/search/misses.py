"""Misses: what was searched for and not found, for a clerk who wonders what is missing; only where that is wanted.

Words are counted and nothing else, in memory, until something new is indexed. Only what was asked several times is
told: what one person asks once is nobody's business.
"""

from __future__ import annotations

from collections import Counter
from threading import Lock
from typing import Final

OFTEN: Final = 3
"""Times that something is asked before it is told."""
MOST_KEPT: Final = 2_000
MOST_TOLD: Final = 30


class Misses:
    """Questions without hits, how often each was asked."""

    def __init__(self) -> None:
        self._asked: Counter[str] = Counter()
        self._generation = ""
        self._lock = Lock()

    def note(self, query: str, generation: str) -> None:
        """Count a question that found nothing; when there are too many, those asked once are forgotten."""
        with self._lock:
            if generation != self._generation:
                self._asked.clear()
                self._generation = generation
            self._asked[" ".join(query.lower().split())] += 1
            if len(self._asked) > MOST_KEPT:
                self._asked = Counter({asked: times for asked, times in self._asked.items() if times > 1})

    def often(self) -> tuple[tuple[str, int], ...]:
        """What was asked several times, most asked first."""
        with self._lock:
            return tuple(one for one in self._asked.most_common(MOST_TOLD) if one[1] >= OFTEN)
