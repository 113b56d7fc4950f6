"""Messages: everything that is said to a person, as a code with arguments; its words stand in one catalogue a language.

    message("query.too_many_words", most=24).text("sv")  ->  En fråga får ha högst 24 ord; resten är inte med.

A template names its arguments in braces, and how each is written:

    {name}            as it is; the members of a list with commas between
    {count:n}         a number in groups of three
    {seconds:.1f}     a number with decimals, as Python's format says, with the language's decimal sign
    {day:date}        an ISO date in words; anything else as it stands
    {names:and}       a list with commas, and "and" before the last; so too "or"
    {count|one|many}  the first when the argument is 1, else the second; both may hold arguments

A message is added by one entry in each catalogue and one use.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final, Literal, NamedTuple, TypeAlias, get_args

from indexer.messages import en, sv

Language: TypeAlias = Literal["sv", "en"]

LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
CATALOGUES: Final[Mapping[str, Mapping[str, str]]] = {"sv": sv.TEXTS, "en": en.TEXTS}

_CHOICE: Final = re.compile(r"\{(\w+)\|((?:[^{}|]|\{[^{}]*\})*)\|((?:[^{}|]|\{[^{}]*\})*)\}")
_ARGUMENT: Final = re.compile(r"\{(\w+)(?::([^{}]*))?\}")

_spoken: Language = "en"


Value: TypeAlias = "str | int | float | Sequence[str] | Message"


class Message(NamedTuple):
    """Something to say: a code of the catalogues, and its arguments by name."""

    code: str
    args: dict[str, Value]

    def text(self, language: Language | None = None) -> str:
        """The words, in this language or in that of the process."""
        template = CATALOGUES[language or _spoken][self.code]
        return filled(template, self.args, language or _spoken)


def message(code: str, /, **args: Value) -> Message:
    """A code with its arguments."""
    return Message(code, args)


def text(code: str, /, **args: Value) -> str:
    """The words of a message, in the language of the process."""
    return Message(code, args).text()


def swedish(code: str, /, **args: Value) -> str:
    """The words of a message in Swedish, the language of the page and of what is said about a query."""
    return Message(code, args).text("sv")


def language() -> Language:
    """The language of the process: English unless `speak` said otherwise."""
    return _spoken


def speak(language: Language) -> None:
    """Let the process say things in this language wherever none is named."""
    global _spoken  # noqa: PLW0603 (a process has one reader, and one language)
    _spoken = language


def arguments(template: str) -> frozenset[str]:
    """The names of the arguments that a template takes."""
    chosen = {name for name, *_ in _CHOICE.findall(template)}
    flat = _CHOICE.sub(lambda found: found[2] + found[3], template)
    return frozenset(chosen | {name for name, _ in _ARGUMENT.findall(flat)})


def filled(template: str, args: Mapping[str, Value], language: Language) -> str:
    """A template with its arguments, written as is usual in the language."""
    flat = _CHOICE.sub(lambda found: found[2] if args[found[1]] == 1 else found[3], template)
    return _ARGUMENT.sub(lambda found: _written(args[found[1]], found[2] or "", language), flat)


def number(value: int, language: Language | None = None) -> str:
    """A whole number in groups of three."""
    return f"{value:,}".replace(",", GROUPING[language or _spoken])


def day(iso: str, language: Language | None = None) -> str:
    """`2024-04-19` as *19 April 2024*; anything else as it stands."""
    try:
        at = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{at.day} {MONTHS[language or _spoken][at.month - 1]} {at.year}"


GROUPING: Final = {"sv": "\N{NO-BREAK SPACE}", "en": " "}
MONTHS: Final = {"sv": sv.MONTHS, "en": en.MONTHS}
_JOINED: Final = {"sv": {"and": "och", "or": "eller"}, "en": {"and": "and", "or": "or"}}


def _written(value: Value, form: str, language: Language) -> str:
    """An argument as a form says, see the module."""
    match value, form:
        case (Message(), _):
            return value.text(language)
        case (str(), "date"):
            return day(str(value), language)
        case (int(), "n"):
            return number(value, language)
        case (str() | int() | float(), ""):
            return str(value)
        case (int() | float(), _):
            written = format(value, form)
            return written.replace(".", ",") if language == "sv" else written
    assert not isinstance(value, int | float)
    parts = [str(part) for part in value]
    if form and len(parts) > 1:
        return f"{', '.join(parts[:-1])} {_JOINED[language][form]} {parts[-1]}"
    return ", ".join(parts)
