"""Minutes of every house style, and what each is read as: `tests/minutes/STYLE/NAME.txt` with `NAME.json`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from indexer.minutes import STYLES, parse
from indexer.minutes.lines.lines import read_lines
from indexer.minutes.styles import read_style
from indexer.minutes.styles.style import style_of
from indexer.minutes.words import FOLDER, words, words_in
from indexer.model import Pages
from tests.minutes.expected import HERE, pages_of, told

PAIRS = sorted(path for style in STYLES for path in (HERE / style).glob("*.txt"))


@pytest.mark.parametrize("path", PAIRS, ids=[f"{path.parent.name}/{path.stem}" for path in PAIRS])
def test_minutes_are_read_as_expected(path: Path) -> None:
    expected = msgspec.json.decode(path.with_suffix(".json").read_bytes())
    assert msgspec.json.decode(msgspec.json.encode(told(parse(pages_of(path))))) == expected


def test_every_style_has_minutes_of_its_own() -> None:
    assert {path.parent.name for path in PAIRS} == set(STYLES)


@pytest.mark.parametrize("path", PAIRS, ids=[f"{path.parent.name}/{path.stem}" for path in PAIRS])
def test_minutes_are_known_for_their_style(path: Path) -> None:
    assert parse(pages_of(path)).meeting.style == path.parent.name


def test_the_style_to_copy_can_be_declared_as_it_stands() -> None:
    example = read_style("example")
    line = read_lines(Pages(file="", sha256="", media_type="text/plain", text="Skogsmästaren beslutar"))[0]
    label = example.section_labels.find(line)
    assert label is not None
    assert label.kind == "decision"
    assert "example" not in STYLES


def test_a_style_that_declares_what_no_style_has_says_what() -> None:
    with pytest.raises(ValueError, match=r"'mine'.*habbits"):
        style_of("mine", words_in("[forms]\nnumber\n[habbits]\nrun in"))


def test_a_line_above_the_first_heading_of_words_is_named() -> None:
    with pytest.raises(ValueError, match="Line 2"):
        words_in("# Ord\nutan rubrik\n[decision]\nBeslut")


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda path: path.stem)
def test_no_word_stands_twice_under_a_heading(path: Path) -> None:
    for heading, listed in words(path.stem).items():
        assert len(listed) == len(set(listed)), heading


def test_searching_reads_none_of_the_words_of_minutes() -> None:
    program = "import sys, search_ui.search.service; print('indexer.minutes.words' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "False\n"
    )
