"""Content lines: the printed lines without furniture, and the labels among them, as the later steps look at them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property

import msgspec

from indexer.minutes.lines.folded_text import fold
from indexer.minutes.lines.labels import Label, follows_a_colon
from indexer.minutes.lines.lines import COLUMNS, Line, breaks_off, bullet, ends_a_sentence, is_enumerated
from indexer.minutes.lines.table_columns import TableLines, in_columns
from indexer.minutes.lines.worded_labels import behind_an_arrow, beside, first_cell, proposes, set_off
from indexer.minutes.references import ANY_REFERENCE, REFERENCE_LABEL
from indexer.minutes.styles.style import Style
from indexer.minutes.words import words

RUN_IN = frozenset(("summary", "presenters", "attachments"))
"""What may follow its label without a colon, in styles that say so."""


_FULL_LINE = 60
_SHORTEST_ORGAN = 6
_LONGEST_LABEL = 80
_OWNER = re.compile(r"(?:.*\s)?(?P<name>\w{4,}?)(?:(?:ets|s)\s+(?:besluts)?forslag|(?:et)?\s+foreslar\b)")
"""Whose proposal it is: "arbetsutskottets", "kommunstyrelsens arbetsutskotts" or, for short, "utskottets"."""
_NUMBERED_ATTACHMENT = re.compile(r"bilaga\s+\d", re.IGNORECASE)


_LONGEST_APART = 100
_SETS_OFF = re.compile(r"[:：](?=[\s*_]|$)|\s[–—]\s")
"""What may set a label off from the words behind it."""
_DECIDED = fold("beslut")
_ANSWERED = re.compile(rf"(?P<head>(?!\d).{{3,60}}?)(?:(?<!s)|:)\s+{_DECIDED}")
"""A heading said again of what was decided; behind a genitive it is whose decision that is."""
_SAID_AGAIN = re.compile(r"\s*/\s*[^\W\d_]+(?:[ -][^\W\d_]+){0,2}\s*(?::[\s*_]*|$)|\s*\([^()]{3,60}\)\s*(?::[\s*_]*|$)")
"""A label in another language behind the first ("Beslut / Päätös:"), or what it is about, in parentheses."""
_BESIDE_ITS_TEXT = frozenset(("proposal", "decision", "earlier", "reservation", "note", "disqualified", "ballot"))
"""Sections whose label may stand in a column beside their text."""
_COLUMN = re.compile(r"(?:\t|\s{2,})$")
_SUBORDINATE = re.compile(
    rf"\b(?:{'|'.join(map(fold, ('att', 'som', 'om', 'när', 'innan', 'ska', 'kan')))})\s.*\b{fold('besl')}"
)
"""A verb behind such a word says nothing of what was decided here."""


class ContentLines:
    """The lines that carry the meeting, in order; positions count these lines only."""

    def __init__(
        self, lines: Sequence[Line], style: Style, organ: str = "", cues: Mapping[int, Label] | None = None
    ) -> None:
        """`cues` are the labels among the lines, where they are known already."""
        table = in_columns(lines, style.section_labels) if cues is None else TableLines(tuple(lines), {})
        self.lines = table.lines
        self._known_cues = cues
        self._in_table = table.labels
        self.style = style
        self.sections = style.section_labels
        self.organ = organ
        self._organ = fold(organ)

    def __len__(self) -> int:
        return len(self.lines)

    @cached_property
    def width(self) -> int:
        """How long the lines get before they are broken; 10,000 where they are not broken at all."""
        longest = max((len(line.text) for line in self.lines), default=0)
        return longest if longest <= LONGEST_BROKEN_LINE else 10_000

    @cached_property
    def cues(self) -> dict[int, Label]:
        """The section labels, by position."""
        if self._known_cues is not None:
            return dict(self._known_cues)
        found: dict[int, Label] = {}
        for at, line in enumerate(self.lines):
            above = found.get(at - 1)
            cue = self._cue(at, line, above) or self._rest_of_label(at, above) or self._first_half(at)
            if cue:
                found[at] = cue
        return found

    @cached_property
    def _asked_and_answered(self) -> dict[str, str]:
        """The folded headings that stand twice, the second time with "beslut" behind: "Paus", "Paus: Beslut"; what each
        means.
        """
        last = (line.folded for line in self.lines if line.folded.endswith(_DECIDED))
        ends = {text: found["head"] for text in last if (found := _ANSWERED.fullmatch(text))}
        asked = {line.folded for line in self.lines if line.folded in ends.values()} if ends else set()
        answered = {answer: "decision" for answer, head in ends.items() if head in asked}
        return {**dict.fromkeys(asked, "proposal"), **answered}

    def cue(self, at: int, *kinds: str) -> Label | None:
        """The label at a position, if it means one of `kinds` (any, when none are given)."""
        found = self.cues.get(at)
        return found if found and (not kinds or found.kind in kinds) else None

    def is_clause(self, at: int) -> bool:
        """Whether a line begins an att-clause, behind a bullet or a number or not."""
        line = self.lines[at]
        return begins_a_clause(line.folded)

    def part(self, start: int, end: int) -> ContentLines:
        """The lines between two positions as a body of their own, with the labels that they have here."""
        cues = {at - start: cue for at, cue in self.cues.items() if start <= at < end}
        return ContentLines(self.lines[start:end], self.style, self.organ, cues)

    def paragraph_end(self, at: int) -> int:
        """The position after the last line of the paragraph that `at` stands in."""
        end = at + 1
        while end < len(self.lines) and not self.lines[end].after_gap:
            end += 1
        return end

    def positions(self, start: int = 0) -> Iterator[tuple[int, Line]]:
        """The lines from a position on, with their positions."""
        return ((at, self.lines[at]) for at in range(start, len(self.lines)))

    def _cue(self, at: int, line: Line, above: Label | None) -> Label | None:
        if cell := self._in_table.get(line.start):
            return cell
        if kind := self._asked_and_answered.get(line.folded):
            return Label(kind, line.text, len(line.text), line.folded)
        found = beside(line) or behind_an_arrow(line) or self._listed(line)
        if found is None or (found.rest < len(line.text) and not found.in_column and not follows_a_colon(line, found)):
            found = self._worded(at, line) or found
        if found is None or self._is_in_a_sentence(at, line):
            return None
        if found.kind == "decision" and found.label:
            if proposes(found.label):
                found = msgspec.structs.replace(found, kind="proposal")
            elif _SUBORDINATE.search(found.label):
                return None
        if found.in_column or found.heading == "":
            return found
        is_headed = above is not None and above.kind == "decision" and above.rest >= len(self.lines[at - 1].text)
        if found.kind == "proposal" and is_headed:
            return None
        if said_again := _SAID_AGAIN.match(line.text, found.rest):
            heading = f"{found.heading} {said_again.group().strip(' :*')}"
            found = msgspec.structs.replace(found, rest=said_again.end(), heading=heading)
        rest = line.text[found.rest :]
        found = self._meant(found)
        if _NUMBERED_ATTACHMENT.match(line.text):
            attached = above is not None or self._is_attachment(at, line)
            return Label("attachments", "", 0, found.label) if attached else None
        if not rest:
            return found if line.text.lstrip("*#_> ")[:1].isupper() or line.text.rstrip("* ").endswith(":") else None
        if follows_a_colon(line, found):
            return found
        if found.kind == "decision":
            return found if fold(rest).startswith("att") and self._decides(at, line, found) else None
        runs_in = self.style.run_in and found.kind in RUN_IN
        return found if runs_in and (rest[0].isupper() or rest[0].isdigit()) else None

    def _listed(self, line: Line) -> Label | None:
        """A label of the tables, in a column beside its text or behind a bullet and with a colon, too."""
        if (cell := first_cell(line)) is not None:
            inside = msgspec.structs.replace(line, text=cell["words"], folded=fold(cell["words"]))
            named = self.sections.find(inside)
            is_whole = named is not None and self.sections.is_whole(inside, named)
            return msgspec.structs.replace(named, rest=cell.end(), in_column=True) if named and is_whole else None
        found = self.sections.find(line)
        is_beside = found is not None and found.kind in _BESIDE_ITS_TEXT and _COLUMN.search(line.text[: found.rest])
        if found is not None and is_beside and found.rest < len(line.text):
            return msgspec.structs.replace(found, in_column=True)
        if found is not None or not (behind := bullet(line.text)):
            return found
        text = line.text[behind:]
        listed = self.sections.find(msgspec.structs.replace(line, text=text, folded=fold(text)))
        if listed is None or not text[: listed.rest].rstrip("*_ ").endswith(":"):
            return None
        return msgspec.structs.replace(listed, rest=listed.rest + behind)

    def _worded(self, at: int, line: Line) -> Label | None:
        """A label told by its words; one without a colon stands apart from the lines around it."""
        begins = line.after_gap or at == 0 or ends_a_sentence(self.lines[at - 1].text)
        may_be_alone = begins and len(line.text) <= _LONGEST_APART and line.text[-1] != "."
        found = set_off(line) if may_be_alone or _SETS_OFF.search(line.text) else None
        if found is None or follows_a_colon(line, found):
            return found
        following = self.lines[at + 1] if at + 1 < len(self.lines) else line
        is_listed = is_enumerated(following.text) or following.folded.startswith("att")
        goes_on = following.text[0].islower() and not is_listed
        return found if begins and not goes_on and not line.text.endswith((" till", ",")) else None

    def _is_in_a_sentence(self, at: int, line: Line) -> bool:
        """Whether a line only goes on with the sentence before it ("... och / föreslår att fullmäktige beslutar:")."""
        return at > 0 and line.text[0].islower() and not line.after_gap and not ends_a_sentence(self.lines[at - 1].text)

    def _first_half(self, at: int) -> Label | None:
        """The label of which a line holds the first words and the next the last, a page's head between them or not."""
        line = self.lines[at]
        following = self.lines[at + 1] if at + 1 < len(self.lines) else line
        may_be = line.text[0].isupper() and following.text[0].islower() and not ends_a_sentence(line.text)
        if not may_be or len(line.text) + len(following.text) > _LONGEST_LABEL:
            return None
        text, folded = f"{line.text} {following.text}", f"{line.folded} {following.folded}"
        whole = msgspec.structs.replace(line, text=text, folded=folded)
        cue = self.sections.find(whole)
        is_label = cue is not None and self.sections.is_whole(whole, cue)
        return msgspec.structs.replace(self._meant(cue), rest=len(line.text)) if cue and is_label else None

    def _rest_of_label(self, at: int, above: Label | None) -> Label | None:
        """The label above, where the line holds its last words ("... för beslut i / kommunfullmäktige")."""
        line = self.lines[at]
        if above is None or above.rest < len(self.lines[at - 1].text) or not line.text[0].islower():
            return None
        before = self.lines[at - 1]
        is_half = above.label == f"{before.folded} {line.folded.rstrip(':')}"
        is_unfinished = above.kind in ("proposal", "decision") and breaks_off(before.text)
        if not is_half and (not is_unfinished or line.after_gap or ends_a_sentence(line.text)):
            return None
        return Label(above.kind, "", len(line.text), above.label)

    def _meant(self, cue: Label) -> Label:
        """A label as it is meant in these minutes: what the organ itself proposes is what it decided."""
        is_own = cue.kind == "proposal" and self._is_own_proposal(cue)
        return msgspec.structs.replace(cue, kind="decision") if is_own else cue

    def _is_own_proposal(self, cue: Label) -> bool:
        """Whether the organ's own proposal is meant."""
        owner = _OWNER.match(cue.label)
        names = [word for word in self._organ.split() if not word.endswith("s") and len(word) >= _SHORTEST_ORGAN]
        return owner is not None and any(name.endswith((owner["name"], owner["name"] + "et")) for name in names)

    def _is_attachment(self, at: int, line: Line) -> bool:
        """Whether "Bilaga 2 – karta" is an attachment of its own, and no sentence that only mentions it."""
        before = self.lines[at - 1] if at else None
        return before is None or line.after_gap or ends_a_sentence(before.text) or "bllaga" in before.folded

    def _decides(self, at: int, line: Line, cue: Label) -> bool:
        """Whether "X beslutade att ..." is this meeting's decision, and no sentence about another organ's."""
        subject = cue.label.split()[0]
        if subject not in _the_meeting() and (len(subject) < 5 or subject[:6] not in self._organ):
            return False
        before = self.lines[at - 1].text if at and not line.after_gap else ""
        return not before or ends_a_sentence(before) or len(before) < _FULL_LINE


