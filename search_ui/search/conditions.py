"""Conditions: what made an answer such as it will not be again, so that nobody keeps it as the truth.

A deadline that struck, and a meeting that was changed since the generation that is read was made: both pass within
moments. Each thread has its own, since a thread answers one request at a time.
"""

from __future__ import annotations

import threading

from indexer.index.deadline import Deadline


class PassingConditions(threading.local):
    """What passed while this thread was answering, since it last began."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Forget what there was: another request is answered."""
        self._deadlines: list[Deadline] = []
        self._changed = False

    def watch(self, deadline: Deadline) -> Deadline:
        """A deadline that may strike."""
        self._deadlines.append(deadline)
        return deadline

    def note_change(self) -> None:
        """A meeting was found to be newer, or older, than the generation that is read."""
        self._changed = True

    def interrupted(self) -> bool:
        """Whether a deadline struck: an answer is not whole."""
        return any(deadline.struck for deadline in self._deadlines)

    def any(self) -> bool:
        """Whether the same question may be answered otherwise in a moment."""
        return self._changed or self.interrupted()
