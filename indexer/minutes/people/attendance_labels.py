"""Attendance labels: what the words above or before names say of those whom they are about.

"Ledamöter", "Ej tjänstgörande ersättare" and the like are listed in `words/attendance.txt`. A label that nobody listed
is known by the words that it is made of ("Närvarande beslutande", "Företrädare för studenterna"), or by the names
behind its colon.
"""

from __future__ import annotations

import re
from functools import cache

from indexer.minutes.lines.folded_text import fold
from indexer.minutes.lines.labels import follows_a_colon
from indexer.minutes.lines.lines import Line
from indexer.minutes.people.attendance import are_several, is_office, is_row
from indexer.minutes.people.word_set import WordSet
from indexer.minutes.styles.style import Style
from indexer.minutes.words import words
from indexer.swedish.persons import is_given_name

SUMMONED = "summoned"
"""Those whom a list calls (Kallade) are not said to have come."""
REPLACED = "replaced"
"""Those in whose place the people of the column before sit."""
OFFICES = frozenset(("chair", "secretary", "verifier"))
"""Labels that name an office and not a kind of members."""

AROUND = "*#_>| \t"
"""What stands around the words of a cell: marks of Markdown and of tables."""
_OPENING = tuple(map(fold, ("närvarande", "beslutande", "deltagare", "ledamöter", "ledamot")))
"""Words that open a list of people, on a line of nothing but words of such labels."""
_INSTEAD = tuple(map(fold, ("för ledamot", "ersätter", "i stället för")))
_TWO_TONGUES = re.compile(r"^(?P<first>[^/:,]{3,40}?)\s*/\s*[^/:,]{3,40}(?=:|$)")
"""A label in two languages: "Deltagare/Participants:"."""
_IDLE = re.compile(rf"\b(?:{'|'.join(map(fold, ('ej', 'icke', 'inte', 'närvarande')))}|{fold('övrig')}\w*)\b")
_ON_DUTY = re.compile(rf"\b(?:tj\w*|{fold('beslutande')})\b")
_SUBSTITUTES = tuple(map(fold, ("ersättar", "suppleant")))
_LONGEST_LABEL = 70
_VICE = re.compile(r"(?:(?:[12](?::[ea])?|förste|andre)\s+)?vice\s+ordf(?:örande)?\.?:\s+", re.IGNORECASE)
"""The office of somebody who is one of several with it, and so is no label of a list."""


@cache
def labels_of(style: Style) -> AttendanceLabels:
    """The labels of a style, made once."""
    return AttendanceLabels(style)


class AttendanceLabels:
    """The labels that one style's minutes have above and before names."""

    def __init__(self, style: Style) -> None:
        listed = words("people")
        self._listed = style.attendance_labels
        self._front = style.front_labels
        self._words = WordSet(listed["label words"])
        self._summons = WordSet(listed["summons"])
        self._absence = [fold(stem.rstrip("*")) for stem in listed["absence"]]
        self._columns = {kind: WordSet(listed[f"{kind} column"]) for kind in ("name", "role", "presence", "other")}

    def find(self, cell: str, *, in_list: bool) -> tuple[str, str] | None:
        """The kind of the label that a cell begins with, and the words behind it; None if it is no label.

        `in_list` says that a list of people has begun, so that less tells a label.
        """
        both = _TWO_TONGUES.match(cell)
        if both and self.find(f"{both['first']}:", in_list=in_list):
            cell = both["first"] + cell[both.end() :]
        line = Line(0, 0, len(cell), 1, cell, fold(cell), False)
        label = self._listed.find(line)
        rest = cell[label.rest :] if label else ""
        if label and (not rest or follows_a_colon(line, label) or (not rest[0].islower() and is_row(rest))):
            return label.kind, rest.strip()
        if cell.endswith(":") and self._opens(cell):
            return self.kind(cell), ""
        if (vice := _VICE.match(cell)) and is_row(cell[vice.end() :]):
            return "present", cell
        head, colon, behind = (part.strip(AROUND) for part in cell.partition(":"))
        if not head or len(head) > _LONGEST_LABEL or "," in head or any(c.isdigit() for c in head):
            return None
        is_label = self._is_made_of_words(head, in_list=in_list or bool(colon))
        names_several = colon and in_list and not is_office(head) and are_several(behind)
        return (self.kind(head), behind) if is_label or names_several else None

    def kind(self, head: str) -> str:
        """What a label says that is not listed as it stands."""
        folded = fold(head)
        if head in self._summons:
            return SUMMONED
        if folded.startswith(_INSTEAD):
            return REPLACED
        if any(stem in folded for stem in self._absence):
            return "absent"
        if any(stem in folded for stem in _SUBSTITUTES):
            return "substitute" if _ON_DUTY.search(folded) and not _IDLE.search(folded) else "idle substitute"
        return "guest"

    def column(self, cell: str) -> str | None:
        """What a table's column holds by its head: name, role, presence or other; None if this is no head."""
        text = cell.strip(" .:*")
        return next((kind for kind, heads in self._columns.items() if text in heads), None)

    def is_front(self, line: Line) -> bool:
        """Whether a line begins with a label of the front that no names stand behind, such as "Plats och tid"."""
        front, listed = self._front.find(line), self._listed.find(line)
        if front is None or (listed is not None and len(listed.label) > len(front.label)):
            return False
        rest = line.text[front.rest :]
        if is_given_name(line.text.split()[0]) and is_row(line.text) and not follows_a_colon(line, front):
            return False
        is_apart = follows_a_colon(line, front) or line.text[: front.rest].endswith(("  ", "\t"))
        return not rest or is_apart or not rest[0].islower()

    def is_of_signing(self, line: Line) -> bool:
        """Whether a label of the front opens the part that is signed."""
        front = self._front.find(line)
        return front is None or front.kind in ("verification", "announcement")

    def _is_made_of_words(self, head: str, *, in_list: bool) -> bool:
        if head in self._summons:
            return True
        made = all(word.strip("()") in self._words for word in head.replace("/", " ").split())
        return made and (in_list or self._opens(head))

    @staticmethod
    def _opens(text: str) -> bool:
        return any(word in fold(text) for word in _OPENING)
