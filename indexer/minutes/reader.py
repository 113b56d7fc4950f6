"""Reading: one file of minutes read from top to bottom, each step leaving the lines it has placed to none after it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from indexer.errors import NotMinutes
from indexer.minutes import vocabulary
from indexer.minutes.body import Body
from indexer.minutes.cues import Labels
from indexer.minutes.folding import fold
from indexer.minutes.front import Front, FrontLabels, front_end, read_front
from indexer.minutes.furniture import find_furniture
from indexer.minutes.head import Head, organs_in, read_head
from indexer.minutes.headings import Heading, find_headings, find_marked, find_torn_numbers
from indexer.minutes.hints import with_hints
from indexer.minutes.ids import slug
from indexer.minutes.items import ItemReader
from indexer.minutes.lines import Line, Place, read_lines
from indexer.minutes.signatures import is_pen_line, signatures
from indexer.minutes.style import Form, Style
from indexer.model import AgendaItem, Meeting, Pages, Signature, Source, UnplacedLine
from indexer.swedish import is_damaged

_SIGNATURES = Labels({"signatures": vocabulary.SIGNATURES})
_APPENDIX = Labels({"appendix": vocabulary.APPENDIX})


class Reading:
    """The minutes in one file: `meeting`, `source` with furniture blanked, and the `places` of its lines."""

    def __init__(self, pages: Pages, styles: Sequence[Style]) -> None:
        self._pages = pages
        self._hinted: tuple[str, ...] = ()
        lines = read_lines(pages)
        self._places = {line.index: Place.BLANK for line in lines if line.is_blank}
        self._style = choose_style(lines, styles)
        furniture = find_furniture(lines, self._style)
        body = self._body(lines, furniture)
        marked = find_marked(body)
        numbers = [(body.lines[at].index, text) for at, text in find_torn_numbers(body, marked).items()]
        if numbers:
            furniture |= {index for index, _ in numbers}
            body = self._body(lines, furniture)
            marked = find_marked(body)
        labels = FrontLabels(self._style)
        front_to = front_end(body, labels, min(marked, default=len(body)))
        signed_from = _signatures_start(body, max(marked, default=0))
        front, signed = read_front(body.lines[:front_to], labels), body.lines[signed_from:]
        body = body.part(front_to, signed_from)
        headings = find_headings(body, numbers) or _one_heading(body)
        appendix_from = _appendix_start(body, headings)
        body, appendix = body.part(0, appendix_from), body.lines[appendix_from:]
        self.source = blanked(pages.text, [line for line in lines if line.index in furniture])
        self._place(furniture, Place.FURNITURE)
        self._place([line.index for line in signed], Place.SIGNATURES)
        self._place([line.index for line in appendix], Place.APPENDIX)
        self._places |= front.places
        head = read_head(front, [line for line in lines if line.index in furniture])
        decides = any(cue.kind == "decision" for cue in body.cues.values())
        if len(marked) > 1 or decides:
            head, self._hinted = with_hints(head, pages.file)
        if head.organization is None:
            raise NotMinutes(pages.file, "no organ that met (nämnd, styrelse, möte ...) is named at the top.", _REMEDY)
        if head.date is None:
            raise NotMinutes(pages.file, "no date of a meeting is given at the top.", _REMEDY)
        if not (marked or decides or front.attendance or is_titled(lines)):
            reason = "nothing says that these are minutes: no such title, nobody present, no item and no decision."
            raise NotMinutes(pages.file, reason, _REMEDY)
        items = ItemReader(body, self.source, meeting_id(head), head.date).read(headings)
        self._place_items(body, headings)
        self.places = tuple(self._places.get(line.index, Place.UNPLACED) for line in lines)
        self._unplaced = tuple(
            UnplacedLine(line=line.index + 1, text=line.text)
            for line in lines
            if self.places[line.index] is Place.UNPLACED
        )
        signers = signatures(signed) or signatures(_pen_lines(front))
        self.meeting = self._meeting(head, front, self._with_damage(items), signers)

    def _body(self, lines: Sequence[Line], furniture: set[int]) -> Body:
        """The lines without those that are blank or furniture; a gap is where either stood."""
        kept: list[Line] = []
        before = -1
        for line in lines:
            if line.is_blank or line.index in furniture:
                continue
            kept.append(line if line.index == before + 1 else msgspec.structs.replace(line, after_gap=True))
            before = line.index
        organ = next(organs_in(kept[:8]), "")
        return Body(kept, self._style, organ)

    def _place(self, indexes: Sequence[int] | set[int], place: Place) -> None:
        self._places |= dict.fromkeys(indexes, place)

    def _place_items(self, body: Body, headings: Sequence[Heading]) -> None:
        if headings:
            self._place([line.index for line in body.lines[headings[0].first :]], Place.ITEM)

    def _with_damage(self, items: Sequence[AgendaItem]) -> tuple[AgendaItem, ...]:
        """The items, each knowing its page and whether that page was scanned without Swedish letters."""
        damaged = [is_damaged(self._pages.text[a:b]) for a, b in self._pages.bounds()]

        def told(item: AgendaItem) -> AgendaItem:
            page = self._pages.page_at(item.start)
            below = tuple(map(told, item.items))
            return msgspec.structs.replace(item, page=page, ocr_damaged=damaged[page - 1], items=below)

        return tuple(map(told, items))

    def _meeting(
        self, head: Head, front: Front, items: tuple[AgendaItem, ...], signed: tuple[Signature, ...]
    ) -> Meeting:
        pages = self._pages
        return Meeting(
            id=meeting_id(head),
            organization=head.organization or "",
            date=head.date or "",
            source=Source(
                file=pages.file,
                sha256=pages.sha256,
                media_type=pages.media_type,
                pages=len(pages.starts),
                ocr_damaged=any(item.ocr_damaged for item in items),
            ),
            authority=head.authority,
            number=head.number,
            start=head.start,
            end=head.end,
            place=head.place,
            contact=head.contact,
            style=self._style.name,
            paragraphs=head.paragraphs,
            attendance=front.attendance,
            items=items,
            signatures=signed,
            unplaced=self._unplaced,
            remarks=(*self._hinted, *remarks(head, items)),
        )


def meeting_id(head: Head) -> str:
    """The id of the meeting that a head tells of."""
    return f"{slug(head.authority, head.organization)}/{head.date}"


def is_titled(lines: Sequence[Line]) -> bool:
    """Whether the first lines call the text minutes."""
    first = [line for line in lines if not line.is_blank][:_TITLE_LINES]
    return any(_TITLE.search(line.folded) for line in first)


_TITLE_LINES = 12
_TITLE = re.compile("|".join(map(fold, ("protokoll", "anteckningar"))))


def remarks(head: Head, items: Sequence[AgendaItem]) -> Iterator[str]:
    """What a clerk should look at: the paragraphs that the front page promises and that were not found."""
    first, _, last = (head.paragraphs or "").partition("-")
    if not last:
        return
    promised = range(int(first), int(last) + 1)
    found = {int(n.group()) for item in items if (n := re.search(r"\d+", item.number))}
    missing = [n for n in promised if n not in found]
    if missing and len(promised) <= _MOST_PARAGRAPHS:
        names = ", ".join(f"§ {n}" for n in missing[:_MOST_NAMED]) + (" ..." if len(missing) > _MOST_NAMED else "")
        yield (
            f"The front page says §§ {first}-{last}, but {len(promised) - len(missing)} of these {len(promised)} "
            f"were found: {names} {'is' if len(missing) == 1 else 'are'} missing."
        )


_MOST_PARAGRAPHS = 1000
_MOST_NAMED = 8
_REMEDY = "If these are minutes, see that their first lines name the organ and the date."


def choose_style(lines: Sequence[Line], styles: Sequence[Style]) -> Style:
    """The style whose signs and organs a text shows most of."""
    printed = [line for line in lines if not line.is_blank]
    return max(styles, key=lambda style: _fit(printed, style))


def _fit(lines: Sequence[Line], style: Style) -> float:
    found = Counter(cue.label for line in lines if (cue := style.sign_labels.find(line)))
    organ = fold(next(organs_in(lines[:12]), ""))
    return len(found) + _ORGAN_COUNTS * any(fold(word) in organ for word in style.organs)


_ORGAN_COUNTS = 3
"""The organ's name says as much about the house style as so many of its labels."""


