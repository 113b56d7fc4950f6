"""Votes: what Ja and Nej meant in words, how each party voted, and whose votes are found."""

from __future__ import annotations

import pytest

from indexer.model import MeetingLine, Vote, VoteOption, Voter
from indexer.record.votes import PartyVotes, ballots, by_party, in_words, is_of
from tests.invented import item

MEETING = MeetingLine(id="namnden/2024-03-01", organization="Nämnden", number=None, date="2024-03-01")
VOTERS = (
    Voter(name="Anna Ek", party="S", vote=VoteOption.YES),
    Voter(name="Bo Ask", party="M", vote=VoteOption.NO),
    Voter(name="Cia Alm", party="M", vote=VoteOption.NO),
    Voter(name="Dan Öst", vote=VoteOption.ABSTAINED),
)


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        (
            ("avslag", "bifall till tilläggsyrkandet från SD"),
            ("avslag på tilläggsyrkandet från SD", "bifall till tilläggsyrkandet från SD"),
        ),
        (
            ("bifall till nämndens förslag", "avslag"),
            ("bifall till nämndens förslag", "avslag på nämndens förslag"),
        ),
        (("Bifall", "avslag på motionen"), ("Bifall till motionen", "avslag på motionen")),
        (("återremiss", "avgörande i dag"), ("återremiss", "avgörande i dag")),
        (("avslag", "bifall"), ("avslag", "bifall")),
        ((None, None), (None, None)),
        (("avslag", None), ("avslag", None)),
    ],
)
def test_what_a_side_leaves_out_is_what_the_other_says(
    printed: tuple[str | None, str | None], words: tuple[str | None, str | None]
) -> None:
    assert in_words(*printed) == words


def test_the_votes_of_each_party_are_counted_the_largest_first() -> None:
    assert by_party(VOTERS) == (
        PartyVotes(party="M", no=2),
        PartyVotes(party="", abstained=1),
        PartyVotes(party="S", yes=1),
    )


@pytest.mark.parametrize(("yes", "no", "won"), [(8, 5, "yes"), (5, 8, "no"), (6, 6, None), (6, None, None)])
def test_the_side_with_more_votes_won(yes: int, no: int | None, won: str | None) -> None:
    voted = item("Bron", "", votes=(Vote(text="", yes=yes, no=no),))
    assert [ballot.won for ballot in ballots(voted, MEETING)] == [won]


def test_each_ballot_of_an_item_has_an_id_of_its_own() -> None:
    voted = item("Bron", "", votes=(Vote(text="", yes=1, no=2), Vote(text="", yes=2, no=1)))
    assert [ballot.id.rpartition("/")[2] for ballot in ballots(voted, MEETING)] == ["v1", "v2"]


@pytest.mark.parametrize(
    ("asked", "met"),
    [
        ({"person": "Anna Ek"}, True),
        ({"person": "anna-ek"}, True),
        ({"person": "Ek, Anna"}, True),
        ({"person": "anna-ek-s"}, True),
        ({"person": "anna-ek-m"}, False),
        ({"person": "Ek"}, False),
        ({"party": "m"}, True),
        ({"party": "V"}, False),
        ({"person": "Anna Ek", "vote": VoteOption.NO}, False),
        ({"party": "M", "vote": VoteOption.NO}, True),
        ({"person": "Anna Ek", "party": "M"}, False),
        ({"vote": VoteOption.ABSTAINED}, True),
        ({"vote": VoteOption.ABSENT}, False),
    ],
)
def test_a_person_a_party_and_a_vote_are_met_by_one_and_the_same_voter(asked: dict[str, object], met: bool) -> None:
    voted = item("Bron", "", votes=(Vote(text="", yes=1, no=2, abstained=1, voters=VOTERS),))
    assert [is_of(ballot, **asked) for ballot in ballots(voted, MEETING)] == [met]  # type: ignore[arg-type]
