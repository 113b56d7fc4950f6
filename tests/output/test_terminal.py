"""The terminal: what a person reads of an item."""

from __future__ import annotations

from indexer.model import Vote, VoteOption, Voter
from search_ui.output.terminal import TextStyle, item_text
from tests.invented import item, meeting


def test_a_ballot_is_told_with_its_sides_their_meaning_and_the_voters() -> None:
    vote = Vote(
        text="Omröstning",
        yes=2,
        no=1,
        yes_means="avslag",
        voters=(
            Voter(name="Axel Ask", vote=VoteOption.YES, party="M"),
            Voter(name="Berit Ek", vote=VoteOption.YES),
            Voter(name="Eva Berg", vote=VoteOption.NO, party="SD"),
        ),
    )
    shown = item_text(meeting(item("Motion om lampor", votes=(vote,))).items[0], TextStyle())
    assert "   Yes 2: avslag\n      Axel Ask (M), Berit Ek\n   No 1\n      Eva Berg (SD)\n" in shown
