"""The word lists that a clerk can read and correct: one word, or one line of words, a line; `#` begins a comment."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


def word_list(name: str, folder: Path = FOLDER) -> Iterator[str]:
    """The lines of a word list, without comments and empty lines."""
    for line in (folder / name).read_text(encoding="utf-8").splitlines():
        said = line.partition("#")[0].strip()
        if said:
            yield said


@cache
def small_words() -> frozenset[str]:
    """Words too common to carry a query or to be worth marking; they are kept where others stand beside them."""
    return frozenset(word_list("small.txt"))


@cache
def question_words() -> frozenset[str]:
    """Words that say that something is asked."""
    return frozenset(_section("question_words.txt", "[frågar]"))


@cache
def asking_words() -> frozenset[str]:
    """Words that say how something is asked, and not what about; those that say that it is among them."""
    return question_words() | frozenset(_section("question_words.txt", "[räknas bort]"))


@cache
def light_words() -> frozenset[str]:
    """Words that say little of what is asked about, in their dictionary forms."""
    return frozenset(_section("question_words.txt", "[väger lätt]"))


def _section(name: str, heading: str) -> Iterator[str]:
    """The lines of a word list under a heading."""
    here = False
    for line in word_list(name):
        if line.startswith("["):
            here = line == heading
        elif here:
            yield line
