"""Titles: where the title behind a mark begins and ends, and the diary number beside it.

§ 47 Dnr KS 311/23
Försäljning av del av fastigheten Ängen 1:12 till       the title, which had no room on one line
Bostads AB Ängsvallen
Beslut                                                  a label ends it
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from indexer.minutes.headings.candidates import HeadingCandidate
from indexer.minutes.lines.content_lines import ContentLines
from indexer.minutes.lines.lines import COLUMNS, Line, breaks_off, bullet, ends_a_sentence, goes_on, is_enumerated
from indexer.minutes.references import ANY_REFERENCE, LABELLED_REFERENCE, REFERENCE, REFERENCE_AT_END, REFERENCE_LABEL
from indexer.minutes.styles.style import HeadingForm

MOST_TITLE_LINES = 8
_NUMBERED = re.compile(r"(?:\d{1,2}|[a-h])\.\s+[A-ZÅÄÖ]")
_LONG_TITLE_LINE = 45
_FEW_WORDS = 25


class Heading(msgspec.Struct, frozen=True):
    """What opens an item: the lines from position `first` to before `after`, and where its title stands in them."""

    first: int
    after: int
    form: HeadingForm
    title: tuple[tuple[int, int], ...] = ()
    """Source offsets of the title, a pair a line."""
    number: str = ""
    time: str | None = None
    reference: str | None = None
    is_sub_item: bool = False
    group: str | None = None
    mark: int | None = None
    """The position of the mark's own line, where the title stands above it."""
    inside: int | None = None
    """The offset in the first line at which the item's text begins, where that stands beside the title."""
    more_inside: tuple[int, ...] = ()
    """The same in the lines after it, where the title goes on in its column."""


def marked_heading(
    body: ContentLines, candidate: HeadingCandidate, marked: Mapping[int, HeadingCandidate], columns: frozenset[int]
) -> Heading:
    """The heading that a mark opens, `marked` being all the marks of the body, and `columns` where text begins beside
    the titles, in minutes that have these in a column of their own.
    """
    if candidate.title_above:
        return _titled_above(body, candidate, candidate.title_above)
    at, line = candidate.at, body.lines[candidate.at]
    start = line.start + candidate.title
    reference, start = _reference(line, candidate, start)
    after = at + 1
    end = line.end if candidate.title_end is None else line.start + candidate.title_end
    spans, inside = [(start, end)] if start < end else [], None
    if candidate.title_end is None:
        spans, inside = _cells(body, candidate, spans, columns)
    if spans and inside is None and candidate.title_end is None and _is_sentence(body, at, candidate.title):
        spans, inside = [], candidate.title
    below = not spans
    if not spans and inside is None and _may_stand_below(body, after, marked) and reference is None:
        found = ANY_REFERENCE.fullmatch(body.lines[after].text)
        if found:
            reference, after = found["reference"], after + 1
    if not spans and inside is None and _may_stand_below(body, after, marked):
        spans, inside = _in_column(body, after)
        after += inside is None
    more_inside: list[int] = []
    if below and spans and inside is not None:
        for span, offset in _rest_in_column(body, after, inside):
            spans.append(span)
            more_inside.append(offset)
    if spans and reference is None and inside is None:
        reference, spans[-1:] = _reference_behind(body.lines[after - 1], spans[-1])
    while spans and inside is None and not candidate.is_one_line and _title_goes_on(body, after, marked, spans, at):
        spans.append((body.lines[after].start, body.lines[after].end))
        after += 1
    if len(spans) > 0 and spans[0][0] >= body.lines[at].end and _is_told(body, spans, after):
        spans, after = [], at + 1
    if reference is None and spans:
        last = body.lines[after - 1]
        behind, spans[-1:] = _reference_behind(last, spans[-1])
        reference = reference or behind
    time = candidate.number if candidate.form is HeadingForm.CLOCK else None
    return Heading(
        at,
        after if inside is None or (below and inside != candidate.title) else at,
        candidate.form,
        tuple(spans),
        "" if time else candidate.number,
        time,
        reference,
        is_sub_item=candidate.parent is not None,
        inside=inside,
        more_inside=tuple(more_inside),
    )


def _rest_in_column(body: ContentLines, at: int, inside: int) -> Iterator[tuple[tuple[int, int], int]]:
    """The rest of a title that goes on in its column beside the item's text: its span in each line, and the offset at
    which the text begins there.
    """
    first = body.lines[at]
    column = first.indent + inside
    for line in body.lines[at + 1 : body.paragraph_end(at)]:
        cells = _columns(line, 0, _TWO_SPACES)
        is_title = line.indent == first.indent and len(cells[0][1]) < inside and cells[0][1][:1].isalpha()
        begins = cells[1][0] if len(cells) > 1 else line.indent + len(line.text)
        if not is_title or (len(cells) > 1 and begins < column):
            return
        yield (line.start, line.start + len(cells[0][1])), begins - line.indent


