"""One voter: a vote beside a party or a person is theirs."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.index.engines.memory_index import MemoryIndex
from indexer.model import AgendaItem, Proposal, Vote, VoteOption, Voter
from indexer.settings import Settings
from search_ui.answer import Question
from search_ui.search.service import Search
from tests.invented import item, meeting

YES, NO, ABSTAINED = VoteOption.YES, VoteOption.NO, VoteOption.ABSTAINED


def voting(title: str, *voters: tuple[str, str, VoteOption]) -> AgendaItem:
    """An item with a ballot of these voters."""
    named = tuple(Voter(name=name, party=party, vote=vote) for name, party, vote in voters)
    return item(title, votes=(Vote(text="", voters=named),))


@pytest.fixture
def search(tmp_path: Path) -> Search:
    """The search over three items with ballots and one without."""
    index = MemoryIndex()
    index.rebuild(
        [
            meeting(
                voting("Bron byggs", ("Anna Ek", "S", YES), ("Bo Ask", "M", NO)),
                voting("Bron målas", ("Anna Ek", "S", NO), ("Bo Ask", "M", YES), ("Cia Alm", "V", NO)),
                voting("Skolan", ("Anna Ek", "S", ABSTAINED), ("Bo Ask", "M", NO)),
                item("Parken", proposals=(Proposal(text="Anna Ek (S) yrkar bifall.", proposers=("Anna Ek (S)",)),)),
                people=("Dan Öst",),
            )
        ]
    )
    return Search(Settings(index=tmp_path / "index", archive=tmp_path / "archive"), index)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("röst:nej", {"Bron byggs", "Bron målas", "Skolan"}),
        ("röst:avstår", {"Skolan"}),
        ("parti:S", {"Bron byggs", "Bron målas", "Skolan", "Parken"}),
        ("röst:nej parti:S", {"Bron målas"}),
        ("röst:nej parti:M", {"Bron byggs", "Skolan"}),
        ("parti:M röst:nej bron", {"Bron byggs"}),
        ('röst:nej person:"Anna Ek"', {"Bron målas"}),
        ('person:"Anna Ek" röst:ja', {"Bron byggs"}),
        ("-röst:nej parti:S", {"Parken"}),
        ('person:"Anna Ek"', {"Bron byggs", "Bron målas", "Skolan", "Parken"}),
        ("person:Alm", {"Bron målas"}),
        ("vote:no party:v", {"Bron målas"}),
    ],
)
def test_a_vote_beside_a_party_or_a_person_is_theirs(query: str, titles: set[str], search: Search) -> None:
    assert {hit.title for hit in search.answer(Question(query=query)).hits} == titles


def test_the_facets_count_how_was_voted_and_which_parties_act(search: Search) -> None:
    facets = search.answer(Question()).facets
    assert {one.label: one.count for one in facets["vote"]} == {"Nej": 3, "Ja": 2, "Avstår": 1}
    assert {one.label: one.count for one in facets["party"]} == {"S": 4, "M": 3, "V": 1}


def test_an_unknown_vote_is_said_and_read_as_text(search: Search) -> None:
    assert [remark.code for remark in search.answer(Question(query="röst:kanske")).remarks][-1:] == [
        "query.unknown_vote"
    ]
