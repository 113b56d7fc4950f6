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

from indexer.minutes.people.names import NAME, PARTY, first_name_first, party_of
from indexer.minutes.votes.options import ANY_OPTION, NUMBER, OPTION, option_of
from indexer.minutes.votes.voters import listed, voter_in
from indexer.model import VoteOption, Voter


class VoterList(msgspec.Struct, frozen=True):
    """The voters that some words at `start` to `end` list."""

    start: int
    end: int
    voters: tuple[Voter, ...]


_MEMBERS = r"(?:ledamöter(?:na)?|ledamot(?:en)?|ersättare|medlemmar|ombud|personer)"
_VOTED = re.compile(
    rf"(?:\b(?-i:röstar|röstade|röstat|avger|avgav|svarar|svarade)\s+(?:för\s+|en\s+|med\s+)?[\"”“']?|\b(?=(?-i:avst)(?:år|od|ått)\b)|"
    rf"\b(?-i:är|var)\s+(?=frånv)|\b(?=(?-i:lade|lägger)\s+ne))(?:{OPTION}|(?P<for>för\b)|(?P<against>e?mot\b))"
    r"(?:\s+från\s+(?:att\s+rösta|omröstningen|röstning))?(?:\s*\(\d{1,3}\))?",
    re.IGNORECASE,
)
"""What stands behind the names of those who voted one way."""
_BOUNDARY = re.compile(r"[\"”“»:]|(?<=[\w)]{2})\.\s|\n\s*\n(?=\s*[A-ZÅÄÖ][^,()]*\n)")
"""Where a list of names cannot reach over, looked at from its end."""
_VERB = (
    r"(?:röstar|röstade|gör|gjorde|har\s+avgetts\s+av|från|"
    r"(?:avges|avgavs|avgivna|lämnades|lämnas|ges)\s+av|avger|avgav)"
)
_LEAD = rf"(?:följande|dessa|de|som|har|för|från\s+att\s+rösta|röst(?:ar|ade|at|ande)|st|stycken|{_MEMBERS}|{NUMBER})"
_LABEL = re.compile(
    r"(?:^|(?<=[.;:,|]\s)|(?<=\n)|(?P<inline>(?<=\))[ \t]+(?:och[ \t]+|samt[ \t]+)?|(?<=\S)(?:[ \t]{2,}|\t)))[ \t]*"
    rf"(?P<lead>(?:{_LEAD}\s+){{0,6}})[\"”“']?{OPTION}[\"”“']?(?:\s+från\s+att\s+rösta)?"
    rf"(?P<verb>\s+{_VERB}(?:\s+följande)?(?:\s+{_MEMBERS})?)?"
    rf"[ \t]*(?:\(?\d{{1,3}}(?:\s*(?:st|röster|{_MEMBERS}))?\)?)?[ \t]*(?P<colon>[:|,–-])?[ \t]*",
    re.IGNORECASE | re.MULTILINE,
)
"""What stands before the names of those who voted one way: "Fyra ledamöter röstar ja:", "Avstår från att rösta gör"."""
_NUMBER = re.compile(NUMBER, re.IGNORECASE)
_IN_PARENTHESES = re.compile(
    rf"(?<![\w-]){OPTION}\s*\((?P<names>[^()]{{2,}}(?:\([^()]{{1,25}}\)[^()]*){{0,100}})\)", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"(?<=[\w)]{2})\.(?=\s|$)|\n[ \t]*\n|[ \t]\||(?P<line>(?<=\))[ \t]*\n)(?=\s*[A-ZÅÄÖ])")
_EACH = re.compile(
    rf"(?P<name>{NAME})\s*\((?P<party>{PARTY})\)\s*[:=–-]?\s*(?i:{OPTION})(?P<between>\s*[,;]?\s*(?:(?:och|samt|medan)\s+)?)"
)
"""One voter with the vote behind the name: "Anna Ek (S) ja, "."""
_OPTION = re.compile(rf"(?<![\w-]){ANY_OPTION}", re.IGNORECASE)
_LONGEST = 6000
"""So many characters hold the names of 150 members."""


def roll_calls(text: str) -> list[VoterList]:
    """The lists of voters in a text, in order, none of them overlapping."""
    lists: list[VoterList] = []
    for one in (*_in_parentheses(text), *_one_by_one(text), *_before_the_verb(text), *_behind_a_label(text)):
        if one.voters and not any(one.start < other.end and other.start < one.end for other in lists):
            lists.append(one)
    return sorted(lists, key=lambda one: one.start)


def _one_by_one(text: str) -> Iterator[VoterList]:
    """The lists in which the vote stands behind each name."""
    run: list[re.Match[str]] = []
    for found in [*_EACH.finditer(text), None]:
        if run and (found is None or found.start() != run[-1].end()):
            if len(run) > 1:
                voters = (voter_in(one["name"], option_of(one), one["party"]) for one in run)
                yield VoterList(run[0].start(), run[-1].end(), tuple(filter(None, voters)))
            run = []
        if found is not None:
            run.append(found)


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
        if rest[:1] in ("\n", "") and not label["verb"] and not label["inline"]:
            voters, length = _below(rest, option)
        elif _leads_to_names(label):
            stop = _SENTENCE_END.search(rest)
            length = stop.start() if stop else len(rest)
            voters = listed(rest[:length], option)
            if voters and stop and stop["line"]:
                others, more = _below(rest[length:], option)
                voters, length = (*voters, *others), length + more
        else:
            continue
        yield VoterList(label.start(), label.end() + length, voters)


def _leads_to_names(label: re.Match[str]) -> bool:
    """Whether names follow a label on its line: behind a colon or a bar, a verb, or how many they are."""
    if label["colon"] == ",":
        return bool(label["verb"]) or _NUMBER.search(label["lead"]) is not None
    return bool(label["colon"] or (not label["inline"] and (label["verb"] or "rösta" in label["lead"].lower())))


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
