"""Free notes: headings, bullets and running text, with decisions, if any, told in sentences.

Every short line with text below it heads an item; nothing is a decision that no label says is one.
"""

from __future__ import annotations

from indexer.minutes import vocabulary
from indexer.minutes.style import Form, Style

NOTES = Style(
    name="notes",
    organs=("samråd", "träff", "byaråd", "råd", "nätverksträff"),
    signs=("Minnesanteckningar", "Anteckningar", "Mötesanteckningar", "Minnesanteckningar från", "Anteckningar från"),
    sections={**vocabulary.SECTIONS, "other": ()},
    forms=(Form.NUMBER, Form.CLOCK, Form.BARE),
    short_lines_head=True,
    first_names=True,
)
