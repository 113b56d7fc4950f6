"""Assignees: who gets a task, also where several get it together.

    Förskolenämnden, äldre samt vård- och omsorgsnämnden och Higab AB får i uppdrag att ...
        Förskolenämnden | äldre samt vård- och omsorgsnämnden | Higab AB

A list is cut at its commas and joining words; what has no head of its own ("nämnden", "AB", a person's name) belongs
to its neighbour: "Nämnden för arbetsmarknad och vuxenutbildning" is one, "Samtliga nämnder och styrelser" too.
"""

from __future__ import annotations

import re
from functools import cache

from indexer.minutes.words import words

_GETS = re.compile(r"\s(?:får|fick|ges|gavs|ska\s+få)\s+i\s+uppdrag\b", re.IGNORECASE)
_GIVEN = re.compile(r"\b(?:ge|ger|gav)\s+(?P<who>(?:[^.:;”\"]|:(?=\d)){3,600}?)\s+i\s+uppdrag\b", re.IGNORECASE)
_TO_WHOM = re.compile(
    r"\buppdra(?:r|s|gs|ges|g)?\s+(?:ges\s+|lämnas\s+)?(?:åt|till)\s+(?P<who>(?:[^.:;”\"]|:(?=\d)){3,600}?)"
    r"(?=,?\s+att\b|[.:;”\"]|$)",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"[.;”\"]\s|:\s")
"""Where what stands before "får i uppdrag" begins at the latest."""
_LONGEST = 600
_LEAD = re.compile(r"^(?:(?:\d{1,2}[.)]|att|ge|dessutom|därutöver|samt|och)\s+)+", re.IGNORECASE)
_WHICH = re.compile(r"\b(?:till|åt|hos)\s+(?P<who>[^,]+?),?\s+som$", re.IGNORECASE)
_WITH = re.compile(
    r",?\s+(?:i\s+(?:nära\s+)?(?:samverkan|samarbete|samråd|dialog)\s+med|tillsammans\s+med|genom|som)\b.*$",
    re.IGNORECASE,
)
"""With whom, or through whom, the task is to be done: they did not get it."""
_JOINT = re.compile(r"(?P<joint>,\s*(?:och\s+|samt\s+)?|(?<!-)\s+(?:och|samt)\s+)")
_PLURAL = re.compile(
    r"(?:nämnder|styrelser|bolag|bolagsstyrelser|förvaltningar|verksamheter|organisationer|kommuner)\b"
)
_NAME = re.compile(r"[A-ZÅÄÖ][\w-]+(?:\s+[A-ZÅÄÖ][\w-]+){1,2}(?:\s+\(\w{1,4}\))?$")


def assignees_of(clause: str) -> tuple[str, ...]:
    """Those who get the task that a clause gives, each as printed; none where no words of giving a task name them."""
    phrase = _LEAD.sub("", _phrase(clause).strip(" ,"))
    if which := _WHICH.search(phrase):
        phrase = which["who"]
    phrase = _WITH.sub("", phrase).strip(" ,")
    return tuple(_cut(phrase)) if phrase else ()


def _phrase(clause: str) -> str:
    """The words that name who gets the task, "" if none do."""
    if gets := _GETS.search(clause):
        before = clause[max(0, gets.start() - _LONGEST) : gets.start()]
        return before[max((edge.end() for edge in _BEFORE.finditer(before)), default=0) :]
    given = _GIVEN.search(clause) or _TO_WHOM.search(clause)
    return given["who"] if given else ""


def _cut(phrase: str) -> list[str]:
    """The entries of a list; a part without a head of its own joined to its neighbour with the words between them.

    What stands before the first head is another clause ("Rapporten godkänns, och socialnämnden får i uppdrag ...").
    """
    pieces = _JOINT.split(phrase)
    parts, joints = pieces[::2], pieces[1::2]
    while joints and not _has_head(parts[0]) and not _is_compound(parts[1]):
        parts, joints = parts[1:], joints[1:]
    entries = [parts[0]]
    forward = not _has_head(parts[0])
    for n, (joint, part) in enumerate(zip(joints, parts[1:], strict=True)):
        if forward or _PLURAL.match(part):
            entries[-1] += joint + part
            forward = forward and not _has_head(part)
        elif _has_head(part):
            entries.append(part)
        elif n + 1 < len(joints) and _is_compound(parts[n + 2]):
            entries.append(part)
            forward = True
        else:
            entries[-1] += joint + part
    return entries


def _has_head(part: str) -> bool:
    return _heads().search(part) is not None or _NAME.match(part) is not None


def _is_compound(part: str) -> bool:
    """Whether a part begins with half a word: "vård- och omsorgsnämnden"."""
    return re.match(r"\w+-\s", part) is not None


@cache
def _heads() -> re.Pattern[str]:
    return re.compile(rf"\b\w*(?:{'|'.join(words('kinds')['assignee heads'])})\b", re.IGNORECASE)
