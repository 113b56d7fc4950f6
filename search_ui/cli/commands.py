"""The command `protokoll`: one verb for each thing a person does with minutes, and how it ends.

Results go to standard output, everything said to a person to standard error. Exit status: 0 found or done, 1 nothing
found, 2 an error, 3 some files were not indexed, 75 another process is indexing, 130 interrupted. Modules that take
time to load are imported by the verbs that need them.
"""

from __future__ import annotations

import errno
import os
import sys
from typing import Final

import click

from indexer import configuration, messages
from indexer.configuration import Configuration
from indexer.errors import IndexBusy, ProtokollError
from search_ui.cli import preferences
from search_ui.cli.exit_status import BUSY, INTERRUPTED
from search_ui.cli.export_verb import export
from search_ui.cli.index_verb import index
from search_ui.cli.language import language_of, speak
from search_ui.cli.record_verbs import assignments, matters, votes
from search_ui.cli.search_verbs import evaluate, search
from search_ui.cli.serve_verbs import mcp, serve
from search_ui.cli.show_verbs import analyse, help_about, parse, show
from search_ui.cli.streams import say, say_usage
from search_ui.cli.upkeep_verbs import check, list_settings, notify, remove
from search_ui.cli.verb_group import verbs

__all__ = ["run", "verbs"]

VERBS: Final = (
    index,
    search,
    votes,
    assignments,
    matters,
    show,
    parse,
    analyse,
    evaluate,
    export,
    help_about,
    remove,
    mcp,
    notify,
    check,
    list_settings,
    serve,
)
"""The verbs, in the order in which somebody new meets them."""


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


for _verb in VERBS:
    verbs.add_command(_verb)
speak("en", verbs)
