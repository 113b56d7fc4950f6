"""The lexicon: what is known of each Swedish form, read from one packed file where it lies.

A form (`kommunernas`) leads to its number in a trie, and the number to its lemmas, its frequency, and its weights as
a left and as the last part of compounds. The file is mapped, not loaded: nothing is read until a word is looked up.
What the numbers mean was decided when the file was made, in `build.py`.

Of 660,000 forms a trie finds one in 1.6 us and all that a word begins with in 5 us, from 1.7 MB; SQLite takes 11 us for
one, from 15 MB, and a search by halves in the mapped, sorted forms 13 us, from 8 MB.

Lemmas are kept as a rule for the ending, which half a million forms share a few thousand of: `kommunerna` has the rule
"4" (take four letters away), `ledamöter` the rule "4ot". A second, smaller trie leads from a word without its marks
(`mote`) to the forms that it may have been (`möte`).
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

import marisa_trie
import msgspec

FILE = Path(__file__).with_name("swedish.lexicon")
MAGIC = b"PROTOKOLL LEXICON 1\n"
ALIGNMENT = 8
ZIPF_STEPS = 32
"""A frequency is kept in 1/32 of a power of ten."""
WEIGHT_STEPS = 16
"""A weight is kept in 1/16 of a power of two: how many words of the dictionary have the form as that part."""


class Flag:
    """What a form may be: numbers, as they are asked for a hundred times a word."""

    WORD = 1
    COMMON = 2
    LEFT = 4
    LAST = 8
    NOUN = 16
    VERB = 32
    ADJECTIVE = 64
    STEM = 128


class Header(msgspec.Struct):
    """The start of the file: the kinds of form (flags, and the rules of their lemmas) and each section's length."""

    kinds: list[tuple[int, tuple[str, ...]]]
    sections: list[int]


class LexiconForm(msgspec.Struct, frozen=True, gc=False):
    """What is known of one form.

    `zipf` is the logarithm of how often it occurs in a thousand million words, 0 when it was not seen; the weights
    `left` and `last` grow with the number of compounds that have it so, 0 when none has.
    """

    text: str
    flags: int
    zipf: float
    left: int
    last: int
    rules: tuple[str, ...]

    @property
    def lemmas(self) -> tuple[str, ...]:
        """The lemmas of the form, the most likely first."""
        return tuple([with_ending(self.text, rule) for rule in self.rules])


def ending_rule(form: str, lemma: str) -> str:
    """How a lemma is made from a form: the number of letters taken from its end, and the letters put there."""
    shared = 0
    while shared < min(len(form), len(lemma)) and form[shared] == lemma[shared]:
        shared += 1
    return f"{chr(48 + len(form) - shared)}{lemma[shared:]}"


def with_ending(form: str, rule: str) -> str:
    """The lemma that `ending_rule` made the rule from."""
    return form[: len(form) - ord(rule[0]) + 48] + rule[1:]


def pack(kinds: list[tuple[int, tuple[str, ...]]], *sections: bytes) -> bytes:
    """The bytes of a lexicon file."""
    header = msgspec.json.encode(Header(kinds, [len(section) for section in sections]))
    start = MAGIC + len(header).to_bytes(4, "little") + header
    return b"".join(part + bytes(-len(part) % ALIGNMENT) for part in (start, *sections))


_HEADERS: Final = msgspec.json.Decoder(Header)


class Lexicon:
    """A packed lexicon, opened where it lies."""

    def __init__(self, file: Path = FILE) -> None:
        with file.open("rb") as opened:
            self._bytes = memoryview(mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ))
        start = len(MAGIC) + 4
        length = int.from_bytes(self._bytes[len(MAGIC) : start], "little")
        header = _HEADERS.decode(self._bytes[start : start + length])
        self._kinds = header.kinds
        sections = self._sections(start + length, header.sections)
        self._forms = marisa_trie.Trie().map(next(sections))
        self._folded = marisa_trie.Trie().map(next(sections))
        self._kind = next(sections).cast("H")
        self._zipf, self._left, self._last = next(sections), next(sections), next(sections)
        self._group, self._members = next(sections).cast("I"), next(sections).cast("I")

    def _sections(self, at: int, lengths: list[int]) -> Iterator[memoryview]:
        for length in lengths:
            at += -at % ALIGNMENT
            yield self._bytes[at : at + length]
            at += length

    def find(self, form: str) -> LexiconForm | None:
        """What is known of a form in small letters; None when nothing is."""
        number = self._forms.get(form)
        return None if number is None else self._form(form, number)

    def beginnings(self, text: str) -> list[tuple[str, int]]:
        """The forms that the text begins with, the shortest first, each with its number."""
        return list(self._forms.iter_prefixes_with_ids(text))

    def numbered(self, number: int) -> LexiconForm:
        """What is known of the form with a number."""
        return self._form(self._forms.restore_key(number), number)

    def unfolded(self, folded: str) -> list[LexiconForm]:
        """The forms that become `folded` when their marks are lost, itself not among them."""
        number = self._folded.get(folded)
        return [] if number is None else self._of_group(number)

    def folded_beginnings(self, text: str) -> Iterator[tuple[str, int]]:
        """The folded letters that the text begins with, with the number of each form that they may have been."""
        for folded, group in self._folded.iter_prefixes_with_ids(text):
            for number in self._members[self._group[group] : self._group[group + 1]]:
                yield folded, number

    def _of_group(self, group: int) -> list[LexiconForm]:
        return [self.numbered(number) for number in self._members[self._group[group] : self._group[group + 1]]]

    def _form(self, text: str, number: int) -> LexiconForm:
        flags, rules = self._kinds[self._kind[number]]
        return LexiconForm(text, flags, self._zipf[number] / ZIPF_STEPS, self._left[number], self._last[number], rules)


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon that ships with the program, opened at the first question."""
    return Lexicon()
