"""The deadline: how long a question may take before it is answered with what has been found.

A limit on what may be typed keeps nearly every question cheap; the deadline is for the rest, and for an index that has
grown beyond what the limits were measured on. It needs no signal and no thread: whoever works for long asks it between
two steps, and what is asked for is a moment on a clock, so that tests bring their own.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeVar

STRIDE: Final = 1024
"""Between two looks at the clock so many postings or words are gone through: under a millisecond."""

T = TypeVar("T")


class TimeIsUp(Exception):
    """The deadline has struck; an engine answers with what it has found, and this never leaves it."""


class Deadline:
    """A moment after which there is no more work on a question; `struck` tells whether that stopped something."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._moment = clock() + seconds
        self.struck = False

    def check(self) -> None:
        """Raise TimeIsUp when the moment has come."""
        if self.struck or self._clock() >= self._moment:
            self.struck = True
            raise TimeIsUp

    def over(self, things: Iterable[T]) -> Iterator[T]:
        """The things, with a look at the clock before the first and now and then."""
        for number, thing in enumerate(things):
            if not number % STRIDE:
                self.check()
            yield thing


NO_DEADLINE: Final = Deadline(float("inf"))
"""For work that nobody waits for."""
