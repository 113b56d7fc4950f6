"""Statements: who reserved themselves, gave an opinion of their own, had something noted, or stood aside.

    Ledamöterna från M och KD reserverar sig mot beslutet              reservation    M, KD
    Anna Ek (C) antecknar som yttrande en skrivelse                    opinion        Anna Ek (C)
    S- och V-ledamöterna deltar inte i beslutet                        abstention     S, V

What only says that the minutes of an item are verified at once is no statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from indexer.minutes.people.movers import named
from indexer.minutes.people.names import party_of
from indexer.minutes.words import words
from indexer.model import Statement, StatementKind

_SHORT = r"\(?[A-ZÅÄÖ][\w]{0,3}\)?"
_PARTIES = re.compile(
    rf"\b(?:från|för|i|av|hos)\s+(?P<parties>{_SHORT}(?:(?:,\s*|\s+(?:och|samt)\s+){_SHORT})*)(?![\w)])|"
    r"(?P<joined>(?:[A-ZÅÄÖ]\w{0,3}-(?:,\s*|\s+(?:och|samt)\s+))*[A-ZÅÄÖ]\w{0,3}-(?:ledam|grupp|gruppen|representant)\w*)"
)
_BETWEEN = re.compile(r",\s*|\s+(?:och|samt)\s+")
_FOR_WHAT = re.compile(
    r"\s(?:till\s+förmån|mot\s+beslut|med\s+hänvisning|till\s+följd|på\s+grund|i\s+enlighet|enligt|som\s+yttrande|"
    r"en\s+skrivelse|två\s+skrivelser|följande|att)\b"
)
_AT_ONCE = re.compile(r"\bjustera(?:s|d|t|de|r)?\b[^.]*\bomedelbart?\b|\bomedelbart?\s+justera", re.IGNORECASE)


def statements(reserved: Iterable[str], noted: Iterable[str]) -> Iterator[Statement]:
    """The statements that the texts of an item's reservations and of its notes make, in order."""
    for text in reserved:
        yield Statement(kind=StatementKind.RESERVATION, text=text, makers=makers(text))
    for text in noted:
        if text and not _AT_ONCE.search(text):
            yield Statement(kind=_kind(text), text=text, makers=makers(text))


def makers(text: str) -> tuple[str, ...]:
    """The people, or the parties by their abbreviations, whose statement a text is; none where it names nobody."""
    subject = _FOR_WHAT.split(text, maxsplit=1)[0]
    return named(subject) or _parties(subject) or named(text)


def _parties(text: str) -> tuple[str, ...]:
    """The parties that a text names, by abbreviation or by name."""
    match = _PARTIES.search(text)
    if match:
        listed = _BETWEEN.split(match["parties"] or match["joined"])
        return tuple(short for one in listed if (short := _short(one)))
    return tuple(short for one in _BETWEEN.split(text) if (short := party_of(one.strip(" .:").split(" ")[0]) or ""))


def _short(printed: str) -> str:
    """A party's abbreviation without what stands around it: "(V)", "S-", "M-gruppen"."""
    return printed.strip("() .").split("-")[0]


def _kind(text: str) -> StatementKind:
    """What a note to the minutes is."""
    for kind in (StatementKind.RESERVATION, StatementKind.ABSTENTION, StatementKind.OPINION):
        if _said(kind).search(text):
            return kind
    return StatementKind.NOTE


@cache
def _said(kind: StatementKind) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words('people')[kind])})".replace("*", r"\w*"), re.IGNORECASE)
