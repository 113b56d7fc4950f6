"""Layout: lines that know where they stand on a page become text in the order that a person reads it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import msgspec

BLANK_LINE = 1.4
"""How many times the page's usual line distance a gap is before it counts as a blank line."""

OPEN_LINES = 1.5
"""How many letter sizes lines of one paragraph are apart at the most; single spacing is 1.15 to 1.3."""

SAME_ROW = 0.4
"""How far apart, in letter sizes, two baselines may be in one row: raised figures and mixed fonts differ so."""

COLUMN_GAP = "   "
"""What stands between two columns on one line."""

BREAK = "\x02"
"""Marks, while a page is put together, where a line's end broke a word; PDFium's own sign for it."""

_NUMBER = re.compile(r"(?:§\s?)?\d{1,3}(?:\.\d{1,2})?[.:,)]?|§")
_WHOLE_WORD = re.compile(r"(?P<tail>\S*)\s*")
_HANGING = frozenset(("och", "eller", "samt", "respektive", "till", "and"))
"""After a hyphen these words say that it belongs to the word: "Närings- och handelspolitik"."""


class LayoutLine(msgspec.Struct, frozen=True):
    """A line of text, where it begins and ends, its baseline counted upwards, and how large its letters are.

    `broken` says that its last word goes on in the next line, the hyphen being left out of `text`. `columns` are where
    the pieces begin and end that COLUMN_GAP parts in `text`, where that is known.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    broken: bool = False
    columns: tuple[tuple[float, float], ...] = ()


Block = list[LayoutLine]
"""Lines that were drawn one below the other."""


def as_text(lines: Sequence[LayoutLine]) -> str:
    """The page's text: lines in reading order, a blank line where there is room for one, broken words made whole."""
    ordered = with_marks_in_columns(in_reading_order(lines))
    usual = _usual_distance(ordered)
    text = "".join(line.text + _end(line, following, usual) for line, following in pairwise([*ordered, None]) if line)
    return made_whole(text)


def _end(line: LayoutLine, following: LayoutLine | None, usual: float) -> str:
    """What stands between a line and the next: BREAK within a word, a line's end, or that and a blank line."""
    distance = (line.baseline - following.baseline) / max(line.size, 1) if following else 0
    if line.broken:
        return BREAK if 0 < distance < 2 * BLANK_LINE * usual else "-\n"
    return "\n\n" if distance > BLANK_LINE * usual else "\n"


def with_marks_in_columns(lines: Sequence[LayoutLine]) -> list[LayoutLine]:
    """The lines, each cross of a table below the head of the column that it was drawn in:

    Ledamot        Ja   Nej                Ledamot   Ja   Nej
    Axel Ask            X         and not  Axel Ask   X
    """
    found = list(_with_marks_beside(lines))
    at = 0
    while at < len(found):
        rows = [n for n in range(at + 1, _end_of_table(found, at)) if _marks(found[n])]
        if len(rows) >= _FEWEST_MARKED and any(_marks(found[n]) < len(found[at].columns) - 1 for n in rows):
            found[at], *marked = _in_columns(found[at], [found[n] for n in rows])
            for n, line in zip(rows, marked, strict=True):
                found[n] = line
            at = rows[-1]
        at += 1
    return found


def _with_marks_beside(lines: Iterable[LayoutLine]) -> Iterator[LayoutLine]:
    """The lines, a cross that was read as a line of its own put behind the line that it stands beside."""
    before: LayoutLine | None = None
    for line in lines:
        if before is None or not _MARK.fullmatch(line.text) or not _is_behind(before, line):
            if before is not None:
                yield before
            before = line
        else:
            before = msgspec.structs.replace(
                before,
                text=f"{before.text}{COLUMN_GAP}{line.text}",
                right=line.right,
                columns=(*before.columns, (line.left, line.right)),
            )
    if before is not None:
        yield before


def _is_behind(before: LayoutLine, line: LayoutLine) -> bool:
    return abs(before.baseline - line.baseline) < SAME_ROW * line.size and line.left > before.right


_FEWEST_MARKED = 2
_FEWEST_HEADS = 3
_MARK = re.compile(r"[xX×✓✔●•☒]")


def _cells(line: LayoutLine) -> list[str]:
    cells = line.text.split(COLUMN_GAP)
    return cells if len(cells) == len(line.columns) else [line.text]


def _marks(line: LayoutLine) -> int:
    """How many crosses stand behind the first cells of a line, and nothing else behind them."""
    cells = _cells(line)
    count = next((n for n, cell in enumerate(reversed(cells)) if not _MARK.fullmatch(cell)), 0)
    return count if len(cells) > count else 0


def _end_of_table(lines: Sequence[LayoutLine], head: int) -> int:
    """Where the rows of crosses end below a line that may be their head: behind the last that has one, single words
    between them allowed.
    """
    if len(_cells(lines[head])) < _FEWEST_HEADS or _marks(lines[head]):
        return head
    end = head + 1
    while end < len(lines) and (_marks(lines[end]) or len(_cells(lines[end])) == 1):
        end += 1
    return end


