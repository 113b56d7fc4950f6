"""Mail: a message that is minutes itself, nothing being attached to it: its subject, then its text."""

from __future__ import annotations

import msgspec

from indexer.model import Pages
from indexer.reading import html, text
from indexer.reading.containers import mail_of
from indexer.reading.original import OriginalFile, ReadOptions


def read(original: OriginalFile, options: ReadOptions) -> Pages:
    """The subject of a mail and its text, the plain one where it has two."""
    mail = mail_of(original.data)
    body = mail.get_body(preferencelist=("plain", "html"))
    if body is None:
        raise original.unreadable("file.mail_without_text")
    inner = msgspec.structs.replace(original, data=body.get_payload(decode=True) or b"")
    read_body = html.read if body.get_content_type() == "text/html" else text.read
    return original.pages((f"{mail.get('Subject', '')}\n\n", *_pages(read_body(inner, options))))


def _pages(pages: Pages) -> list[str]:
    return [pages.text[start:end] for start, end in pages.bounds()]
