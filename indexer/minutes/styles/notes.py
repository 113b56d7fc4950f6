"""Free notes: headings, bullets and running text, with decisions, if any, told in sentences.

Every short line with text below it heads an item; nothing is a decision that no label says is one.
"""

from __future__ import annotations

from indexer.minutes.styles import vocabulary
from indexer.minutes.styles.style import HeadingForm, Style

NOTES = Style(
    name="notes",
    organs=("samråd", "träff", "byaråd", "råd", "nätverksträff"),
    signs=("Minnesanteckningar", "Anteckningar", "Mötesanteckningar", "Minnesanteckningar från", "Anteckningar från"),
    sections={**vocabulary.SECTIONS, "other": ()},
    forms=(HeadingForm.NUMBER, HeadingForm.CLOCK, HeadingForm.BARE),
    short_lines_head=True,
    first_names=True,
)
