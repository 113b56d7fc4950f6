"""Word lists: the plain text files beside the code that a clerk can read and correct."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from indexer.minutes.lines.folded_text import fold


@cache
def entries(path: Path) -> tuple[str, ...]:
    """The lines of a word list, without comments and blank ones."""
    lines = (line.partition("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    return tuple(filter(None, lines))


@cache
def keyed(path: Path) -> Mapping[str, str]:
    """Of a list whose lines are "key: words", the words of each key as written."""
    pairs = (entry.partition(": ") for entry in entries(path))
    return {key: words.strip() for key, _, words in pairs}


class WordSet:
    """Words to be met as written, or with any ending or beginning where a * stands; folded as scans need it."""

    def __init__(self, words: tuple[str, ...]) -> None:
        folded = [fold(word) for word in words]
        self._whole = frozenset(word for word in folded if "*" not in word)
        self._beginnings = tuple(word[:-1] for word in folded if word.endswith("*"))
        self._endings = tuple(word[1:] for word in folded if word.startswith("*"))

    def __contains__(self, word: str) -> bool:
        folded = fold(word).rstrip(".,:")
        return folded in self._whole or folded.startswith(self._beginnings) or folded.endswith(self._endings)
