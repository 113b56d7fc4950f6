"""Reports: which items report on which assignments, and what came of it.

    Redovisning av kommunfullmäktiges uppdrag 2024-02-29 § 68 (punkt 3) att ta fram en plan, antecknas och
    förklaras fullgjort

cites the paragraph that gave the task, so that is sure; which of its assignments is meant tells the point, or else the
words. A paragraph may be cited none of whose clauses reads as an assignment, as where a motion was approved: the
report then tells what the task was. A list ("Nedanstående uppdrag förklaras fullgjorda: a. ... b. ...") says of each
entry what its lead says, unless it makes exceptions.

Where nothing is cited, an item that calls itself a report may be one on an assignment of the same matter, and is
proposed as such with what both have in common.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Final

import msgspec

from indexer.model import AgendaItem, DecisionKind, MeetingLine
from indexer.record.assignments import Assignment, AssignmentReport, ReportOutcome, proposed_clauses
from indexer.record.citations import CitedParagraph, cited_paragraphs, diary_number, is_named
from indexer.record.report_citations import speaks_of_report, told_citations
from indexer.record.words import words
from indexer.swedish.diacritics import fold

SAME_TASK: Final = 0.5
"""The share of the words of a report's task that an assignment must have to be taken for it among several."""
SAME_ONLY_TASK: Final = 0.2
"""The same for the only assignment of a paragraph."""
_TASK: Final = re.compile(r"\buppdrag\w*[^.§]{0,80}§", re.IGNORECASE)
_BEFORE: Final = 100
"""So many letters before a citation may say that it is of a task."""
_SENTENCE_END: Final = re.compile(r"(?<=[.:])\s+(?=(?:\d{1,2}\.|[a-zåäö]{1,3}[.)])?\s?[A-ZÅÄÖ])")
_OUTCOMES: Final = (
    (
        ReportOutcome.EXTENDED,
        re.compile(
            r"\b(?:förläng\w+|förlängd\w*|anstånd\w*|senarelägg\w*|senareläggs|skjut\w*\s+(?:fram|upp)|ny(?:tt)?\s+(?:tid|datum)\s|"
            r"tiden\s+för\s+[^.]{0,60}(?:ändras|flyttas|utökas))",
            re.IGNORECASE,
        ),
    ),
    (
        ReportOutcome.DONE,
        re.compile(
            r"\b(?:förklara\w*|anse\w*|är|betrakta\w*|bedöm\w*)\s+(?:(?!inte\b|ej\b)\w+\s+){0,3}?(?:fullgjor\w*|genomför(?:t|da|d|ts)\b|slutför\w*|verkställ\w*|"
            r"avslutad\w*|avslutat|färdig\w*|uppfyll\w*|utfört|utförda)|\b(?:uppdraget|uppdragen|uppdrag)\b[^.]{0,120}\b(?:avslutas|avskrivs)\b",
            re.IGNORECASE,
        ),
    ),
    (
        ReportOutcome.NOTED,
        re.compile(
            r"\b(?:anteckna\w*|notera\w*|godkänn\w*|till\s+handlingarna|till\s+kännedom|tacka\w*|ta(?:r|s)?\s+del)",
            re.IGNORECASE,
        ),
    ),
)
_LIST_LEAD: Final = re.compile(
    r"\b(?:Nedanstående|Följande|Nedan\s+angivna)\s+uppdrag\b[^.:]*(?:[.]\w[^.:]*)*[.:]", re.IGNORECASE
)
_EXCEPT: Final = re.compile(r"\b(?:undantag|utom|förutom)\b", re.IGNORECASE)
_WHOSE: Final = re.compile(
    r"(?:^|[.:,;]\s|[a-zåäö]{1,3}[.)]\s)(?P<who>[A-ZÅÄÖ][^.:;]{2,120}?)s\s+uppdrag\b[^.§]{0,60}$"
)
_TO_WHOM: Final = re.compile(r"\buppdrag\w*\s+till\s+(?P<who>[^.,;:§\d]{2,80}?)(?:\s*,)?\s*$", re.IGNORECASE)
_BEHIND_TO_WHOM: Final = re.compile(r"^[\s,]*till\s+(?P<who>[^.,;:§\d]{2,80}?)(?=,|\s+att\b)", re.IGNORECASE)
_SAYS_REPORT: Final = re.compile(
    r"\b(?:åter|slut|läges|del|av)?rapport(?:er\w*|en|s)?\b|\b(?:åter|slut|del)?redovisa?\w*\b[^.]{0,60}\buppdrag|"
    r"\bredovisa\w*\s+(?:detta\s+)?uppdrag|\båterkoppling\w*|\b(?:slut|del)redovisning\w*",
    re.IGNORECASE,
)
_SENT_BACK: Final = re.compile(r"\båter(?:remitter|förvis)", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W\d_]{4,}")
MOST_SHARED: Final = 5
"""Words in common that are shown of a proposal."""
_STEM: Final = 7
"""So many letters of a word tell it from others, whatever its ending."""


