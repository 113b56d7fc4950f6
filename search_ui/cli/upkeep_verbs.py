"""Upkeep: the verbs that withdraw a meeting, tell those who watch, and say how everything is and how it is set."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from indexer import messages
from search_ui.cli import preferences
from search_ui.cli.completion import ids
from search_ui.cli.exit_status import NOT_ALL_DONE
from search_ui.cli.options import answers_in
from search_ui.cli.streams import say, say_paged, say_styled, style_of, write_json
from search_ui.cli.verb import Explained, Verb

if TYPE_CHECKING:
    from indexer.settings import Settings


@click.command(cls=Verb)
@click.argument("id", shell_complete=ids)
@click.option("--item", is_flag=True)
@click.option("--name", metavar="NAME")
@click.option("--yes", is_flag=True)
@answers_in("text", "json")
@click.pass_obj
def remove(  # noqa: PLR0917 (click passes the options by name)
    settings: Settings, id: str, item: bool, name: str | None, yes: bool, format: str
) -> None:
    """Withdraw the meeting with this ID: no trace of it is left, and it stays out until it is restored.

    \b
      protokoll remove kommundirektorsmote-i-familjen-helsingborg/2025-06-13
      protokoll remove kommundirektorsmote-i-familjen-helsingborg/2025-06-13/2 --item
    """
    from indexer.pipeline.purge import withdraw

    if sys.stdin.isatty() and not yes and not _is_confirmed(settings, id, name):
        say(messages.text("command.not_removed"), err=True)
        sys.exit(1)
    done = withdraw(settings, id, item=item, name=name)
    if format == "json":
        write_json(done)
    else:
        from search_ui.output.terminal import withdrawal_text

        say_styled(withdrawal_text(done))
        for trace in done.traces:
            say(messages.text("report.trace", trace=trace), err=True)
        for path in done.files:
            say(messages.text("report.file_left", path=path), err=True)
    sys.exit(2 if done.traces else 0)


def _is_confirmed(settings: Settings, id: str, name: str | None) -> bool:
    """Whether somebody at a terminal says that a meeting, an item or a name is to be withdrawn."""
    from indexer.model import Meeting
    from indexer.storage.archive import Archive

    thing = Archive(settings.archive).thing(id)
    if name:
        asked = messages.text("command.confirm_name", name=name, id=id)
    elif isinstance(thing, Meeting):
        items = sum(1 for _ in thing.walk())
        asked = messages.text("command.confirm_removal", id=id, organ=thing.organ, day=thing.date, items=items)
    else:
        asked = messages.text("command.confirm_item", id=id)
    say(f"{asked} [{messages.text('command.yes_or_no')}] ", nl=False, err=True)
    return sys.stdin.readline().strip().casefold() in {"y", "yes", "j", "ja"}


@click.command(cls=Verb)
@click.pass_obj
def notify(settings: Settings) -> None:
    """Tell those who watch, by mail, what is new since they were told last (data/watches.toml).

    Ends with 0 when every letter was taken, with 3 when some were not: they are sent in the next round.

    \b
      protokoll notify
    """
    from search_ui.notification.notifier import notify as tell
    from search_ui.search.service import Search

    report = tell(Search(settings))
    for problem in report.problems:
        say(problem.text(), err=True)
    code = "notify.done" if report.letters else "notify.nothing"
    say(messages.text(code, letters=report.letters, items=report.items))
    sys.exit(NOT_ALL_DONE if report.problems else 0)


@click.command(cls=Verb)
@click.option("--hours", type=click.FloatRange(0), metavar="N")
@answers_in("text", "json")
@click.pass_obj
def check(settings: Settings, hours: float | None, format: str) -> None:
    """Say whether everything is well: versions, the index, the archive, the files, the tools.

    \b
      protokoll check
      protokoll check --hours 1000 --format json
    """
    from indexer.pipeline.health import as_json
    from indexer.pipeline.health import check as examine
    from search_ui.output import terminal

    findings = []
    for finding in examine(settings, hours=hours):
        findings.append(finding)
        if format == "text":
            say_styled(terminal.finding_text(finding.text(), style_of(sys.stdout), well=finding.well))
    well = all(finding.well for finding in findings)
    if format == "json":
        write_json({"well": well, "findings": [as_json(finding) for finding in findings]})
    sys.exit(0 if well else 2)


@click.command("settings", cls=Explained)
@answers_in("text", "json")
@click.pass_context
def list_settings(ctx: click.Context, format: str) -> None:
    """Show every setting, its value, and where that comes from.

    \b
      protokoll settings
    """
    given = list(preferences.listed(ctx))
    if format == "json":
        write_json([each._asdict() | {"value": preferences.plain(each.value)} for each in given])
    else:
        from search_ui.output import terminal

        say_paged(terminal.settings_text(given, style_of(sys.stdout)))
        for path, is_there in preferences.configuration(ctx).files.items():
            say(messages.text("settings.file_read" if is_there else "settings.file_absent", path=str(path)), err=True)
    wrong = list(preferences.problems(ctx))
    for said in (*preferences.misspelt(ctx), *wrong):
        say(said.text(), err=True)
    sys.exit(2 if wrong else 0)
