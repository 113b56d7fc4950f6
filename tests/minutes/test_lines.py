"""Lines: each knows the page that it stands on, from the first character of the page."""

from __future__ import annotations

from indexer.minutes.lines.lines import read_lines
from indexer.model import Pages


def test_a_line_that_begins_where_a_page_begins_is_on_that_page() -> None:
    pages = ["ett\ntvå\n", "tre\n", "fyra"]
    text, starts = "".join(pages), (0, 8, 12)
    read = read_lines(Pages(file="a", sha256="", media_type="", text=text, starts=starts))
    assert [(line.text, line.page) for line in read if line.text] == [("ett", 1), ("två", 1), ("tre", 2), ("fyra", 3)]
    assert [line.after_gap for line in read if line.text] == [True, False, True, True]
