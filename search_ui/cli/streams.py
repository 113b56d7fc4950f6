"""Streams: where the command writes, all of it through the gate."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TextIO

import click

from indexer import messages

if TYPE_CHECKING:
    from search_ui.output.gate import Released, Shown
    from search_ui.output.terminal import TextStyle


def say(text: str = "", *, err: bool = False, nl: bool = True) -> None:
    """Write a text that has no style."""
    from search_ui.output.gate import printable

    click.echo(printable(text), err=err, nl=nl)


def say_styled(text: Shown, *, err: bool = False) -> None:
    """Write a text as it was styled."""
    click.echo(text, err=err, color=True)


def say_paged(text: Shown) -> None:
    """Write a text as it was styled; in a terminal that is too low for it, through the pager."""
    if not text:
        return
    if sys.stdout.isatty() and not _chosen("no_pager") and text.count("\n") >= shutil.get_terminal_size().lines - 4:
        os.environ.setdefault("LESS", "-FRX")
        click.echo_via_pager(text, color=True)
    else:
        say_styled(text)


def write(content: Released) -> None:
    """Write bytes to standard output."""
    click.echo(content, nl=False)


def write_json(value: Any) -> None:
    """Write something of the model to standard output, as indented JSON."""
    from search_ui.output.gate import pretty_json

    write(pretty_json(value))


def say_usage(error: click.ClickException) -> None:
    """Say what is wrong with how the command was called."""
    said = io.StringIO()
    error.show(said)
    say(said.getvalue(), err=True, nl=False)


def progress() -> Callable[[str], None]:
    """What shows, in a terminal, which file is being read; "" clears the line."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        return lambda name: None

    from search_ui.output.gate import printable

    def tell(name: str) -> None:
        line = printable(messages.text("report.reading", name=name) if name else "").replace("\n", " ")
        click.echo(f"\r\033[K{line}", nl=False, err=True)

    return tell


def style_of(stream: TextIO) -> TextStyle:
    """How text is to look there: broken and coloured in a terminal, unless --color or NO_COLOR say otherwise."""
    from search_ui.output.terminal import TextStyle

    terminal, color = stream.isatty(), _chosen("color")
    wanted = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return TextStyle(
        width=shutil.get_terminal_size().columns if terminal else None,
        colour=color == "always" or (wanted and color == "auto"),
    )


def _chosen(option: str) -> Any:
    """What was chosen by an option of the command itself."""
    return click.get_current_context().find_root().params[option]
