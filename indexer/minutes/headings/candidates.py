"""Candidates: lines that may be marked headings, and the rising row of them that holds best together."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from indexer.minutes.headings import weights
from indexer.minutes.lines.content_lines import ContentLines
from indexer.minutes.styles.style import HeadingForm

LEADERS = re.compile(r"(?:\.\s?){4,}|…{2,}|\s{3,200}\d{1,3}$|\t+\d{1,3}$")
"""Dots or a column that lead to a page number."""

CHAIN = re.compile(
    r"[A-ZÅÄÖ][\w-]*(?:\s+[\w-]+){0,4}?\s+(?:(?:\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d\d-\d\d),?\s*)?§\s?(?P<number>\d{1,4})"
    r"(?:\s?[/,]\s?(?:\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d\d-\d\d|\d{2,4}))?"
)
"""The mark of an organ through which a matter went."""


class HeadingCandidate(msgspec.Struct, frozen=True):
    """A line that may be a marked heading, and how much speaks for it."""

    at: int
    value: int
    form: HeadingForm
    number: str
    title: int
    """Where in the line the title begins; the line's length where the title stands on the next."""
    weight: float
    parent: int | None = None
    """For 8.2, the 8."""
    is_one_line: bool = False
    """Whether its title ends with its line."""
    kind: str = ""
    """How the number is written: the organ's short form before it, and whether § stands behind it."""
    title_above: tuple[int, int] | None = None
    """The positions from and to which its title stands above it, in minutes that are written so."""

    title_end: int | None = None
    """Where in the line the title ends, where the mark stands behind it."""

    @property
    def first(self) -> int:
        """The position of the first line that belongs to it."""
        return self.title_above[0] if self.title_above else self.at


def without_contents(body: ContentLines, candidates: Sequence[HeadingCandidate]) -> Iterator[HeadingCandidate]:
    """The candidates, with less weight for those in a list of the items to come: each number comes again further down,
    and no label stands between one and the next.
    """
    penalty = weights.WEIGHTS.paragraph_in_contents
    labels = sorted(body.cues)
    last = {candidate.value: n for n, candidate in enumerate(candidates)}
    for n, candidate in enumerate(candidates):
        following = candidates[n + 1] if n + 1 < len(candidates) else candidate
        comes_again = last[candidate.value] > n
        is_list = following.value < candidate.value or last[following.value] > n + 1
        labelled = bisect_left(labels, candidate.at) < bisect_left(labels, following.at)
        in_contents = comes_again and is_list and not labelled
        yield msgspec.structs.replace(candidate, weight=candidate.weight + penalty) if in_contents else candidate


def best_row(
    candidates: Iterable[HeadingCandidate], *, begins_before: int, counts: bool = False, following: float = 0.0
) -> list[HeadingCandidate]:
    """The rising row of candidates that weighs most; where it `counts`, each number left out has its price, and
    `following` is the worth of one that is the next.
    """
    w = weights.WEIGHTS
    skip, late = (w.number_skipped, w.number_late) if counts else (0.0, 0.0)
    found = list(candidates)
    best: list[tuple[float, int]] = []
    for here, candidate in enumerate(found):
        is_early = candidate.at < begins_before
        weight = max(w.number_late_at_most, late * (candidate.value - 1)) if is_early else -_NEVER
        before = -1
        for there in range(max(0, here - _ROW_WINDOW), here):
            step = candidate.value - found[there].value
            if step > 0:
                total = best[there][0] + max(w.number_skipped_at_most, skip * (step - 1)) + following * (step == 1)
                if total > weight:
                    weight, before = total, there
        best.append((weight + candidate.weight, before))
    at = max(range(len(best)), key=lambda n: best[n][0], default=-1)
    row: list[HeadingCandidate] = []
    while at >= 0 and best[at][0] > 0:
        row.append(found[at])
        at = best[at][1]
    return row[::-1]


_NEVER = 1e6
_ROW_WINDOW = 60
"""So far back a row looks for the heading before; longer lists of false candidates than this are not met."""
