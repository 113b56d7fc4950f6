"""Privacy: personnummer are masked in whatever is indexed and in whatever leaves the program.

What is masked keeps its length, so that every offset into the text stays true. It is looked for in texts as they are
read, never in their JSON or their HTML, where a line end is two letters and a space may be six.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import Final, TypeVar

import msgspec

from indexer.model import Meeting
from indexer.privacy.birthdays import birthdays
from indexer.privacy.personnummer import numbers

VERSION: Final = "3"
"""Changes with what is masked: an index is made again when it does."""
MASK: Final = "•"
LEAST: Final = 6
"""Digits and letters of the shortest text that holds a day."""
REMEMBERED: Final = 1_000
"""Letters of the longest text of which it is remembered how it is masked: a title, a clause, an excerpt."""
NAMES: Final = frozenset({"id", "meeting", "sha256"})
"""Fields whose text is a name that things are looked up by; ids are made of masked text."""
T = TypeVar("T")


def masked(text: str) -> str:
    """The text with the digits of each personnummer and each birthday masked; as long as before."""
    if len(text) < LEAST:
        return text
    return _remembered(text) if len(text) <= REMEMBERED else _masked(text)


def _masked(text: str) -> str:
    while places := set(chain.from_iterable(found(text))):
        text = "".join(MASK if at in places else letter for at, letter in enumerate(text))
    return text


_remembered: Final = lru_cache(4096)(_masked)
"""A page shows the same titles and clauses again and again: half of the processor's time of an answer asked before."""


def forget() -> None:
    """Remember no text any longer: some of them may have been withdrawn."""
    _remembered.cache_clear()


def found(text: str) -> Iterator[tuple[int, ...]]:
    """For each personnummer and each birthday of a text where its digits stand."""
    yield from numbers(text)
    yield from birthdays(text)


def masked_in(value: T) -> T:
    """The same thing of the model, a meeting or a part of one, with all its texts masked but its ids."""
    raw = msgspec.to_builtins(value)
    changed = masked_below(raw)
    return value if changed is raw else msgspec.convert(changed, type(value))


def masked_below(value: object) -> object:
    """Plain sequences, dictionaries and texts with the texts masked but their ids; the value itself if none is."""
    match value:
        case str():
            return masked(value)
        case list() | tuple():
            parts = [masked_below(each) for each in value]
            return parts if _differ(parts, value) else value
        case dict():
            parts = [_masked_field(key, each) for key, each in value.items()]
            return dict(zip(value, parts, strict=True)) if _differ(parts, value.values()) else value
    return value


def _masked_field(name: object, value: object) -> object:
    """What a field holds, masked unless it is a name."""
    return value if name in NAMES and isinstance(value, str) else masked_below(value)


def count(meeting: Meeting) -> int:
    """How many personnummer stand in a meeting's minutes, as far as they were read."""
    texts = [*(item.text for item in meeting.items), *(line.text for line in meeting.unplaced)]
    return sum(len(set(found(text))) for text in texts)


def _differ(parts: Iterable[object], before: Iterable[object]) -> bool:
    """Whether any of the parts is another than before."""
    return any(part is not other for part, other in zip(parts, before, strict=True))
