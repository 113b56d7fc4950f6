"""Attendance lists: who was at a meeting, out of the lines before its first item, however they are laid out.

A line is cut into cells at its gaps. A cell is a label ("Ledamöter"), a mark ("x", "-", "Ja"), an office ("Kassör"), a
time, or names; names belong to the label above or before them in their column:

    Beslutande    Ledamöter                     Ledamöter         Närv.   Ersättare       Närv.
                  Axel Ask (M), ordförande      Axel Ask, ordf.   x       Cilla Alm       x
                  Tjänstgörande ersättare       Berit Ek          -       Dan Öst
                  Cilla Alm (V) för Berit Ek
    Frånvarande   Berit Ek (S)                  Ordförande   Axel Ask    Ja

Where some of a list are marked with a cross, those without one were not there. The label of an office ("Ordförande")
is of one person and does not cling to those after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from indexer.minutes.lines.folded_text import fold
from indexer.minutes.lines.labels import Label, follows_a_colon
from indexer.minutes.lines.lines import Line
from indexer.minutes.people.attendance import first_names, is_name, is_office, is_row, once_each, people
from indexer.minutes.people.signatures import is_pen_line
from indexer.minutes.people.word_set import WordSet
from indexer.minutes.styles.style import Style
from indexer.minutes.words import words
from indexer.model import Attendance, AttendanceStatus

_ROLES = {
    "chair": "ordförande",
    "secretary": "sekreterare",
    "verifier": "justerare",
    "substitute": "tjänstgörande ersättare",
    "idle substitute": "ersättare",
}
_OF_ONE = frozenset(("chair", "secretary"))
_OFFICES = frozenset(("chair", "secretary", "verifier"))
_ABSENT = {"excused": AttendanceStatus.EXCUSED, "absent": AttendanceStatus.ABSENT}
_NOT_THERE = "summoned"
"""Those whom a list calls (Kallade) are not said to have come."""
_REPLACED = "replaced"
"""Those in whose place the people of the column before sit."""


class AttendanceList(msgspec.Struct, frozen=True):
    """The people of a meeting, and the indexes of the lines that tell of them."""

    people: tuple[Attendance, ...]
    lines: frozenset[int]


class _Group(msgspec.Struct):
    """The people below one label."""

    kind: str
    column: int
    heading: str
    people: list[tuple[Attendance, bool | None]] = msgspec.field(default_factory=list)
    """Each with whether a mark says that they were there; None where no mark stands."""

    @property
    def is_remote(self) -> bool:
        return re.search(r"teams|zoom|digitalt|distans|länk", self.heading, re.IGNORECASE) is not None


class _Cell(msgspec.Struct, frozen=True):
    column: int
    text: str


_NUMBER = re.compile(r"^[#*_>\s]*(?:(?:[A-ZÅÄÖa-zåäö]{1,5}\s)?§{1,2}\s*)?\d+[.:)]?\s*§?\s*")
_ROLL_CALL = re.compile(
    r"(?:upprop|namnupprop|närvarande|närvaro|närvarolista|deltagare|deltagande|frånvarande|beslutande)\b", re.I
)
_PRESENT = AttendanceStatus.PRESENT
_GAP = re.compile(r"\t+|\s{2,}|\s*\|\s*")
_AROUND = "*#_>| \t"
_EMPTY_BOX = re.compile(r"\(\s+\)|\[\s+\]|\(\)|\[\]|☐")
_HERE = re.compile(r"[xX×✓✔☒]|[(\[][xX][)\]]|[Jj]a\b.*|JA\b.*|[Nn]ärv(?:arande|\.)?|[Dd]eltog")
_NOT_HERE = re.compile(r"[-–—]|\([-–]\)|\[[-–]\]|[Nn]ej\b.*|[Ff]rånv(?:arande|\.)?|[Ff]örhind\w*")
_MARKED_FIRST = re.compile(r"(?P<mark>[xX×✓✔☒]|[(\[][xX][)\]]|\([-–]\)|\[[-–]\]|[-–—])\s+(?=\S)")
_MARKED_LAST = re.compile(r"(?<=[\w)])\s+(?P<mark>[xX×✓✔]|[(\[][xX][)\]])$")
_PARAGRAPHS = re.compile(r"\d{1,4}\s*[-–]\s*\d{1,4}")
_TIME = re.compile(r"(?:kl\.?\s*)?\d{1,2}[.:]\d\d\b.*|§§?\s*\d.*|(?:p\.|punkt)\s*\d.*")
_SURNAME_FIRST = re.compile(
    r"^(?P<last>[A-ZÅÄÖÉ][\w'’-]+), (?P<first>[A-ZÅÄÖÉ][\w'’-]+(?: [A-ZÅÄÖÉ][\w'’-]+)?)(?=$|\s*[,(])"
)
_SENTENCE = re.compile(r"(?<=[)\w]{2})\.\s+(?=[A-ZÅÄÖ][\w-]+ [A-ZÅÄÖ])")
_LABEL_INSIDE = re.compile(r"(?<=[)\w])\.\s+(?=[A-ZÅÄÖ][^:.,]{2,60}:\s+[A-ZÅÄÖ])")
"""Where a sentence ends and another label begins on the same line: "Närvarande: A, B. Frånvarande: C"."""
_VERB = re.compile(r"^(?P<label>(?:Närvarande|Frånvarande|Deltagare|Deltog)[^:.,]{0,30}?)\s+(?:var|är)\s+(?=[A-ZÅÄÖ])")
_FIRST_NAME = re.compile(r"[A-ZÅÄÖÉ][a-zåäöéü-]+(?: \d{1,2}[A-Z]?)?")
_UNFINISHED = re.compile(r"(?:,|\boch|\bsamt)$")
_INSTEAD = tuple(map(fold, ("för ", "ersätter", "i stället för")))
_STRONG = tuple(map(fold, ("närvarande", "beslutande", "deltagare", "ledamöter", "ledamot")))
"""Words that open a list of people on a line of nothing but words of such labels."""
_LONGEST_LABEL = 70
_LONGEST_LINE = 1000
_RUNNING_TEXT = 90


def attendance_list(parts: Iterable[Sequence[Line]], source: str, style: Style) -> AttendanceList:
    """The people that the lines of a front, and of the items that call the roll, tell of."""
    read = [_Reader(source, style).read(lines) for lines in parts]
    told = [person for one in read for person in one.people]
    return AttendanceList(tuple(once_each(told)), frozenset().union(*(one.lines for one in read)))


def calls_the_roll(heading: str) -> bool:
    """Whether an item's heading says that it tells who is there."""
    bare = _NUMBER.sub("", heading).strip(_AROUND)
    return _ROLL_CALL.match(bare) is not None


