"""Documents: minutes stand, what is beside them is kept apart, and what is no minutes is taken only on demand."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from indexer.index.engines.whoosh_index import WhooshIndex
from indexer.model import DocumentKind
from indexer.pipeline.ingest import Report, ingest
from indexer.settings import Settings
from indexer.storage.archive import Archive
from search_ui.answer import Question
from search_ui.search.service import Search
from tests.minutes_text import minutes

MINUTES = minutes("2024-02-05", "Cykelbanor", "Nya banor byggs.")
AGENDA = """Påhittade nämnden

Kallelse till sammanträde 2024-02-05

§ 1 Cykelbanor
Förslag till beslut: att avslå motionen om zebrafinkar.
"""
EXTRACT = """Påhittade nämnden

Protokollsutdrag

Sammanträdesdatum 2024-02-05

§ 2 Cykelbanor
Beslut: att godkänna förslaget om pärlugglor.
"""
RECIPE = "Pannkakor\n\nVispa smeten och stek i kastrullen med lingon.\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Folders of one's own, the one of minutes empty."""
    settings = Settings(minutes=tmp_path / "minutes", archive=tmp_path / "meetings", index=tmp_path / "index")
    settings.minutes.mkdir()
    return settings


def run(settings: Settings, *, anything: bool = False, **texts: str) -> Report:
    """One run over the folder, in which these files have arrived."""
    for name, text in texts.items():
        (settings.minutes / f"{name}.txt").write_text(text, "utf-8")
    return ingest(settings, WhooshIndex(settings.index), [settings.minutes], anything=anything, confirm_removals=True)


def documents(settings: Settings, query: str) -> set[str]:
    """What the documents are in which a query finds something."""
    hits = Search(settings).answer(Question(query=query)).hits
    archive = Archive(settings.archive)
    return {archive.meeting(hit.meeting.id).document for hit in hits}


def test_an_agenda_alone_is_found_and_beside_its_minutes_only_when_it_is_asked_for(settings: Settings) -> None:
    run(settings, agenda=AGENDA)
    assert documents(settings, "zebrafinkar") == {DocumentKind.AGENDA}
    run(settings, minutes=MINUTES)
    assert documents(settings, "zebrafinkar") == set()
    assert documents(settings, "cykelbanor") == {DocumentKind.MINUTES}
    for query in ("zebrafinkar typ:kallelse", "typ:kallelse", "typ:dagordning cykelbanor"):
        assert documents(settings, query) == {DocumentKind.AGENDA}
    (settings.minutes / "minutes.txt").unlink()
    run(settings)
    assert documents(settings, "zebrafinkar") == {DocumentKind.AGENDA}


def test_an_agenda_never_decides(settings: Settings) -> None:
    run(settings, agenda=AGENDA, minutes=MINUTES)
    assert documents(settings, "typ:avslag") == set()
    assert documents(settings, "typ:avslag typ:kallelse") == set()


def test_an_extract_joins_its_meeting(settings: Settings) -> None:
    run(settings, extract=EXTRACT)
    assert documents(settings, "pärlugglor") == {DocumentKind.EXTRACT}
    run(settings, minutes=MINUTES)
    assert documents(settings, "pärlugglor") == set()
    assert documents(settings, "pärlugglor typ:utdrag") == {DocumentKind.EXTRACT}


def test_the_documents_of_a_meeting_lead_to_each_other_and_its_minutes_are_listed_alone(settings: Settings) -> None:
    run(settings, extract=EXTRACT, agenda=AGENDA, minutes=MINUTES)
    search = Search(settings)
    assert [line.document for line in search.meetings()] == ["Protokoll"]
    meeting = search.meeting("pahittade-namnden/2024-02-05")
    assert [line.document for line in search.documents_beside(meeting)] == ["Kallelse", "Protokollsutdrag"]
    agenda = search.meeting("pahittade-namnden/2024-02-05-kallelse")
    assert [line.document for line in search.documents_beside(agenda)] == ["Protokoll", "Protokollsutdrag"]


def test_the_order_of_arrival_does_not_matter(settings: Settings) -> None:
    texts = {"agenda": AGENDA, "extract": EXTRACT, "minutes": MINUTES}
    archives = []
    for order in permutations(texts):
        for path in settings.minutes.iterdir():
            path.unlink()
        run(settings)
        for name in order:
            (settings.minutes / f"{name}.txt").write_text(texts[name], "utf-8")
            run(settings)
        archives.append({path.name: path.read_bytes() for path in settings.archive.glob("*/*.json")})
    assert archives[0]
    assert all(archive == archives[0] for archive in archives)


def test_the_facet_counts_what_is_found_and_shows_no_value_of_its_own_for_what_is_apart(settings: Settings) -> None:
    run(settings, agenda=AGENDA, minutes=MINUTES)
    answer = Search(settings).answer(Question(query="cykelbanor"))
    assert {(value.value, value.label) for value in answer.facets["document"]} == {("minutes", "Protokoll")}
    answer = Search(settings).answer(Question(query="cykelbanor", filters={"document": ("agenda",)}))
    assert {value.value for value in answer.facets["document"]} == {"minutes", "agenda"}
    assert answer.total == 1


def test_what_is_no_minutes_is_turned_away_and_taken_on_demand(settings: Settings) -> None:
    report = run(settings, recipe=RECIPE, minutes=MINUTES)
    assert [failure.code for failure in report.failed] == ["file.not_minutes"]
    report = run(settings, anything=True)
    assert (report.failed, report.new) == ([], 1)
    assert documents(settings, "pannkakor kastrullen lingon") == {DocumentKind.OTHER}
    assert documents(settings, "typ:annat") == {DocumentKind.OTHER}
    report = run(settings)
    assert (report.unchanged, report.failed) == (2, [])


def test_what_is_no_minutes_decides_nothing(settings: Settings) -> None:
    run(settings, anything=True, note="Pannkakor\n\natt godkänna smeten\n")
    [id] = Archive(settings.archive).digests()
    meeting = Archive(settings.archive).meeting(id)
    assert not any(item.decisions for item in meeting.walk())
    assert meeting.attendance == ()
