"""Withdrawals: what is to stay out, a whole meeting, an item of one, or a name in one, and how a meeting looks without.

What is remembered tells nothing of what was withdrawn: hashes of ids, of bytes, of titles and of names. It is enough to
know a file again, the same minutes in a file that was changed, and an item or a name when the file is read once more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import pairwise
from typing import Final, TypeVar

import msgspec

from indexer.model import AgendaItem, Meeting

MASK: Final = "█"
_WORD: Final = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_BETWEEN: Final = re.compile(r"[\s,.\xad-]*")
"""What may stand between two words of a name: white space, a line's end, the comma of "Efternamn, Förnamn"."""
T = TypeVar("T")


class Withdrawal(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that was withdrawn on a `day`: the meeting whose id has the hash `meeting`, or a part of it.

    `printed` is the hash of the id that the minutes alone would give it, where other files made that another.
    `files` are the hashes of the bytes it was read from. Of an item there is the `position` and the hash of the
    `title`, of a name the hash of the `name` and how many `words` it has. A withdrawal is `pending` until nothing of
    it is left in index and archive; `meeting` is "" where only the bytes are known.
    """

    day: str
    meeting: str = ""
    printed: str = ""
    files: tuple[str, ...] = ()
    position: str | None = None
    title: str | None = None
    name: str | None = None
    words: int = 0
    pending: bool = False

    def is_of(self, id: str, printed: str) -> bool:
        """Whether the meeting is the one with this id, and this one by what its minutes print.

        Where the id that was withdrawn was told by other files, minutes that print as much and are told to be of
        another organ are another's.
        """
        hashes = {self.meeting, self.printed} - {""}
        return hashed(id) in hashes or (not self.printed and hashed(printed) in hashes)

    def renamed(self, id: str, printed: str) -> Withdrawal:
        """The same, of a meeting that has got this id."""
        return msgspec.structs.replace(self, meeting=hashed(id), printed=hashed(printed) if printed != id else "")

    @property
    def whole(self) -> bool:
        """Whether it is the whole meeting that was withdrawn."""
        return self.position is None and self.name is None


def hashed(text: str) -> str:
    """What is remembered of an id, a title or a name."""
    return sha256(text.encode()).hexdigest()


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name as they are compared."""
    return tuple(_folded(word) for word in _WORD.findall(name))


def hashed_name(words: Sequence[str]) -> str:
    """What is remembered of a name, in whatever order its words stand."""
    return hashed(" ".join(sorted(words)))


def hashed_title(item: AgendaItem) -> str:
    """What is remembered of an item's title."""
    return hashed(" ".join(item.title.casefold().split()))


def without(meeting: Meeting, parts: Iterable[Withdrawal]) -> Meeting:
    """The meeting without these parts of it: items that are left out, names that are masked."""
    parts = tuple(parts)
    items = [one for one in parts if one.position is not None]
    if items:
        meeting = msgspec.structs.replace(meeting, items=tuple(_items_without(meeting.items, items)))
    names = {(one.name, one.words) for one in parts if one.name}
    return masked(meeting, names) if names else meeting


def _items_without(items: Iterable[AgendaItem], withdrawn: Sequence[Withdrawal]) -> Iterator[AgendaItem]:
    """The items, at all depths, but those withdrawn: known by their title, or by their position in the same bytes."""
    for item in items:
        title = hashed_title(item)
        if not any(one.title == title or one.position == item.position for one in withdrawn):
            yield msgspec.structs.replace(item, items=tuple(_items_without(item.items, withdrawn)))


def masked(value: T, names: Iterable[tuple[str, int]]) -> T:
    """A meeting, or a part of one, with each of the names masked in all its texts; their lengths and the ids stay."""
    raw = msgspec.to_builtins(value)
    return msgspec.convert(_masked_below(raw, tuple(names)), type(value))


def mentions(value: object, names: Iterable[tuple[str, int]]) -> bool:
    """Whether one of the names stands in any text of a meeting, or of a part of one."""
    names = tuple(names)
    return any(masked_text(text, names) != text for text in _texts_below(msgspec.to_builtins(value)))


def masked_text(text: str, names: Iterable[tuple[str, int]]) -> str:
    """The text with the letters of each of the names masked, as long as before."""
    words = list(_WORD.finditer(text))
    for hash, count in names:
        for first in range(len(words) - count + 1 if count else 0):
            run = words[first : first + count]
            if _is_one_run(text, run) and hash in _hashes([_folded(word.group()) for word in run]):
                start, end = run[0].start(), run[-1].end()
                text = text[:start] + re.sub(r"\w", MASK, text[start:end]) + text[end:]
    return text


def _is_one_run(text: str, words: Sequence[re.Match[str]]) -> bool:
    """Whether nothing but space stands between the words."""
    return all(_BETWEEN.fullmatch(text, before.end(), after.start()) for before, after in pairwise(words))


def _hashes(words: Sequence[str]) -> Iterator[str]:
    """The hashes of a name, as it stands, and without the s of the genitive."""
    yield hashed_name(words)
    for at in (0, len(words) - 1):
        if words and words[at].endswith("s"):
            yield hashed_name([*words[:at], words[at].removesuffix("s"), *words[at + 1 :]])


def _folded(word: str) -> str:
    """A word of a name as it is compared."""
    return word.casefold().replace("’", "'")


def _texts_below(value: object) -> Iterator[str]:
    """The texts in a value of plain sequences and dictionaries; ids are none."""
    match value:
        case str():
            yield value
        case list() | tuple():
            for each in value:
                yield from _texts_below(each)
        case dict():
            for key, each in value.items():
                if key != "id":
                    yield from _texts_below(each)


def _masked_below(value: object, names: tuple[tuple[str, int], ...]) -> object:
    """A value of plain sequences, dictionaries and texts, with the names masked."""
    match value:
        case str():
            return masked_text(value, names)
        case list() | tuple():
            return [_masked_below(each, names) for each in value]
        case dict():
            return {key: each if key == "id" else _masked_below(each, names) for key, each in value.items()}
    return value
