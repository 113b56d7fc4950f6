"""Items: what stands under a heading, cut into sections, and what each of them says.

    3. Extern finansiering                      title
    Sammanfattning: Projektet börjar i juni.    summary
    Föredragande: Anna Berg                     presenters
    Mötet beslutar                              decision
    att tacka för informationen

A section begins behind its label and ends before the next. Words before any label are the summary, and an att-clause
that begins a paragraph there is a decision whose label was left out.
"""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from operator import itemgetter

import msgspec

from indexer.minutes.decisions.acts import Organ
from indexer.minutes.decisions.assignees import assignees_of, is_about_a_task
from indexer.minutes.decisions.clauses import clauses
from indexer.minutes.decisions.due_dates import due_date
from indexer.minutes.decisions.kinds import assignee_of, kind_of
from indexer.minutes.decisions.resolutions import (
    SectionDraft,
    is_of_another,
    is_verb_label,
    led_to_by,
    resolved,
    told_apart,
)
from indexer.minutes.headings.candidates import CHAIN
from indexer.minutes.headings.titles import Heading
from indexer.minutes.lines.content_lines import ContentLines
from indexer.minutes.lines.folded_text import fold, printed
from indexer.minutes.lines.labels import Label
from indexer.minutes.lines.lines import Line, bullet, ends_a_sentence, goes_on
from indexer.minutes.lines.worded_labels import proposes
from indexer.minutes.people.movers import disqualified_in, movers
from indexer.minutes.people.statements import statements
from indexer.minutes.references import ANY_REFERENCE, REFERENCE, REFERENCE_LABEL
from indexer.minutes.votes import BallotText, votes_in
from indexer.model import AgendaItem, Decision, DecisionKind, Proposal, Section

_CLAUSE_NUMBER = re.compile(r"^\d{1,2}(?:[.)]\s+|\t|\s{2,})")
_ATTACHMENT = re.compile(r"bilaga\s+[\d\w]{1,3}\b", re.IGNORECASE)


_FIRST_SENTENCE = re.compile(r"(?P<first>[^.]*(?:\.(?=\S)[^.]*)*)\.\s+\S")
_DIGITS = re.compile(r"\d+")
_IS_SAID_OF = re.compile(r"Att\s+[^,]*?\s(?:är|var|blir|blev|har|kan|kräver|innebär)\s")
"""A sentence about something ("Att köpa nytt är dyrt."), and no clause."""
_PAST = re.compile(rf"\b(?:{'|'.join(map(fold, ('beslutade', 'beslöt', 'beslutades', 'beslöts', 'valde')))})\b")
_RESOLVES = re.compile(rf"\b(?:{'|'.join(map(fold, ('beslutar', 'besluta')))})\b")
_TO_ANOTHER = re.compile(rf"\b{fold('till')}\s(?!{fold('beslut')})")
"""To whom the organ itself proposes something: "Styrelsens förslag till stämman"."""
_MOVES = re.compile(rf"\b(?:{'|'.join(map(fold, ('yrkar', 'yrkade', 'föreslår', 'föreslog', 'hemställer')))})\b")
_LINES_BESIDE = 4
_LONGEST_OPENING = 80
_OF_OTHERS = frozenset(("proposal", "reservation", "note", "earlier"))
"""Sections in which the organ may be said to decide what it did not."""
_NEVER_BALLOTS = frozenset(("attachments", "earlier", "recipients", "reservation", "disqualified", "note"))
"""Sections that speak of ballots only where another meeting held them, or somebody explains a vote."""


