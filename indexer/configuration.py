"""Configuration: which settings there are, and where the value of each comes from.

The command, the server and the WSGI application read their settings here and nowhere else. The first place that names
a setting counts:

    option         --index /srv/index
    environment    PROTOKOLL_INDEX=/srv/index
    file           index = "/srv/index"   in ./protokoll.toml
    file           the same in the user's own, ~/.config/protokoll/protokoll.toml
    default        that of `Settings`

A file may also hold preferences of the command: its own options, and a table for each verb (`[search]`, `limit = 5`).
What they mean is known to the command alone.

A setting is added by a field of `Settings` and a line of `SETTINGS`, which names what reads its value; a setting that
is a table (`[organ]`) is one whose reader takes a dictionary. What is wrong is gathered and only told when settings are
asked for, so that it never stands in the way of help. This module loads little: every command begins with it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeAlias

from indexer.errors import BadSettings
from indexer.messages import LANGUAGES, Message, message

if TYPE_CHECKING:
    from indexer.register import OrganRule
    from indexer.settings import Settings

PREFIX: Final = "PROTOKOLL_"
FILE: Final = "protokoll.toml"
NO_SETTINGS: Final = frozenset({"PROTOKOLL_DEBUG"})
"""Variables that are read where they are needed: nothing may stand in the way of finding an error."""

LIKENESS: Final = 0.8
"""How alike two variables are, of 1, for the one to be meant by the other: a letter of twenty is wrong, or two."""

SWITCHES: Final = {
    "1": True,
    "true": True,
    "yes": True,
    "on": True,
    "0": False,
    "false": False,
    "no": False,
    "off": False,
}

Source: TypeAlias = Literal["option", "environment", "file", "default"]


class WrongValue(ValueError):
    """What a value should have been."""

    def __init__(self, code: str, /, **args: Any) -> None:
        super().__init__(code)
        self.wanted = message(code, **args)


# What reads a value: of an option or a variable it is a text, of a file what TOML makes of it


def folder(value: object) -> Path:
    """A folder, or a file; ~ is the user's home."""
    return Path(os.path.expanduser(text(value, least=1)))  # noqa: PTH111 (Path.expanduser fails without a home)


def folders(value: object) -> tuple[Path, ...]:
    """Folders: a list, or a text with colons between (on Windows semicolons)."""
    if isinstance(value, str):
        value = [part for part in value.split(os.pathsep) if part]
    if not isinstance(value, list) or not value:
        raise WrongValue("settings.folders")
    return tuple(map(folder, value))


def organs(value: object) -> tuple[OrganRule, ...]:
    """Rules of organs: tables of a file, each with a folder, an organ or a municipality."""
    from msgspec import ValidationError

    from indexer.register import WrongRule, organ_rule

    tables = [value] if isinstance(value, dict) else value
    if not isinstance(tables, list):
        raise WrongValue("settings.organs")
    try:
        return tuple(map(organ_rule, tables))
    except (ValidationError, WrongRule) as error:
        raise WrongValue("settings.organs") from error


def text(value: object, *, least: int = 0) -> str:
    """A text."""
    if not isinstance(value, str) or len(value) < least:
        raise WrongValue("settings.text")
    return value


def words(value: object) -> tuple[str, ...]:
    """Words: a list, or a text with blanks between."""
    if isinstance(value, str):
        value = value.split()
    if not isinstance(value, list):
        raise WrongValue("settings.words")
    return tuple(map(text, value))


def address(value: object) -> str:
    """An address on the web, or nothing."""
    if text(value) and not re.fullmatch(r"https?://[^\s/?#]+(?:/[^\s?#]*)?", text(value)):
        raise WrongValue("settings.address")
    return text(value)


def addresses(value: object) -> tuple[str, ...]:
    """Addresses on the web, one or more: a list, or a text with blanks between."""
    found = tuple(map(address, words(value)))
    if not all(found) or not found:
        raise WrongValue("settings.address")
    return found


def index_name(value: object) -> str:
    """The beginning of the names of indices in a cluster, or nothing."""
    if text(value) and not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,99}", text(value)):
        raise WrongValue("settings.index_name")
    return text(value)


def switch(value: object) -> bool:
    """Yes or no; as a text in one of the ways that variables have it."""
    meant = SWITCHES.get(value.lower()) if isinstance(value, str) else value
    if not isinstance(meant, bool):
        raise WrongValue("settings.switch")
    return meant


def mail_server(value: object) -> str:
    """The address of a mail server, or nothing."""
    if text(value) and not re.fullmatch(r"(?:smtps?|smtp\+starttls)://(?:[^\s/@]+@)?[^\s/@]+/?", text(value)):
        raise WrongValue("settings.mail_server")
    return text(value)


