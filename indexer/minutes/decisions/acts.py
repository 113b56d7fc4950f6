"""Acts: what a sentence of the minutes does, so that only what the organ itself resolved becomes a decision.

    Styrelsen beslutade att höja avgiften.            the organ resolves
    Till justerare valdes Bo Ek.                      the same, without saying who
    Kassören föreslog en högre avgift.                somebody proposes
    Bo Ek (S) reserverar sig mot beslutet.            somebody is against it
    Ordföranden finner att nämnden bifaller den.      only told: what the chair finds is printed again as the decision

A verb decides for its subject: this meeting's organ, or nobody named. Where it stands in a subordinate clause, has the
day of another meeting behind it or another organ before it, the sentence only tells.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import cache

import msgspec

from indexer.minutes.decisions.sentences import Sentence
from indexer.minutes.lines.folded_text import fold
from indexer.minutes.lines.phrases import any_of, whole
from indexer.minutes.lines.worded_labels import leads_to_another
from indexer.minutes.words import words


class Act(Enum):
    """What a sentence does."""

    DECIDES = auto()
    PROPOSES = auto()
    RESERVES = auto()
    IS_DISQUALIFIED = auto()
    NOTES = auto()
    TELLS = auto()


class ActReading(msgspec.Struct, frozen=True):
    """What a sentence does, and where in its folded words the decision begins, behind who decides."""

    act: Act
    start: int = 0
    is_strong: bool = False
    """Whether the sentence names who decides."""
    is_past: bool = False
    """Whether it tells of it in the past tense."""


class Organ:
    """Who may decide in these minutes: the organ by any of its names."""

    def __init__(self, organ: str, labelled: str = "") -> None:
        """`organ` is its name in the head of the minutes, `labelled` who decides by their labels, folded."""
        names = [word for word in re.findall(r"[^\W\d_]+", fold(organ)) if len(word) >= _SHORTEST_NAME]
        stems = [_stem(word) for word in names if not word.endswith("s")]
        self._stems = [stem for stem in stems if stem.endswith(_organ_stems())]
        self._any_board = not self._stems
        self._labelled = _stem(labelled)

    def is_another(self, word: str) -> bool:
        """Whether a folded word is the name of an organ, and of none that these minutes are by."""
        return bool(self._stems) and _stem(word).endswith(_organ_stems()) and not self.is_meant(word)

    def is_meant(self, word: str) -> bool:
        """Whether a folded word means the organ: its name, a shorter or longer form of it, or the meeting."""
        if word in _we():
            return True
        stem = _stem(word)
        if len(stem) < _SHORTEST_STEM:
            return False
        if stem == self._labelled or (self._any_board and stem in _BOARDS):
            return True
        return any(name == stem or name.endswith(stem) or _is_its_meeting(name, stem) for name in self._stems) or any(
            len(name) >= _SHORTEST_NAME and stem.endswith(name) for name in self._stems
        )


_SHORTEST_NAME = 4
_SHORTEST_STEM = 3
_BOARDS = frozenset(map(fold, ("styrels", "årsmöt", "stämm", "förening")))
"""The stems of what may decide in an association whose name says nothing of its organs."""
_MEETING = re.compile(rf"e?s?{fold('möt')}$")
_ENDINGS = re.compile(r"(?<=\w\w\w)(?:e?(?<!io)n|et|(?<!t)t|e|a)$|(?<=\w\w)(?:an|et)$")


def _is_its_meeting(name: str, stem: str) -> bool:
    """Whether a name is that of the meeting ("styrelsemöte") of those a stem names ("styrelse")."""
    return len(stem) >= _SHORTEST_NAME and name.startswith(stem) and _MEETING.fullmatch(name[len(stem) :]) is not None


def _stem(word: str) -> str:
    """A word without the ending of its definite form: nämnden is nämnd, styrelsen is styrelse."""
    return _ENDINGS.sub("", word)


def reading_of(sentence: Sentence, organ: Organ) -> ActReading:
    """What a sentence does in the minutes of an organ."""
    text = sentence.folded
    patterns = _patterns()
    if patterns.reserves.search(text):
        return ActReading(Act.RESERVES)
    if patterns.disqualified.search(text):
        return ActReading(Act.IS_DISQUALIFIED)
    if _THING_NOTED.match(text):
        return ActReading(Act.DECIDES)
    if patterns.notes.search(text):
        return ActReading(Act.NOTES)
    if resolved := _resolved(text, organ, is_finished=sentence.is_finished):
        return resolved
    if leads := leads_to_another(text):
        return ActReading(_LED_TO[leads])
    if patterns.proposes.search(text):
        return ActReading(Act.PROPOSES)
    if passive := _acts_in_passive(text, organ):
        return passive
    if patterns.tasks.search(text) and not _is_another(text, organ):
        return ActReading(Act.DECIDES)
    return ActReading(Act.TELLS)


_NOTED_THINGS = ("information", "redovisning", "rapport", "skrivelse", "anmälan", "ärende", "svar", "uppföljning")
_THING_NOTED = re.compile(
    rf"(?:\w+ )?\w*(?:{'|'.join(map(fold, _NOTED_THINGS))})\w*(?: \w+){{0,3}} "
    rf"(?:{fold('antecknas')}|{fold('antecknades')}) {fold('till protokollet')}\W*$"
)
"""That the organ notes what it was told ("Informationen antecknas till protokollet."): no note of somebody's."""
_LED_TO = {"proposal": Act.PROPOSES, "reservation": Act.RESERVES, "note": Act.NOTES, "decision": Act.TELLS}
"""What a sentence does that leads up to the words of somebody else."""


