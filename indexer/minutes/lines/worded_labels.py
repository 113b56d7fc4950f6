"""Worded labels: headings within an item that no table has, told by the words they are made of.

    Tjänsteskrivelsens förslag till beslut      ends as proposals do, with to whom behind it
    KST beslut:                                 ends as decisions do
    Bo Ek (S) föreslår att nämnden beslutar     somebody proposes, and what is still to come
    Föreslaget beslut                           a decision that nobody has taken yet

What is proposed goes before what is decided: a heading with both words is that of a proposal.
"""

from __future__ import annotations

import re
from functools import cache

import msgspec

from indexer.minutes.lines.folded_text import fold
from indexer.minutes.lines.labels import Label
from indexer.minutes.lines.lines import COLUMNS, Line, bullet
from indexer.minutes.words import words

_MOST_WORDS = 10
_BESIDE = re.compile(r"(?P<words>[A-ZÅÄÖ][^.:;]{2,90}?)(?:\t+|\s{2,})(?=\S)")
_CELL = re.compile(r"\|\s*[*_]*(?P<words>[A-ZÅÄÖ][^.:;|]{2,90}?)[*_]*:?\s*\|\s*(?=[^\s|])")
_ARROW = re.compile(r"(?:=+>|-+>|→|⇒|➔|➜|⟹)\s*(?=[^\W\d_])")
_SET_OFF = re.compile(r"[*#_>• -]*(?P<words>[A-ZÅÄÖ].{2,90}?)[*_]*(?:[:：](?=[\s*_]|$)[\s*_]*|\s[–—]\s+[*_]*|[*_]*$)")
_DECISION_BEHIND = re.compile(r"(?!Yrkande|Förslag)(?P<words>[A-ZÅÄÖ][^.:]{2,60}: Beslut)")
"""What is decided, and that it is: "Ajournering: Beslut"."""


def beside(line: Line) -> Label | None:
    """A label that says who moves or decides, in a column beside what that is: "Bo Ek yrkar      att avslå"."""
    cells = first_cell(line) or _BESIDE.match(line.text)
    if cells is None:
        return None
    folded = fold(cells["words"])
    kind = meaning(folded) or ("decision" if _patterns().decides_beside.search(folded) else None)
    return Label(kind, cells["words"], cells.end(), folded, in_column=True) if kind else None


def first_cell(line: Line) -> re.Match[str] | None:
    """The first cell of a table's row, `words` being what stands in it: "| Beslut | att avslå |"; None in the table's
    head, where a label stands in the next cell too.
    """
    cell = _CELL.match(line.text)
    is_head = cell is not None and all(map(_is_label, line.text.strip("| ").split("|")))
    return None if is_head else cell


def _is_label(cell: str) -> bool:
    """Whether nothing but a label told by its words stands in a cell."""
    folded = fold(cell.strip(" *_:"))
    return meaning(folded) is not None


def behind_an_arrow(line: Line) -> Label | None:
    """An arrow, which points at what came of a matter: "=> Eva bokar lokalen."."""
    arrow = _ARROW.match(line.text)
    return Label("decision", "", arrow.end(), "") if arrow else None


def set_off(line: Line) -> Label | None:
    """A label alone on its line, or set off from what follows it by a colon or a dash."""
    if behind := _DECISION_BEHIND.fullmatch(line.text):
        return Label("decision", behind["words"], len(line.text), fold(behind["words"]))
    head = _SET_OFF.match(line.text)
    if head is None or COLUMNS.search(head["words"]):
        return None
    has_colon = ":" in line.text[head.end("words") : head.end()]
    is_alone = not has_colon and head.end() == len(line.text)
    if is_alone and bullet(line.text):
        return None
    folded = fold(head["words"])
    if has_colon and (folded.endswith(f" {_patterns().clause}") or _patterns().tells.search(folded)):
        return None
    kind = meaning(folded, is_alone=not has_colon)
    if kind is None and has_colon and _patterns().told_proposal.fullmatch(folded):
        kind = "proposal"
    return Label(kind, head["words"], head.end(), folded) if kind and (has_colon or kind != "decision") else None


def meaning(folded: str, *, is_alone: bool = False) -> str | None:
    """What a heading of some folded words means: the kind of a section, or None where the words do not say it.

    One without a colon must be more than a title with such a word: "Förslag till detaljplan" is none.
    """
    patterns = _patterns()
    if len(folded.split()) > _MOST_WORDS or folded.startswith(_leads()):
        return None
    if patterns.any_proposal.search(folded):
        found = patterns.proposal_alone if is_alone else patterns.proposal
        return "proposal" if found.search(folded) else None
    for kind, pattern in patterns.asides:
        if (aside := pattern.match(folded)) and (not is_alone or len(aside["before"].split()) <= 1):
            return kind
    return "decision" if not is_alone and patterns.decision.search(folded) else None


