"""Purge: a meeting, an item of one, or a name in one leaves without a trace, and stays out.

WITHDRAWN.json remembers it by hashes; how it leaves index and archive is `publish.finish`. That nothing is left is then
not believed but looked up: the words that no other minutes have are sought in the new index's dictionary and, as
bytes, in every file of index and archive.
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
from indexer.index import index_of
from indexer.index.port import Index
from indexer.model import AgendaItem, Meeting
from indexer.pipeline.ingest import opened
from indexer.pipeline.plan import as_printed
from indexer.pipeline.publish import finish, project, writing_to
from indexer.settings import Settings
from indexer.storage.archive import Archive
from indexer.storage.file_lock import exclusive
from indexer.storage.withdrawals import Withdrawal, hashed, hashed_name, hashed_title, mentions, name_words, without
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


def withdraw(settings: Settings, id: str, *, item: bool = False, name: str | None = None) -> PurgeReport:
    """Withdraw the meeting with this id, or the `item` that has it, or a `name` in the meeting, and prove it.

    Raises NoSuchThing when there is none, or the name does not stand in it, OnlyWholeMeetings for a part of a meeting
    unless an item is meant, and what indexing raises.
    """
    started = time.monotonic()
    index = index_of(settings)
    with writing_to(settings), exclusive(settings.archive / "LOCK"):
        archive, _ = opened(settings)
        finish(archive, index, settings)
        meeting, withdrawal = _named(archive, id, item=item, name=name)
        rest = None if withdrawal.whole else without(meeting, [withdrawal])
        project(archive, index)
        keys = index.terms_only_in(meeting) - (index.terms_only_in(rest) if rest else frozenset())
        words = _only_said_there(archive, meeting, rest, keys)
        files = _holding(archive, meeting.id) if withdrawal.whole else ()
        archive.commit(withdrawals=(*archive.withdrawals, withdrawal))
        finish(archive, index, settings)
        for path in archive.damaged_files():
            if not words.isdisjoint(_said_in(path, words)):
                path.unlink()
    now = index_of(settings)
    scanned = [path for folder in (settings.index, settings.archive) for path in _files_below(folder)]
    return PurgeReport(
        id=id,
        files=files,
        words=len(words),
        scanned=len(scanned),
        bytes=sum(path.stat().st_size for path in scanned),
        traces=(*_known_to(now, meeting, rest, withdrawal, keys), *_traces(scanned, None if rest else id, words)),
        seconds=round(time.monotonic() - started, 3),
    )


def _named(archive: Archive, id: str, *, item: bool, name: str | None) -> tuple[Meeting, Withdrawal]:
    """The meeting that something is withdrawn from, and what is."""
    meeting_id = "/".join(id.split("/")[:2])
    thing = archive.thing(id)
    if not isinstance(thing, Meeting) and not (item and isinstance(thing, AgendaItem)):
        raise OnlyWholeMeetings(id, meeting_id)
    meeting = archive.meeting(meeting_id)
    holding = (record.sha256 for record in archive.files.values() if meeting_id in {record.meeting, record.same_as})
    withdrawal = Withdrawal(
        day=f"{datetime.now(UTC):%Y-%m-%d}", meeting=hashed(meeting_id), files=tuple(sorted(holding)), pending=True
    ).renamed(meeting_id, as_printed(meeting_id, meeting.as_printed))
    if name is not None:
        words = name_words(name)
        withdrawal = msgspec.structs.replace(withdrawal, name=hashed_name(words), words=len(words))
        if not words or not mentions(thing, [(withdrawal.name or "", withdrawal.words)]):
            raise NoSuchThing(name)
    elif isinstance(thing, AgendaItem):
        withdrawal = msgspec.structs.replace(withdrawal, position=thing.position, title=hashed_title(thing))
    return meeting, withdrawal


def _holding(archive: Archive, id: str) -> tuple[str, ...]:
    """The files that hold a meeting: that it was read from, and others that were passed over for that one."""
    paths = (path for path, record in archive.files.items() if id in {record.meeting, record.same_as})
    return tuple(path for path in paths if Path(path).exists())


def _known_to(
    index: Index, meeting: Meeting, rest: Meeting | None, withdrawal: Withdrawal, keys: Iterable[str]
) -> Iterator[str]:
    """What the index still knows of what was withdrawn from a meeting, of which the rest, if any, is to stay."""
    if rest is None and meeting.id in index.digests():
        yield messages.text("report.trace_meeting")
    stay = {item.id for item in rest.walk()} if rest else set()
    for item in meeting.walk():
        entry = index.stored_item(item.id)
        if entry and (
            item.id not in stay or (withdrawal.name and mentions(entry, [(withdrawal.name, withdrawal.words)]))
        ):
            yield messages.text("report.trace_item", id=item.id)
    kept = (key for key in sorted(keys) if index.contains_term(key))
    yield from (messages.text("report.trace_word", word=key[1:]) for key in kept)


def _only_said_there(archive: Archive, meeting: Meeting, rest: Meeting | None, keys: Iterable[str]) -> frozenset[str]:
    """The longest words of what is withdrawn that neither other minutes nor the rest of these have anywhere."""
    words = {key[1:] for key in keys if key[0] == MatchLevel.EXACT and len(key) > SHORTEST}
    longest = sorted(words, key=lambda word: (-len(word), word))[:SOUGHT]
    forms = _forms(longest)
    said = {
        forms[word]
        for path in archive.files_of_others(meeting.id)
        for word in _words_of(path.read_bytes()) & forms.keys()
    }
    if rest:
        said |= {forms[word] for word in _words_of(msgspec.json.encode(rest)) & forms.keys()}
    return frozenset(longest) - said


def _said_in(path: Path, words: Iterable[str]) -> set[str]:
    """Which of these words stand in a file."""
    forms = _forms(words)
    return {forms[word] for word in _words_of(path.read_bytes()) & forms.keys()}


def _traces(paths: Iterable[Path], id: str | None, words: Iterable[str]) -> Iterator[str]:
    """The files in which the id, or a word that only what was withdrawn had, stands as bytes."""
    forms = _forms(words)
    whole = re.compile(rb"%s(?<![-\w]%s)(?![-\w])" % ((re.escape(id.encode()),) * 2)) if id else None
    for path in paths:
        content = path.read_bytes()
        if whole and whole.search(content):
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