def is_aside(sentence: Sentence) -> Act | None:
    """What a sentence is that is no part of a decision, though it stands below it: a reservation, a note."""
    patterns, text = _patterns(), sentence.folded
    if _THING_NOTED.match(text):
        return None
    for act, pattern in (
        (Act.RESERVES, patterns.reserves),
        (Act.IS_DISQUALIFIED, patterns.disqualified),
        (Act.NOTES, patterns.notes),
    ):
        if pattern.search(text):
            return act
    return None


def _resolved(text: str, organ: Organ, *, is_finished: bool) -> ActReading | None:
    """The reading of a sentence in which the organ acts: "Nämnden beslutar ...", "..., beslutade nämnden"."""
    patterns = _patterns()
    if patterns.ceremony.search(text):
        return None
    for found in patterns.active.finditer(text):
        before = text[: found.start()]
        if len(before.split()) > _MOST_BEFORE_SUBJECT or not organ.is_meant(found["who"]):
            continue
        if patterns.proposes.search(before) or _is_subordinate(before) or leads_to_another(before.strip()):
            continue
        if found["who"] in _we_only_resolve() and not found["resolves"] and not found["proposes"]:
            continue
        if _OTHER_DAY.match(text, found.end()):
            return None
        if found["proposes"] and not _TO_ANOTHER.match(text, found.end()):
            return None
        start = _start(text, found.end(), is_finished=is_finished) if found["resolves"] else 0
        return ActReading(Act.DECIDES, start, is_strong=True, is_past=_is_past(found))
    for found in patterns.inverted.finditer(text):
        before = text[: found.start()]
        if not organ.is_meant(found["who"]) or _OTHER_DAY.match(text, found.end()) or _told_by_the_chair(before):
            continue
        clause = _ATT.search(text, found.end())
        start = 0 if clause is None and is_finished else clause.start() if clause else len(text)
        return ActReading(Act.DECIDES, start, is_strong=True, is_past=_is_past(found))
    return None


def _is_past(found: re.Match[str]) -> bool:
    """Whether the verb that was found is in the past tense: "beslutar" and "enas om" are not."""
    verb = (found["resolves"] or found["acts"] or found.groupdict().get("proposes") or "").split(" ", 1)[0]
    return not verb.endswith(("r", "s"))


