"""Associations: boards and annual meetings of clubs, housing associations and village societies.

Items under "§ 4" or "4.", many of them the same at every meeting (val av justerare, ansvarsfrihet), and "Beslut" with
a line for each "att", or one sentence: "Styrelsen beslutade att ...".
"""

from __future__ import annotations

from indexer.minutes.styles.style import HeadingForm, Style

ASSOCIATION = Style(
    name="association",
    organs=(
        "årsmöte",
        "föreningsstämma",
        "stämma",
        "styrelsemöte",
        "förening",
        "brf",
        "klubb",
        "sällskap",
        "samfällighet",
        "medlemsmöte",
    ),
    signs=(
        "Årsmötet beslutade",
        "Årsmötet beslutar",
        "Styrelsen beslutade",
        "Styrelsen beslutar",
        "Stämman beslutade",
        "Mötesordförande",
        "Justeringsmän",
        "Röstlängd",
        "Kassör",
    ),
    forms=(HeadingForm.PARAGRAPH, HeadingForm.NUMBER, HeadingForm.BARE),
    run_in=True,
    first_names=True,
)
