"""Integrity: what in the archive is not as it was written, and which files of minutes tell it again."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.reading import ocr
from indexer.settings import Settings
from indexer.storage.archive import Archive
from indexer.storage.lists import Damage


def damaged(archive: Archive, settings: Settings) -> Iterator[tuple[str, Damage]]:
    """What is wrong with meetings and with pages that OCR has read, each with the path of the file to read again."""
    unsound = archive.unsound()
    for path, record in archive.files.items():
        if record.meeting in unsound:
            yield path, unsound[record.meeting]
        if record.ocr is not None:
            state, broken = ocr.state(settings.ocr, record.sha256)
            yield from ((path, Damage(str(page), "not_as_written")) for page in broken)
            if state != record.ocr and not broken:
                yield path, Damage(str(settings.ocr / record.sha256), "missing")
