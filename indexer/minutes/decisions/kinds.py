"""Kinds: what each clause does, and who is to do it."""

from __future__ import annotations

import re
from functools import cache

import msgspec

from indexer.minutes.decisions.assignees import AMENDED, is_told_to_act, recurs, unreported, without_ungranted
from indexer.minutes.lines.folded_text import fold
from indexer.minutes.lines.phrases import any_of
from indexer.minutes.words import words
from indexer.model import DecisionKind


def kind_of(clause: str) -> DecisionKind:
    """What a clause does, told by its words, scanned ones too."""
    clause = " ".join(without_ungranted(_MENTIONS.sub(" ", AMENDED.sub("", clause[:_TELLING]))).split())
    folded = fold(clause)
    kind, at = _first_act(folded)
    if _gives_a_task(clause) and (kind in _NO_FATE or at >= _task_at(folded)):
        return DecisionKind.ASSIGNED
    if kind is DecisionKind.DECIDED and at < 0 and _patterns().as_proposed.search(folded):
        return DecisionKind.APPROVED
    return kind


def _first_act(folded: str) -> tuple[DecisionKind, int]:
    """What a clause does first, and where it says so; what it proposes counts before all, what it notes after all."""
    acts = (
        (_PRECEDENCE.get(kind, 1), found.start(), kind)
        for kind, pattern in _patterns().kinds
        if (found := pattern.search(folded))
    )
    _, at, kind = min(acts, key=lambda act: act[:2], default=(0, -1, DecisionKind.DECIDED))
    return kind, at


def _task_at(folded: str) -> int:
    """Where a clause that gives somebody a task says so; at its beginning, where no word of its own does."""
    patterns = (_patterns().task, _patterns().actor, _patterns().is_to)
    return min((found.start() for pattern in patterns if (found := pattern.search(folded))), default=0)


def _gives_a_task(clause: str) -> bool:
    """Whether a clause gives somebody a task, and does not only report on one that was given."""
    clause = unreported(clause)
    folded = fold(clause)
    told = _patterns().task.search(folded) or _patterns().actor.search(folded) or _NAMED.match(clause)
    return bool(told or is_told_to_act(clause) or recurs(clause))


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


_TELLING = 2000
"""So many characters of a clause tell what it does."""


_KINDS = frozenset(DecisionKind)
_PRECEDENCE = {DecisionKind.PROPOSED: 0, DecisionKind.NOTED: 2}
_NO_FATE = frozenset((DecisionKind.DECIDED, DecisionKind.NOTED))
"""What says less of a clause than that it gives somebody a task."""
_MENTIONS = re.compile(
    r"\([^()]*\)|\b(?:kan|kunde|bör|får|skulle|(?<!att )inte|för att|rätt att|möjlighet att)\s+(?:[^\W\d_]+\s+)?"
    r"(?:beviljas?|godkännas?|godkänna|antas?|avslås?|bifallas?|fastställas?)\b"
    r"|\b(?:för|av|om|de|den|tidigare)\s+(?:beviljade|antagna|bifallna|avslagna|godkända)\b"
    r"|\b(?:fastställda?|godkända?|antagna|antagen)\b|\bfastställs av\b|\bförslag(?:et)? att [^.,;]*? föll\b",
    re.IGNORECASE,
)
"""What only speaks of an act: "(undantag kan beviljas)", "den fastställda nivån"."""


class _KindPatterns(msgspec.Struct, frozen=True):
    """What the words of `words/kinds.txt` come to, over folded text."""

    kinds: tuple[tuple[DecisionKind, re.Pattern[str]], ...]
    """Of two at one place the first counts."""
    as_proposed: re.Pattern[str]
    """That a proposal is followed, where nothing else is said."""
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
        as_proposed=re.compile(rf"\b{any_of(listed['as proposed'])}"),
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
