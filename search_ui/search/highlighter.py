"""Highlighter: the passage of a text that answers best, with the words that answer marked.

The text is cut into words, as it was when it was indexed, and a word is marked when one of its terms is among those
that the query came to mean; which terms a written word has is looked up in the index. So *direktupphandling* is marked
whole for *upphandling*, and *utdkad* for *utökad*: what is marked is always what stands on the page, from its first
letter to its last.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Final

import msgspec

from indexer.index.documents import LEVELS
from indexer.index.port import SearchResult, WordMatches
from indexer.index.query import Phrase
from indexer.index.search.proximity import stretches
from indexer.index.segments.written_words import SIGNS, context_name, hyphens
from indexer.index.segments.written_words import terms_of as analysed
from indexer.index.zones import MONTHS
from indexer.swedish import MatchLevel
from indexer.swedish.tokens import INVISIBLE, WORD
from indexer.swedish.words import small_words
from search_ui.answer import Excerpt

WIDTH: Final = 260
"""Letters in an excerpt: three lines of a page that is comfortable to read."""
SOUGHT: Final = 400
"""So few written words are each sought in a text, which then is cut only where they stand: a text of 1,400 letters is
searched for one in 0.2 microseconds, and cut into words in 300."""
_MONTH: Final = rf"(?:{'|'.join(MONTHS)}|{'|'.join(month[:3] for month in MONTHS)})\.?"
_DAY_BEFORE: Final = re.compile(rf"(?<!\w){_MONTH}\s+$|\d[/-]$", re.IGNORECASE)
_DAY_AFTER: Final = re.compile(rf"\s+{_MONTH}(?!\w)|[/-]\d", re.IGNORECASE)
_DAY: Final = re.compile(r"\d+[/-]\d+(?:[/-]\d+)?")
_DAY_LETTERS: Final = 12
"""So near a number the rest of the date that it belongs to is looked for."""
_GOES_ON: Final = frozenset(f" \t\r\n\f\v\u00a0§-{INVISIBLE}")
"""After one of these white space may be within a word."""

_WRAPPED: Final = re.compile(r"(?<=[^.:!?\n]{40})\n(?=\S)|\n(?=[ \t]*[a-zåäö])")
"""The end of a line that its sentence goes on after: the line is long, or the next begins in small letters."""
_SENTENCE_END: Final = re.compile(r"(?<=\w{3})[.!?](?=\s|\Z)")


class Highlight(msgspec.Struct, frozen=True):
    """A word of a text that answers: where it stands, the word or phrase of the query it serves, and how it was met."""

    start: int
    end: int
    asked: str
    level: MatchLevel


class Highlighter:
    """What is to be marked for one answer: what a query found says which words answer, and which only together.

    Which written words answer is looked up in the index (`matches`), also for a word that has terms by what stands
    beside it (a hyphen for the rest of a word, the letter of a party). Where the texts to mark are not all `indexed`, a
    word that stands in no item is analysed.
    """

    def __init__(self, found: SearchResult, matches: WordMatches, *, indexed: bool) -> None:
        asked = {*found.keys.values(), *(" ".join(phrase.words) for phrase in found.phrases)}
        self._small = {word for word in asked if word.lower() in small_words()}
        self._only_small = self._small == asked
        self._needs_neighbours = bool(found.phrases) or bool(self._small and not self._only_small)
        self._letters = _letters_of_parties(wanted(found))
        self._keys = found.keys
        self._phrases = found.phrases
        self._words = {damaged: _WordTerms(wanted(found), matches, damaged=damaged) for damaged in (False, True)}
        listed = matches.listed() if indexed else None
        if listed is not None:
            for damaged, terms_of in self._words.items():
                terms_of.complete({word: terms for (word, own), terms in listed.items() if own == damaged})

    def marks(self, text: str, *, damaged: bool = False) -> tuple[Highlight, ...]:
        """The words of a text that answer, in order, each whole and marked by its best level.

        Small words (*och*, *i*) are marked where a word beside them is, or where nothing else was asked for; the words
        of a phrase where all of them stand together.
        """
        answering = self._answering(text, damaged=damaged)
        if not answering:
            return ()
        marked: dict[int, Highlight] = {}
        for at, (start, end, terms) in answering.items():
            best = self._best(terms)
            if best:
                marked[at] = Highlight(start, end, *best)
        for phrase, keys_of_words in self._phrases.items():
            for at, mark in _together(phrase, keys_of_words, answering):
                marked.setdefault(at, mark)
        return tuple(
            marked[at]
            for at in sorted(marked)
            if self._is_worth_marking(at, marked) and not _is_of_a_date(text, marked[at])
        )

    def _answering(self, text: str, *, damaged: bool) -> dict[int, tuple[int, int, Collection[str]]]:
        """The words of a text that have a term that is wanted, in order: start, end, and those terms.

        They are numbered so that words beside each other have numbers beside each other, where that is of interest.
        """
        terms_of = self._words[damaged]
        dashes = set(hyphens(text))
        letters = {match.start() for match in self._letters.finditer(text)} if self._letters else set[int]()
        places: Iterable[int] | None = terms_of.places(text)
        if places is None or self._needs_neighbours:
            cut: Iterable[re.Match[str]] = WORD.finditer(text) if places is None or places or dashes or letters else ()
        else:
            cut = words_at(text, sorted({*places, *letters, *_beside(text, dashes)}))
        answering: dict[int, tuple[int, int, Collection[str]]] = {}
        for position, match in enumerate(cut):
            terms: Collection[str] = terms_of[match[0]]
            if match.start() in letters or (dashes and (match.end() in dashes or match.start() - 1 in dashes)):
                name = context_name(text, *match.span())
                terms = {*terms, *terms_of[name]} if name else terms
            if terms:
                answering[position] = (*match.span(), terms)
        return answering

    def _best(self, terms: Collection[str]) -> tuple[str, MatchLevel] | None:
        """The best way in which a word with these terms answers by itself; of equals the one asked for first."""
        ways = [(asked, MatchLevel(key[0])) for key, asked in self._keys.items() if key in terms]
        return max(ways, key=_worth, default=None)

    def _is_worth_marking(self, at: int, marked: Mapping[int, Highlight]) -> bool:
        """Whether a mark is of no small word, or one beside another mark, or small words are all that was asked for."""
        return self._only_small or marked[at].asked not in self._small or not marked.keys().isdisjoint({at - 1, at + 1})


def _is_of_a_date(text: str, mark: Highlight) -> bool:
    """Whether a mark is a number out of a date, for who asked for the number."""
    if not mark.asked.isdigit():
        return False
    if _DAY.fullmatch(text, mark.start, mark.end):
        return True
    before, after = text[max(0, mark.start - _DAY_LETTERS) : mark.start], text[mark.end : mark.end + _DAY_LETTERS]
    return bool(_DAY_BEFORE.search(before) or _DAY_AFTER.match(after))


def wanted(found: SearchResult) -> frozenset[str]:
    """The terms that a query came to mean, of words by themselves and of words of phrases."""
    return frozenset(chain(found.keys, *chain.from_iterable(found.phrases.values())))


def _letters_of_parties(terms: Iterable[str]) -> re.Pattern[str] | None:
    """What finds the letters of the parties that some terms stand for; None where they stand for none."""
    letters = {term[2] for term in terms if len(term) == len("~(m)") and term[1] == "(" and term.endswith(")")}
    return re.compile(rf"\b[{''.join(sorted(letters))}]\b", re.IGNORECASE) if letters else None


class _WordTerms(dict[str, "tuple[str, ...]"]):
    """For each written word which of the wanted terms it has, decided when it is first looked up."""

    def __init__(self, wanted: frozenset[str], matches: WordMatches, *, damaged: bool) -> None:
        super().__init__()
        self.wanted = wanted
        self._matches = matches
        self._damaged = damaged
        self._sought: list[str] | None = None
        self._is_complete = False

    def complete(self, terms_of: Mapping[str, tuple[str, ...]]) -> None:
        """Let these be all words that have any of the terms."""
        self.update(terms_of)
        self._is_complete = True
        first: list[str] = []
        for word in sorted(terms_of):
            if word[0] in SIGNS:
                continue
            if not first or not word.startswith(first[-1]):
                first.append(word)
        self._sought = first if len(first) <= SOUGHT else None

    def places(self, text: str) -> set[int] | None:
        """Where words that have any of the terms may begin in a text; None where they are too many to look for.

        A word that begins like another need not be looked for too.
        """
        if self._sought is None:
            return None
        places: set[int] = set()
        for word in self._sought:
            at = text.find(word)
            while at >= 0:
                places.add(at)
                at = text.find(word, at + 1)
        return places

    def __missing__(self, written: str) -> tuple[str, ...]:
        if self._is_complete:
            return ()
        terms = self._matches.terms_of(written, damaged=self._damaged)
        if terms is None:
            terms = tuple(key for key in analysed(written, damaged=self._damaged) if key in self.wanted)
        self[written] = terms
        return terms


def words_at(text: str, places: Iterable[int]) -> Iterator[re.Match[str]]:
    """The words of a text in which these places, ascending, lie, as they would be cut if all of the text were.

    No word goes on over white space unless it stands after a hyphen, a § or a character that no one sees: after any
    other white space a word begins, or something that is none, and cutting may begin there.
    """
    end = 0
    for place in places:
        if place < end:
            continue
        start = place
        while start > end and not (text[start - 1].isspace() and start > 1 and text[start - 2] not in _GOES_ON):
            start -= 1
        for match in WORD.finditer(text, start):
            if match.start() > place:
                break
            if match.end() > place:
                end = match.end()
                yield match
                break


def _beside(text: str, hyphens: Iterable[int]) -> Iterator[int]:
    """The places of the letters before and after hyphens."""
    for at in hyphens:
        yield from (place for place in (at - 1, at + 1) if 0 <= place < len(text))


def _together(
    phrase: Phrase, wanted: Sequence[frozenset[str]], words: Mapping[int, tuple[int, int, Collection[str]]]
) -> Iterator[tuple[int, Highlight]]:
    """The words of a phrase where they stand together, each with its position among the words of the text."""
    positions = [[at for at, (_, _, terms) in words.items() if not those.isdisjoint(terms)] for those in wanted]
    for stretch in stretches(positions, phrase.distance):
        for at, those in zip(stretch, wanted, strict=True):
            start, end, terms = words[at]
            level = max((MatchLevel(key[0]) for key in terms if key in those), key=LEVELS.__getitem__)
            yield at, Highlight(start, end, " ".join(phrase.words), level)


def _worth(way: tuple[str, MatchLevel]) -> float:
    """How near a word met so is to what was asked for; one that a pattern stands for is farther than any other."""
    asked, level = way
    return 0.0 if asked.endswith(("*", "~1", "~2")) or asked.startswith("*") else LEVELS[level]


def excerpt(field: str, text: str, found: tuple[Highlight, ...], *, width: int = WIDTH) -> Excerpt:
    """The passage of about `width` letters with the most of what was asked; without marks, how the text begins."""
    start, end = _window(text, found, width)
    start, end = _whole_words(text, start, end)
    return _joined(field, text, start, end, [mark for mark in found if mark.start >= start and mark.end <= end])


def first_sentence(field: str, text: str) -> Excerpt:
    """The first sentence of a text, without the headings above it; how the text begins, where it has none."""
    unwrapped = _WRAPPED.sub(" ", text)
    said = next((line for line in unwrapped.split("\n") if len(line) > WIDTH or _SENTENCE_END.search(line)), unwrapped)
    ends = _SENTENCE_END.search(said)
    return excerpt(field, said[: ends.end()] if ends else said, ())


def whole(field: str, text: str, found: tuple[Highlight, ...]) -> Excerpt:
    """The whole text with its marks."""
    return _joined(field, text, 0, len(text), list(found))


def _window(text: str, found: tuple[Highlight, ...], width: int) -> tuple[int, int]:
    """The stretch of text whose marks serve the most words of the query, best met; of equals the first."""
    if not found or len(text) <= width:
        return 0, min(len(text), width)
    best, best_worth = found[0], -1.0
    for index, mark in enumerate(found):
        inside = [other for other in found[index:] if other.end <= mark.start + width]
        served = {other.asked: 0.0 for other in inside}
        for other in inside:
            served[other.asked] = max(served[other.asked], _worth((other.asked, other.level)))
        worth = sum(served.values()) + 0.01 * len(inside)
        if worth > best_worth:
            best, best_worth = mark, worth
    last = max(mark.end for mark in found if mark.start >= best.start and mark.end <= best.start + width)
    start = max(0, best.start - (width - (last - best.start)) // 3)
    start = _sentence(text, start, best.start)
    return start, min(len(text), start + width)


def _sentence(text: str, earliest: int, mark: int) -> int:
    """Where the mark's sentence begins, if that is not before `earliest`; else `earliest`."""
    begins = [match.end() for match in re.finditer(r"[.!?:]\s+|\n\s*\n", text[earliest:mark])]
    return earliest + begins[-1] if begins and earliest else earliest


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without the torn words at its ends."""
    if start and not text[start - 1].isspace():
        gap = re.search(r"\s", text[start:end])
        start += gap.end() if gap else 0
    if end < len(text) and not text[end].isspace():
        gap = re.search(r"\s\S*$", text[start:end])
        end = start + gap.start() if gap else end
    return start, end


def _joined(field: str, text: str, start: int, end: int, found: list[Highlight]) -> Excerpt:
    """A stretch of text as one line, its white space joined, with the marks where they came to stand."""
    stretch, before = text[start:end], "… " if start else ""
    moved = tuple(
        (len(before) + _length(stretch[: mark.start - start]), len(before) + _length(stretch[: mark.end - start]))
        for mark in found
    )
    after = " …" if end < len(text.rstrip()) else ""
    return Excerpt(field=field, text=before + " ".join(stretch.split()) + after, marks=moved)


def _length(head: str) -> int:
    """How long the beginning of a text is when its white space is joined, the blank before the next word with it."""
    words_before = head.split()
    joined = len(" ".join(words_before))
    return joined + 1 if words_before and head[-1].isspace() else joined
