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

from indexer.minutes.lines.lines import Line
from indexer.minutes.people.attendance import are_several, first_names, is_name, is_office, is_row, once_each, people
from indexer.minutes.people.attendance_labels import AROUND, OFFICES, REPLACED, SUMMONED, labels_of
from indexer.minutes.people.attendance_rows import mark_of, row_entries
from indexer.minutes.people.signatures import is_pen_line
from indexer.minutes.styles.style import Style
from indexer.model import Attendance, AttendanceStatus
from indexer.swedish.persons import is_given_name

_ROLES = {
    "chair": "ordförande",
    "secretary": "sekreterare",
    "verifier": "justerare",
    "substitute": "tjänstgörande ersättare",
    "idle substitute": "ersättare",
}
_OF_ONE = frozenset(("chair", "secretary"))
_STATUSES = {"excused": AttendanceStatus.EXCUSED, "absent": AttendanceStatus.ABSENT}

_NUMBER = re.compile(r"^[#*_>\s]*(?:(?:[A-ZÅÄÖa-zåäö]{1,5}\s)?§{1,2}\s*)?\d+[.:)]?\s*§?\s*")
_ROLL_CALL = re.compile(
    r"(?:upprop|namnupprop|närvarande|närvaro|närvarolista|deltagare|deltagande|frånvarande|beslutande)\b",
    re.IGNORECASE,
)
_GAP = re.compile(r"\t+|\s{2,}|\s*\|\s*")
_RULE = re.compile(r"[-:]{3,}")
_EMPTY_BOX = re.compile(r"\(\s+\)|\[\s+\]|\(\)|\[\]|☐")
_LABEL_INSIDE = re.compile(r"(?<=[)\w])\.\s+(?=[A-ZÅÄÖ][^:.,]{2,60}:\s+[A-ZÅÄÖ])")
"""Where a sentence ends and another label begins on the same line: "Närvarande: A, B. Frånvarande: C"."""
_VERB = re.compile(r"^(?P<label>(?:Närvarande|Frånvarande|Deltagare|Deltog)[^:.,]{0,30}?)\s+(?:var|är)\s+(?=[A-ZÅÄÖ])")
_REMOTE = re.compile(r"teams|zoom|digitalt|distans|länk", re.IGNORECASE)
_MARKED_LAST = re.compile(r"(?<=[\w)])\s+(?P<mark>[xX×✓✔]|[(\[][xX][)\]])$")
_BETWEEN_COMMAS = re.compile(r",\s*(?![^(]*\))")
_SENTENCE = re.compile(r"(?<=[)\w]{2})\.\s+(?=[A-ZÅÄÖ][\w-]+ [A-ZÅÄÖ])")
_SURNAME_FIRST = re.compile(
    r"^(?P<last>[A-ZÅÄÖÉ][\w'’-]+), (?P<first>[A-ZÅÄÖÉ][\w'’-]+(?: [A-ZÅÄÖÉ][\w'’-]+)?)(?=$|\s*[,(])"
)
_FIRST_NAME = re.compile(r"[A-ZÅÄÖÉ][a-zåäöéü-]+(?: \d{1,2}[A-Z]?)?")
_UNFINISHED = re.compile(r"(?:,|-|\boch|\bsamt)$")
_REST_OF_NAME = re.compile(r"[A-ZÅÄÖÉ][\w'’-]{1,18}")
_LONGEST_LINE = 1000
_RUNNING_TEXT = 90


class AttendanceList(msgspec.Struct, frozen=True):
    """The people of a meeting, and the indexes of the lines that tell of them."""

    people: tuple[Attendance, ...]
    lines: frozenset[int]


def attendance_list(parts: Iterable[Sequence[Line]], source: str, style: Style) -> AttendanceList:
    """The people that the lines of a front, and of the items that call the roll, tell of."""
    read = [_ListReader(source, style).read(lines) for lines in parts]
    told = [person for one in read for person in one.people]
    return AttendanceList(tuple(once_each(told)), frozenset().union(*(one.lines for one in read)))


def calls_the_roll(heading: str) -> bool:
    """Whether an item's heading says that it tells who is there."""
    return _ROLL_CALL.match(_NUMBER.sub("", heading).strip(AROUND)) is not None


def heads_a_list(line: str, style: Style) -> bool:
    """Whether a line that may look like an item's heading heads a table or a list of people."""
    return _ListReader(line, style).heads_a_list(line)


def lists_names(text: str) -> bool:
    """Whether a line is a list of several names and nothing else."""
    return "," in text and are_several(text)


class _Cell(msgspec.Struct, frozen=True):
    column: int
    text: str


