"""Marks: which lines open an item by "§ 12", "3.", "09.15" or "a)".

A line that looks like one may be a reference wrapped to the start of a line, or a list inside a summary, so it is
believed for its place in a row: of all lines that could be headings, the rising row that holds best together is taken.
In

    3. Extern finansiering
    Sammanfattning: Syftet är att:
    1. Ge processtöd
    2. Söka medel
    Mötet beslutar
    att tacka för informationen
    4. Bostadsförsörjning

the row 3, 4 rises and 1, 2 falls out of it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter

import msgspec

from indexer.minutes.headings import weights
from indexer.minutes.lines.content_lines import ContentLines
from indexer.minutes.lines.lines import breaks_off, bullet, ends_a_sentence
from indexer.minutes.references import REFERENCE, REFERENCE_LABEL
from indexer.minutes.styles.style import HeadingForm

_PARAGRAPH = re.compile(
    r"(?P<mark>[*#_ ]*(?:(?:[A-ZÅÄÖ]{1,8}\s+)?[§$]\s{0,3}|paragraf\s+)(?P<number>\d{1,4}(?:/\d{2,4}\b|\s?[a-z]\b)?)"
    r"(?P<punct>[.:)]?))[\s*_]*(?:[A-ZÅÄÖ]{1,8}\s?§\s?\d{1,4}(?:/\d{2,4})?[\s,;]+){0,3}(?P<title>.*)",
    re.IGNORECASE,
)
"""A § by its number; those of the organs that prepared it ("Ks § 63   Au § 48") may stand before the title."""
_TURNED_PARAGRAPH = re.compile(r"(?P<mark>[*#_ ]*(?P<number>\d{1,4})(?P<punct>\.?)\s?§)[\s*_]*(?P<title>.*)")
_NUMBER = re.compile(
    r"[*#_ ]*(?:(?:punkt|ärende|arende)\s+)?(?P<number>\d{1,3}(?:\.\d{1,2}){0,2})(?P<punct>\s?[.,:)]|\s[-–]|)"
    r"(?:[\s*_]+(?P<title>[^\W_].*|[”\"“'’(*].*)|[\s*_]*$)",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"[*#_ ]*(?:kl(?:ockan)?\.?\s*)?(?P<number>(?:[01]?\d|2[0-3])[.:][0-5]\d)"
    r"(?:\s*[-–—]\s*(?:[01]?\d|2[0-3])[.:][0-5]\d)?"
    r"(?P<punct>[.:)]?)(?:[\s*_]*[-–]?[\s*_]+(?P<title>[^\W_].*|[”\"“(*].*)|[\s*_]*$)",
    re.IGNORECASE,
)
_ALONE = re.compile(r"\d{1,2}\.$")
_LETTERED = re.compile(r"(?P<mark>(?P<letter>[a-h])[.)])\s+(?P<title>[A-ZÅÄÖ].{2,78}[^.:;,!?])")
_LETTERS = "abcdefgh"
_LEADERS = re.compile(r"(?:\.\s?){4,}|…{2,}|\s{3,200}\d{1,3}$|\t+\d{1,3}$")
_WRAPPED_REFERENCE = re.compile(r"\s*(?:[a-zåäö,;.)/&-]|och\b|i\b|samt\b|\d{1,3}\b(?!\s?/)|§)")

_PERSON = re.compile(r"(?:[A-ZÅÄÖ][\w'’-]+\s+){1,3}[A-ZÅÄÖ][\w'’-]+(?:,|\s*\(|$)")


class HeadingCandidate(msgspec.Struct, frozen=True):
    """A line that may be a marked heading, and how much speaks for it."""

    at: int
    value: int
    form: HeadingForm
    number: str
    title: int
    """Where in the line the title begins; the line's length where the title stands on the next."""
    weight: float
    parent: int | None = None
    """For 8.2, the 8."""
    is_one_line: bool = False
    """Whether its title ends with its line."""


def find_torn_numbers(body: ContentLines, marked: Mapping[int, HeadingCandidate]) -> dict[int, str]:
    """Numbers alone on a line that head nothing there ("10." before "Mötet beslutar"), by position."""
    last = max((c.value for c in marked.values() if c.form is HeadingForm.NUMBER), default=None)
    alone = {at: line.text for at, line in body.positions() if at not in marked and _ALONE.match(line.text)}
    if last is None:
        return {}
    return {at: text for at, text in alone.items() if last < int(text.rstrip(".)")) <= last + len(alone)}