def _one_heading(body: Body) -> list[Heading]:
    """Text without any heading is one item."""
    return [Heading(0, 0, Form.BARE)] if len(body) else []


def _signatures_start(body: Body, last_marked: int) -> int:
    """The position of the line that opens the signatures: nothing of the meeting comes after it."""
    last_label = max(body.cues, default=0)
    for at, line in body.positions(max(last_label, last_marked) + 1):
        cue = _SIGNATURES.find(line)
        if cue and (cue.rest >= len(line.text) or not line.text[cue.rest].islower()):
            return at
    return len(body)


def _pen_lines(front: Front) -> Sequence[Line]:
    """The lines of a front page that were signed with a pen."""
    signed = [at for at, line in enumerate(front.printed) if is_pen_line(line)]
    return front.printed[signed[0] : signed[-1] + 2] if signed else ()


def _appendix_start(body: Body, headings: Sequence[Heading]) -> int:
    """The position of the line that opens what is bound behind the minutes."""
    for at, line in body.positions(headings[-1].after if headings else len(body)):
        cue = _APPENDIX.find(line)
        if cue and cue.rest >= len(line.text) and line.after_gap:
            return at
    return len(body)


def blanked(text: str, lines: Sequence[Line]) -> str:
    """The text with some lines' characters replaced by spaces."""
    parts, at = [], 0
    for line in lines:
        parts += [text[at : line.start], " " * (line.end - line.start)]
        at = line.end
    return "".join([*parts, text[at:]])