class _Group(msgspec.Struct):
    """The people below one label."""

    kind: str
    column: int
    heading: str
    people: list[tuple[Attendance, bool | None]] = msgspec.field(default_factory=list)
    """Each with whether a mark says that they were there; None where no mark stands."""

    @property
    def is_of_one(self) -> bool:
        return self.kind in _OF_ONE

    def present(self) -> Iterator[Attendance]:
        """The people, those without the cross that others have absent."""
        has_crosses = any(mark for _, mark in self.people)
        for person, mark in self.people:
            is_there = mark if mark is not None else not has_crosses
            is_absent = person.status is AttendanceStatus.PRESENT and not is_there
            yield msgspec.structs.replace(person, status=AttendanceStatus.ABSENT) if is_absent else person

    def change_last(self, mark: bool | None, **fields: str) -> None:
        """Give the last person other fields or a mark."""
        person, known = self.people[-1]
        self.people[-1] = (msgspec.structs.replace(person, **fields), known if mark is None else mark)


class _ListReader:
    """Reads lines from top to bottom; `active` are the labels in force, by their columns."""

    def __init__(self, source: str, style: Style) -> None:
        self.source = source
        self.labels = labels_of(style)
        self.first_names = style.first_names
        self.groups: list[_Group] = []
        self.active: list[_Group] = []
        self.columns: list[str] = []
        """The kinds of the columns of the table that is read, none outside one."""
        self.value_column = 0
        """Where names begin behind the labels of a form."""
        self.is_signed = False
        self.used: set[int] = set()
        self.pending: tuple[_Group, str] | None = None
        """An entry that goes on in the next line."""

    def heads_a_list(self, line: str) -> bool:
        """Whether a line is the head of a table of people or the label of a list."""
        return self._is_table_head(self._cells(line)) or self.labels.find(line.strip(AROUND), in_list=False) is not None

    def read(self, lines: Iterable[Line]) -> AttendanceList:
        for line in lines:
            self._line(line)
        self._settle()
        told = [person for group in self.groups for person in group.present()]
        return AttendanceList(tuple(once_each(_plausible(told))), frozenset(self.used))

    def _line(self, line: Line) -> None:
        raw = self._raw(line)
        if len(raw) > _LONGEST_LINE:
            return
        if is_pen_line(line) or self.labels.is_front(line):
            self._close()
            self.is_signed = self.is_signed or is_pen_line(line) or self.labels.is_of_signing(line)
            return
        cells = self._cells(raw)
        if self._is_table_head(cells):
            self._begin_table(cells)
            self.used.add(line.index)
            return
        known = len(self.groups)
        values = self._values(cells)
        if values and self.active and not self._is_running_text(line):
            self._take(values, line)
        if len(self.groups) > known:
            self.used.add(line.index)

    def _close(self) -> None:
        self._settle()
        self.active, self.columns = [], []

    def _is_running_text(self, line: Line) -> bool:
        """Whether a paragraph of text begins, behind which no list goes on."""
        text = line.text
        is_text = line.after_gap and len(text) > _RUNNING_TEXT and text.endswith(".") and "," not in text
        if is_text and not is_row(text):
            self._close()
            return True
        return False

    def _raw(self, line: Line) -> str:
        """The line with the space before it, an empty box as a mark."""
        start = self.source.rfind("\n", 0, line.start) + 1
        raw = self.source[start : line.end].replace("\u00a0", " ")
        return _EMPTY_BOX.sub(lambda box: "(-)".ljust(len(box.group())), raw)

    def _cells(self, raw: str) -> list[_Cell]:
        """The cells of a line with the columns that they begin in."""
        cells, at = [], 0
        for gap in [*_GAP.finditer(raw), None]:
            whole = raw[at : gap.start() if gap else len(raw)].strip(AROUND)
            for text in [] if _RULE.fullmatch(whole) else filter(None, _LABEL_INSIDE.split(whole)):
                cells.append(_Cell(at + raw[at:].index(text), _VERB.sub(r"\g<label>: ", text)))
            at = gap.end() if gap else len(raw)
        return self._cut_at_values(raw, cells)

    def _cut_at_values(self, raw: str, cells: list[_Cell]) -> list[_Cell]:
        """The cells, the first cut where a label leaves only one space before the column that names stand in."""
        column = self.value_column
        if not cells or column <= cells[0].column + 3 or raw[column - 1 : column] != " ":
            return cells
        first, *others = cells
        left, right = raw[first.column : column].strip(), raw[column : first.column + len(first.text)].strip()
        is_label = left and right and left[0].islower()
        return [_Cell(first.column, left), _Cell(column, right), *others] if is_label else cells

    def _is_table_head(self, cells: Sequence[_Cell]) -> bool:
        kinds = [self.labels.column(cell.text) for cell in cells]
        unknown = [cell for cell, kind in zip(cells, kinds, strict=True) if not kind]
        are_labels = any(self.labels.find(cell.text, in_list=True) for cell in unknown)
        return len(cells) - len(unknown) > 1 and "name" in kinds and not are_labels

    def _begin_table(self, cells: Sequence[_Cell]) -> None:
        self._settle()
        self.columns = [self.labels.column(cell.text) or "other" for cell in cells]
        if not self.active:
            self._open("present", _Cell(0, ""))

    def _values(self, cells: Sequence[_Cell]) -> list[_Cell]:
        """The cells that are no labels, the labels put in force."""
        values: list[_Cell] = []
        is_row = bool(self.columns) and len(cells) > 1
        for n, cell in enumerate(cells):
            if n and self.labels.column(cell.text) == "presence":
                continue
            found = None if is_row else self.labels.find(cell.text, in_list=bool(self.active))
            if found and found[0] in OFFICES and self.is_signed and not self.active:
                return []
            if found and not (values and found[0] in OFFICES):
                kind, rest = found
                if n or len(cells) == 1 or not self._continues(cell):
                    self._open(kind, cell)
                    self.columns = self.columns if rest or len(cells) > 1 else []
                values += [_Cell(cell.column + len(cell.text) - len(rest), rest)] if rest else []
            elif n == 0 and self._is_unknown_label(cells):
                self._open(self.labels.kind(cell.text), cell)
            elif cell.text.endswith(":") and is_name(cell.text[:-1]) and n + 1 < len(cells) and not self.columns:
                continue
            else:
                values.append(cell)
        if self.active and values and values[0].column > self.active[-1].column and len(cells) > len(values):
            self.value_column = values[0].column
        return values

    def _continues(self, cell: _Cell) -> bool:
        """Whether a label's words go on from the line above ("Ej tjänstgörande / ersättare")."""
        return bool(self.active) and cell.text[0].islower()

    def _is_unknown_label(self, cells: Sequence[_Cell]) -> bool:
        """Whether the first cell is a label nobody listed: the next one stands where the names of this list stand."""
        if len(cells) < 2 or not self.active or self.columns:
            return False
        text = cells[0].text
        at_names = abs(cells[1].column - self.value_column) <= 1 and cells[0].column < self.value_column
        return at_names and mark_of(text) is None and not is_office(text) and not is_name(text)

    def _open(self, kind: str, cell: _Cell) -> None:
        """Put a label in force for its column and those to the right of it."""
        self._settle()
        self.active = [group for group in self.active if group.column < cell.column and group.kind not in OFFICES]
        self.groups.append(_Group(kind, cell.column, cell.text))
        self.active.append(self.groups[-1])

    def _take(self, values: Sequence[_Cell], line: Line) -> None:
        """Read the people of a line's cells, each in the group of its column."""
        by_column: dict[int, list[str]] = {}
        for cell in values:
            place = max((n for n, group in enumerate(self.active) if group.column <= cell.column + 1), default=0)
            by_column.setdefault(place, []).append(cell.text)
        rows = [(self.active[place], cells) for place, cells in by_column.items()]
        counts = [self._row(group, cells, is_named=":" in line.text) for group, cells in rows]
        if counts == [1, 1]:
            _pair(rows[0][0], rows[1][0])
        if any(counts):
            self.used.add(line.index)
        self.active = [group for group in self.active if not (group.is_of_one and group.people)]
        if not self.active:
            self.active = [group for group in self.groups if group.kind not in OFFICES][-1:]

    def _row(self, group: _Group, cells: Sequence[str], *, is_named: bool) -> int:
        """Read one row of a group, on a line with a label or not; how many people it adds."""
        before = len(group.people)
        has_crosses = any(mark is not None for other in self.groups for _, mark in other.people)
        entries, mark = row_entries(cells, self.columns, has_crosses=has_crosses)
        if not entries:
            if mark is not None and group.people and group.people[-1][1] is None:
                group.change_last(mark)
            return 0
        if len(entries) == 1 and mark is None and entries[0].mark is None and self._goes_on(group, entries[0].text):
            return len(group.people) - before
        self._settle()
        is_alone = len(cells) == 1
        for entry in entries:
            if len(entries) == 1 and entry.mark is None and _UNFINISHED.search(entry.text):
                self.pending = group, entry.text
            else:
                may_be_first = is_alone and (is_named or self.first_names)
                self._people(group, entry.text, entry.mark, is_list=is_alone and is_named, may_be_first=may_be_first)
        return len(group.people) - before

    def _goes_on(self, group: _Group, text: str) -> bool:
        """Whether a line ends the entry that the one before began; it has been taken so."""
        if self.pending is None or self.pending[0] is not group:
            return False
        before = self.pending[1]
        whole = before[:-1] + text if before.endswith("-") and text[0].islower() else f"{before} {text}"
        self.pending = group, whole
        if not _UNFINISHED.search(whole):
            self._settle()
        return True

    def _settle(self) -> None:
        """Read what a line left unfinished."""
        if self.pending is not None:
            (group, text), self.pending = self.pending, None
            self._people(group, text, None, is_list=True)

    def _people(
        self, group: _Group, text: str, mark: bool | None, *, is_list: bool, may_be_first: bool = False
    ) -> None:
        """Add the people of an entry to a group; `may_be_first` says that first names alone are people too."""
        if group.kind == SUMMONED:
            return
        if group.kind == REPLACED:
            self._replace(text)
        elif self.columns and group.people and group.people[-1][1] is None and _REST_OF_NAME.fullmatch(text):
            group.change_last(mark, name=f"{group.people[-1][0].name} {text}")
        else:
            for entry, own in _entries(text, mark):
                told = _told(group, entry, is_list=is_list, may_be_first=may_be_first)
                group.people += [(person, own) for person in told]

    def _replace(self, text: str) -> None:
        """Note for whom the last person of the column before sits."""
        before = next((group for group in reversed(self.active) if group.kind != REPLACED and group.people), None)
        if before is not None:
            before.change_last(None, substitutes_for=text)


