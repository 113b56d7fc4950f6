"""Minutes of every house style, and what each is read as: `tests/minutes/STYLE/NAME.txt` with `NAME.json`."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from indexer.minutes import STYLES, parse
from tests.minutes.expected import HERE, pages_of, told

PAIRS = sorted(path for path in HERE.glob("*/*.txt") if path.with_suffix(".json").exists())


@pytest.mark.parametrize("path", PAIRS, ids=[f"{path.parent.name}/{path.stem}" for path in PAIRS])
def test_minutes_are_read_as_expected(path: Path) -> None:
    expected = msgspec.json.decode(path.with_suffix(".json").read_bytes())
    assert msgspec.json.decode(msgspec.json.encode(told(parse(pages_of(path))))) == expected


def test_every_style_has_minutes_of_its_own() -> None:
    assert {path.parent.name for path in PAIRS} == {style.name for style in STYLES}


@pytest.mark.parametrize("path", PAIRS, ids=[f"{path.parent.name}/{path.stem}" for path in PAIRS])
def test_minutes_are_known_for_their_style(path: Path) -> None:
    assert parse(pages_of(path)).meeting.style == path.parent.name
