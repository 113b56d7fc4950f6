#!/usr/bin/env python3
"""Three ways to find the lines that head the items, compared on minutes that each was not made from.

    python -m tools.compare_headings

- *rules*: the first form that is there counts: headings of Markdown, lines that begin with §, numbers that rise by one,
  times of day, short lines apart.
- *evidence*: the parser, which weighs several kinds of evidence for rows of lines.
- *tagger*: an averaged perceptron over the lines, trained on all sources of tests/minutes but the one it reads.

Printed is the F1 of the heading lines of each source. The lines that should be found are those of the items that the
parser reads as a person read them, so that *evidence* is flattered: what it gives on minutes that nobody made it for is
told by the first figures of each draw in docs/parsing.md.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from indexer.minutes import STYLES, parse
from indexer.minutes.lines.content_lines import ContentLines
from indexer.minutes.lines.lines import Line, bullet, ends_a_sentence, read_lines
from indexer.minutes.parser import choose_style
from indexer.minutes.styles import styles
from indexer.model import AgendaItem, Pages

TESTS = Path(__file__).parent.parent / "tests" / "minutes"
DRAWS = ("unseen", "unseen/second", "unseen/third", "unseen/fourth")
EPOCHS = 6
_NUMBER = re.compile(
    r"[*#_ ]*(?P<sign>§\s?|(?:[A-ZÅÄÖ][\w.]{0,8}\s){1,2}§?\s?)?(?P<number>\d{1,4})(?P<close>[.:)/|–-]|\s?§|)"
)
_CLOCK = re.compile(r"[*_ ]*(?:[01]?\d|2[0-3])[.:][0-5]\d\b")


class Minutes(NamedTuple):
    """The lines of some minutes, which of them are labels, and the indexes of those that head items."""

    lines: tuple[Line, ...]
    labels: frozenset[int]
    heads: frozenset[int]
    by_parser: frozenset[int]


def main() -> None:
    """Print a row for each source."""
    sources = {name: minutes for name, minutes in _sources() if minutes}
    print(f"{'source':16}{'minutes':>8}{'heads':>7}{'rules':>8}{'evidence':>10}{'tagger':>8}")
    for name, left_out in sources.items():
        tagger = Tagger()
        tagger.train([one for other, minutes in sources.items() if other != name for one in minutes])
        scores = (
            _f1((one.heads, by_rules(one)) for one in left_out),
            _f1((one.heads, one.by_parser) for one in left_out),
            _f1((one.heads, tagger.heads(one)) for one in left_out),
        )
        heads = sum(len(one.heads) for one in left_out)
        print(f"{name:16}{len(left_out):8}{heads:7}{scores[0]:8.3f}{scores[1]:10.3f}{scores[2]:8.3f}")


def _sources() -> Iterator[tuple[str, list[Minutes]]]:
    styled = sorted(path for style in STYLES for path in (TESTS / style).glob("*.txt"))
    yield "styles", [_minutes(path, path.with_suffix(".json")) for path in styled]
    for draw in DRAWS:
        expected = sorted((TESTS / draw).glob("*.expect.json"))
        texts = [(_text_of(path), path) for path in expected]
        yield draw, [_minutes(text, path) for text, path in texts if text]


def _text_of(expected: Path) -> Path | None:
    stem = expected.name.removesuffix(".expect.json")
    return next((path for path in expected.parent.glob(f"{stem}.*") if path.suffix in (".txt", ".md")), None)


def _minutes(path: Path, expected: Path) -> Minutes:
    pages = Pages(file=path.name, sha256="", media_type="text/plain", text=path.read_text(encoding="utf-8"))
    told = json.loads(expected.read_text(encoding="utf-8"))
    wanted = {(_plain(number), _plain(title)) for item in told.get("items", ()) for number, title in _named(item)}
    items = [*parse(pages).meeting.walk()]
    heads = (item.line - 1 for item in items if any(_is_it(item, *one) for one in wanted))
    right = frozenset(heads)
    lines = tuple(line for line in read_lines(pages) if not line.is_blank)
    body = ContentLines(lines, choose_style(lines, styles()))
    labels = frozenset(lines[at].index for at in body.cues)
    return Minutes(lines, labels, right, frozenset(item.line - 1 for item in items))


def _is_it(item: AgendaItem, number: str, title: str) -> bool:
    """Whether an item is the one that is told by its number, its title or both."""
    return bool(number or title) and number in ("", _plain(item.number)) and title in ("", _plain(item.title))


def _named(item: dict[str, object]) -> Iterator[tuple[object, object]]:
    numbers, titles = item.get("number", ""), item.get("title", "")
    for number in numbers if isinstance(numbers, list) else [numbers]:
        yield from ((number, title) for title in (titles if isinstance(titles, list) else [titles]))
    below = item.get("items", ())
    for one in below if isinstance(below, list) else ():
        yield from _named(one)


def _plain(value: object) -> str:
    return " ".join(str(value).split()).strip(".,:; ").casefold()


def _f1(pairs: Iterator[tuple[frozenset[int], frozenset[int]]]) -> float:
    right = wanted = got = 0
    for heads, given in pairs:
        right, wanted, got = right + len(heads & given), wanted + len(heads), got + len(given)
    return 2 * right / max(1, wanted + got)


def by_rules(minutes: Minutes) -> frozenset[int]:
    """The heads by the first form that is there."""
    lines = minutes.lines
    hashed = [line.index for line in lines if line.text.startswith("##")]
    signed = [line.index for line in lines if line.after_gap and re.match(r"\W*(?:[A-ZÅÄÖ]\w{0,7}\s)?§", line.text)]
    timed = [line.index for line in lines if line.after_gap and _CLOCK.match(line.text)]
    for found in (hashed, signed, _rising(lines), timed):
        if len(found) > 1:
            return frozenset(found)
    return frozenset(line.index for line in lines if _is_short_and_apart(line, minutes.labels))


def _rising(lines: Sequence[Line]) -> list[int]:
    found: list[int] = []
    following = 1
    for line in lines:
        number = re.match(r"[*_ ]*(\d{1,3})[.)]?\s+[A-ZÅÄÖ]", line.text)
        if number and line.after_gap and int(number[1]) == following:
            found.append(line.index)
            following += 1
    return found


def _is_short_and_apart(line: Line, labels: frozenset[int]) -> bool:
    may_be = line.after_gap and line.index not in labels and line.text[0].isupper() and not bullet(line.text)
    return may_be and len(line.text) < 60 and not ends_a_sentence(line.text)


class Tagger:
    """An averaged perceptron that says of each line whether it heads an item, by its words' shape and its place."""

    def __init__(self) -> None:
        self.weights: defaultdict[str, float] = defaultdict(float)

    def train(self, minutes: list[Minutes]) -> None:
        """Learn from minutes whose heads are known."""
        totals: defaultdict[str, float] = defaultdict(float)
        steps = 0
        for epoch in range(EPOCHS):
            for one in minutes[epoch % len(minutes) :] + minutes[: epoch % len(minutes)]:
                known = _Numbers()
                for features, line in _featured(one, known):
                    steps += 1
                    is_head = line.index in one.heads
                    guess = sum(self.weights[name] for name in features) > 0
                    for name in features if guess != is_head else ():
                        change = 1.0 if is_head else -1.0
                        self.weights[name] += change
                        totals[name] += steps * change
                    known.past(line, is_head=is_head)
        for name, total in totals.items():
            self.weights[name] -= total / max(1, steps)

    def heads(self, minutes: Minutes) -> frozenset[int]:
        """The indexes of the lines that it takes for heads, each told of those before it."""
        found: set[int] = set()
        known = _Numbers()
        for features, line in _featured(minutes, known):
            is_head = sum(self.weights.get(name, 0.0) for name in features) > 0
            found |= {line.index} if is_head else set()
            known.past(line, is_head=is_head)
        return frozenset(found)


