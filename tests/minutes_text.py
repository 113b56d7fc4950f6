"""Invented minutes as text, for tests that begin with files: a board that does not exist, in a place that does not."""

from __future__ import annotations

TEXT = """{organ}

Protokoll nr {number}

Tid: {date} kl. {start}-16.00
Plats: Påhittet, sammanträdesrum Linden

Närvarande:
Alva Påhittad, ordförande
Bo Uppdiktad

§ 1 Sammanträdet öppnas
Ordföranden öppnar sammanträdet.

§ 2 {title}
{text}
Beslut: att godkänna förslaget.

§ 3 Sammanträdet avslutas
Ordföranden avslutar sammanträdet.
"""


def minutes(
    date: str,
    title: str = "Cykelbanor",
    text: str = "Nya cykelbanor byggs vid bäcken.",
    *,
    organ: str = "Påhittade nämnden",
    number: str = "1",
    start: str = "13.00",
) -> str:
    """The minutes of one meeting."""
    return TEXT.format(date=date, title=title, text=text, organ=organ, number=number, start=start)
