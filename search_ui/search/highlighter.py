"""Highlighter: the passage of a text that answers best, with the words that answer marked.

The text is cut into words, as it was when it was indexed, and a word is marked when one of its terms is among those
that the query came to mean; which terms a written word has is looked up in the index. So *direktupphandling* is marked
whole for *upphandling*, and *utdkad* for *utökad*: what is marked is always what stands on the page, from its first
letter to its last.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence, Set
from functools import lru_cache
from itertools import accumulate, chain, islice, takewhile
from typing import Final, TypeAlias

import msgspec

from indexer.index.documents import LEVELS
from indexer.index.port import SearchResult, WordMatches
from indexer.index.query import Phrase
from indexer.index.search.proximity import stretches
from indexer.index.segments.written_words import SIGNS, context_name, hyphens, word_of_name
from indexer.index.segments.written_words import terms_of as analysed
from indexer.index.zones import MONTHS
from indexer.swedish import MatchLevel
from indexer.swedish.tokens import INVISIBLE, WORD
from indexer.swedish.words import small_words
from search_ui.answer import Excerpt

WIDTH: Final = 260
"""Letters in an excerpt: three lines of a page that is comfortable to read."""
_MONTH: Final = rf"(?:{'|'.join(MONTHS)}|{'|'.join(month[:3] for month in MONTHS)})\.?"
_DAY_BEFORE: Final = re.compile(rf"(?<!\w){_MONTH}\s+$|\d[/-]$", re.IGNORECASE)
_DAY_AFTER: Final = re.compile(rf"\s+{_MONTH}(?!\w)|[/-]\d", re.IGNORECASE)
_DAY: Final = re.compile(r"\d+[/-]\d+(?:[/-]\d+)?")
_DAY_LETTERS: Final = 12
"""So near a number the rest of the date that it belongs to is looked for."""
_BETWEEN: Final = "\0"
"""Between texts that are searched together: no word goes on over it, and none is another for standing beside it."""
_GOES_ON: Final = frozenset(f" \t\r\n\f\v\u00a0§-{INVISIBLE}")
"""After one of these white space may be within a word."""

_WRAPPED: Final = re.compile(r"(?<=[^.:!?\n]{40})\n(?=\S)|\n(?=[ \t]*[a-zåäö])")
"""The end of a line that its sentence goes on after: the line is long, or the next begins in small letters."""
_SENTENCE_END: Final = re.compile(r"(?<=\w{3})[.!?](?=\s|\Z)")


AnsweringWord: TypeAlias = tuple[int, int, tuple[str, ...]]
"""A word of a text: where it begins and ends, and those of its terms that are wanted."""


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
        self._letters = _letters_of_parties(wanted(found))
        self._keys = found.keys
        self._phrases = found.phrases
        self._best_of: dict[tuple[str, ...], tuple[str, MatchLevel] | None] = {}
        self._words = {damaged: _WordTerms(wanted(found), matches, damaged=damaged) for damaged in (False, True)}
        self._found = found
        self._all = matches.listed() if indexed else None
        self._listed: dict[bool, _ListedWords] = {}

    def marks(self, text: str, *, damaged: bool = False) -> tuple[Highlight, ...]:
        """The words of a text that answer, in order, each whole and marked by its best level.

        Small words (*och*, *i*) are marked where a word beside them is, or where nothing else was asked for; the words
        of a phrase where all of them stand together.
        """
        return self.marks_of([text], damaged=damaged)[0]

    def marks_of(self, texts: Sequence[str], *, damaged: bool = False) -> list[tuple[Highlight, ...]]:
        """The marks of each of some texts, such as those of one item: most of what is asked for stands in none."""
        if not texts:
            return []
        if self._all is None:
            return [self._marks(text, self._answering(text, damaged=damaged), self._phrases) for text in texts]
        if damaged not in self._listed:
            terms_of = {word: terms for (word, own), terms in self._all.items() if own == damaged}
            self._listed[damaged] = _ListedWords(terms_of, self._found)
        joined = _JoinedTexts(texts)
        return joined.parted(self._marks(joined.text, *self._listed_answering(joined, self._listed[damaged])))

    def _marks(
        self, text: str, answering: Mapping[int, AnsweringWord], phrases: Iterable[Phrase]
    ) -> tuple[Highlight, ...]:
        """The marks of a text, of its words that have a term that is wanted."""
        if not answering:
            return ()
        marked: dict[int, Highlight] = {}
        for at, (start, end, terms) in answering.items():
            best = self._best(terms)
            if best:
                marked[at] = Highlight(start, end, *best)
        for phrase in phrases:
            for at, mark in _together(phrase, self._phrases[phrase], answering):
                marked.setdefault(at, mark)
        return tuple(
            marked[at]
            for at in sorted(marked)
            if self._is_worth_marking(at, marked) and not _is_of_a_date(text, marked[at])
        )

    def _answering(self, text: str, *, damaged: bool) -> dict[int, AnsweringWord]:
        """The words of a text that have a term that is wanted, each looked up, by their numbers in the text."""
        terms_of = self._words[damaged]
        dashes = set(hyphens(text))
        letters = self._party_letters(text)
        answering: dict[int, AnsweringWord] = {}
        for number, match in enumerate(WORD.finditer(text)):
            terms = terms_of[match[0]]
            if match.start() in letters or (dashes and (match.end() in dashes or match.start() - 1 in dashes)):
                name = context_name(text, *match.span())
                terms = _joined_terms(terms, terms_of[name]) if name else terms
            if terms:
                answering[number] = (*match.span(), terms)
        return answering

    def _listed_answering(
        self, joined: _JoinedTexts, listed: _ListedWords
    ) -> tuple[dict[int, AnsweringWord], Sequence[Phrase]]:
        """The words of joined texts that have a term that is wanted, in order, and the phrases that may stand there.

        Words of one text that stand so near that it matters are numbered as they stand, all others farther apart.
        """
        letters = self._party_letters(joined.text)
        places, phrases = listed.places(joined)
        places |= letters
        reach = max((0, *(len(phrase.words) - 1 + (phrase.distance or 0) for phrase in phrases)))
        reach = max(reach, 1) if self._small and not self._only_small else reach
        answering: dict[int, AnsweringWord] = {}
        number, end, following = -reach, 0, 0
        for match in words_at(joined.text, sorted(places)) if places else ():
            terms = listed.terms(joined.text, match, letters)
            if terms:
                start = match.start()
                number += 1 + (reach if start >= following else _words_between(joined.text, end, start, reach))
                if start >= following:
                    following = joined.end_of_text(start)
                end = match.end()
                answering[number] = (start, end, terms)
        return answering, phrases

    def _party_letters(self, text: str) -> set[int]:
        """Where a letter stands in a text that may be that of a party which was asked for."""
        return {match.start() for match in self._letters.finditer(text)} if self._letters else set()

    def _best(self, terms: tuple[str, ...]) -> tuple[str, MatchLevel] | None:
        """The best way in which a word with these terms answers by itself; of equals the one asked for first."""
        if terms not in self._best_of:
            ways = [(asked, MatchLevel(key[0])) for key, asked in self._keys.items() if key in terms]
            self._best_of[terms] = max(ways, key=_worth, default=None)
        return self._best_of[terms]

    def _is_worth_marking(self, at: int, marked: Mapping[int, Highlight]) -> bool:
        """Whether a mark is of no small word, or one beside another mark, or small words are all that was asked for."""
        return self._only_small or marked[at].asked not in self._small or not marked.keys().isdisjoint({at - 1, at + 1})


class _ListedWords:
    """All written words that have any of the terms that are wanted."""

    def __init__(self, terms_of: Mapping[str, tuple[str, ...]], found: SearchResult) -> None:
        self.terms_of = terms_of
        self.contexts = {word_of_name(name) for name in terms_of if name[0] in SIGNS}
        self._by_letters: dict[bytes, list[str]] = {}
        for word in set(map(word_of_name, terms_of)):
            self._by_letters.setdefault(_longest_letters(word), []).append(word)
        self._by_itself = set(self._having(found.keys.keys()))
        self._in_phrases = {phrase: [set(self._having(own)) for own in keys] for phrase, keys in found.phrases.items()}

    def _having(self, terms: Set[str]) -> Iterator[str]:
        """The words that have any of these terms."""
        return (word_of_name(name) for name, own in self.terms_of.items() if not terms.isdisjoint(own))

    def places(self, joined: _JoinedTexts) -> tuple[set[int], Sequence[Phrase]]:
        """Where the words may begin in joined texts, those of a phrase only in texts that may have all of it; and the
        phrases that any of the texts may have.
        """
        words = {word for each in self._by_letters.keys() & joined.rows() for word in self._by_letters[each]}
        places = {at for word in words & self._by_itself for at in joined.places(word)}
        phrases = []
        for phrase, each in self._in_phrases.items():
            together = joined.places_together([words & own for own in each])
            if together:
                places |= together
                phrases.append(phrase)
        return places, phrases

    def terms(self, text: str, word: re.Match[str], letters: Container[int]) -> tuple[str, ...]:
        """The terms that are wanted of a word of a text, also those that it has by what stands beside it."""
        terms_of, written = self.terms_of, word[0]
        terms = terms_of.get(written, ())
        if written in self.contexts or word.start() in letters:
            terms = _joined_terms(terms, terms_of.get(context_name(text, *word.span()), ()))
        return terms


_LETTERS: Final = bytes(
    byte if (letter := chr(byte)).isalnum() and not letter.isdecimal() else ord(" ") for byte in range(256)
)
"""For each letter of Latin-1 itself, and a blank for all else."""


class _JoinedTexts:
    """Texts that are searched as one: as they are, and with a blank for each character that is no letter of Latin-1.

    A word begins and ends with all the letters that stand together there: so each row of letters in a word is one of
    the text, and *skola* is looked for with a blank on either side.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self.text = _BETWEEN.join(texts)
        self._starts = tuple(accumulate((len(text) + len(_BETWEEN) for text in texts), initial=0))
        self._plain = _BETWEEN.encode().join(_plain(text) for text in texts)
        self._letters = b" %b " % self._plain.translate(_LETTERS)

    def rows(self) -> set[bytes]:
        """The rows of letters that stand in the texts, and the empty one."""
        return {b"", *self._letters.split()}

    def places(self, word: str, start: int = 0, end: int | None = None) -> Iterator[int]:
        """Where a word may begin in the texts, or in a part of them."""
        sought, are_letters, before = _sought(word)
        text = self._letters if are_letters else self._plain
        end = len(text) if end is None else end + len(b"  ")
        at = text.find(sought, start, end)
        while at >= 0:
            yield at + before
            at = text.find(sought, at + 1, end)

    def places_together(self, words: Sequence[Set[str]]) -> set[int]:
        """Where the words of a phrase may begin in those of the texts that may have all of them; for each word of it
        the written words that it may be.
        """
        places = set[int]()
        if not all(words):
            return places
        rarest = max(words, key=lambda own: min(map(len, own)))
        for number in {bisect_right(self._starts, at) for word in rarest for at in self.places(word)}:
            text = slice(self._starts[number - 1], self._starts[number])
            found = [{at for word in own for at in self.places(word, text.start, text.stop)} for own in words]
            if all(found):
                places.update(*found)
        return places

    def end_of_text(self, place: int) -> int:
        """Where the text after that begins which a place lies in."""
        return self._starts[bisect_right(self._starts, place)]

    def parted(self, marks: Iterable[Highlight]) -> list[tuple[Highlight, ...]]:
        """The marks, ascending, for each of the texts."""
        of_each: list[list[Highlight]] = [[] for _ in self._starts[1:]]
        for mark in marks:
            at = bisect_right(self._starts, mark.start) - 1
            start = self._starts[at]
            of_each[at].append(Highlight(mark.start - start, mark.end - start, mark.asked, mark.level))
        return list(map(tuple, of_each))


