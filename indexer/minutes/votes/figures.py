"""Figures: how many voted each way, in any of the wordings that minutes use.

Omröstningen utfaller med 40 Ja mot 29 Nej. 12 ledamöter avstår.
41 ledamöter röstar ja, 33 röstar nej och två avstår
Ja-röster: 20, nej-röster: 10
Med 7 röster mot 4 avslås yrkandet.
För återremiss röstar 3 och emot röstar 2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import msgspec

from indexer.minutes.votes.options import ANY_OPTION, NUMBER, OPTION, number, option_of
from indexer.model import VoteOption


class Figures(msgspec.Struct, frozen=True):
    """Counts that stand together at `start` to `end`, with what the sides stood for where the same words say it."""

    start: int
    end: int
    counts: Mapping[VoteOption, int]
    yes_means: str | None = None
    no_means: str | None = None


_UNIT = (
    r"(?:st\b\.?|stycken|ledamöter(?:na)?|ledamot|personer|person|medlemmar|ombud|närvarande|röstande|röster|röst|"
    r"som|har|valde|väljer|att|röstar|röstade|röstat|rösta|på|är|lade|lägger|ned|ner)"
)
_COUNT_FIRST = rf"(?<![\w§.,:/-])(?P<first>{NUMBER})\s+(?:{_UNIT}\s+){{0,4}}[\"”“'(]?(?={ANY_OPTION})"
_COUNTED = re.compile(
    rf"(?:{_COUNT_FIRST})?(?<![\w-]){OPTION}"
    r"(?(first)|(?:\s*\([^()\d][^()]{0,80}\))?(?:\s+från\s+att\s+rösta)?[\"”“']?\s*(?:[:=–-]\s*(?:st\.?\s*)?|\(\s*|\s)"
    rf"(?P<last>\d{{1,3}}\b(?![.:/-]\d)|(?<=:\s){NUMBER}))",
    re.IGNORECASE,
)
"""A count and its side: "12 ledamöter avstår", "sju ja-röster", "Nej-röster: 10", "röstar Ja (7)"."""
_NO_COUNT = re.compile(
    r"(?:omröstning(?:en)?|votering(?:en)?|bilaga|punkt(?:en)?|förslag|yrkande|alternativ|nr|nummer|del|§|kl\.?)\s*$",
    re.IGNORECASE,
)
"""Words before a number that is none of votes: "Omröstning 1 / Ja ..."."""

_MEANING = r"(?!(?:och|samt)\b)[^.,;:()\n]{2,80}?"
_CAST = r"(?:(?:röster|röst|röstar|röstade|ledamöter|ledamot|medlemmar|medlem|personer|avgivna|avgavs|st)\b)"
_WHOLE = rf"(?<!\d\s){NUMBER}(?!\s\d{{3}}\b)"
"""A count that is no part of "8 000"."""
_SHARES = rf"(?:\d{{1,3}}(?:[ \u00a0]\d{{3}})+|{_WHOLE})"
"""A count that may be one of shares: "8 000"."""
_NAMED = rf"(?:\s+{_CAST})*(?:\s*\([^()]{{0,200}}\))?"
"""The unit behind a count, and who the voters were."""
_YES = rf"(?<![\w§.,:/-])(?P<yes>{_WHOLE})"
_AND = r",?\s*(?:och\s+|samt\s+|medan\s+)?"
_COMPARED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_YES}\s+(?:{_CAST}\s+)+(?:för(?:\s+(?P<yes_means>{_MEANING}))?)?{_AND}(?:e?mot\s+)?(?P<no>(?<=\s){_WHOLE})"
        rf"(?:\s+{_CAST})*(?:\s+för\s+(?P<no_means>{_MEANING})(?=[.,;:\n]|\s+\(|\s+(?:bes|bif|avs|ant|god)\w+|\s+att\b|$))?",
        rf"{_YES}\s+mot\s+(?P<no>{_WHOLE})\s+röster",
        rf"\bför\s+(?P<yes_means>{_MEANING})\s+(?P<yes>{_WHOLE})\s+{_CAST}{_AND}"
        rf"(?:för\s+(?P<no_means>{_MEANING})|e?mot(?:\s+{_MEANING})?)\s+(?P<no>{_WHOLE})(?:\s+{_CAST})?",
        rf"(?P<yes_means>{_MEANING})\s+(?:får|fick|erhöll)\s+(?P<yes>{_WHOLE})\s+{_CAST}{_AND}"
        rf"(?P<no_means>{_MEANING})\s+(?:får|fick|erhöll)\s+(?P<no>{_WHOLE})\s+{_CAST}",
        rf"\bröst(?:ar|ade)\s+(?P<yes>{_WHOLE})(?:\s+{_CAST})*\s+för\s+(?P<yes_means>{_MEANING}){_AND}"
        rf"(?P<no>(?<=\s){_WHOLE})\s+(?:{_CAST}\s+)*(?:för\s+(?P<no_means>{_MEANING})(?=[.,;\n]|$)|e?mot\b)",
        rf"\bröstsiffrorna\s+(?:är\s+|blev\s+|blir\s+)?(?P<yes>{_WHOLE})\s*(?:mot|[-–])\s*(?P<no>{_WHOLE})",
        rf"\bför\s+(?P<yes_means>{_MEANING})\s+(?:{_CAST}\s+)+(?P<yes>{_SHARES})(?:\s+{_CAST})*{_AND}"
        rf"(?:e?mot(?:\s+{_MEANING})?|för\s+(?P<no_means>{_MEANING}))\s+(?:{_CAST}\s+)*(?P<no>{_SHARES})",
        rf"{_YES}\s+för\s+(?P<yes_means>{_MEANING}){_AND}(?P<no>(?<=\s){_WHOLE})\s+e?mot\b",
        rf"\b(?:understöd\w*|biträd\w*|stöd(?:de|des|s))\s+(?P<yes_means>{_MEANING})\s+av\s+(?P<yes>{_WHOLE}){_NAMED}{_AND}"
        rf"(?P<no_means>{_MEANING})\s+av\s+(?P<no>{_WHOLE})(?![\w-])",
    )
)
"""Two counts of which none has the word Ja or Nej: the first is of those who got what the sentence names first."""
_VERSUS = re.compile(r"\b(?:e?mot|för|får|fick|erhöll|röstsiffrorna|av)\b", re.IGNORECASE)


def figures(text: str) -> list[Figures]:
    """The counts in a text, in order."""
    read = [*_counted(text)]
    for pattern in _COMPARED:
        read += [one for one in _compared(pattern, text) if not any(_overlap(one, other) for other in read)]
    return sorted(read, key=lambda one: one.start)


def _counted(text: str) -> Iterator[Figures]:
    at = 0
    while match := _COUNTED.search(text, at):
        at = match.end()
        if match["first"] and _NO_COUNT.search(text, max(0, match.start() - _NEAR), match.start()):
            at = match.end("first")
            continue
        counts = {option_of(match): number(match["first"] or match["last"])}
        yield Figures(match.start(), match.end(), counts)


_NEAR = 20


def _compared(pattern: re.Pattern[str], text: str) -> Iterator[Figures]:
    for match in pattern.finditer(text):
        if _VERSUS.search(match.group()):
            counts = {VoteOption.YES: number(match["yes"]), VoteOption.NO: number(match["no"])}
            means = {
                name: " ".join(value.split()) for name, value in match.groupdict().items() if value and "_" in name
            }
            yield Figures(match.start(), match.end(), counts, means.get("yes_means"), means.get("no_means"))


def _overlap(one: Figures, other: Figures) -> bool:
    return one.start < other.end and other.start < one.end
