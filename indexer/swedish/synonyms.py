"""Synonyms: the other words that mean what a typed word means.

They stand in `words/synonyms.txt`, which says itself how it is written; a file of one's own beside the minutes adds to
it, and its line for a word replaces the shipped one. What an abbreviation means can depend on who writes: KD is
Kristdemokraterna in most minutes, and the chief executive (kommundirektör) where those are who meet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from indexer.swedish.words import FOLDER, word_list

SHIPPED = FOLDER / "synonyms.txt"
LINE = re.compile(r"(?P<word>[^=>]*[^=>\s])\s*(?P<sign>[=>])\s*(?P<others>[^=>]*\S)")
EVERYWHERE = ""


class SynonymTable:
    """What words also mean, in general and in the minutes of one organization."""

    def __init__(self, files: Iterable[Path] = (SHIPPED,)) -> None:
        self._meanings: dict[str, dict[str, list[str]]] = {}
        self.unread: list[str] = []
        for file in files:
            self._read(file)

    def of(self, said: str, organization: str = EVERYWHERE) -> tuple[str, ...]:
        """The other words and phrases for a typed word or phrase; those of the organization, where it has its own."""
        for place in (_plain(organization), EVERYWHERE):
            found = self._meanings.get(place, {}).get(_plain(said))
            if found:
                return tuple(found)
        return ()

    def by_organization(self, said: str) -> dict[str, tuple[str, ...]]:
        """The other words for a typed word or phrase: under "" in general, under an organization's name in its own."""
        plain = _plain(said)
        return {place: tuple(those[plain]) for place, those in self._meanings.items() if those.get(plain)}

    def longest(self) -> int:
        """How many words the longest phrase that has synonyms is made of."""
        return max((len(said.split()) for place in self._meanings.values() for said in place), default=0)

    def _read(self, file: Path) -> None:
        organization = EVERYWHERE
        here: dict[str, dict[str, list[str]]] = {}
        for line in word_list(file.name, file.parent):
            if line.startswith("[") and line.endswith("]"):
                organization = _plain(line[1:-1])
            elif match := LINE.fullmatch(line):
                place = here.setdefault(organization, {})
                others = [other.strip() for other in match["others"].split(",") if other.strip()]
                place.setdefault(_plain(match["word"]), []).extend(others)
                if match["sign"] == "=":
                    for other in others:
                        place.setdefault(_plain(other), []).append(match["word"])
            else:
                self.unread.append(f"{file}: {line}")
        for organization, meanings in here.items():
            self._meanings.setdefault(organization, {}).update(meanings)


def _plain(said: str) -> str:
    return " ".join(said.casefold().split())