def mail_address(value: object) -> str:
    """An e-mail address, or nothing."""
    if text(value) and not re.fullmatch(r"[^\s<>@,;\"]+@[^\s<>@,;\"]+", text(value)):
        raise WrongValue("settings.mail_from")
    return text(value)


def number(least: float, most: float, kind: type[int] | type[float] = int) -> Callable[[object], float]:
    """What reads a number between these two, an integer or, where the kind is float, any."""
    wanted = WrongValue("settings.number" if kind is float else "settings.integer", least=least, most=most)

    def read(value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, str | int | kind):
            raise wanted
        try:
            given = kind(value)
        except ValueError:
            raise wanted from None
        if not least <= given <= most:
            raise wanted
        return given

    return read


def choice(*values: str) -> Callable[[object], str]:
    """What reads one of these words."""

    def read(value: object) -> str:
        if value not in values:
            raise WrongValue("settings.choice", values=values)
        return str(value)

    return read


class Setting(NamedTuple):
    """A setting: its name, in a file and in `Settings`, and what reads its value, raising WrongValue."""

    name: str
    read: Callable[[object], object]


SETTINGS: Final = (
    Setting("minutes", folders),
    Setting("archive", folder),
    Setting("index", folder),
    Setting("engine", choice("whoosh", "opensearch")),
    Setting("opensearch", addresses),
    Setting("opensearch_name", index_name),
    Setting("opensearch_user", text),
    Setting("opensearch_password", text),
    Setting("opensearch_ca", folder),
    Setting("opensearch_seconds", number(1, 600, float)),
    Setting("opensearch_shards", number(1, 100)),
    Setting("opensearch_replicas", number(0, 5)),
    Setting("register", folder),
    Setting("organ", organs),
    Setting("publisher", text),
    Setting("contact", text),
    Setting("base_url", address),
    Setting("trusted_hosts", words),
    Setting("language", choice(*LANGUAGES)),
    Setting("processes", number(0, 64)),
    Setting("question_seconds", number(0.1, 60, float)),
    Setting("verbose", switch),
    Setting("log_format", choice("text", "json")),
    Setting("access_log", choice("off", "on", "full")),
    Setting("metrics", switch),
    Setting("misses", switch),
    Setting("watches", folder),
    Setting("mail_server", mail_server),
    Setting("mail_from", mail_address),
    Setting("mail_password", text),
)
READERS: Final = dict(SETTINGS)

SECRETS: Final = frozenset(("mail_password", "opensearch_password"))
"""Settings whose values are told to nobody."""

OLD_NAMES: Final = {
    "operator": "publisher",
    "serve.operator": "publisher",
    "serve.publisher": "publisher",
    "serve.contact": "contact",
    "serve.base_url": "base_url",
    "serve.trusted_hosts": "trusted_hosts",
}
"""Names that settings had in 0.2, when those of the page were options of `serve` alone."""


class SettingValue(NamedTuple):
    """The value of a setting, which source gave it, and where in that: `--index`, a variable, `protokoll.toml:3`."""

    name: str
    value: Any
    source: Source
    where: str


class Configuration:
    """What is set: `values` of the settings, by name, `preferences` of the command, not yet read; what is wrong.

    The name of a preference is that of an option of the command, "color", or of one of its verbs, "search.limit".
    `files` says of each file that was looked for whether it is there. `variables` are those of the environment that
    begin as ours do and are no settings: preferences, or misspelt.
    """

    def __init__(self) -> None:
        self.values: dict[str, SettingValue] = {}
        self.preferences: dict[str, SettingValue] = {}
        self.files: dict[Path, bool] = {}
        self.variables: dict[str, str] = {}
        self.problems: list[Message] = []

    def put(self, given: SettingValue) -> None:
        """Take a value, over that of a weaker source."""
        name = OLD_NAMES.get(given.name, given.name)
        if name not in READERS:
            self.preferences[name] = given
            return
        try:
            self.values[name] = given._replace(name=name, value=READERS[name](given.value))
        except WrongValue as error:
            said = message("settings.wrong", where=given.where, name=name, value=str(given.value), wanted=error.wanted)
            self.problems.append(said)

    def with_options(self, options: Mapping[str, SettingValue]) -> Configuration:
        """The same, with what was chosen by options of the command, by the settings' names."""
        whole = Configuration()
        whole.values, whole.preferences, whole.files = dict(self.values), dict(self.preferences), self.files
        whole.variables, whole.problems = self.variables, list(self.problems)
        for given in options.values():
            whole.put(given)
        return whole

    def settings(self, *, strict: bool = True) -> Settings:
        """The settings; BadSettings when something is wrong, unless what is wrong is to be passed over."""
        from indexer.settings import Settings

        if strict and self.problems:
            raise BadSettings(self.problems)
        values = {name: given.value for name, given in self.values.items()}
        if "minutes" in values:
            values["minutes"], *values["other_minutes"] = values["minutes"]
            values["other_minutes"] = tuple(values["other_minutes"])
        return Settings(**values)

    def listed(self) -> Iterator[SettingValue]:
        """Every setting with its value and where that comes from."""
        settings = self.settings(strict=False)
        for name in READERS:
            usual = settings.folders if name == "minutes" else getattr(settings, name)
            given = self.values.get(name) or SettingValue(name, usual, "default", "")
            yield given._replace(value="***") if name in SECRETS and given.value else given

    def unused(self, known: Iterable[str]) -> Iterator[Message]:
        """What is wrong with the names of the preferences, when these are all that the command and its verbs know."""
        names = frozenset(known)
        for name, given in self.preferences.items():
            if name not in names:
                table, dot, own = name.rpartition(".")
                among = sorted(other.removeprefix(table + dot) for other in names | READERS.keys() if _in(other, table))
                if among:
                    yield message("settings.unknown", where=given.where, name=own, names=among)
                else:
                    tables = sorted({other.partition(".")[0] for other in names if "." in other})
                    yield message("settings.unknown_table", where=given.where, name=table, tables=tables)

    def misspelt(self, known: Iterable[str] | None = None) -> Iterator[Message]:
        """The variables that nothing reads, each with the one that may have been meant.

        Variables are, beside the settings, the names of the options that the command and its verbs know. Where these
        are not known, only what looks like a setting is told.
        """
        names = [variable_of(name) for name in (*READERS, *OLD_NAMES, *(known or ()))]
        for variable in self.variables:
            if variable not in names:
                from difflib import get_close_matches

                near = get_close_matches(variable, names, n=1, cutoff=LIKENESS)
                if near:
                    yield message("settings.misspelt", name=variable, meant=near[0])
                elif known is not None:
                    yield message("settings.unread", name=variable)