class ItemReader:
    """Reads the items of one body; `meeting` is the meeting's id and `date` its date."""

    def __init__(self, body: ContentLines, source: str, meeting: str, date: str) -> None:
        self.body = body
        self.source = source
        self.meeting = meeting
        self.date = date
        self.organ = Organ(body.organ, _who_decides(body))

    def read(self, headings: Sequence[Heading]) -> tuple[AgendaItem, ...]:
        """The items under some headings, sub-items within the item that they stand below."""
        ends = [*(heading.first for heading in headings[1:]), len(self.body)][: len(headings)]
        top: list[tuple[Heading, int, list[tuple[Heading, int]]]] = []
        for heading, end in zip(headings, ends, strict=True):
            if heading.is_sub_item and top:
                top[-1][2].append((heading, end))
            else:
                top.append((heading, end, []))
        return tuple(self._with_sub_items(n, *group) for n, group in enumerate(top, start=1))

    def _with_sub_items(
        self, position: int, heading: Heading, end: int, below: Sequence[tuple[Heading, int]]
    ) -> AgendaItem:
        item = self._item(str(position), heading, end)
        subs = [self._item(f"{position}.{n}", sub, sub_end) for n, (sub, sub_end) in enumerate(below, start=1)]
        return msgspec.structs.replace(item, items=tuple(subs))

    def _item(self, position: str, heading: Heading, end: int) -> AgendaItem:
        lines = self.body.lines
        first = lines[heading.first]
        start, stop = first.start, max(line.end for line in lines[heading.first : max(heading.first + 1, end)])
        id = f"{self.meeting}/{position}"
        reference, content = self._reference(heading, end)
        drafts = list(self.pieces(content, end, heading))
        pieces = list(resolved(drafts, self.organ))
        decided = [
            told
            for piece in pieces
            if piece.kind == "decision"
            for told in told_apart(clauses(piece.lines, self.body.width), is_proposed=piece.is_proposed)
        ]
        return AgendaItem(
            id=id,
            position=position,
            title=self._title(heading),
            text=self.source[start:stop],
            start=start,
            end=stop,
            line=first.index + 1,
            number=heading.number,
            time=heading.time,
            group=heading.group,
            reference=reference,
            summary=self._summary(pieces),
            presenters=self._each(pieces, "presenters"),
            attachments=self._each(pieces, "attachments"),
            decisions=tuple(
                self._decision(id, n, text, is_proposed=is_proposed)
                for n, (text, is_proposed) in enumerate(decided, start=1)
            ),
            proposals=tuple(self._proposals(pieces)),
            votes=votes_in(*self._ballot_texts(drafts)),
            reservations=self._each(pieces, "reservation"),
            statements=tuple(statements(self._each(pieces, "reservation"), self._each(pieces, "note"))),
            recipients=self._lines(pieces, "recipients"),
            disqualified=tuple(self._disqualified(pieces)),
            sections=tuple(_section(piece) for piece in pieces if piece.lines),
            page=first.page,
        )

    def _title(self, heading: Heading) -> str:
        """The title as printed; of text without a heading, how it begins."""
        title = printed("\n".join(self.source[start:end] for start, end in heading.title)).rstrip(": ")
        if title:
            return title
        opening = self.body.lines[min(heading.after, len(self.body) - 1)]
        return textwrap.shorten(printed(opening.text), _LONGEST_OPENING, placeholder=" …")

    def _decision(self, item: str, number: int, text: str, *, is_proposed: bool) -> Decision:
        kind = DecisionKind.PROPOSED if is_proposed else kind_of(text)
        assignees = assignees_of(text) if kind is not DecisionKind.PROPOSED else ()
        is_task = kind is DecisionKind.ASSIGNED or bool(assignees)
        if kind is DecisionKind.ASSIGNED and not assignees and (one := assignee_of(text)):
            assignees = (one,)
        due = due_date(text, self.date) if is_task or is_about_a_task(text) else None
        return Decision(
            id=f"{item}/b{number}",
            text=text,
            kind=kind,
            assignee=(assignee_of(text) or ", ".join(assignees) or None) if is_task else None,
            assignees=assignees,
            due=due.day if due else None,
            due_text=due.text if due else None,
        )

    def _reference(self, heading: Heading, end: int) -> tuple[str | None, int]:
        """The diary number, from the heading or the lines just below it, and where the content begins after it."""
        at, found = heading.after, heading.reference
        if heading.inside is not None:
            below = self.body.lines[at + 1].text if at + 1 < end else ""
            number = ANY_REFERENCE.fullmatch(below) if REFERENCE_LABEL.match(below) else None
            return found or (number["reference"] if number else None), at
        while at < end and at < heading.after + 2:
            text = self.body.lines[at].text
            label = REFERENCE_LABEL.match(text)
            told = text[label.end() :] if label else text
            number = REFERENCE.fullmatch(told) or ANY_REFERENCE.fullmatch(told)
            is_it = number is not None and (label is not None or REFERENCE.fullmatch(told) or "(" in text)
            if not label and not is_it:
                break
            if label and not number and (named := _FIRST_SENTENCE.match(told)):
                return found or named["first"].strip(), at
            found, at = found or (number["reference"] if number else printed(told)) or None, at + 1
        return found or self._reference_beside(at, end), at

    def _reference_beside(self, at: int, end: int) -> str | None:
        """The diary number that stands by itself, and is called one, beside the first lines of the text."""
        for line in self.body.lines[at : min(end, at + _LINES_BESIDE)]:
            label = REFERENCE_LABEL.match(line.text)
            if label and (number := ANY_REFERENCE.fullmatch(line.text, label.end())):
                return number["reference"]
        return None

    def pieces(self, at: int, end: int, opened: Heading) -> Iterator[SectionDraft]:
        """The sections between two positions, below the heading that opens the item."""
        kind, heading, lines = "summary", "", list[Line]()
        is_earlier = was_earlier = is_owed = False
        others = _OthersWords()
        column = 0
        is_headed = any(
            (cue := self.body.cue(n, "decision"))
            and not (is_verb_label(cue) or proposes(cue.label) or is_of_another(cue, self.organ))
            for n in range(at, end)
        )
        for here in range(at, end):
            if here == opened.mark:
                yield from _piece(kind, heading, lines)
                kind, heading, lines, is_earlier, was_earlier = "summary", "", [], False, False
                continue
            line = self.body.lines[here]
            if opened.inside is not None and 0 <= here - opened.after <= len(opened.more_inside):
                line = _behind(line, (opened.inside, *opened.more_inside)[here - opened.after])
            if not line.text:
                continue
            is_in_column = 0 < column <= line.indent and kind in _OF_OTHERS
            cue = None if is_in_column else self.body.cue(here)
            cue = self._label_here(cue, line, kind, lines, others, is_headed=is_headed)
            if is_earlier := self._is_of_another(here, end, opened, is_earlier=is_earlier):
                cue = None
            others.add(cue, line, kind)
            if is_earlier != was_earlier:
                yield from _piece(kind, heading, lines)
                kind, heading, lines = "earlier" if is_earlier else "summary", "", []
                was_earlier = is_earlier
            is_owed = is_owed and cue is None
            if cue is None and kind != "decision" and self._decides_unlabelled(here, kind, at, is_owed=is_owed):
                yield from _piece(kind, heading, lines)
                kind, heading, lines = "decision", "", []
            if cue is None:
                if line.indent < column:
                    yield from _piece(kind, heading, lines)
                    kind, heading, lines, column = "summary", "", [], 0
                lines.append(line)
                continue
            column = line.indent + cue.rest if cue.in_column else 0
            is_owed = kind == "decision" and cue.kind == "other" and not lines
            yield from _piece(kind, heading, lines)
            kind, heading, lines = cue.kind, cue.heading.rstrip(" :"), []
            offset = cue.rest
            while (
                (again := self.body.sections.find(_behind(line, offset)))
                and again.kind == kind
                and offset < len(line.text)
            ):
                if not line.text[offset : offset + again.rest].rstrip().endswith(":"):
                    break
                offset += again.rest
            rest = _behind(line, offset)
            if rest.text and not (kind == "decision" and rest.folded.strip(" :") == "att"):
                lines.append(rest)
        yield from _piece(kind, heading, lines)

    def _label_here(
        self, cue: Label | None, line: Line, kind: str, lines: Sequence[Line], others: _OthersWords, *, is_headed: bool
    ) -> Label | None:
        """A label as it is meant below what the item has had so far; None where it is only a sentence of that."""
        if cue is None or cue.kind != "decision":
            return cue
        if not is_verb_label(cue):
            if is_headed and proposes(cue.label) and not _TO_ANOTHER.search(cue.label):
                return msgspec.structs.replace(cue, kind="proposal")
            return msgspec.structs.replace(cue, kind="earlier") if is_of_another(cue, self.organ) else cue
        is_alone = cue.in_column or line.folded[cue.rest :].strip(" :") in ("", "att")
        if not is_alone and (others.has_decided if kind == "ballot" else self._is_free(kind)):
            return None
        if led_to := led_to_by(lines):
            return msgspec.structs.replace(cue, kind=led_to)
        if kind in _OF_OTHERS and not (others.are_answered_by(cue, line, lines, kind) and not is_headed):
            return msgspec.structs.replace(cue, kind="proposal") if kind == "proposal" else None
        return None if kind == "earlier" and not self._is_own(cue) else cue

    @staticmethod
    def _is_free(kind: str) -> bool:
        """Whether the sentences of a part say themselves what they do."""
        return kind not in ("proposal", "earlier", "decision", "ballot")

    def _is_of_another(self, at: int, end: int, opened: Heading, *, is_earlier: bool) -> bool:
        """Whether a line stands in the part of another organ, in minutes that print the way of a matter through all:

        Au § 84
        ARBETSUTSKOTTET FÖRESLÅR ...
        Sn § 50
        SOCIALNÄMNDEN BESLUTAR ...
        """
        line = self.body.lines[at]
        mark = CHAIN.fullmatch(line.text) if line.after_gap or at == opened.after else None
        own = _DIGITS.search(opened.number)
        if mark is None or own is None:
            return is_earlier
        if mark["number"] == own.group():
            return False
        later = (CHAIN.fullmatch(self.body.lines[n].text) for n in range(at + 1, end))
        return is_earlier or (opened.mark or 0) > at or any(one and one["number"] == own.group() for one in later)

    def _is_own(self, cue: Label) -> bool:
        """Whether a label says that this meeting's organ decides."""
        return any(self.organ.is_meant(word) for word in cue.label.split())

    def _decides_unlabelled(self, at: int, kind: str, first: int, *, is_owed: bool) -> bool:
        """Whether an att-clause without a label begins here: a paragraph of its own that no sentence leads up to, or
        one that is owed to a decision's label, directly below which another stands.
        """
        line = self.body.lines[at]
        if is_owed and line.after_gap and self.body.is_clause(at):
            return True
        if kind not in ("summary", "presenters", "attachments") or not line.folded[bullet(line.folded) :].startswith(
            "att "
        ):
            return False
        if at == first and _IS_SAID_OF.match(line.text):
            return False
        return at == first or (
            line.after_gap and ends_a_sentence(before := self.body.lines[at - 1].text) and not before.endswith(":")
        )

    def _summary(self, pieces: Sequence[SectionDraft]) -> str | None:
        """The words of the summary; those before any label only where no label says what the summary is."""
        labelled = [piece for piece in pieces if piece.kind == "summary" and piece.heading and piece.lines]
        plain = [piece for piece in pieces if piece.kind == "summary" and not piece.heading]
        found = [self._slice(piece) for piece in [*plain, *labelled]]
        return printed("\n".join(found)) or None

    def _each(self, pieces: Sequence[SectionDraft], kind: str) -> tuple[str, ...]:
        return tuple(text for piece in pieces if piece.kind == kind for text in self._paragraphs(piece))

    def _proposals(self, pieces: Sequence[SectionDraft]) -> Iterator[Proposal]:
        """What was proposed, each with who moved it: told by its words, or by the label that it stands under."""
        for piece in pieces:
            if piece.kind == "proposal":
                labelled = movers(f"{piece.heading} ") if _MOVES.search(fold(piece.heading)) else ()
                for paragraph in self._paragraphs(piece):
                    for text in _moved(paragraph):
                        yield Proposal(text=text, proposers=movers(text) or labelled)

    def _disqualified(self, pieces: Sequence[SectionDraft]) -> Iterator[str]:
        """What stands under headings of disqualification; who it is, where a sentence tells it without one."""
        for piece in pieces:
            for text in self._each([piece], "disqualified"):
                yield from (text,) if piece.heading else disqualified_in(text)

    def _lines(self, pieces: Sequence[SectionDraft], kind: str) -> tuple[str, ...]:
        return tuple(
            printed(line.text[bullet(line.text) :]).rstrip(",")
            for piece in pieces
            if piece.kind == kind
            for line in piece.lines
        )

    def _paragraphs(self, piece: SectionDraft) -> Iterator[str]:
        """The values of a section: one for each paragraph, bullet, numbered attachment or finished line."""
        values: list[list[str]] = []
        for at, line in enumerate(piece.lines):
            text = line.text[bullet(line.text) :]
            if values and not self._begins_a_value(piece, at):
                values[-1].append(text)
            else:
                values.append([_CLAUSE_NUMBER.sub("", text) if piece.kind == "proposal" else text])
        return (printed("\n".join(value)) for value in values)

    def _begins_a_value(self, piece: SectionDraft, at: int) -> bool:
        line, before = piece.lines[at], piece.lines[at - 1]
        if line.text[0].islower():
            return False
        if line.after_gap or bullet(line.text) or _ATTACHMENT.match(line.text) or ends_a_sentence(before.text):
            return True
        if piece.kind == "proposal":
            return _CLAUSE_NUMBER.match(line.text) is not None
        return piece.kind == "attachments" and not goes_on(before, line, self.body.width)

    def _ballot_texts(self, pieces: Sequence[SectionDraft]) -> Iterator[BallotText]:
        """The parts that may tell of ballots, each from the start of its first line, so that columns stay."""
        for piece in pieces:
            if piece.lines and piece.kind not in _NEVER_BALLOTS:
                line = self.source.rfind("\n", 0, piece.lines[0].start) + 1
                start = line if not self.source[line : piece.lines[0].start].strip() else piece.lines[0].start
                yield BallotText(piece.heading, self.source[start : piece.lines[-1].end], piece.kind == "ballot")

    def _slice(self, piece: SectionDraft) -> str:
        return self.source[piece.lines[0].start : piece.lines[-1].end] if piece.lines else ""


