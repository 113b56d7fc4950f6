"""Voters: the names in a roll call as minutes list them, with parties, and without titles and joining words.

Axel Ask (M), Berit Ek (S), tjänstgörande ersättaren Cilla Alm (V) samt ordföranden Dan Öst (S)
S: Axel Ask, Berit Ek. M: Cilla Alm
Granvik, Nylund-Harju
"""

from __future__ import annotations

import re
from functools import cache

from indexer.minutes.lines.folded_text import fold, printed
from indexer.minutes.people.word_set import WordSet
from indexer.minutes.words import pairs, words
from indexer.model import VoteOption, Voter

TITLES = WordSet(words("people")["titles"])
_NO_NAMES = WordSet(words("votes")["not names"])
_PARTIES = pairs("people", "parties")

_CAPITAL = "A-ZÅÄÖÉÈÜÆØÁÍÓÚŠŽČĆŁŚ"
_NAME_WORD = rf"[{_CAPITAL}][\w'’´-]*\.?"
_PARTICLE = r"(?:von|van|af|de|der|la|al|el|bin|ben|den|di|da|du|dos|ibn|zu)"
NAME = rf"(?:{_PARTICLE}\s+)?{_NAME_WORD}(?:\s+(?:{_PARTICLE}\s+){{0,2}}{_NAME_WORD}){{0,4}}"
"""One to five words that each begin with a capital; the particles between count along."""
PARTY = rf"[{_CAPITAL}][\w-]{{0,24}}|-|–"
"""What stands in parentheses behind a name."""
_MEMBER = re.compile(rf"(?P<name>{NAME})(?:\s*\(\s*(?P<party>{PARTY})\s*\))?\.?")
_SEPARATOR = re.compile(
    r"\s*[,;]\s*(?:(?:och|samt|men|medan)\b)?\s*|\s+(?:och|samt|&)\s+|\n[ \t]*\n(?!\s*\()", re.IGNORECASE
)
_OF_PARTY = re.compile(rf"^\(?(?P<party>{PARTY}|{_NAME_WORD})\)?\s*:\s+|^\((?P<inside>{PARTY})\)\s+")


def listed(text: str, option: VoteOption, *, backwards: bool = False) -> tuple[Voter, ...]:
    """The voters of a list, up to the first part of it that is no name; `backwards` looks from its end."""
    parts = _SEPARATOR.split(text.strip(" \n\t,;:."))
    voters: list[Voter] = []
    party = None
    for entry in reversed(parts) if backwards else parts:
        named = _OF_PARTY.match(entry)
        of_party = party_of(named["party"] or named["inside"]) if named else None
        party = of_party or party
        part = entry[named.end() :] if named and of_party else entry
        if not part or is_title(part):
            continue
        if (voter := voter_in(part, option, party)) is None:
            break
        voters.append(voter)
    return tuple(reversed(voters) if backwards else voters)


def voter_in(text: str, option: VoteOption, party: str | None = None) -> Voter | None:
    """The one voter that a text names, in no other words than titles, name and party; None if it does not."""
    bare = untitled(text)
    if " " in bare and (last := bare.rsplit(" ", 1)[1]) in _PARTIES:
        bare, party = bare.removesuffix(last).rstrip(" ,"), last
    member = _MEMBER.fullmatch(bare)
    if member is None or bare.split()[0] in _NO_NAMES:
        return None
    is_alone = not member["party"] and " " not in bare
    if is_alone and (party_of(bare) or len(bare) < _SHORTEST_SURNAME):
        return None
    return Voter(name=printed(member["name"]).rstrip("."), vote=option, party=member["party"] or party)


_SHORTEST_SURNAME = 2


def first_name_first(row: str) -> str:
    """A row of a list that begins with "Ask, Axel (M)" as "Axel Ask (M)", as long as it was; any other as it is."""
    turned = _SURNAME_FIRST.sub(lambda found: f"{found['first']} {found['last']} ", row)
    return turned if len(turned) == len(row) else row


_SURNAME_FIRST = re.compile(
    rf"(?<![\w.)])(?P<last>(?:{_PARTICLE}\s)?{_NAME_WORD}), (?P<first>{_NAME_WORD}(?: {_NAME_WORD})?)"
    r"(?=\s*\(|\s{2,}|\t|\s*$)"
)


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
    return text.upper() if text.upper() in _PARTIES else _party_names().get(fold(text))


@cache
def _party_names() -> dict[str, str]:
    return {fold(name): short for short, names in _PARTIES.items() for name in names.split(", ")}


_PARTICLES = frozenset(_PARTICLE[3:-1].split("|"))