def _start(text: str, end: int, *, is_finished: bool) -> int:
    """Where what was resolved begins: at its att, or else behind the verb and the words that go with it; behind it all
    where the clauses are still to come.
    """
    tail = _tails().match(text, end)
    behind = tail.end() if tail else end
    clause = _ATT.search(text, behind)
    if clause and _LEADS_UP.match(text, behind):
        return clause.start()
    if clause is None and _HOW.match(text, behind):
        return 0
    if not is_finished and (not text[behind:].strip(" .:") or _patterns().hands_on.match(text, behind)):
        return len(text)
    colon = _COLON.match(text, behind)
    return colon.end() if colon else behind


def _told_by_the_chair(before: str) -> bool:
    """Whether what stands before a verb says that somebody finds, or proposes, that the organ resolves so."""
    return _CHAIR.match(before) is not None or _patterns().proposes.search(before) is not None


def _acts_in_passive(text: str, organ: Organ) -> ActReading | None:
    """The reading of a sentence that says what was resolved without saying who resolved it."""
    patterns = _patterns()
    if patterns.ceremony.search(text) or text.endswith(":"):
        return None
    for found in patterns.passive.finditer(text):
        before = text[: found.start()]
        if found["present"] and _DESCRIBES.match(text):
            continue
        if _is_subordinate(before) or _OTHER_DAY.match(text, found.end()) or _CHAIR.match(text):
            continue
        if agent := _AGENT.match(text, found.end()):
            return ActReading(Act.DECIDES) if organ.is_meant(agent["who"]) else None
        if found["present"] and len(text.split()) > _LONGEST_PRESENT:
            continue
        is_lead = _RESOLVED.match(found.group()) is not None
        clause = _ATT.search(text, found.end()) if _LEADS_UP.match(text, found.end()) else None
        start = clause.start() if clause else found.end() if before.strip() == fold("det") else 0
        return ActReading(Act.DECIDES, start if is_lead else 0)
    return None


def _is_subordinate(before: str) -> bool:
    """Whether the words before a verb make it that of a subordinate clause, "att jämte ordföranden justera" apart."""
    is_behind_clause = before.rstrip().endswith(",")
    return not is_behind_clause and _patterns().subordinates.search(_TO_VERIFY.sub("", before)) is not None


def _is_another(text: str, organ: Organ) -> bool:
    """Whether another organ gives the task."""
    agent = _AGENT.search(text)
    return agent is not None and not organ.is_meant(agent["who"])


