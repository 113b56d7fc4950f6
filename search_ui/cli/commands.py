"""The command: `protokoll`, one verb for each thing a person does with minutes.

Results go to standard output, everything said to a person to standard error. Exit status: 0 found or done, 1 nothing
found, 2 an error, 3 some files were not indexed, 75 another process is indexing, 130 interrupted. Modules that take
time to load are imported by the verbs that need them.
"""

from __future__ import annotations

import errno
import os
import re
import shlex
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar, cast

import click

import indexer
from indexer import configuration, messages
from indexer.configuration import Configuration
from indexer.errors import IndexBusy, MissingPart, ProtokollError
from search_ui.cli import INTERRUPTED, preferences
from search_ui.cli.language import language_of, speak
from search_ui.cli.preferences import chooses
from search_ui.cli.streams import progress, say, say_paged, say_styled, say_usage, style_of, write

if TYPE_CHECKING:
    from socket import socket

    from click.shell_completion import CompletionItem

    from indexer.index.facets import Facet
    from indexer.model import Meeting
    from indexer.pipeline.ingest import Report
    from indexer.settings import Settings
    from search_ui.answer import Answer, AssignmentList, BallotList, Question
    from search_ui.search.service import Search

NOT_ALL_READ: Final = 3
"""Some files were not indexed, each named; the others were."""
BUSY: Final = 75
"""EX_TEMPFAIL of sysexits.h: try again later."""
LOGGED: Final = {"serve", "index"}
"""The verbs that may run where nobody watches."""
RETRY_DELAY_S: Final = 30.0
"""Seconds after which --watch tries again what did not go well: a full disk, another run, a disk that is not there."""

F = TypeVar("F", bound=Callable[..., Any])


class Explained(click.Command):
    """A command whose option for help is explained in the language of the process."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option, which click keeps once it is made."""
        option = super().get_help_option(ctx)
        if option:
            option.help = messages.text("option.help")
        return option


class Verb(Explained):
    """A verb, which is given the settings when it is called, and not before: help needs none."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the verb; BadSettings when something that is set is wrong."""
        for said in preferences.misspelt(ctx, verbs):
            say(said.text(), err=True)
        ctx.obj = preferences.settings(ctx, verbs)
        if ctx.obj.verbose or ctx.info_name in LOGGED:
            from search_ui.output import log_format

            log_format.begin(ctx.obj)
        return super().invoke(ctx)


class Verbs(Explained, click.Group):
    """The verbs, listed in the order they are met by somebody new."""

    command_class = Verb

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs' names in the order they are defined."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The verb that is called; whoever forgot it is told how to search."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            said = messages.text("command.forgot_verb", error=error.format_message(), query=shlex.join(args))
            raise click.UsageError(said, ctx) from error

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """The context of a call, in the language that the call, the environment or the settings ask for."""
        given = extra.get("obj")
        speak(language_of(args, os.environ, given if isinstance(given, Configuration) else None), self)
        return super().make_context(info_name, args, parent, **extra)


class QueryVerb(Verb):
    """A verb whose arguments are a query, in which -word means that the word is not wanted."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take -word for a word of the query, not for an option; options of one letter stay options."""
        return super().parse_args(ctx, ["\0" + arg if re.match(r"-[^-\W]\w", arg) else arg for arg in args])


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(indexer.__version__, message="protokoll %(version)s")
@chooses("--index", type=click.Path(file_okay=False))
@chooses("--archive", type=click.Path(file_okay=False))
@chooses("--language", type=click.Choice(messages.LANGUAGES))
@chooses("--verbose", is_flag=True, default=None)
@chooses("--log-format", type=click.Choice(["text", "json"]))
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True)
@click.option("--no-pager", is_flag=True)
def verbs(**_: Any) -> None:
    """Search Swedish public meeting minutes.

    \b
      protokoll index data/minutes
      protokoll search upphandling
    """


class FacetValueType(click.ParamType):  # type: ignore[type-arg]
    """A value of a facet."""

    def __init__(self, facet: Facet) -> None:
        self.facet = facet
        self.name = facet.metavar.lower()

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The value; BadParameter lists those that there are, where only some are allowed."""
        if self.facet.choices and value not in self.facet.choices:
            said = messages.text("command.unknown_value", value=value, facet=self.facet.name, values=self.facet.choices)
            self.fail(said, param, ctx)
        return value

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The values that begin so: those there may be, or the organs of the archive."""
        if self.facet.name == "organization":
            return _completed((id.split("/")[0] for id in _meetings(ctx)), incomplete)
        return _completed(self.facet.choices, incomplete)


