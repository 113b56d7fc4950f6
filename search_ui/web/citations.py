"""Citations: how an item or a meeting is referred to, by people in a sentence and by machines in schema.org's words.

An item's sentence: Barnnämnden, protokoll nr 4, 19 april 2024, § 2 ”Skolskjuts i norra kommundelen”, dnr BUN
2024/00123, s. 2. https://protokoll.example/arende/barnnamnden/2024-04-19/2
"""

from __future__ import annotations

from markupsafe import Markup

from indexer.index.documents import StoredItem
from indexer.model import Meeting
from search_ui.output.gate import json_in_a_page
from search_ui.web.messages import date_in_words


def item_citation(stored_item: StoredItem, address: str, *, paged: bool) -> str:
    """The sentence that refers to an item, with its page where the minutes have several."""
    item = stored_item.item
    number = item.number.rstrip(".") or f"ärende {item.position}"
    if number[0].isdigit():
        number = f"ärende {number}"
    place = [
        stored_item.organ,
        f"protokoll nr {stored_item.number}" if stored_item.number else "protokoll",
        date_in_words(stored_item.date),
        f"{number} ”{item.title}”",
        f"dnr {item.reference}" if item.reference else "",
        f"s. {item.page}" if item.page and paged else "",
    ]
    return f"{', '.join(filter(None, place))}. {address}"


def meeting_citation(meeting: Meeting, address: str) -> str:
    """The sentence that refers to a meeting."""
    number = f"protokoll nr {meeting.number}" if meeting.number else "protokoll"
    return f"{meeting.organ}, {number}, {date_in_words(meeting.date)}. {address}"


def item_linked_data(stored_item: StoredItem, address: str, meeting_address: str) -> Markup:
    """An item as schema.org's CreativeWork, part of its minutes."""
    return _script(
        {
            "@context": "https://schema.org",
            "@type": "CreativeWork",
            "@id": address,
            "url": address,
            "name": stored_item.item.title,
            "identifier": stored_item.item.reference or stored_item.item.id,
            "inLanguage": "sv",
            "datePublished": stored_item.date,
            "creator": {"@type": "Organization", "name": stored_item.organ},
            "isPartOf": {"@type": "CreativeWork", "@id": meeting_address, "name": _minutes_name(stored_item)},
            "abstract": "\n".join(decision.text for decision in stored_item.item.decisions) or None,
        }
    )


def meeting_linked_data(meeting: Meeting, address: str) -> Markup:
    """A meeting as schema.org's Event, with where and when it was held."""
    return _script(
        {
            "@context": "https://schema.org",
            "@type": "Event",
            "@id": address,
            "url": address,
            "name": _minutes_name(meeting),
            "startDate": f"{meeting.date}T{meeting.start}" if meeting.start else meeting.date,
            "endDate": f"{meeting.date}T{meeting.end}" if meeting.end else None,
            "location": {"@type": "Place", "name": meeting.place} if meeting.place else None,
            "organizer": {"@type": "Organization", "name": meeting.organ},
            "inLanguage": "sv",
        }
    )


def _minutes_name(of: StoredItem | Meeting) -> str:
    return f"{of.organ} {date_in_words(of.date)}"


def _script(data: dict[str, object]) -> Markup:
    """The data, without what is empty, as JSON to stand in a script element."""
    return json_in_a_page({name: value for name, value in data.items() if value})
