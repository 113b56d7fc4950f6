"""Synonyms: the other words and phrases that mean what was typed.

They stand in `words/synonyms.txt` and, by area of service, in `words/thesaurus/*.txt`, which a clerk can read and
correct; `synonyms.txt` says how its lines are written. A file of one's own beside the minutes adds to them, and its
lines for a word replace the shipped ones. What an abbreviation means can depend on who writes: KD is Kristdemokraterna
in most minutes, and the chief executive (kommundirektör) where those are who meet.

A word is met in any of its forms, a phrase as its words in a row. An abbreviation is met only as a word of its own, and
not as the Swedish word that it is in small letters: whoever types *las* means no law. One letter is a party where it is
a capital, or beside a word such as *motion* (`words/party_neighbours.txt`):

    sopornas hämtning       sopor           by the stem
    M, motion från m        Moderaterna     20 m is none

To stem 4,600 phrases takes a fifth of a second, so `make thesaurus` keeps the result in `words/thesaurus.json`, beside
a fingerprint of the files: it is read in 3 ms, and made again in memory where the files have changed since.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice, product
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

import msgspec

from indexer.swedish.abbreviations import is_abbreviation, is_common_word
from indexer.swedish.stem import stems
from indexer.swedish.tokens import readings, written_words
from indexer.swedish.words import FOLDER, word_list

SHIPPED: Final = (FOLDER / "synonyms.txt", *sorted((FOLDER / "thesaurus").glob("*.txt")))
COMPILED: Final = FOLDER / "thesaurus.json"
EVERYWHERE: Final = ""
MOST_FORMS: Final = 8
"""A phrase is kept under no more combinations of its words' stems than this; most words have one."""
_LINE: Final = re.compile(r"(?P<said>[^=>~,]*[^=>~,\s])\s*(?P<sign>[=>~])\s*(?P<others>[^=>~]*[^=>~,\s])")
_NEAR: Final = "~"
_SHORT: Final = "!"
"""What the key of an abbreviation begins with."""

Meanings: TypeAlias = dict[str, dict[str, str]]
"""For each organization, "" being all of them, and each key of a word or phrase: the others that mean the same, with
commas between."""


class SynonymLine(NamedTuple):
    """A line of a list: whose it is, what is said, what that also means, and whether this goes both ways.

    The others are only `near`, what minutes about it may say instead, where the line has a ~.
    """

    organization: str
    said: str
    others: tuple[str, ...]
    both_ways: bool
    near: bool = False


class SynonymMatch(NamedTuple):
    """So many typed words that have synonyms together, those by organization, "" being all, and what is near them."""

    length: int
    by_organization: Mapping[str, tuple[str, ...]]
    near: tuple[str, ...] = ()


class CompiledThesaurus(msgspec.Struct, frozen=True):
    """The shipped lists, stemmed; `fingerprint` tells whether they are still those."""

    fingerprint: str
    longest: int
    meanings: Meanings
    near: dict[str, str]


_COMPILED: Final = msgspec.json.Decoder(CompiledThesaurus)


class SynonymTable:
    """What words and phrases also mean, in general and in the minutes of one organization."""

    def __init__(self, own: Iterable[Path] = (), shipped: Sequence[Path] = SHIPPED) -> None:
        compiled = compiled_thesaurus(shipped)
        self.longest = compiled.longest
        self._meanings = compiled.meanings
        self._near = compiled.near
        for file in own:
            added = compile_thesaurus((file,))
            self.longest = max(self.longest, added.longest)
            self._near.update(added.near)
            for organization, meanings in added.meanings.items():
                self._meanings.setdefault(organization, {}).update(meanings)

    def of(self, said: str, organization: str = EVERYWHERE) -> tuple[str, ...]:
        """The other words and phrases for a word or phrase; those of the organization, where it has its own."""
        words = [word.text for word in written_words(said)]
        match = self.match(words, 0)
        whole = match.by_organization if match and match.length == len(words) else {}
        return whole.get(_plain(organization)) or whole.get(EVERYWHERE, ())

    def match(self, words: Sequence[str], start: int) -> SynonymMatch | None:
        """The longest run of the typed words, from `start`, that has synonyms; None where there is none."""
        for length in range(min(self.longest, len(words) - start), 0, -1):
            keys = list(_keys(words[start : start + length]))
            if length == 1 and is_typed_as_abbreviation(words, start):
                keys.insert(0, _SHORT + readings(words[start])[0])
            found: dict[str, dict[str, None]] = {}
            for organization, meanings in self._meanings.items():
                for key in keys:
                    found.setdefault(organization, {}).update(dict.fromkeys(_listed(meanings.get(key, ""))))
            by_organization = {name: tuple(others) for name, others in found.items() if others}
            near = dict.fromkeys(other for key in keys for other in _listed(self._near.get(key, "")))
            if by_organization or near:
                return SynonymMatch(length, by_organization, tuple(near))
        return None


