"""Parser: one file of minutes read from top to bottom, each step leaving the lines it has placed to none after it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import msgspec

from indexer.errors import NotMinutes
from indexer.minutes.certainty import certainty, furniture_of
from indexer.minutes.dates import dates_in, without_date
from indexer.minutes.front.document import kind_of_document, undecided
from indexer.minutes.front.front_matter import FrontMatter, FrontMatterLabels, front_end, read_front
from indexer.minutes.front.guesses import Evidence, differences, with_guesses
from indexer.minutes.front.meeting_metadata import MeetingMetadata, first_organ, organ_of, read_head
from indexer.minutes.headings import find_headings
from indexer.minutes.headings.numbered import find_hashed, find_marked, find_torn_numbers
from indexer.minutes.headings.titles import Heading
from indexer.minutes.ids import slug
from indexer.minutes.items import ItemReader
from indexer.minutes.lines.content_lines import ContentLines, reference_apart
from indexer.minutes.lines.folded_text import fold
from indexer.minutes.lines.labels import Label
from indexer.minutes.lines.lines import Line, LineRole, read_lines
from indexer.minutes.lines.page_furniture import find_furniture
from indexer.minutes.people.attendance import is_row
from indexer.minutes.people.attendance_list import (
    AttendanceList,
    attendance_list,
    calls_the_roll,
    heads_a_list,
    lists_names,
)
from indexer.minutes.people.movers import with_full_names
from indexer.minutes.people.signatures import is_pen_line, only_signers_from, signatures
from indexer.minutes.styles.style import HeadingForm, Style
from indexer.minutes.votes import count_remarks, opens_a_list, with_appended_lists
from indexer.model import AgendaItem, DocumentKind, Meeting, MeetingRemark, Pages, Source, UnplacedLine, meeting_remark
from indexer.swedish import is_damaged


class ParsedMinutes(msgspec.Struct, frozen=True):
    """A meeting, the source text that its offsets point into, and the place of each of its lines."""

    meeting: Meeting
    source: str
    places: tuple[LineRole, ...]


class MinutesParts(msgspec.Struct, frozen=True):
    """The lines of some minutes, each in the part it belongs to; `body` begins and ends with the items."""

    style: Style
    labels: FrontMatterLabels
    furniture: tuple[Line, ...]
    front: tuple[Line, ...]
    body: ContentLines
    headings: tuple[Heading, ...]
    appendix: tuple[Line, ...]
    signed: tuple[Line, ...]
    is_marked: bool
    """Whether any heading is marked by § or number or time."""


def read_meeting(pages: Pages, styles: Sequence[Style], *, anything: bool = False) -> ParsedMinutes:
    """The meeting that some pages are the minutes of, read in the style that fits them best."""
    lines = read_lines(pages)
    parts = cut(lines, choose_style(lines, styles))
    front = read_front(parts.front, parts.labels)
    attended = attend(lines, parts, pages.text)
    document = kind_of_document(
        (line.text for line in (*front.title, *parts.furniture)), "" if attended.people else pages.file
    )
    head = read_head(front, parts.furniture)
    if not _says_so(parts, head, attended):
        if not anything:
            raise NotMinutes(pages.file, "file.not_minutes")
        document = DocumentKind.OTHER
    head, guessed = _head(pages, parts, front, head)
    id = meeting_id(head, pages.sha256, document)
    source = blanked(pages.text, parts.furniture)
    items = ItemReader(parts.body, source, id, head.date or "").read(parts.headings)
    items = with_appended_lists(items, source[parts.body.lines[-1].end if parts.body.lines else len(source) :])
    if document in _UNDECIDED:
        items = undecided(items)
    placed = _places(lines, parts, front, attended)
    damaged = _damaged(pages)
    said = (*guessed, *remarks(head, items), *count_remarks(items))
    sure, doubts = certainty(items, lines, placed, said)
    meeting = Meeting(
        id=id,
        organization=head.organization or "",
        date=head.date or "",
        source=_source(pages, any(damaged)),
        authority=head.authority,
        number=head.number,
        start=head.start,
        end=head.end,
        place=head.place,
        contact=head.contact,
        document=document,
        style=parts.style.name,
        paragraphs=head.paragraphs,
        attendance=() if document in _UNDECIDED else attended.people,
        items=_on_pages(pages, with_full_names(items, attended.people), damaged),
        signatures=signatures(parts.signed) or signatures(_pen_lines(front)),
        unplaced=tuple(
            UnplacedLine(line=line.index + 1, text=line.text)
            for line, place in zip(lines, placed, strict=True)
            if place is LineRole.UNPLACED
        ),
        remarks=(*said, *(doubts if document is DocumentKind.MINUTES else ())),
        outside=_outside(lines, placed, items),
        furniture=furniture_of(parts.furniture),
        certainty=sure,
    )
    return ParsedMinutes(meeting, source, placed)


_UNDECIDED = (DocumentKind.AGENDA, DocumentKind.OTHER)
"""Documents in which nothing is decided and nobody is present, whatever they look like."""


def cut(lines: Sequence[Line], style: Style) -> MinutesParts:
    """The lines cut into their parts: furniture out of all, then the front, the items, and what comes behind."""
    furniture = find_furniture(lines, style)
    if all(line.is_blank or line.index in furniture for line in lines):
        furniture = set[int]()  # what is all there is stands at the head of nothing
    organ = _organ(line for line in lines if not line.is_blank)
    body = _body(lines, furniture, style, organ)
    marked = find_marked(body)
    torn = [(body.lines[at].index, text) for at, text in find_torn_numbers(body, marked).items()]
    if torn:
        furniture |= {index for index, _ in torn}
        body = _body(lines, furniture, style, organ)
        marked = find_marked(body)
    labels = FrontMatterLabels(style)
    hashed_front = _hashed_front(body, labels)
    first_marked = min((one.first for one in marked.values() if one.first > hashed_front), default=len(body))
    front_to = front_end(body, labels, first_marked)
    signed_from = _signatures_start(body, max(marked, default=0))
    middle = body.part(front_to, signed_from)
    if not len(middle):
        middle = body.part(0, signed_from or len(body))
    headings = find_headings(middle, torn) or _one_heading(middle)
    appendix_from = _appendix_start(middle, headings)
    return MinutesParts(
        style=style,
        labels=labels,
        furniture=tuple(line for line in lines if line.index in furniture),
        front=body.lines[:front_to],
        body=middle.part(0, appendix_from),
        headings=tuple(heading for heading in headings if heading.first < appendix_from),
        appendix=middle.lines[appendix_from:],
        signed=body.lines[signed_from:],
        is_marked=bool(marked),
    )


def _hashed_front(body: ContentLines, labels: FrontMatterLabels) -> int:
    """The position of the last heading of Markdown that belongs to the front: a label, or nothing but the day."""
    hashed = [one.at for one in find_hashed(body)]
    return max((at for at in hashed if at < _MOST_FRONT and _is_of_front(body.lines[at], labels)), default=-1)


_MOST_FRONT = 60


def _is_of_front(line: Line, labels: FrontMatterLabels) -> bool:
    return labels.find(line) is not None or (bool(dates_in(line.text)) and not without_date(line.text).strip("#*_ "))


def _body(lines: Sequence[Line], furniture: set[int], style: Style, organ: str) -> ContentLines:
    """The lines without those that are blank or furniture; a gap is where either stood."""
    kept: list[Line] = []
    before = -1
    for line in lines:
        if line.is_blank or line.index in furniture:
            continue
        kept += reference_apart(line if line.index == before + 1 else msgspec.structs.replace(line, after_gap=True))
        before = line.index
    return ContentLines(kept, style, organ)


def _head(
    pages: Pages, parts: MinutesParts, front: FrontMatter, head: MeetingMetadata
) -> tuple[MeetingMetadata, tuple[MeetingRemark, ...]]:
    """The head, with remarks on what had to be guessed."""
    decisions = _decisions(parts)
    title = tuple(line.text for line in front.title)
    body = tuple(line.text for line in parts.body.lines)
    told, guessed = with_guesses(head, Evidence(pages.file, title, decisions, body))
    return told, (*guessed, *differences(head, pages.file))


def _says_so(parts: MinutesParts, head: MeetingMetadata, attended: AttendanceList) -> bool:
    """Whether anything says that a text is minutes."""
    if _decisions(parts) or attended.people or is_titled(parts.front):
        return True
    is_named = head.organization is not None, head.date is not None
    return all(is_named) or (parts.is_marked and any(is_named))


def _decisions(parts: MinutesParts) -> tuple[Label, ...]:
    """The labels of decisions."""
    return tuple(cue for cue in parts.body.cues.values() if cue.kind == "decision")


def attend(lines: Sequence[Line], parts: MinutesParts, source: str) -> AttendanceList:
    """Who was there: told before the first item, or in an item that calls the roll."""
    opened = (parts.body.lines[heading.first] for heading in parts.headings)
    first = next((line for line in opened if not heads_a_list(line.text, parts.style)), None)
    end = first.index if first else len(lines)
    furniture = {line.index for line in parts.furniture if not lists_names(line.text)}
    before = [line for line in lines if not line.is_blank and line.index < end and line.index not in furniture]
    ends = [*(heading.first for heading in parts.headings[1:]), len(parts.body)]
    calls = [
        parts.body.lines[heading.first : after]
        for heading, after in zip(parts.headings, ends, strict=False)
        if calls_the_roll(parts.body.lines[heading.first].text)
    ]
    return attendance_list([before, *calls], source, parts.style)


def _places(
    lines: Sequence[Line], parts: MinutesParts, front: FrontMatter, attended: AttendanceList
) -> tuple[LineRole, ...]:
    """The place of each line; what stands between the front and the first item has none."""
    first = parts.headings[0].first if parts.headings else len(parts.body)
    found = {line.index: LineRole.BLANK for line in lines if line.is_blank}
    found |= {line.index: LineRole.ITEM for line in parts.body.lines[first:]}
    found |= {line.index: LineRole.APPENDIX for line in parts.appendix}
    found |= {line.index: LineRole.SIGNATURES for line in parts.signed}
    found |= {line.index: LineRole.FURNITURE for line in parts.furniture}
    found |= front.places
    found |= {index: LineRole.ATTENDANCE for index in attended.lines if index not in front.places}
    return tuple(found.get(line.index, LineRole.UNPLACED) for line in lines)


def _damaged(pages: Pages) -> list[bool]:
    """For each page, whether it was scanned without Swedish letters."""
    return [is_damaged(pages.text[start:end]) for start, end in pages.bounds()]


def _on_pages(pages: Pages, items: Sequence[AgendaItem], damaged: Sequence[bool]) -> tuple[AgendaItem, ...]:
    """The items, each knowing its page and whether that page is damaged."""

    def told(item: AgendaItem) -> AgendaItem:
        page = pages.page_at(item.start)
        below = tuple(map(told, item.items))
        return msgspec.structs.replace(item, page=page, ocr_damaged=damaged[page - 1], items=below)

    return tuple(map(told, items))


def _source(pages: Pages, damaged: bool) -> Source:
    return Source(
        file=pages.file,
        sha256=pages.sha256,
        media_type=pages.media_type,
        pages=len(pages.starts),
        ocr_damaged=damaged,
    )


def meeting_id(head: MeetingMetadata, sha256: str, document: DocumentKind) -> str:
    """The id of what a head tells of: the minutes' is the meeting's, an agenda's and an extract's stand beside it.

    Without a date the file's bytes stand for it, and they tell one extract from another.
    """
    day = head.date or f"utan-datum-{sha256[:8]}"
    beside = {
        DocumentKind.AGENDA: "-kallelse",
        DocumentKind.EXTRACT: f"-utdrag-{sha256[:8]}",
        DocumentKind.OTHER: f"-handling-{sha256[:8]}",
    }.get(document, "")
    return f"{slug(head.authority, head.organization)}/{day}{beside}"


def _outside(lines: Sequence[Line], placed: Sequence[LineRole], items: Sequence[AgendaItem]) -> str:
    """The lines that are no part of an item, and the headings within items, each once."""
    apart = (line.text for line, place in zip(lines, placed, strict=True) if place not in _INSIDE)
    headings = (section.heading for item in items for one in item.walk() for section in one.sections)
    return "\n".join(dict.fromkeys(filter(None, (*apart, *headings))))


_INSIDE = (LineRole.ITEM, LineRole.BLANK)


def is_titled(lines: Sequence[Line]) -> bool:
    """Whether the first lines call the text minutes."""
    return any(_TITLE.search(line.folded) for line in lines[:_TITLE_LINES])


_TITLE_LINES = 12
_TITLE = re.compile("|".join(map(fold, ("protokoll", "anteckningar"))))


def remarks(head: MeetingMetadata, items: Sequence[AgendaItem]) -> Iterator[MeetingRemark]:
    """What a clerk should look at: the paragraphs that the front page promises and that were not found."""
    first, _, last = (head.paragraphs or "").partition("-")
    if not last:
        return
    promised = range(int(first), int(last) + 1)
    found = {int(n.group()) for item in items if (n := re.search(r"\d+", item.number))}
    missing = [n for n in promised if n not in found]
    if missing and len(promised) <= _MOST_PARAGRAPHS:
        yield meeting_remark(
            "minutes.paragraphs_missing",
            first=first,
            last=last,
            present=len(promised) - len(missing),
            promised=len(promised),
            missing=len(missing),
            names=tuple(f"§ {n}" for n in missing[:_MOST_NAMED]),
            all=len(missing) <= _MOST_NAMED,
        )


_MOST_PARAGRAPHS = 1000
_MOST_NAMED = 8


def choose_style(lines: Sequence[Line], styles: Sequence[Style]) -> Style:
    """The style whose signs and organs a text shows most of."""
    printed = [line for line in lines if not line.is_blank]
    organ = fold(first_organ(printed[:_TITLE_LINES]))
    return max(styles, key=lambda style: _fit(printed, organ, style))


def _organ(printed: Iterable[Line]) -> str:
    """The organ that the first lines name, page heads among them; "" if none."""
    return organ_of(islice(printed, _TITLE_LINES))


def _fit(lines: Sequence[Line], organ: str, style: Style) -> int:
    found = {cue.label for line in lines if (cue := style.sign_labels.find(line))}
    return len(found) + _ORGAN_COUNTS * any(fold(word) in organ for word in style.organs)


_ORGAN_COUNTS = 3
"""The organ's name says as much about the house style as so many of its labels."""


