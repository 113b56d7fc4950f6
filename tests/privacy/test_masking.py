"""Personnummer: what is one, what only looks like one, and that none reaches an answer. All numbers are invented."""

from __future__ import annotations

import random
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Final

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indexer import privacy
from indexer.index.engines.whoosh_index import WhooshIndex
from indexer.index.query import All, Word
from indexer.pipeline.health import check
from indexer.pipeline.ingest import ingest
from indexer.settings import Settings
from indexer.storage.archive import Archive
from search_ui.answer import Question
from search_ui.output import archive_export
from search_ui.output.answer_formats import answer_json
from search_ui.search.service import Search
from tests.exported import every_export
from tests.minutes_text import minutes
from tests.privacy.forms import forms, others, persons, told_forms, twelve

FORMS: Final = forms()
TOLD: Final = told_forms()
DAYS = st.dates(date(1900, 1, 1), date(2025, 12, 31))
MOST_FALSE: Final = 0.001
"""Of the numbers that are no person's, so many may be masked."""


def digits_left(text: str) -> list[str]:
    """The digits that stand in a text."""
    return [letter for letter in text if letter.isdigit()]


@pytest.mark.parametrize("name", FORMS)
def test_every_form_of_a_number_is_masked_and_keeps_its_length(name: str) -> None:
    for person in islice(persons(len(name)), 12):
        text = f"Ansökan från Alva Påhittad, {FORMS[name](person)}, beviljas."
        masked = privacy.masked(text)
        assert len(masked) == len(text)
        assert digits_left(masked) == (["0", "1"] if name.startswith("_taxed") else [])


@pytest.mark.parametrize("name", TOLD)
def test_a_day_that_is_told_to_be_a_birthday_is_masked(name: str) -> None:
    for person in islice(persons(len(name), samordning=False), 12):
        text = f"Ansökan från Alva Påhittad, {TOLD[name](person)}, beviljas."
        assert digits_left(privacy.masked(text)) == []


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Syskonen är födda 2011-03-04 och 2013-05-06.", "Syskonen är födda ••••-••-•• och ••••-••-••."),
        ("Födda: 811228, 750102 samt 1990-01-02", "Födda: ••••••, •••••• samt ••••-••-••"),
        (f"Födda: {', '.join(['2011-03-04'] * 20)}", f"Födda: {', '.join(['••••-••-••'] * 20)}"),
        (f"Födda: {' och '.join(['4 mars 2011'] * 20)}", f"Födda: {' och '.join(['• mars ••••'] * 20)}"),
    ],
)
def test_every_birthday_of_a_list_is_masked(text: str, masked: str) -> None:
    assert privacy.masked(text) == masked


@pytest.mark.parametrize("text", ["Personnummer 129945", "Födelsenummer 20241399", "Född: 801399, i Lund"])
def test_digits_that_are_no_day_are_no_birthday(text: str) -> None:
    assert privacy.masked(text) == text


@pytest.mark.parametrize("name", [name for name in FORMS if not name.startswith("_taxed")])
def test_a_year_that_is_an_area_code_too_is_masked(name: str) -> None:
    text = f"Bo ({FORMS[name](twelve(date(2008, 3, 1), 0))})"
    assert digits_left(privacy.masked(text)) == []


@given(DAYS, st.integers(0, 999), st.booleans(), st.sampled_from(sorted(FORMS)), st.sampled_from(sorted(FORMS)))
def test_several_numbers_in_a_text_are_all_masked(day: date, serial: int, samordning: bool, one: str, two: str) -> None:
    assume((day.year % 100, day.month // 10) != (8, 1))  # "08 12 24 0000" may be a telephone number in Stockholm
    person = twelve(day, serial, samordning=samordning)
    text = f"Alva {FORMS[one](person)}, samt Bo ({FORMS[two](person)})"
    taxed = sum(name.startswith("_taxed") for name in (one, two))
    assert len(digits_left(privacy.masked(text))) == 2 * taxed


@given(DAYS, st.integers(0, 999), st.integers(1, 9))
def test_a_wrong_checksum_is_no_personnummer(day: date, serial: int, off: int) -> None:
    person = twelve(day, serial)
    wrong = f"{person[2:8]}-{person[8:11]}{(int(person[11]) + off) % 10}"
    assert privacy.masked(wrong) == wrong


def test_of_ten_thousand_other_numbers_at_most_ten_are_masked() -> None:
    texts = [f"Enligt {number} gäller detta." for number in others(random.Random(0).randrange(100), 10_000)]
    false = [text for text in texts if privacy.masked(text) != text]
    assert len(false) <= MOST_FALSE * len(texts), false[:5]


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
        "Personnummer behandlas enligt lagen den 1 juni 2008.",
        "Uppdraget om samordningsnummer ska slutföras senast den 1 juni 2008.",
        "Beslut om personnummer fattades 2024-04-19.",
        "§ 12, 2024-04-19, född",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert privacy.masked(text) == text


@given(st.text(alphabet=st.sampled_from("0123456789 -./\n\u200bOlSBfödpnr:XÅ") | st.characters()))
def test_masking_keeps_the_length_and_masks_once(text: str) -> None:
    masked = privacy.masked(text)
    assert len(masked) == len(text)
    assert privacy.masked(masked) == masked


def test_what_holds_no_number_is_given_back_itself() -> None:
    value = {"id": "n/2024-01-01", "texts": ["Budget 2024", {"meeting": {"date": "2024-04-19"}}]}
    assert privacy.masked_below(value) is value


def test_no_answer_holds_one_and_check_lists_it(tmp_path: Path) -> None:
    person = twelve(date(1985, 7, 9), 123)
    one = f"{person[2:8]}-{person[8:]}"
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
    for pieces in (archive_export.jsonl(Archive(settings.archive).meetings()), *every_export(search)):
        exported = b"".join(pieces).decode()
        assert one[-4:] not in exported
        assert one[:6] not in exported
    listed = [finding.text() for finding in check(settings) if finding.about == "personnummer"]
    assert listed == ["a.txt has 2 personnummer, masked in every answer"]


@pytest.mark.parametrize(
    "row", ["81 12 28 98 74 11", "81 12 28 98 74 11 22", "811 228-98 74 12", "81.12.28.98.74.11", "11 81 12 28 98 74"]
)
def test_groups_within_a_longer_row_of_groups_are_a_table_and_no_personnummer(row: str) -> None:
    assert privacy.masked(row) == row
