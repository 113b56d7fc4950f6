"""Facet columns: for each facet its values over all segments, how they are spelled, and which each document has."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate, chain
from typing import NamedTuple

from indexer.index.segments.packed_numbers import worth_arrays
from indexer.index.segments.segment_tables import FACET_NAMES, Numbers, Rows, SegmentTables


class FacetColumn(NamedTuple):
    """One facet: its values in order, the label of each, and the numbers of those of each meeting and each item."""

    values: list[str]
    labels: list[str]
    of_meetings: Rows
    of_items: Rows


def facet_columns(tables: Sequence[SegmentTables]) -> dict[str, FacetColumn]:
    """The facets by name, over the segments that have these tables."""
    labels = _labels(tables)
    return {name: _column(name, tables, labels.get(name, {})) for name in FACET_NAMES}


def _column(name: str, tables: Sequence[SegmentTables], labels: dict[str, str]) -> FacetColumn:
    """One facet over all segments."""
    values = sorted({*chain.from_iterable(each.values[name] for each in tables)})
    number = {value: position for position, value in enumerate(values)}
    numbers = [array("I", map(number.__getitem__, each.values[name])) for each in tables]
    return FacetColumn(
        values=values,
        labels=[labels.get(value, value) for value in values],
        of_meetings=_joined_rows([each.of_meetings[name] for each in tables], [len(t.heads) for t in tables], numbers),
        of_items=_joined_rows([each.of_items[name] for each in tables], [len(t.alive) for t in tables], numbers),
    )


def _joined_rows(rows: Sequence[Rows], sizes: Sequence[int], renumbered: Sequence[array[int]]) -> Rows:
    """Rows after rows, each with the new numbers of its values; no rows at all where none has a value."""
    if not any(len(each.numbers) for each in rows):
        return Rows(array("I", [0]), array("I"))
    if len(rows) == 1:
        return rows[0]
    firsts = accumulate((len(each.numbers) for each in rows), initial=0)
    starts = (
        shifted(each.starts[:-1], first) if len(each) else array("I", [first]) * size
        for each, size, first in zip(rows, sizes, firsts, strict=False)
    )
    numbers = (mapped(each.numbers, new) for each, new in zip(rows, renumbered, strict=True))
    end = array("I", [sum(len(each.numbers) for each in rows)])
    return Rows(_chained((*starts, end)), _chained(numbers))


def joined(parts: Iterable[tuple[Numbers, int]]) -> Numbers:
    """Numbers after numbers, each part's raised by so much."""
    return _chained(shifted(part, by) for part, by in parts)


def _chained(parts: Iterable[Numbers]) -> Numbers:
    """Numbers after numbers; those of a single part stay where they are."""
    every = list(parts)
    return every[0] if len(every) == 1 else array("I", b"".join(every))


def shifted(part: Numbers, by: int) -> Numbers:
    """Numbers, each raised by so much."""
    if not by:
        return part
    if not worth_arrays(len(part)):
        return array("I", map(by.__add__, part))
    import numpy as np

    return array("I", (np.frombuffer(part, np.uint32) + np.uint32(by)).tobytes())


def mapped(part: Numbers, new: array[int]) -> array[int]:
    """The new number of each of these."""
    if not worth_arrays(len(part)):
        return array("I", map(new.__getitem__, part))
    import numpy as np

    return array("I", np.frombuffer(new, np.uint32)[np.frombuffer(part, np.uint32)].tobytes())


def _labels(tables: Sequence[SegmentTables]) -> dict[str, dict[str, str]]:
    """How each value of each facet is best spelled: as most minutes do; of equals, with the most Swedish letters."""
    counts: Counter[str] = Counter()
    for each in tables:
        for term, count in each.labels():
            counts[term] += count
    best: dict[tuple[str, str], tuple[bool, int, str]] = {}
    for term, count in counts.items():
        name, value, certainty, label = term.split("=", 3)
        best[name, value] = max(best.get((name, value), (False, 0, "")), (certainty == "sure", count, label))
    labels: dict[str, dict[str, str]] = {}
    for (name, value), (_, _, label) in best.items():
        labels.setdefault(name, {})[value] = label
    return labels
