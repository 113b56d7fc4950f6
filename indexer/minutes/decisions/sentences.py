"""Sentences: running text cut where a sentence ends, each knowing the lines, or parts of lines, that it stands on.

An att-clause and an entry of a list begin one of their own, wherever they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, cached_property

from indexer.minutes.lines.content_lines import begins_a_clause
from indexer.minutes.lines.folded_text import fold, printed, unfolded_offset
from indexer.minutes.lines.lines import Line, begins_small, bullet, ends_a_sentence, is_enumerated
from indexer.minutes.words import words

_END = re.compile(r"(?<=[.!?])[\"”’)\]*]*\s+(?=[\"”’(*]*[A-ZÅÄÖ])")
_NUMBERED = re.compile(r"\d{1,2}[.)]\s+\S")
_LAST_WORD = re.compile(r"[^\s(]+$")


class Sentence:
    """Some lines, the first and last cut where the sentence begins and ends."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = tuple(lines)

    @cached_property
    def text(self) -> str:
        """The words on the lines, a space between two."""
        return " ".join(line.text for line in self.lines)

    @cached_property
    def folded(self) -> str:
        """The text for comparing, white space joined and words that lines break made whole."""
        return fold(printed("\n".join(line.text for line in self.lines)))

    @property
    def begins_a_paragraph(self) -> bool:
        """Whether a blank line stands before it."""
        return self.lines[0].after_gap

    @property
    def is_finished(self) -> bool:
        """Whether it ends as sentences do."""
        return ends_a_sentence(self.lines[-1].text) and not self.lines[-1].text.endswith(":")

    @property
    def is_clause(self) -> bool:
        """Whether it begins with "att", behind a bullet or a number or not."""
        return begins_a_clause(self.lines[0].folded)

    @property
    def is_listed(self) -> bool:
        """Whether it is an entry of a list."""
        text = self.lines[0].text
        return bool(bullet(text)) or is_enumerated(text) or _NUMBERED.match(text) is not None

    def behind(self, folded_offset: int) -> tuple[Line, ...]:
        """What stands behind an offset in the folded words of its lines, a space between two."""
        offset = unfolded_offset(self.text, folded_offset)
        for n, line in enumerate(self.lines):
            if offset < len(line.text):
                left = cut(line, offset, len(line.text))
                return tuple(one for one in (left, *self.lines[n + 1 :]) if one.text)
            offset -= len(line.text) + 1
            offset = max(offset, 0)
        return ()


def sentences(lines: Sequence[Line]) -> Iterator[Sentence]:
    """The sentences on some lines, in order."""
    current: list[Line] = []
    for line in lines:
        if current and (_begins_apart(current[-1], line) or _is_behind_a_list(current[0], line)):
            yield Sentence(current)
            current = []
        start = 0
        for end in _ends(line.text):
            current.append(cut(line, start, end))
            yield Sentence(current)
            current, start = [], end
        rest = cut(line, start, len(line.text))
        if rest.text:
            current.append(rest)
    if current:
        yield Sentence(current)


def cut(line: Line, start: int, end: int) -> Line:
    """What stands on a line between two offsets, without the space around."""
    text = line.text[start:end]
    begin = start + len(text) - len(text.lstrip())
    text = text.strip()
    at = line.start + begin
    return Line(
        line.index, at, at + len(text), line.page, text, fold(text), line.after_gap and begin == 0, line.indent + begin
    )


def _begins_apart(before: Line, line: Line) -> bool:
    """Whether a line begins a sentence of its own, whatever the one before it ended with."""
    is_listed = bool(bullet(line.text)) or is_enumerated(line.text) or _NUMBERED.match(line.text) is not None
    if line.after_gap or is_listed or begins_a_clause(line.folded):
        return True
    return ends_a_sentence(before.text) and not begins_small(line.text) and not _is_abbreviated(before.text)


def _is_behind_a_list(first: Line, line: Line) -> bool:
    """Whether a line stands no deeper than the bullet above it, and so is no part of that entry."""
    return bool(bullet(first.text)) and line.indent <= first.indent and line.text[0].isupper()


def _ends(text: str) -> Iterator[int]:
    """Where sentences end inside a line."""
    return (
        found.start() for found in _END.finditer(text) if not _is_abbreviated(text[: found.start()].rstrip('"”’)*'))
    )


def _is_abbreviated(text: str) -> bool:
    """Whether the point at the end of some words belongs to a short form, an initial or a number."""
    found = _LAST_WORD.search(text.rstrip("."))
    if found is None or not text.endswith("."):
        return False
    word = found.group()
    is_initial = len(word) == 1 and word.isalpha()
    return is_initial or (word.isdigit() and len(word) <= 2) or word.lower() in _abbreviations()


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(words("grammar")["abbreviations"])
