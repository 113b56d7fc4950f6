"""Privacy: personnummer are masked in whatever is indexed and in whatever leaves the program.

What is masked keeps its length, so that every offset into the text stays true. It is looked for in texts as they are
read, never in their JSON or their HTML, where a line end is two letters and a space may be six.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import chain
from typing import Final, TypeVar

import msgspec

from indexer.model import Meeting
from indexer.privacy.hints import may_hold

VERSION: Final = "3"
"""Changes with what is masked: an index is made again when it does."""
MASK: Final = "•"
LEAST: Final = 6
"""Digits and letters of the shortest text that holds a day."""
REMEMBERED: Final = 1_000
"""Letters of the longest text of which it is remembered how it is masked: a title, a clause, an excerpt."""
MOST_HARMLESS: Final = 8_000
"""Texts of which it is remembered that there is nothing to mask in them."""
NAMES: Final = frozenset({"id", "meeting", "sha256"})
"""Fields whose text is a name that things are looked up by; ids are made of masked text."""
_ID: Final = re.compile(rb'"id":"[^"]*"')
_BACKSLASH: Final = b"\0"
_QUOTE: Final = b"\1"
"""What stands, on the way, for what is written as two letters in a text of JSON; no JSON has either."""
_TEXTS: Final = msgspec.json.Decoder(list[str])
_BETWEEN: Final = "\nx\n"
"""Between texts that are looked at together: nothing that is masked goes on over it."""
T = TypeVar("T")


def masked(text: str) -> str:
    """The text with the digits of each personnummer and each birthday masked; as long as before."""
    if len(text) < LEAST:
        return text
    return _remembered(text) if len(text) <= REMEMBERED else _masked(text)


def _masked(text: str) -> str:
    if not may_hold(text):
        return text
    while places := set(chain.from_iterable(found(text))):
        text = "".join(MASK if at in places else letter for at, letter in enumerate(text))
    return text


_remembered: Final = lru_cache(4096)(_masked)
"""A page shows the same titles and clauses again and again: half of the processor's time of an answer asked before."""


def forget() -> None:
    """Remember no text any longer: some of them may have been withdrawn."""
    _remembered.cache_clear()
    _harmless.clear()


_harmless: Final = set[str | bytes]()
"""Texts that were looked at and have nothing to mask; of long ones a hash."""


def has_nothing(json: bytes) -> bool:
    """Whether no text of some JSON has anything to mask: `masked_below` would change nothing in it."""
    unknown = {_short(text): text for text in _texts_in(json)}
    for known in _harmless.intersection(unknown):
        del unknown[known]
    if not _have_nothing(list(unknown.values())):
        return False
    if len(_harmless) + len(unknown) > MOST_HARMLESS:
        _harmless.clear()
    _harmless.update(unknown)
    return True


def _texts_in(json: bytes) -> list[str]:
    """The texts of some JSON that are long enough to hold anything, each once, but ids and the names of fields."""
    parts = _ID.sub(b"", json.replace(rb"\\", _BACKSLASH).replace(rb"\"", _QUOTE)).split(b'"')
    each = dict.fromkeys(zip(parts[1::2], parts[2::2], strict=True))
    shown = dict.fromkeys(text for text, after in each if len(text) >= LEAST and after[:1] != b":")
    joined = b'["' + b'","'.join(shown) + b'"]' if shown else b"[]"
    return _TEXTS.decode(joined.replace(_QUOTE, rb"\"").replace(_BACKSLASH, rb"\\"))


def _have_nothing(texts: Sequence[str]) -> bool:
    """Whether none of these texts has anything to mask; where they may, each half of them is looked at by itself."""
    if not texts or not may_hold(_BETWEEN.join(texts)):
        return True
    half = len(texts) // 2
    return _have_nothing(texts[:half]) and _have_nothing(texts[half:]) if half else masked(texts[0]) == texts[0]


def _short(text: str) -> str | bytes:
    """What a text is known by: itself, or a hash of a long one."""
    return text if len(text) <= REMEMBERED else blake2b(text.encode()).digest()


def found(text: str) -> Iterator[tuple[int, ...]]:
    """For each personnummer and each birthday of a text where its digits stand."""
    from indexer.privacy.birthdays import birthdays
    from indexer.privacy.personnummer import numbers

    yield from numbers(text)
    yield from birthdays(text)


def masked_in(value: T) -> T:
    """The same thing of the model, a meeting or a part of one, with all its texts masked but its ids."""
    if has_nothing(msgspec.json.encode(value)):
        return value
    return msgspec.convert(masked_below(msgspec.to_builtins(value)), type(value))


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
