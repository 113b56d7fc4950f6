"""Help: the query language on one page, for the page and for the command.

The page is plain text that reads well as it stands. A `#` begins its title and a `##` a section; a
paragraph is a line; `code` stands between backticks; an indented line is an example, what to type and what it finds.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Final

import msgspec

from indexer.messages import Language


class Example(msgspec.Struct, frozen=True):
    """Something to type, and what it finds."""

    query: str
    finds: str


class HelpSection(msgspec.Struct, frozen=True):
    """A heading with what stands under it, paragraphs and lists of examples, in order."""

    heading: str
    parts: tuple[str | tuple[Example, ...], ...]


PAGES: Final = {"sv": "soksprak.md", "en": "query_language.md"}


def text(language: Language = "sv") -> str:
    """The help as plain text."""
    return (files(__package__) / PAGES[language]).read_text("utf-8")


@cache
def sections(language: Language = "sv") -> tuple[HelpSection, ...]:
    """The help in its parts; the first is the title with the introduction."""
    pieces = re.split(r"^#+ +", text(language), flags=re.MULTILINE)[1:]
    return tuple(_section(*piece.split("\n", 1)) for piece in pieces)


def examples(language: Language = "sv") -> tuple[Example, ...]:
    """Every example of the help, in order."""
    return tuple(
        example
        for section in sections(language)
        for part in section.parts
        if not isinstance(part, str)
        for example in part
    )


def _section(heading: str, content: str) -> HelpSection:
    """A section from its text."""
    blocks = [block for block in content.split("\n\n") if block.strip()]
    return HelpSection(
        heading, tuple(_examples(block) if block.startswith("    ") else block.strip() for block in blocks)
    )


def _examples(block: str) -> tuple[Example, ...]:
    """The examples of an indented block; at least two spaces stand between what to type and what it finds."""
    return tuple(Example(*re.split(r" {2,}", line.strip(), maxsplit=1)) for line in block.strip("\n").split("\n"))