def _plain(text: str) -> bytes:
    """A text in Latin-1, a byte for each character."""
    return text.encode("latin-1", "replace")


@lru_cache(maxsize=20_000)
def _sought(word: str) -> tuple[bytes, bool, int]:
    """What is looked for to find a word, whether it is letters, and how far from where that stands the word begins.

    It is the word's letters, with a blank beside those at its ends; or the word itself where it has none.
    """
    plain = _plain(word)
    letters = plain.translate(_LETTERS)
    if letters.isspace():
        return plain, False, 0
    is_begun, is_ended = letters[:1] != b" ", letters[-1:] != b" "
    return b" " * is_begun + letters + b" " * is_ended, True, is_begun - 1


@lru_cache(maxsize=20_000)
def _longest_letters(word: str) -> bytes:
    """The most letters that stand together in a word."""
    return max(_plain(word).translate(_LETTERS).split(), key=len, default=b"")


def _words_between(text: str, start: int, end: int, most: int) -> int:
    """How many words of a text stand between two others, up to so many."""
    between = islice(WORD.finditer(text, start), most)
    return sum(1 for _ in takewhile(lambda match: match.start() < end, between))


def _joined_terms(terms: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    """The terms that a word has by itself and by what stands beside it, each once."""
    return tuple(dict.fromkeys((*terms, *others))) if others else terms


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

    def __missing__(self, written: str) -> tuple[str, ...]:
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
        match = WORD.match(text, start) or WORD.search(text, start)
        while match and match.end() <= place:
            match = WORD.search(text, match.end())
        if match and match.start() <= place:
            end = match.end()
            yield match


def _together(
    phrase: Phrase, wanted: Sequence[frozenset[str]], words: Mapping[int, AnsweringWord]
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
    worths = [_worth((mark.asked, mark.level)) for mark in found]
    for index, mark in enumerate(found):
        served: dict[str, float] = {}
        inside = 0
        for other, own in zip(found[index:], worths[index:], strict=True):
            if other.end > mark.start + width:
                break
            served[other.asked] = max(served.get(other.asked, 0.0), own)
            inside += 1
        worth = sum(served.values()) + 0.01 * inside
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
    joined = " ".join(stretch.split())
    length = len if joined == stretch else _length
    moved = tuple(
        (len(before) + length(stretch[: mark.start - start]), len(before) + length(stretch[: mark.end - start]))
        for mark in found
    )
    after = " …" if end < len(text.rstrip()) else ""
    return Excerpt(field=field, text=before + joined + after, marks=moved)


def _length(head: str) -> int:
    """How long the beginning of a text is when its white space is joined, the blank before the next word with it."""
    words_before = head.split()
    joined = len(" ".join(words_before))
    return joined + 1 if words_before and head[-1].isspace() else joined
