#!/usr/bin/env python3
"""What each weight of the headings is worth: items read wrong when it is left out, halved, as it is, and doubled.

    python -m tools.score_weights [FOLDER ...]

Reads the invented minutes of tests/minutes, and those in FOLDER that have a NAME.expect.json beside them. An item is
its number and title; one that is missing and one that should not be there each count. A weight whose row is flat is
carried by no minutes at hand.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from indexer.errors import UnreadableFile
from indexer.minutes import STYLES, parse
from indexer.minutes.headings import weights
from indexer.model import Pages

TESTS = Path(__file__).parent.parent / "tests" / "minutes"
FACTORS = (0.0, 0.5, 1.0, 2.0)

Items = Counter[tuple[str, str]]


def main(folders: Sequence[str]) -> None:
    """Print a row for each weight."""
    minutes = [*_pairs(), *_expected([TESTS, *map(Path, folders)])]
    print(f"{len(minutes)} minutes, {sum(wanted.total() for _, wanted in minutes)} items")
    print(f"{'weight':28}{'':6}" + "".join(f"{factor:>8}x" for factor in FACTORS))
    for name in weights.HeadingWeights.__struct_fields__:
        value = getattr(weights.WEIGHTS, name)
        row = [_wrong(minutes, {name: value * factor}) for factor in FACTORS]
        print(f"{name:28}{value:6}" + "".join(f"{wrong:9}" for wrong in row))


def _pairs() -> Iterator[tuple[Pages, Items]]:
    """The invented minutes of each house style, with the items that are read from them."""
    for path in sorted(path for style in STYLES for path in (TESTS / style).glob("*.txt")):
        yield _pages(path), _items(json.loads(path.with_suffix(".json").read_text(encoding="utf-8")))


def _expected(folders: Sequence[Path]) -> Iterator[tuple[Pages, Items]]:
    """Minutes beside which a NAME.expect.json says which items they have."""
    for expected in sorted(path for folder in folders for path in folder.rglob("*.expect.json")):
        stem = expected.name.removesuffix(".expect.json")
        source = next((path for path in expected.parent.glob(f"{stem}.*") if path.suffix in (".txt", ".md")), None)
        told = json.loads(expected.read_text(encoding="utf-8"))
        if source and "items" in told:
            yield _pages(source), _items(told)


def _pages(path: Path) -> Pages:
    return Pages(file=path.name, sha256="", media_type="text/plain", text=path.read_text(encoding="utf-8"))


def _items(told: dict[str, Any]) -> Items:
    def flat(items: Sequence[dict[str, Any]]) -> Iterator[tuple[str, str]]:
        for item in items:
            yield _first(item.get("number", "")), _first(item.get("title", ""))
            yield from flat(item.get("items", ()))

    return Counter(flat(told["items"]))


def _first(value: str | list[str]) -> str:
    """A value, or the first of the spellings that are accepted for it."""
    return value if isinstance(value, str) else value[0]


def _wrong(minutes: Sequence[tuple[Pages, Items]], changed: dict[str, float]) -> int:
    """How many items are missing or too much with some weights changed."""
    kept, wrong = weights.WEIGHTS, 0
    weights.WEIGHTS = msgspec.structs.replace(kept, **changed)
    try:
        for pages, wanted in minutes:
            try:
                got = Counter((item.number, item.title) for item in parse(pages).meeting.walk())
            except UnreadableFile:
                got = Counter()
            wrong += (got - wanted).total() + (wanted - got).total()
    finally:
        weights.WEIGHTS = kept
    return wrong


if __name__ == "__main__":
    main(sys.argv[1:])
