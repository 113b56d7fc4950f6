"""Voters: the names in a roll call as minutes list them, with parties, and without titles and joining words.

Axel Ask (M), Berit Ek (S), tjänstgörande ersättaren Cilla Alm (V) samt ordföranden Dan Öst (S)
S: Axel Ask, Berit Ek. M: Cilla Alm
Granvik, Nylund-Harju
"""

from __future__ import annotations

import re

from indexer.minutes.lines.folded_text import printed
from indexer.minutes.people.names import NAME, NAME_WORD, PARTIES, PARTY, is_title, party_of, untitled
from indexer.minutes.people.word_set import WordSet
from indexer.minutes.votes.options import NUMBER_WORDS
from indexer.minutes.words import words
from indexer.model import VoteOption, Voter

_NO_NAMES = WordSet((*words("votes")["not names"], *NUMBER_WORDS))

_MEMBER = re.compile(rf"(?P<name>{NAME})(?:\s*\(\s*(?P<party>{PARTY})\s*\))?\.?")
_SEPARATOR = re.compile(
    r"\s*[,;]\s*(?:(?:och|samt|men|medan)\b)?\s*|\s+(?:och|samt|&)\s+|\n[ \t]*\n(?!\s*\()", re.IGNORECASE
)
_OF_PARTY = re.compile(rf"^\(?(?P<party>{PARTY}|{NAME_WORD})\)?\s*:\s+|^\((?P<inside>{PARTY})\)\s+")


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
    if " " in bare and (last := bare.rsplit(" ", 1)[1]) in PARTIES:
        bare, party = bare.removesuffix(last).rstrip(" ,"), last
    member = _MEMBER.fullmatch(bare)
    if member is None or bare.split()[0] in _NO_NAMES:
        return None
    is_alone = not member["party"] and " " not in bare
    if is_alone and (party_of(bare) or len(bare) < _SHORTEST_SURNAME):
        return None
    return Voter(name=printed(member["name"]).rstrip("."), vote=option, party=member["party"] or party)


_SHORTEST_SURNAME = 2