def _is_told(body: ContentLines, spans: Sequence[tuple[int, int]], after: int) -> bool:
    """Whether what stands below a mark is a sentence of several words, and so no title."""
    last = body.lines[after - 1]
    words = sum(len(line.text.split()) for line in body.lines[after - len(spans) : after])
    return last.text.endswith(".") and words >= _FEWEST_TOLD and not _ABBREVIATED.search(last.text)


_FEWEST_TOLD = 4


def _is_sentence(body: ContentLines, at: int, start: int) -> bool:
    """Whether what stands behind a mark is no title but the first sentence of the item's text: one with a verb, in the
    past tense or such as minutes are written with, or one behind which another begins.
    """
    lines = body.lines[at : body.paragraph_end(at)]
    words = " ".join([lines[0].text[start:], *(line.text for line in lines[1:])])
    stop = _STOP.search(words)
    if stop is None or words[0].islower():
        return False
    beside = words[: min(stop.end(), len(lines[0].text) - start)]
    if stop.end() < len(lines[0].text) - start and len(beside.split()) >= _FEWEST_BEFORE and words[-1] == ".":
        return True
    is_whole = stop.end() == len(beside) or len(lines[0].text) >= _FULL_LINE
    return is_whole and len(beside.split()) >= _FEWEST_BESIDE and _TOLD.search(beside) is not None


_STOP = re.compile(r"(?<!\b\w)(?<!\b\d\d)\.(?=\s|$)")
_FEWEST_BESIDE = 3
_FEWEST_BEFORE = 6
"""So many words of a sentence, with another behind it on the line of the mark, are no title."""
_FULL_LINE = 60
_TOLD = re.compile(
    r"\b[a-zåäö]{2,}(?:ades|tes|(?<!n)des)\b|\b(?:hälsade|öppnade|avslutade|tackade|informerade|berättade|redogjorde|visade"
    r"|föredrog|föredrogs|fann|befanns|biföll|bifölls|beslöt|beslöts|beslutade|antog|antogs|avslog|avslogs|lades|gavs"
    r"|föreslog|konstaterade|meddelade|rapporterade|beslutar|väljer|valde|utsåg|öppnar|hälsar|avslutar|tackar|fastställde"
    r"|godkände|beviljade)\b",
    re.IGNORECASE,
)


def _may_stand_below(body: ContentLines, at: int, marked: Mapping[int, HeadingCandidate]) -> bool:
    """Whether a line can be the reference or the title of a mark above it."""
    return at < len(body) and at not in marked and not body.cue(at, "decision", "summary", "proposal")


def _titled_above(body: ContentLines, candidate: HeadingCandidate, block: tuple[int, int]) -> Heading:
    """The heading whose title stands above its mark; what stands between them belongs to the item."""
    start, end = block
    line = body.lines[candidate.at]
    spans = tuple((above.start, above.end) for above in body.lines[start:end])
    reference, _ = _reference(line, candidate, line.end)
    after = end if end < candidate.at else candidate.at + 1
    return Heading(start, after, candidate.form, spans, candidate.number, None, reference, mark=candidate.at)


def title_columns(body: ContentLines, marked: Mapping[int, HeadingCandidate]) -> frozenset[int]:
    """The columns, in characters from the left edge, where text stands beside the titles of two marks or more."""
    columns = Counter(
        column
        for candidate in marked.values()
        for column, cell in _columns(body.lines[candidate.at], candidate.title)[1:2]
        if not ANY_REFERENCE.fullmatch(cell)
    )
    return frozenset(column for column, times in columns.items() if times > 1)


def _columns(line: Line, start: int, between: re.Pattern[str] = COLUMNS) -> list[tuple[int, str]]:
    """What stands on a line from an offset on, column by column, and where each begins."""
    found, at = [], start
    for gap in [*between.finditer(line.text, start), None]:
        end = gap.start() if gap else len(line.text)
        if end > at:
            found.append((line.indent + at, line.text[at:end]))
        at = gap.end() if gap else end
    return found


