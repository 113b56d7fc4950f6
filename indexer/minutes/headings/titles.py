"""Titles: where the title behind a mark begins and ends, and the diary number beside it.

§ 47 Dnr KS 311/23
Försäljning av del av fastigheten Ängen 1:12 till       the title, which had no room on one line
Bostads AB Ängsvallen
Beslut                                                  a label ends it
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from indexer.minutes.headings.numbered import HeadingCandidate
from indexer.minutes.lines.content_lines import ContentLines
from indexer.minutes.lines.lines import Line, breaks_off, bullet, ends_a_sentence, goes_on, is_enumerated
from indexer.minutes.references import LABELLED_REFERENCE, REFERENCE, REFERENCE_LABEL
from indexer.minutes.styles.style import HeadingForm

MOST_TITLE_LINES = 8
_NUMBERED = re.compile(r"\d{1,2}\.\s+[A-ZÅÄÖ]")
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


def marked_heading(body: ContentLines, candidate: HeadingCandidate, marked: Mapping[int, HeadingCandidate]) -> Heading:
    """The heading that a mark opens, `marked` being all the marks of the body."""
    at, line = candidate.at, body.lines[candidate.at]
    start = line.start + candidate.title
    reference, start = _reference(line, candidate, start)
    after = at + 1
    spans = [(start, line.end)] if start < line.end else []
    if (
        not spans
        and after < len(body)
        and after not in marked
        and not body.cue(after, "decision", "summary", "proposal")
    ):
        found = REFERENCE.fullmatch(body.lines[after].text) if reference is None else None
        if found:
            reference, after = found["reference"], after + 1
    if (
        not spans
        and after < len(body)
        and after not in marked
        and not body.cue(after, "decision", "summary", "proposal")
    ):
        spans = [(body.lines[after].start, body.lines[after].end)]
        after += 1
    while spans and not candidate.is_one_line and _title_goes_on(body, after, marked, spans):
        spans.append((body.lines[after].start, body.lines[after].end))
        after += 1
    if reference is None and spans:
        reference, spans[-1:] = _reference_behind(body.lines[after - 1], spans[-1])
    time = candidate.number if candidate.form is HeadingForm.CLOCK else None
    number = "" if time else candidate.number
    return Heading(
        at, after, candidate.form, tuple(spans), number, time, reference, is_sub_item=candidate.parent is not None
    )


def _reference(line: Line, candidate: HeadingCandidate, start: int) -> tuple[str | None, int]:
    """The diary number that stands between a mark and its title, and where the title begins then."""
    if candidate.form is not HeadingForm.PARAGRAPH:
        return None, start
    label = REFERENCE_LABEL.match(line.text, candidate.title)
    found = REFERENCE.match(line.text, candidate.title) or LABELLED_REFERENCE.match(line.text, candidate.title)
    if found:
        behind = line.text[found.end() :]
        return found["reference"], line.end - len(behind.lstrip())
    return None, line.start + label.end() if label else start


def _reference_behind(line: Line, span: tuple[int, int]) -> tuple[str | None, list[tuple[int, int]]]:
    """The diary number in parentheses behind a title, and what is left of the title's last line."""
    found = _REFERENCE_BEHIND.fullmatch(line.text, span[0] - line.start)
    number = found and (REFERENCE.fullmatch(found["inside"]) or LABELLED_REFERENCE.fullmatch(found["inside"]))
    if not found or not number:
        return None, [span]
    left = (span[0], line.start + found.end("title"))
    return number["reference"], [left] if found["title"] else []


_REFERENCE_BEHIND = re.compile(r"(?P<title>(?:.*\S)?)\s*\((?P<inside>(?=[^()]*[^\W\d_]|[^()]*/)[^()]{4,40})\)")


def _title_goes_on(
    body: ContentLines, at: int, marked: Mapping[int, HeadingCandidate], spans: list[tuple[int, int]]
) -> bool:
    """Whether a line continues the title above it."""
    if at >= len(body) or at in marked or at in body.cues or len(spans) >= MOST_TITLE_LINES:
        return False
    line, before = body.lines[at], body.lines[at - 1]
    if body.style.titles_run_to_blank:
        is_reference = REFERENCE_LABEL.match(line.text) or REFERENCE.fullmatch(line.text)
        is_listed = is_enumerated(line.text) or _NUMBERED.match(line.text)
        is_other = is_reference or is_listed or _is_running_text(body, at, spans)
        return not (line.after_gap or is_other)
    if body.is_clause(at) or bullet(line.text) or REFERENCE_LABEL.match(line.text):
        return False
    if line.after_gap:
        return breaks_off(before.text) or line.text[0].islower()
    return goes_on(before, line, body.width) or _is_rest_of_title(body, at, spans)


def _is_running_text(body: ContentLines, at: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether text begins directly below a title: wider lines than a title in larger type has, and a sentence."""
    line, before = body.lines[at], body.lines[at - 1]
    widest = max(end - start for start, end in spans)
    is_wider = len(line.text) > max(_WIDEST_TITLE_LINE, 1.2 * widest)
    had_room = len(before.text) + len(line.text.split(" ", 1)[0]) < _NARROWEST_TITLE_LINE
    is_sentence = (had_room or len(spans) == 1) and line.text.endswith(".") and not _ABBREVIATED.search(line.text)
    had_much_room = len(before.text) + len(line.text.split(" ", 1)[0]) < _NARROWEST_BREAK
    return (is_wider or is_sentence or had_much_room) and line.text[0].isupper() and not breaks_off(before.text)


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
