"""Building: meetings gathered into one new segment, whatever engine will keep it.

What is gathered is where each word stands *as it is written*, in three arrays; only when the segment is written are the
words analysed, each once. Terms that come from the same written words have the same list, which is made once: so
"=mötet", "~möte" and "_mote" where nobody wrote *möten*. `documents.terms` is the definition of what comes out, and a
test holds it to that.

    word  position  document            lists of a word         key                          sorted, cut where list
    0     7         3            0 ->   4, 9                    4 | 3 | 7    9 | 3 | 7       and document change
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import msgspec

from indexer.index.documents import MAX_WORDS, REPETITION, ZONE_BITS, ZONE_WEIGHTS, Document, documents
from indexer.index.segments.packed_numbers import tail_of, turned
from indexer.index.segments.segment import PostingList
from indexer.index.segments.segment_tables import HEAD, Numbers
from indexer.index.segments.written_words import DAMAGED, WrittenWordsWriter, named_words, terms_of_name
from indexer.index.zones import ZONE_NAMED, ZONES
from indexer.model import Meeting

if TYPE_CHECKING:
    import numpy as np

PostingLists: TypeAlias = Iterator[tuple[tuple[str, str], PostingList]]
"""Fields and terms in order, each with its list; terms that have the same list have the same object."""
_POSITION_BITS: Final = ZONE_BITS + max(zone.number for zone in ZONES).bit_length()
_KEY_BITS: Final = 64


class _Numbers(dict[str, int]):
    """Names, each with its number; a name that is asked for the first time gets the next."""

    def __missing__(self, name: str) -> int:
        number = self[name] = len(self)
        return number


class _Occurrences:
    """Where the words of one field stand: the number of each word met, its position, and where each document ends."""

    __slots__ = ("documents", "ends", "names", "positions", "words")

    def __init__(self) -> None:
        self.names = _Numbers()
        self.words = array("I")
        self.positions = array("I")
        self.documents = array("I")
        self.ends = array("I")

    def add(self, number: int, document: Document) -> None:
        """Add a document, whose number is larger than those before."""
        for zone, text in document.zones:
            names, positions = named_words(text)
            if document.damaged:
                names = [DAMAGED + name for name in names]
            base = ZONE_NAMED[zone].number << ZONE_BITS
            self.words.extend(map(self.names.__getitem__, names[:MAX_WORDS]))
            self.positions.extend(map(base.__add__, positions[:MAX_WORDS]))
        self.documents.append(number)
        self.ends.append(len(self.words))

    def of_each_word(self) -> np.ndarray[Any, np.dtype[np.uint32]]:
        """The document of each word met."""
        import numpy as np

        ends = np.frombuffer(self.ends, np.uint32).astype(np.int64)
        lengths = ends - np.concatenate((ends[:0], [0], ends[:-1]))
        return np.repeat(np.frombuffer(self.documents, np.uint32), lengths)


class SegmentBuilder:
    """Gathers the documents of meetings; `words` says how many words were met by now."""

    def __init__(self) -> None:
        self.stored: list[bytes] = []
        self.titles: list[str] = []
        self.evidence: list[Numbers] = []
        self._occurrences = {"item": _Occurrences(), "meeting": _Occurrences()}
        self._labels: dict[str, dict[str, array[int]]] = {"facet": {}, "label": {}}

    @property
    def words(self) -> int:
        """How many words were met."""
        return sum(len(occurrences.words) for occurrences in self._occurrences.values())

    def add(self, meeting: Meeting) -> None:
        """Add the documents of a meeting."""
        for document in documents(meeting):
            self._add(document)

    def _add(self, document: Document) -> None:
        number, item = len(self.stored), document.stored_item
        for field, terms in (("facet", _facets_of(document)), ("label", _labels_of(document))):
            for term in dict.fromkeys(terms):
                self._labels[field].setdefault(term, array("I")).append(number)
        self.evidence.append(array("Q", document.evidence))
        self._occurrences["meeting" if item is None else "item"].add(number, document)
        if item is None:
            dates = [facet.value for facet in document.facets if facet.name == "date"]
            self.stored.append(f"{dates[0]} {document.id}".encode())
            self.titles.append("")
        else:
            self.stored.append(msgspec.json.encode(item))
            self.titles.append(item.item.title)

    def written_words(self) -> WrittenWordsWriter:
        """The table of the words of the items, with in how many items each stands in a text of its own."""
        import numpy as np

        occurrences = self._occurrences["item"]
        own = np.zeros(1 << _POSITION_BITS - ZONE_BITS, np.bool_)
        own[[zone.number for zone in ZONES if zone.of_item or zone.of_first_item]] = True
        here = own[np.frombuffer(occurrences.positions, np.uint32) >> ZONE_BITS]
        words = np.frombuffer(occurrences.words, np.uint32)[here].astype(np.uint64)
        once = _distinct(words << np.uint64(32) | occurrences.of_each_word()[here])
        counts = np.bincount((once >> np.uint64(32)).astype(np.int64), minlength=len(occurrences.names))
        return WrittenWordsWriter(
            {name: count for name, count in zip(occurrences.names, counts.tolist(), strict=True) if count}
        )

    def lists(self, words: WrittenWordsWriter) -> PostingLists:
        """Every field and term in order, with its list."""
        for field in ("facet", "item", "label", "meeting"):
            if field in self._labels:
                for term, numbers in sorted(self._labels[field].items()):
                    yield (field, term), PostingList(numbers, array("f", [1.0]) * len(numbers))
            else:
                for term, postings in _lists(self._occurrences[field], words.number if field == "item" else {}):
                    yield (field, term), postings


def _lists(occurrences: _Occurrences, numbers: dict[str, int]) -> Iterator[tuple[str, PostingList]]:
    """The terms of written words in order, with their lists; `numbers` has the number of each word in the table."""
    words_of: dict[str, list[int]] = {}
    for word, name in enumerate(occurrences.names):
        for term in terms_of_name(name):
            words_of.setdefault(term, []).append(word)
    list_of: dict[tuple[int, ...], int] = {}
    terms = sorted(words_of)
    list_numbers = [list_of.setdefault(tuple(dict.fromkeys(words_of[term])), len(list_of)) for term in terms]
    table = [numbers.get(name, -1) for name in occurrences.names]
    written = (array("I", sorted(number for word in words if (number := table[word]) >= 0)) for words in list_of)
    lists = [
        PostingList(*postings, words) for postings, words in zip(_postings(occurrences, list_of), written, strict=True)
    ]
    for term, number in zip(terms, list_numbers, strict=True):
        yield term, lists[number]


def _postings(
    occurrences: _Occurrences, lists: Iterable[Sequence[int]]
) -> Iterator[tuple[array[int], array[float], bytes]]:
    """For each list, given as the words that are in it, its documents, the weight in each, and its tail."""
    import numpy as np

    keys = _keys(occurrences, list(lists))
    if not len(keys):
        return
    position_bits, document_bits = np.uint64(_POSITION_BITS), np.uint64(_document_bits(occurrences))
    positions = (keys & np.uint64((1 << _POSITION_BITS) - 1)).astype(np.uint32)
    keys >>= position_bits
    first = np.flatnonzero(np.diff(keys, prepend=~keys[0]))
    counts = np.diff(first, append=len(keys))
    of_posting = keys[first]
    del keys
    best = _weights()[np.maximum.reduceat(_by_weight()[positions >> ZONE_BITS], first)]
    weights = (best * (1 + REPETITION * (1 - 1 / counts))).astype(np.float32).tobytes()
    of_list = of_posting >> document_bits
    numbers = (of_posting & ((np.uint64(1) << document_bits) - np.uint64(1))).astype(np.uint32).tobytes()
    list_starts = np.flatnonzero(np.diff(of_list, prepend=~of_list[0]))
    starts = [*list_starts.tolist(), len(first)]
    position_starts = [*first[list_starts].tolist(), len(positions)]
    all_counts = counts.astype(np.uint32).tobytes()
    most = np.maximum.reduceat(counts, list_starts).tolist()
    all_turned = turned(array("I", positions.tobytes())).tobytes()
    largest = np.maximum.reduceat(np.frombuffer(all_turned, np.uint32), first[list_starts]).tolist()
    for at in range(len(list_starts)):
        here = slice(4 * starts[at], 4 * starts[at + 1])
        there = slice(4 * position_starts[at], 4 * position_starts[at + 1])
        tail = tail_of(all_counts[here], all_turned[there], most[at], largest[at])
        yield array("I", numbers[here]), array("f", weights[here]), tail


def _keys(occurrences: _Occurrences, lists: Sequence[Sequence[int]]) -> np.ndarray[Any, np.dtype[np.uint64]]:
    """Every list, document and position, each once and in order, as one number."""
    import numpy as np

    sizes = np.fromiter(map(len, lists), np.int64, len(lists))
    words = np.fromiter((word for those in lists for word in those), np.int64, int(sizes.sum()))
    by_word = np.argsort(words, kind="stable")
    lists_of_words = np.repeat(np.arange(len(lists), dtype=np.uint64), sizes)[by_word]
    counts = np.bincount(words, minlength=len(occurrences.names))
    starts = np.cumsum(counts) - counts
    met = np.frombuffer(occurrences.words, np.uint32)
    places = occurrences.of_each_word().astype(np.uint64) << np.uint64(_POSITION_BITS)
    places |= np.frombuffer(occurrences.positions, np.uint32)
    times = counts[met]
    of_words = np.arange(int(times.sum()), dtype=np.uint32)
    of_words += np.repeat((starts[met] - np.cumsum(times) + times).astype(np.uint32), times)
    document_bits = _document_bits(occurrences)
    if len(lists).bit_length() + document_bits + _POSITION_BITS > _KEY_BITS:
        raise OverflowError(f"{len(lists)} lists of {len(occurrences.documents)} documents are too many for a segment")
    keys = lists_of_words[of_words]
    del of_words
    keys <<= np.uint64(document_bits + _POSITION_BITS)
    keys |= np.repeat(places, times)
    return _distinct(keys)


def _distinct(keys: np.ndarray[Any, np.dtype[np.uint64]]) -> np.ndarray[Any, np.dtype[np.uint64]]:
    """Numbers in order, each once."""
    import numpy as np

    keys.sort()
    return keys[np.flatnonzero(np.diff(keys, prepend=~keys[:1]))]


def _document_bits(occurrences: _Occurrences) -> int:
    """The bits that the number of a document takes."""
    return max(occurrences.documents, default=0).bit_length()


def _weights() -> np.ndarray[Any, np.dtype[np.float64]]:
    """The weights of zones, each once, ascending."""
    import numpy as np

    return np.unique(list(ZONE_WEIGHTS.values()))


def _by_weight() -> np.ndarray[Any, np.dtype[np.uint8]]:
    """The place of each zone's weight among the weights, by the zone's number."""
    import numpy as np

    places = np.zeros(1 << _POSITION_BITS - ZONE_BITS, np.uint8)
    places[list(ZONE_WEIGHTS)] = np.searchsorted(_weights(), list(ZONE_WEIGHTS.values()))
    return places


def _facets_of(document: Document) -> Iterator[str]:
    """The terms that a document is narrowed by."""
    for facet in document.facets:
        yield f"{facet.name}={facet.value}"
    yield f"id={document.id}"
    yield f"meeting={document.meeting}"
    if document.stored_item is None:
        yield HEAD


def _labels_of(document: Document) -> Iterator[str]:
    """How a document spells the values of its facets."""
    for facet in document.facets:
        if facet.label:
            yield f"{facet.name}={facet.value}={'doubtful' if facet.doubtful else 'sure'}={facet.label}"
