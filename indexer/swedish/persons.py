"""Persons: which mentions in minutes are one person, however the name is spelled.

A name is the same in capitals, scanned without å, ä and ö, with a nickname, and with the surname first. Name and party
together make a person: a name with two parties is two people, and where it stands without a party nobody knows which
of them, so that mention is a third. Where a name has one party only, or none, all its mentions are one person. Doubt
never joins.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TypeAlias

from indexer.swedish.diacritics import slug
from indexer.swedish.words import word_list

Mention: TypeAlias = tuple[str, str | None]
"""A name and, if it is printed, a party."""

_NICKNAME = re.compile(r"[\"“”„][\w -]{1,30}[\"“”]\s*")
_PARTY = re.compile(r" ?\((?P<party>[A-ZÅÄÖ][A-Za-zÅÄÖ]{0,2})\)$")
"""The party behind a name: of three letters at most, as "SD", "MED" and "Fi" are."""
_COMMA = re.compile(r"(?P<last>[^\s,]+), (?P<first>[^\s,]+(?: [^\s,]+)?)$")


def person_slug(name: str) -> str:
    """A name as part of an address, the same for all its spellings."""
    bare = _PARTY.sub("", " ".join(_NICKNAME.sub("", name).split()))
    return slug(_given_name_first(_COMMA.sub(r"\g<first> \g<last>", bare)))


def identities(mentions: Iterable[Mention]) -> Mapping[Mention, str]:
    """The id of the person that each mention is of: the name's slug, with the party behind it where namesakes are."""
    every = {mention: person_slug(mention[0]) for mention in mentions}
    parties: defaultdict[str, set[str]] = defaultdict(set)
    for mention, name in every.items():
        parties[name] |= {_party(mention)} - {""}
    return {mention: _id(name, _party(mention), parties[name]) for mention, name in every.items()}


def _id(name: str, party: str, parties: set[str]) -> str:
    return f"{name}-{party}" if party and len(parties) > 1 else name


def _party(mention: Mention) -> str:
    """The party of a mention, also one that stands behind the name: "Alva Ask (S)"."""
    name, printed = mention
    behind = _PARTY.search(name)
    return slug(printed or (behind["party"] if behind else ""))


def _given_name_first(name: str) -> str:
    """A name with its surname last, if its words say which that is: only the last is a given name."""
    *before, last = name.split() or [""]
    if not before or not is_given_name(last) or any(map(is_given_name, before)):
        return name
    return " ".join([last, *before])


def is_given_name(word: str) -> bool:
    """Whether a word is a common given name, and no common surname."""
    return slug(word) in _given_names()


@cache
def _given_names() -> frozenset[str]:
    return frozenset(map(slug, word_list("given_names.txt")))
