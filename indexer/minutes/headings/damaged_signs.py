"""Damaged signs: headings whose § a scan lost or took for something else, known by their numbers.

A number that continues the row of the § exactly is a heading, whatever stands where its sign was:

    § 31 Upphandling av skolskjuts
    S 32 Motion om cykelbana           also "5 32", "532", "& 32", "32", "§ 3Z"
    § 33 Redovisning av delegationsbeslut

Such an item is called by the § that it must have been ("§ 32"); its text is as printed.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from indexer.minutes.headings.candidates import LEADERS, HeadingCandidate
from indexer.minutes.lines.content_lines import ContentLines
from indexer.minutes.lines.lines import bullet, ends_a_sentence
from indexer.minutes.styles.style import HeadingForm

_DIGIT = r"[\dlIOoZzSB]"
_BEHIND = rf"(?P<number>{_DIGIT}{{1,4}})(?:/\d{{2,4}})?[.:)]?(?:[\s*_]+(?P<title>[A-ZÅÄÖ\"”“].*)|[\s*_]*$)"
_SIGN = r"[^\s\w*#_.,:;()\[\]\"'”“–—•|/+=-]"
_FORMS = (
    re.compile(rf"[*#_ ]*(?P<sign>{_SIGN}{{1,2}}|[^\W_]|[§$]\w|fi)\s{{0,3}}{_BEHIND}"),
    re.compile(rf"[*#_ ]*(?P<sign>){_BEHIND}"),
)
"""A number behind one or two characters that may once have been a §, or behind none."""
_READ = str.maketrans("lIOoZzSB", "11002258")
_FEWEST_ALONE = 3
"""So many damaged signs, one number after the other, head the items where no § is left."""


def continued(body: ContentLines, row: Sequence[HeadingCandidate]) -> list[HeadingCandidate]:
    """The headings with a damaged sign that continue a row of § exactly: between two of them, before and behind all."""
    found: list[HeadingCandidate] = []
    first, last = row[0], row[-1]
    known = {one.at for one in row}
    for one, after in itertools.pairwise(row):
        if after.value - one.value > 1:
            found += _rising(_candidates(body, one.at + 1, after.at, known), one.value, after.value)
    before = [one for one in _candidates(body, 0, first.at, known) if _is_whole(body, one)]
    found += [one for one in before if one.value == first.value - 1][-1:]
    found += _rising(
        (one for one in _candidates(body, last.at + 1, len(body), known) if _is_whole(body, one)), last.value
    )
    return found


def all_damaged(body: ContentLines) -> list[HeadingCandidate]:
    """The headings of minutes in which every sign is damaged: one number after the other, from the first on."""
    found = [one for one in _candidates(body, 0, len(body), set()) if one.kind == "damaged" and _is_whole(body, one)]
    row = [*found[:1], *_rising(found[1:], found[0].value)] if found else []
    return row if len(row) >= _FEWEST_ALONE and {one.at for one in row} == {one.at for one in found} else []


def _rising(
    candidates: Iterator[HeadingCandidate] | Sequence[HeadingCandidate], value: int, below: int | None = None
) -> list[HeadingCandidate]:
    """Those of the candidates whose numbers go on from a value one by one, and stay below another."""
    row: list[HeadingCandidate] = []
    for one in candidates:
        if one.value == value + 1 and (below is None or one.value < below):
            row.append(one)
            value = one.value
    return row


def _candidates(body: ContentLines, start: int, end: int, known: set[int]) -> Iterator[HeadingCandidate]:
    """The lines that begin something and look like a heading but for the sign."""
    for at in range(start, end):
        line = body.lines[at]
        is_apart = line.after_gap or at == 0
        if at in known or not (is_apart or ends_a_sentence(body.lines[at - 1].text)):
            continue
        for found in filter(None, (form.match(line.text) for form in _FORMS)):
            title, digits = found["title"], found["number"]
            if not any(map(str.isdigit, digits)) or (title and (LEADERS.search(title) or ends_a_sentence(title))):
                continue
            if not (is_apart or found["sign"]) or (title is None and not _is_title(body, at + 1, end)):
                continue
            value = int(digits.translate(_READ))
            begins = found.start("title") if title else len(line.text)
            kind = "damaged" if found["sign"] else "lost"
            kind = "glued" if found["sign"].isalnum() and digits[0] == line.text[found.end("sign")] else kind
            yield HeadingCandidate(at, value, HeadingForm.PARAGRAPH, f"§ {value}", begins, 1.0, kind=kind)


def _is_whole(body: ContentLines, one: HeadingCandidate) -> bool:
    """Whether a heading that no § stands behind has a sign, however damaged, and a label below it."""
    return one.kind != "lost" and any(at in body.cues for at in range(one.at + 1, min(one.at + _NEAR, len(body))))


_NEAR = 12


def _is_title(body: ContentLines, at: int, end: int) -> bool:
    """Whether a line may be the title of the mark above it."""
    if at >= end or at in body.cues:
        return False
    text = body.lines[at].text
    return text[0].isupper() and not ends_a_sentence(text) and not bullet(text)
