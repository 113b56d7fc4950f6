"""Mail: a message that is minutes itself (its subject, then its text), and what is attached to one.

A few hundred kilobytes of headers can keep the standard library busy for minutes, so a mail is only opened by a worker.
"""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import PurePosixPath

import msgspec

from indexer.model import Pages
from indexer.reading import html, text
from indexer.reading.original import OriginalFile, ReadOptions


def read(original: OriginalFile, options: ReadOptions) -> Pages:
    """The subject of a mail and its text, the plain one where it has two."""
    mail = _opened(original)
    body = mail.get_body(preferencelist=("plain", "html"))
    if body is None:
        raise original.unreadable("file.mail_without_text")
    inner = msgspec.structs.replace(original, data=body.get_payload(decode=True) or b"")
    read_body = html.read if body.get_content_type() == "text/html" else text.read
    return original.pages((f"{mail.get('Subject', '')}\n\n", *_pages(read_body(inner, options))))


def attachments(original: OriginalFile) -> Iterator[tuple[str, bytes]]:
    """The files attached to a mail, and to the mails in it, by their names; pictures within the text are no files."""
    for number, part in enumerate(_opened(original).walk(), 1):
        if part.is_multipart() or not isinstance(part, EmailMessage):
            continue
        is_file = part.get_content_disposition() == "attachment" or part.get_filename()
        name = PurePosixPath((part.get_filename() or f"bilaga-{number}").replace("\\", "/")).name
        if is_file and part.get_content_maintype() != "image":
            content = part.get_payload(decode=True)
            yield name, content if isinstance(content, bytes) else b""


def _opened(original: OriginalFile) -> EmailMessage:
    """A mail, leniently read."""
    return email.message_from_bytes(original.data, policy=email.policy.default)


def _pages(pages: Pages) -> list[str]:
    return [pages.text[start:end] for start, end in pages.bounds()]
