"""Media types: what kind of file the bytes are, told by the bytes themselves; the name's ending is only a hint."""

from __future__ import annotations

import re
from pathlib import PurePath

TEXT = "text/plain"
HTML = "text/html"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
DOC = "application/msword"
RTF = "application/rtf"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ARCHIVE = "application/zip"
LOCKED = "application/encrypted"
PNG, JPEG, TIFF, GIF, BMP, WEBP = "image/png", "image/jpeg", "image/tiff", "image/gif", "image/bmp", "image/webp"
IMAGES = (PNG, JPEG, TIFF, GIF, BMP, WEBP)

OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""What old office files begin with, and what those have in them that only wrap a new one with a password."""

BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", PDF),
    (b"{\\rtf", RTF),
    (OFFICE, DOC),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"II*\0", TIFF),
    (b"MM\0*", TIFF),
    (b"GIF8", GIF),
    (b"BM", BMP),
    (b"\x1f\x8b", ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", ARCHIVE),
    (b"Rar!\x1a\x07", ARCHIVE),
)
"""What a file of each kind begins with."""

PARTS: tuple[tuple[bytes, str], ...] = (
    (b"word/", DOCX),
    (b"application/vnd.oasis.opendocument.text", ODT),
    (b"xl/", SHEET),
    (b"ppt/", SLIDES),
)
"""What names a ZIP of each kind has in it: the names stand in clear, so also a damaged file tells what it was."""

SUFFIXES = {".docx": DOCX, ".odt": ODT, ".xlsx": SHEET, ".pptx": SLIDES, ".htm": HTML, ".html": HTML, ".xhtml": HTML}

_HTML = re.compile(rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_TAG = re.compile(rb"</?[a-z][^<>]*>", re.I)


def media_type(data: bytes, name: str) -> str:
    """The kind of file that these bytes are, plain text when nothing else is recognised."""
    suffix = PurePath(name).suffix.lower()
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return next((kind for part, kind in PARTS if part in data), SUFFIXES.get(suffix, ARCHIVE))
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return WEBP
    if data.startswith(OFFICE) and ENCRYPTED in data:
        return LOCKED
    for beginning, kind in BEGINNINGS:
        # Mail gateways and printers put lines of their own before a PDF's first; its readers allow 1,024 bytes.
        if data.startswith(beginning) or (kind == PDF and beginning in data[:1024]):
            return kind
    head = _narrow(data[:4096])
    if _HTML.match(head) or (SUFFIXES.get(suffix) == HTML and _TAG.search(head)):
        return HTML
    return TEXT


def _narrow(head: bytes) -> bytes:
    """The head without byte order mark and without the zeros of UTF-16, to look for tags in any encoding."""
    return head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe").replace(b"\0", b"")
