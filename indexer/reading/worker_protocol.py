"""Worker protocol: what the sandbox and its worker say to each other: a length in four bytes, then msgpack."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO, Any, Final

import msgspec

from indexer.reading.original import OriginalFile


class ReadJob(msgspec.Struct, tag="job"):
    """A file to read, the folder where text that OCR reads is kept, and whether what is no minutes is taken too.

    Or, from 0, which page of it to draw.
    """

    original: OriginalFile
    cache: str | None = None
    anything: bool = False
    page: int | None = None


class ReadProgress(msgspec.Struct, tag="news"):
    """How many pages are done, of how many."""

    done: int
    of: int


class ReadRefusal(msgspec.Struct, tag="refusal"):
    """Why the file cannot be read, as a message; `kind` names the error that says so."""

    code: str
    args: dict[str, Any] = {}
    kind: str = "UnreadableFile"


class ReadAnswer(msgspec.Struct, tag="answer"):
    """What was read, packed."""

    packed: bytes


WorkerMessage = ReadJob | ReadProgress | ReadRefusal | ReadAnswer

_MESSAGES: Final = msgspec.msgpack.Decoder(WorkerMessage)
_ENCODER: Final = msgspec.msgpack.Encoder()


def send(stream: IO[bytes], message: WorkerMessage) -> None:
    """Write a message."""
    packed = _ENCODER.encode(message)
    stream.write(len(packed).to_bytes(4, "big"))
    stream.write(packed)
    stream.flush()


def receive(take: Callable[[int], bytes]) -> WorkerMessage | None:
    """The next message, from what gives as many bytes as it is asked for, or fewer when the other side is gone."""
    length = int.from_bytes(take(4), "big")
    packed = take(length)
    return _MESSAGES.decode(packed) if length and len(packed) == length else None
