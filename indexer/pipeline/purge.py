"""Withdrawal: a meeting leaves without a trace, and stays out until its file's bytes change.

    archive: its record goes, its JSON goes, the hash of its file's bytes goes to WITHDRAWN.json
    index:   its segments are written anew without it, its generation replaces all that hold it, they are taken away

That nothing is left is then not believed but looked up: the words that no other minutes have are sought in the new
index's dictionary and, as bytes, in every file of index and archive.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec

from indexer import messages
from indexer.errors import NoSuchThing, OnlyWholeMeetings
from indexer.index import open_index
from indexer.index.port import Index
from indexer.model import Meeting
from indexer.pipeline.ingest import project, writing_to
from indexer.reading import ocr
from indexer.settings import Settings
from indexer.storage.archive import Archive
from indexer.storage.file_lock import exclusive
from indexer.swedish import MatchLevel

SHORTEST: Final = 6
"""Letters of a word below which its bytes may stand in a packed file by chance."""
SOUGHT: Final = 60
"""The most words sought as bytes, the longest first."""

_WORD: Final = re.compile(
    rb"[%s]?[A-Za-z\x80-\xff]{%d,}" % (re.escape("".join({*MatchLevel} - {MatchLevel.EXACT})).encode(), SHORTEST)
)
"""A run of letters in any file, with the sign before it of a form that words share: that is no word by itself."""


class PurgeReport(msgspec.Struct, frozen=True, kw_only=True):
    """What was withdrawn, and what was looked at to prove it; `traces` names where something is left, and is empty."""

    id: str
    files: tuple[str, ...]
    words: int
    scanned: int
    bytes: int
    traces: tuple[str, ...]
    seconds: float


def withdraw(settings: Settings, id: str) -> PurgeReport:
    """Withdraw the meeting with this id, and prove that it has gone.

    Raises NoSuchThing when there is none, OnlyWholeMeetings for a part of one, and what indexing raises.
    """
    started = time.monotonic()
    index = open_index(settings.index)
    with writing_to(settings), exclusive(settings.archive / "LOCK"):
        archive = Archive(settings.archive)
        meeting = _meeting(archive, id)
        project(archive, index)
        keys = index.terms_only_in(meeting)
        words = _said_by_no_other({key[1:] for key in keys if key[0] == MatchLevel.EXACT}, archive.files_of_others(id))
        files = _forget(archive, id)
        ocr.forget_all_but(settings.ocr, {record.sha256 for record in archive.files.values()})
        project(archive, index)
    now = open_index(settings.index)
    scanned = [path for folder in (settings.index, settings.archive) for path in _files_below(folder)]
    return PurgeReport(
        id=id,
        files=files,
        words=len(words),
        scanned=len(scanned),
        bytes=sum(path.stat().st_size for path in scanned),
        traces=(*_known_to(now, meeting, keys), *_traces(scanned, id, words)),
        seconds=round(time.monotonic() - started, 3),
    )


def _meeting(archive: Archive, id: str) -> Meeting:
    """The meeting to withdraw."""
    try:
        return archive.meeting(id)
    except NoSuchThing:
        thing = archive.thing(id)
        raise OnlyWholeMeetings(id, "/".join(thing.id.split("/")[:2])) from None


def _forget(archive: Archive, id: str) -> tuple[str, ...]:
    """Take a meeting out of the archive, durably; the files that hold it, which are left where they are.

    Those are the one that it was read from, and others that were passed over for that one.
    """
    holding = {path: record for path, record in archive.files.items() if id in (record.meeting, record.same_as)}
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    archive.commit(
        {path: record for path, record in archive.files.items() if path not in holding},
        {**archive.withdrawn, **{record.sha256: today for record in holding.values()}},
    )
    return tuple(path for path in holding if Path(path).exists())


def _known_to(index: Index, meeting: Meeting, keys: Iterable[str]) -> Iterator[str]:
    """What the index still knows of a meeting."""
    if meeting.id in index.digests():
        yield messages.text("report.trace_meeting")
    yield from (messages.text("report.trace_item", id=item.id) for item in meeting.walk() if index.stored_item(item.id))
    kept = (key for key in sorted(keys) if index.contains_term(key))
    yield from (messages.text("report.trace_word", word=key[1:]) for key in kept)


def _said_by_no_other(words: Iterable[str], others: Iterable[Path]) -> set[str]:
    """The longest of these words, but those that other minutes have where it is not searched, as in a label."""
    longest = sorted((word for word in words if len(word) >= SHORTEST), key=lambda word: (-len(word), word))[:SOUGHT]
    forms = _forms(longest)
    said = {forms[found] for path in others for found in _words_of(path.read_bytes()) & forms.keys()}
    return set(longest) - said


def _traces(paths: Iterable[Path], id: str, words: Iterable[str]) -> Iterator[str]:
    """The files in which the id, or a word that only the meeting had, stands as bytes."""
    forms = _forms(words)
    whole = re.compile(rb"%s(?<![-\w]%s)(?![-\w])" % ((re.escape(id.encode()),) * 2))
    for path in paths:
        content = path.read_bytes()
        if whole.search(content):
            yield f"{path}: {id}"
        elif found := _words_of(content) & forms.keys():
            yield f"{path}: {forms[min(found)]}"


def _forms(words: Iterable[str]) -> dict[bytes, str]:
    """The words as bytes, as they are and with capitals, each with what it is a form of."""
    return {form.encode(): word for word in words for form in (word, word.capitalize(), word.upper())}


def _words_of(content: bytes) -> set[bytes]:
    """The runs of letters in some bytes."""
    return set(_WORD.findall(content))


def _files_below(folder: Path) -> Iterator[Path]:
    """Every file below a folder."""
    return (path for path in sorted(folder.rglob("*")) if path.is_file())