def _cells(
    body: ContentLines, candidate: HeadingCandidate, spans: list[tuple[int, int]], columns: frozenset[int]
) -> tuple[list[tuple[int, int]], int | None]:
    """The title in its column, and the offset in its line of the text beside it, if that is no reference."""
    line = body.lines[candidate.at]
    if not spans:
        return spans, None
    below = body.lines[candidate.at + 1] if candidate.at + 1 < len(body) else None
    cells = _columns(line, spans[0][0] - line.start)
    near = _columns(line, spans[0][0] - line.start, _TWO_SPACES)
    if len(cells) < 2 and len(near) > 1 and below and not below.after_gap and below.indent == near[1][0]:
        cells = near
    if len(cells) < 2 or ANY_REFERENCE.fullmatch(cells[1][1]):
        return spans, None
    column = cells[1][0]
    goes_on = below is not None and not below.after_gap and below.indent == column
    if not goes_on and not any(abs(column - other) <= _COLUMN_SLIP for other in columns):
        return spans, None
    return [(spans[0][0], spans[0][0] + len(cells[0][1]))], column - line.indent


_TWO_SPACES = re.compile(r"\t+|\s+\|\s+|\s{2,}")
_COLUMN_SLIP = 1


def _in_column(body: ContentLines, at: int) -> tuple[list[tuple[int, int]], int | None]:
    """The title on a line below its mark, and where in the line the text beside it begins, if some goes on there."""
    line = body.lines[at]
    following = body.lines[at + 1] if at + 1 < len(body) else None
    cells = _columns(line, 0, _TWO_SPACES)
    beside = following and (following.indent, *(column for column, _ in _columns(following, 0, _TWO_SPACES)[1:2]))
    if len(cells) < 2 or not following or following.after_gap or not beside or cells[1][0] not in beside:
        return [(line.start, line.end)], None
    return [(line.start, line.start + len(cells[0][1]))], cells[1][0] - line.indent


def _reference(line: Line, candidate: HeadingCandidate, start: int) -> tuple[str | None, int]:
    """The diary number that stands between a mark and its title, and where the title begins then."""
    if candidate.form is not HeadingForm.PARAGRAPH:
        return None, start
    label = REFERENCE_LABEL.match(line.text, candidate.title)
    behind_mark = line.text[candidate.title :]
    if found := ANY_REFERENCE.fullmatch(behind_mark):
        return found["reference"], line.end
    for pattern in (LABELLED_REFERENCE, REFERENCE):
        found = pattern.match(line.text, candidate.title)
        if found and (found.end() == len(line.text) or line.text[found.end()].isspace()):
            behind = line.text[found.end() :]
            if _CLASS.fullmatch(behind):
                return f"{found['reference']} {behind.strip()}", line.end
            return found["reference"], line.end - len(behind.lstrip())
    return None, line.start + label.end() if label else start


_CLASS = re.compile(r"\s+\d{2,4}(?:\.\d+)?")
"""What the archive files a matter under, behind its number: "Dnr 2024-000198  236"."""


def _reference_behind(line: Line, span: tuple[int, int]) -> tuple[str | None, list[tuple[int, int]]]:
    """The diary number behind a title: in parentheses, in a column of its own, or called one; and what is left of the
    title's last line.
    """
    start = span[0] - line.start
    found = _REFERENCE_BEHIND.fullmatch(line.text, start)
    if found and (number := ANY_REFERENCE.fullmatch(found["inside"])):
        return number["reference"], [(span[0], line.start + found.end("title"))] if found["title"] else []
    cells = _columns(line, start, _TWO_SPACES)
    if len(cells) > 1 and (number := ANY_REFERENCE.fullmatch(cells[-1][1])):
        end = cells[-2][0] - line.indent + len(cells[-2][1])
        return number["reference"], [(span[0], line.start + end)]
    if named := REFERENCE_AT_END.search(line.text, start):
        return named["reference"], [(span[0], line.start + named.start())] if named.start() > start else []
    return None, [span]


_REFERENCE_BEHIND = re.compile(r"(?P<title>(?:.*\S)?)\s*\((?P<inside>(?=[^()]*[^\W\d_]|[^()]*/)[^()]{4,40})\)")