def _told(group: _Group, entry: str, *, is_list: bool, may_be_first: bool) -> list[Attendance]:
    """The people of one entry, as the label of their group says of them."""
    status = _STATUSES.get(group.kind, AttendanceStatus.PRESENT)
    role = _ROLES.get(group.kind)
    told = list(people(entry, status=status, role=role, is_list=is_list))
    if not told:
        found = _SURNAME_FIRST.match(entry)
        is_turned = found is not None and is_given_name(found["first"]) and not is_given_name(found["last"])
        told = list(people(_first_name_first(entry), status=status, role=role)) if is_turned else []
    if not told and may_be_first:
        told = _first_names(entry, status)
    if group.is_of_one:
        told[1:] = [_without(role, person) for person in told[1:]]
    is_remote = _REMOTE.search(group.heading) is not None
    return [msgspec.structs.replace(person, remote=True) for person in told] if is_remote else told


def _without(role: str | None, person: Attendance) -> Attendance:
    return msgspec.structs.replace(person, role=None) if person.role == role else person


def _entries(text: str, mark: bool | None) -> Iterator[tuple[str, bool | None]]:
    """The entries of a text of sentences, or of one that marks each of them ("Axel Ask x, Berit Ek x")."""
    sentences, parts = _SENTENCE.split(text), _BETWEEN_COMMAS.split(text)
    if len(sentences) > 1:
        yield from ((sentence.rstrip("."), mark) for sentence in sentences)
    elif mark is None and any(map(_MARKED_LAST.search, parts)):
        yield from ((_MARKED_LAST.sub("", part), True if _MARKED_LAST.search(part) else None) for part in parts)
    elif mark is not None and _SURNAME_FIRST.match(text):
        yield _first_name_first(text), mark
    else:
        yield text, mark


