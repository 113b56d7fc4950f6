"""Remarks: what is said about a text that could not be read as it stands, and where in it."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from indexer.messages import Value
from search_ui.answer import Remark, remark

QUOTED_LENGTH = 40
"""The most characters of the typed text that a remark repeats."""

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_COMPOSABLE = re.compile(r"[\u0300-\u036f]")


def showable(typed: str) -> str:
    """The text as it can be written in UTF-8, each character in its place: lone surrogates become U+FFFD."""
    return _SURROGATE.sub("\ufffd", typed)


class Remarks:
    """The remarks on one typed text, which is kept beside them as `text`, composed (å is one letter, not a and a ring).

    Places are given in the composed text and told in the typed one.
    """

    def __init__(self, typed: str) -> None:
        self.length = len(typed)
        self.text, self._offsets = _composed(typed)
        self._found: dict[str, Remark] = {}

    def on(self, start: int, end: int, code: str, /, **args: Value) -> None:
        """Remark on a place; the same is said once."""
        said = remark(*self.typed(start, end), code, **args)
        self._found.setdefault(said.text, said)

    def on_all(self, code: str, /, **args: Value) -> None:
        """Remark on the whole text."""
        self.on(0, len(self.text), code, **args)

    def quote(self, start: int, end: int) -> str:
        """A piece of the text, fit to be printed in a sentence."""
        piece = self.text[start : min(end, start + QUOTED_LENGTH)]
        return "»" + _UNPRINTABLE.sub("\ufffd", piece) + ("…" if end - start > QUOTED_LENGTH else "") + "«"

    def typed(self, start: int, end: int) -> tuple[int, int]:
        """A place in the typed text."""
        return (start, end) if self._offsets is None else (self._offsets[start], self._offsets[end])

    @property
    def first(self) -> Remark | None:
        """The remark that comes first in the text."""
        return min(self._found.values(), key=lambda remark: remark.start, default=None)

    def all(self) -> tuple[Remark, ...]:
        """Every remark, in the order of the text."""
        return tuple(sorted(self._found.values(), key=lambda remark: (remark.start, remark.end)))


def _composed(typed: str) -> tuple[str, list[int] | None]:
    """The text in NFC, and for each of its characters, and its end, the offset in what was typed."""
    if unicodedata.is_normalized("NFC", typed):
        return typed, None
    starts = [at for at, c in enumerate(typed) if at == 0 or not _COMPOSABLE.match(c)]
    pieces: list[str] = []
    offsets: list[int] = []
    for start, end in pairwise([*starts, len(typed)]):
        piece = unicodedata.normalize("NFC", typed[start:end])
        pieces.append(piece)
        offsets += [start] * len(piece)
    return "".join(pieces), [*offsets, len(typed)]
