"""Calls: an agenda is shown as one on every surface, and counts as no meeting, no decision, no matter taken up."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from indexer.index.engines.whoosh_index import WhooshIndex
from indexer.model import DocumentKind
from indexer.pipeline.ingest import ingest
from indexer.settings import Settings
from search_ui.answer import GroupBy, Question
from search_ui.assistant.tools import AssistantTools
from search_ui.output import terminal
from search_ui.output.answer_formats import answer_csv
from search_ui.search.registers import Registers
from search_ui.search.service import Search
from search_ui.web import create_app

ORGAN = "vadsjo-kommun-kommunstyrelsen"
COMING, CALLED, HELD = f"{ORGAN}/2025-04-28-kallelse", f"{ORGAN}/2025-04-14-kallelse", f"{ORGAN}/2025-04-14"


def call(day: int) -> str:
    return f"""VADSJÖ KOMMUN
Kommunstyrelsen
Kallelse

Tid: Måndagen den {day} april 2025 kl. 18.00 Plats: Kommunhuset, sal A

1. Val av justerare

Förslag till beslut
Axel Ask väljs.

2. Detaljplan för Norrtorp
Dnr KS 2025/12

Planen gäller bron. Bo Ek (S) yrkar avslag.

Beslut
Planen antas.
"""


MINUTES = """Vadsjö kommun
Kommunstyrelsen
Sammanträdesprotokoll 2025-04-14

Närvarande: Axel Ask (M), Cilla Alm (C)

§ 31 Val av justerare

Beslut
Axel Ask väljs.

§ 32 Detaljplan för Norrtorp
Dnr KS 2025/12

Förslag till beslut
Planen antas.

Beslut
Planen antas.
"""


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Folders with a meeting that was held, its agenda, and the agenda of one to come."""
    where = tmp_path_factory.mktemp("calls")
    settings = Settings(minutes=where / "minutes", archive=where / "meetings", index=where / "index")
    settings.minutes.mkdir()
    for name, text in (("a", call(14)), ("b", call(28)), ("c", MINUTES)):
        (settings.minutes / f"{name}.txt").write_text(text, "utf-8")
    ingest(settings, WhooshIndex(settings.index), [settings.minutes])
    return settings


@pytest.fixture
def client(settings: Settings) -> FlaskClient:
    return create_app(settings).test_client()


def words(client: FlaskClient, path: str) -> str:
    """The words of a page's main part."""
    html = client.get(path).get_data(as_text=True)
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def test_the_start_page_counts_what_was_held_and_marks_the_call(client: FlaskClient) -> None:
    said = words(client, "/")
    assert "Sök i 2 punkter från 1 sammanträde" in said
    assert "Senaste mötet 14 april 2025" in said
    assert "28 april 2025 Kallelse 2 punkter" in said


def test_lists_of_meetings_mark_the_call_and_count_it_apart(client: FlaskClient) -> None:
    assert "1 möte och 1 kallelse" in words(client, "/moten")
    assert "28 april 2025 Kommunstyrelsen, Vadsjö kommun Kallelse" in words(client, "/moten")
    assert "1 möte ." in words(client, f"/organ/{ORGAN}").replace("möte.", "möte .")
    assert "28 april 2025 Kallelse" in words(client, f"/organ/{ORGAN}")
    status = words(client, "/status")
    assert "Senaste mötet Kommunstyrelsen, Vadsjö kommun, 14 april 2025" in status
    assert "Möten 1 Kallelser 1 Ärenden 2" in status


def test_a_call_says_that_nothing_is_decided_and_leads_to_the_minutes(client: FlaskClient) -> None:
    for path in (f"/mote/{CALLED}", f"/arende/{CALLED}/2"):
        html, said = client.get(path).get_data(as_text=True), words(client, path)
        assert "Det här är en kallelse." in said
        assert f'href="/mote/{HELD}">Protokoll från mötet' in html
        assert ", kallelse, " in said
        assert ", protokoll, " not in said
        assert "Inget beslut" not in said
    assert f'href="/mote/{CALLED}">Kallelse' in client.get(f"/mote/{HELD}").get_data(as_text=True)
    assert "Det här är en kallelse." not in words(client, f"/arende/{HELD}/2")


def test_a_hit_of_a_call_is_marked_on_the_page_in_the_feed_and_in_tables(
    client: FlaskClient, settings: Settings
) -> None:
    assert "Kallelse Kommunstyrelsen" in words(client, "/?q=detaljplan")
    assert "Kallelse, Kommunstyrelsen" in client.get("/atom.xml?q=detaljplan").get_data(as_text=True)
    answer = Search(settings).answer(Question(query="detaljplan"))
    assert {hit.id: hit.meeting.document for hit in answer.hits} == {
        f"{COMING}/2": DocumentKind.AGENDA,
        f"{HELD}/2": DocumentKind.MINUTES,
    }
    lines = bytes(answer_csv(answer)).decode("utf-8").splitlines()
    assert sorted(line.rsplit(";", 1)[-1] for line in lines) == ["agenda", "document", "minutes"]


def test_a_call_is_no_time_that_a_matter_was_up(settings: Settings) -> None:
    search = Search(settings)
    (matter,) = search.matters(Question()).matters
    assert matter.items == (f"{HELD}/2",)
    hits = search.answer(Question(query="detaljplan", group=GroupBy.MATTER)).hits
    assert [len(hit.matter.items) for hit in hits if hit.matter] == [1, 1]
    assert [hit.outcome for hit in hits] == [None, "approved"] or [hit.outcome for hit in hits] == ["approved", None]


def test_who_only_moves_in_a_call_has_done_nothing_yet(settings: Settings) -> None:
    search = Search(settings)
    assert {person.name for person in search.persons()} == {"Axel Ask", "Cilla Alm"}
    assert {line.id for line in search.held()} == {HELD}
    assert search.neighbours(search.meeting(HELD)) == (None, None)


def test_the_command_marks_a_call_and_what_is_proposed_in_it(settings: Settings) -> None:
    meeting = Search(settings).meeting(CALLED)
    whole = str(terminal.meeting_text(meeting, terminal.TextStyle()))
    item = str(terminal.item_text(meeting.items[1], terminal.TextStyle(), meeting))
    for shown in (whole, item):
        assert "kallelse" in shown.lower()
        assert HELD in shown
        assert "→" not in shown
    assert "Beslut\n   Proposed:\n   Planen antas." in item


def test_an_assistant_is_told_what_a_document_is(settings: Settings) -> None:
    tools = AssistantTools(Registers(Search(settings)), "https://protokoll.example")
    assert {hit["document"] for hit in tools.ask("search", {"query": "detaljplan"})["hits"]} == {"agenda", "minutes"}
    shown = tools.ask("show", {"id": f"{COMING}/2"})
    assert (shown["document"], shown["decisions"]) == ("agenda", [])
    assert "Planen antas." in [proposal["text"] for proposal in shown["proposals"]]
    assert tools.ask("show", {"id": COMING})["document"] == "agenda"
    assert tools.ask("show", {"id": f"{HELD}/2/b1"})["document"] == "minutes"
