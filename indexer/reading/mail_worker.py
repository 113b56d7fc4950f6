"""Mail worker: the process that opens a mail, whose headers and parts can be made to take any time and memory."""

from __future__ import annotations

from indexer.reading import mail, worker
from indexer.reading.original import OriginalFile, ReadOptions


def main() -> None:
    """Take mails apart until there are none."""
    worker.main(_attachments)


def _attachments(original: OriginalFile, options: ReadOptions) -> list[tuple[str, bytes]]:
    try:
        return list(mail.attachments(original))
    except MemoryError:
        raise
    except Exception as error:  # whatever a hostile mail makes the library do, it is a damaged mail
        raise original.unreadable("file.damaged_mail") from error
