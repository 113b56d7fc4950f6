"""The record: the verbs that list votes, assignments and matters."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final, NoReturn

import click

from indexer import messages
from search_ui.cli.options import answers_in, asks_a_register, day, take_choices, typed_text
from search_ui.cli.streams import say, say_paged, style_of, write
from search_ui.cli.verb import QueryVerb, SearchVerb

if TYPE_CHECKING:
    from indexer.settings import Settings
    from search_ui.answer import AssignmentList, BallotList, Question


@click.command(cls=QueryVerb)
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


@click.command(cls=QueryVerb)
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
        day(chosen[option], option)
    filters = {"organization": organization} if organization else {}
    return Question(query=typed_text(query), filters=filters, **chosen)


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


@click.command(cls=SearchVerb)
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

    take_choices(chosen)
    most = limit if limit is not None else _SHOWN_MATTERS if format == "text" else None
    typed = typed_text(query)
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
