"""People of the record: what somebody did in an item, under whose name, and for which party."""

from __future__ import annotations

import msgspec
import pytest

from indexer.model import Decision, DecisionKind, Proposal, Statement, StatementKind, Vote, VoteOption, Voter
from indexer.record.people import ActKind, acts, mentions, parties, people_in
from tests.invented import item, meeting

ITEM = item(
    "Motion av Anna Ek (S), Bo Ask (V) och Cia von Alm (MP) om belysning",
    proposals=(Proposal(text="Dan Öst (M) yrkar avslag.", proposers=("Dan Öst (M)", "SD", "Ordföranden")),),
    votes=(Vote(text="", voters=(Voter(name="Eva Li", party="KD", vote=VoteOption.NO),)),),
    statements=(
        Statement(kind=StatementKind.RESERVATION, text="Från L: vi reserverar oss.", makers=("L",)),
        Statement(kind=StatementKind.OPINION, text="Fia Berg (C) yttrar sig.", makers=("Fia Berg (C)",)),
    ),
    presenters=("Gun Holm, trafikchef", "Trafikkontoret, Staden"),
)


def test_everybody_who_did_something_is_named_with_party_and_what_they_did() -> None:
    assert [(act.name, act.party, act.kind) for act in acts(ITEM)] == [
        ("Anna Ek", "S", ActKind.MOTION),
        ("Bo Ask", "V", ActKind.MOTION),
        ("Cia von Alm", "MP", ActKind.MOTION),
        ("Dan Öst", "M", ActKind.PROPOSAL),
        ("Eva Li", "KD", ActKind.VOTE),
        ("Fia Berg", "C", ActKind.STATEMENT),
        ("Gun Holm", None, ActKind.PRESENTATION),
    ]


def test_a_vote_knows_its_ballot_and_a_task_its_clause() -> None:
    voted = meeting(ITEM).items[0]
    assert [act.clause for act in acts(voted) if act.kind is ActKind.VOTE] == [f"{voted.id}/v1"]
    task = Decision(id="x/b1", text="att Anna Ek bokar", kind=DecisionKind.ASSIGNED, assignees=("Anna Ek", "Hamn AB"))
    given = msgspec.structs.replace(item("Lokal"), decisions=(task,))
    assert [(act.name, act.clause) for act in acts(given)] == [("Anna Ek", "x/b1")]


def test_the_parties_of_an_item_are_those_that_act_also_without_a_person() -> None:
    assert parties(ITEM) == ("S", "V", "MP", "M", "KD", "C", "SD", "L")


def test_somebody_disqualified_is_so_once() -> None:
    told = "Anna Ek (S) deltar inte på grund av jäv."
    both = item(
        "Bron",
        disqualified=(told,),
        statements=(Statement(kind=StatementKind.ABSTENTION, text=told, makers=("Anna Ek (S)",)),),
    )
    assert [act.kind for act in acts(both)] == [ActKind.DISQUALIFIED]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Anna Ek (S) och Bo Ask (V)", [("Anna Ek", "S"), ("Bo Ask", "V")]),
        ("Kommunalrådet Anna Ek (S)", [("Anna Ek", "S")]),
        ("Anna Ek m.fl. (S)", [("Anna Ek", "S")]),
        ("Anna Ek och Trafikkontoret", [("Anna Ek", None)]),
        ("Trafikkontoret Norra Hamnen", []),
        ("Ek (S)", []),
    ],
)
def test_people_are_named_by_whole_names(text: str, people: list[tuple[str, str | None]]) -> None:
    assert list(people_in(text)) == people


def test_a_meeting_mentions_those_who_were_there_and_those_who_acted_each_once() -> None:
    there = meeting(ITEM, people=("Hans Borg", "Gun Holm"))
    names = [name for name, _ in mentions(there)]
    assert names[:2] == ["Hans Borg", "Gun Holm"]
    assert len(names) == len(set(names)) == 8