class _Numbers:
    """The number and the shape of the last head that was met."""

    def __init__(self) -> None:
        self.last: int | None = None
        self.shape = ""

    def past(self, line: Line, *, is_head: bool) -> None:
        found = _NUMBER.match(line.text)
        if is_head:
            self.last, self.shape = int(found["number"]) if found else self.last, _shape(line)


def _shape(line: Line) -> str:
    found = _NUMBER.match(line.text)
    if found is None:
        return "hash" if line.text.startswith("#") else "capitals" if line.text.isupper() else "words"
    return re.sub(r"\w+", "w", found["sign"] or "") + "#" + found["close"].strip()


def _featured(minutes: Minutes, known: _Numbers) -> Iterator[tuple[list[str], Line]]:
    lines = minutes.lines
    shapes = [_shape(line) for line in lines]
    common = {shape: shapes.count(shape) for shape in set(shapes)}
    for at, line in enumerate(lines):
        found = _NUMBER.match(line.text)
        before, after = lines[at - 1] if at else None, lines[at + 1] if at + 1 < len(lines) else None
        step = (
            "none" if found is None or known.last is None else str(max(-2, min(3, int(found["number"]) - known.last)))
        )
        names = [
            "always",
            f"shape {shapes[at]}",
            f"step {step}",
            f"step {step} {shapes[at] == known.shape}",
            f"gap {line.after_gap} {shapes[at]}",
            f"as last {shapes[at] == known.shape}",
            f"often {min(4, common[shapes[at]])} {shapes[at]}",
            f"label {line.index in minutes.labels}",
            f"length {min(6, len(line.text) // 20)} {line.after_gap}",
            f"sentence {ends_a_sentence(line.text)} {line.after_gap}",
            f"first {line.text[0].isupper()} {bool(bullet(line.text))}",
            f"before ends {before is None or ends_a_sentence(before.text)}",
            f"label below {after is not None and after.index in minutes.labels}",
            f"gap below {after is None or after.after_gap} {line.after_gap}",
            f"early {at * 10 // len(lines) < 2} {shapes[at]}",
            f"after label {before is not None and before.index in minutes.labels}",
            f"indented {line.indent > 0} {shapes[at]}",
            f"colon {':' in line.text} {line.after_gap}",
        ]
        yield names, line


if __name__ == "__main__":
    main()