def _one_heading(body: ContentLines) -> list[Heading]:
    """Text without any heading is one item."""
    return [Heading(0, 0, HeadingForm.BARE)] if len(body) else []


def _signatures_start(body: ContentLines, last_marked: int) -> int:
    """The position of the line that opens the signatures: nothing of the meeting comes after it."""
    opening = body.style.line_labels("signatures")
    last_label = max(body.cues, default=0)
    for at, line in body.positions(max(last_label, last_marked) + 1):
        cue = opening.find(line)
        if cue and (cue.rest >= len(line.text) or not line.text[cue.rest].islower()):
            return at
        if line.after_gap and only_signers_from(at, body.lines):
            return at
        if line.after_gap and _are_roles_from(at, body):
            return at
    return len(body)


def _are_roles_from(at: int, body: ContentLines) -> bool:
    """Whether the last lines are names, each behind what its bearer is: "Sekreterare: Eva Ask"."""
    labels = body.style.attendance_labels
    last = body.lines[at : at + _MOST_ROLES + 1]
    cues = [labels.find(line) for line in last]
    named = [
        cue and cue.kind in _SIGNING and is_row(line.text[cue.rest :]) for cue, line in zip(cues, last, strict=True)
    ]
    return len(last) <= _MOST_ROLES and all(named)


_SIGNING = frozenset(("chair", "secretary", "verifier"))
_MOST_ROLES = 6


def _pen_lines(front: FrontMatter) -> Sequence[Line]:
    """The lines of a front page that were signed with a pen."""
    signed = [at for at, line in enumerate(front.printed) if is_pen_line(line)]
    return front.printed[signed[0] : signed[-1] + 2] if signed else ()


def _appendix_start(body: ContentLines, headings: Sequence[Heading]) -> int:
    """The position of the line that opens what is bound behind the minutes, after the first line of the last item."""
    opening = body.style.line_labels("appendix")
    first = max(headings[-1].after, headings[-1].first + 1) if headings else len(body)
    for at, line in body.positions(first):
        cue = opening.find(line)
        if line.after_gap and ((cue and cue.rest >= len(line.text)) or opens_a_list(line.text)):
            return at
    return len(body)


def blanked(text: str, lines: Sequence[Line]) -> str:
    """The text with some lines' characters replaced by spaces."""
    parts, at = [], 0
    for line in lines:
        parts += [text[at : line.start], " " * (line.end - line.start)]
        at = line.end
    return "".join([*parts, text[at:]])
