"""Numbered minutes: "Förslag" and then "Beslut" under each item, both as numbered clauses.

The clauses look alike ("1. Att anta budgeten."), and only the label above them tells what was decided.
"""

from __future__ import annotations

from indexer.minutes.styles.style import HeadingForm, Style

NUMBERED = Style(
    name="numbered",
    organs=("kommitté", "arbetsgrupp", "styrgrupp", "projektgrupp", "referensgrupp"),
    signs=("Förslag", "Diskussion", "Bakgrund", "Beslut", "Dagordning"),
    forms=(HeadingForm.NUMBER, HeadingForm.PARAGRAPH, HeadingForm.CLOCK, HeadingForm.BARE),
)
