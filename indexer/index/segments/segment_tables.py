"""Tables: what a reader needs of a segment beside its posting lists, written with the segment and read in place.

    meetings     where each begins, its date and id, and to which meeting each document belongs
    facets       for each facet its values, and the numbers of those that each meeting and each item has
    labels       how minutes spell the values, and how many do
    vocabulary   every word of the items, by length, with how many items have it, and the order of their folded forms
    titles       every title, its folded form, and how many items have it
    words        the written words (`written_words`)
    evidence     what may join each document to others, as keys of 64 bits (`record.evidence`)

They are made of the segment's posting lists, titles and evidence, so that a segment that is merged of others has those
of what is left. All other numbers are unsigned, 32 bits, little-endian; the file is a header (names, offsets and sizes,
as JSON) and the tables one after the other, each at a multiple of eight bytes.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Final, TypeAlias

import msgspec

from indexer.index.facets import FACETS
from indexer.index.segments.written_words import WrittenWords, WrittenWordsWriter
from indexer.swedish import MatchLevel
from indexer.swedish.diacritics import fold

HEAD: Final = "head="
"""The facet that every meeting document has, and no item."""
FACET_NAMES: Final = tuple(
    dict.fromkeys(facet.name for facet in sorted(FACETS, key=lambda facet: facet.of_meeting is None))
)
"""The facets, those of meetings first."""
LINE: Final = "\n"
"""What parts words and titles: neither has any."""
Numbers: TypeAlias = "memoryview | array[int]"
"""Unsigned numbers, mapped or made: of 32 bits, and keys of 64."""
_SIZE: Final = 8
_WORD: Final = MatchLevel.EXACT.value


class TablesWriter:
    """Gathers the tables of a segment of `size` documents while its posting lists are written."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._heads: array[int] = array("I")
        self._ids: dict[int, str] = {}
        self._dates: dict[int, str] = {}
        self._facets: dict[str, list[tuple[str, array[int]]]] = {name: [] for name in FACET_NAMES}
        self._labels: list[tuple[str, int]] = []
        self._vocabulary: list[tuple[str, int]] = []

    def add(self, field: str, term: str, numbers: array[int]) -> None:
        """Take note of the posting list of a term; the terms of a field come in order."""
        if field == "item":
            if term[0] == _WORD:
                self._vocabulary.append((term[1:], len(numbers)))
        elif field == "label":
            self._labels.append((term, len(numbers)))
        elif field == "facet":
            self._add_facet(term, numbers)

    def _add_facet(self, term: str, numbers: array[int]) -> None:
        name, _, value = term.partition("=")
        if term == HEAD:
            self._heads = numbers
        elif name == "id":
            self._ids.update(dict.fromkeys(numbers, value))
        elif name == "date":
            self._dates.update(dict.fromkeys(numbers, value))
        elif name in self._facets:
            self._facets[name].append((value, numbers))

    def packed(self, titles: Sequence[str], words: WrittenWordsWriter, evidence: Sequence[Numbers]) -> bytes:
        """The tables as one file; `titles` has the title of each document, "" for meetings."""
        return _packed(
            {
                **self._meetings(),
                **self._facet_tables(),
                "labels": LINE.join(term.replace(LINE, " ") for term, _ in self._labels).encode(),
                "labels.counts": array("I", [count for _, count in self._labels]).tobytes(),
                **self._vocabulary_tables(),
                **_title_tables(titles),
                "words": words.trie,
                "words.counts": words.counts.tobytes(),
                "evidence.starts": array("I", accumulate(map(len, evidence), initial=0)).tobytes(),
                "evidence": b"".join(keys.tobytes() for keys in evidence),
            }
        )

    def _meetings(self) -> dict[str, bytes]:
        """The tables of meetings."""
        alive, meeting_of = bytearray(b"\1" * self._size), array("I", bytes(4 * self._size))
        for meeting, (head, end) in enumerate(pairwise((*self._heads, self._size))):
            alive[head] = 0
            meeting_of[head:end] = array("I", [meeting]) * (end - head)
        return {
            "heads": self._heads.tobytes(),
            "meeting_of": meeting_of.tobytes(),
            "alive": bytes(alive),
            "dates": LINE.join(self._dates[head] for head in self._heads).encode(),
            "ids": LINE.join(self._ids[head] for head in self._heads).encode(),
        }

    def _facet_tables(self) -> dict[str, bytes]:
        """For each facet its values, and those of each meeting and of each item."""
        number_of = {head: number for number, head in enumerate(self._heads)}
        tables: dict[str, bytes] = {}
        for name, lists in self._facets.items():
            of_meetings: dict[int, list[int]] = {}
            of_items: dict[int, list[int]] = {}
            for value, (_, numbers) in enumerate(lists):
                for number in numbers:
                    meeting = number_of.get(number)
                    if meeting is None:
                        of_items.setdefault(number, []).append(value)
                    else:
                        of_meetings.setdefault(meeting, []).append(value)
            tables[f"{name}.values"] = LINE.join(value for value, _ in lists).encode()
            tables |= _rows(f"{name}.of_meetings", of_meetings, len(self._heads))
            tables |= _rows(f"{name}.of_items", of_items, self._size if of_items else 0)
        return tables

    def _vocabulary_tables(self) -> dict[str, bytes]:
        """The words by length, their counts, where each length begins, and their order when they are folded."""
        words = sorted(self._vocabulary, key=lambda pair: (len(pair[0]), pair[0]))
        encoded = [word.encode() for word, _ in words]
        lengths = [len(word) for word, _ in words]
        longest = lengths[-1] if lengths else 0
        folded = sorted(range(len(words)), key=lambda number: (fold(words[number][0]), words[number][0]))
        return {
            "vocabulary": b"\n".join(encoded),
            "vocabulary.starts": array("I", accumulate((len(word) + 1 for word in encoded), initial=0)).tobytes(),
            "vocabulary.counts": array("I", [count for _, count in words]).tobytes(),
            "vocabulary.lengths": array("I", [bisect_left(lengths, size) for size in range(longest + 2)]).tobytes(),
            "vocabulary.folded": array("I", folded).tobytes(),
        }


