"""Numbered headings: which lines open an item by "§ 12", "3.", "09.15" or "a)".

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
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter

import msgspec

from indexer.minutes.headings import weights
from indexer.minutes.headings.candidates import CHAIN, LEADERS, HeadingCandidate, best_row, without_contents
from indexer.minutes.headings.damaged_signs import all_damaged, continued
from indexer.minutes.headings.markers import TWO_PARTS, find_markers, strength
from indexer.minutes.lines.content_lines import ContentLines
from indexer.minutes.lines.folded_text import fold
from indexer.minutes.lines.lines import breaks_off, bullet, ends_a_sentence
from indexer.minutes.references import ANY_REFERENCE, REFERENCE, REFERENCE_LABEL
from indexer.minutes.styles.style import HeadingForm

_PARAGRAPH = re.compile(
    r"(?P<mark>[*#_ ]*(?:(?:(?P<organ>[A-ZÅÄÖ]{1,8})\s+)?[§$]\s{0,3}|paragraf\s+)"
    r"(?P<number>\d{1,4}(?:\.\d{1,2}(?!\d))?(?:/\d{2,4}\b(?!\.\d)|\s?[a-z]\b)?)"
    r"(?P<punct>[.:)]?))(?:\s?/\s?\d{1,2}\.\d{1,2}\.\d{4})?[\s*_]*(?:[-–—|][\s*_]+)?(?:[A-ZÅÄÖ]{1,8}\s?§\s?\d{1,4}(?:/\d{2,4})?[\s,;]+){0,3}(?P<title>.*)",
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
_WRAPPED_REFERENCE = re.compile(r"\s*(?:[a-zåäö,;.)/&-]|och\b|i\b|samt\b|\d{1,3}\b(?!\s?/)|§)")

_PERSON = re.compile(r"(?:[A-ZÅÄÖ][\w'’-]+\s+){1,3}[A-ZÅÄÖ][\w'’-]+(?:,|\s*\(|$)")


def find_torn_numbers(body: ContentLines, marked: Mapping[int, HeadingCandidate]) -> dict[int, str]:
    """Numbers alone on a line that head nothing there ("10." before "Mötet beslutar"), by position."""
    last = max((c.value for c in marked.values() if c.form is HeadingForm.NUMBER), default=None)
    alone = {at: line.text for at, line in body.positions() if at not in marked and _ALONE.match(line.text)}
    if last is None:
        return {}
    return {at: text for at, text in alone.items() if last < int(text.rstrip(".)")) <= last + len(alone)}


def find_marked(body: ContentLines) -> dict[int, HeadingCandidate]:
    """The lines that are marked headings, by position."""
    if hashed := list(find_hashed(body)):
        return _in_order(hashed)
    plain = _of_plain_forms(body)
    row = find_markers(body)
    below = {one.at for one in plain if one.parent is not None}
    are_below = sum(one.at in below for one in row) * 2 > len(row)
    if row and not are_below and strength(body, row) > strength(body, [one for one in plain if one.parent is None]):
        plain = with_titles_above(body, [*row, *_whole_numbers(row, plain)])
    return _in_order([*plain, *_lettered(body, sorted(plain, key=attrgetter("at")))])


def _whole_numbers(row: Sequence[HeadingCandidate], plain: Sequence[HeadingCandidate]) -> list[HeadingCandidate]:
    """The items of a whole number that stand behind those of two parts: 4 behind 3.1 and 3.2."""
    above = {int(found["above"]): one.at for one in row if (found := TWO_PARTS.fullmatch(one.number))}
    last = max(above, default=None)
    return [] if last is None else [one for one in plain if one.value == last + 1 and one.at > above[last]]


def _of_plain_forms(body: ContentLines) -> list[HeadingCandidate]:
    """The headings by § or, where these are not believed, by number and time of day."""
    forms = body.style.forms
    candidates = list(_paragraph_candidates(body))
    below = [candidate for candidate in candidates if candidate.parent is not None]
    top = _promised(body, _of_one_way(_apart(body, [one for one in candidates if one.parent is None])))
    row = best_row(without_contents(body, top), begins_before=len(body), following=weights.WEIGHTS.paragraph_next)
    least = weights.WEIGHTS.paragraphs_on_average if len(row) > 1 else weights.WEIGHTS.lone_paragraph
    if row and sum(one.weight for one in row) >= least * len(row):
        row = sorted([*row, *continued(body, row)], key=attrgetter("at"))
        row = with_titles_above(body, row)
        return [*row, *_below_their_own(row, below)]
    if damaged := all_damaged(body):
        return damaged
    found: list[HeadingCandidate] = []
    if HeadingForm.NUMBER in forms:
        row = best_row(
            _without_lists(body, list(_of_one_kind(body, list(_number_candidates(body))))),
            begins_before=_first_label(body),
            counts=True,
        )
        found += row if len(row) > 1 else _all_alike(body)
        found += _sub_numbers(body, found)
    if HeadingForm.CLOCK in forms:
        row = best_row(_clock_candidates(body), begins_before=_first_label(body))
        found += row if len(row) > 1 or (row and row[0].weight > weights.WEIGHTS.lone_clock) else ()
    return found


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
        weight += w.paragraph_with_leaders * bool(LEADERS.search(title))
        weight += w.paragraph_only_pointed * bool(found["punct"] and not title)
        weight += w.paragraph_before_sentence * _is_sentence(title)
        number = found["mark"].strip("*#_ ")
        value = int(re.sub(r"\D.*", "", found["number"]))
        parent = value if "." in found["number"] else None
        kind = fold(found["organ"] or "") if found.re is _PARAGRAPH else "turned"
        start = found.start("title")
        yield HeadingCandidate(at, value, HeadingForm.PARAGRAPH, number, start, weight, parent, kind=kind)


def _is_sentence(title: str) -> bool:
    """Whether words behind a § are more than a title: a sentence of several words."""
    return title.endswith(".") and len(title.split()) >= _FEWEST_WORDS and _LABELLED.search(title) is None


_FEWEST_WORDS = 4
_LABELLED = re.compile(r"\b(?:dnr|diarien|ärenden)", re.IGNORECASE)


def _apart(body: ContentLines, candidates: Sequence[HeadingCandidate]) -> Iterator[HeadingCandidate]:
    """The candidates, with less weight for those on lines directly below one another: a statute that is quoted."""
    positions = {candidate.at for candidate in candidates}
    for candidate in candidates:
        at = candidate.at
        is_listed = (at - 1 in positions and not body.lines[at].after_gap) or (
            at + 1 in positions and not body.lines[at + 1].after_gap
        )
        penalty = weights.WEIGHTS.paragraph_in_list if is_listed else 0
        yield msgspec.structs.replace(candidate, weight=candidate.weight + penalty)


def _of_one_way(candidates: Iterable[HeadingCandidate]) -> Iterator[HeadingCandidate]:
    """The candidates, with less weight for those that are written in another way than most."""
    listed = list(candidates)
    usual = Counter(candidate.kind for candidate in listed).most_common(1)
    for candidate in listed:
        penalty = 0 if candidate.kind == usual[0][0] else weights.WEIGHTS.paragraph_of_other_kind
        yield msgspec.structs.replace(candidate, weight=candidate.weight + penalty)


def _promised(body: ContentLines, candidates: Iterable[HeadingCandidate]) -> list[HeadingCandidate]:
    """The candidates, with more weight for those that the front page promises."""
    found = next((m for line in body.lines[:_FRONT_LINES] if (m := PARAGRAPH_RANGE.search(line.text))), None)
    if found is None or not found["last"]:
        return list(candidates)
    promised = range(int(found["first"]), int(found["last"]) + 1)
    return [
        msgspec.structs.replace(one, weight=one.weight + weights.WEIGHTS.paragraph_promised * (one.value in promised))
        for one in candidates
    ]


_FRONT_LINES = 120
PARAGRAPH_RANGE = re.compile(
    r"\bparagraf(?:er)?(?:nummer)?\s*:?\s*(?:§§?)?\s*(?P<first>\d{1,4})(?:\s*[-–]\s*(?:§\s*)?(?P<last>\d{1,4}))?",
    re.IGNORECASE,
)
"""Between which numbers a front page says the paragraphs lie."""


def _below_their_own(row: Sequence[HeadingCandidate], below: Sequence[HeadingCandidate]) -> Iterator[HeadingCandidate]:
    """Those of the form "§ 2.1" that stand below their § 2."""
    for candidate in below:
        above = [one for one in row if one.at < candidate.at]
        if above and above[-1].value == candidate.parent:
            yield candidate


def find_hashed(body: ContentLines) -> Iterator[HeadingCandidate]:
    """The headings of Markdown, where there are several; those of parts of an item are labels and none."""
    hashed = [(at, m) for at, line in body.positions() if (m := _HASHED.match(line.text)) and at not in body.cues]
    if not any(len(m["level"]) > 1 for _, m in hashed) and len(hashed) < _FEWEST_HASHED:
        return
    base = min((len(m["level"]) for at, m in hashed if len(m["level"]) > 1), default=1)
    value = 0
    for at, m in hashed:
        title = m["title"].strip("*_ ")
        if len(m["level"]) < base or not title:
            continue
        number = _HASHED_NUMBER.match(m["title"])
        mark = number["mark"].strip() if number else ""
        is_below = len(m["level"]) > base and value > 0
        value += not is_below
        start = m.start("title") + (number.end() if number else 0)
        yield HeadingCandidate(
            at, value, HeadingForm.HASH, mark, start, 1.0, value if is_below else None, is_one_line=True
        )


_HASHED = re.compile(r"(?P<level>#{2,6}|#(?=\s))\s*(?P<title>.*?)[\s#]*$")
_HASHED_NUMBER = re.compile(
    r"(?P<mark>(?:[A-ZÅÄÖ]{1,8}\s?)?§\s?\d{1,4}[a-z]?[.:]?|\d{1,3}(?:\.\d{1,2})*[.):]?)\s+(?=\S)"
)
_FEWEST_HASHED = 3


def _all_alike(body: ContentLines) -> list[HeadingCandidate]:
    """Headings that all have the same number, as in a list that lost its counting: each after a gap."""
    candidates = [one for one in _number_candidates(body) if body.lines[one.at].after_gap]
    usual = Counter(one.number for one in candidates).most_common(1)
    same = [one for one in candidates if one.number == usual[0][0]] if usual else []
    return same if len(same) >= _FEWEST_ALIKE else []


_FEWEST_ALIKE = 3


def with_titles_above(body: ContentLines, row: Sequence[HeadingCandidate]) -> list[HeadingCandidate]:
    """The row, each with the title that stands above it, in minutes that put it there (Finland, Åland):

    KÖP AV MARKOMRÅDE

    Kst § 122
    """
    bare = [one for one in row if one.form is HeadingForm.PARAGRAPH and one.title >= len(body.lines[one.at].text)]
    if not bare or len(bare) < _SHARE_ABOVE * len(row):
        return list(row)
    before = dict(zip((one.at for one in row), [-1, *(one.at for one in row)], strict=False))
    blocks = {one.at: block for one in bare if (block := _block_above(body, _first_of(body, before[one.at], one.at)))}
    capitals = {at for at, (start, _) in blocks.items() if body.lines[start].text.isupper()}
    titled_below = sum(_is_titled_below(body, one.at) for one in bare)
    are_above = len(blocks) >= _SHARE_ABOVE * len(bare) and titled_below <= len(bare) / 2
    if not (are_above or len(capitals) >= _SHARE_ABOVE * len(bare)):
        return list(row)
    found: list[HeadingCandidate] = []
    for one in row:
        block = blocks.get(one.at)
        if capitals and one.at not in capitals:
            block = _capitals_above(body, one.at, found[-1].at if found else -1) or block
        found.append(msgspec.structs.replace(one, title_above=block))
    return found


_SHARE_ABOVE = 0.6
_MOST_LINES_ABOVE = 4
_LONGEST_ABOVE = 120


def _first_of(body: ContentLines, before: int, at: int) -> int:
    """The position of the first mark of a matter: that of an earlier meeting, where its way is printed before `at`."""
    return next((n for n in range(before + 1, at) if CHAIN.fullmatch(body.lines[n].text)), at)


def _block_above(body: ContentLines, at: int) -> tuple[int, int] | None:
    """The lines directly above a mark, or above its diary number, that could be its title: set apart, short, and no
    sentence.
    """
    if at > 0 and ANY_REFERENCE.fullmatch(body.lines[at - 1].text):
        at -= 1
    start = at - 1
    while start > 0 and not body.lines[start].after_gap and at - start < _MOST_LINES_ABOVE:
        start -= 1
    lines = body.lines[max(0, start) : at]
    if not lines or not lines[0].after_gap or any(n in body.cues for n in range(start, at)):
        return None
    may_be = all(_may_stand_above(line.text) for line in lines)
    return (start, at) if may_be and lines[0].text[0].isupper() else None


def _may_stand_above(text: str) -> bool:
    is_sentence = ends_a_sentence(text) and not text.isupper()
    is_apart = len(text) <= _LONGEST_ABOVE and not is_sentence and not bullet(text)
    return is_apart and _PARAGRAPH.match(text) is None and not text[0].isdigit()


def _is_titled_below(body: ContentLines, at: int) -> bool:
    """Whether the line below a mark looks like its title."""
    if at + 1 >= len(body) or at + 1 in body.cues:
        return False
    text = body.lines[at + 1].text
    return text[0].isupper() and not ends_a_sentence(text) and ":" not in text


def _capitals_above(body: ContentLines, at: int, after: int) -> tuple[int, int] | None:
    """The last lines in capitals between two marks that stand apart."""
    for start in range(at - 1, after, -1):
        line = body.lines[start]
        if line.after_gap and _is_in_capitals(line.text) and start not in body.cues and _may_stand_above(line.text):
            end = start + 1
            while end < at and not body.lines[end].after_gap and _is_in_capitals(body.lines[end].text):
                end += 1
            return start, end
    return None


def _is_in_capitals(text: str) -> bool:
    return text.isupper() and sum(c.isalpha() for c in text) >= _FEWEST_CAPITALS


_FEWEST_CAPITALS = 4


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
        weight += w.number_with_leaders * bool(title and LEADERS.search(title))
        weight += w.number_with_comma * bool(title and title.endswith((";", ",")))
        weight += w.number_before_person * bool(title and _PERSON.match(title) and not has_content)
        weight += w.number_before_sentence * bool(title and ends_a_sentence(title) and not has_content)
        weight += w.number_inside_sentence * _is_in_a_sentence(body, at)
        start = found.start("title") if title is not None else len(line.text)
        yield HeadingCandidate(
            at, int(found["number"]), HeadingForm.NUMBER, line.text[:start].strip("*#_ –-"), start, weight
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
        if not found or "." not in found["number"] or not found["title"]:
            continue
        if not (_may_be_title(found["title"]) or (line.after_gap and not ends_a_sentence(found["title"]))):
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


_FULL_LINE = 60


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
