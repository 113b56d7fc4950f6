"""Terminal: an answer, an item, a meeting as text that a person enjoys reading.

A `TextStyle` says how: how wide the lines are, and whether there is colour. Without a width (a pipe, a file) a
paragraph is one line, so that other programs can count on lines; without colour a marked word stands between
asterisks. Every word is coloured by itself, so that a colour never runs over the end of a line.

    2. Civilt försvar och *krisberedskap*
       Kommundirektörsmöte i Familjen Helsingborg · 13 June 2025 · no 5 · page 1
       → att uppdra till sekretariatschef att initiera dialog med
         säkerhetschefer om behov av stöd
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from indexer import messages
from indexer.messages import Value, day
from indexer.model import AgendaItem, AttendanceStatus, Decision, DocumentKind, Matter, Meeting, Vote, minutes_id
from search_ui.answer import Answer, Hit
from search_ui.output.gate import Shown, coloured, joined, printable
from search_ui.output.item_parts import clause_spans, clauses_within, item_parts

if TYPE_CHECKING:
    from indexer.configuration import SettingValue
    from indexer.pipeline.ingest import Report
    from indexer.pipeline.purge import PurgeReport

INDENT: Final = "   "
READABLE: Final = 100
"""Letters a line holds at most where lines are broken for reading."""
DECISIONS: Final = 4
"""Of an item with more clauses than so, a hit shows those that answer and the first others; `show` shows them all."""

BOLD, DIM, MARK, GOOD, BAD = "\x1b[1m", "\x1b[2m", "\x1b[33m\x1b[1m", "\x1b[32m", "\x1b[31m"

Marks = tuple[tuple[int, int], ...]


class TextStyle(NamedTuple):
    """How text is to look: the width to break lines at, None for never, and whether there is colour."""

    width: int | None = None
    colour: bool = False

    def styled(self, text: str, style: str) -> Shown:
        """The text in a style, where there is colour."""
        return coloured(text, style) if self.colour and style and text else printable(text)


def hit_text(hit: Hit, look: TextStyle, *, explain: bool = False) -> Shown:
    """A hit: title, meeting, decisions, passages, and the id to show it by."""
    number, page = _number(hit.meeting.number), _page(hit.page)
    where = (_document(hit.meeting.document), hit.meeting.organ, day(hit.meeting.date), number, hit.reference, page)
    lines: list[Shown] = [
        _title(hit.number, hit.title, look, hit.title_marks),
        filled(" · ".join(filter(None, where)), look, first=INDENT),
        *_course(hit, look),
        *_decisions(hit, look),
        *(filled(messages.text("show.agreed", text=text), look, first=INDENT) for text in hit.agreed),
        *(filled(one.text, look, one.marks, first=INDENT) for one in hit.excerpts if one.field != "decision"),
    ]
    if hit.ocr_damaged:
        lines.append(filled(messages.text("show.ocr_damaged"), look, first=INDENT, style=DIM))
    if explain:
        lines.append(printable(INDENT + _score(hit)))
    return joined("\n", (*lines, filled(hit.id, look, first=INDENT, style=DIM)))


def _course(hit: Hit, look: TextStyle) -> Iterator[Shown]:
    """What the matter of a hit last ended in, and how often it was up, where that was more than once."""
    if hit.matter and len(hit.matter.items) > 1:
        times = messages.text("show.times_up", count=len(hit.matter.items))
        outcome = messages.text(f"result.{hit.matter.outcome}") if hit.matter.outcome else ""
        yield filled(" · ".join(filter(None, (outcome, times))), look, first=INDENT)


def matter_text(matter: Matter, look: TextStyle) -> Shown:
    """A matter: its title, what it ended in, how often it was up, and where."""
    times = messages.text("show.times_up", count=len(matter.items))
    outcome = messages.text(f"result.{matter.outcome}") if matter.outcome else ""
    span = day(matter.last) if matter.first == matter.last else f"{day(matter.first)} – {day(matter.last)}"
    lines = (
        _title("", matter.title, look),
        filled(" · ".join(filter(None, (outcome, times, span, matter.reference))), look, first=INDENT),
        *(filled(id, look, first=INDENT, style=DIM) for id in matter.items),
    )
    return joined("\n", lines)


def meeting_text(meeting: Meeting, look: TextStyle) -> Shown:
    """A meeting: when and where, who was there, the items, and what the parser found no place for."""
    hours = "–".join(filter(None, (meeting.start, meeting.end)))
    head = [
        filled(meeting.organ, look, style=BOLD),
        filled(" · ".join(filter(None, (day(meeting.date), _number(meeting.number), hours, meeting.place))), look),
    ]
    if called := _document(meeting.document):
        head.insert(0, filled(called, look, style=BOLD))
    head += (filled(text, look) for text in _standing(meeting))
    blocks = [
        joined("\n", head),
        joined("\n", _attendance(meeting, look)),
        *(item_text(item, look, document=meeting.document) for item in meeting.items),
    ]
    if meeting.unplaced:
        lines = (filled(f"{line.line}: {line.text}", look, first=INDENT) for line in meeting.unplaced)
        blocks.append(joined("\n", (printable(messages.text("show.unplaced_lines")), *lines)))
    if meeting.furniture:
        edges = (filled(f"{edge.text}  ({edge.lines})", look, first=INDENT) for edge in meeting.furniture)
        blocks.append(joined("\n", (printable(messages.text("show.furniture")), *edges)))
    remarks = [filled(remark.message.text(), look) for remark in meeting.remarks]
    if meeting.certainty.least < 1:
        shares = {name: round(100 * share) for name, share in msgspec.structs.asdict(meeting.certainty).items()}
        remarks.append(filled(messages.text("check.certainty", **shares), look))
    return joined("\n\n", filter(None, (*blocks, *remarks)))


def item_text(
    item: AgendaItem, look: TextStyle, meeting: Meeting | None = None, document: DocumentKind = DocumentKind.MINUTES
) -> Shown:
    """An item as it is printed, its headings and its decisions where they stand, and what lies below it; with its
    meeting, where it comes from.
    """
    lines: list[Shown] = [_title(item.number or item.time or "", item.title, look)]
    if meeting:
        document = meeting.document
        where = (meeting.organ, day(meeting.date), _number(meeting.number), item.reference, _page(item.page))
        lines.append(filled(" · ".join(filter(None, (_document(document), *where))), look, first=INDENT))
        lines += (filled(text, look, first=INDENT) for text in _standing(meeting))
    lines += _parts(item, document, look)
    lines += (line for vote in item.votes for line in _vote(vote, look))
    lines.append(filled(item.id, look, first=INDENT, style=DIM))
    below = (item_text(sub_item, look, document=document) for sub_item in item.items)
    return joined("\n\n", (joined("\n", lines), *below))


def _parts(item: AgendaItem, document: DocumentKind, look: TextStyle) -> Iterator[Shown]:
    """The parts of an item in printed order, each clause once and behind its arrow, what is only proposed called so."""
    clauses = list(clause_spans(item))
    told: list[Decision] = []
    for part in item_parts(item):
        section = part.section
        kind, heading = section.kind if section else "", section.heading if section else ""
        if kind == "presenters":
            yield from (_named("show.presented_by", name, look) for name in item.presenters)
            continue
        if kind == "attachments":
            yield from (_named("show.attached", name, look) for name in item.attachments)
            continue
        is_proposed = kind == "proposal" or (kind == "decision" and document is DocumentKind.AGENDA)
        if part.heading:
            yield filled(part.heading, look, first=INDENT, style=BOLD)
        if is_proposed and _PROPOSES.search(heading) is None:
            yield filled(messages.text("show.proposed"), look, first=INDENT)
        at = part.start
        for clause, start, end in clauses_within(section, item, clauses) if section else ():
            yield from _told(_MARKER_AT_END.sub("", item.text[at:start]), look)
            yield _decision(clause, look)
            told.append(clause)
            at = end
        yield from _told(item.text[at : part.end], look)
    if not item.sections and item.summary and not item.text:
        yield from _told(item.summary, look)
    yield from (_decision(clause, look) for clause in item.decisions if clause not in told)


_PROPOSES: Final = re.compile(r"förslag|yrka|föreslå", re.IGNORECASE)
"""A heading that says itself that what stands below it is only proposed."""
_MARKER_AT_END: Final = re.compile(r"(?:[-–•*]|\(?\d{1,3}[.)]?|[a-z][.)])\s*\Z")


def _told(text: str, look: TextStyle) -> Iterator[Shown]:
    """The paragraphs of a text, unless nothing in it is a word."""
    if re.search(r"\w", text):
        yield from (filled(paragraph, look, first=INDENT) for paragraph in _paragraphs(text))


def _named(code: str, name: str, look: TextStyle) -> Shown:
    return filled(messages.text(code, name=name), look, first=INDENT, rest=INDENT * 2)


def _decision(clause: Decision, look: TextStyle) -> Shown:
    return _clause(f"{clause.text}  ({messages.text(f'kind.{clause.kind}').lower()})", look)


def _standing(meeting: Meeting) -> Iterator[str]:
    """What is said of a document that is no minutes: that nothing in it is decided, and where the minutes are."""
    if meeting.document is DocumentKind.AGENDA:
        yield messages.text("show.only_proposed")
    if meeting.apart:
        yield messages.text("show.minutes_there", id=minutes_id(meeting.id))


def _document(kind: DocumentKind) -> str:
    """What a document is called that is no minutes; "" for minutes."""
    return "" if kind is DocumentKind.MINUTES else messages.text(f"document.{kind}")


def decision_text(decision: Decision, look: TextStyle) -> Shown:
    """A decision clause."""
    return filled(decision.text, look)


def help_text(text: str, look: TextStyle) -> Shown:
    """The page of help: headings stand out, paragraphs are broken, and what is said of an example beside it."""
    return joined("\n", (_helpful(line, look) for line in text.splitlines()))


def said(answer: Answer, look: TextStyle, *, explain: bool = False) -> Iterator[Shown]:
    """What is to be said of an answer: how many items there are, how it was read, and what to try instead."""
    yield filled(_found(answer), look)
    if answer.items > answer.total:
        yield filled(messages.text("show.matters", count=answer.total, items=answer.items), look)
    if explain:
        yield filled(messages.text("show.read_as", query=answer.interpreted), look)
    for remark in answer.remarks:
        yield filled(remark.message.text(), look)
    if answer.did_you_mean:
        import shlex

        code, query = (
            ("show.as_typed", answer.as_typed) if answer.as_typed else ("show.did_you_mean", answer.did_you_mean)
        )
        yield printable(messages.text(code, query=shlex.quote(query)))
    for part in answer.without:
        obstacle = _obstacle(part.value, part.label)
        yield filled(messages.text("show.without", obstacle=obstacle, items=counted(part.count)), look)


def report_text(report: Report) -> Shown:
    """One line about what a run did."""
    counts = {
        "report.new": report.new,
        "report.changed": report.changed,
        "report.moved": report.moved,
        "report.removed": report.removed,
        "report.withdrawn": report.withdrawn,
        "report.failed": len(report.failed),
    }
    done = ", ".join(messages.text(code, count=count) for code, count in counts.items() if count)
    line: dict[str, Value] = {
        "done": done or messages.text("report.nothing_changed"),
        "unchanged": report.unchanged,
        "items": report.items,
        "seconds": report.seconds,
    }
    if report.unplaced_lines:
        return printable(messages.text("report.line_with_unplaced", **line, unplaced=report.unplaced_lines))
    return printable(messages.text("report.line", **line))


def withdrawal_text(done: PurgeReport) -> Shown:
    """What was withdrawn, and how it was proved."""
    said = messages.text(
        "report.meeting_withdrawn",
        id=done.id,
        words=done.words,
        scanned=done.scanned,
        bytes=done.bytes,
        traces=len(done.traces),
        seconds=done.seconds,
    )
    return printable(said)


def finding_text(text: str, look: TextStyle, *, well: bool) -> Shown:
    """One line of what was checked."""
    sign = look.styled("ok  ", GOOD) if well else look.styled("BAD ", BAD)
    narrow = look._replace(width=look.width and look.width - 5)
    return joined(" ", (sign, filled(text, narrow, rest=" " * 5)))


def settings_text(listed: Iterable[SettingValue], look: TextStyle) -> Shown:
    """The settings in three columns: name, value, and where the value comes from."""
    rows = [
        (each.name, _setting(each.value), messages.text(f"settings.{each.source}", where=each.where)) for each in listed
    ]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    return joined(
        "",
        (
            joined("  ", (look.styled(name.ljust(widths[0]), BOLD), printable(f"{value:{widths[1]}}  {where}\n")))
            for name, value, where in rows
        ),
    )


def _setting(value: object) -> str:
    """A setting's value as it would be written for a variable; a dash for none."""
    return " ".join(map(str, value)) or "-" if isinstance(value, tuple | list) else str(value) or "-"