def find_marked(body: ContentLines) -> dict[int, HeadingCandidate]:
    """The lines that are marked headings, by position."""
    forms = body.style.forms
    if HeadingForm.PARAGRAPH in forms:
        row = _best_row(_without_contents(body, list(_paragraph_candidates(body))), begins_before=len(body))
        if len(row) > 1 or (row and row[0].weight >= weights.WEIGHTS.lone_paragraph):
            return _in_order([*row, *_lettered(body, row)])
    found: list[HeadingCandidate] = []
    if HeadingForm.NUMBER in forms:
        row = _best_row(
            _without_lists(body, list(_of_one_kind(body, list(_number_candidates(body))))),
            begins_before=_first_label(body),
            counts=True,
        )
        found += row if len(row) > 1 else ()
        found += _sub_numbers(body, found)
    if HeadingForm.CLOCK in forms:
        row = _best_row(_clock_candidates(body), begins_before=_first_label(body))
        found += row if len(row) > 1 or (row and row[0].weight > weights.WEIGHTS.lone_clock) else ()
    return _in_order([*found, *_lettered(body, sorted(found, key=attrgetter("at")))])


def _in_order(candidates: Iterable[HeadingCandidate]) -> dict[int, HeadingCandidate]:
    return {candidate.at: candidate for candidate in sorted(candidates, key=attrgetter("at"))}


def _paragraph_candidates(body: ContentLines) -> Iterator[HeadingCandidate]:
    w = weights.WEIGHTS
    for at, line in body.positions():
        found = _PARAGRAPH.match(line.text) or _TURNED_PARAGRAPH.match(line.text)
        if not found:
            continue
        title = found["title"]
        if REFERENCE.match(title) is None and REFERENCE_LABEL.match(title) is None and _WRAPPED_REFERENCE.match(title):
            continue
        is_inside = not line.after_gap and at > 0 and not ends_a_sentence(body.lines[at - 1].text)
        weight = 1 + w.paragraph_after_gap * line.after_gap
        weight += w.paragraph_with_reference * bool(REFERENCE.match(title))
        weight += w.paragraph_with_capital * (not title or title[0].isupper())
        weight += w.paragraph_inside_sentence * is_inside
        weight += w.paragraph_with_leaders * bool(_LEADERS.search(title))
        weight += w.paragraph_only_pointed * bool(found["punct"] and not title)
        number = found["mark"].strip("*#_ ")
        value = int(re.sub(r"\D.*", "", found["number"]))
        yield HeadingCandidate(at, value, HeadingForm.PARAGRAPH, number, found.start("title"), weight)


def _without_contents(body: ContentLines, candidates: Sequence[HeadingCandidate]) -> Iterator[HeadingCandidate]:
    """The candidates, with less weight for those in a list of the items to come: each number comes again further down,
    and no label stands between one and the next.
    """
    penalty = weights.WEIGHTS.paragraph_in_contents
    labels = sorted(body.cues)
    last = {candidate.value: n for n, candidate in enumerate(candidates)}
    for n, candidate in enumerate(candidates):
        following = candidates[n + 1] if n + 1 < len(candidates) else candidate
        comes_again = last[candidate.value] > n
        is_list = following.value <= candidate.value or last[following.value] > n + 1
        labelled = bisect_left(labels, candidate.at) < bisect_left(labels, following.at)
        in_contents = comes_again and is_list and not labelled
        yield msgspec.structs.replace(candidate, weight=candidate.weight + penalty) if in_contents else candidate