def _in(name: str, table: str) -> bool:
    """Whether a name belongs to a table, or, where the table has no name, to none."""
    return name.rpartition(".")[0] == table


def read(environment: Mapping[str, str], folder: Path = Path()) -> Configuration:
    """What the environment sets and, below it, the files: `protokoll.toml` in the folder, then the user's own."""
    found = Configuration()
    for path in (*_own_file(environment), folder / FILE):
        for each in _entries(path, found):
            found.put(each)
    for variable, value in environment.items():
        name = _name(variable)
        if OLD_NAMES.get(name, name) in READERS:
            found.put(SettingValue(name, value, "environment", variable))
        elif name and variable not in NO_SETTINGS:
            found.variables[variable] = value
    return found


def variable_of(name: str) -> str:
    """The environment variable of a setting or a preference."""
    return PREFIX + name.replace(".", "_").replace("-", "_").upper()


def _name(variable: str) -> str:
    """The setting of an environment variable, if it is one."""
    return variable.removeprefix(PREFIX).lower() if variable.startswith(PREFIX) else ""


def _own_file(environment: Mapping[str, str]) -> Iterator[Path]:
    """The user's own file; none for a user without a home."""
    if home := environment.get("XDG_CONFIG_HOME"):
        yield Path(home) / "protokoll" / FILE
    elif home := environment.get("HOME"):
        yield Path(home) / ".config" / "protokoll" / FILE


def _entries(path: Path, found: Configuration) -> Iterator[SettingValue]:
    """What a file sets; what is wrong with the file is a problem. A file in a folder one may not enter is not there."""
    try:
        there = path.is_file()
    except OSError:
        there = False
    found.files[path] = there
    if not there:
        return
    import tomllib

    try:
        written = path.read_text("utf-8-sig")
        content = tomllib.loads(written)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        found.problems.append(message("settings.unreadable", path=str(path), reason=reason or str(error)))
        return
    for name, value in content.items():
        if isinstance(value, dict) and name not in READERS:
            for key, each in value.items():
                yield SettingValue(f"{name}.{_plain(key)}", each, "file", f"{path}:{_line(written, key, name)}")
        else:
            yield SettingValue(_plain(name), value, "file", f"{path}:{_line(written, name)}")


def _plain(key: str) -> str:
    """A name as options are named in Python: base_url for base-url."""
    return key.replace("-", "_")


def _line(written: str, key: str, table: str = "") -> int:
    """The number of the line where a key is set, or its table begins; 1 where neither is found."""
    inside, beginning = "", 1
    for number, line in enumerate(written.splitlines(), 1):
        if head := re.match(r"\s*\[+\s*[\"']?([\w-]+)", line):
            inside = head[1]
        if re.match(rf"\s*\[*[\"']?{re.escape(table or key)}\b", line):
            beginning = number
        if inside == table and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[=.]", line):
            return number
        if table and not inside and re.match(rf"\s*{re.escape(table)}\s*\.\s*{re.escape(key)}\b", line):
            return number
    return beginning