def counted(items: int) -> str:
    """A number of items."""
    return messages.text("show.items", count=items)


def filled(
    text: str, look: TextStyle, marks: Marks = (), *, first: str = "", rest: str | None = None, style: str = ""
) -> Shown:
    """A paragraph with its marks, broken to the width; lines after the first begin with `rest`."""
    text = printable(text)
    indent = printable(first if rest is None else rest)
    line, length = [printable(first)], len(first)
    lines: list[Shown] = []
    for word, letters in _words(text, marks, look, style):
        if look.width and len(line) > 1 and length + 1 + letters > min(look.width, READABLE):
            lines.append(joined("", line))
            line, length = [indent], len(indent)
        between = printable(" " if len(line) > 1 else "")
        line += (between, word)
        length += len(between) + letters
    return joined("\n", (*lines, joined("", line)))


def _words(text: str, marks: Marks, look: TextStyle, style: str) -> Iterator[tuple[Shown, int]]:
    """The words of a text as they are shown, each with how many letters it takes."""
    for word in re.finditer(r"\S+", text):
        shown: list[Shown] = []
        letters, at = len(word.group()), word.start()
        for start, end in marks:
            if start < word.end() and word.start() < end:
                inside = max(start, word.start()), min(end, word.end())
                marked = text[inside[0] : inside[1]]
                shown.append(look.styled(text[at : inside[0]], style))
                shown.append(look.styled(marked if look.colour else f"*{marked}*", MARK))
                letters += 0 if look.colour else 2
                at = inside[1]
        yield joined("", (*shown, look.styled(text[at : word.end()], style))), letters


