"""The command `protokoll`: its verbs, and how it ends.

What takes time is imported in `main`, where Ctrl-C ends the program in silence from the start.
"""

from __future__ import annotations

import os
import signal
import sys

from search_ui.cli.exit_status import INTERRUPTED

TYPE_CHECKING = False  # not that of typing, which takes time to load
if TYPE_CHECKING:
    from types import FrameType
    from typing import Any, NoReturn

    from search_ui.cli.commands import verbs

__all__ = ["main", "verbs"]


def main() -> NoReturn:
    """Run the command, and end with its exit status."""
    try:
        signal.signal(signal.SIGINT, _leave)
        from search_ui.cli import commands

        signal.signal(signal.SIGINT, signal.default_int_handler)
        status = commands.run()
        signal.signal(signal.SIGINT, _leave)
    except KeyboardInterrupt:
        _leave()
    sys.exit(status)


def _leave(_: int = 0, __: FrameType | None = None) -> NoReturn:
    """End at once: nothing has begun that must be put away, or everything has been."""
    os._exit(INTERRUPTED)


def __getattr__(name: str) -> Any:
    """The verbs, imported when somebody asks for them."""
    if name == "verbs":
        from search_ui.cli.commands import verbs

        return verbs
    raise AttributeError(name)
