r"""Text: bytes become letters in whichever encoding Swedes saved them in, or are refused with the reason.

A byte order mark decides; then UTF-8, which no other encoding passes for by chance. What is left is one of the code
pages that Swedish has been written in, and they differ in where å, ä and ö are: byte E5 is å to Windows, Â to an old
Macintosh and Õ to DOS. So the text is read in each, and the reading that looks Swedish wins:

    b"m\xf6te p\xe5 stan"   cp1252 "möte på stan"   mac_roman "mˆte pÂ stan"   cp850 "m÷te pÕ stan"

Characters are kept one for one; only line ends and composed letters are made the same (`OriginalFile.pages`).
"""

from __future__ import annotations

import codecs
import re
from collections import Counter

from indexer.errors import UnreadableFile
from indexer.model import Pages
from indexer.reading.original import OriginalFile, ReadOptions

MAX_TEXT = 16 * 2**20
"""The longest text that is read, in bytes: a year of a council's minutes is about 3 MB."""

CODE_PAGES = ("cp1252", "mac_roman", "cp850")
"""Where Swedish text that is not UTF-8 comes from: Windows, the old Macintosh, DOS."""

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_WEIGHTS = (
    dict.fromkeys("åäöÅÄÖ", 1.0) | dict.fromkeys("éüÉÜáèæøØ", 0.5) | dict.fromkeys("–—”“’‘§•…°½²´€·»«\xa0\xad", 0.1)
)
"""How much a character beyond ASCII speaks for a reading; one that is not here speaks against it, with weight 1."""

_SWEDISH = frozenset(
    ("för", "på", "är", "även", "från", "när", "här", "där", "får", "också", "två", "över", "år", "så", "då", "möte")
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_WORD = re.compile(r"[^\W\d_]+")
_WRONG_CASE = re.compile(r"(?<=[^\W\dA-ZÅÄÖ_])[ÅÄÖÉ]|[åäöé](?=[A-ZÅÄÖ])")
"""Capitals within a word: what is é to a Macintosh is Ä to DOS, and "motÄt" is no word."""

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")


def read(original: OriginalFile, _: ReadOptions) -> Pages:
    """The text of a plain text file; a form feed ends a page."""
    return original.pages(_split(decoded(original)))


def decoded(original: OriginalFile) -> str:
    """The bytes as text, without a byte order mark; UnreadableFile when no Swedish encoding makes sense of them."""
    if len(original.data) > MAX_TEXT:
        size = len(original.data) // 2**20
        raise original.unreadable("file.too_much_text", size=size, most=MAX_TEXT // 2**20)
    data = original.data
    if not data:
        raise original.unreadable("file.empty")
    text = next((text for decode in _DECODERS if (text := decode(original)) is not None), None)
    if text is None:
        raise _unread(original)
    if not _is_text(text):
        raise original.unreadable("file.control_characters")
    return text


def _marked(original: OriginalFile) -> str | None:
    for mark, encoding in MARKS:
        if original.data.startswith(mark):
            try:
                return original.data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                name = encoding[:6].rstrip("-").upper()
                raise original.unreadable("file.damaged_unicode", encoding=name, at=error.start) from error
    return None


def _unicode(original: OriginalFile) -> str | None:
    """The text when it is UTF-8, that twice over, UTF-16 without a mark, or the seven-bit Swedish of old terminals."""
    if b"\0" in original.data:
        return _wide(original.data)
    try:
        text = original.data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return _undoubled(text) or _seven_bit(text) or text


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: Swedish in it has a zero in every other byte, nearly everywhere."""
    for encoding, zeros in (("utf-16-le", data[1::2]), ("utf-16-be", data[0::2])):
        if len(data) % 2 == 0 and zeros.count(0) > 0.8 * len(zeros):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
    return None


def _undoubled(text: str) -> str | None:
    """The text that was UTF-8, was taken for Windows text, and was saved as UTF-8 again: "mÃ¶te" is möte."""
    if not re.search("Ã[¥¤¶…„–©]", text):
        return None
    try:
        return b"".join(_windows_byte(c) for c in text).decode("utf-8")
    except UnicodeError:
        return None


def _windows_byte(character: str) -> bytes:
    # Five bytes are nothing in cp1252; programs let them through as the control characters of the same number.
    return character.encode("latin-1" if "\x80" <= character <= "\x9f" else "cp1252")


_SEVEN_BIT = str.maketrans("{|}[\\]", "äöåÄÖÅ")


def _seven_bit(text: str) -> str | None:
    """Swedish as terminals wrote it in seven bits, "m|te p} r}dhuset", where braces are the letters."""
    if not text.isascii() or not all(re.search(rf"[a-z]\{brace}|\{brace}[a-z]", text) for brace in "{|}"):
        return None
    letters = text.translate(_SEVEN_BIT)
    return letters if _known_words(letters) > 2 * _known_words(text) else None


def _code_page(original: OriginalFile) -> str | None:
    if b"\0" in original.data:
        return None
    readings = []
    for encoding in CODE_PAGES:
        try:
            readings.append(original.data.decode(encoding))
        except UnicodeDecodeError:
            continue
    best = max(readings, key=_swedishness, default="")
    return best if _swedishness(best) > 0 else None


def _swedishness(text: str) -> float:
    beyond = Counter(_BEYOND_ASCII.findall(text))
    letters = sum(_WEIGHTS.get(character, -1) * count for character, count in beyond.items())
    return letters + _known_words(text) - 2 * len(_WRONG_CASE.findall(text))


def _known_words(text: str) -> int:
    return sum(word.lower() in _SWEDISH for word in _WORD.findall(text))


_DECODERS = (_marked, _unicode, _code_page)


def _is_text(text: str) -> bool:
    # A stray control character is a printer's leftover; one in a hundred is a program's data.
    return "\0" not in text and len(_CONTROLS.findall(text)) <= 0.01 * len(text)


def _unread(original: OriginalFile) -> UnreadableFile:
    """What is wrong with a file that no decoder made sense of."""
    data = original.data
    if b"\0" in data or not _is_text(data.decode("latin-1")):
        return original.unreadable("file.not_text")
    sound, _, rest = (mended := data.decode("utf-8", "replace")).partition("\ufffd")
    if mended.count("\ufffd") <= 0.001 * len(data) + 1 and not (sound + rest).isascii():
        return original.unreadable("file.damaged_utf8", line=sound.count("\n") + 1)
    return original.unreadable("file.unknown_encoding")


def _split(text: str) -> list[str]:
    """The pages: each ends with its form feed, and a form feed last of all begins no page."""
    return re.findall(r"[^\f]*\f|[^\f]+", text) or [text]