def _in_columns(head: LayoutLine, rows: Sequence[LayoutLine]) -> list[LayoutLine]:
    """A head and its rows, the cells of the head so far apart that each cross stands below its own."""
    middles = [(left + right) / 2 for left, right in head.columns]
    names = [COLUMN_GAP.join(_cells(row)[: -_marks(row)]) for row in rows]
    first, *others = _cells(head)
    starts, width = [0], max(map(len, (first, *names))) + len(COLUMN_GAP)
    for cell in others:
        starts.append(width)
        width += len(cell) + len(COLUMN_GAP)
    told = ""
    for cell, start in zip(_cells(head), starts, strict=True):
        told = told.ljust(start) + cell
    lines = [msgspec.structs.replace(head, text=told, columns=())]
    for row, name in zip(rows, names, strict=True):
        text, count = name, _marks(row)
        for (left, right), mark in zip(row.columns[-count:], _cells(row)[-count:], strict=True):
            column = min(range(1, len(middles)), key=lambda n: abs(middles[n] - (left + right) / 2))
            text = text.ljust(starts[column]) + mark
        lines.append(msgspec.structs.replace(row, text=text, columns=()))
    return lines


def made_whole(text: str) -> str:
    """The text with words that a line's end broke, marked there by BREAK, on the line where they began.

    "samman" and "trädet nu" are the lines "sammanträdet" and "nu"; a hyphen that was meant stays: "KS-2024",
    "Närings-" before "och".
    """
    head, *rest = text.split(BREAK)
    for tail in rest:
        head += _joint(head, tail)
    return head


def _joint(head: str, tail: str) -> str:
    first = re.match(r"\w*", tail).group()  # type: ignore[union-attr]
    before = re.search(r"\w*$", head).group()  # type: ignore[union-attr]
    if first in _HANGING or not first:
        return "-\n" + tail
    hyphen = "" if first[0].islower() and before.islower() | before.istitle() and len(before) > 1 else "-"
    word = _WHOLE_WORD.match(tail)
    assert word is not None
    return hyphen + word["tail"] + "\n" + tail[word.end() :]


def in_reading_order(lines: Sequence[LayoutLine]) -> list[LayoutLine]:
    """The lines as a person reads them, from the order in which they were drawn.

    That order is kept wherever it makes sense. Blocks drawn out of turn are moved: a block comes after those above it
    and after those to the left of it, but columns that were drawn row by row stay rows.
    """
    blocks = _with_numbers_in_place(_blocks(lines))
    if len(blocks) > 1:
        blocks = _sorted(blocks)
    return [line for block in blocks for line in block]


def _blocks(lines: Iterable[LayoutLine]) -> list[Block]:
    blocks: list[Block] = []
    for line in lines:
        if blocks and _goes_on(blocks[-1], line):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks


def _goes_on(block: Block, line: LayoutLine) -> bool:
    last = block[-1]
    down = last.baseline - line.baseline
    overlaps = line.left < max(one.right for one in block) and line.right > min(one.left for one in block)
    return SAME_ROW * line.size < down < 4 * max(line.size, last.size) and overlaps


def _with_numbers_in_place(blocks: list[Block]) -> list[Block]:
    """The blocks, with item numbers that were drawn apart from their headings put in front of these."""
    kept: list[Block] = []
    numbers: list[LayoutLine] = []
    for block in blocks:
        if all(_NUMBER.fullmatch(line.text.strip()) for line in block):
            numbers.extend(block)
        else:
            kept.append(block)
    for number in numbers:
        if not _put_in_place(number, kept):
            kept.append([number])
    return kept if numbers else blocks


def _put_in_place(number: LayoutLine, blocks: list[Block]) -> bool:
    for block in blocks:
        for at, line in enumerate(block):
            same_row = abs(line.baseline - number.baseline) < SAME_ROW * line.size
            if same_row and 0 <= line.left - number.right < 8 * line.size:
                text = f"{number.text.rstrip()} {line.text}"
                block[at] = msgspec.structs.replace(line, text=text, left=number.left, columns=())
                return True
    return False


class _Box(msgspec.Struct, frozen=True):
    left: float
    right: float
    top: float
    bottom: float
    alone: bool = False


def _sorted(blocks: list[Block]) -> list[Block]:
    """The blocks, each after those that must come before it, else in the order they were drawn."""
    boxes = [_box(block) for block in blocks]
    boxes = [_known_alone(box, boxes) for box in boxes]
    left = list(range(len(blocks)))
    order: list[int] = []
    while left:
        ready = (n for n in left if not any(_precedes(boxes[other], boxes[n]) for other in left if other != n))
        order.append(chosen := next(ready, left[0]))
        left.remove(chosen)
    return [blocks[n] for n in order]


def _box(block: Block) -> _Box:
    return _Box(
        left=min(line.left for line in block),
        right=max(line.right for line in block),
        top=block[0].baseline + 0.7 * block[0].size,
        bottom=block[-1].baseline,
    )


def _known_alone(box: _Box, boxes: Sequence[_Box]) -> _Box:
    alone = not any(_beside(box, other) for other in boxes if other is not box)
    return msgspec.structs.replace(box, alone=alone)


def _beside(one: _Box, other: _Box) -> bool:
    return one.bottom < other.top and other.bottom < one.top


def _precedes(one: _Box, other: _Box) -> bool:
    if _beside(one, other):
        return one.right <= other.left
    share_columns = one.alone or other.alone or (one.left < other.right and other.left < one.right)
    return one.bottom >= other.top and share_columns


def _usual_distance(lines: Sequence[LayoutLine]) -> float:
    """The distance between lines of one paragraph, in letter sizes."""
    distances = sorted((one.baseline - other.baseline) / one.size for one, other in pairwise(lines) if one.size)
    down = [distance for distance in distances if distance > 0]
    # Some pages are mostly single lines between blank ones, so half of the distances, or more, may be of two lines.
    return min(down[len(down) // 4], OPEN_LINES) if down else OPEN_LINES
