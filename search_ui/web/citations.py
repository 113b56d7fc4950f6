"""Citations: how an item or a meeting is referred to, by people in a sentence and by machines in schema.org's words.

An item's sentence: Barnnämnden, protokoll nr 4, 19 april 2024, § 2 ”Skolskjuts i norra kommundelen”, dnr BUN
2024/00123, s. 2. https://protokoll.example/arende/barnnamnden/2024-04-19/2
"""

from __future__ import annotations

from typing import Final

from markupsafe import Markup

from indexer.index.documents import StoredItem
from indexer.index.facets import DOCUMENTS, called
from indexer.model import DocumentKind, Meeting
from search_ui.output.gate import json_in_a_page
from search_ui.search.formalities import is_formality
from search_ui.web.messages import count, date_in_words, shortened

DESCRIPTION: Final = 200
"""Letters of a description: search engines and messengers show 155 to 200."""


def item_citation(stored_item: StoredItem, address: str, *, paged: bool) -> str:
    """The sentence that refers to an item, with its page where the minutes have several."""
    item = stored_item.item
    number = item.number.rstrip(".") or f"ärende {item.position}"
    if number[0].isdigit():
        number = f"ärende {number}"
    place = [
        stored_item.organ,
        _document(stored_item.document, stored_item.number),
        date_in_words(stored_item.date),
        f"{number} ”{item.title}”",
        f"dnr {item.reference}" if item.reference else "",
        f"s. {item.page}" if item.page and paged else "",
    ]
    return f"{', '.join(filter(None, place))}. {address}"


def meeting_citation(meeting: Meeting, address: str) -> str:
    """The sentence that refers to a meeting."""
    return f"{meeting.organ}, {_document(meeting.document, meeting.number)}, {date_in_words(meeting.date)}. {address}"


def _document(kind: DocumentKind, number: str | None) -> str:
    """What is cited: the minutes with their number, or what the document is called."""
    name = DOCUMENTS[kind].lower()
    return f"{name} nr {number}" if number and kind is DocumentKind.MINUTES else name


def item_description(stored_item: StoredItem) -> str:
    """What was decided, or what the item is about, in the length that those who show links have room for."""
    item = stored_item.item
    said = " ".join(decision.text for decision in item.decisions) or item.summary or ""
    where = ", ".join(filter(None, (called(stored_item.document), stored_item.organ, date_in_words(stored_item.date))))
    return shortened(f"{where}. {' '.join(said.split())}".strip(), DESCRIPTION)


def meeting_description(meeting: Meeting) -> str:
    """How many items a meeting has, and its first titles."""
    items = [item.title for item in meeting.items if not is_formality(item.title)]
    what = f"{kind}. " if (kind := called(meeting.document)) else ""
    return shortened(f"{what}{count(len(meeting.items), 'punkt', 'punkter')}: {'; '.join(items)}", DESCRIPTION)


def item_linked_data(stored_item: StoredItem, address: str, meeting_address: str) -> Markup:
    """An item as schema.org's DigitalDocument, part of its minutes."""
    return _script(
        {
            "@context": "https://schema.org",
            "@type": "DigitalDocument",
            "@id": address,
            "url": address,
            "name": stored_item.item.title,
            "identifier": stored_item.item.reference or stored_item.item.id,
            "inLanguage": "sv",
            "dateCreated": stored_item.date,
            "creator": {"@type": "Organization", "name": stored_item.organ},
            "isPartOf": {"@type": "DigitalDocument", "@id": meeting_address, "name": _minutes_name(stored_item)},
            "abstract": item_description(stored_item),
        }
    )


def meeting_linked_data(meeting: Meeting, address: str) -> Markup:
    """A meeting's minutes as schema.org's DigitalDocument, about the meeting."""
    return _script(
        {
            "@context": "https://schema.org",
            "@type": "DigitalDocument",
            "@id": address,
            "url": address,
            "name": _minutes_name(meeting),
            "inLanguage": "sv",
            "dateCreated": meeting.date,
            "creator": {"@type": "Organization", "name": meeting.organ},
            "identifier": meeting.number,
            "contentLocation": {"@type": "Place", "name": meeting.place} if meeting.place else None,
            "temporalCoverage": f"{meeting.date}T{meeting.start}" if meeting.start else meeting.date,
        }
    )


def _minutes_name(of: StoredItem | Meeting) -> str:
    return " ".join(filter(None, (called(of.document), of.organ, date_in_words(of.date))))


def _script(data: dict[str, object]) -> Markup:
    """The data, without what is empty, as JSON to stand in a script element."""
    return json_in_a_page({name: value for name, value in data.items() if value})
