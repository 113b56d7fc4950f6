"""Minutes: from the pages of a file to the meeting they tell of.

One parser reads them all; what differs from house to house is declared in `styles`. Its steps are the modules here,
in the order a reader of minutes works: lines, furniture, front and head, headings (marks and their titles, then
unmarked ones), items, the clauses of their decisions and what each decides. Every line ends in exactly one `LineRole`,
and whatever leaves the text is replaced by spaces, so that a place in `source` is also a place in the file's own text.
"""

from __future__ import annotations

from indexer.errors import NotMinutes
from indexer.minutes.lines.lines import LineRole
from indexer.minutes.parser import ParsedMinutes, read_meeting
from indexer.minutes.styles import STYLES, styles
from indexer.minutes.styles.style import HeadingForm, Style
from indexer.model import Pages

__all__ = ["STYLES", "VERSION", "HeadingForm", "LineRole", "NotMinutes", "ParsedMinutes", "Style", "parse"]


VERSION = "29"
"""Changes when the meeting that is read from some text could be another; minutes are then read again."""


def parse(pages: Pages, *, anything: bool = False) -> ParsedMinutes:
    """The meeting that some pages are the minutes of; `NotMinutes` with a reason, if they are not.

    With `anything`, what is no minutes is a document of another kind, in which nothing is decided and nobody present.
    """
    return read_meeting(pages, styles(), anything=anything)
