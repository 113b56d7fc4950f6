"""Search: the verb that answers questions, and the one that scores the answers."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

import click

from indexer import messages
from indexer.errors import MissingPart
from search_ui.cli.options import answers_in, take_choices, typed_text
from search_ui.cli.streams import say, say_paged, say_styled, style_of, write, write_json
from search_ui.cli.verb import SearchVerb, Verb

if TYPE_CHECKING:
    from indexer.settings import Settings
    from search_ui.answer import Answer, Question
    from search_ui.search.service import Search


@click.command(cls=SearchVerb)
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
    take_choices(chosen)
    if batch is not None and query:
        raise click.UsageError(messages.text("command.batch_and_query"))
    service = Search(settings)
    if batch is not None:
        from search_ui.search.evaluation import trec_run

        for line in trec_run(service, batch, Question(**chosen)):
            say(line)
        return
    typed = typed_text(query)
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
        write_json(listing.lines if place is None else {"query": question.query, output: listing.lines})
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


@click.command(cls=Verb)
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
        write_json(scores)
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
