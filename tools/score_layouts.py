#!/usr/bin/env python3
"""How well layouts are read that nobody made the parser for: a row of figures for each folder, as in docs/parsing.md.

    python -m tools.score_layouts [FOLDER ...] [--wrong]

Scored are the texts with a NAME.expect.json beside them (tests/minutes/unseen and its draws, when no folder is given);
`--wrong` prints what is wrong. Items count by number, or by title where none is told, in order; a title is right when
it is exact; a decision when it is one of its item's, however cut, but for white space, case, a leading "att" and the
last point, or nearly so; people by name. A proposal that is told and stands among the decisions is the worst fault.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, NamedTuple

from indexer.errors import UnreadableFile
from indexer.minutes import parse
from indexer.model import AgendaItem, Meeting
from indexer.reading import read

UNSEEN = Path(__file__).parent.parent / "tests" / "minutes" / "unseen"
DRAWS = ("", "second", "third", "fourth")
_SAME = 0.95
"""How like two decisions are, by difflib, that count as one: a word more or less, a letter misread."""
_ENDINGS = (".txt", ".md", ".pdf", ".html", ".docx")
_SHORTEST_PROPOSAL = 12


class Count(NamedTuple):
    """How many facts of a kind were told, how many were read, and how many of these are right."""

    told: int = 0
    got: int = 0
    right: int = 0

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall; None where there is nothing to read."""
        return 2 * self.right / (self.told + self.got) if self.told + self.got else None


class Score:
    """The counts of a folder by kind of fact, and what is wrong."""

    def __init__(self) -> None:
        self.files = self.refused = self.taken = 0
        self.counts: dict[str, Count] = {}
        self.wrong: list[str] = []

    def add(
        self, kind: str, told: Sequence[Any], got: Sequence[Any], same: Callable[[Any, Any], bool], where: str
    ) -> None:
        """Count facts of a kind, each of those told met by at most one of those read."""
        left, missing = list(got), list[Any]()
        for one in told:
            met = next((other for other in left if same(one, other)), None)
            if met is None:
                missing.append(one)
            else:
                left.remove(met)
        self._count(kind, len(told), len(got), len(got) - len(left))
        self.wrong += [f"{where}: {kind} missing: {one!r}" for one in missing]
        self.wrong += [f"{where}: {kind} that is none: {one!r}" for one in left]

    def fact(self, kind: str, told: Any, got: object, where: str) -> None:
        """Count one fact that is told, and right when it is one of its spellings."""
        is_right = plain(got) in map(plain, spellings(told))
        self._count(kind, 1, 1, int(is_right))
        self.wrong += [] if is_right else [f"{where}: {kind}: told {told!r}, got {got!r}"]

    def _count(self, kind: str, told: int, got: int, right: int) -> None:
        before = self.counts.get(kind, Count())
        self.counts[kind] = Count(before.told + told, before.got + got, before.right + right)

    def row(self, name: str) -> str:
        """The figures of a folder, one after another."""
        figures = [self.counts.get(kind, Count()).f1 for kind in KINDS]
        shown = "".join(f"{'-':>8}" if figure is None else f"{figure:8.3f}" for figure in figures)
        return f"{name:24}{self.files:6}{self.refused:8}{self.taken:10}{shown}"


KINDS = ("items", "titles", "decisions", "date", "organ", "people", "votes")


