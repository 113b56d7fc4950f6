"""The front: everything before the first item, read as a form of labels and what stands after them.

    Plats och tid: Rådhuset, kl. 08.30-12.00        place and time, until the next label
    Närvarande:                                     names, until the next label
    Anna Berg, Bjuv Bo Ek, Klippan

What stands before any label is the title of the minutes: the organ, the number and the date.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

import msgspec

from indexer.minutes.dates import dates_in
from indexer.minutes.front.document import names_document
from indexer.minutes.front.organ import CALLS
from indexer.minutes.headings.unnumbered import starts_like
from indexer.minutes.lines.content_lines import ContentLines
from indexer.minutes.lines.folded_text import fold
from indexer.minutes.lines.labels import Label, LabelTable, follows_a_colon
from indexer.minutes.lines.lines import Line, LineRole, bullet, ends_a_sentence
from indexer.minutes.people.attendance import is_row
from indexer.minutes.styles.style import Style

_ONE_VALUE = frozenset(("number", "date", "organization", "authority", "paragraphs", "contact", "reference"))
"""Labels with one line of value; a line after it belongs to the title again."""


class FrontMatter(msgspec.Struct, frozen=True):
    """What the front says: `fields` by label, `title` the lines before any label.

    `printed` are all its lines, and `places` where each of them belongs, by its index.
    """

    printed: tuple[Line, ...]
    title: tuple[Line, ...]
    fields: dict[str, list[str]]
    places: dict[int, LineRole]


class FrontMatterLabels:
    """The labels that a style's front page has; each line is looked at once, however often it is asked for."""

    def __init__(self, style: Style) -> None:
        self._front = style.front_labels
        self._attendance = style.attendance_labels
        self._contents = style.line_labels("contents")
        self._kinds_of_people = style.kinds_of_people
        self._known: dict[int, Label | None] = {}

    def find(self, line: Line) -> Label | None:
        """The label a line of the front begins with, if what follows can be its value."""
        if line.index not in self._known:
            self._known[line.index] = self._find(line)
        return self._known[line.index]

    def _find(self, line: Line) -> Label | None:
        tables = (self._front, self._attendance, self._contents)
        found = self._in_two_languages(line, tables) or [cue for labels in tables if (cue := labels.find(line))]
        cue = max(found, key=lambda cue: len(cue.label), default=None)
        if cue is None:
            return None
        rest = line.text[cue.rest :]
        if cue.kind == "contents":
            return cue if not rest else None
        if not rest or follows_a_colon(line, cue) or line.text[: cue.rest].endswith(("  ", "\t")):
            return cue
        if rest[0].islower():
            return None
        return cue if cue.kind not in self._kinds_of_people or is_row(rest) else None

    def _in_two_languages(self, line: Line, tables: Sequence[LabelTable]) -> list[Label]:
        """A label with the same in another language behind it: "Organ / Toimielin", "Datum/Date:"."""
        said = _TWO_LANGUAGES.match(line.text)
        if said is None:
            return []
        first = msgspec.structs.replace(line, text=said["first"], folded=fold(said["first"]))
        named = [cue for labels in tables if (cue := labels.find(first)) and labels.is_whole(first, cue)]
        return [msgspec.structs.replace(cue, rest=said.end()) for cue in named]

    def alone_in(self, line: Line, offset: int) -> Label | None:
        """The label above names that is all that stands behind another one ("Beslutande    Ledamöter")."""
        text = line.text[offset:]
        rest = msgspec.structs.replace(line, text=text, folded=fold(text))
        cue = self._attendance.find(rest)
        return cue if cue and self._attendance.is_whole(rest, cue) else None

    def fields_in(self, line: Line, kind: str, value: str) -> Iterator[tuple[str, str]]:
        """The value of a label, cut where another begins on the same line: "Tid: kl. 18.00 Plats: Kommunhuset"."""
        at = 0
        for inner in _LABEL_INSIDE.finditer(value):
            text = value[inner.end() :]
            found = self._front.find(msgspec.structs.replace(line, text=text, folded=fold(text)))
            people = self._attendance.find(msgspec.structs.replace(line, text=text, folded=fold(text)))
            label = found or people
            if label and text[: label.rest].rstrip().endswith(":"):
                yield kind, value[at : inner.start()].strip(" ,.;")
                kind, at = (label.kind if found else ""), inner.end() + label.rest
        yield kind, value[at:].strip(" ,;") if at else value

    def names_people(self, cue: Label) -> bool:
        """Whether names stand after a label."""
        return cue.kind in self._kinds_of_people


