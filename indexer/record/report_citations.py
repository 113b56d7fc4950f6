"""Report citations: where an item that reports on something says the task was given.

    Återrapportering av uppdrag                       the title says that it reports,
    Tidigare behandling: KS 2025-08-20 § 101          what came before says on what,
    Redovisningen läggs till handlingarna.            and the decision what came of it

A citation alone is none: most items cite where their matter was before. So an item must say that it reports, in its
title, its decision, or in its background of the task itself ("uppdraget är genomfört"); and it must not have been put
off. A day may stand anywhere in the sentence of its paragraph ("gav den 20 augusti 2025 chefen i uppdrag (§ 101)").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from indexer.model import AgendaItem, Decision, DecisionKind, MeetingLine
from indexer.record.citations import CitedParagraph, cited_paragraphs, days_in, organs_in

_TOLD: Final = frozenset(("summary", "earlier", "other", "presenters"))
"""The sections in which an item tells of what was before."""
_PUT_OFF: Final = frozenset((DecisionKind.DEFERRED, DecisionKind.REFERRED_BACK))
_REPORT: Final = (
    r"(?:åter|slut|läges|del|av)?(?:rapport(?:en|er|ering|eringen)?|redovisning(?:en)?|återkoppling(?:en)?)"
)
_TITLE_REPORTS: Final = re.compile(
    rf"\b(?:{_REPORT}|(?:svar|uppföljning)\s+(?:på|av)\s+(?:\w+\s+){{0,3}}?uppdrag\w*)\b", re.IGNORECASE
)
_DECISION_REPORTS: Final = re.compile(
    rf"\b(?:{_REPORT}|uppdraget\b[^.]{{0,200}}\b(?:förklara\w*|anse\w*|är|avslutas|avskrivs))\b|"
    r"\b(?:förklara\w*|anse\w*)\s+uppdraget\b",
    re.IGNORECASE,
)
_DONE: Final = r"(?:slutför|genomför|utför|fullgjor|avsluta|verkställ|redovis|rapporter|återrapporter|återredovis)\w*"
_NOT_YET: Final = r"(?!(?:ska|skall|skulle|bör|måste|kan|inte|ej|ännu|att|om)\b)"
_BACKGROUND_REPORTS: Final = re.compile(
    rf"\buppdraget\s+(?:{_NOT_YET}\w+\s+){{0,3}}?{_NOT_YET}{_DONE}|"
    rf"\b{_REPORT}\s+av\s+(?:\w+\s+){{0,2}}?uppdrag\w*|\bsvar\s+på\s+(?:\w+\s+){{0,2}}?uppdrag\w*|"
    r"\b(?:härmed\s+\w*(?:redovis|rapporter)\w+|\w*(?:redovis|rapporter)(?:as|ades|ar|ade)\s+(?:\w+\s+){0,2}?uppdrag\w*)",
    re.IGNORECASE,
)
_SENTENCE_END: Final = re.compile(r"(?<=[.;])\s+(?=[A-ZÅÄÖ])|\n{2,}")
_BARE: Final = re.compile(r"§\s*(?P<number>\d{1,4})(?![\d/])(?!\s*(?:kap|lag|st\b))")
_WAS_PUT_OFF: Final = "bordl"


class ToldCitation(msgspec.Struct, frozen=True, kw_only=True):
    """A paragraph that an item which reports on something cites, the sentence around it, and whose it may be.

    Without a name beside it the paragraph may also be the reporting organ's own.
    """

    cited: CitedParagraph
    sentence: str
    organs: tuple[str, ...]


def told_citations(item: AgendaItem, meeting: MeetingLine) -> Iterator[ToldCitation]:
    """The paragraphs of earlier meetings that a report cites, each once; none of an item that reports on nothing."""
    if not _reports(item):
        return
    known = set()
    for sentence in _sentences(item):
        beside = tuple(cited_paragraphs(sentence))
        numbers = {cited.number for cited in beside if cited.date}
        elsewhere = (cited for cited in _with_the_day_elsewhere(sentence) if cited.number not in numbers)
        for cited in (*beside, *elsewhere):
            place = (cited.number, cited.date or "")
            if "" < place[1] < meeting.date and place not in known and not (cited.act or "").startswith(_WAS_PUT_OFF):
                known.add(place)
                organs = (cited.organ,) if cited.organ else organs_in(sentence)
                yield ToldCitation(cited=cited, sentence=sentence, organs=organs)


def speaks_of_report(decision: Decision) -> bool:
    """Whether a decision is on a report or on a task as one that was given before, and gives none itself."""
    gives = decision.kind is DecisionKind.ASSIGNED or bool(decision.assignees)
    return not gives and _DECISION_REPORTS.search(decision.text) is not None


def _reports(item: AgendaItem) -> bool:
    """Whether an item says that it reports on something, and was decided."""
    if any(decision.kind in _PUT_OFF for decision in item.decisions):
        return False
    if _TITLE_REPORTS.search(item.title) or any(map(speaks_of_report, item.decisions)):
        return True
    return any(_BACKGROUND_REPORTS.search(sentence) for sentence in _sentences(item))


def _sentences(item: AgendaItem) -> Iterator[str]:
    """The sentences in which an item may say what it reports on: its title, its decisions, its background."""
    yield item.title
    yield from (" ".join(decision.text.split()) for decision in item.decisions)
    for section in item.sections:
        if section.kind in _TOLD:
            for sentence in _SENTENCE_END.split(item.section_text(section)):
                yield " ".join(f"{section.heading} {sentence}".split())


def _with_the_day_elsewhere(sentence: str) -> Iterator[CitedParagraph]:
    """The paragraphs of a sentence that names one day, and not beside them."""
    days = set(days_in(sentence))
    if len(days) != 1:
        return
    (day,) = days
    for bare in _BARE.finditer(sentence):
        yield CitedParagraph(start=bare.start(), end=bare.end(), number=bare["number"], date=day)