def _title(number: str, title: str, look: TextStyle, marks: Marks = ()) -> Shown:
    """A title in bold after its number, its further lines indented."""
    start = f"{number} " if number else ""
    return filled(title, look, marks, first=start, rest=INDENT, style=BOLD)


def _decisions(hit: Hit, look: TextStyle) -> Iterator[Shown]:
    """The clauses of a hit, the words that answer marked; of many those that answer, and the first others."""
    marks = (*hit.decision_marks, *(() for _ in hit.decisions[len(hit.decision_marks) :]))
    by_worth = sorted(range(len(hit.decisions)), key=lambda place: (not marks[place], place))
    kept = sorted(by_worth[:DECISIONS])
    for place in kept:
        yield _clause(hit.decisions[place].text, look, marks[place])
    more = len(hit.decisions) - len(kept)
    if more:
        yield filled(messages.text("show.more_decisions", count=more), look, first=INDENT, style=DIM)


def _clause(text: str, look: TextStyle, marks: Marks = ()) -> Shown:
    """A decision clause after an arrow, its further lines below its first word."""
    return filled(text, look, marks, first=INDENT + "→ ", rest=INDENT + "  ")


def _vote(vote: Vote, look: TextStyle) -> Iterator[Shown]:
    """A ballot: how many voted each way and what that stood for, and below it who they were."""
    for option, count, meaning in vote.sides():
        voters = [f"{voter.name} ({voter.party})" if voter.party else voter.name for voter in vote.voting(option)]
        told = ": ".join(
            filter(None, (f"{messages.text(f'vote.{option}')} {'?' if count is None else count}", meaning))
        )
        yield filled(told, look, first=INDENT, rest=INDENT * 2)
        if voters:
            yield filled(", ".join(voters), look, first=INDENT * 2, rest=INDENT * 2, style=DIM)