_TWO_LANGUAGES = re.compile(r"(?P<first>[A-ZÅÄÖ][^/:\d]{1,30}?)\s*/\s*[^\W\d_][^/:\d]{1,30}?(?::\s*|\s{2,}(?=\S)|$)")


_LABEL_INSIDE = re.compile(r"[,.;]?\s+(?=[A-ZÅÄÖ][\w/& ]{1,40}:\s)")


def front_end(body: ContentLines, labels: FrontMatterLabels, first_marked: int) -> int:
    """The position of the first line after the front, in a body whose first marked heading is known."""
    current: Label | None = None
    lines = body.lines
    last_label = max((at for at in range(first_marked) if labels.find(lines[at])), default=-1)
    for at in range(first_marked):
        line = lines[at]
        if at < _TITLE_LINES and names_document(line.text):
            continue
        if cue := labels.find(line):
            current = cue
            continue
        if line.after_gap and starts_like(line, body.style) and len(line.text) <= 60:
            return at
        heads_columns = current is not None and current.kind == "contents" and labels.find(lines[at - 1]) is current
        if not heads_columns and _is_section(body, at, has_more=at < last_label):
            return at
        opens = at + 1 < first_marked and (s := body.cue(at + 1)) is not None and s.kind not in _NOT_BELOW_TITLES
        if current is not None and opens and not bullet(line.text) and not ends_a_sentence(line.text):
            return at
        if line.after_gap and _is_running_text(body, at):
            return _heading_above(body, at)
        is_behind = at > last_label and current is not None and labels.names_people(current)
        if is_behind and line.after_gap and not is_row(line.text):
            return at
    return first_marked


def _is_section(body: ContentLines, at: int, *, has_more: bool) -> bool:
    """Whether the label of an item's section stands here; what a front may have too is one only where the front has no
    more labels.
    """
    line, cue = body.lines[at], body.sections.find(body.lines[at])
    if cue is None or (has_more and cue.kind in _ASIDES):
        return False
    return cue.rest >= len(line.text) or follows_a_colon(line, cue)


def _is_running_text(body: ContentLines, at: int) -> bool:
    """Whether a paragraph of sentences begins here, as the front has none."""
    paragraph = [line.text for line in body.lines[at : body.paragraph_end(at)]]
    if any(map(CALLS.search, paragraph)) and any(map(dates_in, paragraph)):
        return False
    return sum(map(len, paragraph)) >= _SHORTEST_TEXT and ends_a_sentence(paragraph[-1]) and not is_row(paragraph[0])


def _heading_above(body: ContentLines, at: int) -> int:
    """The position of the heading that running text stands below, or of the text itself."""
    line = body.lines[at - 1] if at > 1 else None
    is_heading = line and line.after_gap and not ends_a_sentence(line.text) and not any(c.isdigit() for c in line.text)
    return at - 1 if is_heading and line and len(line.text) <= _LONGEST_HEADING else at


_TITLE_LINES = 6
"""In so many lines "Protokollsutdrag" and "Föredragningslista" say what the document is."""
_ASIDES = frozenset(("other", "note"))
"""Sections whose labels a front page may have too ("Ajournering", "Justering")."""
_NOT_BELOW_TITLES = _ASIDES | {"decision"}
_SHORTEST_TEXT = 80
_LONGEST_HEADING = 80


def read_front(lines: Sequence[Line], labels: FrontMatterLabels) -> FrontMatter:
    """The front, read label by label."""
    title: list[Line] = []
    fields: defaultdict[str, list[str]] = defaultdict(list)
    places: dict[int, LineRole] = {}
    current: Label | None = None
    for at, line in enumerate(lines):
        cue = None if at < _TITLE_LINES and names_document(line.text) else labels.find(line)
        if cue is None and current and current.kind in _ONE_VALUE and fields[current.kind]:
            current = None
        if cue is None and current and current.kind == "place" and fields["place"] and line.after_gap:
            current = None
        current = cue or current
        value = line.text[cue.rest :] if cue else line.text
        if cue and (inner := labels.alone_in(line, cue.rest)):
            current, value = inner, ""
        if current is None:
            title.append(line)
            places[line.index] = LineRole.HEAD
        elif current.kind == "contents":
            places[line.index] = LineRole.CONTENTS
        elif labels.names_people(current):
            places[line.index] = LineRole.ATTENDANCE
        else:
            places[line.index] = LineRole.HEAD
            for kind, told in labels.fields_in(line, current.kind, value):
                fields[kind] += [told] if told else []
    return FrontMatter(tuple(lines), tuple(title), dict(fields), places)
