"""Checking: whether archive, index and files agree, and what somebody should look at."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from pathlib import Path

import msgspec

from indexer.archive import Archive
from indexer.durable import digest
from indexer.errors import ProtokollError
from indexer.index.fields import FINGERPRINT
from indexer.index.whoosh_index import WhooshIndex
from indexer.ingest import READER
from indexer.settings import Settings


class Finding(msgspec.Struct, frozen=True):
    """One thing that was looked at; `well` is false when somebody must do something."""

    text: str
    well: bool = True


def check(settings: Settings) -> Iterator[Finding]:
    """Look at versions, the archive, the files and the index, and tell what was found."""
    yield Finding(f"Python {platform.python_version()}; {READER}; {FINGERPRINT}")
    try:
        archive = Archive(settings.archive)
        yield from _archive(archive)
        yield from _files(archive)
        yield from _index(settings, archive)
    except ProtokollError as error:
        yield Finding(str(error), well=False)


def _archive(archive: Archive) -> Iterator[Finding]:
    """Whether every meeting of the archive can be read."""
    read = 0
    for id in sorted(archive.digests()):
        try:
            meeting = archive.meeting(id)
        except ProtokollError as error:
            yield Finding(str(error), well=False)
            continue
        read += 1
        for line in meeting.unplaced:
            yield Finding(f"{meeting.source.file}, line {line.line} found no place: {line.text}")
        for remark in meeting.remarks:
            yield Finding(f"{meeting.source.file}: {remark}")
    yield Finding(f"{read} meetings in the archive {archive.where}")


def _files(archive: Archive) -> Iterator[Finding]:
    """Whether the files are those that were read."""
    for path, record in archive.files.items():
        if record.error:
            yield Finding(record.error, well=False)
        elif not Path(path).is_file():
            yield Finding(f"{record.name} is gone since it was indexed. Run: protokoll index", well=False)
        elif digest(Path(path)) != record.sha256:
            yield Finding(f"{record.name} has changed since it was indexed. Run: protokoll index", well=False)


def _index(settings: Settings, archive: Archive) -> Iterator[Finding]:
    """Whether the index is whole, of this version, and holds what the archive holds."""
    index = WhooshIndex(settings.index)
    held, wanted = index.verify(), archive.digests()
    if held != wanted:
        differing = len(held.keys() ^ wanted.keys()) + sum(held[id] != wanted[id] for id in held.keys() & wanted.keys())
        yield Finding(f"{differing} meetings differ between archive and index. Run: protokoll index", well=False)
    yield Finding(f"{len(held)} meetings in the index {settings.index}, generation {index.generation}, {index.made}")