class ReportedTask(msgspec.Struct, frozen=True, kw_only=True):
    """What an item says of a task that another paragraph gave: the citation and the words around it.

    Where the citation is only `told`, without the word for a task before it, the paragraph must have given one, and be
    the reporting organ's own or of one of `organs`.
    """

    item: str
    meeting: MeetingLine
    title: str
    cited: CitedParagraph
    text: str
    words: frozenset[str]
    outcome: ReportOutcome | None
    assignees: tuple[str, ...]
    told: bool = False
    organs: tuple[str, ...] = ()


class GivenItem(msgspec.Struct, frozen=True, kw_only=True):
    """An item with what it gave: where it stands, and its clauses, assignments or not."""

    item: AgendaItem
    meeting: MeetingLine
    assignments: tuple[Assignment, ...]


class SaidReport(msgspec.Struct, frozen=True, kw_only=True):
    """An item that says that it reports on something, and the `earlier` items of its matter."""

    item: str
    meeting: MeetingLine
    title: str
    text: str
    reference: str | None
    earlier: tuple[str, ...]


ItemsAt = Callable[[str, str], Iterable[GivenItem]]
"""The items of a day (ISO), or of a year where no day is known, with a number of a paragraph."""


def reported_tasks(item: AgendaItem, meeting: MeetingLine) -> Iterator[ReportedTask]:
    """The tasks of other paragraphs that an item reports on: as its title and its decisions cite them, or else as its
    background tells.
    """
    stated = tuple(_stated(item, meeting))
    return iter(stated or tuple(_told(item, meeting)))


def _stated(item: AgendaItem, meeting: MeetingLine) -> Iterator[ReportedTask]:
    """The tasks that the title and the decisions of an item cite."""
    told = " ".join(decision.text for decision in item.decisions)
    yield from _in_passage(item, meeting, item.title, _outcome(told) if len(item.decisions) == 1 else _noted(told))
    lead, is_lead_proposed, proposed = "", False, proposed_clauses(item)
    for decision in item.decisions:
        is_proposed = decision.id in proposed or (is_lead_proposed and not _last_lead(decision.text))
        for task in _in_passage(item, meeting, decision.text, _listed(lead)):
            only_proposed = is_proposed and task.outcome
            yield msgspec.structs.replace(task, outcome=ReportOutcome.PROPOSED) if only_proposed else task
        if here := _last_lead(decision.text):
            lead, is_lead_proposed = here, decision.id in proposed or is_lead_proposed


def _told(item: AgendaItem, meeting: MeetingLine) -> Iterator[ReportedTask]:
    """The tasks that a report tells were given; of several none is done because its decision says so of one."""
    told = tuple(told_citations(item, meeting))
    outcome = _outcome_of_report(item, is_of_one=len(told) == 1) if told else None
    words = _words(" ".join((item.title, *(decision.text for decision in item.decisions))))
    for one in told:
        yield ReportedTask(
            item=item.id,
            meeting=meeting,
            title=item.title,
            cited=one.cited,
            text=one.sentence,
            words=words | _words(one.sentence),
            outcome=outcome,
            assignees=(),
            told=True,
            organs=one.organs,
        )


