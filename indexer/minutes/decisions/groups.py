"""Groups: a list of organs, offices and people cut into its entries, each as printed.

    Förskolenämnden, äldre samt vård- och omsorgsnämnden och Higab AB
        Förskolenämnden | äldre samt vård- och omsorgsnämnden | Higab AB
    Socialnämnderna Norr, Väst och Öst
        Socialnämnden Norr | Socialnämnden Väst | Socialnämnden Öst

A list is cut at its commas and joining words; what has no head of its own ("nämnden", "AB", a person's name) belongs
to its neighbour: "Nämnden för arbetsmarknad och vuxenutbildning" is one, "Samtliga nämnder och styrelser" too. Of a
plural with names behind it each is named in the singular.
"""

from __future__ import annotations

import re
from functools import cache

from indexer.minutes.lines.folded_text import fold
from indexer.minutes.people.names import TITLES
from indexer.minutes.words import words
from indexer.swedish.persons import is_given_name

_JOINT = re.compile(r"(?P<joint>,\s*(?:och\s+|samt\s+)?|(?<!-)\s+(?:och|samt)\s+|(?<=\w)\s?/\s?(?=\w))")
_PLURAL = re.compile(
    r"(?:nämnder|styrelser|bolag|bolagsstyrelser|förvaltningar|verksamheter|organisationer|kommuner)\b"
)
_CAPITALS = r"[A-ZÅÄÖ][\w-]*\.?(?:\s+[A-ZÅÄÖ][\w-]*\.?){0,2}(?:\s+\(\w{1,4}\))?"
_NAME = re.compile(rf"{_CAPITALS}$")
_NAMED = re.compile(rf"(?:[a-zåäö]+\s)?{_CAPITALS}$")
_PLURAL_OF_NAMES = re.compile(
    r"(?P<head>\w*(?:nämnd|styrels|förvaltning)er(?:na)?)\s+(?P<names>[A-ZÅÄÖ][\w-]+(?:,\s*[A-ZÅÄÖ][\w-]+)*"
    r",?\s*(?:och|samt)\s+[A-ZÅÄÖ][\w-]+)"
)
_HEAD_ENDS = re.compile(r"\s(?:(?:för|i|på|vid|av|med|inom)\b|\()")


def entries(phrase: str) -> tuple[str, ...]:
    """The entries of a list; a part without a head of its own joined to its neighbour with the words between them.

    What stands before the first head is another clause ("Rapporten godkänns, och socialnämnden får i uppdrag ...").
    """
    if match := _PLURAL_OF_NAMES.fullmatch(phrase):
        head = re.sub(r"erna$|er$", "en", match["head"])
        return tuple(f"{head} {name}" for name in _JOINT.split(match["names"])[::2])
    pieces = _JOINT.split(phrase)
    parts, joints = pieces[::2], pieces[1::2]
    while joints and not _has_head(parts[0]) and not _is_compound(parts[1]) and not _shares_an_ending(joints[0], parts):
        parts, joints = parts[1:], joints[1:]
    return tuple(_joined(parts, joints))


def all_doers(phrase: str) -> tuple[str, ...]:
    """The entries of a list that names only those who can do a thing; none of any other."""
    found = entries(phrase.strip(" ,"))
    are_people = is_person(found[0])
    return found if all(is_doer(one) or (are_people and _NAME.match(one)) for one in found) else ()


def is_doer(entry: str) -> bool:
    """Whether an entry names somebody who can do a thing: it ends with what they are, or is a person's name."""
    return is_person(entry) or _heads().search(fold(_HEAD_ENDS.split(entry)[0])) is not None


def is_person(entry: str) -> bool:
    """Whether an entry is a person's name: two words or more, or one that is a given name, perhaps behind a title."""
    name = entry.split()
    titled = len(name) > 1 and name[0] in TITLES
    bare = " ".join(name[1:] if titled else name)
    return _NAME.match(bare) is not None and (titled or len(name) > 1 or is_given_name(bare))


def _joined(parts: list[str], joints: list[str]) -> list[str]:
    found = [parts[0]]
    forward = not _has_head(parts[0])
    for n, (joint, part) in enumerate(zip(joints, parts[1:], strict=True)):
        if forward or _PLURAL.match(part):
            found[-1] += joint + part
            forward = forward and not _has_head(part)
        elif _has_head(part) or (is_person(found[0]) and _NAMED.match(part)):
            found.append(part)
        elif n + 1 < len(joints) and _is_compound(parts[n + 2]):
            found.append(part)
            forward = True
        else:
            found[-1] += joint + part
    return found


def _has_head(part: str) -> bool:
    return _heads().search(fold(part)) is not None or is_person(part)


def _is_compound(part: str) -> bool:
    """Whether a part begins with half a word: "vård- och omsorgsnämnden"."""
    return re.match(r"\w+-\s", part) is not None


def _shares_an_ending(joint: str, parts: list[str]) -> bool:
    """Whether the first of two words lacks the ending of the second: "kretslopp och vattennämnden"."""
    return "," not in joint and re.fullmatch(r"\w+", parts[0]) is not None and _has_head(parts[1])


@cache
def _heads() -> re.Pattern[str]:
    """The end of a name of somebody who can get a task, over folded text."""
    return re.compile(rf"\b\w*(?:{'|'.join(map(fold, words('kinds')['assignee heads']))})\b")
