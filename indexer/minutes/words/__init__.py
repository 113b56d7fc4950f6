"""Words: the Swedish that minutes are known by, in text files beside this one that a clerk can read and correct.

A file has one word or phrase a line under `[headings]` that say what they mean; a line that begins with "# " is a
comment. How phrases with `*` and `#` are taken stands at the top of each file. Nothing is read before it is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

FOLDER = Path(__file__).parent

Words = Mapping[str, tuple[str, ...]]
"""Words by the heading that they stand under, in the order of the file."""


@cache
def words(name: str) -> Words:
    """The words of the file `NAME.txt`."""
    return words_in((FOLDER / f"{name}.txt").read_text(encoding="utf-8"))


def words_in(text: str) -> Words:
    """The words of such a file's text; ValueError says which line stands above the first heading."""
    under: dict[str, list[str]] = {}
    heading: str | None = None
    for number, line in enumerate(map(str.strip, text.splitlines()), start=1):
        if not line or line == "#" or line.startswith("# "):
            continue
        if line.startswith("[") and line.endswith("]"):
            heading = line[1:-1].strip()
            under.setdefault(heading, [])
        elif heading is None:
            raise ValueError(f"Line {number} stands above the first [heading]: {line!r}.")
        else:
            under[heading].append(line)
    return MappingProxyType({heading: tuple(listed) for heading, listed in under.items()})


def pairs(name: str, heading: str) -> Mapping[str, str]:
    """The words under a heading whose lines read "short = long"."""
    split = (line.partition("=") for line in words(name)[heading])
    return MappingProxyType({short.strip(): long.strip() for short, _, long in split})
