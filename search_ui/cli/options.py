"""Options that several verbs have, and what is made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar, cast

import click

from search_ui.cli.completion import organizations

F = TypeVar("F", bound=Callable[..., Any])


def answers_in(*formats: str) -> Callable[[F], F]:
    """The option that says how to write the result, the first being the default."""
    return click.option("--format", type=click.Choice(formats), default=formats[0], show_default=True)


def asks_a_register(verb: F) -> F:
    """The argument and the options that every register has."""
    options: tuple[Callable[[Any], Any], ...] = (
        click.pass_obj,
        answers_in("text", "json", "jsonl", "csv"),
        click.option("--offset", type=click.IntRange(0), default=0),
        click.option("--limit", type=click.IntRange(0, 10_000), default=20, show_default=True),
        click.option("--until", metavar="DATE"),
        click.option("--since", metavar="DATE"),
        click.option("--organization", metavar="SLUG", multiple=True, shell_complete=organizations),
        click.argument("query", nargs=-1),
    )
    asking: Any = verb
    for option in options:
        asking = option(asking)
    return cast("F", asking)


def take_choices(chosen: dict[str, Any]) -> None:
    """Make of what was chosen beside a query what a question holds of it; BadParameter names a date that is none."""
    from indexer.index.facets import FACETS
    from search_ui.answer import Sort

    chosen["sort"] = Sort(chosen["sort"])
    chosen["filters"] = {facet.name: values for facet in FACETS if (values := chosen.pop(facet.name))}
    for option in ("since", "until"):
        day(chosen[option], option)


def day(typed: str | None, option: str) -> tuple[str | None, str | None]:
    """The first and the last day that a date stands for, as people type dates."""
    import datetime

    from indexer.errors import BadQuestion
    from search_ui.query import read_date

    try:
        return read_date(typed, today=datetime.date.today()) if typed else (None, None)
    except BadQuestion as error:
        raise click.BadParameter(str(error), param_hint=f"--{option}") from None


def typed_text(words: Iterable[str]) -> str:
    """The query whose words a shell handed over; a verb that takes -word marks each that begins so."""
    return " ".join(word.lstrip("\0") for word in words)
