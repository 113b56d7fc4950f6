"""Invented meetings: small ones, written where a test needs them, about people who do not exist."""

from __future__ import annotations

import msgspec

from indexer.model import AgendaItem, Attendance, Decision, DecisionKind, Meeting, Section, Source


def item(title: str, text: str = "", *, decisions: tuple[str, ...] = (), **fields: object) -> AgendaItem:
    """An item with a body text and decisions; its id is given when it is put in a meeting."""
    whole = f"{title}\n{text}"
    body = Section(kind="summary", heading="", start=len(title) + 1, end=len(whole))
    made = {
        "id": "",
        "position": "1",
        "title": title,
        "text": whole,
        "start": 0,
        "end": len(whole),
        "line": 1,
        "summary": text or None,
        "sections": (body,),
        "decisions": tuple(
            Decision(id="", text=clause, kind=DecisionKind.NOTED if "informationen" in clause else DecisionKind.DECIDED)
            for clause in decisions
        ),
    }
    return AgendaItem(**(made | fields))  # type: ignore[arg-type]


def meeting(
    *items: AgendaItem,
    date: str = "2024-04-19",
    organ: str = "Påhittade nämnden",
    people: tuple[str, ...] = (),
    **fields: object,
) -> Meeting:
    """A meeting of these items, with ids made as the parser makes them."""
    slug = organ.lower().replace("å", "a").replace("ä", "a").replace("ö", "o").replace(" ", "-")
    id = f"{slug}/{date}"
    numbered = tuple(_with_ids(item, f"{id}/{position}", str(position)) for position, item in enumerate(items, 1))
    made = {
        "id": id,
        "organization": organ,
        "date": date,
        "source": Source(file=f"{date}.txt", sha256="0" * 64),
        "items": numbered,
        "attendance": tuple(Attendance(name=name) for name in people),
    }
    return Meeting(**(made | fields))  # type: ignore[arg-type]


def _with_ids(item: AgendaItem, id: str, position: str) -> AgendaItem:
    """The item with its id, its decisions' ids made from it."""
    decisions = tuple(
        msgspec.structs.replace(decision, id=f"{id}/b{n}") for n, decision in enumerate(item.decisions, 1)
    )
    return msgspec.structs.replace(item, id=id, position=position, decisions=decisions)