def is_typed_as_abbreviation(words: Sequence[str], at: int) -> bool:
    """Whether a typed word is meant as an abbreviation: in capitals, or where it is no other Swedish word.

    One small letter is a party's beside a word that parties are named with.
    """
    word = words[at]
    if word != word.lower():
        return word == word.upper() or is_abbreviation(word)
    if len(word) == 1:
        beside = (*words[max(0, at - 2) : at], *words[at + 1 : at + 3])
        return word.isalpha() and not _party_neighbours().isdisjoint(stem for other in beside for stem in _stems(other))
    return not is_common_word(word)


def read_lines(file: Path) -> Iterator[SynonymLine | str]:
    """The lines of a list; one that says nothing as the text it is."""
    organization = EVERYWHERE
    for line in word_list(file.name, file.parent):
        if line.startswith("[") and line.endswith("]"):
            organization = _plain(line[1:-1])
        elif match := _LINE.fullmatch(line):
            sign = match["sign"]
            yield SynonymLine(organization, match["said"], _listed(match["others"]), sign == "=", sign == _NEAR)
        else:
            yield line


def compile_thesaurus(files: Sequence[Path]) -> CompiledThesaurus:
    """The lists with their words and phrases stemmed; what several lines say of one adds up."""
    meanings: Meanings = {}
    near: dict[str, str] = {}
    longest = 0
    for line in (line for file in files for line in read_lines(file) if isinstance(line, SynonymLine)):
        everything = (line.said, *line.others)
        for said in everything if line.both_ways else everything[:1]:
            here = near if line.near else meanings.setdefault(line.organization, {})
            words = [word.text for word in written_words(said)]
            longest = max(longest, len(words))
            for key in [_SHORT + readings(said)[0]] if is_abbreviation(said) else _keys(words):
                others = (other for other in everything if other != said)
                here[key] = ", ".join(dict.fromkeys((*_listed(here.get(key, "")), *others)))
    return CompiledThesaurus(fingerprint(files), longest, meanings, near)


def compiled_thesaurus(files: Sequence[Path] = SHIPPED) -> CompiledThesaurus:
    """The lists as `make thesaurus` left them, or, where they have changed since, compiled now."""
    try:
        kept = _COMPILED.decode(COMPILED.read_bytes())
    except (OSError, msgspec.MsgspecError):
        kept = None
    return kept if kept and kept.fingerprint == fingerprint(files) else compile_thesaurus(files)


def fingerprint(files: Iterable[Path]) -> str:
    """What changes when a file of these does."""
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()[:16]


def _keys(words: Sequence[str]) -> Iterator[str]:
    """The keys of words in a row: their stems."""
    return islice(map(" ".join, product(*map(_stems, words))), MOST_FORMS)


def _stems(word: str) -> tuple[str, ...]:
    """The stems of a word as it is written or typed."""
    return stems(readings(word)[0])


def _listed(others: str) -> tuple[str, ...]:
    """What stands between commas."""
    return tuple(other.strip() for other in others.split(",") if other.strip())


def _plain(said: str) -> str:
    return " ".join(said.casefold().split())


@cache
def _party_neighbours() -> frozenset[str]:
    """The stems of the words beside which one letter is a party."""
    return frozenset(stem for word in word_list("party_neighbours.txt") for stem in stems(word))


if __name__ == "__main__":
    COMPILED.write_bytes(msgspec.json.format(msgspec.json.encode(compile_thesaurus(SHIPPED), order="sorted"), indent=1))
