"""Fullmäktige, styrelser, nämnder and utskott of municipalities and regions, in the standard form.

The front page is a form (Plats och tid, Beslutande, Justerare, Paragrafer ...), then comes a list of the items, and
then each item under "§ 12", with its diary number, a title of several lines, and the decision in plain sentences.
"""

from __future__ import annotations

from indexer.minutes.styles import vocabulary
from indexer.minutes.styles.style import HeadingForm, Style

FULLMAKTIGE = Style(
    name="fullmaktige",
    organs=(
        "fullmäktige",
        "styrelsen",
        "nämnd",
        "utskott",
        "direktion",
        "beredning",
        "kommunstyrelse",
        "regionstyrelse",
    ),
    signs=(
        "Sammanträdesdatum",
        "Sammanträdesprotokoll",
        "Beslutande",
        "Tjänstgörande ersättare",
        "Ej tjänstgörande ersättare",
        "Justeringens plats och tid",
        "Utdragsbestyrkande",
        "Justerandes sign",
        "Paragrafer",
        "Anslag",
        "Beslutsunderlag",
        "Handlingar",
        "Handling",
        "Tidigare behandling",
        "Yrkanden",
        "Propositionsordning",
        "Beslutsgång",
        "Omröstning",
        "Reservation",
        "Protokollsanteckning",
        "Protokollsutdrag skickas till",
        "Beslutet skickas till",
        "Ärendenummer",
        "Diarienummer",
        "Dnr",
    ),
    forms=(HeadingForm.PARAGRAPH, HeadingForm.NUMBER),
    sections={
        **vocabulary.SECTIONS,
        "other": (
            *vocabulary.SECTIONS["other"],
            "Information",
            "Anförande",
            "Anföranden",
            "Debatt",
            "Justering",
            "Meddelanden",
            "Anmälningar",
            "Delegationsbeslut",
            "Anmälda delegationsbeslut",
        ),
    },
    titles_run_to_blank=True,
)