def main() -> None:
    """Score the folders and print a row for each."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folders", nargs="*", type=Path)
    options.add_argument("--wrong", action="store_true")
    asked = options.parse_args()
    print(f"{'folder':24}{'files':>6}{'refused':>8}{'proposals':>10}" + "".join(f"{kind:>8.8}" for kind in KINDS))
    for folder in asked.folders or [UNSEEN / draw for draw in DRAWS]:
        score = scored(folder)
        if score.files:
            print(score.row(folder.name))
        if asked.wrong:
            print(*(f"    {one}" for one in score.wrong), sep="\n")


def scored(folder: Path) -> Score:
    """The counts of a folder."""
    score = Score()
    for expected in sorted(folder.glob("*.expect.json")):
        _file(score, expected)
    return score


def _file(score: Score, expected: Path) -> None:
    stem, told = expected.name.removesuffix(".expect.json"), json.loads(expected.read_text(encoding="utf-8"))
    path = next((path for ending in _ENDINGS if (path := expected.with_name(stem + ending)).exists()), None)
    if path is None:
        return
    score.files += 1
    try:
        meeting = parse(read(path)).meeting
    except UnreadableFile as error:
        score.refused += 1
        score.wrong.append(f"{stem}: {error}")
        return
    for kind, name in (("organ", "organization"), ("date", "date")):
        if name in told:
            score.fact(kind, told[name], getattr(meeting, name), stem)
    if "attendance" in told:
        _people(score, told["attendance"], meeting, stem)
    if "items" in told:
        _items(score, [*_flat(told["items"])], meeting, stem)


def _people(score: Score, told: Sequence[dict[str, Any]], meeting: Meeting, stem: str) -> None:
    optional = {plain(name) for one in told if one.get("optional") for name in spellings(one["name"])}
    wanted = [spellings(one["name"]) for one in told if not one.get("optional")]
    names = [person.name for person in meeting.attendance if plain(person.name) not in optional]
    score.add("people", wanted, names, _is_one_of, stem)


def _items(score: Score, told: Sequence[dict[str, Any]], meeting: Meeting, stem: str) -> None:
    items = [*meeting.walk()] if any("items" in one for one in told) else [*meeting.items]
    pairs = [*_pairs(told, items)]
    matched = {id(item) for _, item in pairs if item is not None}
    score.add("items", [one for one, _ in pairs], [*items], lambda one, item: (one, item) in pairs, stem)
    for one, item in pairs:
        where = f"{stem} {item.number or item.title if item else spellings(one.get('number', one.get('title')))[0]}"
        if "title" in one:
            score.fact("titles", one["title"], item.title if item else None, where)
        texts = [decision.text for own in (item.walk() if item else ()) for decision in own.decisions]
        if "decisions" in one:
            _decisions(score, one, texts, where)
        if "votes" in one:
            ballots = [(vote.yes, vote.no, vote.abstained) for vote in item.votes] if item else []
            score.add("votes", [tuple(vote) for vote in one["votes"]], ballots, _is_ballot, where)
    for item in items:
        texts = [decision.text for decision in item.decisions] if id(item) not in matched else []
        score.add("decisions", [], texts, _is_decision, f"{stem} {item.title}")


def _pairs(
    told: Sequence[dict[str, Any]], items: Sequence[AgendaItem]
) -> Iterator[tuple[dict[str, Any], AgendaItem | None]]:
    """What is told of each item with the item, in order; None where it was not read."""
    at = 0
    for one in told:
        key = "number" if "number" in one else "title"
        here = next((n for n in range(at, len(items)) if _is_one_of(spellings(one[key]), getattr(items[n], key))), None)
        yield one, items[here] if here is not None else None
        at = at if here is None else here + 1


def _decisions(score: Score, one: dict[str, Any], texts: Sequence[str], where: str) -> None:
    allowed = [spellings(text) for text in one.get("allowed", ())]
    wanted = [spellings(text) for text in one["decisions"]]
    judged = [text for text in texts if _any(wanted, text) or not _any(allowed, text)]
    is_cut_otherwise = _letters(text for (text, *_) in wanted) == _letters(judged)
    score.add("decisions", wanted, [one[0] for one in wanted] if is_cut_otherwise else judged, _is_decision, where)
    others = [text for text in judged if not _any(wanted, text)]
    adopted = {clause(text) for one in wanted for text in one}
    for proposal in one.get("proposals", ()):
        if adopted.intersection(map(clause, spellings(proposal))):
            continue
        moved = [clause(text) for text in spellings(proposal)]
        taken = [text for text in others if any(_holds(clause(text), want) for want in moved)]
        score.taken += bool(taken)
        score.wrong += [f"{where}: proposal taken for a decision: {text!r}" for text in taken]


def _holds(text: str, proposal: str) -> bool:
    return _alike(text, proposal) or (len(proposal) >= _SHORTEST_PROPOSAL and proposal in text)


def _any(wanted: Sequence[Sequence[Any]], text: str) -> bool:
    return any(_is_decision(one, text) for one in wanted)


def _is_decision(wanted: Sequence[Any], text: str) -> bool:
    return any(_alike(clause(one), clause(text)) for one in wanted)


def _alike(one: str, other: str) -> bool:
    return one == other or (bool(one) and SequenceMatcher(None, one, other, autojunk=False).ratio() >= _SAME)


def _is_ballot(told: Sequence[int | None], got: Sequence[int | None]) -> bool:
    return all(one is None or one == other for one, other in zip(told, got, strict=True))


def _is_one_of(wanted: Sequence[Any], got: object) -> bool:
    return plain(got) in map(plain, wanted)


def _flat(items: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for item in items:
        yield item
        yield from _flat(item.get("items", ()))


def spellings(value: Any) -> list[Any]:
    """The spellings that are accepted for a value."""
    return value if isinstance(value, list) else [value]


def _letters(texts: Iterable[object]) -> str:
    """The letters and digits of some texts, without each one's "att"."""
    return re.sub(r"\W+|\batt\b", "", " ".join(map(plain, texts)))


def plain(value: object) -> str:
    """A value without the marks and spaces that do not count."""
    text = re.sub(r"[\"'“”„’‘«»]", "", "" if value is None else str(value))
    return " ".join(text.split()).rstrip(".,:; ").casefold()


def clause(text: object) -> str:
    """A decision's words without a leading "att"."""
    return re.sub(r"^(?:att )+", "", plain(text))


if __name__ == "__main__":
    main()
