"""Markers: items that are counted in a way that no form foresees: "Nr 3.", "HSN 62 |", "2024:7", "A.".

A marker is a number, a letter, or a year with a number, at the beginning or the right end of a line, with up to three
words before it and a closing sign behind. Where its number is left open, what remains is its shape. The lines of one
shape head the items if their numbers rise one by one through the minutes and they look like headings:

    Punkt 1 – Föregående protokoll          the shape "punkt # –": 1, 2, 3 rise, each begins a paragraph
    Punkt 2 – Ny organisation
       1. Riskbedömning klar                the shape "#.": begins again and again
       2. Samverkan
    Punkt 3 – Semesterperioder
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

import msgspec

from indexer.minutes.headings import weights
from indexer.minutes.headings.candidates import LEADERS, HeadingCandidate, best_row, without_contents
from indexer.minutes.lines.content_lines import ContentLines
from indexer.minutes.lines.folded_text import fold
from indexer.minutes.lines.lines import breaks_off, ends_a_sentence
from indexer.minutes.styles.style import HeadingForm

_WORD = r"[^\W\d_][^\W\d_.:]{0,24}\.?"
_DAY = r"(?:\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d\d-\d\d),?"
_AFFIX = rf"(?P<affix>(?:[A-ZÅÄÖ](?:[^\W\d_]{{0,24}})\.?\s{{1,3}})?(?:(?:{_WORD}|{_DAY})\s{{1,3}}){{0,2}})"
_NUMBER = (
    r"(?P<number>(?:19|20)\d\d\s?[-:/]\s?\d{1,4}|\d{1,4}[-:/](?:19|20)?\d\d|\d{1,3}\.\d{1,2}|\d{1,4}(?P<letter>[a-z])?"
    r"|[A-ZÅÄÖ])"
)
_AT_START = re.compile(
    rf"(?P<mark>[*#_ ]*{_AFFIX}(?P<sign>§\s?)?{_NUMBER}(?P<close>[.):]|\s?[-–—|]|))(?=[\s*_]|$)[\s*_|–—-]*(?P<title>.*)"
)
_AT_END = re.compile(rf"(?P<title>\S.*?\S)(?:\t+|\s{{3,200}})(?P<mark>{_AFFIX}(?P<sign>§\s?)?{_NUMBER}(?P<close>\.?))$")
_DAYS = re.compile(_DAY)
_YEAR_FIRST = re.compile(r"(?P<year>(?:19|20)\d\d)\s?(?P<between>[-:/])\s?(?P<value>\d{1,4})")
_YEAR_LAST = re.compile(r"(?P<value>\d{1,4})(?P<between>[-:/])(?P<year>\d{2,4})")
TWO_PARTS = re.compile(r"(?P<above>\d{1,3})\.(?P<value>\d{1,2})")
_DOTTED_STEP = 100
"""Two-part numbers are compared as one: 2.3 is 203."""


class _Marker(msgspec.Struct, frozen=True):
    """What a marker's number comes to, and the shape that is left without it."""

    value: int
    shape: tuple[str, ...]


def find_markers(body: ContentLines) -> list[HeadingCandidate]:
    """The row of lines of one shape that most likely heads the items; none where no shape is believable."""
    rows = [row for shaped in _by_shape(body).values() if (row := _believed(body, shaped))]
    return max(rows, key=lambda row: strength(body, row), default=[])


def strength(body: ContentLines, row: Sequence[HeadingCandidate]) -> float:
    """How much speaks for a row of lines heading the items, by what stands around them, however they are marked."""
    following = weights.WEIGHTS.paragraph_next
    steps = sum(after.value - before.value == 1 for before, after in itertools.pairwise(row))
    return sum(_around(body, one.at, {other.at for other in row}) for one in row) + following * steps


def _by_shape(body: ContentLines) -> dict[tuple[str, ...], list[HeadingCandidate]]:
    """The lines with a marker of a form that nothing else reads, by its shape."""
    shapes: defaultdict[tuple[str, ...], list[HeadingCandidate]] = defaultdict(list)
    for at, line in body.positions():
        for found in _matches(line.text):
            marker = _marker(found)
            if marker is None or not _heads(found, marker):
                continue
            number = found["mark"].strip("*#_ |–—-").rstrip()
            is_behind = found.re is _AT_END
            start = 0 if is_behind else found.start("title")
            shapes[marker.shape].append(
                HeadingCandidate(
                    at,
                    marker.value,
                    HeadingForm.PARAGRAPH,
                    number,
                    start,
                    1.0,
                    kind=" ".join(marker.shape),
                    title_end=found.end("title") if is_behind else None,
                )
            )
    return {shape: _ranked(shape, found) for shape, found in shapes.items() if len(found) >= _FEWEST}


