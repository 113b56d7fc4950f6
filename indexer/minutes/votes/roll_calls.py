"""Roll calls: who voted how, told in sentences or as names below each way to vote.

Axel Ask (M), tjänstgörande ersättaren Cilla Alm (V) samt ordföranden Dan Öst (S) röstar Ja (3).
Ja-röster: Axel Ask (M), Berit Ek (S)
2 ja-röster (Ask, Ek) mot 1 nej-röst (Öst)
Nej
Eva Berg (SD)
Fia Dal (SD)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

import msgspec

from indexer.minutes.people.names import first_name_first, party_of
from indexer.minutes.votes.options import ANY_OPTION, OPTION, option_of
from indexer.minutes.votes.voters import listed
from indexer.model import VoteOption, Voter


class VoterList(msgspec.Struct, frozen=True):
    """The voters that some words at `start` to `end` list."""

    start: int
    end: int
    voters: tuple[Voter, ...]


_VOTED = re.compile(
    rf"(?:\b(?-i:röstar|röstade|röstat|avger|avgav|svarar|svarade)\s+(?:för\s+|en\s+|med\s+)?[\"”“']?|\b(?=(?-i:avst)(?:år|od|ått)\b)|"
    rf"\b(?-i:är|var)\s+(?=frånv)|\b(?=(?-i:lade|lägger)\s+ne))(?:{OPTION}|(?P<for>för\b)|(?P<against>e?mot\b))"
    r"(?:\s+från\s+(?:att\s+rösta|omröstningen|röstning))?(?:\s*\(\d{1,3}\))?",
    re.IGNORECASE,
)
"""What stands behind the names of those who voted one way."""
_BOUNDARY = re.compile(r"[\"”“»:]|(?<=[\w)]{2})\.\s|\n\s*\n(?=\s*[A-ZÅÄÖ][^,()]*\n)")
"""Where a list of names cannot reach over, looked at from its end."""
_LABEL = re.compile(
    rf"(?:^|(?<=[.;:,|]\s)|(?<=\n))[ \t]*(?:(?:följande|dessa)\s+(?:\w+\s+){{0,2}})?"
    rf"(?:(?:har\s+)?röst(?:ar|ade|at|ande)\s+)?(?:\d{{1,3}}\s+(?:st\s+)?)?[\"”“']?{OPTION}[\"”“']?(?:\s+från\s+att\s+rösta)?"
    r"(?P<verb>\s+(?:röstar|röstade|avges\s+av|avgavs\s+av|avgivna\s+av|har\s+avgetts\s+av|avger|avgav|lämnades\s+av|lämnas\s+av|ges\s+av|från)"
    r"(?:\s+följande(?:\s+ledamöter)?)?)?"
    r"[ \t]*(?:\(?\d{1,3}(?:\s*(?:st|röster|ledamöter))?\)?)?[ \t]*(?P<colon>[:–-])?[ \t]*",
    re.IGNORECASE | re.MULTILINE,
)
"""What stands before the names of those who voted one way."""
_IN_PARENTHESES = re.compile(
    rf"(?<![\w-]){OPTION}\s*\((?P<names>[^()]{{2,}}(?:\([^()]{{1,25}}\)[^()]*){{0,100}})\)", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"(?<=[\w)]{2})\.(?=\s|$)|\n[ \t]*\n")
_OPTION = re.compile(rf"(?<![\w-]){ANY_OPTION}", re.IGNORECASE)
_LONGEST = 6000
"""So many characters hold the names of 150 members."""


def roll_calls(text: str) -> list[VoterList]:
    """The lists of voters in a text, in order, none of them overlapping."""
    lists: list[VoterList] = []
    for one in (*_in_parentheses(text), *_before_the_verb(text), *_behind_a_label(text)):
        if one.voters and not any(one.start < other.end and other.start < one.end for other in lists):
            lists.append(one)
    return sorted(lists, key=lambda one: one.start)


def _before_the_verb(text: str) -> Iterator[VoterList]:
    start = 0
    for voted in _VOTED.finditer(text):
        option = _option(voted)
        start = max(start, voted.start() - _LONGEST)
        names = text[start : voted.start()]
        begin = max((edge.end() for edge in _BOUNDARY.finditer(names)), default=0)
        voters = listed(names[begin:], option, backwards=True)
        if voters:
            begin = names.find(voters[0].name.split()[0], begin)
        yield VoterList(start + begin, voted.end(), voters)
        start = voted.end()


def _option(voted: re.Match[str]) -> VoteOption:
    if voted["for"] or voted["against"]:
        return VoteOption.YES if voted["for"] else VoteOption.NO
    return option_of(voted)


def _behind_a_label(text: str) -> Iterator[VoterList]:
    labels = [*_LABEL.finditer(text)]
    for label, after in zip_longest(labels, labels[1:]):
        rest = text[label.end() : after.start() if after else label.end() + _LONGEST]
        option = option_of(label)
        if rest[:1] in ("\n", "") and not label["verb"]:
            voters, length = _below(rest, option)
        elif label["colon"] or label["verb"]:
            stop = _SENTENCE_END.search(rest)
            length = stop.start() if stop else len(rest)
            voters = listed(rest[:length], option)
        else:
            continue
        yield VoterList(label.start(), label.end() + length, voters)


def _below(text: str, option: VoteOption) -> tuple[tuple[Voter, ...], int]:
    """The voters on the lines of a list, up to the first line that is something else, and how long the list is."""
    voters: list[Voter] = []
    party, at, end = None, 0, 0
    for printed_line in text.splitlines(keepends=True):
        at += len(printed_line)
        if not printed_line.strip():
            continue
        if heading := party_of(printed_line.strip(" :\n")):
            party = heading
            continue
        line = first_name_first(printed_line.strip("\n -–•*"))
        named = listed(line, option)
        if not named or len(named) < len(_parts(line)):
            break
        voters += [msgspec.structs.replace(voter, party=voter.party or party) for voter in named]
        end = at
    return tuple(voters), end


def _in_parentheses(text: str) -> Iterator[VoterList]:
    for inside in _IN_PARENTHESES.finditer(text):
        voters = listed(inside["names"], option_of(inside))
        if len(voters) >= len(_parts(inside["names"])):
            yield VoterList(inside.start(), inside.end(), voters)


def _parts(text: str) -> Sequence[str]:
    return re.split(r"[,;]|\s(?:och|samt)\s", text.strip(" ,;\n"))
