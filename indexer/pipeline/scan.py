"""Scan: what has become of the files below the folders since the archive last saw them; nothing is changed by looking.

Every file's bytes are hashed, since sizes and dates tell nothing for certain. What comes out is Changes, from which
`plan` decides.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path, PurePath
from typing import Any

import msgspec

from indexer import minutes, reading
from indexer.errors import UnreadableFile
from indexer.storage.archive import FileRecord

READER = f"reading {reading.VERSION}, minutes {minutes.VERSION}"
"""What a file was read by: a file is read again, its bytes unchanged, when this is another."""


class Failure(msgspec.Struct, frozen=True):
    """A file that could not be indexed, and the sentence that says why and what to do: in English, and as a message."""

    file: str
    error: str
    code: str | None = None
    args: dict[str, Any] = {}

    @classmethod
    def of(cls, error: UnreadableFile) -> Failure:
        """The failure that an error tells of."""
        return cls(error.path, error.text("en"), *error.message)

    def text(self) -> str:
        """The sentence in the language of the process."""
        return UnreadableFile(self.file, self.code, **self.args).text() if self.code else self.error


class FoundFile(msgspec.Struct, frozen=True):
    """A file that is there: its whole path, its name below the folder, and the hash of its bytes ("" when closed)."""

    path: str
    name: str
    sha256: str


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """What has become of the files: each is in one of these, in the order of the folders, or vanished meanwhile.

    `to_read` are new, changed, or waiting; of `unchanged` what is known still holds; `withdrawn` stay out; `closed`
    could not be opened, for the reason given; `gone` were known and are not there. `obstacles` are not files at all,
    `known` counts the files that were known below the folders.
    """

    to_read: tuple[FoundFile, ...] = ()
    unchanged: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    closed: tuple[tuple[FoundFile, Failure], ...] = ()
    gone: tuple[str, ...] = ()
    obstacles: tuple[Failure, ...] = ()
    known: int = 0


def scan(
    roots: Iterable[Path],
    records: Mapping[str, FileRecord],
    *,
    withdrawn: Container[str] = (),
    again: Container[str] = (),
) -> Changes:
    """What has become of the files below the roots, compared with the records.

    A file whose bytes have a hash in `withdrawn` stays out; one whose path is in `again` is read in any case.
    """
    roots = [root.absolute() for root in roots]
    names: dict[str, str] = {}
    obstacles = [Failure.of(each) for each in _listed(roots, names)]
    to_read, unchanged, out, closed = [], [], [], []
    for path, name in names.items():
        known = records.get(path)
        try:
            file = FoundFile(path, name, reading.digest(Path(path)))
        except FileNotFoundError:
            continue  # gone since the folder was listed: the next run says so, if it stays away
        except UnreadableFile as error:
            closed.append((FoundFile(path, name, ""), Failure.of(error)))
            continue
        except OSError as error:
            refused = UnreadableFile(name, "file.not_opened_now", reason=str(error.strerror))
            closed.append((FoundFile(path, name, ""), Failure.of(refused)))
            continue
        if file.sha256 in withdrawn:
            out.append(path)
        elif known and _still_holds(known, file) and path not in again:
            unchanged.append(path)
        else:
            to_read.append(file)
    below = [path for path in records if any(_is_below(path, str(root)) for root in roots)]
    hidden = {failure.file for failure in obstacles}
    return Changes(
        to_read=tuple(to_read),
        unchanged=tuple(unchanged),
        withdrawn=tuple(out),
        closed=tuple(closed),
        gone=tuple(path for path in below if path not in names and not _is_hidden(path, hidden)),
        obstacles=tuple(obstacles),
        known=len(below),
    )


def _listed(roots: Iterable[Path], names: dict[str, str]) -> Iterator[UnreadableFile]:
    """What is in the way below the roots; each file's path goes to `names`, with its name below its root."""
    for root in roots:
        for path in reading.find(root):
            if isinstance(path, UnreadableFile):
                yield path
            else:
                names[str(path)] = path.name if path == root else str(path)[len(str(root)) :].lstrip("/")


def _is_below(path: str, root: str) -> bool:
    """Whether a path is that of a file or of something in the folder: of thousands, so as text."""
    return path == root or path.startswith(root.rstrip("/") + "/")


def _is_hidden(path: str, folders: Container[str]) -> bool:
    """Whether a file is in a folder that could not be looked into: it need not be gone."""
    return any(str(folder) in folders for folder in PurePath(path).parents)


def _still_holds(known: FileRecord, now: FoundFile) -> bool:
    """Whether what is known of a file needs no new reading."""
    return (known.sha256, known.reader, known.name, known.waits) == (now.sha256, READER, now.name, False)
