"""The parser's fingerprint: what it makes of a fixed set of texts, and the files of words that it reads.

    python -m tests.minutes.fingerprint

writes it down in fingerprint.json, beside the version that it belongs to. Archives are read again when the version
moves, so it must move whenever the fingerprint does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import msgspec

from indexer.minutes import VERSION, NotMinutes, parse
from indexer.minutes.words import FOLDER, words_in
from indexer.model import Meeting, Pages

HERE = Path(__file__).parent
RECORD = HERE / "fingerprint.json"
TEXTS = sorted(path for kind in ("*.txt", "*.md") for path in HERE.rglob(kind) if path.name != "README.md")
WORDS = sorted([*FOLDER.glob("*.txt"), *FOLDER.with_name("styles").glob("*.txt")])


class Fingerprint(msgspec.Struct, frozen=True):
    """Sixteen digits for what is parsed and sixteen for the words, with the version that they belong to."""

    version: str
    parsed: str
    words: str


def fingerprint() -> Fingerprint:
    """The fingerprint of the parser as it is now."""
    return Fingerprint(
        version=VERSION,
        parsed=_digest(msgspec.json.encode(_parsed(path)) for path in TEXTS),
        words=_digest(
            msgspec.json.encode((path.name, dict(words_in(path.read_text(encoding="utf-8"))))) for path in WORDS
        ),
    )


def recorded() -> Fingerprint:
    """The fingerprint that was written down."""
    return msgspec.json.decode(RECORD.read_bytes(), type=Fingerprint)


def _parsed(path: Path) -> Meeting | str:
    text = path.read_text(encoding="utf-8")
    try:
        return parse(Pages(file=path.name, sha256="", media_type="text/plain", text=text)).meeting
    except NotMinutes as refusal:
        return str(refusal)


def _words(path: Path) -> dict[str, tuple[str, ...]]:
    """The words of a file, its comments left out."""
    return dict(words_in(path.read_text(encoding="utf-8")))


def _digest(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part + b"\0")
    return digest.hexdigest()[:16]


if __name__ == "__main__":
    RECORD.write_bytes(msgspec.json.format(msgspec.json.encode(fingerprint()), indent=1) + b"\n")
