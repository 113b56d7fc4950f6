"""The real minutes that ship with the project, against what a person reads in them."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import msgspec
import pytest

from indexer.minutes import parse
from tests.minutes.expected import pages_of
from tools.score_parser import GOLD, facts_of

MINUTES = sorted((Path(__file__).parent.parent.parent / "data" / "minutes").glob("*.txt"))


@pytest.mark.parametrize("path", MINUTES, ids=[path.stem for path in MINUTES])
def test_every_fact_of_the_shipped_minutes_is_read(path: Path) -> None:
    parsed = parse(pages_of(path))
    facts = facts_of(path, parsed.meeting, GOLD)
    assert facts
    assert [fact for fact in facts if not fact.is_right] == []


@pytest.mark.parametrize("path", MINUTES, ids=[path.stem for path in MINUTES])
def test_every_line_of_the_shipped_minutes_has_a_place(path: Path) -> None:
    assert parse(pages_of(path)).meeting.unplaced == ()


def test_the_shipped_minutes_are_of_one_organ() -> None:
    organs = {parse(pages_of(path)).meeting.id.partition("/")[0] for path in MINUTES}
    assert organs == {"kommundirektorsmote-i-familjen-helsingborg"}


@pytest.mark.parametrize("form", ["NFD", "CRLF"])
@pytest.mark.parametrize("path", MINUTES, ids=[path.stem for path in MINUTES])
def test_the_letters_and_line_ends_of_another_system_change_nothing(path: Path, form: str) -> None:
    pages = pages_of(path)
    text = unicodedata.normalize("NFD", pages.text) if form == "NFD" else pages.text.replace("\n", "\r\n")
    facts = facts_of(path, parse(msgspec.structs.replace(pages, text=text)).meeting, GOLD)
    assert facts
    assert [fact for fact in facts if not fact.is_right] == []
