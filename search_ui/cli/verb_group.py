"""Verb group: the command itself, with the options that stand before a verb."""

from __future__ import annotations

import os
import shlex
from typing import Any

import click

import indexer
from indexer import messages
from indexer.configuration import Configuration
from search_ui.cli.language import language_of, speak
from search_ui.cli.preferences import chooses
from search_ui.cli.verb import Explained, Verb


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
