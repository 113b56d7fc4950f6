"""Kommundirektörsmöten, and the meetings of chefs' networks written in the same way.

A title with number and organ, a line with place, date and the secretary's address, "Tid och plats", attendance in one
or two columns; items with a number, a time of day or neither; "Mötet beslutar" and then a line for each "att".
"""

from __future__ import annotations

from indexer.minutes.styles.style import HeadingForm, Style

KOMMUNDIREKTORER = Style(
    name="kommundirektorer",
    organs=("kommundirektör", "kommunchef", "direktör", "chefsnätverk", "chefsmöte", "nätverk", "ledningsgrupp"),
    signs=(
        "Mötet beslutar",
        "Mötet beslutade",
        "Gruppen beslutar",
        "Gruppen beslutade",
        "Föredragande",
        "Anmält förhinder",
    ),
    forms=(HeadingForm.PARAGRAPH, HeadingForm.NUMBER, HeadingForm.CLOCK, HeadingForm.BARE),
    run_in=True,
)
