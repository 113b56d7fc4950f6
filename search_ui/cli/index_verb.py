"""Index: the verb that reads what has arrived, once or for as long as it is let."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

import click

from indexer import messages
from indexer.errors import ProtokollError
from search_ui.cli.exit_status import NOT_ALL_DONE
from search_ui.cli.options import answers_in
from search_ui.cli.streams import progress, say, say_styled, write_json
from search_ui.cli.verb import Verb

if TYPE_CHECKING:
    from indexer.pipeline.ingest import Report
    from indexer.settings import Settings


RETRY_DELAY_S: Final = 30.0
"""Seconds after which --watch tries again what did not go well: a full disk, another run, a disk that is not there."""


@click.command(cls=Verb)
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--rebuild", is_flag=True)
@click.option("--confirm-removals", is_flag=True)
@click.option("--restore", metavar="ID")
@click.option("--anything", is_flag=True)
@click.option("--watch", is_flag=True)
@answers_in("text", "json")
@click.pass_obj
def index(
    settings: Settings,
    /,
    paths: tuple[Path, ...],
    *,
    rebuild: bool,
    confirm_removals: bool,
    restore: str | None,
    anything: bool,
    watch: bool,
    format: str,
) -> None:
    """Index what is new, changed or gone below PATHS (data/minutes) since last time.

    Ends with 0 when every file was read or known, with 3 when some could not be.

    \b
      protokoll index data/minutes
    """
    from indexer.index import index_of
    from indexer.pipeline.ingest import ingest

    roots = paths or settings.folders
    for folder in roots:
        if not paths and not folder.is_dir():
            raise click.UsageError(messages.text("command.no_folder", folder=str(folder)))

    def run(*, rebuild: bool = False, restore: str | None = None) -> Report:
        report = ingest(
            settings,
            index_of(settings),
            roots,
            rebuild=rebuild,
            confirm_removals=confirm_removals,
            restore=restore,
            anything=anything,
            progress=progress(),
        )
        progress()("")
        return report

    if watch:
        _watch(settings, roots, run, format)
    report = run(rebuild=rebuild, restore=restore)
    _print_report(report, format)
    if not (report.items or report.failed or report.withdrawn):
        say(messages.text("report.no_minutes", folders=tuple(map(str, roots))), err=True)
    if report.failed:
        sys.exit(NOT_ALL_DONE)


def _watch(settings: Settings, roots: Iterable[Path], run: Callable[[], Report], format: str) -> NoReturn:
    """Index what arrives until interrupted; what goes wrong is said once, and tried again until it goes well."""
    from indexer.pipeline.watch import arrivals

    say(messages.text("report.watching", folders=tuple(map(str, roots))), err=True)
    said = None
    for _ in arrivals(roots, but=(settings.index, settings.archive)):
        report = _tried(run)
        done = (report.new, report.changed, report.moved, report.removed)
        if said is None or any(done) or report.failed != said:
            _print_report(report, format)
        said = report.failed
    sys.exit(0)


def _tried(run: Callable[[], Report]) -> Report:
    """What a run did, tried again for as long as something is in its way: what arrived must not wait for the next."""
    told = ""
    while True:
        try:
            return run()
        except ProtokollError as error:
            if str(error) != told:
                say(told := str(error), err=True)
            time.sleep(RETRY_DELAY_S)


def _print_report(report: Report, format: str) -> None:
    """Write what a run did."""
    if format == "json":
        write_json(report)
    else:
        from search_ui.output.terminal import report_text

        say_styled(report_text(report))
        for told in (*report.mended, *report.register):
            say(told.text(), err=True)
        for failure in report.failed:
            say(messages.text("report.not_indexed", error=failure.text()), err=True)
