"""Language: which one the command speaks, and its help and the library's own sentences in it."""

from __future__ import annotations

import gettext
import inspect
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import click
from click import core, decorators, exceptions, formatting, parser, types

from indexer import messages
from indexer.configuration import Configuration
from indexer.messages import LANGUAGES, Language, sv

LOCALES: Final = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""The variables that tell a reader's language, as gettext reads them: the first that says something counts."""
_ENGLISH: Final = gettext.gettext, gettext.ngettext
_SPEAKERS: Final = (core, decorators, exceptions, formatting, parser, types)
"""The modules of click that say something; each looks its sentences up by the name that gettext has there."""


def language_of(
    args: Sequence[str], environment: Mapping[str, str], configuration: Configuration | None = None
) -> Language:
    """The language to speak: that of --language, else the one that is set, else that of the locale.

    English when none of them names a language that there is.
    """
    chosen = configuration.values.get("language") if configuration else None
    for named in (_option(args), chosen and chosen.value):
        if named in LANGUAGES:
            return "sv" if named == "sv" else "en"
    locale = next((value for name in LOCALES if (value := environment.get(name))), "")
    known = (code[:2] for code in locale.split(":") if re.match(r"(?:sv|en)\b|(?:sv|en)_", code))
    return "sv" if next(known, "en") == "sv" else "en"


def speak(language: Language, command: click.Group) -> None:
    """Let the process speak a language: its messages, the help of a command and its verbs, and what click says."""
    messages.speak(language)
    one, several = (_swedish, _swedish_number) if language == "sv" else _ENGLISH
    for module in _SPEAKERS:
        vars(module).update({name: how for name, how in (("_", one), ("ngettext", several)) if name in vars(module)})
    _explain(command, "protokoll")
    for name, verb in command.commands.items():
        _explain(verb, name)


def _option(args: Sequence[str]) -> str | None:
    """What --language says among arguments that nobody has read yet."""
    for arg, following in zip(args, [*args, ""][1:], strict=True):
        if arg == "--":
            break
        if arg.startswith("--language"):
            return arg.partition("=")[2] or following
    return None


def _explain(command: click.Command, name: str) -> None:
    """Give a command its help: a sentence, the examples of its function, and what each option means."""
    catalogue = messages.CATALOGUES[messages.language()]
    if f"help.{name}" in catalogue:
        written = inspect.cleandoc(inspect.getdoc(command.callback) or "")
        examples = written[written.find("\b") :] if "\b" in written else ""
        command.help = f"{messages.text(f'help.{name}')}\n\n{examples}".rstrip()
        command.short_help = catalogue.get(f"help.{name}.short")
    for param in command.params:
        if isinstance(param, click.Option) and f"option.{param.name}" in catalogue:
            param.help = messages.text(f"option.{param.name}")


def _swedish(sentence: str) -> str:
    """A sentence of click's in Swedish; those that no reader meets stay English."""
    return sv.CLICK.get(sentence, sentence)


def _swedish_number(one: str, several: str, count: Any) -> str:
    """A sentence of click's about one thing or several."""
    return _swedish(one if count == 1 else several)
