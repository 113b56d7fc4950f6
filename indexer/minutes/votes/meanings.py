"""Meanings: what the voting order (voteringsproposition) says that Ja and Nej stand for.

Godkänd voteringsproposition: "Ja för avslag och Nej för bifall till yrkandet från M."
Ja-röst innebär bifall till nämndens förslag, nej-röst bifall till Bo Eks yrkande.
Den som vill bifalla förslaget röstar ja. Den det ej vill röstar nej. Vinner nej har motionen avslagits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from indexer.minutes.lines.folded_text import printed
from indexer.minutes.lines.lines import breaks_off


class VotingOrder(msgspec.Struct, frozen=True):
    """What Ja and Nej stand for, said at `start` to `end`."""

    start: int
    end: int
    yes_means: str | None
    no_means: str | None
    sides: tuple[tuple[int, int], tuple[int, int]]
    """Where each of the two is said."""


class _Side(msgspec.Struct, frozen=True):
    start: int
    end: int
    is_yes: bool
    means: str | None


_QUOTES = '"”“»«'
_SIDE = rf"(?<![\w-])[{_QUOTES}']?(?P<side>ja|nej)(?:[-–]?röst(?:er|en)?)?[{_QUOTES}']?"
_STANDS_FOR = re.compile(
    rf"{_SIDE}\s*(?:\s(?:för|till|innebär|betyder|avser|avges\s+för|ges\s+för|är)\s+|[=]\s*|[:–-]\s+(?=(?-i:[a-zåäö]))|"
    rf"\s(?=(?:bifall|avslag|återremiss)\b))(?!\d)",
    re.IGNORECASE,
)
"""'Ja för', 'Nej-röst innebär', 'Ja =', 'nej-röst bifall': what follows is what the side stands for."""
_WHO_WANTS = re.compile(
    rf"\b(?:den|de|ledamot|ledamöter|var\s+och\s+en|dem)\s+som\s+(?P<means>[^.;{_QUOTES}]{{2,240}}?),?\s+(?:(?:ska|skall|att)\s+)?"
    rf"(?:röstar|rösta|säger|avger)\s+[{_QUOTES}']?(?P<side>ja|nej)\b|"
    rf"\b(?:den|de)\s+(?P<not>det\s+(?:ej|inte|icke)\s+vill|som\s+(?:ej|inte)\s+vill\s+det)\s+(?:röstar|rösta|säger)\s+[{_QUOTES}']?nej\b",
    re.IGNORECASE,
)
_VOTES_FOR = re.compile(
    r"^(?:(?:vill\s+)?röstar?(?:\s+(?:för|på))?|är\s+för|vill\s+ha|vill|önskar)\s+|^(?=bifaller|avslår)", re.IGNORECASE
)
_IF_NO_WINS = re.compile(
    r"\bvinner\s+nej[^\w]*\s+(?:(?:så\s+)?(?:har|är|blir|bifalls)\s+)?(?P<means>[^.;]{3,200})", re.IGNORECASE
)
_NAMED_OUTCOME = re.compile(
    r"(?P<side>ja|nej)(?:[-–]?röst(?:er)?)?\s*\((?P<means>(?-i:[a-zåäö])[^()\d][^()]{1,100})\)|"
    r"(?<=\s)(?P<before>(?:bifall|avslag|återremiss)\b[^.,;:()]{0,100}?)\s*\((?P<after>ja|nej)(?:[-–]?röst)?\)",
    re.IGNORECASE,
)
"""'Ja-röster (öppen hela sommaren): 1', 'bifall (ja) eller avslag (nej)'."""
_STOP = re.compile(
    rf"[{_QUOTES};]|\.(?=\s+[A-ZÅÄÖ\d{_QUOTES}]|\s*$|\s*\n)|\n\s*\n|"
    r"\n(?=\s*(?:Resultat|Omröst|Voter|Beslut|Reserv|Ordföranden|Vid|Med|Efter)\w*\b)|"
    rf"[,.]?\s+(?:(?:och|samt|medan|men|eller)\s+)?[{_QUOTES}']?(?=(?i:ja|nej)\b)|(?P<line>\n)(?=\s*[A-ZÅÄÖ])"
)
_LONGEST = 400
_APART = 120
"""The two sides stand no further apart."""


def voting_orders(text: str) -> list[VotingOrder]:
    """The voting orders that a text tells of, each with both sides."""
    sides = sorted(
        {side.start: side for side in (*_stood_for(text), *_wanted(text), *_named(text))}.values(),
        key=lambda s: s.start,
    )
    return list(_paired(sides))


def _paired(sides: Sequence[_Side]) -> Iterator[VotingOrder]:
    at = 0
    while at + 1 < len(sides):
        one, other = sides[at], sides[at + 1]
        at += 1
        if one.is_yes is not other.is_yes and other.start - one.end <= _APART:
            yes, no = (one, other) if one.is_yes else (other, one)
            places = (one.start, one.end), (other.start, other.end)
            yield VotingOrder(one.start, max(one.end, other.end), yes.means, no.means, places)
            at += 1


def _stood_for(text: str) -> Iterator[_Side]:
    width = max(map(len, text.splitlines()), default=0)
    for opened in _STANDS_FOR.finditer(text):
        end = _end(text, opened.end(), width)
        if means := _unstopped(printed(text[opened.end() : end]).strip(" ,:")):
            yield _Side(opened.start(), end, _is_yes(opened["side"]), means)


def _unstopped(text: str) -> str:
    """The words without the full stop behind them; an abbreviation ("m.fl.") keeps its own."""
    return text if text.rpartition(" ")[2].count(".") > 1 else text.removesuffix(".")


def _end(text: str, start: int, width: int) -> int:
    """Where a meaning ends: at a quotation mark, a sentence's end, the other side, or a line that is no wrapped one."""
    for stop in _STOP.finditer(text, start, start + _LONGEST):
        if not stop["line"] or not _wraps(text, stop.start(), width):
            return stop.start()
    return min(len(text), start + _LONGEST)


def _wraps(text: str, newline: int, width: int) -> bool:
    """Whether the line that ends here only broke off because the next word had no room."""
    line = text[text.rfind("\n", 0, newline) + 1 : newline]
    word = text[newline:].split(maxsplit=1)[0]
    return breaks_off(line.rstrip()) or len(line.rstrip()) + 1 + len(word) > width


def _wanted(text: str) -> Iterator[_Side]:
    for found in _WHO_WANTS.finditer(text):
        if found["not"]:
            wins = _IF_NO_WINS.search(text, found.end(), found.end() + _LONGEST)
            yield _Side(
                found.start(),
                wins.end() if wins else found.end(),
                False,
                printed(wins["means"]).strip() if wins else None,
            )
        else:
            means = _VOTES_FOR.sub("", printed(found["means"]))
            yield _Side(found.start(), found.end(), _is_yes(found["side"]), means)


def _named(text: str) -> Iterator[_Side]:
    for found in _NAMED_OUTCOME.finditer(text):
        side, means = (found["side"], found["means"]) if found["side"] else (found["after"], found["before"])
        yield _Side(found.start(), found.end(), _is_yes(side), printed(means).strip())


def _is_yes(word: str) -> bool:
    return word.lower() == "ja"
