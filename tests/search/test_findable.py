"""Findable: what any file prints is found by a search for its words, in its item or in its meeting."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings

from indexer.index.engines.memory_index import MemoryIndex
from indexer.minutes import parse
from indexer.model import Meeting, Pages
from indexer.settings import Settings
from search_ui.answer import Question
from search_ui.search.service import Search
from tests.conftest import MINUTES
from tests.minutes.fingerprint import TEXTS
from tests.minutes.test_laws import TEXTS as WRITTEN

WORD = re.compile(r"[^\W\d_]{2}")


def lines_not_found(text: str, name: str = "fil.txt") -> Iterator[str]:
    """The lines of a file that a search for all their words does not find."""
    meeting = parse(Pages(file=name, sha256="0" * 64, media_type="text/plain", text=text), anything=True).meeting
    service = search_of(meeting)
    for line, words in lines_of(text):
        query = " ".join(f'"{word}"' for word in words[:MOST_WORDS])
        if words and not service.answer(Question(query=query, limit=1)).complete:
            yield line


def lines_of(text: str) -> Iterator[tuple[str, list[str]]]:
    """The lines of a text, each with its whole words: one that is broken at a line's end is a word of neither line."""
    broken = False
    for line in text.splitlines():
        words = line.split()
        whole = words[broken : -1 if (breaks := line.rstrip().endswith(("-", "\xad"))) else None]
        yield line, [word for word in whole if WORD.search(word)]
        broken = breaks


MOST_WORDS = 20
"""Words of a line that are looked up: a query may have no more of them than forty."""


def search_of(meeting: Meeting) -> Search:
    """A search over one meeting."""
    index = MemoryIndex(Path("nowhere"))
    index.rebuild([meeting])
    return Search(Settings(archive=Path("nowhere"), index=Path("nowhere")), index)


EVERY = (*TEXTS, *sorted(MINUTES.glob("*.txt")))


@pytest.mark.parametrize("path", EVERY, ids=[f"{path.parent.name}/{path.stem}" for path in EVERY])
def test_every_line_of_minutes_is_found_by_a_search_for_its_words(path: Path) -> None:
    assert list(lines_not_found(path.read_text("utf-8"), path.name)) == []


@settings(max_examples=60)
@given(WRITTEN)
def test_every_line_of_any_text_is_found_by_a_search_for_its_words(text: str) -> None:
    assert list(lines_not_found(text)) == []
