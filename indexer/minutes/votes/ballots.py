"""Ballots: what the parts of an item say of each, put together.

A part holds, in any order and any number, headings ("Omröstning 2"), voting orders, roll calls, tables and figures.
Read from top to bottom they fill one ballot after the other; the next begins at a heading or a voting order that comes
behind a result, or where a figure or a side would have to be told twice:

    Omröstning
    Ja för avslag, nej för bifall.                      ballot 1: what Ja and Nej mean
    Ask (M) och Ek (S) röstar ja (2). Alm (V) röstar nej (1).     its voters and figures
    Ja för återremiss, nej för avgörande i dag.         ballot 2
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise

import msgspec

from indexer.minutes.lines.folded_text import printed
from indexer.minutes.votes.figures import Figures, figures
from indexer.minutes.votes.meanings import VotingOrder, voting_orders
from indexer.minutes.votes.roll_calls import VoterList, roll_calls
from indexer.minutes.votes.tables import VoteTable, tables
from indexer.model import Vote, VoteOption, Voter


class BallotText(msgspec.Struct, frozen=True):
    """A part of an item: its heading, and its text with the columns as printed.

    `is_certain` says that it stands under a heading for ballots; elsewhere only what cannot be anything else is one.
    """

    heading: str
    text: str
    is_certain: bool = True


class _Heading(msgspec.Struct, frozen=True):
    start: int
    end: int


class _Counts(msgspec.Struct, frozen=True):
    """Figures that stand one behind the other, none of them twice."""

    start: int
    end: int
    figures: tuple[Figures, ...]

    @property
    def counts(self) -> dict[VoteOption, int]:
        return {option: count for one in self.figures for option, count in one.counts.items()}


_Told = _Heading | VotingOrder | VoterList | VoteTable | _Counts


class _Draft(msgspec.Struct):
    """A ballot while it is read: `part` and `start` to `end` are the place of its results, `opened` where it begins."""

    part: int = -1
    start: int = 0
    end: int = 0
    opened: int | None = None
    counts: dict[VoteOption, int] = msgspec.field(default_factory=dict)
    voters: list[Voter] = msgspec.field(default_factory=list)
    yes_means: str | None = None
    no_means: str | None = None

    @property
    def has_result(self) -> bool:
        return bool(self.counts or self.voters)

    @property
    def is_whole(self) -> bool:
        """Whether enough is known for a ballot: both sides, or voters by name."""
        sides = {VoteOption.YES, VoteOption.NO}
        return sides <= self.counts.keys() or any(voter.vote in sides for voter in self.voters)


_NAMES = (
    r"(?:Omröstning|Votering|Huvudvotering|Huvudomröstning|Motvotering|Förberedande\s+votering|Propositionsordning)"
)
_HEADING = re.compile(
    rf"(?:(?<=[.!?”\"]\s)|^[ \t]*)(?={_NAMES}\b(?![ \t]+(?!nr|nummer|om|i|för|\d)[a-zåäö]))", re.MULTILINE
)
"""Where a ballot's heading stands on a line of its own or, where lines were joined, behind a sentence."""
_NEW = re.compile(rf"{_NAMES}\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?”\"]\s+(?=[A-ZÅÄÖ])|\n[ \t]*\n")
_EARLIER = re.compile(
    r"\b\d{4}-\d\d-\d\d\b|\bden\s+\d{1,2}\s+\w+\s+(?:19|20)\d\d|§\s?\d|\btidigare\b|\bhade\b", re.IGNORECASE
)
"""Words that tell of a ballot in another meeting."""
_BALLOT_WORD = re.compile(r"r[öo]st|voter|\bupprop", re.IGNORECASE)
_VISIBLE = re.compile(r"[^\n]")


def votes_in(*parts: BallotText) -> tuple[Vote, ...]:
    """The ballots that the parts of an item tell of, in order, each with its own share of the text."""
    drafts: list[_Draft] = [_Draft()]
    told = [list(_told(part)) for part in parts]
    for n, part in enumerate(told):
        for one in part:
            _take(drafts, n, one)
    _settle_late_order(drafts)
    whole = [draft for draft in drafts if draft.is_whole and _is_ballot(draft, parts[draft.part])]
    return tuple(_vote(draft, text) for draft, text in zip(whole, _texts(whole, parts, told), strict=True))


def _told(part: BallotText) -> list[_Told]:
    """Everything that a part tells of ballots, in order."""
    if not part.is_certain and not _BALLOT_WORD.search(part.text):
        return []
    headings = [_Heading(found.start(), found.end()) for found in _HEADING.finditer(part.text)]
    if _NEW.match(part.heading):
        headings.insert(0, _Heading(0, 0))
    in_tables = tables(part.text)
    text = _without(part.text, [(table.start, table.end) for table in in_tables])
    orders = voting_orders(text)
    sides = [side for order in orders for side in order.sides]
    lists = roll_calls(_without(text, sides, mark="”"))
    counted = [one for one in figures(text) if not any(start <= one.start and one.end <= end for start, end in sides)]
    others: list[_Told] = [*headings, *orders, *lists, *in_tables]
    borders = sorted(one.start for one in others)
    return sorted((*others, *_runs(counted, borders)), key=lambda one: (one.start, not isinstance(one, _Heading)))