def _outcome_of_report(item: AgendaItem, *, is_of_one: bool) -> ReportOutcome | None:
    """What the decisions of an item say of the report in it, those that speak of it before the others."""
    proposed = proposed_clauses(item)
    if item.decisions and all(decision.id in proposed for decision in item.decisions):
        return ReportOutcome.PROPOSED
    made = [decision for decision in item.decisions if decision.id not in proposed]
    on_report = " ".join(decision.text for decision in made if speaks_of_report(decision))
    outcome = _outcome(on_report) or _noted(" ".join(decision.text for decision in made))
    return outcome if is_of_one or outcome is not ReportOutcome.DONE else ReportOutcome.NOTED


def says_report(item: AgendaItem) -> str:
    """The sentence in which an item says that it reports on something, as printed; "" where none does."""
    if _SAYS_REPORT.search(item.title):
        return item.title
    sentences = (one for text in (item.summary or "",) for one in _SENTENCE_END.split(text))
    return next((one for one in sentences if _SAYS_REPORT.search(one)), "")


def linked(given: Iterable[Assignment], reported: Iterable[ReportedTask], items_at: ItemsAt) -> tuple[Assignment, ...]:
    """The assignments with the reports that cite them, and those that only reports tell of.

    A report whose paragraph is not there, or may be of several organs, is linked to nothing.
    """
    rows = {row.id: row for row in given}
    for task in reported:
        place = _place(task, items_at)
        row = _row(task, place) if place else None
        if row is None:
            continue
        if row.id not in rows or not any(_is_same(task, report) for report in rows[row.id].reports):
            known = rows.get(row.id, row)
            rows[row.id] = msgspec.structs.replace(known, reports=(*known.reports, _report(task)))
    return tuple(
        msgspec.structs.replace(row, reports=tuple(sorted(row.reports, key=lambda report: (report.date, report.item))))
        for row in rows.values()
    )


def _row(task: ReportedTask, place: GivenItem) -> Assignment | None:
    """The assignment that a report is on; None where a citation that only tells does not say which of several."""
    if task.told:
        return _told_of(task, place.assignments)
    return _meant(task, place.assignments) or _told_by_report(task, place)


def _told_of(task: ReportedTask, given: Sequence[Assignment]) -> Assignment | None:
    """The only assignment of a paragraph, the one at the point that is cited, or the one with most words in common."""
    pointed = [row for row in given if row.id.rpartition("/b")[2] in task.cited.points]
    if len(given) == 1 or len(pointed) == 1:
        return (pointed or given)[0]
    shared = {row.id: len(task.words & _words(row.text)) for row in given}
    best = [row for row in given if shared[row.id] == max(shared.values()) > 0]
    return best[0] if len(best) == 1 else None


def with_proposed(rows: Iterable[Assignment], saying: Iterable[SaidReport]) -> tuple[Assignment, ...]:
    """The assignments with the reports that may be on them: of the same matter, later, and with words in common.

    What is reported on surely has no such proposal, and an item that cites what it reports on is none for others.
    """
    rows = tuple(rows)
    sure = {report.item for row in rows for report in row.reports if report.certain}
    by_item: dict[str, list[SaidReport]] = {}
    for report in saying:
        if report.item in sure:
            continue
        for item in report.earlier:
            by_item.setdefault(item, []).append(report)
    return tuple(_with_proposed(row, by_item.get(row.item, ())) for row in rows)


