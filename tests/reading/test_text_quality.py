"""Legible: text layers that are words, and rubble that is none."""

from __future__ import annotations

import pytest

from indexer.reading.text_quality import legible


@pytest.mark.parametrize(
    "text",
    [
        "Direktionen beslutar att tacka för informationen",
        "NÄRVARANDE: Åsa Påhittad (S), Örjan Ek (M), tel 08-123 45, anna.ek@odeborg.se",
        "§ 12 Dnr KS 2031/00045\nBudget 2032–2034, 25 % 3 mkr",
        "Motet beslutar att tacka fér informationen om métet",
        "SAMMANTRÄDESPROTOKOLL",
        "Namn Efternamn " * 20 + "och",
    ],
)
def test_minutes_are_legible(text: str) -> None:
    assert legible(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2031 § 12 (3)",
        "3URWRNROO 1lUYDUDQGH 0|WHW EHVOXWDU",
        "\ue001\ue002\ue003 \ue004\ue005 \ufffd\ufffd\ufffd",
        "!\"#$ %&'( )*+, -./0 123a4",
        "Prgg Kfhmrdi Vxqgz Bfrt Xcvb",
        "EHVOXWDU DWW WDFND I " * 20,
    ],
)
def test_rubble_is_not(text: str) -> None:
    assert not legible(text)
