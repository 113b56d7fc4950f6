"""Unnumbered headings: lines such as "Fira framtid" and "Övriga frågor" that open an item without a number.

They are believed for what stands around them: before them something has come to its end, they are short and no
sentence, after them something begins.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from indexer.minutes.headings.titles import MOST_TITLE_LINES, Heading
from indexer.minutes.lines.content_lines import ContentLines
from indexer.minutes.lines.folded_text import fold
from indexer.minutes.lines.lines import Line, breaks_off, bullet, ends_a_sentence, goes_on
from indexer.minutes.styles.style import HeadingForm, Style

LONGEST_TITLE = 160
"""Characters of an unmarked heading; the longest title of the real minutes that is one has 107."""
_SHORT_HEADING = 50
_FEWEST_CAPITALS = 3
"""So many lines in capitals, in minutes without marks, head the items."""
_SHORTEST_CAPITALS = 4


class UnnumberedHeadingFinder:
    """A walk through the lines that finds the unmarked headings between the marked ones.

    `state` is what the walk is in: "start", "titled" (a heading with nothing below it yet), "text", or a section.
    """

    def __init__(self, body: ContentLines, headings: Sequence[Heading], torn: Sequence[tuple[int, str]]) -> None:
        self.body = body
        self.marked = {heading.first: heading for heading in headings}
        self.last_marked = max(self.marked, default=-1)
        self.is_numbered = any(heading.form is HeadingForm.NUMBER for heading in headings)
        self.heads_in_capitals = not headings and sum(map(self._is_in_capitals, range(len(body)))) >= _FEWEST_CAPITALS
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
            return max(self._open(heading), at + 1)
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
        if (
            heading.after in self.marked
            and self.state not in ("start", "titled")
            and not starts_like(line, self.body.style)
        ):
            self.group = " ".join(self.body.lines[at].text for at in range(heading.first, heading.after))
            self.group_from = heading.first
            return heading.after
        number = ""
        if self.torn and self.torn[0][0] < line.index and not heading.is_sub_item:
            number = self.torn.pop(0)[1]
        return self._open(msgspec.structs.replace(heading, number=number, group=self.group))

    def _open(self, heading: Heading) -> int:
        if heading.form is not HeadingForm.BARE:
            if self.group_from is None:
                self.group = None
            else:
                heading = msgspec.structs.replace(heading, first=self.group_from, group=self.group)
                self.group_from = None
        self.found.append(heading)
        self.state = "titled"
        if not heading.is_sub_item:
            self.catches_all = is_catch_all(self.body, heading)
        return max(heading.after, heading.first + 1)

    def _bare(self, at: int) -> Heading | None:
        line = self.body.lines[at]
        if not (line.after_gap or at == 0) or not self._is_short_and_no_sentence(at):
            return None
        after = self._title_end(at)
        if not self._has_place_for_title(at, after):
            return None
        closing = starts_like(line, self.body.style, "closing")
        spans = tuple((self.body.lines[n].start, self.body.lines[n].end) for n in range(at, after))
        return Heading(
            at, after, HeadingForm.BARE, spans, is_sub_item=self.catches_all and self.is_numbered and not closing
        )

    def _is_short_and_no_sentence(self, at: int) -> bool:
        line = self.body.lines[at]
        text = line.text.strip("*#_ ")
        if not text or bullet(line.text) or self.body.is_clause(at) or not (text[0].isupper() or text[0] in '”"“-'):
            return False
        if text.endswith((".", ",", ";", "?", "!")) or (text.endswith(":") and not starts_like(line, self.body.style)):
            return False
        return len(text) <= LONGEST_TITLE

    def _title_end(self, at: int) -> int:
        """The position after a title that may run over some lines."""
        after = at + 1
        while after < len(self.body) and after - at < MOST_TITLE_LINES and self._goes_on(after):
            after += 1
        return after

    def _goes_on(self, at: int) -> bool:
        line = self.body.lines[at]
        if line.after_gap or at in self.body.cues or at in self.marked or bullet(line.text) or self.body.is_clause(at):
            return False
        if self.heads_in_capitals and self.body.lines[at - 1].text.isupper() and not line.text.isupper():
            return False
        return goes_on(self.body.lines[at - 1], line, self.body.width)

    def _has_place_for_title(self, at: int, after: int) -> bool:
        """Whether what comes before has come to its end, and what comes after begins something."""
        body, line = self.body, self.body.lines[at]
        opening = ("summary",) if self.state == "summary" else ("summary", "presenters", "attachments", "proposal")
        opens = body.cue(after, *opening) is not None
        if "**" in line.text or line.text.startswith("#") or starts_like(line, body.style):
            return True
        if self.heads_in_capitals and self._is_in_capitals(at):
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

    def _is_in_capitals(self, at: int) -> bool:
        """Whether a line in capitals stands apart and is no label."""
        line = self.body.lines[at]
        is_apart = line.after_gap and at not in self.body.cues
        return is_apart and line.text.isupper() and sum(c.isalpha() for c in line.text) >= _SHORTEST_CAPITALS

    def _last_was_ceremony(self) -> bool:
        """Whether the heading just opened is one that is always alone, such as "Mötets öppnande"."""
        if not self.found or self.is_numbered:
            return False
        return starts_like(self.body.lines[self.found[-1].first], self.body.style)

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


def starts_like(line: Line, style: Style, kind: str | None = None) -> bool:
    """Whether a line is one of the items that every meeting has ("Mötets öppnande", "Övriga frågor")."""
    found = style.line_labels("closing", "titles").find(line)
    return found is not None and len(line.text) - found.rest <= 40 and (kind is None or kind == found.kind)


def is_catch_all(body: ContentLines, heading: Heading) -> bool:
    """Whether an item gathers small ones below it ("Övriga frågor")."""
    for start, end in heading.title[:1]:
        line = body.lines[heading.first]
        words = line.text[start - line.start : end - line.start]
        found = body.style.line_labels("catch all").find(Line(0, 0, len(words), 1, words, fold(words), True))
        return found is not None and found.rest >= len(words)
    return False