def _are_several(text: str) -> bool:
    return len([*people(text, status=_PRESENT, is_list=True)]) > 1


def lists_names(text: str) -> bool:
    """Whether a line is a list of several names and nothing else."""
    return "," in text and _are_several(text)


class _Labels:
    """What labels say of the names behind or below them."""

    def __init__(self, style: Style) -> None:
        self.style = style
        listed = words("people")
        self._words = WordSet(listed["label words"])
        self._absence = [fold(stem.rstrip("*")) for stem in listed["absence"]]
        self._columns = {kind: WordSet(listed[f"{kind} column"]) for kind in ("name", "role", "presence", "other")}

    def find(self, cell: str, *, in_list: bool) -> tuple[str, str] | None:
        """The kind of the label that a cell begins with, and the words behind it; None if it is no label."""
        line = Line(0, 0, len(cell), 1, cell, fold(cell), False)
        label = self.style.attendance_labels.find(line)
        if label and self._is_set_off(line, label):
            return label.kind, cell[label.rest :].strip()
        if cell.endswith(":") and len(cell) <= _LONGEST_LINE and any(stem in fold(cell) for stem in _STRONG):
            return self.kind(cell), ""
        head, colon, rest = cell.partition(":")
        head = head.strip(_AROUND)
        if head and len(head) <= _LONGEST_LABEL and not any(c.isdigit() for c in head) and "," not in head:
            if fold(head) in ("kallade", "kallelse till", "kallade till motet"):
                return _NOT_THERE, rest.strip()
            made_of_words = all(word.strip("()") in self._words for word in head.replace("/", " ").split())
            if made_of_words and (colon or in_list or any(stem in fold(head) for stem in _STRONG)):
                return self.kind(head), rest.strip()
            several = colon and in_list and not is_office(head) and _are_several(rest)
            if several:
                return self.kind(head), rest.strip()
        return None

    def kind(self, head: str) -> str:
        """What a label of words that are not listed as they stand says."""
        folded = fold(head)
        if folded.startswith(_INSTEAD):
            return _REPLACED
        if any(stem in folded for stem in self._absence):
            return "absent"
        if "ersattar" in folded or "suppleant" in folded:
            idle = re.search(r"\b(?:ej|icke|lnte|ovrlg\w*|narvarande)\b", folded)
            on_duty = re.search(r"\b(?:tj\w*|beslutande)\b", folded)
            return "substitute" if on_duty and not idle else "idle substitute"
        return "guest"

    def is_front(self, line: Line) -> bool:
        """Whether a line begins with a label of the front that no names stand behind."""
        label = self.style.front_labels.find(line)
        return label is not None and self._is_front_label(line, label)

    def _is_front_label(self, line: Line, label: Label) -> bool:
        rest = line.text[label.rest :]
        behind = line.text[: label.rest].endswith(("  ", "\t"))
        return not rest or follows_a_colon(line, label) or behind or not rest[0].islower()

    def column(self, cell: str) -> str | None:
        """What a table's column holds by its head, None if this is no head."""
        text = cell.strip(" .:*")
        return next((kind for kind, heads in self._columns.items() if text in heads), None)

    def _is_set_off(self, line: Line, label: Label) -> bool:
        rest = line.text[label.rest :]
        if not rest or follows_a_colon(line, label):
            return True
        return not rest[0].islower() and is_row(rest)