def _moved(paragraph: str) -> Iterator[str]:
    """A paragraph, or its sentences where each says who moves: "Eva Alm (V) yrkar avslag. Bo Ek (S) yrkar bifall."."""
    parts = _BETWEEN_MOVERS.split(paragraph)
    yield from (
        parts if len(parts) > 1 and all(movers(part) and _MOVES.search(fold(part)) for part in parts) else [paragraph]
    )


_BETWEEN_MOVERS = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ])")


class _OthersWords:
    """What somebody else than the organ said in an item, so far as it may run on: proposals, reservations, notes."""

    def __init__(self) -> None:
        self.has_decided = False
        self._acting: set[str] = set()
        """The labels, "" for a sentence, by which the organ already acts in what is proposed."""

    def add(self, cue: Label | None, line: Line, kind: str) -> None:
        """Goes past a line that stands below a label of some kind, and the label that it begins with itself."""
        if cue is not None and cue.kind not in _OF_OTHERS:
            self.has_decided = self.has_decided or cue.kind == "decision"
            self._acting.clear()
        elif cue is not None and kind in _OF_OTHERS and is_verb_label(cue) and not proposes(cue.label):
            self._acting.add(cue.label if cue.rest >= len(line.text) else "")
        elif cue is not None:
            behind = line.folded[cue.rest :]
            self._acting = {"" if ends_a_sentence(behind) else behind} if _RESOLVES.search(behind) else set()
        elif kind in _OF_OTHERS and _RESOLVES.search(line.folded):
            self._acting.add("")

    def are_answered_by(self, cue: Label, line: Line, said: Sequence[Line], kind: str) -> bool:
        """Whether "X beslutar" behind a proposal says what became of it, and does not go on with what is proposed:
        in the past tense, in another form than what is proposed has, or by beginning again as that does.
        """
        if kind == "proposal" and _PAST.search(cue.label):
            return True
        if self.has_decided or not (said or self._acting):
            return False
        if not self._acting:
            return line.after_gap or cue.in_column or not said or ends_a_sentence(said[-1].text)
        is_alone = cue.rest >= len(line.text)
        is_other = _PAST.search(cue.label) or (self._acting == {""} and not proposes(cue.label))
        return line.after_gap and is_alone and bool(is_other or any(one.startswith(cue.label) for one in self._acting))


def _who_decides(body: ContentLines) -> str:
    """Who decides in these minutes by most of their labels ("Plenum beslutar"); "" where no label says it."""
    labels = (cue.label.split() for cue in body.cues.values() if cue.kind == "decision" and is_verb_label(cue))
    return max(Counter(words[-2] for words in labels if len(words) > 1).items(), key=itemgetter(1), default=("", 0))[0]


def _behind(line: Line, offset: int) -> Line:
    """What stands on a line behind an offset."""
    text = line.text[offset:]
    return Line(line.index, line.start + offset, line.end, line.page, text, fold(text), line.after_gap)


def _piece(kind: str, heading: str, lines: list[Line]) -> Iterator[SectionDraft]:
    if lines or heading:
        yield SectionDraft(kind, heading, tuple(lines))


def _section(piece: SectionDraft) -> Section:
    return Section(kind=piece.kind, heading=piece.heading, start=piece.lines[0].start, end=piece.lines[-1].end)