def _with_proposed(row: Assignment, saying: Iterable[SaidReport]) -> Assignment:
    if any(report.certain for report in row.reports):
        return row
    told = _words(f"{row.text} {row.title}")
    proposed = []
    for report in saying:
        if _is_the_same_report(row, report):
            continue
        text = f"{report.title} {report.text}"
        shared = tuple(dict.fromkeys(word for word in _WORD.findall(text) if _stem(word) in told))
        if shared and report.meeting.date > row.meeting.date:
            proposed.append(_proposal(row, report, shared[:MOST_SHARED]))
    return msgspec.structs.replace(row, reports=(*row.reports, *proposed)) if proposed else row


def _is_the_same_report(row: Assignment, report: SaidReport) -> bool:
    """Whether another organ only takes up the report on which the task was given; what was sent back comes again."""
    only_titled = report.text == report.title and _words(report.title) == _words(row.title)
    return only_titled and not _SENT_BACK.search(row.text)


def _proposal(row: Assignment, report: SaidReport, shared: tuple[str, ...]) -> AssignmentReport:
    numbers = {one.key for one in map(diary_number, filter(None, (row.reference, report.reference))) if one}
    same = row.reference is not None and report.reference is not None and len(numbers) == 1
    return AssignmentReport(
        item=report.item,
        date=report.meeting.date,
        organization=report.meeting.organ,
        title=report.title,
        text=report.text,
        outcome=None,
        certain=False,
        reason="reference" if same else "matter",
        shared=shared,
    )


def _in_passage(
    item: AgendaItem, meeting: MeetingLine, text: str, otherwise: ReportOutcome | None
) -> Iterator[ReportedTask]:
    """The tasks that a passage cites; `otherwise` is what came of those of which it does not say it itself."""
    text = " ".join(text.split())
    for cited in cited_paragraphs(text):
        around = text[max(0, cited.start - _BEFORE) : cited.end]
        if not _TASK.search(around) or not _is_day(cited.date) or (cited.date or "") >= meeting.date:
            continue
        start, end = _sentence(text, cited)
        lead = _last_lead(text[:start])
        yield ReportedTask(
            item=item.id,
            meeting=meeting,
            title=item.title,
            cited=cited,
            text=text[start:end],
            words=_words(text[cited.end : end]) or _words(item.title),
            outcome=_outcome(text[start:end]) or (_listed(lead) if lead else otherwise),
            assignees=_whose(text[start : cited.start], text[cited.end : end]),
        )


def _place(task: ReportedTask, items_at: ItemsAt) -> GivenItem | None:
    """The item that gave a task; None where none is there, or nobody can say which of several."""
    there = [one for one in items_at(task.cited.date or "", task.cited.number) if _may_cite(task.meeting, one.meeting)]
    if task.told:
        earlier = (one for one in there if one.meeting.date < task.meeting.date and one.assignments)
        own = [one for one in earlier if _is_of_organ(one.meeting, task)]
        return own[0] if len(own) == 1 else None
    named = [one for one in there if task.cited.organ and is_named(task.cited.organ, one.meeting.organization)]
    for few in (named, [one for one in there if "fullmäktige" in one.meeting.organization.lower()], there):
        alike = [one for one in few if _meant(task, one.assignments)] or few
        if len(alike) == 1:
            return alike[0]
    return None


def _is_of_organ(meeting: MeetingLine, task: ReportedTask) -> bool:
    """Whether a meeting is of an organ that a report names, or of its own where no name stands by the paragraph."""
    is_own = meeting.id.rpartition("/")[0] == task.meeting.id.rpartition("/")[0]
    return (is_own and not task.cited.organ) or any(is_named(organ, meeting.organization) for organ in task.organs)


def _may_cite(meeting: MeetingLine, other: MeetingLine) -> bool:
    """Whether an organ's minutes may cite another's by its paragraph alone: not those of another municipality."""
    return None in (meeting.authority, other.authority) or meeting.authority == other.authority


def _meant(task: ReportedTask, given: Sequence[Assignment]) -> Assignment | None:
    """The assignment of a paragraph that a report is on; None where no words say that it is one of these."""
    pointed = [row for row in given if row.id.rpartition("/b")[2] in task.cited.points]
    shares = [(_share(task.words, row), row) for row in given]
    best = max((share for share, _ in shares), default=0.0)
    if best >= (SAME_TASK if len(given) > 1 else SAME_ONLY_TASK):
        return next(row for share, row in shares if share == best)
    return pointed[0] if len(pointed) == 1 else None


