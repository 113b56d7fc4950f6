"""Names: how people and parties are written, alone, behind titles, and surname first."""

from __future__ import annotations

import re
from functools import cache

from indexer.minutes.lines.folded_text import fold
from indexer.minutes.people.word_set import WordSet
from indexer.minutes.words import pairs, words

TITLES = WordSet(words("people")["titles"])
PARTIES = pairs("people", "parties")
"""The names of each party by its abbreviation."""

_CAPITAL = "A-ZÅÄÖÉÈÜÆØÁÍÓÚŠŽČĆŁŚ"
NAME_WORD = rf"[{_CAPITAL}][\w'’´-]*\.?"
_PARTICLE = r"(?:von|van|af|de|der|la|al|el|bin|ben|den|di|da|du|dos|ibn|zu)"
NAME = rf"(?:{_PARTICLE}\s+)?{NAME_WORD}(?:\s+(?:{_PARTICLE}\s+){{0,2}}{NAME_WORD}){{0,4}}"
"""One to five words that each begin with a capital; the particles between count along."""
PARTY = rf"[{_CAPITAL}][\w-]{{0,24}}|-|–"
"""What stands in parentheses behind a name."""
_PARTICLES = frozenset(_PARTICLE[3:-1].split("|"))


def untitled(text: str) -> str:
    """A name without the titles and the small words before it ("tjänstgörande ersättaren Cilla Alm (V)")."""
    left = text.strip().split()
    while len(left) > 1 and (left[0] in TITLES or (left[0][0].islower() and left[0] not in _PARTICLES)):
        left = left[1:]
    return " ".join(left)


def is_title(text: str) -> bool:
    """Whether a text is nothing but titles: "2:e vice ordförande"."""
    return bool(text.split()) and all(word in TITLES for word in text.split())


def party_of(text: str) -> str | None:
    """The abbreviation of a party by its name or abbreviation, None if it is not a known one."""
    return text.upper() if text.upper() in PARTIES else _party_names().get(fold(text))


@cache
def _party_names() -> dict[str, str]:
    return {fold(name): short for short, names in PARTIES.items() for name in names.split(", ")}


def first_name_first(row: str) -> str:
    """A row of a list that begins with "Ask, Axel (M)" as "Axel Ask (M)", as long as it was; any other as it is."""
    turned = _SURNAME_FIRST.sub(lambda found: f"{found['first']} {found['last']} ", row)
    return turned if len(turned) == len(row) else row


_SURNAME_FIRST = re.compile(
    r"(?:^|(?<=\s\s)|(?<=\t)|(?<=\|\s)|(?<=\d\s)|(?<=\.\s))"
    rf"(?P<last>(?:{_PARTICLE}\s)?{NAME_WORD}), (?P<first>{NAME_WORD}(?: {NAME_WORD})?)"
    r"(?=\s*\(|\s{2,}|\t|\s*$)"
)