def _number_candidates(body: ContentLines) -> Iterator[HeadingCandidate]:
    w = weights.WEIGHTS
    for at, line in body.positions():
        found = _NUMBER.match(line.text)
        if not found or "." in found["number"]:
            continue
        title, punct = found["title"], found["punct"].strip()
        if title is None:
            if not _is_title_line(body, at + 1):
                continue
        elif not _may_be_title(title) or (not punct and title[0].isdigit()):
            continue
        has_content = _has_content(body, at)
        weight = 1 + w.number_after_gap * line.after_gap + w.number_with_content * has_content
        weight += w.number_without_title * (title is None)
        weight += w.number_with_leaders * bool(title and _LEADERS.search(title))
        weight += w.number_with_comma * bool(title and title.endswith((";", ",")))
        weight += w.number_before_person * bool(title and _PERSON.match(title) and not has_content)
        weight += w.number_before_sentence * bool(title and ends_a_sentence(title) and not has_content)
        weight += w.number_inside_sentence * _is_in_a_sentence(body, at)
        start = found.start("title") if title is not None else len(line.text)
        yield HeadingCandidate(
            at, int(found["number"]), HeadingForm.NUMBER, line.text[:start].strip("*#_ "), start, weight
        )


def _is_in_a_sentence(body: ContentLines, at: int) -> bool:
    """Whether a line may only go on with the sentence of a full line before it."""
    if at == 0 or body.lines[at].after_gap or at - 1 in body.cues:
        return False
    before = body.lines[at - 1].text
    return breaks_off(before) or (len(before) >= _FULL_LINE and not ends_a_sentence(before))


def _of_one_kind(body: ContentLines, candidates: Sequence[HeadingCandidate]) -> Iterator[HeadingCandidate]:
    """The candidates, with less weight for those few whose number has a point where most have none, or none."""
    pointed = sum(not candidate.number[-1:].isdigit() for candidate in candidates)
    most_are = pointed * 2 >= len(candidates)
    for candidate in candidates:
        is_usual = (not candidate.number[-1:].isdigit()) == most_are
        penalty = 0 if is_usual else weights.WEIGHTS.number_of_other_kind
        yield msgspec.structs.replace(candidate, weight=candidate.weight + penalty)


def _sub_numbers(body: ContentLines, row: Sequence[HeadingCandidate]) -> Iterator[HeadingCandidate]:
    """Headings such as 8.2 that stand below their 8."""
    below = 0
    owners = {candidate.at: candidate.value for candidate in row}
    for at, line in body.positions():
        below = owners.get(at, below)
        found = _NUMBER.match(line.text)
        if not found or "." not in found["number"] or not found["title"] or not _may_be_title(found["title"]):
            continue
        first, *_ = found["number"].split(".")
        if int(first) == below:
            start = found.start("title")
            yield HeadingCandidate(at, 0, HeadingForm.NUMBER, line.text[:start].strip("*#_ "), start, 1.0, parent=below)


def _lettered(body: ContentLines, row: Sequence[HeadingCandidate]) -> Iterator[HeadingCandidate]:
    """Headings such as "a) Laddstolpar" below an item, where each has text of its own and decides for itself."""
    ends = [*(following.at for following in row[1:]), len(body)]
    for item, end in zip(row, ends, strict=False):
        found = [(at, m) for at in range(item.at + 1, end) if (m := _LETTERED.fullmatch(body.lines[at].text))]
        letters = "".join(m["letter"] for _, m in found)
        if len(found) < 2 or not _LETTERS.startswith(letters) or not _divide(body, [at for at, _ in found], end):
            continue
        for at, m in found:
            yield HeadingCandidate(
                at, 0, HeadingForm.NUMBER, m["mark"], m.start("title"), 1.0, parent=item.value, is_one_line=True
            )


def _divide(body: ContentLines, starts: Sequence[int], end: int) -> bool:
    """Whether lettered lines are headings: no label is above them that they list something for, no two stand directly
    below one another, and what is decided is not all below the last of them, as it is where it is about them all.
    """
    above = [cue.kind for at in range(max(0, starts[0] - _LABEL_ABOVE), starts[0]) if (cue := body.cue(at))]
    decided = [at for at in range(starts[0], end) if body.cue(at, "decision")]
    have_text = all(after - at > 1 for at, after in zip(starts, [*starts[1:], end], strict=True))
    is_for_all = bool(decided) and decided[0] > starts[-1]
    return have_text and not is_for_all and (not above or above[-1] == "summary")


_LABEL_ABOVE = 2


