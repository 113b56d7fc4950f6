"""Register: what a clerk knows of organs and persons that no minutes print, kept by hand in `data/register.toml`.

    [[organ]]
    organ = "Kommunfullmäktige"              how it is shown
    municipality = "Ekby kommun"
    folder = "ekby/kf"                       only minutes below such a folder
    aliases = ["Ekby fullmäktige"]           how minutes spell it besides
    not_same = ["Fullmäktige i Ekby"]        what is spelled nearly so, and is another organ

    [[person]]
    name = "Alva Påhittad"
    aliases = ["Alfva Påhittad"]
    municipality = "Ekby kommun"             only in minutes of these

Lines of the same kind, `[[organ]]`, may stand among the settings. A block that is wrong is passed over and told, with
its line: the others hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec

from indexer.messages import Message, message


class OrganRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is known of an organ: in minutes below `folder` that name no organ or this one, as it or by an alias.

    `municipality` is whose it is where the minutes do not say. What `not_same` names is never joined with it: a
    spelling, or "Organ, Municipality".
    """

    organ: str = ""
    municipality: str = ""
    folder: str = ""
    aliases: tuple[str, ...] = ()
    not_same: tuple[str, ...] = ()

    def __str__(self) -> str:
        """The rule on one line: "ks: Kommunstyrelsen, Ekby kommun"."""
        return ": ".join(filter(None, (self.folder, ", ".join(filter(None, (self.organ, self.municipality))))))


class PersonRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person by the name that is shown, and the names that minutes print; only in a municipality's, if it says so."""

    name: str
    aliases: tuple[str, ...]
    municipality: str = ""


class RegisterFault(NamedTuple):
    """What is wrong at a line of the register."""

    path: str
    line: int
    problem: Message | str

    @property
    def message(self) -> Message:
        """What is said of it."""
        return message("register.fault", path=self.path, line=self.line, problem=self.problem)


class Register(NamedTuple):
    """What the register says of organs and of persons, and what is wrong with it."""

    organs: tuple[OrganRule, ...] = ()
    persons: tuple[PersonRule, ...] = ()
    faults: tuple[RegisterFault, ...] = ()


def read_register(path: Path) -> Register:
    """The register in a file; an empty one where there is none. It never fails: what is wrong are its faults."""
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        return Register()
    except (OSError, UnicodeDecodeError) as error:
        return Register(faults=(RegisterFault(str(path), 1, str(error)),))
    organs, persons, faults = [], [], []
    for first, block in _blocks(text):
        try:
            rule = _rule(block)
        except WrongRule as error:
            faults.append(RegisterFault(str(path), first + error.line, error.problem))
            continue
        if isinstance(rule, OrganRule):
            organs.append(rule)
        elif rule is not None:
            persons.append(rule)
    return Register(tuple(organs), tuple(persons), tuple(faults))


class WrongRule(ValueError):
    """What is wrong with a rule, in words, and at which line of its block, counted from 0."""

    def __init__(self, problem: Message | str, line: int = 0) -> None:
        super().__init__(str(problem))
        self.problem = problem
        self.line = line


def organ_rule(table: object) -> OrganRule:
    """The rule of a table; WrongRule says what is wrong with it, ValidationError which of its values is of no use."""
    rule = msgspec.convert(table, OrganRule)
    if (rule.aliases or rule.not_same) and not rule.organ:
        raise WrongRule(message("register.needs_organ"))
    if not (rule.organ or rule.folder) or not (rule.municipality or rule.aliases or rule.not_same or rule.folder):
        raise WrongRule(message("register.says_nothing"))
    return rule


_HEAD: Final = re.compile(r"\s*\[")
_WHERE: Final = re.compile(r" \(at line (?P<line>\d+), column \d+\)$")
_KEY: Final = re.compile(r"`?\$\.(?P<key>\w+)|unknown field `(?P<unknown>\w+)`")


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """The blocks, each a header and what stands below it, with the number of the first line."""
    lines = text.splitlines()
    starts = [number for number, line in enumerate(lines) if _HEAD.match(line)]
    if any(line.strip() and not line.lstrip().startswith("#") for line in lines[: starts[0] if starts else None]):
        yield 1, "\n".join(lines[: starts[0] if starts else None])
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield start + 1, "\n".join(lines[start:end])


def _rule(block: str) -> OrganRule | PersonRule | None:
    """What a block says; WrongRule when it says nothing that can be understood."""
    import tomllib

    try:
        content = tomllib.loads(block)
    except tomllib.TOMLDecodeError as error:
        where = _WHERE.search(str(error))
        raise WrongRule(_WHERE.sub("", str(error)), int(where["line"]) - 1 if where else 0) from error
    kind, tables = next(iter(content.items()), ("", None))
    if len(content) != 1 or kind not in _KINDS or not isinstance(tables, list):
        raise WrongRule(message("register.unknown_table"))
    table: Any = tables[0]
    try:
        return organ_rule(table) if kind == "organ" else msgspec.convert(table, PersonRule)
    except msgspec.ValidationError as error:
        raise WrongRule(str(error), _line_of(str(error), block)) from error


_KINDS: Final = ("organ", "person")


def _line_of(problem: str, block: str) -> int:
    """The line of a block, counted from 0, with the key that a problem names; the first if it names none."""
    named = _KEY.search(problem)
    key = named and (named["key"] or named["unknown"])
    lines: Iterable[tuple[int, str]] = enumerate(block.splitlines())
    return next((at for at, line in lines if key and re.match(rf"\s*{key}\b", line)), 0)
