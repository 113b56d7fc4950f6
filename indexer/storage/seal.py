"""Seals: files that tell whether they are as they were written.

A sealed JSON file begins with the SHA-256 of all that follows:

    {
     "seal": "9f86d0…",
     "generation": 12,
     …

so that it stays the JSON it is for whoever reads it, and one changed bit, a missing end or a key written twice is
noticed before anything in it is believed. A sealed text has its seal in a line of its own, made with what the text is
of, so that one text in the place of another is noticed too.
"""

from __future__ import annotations

import re
from hashlib import sha256

_SEALED = re.compile(rb'\{\n "seal": "([0-9a-f]{64})",')
_LINE = 65
"""Letters of a seal and the end of its line."""


class BrokenSeal(ValueError):
    """Some bytes are not as they were sealed, or were never sealed."""


def sealed(document: bytes) -> bytes:
    """An indented JSON object with its seal before its first member."""
    rest = document.removeprefix(b"{")
    return b'{\n "seal": "%s",%s' % (sha256(rest).hexdigest().encode(), rest)


def seal_of(content: bytes) -> str:
    """The seal of a sealed JSON object; BrokenSeal when it is not as it was written, or was not sealed."""
    match = _SEALED.match(content)
    if match is None:
        raise BrokenSeal("unsealed")
    seal = match[1].decode()
    if sha256(memoryview(content)[match.end() :]).hexdigest() != seal:
        raise BrokenSeal("altered")
    return seal


def unsealed(content: bytes) -> tuple[str, bytes]:
    """The seal of a sealed JSON object, and the object as it was before; BrokenSeal as `seal_of` has it."""
    seal = seal_of(content)
    return seal, b"{" + content[len(b'{\n "seal": "",') + len(seal) :]


def is_sealed(content: bytes) -> bool:
    """Whether some bytes begin as a sealed JSON object does."""
    return _SEALED.match(content) is not None


def sealed_text(text: str, of: str) -> bytes:
    """A text with its seal before it; `of` says what it is the text of."""
    return f"{_text_seal(text, of)}\n{text}".encode()


def unsealed_text(content: bytes, of: str) -> str:
    """The text that was sealed as that of `of`; BrokenSeal when it is not as it was written."""
    try:
        seal, text = content[: _LINE - 1].decode("ascii"), content[_LINE:].decode()
    except UnicodeDecodeError:
        raise BrokenSeal("altered") from None
    if seal != _text_seal(text, of) or content[_LINE - 1 : _LINE] != b"\n":
        raise BrokenSeal("altered")
    return text


def _text_seal(text: str, of: str) -> str:
    """What tells a text, and what it is of, from any other."""
    return sha256(f"{of}\n{text}".encode()).hexdigest()
