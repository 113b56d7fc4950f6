"""Headings: which lines open an agenda item.

Marked ones come first (`marks`), with their titles (`titles`); between them, in houses that have such, stand unmarked
ones (`unmarked`).
"""

from __future__ import annotations

from collections.abc import Sequence

from indexer.minutes.headings.numbered import find_marked
from indexer.minutes.headings.titles import Heading, marked_heading, title_columns
from indexer.minutes.headings.unnumbered import UnnumberedHeadingFinder
from indexer.minutes.lines.content_lines import ContentLines
from indexer.minutes.styles.style import HeadingForm

_WHOLE = (HeadingForm.PARAGRAPH, HeadingForm.HASH)
"""Where headings have these forms, no others are between them."""


def find_headings(body: ContentLines, torn: Sequence[tuple[int, str]] = ()) -> list[Heading]:
    """The headings of a body, in order; `torn` are the numbers taken out of it, by the index of their line."""
    marked = find_marked(body)
    columns = title_columns(body, marked)
    headings = [marked_heading(body, candidate, marked, columns) for candidate in marked.values()]
    if headings and headings[0].form in _WHOLE:
        return headings
    if HeadingForm.BARE in body.style.forms or not headings:
        headings = UnnumberedHeadingFinder(body, headings, torn).all()
    return headings