def _title_tables(titles: Sequence[str]) -> dict[str, bytes]:
    """Every title once, folded too, how many items have it, and which each document has."""
    counts = Counter(titles)
    order = {title: number for number, title in enumerate(counts)}
    folded = [fold(" ".join(title.lower().split())).encode() for title in order]
    return {
        "titles": "\0".join(title.replace("\0", " ") for title in order).encode(),
        "titles.counts": array("I", counts.values()).tobytes(),
        "titles.folded": b"\n" + b"\n".join(folded) + b"\n",
        "titles.starts": array("I", accumulate((len(each) + 1 for each in folded), initial=0)).tobytes(),
        "titles.of": array("I", map(order.__getitem__, titles)).tobytes(),
    }


def _rows(name: str, rows: Mapping[int, list[int]], size: int) -> dict[str, bytes]:
    """Rows of numbers as two tables: where each row begins, and the numbers of all rows."""
    ordered = [rows.get(number, ()) for number in range(size)]
    numbers = array("I", (each for row in ordered for each in row))
    return {
        f"{name}.starts": array("I", accumulate(map(len, ordered), initial=0)).tobytes(),
        f"{name}": numbers.tobytes(),
    }


def _packed(tables: Mapping[str, bytes]) -> bytes:
    """The tables as one file."""
    places: dict[str, tuple[int, int]] = {}
    body = bytearray()
    for name, content in tables.items():
        places[name] = (len(body), len(content))
        body += content + bytes(-len(content) % _SIZE)
    header = msgspec.json.encode(places)
    header += b" " * (-len(header) % _SIZE)
    return len(header).to_bytes(_SIZE, "little") + header + bytes(body)


class Rows:
    """Rows of numbers: where each row begins in the numbers of all."""

    def __init__(self, starts: Numbers, numbers: Numbers) -> None:
        self.starts = starts
        self.numbers = numbers

    def __len__(self) -> int:
        return max(0, len(self.starts) - 1)

    def __getitem__(self, row: int) -> Numbers:
        return self.numbers[self.starts[row] : self.starts[row + 1]]


