"""Completion: what a shell offers for an argument that has been begun."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from indexer.errors import ProtokollError
from search_ui.cli import preferences

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def topics(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """What there is help about that begins so, for a shell."""
    return completed(("query", *preferences.group_of(ctx).commands), incomplete)


def organizations(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The organs of the archive that begin so, for a shell."""
    return completed((id.split("/")[0] for id in meetings(ctx)), incomplete)


def ids(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The meetings of the archive whose ids begin so, for a shell; behind the id of a meeting and a /, its items."""
    meeting = incomplete.rpartition("/")[0]
    return completed(_items(ctx, meeting) if "/" in meeting else meetings(ctx), incomplete)


def _items(ctx: click.Context, meeting: str) -> Iterable[str]:
    """The ids of a meeting's items; none where it cannot be read."""
    from indexer.storage.archive import Archive

    try:
        archive = Archive(preferences.configuration(ctx).settings(strict=False).archive)
        return [item.id for item in archive.meeting(meeting).walk()]
    except (ProtokollError, OSError, KeyError):
        return ()


def meetings(ctx: click.Context) -> Iterable[str]:
    """The ids of the archive's meetings; none where there is no archive that can be read."""
    from indexer.storage.archive import Archive

    try:
        return Archive(preferences.configuration(ctx).settings(strict=False).archive).digests()
    except (ProtokollError, OSError):
        return ()


def completed(words: Iterable[str], incomplete: str) -> list[CompletionItem]:
    """The words that begin so, each once."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(word) for word in dict.fromkeys(words) if word.startswith(incomplete)]
