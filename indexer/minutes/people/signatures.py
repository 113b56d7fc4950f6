"""Signatures: who signed the minutes and when, out of electronic signature pages and lines for the pen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from operator import or_

from indexer.minutes.dates import dates_in
from indexer.minutes.lines.folded_text import fold, printed
from indexer.minutes.lines.lines import Line
from indexer.minutes.people.attendance import is_name
from indexer.model import Signature

_FIELD = re.compile(
    r"(?P<label>namn|organisation|befattning|titel|roll|datum och tid|datum|tidpunkt)\s*:\s*(?P<value>.+)",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"(?:ordf|sekr|justerare|justerande|protokollf|kommundirekt|vice|mötesordf|motesordf)", re.IGNORECASE
)
_LABELLED = re.compile(
    r"(?:ordförande|sekreterare|justerare|protokollförare|mötesordförande|vid protokollet|justeras|justerat)\b"
    r"\s*[:.]?\s+(?P<name>.+)",
    re.IGNORECASE,
)
_PARTY = re.compile(r"\s*\([A-ZÅÄÖ]{1,5}\)$")
_PEN_LINE = re.compile(r"[ _.…]*[_.…]{5,}[_. ]*")
"""The line that a pen signs on."""
_COLUMNS = re.compile(r"\t+|\s{2,}")


def signatures(lines: Sequence[Line]) -> tuple[Signature, ...]:
    """The signers that the lines of a signature page name."""
    fields = [(line, found) for line in lines if (found := _FIELD.match(line.text))]
    if any(fold(found["label"]) == fold("namn") for _, found in fields):
        return tuple(_blocks([found for _, found in fields]))
    return tuple(_names(lines))


def is_pen_line(line: Line) -> bool:
    """Whether a line is one to sign on, with the signer's role before it."""
    return _ROLE.match(line.text) is not None and _PEN_LINE.search(line.text) is not None


def only_signers_from(at: int, lines: Sequence[Line]) -> bool:
    """Whether the last lines, from a position on, are names, with what their bearers are below them."""
    last = lines[at : at + _MOST_SIGNING_LINES + 1]
    if not 2 <= len(last) <= _MOST_SIGNING_LINES:
        return False
    cells = [_COLUMNS.split(line.text) for line in last]
    named = [all(is_name(_PARTY.sub("", cell)) and not _ROLE.match(cell) for cell in row) for row in cells]
    roles = [all(_ROLE.match(cell) for cell in row) for row in cells]
    return named[0] and roles[1] and len(cells[0]) == len(cells[1]) and all(map(or_, named, roles))


_MOST_SIGNING_LINES = 12


def _blocks(fields: Sequence[re.Match[str]]) -> Iterator[Signature]:
    """One signer for each "Namn:" and the fields after it."""
    starts = [n for n, found in enumerate(fields) if found["label"].lower() == "namn"]
    for start, end in zip(starts, [*starts[1:], len(fields)], strict=True):
        block = {found["label"].lower(): printed(found["value"]) for found in fields[start:end]}
        yield Signature(
            name=block["namn"],
            organization=block.get("organisation"),
            title=next((block[label] for label in ("befattning", "titel", "roll") if label in block), None),
            time=next((block[label] for label in ("datum och tid", "tidpunkt", "datum") if label in block), None),
        )


def _names(lines: Sequence[Line]) -> Iterator[Signature]:
    """Names that stand alone, or side by side, with the roles on the line below."""
    seen: set[str] = set()
    for above, line, below in zip((None, *lines), lines, (*lines[1:], None), strict=False):
        labelled = _LABELLED.match(line.text)
        cells = _COLUMNS.split(labelled["name"] if labelled else line.text)
        roles = _COLUMNS.split(below.text) if below is not None else []
        for n, cell in enumerate(cells):
            name, _, behind = cell.partition(",")
            name = _PARTY.sub("", name).strip(" ._")
            if not is_name(name) or _ROLE.match(name) or name in seen:
                continue
            role = behind.strip() or (roles[n] if n < len(roles) and _ROLE.match(roles[n]) else "")
            if above is not None and is_pen_line(above):
                role = _PEN_LINE.split(above.text)[0]
            seen.add(name)
            is_day = bool(dates_in(role))
            yield Signature(
                name=printed(name), title=None if is_day else printed(role) or None, time=role if is_day else None
            )
