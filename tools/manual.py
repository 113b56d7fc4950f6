"""The manual page, made from what the command says of itself.

    python -m tools.manual         writes docs/protokoll.1

A test holds the page against the command, so that a change of an option must rewrite it.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import click

from search_ui.cli.commands import verbs

PAGE = Path(__file__).parent.parent / "docs" / "protokoll.1"

ENDING = r"""
.SH EXIT STATUS
.TP
0
Something was found, or done.
.TP
1
Nothing was found.
.TP
2
An error; a sentence on standard error says what happened and what to do.
.TP
75
Another process is indexing: try again later.
.TP
130
Interrupted.
.SH ENVIRONMENT
Every option can be set by a variable: PROTOKOLL_INDEX, PROTOKOLL_SEARCH_LIMIT.
NO_COLOR and TERM=dumb turn colour off, PAGER names the pager, and PROTOKOLL_DEBUG=1 shows where an error arose.
.SH FILES
Settings are also read from ./protokoll.toml and, below it, from ~/.config/protokoll/protokoll.toml.
An option outweighs the environment, and that the files.
.B protokoll settings
tells where each comes from.
.SH SEE ALSO
.B protokoll help query
explains the query language.
"""


def manual() -> str:
    """The manual page in roff."""
    with click.Context(verbs, info_name="protokoll", **verbs.context_settings) as top:
        return (
            "\n".join(
                (
                    '.TH PROTOKOLL 1 "" "protokoll" "User Commands"',
                    ".SH NAME",
                    r"protokoll \- search Swedish public meeting minutes",
                    ".SH SYNOPSIS",
                    r".B protokoll",
                    r"[OPTIONS] VERB [ARGUMENTS]",
                    ".SH DESCRIPTION",
                    *_described(verbs),
                    ".SH OPTIONS",
                    *_options(verbs, top),
                    ".SH VERBS",
                    *(line for name in verbs.list_commands(top) for line in _verb(name, top)),
                )
            )
            + ENDING
        )


def _verb(name: str, top: click.Context) -> Iterator[str]:
    """A verb: how it is called, what it does, its options."""
    verb = verbs.commands[name]
    with click.Context(verb, info_name=name, parent=top) as context:
        yield f".SS protokoll {name} {_plain(' '.join(verb.collect_usage_pieces(context)))}"
        yield from _described(verb)
        yield from _options(verb, context)


def _described(command: click.Command) -> Iterator[str]:
    """The help of a command: its paragraphs, its examples as they are typed."""
    for block in re.split(r"\n\s*\n", inspect.cleandoc(command.help or "")):
        lines = block.splitlines()
        if lines[0].strip() == "\b":
            yield from (".PP", ".nf", *(r"\&" + _plain(line) for line in lines[1:]), ".fi")
        else:
            yield from (".PP", _plain(" ".join(lines)))


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    """The options of a command, each with its help."""
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context) if isinstance(parameter, click.Option) else None
        if record:
            yield from (".TP", f".B {_plain(record[0])}", _plain(record[1]))


def _plain(text: str) -> str:
    """Text as roff prints it: its signs are signs."""
    escaped = text.replace("\\", r"\e").replace("-", r"\-").replace("'", r"\(aq").replace('"', r"\(dq")
    return r"\&" + escaped if escaped.startswith(".") else escaped


if __name__ == "__main__":
    PAGE.write_text(manual(), "utf-8")
