"""Votes: the ballots of an item as a register shows them: what Ja and Nej meant in words, and how each party voted.

    Ja för avslag och Nej för bifall till tilläggsyrkandet från SD
        Ja  = avslag på tilläggsyrkandet från SD
        Nej = bifall till tilläggsyrkandet från SD

What a voting order leaves out of one side is what the other side says; where neither says it, it stays as printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

from indexer.model import AgendaItem, MeetingLine, Vote, VoteOption, Voter
from indexer.swedish.persons import person_slug

NO_PARTY: Final = ""
"""What the votes of those whose party the minutes do not print are counted under."""
_TO: Final = {"bifall": "till", "avslag": "på"}
_ACT: Final = re.compile(
    r"(?P<act>bifall|avslag)(?P<object>\s+(?:till|på|av)\s+\S.*)?[\s.]*$", re.IGNORECASE | re.DOTALL
)


class PartyVotes(msgspec.Struct, frozen=True, kw_only=True):
    """How many of a party voted how; `party` is as printed, "" for those without one."""

    party: str
    yes: int = 0
    no: int = 0
    abstained: int = 0
    absent: int = 0


class Ballot(msgspec.Struct, frozen=True, kw_only=True):
    """A ballot (votering) of an item: the figures, what each side stood for in words, and who voted how.

    `won` is the side with more votes, None where the figures are equal or one is missing. `parties` counts those who
    are named.
    """

    id: str
    item: str
    meeting: MeetingLine
    number: str
    title: str
    text: str
    yes: int | None
    no: int | None
    abstained: int | None
    yes_means: str | None
    no_means: str | None
    won: VoteOption | None
    voters: tuple[Voter, ...]
    parties: tuple[PartyVotes, ...]

    def sides(self) -> Iterator[tuple[VoteOption, int | None, str | None]]:
        """The ways to vote that the ballot knows of, each with how many took it and what it stood for."""
        return Vote(
            text=self.text,
            yes=self.yes,
            no=self.no,
            abstained=self.abstained,
            yes_means=self.yes_means,
            no_means=self.no_means,
            voters=self.voters,
        ).sides()

    def voting(self, option: VoteOption) -> tuple[Voter, ...]:
        """Those who voted one way."""
        return tuple(voter for voter in self.voters if voter.vote is option)


def ballots(item: AgendaItem, meeting: MeetingLine) -> Iterator[Ballot]:
    """The ballots of an item, in the order they were held."""
    for number, vote in enumerate(item.votes, start=1):
        yes_means, no_means = in_words(vote.yes_means, vote.no_means)
        yield Ballot(
            id=f"{item.id}/v{number}",
            item=item.id,
            meeting=meeting,
            number=item.number,
            title=item.title,
            text=vote.text,
            yes=vote.yes,
            no=vote.no,
            abstained=vote.abstained,
            yes_means=yes_means,
            no_means=no_means,
            won=_won(vote),
            voters=vote.voters,
            parties=by_party(vote.voters),
        )


def in_words(yes: str | None, no: str | None) -> tuple[str | None, str | None]:
    """What Ja and Nej stood for, with what only the other side names."""
    return _completed(yes, no), _completed(no, yes)


def by_party(voters: Iterable[Voter]) -> tuple[PartyVotes, ...]:
    """How each party voted, the largest first; equals by name."""
    counts: dict[str, dict[VoteOption, int]] = {}
    printed: dict[str, str] = {}
    for voter in voters:
        party = (voter.party or NO_PARTY).strip()
        printed.setdefault(party.casefold(), party)
        of_party = counts.setdefault(party.casefold(), dict.fromkeys(VoteOption, 0))
        of_party[voter.vote] += 1
    largest = sorted(counts.items(), key=lambda pair: (-sum(pair[1].values()), pair[0]))
    return tuple(
        PartyVotes(party=printed[party], **{str(option): number for option, number in of_party.items()})
        for party, of_party in largest
    )


def options(vote: Vote | Ballot) -> tuple[VoteOption, ...]:
    """The ways to vote that somebody took, by the figures or by name."""
    counted = {option for option, count, _ in vote.sides() if count}
    return tuple(option for option in VoteOption if option in counted or vote.voting(option))


def is_of(
    ballot: Ballot, *, person: str | None = None, party: str | None = None, vote: VoteOption | None = None
) -> bool:
    """Whether somebody in the ballot is this person (a name or its slug), of this party, and voted this way; all of it
    of one voter. Where nobody is named, the figures tell of `vote` alone.
    """
    if not person and not party:
        return vote is None or vote in options(ballot)
    return any(_is_meant(voter, person, party) and vote in (None, voter.vote) for voter in ballot.voters)


def votes_of(ballot: Ballot, *, person: str | None = None, party: str | None = None) -> Sequence[Voter]:
    """Those in the ballot who are this person or of this party."""
    return [voter for voter in ballot.voters if _is_meant(voter, person, party)]


def _is_meant(voter: Voter, person: str | None, party: str | None) -> bool:
    slug = person_slug(voter.name)
    named = person is None or person_slug(person) in {slug, f"{slug}-{person_slug(voter.party or '')}"}
    return named and (party is None or (voter.party or "").casefold() == party.casefold())


def _completed(side: str | None, other: str | None) -> str | None:
    """What a side stood for; "avslag" alone with what the other side would have approved."""
    bare, full = _ACT.match(side or ""), _ACT.match(other or "")
    if not (side and bare and not bare["object"] and full and full["object"]):
        return side
    act = bare["act"]
    what = full["object"].split(None, 1)[1]
    return f"{act} {_TO[act.lower()]} {what}"


def _won(vote: Vote) -> VoteOption | None:
    if vote.yes is None or vote.no is None or vote.yes == vote.no:
        return None
    return VoteOption.YES if vote.yes > vote.no else VoteOption.NO
