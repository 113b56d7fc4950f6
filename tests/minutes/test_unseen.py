"""Layouts that the parser was not made for: what it reads of those in `unseen/`, and that no proposal decides."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexer.minutes import parse
from tests.minutes.expected import HERE, pages_of
from tools.score_layouts import KINDS, scored
from tools.score_parser import layout_facts

LAYOUTS = sorted(path for kind in ("*.txt", "*.md") for path in (HERE / "unseen").glob(kind) if path.stem != "README")


@pytest.mark.parametrize("path", LAYOUTS, ids=[path.stem for path in LAYOUTS])
def test_every_fact_of_a_layout_is_read(path: Path) -> None:
    told = json.loads(path.with_name(f"{path.stem}.expect.json").read_text(encoding="utf-8"))
    assert [fact for fact in layout_facts(told, parse(pages_of(path)).meeting) if not fact.is_right] == []


FLOORS = {
    "second": (0.98, 1.0, 0.95, 1.0, 1.0, 0.95, 1.0),
    "third": (1.0, 1.0, 0.99, 1.0, 1.0, 0.92, 1.0),
    "fourth": (1.0, 0.99, 0.98, 1.0, 0.95, 0.99, 0.94),
}
"""The least that each later draw is read with, in the order of KINDS."""


@pytest.mark.parametrize("draw", FLOORS)
def test_no_later_draw_is_read_worse_than_it_was(draw: str) -> None:
    score = scored(HERE / "unseen" / draw)
    figures = [score.counts[kind].f1 or 0.0 for kind in KINDS]
    assert score.refused == 0
    assert all(figure >= floor for figure, floor in zip(figures, FLOORS[draw], strict=True)), score.wrong
