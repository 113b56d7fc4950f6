"""Help: the query language on one page, for the page and for the command.

The page is plain text that reads well as it stands. A `#` begins its title and a `##` a section; a
paragraph is a line; `code` stands between backticks; an indented line is an example, what to type and what it finds.

What is typed holds words by their roles, with those that the shipped minutes have: `titel:{word=regionplanen}`. The
page fills them with words of the minutes at hand, so that what it shows has hits there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
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


NO_WORDS: Final[Mapping[str, str]] = {}
_ROLE: Final = re.compile(r"\{(\w+)=([^{}]*)\}")


def text(language: Language = "sv") -> str:
    """The help as plain text, what the examples find in columns."""
    blocks = _source(language).split("\n\n")
    return "\n\n".join(_columns(block) if block.startswith("    ") else block for block in blocks)


def sections(language: Language = "sv", words: Mapping[str, str] = NO_WORDS) -> tuple[HelpSection, ...]:
    """The help in its parts, the first the title with the introduction; `words` by their roles fill the examples."""
    pieces = re.split(r"^#+ +", _source(language), flags=re.MULTILINE)[1:]
    headed = (piece.partition("\n") for piece in pieces)
    return tuple(_section(heading, content, words) for heading, _, content in headed)


@cache
def _source(language: Language) -> str:
    return (files(__package__) / PAGES[language]).read_text("utf-8")


def _filled(line: str, words: Mapping[str, str]) -> str:
    return _ROLE.sub(lambda role: words.get(role[1], role[2]), line)


def _columns(block: str) -> str:
    """A block of examples as text."""
    shown = _examples(block, NO_WORDS)
    width = max(len(example.query) for example in shown)
    lines = "\n".join(f"    {example.query:<{width}}    {example.finds}" for example in shown)
    return lines + "\n" * (len(block) - len(block.rstrip("\n")))


def examples(language: Language = "sv") -> tuple[Example, ...]:
    """Every example of the help, in order."""
    return tuple(
        example
        for section in sections(language)
        for part in section.parts
        if not isinstance(part, str)
        for example in part
    )


def _section(heading: str, content: str, words: Mapping[str, str]) -> HelpSection:
    """A section from its text."""
    blocks = [block for block in content.split("\n\n") if block.strip()]
    return HelpSection(
        heading, tuple(_examples(block, words) if block.startswith("    ") else block.strip() for block in blocks)
    )


def _examples(block: str, words: Mapping[str, str]) -> tuple[Example, ...]:
    """The examples of an indented block; at least two spaces stand between what to type and what it finds."""
    lines = (_filled(line, words).strip() for line in block.strip("\n").split("\n"))
    return tuple(Example(*re.split(r" {2,}", line, maxsplit=1)) for line in lines)
