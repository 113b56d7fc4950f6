"""The house styles that the parser knows, one a file; `example.txt` leads through the writing of a new one."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from indexer.minutes.styles.style import Style, style_of
from indexer.minutes.words import words_in

STYLES = ("kommundirektorer", "fullmaktige", "association", "numbered", "notes")
"""In the order in which they are tried: of two that fit a text as well, the first is taken."""


@cache
def styles() -> tuple[Style, ...]:
    """The styles, read from their files when they are first asked for."""
    return tuple(map(read_style, STYLES))


def read_style(name: str) -> Style:
    """The style that the file `NAME.txt` declares."""
    path = Path(__file__).with_name(f"{name}.txt")
    return style_of(name, words_in(path.read_text(encoding="utf-8")))
