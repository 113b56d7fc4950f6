"""Sentences: whole questions that say which items are wanted are read so, and say how."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from indexer.index.engines.memory_index import MemoryIndex
from indexer.model import Decision, DecisionKind, Meeting, Vote
from indexer.settings import Settings
from search_ui.answer import Answer, Question, Sort
from search_ui.search.service import Search
from tests.invented import item, meeting

ELECTED = (Decision(id="", text="att välja Ek till ordförande i kvarnrådet", kind=DecisionKind.ELECTED),)
COUNCIL = meeting(
    item("Kvarnrådet", "Val."),
    item("Budget för kvarnen"),
    item("Listan", "Kvarnen, budget."),
    organ="Kommunfullmäktige",
    date="2024-03-01",
)
BOARD = meeting(item("Budget för kvarnen"), organ="Kommunstyrelsen", date="2024-02-01")
LATER = meeting(item("Annat", "Budget för kvarnen nämndes."), organ="Kommunstyrelsen", date="2024-04-01")


def answered(where: Path, typed: str, *meetings: Meeting, **chosen: object) -> Answer:
    index = MemoryIndex()
    index.rebuild(meetings)
    search = Search(Settings(index=where / "index", archive=where / "archive"), index)
    return search.answer(Question(query=typed, **chosen))  # type: ignore[arg-type]


def dates(answer: Answer) -> list[str]:
    return [hit.meeting.date for hit in answer.hits]


@pytest.mark.parametrize("typed", ["vad beslutade KF om budgeten", "Vad beslutade kommunfullmäktige om budgeten?"])
def test_what_an_organ_decided_is_sought_in_its_items(tmp_path: Path, typed: str) -> None:
    answer = answered(tmp_path, typed, COUNCIL, BOARD, LATER)
    assert {hit.meeting.organization for hit in answer.hits} == {"Kommunfullmäktige"}
    assert answer.did_you_mean == 'budgeten organ:"kommunfullmäktige"'
    assert answer.remarks[0].code == "answer.read_as"


@pytest.mark.parametrize("typed", ["senaste budgeten", "senaste nytt om budgeten", "när beslutades budgeten senast?"])
def test_what_is_latest_comes_first_of_what_has_it_in_its_title(tmp_path: Path, typed: str) -> None:
    answer = answered(tmp_path, typed, BOARD, COUNCIL, LATER)
    assert dates(answer) == ["2024-03-01", "2024-02-01"]
    assert answer.remarks[0].code == "answer.read_newest"


@pytest.mark.parametrize(
    "typed",
    [
        "kommunstyrelsen 1 februari 2024",
        "Kommunstyrelsens protokoll 2024-02-01",
        "protokoll från KS den 1 februari 2024",
        "KS februari 2024",
    ],
)
def test_an_organ_with_a_day_or_a_month_are_its_minutes(tmp_path: Path, typed: str) -> None:
    named = meeting(item("Svar till KS", "Kommunstyrelsens protokoll den 1 februari 2024."), organ="Kvarnrådet")
    answer = answered(tmp_path, typed, COUNCIL, BOARD, LATER, named)
    assert [hit.meeting.date for hit in answer.hits] == [BOARD.date]


def test_a_month_is_that_of_the_minutes_or_one_that_they_name(tmp_path: Path) -> None:
    named = meeting(item("Kvarnens rapport", "Läget i april 2024."), organ="Kvarnrådet", date="2024-05-02")
    answer = answered(tmp_path, "kvarnen april 2024", COUNCIL, BOARD, LATER, named)
    assert {*dates(answer)} == {LATER.date, "2024-05-02"}


def test_a_month_without_a_word_of_what_about_is_all_its_minutes(tmp_path: Path) -> None:
    assert dates(answered(tmp_path, "beslut i mars 2024", COUNCIL, BOARD, LATER)) == ["2024-03-01"] * 3


def test_an_order_that_was_chosen_is_kept(tmp_path: Path) -> None:
    assert dates(answered(tmp_path, "senaste budgeten", BOARD, COUNCIL, sort=Sort.OLDEST))[0] == "2024-02-01"


def test_who_was_elected_is_told_by_the_items_that_elect(tmp_path: Path) -> None:
    electing = meeting(msgspec.structs.replace(item("Kvarnrådet"), decisions=ELECTED), item("Ordförande i Kvarnrådet"))
    answer = answered(tmp_path, "vem valdes till ordförande i kvarnrådet", electing)
    kinds = {decision.kind for hit in answer.hits for decision in hit.decisions}
    assert (answer.total, kinds) == (1, {DecisionKind.ELECTED})


VOTE = Vote(text="Ja: 5. Nej: 3.", yes=5, no=3)
VOTED = msgspec.structs.replace(item("Budget för kvarnen", "Omröstning."), votes=(VOTE,))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("hur röstade SD om budgeten", "answer.read_votes_of"),
        ("Hur röstade Kvarnpartiet i frågan om kvarnen?", "answer.read_votes_of"),
        ("hur gick omröstningen om budgeten", "answer.read_votes"),
        ("vilka röstade nej till budgeten", "answer.read_votes"),
        ("vem röstade för kvarnen", "answer.read_votes"),
    ],
)
def test_how_somebody_voted_is_told_by_the_items_with_ballots(tmp_path: Path, typed: str, code: str) -> None:
    answer = answered(tmp_path, typed, meeting(item("Budget för kvarnen"), VOTED), BOARD)
    assert [hit.number for hit in answer.hits] == [VOTED.number]
    assert (len(answer.hits), answer.remarks[0].code) == (1, code)
    assert answer.remarks[0].args.get("who", "") in typed


def test_what_was_typed_can_be_asked_for_instead(tmp_path: Path) -> None:
    answer = answered(tmp_path, "senaste budgeten", BOARD, meeting(item("Den senaste budgeten"), date="2023-01-01"))
    assert answer.as_typed == '"senaste" budgeten'
    literal = answered(tmp_path, answer.as_typed, BOARD, meeting(item("Den senaste budgeten"), date="2023-01-01"))
    assert literal.hits[0].title == "Den senaste budgeten"
    assert literal.as_typed is None


@pytest.mark.parametrize(
    "typed", ["senaste", "titel:senaste budgeten", '"senaste budgeten"', "vad beslutade Zork om budgeten", "budgeten"]
)
def test_what_says_how_to_search_or_finds_nothing_so_is_not_read_into(tmp_path: Path, typed: str) -> None:
    assert answered(tmp_path, typed, BOARD, COUNCIL).as_typed is None


def test_whoever_is_strict_is_answered_as_typed(tmp_path: Path) -> None:
    assert answered(tmp_path, "senaste budgeten", BOARD, strict=True).as_typed is None
