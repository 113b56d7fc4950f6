"""Decisions: what each clause does, who is to do it, and by when."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.minutes.dates import dates_in
from indexer.minutes.lines.folded_text import fold
from indexer.model import DecisionKind


def kind_of(clause: str) -> DecisionKind:
    """What a clause does, told by its words, scanned ones too."""
    clause = clause[:_TELLING]
    folded = fold(clause)
    if _TASK.search(folded) or _ACTOR.search(folded) or _NAMED.match(clause):
        return DecisionKind.ASSIGNED
    return next((kind for kind, words in _KINDS if words.search(folded)), DecisionKind.DECIDED)


def assignee_of(clause: str) -> str | None:
    """Who got the task, as printed."""
    clause = clause[:_TELLING]
    folded = fold(clause)
    found = (
        _TO_WHOM.search(folded)
        or _GIVEN.search(folded)
        or _NAMED.match(clause)
        or _ACTOR.search(folded)
        or _IS_TO.search(folded)
    )
    if found is None or len(folded) != len(clause):
        return None
    return clause[found.start("who") : found.end("who")].strip(" ,.") or None


def due_of(clause: str, meeting: str) -> str | None:
    """The day by which a task is to be done, as ISO; a day without a year is the first one after the meeting."""
    found = _DUE.search(clause[:_TELLING])
    if found is None:
        return None
    behind = found.group("when")
    year = int(meeting[:4])
    stated = dates_in(behind)
    if stated:
        return stated[0]
    return next((date for y in (year, year + 1) for date in dates_in(behind, year=y)[:1] if date >= meeting), None)


def _words(*patterns: str) -> re.Pattern[str]:
    """A pattern over folded text that is met by any of some patterns written in plain Swedish."""
    return re.compile("|".join(_LETTERS_OF_A_PATTERN.sub(lambda m: m["kept"] or fold(m.group()), p) for p in patterns))


_LETTERS_OF_A_PATTERN = re.compile(r"(?P<kept>\\.|\(\?P<\w+>)|[^\W\d_]+")

_TELLING = 2000
"""So many characters of a clause tell what it does."""

_KINDS: Sequence[tuple[DecisionKind, re.Pattern[str]]] = (
    (DecisionKind.REFERRED_BACK, _words(r"\båterremitter", r"\båterförvisa", r"\båterremiss (?:av|på) ärendet")),
    (
        DecisionKind.DEFERRED,
        _words(r"\bbordläg", r"\bbordlag", r"\bbordlades", r"\bskjut\w* (?:upp|fram)", r"\buppskjut", r"\bajournera"),
    ),
    (DecisionKind.REJECTED, _words(r"\bavslå", r"\bavslag", r"\bavvisa", r"\batt inte (?:godkänna|bifalla|anta)\b")),
    (
        DecisionKind.ELECTED,
        _words(
            r"\butse(?:r|s|tt|dd)?\b",
            r"\bväljs?\b",
            r"\bvälja\b",
            r"\bvaldes\b",
            r"\bomval",
            r"\bnyval",
            r"\bförordna(?:s|r)?\b",
        ),
    ),
    (
        DecisionKind.APPROVED,
        _words(
            r"\bgodkänn",
            r"\bbifall",
            r"\bfastställ",
            r"\banta(?:s|r)?\b",
            r"\btillstyrk",
            r"\bställ(?:a|er|s)? sig bakom\b",
            r"\bbevilja(?:s|r)?\b",
        ),
    ),
    (
        DecisionKind.NOTED,
        _words(
            r"\btacka(?:r|s)?\b",
            r"\banteckna(?:s|r|de|des)?\b",
            r"\btill handlingarna\b",
            r"\bnotera(?:s|r|de|des)?\b",
            r"\b(?:ta(?:r|s|git)?|tog) (?:del|emot)\b",
            r"\binformationen (?:tas|till|läggs|noteras)\b",
            r"\btar? informationen\b",
        ),
    ),
)
"""What the words of a clause say it does; the first that fits counts, so what changes something comes before thanks."""

_ACTORS = (
    r"(?:sekretariatet|sekretariatschef(?:en)?|kansliet|presidiet|ordföranden?|vice ordförande|sekreteraren|"
    r"förvaltningen|projektled(?:are|aren|ningen)|arbetsgruppen|styrgruppen|kommunerna|"
    r"nätverket(?: för [^\W\d_]+(?: [^\W\d_]+)?)?|(?:respektive|varje|samtliga|alla) [^\W\d_]+|"
    r"[^\W\d_]{4,}(?:chefen|chef|direktören|direktörerna|ledaren|samordnaren|sekreteraren|nätverket))"
)
_PRESENT = (
    r"(?!(?:godkänn|fastställ|anta|tacka|notera|anteckna|avslå|bordlägg|bifall|tillstyrk|bevilja)\w*\b)"
    r"(?:ska(?:ll)?|får|ges|tar?|ansvarar|åter\w+|[^\W\d_]{3,}(?:ar|er))"
)
"""What an actor is to do; what those who meet do themselves is no task."""

_TASK = _words(
    r"\buppdra(?:r|s|gs|ges)?\b",
    r"\buppdrag (?:ges|ge)\b",
    r"\b(?:ge|ger|ges|får|få)\b[^.]{0,120} i uppdrag\b",
    r"^att (?:kontakta|bjuda in|återkomma|ta fram|skicka|undersöka|boka|kalla|meddela|utreda|bereda|sammanställa|"
    r"påbörja|starta|planera|arbeta fram|genomföra|anordna|arrangera|inbjuda|bevaka|följa upp|initiera|"
    r"fortsätta(?! (?:sammanträdet|mötet)))\b",
)
_TO_WHOM = _words(
    r"\buppdra(?:r|s|gs|ges)? (?:till|åt) (?P<who>[^,.;:]+?)(?= att\b|,|\.|;|:|$)",
)
_GIVEN = _words(
    r"(?:^|\b(?:ge|ger|ges|att) )(?P<who>(?!(?:ge|ger|ges) )[^,.;:]{3,60}?) (?:(?:får|ges|gavs|fick) )?i uppdrag\b"
)
_ACTOR = re.compile(rf"(?:^|[,;] |\boch |\bsamt )att (?P<who>{_words(_ACTORS).pattern}) {_words(_PRESENT).pattern}\b")
_NAMED = re.compile(
    r"[Aa]tt (?P<who>[A-ZÅÄÖ][\w-]+(?: [A-ZÅÄÖ][\w-]+){1,2}) (?:ska(?:ll)?|får|tar|[a-zåäö]{3,}(?:ar|er))\b"
)
_IS_TO = _words(r"(?P<who>" + _ACTORS + r") (?:ska(?:ll)?|får|ges)\b")
_DUE = re.compile(
    r"\b(?:senast|innan|före|till|vid|på|infor|inför)\b[^.;]{0,60}?(?P<when>\d{4}-\d\d-\d\d|\d{1,2}(?::?e)?\s+"
    r"(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-z]*(?:\s+\d{4})?|\d{1,2}/\d{1,2}\s+\d{4})",
    re.IGNORECASE,
)
