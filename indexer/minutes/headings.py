"""Headings: which lines open an agenda item.

Marked headings come first: "§ 12", "3.", "09.15". A line that looks like one may be a reference wrapped to the start of
a line, or a list inside a summary, so a heading is believed for its place in a row: of all lines that could be
headings, the rising row that holds best together is taken. In

    3. Extern finansiering
    Sammanfattning: Syftet är att:
    1. Ge processtöd
    2. Söka medel
    Mötet beslutar
    att tacka för informationen
    4. Bostadsförsörjning

the row 3, 4 rises and 1, 2 falls out of it. Unmarked headings ("Övriga frågor", "Fira framtid") are believed for what
stands around them: before them something has come to its end, they are short and no sentence, after them something
begins.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter

import msgspec

from indexer.minutes import vocabulary
from indexer.minutes.body import Body
from indexer.minutes.cues import Labels
from indexer.minutes.folding import fold
from indexer.minutes.lines import Line, breaks_off, bullet, ends_a_sentence, goes_on, is_enumerated
from indexer.minutes.style import Form

LONGEST_TITLE = 160
"""Characters of an unmarked heading; the longest title of the real minutes that is one has 107."""

_PARAGRAPH = re.compile(
    r"[*#_ ]*(?:(?:[A-ZÅÄÖ]{1,8}\s+)?[§$]\s{0,3}|paragraf\s+)(?P<number>\d{1,4}(?:/\d{2,4}\b|\s?[a-z]\b)?)"
    r"(?P<punct>[.:)]?)[\s*_]*(?:[A-ZÅÄÖ]{1,8}\s?§\s?\d{1,4}(?:/\d{2,4})?[\s,;]+){0,3}(?P<title>.*)",
    re.IGNORECASE,
)
"""A § by its number; those of the organs that prepared it ("Ks § 63   Au § 48") may stand before the title."""
_TURNED_PARAGRAPH = re.compile(r"[*#_ ]*(?P<number>\d{1,4})(?P<punct>\.?)\s?§[\s*_]*(?P<title>.*)")
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
REFERENCE = re.compile(
    r"(?:(?:ärende(?:nummer|nr)?|diarie(?:nummer|nr)|dnr)\b[.:]?\s*)?"
    r"(?P<reference>"
    r"(?!(?:sou|sfs|ds|dir|prop|skr)\b)[A-ZÅÄÖ]{1,6}(?:[ -][A-ZÅÄÖ]{1,4})?[ /-]?\s?"
    r"(?:19|20)\d\d[-/: ]\d{1,6}(?:[:.]\d+)*(?:\s?-?\d{3}\b)?"
    r"|(?:19|20)\d\d[-/:](?!(?:19|20)\d\d\b)\d{1,6}(?:[ :.]-?\d+)?(?![-\d])"
    r"|\d{3,5}/\d{2,4}(?::\d+)?"
    r"|[A-ZÅÄÖ]{1,6}\s?\d{2,4}/\d{2,6}(?:[.-]\d+)*"
    r")(?::-\d+)?\.?",
    re.IGNORECASE,
)
REFERENCE_LABEL = re.compile(r"(?:ärende(?:nummer|nr)|diarie(?:nummer|nr)|dnr)\b[.:]?\s*", re.IGNORECASE)
LABELLED_REFERENCE = re.compile(
    rf"{REFERENCE_LABEL.pattern}(?P<reference>(?:[A-ZÅÄÖ]{{1,6}}[ .-]?){{0,2}}\d{{1,6}}[/:-]\d[\d:/.-]*)(?=\s|$)",
    re.IGNORECASE,
)
"""A number of any form, behind the word that says it is one."""
_WRAPPED_REFERENCE = re.compile(r"\s*(?:[a-zåäö,;.)/&-]|och\b|i\b|samt\b|\d{1,3}\b(?!\s?/)|§)")


_TITLES = Labels({"closing": vocabulary.CLOSING, "title": vocabulary.TITLES})
_CATCH_ALL = Labels({"all": vocabulary.CATCH_ALL})
_PERSON = re.compile(r"(?:[A-ZÅÄÖ][\w'’-]+\s+){1,3}[A-ZÅÄÖ][\w'’-]+(?:,|\s*\(|$)")


class Heading(msgspec.Struct, frozen=True):
    """What opens an item: the lines from position `first` to before `after`, and where its title stands in them."""

    first: int
    after: int
    form: Form
    title: tuple[tuple[int, int], ...] = ()
    """Source offsets of the title, a pair a line."""
    number: str = ""
    time: str | None = None
    reference: str | None = None
    is_sub_item: bool = False
    group: str | None = None


class Candidate(msgspec.Struct, frozen=True):
    """A line that may be a marked heading, and how much speaks for it."""

    at: int
    value: int
    form: Form
    number: str
    title: int
    """Where in the line the title begins; the line's length where the title stands on the next."""
    weight: float
    parent: int | None = None
    """For 8.2, the 8."""
    is_one_line: bool = False
    """Whether its title ends with its line."""


