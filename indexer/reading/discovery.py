"""Discovery: which files below a folder are minutes to read, and what stands in the way of reading the others."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from indexer.errors import UnreadableFile
from indexer.reading.containers import members
from indexer.reading.original import UNSHOWABLE, printable, refuse_unless_regular

LEFTOVERS = re.compile(
    r"""  \.                                        # hidden
        | ~\$ | .*~$ | \#.*\#$                      # Word's locks, editors' backups
        | .*\.(?:tmp|temp|bak|swp|part|partial|crdownload|download)$
        | (?:Thumbs\.db|desktop\.ini|__MACOSX)$     # what Windows and macOS leave in folders
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""Names of files that programs leave behind and that are never minutes."""


def find(root: Path) -> Iterator[Path | UnreadableFile]:
    """The plain files below the root, in the order of their names, and an UnreadableFile for whatever cannot be one.

    Hidden files and leftovers are passed over in silence, and so is a link to something below the same root, since
    that is found itself. A link that leads elsewhere is not followed. A root that is a file is that one file.
    """
    if root.is_file():
        yield from _file(root)
    else:
        yield from _below(root, os.path.realpath(root))


def _below(folder: Path, root: str) -> Iterator[Path | UnreadableFile]:
    try:
        with os.scandir(folder) as scan:
            entries = sorted(scan, key=lambda entry: entry.name)
    except OSError as error:
        yield _not_listed(printable(folder), error)
        return
    for entry in entries:
        if not LEFTOVERS.match(entry.name):
            yield from _entry(entry, root)


def _entry(entry: os.DirEntry[str], root: str) -> Iterator[Path | UnreadableFile]:
    path = Path(entry.path)
    if entry.is_symlink():
        yield from _link(path, root)
    elif UNSHOWABLE.search(entry.name):
        yield UnreadableFile(printable(path), "file.unprintable_name")
    elif entry.is_dir(follow_symlinks=False):
        yield from _below(path, root)
    elif entry.is_file(follow_symlinks=False):
        yield from _file(path)
    else:
        yield from _other(entry)


def _file(path: Path) -> Iterator[Path | UnreadableFile]:
    """The file, or the files in it when it is a container."""
    try:
        inner = [one for one in members(path) if not any(map(LEFTOVERS.match, one.relative_to(path).parts))]
    except UnreadableFile as problem:
        yield problem
    else:
        yield from sorted(inner) or [path]


def _link(path: Path, root: str) -> Iterator[UnreadableFile]:
    target = os.path.realpath(path)
    if not Path(target).exists():
        yield UnreadableFile(printable(path), "file.link_to_nothing")
    elif os.path.commonpath((target, root)) != root:
        yield UnreadableFile(printable(path), "file.link_outside")


def _other(entry: os.DirEntry[str]) -> Iterator[UnreadableFile]:
    try:
        refuse_unless_regular(entry.stat(follow_symlinks=False), printable(Path(entry.path)))
    except UnreadableFile as problem:
        yield problem
    except FileNotFoundError:
        return  # gone since the folder was listed


def _not_listed(name: str, error: OSError) -> UnreadableFile:
    match error:
        case FileNotFoundError():
            return UnreadableFile(name, "file.no_such_folder")
        case PermissionError():
            return UnreadableFile(name, "file.may_not_list")
        case _:
            return UnreadableFile(name, "file.folder_not_read", reason=str(error.strerror))
