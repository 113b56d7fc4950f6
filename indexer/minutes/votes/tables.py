"""Tables: who voted how, in columns with crosses or with the vote spelled out on each row.

    Ledamot                Ja   Nej   Avstår        Moderaterna
    Axel Ask (M)           X                        Axel Ask      Ja
    Berit Ek (S)                X                   Socialdemokraterna
    Summa                  1    1     0             Berit Ek      Nej

Where a column stands tells what a cross means, so a table whose columns were lost on the way (a cross right behind
each name) tells of nobody's vote. A head that names each way to vote twice is of two ballots.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from indexer.minutes.people.names import NAME, PARTY, first_name_first, party_of
from indexer.minutes.people.word_set import WordSet
from indexer.minutes.votes.options import OPTION, option_of
from indexer.minutes.votes.voters import voter_in
from indexer.minutes.words import words
from indexer.model import VoteOption, Voter


class VoteTable(msgspec.Struct, frozen=True):
    """One ballot's voters and sums in a table at `start` to `end`."""

    start: int
    end: int
    voters: tuple[Voter, ...]
    sums: Mapping[VoteOption, int]


class _Column(msgspec.Struct, frozen=True):
    ballot: int
    option: VoteOption
    place: float
    """The middle of the head's word in its line; where tabs or bars part the cells, the number of the cell."""
    start: int
    """Where the head's word begins in its line."""


class _TableRow(msgspec.Struct, frozen=True):
    start: int
    end: int
    text: str


_CELL = re.compile(r"\S+(?: \S+)*")
_HEAD_OPTION = re.compile(rf"(?<![\w-]){OPTION}\.?", re.IGNORECASE)
_HEAD_WORDS = WordSet(words("votes")["columns"])
_TOTALS = WordSet(words("votes")["totals"])
_CROSS = re.compile(r"[xX×✓✔●•☒1*]|\[[xX]\]|\([xX]\)")
_NUMBER = re.compile(r"\d{1,3}")
_SPELLED = re.compile(
    rf"(?P<name>{NAME})(?:\s*\((?P<party>{PARTY})\)|,\s+(?P<bare>[A-ZÅÄÖ]{{1,4}}(?!\w)))?"
    rf"[ \t]*(?:[.:…–-]+[ \t]*|\s)(?:(?i:{OPTION})|(?P<letter>[JNAF]))(?=\s|$|[.,;])"
)
_LETTERS = {"J": VoteOption.YES, "N": VoteOption.NO, "A": VoteOption.ABSTAINED, "F": VoteOption.ABSENT}
_COUNT_BEHIND = re.compile(r"[\w-]+\.?:?\s*\((?P<count>\d{1,3})\)")
_FEWEST_ROWS = 2


def tables(text: str) -> list[VoteTable]:
    """The ballots that tables in a text give, in order."""
    rows = [
        _TableRow(found.start(), found.end(), first_name_first(found.group()))
        for found in re.finditer(r"[^\n]*", text)
        if found.group().strip()
    ]
    heads = [(n, columns) for n, row in enumerate(rows) if (columns := _columns(row.text))]
    crossed = [
        table
        for at, (n, columns) in enumerate(heads)
        for table in _crossed(rows, n, columns, _until(heads, at, len(rows)))
    ]
    return crossed or list(_spelled(rows))


def _until(heads: Sequence[tuple[int, Sequence[_Column]]], at: int, last: int) -> int:
    return heads[at + 1][0] if at + 1 < len(heads) else last


def _columns(line: str) -> list[_Column]:
    """The columns of a table's head; none if the line is no head."""
    options = [*_HEAD_OPTION.finditer(line)]
    kinds = {option_of(found) for found in options}
    if not {VoteOption.YES, VoteOption.NO} <= kinds:
        return []
    rest = re.sub(r"[|/]", " ", _HEAD_OPTION.sub(" ", line))
    named = [word.strip("§.,:-()/&") for word in rest.split()]
    if not all(word in _HEAD_WORDS or word.isdigit() or not word for word in named):
        return []
    columns: list[_Column] = []
    ballot, seen = 0, set[VoteOption]()
    for found in options:
        option = option_of(found)
        if option in seen:
            ballot, seen = ballot + 1, set()
        seen.add(option)
        place = (found.start() + found.end() - 1) / 2
        columns.append(
            _Column(ballot, option, _cell_number(line, found.start()) if _separator(line) else place, found.start())
        )
    return columns


def _separator(line: str) -> str:
    return "|" if "|" in line else "\t" if "\t" in line else ""


def _cell_number(line: str, at: int) -> float:
    return line.count(_separator(line), 0, at)


