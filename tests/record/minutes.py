"""Minutes of invented meetings, read by the parser: the record is tested on what the program reads."""

from __future__ import annotations

from indexer.minutes import parse
from indexer.model import Meeting, Pages


def minutes_of(
    organ: str, day: str, *items: tuple[str, str], front: str = "Plats: Stadshuset", rest: str = ""
) -> Meeting:
    """The meeting that these minutes tell of: of each item the heading and what stands below "Beslut"."""
    body = "\n\n".join(f"{heading}\n\nBeslut\n{decision}" for heading, decision in items)
    text = f"{organ}\nProtokoll {day}\n\n{front}\n\n{body}\n{rest}"
    return parse(Pages(file="protokoll.txt", sha256="0", media_type="text/plain", text=text)).meeting
