"""Registers: made once for a generation whoever asks, made again for the next, and exact under paging."""

from __future__ import annotations

import datetime
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from indexer.index import open_index
from indexer.pipeline.ingest import ingest
from indexer.record.assignments import Assignment
from indexer.settings import Settings
from search_ui.answer import Question
from search_ui.search.registers import Registers
from search_ui.search.service import Search
from tests.record.council import indexed


@pytest.fixture
def council(tmp_path: Path) -> Settings:
    """The folders of an index of the council's minutes."""
    return indexed(tmp_path)


def registers(settings: Settings, day: str = "2024-11-01") -> Registers:
    """The registers as they stand on a day."""
    return Registers(Search(settings, today=lambda: datetime.date.fromisoformat(day)))


def test_threads_that_ask_at_once_make_the_register_once(council: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, made = registers(council), list[int]()
    link = asked._link

    def counted() -> tuple[Assignment, ...]:
        made.append(1)
        return link()

    monkeypatch.setattr(asked, "_link", counted)
    with ThreadPoolExecutor(8) as pool:
        totals = list(pool.map(lambda _: asked.assignments(Question()).total, range(24)))
    assert (set(totals), len(made)) == ({2}, 1)


def test_a_new_generation_has_a_register_of_its_own(council: Settings) -> None:
    asked = registers(council)
    assert [row.state for row in asked.assignments(Question()).assignments] == ["reported", "overdue"]
    (council.minutes / "2024-10-24.txt").unlink()
    shutil.copy(council.minutes / "2024-02-29.txt", council.minutes / "copy.txt")
    ingest(council, open_index(council.index), [council.minutes], confirm_removals=True)
    assert [row.state for row in asked.assignments(Question()).assignments] == ["open", "overdue"]


def test_the_pages_of_a_register_are_its_rows_each_once(council: Settings) -> None:
    asked = registers(council)
    whole = asked.votes(Question()).ballots
    parts = [ballot for offset in range(3) for ballot in asked.votes(Question(offset=offset, limit=1)).ballots]
    assert tuple(parts) == whole
    assert asked.votes(Question(offset=1, limit=1)).total == len(whole) == 2


def test_the_facets_of_assignments_count_what_there_would_be_with_each_value(council: Settings) -> None:
    asked = registers(council)
    for value in asked.assignments(Question()).facets["assignee"]:
        assert asked.assignments(Question(), assignee=value.value).total == value.count, value.value


REPORT = """Bergby kommun
Kommunfullmäktige
Sammanträdesprotokoll 2024-12-12

Plats och tid: Stadshuset, kl. 18.00-20.00

Beslutande: Anna Ek (S), ordförande

§ 60 Återrapportering om konst längs kajen

Sammanfattning
CITED

Beslut
Återrapporteringen läggs till handlingarna.
"""


@pytest.mark.parametrize("cited", ["Tidigare behandling: KF 2024-02-29 § 11 punkt 3", "Uppdraget är KF § 11/2024."])
def test_an_item_and_the_register_tell_the_same_of_a_task_that_a_background_cites(
    council: Settings, cited: str
) -> None:
    (council.minutes / "report.txt").write_text(REPORT.replace("CITED", cited), "utf-8")
    ingest(council, open_index(council.index), [council.minutes])
    asked = registers(council, "2025-01-01")
    listed = {row.id: row for row in asked.assignments(Question()).assignments}
    (row,) = (row for row in listed.values() if "konst längs kajen" in row.text)
    assert (row.state, row.outcome) == ("reported", "noted")
    given = asked.search.index.stored_item(row.item)
    assert given is not None
    assert list(asked.assignments_of(given)) == [one for one in listed.values() if one.item == row.item]
    (report,) = row.reports
    reporting = asked.search.index.stored_item(report.item)
    assert reporting is not None
    assert [one.id for one in asked.reported_by(reporting)] == [row.id]
