"""Headings: which lines open an agenda item.

Marked ones come first (`marks`), with their titles (`titles`); between them, in houses that have such, stand unmarked
ones (`unmarked`).
"""

from __future__ import annotations

from collections.abc import Sequence

from indexer.minutes.body import Body
from indexer.minutes.marks import find_marked
from indexer.minutes.style import Form
from indexer.minutes.titles import Heading, marked_heading
from indexer.minutes.unmarked import BareWalk


def find_headings(body: Body, torn: Sequence[tuple[int, str]] = ()) -> list[Heading]:
    """The headings of a body, in order; `torn` are the numbers taken out of it, by the index of their line."""
    marked = find_marked(body)
    headings = [marked_heading(body, candidate, marked) for candidate in marked.values()]
    if Form.BARE in body.style.forms and not any(heading.form is Form.PARAGRAPH for heading in headings):
        headings = BareWalk(body, headings, torn).all()
    return headings