def _crossed(rows: Sequence[_TableRow], head: int, columns: Sequence[_Column], until: int) -> Iterator[VoteTable]:
    """The ballots of a table of crosses, from its head to the next."""
    ballots = range(columns[-1].ballot + 1)
    voters: list[list[Voter]] = [[] for _ in ballots]
    sums: list[dict[VoteOption, int]] = [{} for _ in ballots]
    for column in columns:
        if counted := _COUNT_BEHIND.match(rows[head].text, column.start):
            sums[column.ballot][column.option] = int(counted["count"])
    end, party, places = rows[head].end, None, list[tuple[int, int]]()
    for row in rows[head + 1 : until]:
        named, cells = _cells(row.text)
        if heading := party_of(row.text.strip(" :|")):
            party = heading
            continue
        crosses = [place for place, cell in cells if _CROSS.fullmatch(cell)]
        numbers = [int(cell) for _, cell in cells if _NUMBER.fullmatch(cell)]
        if len(numbers) == len(cells) == len(columns) and (not named or named[0].rstrip(":") in _TOTALS):
            for column, count in zip(columns, numbers, strict=False):
                sums[column.ballot][column.option] = count
            end = row.end
        elif named and crosses and (voter := _named(named, party)):
            places += [(int(crosses[0]), len(row.text[: int(crosses[0])].rstrip()) if not _separator(row.text) else -1)]
            for place in crosses:
                column = min(columns, key=lambda column: abs(column.place - place))
                voters[column.ballot].append(msgspec.structs.replace(voter, vote=column.option))
            end = row.end
        elif not crosses and (below := _below(row.text, columns)):
            for column, one in below:
                voters[column.ballot].append(one)
            end = row.end
    lost = _has_lost_columns(places)
    for ballot in ballots:
        if (voters[ballot] and not lost) or sums[ballot]:
            yield VoteTable(rows[head].start, end, () if lost else tuple(voters[ballot]), sums[ballot])


def _has_lost_columns(places: Sequence[tuple[int, int]]) -> bool:
    """Whether the crosses stand right behind the names, however long these are: only the order of the cells is left."""
    in_text = [(place, name_end) for place, name_end in places if name_end >= 0]
    return len({place for place, _ in in_text}) > 1 and len({place - end for place, end in in_text}) == 1


def _cells(line: str) -> tuple[list[str], list[tuple[float, str]]]:
    """The first cells of a row, and where each cell after them that is a cross or a number stands."""
    separator = _separator(line)
    if separator:
        parts = [(float(n), part.strip()) for n, part in enumerate(line.split(separator))]
        parts = [(n, part) for n, part in parts if part]
    else:
        parts = [((found.start() + found.end() - 1) / 2, found.group()) for found in _CELL.finditer(line)]
    cut = len(parts)
    while cut and (_CROSS.fullmatch(parts[cut - 1][1]) or _NUMBER.fullmatch(parts[cut - 1][1])):
        cut -= 1
    return [part for _, part in parts[:cut]], parts[cut:]


def _below(line: str, columns: Sequence[_Column]) -> list[tuple[_Column, Voter]]:
    """The voters of a row of names that stand each below the vote they gave; none if the row holds anything else."""
    if columns[0].start - (len(line) - len(line.lstrip())) > _NARROW or _separator(line):
        return []
    cells = [(found.start(), voter_in(found.group(), VoteOption.YES)) for found in _CELL.finditer(line)]
    near = [(min(columns, key=lambda column: abs(column.start - start)), voter) for start, voter in cells]
    if any(
        voter is None or " " not in voter.name or abs(column.start - start) > _NARROW
        for (column, voter), (start, _) in zip(near, cells, strict=True)
    ):
        return []
    return [(column, msgspec.structs.replace(voter, vote=column.option)) for column, voter in near if voter]


_NARROW = 2
"""So many characters a name may stand beside the head of its column."""


def _named(cells: Sequence[str], party: str | None) -> Voter | None:
    """The voter of a row: a name, and in cells of their own or not party and office; the vote is not known yet."""
    name, *rest = [re.sub(r"^\d{1,3}[.)]?\s+", "", cell) for cell in cells if not _NUMBER.fullmatch(cell.rstrip("."))]
    own = next((of for cell in rest if (of := party_of(cell.strip("()"))) or (of := _short(cell))), None)
    return voter_in(re.split(r",\s*|\s+[-–]\s+", name)[0], VoteOption.YES, own or party)


def _short(cell: str) -> str | None:
    """The abbreviation of a party that nobody listed."""
    return cell.strip("()") if re.fullmatch(r"\(?[A-ZÅÄÖ]{1,4}\)?", cell) else None


def _spelled(rows: Sequence[_TableRow]) -> Iterator[VoteTable]:
    """The ballots of lists that spell each vote out behind the name, rows of nothing else."""
    voters: list[Voter] = []
    start, end, party, read = 0, 0, None, 0
    for row in rows:
        if heading := party_of(row.text.strip(" :|")):
            party = heading
            continue
        found = list(_spelled_row(row.text, party))
        if found:
            start, end, read = start if voters else row.start, row.end, read + 1
            voters += found
        elif voters and read < _FEWEST_ROWS:
            voters, read = [], 0
    if read >= _FEWEST_ROWS:
        yield VoteTable(start, end, tuple(voters), {})


def _spelled_row(line: str, party: str | None) -> Iterator[Voter]:
    line = re.sub(r"^\s*(?:\d{1,3}[.)]?|[-–•*])\s+", "", line.replace("|", "   "))
    found = [*_SPELLED.finditer(line)]
    if not found or _SPELLED.sub("", line).strip(" .,;\t"):
        return
    for entry in found:
        option = _LETTERS[entry["letter"]] if entry["letter"] else option_of(entry)
        if voter := voter_in(entry["name"], option, entry["party"] or entry["bare"] or party):
            yield voter