def _share(words: frozenset[str], row: Assignment) -> float:
    """The share of some words that an assignment has."""
    return len(words & _words(f"{row.text} {row.title}")) / len(words) if words else 0.0


def _told_by_report(task: ReportedTask, place: GivenItem) -> Assignment:
    """An assignment that no clause of its paragraph gives in words that are known: what the report says that it was."""
    clauses = [one for one in place.item.decisions if one.kind is not DecisionKind.PROPOSED]
    pointed = [one for one in clauses if one.id.rpartition("/b")[2] in task.cited.points]
    best = max(clauses, key=lambda one: len(task.words & _words(one.text)), default=None)
    clause = pointed[0] if pointed else best
    return Assignment(
        id=clause.id if clause else place.item.id,
        item=place.item.id,
        meeting=place.meeting,
        number=place.item.number,
        title=place.item.title,
        text=task.text,
        assignees=task.assignees,
        reference=place.item.reference,
        decided=False,
    )


def _report(task: ReportedTask) -> AssignmentReport:
    return AssignmentReport(
        item=task.item,
        date=task.meeting.date,
        organization=task.meeting.organ,
        title=task.title,
        text=task.text,
        outcome=task.outcome,
        certain=True,
        reason="citation",
    )


def _is_same(task: ReportedTask, report: AssignmentReport) -> bool:
    """Whether a report is known already: the title and the decision of one item both cite what it answers."""
    return report.item == task.item and (report.outcome == task.outcome or task.outcome is None)


def _sentence(text: str, cited: CitedParagraph) -> tuple[int, int]:
    """Where the sentence, or the entry of a list, begins and ends that cites."""
    start = max((match.end() for match in _SENTENCE_END.finditer(text, 0, cited.start + 1)), default=0)
    end = _SENTENCE_END.search(text, cited.end)
    return min(start, cited.start), end.start() if end else len(text)


def _outcome(text: str) -> ReportOutcome | None:
    """What a text says that a report came to."""
    return next((outcome for outcome, words in _OUTCOMES if words.search(text)), None)


def _noted(text: str) -> ReportOutcome | None:
    """What several clauses say of a report that only the title names: no more than that it was noted."""
    return ReportOutcome.NOTED if _outcome(text) in (ReportOutcome.NOTED, ReportOutcome.DONE) else None


def _listed(lead: str) -> ReportOutcome | None:
    """What the lead of a list says of each of its entries; None where it makes exceptions."""
    return None if not lead or _EXCEPT.search(lead) else _outcome(lead)


def _last_lead(text: str) -> str:
    """The last lead of a list of tasks in a text, "" without one."""
    return next((match.group() for match in reversed(list(_LIST_LEAD.finditer(text)))), "")


def _whose(before: str, behind: str) -> tuple[str, ...]:
    """Who had the task, as the words around a citation say it: "Kulturnämndens uppdrag", "uppdrag till nämnden"."""
    match = _TO_WHOM.search(before) or _BEHIND_TO_WHOM.match(behind) or _WHOSE.search(before)
    return (match["who"].strip(),) if match and not match["who"].lower().startswith("redovisning") else ()


def _is_day(date: str | None) -> bool:
    return date is not None and len(date) == len("2024-01-01")


def _words(text: str) -> frozenset[str]:
    """The words of a text that tell one task from others, without their endings."""
    return frozenset(map(_stem, _WORD.findall(text))) - _plain()


def _stem(word: str) -> str:
    """A word without its ending, however it is spelled."""
    return fold(word.lower())[:_STEM]


@cache
def _plain() -> frozenset[str]:
    """The words that any task and any report may have."""
    return frozenset(fold(word)[:_STEM] for word in words("reports")["säger inget"])