def find_headings(body: Body, torn: Sequence[tuple[int, str]] = ()) -> list[Heading]:
    """The headings of a body, in order; `torn` are the numbers taken out of it, by the index of their line."""
    marked = find_marked(body)
    headings = [_marked_heading(body, candidate, marked) for candidate in marked.values()]
    if Form.BARE in body.style.forms and not any(heading.form is Form.PARAGRAPH for heading in headings):
        headings = BareWalk(body, headings, torn).all()
    return headings


def find_torn_numbers(body: Body, marked: Mapping[int, Candidate]) -> dict[int, str]:
    """Numbers alone on a line that head nothing there ("10." before "Mötet beslutar"), by position."""
    last = max((c.value for c in marked.values() if c.form is Form.NUMBER), default=None)
    alone = {at: line.text for at, line in body.positions() if at not in marked and _ALONE.match(line.text)}
    if last is None:
        return {}
    return {at: text for at, text in alone.items() if last < int(text.rstrip(".)")) <= last + len(alone)}


def find_marked(body: Body) -> dict[int, Candidate]:
    """The lines that are marked headings, by position."""
    forms = body.style.forms
    if Form.PARAGRAPH in forms:
        row = _best_row(_without_contents(body, list(_paragraph_candidates(body))), skip=0.0, begins_before=len(body))
        if len(row) > 1 or (row and row[0].weight >= 1.5):
            return _in_order([*row, *_lettered(body, row)])
    found: list[Candidate] = []
    if Form.NUMBER in forms:
        row = _best_row(
            _without_lists(body, list(_of_one_kind(body, list(_number_candidates(body))))),
            skip=0.6,
            begins_before=_first_label(body),
        )
        found += row if len(row) > 1 else ()
        found += _sub_numbers(body, found)
    if Form.CLOCK in forms:
        row = _best_row(_clock_candidates(body), skip=0.0, begins_before=_first_label(body))
        found += row if len(row) > 1 or (row and row[0].weight > 1.5) else ()
    return _in_order([*found, *_lettered(body, sorted(found, key=attrgetter("at")))])


def _in_order(candidates: Iterable[Candidate]) -> dict[int, Candidate]:
    return {candidate.at: candidate for candidate in sorted(candidates, key=attrgetter("at"))}


def _paragraph_candidates(body: Body) -> Iterator[Candidate]:
    for at, line in body.positions():
        found = _PARAGRAPH.match(line.text) or _TURNED_PARAGRAPH.match(line.text)
        if not found:
            continue
        title = found["title"]
        if REFERENCE.match(title) is None and REFERENCE_LABEL.match(title) is None and _WRAPPED_REFERENCE.match(title):
            continue
        weight = (
            1 + 0.5 * line.after_gap + 0.5 * bool(REFERENCE.match(title)) + 0.25 * (not title or title[0].isupper())
        )
        weight -= 1.5 * (not line.after_gap and at > 0 and not ends_a_sentence(body.lines[at - 1].text))
        weight -= 1.5 * bool(_LEADERS.search(title)) + 0.8 * bool(found["punct"] and not title)
        number = line.text[: found.end("punct")].strip("*#_ ")
        value = int(re.sub(r"\D.*", "", found["number"]))
        yield Candidate(at, value, Form.PARAGRAPH, number, found.start("title"), weight)