def _ranked(shape: tuple[str, ...], found: Sequence[HeadingCandidate]) -> list[HeadingCandidate]:
    """The lines of a shape; numbers of two parts count as one row, in which 2.1 comes next after 1.3, if they do count:
    times of day do not.
    """
    if shape[-1] != _TWO_PARTS:
        return list(found)
    values = {one.value for one in found}
    if not all(value % _DOTTED_STEP == 1 or value - 1 in values for value in values):
        return []
    ranks = {value: n for n, value in enumerate(sorted(values), start=1)}
    return [msgspec.structs.replace(one, value=ranks[one.value]) for one in found]


_TWO_PARTS = "#.#"


def _matches(text: str) -> Iterator[re.Match[str]]:
    if found := _AT_START.match(text):
        yield found
    if text[-1:].isdigit() and (found := _AT_END.fullmatch(text)):
        yield found


def _marker(found: re.Match[str]) -> _Marker | None:
    """The marker of a line, unless it is one of the plain forms or an ordinary word and number."""
    affix = _DAYS.sub("day", " ".join(found["affix"].split()))
    where = "end" if found.re is _AT_END else "start"
    around = (where, fold(affix), "§" if found["sign"] else "", found["close"].strip())
    number = found["number"]
    if dated := _YEAR_FIRST.fullmatch(number):
        return _Marker(int(dated["value"]), (*around, dated["year"], dated["between"], "#"))
    if dated := _YEAR_LAST.fullmatch(number):
        return _Marker(int(dated["value"]), (*around, "#", dated["between"], dated["year"]))
    if dotted := TWO_PARTS.fullmatch(number):
        value = int(dotted["above"]) * _DOTTED_STEP + int(dotted["value"])
        return _Marker(value, (*around, _TWO_PARTS))
    if number.isalpha():
        return _Marker(ord(number) - ord("A") + 1, (*around, "A")) if "A" <= number <= "Z" else None
    return _Marker(int(number.rstrip("abcdefghijklmnopqrstuvwxyz")), (*around, "#"))


def _heads(found: re.Match[str], marker: _Marker) -> bool:
    """Whether a marker of this shape may head an item, and the plain forms do not know it."""
    where, affix, sign, close, *number = marker.shape
    if where == "end":
        return bool(affix or sign)
    is_plain = (number == ["#"] and not affix) or (number[0] == "#" and sign and " " not in affix)
    if is_plain or (number == ["A"] and not close and not affix):
        return False
    title = found["title"].lstrip("*_ ")
    return not title or not title[0].islower()


def _believed(body: ContentLines, shaped: Sequence[HeadingCandidate]) -> list[HeadingCandidate]:
    """The rising row of the lines of one shape, if it holds together as headings do."""
    w = weights.WEIGHTS
    positions = {one.at for one in shaped}
    weighed = [msgspec.structs.replace(one, weight=_weight(body, one, positions)) for one in shaped]
    row = best_row(list(without_contents(body, weighed)), begins_before=len(body), following=w.paragraph_next)
    steps = [after.value - before.value for before, after in itertools.pairwise(row)]
    is_row = len(row) >= _FEWEST and steps.count(1) >= _SHARE_NEXT * len(steps)
    is_apart = is_row and sum(one.weight for one in row) >= w.markers_on_average * len(row)
    return row if is_apart and len(row) >= _SHARE_IN_ROW * len({one.value for one in shaped}) else []


_FEWEST = 3
_SHARE_NEXT = 0.6
_SHARE_IN_ROW = 0.6


def _weight(body: ContentLines, one: HeadingCandidate, positions: set[int]) -> float:
    w = weights.WEIGHTS
    title = body.lines[one.at].text[one.title : one.title_end]
    weight = _around(body, one.at, positions)
    weight += w.paragraph_with_capital * (not title or title[0].isupper())
    weight += w.paragraph_with_leaders * bool(LEADERS.search(title))
    return weight


def _around(body: ContentLines, at: int, positions: set[int]) -> float:
    """What the place of a line weighs: whether it stands apart, and has text of its own below it."""
    w, line = weights.WEIGHTS, body.lines[at]
    before = body.lines[at - 1].text if at else ""
    is_inside = bool(before) and not line.after_gap and (breaks_off(before) or not ends_a_sentence(before))
    is_listed = (at - 1 in positions and not line.after_gap) or (
        at + 1 in positions and not body.lines[at + 1].after_gap
    )
    weight = 1 + w.paragraph_after_gap * line.after_gap
    return weight + w.paragraph_inside_sentence * is_inside * (not is_listed) + w.paragraph_in_list * is_listed
