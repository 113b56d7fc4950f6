"""Ledger: which meetings there were at each round, and up to which of them each watch has been told.

    data/meetings/NOTIFIED.json  NOTIFIED.copy.json    sealed; the copy is, until it follows, the ledger before
    data/meetings/ENDED/                               a file for each watch that its reader has ended

A round is a number. A meeting is new in the round that met it first, whatever day it was held and whatever became of
the archive since: put back from a copy, made again, its clock set wrong. No address and no word of minutes is kept:
meetings and watches are known by hashes.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Final

import msgspec

from indexer.storage import durable
from indexer.storage.seal import BrokenSeal, sealed, unsealed

LEDGER: Final = "NOTIFIED.json"
COPY: Final = "NOTIFIED.copy.json"
ENDED: Final = "ENDED"


class Told(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How far a watch has been told: all of the rounds up to `round`, last on `day`.

    `sending` is the round that a letter goes up to which was begun and not known to be taken, 0 for none. `key` is the
    secret by which its reader ends it.
    """

    round: int
    key: str
    day: str = ""
    sending: int = 0


class Ledger(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What has been told: the last `round`, the round in which each meeting was met, and how far each watch is."""

    format: int = 1
    round: int = 0
    meetings: dict[str, int] = {}
    watches: dict[str, Told] = {}

    def met(self, ids: Iterable[str]) -> Ledger:
        """The ledger after a round that finds these meetings."""
        new = [mark for id in ids if (mark := hashed(id)) not in self.meetings]
        if not new:
            return self
        number = self.round + 1
        return msgspec.structs.replace(self, round=number, meetings=self.meetings | dict.fromkeys(new, number))

    def watching(self, ids: Iterable[str]) -> Ledger:
        """The ledger with just these watches: a new one is told of what comes after this round."""
        kept = {id: self.watches.get(id) or Told(round=self.round, key=secrets.token_urlsafe(18)) for id in ids}
        return msgspec.structs.replace(self, watches=kept)

    def new_for(self, told: Told, ids: Iterable[str], upto: int) -> frozenset[str]:
        """Which of these meetings a watch is to be told of, up to a round."""
        return frozenset(id for id in ids if told.round < self.meetings.get(hashed(id), 0) <= upto)

    def put(self, watch: str, told: Told) -> Ledger:
        """The ledger with how far a watch has been told."""
        return msgspec.structs.replace(self, watches=self.watches | {watch: told})


def hashed(id: str) -> str:
    """What is remembered of a meeting's id."""
    return sha256(id.encode()).hexdigest()[:20]


_LEDGERS: Final = msgspec.json.Decoder(Ledger)
_JSON: Final = msgspec.json.Encoder()


def read_ledger(archive: Path) -> tuple[Ledger, bool]:
    """The ledger, and whether one was lost: it is there, and neither it nor its copy is as it was written."""
    whole, there = [], False
    for path in (archive / LEDGER, archive / COPY):
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            continue
        except OSError:
            content = b""
        there = True
        with suppress(BrokenSeal, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            whole.append(_LEDGERS.decode(unsealed(content)[1]))
    return (whole[0], False) if whole else (Ledger(), there)


def write_ledger(archive: Path, ledger: Ledger) -> None:
    """Keep the ledger, durably, in both places."""
    content = sealed(msgspec.json.format(_JSON.encode(ledger), indent=1))
    durable.replace(archive / LEDGER, content)
    durable.replace(archive / COPY, content)


def watch_with(archive: Path, key: str) -> str | None:
    """The watch that this key ends; None when there is none."""
    watches = read_ledger(archive)[0].watches.items()
    return next((id for id, told in watches if secrets.compare_digest(told.key.encode(), key.encode())), None)


def end(archive: Path, watch: str) -> None:
    """Let a watch be ended, as its reader wishes."""
    durable.replace(archive / ENDED / watch, b"")


def ended(archive: Path) -> frozenset[str]:
    """The watches that were ended."""
    folder = archive / ENDED
    return frozenset(path.name for path in folder.iterdir()) if folder.is_dir() else frozenset()