def _without_contents(body: Body, candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """The candidates, with less weight for those in a list of the items to come: each number comes again further down,
    and no label stands between one and the next.
    """
    labels = sorted(body.cues)
    last = {candidate.value: n for n, candidate in enumerate(candidates)}
    for n, candidate in enumerate(candidates):
        following = candidates[n + 1] if n + 1 < len(candidates) else candidate
        comes_again = last[candidate.value] > n
        is_list = following.value <= candidate.value or last[following.value] > n + 1
        labelled = bisect_left(labels, candidate.at) < bisect_left(labels, following.at)
        in_contents = comes_again and is_list and not labelled
        yield msgspec.structs.replace(candidate, weight=candidate.weight - 1.5) if in_contents else candidate


def _number_candidates(body: Body) -> Iterator[Candidate]:
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
        weight = 1 + 0.3 * line.after_gap + 0.4 * _has_content(body, at) - 0.4 * (title is None)
        weight -= 1.5 * bool(title and _LEADERS.search(title)) + 0.6 * bool(title and title.endswith((";", ",")))
        weight -= 1.0 * bool(title and _PERSON.match(title) and not _has_content(body, at))
        weight -= 0.6 * bool(title and ends_a_sentence(title) and not _has_content(body, at))
        weight -= 0.5 * _is_in_a_sentence(body, at)
        start = found.start("title") if title is not None else len(line.text)
        yield Candidate(at, int(found["number"]), Form.NUMBER, line.text[:start].strip("*#_ "), start, weight)


def _is_in_a_sentence(body: Body, at: int) -> bool:
    """Whether a line may only go on with the sentence of a full line before it."""
    if at == 0 or body.lines[at].after_gap or at - 1 in body.cues:
        return False
    before = body.lines[at - 1].text
    return breaks_off(before) or (len(before) >= _FULL_LINE and not ends_a_sentence(before))


def _of_one_kind(body: Body, candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """The candidates, with less weight for those few whose number has a point where most have none, or none."""
    pointed = sum(not candidate.number[-1:].isdigit() for candidate in candidates)
    most_are = pointed * 2 >= len(candidates)
    for candidate in candidates:
        is_usual = (not candidate.number[-1:].isdigit()) == most_are
        yield candidate if is_usual else msgspec.structs.replace(candidate, weight=candidate.weight - 0.7)


def _sub_numbers(body: Body, row: Sequence[Candidate]) -> Iterator[Candidate]:
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
            yield Candidate(at, 0, Form.NUMBER, line.text[:start].strip("*#_ "), start, 1.0, parent=below)


def _lettered(body: Body, row: Sequence[Candidate]) -> Iterator[Candidate]:
    """Headings such as "a) Laddstolpar" below an item, where each has text of its own and decides for itself."""
    ends = [*(following.at for following in row[1:]), len(body)]
    for item, end in zip(row, ends, strict=False):
        found = [(at, m) for at in range(item.at + 1, end) if (m := _LETTERED.fullmatch(body.lines[at].text))]
        letters = "".join(m["letter"] for _, m in found)
        if len(found) < 2 or not _LETTERS.startswith(letters) or not _divide(body, [at for at, _ in found], end):
            continue
        for at, m in found:
            yield Candidate(at, 0, Form.NUMBER, m["mark"], m.start("title"), 1.0, parent=item.value, is_one_line=True)


def _divide(body: Body, starts: Sequence[int], end: int) -> bool:
    """Whether lettered lines are headings: no label is above them that they list something for, no two stand directly
    below one another, and what is decided is not all below the last of them, as it is where it is about them all.
    """
    above = [body.cues[at].kind for at in range(starts[0]) if at in body.cues and at > starts[0] - _LABEL_ABOVE]
    decided = [at for at in range(starts[0], end) if body.cue(at, "decision")]
    have_text = all(after - at > 1 for at, after in zip(starts, [*starts[1:], end], strict=True))
    is_for_all = bool(decided) and decided[0] > starts[-1]
    return have_text and not is_for_all and (not above or above[-1] == "summary")


_LABEL_ABOVE = 3


def _clock_candidates(body: Body) -> Iterator[Candidate]:
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
        weight = 1 + 0.5 * line.after_gap + 0.5 * bold - 0.4 * (title is None)
        hour, minute = re.split("[.:]", found["number"])
        start = found.start("title") if title is not None else len(line.text)
        yield Candidate(at, int(hour) * 60 + int(minute), Form.CLOCK, found["number"], start, weight)


def _without_lists(body: Body, candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """The candidates, with less weight for those in a list: they begin again below a number already met, and no label
    stands between them.
    """
    highest = 0
    labels = sorted(body.cues)
    for run in _runs(candidates):
        again = len(run) > 1 and run[0].value <= highest
        labelled = bisect_left(labels, run[0].at) < bisect_left(labels, run[-1].at)
        for candidate in run:
            yield (
                msgspec.structs.replace(candidate, weight=candidate.weight - 0.6)
                if again and not labelled
                else candidate
            )
        highest = max(highest, run[-1].value)


def _runs(candidates: Sequence[Candidate]) -> Iterator[list[Candidate]]:
    """The candidates cut where the next is not one more than the one before."""
    run: list[Candidate] = []
    for candidate in candidates:
        if run and candidate.value != run[-1].value + 1:
            yield run
            run = []
        run.append(candidate)
    if run:
        yield run


def _first_label(body: Body) -> int:
    """The position of the first label of an item: a row of headings begins above it."""
    return min(
        (at for at, cue in body.cues.items() if cue.kind in ("summary", "decision", "presenters")), default=len(body)
    )


def _best_row(candidates: Iterable[Candidate], *, skip: float, begins_before: int) -> list[Candidate]:
    """The rising row of candidates that weighs most, `skip` being the price of each number left out."""
    found = list(candidates)
    best: list[tuple[float, int]] = []
    for here, candidate in enumerate(found):
        weight = -min(1.0, skip / 3 * (candidate.value - 1)) if candidate.at < begins_before else -_NEVER
        before = -1
        for there in range(max(0, here - _ROW_WINDOW), here):
            step = candidate.value - found[there].value
            if step > 0 and best[there][0] - min(2.0, skip * (step - 1)) > weight:
                weight, before = best[there][0] - min(2.0, skip * (step - 1)), there
        best.append((weight + candidate.weight, before))
    at = max(range(len(best)), key=lambda n: best[n][0], default=-1)
    row: list[Candidate] = []
    while at >= 0 and best[at][0] > 0:
        row.append(found[at])
        at = best[at][1]
    return row[::-1]


_NEVER = 1e6
_FULL_LINE = 60
_SHORT_HEADING = 50
_MOST_TITLE_LINES = 8
_LONG_TITLE_LINE = 45
_FEW_WORDS = 25
_ROW_WINDOW = 60
"""So far back a row looks for the heading before; longer lists of false candidates than this are not met."""


def _may_be_title(title: str) -> bool:
    """Whether words after a mark can be a title: they begin as one, and are no clause, quantity or date."""
    title = title.lstrip("*_ ")
    first = title[:1]
    return (first.isupper() or first.isdigit() or first in "”\"“'’(") and not title.lower().startswith(("att ", "att:"))


def _is_title_line(body: Body, at: int) -> bool:
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


def _has_content(body: Body, at: int) -> bool:
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


def _marked_heading(body: Body, candidate: Candidate, marked: dict[int, Candidate]) -> Heading:
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
        reference, spans[-1] = _reference_behind(body.lines[after - 1], spans[-1])
    time = candidate.number if candidate.form is Form.CLOCK else None
    number = "" if time else candidate.number
    return Heading(
        at, after, candidate.form, tuple(spans), number, time, reference, is_sub_item=candidate.parent is not None
    )


def _reference(line: Line, candidate: Candidate, start: int) -> tuple[str | None, int]:
    """The diary number that stands between a mark and its title, and where the title begins then."""
    if candidate.form is not Form.PARAGRAPH:
        return None, start
    label = REFERENCE_LABEL.match(line.text, candidate.title)
    found = REFERENCE.match(line.text, candidate.title) or LABELLED_REFERENCE.match(line.text, candidate.title)
    if found:
        behind = line.text[found.end() :]
        return found["reference"], line.end - len(behind.lstrip())
    return None, line.start + label.end() if label else start


def _reference_behind(line: Line, span: tuple[int, int]) -> tuple[str | None, tuple[int, int]]:
    """The diary number in parentheses behind a title, and the title without it."""
    found = _REFERENCE_BEHIND.fullmatch(line.text, span[0] - line.start)
    number = found and (REFERENCE.fullmatch(found["inside"]) or LABELLED_REFERENCE.fullmatch(found["inside"]))
    if not found or not number:
        return None, span
    return number["reference"], (span[0], line.start + found.end("title"))


_REFERENCE_BEHIND = re.compile(r"(?P<title>.*\S)\s*\((?P<inside>(?=[^()]*[^\W\d_]|[^()]*/)[^()]{4,40})\)")


def _title_goes_on(body: Body, at: int, marked: dict[int, Candidate], spans: list[tuple[int, int]]) -> bool:
    """Whether a line continues the title above it."""
    if at >= len(body) or at in marked or at in body.cues or len(spans) >= _MOST_TITLE_LINES:
        return False
    line, before = body.lines[at], body.lines[at - 1]
    if body.style.titles_run_to_blank:
        is_reference = REFERENCE_LABEL.match(line.text) or REFERENCE.fullmatch(line.text)
        is_other = is_reference or is_enumerated(line.text) or _is_running_text(body, at, spans)
        return not (line.after_gap or is_other)
    if body.is_clause(at) or bullet(line.text) or REFERENCE_LABEL.match(line.text):
        return False
    if line.after_gap:
        return breaks_off(before.text) or line.text[0].islower()
    return goes_on(before, line, body.width) or _is_rest_of_title(body, at, spans)


def _is_running_text(body: Body, at: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether text begins directly below a title: wider lines than a title in larger type has, and a sentence."""
    line, before = body.lines[at], body.lines[at - 1]
    widest = max(end - start for start, end in spans)
    is_wider = len(line.text) > max(_WIDEST_TITLE_LINE, 1.2 * widest)
    had_room = len(before.text) + len(line.text.split(" ", 1)[0]) < _NARROWEST_TITLE_LINE
    is_sentence = (had_room or len(spans) == 1) and line.text.endswith(".") and not _ABBREVIATED.search(line.text)
    return (is_wider or is_sentence) and line.text[0].isupper() and not breaks_off(before.text)


_ABBREVIATED = re.compile(r"\b(?:m\.\s?m|m\.\s?fl|mm|mfl|etc|osv|o\.\s?d|dyl|kl|nr|st)\.$")
_NARROWEST_TITLE_LINE = 50
_WIDEST_TITLE_LINE = 66
"""Titles in larger type are broken at some 60 characters, the text below them at some 90."""


def _is_rest_of_title(body: Body, at: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a line is the few words that had no room in a long title set in large type."""
    line = body.lines[at]
    length = sum(end - start for start, end in spans)
    if length < _LONG_TITLE_LINE or len(line.text) > _FEW_WORDS or ends_a_sentence(line.text):
        return False
    following = body.lines[at + 1] if at + 1 < len(body) else None
    return following is None or following.after_gap or at + 1 in body.cues or not following.text[0].islower()


class BareWalk:
    """A walk through the lines that finds the unmarked headings between the marked ones.

    `state` is what the walk is in: "start", "titled" (a heading with nothing below it yet), "text", or a section.
    """

    def __init__(self, body: Body, headings: Sequence[Heading], torn: Sequence[tuple[int, str]]) -> None:
        self.body = body
        self.marked = {heading.first: heading for heading in headings}
        self.last_marked = max(self.marked, default=-1)
        self.is_numbered = any(heading.form is Form.NUMBER for heading in headings)
        self.found: list[Heading] = []
        self.torn = list(torn)
        self.state = "start"
        self.catches_all = False
        self.group: str | None = None
        self.group_from: int | None = None

    def all(self) -> list[Heading]:
        """The marked and the unmarked headings together."""
        at = 0
        while at < len(self.body):
            at = self._step(at)
        return self.found

    def _step(self, at: int) -> int:
        if heading := self.marked.get(at):
            return self._open(heading)
        if (cue := self.body.cues.get(at)) is not None:
            self.state = cue.kind
            return at + 1
        if heading := self._bare(at):
            return self._open_bare(heading)
        if self.body.is_clause(at) and self.state == "titled":
            self.state = "decision"
        elif self.state == "titled":
            self.state = "text"
        return at + 1

    def _open_bare(self, heading: Heading) -> int:
        """Opens an unmarked heading; one that stands directly above a marked one names a group of items."""
        line = self.body.lines[heading.first]
        if heading.after in self.marked and self.state not in ("start", "titled") and not starts_like(line):
            self.group = " ".join(self.body.lines[at].text for at in range(heading.first, heading.after))
            self.group_from = heading.first
            return heading.after
        number = ""
        if self.torn and self.torn[0][0] < line.index and not heading.is_sub_item:
            number = self.torn.pop(0)[1]
        return self._open(msgspec.structs.replace(heading, number=number, group=self.group))

    def _open(self, heading: Heading) -> int:
        if heading.form is not Form.BARE:
            if self.group_from is None:
                self.group = None
            else:
                heading = msgspec.structs.replace(heading, first=self.group_from, group=self.group)
                self.group_from = None
        self.found.append(heading)
        self.state = "titled"
        if not heading.is_sub_item:
            self.catches_all = is_catch_all(self.body, heading)
        return heading.after

    def _bare(self, at: int) -> Heading | None:
        line = self.body.lines[at]
        if not (line.after_gap or at == 0) or not self._is_short_and_no_sentence(at):
            return None
        after = self._title_end(at)
        if not self._has_place_for_title(at, after):
            return None
        closing = starts_like(line, "closing")
        spans = tuple((self.body.lines[n].start, self.body.lines[n].end) for n in range(at, after))
        return Heading(at, after, Form.BARE, spans, is_sub_item=self.catches_all and self.is_numbered and not closing)

    def _is_short_and_no_sentence(self, at: int) -> bool:
        line = self.body.lines[at]
        text = line.text.strip("*#_ ")
        if not text or bullet(line.text) or self.body.is_clause(at) or not (text[0].isupper() or text[0] in '”"“-'):
            return False
        if text.endswith((".", ",", ";", "?", "!")) or (text.endswith(":") and not starts_like(line)):
            return False
        return len(text) <= LONGEST_TITLE

    def _title_end(self, at: int) -> int:
        """The position after a title that may run over some lines."""
        after = at + 1
        while after < len(self.body) and after - at < _MOST_TITLE_LINES and self._goes_on(after):
            after += 1
        return after

    def _goes_on(self, at: int) -> bool:
        line = self.body.lines[at]
        if line.after_gap or at in self.body.cues or at in self.marked or bullet(line.text) or self.body.is_clause(at):
            return False
        return goes_on(self.body.lines[at - 1], line, self.body.width)

    def _has_place_for_title(self, at: int, after: int) -> bool:
        """Whether what comes before has come to its end, and what comes after begins something."""
        body, line = self.body, self.body.lines[at]
        opening = ("summary",) if self.state == "summary" else ("summary", "presenters", "attachments", "proposal")
        opens = body.cue(after, *opening) is not None
        if "**" in line.text or line.text.startswith("#") or starts_like(line):
            return True
        if body.style.short_lines_head and after < len(body) and len(line.text) <= _SHORT_HEADING:
            return not self._is_unfinished(at)
        if after < len(body) and (body.lines[after].text[0].islower() or bullet(body.lines[after].text)):
            return False
        if after - at > 1 and ends_a_sentence(body.lines[after - 1].text):
            return False
        if (
            after < len(body)
            and not body.lines[after].after_gap
            and after not in body.cues
            and after not in self.marked
        ):
            return self.state in ("start", "decision") and not self._is_unfinished(at) and len(line.text) < 80
        match self.state:
            case "start":
                return True
            case "titled":
                return self.catches_all or opens or self._last_was_ceremony()
            case "decision":
                is_expected = not self.is_numbered or self.catches_all or bool(self.torn) or at > self.last_marked
                return opens or (not self._is_unfinished(at) and (is_expected or self._has_text(after)))
            case _:
                if after in self.marked and at > 0 and ends_a_sentence(body.lines[at - 1].text):
                    return True
                return opens or ((not self.is_numbered or self.catches_all) and self._before_a_paragraph(at, after))

    def _last_was_ceremony(self) -> bool:
        """Whether the heading just opened is one that is always alone, such as "Mötets öppnande"."""
        return bool(self.found) and starts_like(self.body.lines[self.found[-1].first]) and not self.is_numbered

    def _is_unfinished(self, at: int) -> bool:
        return at > 0 and breaks_off(self.body.lines[at - 1].text)

    def _has_text(self, after: int) -> bool:
        """Whether a paragraph of sentences, or a label, stands below a heading."""
        if after >= len(self.body) or after in self.marked:
            return False
        return after in self.body.cues or ends_a_sentence(self.body.lines[self.body.paragraph_end(after) - 1].text)

    def _before_a_paragraph(self, at: int, after: int) -> bool:
        """Whether a whole paragraph lies behind and another comes."""
        body = self.body
        if at == 0 or after >= len(body) or not ends_a_sentence(body.lines[at - 1].text):
            return False
        last = body.lines[body.paragraph_end(after) - 1]
        return body.lines[after].after_gap and ends_a_sentence(last.text) and after not in body.cues


def starts_like(line: Line, kind: str | None = None) -> bool:
    """Whether a line is one of the items that every meeting has ("Mötets öppnande", "Övriga frågor")."""
    found = _TITLES.find(line)
    return found is not None and len(line.text) - found.rest <= 40 and (kind is None or kind == found.kind)


def is_catch_all(body: Body, heading: Heading) -> bool:
    """Whether an item gathers small ones below it ("Övriga frågor")."""
    for start, end in heading.title[:1]:
        line = body.lines[heading.first]
        words = line.text[start - line.start : end - line.start]
        found = _CATCH_ALL.find(Line(0, 0, len(words), 1, words, fold(words), True))
        return found is not None and found.rest >= len(words)
    return False
