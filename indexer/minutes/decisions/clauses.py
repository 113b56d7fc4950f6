"""Clauses: what a decision says, cut where each of its points begins.

Two ways of writing live side by side. One gives each clause a line that begins with "att"; sentences after it belong
to it. The other writes plain sentences, numbered where they are several, after words that say whose proposal won:

    Enligt kommunstyrelsens förslag:
    1. Programmet antas.
    2. Det äldre programmet upphör att gälla.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

import msgspec

from indexer.minutes.decisions.kinds import kind_of
from indexer.minutes.lines.content_lines import begins_a_clause
from indexer.minutes.lines.folded_text import fold, printed
from indexer.minutes.lines.lines import Line, breaks_off, bullet, ends_a_sentence
from indexer.minutes.words import words
from indexer.model import DecisionKind

_ONLY_A_NUMBER = re.compile(r"(?:\d{1,3}|[a-z])[.)]")
"""What a layout leaves on a line of its own, the clause standing on the next."""
_NUMBERED = re.compile(r"(?:(?:\d{1,3}|[a-z])[.)]\s+|\d{1,2}(?:\t|\s{2,}))(?=\S)")


def clauses(lines: Sequence[Line], width: int) -> list[str]:
    """The clauses on the lines of a decision, as printed, bullets and numbers left away."""
    lines = _without_stray_end(_with_numbers(lines))
    starts = list(_starts(lines, width))
    texts = [_text(lines[start:end]) for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]
    last = len(texts) - 1
    texts = [text for n, text in enumerate(texts) if not (text.endswith(":") and n < last and _introduces(text))]
    if len(texts) > 1 and _only_leads_up(lines, starts[1]):
        texts = texts[1:]
    return [text for text in texts if text]


def _with_numbers(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines, a number or letter on a line of its own before the words that it counts."""
    joined: list[Line] = []
    for line in lines:
        if joined and _ONLY_A_NUMBER.fullmatch(joined[-1].text):
            number = joined.pop()
            text, folded = f"{number.text} {line.text}", f"{number.folded} {line.folded}"
            joined.append(msgspec.structs.replace(line, text=text, folded=folded, start=number.start))
        else:
            joined.append(line)
    return joined


def _starts(lines: Sequence[Line], width: int) -> Iterator[int]:
    """Where the clauses begin."""
    with_att = _uses_att(lines)
    begins = _begins_with_att if with_att else _begins_a_sentence
    begun = [at for at in range(1, len(lines)) if begins(lines, at, width)]
    start = 0
    yield start
    for at, end in zip(begun, [*begun[1:], len(lines)], strict=False):
        if with_att or not _belongs_to_lead(lines[start:at], lines[at:end]):
            start = at
            yield start


def _uses_att(lines: Sequence[Line]) -> bool:
    """Whether the clauses begin with "att", and it is not only a sentence or an entry of a list broken before one."""
    begun = [at for at, line in enumerate(lines) if begins_a_clause(line.folded) and not _ASKS.search(line.folded)]
    if not begun or any(_is_listed(line) for line in lines[: begun[0]]):
        return False
    first, before = lines[begun[0]], lines[max(0, begun[0] - 1)]
    if begun[0] == 0 or first.after_gap or _is_listed(first) or before.text.endswith((".", ":", ";")):
        return True
    return len(begun) > 1 or _ASKS.search(before.folded) is not None


def _belongs_to_lead(before: Sequence[Line], entry: Sequence[Line]) -> bool:
    """Whether an entry of a list only tells more of the clause before it, as in

    Ärendet återremitteras för att belysa
    a) kostnaden per hushåll,
    """
    if not _is_listed(entry[0]) or kind_of(_text(entry)) is not DecisionKind.DECIDED:
        return False
    lead = before[: next((n for n, line in enumerate(before) if n and _is_listed(line)), len(before))]
    if len(lead) == len(before) and _is_counted(entry[0]) and not _ONE.match(entry[0].text):
        return False
    last = lead[-1].text
    goes_on = not ends_a_sentence(last) and _entry_text(entry[0].text)[:1].islower()
    is_remark = ends_a_sentence(last) and not ends_a_sentence(entry[-1].text)
    is_below = _is_counted(lead[0]) and not _is_counted(entry[0])
    leads_up = last.endswith(":") or is_below or (not _is_listed(lead[0]) and (goes_on or is_remark))
    return leads_up and not _introduces(_text(lead))


_ONE = re.compile(r"1\b")
"""What a list begins with; another number goes on with a list before it."""


def _introduces(text: str) -> bool:
    """Whether words before a list decide nothing themselves ("Enligt kommunstyrelsens förslag:", "Vi beslutar att")."""
    folded = fold(text)
    if _ASKS.search(folded) or folded.startswith(_leads()):
        return True
    kind = kind_of(text)
    return (len(text) <= _LONGEST_LEAD and kind is DecisionKind.DECIDED) or (
        len(text) <= 2 * _LONGEST_LEAD and kind is DecisionKind.PROPOSED and text.endswith(":")
    )


_LONGEST_LEAD = 60


_ASKS = re.compile(r"\b(?:beslut(?:ar?|as|at|aoe|aoes)?(?: foljanoe)?|foreslar)(?: att)?:?$")