@cache
def _the_meeting() -> frozenset[str]:
    """Who decides in all minutes, whatever the organ is called."""
    return frozenset(map(fold, words("organs")["the meeting"]))


def reference_apart(line: Line) -> Iterator[Line]:
    """A line, or its two columns where the left one is the matter's diary number and the right one its text."""
    label = REFERENCE_LABEL.match(line.text)
    gap = COLUMNS.search(line.text, label.end()) if label else None
    if gap is None or not ANY_REFERENCE.fullmatch(line.text, 0, gap.start()):
        yield line
        return
    for start, end in ((0, gap.start()), (gap.end(), len(line.text))):
        text = line.text[start:end]
        yield msgspec.structs.replace(
            line,
            start=line.start + start,
            end=line.start + end,
            text=text,
            folded=fold(text),
            after_gap=line.after_gap,
            indent=line.indent + start,
        )


LONGEST_BROKEN_LINE = 140
"""Lines longer than this are whole paragraphs; the widest printed line of the real minutes has 122 characters."""


def begins_a_clause(folded: str) -> bool:
    """Whether folded text begins with "att", behind a bullet, a number or a letter or not."""
    text = folded[bullet(folded) :].lstrip("*_ ")
    head, _, rest = text.partition(" ")
    is_number = len(head) <= 3 and (head[-1:] in ".)" or (rest.startswith(" ") and head not in _ATT))
    if is_number and head.rstrip(".)").isalnum() and rest:
        head = rest.lstrip("*_ ").partition(" ")[0]
    return head.rstrip(":") in _ATT


_ATT = frozenset(("att", "alt", "atl", "aft"))
"""The word and what scanners make of it; "all" is a word of its own."""
