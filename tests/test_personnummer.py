"""Personnummer: what is one, what only looks like one, and that none reaches an answer. All numbers are invented."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import personnummer
from indexer.index.query import All, Word
from indexer.index.whoosh_index import WhooshIndex
from indexer.pipeline.health import check
from indexer.pipeline.ingest import ingest
from indexer.settings import Settings
from indexer.storage.archive import Archive
from search_ui.answer import Question
from search_ui.output import archive_export
from search_ui.output.answer_formats import answer_json
from search_ui.search.service import Search
from tests.minutes_text import minutes


def with_checksum(nine: str) -> str:
    """Nine digits and the tenth that makes them right."""
    return next(nine + digit for digit in "0123456789" if personnummer._luhn(nine + digit) == 0)


def number(day: date, serial: int, *, samordning: bool = False, sign: str = "-", century: bool = False) -> str:
    """The personnummer of nobody."""
    digits = with_checksum(f"{day:%y%m}{day.day + 60 * samordning:02}{serial:03}")
    return f"{day.year // 100 if century else ''}{digits[:6]}{sign}{digits[6:]}"


DAYS = st.dates(date(1900, 1, 1), date(2026, 1, 1))
SIGNS = st.sampled_from(["-", "+", "–", "", " - ", "\N{NON-BREAKING HYPHEN}"])


@given(DAYS, st.integers(0, 999), st.booleans(), SIGNS, st.booleans())
def test_every_personnummer_is_found(day: date, serial: int, samordning: bool, sign: str, century: bool) -> None:
    one = number(day, serial, samordning=samordning, sign=sign, century=century)
    text = f"Ansökan från Alva Påhittad, {one}, beviljas."
    assert [text[start:end] for start, end in personnummer.found(text)] == [one]
    masked = personnummer.masked(text)
    assert len(masked) == len(text)
    assert not any(letter.isdigit() for letter in masked)


@given(DAYS, st.integers(0, 999), st.integers(1, 9))
def test_a_wrong_checksum_is_no_personnummer(day: date, serial: int, off: int) -> None:
    one = number(day, serial)
    wrong = one[:-1] + str((int(one[-1]) + off) % 10)
    assert list(personnummer.found(wrong)) == []


@pytest.mark.parametrize(
    "text",
    [
        "organisationsnummer 212000-1157",
        "dnr KS 2024/00123",
        "tel 040-12 34 56",
        "2024-04-19 kl. 13.00",
        "991332-1234",
        "12345678901234567890",
        "1.2.246.562.10.00000000001",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert personnummer.masked(text) == text


@given(st.text())
def test_masking_keeps_the_length_and_masks_once(text: str) -> None:
    masked = personnummer.masked(text)
    assert len(masked) == len(text)
    assert personnummer.masked(masked) == masked


def test_no_answer_holds_one_and_check_lists_it(tmp_path: Path) -> None:
    one = number(date(1985, 7, 9), 123)
    settings = Settings(minutes=tmp_path / "minutes", archive=tmp_path / "meetings", index=tmp_path / "index")
    settings.minutes.mkdir()
    text = minutes("2024-05-06", f"Ansökan från {one}", f"Ansökan gäller {one}, Storgatan.")
    (settings.minutes / "a.txt").write_text(text, "utf-8")
    ingest(settings, WhooshIndex(settings.index), [settings.minutes])
    search = Search(settings)
    answer = answer_json(search.answer(Question(query="ansökan"))).decode()
    page = search.item("pahittade-namnden/2024-05-06/2")
    for said in (answer, str(page), str(search.suggest(one[:6])), str(search.index.search(All()))):
        assert one[-4:] not in said
        assert one[:6] not in said
    assert "••••••-••••" in answer
    assert WhooshIndex(settings.index).count(Word(one)) == 0
    assert one in Archive(settings.archive).meeting("pahittade-namnden/2024-05-06").items[1].text
    for form in archive_export.FORMS.values():
        exported = b"".join(form(archive_export.chosen(Archive(settings.archive).meetings()))).decode()
        assert one[-4:] not in exported
        assert one[:6] not in exported
    listed = [finding.text() for finding in check(settings) if finding.about == "personnummer"]
    assert listed == ["a.txt has 2 personnummer, masked in every answer"]