def _first_name_first(text: str) -> str:
    """An entry that begins "Ask, Axel" as "Axel Ask"."""
    return _SURNAME_FIRST.sub(r"\g<first> \g<last>", text)


def _first_names(text: str, status: AttendanceStatus) -> list[Attendance]:
    """People called by their first names alone, with their class behind it or not."""
    if told := first_names(text, status=status):
        return list(told)
    parts = re.split(r",\s*|\s+(?:och|samt)\s+", text.strip(" ."))
    has_class = any(c.isdigit() for c in text)
    is_list = all(map(_FIRST_NAME.fullmatch, parts)) and (len(parts) > 2 or has_class)
    return [Attendance(name=part, status=status) for part in parts] if is_list else []


def _pair(members: _Group, substitutes: _Group) -> None:
    """Note for whom the personal substitute of a row sits, if the member is not there."""
    (member, was_there), (_, is_there) = members.people[-1], substitutes.people[-1]
    if "personlig" in substitutes.heading.lower() and is_there and was_there is False:
        substitutes.change_last(None, substitutes_for=member.name)


def _plausible(told: Sequence[Attendance]) -> list[Attendance]:
    """The people without lines in capitals that stand among names that are not: those are headings."""
    in_capitals = [person for person in told if person.name.isupper()]
    return [person for person in told if not person.name.isupper()] if len(in_capitals) * 2 < len(told) else list(told)