class _Reader:
    """Reads lines from top to bottom, the labels in force by their columns."""

    def __init__(self, source: str, style: Style) -> None:
        self.source = source
        self.labels = _Labels(style)
        self.style = style
        self.groups: list[_Group] = []
        self.active: list[_Group] = []
        self.table: list[str] = []
        self.is_signed = False
        self.value_column = 0
        self.used: set[int] = set()
        self.pending: list[tuple[_Group, str, int]] = []

    def read(self, lines: Sequence[Line]) -> AttendanceList:
        for line in lines:
            self._line(line)
        self._settle()
        told = [person for group in self.groups for person in _present(group)]
        return AttendanceList(tuple(once_each(_plausible(told))), frozenset(self.used))

    def _line(self, line: Line) -> None:
        raw = self._raw(line)
        if len(raw) > _LONGEST_LINE:
            return
        if is_pen_line(line) or (self.labels.is_front(line) and not self._opens_a_list(line)):
            self._settle()
            self.active, self.table = [], []
            self.is_signed = self.is_signed or is_pen_line(line) or not self._is_time_or_place(line)
            return
        cells = self._cells(raw)
        if self._is_table_head(cells):
            self._settle()
            self.table = [self.labels.column(cell.text) or "" for cell in cells]
            if not self.active:
                self._open("present", 0, "")
            self.used.add(line.index)
            return
        before = len(self.groups)
        values = self._values(cells, line)
        if values:
            self._take(values, line)
        if len(self.groups) > before:
            self.used.add(line.index)

    def _opens_a_list(self, line: Line) -> bool:
        """Whether the label of a list of people is longer than the front's label that the line begins with."""
        listed, front = self.style.attendance_labels.find(line), self.style.front_labels.find(line)
        return listed is not None and front is not None and len(listed.label) > len(front.label)

    def _is_time_or_place(self, line: Line) -> bool:
        label = self.style.front_labels.find(line)
        return label is not None and label.kind not in ("verification", "announcement")

    def _raw(self, line: Line) -> str:
        start = self.source.rfind("\n", 0, line.start) + 1
        raw = self.source[start : line.end]
        return _EMPTY_BOX.sub(lambda box: "(-)".ljust(len(box.group())), raw.replace("\u00a0", " "))

    def _cells(self, raw: str) -> list[_Cell]:
        """The cells of a line with the columns that they begin in."""
        cells, at = [], 0
        for gap in [*_GAP.finditer(raw), None]:
            whole = raw[at : gap.start() if gap else len(raw)].strip(_AROUND)
            for text in _LABEL_INSIDE.split(whole) if not re.fullmatch(r"[-:]{3,}", whole) else ():
                if text:
                    cells.append(_Cell(at + raw[at:].index(text), _VERB.sub(r"\g<label>: ", text)))
            at = gap.end() if gap else len(raw)
        return list(self._split_at_value_column(raw, cells))

    def _split_at_value_column(self, raw: str, cells: Sequence[_Cell]) -> Iterator[_Cell]:
        """The cells, the first cut where a label leaves only one space before the column that names stand in."""
        column = self.value_column
        for n, cell in enumerate(cells):
            left = raw[cell.column : column].strip()
            if n == 0 and column > cell.column + 3 and left and raw[column - 1 : column] == " " and left[0].islower():
                yield _Cell(cell.column, left)
                yield _Cell(column, raw[column : cell.column + len(cell.text)].strip())
            else:
                yield cell

    def _is_table_head(self, cells: Sequence[_Cell]) -> bool:
        kinds = [self.labels.column(cell.text) for cell in cells]
        are_people = any(
            self.labels.find(cell.text, in_list=True) for cell, kind in zip(cells, kinds, strict=True) if not kind
        )
        return len([kind for kind in kinds if kind]) > 1 and "name" in kinds and not are_people

    def _values(self, cells: Sequence[_Cell], line: Line) -> list[_Cell]:
        """The cells that are no labels, the labels taken."""
        values: list[_Cell] = []
        for n, cell in enumerate(cells):
            if n and self.labels.column(cell.text) == "presence":
                continue
            is_row = bool(self.table) and len(cells) > 1
            found = None if is_row else self.labels.find(cell.text, in_list=bool(self.active))
            if found and found[0] in _OFFICES and self.is_signed and not self.active:
                return []
            if found and (kind := found[0]) and not (values and kind in _OFFICES):
                continues = n == 0 and len(cells) > 1 and cell.text[0].islower() and self.active
                if not continues:
                    self._settle()
                    self._open(kind, cell.column, cell.text)
                    if len(cells) == 1 and not found[1]:
                        self.table = []
                if found[1]:
                    values.append(_Cell(cell.column + len(cell.text) - len(found[1]), found[1]))
            elif self._is_row_label(n, cell, cells):
                self._settle()
                self._open(self.labels.kind(cell.text), cell.column, cell.text)
            else:
                values.append(cell)
        if self.active and values and values[0].column > self.active[-1].column and len(cells) > len(values):
            self.value_column = values[0].column
        return values

    def _is_row_label(self, n: int, cell: _Cell, cells: Sequence[_Cell]) -> bool:
        """Whether the first cell is a label nobody listed: something else stands where the names of this list stand."""
        if n or len(cells) < 2 or not self.active or self.table:
            return False
        at_names = abs(cells[1].column - self.value_column) <= 1 and cell.column < self.value_column
        return at_names and not is_office(cell.text) and not is_name(cell.text) and not _mark(cell.text) is not None

    def _open(self, kind: str, column: int, heading: str) -> None:
        """Put a label in force for its column and those to the right of it."""
        self.active = [group for group in self.active if group.column < column and group.kind not in _OFFICES]
        group = _Group(kind, column, heading)
        self.groups.append(group)
        self.active.append(group)

    def _take(self, values: Sequence[_Cell], line: Line) -> None:
        """Read the people of a line's cells, each in the group of its column."""
        if not self.active:
            return
        text = line.text
        is_text = len(text) > _RUNNING_TEXT and not is_row(text) and "," not in text and text.endswith(".")
        if is_text and line.after_gap:
            self._settle()
            self.active = []
            return
        by_group: dict[int, list[str]] = {}
        for cell in values:
            place = max((n for n, g in enumerate(self.active) if g.column <= cell.column + 1), default=0)
            by_group.setdefault(place, []).append(cell.text)
        groups = [(self.active[place], cells) for place, cells in by_group.items()]
        members = [self._row(group, cells, line) for group, cells in groups]
        if len(members) == 2:
            _substitute(groups[1][0], groups[0][0], members)
        if any(members):
            self.used.add(line.index)
        for group, _ in groups:
            if group.kind in _OF_ONE and group.people:
                self.active = [other for other in self.active if other is not group]
        if not self.active and self.groups:
            last = next((g for g in reversed(self.groups) if g.kind not in _OFFICES), None)
            self.active = [last] if last else []

    def _row(self, group: _Group, cells: Sequence[str], line: Line) -> int:
        """Read one row of a group; how many people it has."""
        before = len(group.people)
        texts: list[str] = []
        marks: list[bool | None] = []
        offices: list[str] = []
        lead: bool | None = None
        for cell in cells:
            mark = _mark(cell)
            first = _MARKED_FIRST.match(cell)
            if mark is not None:
                if texts and marks[-1] is None:
                    marks[-1] = mark
                else:
                    lead = mark
            elif self.table and not texts and len(cells) > 1 and self._is_office_cell(cell, offices):
                offices.append(cell)
            elif not self.table and is_office(cell) and not first:
                if texts:
                    texts[-1] += f", {cell}"
                else:
                    offices.append(cell)
            elif _PARAGRAPHS.fullmatch(cell) and texts:
                texts[-1] += f", §§ {cell}"
            elif _TIME.fullmatch(cell) and texts:
                texts[-1] += f", {cell}" if "§" in cell else ""
            elif texts and not _begins_with_name(cell) and not first:
                texts[-1] += f", {cell}"
            else:
                is_bullet = first and first["mark"] in "-–—"
                own = _mark(first["mark"]) if first else None
                texts.append(cell[first.end() :] if first else cell)
                marks.append(
                    lead if lead is not None else (None if is_bullet and not self._uses_crosses(group) else own)
                )
                lead = None
        if not texts:
            self._wrapped(group, cells, lead)
            return 0
        if offices and texts:
            texts[0] = f"{texts[0]}, {' '.join(offices)}" if _begins_with_name(texts[0]) else texts[0]
        if len(texts) == 1 and marks[0] is None and not offices and self._goes_on(group, texts[0], line):
            return len(group.people) - before
        self._settle()
        for text, mark in zip(texts, marks, strict=True):
            if (len(texts) == 1 and mark is None and _UNFINISHED.search(text)) or text.endswith("-"):
                self.pending = [(group, text, line.index)]
            else:
                in_line = len(cells) == 1 and ":" in line.text
                self._people(
                    group,
                    text,
                    mark,
                    in_line=in_line,
                    may_be_first=in_line or (len(cells) == 1 and self.style.first_names),
                )
        return len(group.people) - before

    def _uses_crosses(self, group: _Group) -> bool:
        return any(mark is not None for other in self.groups for _, mark in other.people)

    def _is_office_cell(self, cell: str, before: Sequence[str]) -> bool:
        return "role" in self.table and ((self.table[0] == "role" and not before) or is_office(cell))

    def _goes_on(self, group: _Group, text: str, line: Line) -> bool:
        """Whether a line only ends the entry that the one before began, and has been taken so."""
        if not self.pending or self.pending[0][0] is not group:
            return False
        before = self.pending[0][1]
        whole = before[:-1] + text if before.endswith("-") and text[0].islower() else f"{before} {text}"
        self.pending = []
        if _UNFINISHED.search(whole) or whole.endswith("-"):
            self.pending = [(group, whole, line.index)]
        else:
            self._people(group, whole, None, in_line=True)
        return True

    def _wrapped(self, group: _Group, cells: Sequence[str], mark: bool | None) -> None:
        """Take a mark that stands on a line below its name."""
        if mark is not None and group.people and group.people[-1][1] is None:
            group.people[-1] = (group.people[-1][0], mark)

    def _replaced(self, text: str) -> None:
        """Note for whom the last person of the column before stands in."""
        before = next((group for group in reversed(self.active) if group.kind != _REPLACED and group.people), None)
        if before is not None:
            person, mark = before.people[-1]
            before.people[-1] = (msgspec.structs.replace(person, substitutes_for=text), mark)

    def _settle(self) -> None:
        """Read what a line left unfinished."""
        pending, self.pending = self.pending, []
        for group, text, _ in pending:
            self._people(group, text, None, in_line=True)

    def _people(
        self, group: _Group, text: str, mark: bool | None, *, in_line: bool, may_be_first: bool = False
    ) -> None:
        if group.kind == _NOT_THERE:
            return
        if group.kind == _REPLACED:
            self._replaced(text)
            return
        status = _ABSENT.get(group.kind, AttendanceStatus.PRESENT)
        if self.table and group.people and group.people[-1][1] is None and _is_rest_of_name(text):
            known, _ = group.people[-1]
            group.people[-1] = (msgspec.structs.replace(known, name=f"{known.name} {text}"), mark)
            return
        text = _SURNAME_FIRST.sub(r"\g<first> \g<last>", text) if mark is not None else text
        for entry, own in _marked_entries(text, mark):
            role = _ROLES.get(group.kind)
            told = list(people(entry, status=status, role=role, is_list=in_line))
            if not told and may_be_first:
                told = [*_first_names(entry, status)]
            if group.is_remote:
                told = [msgspec.structs.replace(person, remote=True) for person in told]
            if group.kind in _OF_ONE and len(told) > 1:
                told = [
                    told[0],
                    *(msgspec.structs.replace(person, role=None) for person in told[1:] if person.role == role),
                ]
            group.people += [(person, own) for person in told]