def leads_to_another(folded: str) -> str | None:
    """Whose words come behind a colon, by the sentence before it: those of a proposal, a reservation or a note, and not
    the organ's ("Följande förslag förelåg:"); None where the sentence does not say it.
    """
    patterns, told = _patterns(), folded.rstrip(" :")
    if (
        not folded.endswith(":")
        or len(told.split()) > _MOST_WORDS
        or folded.startswith(_leads())
        or patterns.resolves.search(told)
    ):
        return None
    return "proposal" if patterns.any_proposal.search(told) else meaning(told)


def proposes(folded: str) -> bool:
    """Whether a word in some folded words says that something is only proposed."""
    return _patterns().any_proposal.search(folded) is not None


class _LabelPatterns(msgspec.Struct, frozen=True):
    """What the words of `words/labels.txt` come to, over folded text."""

    clause: str
    """The word that a clause begins with."""
    tells: re.Pattern[str]
    """A verb with which somebody only tells of proposals: "redovisar tre alternativ:"."""
    any_proposal: re.Pattern[str]
    proposal: re.Pattern[str]
    proposal_alone: re.Pattern[str]
    told_proposal: re.Pattern[str]
    """A short sentence about a proposal: "Beslutsförslaget lyder"."""
    decision: re.Pattern[str]
    decides_beside: re.Pattern[str]
    resolves: re.Pattern[str]
    asides: tuple[tuple[str, re.Pattern[str]], ...]


@cache
def _patterns() -> _LabelPatterns:
    listed = {heading: _any(phrases) for heading, phrases in words("labels").items()}
    plain = {word: fold(word) for word in ("till", "nr", "besluta", "beslut", "som", "att")}
    following = rf"(?:\s+{fold('följande')})?"
    counted = rf"(?:\s+(?:{plain['nr']}\s+)?[\dlo][\dlo:./-]*|\s+[a-z])?"
    whom = rf"\s+(?:{listed['behind']})(?:\s+(?!(?:{listed['titles']})\b)\S+){{1,5}}"
    where = rf"\s+(?:{listed['behind alone']})(?:\s+(?!(?:{listed['titles']})\b)\S+){{1,4}}"
    to_a_body = rf"\s+{plain['till']}\s+(?:\S+s\s+)?(?:{listed['to decide']})"
    to_resolve = rf"(?:\s+(?:.+\s)?(?:{plain['besluta']}r?|{plain['att']})|\s+.*\b{plain['beslut']})?"
    leads_up = rf"(?:{listed['proposes']}){to_resolve}{following}"
    not_yet = (
        rf"\b(?:(?:{listed['not yet']})\s+(?:\S+\s+)?(?:{listed['decision']})"
        rf"|(?:{listed['decision']})\s+{plain['som']}\s+(?:{listed['not yet']}))"
    )
    which = rf"(?:\s+{plain['som']}(?:\s+\S+){{1,3}})?"
    before = rf"^(?:(?!(?:{listed['titles']}|{listed['behind']})\b)\S+\s+)"
    few, several = rf"{before}{{0,3}}", rf"{before}{{0,7}}"
    noun = rf"(?:{listed['proposal']})"
    motion = rf"(?:{listed['motion']})"
    return _LabelPatterns(
        clause=plain["att"],
        tells=re.compile(rf"\b(?:{listed['tells']})\b"),
        any_proposal=re.compile(rf"\b(?:{noun}|{motion}|{listed['proposes']}|{listed['not yet']})\b"),
        proposal=re.compile(
            rf"{several}(?:{noun}(?:{whom}|{counted})|{motion}(?:{whom})?){which}{following}$|\b{leads_up}$|{not_yet}$"
        ),
        proposal_alone=re.compile(
            rf"{few}(?:{noun}(?:{to_a_body})?(?:{where}|{counted})|{motion}(?:{where})?){which}{following}$|\b{leads_up}$|{not_yet}$"
        ),
        told_proposal=re.compile(rf"{noun}\s+[^\W\d_]+(?:\s+[^\W\d_]+)?"),
        decision=re.compile(rf"\b(?:{listed['decision']}|(?:{listed['decides']}){following}){counted}$"),
        decides_beside=re.compile(rf"\b(?:{listed['decides beside']})$"),
        resolves=re.compile(rf"\b(?:{listed['decision']}|{listed['decides']})\b"),
        asides=tuple(
            (kind, re.compile(rf"(?P<before>(?:\S+\s+){{0,7}}?)(?:{listed[kind]})(?:{whom})?{counted}$"))
            for kind in ("reservation", "note")
        ),
    )


def _any(phrases: tuple[str, ...]) -> str:
    """A pattern over folded text that is met by any of some phrases; those with * may begin in any way."""
    return "|".join((r"[^\W\d_]*" if one.startswith("*") else "") + re.escape(fold(one.lstrip("*"))) for one in phrases)


@cache
def _leads() -> tuple[str, ...]:
    """How words begin that only say whose proposal was resolved: "Enligt valberedningens förslag:"."""
    return tuple(f"{fold(lead)} " for lead in words("grammar")["leads"])