def _attendance(meeting: Meeting, look: TextStyle) -> Iterator[Shown]:
    """Who was there, and who was not."""
    for person in meeting.attendance:
        about = ", ".join(filter(None, (person.name, person.party, person.role, person.affiliation)))
        there = person.status is AttendanceStatus.PRESENT
        line = about if there else f"{about} ({_word('status', person.status)})"
        yield filled(line, look, first=INDENT, rest=INDENT * 2, style="" if there else DIM)


def _paragraphs(text: str) -> Iterable[str]:
    """The paragraphs of a text as printed, each as one line."""
    return filter(None, (" ".join(block.split()) for block in re.split(r"\n\s*\n", text)))


def _found(answer: Answer) -> str:
    """How many items there are, and which of them are shown where that is not all."""
    first, last = answer.offset + 1, answer.offset + len(answer.hits)
    of: dict[str, Value] = {"items": counted(answer.total), "query": answer.query or messages.text("show.everything")}
    if len(answer.hits) == answer.total:
        return messages.text("show.answer", **of)
    if not answer.hits:
        return messages.text("show.answer_none_shown", **of)
    if first == last:
        return messages.text("show.answer_one_shown", **of, first=first)
    return messages.text("show.answer_some_shown", **of, first=first, last=last)


def _number(number: str | None) -> str:
    """The number of a meeting; "" when it has none."""
    return messages.text("show.number", number=number) if number else ""


def _page(page: int | None) -> str:
    """The page of an item; "" when it is not known."""
    return messages.text("show.page", page=page) if page else ""


def _word(of: str, value: str) -> str:
    """What a kind, a status or a level is called, within a sentence."""
    return messages.text(f"{of}.{value}").lower()


def _score(hit: Hit) -> str:
    """The score of a hit, and how its words were met where not by themselves."""
    if hit.levels:
        return messages.text(
            "show.score_met_as",
            score=hit.score,
            levels=[_word("level", level) for level in hit.levels],
        )
    return messages.text("show.score", score=hit.score)


def _obstacle(name: str, label: str) -> str:
    """What stands in the way, as it was typed."""
    if name == "word":
        return label
    return messages.text("show.dates") if name == "date" else f"--{name} {label}"


def _helpful(line: str, look: TextStyle) -> Shown:
    """A line of the help."""
    if line.startswith("#"):
        return look.styled(line.lstrip("# "), BOLD)
    example = re.match(r" {4}(?:\S+ )*\S+ {2,}", line)
    if example:
        return filled(line[example.end() :], look, first=example[0], rest=" " * example.end())
    return printable(line) if line.startswith(INDENT) else filled(line, look)
