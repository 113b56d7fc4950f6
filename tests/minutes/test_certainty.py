"""Certainty: what speaks against a reading is said, and minutes that are read whole are read for certain."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.minutes import parse
from indexer.model import Certainty, Meeting, Pages
from tests.minutes.fingerprint import TEXTS
from tests.minutes_text import minutes


def read(text: str) -> Meeting:
    """The meeting of some minutes whose pages are set apart by form feeds."""
    starts = [0, *(at + 1 for at, letter in enumerate(text) if letter == "\f")]
    pages = Pages(file="fil.txt", sha256="0" * 64, media_type="text/plain", text=text, starts=tuple(starts))
    return parse(pages).meeting


def codes(meeting: Meeting) -> list[str]:
    return [remark.code for remark in meeting.remarks]


def test_minutes_that_are_read_whole_are_read_for_certain() -> None:
    meeting = read(minutes("2024-02-05"))
    assert (meeting.certainty, codes(meeting)) == (Certainty(), [])


def test_a_gap_in_the_numbers_is_said() -> None:
    text = minutes("2024-02-05").replace("§ 2 Cykelbanor", "§ 4 Cykelbanor").replace("§ 3 Samman", "§ 5 Samman")
    meeting = read(text)
    [remark] = meeting.remarks
    assert remark.code == "minutes.numbers_missing"
    assert remark.args["numbers"] == ("2", "3")
    assert meeting.certainty.items == 0.6


def test_what_the_front_page_promises_and_is_not_there_lowers_the_certainty() -> None:
    text = minutes("2024-02-05").replace("Närvarande:", "Paragrafer 1-6\n\nNärvarande:")
    meeting = read(text)
    assert codes(meeting) == ["minutes.paragraphs_missing"]
    assert meeting.certainty.items == 0.5


def test_what_had_to_be_guessed_lowers_the_certainty_of_the_head() -> None:
    meeting = read(minutes("2024-02-05").replace("Tid: 2024-02-05 kl. 13.00-16.00", "Tid: kl. 13"))
    assert meeting.certainty.head < 1


def test_what_is_taken_out_of_the_pages_is_listed_with_how_often() -> None:
    page = "Påhittade nämnden  Protokoll 2024-02-05  Sida {} (3)\n"
    first, rest = minutes("2024-02-05").split("§ 2", 1)
    text = f"{page.format(1)}{first}\f{page.format(2)}§ 2{rest}\f{page.format(3)}§ 4 Övrigt\nIntet.\n"
    edges = {edge.text: edge.lines for edge in read(text).furniture}
    assert edges[page.format(1).strip()] == 3


@pytest.mark.parametrize("path", TEXTS, ids=[f"{path.parent.name}/{path.stem}" for path in TEXTS])
def test_certainty_is_a_share(path: Path) -> None:
    text = path.read_text("utf-8")
    pages = Pages(file=path.name, sha256="0" * 64, media_type="text/plain", text=text)
    assert 0 <= parse(pages, anything=True).meeting.certainty.least <= 1
