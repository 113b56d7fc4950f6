"""The command `protokoll`: its verbs, and how it ends."""

from search_ui.cli.commands import main, verbs

__all__ = ["main", "verbs"]
