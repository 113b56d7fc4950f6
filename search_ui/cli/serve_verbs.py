"""Serve: the verbs that answer until they are stopped, the page and an assistant."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, Any

import click

from indexer import messages
from indexer.errors import MissingPart
from search_ui.cli.preferences import chooses
from search_ui.cli.streams import say
from search_ui.cli.verb import Verb

if TYPE_CHECKING:
    from socket import socket

    from indexer.settings import Settings


@click.command(cls=Verb)
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


@click.command(cls=Verb)
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
