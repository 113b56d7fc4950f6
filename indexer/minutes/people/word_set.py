"""Word sets: words that are met as they are written, or with any ending or beginning where a * stands."""

from __future__ import annotations

from collections.abc import Iterable

from indexer.minutes.lines.folded_text import fold


class WordSet:
    """Words to be asked about with `in`, folded as scans need it; a full stop or comma behind a word is no matter."""

    def __init__(self, words: Iterable[str]) -> None:
        folded = [fold(word) for word in words]
        self._whole = frozenset(word for word in folded if "*" not in word)
        self._beginnings = tuple(word[:-1] for word in folded if word.endswith("*"))
        self._endings = tuple(word[1:] for word in folded if word.startswith("*"))

    def __contains__(self, word: str) -> bool:
        folded = fold(word).rstrip(".,:")
        return folded in self._whole or folded.startswith(self._beginnings) or folded.endswith(self._endings)
