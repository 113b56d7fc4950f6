"""Markup: personnummer masked in HTML as it stands, whatever tags and entities stand between and for its digits.

    <b>811228</b>&#8209;98&shy;74   is read as   811228\N{NON-BREAKING HYPHEN}98\N{SOFT HYPHEN}74

A tag that begins a line or a cell of a table ends a word; one that only dresses letters does not.
"""

from __future__ import annotations

import re
from html import unescape
from itertools import chain
from typing import Final

from indexer.privacy import MASK, found

_PIECE: Final = re.compile(
    r"<!--.*?-->|</?([a-zA-Z][\w-]*)[^>]*>|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{2,8});?", re.DOTALL
)
WITHIN_WORDS: Final = frozenset(
    ("a", "b", "big", "del", "em", "font", "i", "ins", "mark", "s", "small", "span", "strong", "sub", "sup", "u", "wbr")
)
"""Tags that may stand within a word."""


def masked_markup(html: str) -> str:
    """The HTML with the digits of each personnummer masked, in what is read and in what stands in its tags."""
    text, spans = _read(html)
    for start, end in sorted({spans[at] for at in chain.from_iterable(found(text))}, reverse=True):
        html = html[:start] + MASK + html[end:]
    return _PIECE.sub(_masked_tag, html)


def _masked_tag(tag: re.Match[str]) -> str:
    """A tag or a comment with what it says masked: the values of attributes are shown by some readers."""
    piece = tag.group()
    if piece.startswith("&"):
        return piece
    numbers = set(chain.from_iterable(found(piece)))
    return "".join(MASK if at in numbers else letter for at, letter in enumerate(piece))


def _read(html: str) -> tuple[str, list[tuple[int, int]]]:
    """What HTML is read as, and for each letter of that where it stands."""
    letters: list[str] = []
    spans: list[tuple[int, int]] = []
    at = 0
    for piece in _PIECE.finditer(html):
        between = range(at, piece.start())
        letters += html[at : piece.start()]
        spans += ((place, place + 1) for place in between)
        read = _meaning(piece)
        letters += read
        spans += [piece.span()] * len(read)
        at = piece.end()
    letters += html[at:]
    spans += ((place, place + 1) for place in range(at, len(html)))
    return "".join(letters), spans


def _meaning(piece: re.Match[str]) -> str:
    """What a tag or an entity is read as."""
    if piece.group().startswith("&"):
        return unescape(piece.group())
    return "" if piece[1] is None or piece[1].lower() in WITHIN_WORDS else "\n"
