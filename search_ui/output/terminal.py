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

from indexer.index.zones import body
from indexer.model import AgendaItem, AttendanceStatus, Decision, Meeting
from search_ui.answer import Answer, Hit
from search_ui.output.answer_formats import english_date

if TYPE_CHECKING:
    from indexer.pipeline.ingest import Report
    from indexer.pipeline.purge import PurgeReport

INDENT: Final = "   "
READABLE: Final = 100
"""Letters a line holds at most where lines are broken for reading."""
DECISIONS: Final = 4
"""Of an item with more clauses than so, a hit shows those that answer and the first others; `show` shows them all."""

BOLD, DIM, MARK, GOOD, BAD = "\x1b[1m", "\x1b[2m", "\x1b[33m\x1b[1m", "\x1b[32m", "\x1b[31m"
_END: Final = "\x1b[0m"

Marks = tuple[tuple[int, int], ...]


class TextStyle(NamedTuple):
    """How text is to look: the width to break lines at, None for never, and whether there is colour."""

    width: int | None = None
    colour: bool = False

    def styled(self, text: str, style: str) -> str:
        """The text in a style, where there is colour."""
        return f"{style}{text}{_END}" if self.colour and style and text else text


def hit_text(hit: Hit, look: TextStyle, *, explain: bool = False) -> str:
    """A hit: title, meeting, decisions, passages, and the id to show it by."""
    number = f"no {hit.meeting.number}" if hit.meeting.number else ""
    page = f"page {hit.page}" if hit.page else ""
    where = (hit.meeting.organ, english_date(hit.meeting.date), number, hit.reference, page)
    lines = [
        _title(hit.number, hit.title, look, hit.title_marks),
        filled(" · ".join(filter(None, where)), look, first=INDENT),
        *_decisions(hit, look),
        *(filled(one.text, look, one.marks, first=INDENT) for one in hit.excerpts if one.field != "decision"),
    ]
    if hit.ocr_damaged:
        lines.append(filled("(read by OCR that lost å, ä and ö)", look, first=INDENT, style=DIM))
    if explain:
        met = f", met as {', '.join(hit.levels)}" if hit.levels else ""
        lines.append(f"{INDENT}score {hit.score:.3f}{met}")
    return "\n".join((*lines, INDENT + look.styled(hit.id, DIM)))


def meeting_text(meeting: Meeting, look: TextStyle) -> str:
    """A meeting: when and where, who was there, the items, and what the parser found no place for."""
    number = f"no {meeting.number}" if meeting.number else ""
    hours = "–".join(filter(None, (meeting.start, meeting.end)))
    blocks = [
        filled(meeting.organ, look, style=BOLD)
        + "\n"
        + filled(" · ".join(filter(None, (english_date(meeting.date), number, hours, meeting.place))), look),
        "\n".join(_attendance(meeting, look)),
        *(item_text(item, look) for item in meeting.items),
    ]
    if meeting.unplaced:
        lines = (filled(f"{line.line}: {line.text}", look, first=INDENT) for line in meeting.unplaced)
        blocks.append("\n".join(("Lines without a place:", *lines)))
    return "\n\n".join(filter(None, (*blocks, *(filled(remark, look) for remark in meeting.remarks))))


def item_text(item: AgendaItem, look: TextStyle, meeting: Meeting | None = None) -> str:
    """An item and what lies below it; with its meeting, where it comes from."""
    lines = [_title(item.number or item.time or "", item.title, look)]
    if meeting:
        number = f"no {meeting.number}" if meeting.number else ""
        page = f"page {item.page}" if item.page else ""
        where = (meeting.organ, english_date(meeting.date), number, item.reference, page)
        lines.append(filled(" · ".join(filter(None, where)), look, first=INDENT))
    lines += (filled(paragraph, look, first=INDENT) for paragraph in _paragraphs(body(item)))
    lines += (filled(f"Presented by {name}", look, first=INDENT, rest=INDENT * 2) for name in item.presenters)
    lines += (filled(f"Attached: {name}", look, first=INDENT, rest=INDENT * 2) for name in item.attachments)
    lines += (_clause(f"{decision.text}  ({decision.kind})", look) for decision in item.decisions)
    lines.append(INDENT + look.styled(item.id, DIM))
    return "\n\n".join(("\n".join(lines), *(item_text(below, look) for below in item.items)))


def decision_text(decision: Decision, look: TextStyle) -> str:
    """A decision clause."""
    return filled(decision.text, look)


def help_text(text: str, look: TextStyle) -> str:
    """The page of help: headings stand out, paragraphs are broken, and what is said of an example beside it."""
    return "\n".join(_helpful(line, look) for line in text.splitlines())


def said(answer: Answer, look: TextStyle, *, explain: bool = False) -> Iterator[str]:
    """What is to be said of an answer: how many items there are, how it was read, and what to try instead."""
    yield filled(f"{counted(answer.total)} for {answer.query or 'everything'}{_shown(answer)}", look)
    if explain:
        yield filled(f"Read as: {answer.interpreted}", look)
    for remark in answer.remarks:
        yield filled(remark.text, look)
    if answer.did_you_mean and not answer.as_typed:
        import shlex

        yield f"Did you mean: protokoll search {shlex.quote(answer.did_you_mean)}"
    for part in answer.without:
        yield filled(f"Without {_obstacle(part.value, part.label)}: {counted(part.count)}", look)