def _marked_entries(text: str, mark: bool | None) -> Iterator[tuple[str, bool | None]]:
    """The entries of a text that marks each of them ("Axel Ask x, Berit Ek x"), or the text as it is."""
    parts = re.split(r",\s*(?![^(]*\))", text)
    sentences = _SENTENCE.split(text)
    if len(sentences) > 1:
        yield from ((sentence.rstrip("."), mark) for sentence in sentences)
    elif mark is None and any(_MARKED_LAST.search(part) for part in parts):
        for part in parts:
            found = _MARKED_LAST.search(part)
            yield (part[: found.start()] if found else part), (True if found else None)
    else:
        yield text, mark


def _first_names(text: str, status: AttendanceStatus) -> Iterable[Attendance]:
    """People called by their first names alone, with their class behind it or not."""
    if told := first_names(text, status=status):
        return told
    parts = re.split(r",\s*|\s+(?:och|samt)\s+", text.strip(" ."))
    with_class = [part for part in parts if _FIRST_NAME.fullmatch(part) and any(c.isdigit() for c in part)]
    is_list = all(_FIRST_NAME.fullmatch(part) for part in parts) and (len(parts) > 2 or with_class)
    return [Attendance(name=part, status=status) for part in parts] if is_list else []


def _mark(cell: str) -> bool | None:
    """Whether a cell that is nothing but a mark says that somebody was there; None if it is no mark."""
    if _HERE.fullmatch(cell):
        return True
    return False if _NOT_HERE.fullmatch(cell) else None