class SearchVerb(QueryVerb):
    """A verb that asks a question: it has an option for each facet, looked up when the verb is called."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """The parameters, the facets' behind that of the last day."""
        from indexer.index.facets import FACETS

        params = super().get_params(ctx)
        at = next(number for number, param in enumerate(params, 1) if param.name == "until")
        language = messages.language()
        options: list[click.Parameter] = [
            click.Option([f"--{facet.name}"], type=FacetValueType(facet), multiple=True, help=facet.option[language])
            for facet in FACETS
        ]
        return [*params[:at], *options, *params[at:]]


def _topics(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """What there is help about that begins so, for a shell."""
    return _completed(("query", *verbs.commands), incomplete)


def _organizations(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The organs of the archive that begin so, for a shell."""
    return _completed((id.split("/")[0] for id in _meetings(ctx)), incomplete)


def _ids(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The meetings of the archive whose ids begin so, for a shell; behind the id of a meeting and a /, its items."""
    meeting = incomplete.rpartition("/")[0]
    return _completed(_items(ctx, meeting) if "/" in meeting else _meetings(ctx), incomplete)


def _items(ctx: click.Context, meeting: str) -> Iterable[str]:
    """The ids of a meeting's items; none where it cannot be read."""
    from indexer.storage.archive import Archive

    try:
        archive = Archive(preferences.configuration(ctx).settings(strict=False).archive)
        return [item.id for item in archive.meeting(meeting).walk()]
    except (ProtokollError, OSError, KeyError):
        return ()


def _meetings(ctx: click.Context) -> Iterable[str]:
    """The ids of the archive's meetings; none where there is no archive that can be read."""
    from indexer.storage.archive import Archive

    try:
        return Archive(preferences.configuration(ctx).settings(strict=False).archive).digests()
    except (ProtokollError, OSError):
        return ()


def _completed(words: Iterable[str], incomplete: str) -> list[CompletionItem]:
    """The words that begin so, each once."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(word) for word in dict.fromkeys(words) if word.startswith(incomplete)]


def answers_in(*formats: str) -> Callable[[F], F]:
    """The option that says how to write the result, the first being the default."""
    return click.option("--format", type=click.Choice(formats), default=formats[0], show_default=True)


# Indexing


@verbs.command()
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
    from indexer.index import open_index
    from indexer.pipeline.ingest import ingest

    roots = paths or settings.folders
    for folder in roots:
        if not paths and not folder.is_dir():
            raise click.UsageError(messages.text("command.no_folder", folder=str(folder)))

    def run(*, rebuild: bool = False, restore: str | None = None) -> Report:
        report = ingest(
            settings,
            open_index(settings.index),
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
        sys.exit(NOT_ALL_READ)


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
        _print_json(report)
    else:
        from search_ui.output.terminal import report_text

        say_styled(report_text(report))
        for told in (*report.mended, *report.register):
            say(told.text(), err=True)
        for failure in report.failed:
            say(messages.text("report.not_indexed", error=failure.text()), err=True)


# Searching


@verbs.command(cls=SearchVerb)
@click.argument("query", nargs=-1)
@click.option("--limit", type=click.IntRange(0, 10_000), default=20, show_default=True)
@click.option("--offset", type=click.IntRange(0), default=0)
@click.option("--sort", type=click.Choice(["relevance", "newest", "oldest"]), default="relevance", show_default=True)
@click.option("--since", metavar="DATE")
@click.option("--until", metavar="DATE")
@click.option("--group", type=click.Choice(["item", "matter"]), default="item")
@click.option("--strict", is_flag=True)
@click.option("--output", type=click.Choice(["items", "meetings", "files"]), default="items")
@click.option("--batch", type=click.File(encoding="utf-8"))
@click.option("--explain", is_flag=True)
@answers_in("text", "json", "jsonl", "csv")
@click.pass_obj
def search(  # noqa: PLR0917 (click passes the options by name)
    settings: Settings,
    /,
    query: tuple[str, ...],
    output: str,
    batch: Iterable[str] | None,
    explain: bool,
    format: str,
    **chosen: Any,
) -> None:
    """Find the items that answer QUERY; - reads queries from standard input, one a line.

    \b
      protokoll search krisberedskap
      protokoll search '"fördjupad samverkan" -film' --since 2025
    """
    from search_ui.answer import GroupBy, Question
    from search_ui.search.service import Search

    chosen["group"] = GroupBy(chosen["group"])
    _take_choices(chosen)
    if batch is not None and query:
        raise click.UsageError(messages.text("command.batch_and_query"))
    service = Search(settings)
    if batch is not None:
        from search_ui.search.evaluation import trec_run

        for line in trec_run(service, batch, Question(**chosen)):
            say(line)
        return
    typed = " ".join(word.lstrip("\0") for word in query)
    found = 0
    for number, text in enumerate(_lines_of_stdin() if typed == "-" else (typed,)):
        question = Question(query=text, **chosen)
        place = number if typed == "-" else None
        if output != "items":
            total = _print_listing(service, question, output, format, place=place)
        else:
            answer = service.answer(question)
            total = answer.total
            _print_answer(answer, format, explain=explain, place=place)
        if not total:
            _say_unknown_values(service, question)
        found += total
    sys.exit(0 if found else 1)


def _take_choices(chosen: dict[str, Any]) -> None:
    """Make of what was chosen beside a query what a question holds of it; BadParameter names a date that is none."""
    from indexer.index.facets import FACETS
    from search_ui.answer import Sort

    chosen["sort"] = Sort(chosen["sort"])
    chosen["filters"] = {facet.name: values for facet in FACETS if (values := chosen.pop(facet.name))}
    for option in ("since", "until"):
        _day(chosen[option], option)


def _lines_of_stdin() -> Iterator[str]:
    """The queries on standard input."""
    return (line.strip() for line in sys.stdin if line.strip())


def _say_unknown_values(service: Search, question: Question) -> None:
    """Say which of the chosen values the index does not have, and which it has."""
    from rapidfuzz import process

    from search_ui.answer import Question

    for name, values in question.filters.items():
        for value in values:
            if service.answer(Question(filters={name: (value,)}, limit=0)).total:
                continue
            there = [each.value for each in service.answer(Question(limit=0)).facets.get(name, ())]
            near = [match[0] for match in process.extract(value, there, limit=3, score_cutoff=_NEAR_ENOUGH)]
            if near:
                said = messages.text("command.no_such_value_near", facet=name, value=value, values=near)
            elif there:
                shown = there[:_SHOWN_VALUES]
                said = messages.text(
                    "command.no_such_value", facet=name, value=value, values=shown, all=len(shown) == len(there)
                )
            else:
                said = messages.text("command.no_values", facet=name, value=value)
            say(said, err=True)


_NEAR_ENOUGH: Final = 70
"""How alike two values are, of 100, for the one to be meant by the other."""
_SHOWN_VALUES: Final = 10


def _print_listing(service: Search, question: Question, output: str, format: str, *, place: int | None) -> int:
    """List meetings or files that have an answer, one a line; how many there are.

    Of several queries, each with its place among them, every line says which it answers.
    """
    from search_ui.output import gate

    listing = service.listing(question, output)
    for remark in listing.remarks:
        say(remark.message.text(), err=True)
    column = output.removesuffix("s")
    if format == "json":
        _print_json(listing.lines if place is None else {"query": question.query, output: listing.lines})
    elif format == "jsonl":
        for line in listing.lines:
            write(gate.json_line(line if place is None else {"query": question.query, column: line}))
    elif format == "csv":
        query = () if place is None else (question.query,)
        if not place:
            write(gate.csv_head((*(("query",) if query else ()), column)))
        for line in listing.lines:
            write(gate.csv_line((*query, line)))
    else:
        _print_query(question.query, place)
        say("".join(f"{line}\n" for line in listing.lines), nl=False)
    return listing.total


def _print_query(query: str, place: int | None) -> None:
    """Write which of several queries the lines that follow answer."""
    if place is not None:
        from search_ui.output import terminal

        say("\n" if place else "", nl=False)
        say_styled(style_of(sys.stdout).styled(f"# {query}", terminal.BOLD))


def _print_answer(answer: Answer, format: str, *, explain: bool, place: int | None) -> None:
    """Write an answer to standard output, and what is to be said of it to standard error.

    Of several queries, each with its place among them, every hit says which it answers.
    """
    from search_ui.output import answer_formats

    if format == "json":
        write(answer_formats.answer_json(answer))
    elif format == "jsonl":
        write(answer_formats.answer_jsonl(answer, with_query=place is not None))
    elif format == "csv":
        write(answer_formats.answer_csv(answer, with_query=place is not None, head=not place))
    else:
        from search_ui.output import gate, terminal

        for line in terminal.said(answer, style_of(sys.stderr), explain=explain):
            say_styled(line, err=True)
        say(err=True)
        _print_query(answer.query, place)
        look = style_of(sys.stdout)
        say_paged(gate.joined("\n\n", (terminal.hit_text(hit, look, explain=explain) for hit in answer.hits)))


def asks_a_register(verb: F) -> F:
    """The argument and the options that every register has."""
    options: tuple[Callable[[Any], Any], ...] = (
        click.pass_obj,
        answers_in("text", "json", "jsonl", "csv"),
        click.option("--offset", type=click.IntRange(0), default=0),
        click.option("--limit", type=click.IntRange(0, 10_000), default=20, show_default=True),
        click.option("--until", metavar="DATE"),
        click.option("--since", metavar="DATE"),
        click.option("--organization", metavar="SLUG", multiple=True, shell_complete=_organizations),
        click.argument("query", nargs=-1),
    )
    asking: Any = verb
    for option in options:
        asking = option(asking)
    return cast("F", asking)


@verbs.command(cls=QueryVerb)
@click.option("--person", metavar="NAME")
@click.option("--party", metavar="PARTY")
@click.option("--vote", type=click.Choice(["yes", "no", "abstained", "absent"]))
@asks_a_register
def votes(  # noqa: PLR0917 (click passes the options by name)
    settings: Settings,
    /,
    query: tuple[str, ...],
    person: str | None,
    party: str | None,
    vote: str | None,
    format: str,
    **chosen: Any,
) -> None:
    """List the ballots of the items that answer QUERY, and who voted how.

    \b
      protokoll votes skolskjuts --party M
      protokoll votes --person "Anna Ek" --vote no
    """
    from indexer.model import VoteOption
    from search_ui.search.registers import Registers
    from search_ui.search.service import Search

    question = _register_question(query, **chosen)
    registers = Registers(Search(settings))
    option = VoteOption(vote) if vote else None
    _print_register(registers.votes(question, person=person, party=party, vote=option), format)


@verbs.command(cls=QueryVerb)
@click.option("--state", type=click.Choice(["open", "due", "overdue", "reported"]))
@click.option("--assignee", metavar="NAME")
@asks_a_register
def assignments(
    settings: Settings,
    /,
    query: tuple[str, ...],
    state: str | None,
    assignee: str | None,
    format: str,
    **chosen: Any,
) -> None:
    """List the tasks that items which answer QUERY gave, to whom, by when, and what came of them.

    \b
      protokoll assignments --state open
      protokoll assignments kvinnojourer --assignee sekretariatschef
    """
    from indexer.record.assignments import AssignmentState
    from search_ui.search.registers import Registers
    from search_ui.search.service import Search

    question = _register_question(query, **chosen)
    registers = Registers(Search(settings))
    in_state = AssignmentState(state) if state else None
    _print_register(registers.assignments(question, state=in_state, assignee=assignee), format)


def _register_question(query: tuple[str, ...], *, organization: tuple[str, ...], **chosen: Any) -> Question:
    """What is asked of a register."""
    from search_ui.answer import Question

    for option in ("since", "until"):
        _day(chosen[option], option)
    filters = {"organization": organization} if organization else {}
    return Question(query=" ".join(word.lstrip("\0") for word in query), filters=filters, **chosen)


def _print_register(listed: BallotList | AssignmentList, format: str) -> NoReturn:
    """Write a register to standard output, and what is to be said of it to standard error."""
    from search_ui.output import register_formats

    if format == "text":
        for remark in listed.remarks:
            say(remark.message.text(), err=True)
        say(messages.text("register.total", total=listed.total), err=True)
        say_paged(register_formats.as_text(listed, style_of(sys.stdout)))
    else:
        forms = {"json": register_formats.as_json, "jsonl": register_formats.as_jsonl, "csv": register_formats.as_csv}
        write(forms[format](listed))
    sys.exit(0 if listed.total else 1)


@verbs.command(cls=SearchVerb)
@click.argument("query", nargs=-1)
@click.option("--limit", type=click.IntRange(0))
@click.option("--offset", type=click.IntRange(0), default=0)
@click.option("--sort", type=click.Choice(["relevance", "newest", "oldest"]), default="newest", show_default=True)
@click.option("--since", metavar="DATE")
@click.option("--until", metavar="DATE")
@answers_in("text", "json", "jsonl", "csv")
@click.pass_obj
def matters(settings: Settings, /, query: tuple[str, ...], limit: int | None, format: str, **chosen: Any) -> None:
    """Find the matters that answer QUERY, over meetings and organs: how often each was up, and what it ended in.

    \b
      protokoll matters krisberedskap
      protokoll matters --format jsonl
    """
    from search_ui.answer import Question
    from search_ui.output import matter_formats
    from search_ui.search.service import Search

    _take_choices(chosen)
    most = limit if limit is not None else _SHOWN_MATTERS if format == "text" else None
    typed = " ".join(word.lstrip("\0") for word in query)
    listing = Search(settings).matters(
        Question(query=typed, limit=0 if most is None else most, **chosen), every=most is None
    )
    for one in listing.remarks:
        say(one.message.text(), err=True)
    if format == "text":
        from search_ui.output import gate, terminal

        look = style_of(sys.stdout)
        say(messages.text("show.matters", count=listing.total, items=listing.items), err=True)
        say_paged(gate.joined("\n\n", (terminal.matter_text(matter, look) for matter in listing.matters)))
    else:
        write(matter_formats.FORMATS[format](listing.matters))
    sys.exit(0 if listing.total else 1)


_SHOWN_MATTERS: Final = 20


@verbs.command()
@click.argument("id", shell_complete=_ids)
@answers_in("text", "json")
@click.pass_obj
def show(settings: Settings, id: str, format: str) -> None:
    """Show the item, the decision or the meeting with this ID.

    \b
      protokoll show kommundirektorsmote-i-familjen-helsingborg/2025-06-13/2
    """
    from indexer import privacy
    from indexer.model import AgendaItem, Meeting
    from indexer.pipeline.publish import published
    from search_ui.output import terminal

    archive = published(settings)
    thing = privacy.masked_in(archive.thing(id))
    look = style_of(sys.stdout)
    if format == "json":
        _print_json(thing)
    elif isinstance(thing, Meeting):
        say_paged(terminal.meeting_text(thing, look))
    elif isinstance(thing, AgendaItem):
        say_paged(terminal.item_text(thing, look, privacy.masked_in(archive.meeting("/".join(id.split("/")[:2])))))
    else:
        say_paged(terminal.decision_text(thing, look))


@verbs.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@answers_in("text", "json")
def parse(file: Path, format: str) -> None:
    """Show what the parser reads in FILE, without touching the index.

    \b
      protokoll parse data/minutes/2025-06-13-kommundirektörsmöte.txt --format json
    """
    from indexer import privacy
    from indexer.pipeline.parallel_parse import parse_file
    from indexer.reading import ReadOptions
    from search_ui.output import terminal

    told = progress()
    manner = ReadOptions(
        progress=lambda done, of: told(messages.text("report.reading_by_ocr", name=file.name, done=done, of=of))
    )
    meeting = privacy.masked_in(parse_file(file, file.name, manner))
    told("")
    if format == "json":
        _print_json(meeting)
    else:
        say_paged(terminal.meeting_text(meeting, style_of(sys.stdout)))


@verbs.command()
@click.argument("text", nargs=-1, required=True)
@click.option("--damaged", is_flag=True)
@answers_in("text", "jsonl")
def analyse(text: tuple[str, ...], damaged: bool, format: str) -> None:
    """Show the index terms of TEXT, one a line; - reads standard input.

    \b
      protokoll analyse direktupphandlingen
    """
    from indexer.privacy import masked
    from indexer.swedish import analyse as terms_of
    from search_ui.output import gate

    typed = masked(sys.stdin.read() if text == ("-",) else " ".join(text))
    for token in terms_of(typed, damaged=damaged):
        row = {
            "start": token.start,
            "end": token.end,
            "text": token.text,
            "term": token.term,
            "level": token.level.label,
        }
        if format == "jsonl":
            write(gate.json_line(row))
        else:
            say("\t".join(map(str, row.values())))


@verbs.command()
@click.option("--queries", type=click.File(encoding="utf-8"), required=True)
@click.option("--qrels", type=click.File(encoding="utf-8"), required=True)
@answers_in("text", "json")
@click.pass_obj
def evaluate(settings: Settings, queries: Iterable[str], qrels: Iterable[str], format: str) -> None:
    """Score the search on questions whose answers are known, with ir-measures.

    \b
      protokoll evaluate --queries tests/relevance/queries.tsv --qrels tests/relevance/qrels.txt
    """
    from search_ui.search.evaluation import evaluate as score
    from search_ui.search.service import Search

    try:
        scores = score(Search(settings), queries, qrels)
    except ModuleNotFoundError as error:
        raise MissingPart(str(error.name).replace("_", "-")) from error
    if format == "json":
        _print_json(scores)
    else:
        say(
            messages.text(
                "command.scores",
                queries=scores.queries,
                ndcg=scores.ndcg_at_10,
                recall=scores.recall_at_20,
                first=scores.first_relevant,
                reciprocal=scores.reciprocal_rank,
            )
        )


@verbs.command()
@click.option("--table", type=click.Choice(["decisions", "votes", "assignments", "matters", "people"]))
@click.option("--since", metavar="DATE")
@click.option("--until", metavar="DATE")
@click.option("--organization", metavar="SLUG", multiple=True, shell_complete=_organizations)
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

    first, last = _day(since, "since")[0], _day(until, "until")[1]
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


def _day(typed: str | None, option: str) -> tuple[str | None, str | None]:
    """The first and the last day that a date stands for, as people type dates."""
    import datetime

    from indexer.errors import BadQuestion
    from search_ui.query import read_date

    try:
        return read_date(typed, today=datetime.date.today()) if typed else (None, None)
    except BadQuestion as error:
        raise click.BadParameter(str(error), param_hint=f"--{option}") from None


# Running


@verbs.command("help")
@click.argument("topic", default="query", shell_complete=_topics)
@click.pass_context
def help_about(ctx: click.Context, topic: str) -> None:
    """Explain the query language, in Swedish, or the verb named TOPIC.

    \b
      protokoll help query
      protokoll help search
    """
    if topic == "query":
        from search_ui import help
        from search_ui.output import terminal

        say_paged(terminal.help_text(help.text(messages.language()), style_of(sys.stdout)))
        return
    verb = verbs.commands.get(topic)
    if verb is None or not ctx.parent:
        raise click.UsageError(messages.text("command.unknown_topic", topic=topic, verbs=tuple(verbs.commands)))
    say(verb.get_help(click.Context(verb, info_name=topic, parent=ctx.parent)))


@verbs.command()
@click.argument("id", shell_complete=_ids)
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
        _print_json(done)
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


@verbs.command()
@click.pass_obj
def mcp(settings: Settings) -> None:
    """Answer an assistant about the minutes, over standard input and output (Model Context Protocol).

    \b
      protokoll mcp
    """
    try:
        from search_ui.assistant.server import serve as answer
    except ModuleNotFoundError as error:
        raise MissingPart(str(error.name).partition(".")[0]) from error
    answer(settings)


@verbs.command()
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
    sys.exit(NOT_ALL_READ if report.problems else 0)


@verbs.command()
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
        _print_json({"well": well, "findings": [as_json(finding) for finding in findings]})
    sys.exit(0 if well else 2)


@verbs.command("settings", cls=Explained)
@answers_in("text", "json")
@click.pass_context
def list_settings(ctx: click.Context, format: str) -> None:
    """Show every setting, its value, and where that comes from.

    \b
      protokoll settings
    """
    given = list(preferences.listed(ctx, verbs))
    if format == "json":
        _print_json([each._asdict() | {"value": preferences.plain(each.value)} for each in given])
    else:
        from search_ui.output import terminal

        say_paged(terminal.settings_text(given, style_of(sys.stdout)))
        for path, is_there in preferences.configuration(ctx).files.items():
            say(messages.text("settings.file_read" if is_there else "settings.file_absent", path=str(path)), err=True)
    wrong = list(preferences.problems(ctx, verbs))
    for said in (*preferences.misspelt(ctx, verbs), *wrong):
        say(said.text(), err=True)
    sys.exit(2 if wrong else 0)


@verbs.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535))
@chooses("--publisher", "--operator", "publisher")
@chooses("--contact")
@chooses("--base-url")
@chooses("--trusted-hosts")
@chooses("--processes")
@chooses("--access-log", type=click.Choice(["off", "on", "full"]))
@chooses("--metrics", is_flag=True, default=None)
@click.pass_obj
def serve(settings: Settings, /, *, host: str, port: int | None, **_: Any) -> None:
    """Start the page.

    \b
      protokoll serve --port 8000
    """
    from search_ui.web import create_app, server

    app = create_app(settings)
    sockets = _listening(host, port)
    say(messages.text("command.page_at", address=f"http://{host}:{sockets[0].getsockname()[1]}/"), err=True)
    server.serve(app, sockets, processes=settings.processes)


def _listening(host: str, port: int | None) -> list[socket]:
    """Sockets on the port asked for; where none was asked for, on 8000 or the next that is free."""
    from search_ui.web.server import BIND_TIMEOUT_S, listening

    for candidate in range(8000, 8100) if port is None else (port,):
        try:
            sockets = listening(host, candidate, timeout_s=0.0 if port is None else BIND_TIMEOUT_S)
        except OSError as error:
            reason = error.strerror or str(error)
            if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
                raise click.UsageError(messages.text("command.no_such_host", host=host, reason=reason)) from error
            if port is not None:
                said = messages.text("command.no_such_port", port=port, host=host, reason=reason)
                raise click.UsageError(said) from error
        else:
            if port is None and candidate != 8000:
                say(messages.text("command.port_taken", port=8000, candidate=candidate), err=True)
            return sockets
    raise click.UsageError(messages.text("command.no_free_port", first=8000, last=8099))


# Writing


def _print_json(value: Any) -> None:
    """Write something of the model as indented JSON."""
    from search_ui.output import gate

    write(gate.pretty_json(value))


# Starting


def run() -> int:
    """Run the command; the exit status, whichever way it ended."""
    given = configuration.read(os.environ)
    speak(language_of(sys.argv[1:], os.environ, given), verbs)
    try:
        status = _finished(given)
        sys.stdout.flush()
    except BrokenPipeError:
        _discard_output()
        return 0
    except OSError as error:
        if not _is_of_output(error):
            raise
        _discard_output()
        say(messages.text("command.cannot_print", reason=error.strerror or str(error)), err=True)
        return 2
    return status


def _discard_output() -> None:
    """Let what was not printed go nowhere, so that nobody tries again when the program ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _finished(given: Configuration) -> int:
    """The exit status of the verb; an OSError only when its output cannot be written."""
    try:
        verbs.main(
            prog_name="protokoll",
            standalone_mode=False,
            auto_envvar_prefix="PROTOKOLL",
            default_map=preferences.defaults(given, verbs),
            obj=given,
        )
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 2
    except click.BadParameter as error:
        _say_wrong(preferences.wrong(error))
        return 2
    except click.ClickException as error:
        say_usage(error)
        return 2
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except IndexBusy as error:
        say(str(error), err=True)
        return BUSY
    except ProtokollError as error:
        say(str(error), err=True)
        return 2
    except Exception as error:
        if os.environ.get("PROTOKOLL_DEBUG") == "1" or _is_of_output(error):
            raise
        say(messages.text("command.unexpected", error=f"{type(error).__name__}: {error}"), err=True)
        return 2
    return 0


def _say_wrong(error: click.BadParameter | ProtokollError) -> None:
    """Say which value is wrong, and where it was set."""
    if isinstance(error, click.BadParameter):
        say_usage(error)
    else:
        say(str(error), err=True)


def _is_of_output(error: Exception) -> bool:
    """Whether an error is that standard output cannot be written: such a one names no file."""
    return isinstance(error, OSError) and error.filename is None and error.errno in _OUTPUT_ERRORS


_OUTPUT_ERRORS: Final = {errno.EPIPE, errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF}


speak("en", verbs)