def report_text(report: Report) -> str:
    """One line about what a run did."""
    counts = {
        "new": report.new,
        "changed": report.changed,
        "moved": report.moved,
        "removed": report.removed,
        "withdrawn": report.withdrawn,
        "not indexed": len(report.failed),
    }
    done = ", ".join(f"{count} {what}" for what, count in counts.items() if count) or "Nothing changed"
    unplaced = f", {report.unplaced_lines} lines without a place" if report.unplaced_lines else ""
    return f"{done}; {report.unchanged} unchanged. {report.items} items{unplaced}. {report.seconds:.1f} s"


def withdrawal_text(done: PurgeReport) -> str:
    """What was withdrawn, and how it was proved."""
    return (
        f"{done.id} is withdrawn. Its {done.words} words that no other minutes have were sought in the dictionary "
        f"and in all {done.scanned} files ({done.bytes} bytes) of index and archive: {len(done.traces)} traces. "
        f"{done.seconds:.1f} s"
    )


def finding_text(text: str, look: TextStyle, *, well: bool) -> str:
    """One line of what was checked."""
    sign = look.styled("ok  ", GOOD) if well else look.styled("BAD ", BAD)
    narrow = look._replace(width=look.width and look.width - 5)
    return f"{sign} " + filled(text, narrow).replace("\n", "\n     ")


def counted(items: int) -> str:
    """A number of items."""
    return "1 item" if items == 1 else f"{items:,} items".replace(",", " ")


def filled(
    text: str, look: TextStyle, marks: Marks = (), *, first: str = "", rest: str | None = None, style: str = ""
) -> str:
    """A paragraph with its marks, broken to the width; lines after the first begin with `rest`."""
    rest = first if rest is None else rest
    lines: list[str] = []
    line, length = first, len(first)
    empty = True
    for word, letters in _words(text, marks, look, style):
        if look.width and not empty and length + 1 + letters > min(look.width, READABLE):
            lines.append(line)
            line, length, empty = rest, len(rest), True
        line += word if empty else " " + word
        length += letters if empty else letters + 1
        empty = False
    return "\n".join((*lines, line))


def _words(text: str, marks: Marks, look: TextStyle, style: str) -> Iterator[tuple[str, int]]:
    """The words of a text as they are shown, each with how many letters it takes."""
    for word in re.finditer(r"\S+", text):
        shown, letters, at = "", len(word.group()), word.start()
        for start, end in marks:
            if start < word.end() and word.start() < end:
                inside = max(start, word.start()), min(end, word.end())
                marked = text[inside[0] : inside[1]]
                shown += look.styled(text[at : inside[0]], style)
                shown += look.styled(marked, MARK) if look.colour else f"*{marked}*"
                letters += 0 if look.colour else 2
                at = inside[1]
        yield shown + look.styled(text[at : word.end()], style), letters


def _title(number: str, title: str, look: TextStyle, marks: Marks = ()) -> str:
    """A title in bold after its number, its further lines indented."""
    start = f"{number} " if number else ""
    return filled(title, look, marks, first=start, rest=INDENT, style=BOLD)


def _decisions(hit: Hit, look: TextStyle) -> Iterator[str]:
    """The clauses of a hit, the words that answer marked; of many those that answer, and the first others."""
    marks = (*hit.decision_marks, *(() for _ in hit.decisions[len(hit.decision_marks) :]))
    by_worth = sorted(range(len(hit.decisions)), key=lambda place: (not marks[place], place))
    kept = sorted(by_worth[:DECISIONS])
    for place in kept:
        yield _clause(hit.decisions[place].text, look, marks[place])
    more = len(hit.decisions) - len(kept)
    if more:
        yield filled(f"… and {more} more {'decision' if more == 1 else 'decisions'}", look, first=INDENT, style=DIM)


def _clause(text: str, look: TextStyle, marks: Marks = ()) -> str:
    """A decision clause after an arrow, its further lines below its first word."""
    return filled(text, look, marks, first=INDENT + "→ ", rest=INDENT + "  ")


def _attendance(meeting: Meeting, look: TextStyle) -> Iterator[str]:
    """Who was there, and who was not."""
    for person in meeting.attendance:
        about = ", ".join(filter(None, (person.name, person.party, person.role, person.affiliation)))
        there = person.status is AttendanceStatus.PRESENT
        line = about if there else f"{about} ({person.status})"
        yield filled(line, look, first=INDENT, rest=INDENT * 2, style="" if there else DIM)


def _paragraphs(text: str) -> Iterable[str]:
    """The paragraphs of a text as printed, each as one line."""
    return filter(None, (" ".join(block.split()) for block in re.split(r"\n\s*\n", text)))


def _shown(answer: Answer) -> str:
    """Which of the items are shown, where that is not all of them."""
    first, last = answer.offset + 1, answer.offset + len(answer.hits)
    if len(answer.hits) == answer.total:
        return ""
    if not answer.hits:
        return ", none shown"
    return f", number {first} shown" if first == last else f", {first}–{last} shown"


def _obstacle(name: str, label: str) -> str:
    """What stands in the way, as it was typed."""
    if name == "word":
        return label
    return "--since and --until" if name == "date" else f"--{name} {label}"


def _helpful(line: str, look: TextStyle) -> str:
    """A line of the help."""
    if line.startswith("#"):
        return look.styled(line.lstrip("# "), BOLD)
    example = re.match(r" {4}(?:\S+ )*\S+ {2,}", line)
    if example:
        return filled(line[example.end() :], look, first=example[0], rest=" " * example.end())
    return line if line.startswith(INDENT) else filled(line, look)