def _begins_with_name(cell: str) -> bool:
    return is_row(cell) or is_name(re.split(r"\s*[,(]", cell)[0])


def _is_rest_of_name(text: str) -> bool:
    return re.fullmatch(r"[A-ZÅÄÖÉ][\w'’-]{1,18}", text) is not None


def _substitute(group: _Group, members: _Group, counts: Sequence[int]) -> None:
    """Note for whom the personal substitute of a row stands in, if the member is not there."""
    if "personlig" not in group.heading.lower() or counts != [1, 1]:
        return
    (member, was_there), (person, is_there) = members.people[-1], group.people[-1]
    if is_there and was_there is False:
        group.people[-1] = (msgspec.structs.replace(person, substitutes_for=member.name), is_there)


def _present(group: _Group) -> Iterator[Attendance]:
    """The people of a group, those without the cross that others have absent."""
    has_crosses = any(mark for _, mark in group.people)
    for person, mark in group.people:
        is_there = mark if mark is not None else not has_crosses
        is_absent = person.status is AttendanceStatus.PRESENT and not is_there
        yield msgspec.structs.replace(person, status=AttendanceStatus.ABSENT) if is_absent else person


def _plausible(told: Sequence[Attendance]) -> list[Attendance]:
    """The people without lines in capitals that stand among names that are not: those are headings."""
    in_capitals = [person for person in told if person.name.isupper()]
    return [person for person in told if not person.name.isupper()] if len(in_capitals) * 2 < len(told) else list(told)