class SegmentTables:
    """The tables of one segment, read in place; what is small is decoded when it is opened."""

    def __init__(self, content: memoryview) -> None:
        start = _SIZE + int.from_bytes(content[:_SIZE], "little")
        self._content = content[start:]
        self._places: dict[str, tuple[int, int]] = msgspec.json.decode(content[_SIZE:start])
        self.heads = self.numbers("heads")
        self.meeting_of = self.numbers("meeting_of")
        self.alive = self.bytes("alive")
        self.dates = self._lines("dates") if len(self.heads) != 1 else [self._text("dates")]
        self.ids = self._lines("ids")
        self.values = {name: self._lines(f"{name}.values") for name in FACET_NAMES}
        self.of_meetings = {name: self._rows(f"{name}.of_meetings") for name in FACET_NAMES}
        self.of_items = {name: self._rows(f"{name}.of_items") for name in FACET_NAMES}
        self.words = WrittenWords(self.bytes("words"), self.numbers("words.counts"))
        self.evidence = Rows(self.numbers("evidence.starts"), self.bytes("evidence").cast("Q"))

    def bytes(self, name: str) -> memoryview:
        """A table as bytes."""
        start, size = self._places[name]
        return self._content[start : start + size]

    def numbers(self, name: str) -> memoryview:
        """A table of numbers."""
        return self.bytes(name).cast("I")

    def _text(self, name: str) -> str:
        return str(self.bytes(name), "utf-8")

    def _lines(self, name: str) -> list[str]:
        text = self._text(name)
        return text.split(LINE) if text else []

    def _rows(self, name: str) -> Rows:
        return Rows(self.numbers(f"{name}.starts"), self.numbers(name))

    def labels(self) -> Iterator[tuple[str, int]]:
        """Each label, as the field of labels has it, and how many meetings spell so."""
        return zip(self._lines("labels"), self.numbers("labels.counts"), strict=True)

    # Words

    @cached_property
    def _vocabulary(self) -> tuple[memoryview, memoryview, memoryview, memoryview, memoryview]:
        """Text, starts, counts, where each length begins, and order by folded form."""
        return (
            self.bytes("vocabulary"),
            self.numbers("vocabulary.starts"),
            self.numbers("vocabulary.counts"),
            self.numbers("vocabulary.lengths"),
            self.numbers("vocabulary.folded"),
        )

    def _word(self, number: int) -> str:
        text, starts, *_ = self._vocabulary
        return str(text[starts[number] : starts[number + 1] - 1], "utf-8")

    def words_of_length(self, length: int) -> tuple[list[str], memoryview]:
        """The words of so many letters, in order, and in how many items each stands."""
        text, starts, counts, lengths, _ = self._vocabulary
        if not 0 <= length < len(lengths) - 1 or lengths[length] == lengths[length + 1]:
            return [], counts[:0]
        first, end = lengths[length], lengths[length + 1]
        return str(text[starts[first] : starts[end] - 1], "utf-8").split(LINE), counts[first:end]

    def words_ending(self, suffix: str) -> Iterator[tuple[str, int]]:
        """The words that end so, and in how many items each stands."""
        text, starts, counts, *_ = self._vocabulary
        for match in re.finditer(re.escape(suffix.encode("utf-8", "replace")) + rb"(?=\n|\Z)", text):
            number = bisect_right(starts, match.start()) - 1
            yield self._word(number), counts[number]

    def words_beginning(self, folded: str) -> Iterator[tuple[str, int]]:
        """The words whose folded form begins so, in its order, and in how many items each stands."""
        _, _, counts, _, order = self._vocabulary
        first = bisect_left(order, folded, key=lambda number: fold(self._word(number)))
        for number in order[first:]:
            word = self._word(number)
            if not fold(word).startswith(folded):
                return
            yield word, counts[number]

    # Titles

    def titles_matching(self, folded: str) -> Iterator[tuple[bool, str, int]]:
        """The titles that begin so when they are folded, or in which a later word does: the latter, title, count."""
        text, starts = self.bytes("titles.folded"), self.numbers("titles.starts")
        counts, titles = self.numbers("titles.counts"), str(self.bytes("titles"), "utf-8").split("\0")
        seen = -1
        for match in re.finditer(rb"[\n ]" + re.escape(folded.encode("utf-8", "replace")), text):
            number = bisect_right(starts, match.start()) - 1
            if number != seen and number < len(titles) and titles[number]:
                seen = number
                yield match.start() != starts[number], titles[number], counts[number]

    def titles(self) -> tuple[list[str], memoryview]:
        """Every title, and the number of that of each document."""
        return str(self.bytes("titles"), "utf-8").split("\0"), self.numbers("titles.of")


def tables_of(
    lists: Iterable[tuple[str, str, array[int]]],
    titles: Sequence[str],
    words: WrittenWordsWriter,
    evidence: Sequence[Numbers],
) -> bytes:
    """The tables of a segment, from its posting lists in order."""
    writer = TablesWriter(len(titles))
    for field, term, numbers in lists:
        writer.add(field, term, numbers)
    return writer.packed(titles, words, evidence)