def _without(text: str, spans: Iterable[tuple[int, int]], *, mark: str = " ") -> str:
    """The text with a mark in place of each character of some spans, its lines and offsets as they were."""
    for start, end in spans:
        text = text[:start] + _VISIBLE.sub(mark, text[start:end]) + text[end:]
    return text


def _runs(counted: Sequence[Figures], borders: Sequence[int]) -> Iterator[_Counts]:
    """Figures in runs: a run ends where something else stands between, or a side would come a second time."""
    run: list[Figures] = []
    for one in counted:
        seen = {option for other in run for option in other.counts}
        if run and (seen & one.counts.keys() or any(run[-1].end <= border < one.start for border in borders)):
            yield _Counts(run[0].start, run[-1].end, tuple(run))
            run = []
        run.append(one)
    if run:
        yield _Counts(run[0].start, run[-1].end, tuple(run))


def _take(drafts: list[_Draft], part: int, one: _Told) -> None:
    """Add what was told to the ballot that it belongs to, the last one or a new one."""
    draft = drafts[-1]
    if _opens_another(draft, one):
        drafts.append(draft := _Draft())
    if draft.opened is None and not draft.has_result:
        draft.opened = one.start
    match one:
        case VotingOrder():
            draft.yes_means, draft.no_means = one.yes_means, one.no_means
        case VoterList():
            draft.voters += one.voters
        case VoteTable():
            draft.voters += one.voters
            draft.counts |= one.sums
        case _Counts():
            draft.counts = {**one.counts, **draft.counts}
            for told in one.figures:
                draft.yes_means = draft.yes_means or told.yes_means
                draft.no_means = draft.no_means or told.no_means
    if isinstance(one, VoterList | VoteTable | _Counts):
        if draft.part < 0:
            draft.part, draft.start = part, one.start
        if draft.part == part:
            draft.end = max(draft.end, one.end)


def _opens_another(draft: _Draft, one: _Told) -> bool:
    """Whether what is told cannot belong to the ballot so far."""
    if not draft.has_result:
        return False
    match one:
        case VoterList():
            return not {voter.vote for voter in one.voters}.isdisjoint(voter.vote for voter in draft.voters)
        case VoteTable():
            return bool(draft.voters and one.voters) or _differs(draft, one.sums)
        case _Counts():
            return _differs(draft, one.counts)
        case _:
            return True


def _differs(draft: _Draft, counts: Mapping[VoteOption, int]) -> bool:
    return any(draft.counts.get(option, count) != count for option, count in counts.items())


def _settle_late_order(drafts: list[_Draft]) -> None:
    """Give a voting order that comes behind the last result to the ballot that has none."""
    if len(drafts) > 1 and not drafts[-1].has_result and drafts[-2].yes_means is None:
        drafts[-2].yes_means, drafts[-2].no_means = drafts[-1].yes_means, drafts[-1].no_means


def _is_ballot(draft: _Draft, part: BallotText) -> bool:
    """Whether a result that does not stand under a heading for ballots is one of this meeting's."""
    if part.is_certain or draft.voters:
        return True
    start, end = _sentences(part.text, draft)
    said = part.text[min(start, draft.opened if draft.opened is not None else start) : end]
    return _BALLOT_WORD.search(said) is not None and not _EARLIER.search(part.text[start:end])


def _sentences(text: str, draft: _Draft) -> tuple[int, int]:
    """Where the sentences begin and end that tell the result."""
    before = [found.end() for found in _SENTENCE_END.finditer(text, 0, draft.start + 1) if found.end() <= draft.start]
    after = _SENTENCE_END.search(text, draft.end)
    return before[-1] if before else 0, after.start() + 1 if after else len(text)


def _texts(drafts: Sequence[_Draft], parts: Sequence[BallotText], told: Sequence[Sequence[_Told]]) -> Iterator[str]:
    """The text of each ballot: all of a part under a heading for ballots, shared among those that it tells of."""
    for n, group in groupby(drafts, key=lambda draft: draft.part):
        here, text = list(group), parts[n].text
        if not parts[n].is_certain:
            yield from (printed(text[slice(*_sentences(text, draft))]) for draft in here)
            continue
        borders = [_border(text, one, other, told[n]) for one, other in pairwise(here)]
        for start, end in zip([0, *borders], [*borders, len(text)], strict=True):
            yield printed(text[start:end])


def _border(text: str, one: _Draft, other: _Draft, told: Sequence[_Told]) -> int:
    """Where the next ballot begins: at its heading or voting order, or else behind the sentence of the first."""
    opened = next((x for x in told if one.end <= x.start < other.start and isinstance(x, _Heading | VotingOrder)), None)
    if isinstance(opened, _Heading):
        return opened.start
    ends = [
        found.end()
        for found in _SENTENCE_END.finditer(text, max(0, one.end - 1), opened.start if opened else other.start + 1)
    ]
    ends = [end for end in ends if end <= other.start]
    return (ends[-1] if opened else ends[0]) if ends else other.start


def _vote(draft: _Draft, text: str) -> Vote:
    def figure(option: VoteOption) -> int | None:
        named = sum(voter.vote is option for voter in draft.voters)
        return draft.counts.get(option, named or None)

    return Vote(
        text=text,
        yes=figure(VoteOption.YES),
        no=figure(VoteOption.NO),
        abstained=figure(VoteOption.ABSTAINED),
        yes_means=draft.yes_means,
        no_means=draft.no_means,
        voters=tuple(draft.voters),
    )
