"""Letter: what is new for a watch, in words, with a link to each item and one that ends the watch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from email.utils import formatdate
from hashlib import sha256
from typing import Final
from urllib.parse import quote, urlsplit

import msgspec

from indexer.index.facets import called
from indexer.messages import swedish
from search_ui.output import gate
from search_ui.search.arrivals import Arrival

LONGEST_SUBJECT: Final = 60
"""Letters of a query that a subject has room for."""
LONGEST_DECISION: Final = 300


class Letter(msgspec.Struct, frozen=True):
    """A letter as it is sent: to whom, and its bytes."""

    to: str
    content: gate.Released


def letter(
    to: str, sender: str, base_url: str, about: str, new: Sequence[Arrival], *, mark: str, key: str, when: float
) -> Letter:
    """The letter that tells of what is new.

    `mark` names the letter: one that is sent again, since nobody knows whether it was taken, has the same, and a
    receiver that has it already may throw the second away (RFC 5322, 3.6.4).
    """
    base = base_url.rstrip("/")
    ending = f"{base}/sluta-bevaka/{quote(key)}"
    name = about if len(about) <= LONGEST_SUBJECT else f"{about[:LONGEST_SUBJECT]} …"
    headers = {
        "From": sender,
        "To": to,
        "Subject": swedish("mail.subject", about=name, count=len(new)),
        "Date": formatdate(when),
        "Message-ID": f"<{sha256(mark.encode()).hexdigest()[:32]}@{urlsplit(base).hostname or 'localhost'}>",
        "List-Unsubscribe": f"<{ending}>",
        "Auto-Submitted": "auto-generated",
        "Content-Language": "sv",
    }
    text = "\n\n".join(
        (
            swedish("mail.greeting", about=about, count=len(new)),
            *(_entry(arrival, base) for arrival in new),
            swedish("mail.ending", address=ending, page=base),
        )
    )
    return Letter(to, gate.letter(headers, text + "\n"))


def _entry(arrival: Arrival, base: str) -> str:
    """What a letter says of an item."""
    return "\n".join(_lines(arrival, base))


def _lines(arrival: Arrival, base: str) -> Iterator[str]:
    hit = arrival.hit
    yield f"{hit.number} {hit.title}".strip()
    yield ", ".join(filter(None, (called(hit.meeting.document), hit.meeting.organ, hit.meeting.date)))
    for decision in hit.decisions[:1]:
        text = " ".join(decision.text.split())
        yield text if len(text) <= LONGEST_DECISION else f"{text[:LONGEST_DECISION]} …"
    yield f"{base}{quote(hit.url)}"