def _entry_text(text: str) -> str:
    """The words of a line behind its bullet, number or letter."""
    text = text[bullet(text) :]
    number = _NUMBERED.match(text)
    return text[number.end() :] if number else text


def _is_listed(line: Line) -> bool:
    """Whether a line begins with a bullet, a number or a letter."""
    return bool(bullet(line.text) or _NUMBERED.match(line.text))


def _is_counted(line: Line) -> bool:
    """Whether a line begins with a number, and neither with a bullet nor a letter."""
    return line.text[0].isdigit() and _is_listed(line)


def _without_stray_end(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines to before one that stands apart and is no sentence, such as "Kaffe", and is the last or heads text."""
    return lines[: next((at for at in range(1, len(lines)) if _is_stray(lines, at)), len(lines))]


def _is_stray(lines: Sequence[Line], at: int) -> bool:
    line = lines[at]
    if not line.after_gap or len(line.text) > _LONGEST_STRAY or not line.text[0].isupper() or _is_listed(line):
        return False
    if ends_a_sentence(line.text) or begins_a_clause(line.folded) or breaks_off(lines[at - 1].text):
        return False
    return at == len(lines) - 1 or (len(lines[at + 1].text) >= _SHORTEST_TEXT and lines[at + 1].text[0].isupper())


_SHORTEST_TEXT = 60
_LONGEST_STRAY = 30


def _only_leads_up(lines: Sequence[Line], second: int) -> bool:
    """Whether the lines before the second clause are none, as in "Kommunstyrelsen föreslår fullmäktige besluta"."""
    first, next_one = lines[0], lines[second]
    if ends_a_sentence(lines[second - 1].text) or begins_a_clause(first.folded) or bullet(first.text):
        return False
    if not _is_listed(next_one) and not begins_a_clause(next_one.folded):
        return False
    return not _NUMBERED.match(first.text) and _introduces(_text(lines[:second]))


_BEFORE_ENTRY = (",", ";", " att", " samt", " och")
"""How a line may break off before the next entry of a list."""


def _begins_with_att(lines: Sequence[Line], at: int, width: int) -> bool:
    return begins_a_clause(lines[at].folded) and not _was_broken_before_att(lines[at - 1], lines[at], width)


def _begins_a_sentence(lines: Sequence[Line], at: int, width: int) -> bool:
    """Whether a clause of a decision without "att" begins: a bullet, a number, a paragraph, or whose proposal it is."""
    line, before = lines[at], lines[at - 1]
    if _is_listed(line):
        return not breaks_off(before.text) or before.text.endswith(_BEFORE_ENTRY)
    if not ends_a_sentence(before.text) or not line.text[0].isupper():
        return False
    return line.after_gap or _opens_a_lead(lines, at) or _is_next_decision(lines, at, width)


def _is_next_decision(lines: Sequence[Line], at: int, width: int) -> bool:
    """Whether a sentence that decides begins on a line of its own, though there was room on the one before."""
    before = lines[at - 1].text
    if before.endswith(":") or len(before) >= _HALF_FULL * width:
        return False
    end = next((n for n in range(at, len(lines)) if ends_a_sentence(lines[n].text)), len(lines) - 1)
    return kind_of(_text(lines[at : end + 1])) is not DecisionKind.DECIDED


_HALF_FULL = 0.6


def _was_broken_before_att(before: Line, line: Line, width: int) -> bool:
    """Whether an "att" came to the start of a line only because there was no room for it on the line before."""
    if line.after_gap or bullet(line.text) or before.text.endswith((",", ";", ".", ":")):
        return False
    last = fold(before.text).rsplit(" ", 1)[-1]
    return last in _before_att() or (len(before.text) + 4 > width and len(before.text) > _FULL_LINE)


_FULL_LINE = 60


def _opens_a_lead(lines: Sequence[Line], at: int) -> bool:
    """Whether a paragraph here only says whose proposal comes next ("På förslag av Anna Berg (V):")."""
    end = at + 1
    while (
        end < min(len(lines), at + 4)
        and not lines[end - 1].text.endswith(":")
        and not ends_a_sentence(lines[end - 1].text)
    ):
        end += 1
    return lines[end - 1].text.endswith(":") and lines[at].text[0].isupper()


def _text(block: Sequence[Line]) -> str:
    """A clause in one line, without bullet, number, and words that only say whose proposal it was."""
    lines = [line.text for line in block]
    if (
        len(lines) > 1
        and (lead := next((n for n, text in enumerate(lines[:3]) if text.endswith(":")), None)) is not None
    ):
        opening = fold(" ".join(lines[: lead + 1]))
        if (
            lead + 1 < len(lines)
            and not begins_a_clause(opening)
            and (opening.startswith(_leads()) or _ASKS.search(opening))
            and not bullet(lines[0])
        ):
            lines = lines[lead + 1 :]
    if not lines:
        return ""
    return printed("\n".join([_entry_text(lines[0]), *lines[1:]]))


@cache
def _leads() -> tuple[str, ...]:
    """How words begin that only say whose proposal won."""
    return tuple(f"{fold(lead)} " for lead in words("grammar")["leads"])


@cache
def _before_att() -> frozenset[str]:
    """Words before an "att" that begins no clause."""
    return frozenset(map(fold, words("grammar")["before att"]))
