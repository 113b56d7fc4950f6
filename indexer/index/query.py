"""The query tree: what is sought, free of how it was typed and of the engine that finds it.

`search_ui.query` makes the tree from what people type; an engine evaluates it. `str(node)` prints it compactly, and
that print is what the tests of the language and `--explain` show.
"""

from __future__ import annotations

from typing import TypeAlias

import msgspec


class Word(msgspec.Struct, frozen=True):
    """Items with the word in any of its forms, in any zone or in the one named."""

    text: str
    zone: str | None = None

    def __str__(self) -> str:
        return f"{self.zone}:{self.text}" if self.zone else self.text


class Phrase(msgspec.Struct, frozen=True):
    """Items with these words as written, one after the other; or, with a distance, at most so many words apart."""

    words: tuple[str, ...]
    zone: str | None = None
    distance: int | None = None

    def __str__(self) -> str:
        quoted = '"' + " ".join(self.words) + '"' + ("" if self.distance is None else f"~{self.distance}")
        return f"{self.zone}:{quoted}" if self.zone else quoted


class Prefix(msgspec.Struct, frozen=True):
    """Items with a word that begins so."""

    text: str
    zone: str | None = None

    def __str__(self) -> str:
        return f"{self.zone}:{self.text}*" if self.zone else f"{self.text}*"


class Suffix(msgspec.Struct, frozen=True):
    """Items with a word that ends so."""

    text: str
    zone: str | None = None

    def __str__(self) -> str:
        return f"{self.zone}:*{self.text}" if self.zone else f"*{self.text}"


class Fuzzy(msgspec.Struct, frozen=True):
    """Items with a word at most `distance` letters from this one."""

    text: str
    distance: int = 1
    zone: str | None = None

    def __str__(self) -> str:
        return f"{self.zone + ':' if self.zone else ''}{self.text}~{self.distance}"


MATTER = "matter"
"""A filter of this name lets through the items of the matters that these items belong to."""
AGAIN = "again"
"""In such a filter: all matters that came back."""
ANY = "any"
"""In such a filter: all but single items whose title every meeting has."""


class Filter(msgspec.Struct, frozen=True):
    """Items whose facet `name` has one of these values, exactly; it does not rank."""

    name: str
    values: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.name}={'|'.join(self.values)}"


class Dates(msgspec.Struct, frozen=True):
    """Items of meetings from `since` to `until`, ISO dates, both included; None is open."""

    since: str | None = None
    until: str | None = None

    def __str__(self) -> str:
        return f"date={self.since or ''}..{self.until or ''}"


class OfMeetings(msgspec.Struct, frozen=True):
    """Items of the meetings with these ids."""

    ids: frozenset[str]

    def __str__(self) -> str:
        return f"meeting={'|'.join(sorted(self.ids))}"


class And(msgspec.Struct, frozen=True):
    """Items that every part finds."""

    parts: tuple[Query, ...]

    def __str__(self) -> str:
        return "(" + " AND ".join(map(str, self.parts)) + ")"


class Or(msgspec.Struct, frozen=True):
    """Items that any part finds."""

    parts: tuple[Query, ...]

    def __str__(self) -> str:
        return "(" + " OR ".join(map(str, self.parts)) + ")"


class Synonyms(msgspec.Struct, frozen=True):
    """Items that `asked` finds, and items that any of `others` finds, for a share `worth` of their worth."""

    asked: Query
    others: tuple[Query, ...]
    worth: float = 0.6

    def __str__(self) -> str:
        return "(" + " SYN ".join(map(str, (self.asked, *self.others))) + ")"


class Most(msgspec.Struct, frozen=True):
    """Items that meet at least half of the parts, each counted with its weight; lacking some costs them.

    Where few do, the best of those follow that meet half when a part that hardly any item meets counts for little. That
    is said of a word that nobody writes minutes with, not of a name: the `firm` parts count in full.
    """

    parts: tuple[Query, ...]
    weights: tuple[float, ...]
    firm: tuple[bool, ...] = ()

    def __str__(self) -> str:
        return "(" + " MOST ".join(map(str, self.parts)) + ")"


class Prefer(msgspec.Struct, frozen=True):
    """Items that `asked` finds; those that `preferred` finds too rank higher."""

    asked: Query
    preferred: Phrase

    def __str__(self) -> str:
        return f"({self.asked} PREFER {self.preferred})"


class Tiers(msgspec.Struct, frozen=True):
    """Items that the first part finds, below all of them those that the next finds, and so on."""

    parts: tuple[Query, ...]

    def __str__(self) -> str:
        return "(" + " THEN ".join(map(str, self.parts)) + ")"


class Not(msgspec.Struct, frozen=True):
    """Items that the part does not find."""

    part: Query

    def __str__(self) -> str:
        return f"-{self.part}"


class All(msgspec.Struct, frozen=True):
    """Every item."""

    def __str__(self) -> str:
        return "*"


Narrowing: TypeAlias = Filter | Dates | OfMeetings
"""What narrows and does not rank."""

Query: TypeAlias = (
    Word | Phrase | Prefix | Suffix | Fuzzy | Narrowing | And | Or | Synonyms | Most | Prefer | Tiers | Not | All
)
