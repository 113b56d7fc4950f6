"""Words: the Swedish by which the record joins matters and tells outcomes, in text files that a clerk can correct.

A file has one word or phrase a line under `[headings]`; a line that begins with "#" is a comment.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from indexer.swedish.words import word_list

FOLDER = Path(__file__).parent


@cache
def words(name: str) -> Mapping[str, tuple[str, ...]]:
    """The words of the file `NAME.txt` by the heading they stand under; ValueError for one above the first."""
    listed: dict[str, list[str]] = {}
    heading = None
    for line in word_list(f"{name}.txt", FOLDER):
        if line.startswith("[") and line.endswith("]"):
            heading = line[1:-1]
            listed.setdefault(heading, [])
        elif heading is None:
            raise ValueError(f"{line!r} stands above the first [heading] of {name}.txt.")
        else:
            listed[heading].append(line)
    return MappingProxyType({heading: tuple(lines) for heading, lines in listed.items()})


@cache
def pairs(name: str, heading: str) -> Mapping[str, str]:
    """The words under a heading whose lines read "short = long"."""
    split = (line.partition("=") for line in words(name)[heading])
    return MappingProxyType({short.strip(): long.strip() for short, _, long in split})