def _clock_candidates(body: ContentLines) -> Iterator[HeadingCandidate]:
    w = weights.WEIGHTS
    for at, line in body.positions():
        found = _CLOCK.match(line.text)
        if not found:
            continue
        title = found["title"]
        if title is None and not _is_title_line(body, at + 1):
            continue
        if title is not None and not _may_be_title(title):
            continue
        bold = "**" in line.text
        weight = 1 + w.clock_after_gap * line.after_gap + w.clock_bold * bold + w.clock_without_title * (title is None)
        hour, minute = re.split("[.:]", found["number"])
        start = found.start("title") if title is not None else len(line.text)
        yield HeadingCandidate(at, int(hour) * 60 + int(minute), HeadingForm.CLOCK, found["number"], start, weight)


def _without_lists(body: ContentLines, candidates: Sequence[HeadingCandidate]) -> Iterator[HeadingCandidate]:
    """The candidates, with less weight for those in a list: they begin again below a number already met, and no label
    stands between them.
    """
    highest = 0
    labels = sorted(body.cues)
    for run in _runs(candidates):
        again = len(run) > 1 and run[0].value <= highest
        labelled = bisect_left(labels, run[0].at) < bisect_left(labels, run[-1].at)
        penalty = weights.WEIGHTS.number_in_list if again and not labelled else 0
        for candidate in run:
            yield msgspec.structs.replace(candidate, weight=candidate.weight + penalty)
        highest = max(highest, run[-1].value)


def _runs(candidates: Sequence[HeadingCandidate]) -> Iterator[list[HeadingCandidate]]:
    """The candidates cut where the next is not one more than the one before."""
    run: list[HeadingCandidate] = []
    for candidate in candidates:
        if run and candidate.value != run[-1].value + 1:
            yield run
            run = []
        run.append(candidate)
    if run:
        yield run


def _first_label(body: ContentLines) -> int:
    """The position of the first label of an item: a row of headings begins above it."""
    return min(
        (at for at, cue in body.cues.items() if cue.kind in ("summary", "decision", "presenters")), default=len(body)
    )


def _best_row(
    candidates: Iterable[HeadingCandidate], *, begins_before: int, counts: bool = False
) -> list[HeadingCandidate]:
    """The rising row of candidates that weighs most; where it `counts`, each number left out has its price."""
    w = weights.WEIGHTS
    skip, late = (w.number_skipped, w.number_late) if counts else (0.0, 0.0)
    found = list(candidates)
    best: list[tuple[float, int]] = []
    for here, candidate in enumerate(found):
        is_early = candidate.at < begins_before
        weight = max(w.number_late_at_most, late * (candidate.value - 1)) if is_early else -_NEVER
        before = -1
        for there in range(max(0, here - _ROW_WINDOW), here):
            step = candidate.value - found[there].value
            if step > 0:
                total = best[there][0] + max(w.number_skipped_at_most, skip * (step - 1))
                if total > weight:
                    weight, before = total, there
        best.append((weight + candidate.weight, before))
    at = max(range(len(best)), key=lambda n: best[n][0], default=-1)
    row: list[HeadingCandidate] = []
    while at >= 0 and best[at][0] > 0:
        row.append(found[at])
        at = best[at][1]
    return row[::-1]


_NEVER = 1e6
_FULL_LINE = 60
_ROW_WINDOW = 60
"""So far back a row looks for the heading before; longer lists of false candidates than this are not met."""


def _may_be_title(title: str) -> bool:
    """Whether words after a mark can be a title: they begin as one, and are no clause, quantity or date."""
    title = title.lstrip("*_ ")
    first = title[:1]
    return (first.isupper() or first.isdigit() or first in "”\"“'’(") and not title.lower().startswith(("att ", "att:"))


def _is_title_line(body: ContentLines, at: int) -> bool:
    """Whether a line by itself could be the title of the mark above it."""
    if at >= len(body) or at in body.cues or body.is_clause(at):
        return False
    line = body.lines[at]
    return (
        _may_be_title(line.text)
        and not line.text[0].isdigit()
        and not bullet(line.text)
        and not ends_a_sentence(line.text)
    )


def _has_content(body: ContentLines, at: int) -> bool:
    """Whether a label or a paragraph comes before the next number does."""
    for there in range(at + 1, min(at + 12, len(body))):
        if there in body.cues:
            return True
        line = body.lines[there]
        if line.text[0].isdigit() and _NUMBER.match(line.text):
            return False
        if len(line.text) > 60 and ends_a_sentence(line.text):
            return True
    return False
