"""Labels: the words that open a part of the minutes, such as "Sammanfattning:", "Mötet beslutar" or "Närvarande".

A style declares its labels as people write them; here they become one pattern over folded text, so that a label is
known by whatever the scanner made of it: "Motet beslutar", "Féredragande:", "6vriga fragor". The longest label that
fits counts, and a line that is one slip away from a long label ("Samanfattning") is that label.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

import msgspec

from indexer.minutes.lines.folded_text import fold, is_one_slip_from, unfolded_offset
from indexer.minutes.lines.lines import Line
from indexer.minutes.words import words

_WORD = r"(?:[^\W\d_]+-,?\s+(?:och\s+|samt\s+)?){0,3}[^\W\d_]{2,}"
_NAME = r"(?:[^\W\d_]+[-,]?\s){0,6}[^\W\d_]{2,}"
_NUMBER = r"[\dlo]{1,3}"
_SLIP_LENGTH = 8
"""A label this long that differs in one letter is still that label; in shorter ones a letter makes another word."""
_LONGEST_SLIP = 40
_AROUND = "*#_>. \t"
_MOST_AROUND = 4
"""What stands around a label that is set in bold type, and how much of it."""


class Label(msgspec.Struct, frozen=True):
    """A label found at the start of a line: what it means, how it is printed, and where the words after it begin."""

    kind: str
    heading: str
    rest: int
    label: str
    in_column: bool = False
    """Whether the words after it stand in a column of their own, which ends where a line stands left of it."""


class LabelTable:
    """The labels of one table, ready to be found: `kind` by what they mean.

    Most lines begin with no label, so before a pattern is tried it is looked whether the line begins with a letter that
    some label begins with, and, for labels with a gap ("* beslutar"), whether it has their own words at all.
    """

    def __init__(self, table: Mapping[str, Iterable[str]]) -> None:
        kinds = {" ".join(fold(label).split()): kind for kind, labels in reversed([*table.items()]) for label in labels}
        plain = sorted((label for label in kinds if not _is_wild(label)), key=_longest)
        wild = sorted((label for label in kinds if _is_wild(label)), key=_longest)
        self._kinds = kinds
        self._initials = frozenset(label[0] for label in plain)
        self._plain = _any_of(plain)
        self._wild = [(label, re.compile(_pattern(label) + "$")) for label in wild]
        self._anchors = frozenset(max(_LITERAL.findall(label), key=len) for label in wild)
        self._any_wild = _any_of(wild)
        self._by_initial: dict[tuple[str, int], list[str]] = {}
        for label in plain:
            if len(label) >= _SLIP_LENGTH:
                self._by_initial.setdefault((label[0], len(label)), []).append(label)

    def find(self, line: Line) -> Label | None:
        """The label that a line begins with, whatever follows it."""
        return self._found(line.text, line.folded)

    @lru_cache(maxsize=4096)  # noqa: B019  the tables live as long as the program, and each line is asked for often
    def _found(self, text: str, folded: str) -> Label | None:
        may_be_plain = folded.lstrip(_AROUND)[:1] in self._initials
        found = self._plain.match(folded) if may_be_plain else None
        label = key = " ".join(found["label"].split()) if found else ""
        if any(anchor in folded for anchor in self._anchors) and (gapped := self._any_wild.match(folded)):
            words = " ".join(gapped["label"].split())
            pattern = next(pattern for pattern, matches in self._wild if matches.match(words))
            if not found or _longest(pattern) < _longest(label):
                found, label, key = gapped, words, pattern
        if found:
            return _cue(self._kinds[key], text, found.end(), label)
        return self._one_slip_away(text, folded) if may_be_plain else None

    def is_whole(self, line: Line, cue: Label) -> bool:
        """Whether nothing but the label stands on the line."""
        return cue.rest >= len(line.text)

    def _one_slip_away(self, text: str, folded: str) -> Label | None:
        before, colon, _ = folded.partition(":")
        if not colon and len(before) > _LONGEST_SLIP + _MOST_AROUND:
            return None
        head = before.strip(_AROUND)
        is_label = bool(colon) or len(head) >= len(before) - _MOST_AROUND
        if not is_label or not _SLIP_LENGTH - 1 <= len(head) <= _LONGEST_SLIP:
            return None
        label = self._nearest(head)
        return _cue(self._kinds[label], text, len(before), label) if label else None

    def _nearest(self, head: str) -> str | None:
        for length in range(len(head) - 1, len(head) + 2):
            for label in self._by_initial.get((head[0], length), ()):
                if is_one_slip_from(label, head):
                    return label
        return None


def follows_a_colon(line: Line, cue: Label) -> bool:
    """Whether the words after a label are set off from it by a colon or a dash."""
    between = line.text[: cue.rest].rstrip("*_ \t")
    return between.endswith((":", "-", "–"))


def _cue(kind: str, text: str, folded_end: int, label: str) -> Label:
    """A label that ends at an offset in the folded line; the words after it begin behind colon, dash and bold type."""
    end = unfolded_offset(text, folded_end)
    behind = _BEHIND.match(text, end)
    return Label(kind, text[:end].strip("*#_> "), behind.end() if behind else len(text), label)


_BEHIND = re.compile(r"(?:[*_]*\s[-–—]\s|[\s*_]*[:：.]?)[\s*_:]*")


def _any_of(labels: Iterable[str]) -> re.Pattern[str]:
    """A pattern for a line that begins with one of some labels, the first of them that fits."""
    tails = "|".join(map(fold, words("grammar")["tails"]))
    return re.compile(rf"[*#_>\s]*(?P<label>{'|'.join(map(_pattern, labels))})(?:\s+(?:{tails}))*(?![\w&/])")


_LITERAL = re.compile(r"[^\W\d_]+")


def _is_wild(label: str) -> bool:
    """Whether a label has a gap for any word or number."""
    return "*" in label or "#" in label


def _pattern(folded: str) -> str:
    return r"\s+".join(map(_word_pattern, folded.split()))


def _word_pattern(word: str) -> str:
    if word == "#":
        return _NUMBER
    if word.startswith("**"):
        return _NAME + re.escape(word[2:])
    return re.escape(word).replace(r"\*", _WORD)


def _longest(label: str) -> tuple[int, bool, int, str]:
    """The order to try labels in: more words first, and of as many, those without a gap."""
    return (-len(label.split()), _is_wild(label), -len(label), label)