_MOST_BEFORE_SUBJECT = 2
_LONGEST_PRESENT = 14
"""Words; a longer sentence in the present tense describes."""
_DIGIT = r"[\dlo]"
"""A digit in folded text, where 1 is l, and 0 and 6 are o."""
_MONTHS = "|".join(map(fold, ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")))
_BEFORE_DAY = "|".join(map(fold, ("i", "den", "år", "under")))
_YEAR_DIGITS = rf"(?:l9|2o){_DIGIT}{{2}}"
_OTHER_DAY = re.compile(
    rf"(?:[^\w:]+\w+){{0,2}}?[^\w:]+(?:(?:{_BEFORE_DAY})\W+)?(?:{_DIGIT}{{1,2}}(?:\s+(?:{_MONTHS})\w*|/{_DIGIT})|{_YEAR_DIGITS}-)"
    rf"|\W+(?:(?:\w+\W+)?(?:{_BEFORE_DAY})\W+)?{_YEAR_DIGITS}"
)
"""The day of another meeting behind a verb: "beslutade den 3 maj att"."""
_ABOVE = "|".join(map(fold, ("fullmäktige", "styrelsen", "nämnden", "stämman", "årsmötet")))
_TO_ANOTHER = re.compile(rf"\W+(?:{fold('för')}\s+)?\w*(?:{_ABOVE})\b")
"""To whom the organ itself may propose something."""
_PRONOUNS = "|".join(map(fold, ("dessa", "de", "den", "det", "detta", "här", "där", "när", "varje", "ofta")))
_DESCRIBES = re.compile(rf"(?:{_PRONOUNS})\b")
"""How sentences begin that describe what is usually done."""
_ATT = re.compile(r"\batt\b")
_PREPOSITIONS = "|".join(map(fold, ("enligt", "med", "i enlighet", "på", "efter", "i")))
_LEADS_UP = re.compile(rf"\W*(?:att\b|(?:{_PREPOSITIONS})\b.*?\batt\b)")
_COLON = re.compile(r"\s*:\s*")
_HOW = re.compile(rf"\s*(?:{'|'.join(map(fold, ('i enlighet med', 'i överensstämmelse med')))})\b")
"""How something is resolved, which is the whole of it where no clause follows."""
_RESOLVED = re.compile(fold("besl"))
_CHAIR = re.compile(rf"(?:{'|'.join(map(fold, ('ordföranden', 'ordförande', 'talmannen')))})\b")
_AGENT = re.compile(r"\W+av\s+(?P<who>[^\W\d_]+)\b")
_TO_VERIFY = re.compile(rf"^(?:{fold('till')}\s+)?att\s+")


class _ActPatterns(msgspec.Struct, frozen=True):
    """What the words of `words/acts.txt` come to, over folded text."""

    reserves: re.Pattern[str]
    disqualified: re.Pattern[str]
    notes: re.Pattern[str]
    proposes: re.Pattern[str]
    tasks: re.Pattern[str]
    ceremony: re.Pattern[str]
    subordinates: re.Pattern[str]
    passive: re.Pattern[str]
    active: re.Pattern[str]
    inverted: re.Pattern[str]
    hands_on: re.Pattern[str]
    """Words behind "beslutade" that only lead up to clauses: "föreslå kommunfullmäktige"."""


@cache
def _patterns() -> _ActPatterns:
    listed = words("acts")
    resolves, acts = any_of(listed["resolves"]), any_of(listed["acts"])
    proposing = any_of(_OWN_PROPOSING)
    not_between = any_of([*listed["proposes"], *listed["subordinates"]])
    return _ActPatterns(
        reserves=whole(listed["reserves"]),
        disqualified=whole(listed["is disqualified"]),
        notes=whole(listed["notes"]),
        proposes=whole(listed["proposes"]),
        tasks=whole(listed["tasks"]),
        ceremony=whole(listed["ceremony"]),
        subordinates=whole(listed["subordinates"]),
        passive=re.compile(
            rf"\b(?:(?P<past>{any_of(listed['passive past'])})|(?P<present>{any_of(listed['passive present'])}))(?!\w)"
        ),
        active=re.compile(
            rf"\b(?P<who>[^\W\d_]+)(?:\s+(?!{resolves}\b|{acts}\b|{not_between}\b)[^\W\d_]+){{0,2}}?\s+"
            rf"(?:(?P<resolves>{resolves})|(?P<acts>{acts})|(?P<proposes>{proposing}))(?!\w)"
        ),
        hands_on=re.compile(rf"\s*{fold('föreslå')}(?:\s+\S+(?:\s+{fold('besluta')})?)?\W*$"),
        inverted=re.compile(rf"\b(?:(?P<resolves>{resolves})|(?P<acts>{acts}))\s+(?P<who>[^\W\d_]+)\b"),
    )


_OWN_PROPOSING = ("föreslår", "föreslog")


@cache
def _we() -> frozenset[str]:
    """Words that mean the meeting whatever it is called."""
    return frozenset(map(fold, words("acts")["we"]))


@cache
def _we_only_resolve() -> frozenset[str]:
    """Those of them that decide only with a verb that says so: "vi valde ett annat sätt" decides nothing."""
    return _we() - {fold("mötet")}


@cache
def _organ_stems() -> tuple[str, ...]:
    return tuple(_stem(fold(ending)) for ending in words("organs")["endings"])


@cache
def _tails() -> re.Pattern[str]:
    tails = "|".join(map(fold, words("grammar")["tails"]))
    return re.compile(rf"(?:\s+(?:{tails})\b)+")
