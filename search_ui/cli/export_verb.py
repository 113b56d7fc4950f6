"""Export: the verb that writes everything, or a table of it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from indexer import messages
from search_ui.cli.completion import organizations
from search_ui.cli.options import answers_in, day
from search_ui.cli.streams import say, write
from search_ui.cli.verb import Verb

if TYPE_CHECKING:
    from indexer.errors import ProtokollError
    from indexer.model import Meeting
    from indexer.settings import Settings
    from search_ui.answer import Question


@click.command(cls=Verb)
@click.option("--table", type=click.Choice(["decisions", "votes", "assignments", "matters", "people"]))
@click.option("--since", metavar="DATE")
@click.option("--until", metavar="DATE")
@click.option("--organization", metavar="SLUG", multiple=True, shell_complete=organizations)
@answers_in("jsonl", "csv", "jsonld", "zip")
@click.pass_obj
def export(  # noqa: PLR0917 (click passes the options by name)
    settings: Settings,
    /,
    since: str | None,
    until: str | None,
    organization: tuple[str, ...],
    table: str | None,
    format: str,
) -> None:
    """Write all meetings as JSON lines, a table of their decisions as CSV, or everything as JSON-LD or ZIP.

    \b
      protokoll export --format csv --since 2025
      protokoll export --format csv --table votes
    """
    from search_ui.answer import Question, Sort
    from search_ui.output import archive_export

    first, last = day(since, "since")[0], day(until, "until")[1]
    if table and format != "csv":
        raise click.UsageError(messages.text("command.table_is_csv"))
    filters = {"organization": organization} if organization else {}
    question = Question(since=first, until=last, filters=filters, sort=Sort.NEWEST)
    if next(archive_export.chosen(_published(settings), question), None) is None:
        say(messages.text("command.nothing_to_export", archive=str(settings.archive)), err=True)
        sys.exit(1)
    if format == "jsonl":
        for line in archive_export.jsonl(archive_export.chosen(_published(settings), question)):
            write(line)
    else:
        _write_export(settings, question, format, table or "decisions")


def _published(settings: Settings) -> Iterator[Meeting]:
    """The meetings of the archive as far as the index shows them; of one that cannot be read is told."""
    from indexer.pipeline.publish import published

    return published(settings).meetings(tell=_tell_error)


def _write_export(settings: Settings, question: Question, format: str, table: str) -> None:
    """Write a table, linked data or everything to standard output, all of one generation."""
    from search_ui.output import datasets, tables
    from search_ui.search.registers import Registers
    from search_ui.search.service import Search

    registers, base_url = Registers(Search(settings)), settings.base_url.rstrip("/")
    with registers.search.index.pinned():
        if format == "csv":
            chosen = tables.table_named(table)
            pieces = chosen.csv(chosen.rows(registers, question, base_url))
        elif format == "jsonld":
            pieces = datasets.linked_data(registers, question)
        else:
            pieces = datasets.everything(registers, question, base_url)
        for piece in pieces:
            write(piece)


def _tell_error(error: ProtokollError) -> None:
    """Say what is wrong with one thing, while the others go on."""
    say(str(error), err=True)
