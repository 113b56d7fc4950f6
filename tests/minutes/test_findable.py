"""Nothing that minutes print is lost: each line is found by its words, in an item or in the first of its meeting."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings

from indexer.index.documents import documents
from indexer.minutes import NotMinutes, parse
from indexer.model import Pages
from tests.minutes.fingerprint import TEXTS as FILES
from tests.minutes.test_laws import TEXTS


def lost(text: str) -> list[str]:
    """The lines of some minutes that no document of the index has all the words of."""
    try:
        meeting = parse(Pages(file="fil.txt", sha256="0" * 64, media_type="text/plain", text=text)).meeting
    except NotMinutes:
        return []
    held = [words("\n".join(text for _, text in document.zones)) for document in documents(meeting)]
    return [line for line in text.split("\n") if not any(words(line) <= those for those in held)]


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


@pytest.mark.parametrize("path", FILES, ids=[f"{path.parent.name}/{path.stem}" for path in FILES])
def test_every_line_of_minutes_is_found_by_its_words(path: Path) -> None:
    assert lost(path.read_text(encoding="utf-8")) == []


@settings(max_examples=100)
@given(TEXTS)
def test_every_line_of_any_text_that_is_a_meeting_is_found_by_its_words(text: str) -> None:
    assert lost(text) == []
