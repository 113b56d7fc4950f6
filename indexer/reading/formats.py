"""Formats: the kinds of files there are, how each is told by its bytes, and what reads it, declared once.

What a file is, is told by the bytes themselves; the name's ending is only a hint. A new format is one entry in FORMATS.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import TypeAlias

import msgspec

from indexer.model import Pages
from indexer.reading import docx, html, mail, ocr, odt, original, pdf, rtf, text
from indexer.reading.original import OriginalFile, ReadOptions

Reader: TypeAlias = Callable[[OriginalFile, ReadOptions], Pages]

PK = (b"PK\x03\x04", b"PK\x05\x06")
"""What a ZIP begins with."""

OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
OUTLOOK = "__substg1.0_".encode("utf-16-le")
"""What old office files begin with; what those have in them that only wrap a new one with a password, and Outlook's."""

_HTML = re.compile(rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_TAG = re.compile(rb"</?[a-z][^<>]*>", re.I)
_MAIL = re.compile(rb"(?:From |[A-Za-z][A-Za-z0-9-]{1,60}:[ \t\r\n])")
_MAIL_ONLY = re.compile(rb"^(?:Received|MIME-Version|Message-ID|Return-Path):[ \t]", re.I | re.M)


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of file: `read` reads it, or else `refusal` is the code of what is said of it.

    It is told by what it `begins` with, by a `part` that stands in clear in a ZIP of this kind, also in a damaged one,
    or by `is_it`, which is given the bytes and whether the name ends in one of the `suffixes`.
    """

    media_type: str
    read: Reader | None = None
    refusal: str = ""
    begins: tuple[bytes, ...] = ()
    part: bytes = b""
    suffixes: tuple[str, ...] = ()
    is_it: Callable[[bytes, bool], bool] | None = None


def _is_html(data: bytes, called_so: bool) -> bool:
    # Without byte order mark and without the zeros of UTF-16, tags look the same in any encoding.
    head = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe").replace(b"\0", b"")
    return _HTML.match(head) is not None or (called_so and _TAG.search(head) is not None)


def _is_mail(data: bytes, called_so: bool) -> bool:
    return _MAIL.match(data) is not None and (called_so or _MAIL_ONLY.search(data[:4096]) is not None)


def _is_pdf(data: bytes, _: bool) -> bool:
    # Mail gateways and printers put lines of their own before a PDF's first; its readers allow 1,024 bytes.
    return b"%PDF-" in data[:1024]


FORMATS = (
    Format(
        media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        read=docx.read,
        part=b"word/",
        suffixes=(".docx",),
    ),
    Format(
        media_type="application/vnd.oasis.opendocument.text",
        read=odt.read,
        part=b"application/vnd.oasis.opendocument.text",
        suffixes=(".odt",),
    ),
    Format(
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        refusal="file.spreadsheet",
        part=b"xl/",
        suffixes=(".xlsx",),
    ),
    Format(
        media_type="application/vnd.openxmlformats-officedocument.presentationml.presentation",
        refusal="file.slides",
        part=b"ppt/",
        suffixes=(".pptx",),
    ),
    Format(media_type="application/zip", refusal="file.several_packed", begins=PK),
    Format(media_type="image/webp", read=ocr.read, is_it=lambda data, _: (data[:4], data[8:12]) == (b"RIFF", b"WEBP")),
    Format(
        media_type="application/encrypted",
        refusal="file.locked",
        is_it=lambda data, _: data.startswith(OFFICE) and ENCRYPTED in data,
    ),
    Format(
        media_type="application/vnd.ms-outlook",
        refusal="file.outlook",
        is_it=lambda data, _: data.startswith(OFFICE) and OUTLOOK in data,
    ),
    Format(media_type="application/msword", refusal="file.old_office", begins=(OFFICE,)),
    Format(media_type="application/rtf", read=rtf.read, begins=(b"{\\rtf",)),
    Format(media_type="application/pdf", read=pdf.read, is_it=_is_pdf),
    Format(media_type="image/png", read=ocr.read, begins=(b"\x89PNG\r\n\x1a\n",)),
    Format(media_type="image/jpeg", read=ocr.read, begins=(b"\xff\xd8\xff",)),
    Format(media_type="image/tiff", read=ocr.read, begins=(b"II*\0", b"MM\0*")),
    Format(media_type="image/gif", read=ocr.read, begins=(b"GIF8",)),
    Format(media_type="image/bmp", read=ocr.read, begins=(b"BM",)),
    Format(
        media_type="application/x-archive",
        refusal="file.packed",
        begins=(b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07"),
    ),
    Format(media_type=original.HTML, read=html.read, suffixes=(".htm", ".html", ".xhtml"), is_it=_is_html),
    Format(media_type="message/rfc822", read=mail.read, suffixes=(".eml",), is_it=_is_mail),
)
"""Every kind but plain text, in the order in which they are tried."""

TEXT = Format(media_type=original.TEXT, read=text.read)
"""What a file is when nothing else is recognised."""

READERS: Mapping[str, Reader] = {one.media_type: one.read for one in (*FORMATS, TEXT) if one.read}
"""The reader of each kind that is read."""


def format_of(data: bytes, name: str) -> Format:
    """The kind of file that these bytes are."""
    suffix = PurePath(name).suffix.lower()
    if data.startswith(PK):
        packed = [one for one in FORMATS if one.part]
        by_part = (one for one in packed if one.part in data)
        by_name = (one for one in packed if suffix in one.suffixes)
        if found := next(by_part, None) or next(by_name, None):
            return found
    for one in FORMATS:
        if data.startswith(one.begins) if one.begins else one.is_it and one.is_it(data, suffix in one.suffixes):
            return one
    return TEXT