def _title_goes_on(
    body: ContentLines, at: int, marked: Mapping[int, HeadingCandidate], spans: list[tuple[int, int]], mark: int
) -> bool:
    """Whether a line continues the title above it, which begins on the line of the mark or below it."""
    if at >= len(body) or at in marked or at in body.cues or len(spans) >= MOST_TITLE_LINES:
        return False
    line, before = body.lines[at], body.lines[at - 1]
    is_listed = is_enumerated(line.text) or _NUMBERED.match(line.text) is not None
    if is_listed or _LABELLED.match(line.text) or (_DAY_FIRST.match(line.text) and not breaks_off(before.text)):
        return False
    if _hangs(body, at, mark, spans):
        return not line.after_gap and _is_hanging_title(body, at, spans)
    if body.style.titles_run_to_blank:
        may_be = REFERENCE_LABEL.match(line.text) or REFERENCE.fullmatch(line.text)
        is_reference = may_be and not breaks_off(before.text)
        is_other = is_reference or _is_running_text(body, at, spans)
        return not (line.after_gap or is_other)
    if body.is_clause(at) or bullet(line.text) or REFERENCE_LABEL.match(line.text):
        return False
    if ANY_REFERENCE.fullmatch(line.text) and not breaks_off(before.text):
        return False
    if line.text[0].isupper() and line.text.endswith(".") and not breaks_off(before.text):
        return False
    if line.after_gap:
        return breaks_off(before.text) or line.text[0].islower()
    if spans[-1][1] < before.end and at == mark + 1:
        return line.text[0].islower() or breaks_off(before.text[: spans[-1][1] - before.start])
    return goes_on(before, line, body.width) or _is_rest_of_title(body, at, spans)


def _hangs(body: ContentLines, at: int, mark: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a line stands in the column that the title begins in, behind its mark."""
    line, first = body.lines[at], body.lines[mark]
    column = first.indent + spans[0][0] - first.start
    return spans[0][0] < first.end and column > first.indent and abs(line.indent - column) <= _COLUMN_SLIP


def _is_hanging_title(body: ContentLines, at: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a line below a title in the title's column is more of it, where the item's text may stand there too."""
    line, before = body.lines[at], body.lines[at - 1]
    end = body.paragraph_end(at)
    column = next((n for n in range(at, end) if body.lines[n].indent < line.indent - _COLUMN_SLIP), end)
    title = before.text[: spans[-1][1] - before.start]
    if breaks_off(title) or line.text[0].islower():
        return True
    if body.is_clause(at) or bullet(line.text) or ANY_REFERENCE.fullmatch(line.text):
        return False
    is_told = any(ends_a_sentence(one.text) for one in body.lines[at:column]) or len(_columns(line, 0, _TWO_SPACES)) > 1
    return not is_told and column - at < _MOST_HANGING


_DAY_FIRST = re.compile(
    r"(?:(?:mån|tis|ons|tors|fre|lör|sön)dag(?:en)?\s+(?:den\s+)?)?"
    r"(?:(?:19|20)\d\d-\d\d-\d\d|\d{1,2} [a-z]{3,9} (?:19|20)\d\d),?\s+kl",
    re.IGNORECASE,
)
"""A line that begins with a day and a time tells when something is: "2025-04-10 kl. 13.00, Zoom"."""
_MOST_HANGING = 3
_LABELLED = re.compile(r"[A-ZÅÄÖ][a-zåäö]+(?: [a-zåäö]+)?: \S")
"""A line that begins with a label of its own: "Beredare: Eva Ask"."""


def _is_running_text(body: ContentLines, at: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether text begins directly below a title: wider lines than a title in larger type has, and a sentence."""
    line, before = body.lines[at], body.lines[at - 1]
    widest = max(end - start for start, end in spans)
    is_wider = len(line.text) > max(_WIDEST_TITLE_LINE, 1.2 * widest)
    length = spans[-1][1] - before.start
    had_room = length + len(line.text.split(" ", 1)[0]) < _NARROWEST_TITLE_LINE
    is_sentence = (had_room or len(spans) == 1) and line.text.endswith(".") and not _ABBREVIATED.search(line.text)
    had_much_room = length + len(line.text.split(" ", 1)[0]) < _NARROWEST_BREAK
    begins = line.text[0].isupper() or line.text[0].isdigit()
    return (is_wider or is_sentence or had_much_room) and begins and not breaks_off(before.text[:length])


_ABBREVIATED = re.compile(r"\b(?:m\.\s?m|m\.\s?fl|mm|mfl|etc|osv|o\.\s?d|dyl|kl|nr|st)\.$")
_NARROWEST_BREAK = 40
_NARROWEST_TITLE_LINE = 50
_WIDEST_TITLE_LINE = 66
"""Titles in larger type are broken at some 60 characters, the text below them at some 90."""


def _is_rest_of_title(body: ContentLines, at: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a line is the few words that had no room in a long title set in large type."""
    line = body.lines[at]
    length = sum(end - start for start, end in spans)
    if length < _LONG_TITLE_LINE or len(line.text) > _FEW_WORDS or ends_a_sentence(line.text):
        return False
    following = body.lines[at + 1] if at + 1 < len(body) else None
    return following is None or following.after_gap or at + 1 in body.cues or not following.text[0].islower()
