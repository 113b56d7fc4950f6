"""Page images: the pages of originals as they look, drawn when they are asked for.

What may be seen is what may be fetched: a page is shown of an original that `Catalog.original` hands out, and of no
other, so of nothing that was withdrawn. A picture cannot be masked, and a PDF is handed out as it arrived; both follow
the same rule. What was drawn is kept in memory until something new is indexed, and never on disk. The words of
a scan are those that OCR read, where they were kept.
"""

from __future__ import annotations

from collections import OrderedDict
from hashlib import sha256
from threading import BoundedSemaphore, Lock
from typing import Final

import msgspec

from indexer.errors import NoSuchThing, ProtokollError
from indexer.reading import ocr
from indexer.reading.original import OriginalFile
from indexer.reading.page_image import PageImage, page_image
from search_ui.search.catalog import Catalog

MOST_KEPT: Final = 100
"""Pages kept of each process: about 10 MB."""
MOST_AT_ONCE: Final = 2
"""Pages drawn at the same time by each process; drawing one takes about 0.2 s."""
WAIT_S: Final = 5.0
"""Seconds that a page waits for its turn; then it is refused, to be asked for again."""
LARGEST: Final = 64 * 2**20
"""Bytes of the largest file whose pages are drawn: it is read anew for each page."""


class PageImages:
    """Draws the pages of a catalog's originals."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._kept: OrderedDict[tuple[str, int], PageImage] = OrderedDict()
        self._generation = ""
        self._lock = Lock()
        self._turns = BoundedSemaphore(MOST_AT_ONCE)

    def get(self, id: str, number: int) -> PageImage:
        """A page, counted from 1, of the PDF that a meeting was read from.

        Raises NoSuchThing when there is none that may be seen, UnreadableFile when it cannot be drawn, and
        ProtokollError when too many are drawn already.
        """
        if not 1 <= number <= self._catalog.pdf_pages(id):
            raise NoSuchThing(f"{id}/{number}")
        generation = self._catalog.index.generation
        with self._lock:
            if generation != self._generation:
                self._kept.clear()
                self._generation = generation
            if kept := self._kept.get((id, number)):
                self._kept.move_to_end((id, number))
                return kept
        drawn = self._drawn(id, number)
        with self._lock:
            if generation == self._generation:
                self._kept[id, number] = drawn
                if len(self._kept) > MOST_KEPT:
                    self._kept.popitem(last=False)
        return drawn

    def _drawn(self, id: str, number: int) -> PageImage:
        if not self._turns.acquire(timeout=WAIT_S):
            raise ProtokollError("page.unavailable")
        try:
            file = self._catalog.original(id)
            original = OriginalFile(name=file.name, data=file.data, media_type=file.media_type)
            if len(file.data) > LARGEST:
                raise original.unreadable("file.too_large", size=len(file.data) // 2**20, most=LARGEST // 2**20)
            drawn = page_image(original, number)
            read = ocr.words_of(self._catalog.settings.ocr, sha256(file.data).hexdigest(), number - 1)
            return msgspec.structs.replace(drawn, words=read) if read else drawn
        finally:
            self._turns.release()
