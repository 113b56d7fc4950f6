"""Show: the verbs that print one thing as it was read, what a text is to the index, and what a verb does."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from indexer import messages
from search_ui.cli.completion import ids, topics
from search_ui.cli.options import answers_in
from search_ui.cli.preferences import group_of
from search_ui.cli.streams import progress, say, say_paged, style_of, write, write_json
from search_ui.cli.verb import Verb

if TYPE_CHECKING:
    from indexer.settings import Settings


@click.command(cls=Verb)
@click.argument("id", shell_complete=ids)
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
        write_json(thing)
    elif isinstance(thing, Meeting):
        say_paged(terminal.meeting_text(thing, look))
    elif isinstance(thing, AgendaItem):
        say_paged(terminal.item_text(thing, look, privacy.masked_in(archive.meeting("/".join(id.split("/")[:2])))))
    else:
        say_paged(terminal.decision_text(thing, look))


@click.command(cls=Verb)
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
        write_json(meeting)
    else:
        say_paged(terminal.meeting_text(meeting, style_of(sys.stdout)))


@click.command(cls=Verb)
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


@click.command("help", cls=Verb)
@click.argument("topic", default="query", shell_complete=topics)
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
    verbs = group_of(ctx).commands
    if topic not in verbs:
        raise click.UsageError(messages.text("command.unknown_topic", topic=topic, verbs=tuple(verbs)))
    say(verbs[topic].get_help(click.Context(verbs[topic], info_name=topic, parent=ctx.parent)))
