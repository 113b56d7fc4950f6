"""Appended lists: who voted how, where that stands behind the minutes and the item only points there.

    § 43 ... Omröstningen utfaller med 40 Ja mot 38 Nej. Hur var och en röstar framgår av bilaga 2.

    Omröstningslista, bilaga 2
    Ledamot            Ja   Nej   Avstår
    Axel Ask (M)       X
    ...

A list belongs to the ballot whose § it names, or whose attachment it is, or that alone has its figures; where none of
these tells, it belongs to none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from indexer.minutes.votes.ballots import BallotText, votes_in
from indexer.minutes.words import words
from indexer.model import AgendaItem, MeetingRemark, Vote, VoteOption, meeting_remark

_TITLES = "|".join(map(re.escape, words("votes")["lists"]))
_ATTACHED = r"(?:bilaga|bil\.?)\s*(?:nr\.?\s*)?(?P<attachment>\d{1,3}[A-Za-z]?)\b"
_HEADING = re.compile(
    r"^[ \t]*(?:bil(?:aga|\.)?\s*(?:nr\.?\s*)?\d{1,3}[a-z]?[ \t,.:–-]*(?:\n\s*)?)?(?:§\s*\d+[ \t,.:–-]*)?"
    rf"(?:{_TITLES})\b[^\n]*$",
    re.IGNORECASE | re.MULTILINE,
)
_ATTACHMENT = re.compile(_ATTACHED, re.IGNORECASE)
_PARAGRAPH = re.compile(r"§\s*(?P<paragraph>\d+)")
_TOP = 400
"""So many characters from a list's heading on may say whose list it is."""


class AppendedList(msgspec.Struct, frozen=True):
    """A list of voters behind the minutes, and what it says that it belongs to."""

    vote: Vote
    paragraph: str | None
    attachment: str | None


def opens_a_list(line: str) -> bool:
    """Whether a line is the heading of a list of voters."""
    return _HEADING.fullmatch(line) is not None


def with_appended_lists(items: Sequence[AgendaItem], end: str) -> tuple[AgendaItem, ...]:
    """The items, their ballots with the voters that the lists in the text behind them give."""
    for one in _lists(end):
        items = _with_list(items, one)
    return tuple(items)


def _lists(text: str) -> Iterator[AppendedList]:
    headings = [*_HEADING.finditer(text)]
    for heading, end in zip(headings, [*(after.start() for after in headings[1:]), len(text)], strict=False):
        top = text[heading.start() : min(end, heading.start() + _TOP)]
        attachment, paragraph = _ATTACHMENT.search(top), _PARAGRAPH.search(top)
        for vote in votes_in(BallotText(heading.group().strip(), text[heading.end() : end])):
            if vote.voters:
                yield AppendedList(
                    vote,
                    paragraph["paragraph"] if paragraph else None,
                    attachment["attachment"] if attachment else None,
                )


def _with_list(items: Sequence[AgendaItem], one: AppendedList) -> Sequence[AgendaItem]:
    """The items, one ballot of them with the voters of a list, if it is sure which."""
    silent = [(n, m) for n, item in enumerate(items) for m, vote in enumerate(item.votes) if not vote.voters]
    alike = [(n, m) for n, m in silent if _has_figures(items[n].votes[m], one.vote)]
    for chosen in (
        [(n, m) for n, m in silent if one.attachment and _points_to(items[n].votes[m].text, one.attachment)],
        [(n, m) for n, m in silent if one.paragraph and _paragraph_of(items[n]) == one.paragraph],
        alike,
    ):
        sure = [place for place in chosen if place in alike] or chosen
        if sure and (len(sure) == 1 or chosen is not alike):
            n, m = sure[0]
            return [*items[:n], _told(items[n], m, one.vote), *items[n + 1 :]]
    return items


def _told(item: AgendaItem, place: int, told: Vote) -> AgendaItem:
    vote = item.votes[place]
    vote = msgspec.structs.replace(
        vote,
        yes=told.yes if vote.yes is None else vote.yes,
        no=told.no if vote.no is None else vote.no,
        abstained=told.abstained if vote.abstained is None else vote.abstained,
        voters=told.voters,
    )
    return msgspec.structs.replace(item, votes=(*item.votes[:place], vote, *item.votes[place + 1 :]))


def _has_figures(vote: Vote, told: Vote) -> bool:
    return (vote.yes or 0, vote.no or 0) == (told.yes or 0, told.no or 0)


def _points_to(text: str, attachment: str) -> bool:
    return any(found["attachment"].lower() == attachment.lower() for found in _ATTACHMENT.finditer(text))


def _paragraph_of(item: AgendaItem) -> str | None:
    found = re.search(r"\d+", item.number)
    return found.group() if found else None


def count_remarks(items: Sequence[AgendaItem]) -> Iterator[MeetingRemark]:
    """A remark for each side of a ballot that lists more or fewer voters than it counts."""
    for item in items:
        for vote in item.votes:
            figures = {VoteOption.YES: vote.yes, VoteOption.NO: vote.no, VoteOption.ABSTAINED: vote.abstained}
            for option, count in figures.items():
                named = len(vote.voting(option))
                if vote.voters and count is not None and named != count:
                    where = item.number or item.title
                    yield meeting_remark(f"minutes.voters_{option}", item=where, counted=count, named=named)
        yield from count_remarks(item.items)
