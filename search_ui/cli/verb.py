"""What a verb is: one that is given the settings, one that is given a query, one with an option for each facet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import click

from indexer import messages
from search_ui.cli import completion, preferences
from search_ui.cli.streams import say

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from indexer.index.facets import Facet

LOGGED: Final = {"serve", "index"}
"""The verbs that may run where nobody watches."""


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
        for said in preferences.misspelt(ctx):
            say(said.text(), err=True)
        ctx.obj = preferences.settings(ctx)
        if ctx.obj.verbose or ctx.info_name in LOGGED:
            from search_ui.output import log_format

            log_format.begin(ctx.obj)
        return super().invoke(ctx)


class QueryVerb(Verb):
    """A verb whose arguments are a query, in which -word means that the word is not wanted."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take -word for a word of the query, not for an option; options of one letter stay options."""
        return super().parse_args(ctx, ["\0" + arg if re.match(r"-[^-\W]\w", arg) else arg for arg in args])


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
            return completion.completed((id.split("/")[0] for id in completion.meetings(ctx)), incomplete)
        return completion.completed(self.facet.choices, incomplete)


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
