"""Kinds: what each clause does, who is to do it, and by when."""

from __future__ import annotations

import re
from calendar import monthrange
from functools import cache

import msgspec

from indexer.minutes.dates import dates_in
from indexer.minutes.lines.folded_text import fold
from indexer.minutes.lines.phrases import any_of
from indexer.minutes.words import words
from indexer.model import DecisionKind


def kind_of(clause: str) -> DecisionKind:
    """What a clause does, told by its words, scanned ones too."""
    clause = _MENTIONS.sub(" ", clause[:_TELLING])
    folded = fold(clause)
    if _patterns().task.search(folded) or _patterns().actor.search(folded) or _NAMED.match(clause):
        return DecisionKind.ASSIGNED
    return next((kind for kind, pattern in _patterns().kinds if pattern.search(folded)), DecisionKind.DECIDED)


def assignee_of(clause: str) -> str | None:
    """Who got the task, as printed."""
    clause = clause[:_TELLING]
    folded = fold(clause)
    found = (
        _TO_WHOM.search(folded)
        or _GIVEN.search(folded)
        or _NAMED.match(clause)
        or _patterns().actor.search(folded)
        or _patterns().is_to.search(folded)
    )
    if found is None or len(folded) != len(clause):
        return None
    return clause[found.start("who") : found.end("who")].strip(" ,.") or None


def due_of(clause: str, meeting: str) -> str | None:
    """The day by which a task is to be done, as ISO: of a month, a quarter or a year the last one.

    A day or month without a year is the first one after the meeting.
    """
    clause = clause[:_TELLING]
    found = _DUE.search(clause)
    return _day(found["when"], meeting) if found else _last_day(_DUE_PERIOD.search(clause), meeting)


def _day(behind: str, meeting: str) -> str | None:
    year = int(meeting[:4] or 0)
    stated = dates_in(behind)
    if stated:
        return stated[0]
    return next((date for y in (year, year + 1) for date in dates_in(behind, year=y)[:1] if date >= meeting), None)


def _last_day(period: re.Match[str] | None, meeting: str) -> str | None:
    """The last day of a month, a quarter, a third of a year, or a year."""
    if period is None or not meeting:
        return None
    if period["month"]:
        month = _MONTHS.index(fold(period["month"])[:3]) + 1
    elif part := period["part"] or period["last"]:
        length = 3 if period["unit"].lower().startswith("kvartal") else 4
        month = (int(part) if part.isdigit() else _ORDINALS[fold(part)]) * length
    else:
        month = 12
    year = int(period["year"] or meeting[:4])
    if not 1 <= month <= 12 or (period["month"] is None and period["year"] is None):
        return None
    last = f"{year}-{month:02}-{monthrange(year, month)[1]:02}"
    return last if period["year"] or last >= meeting else f"{year + 1}-{month:02}-{monthrange(year + 1, month)[1]:02}"


_TELLING = 2000
"""So many characters of a clause tell what it does."""


_KINDS = frozenset(DecisionKind)
_MENTIONS = re.compile(
    r"\([^()]*\)|\b(?:kan|kunde|bör|får|skulle|inte|för att|rätt att|möjlighet att)\s+(?:[^\W\d_]+\s+)?"
    r"(?:beviljas?|godkännas?|godkänna|antas?|avslås?|bifallas?|fastställas?)\b",
    re.IGNORECASE,
)
"""What only speaks of an act: "(undantag kan beviljas)"."""


class _KindPatterns(msgspec.Struct, frozen=True):
    """What the words of `words/kinds.txt` come to, over folded text."""

    kinds: tuple[tuple[DecisionKind, re.Pattern[str]], ...]
    """The first that fits counts, so what changes something comes before thanks."""
    task: re.Pattern[str]
    actor: re.Pattern[str]
    is_to: re.Pattern[str]


@cache
def _patterns() -> _KindPatterns:
    listed = words("kinds")
    actors = any_of(listed["actors"])
    present = (
        rf"(?!{any_of(listed['own deeds'])}\b)"
        r"(?:ska(?:ll)?|far|ges|tar?|ansvarar|ater\w+|[^\W\d_]{3,}(?:ar|er))"
    )
    tasks = rf"^att (?!{any_of(listed['no tasks'])}\b){any_of(listed['tasks'])}\b"
    return _KindPatterns(
        kinds=tuple(
            (DecisionKind(kind), re.compile(rf"\b{any_of(phrases)}\b"))
            for kind, phrases in listed.items()
            if kind in _KINDS
        ),
        task=re.compile(rf"{_COMMISSION}|{tasks}"),
        actor=re.compile(rf"(?:^|[,;] |\boch |\bsamt )att (?P<who>{actors}) {present}\b"),
        is_to=re.compile(rf"(?P<who>{actors}) (?:ska(?:ll)?|far|ges)\b"),
    )


def _folded(pattern: str) -> re.Pattern[str]:
    """A pattern written in plain Swedish, over folded text."""
    return re.compile(_LETTERS_OF_A_PATTERN.sub(lambda m: m["kept"] or fold(m.group()), pattern))


_LETTERS_OF_A_PATTERN = re.compile(r"(?P<kept>\\.|\(\?P<\w+>)|[^\W\d_]+")

_COMMISSION = _folded(
    r"\buppdra(?:r|s|gs|ges)?\b|\buppdrag (?:ges|ge)\b|\b(?:ge|ger|ges|får|få)\b[^.]{0,120} i uppdrag\b"
).pattern
"""The words of giving somebody a task."""
_TO_WHOM = _folded(r"\buppdra(?:r|s|gs|ges)? (?:till|åt) (?P<who>[^,.;:]+?)(?= att\b|,|\.|;|:|$)")
_GIVEN = _folded(
    r"(?:^|\b(?:ge|ger|ges|att) )(?P<who>(?!(?:ge|ger|ges) )[^,.;:]{3,60}?) (?:(?:får|ges|gavs|fick) )?i uppdrag\b"
)
_NAMED = re.compile(
    r"[Aa]tt (?P<who>[A-ZÅÄÖ][\w-]+(?: [A-ZÅÄÖ][\w-]+){1,2}) (?:ska(?:ll)?|får|tar|[a-zåäö]{3,}(?:ar|er))\b"
)
_MONTHS = tuple(map(fold, ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")))
_ORDINALS = {fold(word): n for n, word in enumerate(("första", "andra", "tredje", "fjärde"), start=1)}
_DUE_PERIOD = re.compile(
    r"\b(?:senast|innan|före)\s+(?:(?:i|under|vid|den|utgången\s+av|slutet\s+av|sista)\s+){0,3}"
    r"(?:(?P<month>januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december)\b(?:\s+(?:månad\s+)?)?|"
    r"(?:(?P<part>\d|första|andra|tredje|fjärde)\s+)?(?P<unit>kvartal(?:et)?|tertial(?:et)?)\s*(?P<last>\d(?!\d))?\s*|år\s+|(?=20\d\d\b))"
    r"(?P<year>20\d\d)?",
    re.IGNORECASE,
)
"""A period before the end of which a task is to be done."""
_DUE = re.compile(
    r"\b(?:senast|innan|före|till|vid|på|infor|inför)\b[^.;]{0,60}?(?P<when>\d{4}-\d\d-\d\d|\d{1,2}(?::?e)?\s+"
    r"(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-z]*(?:\s+\d{4})?|\d{1,2}/\d{1,2}\s+\d{4})",
    re.IGNORECASE,
)
