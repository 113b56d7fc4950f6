"""Page image: how one page of a PDF looks, small enough to send, and where its words stand.

A page is drawn in sixteen shades of grey at twice the size that it has on paper; where that is too many bytes, as of
photographs, with fewer shades or smaller. The words are those of the text layer; a scan without one has none. It runs
in the sandbox, as all reading does.
"""

from __future__ import annotations

import ctypes
import math
import re
import struct
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np

from indexer.reading import sandbox, worker
from indexer.reading.original import OriginalFile, ReadOptions
from indexer.reading.page_words import PageWord
from indexer.reading.pdf import opened_pdf

if TYPE_CHECKING:
    import pypdfium2

MOST_BYTES: Final = 150_000
"""The largest picture that is sent: a page of print takes 50,000 to 120,000."""
MANNERS: Final = ((192, 4), (144, 4), (110, 4), (110, 2), (80, 2), (80, 1), (50, 1), (25, 1))
"""Dots per inch and bits for each dot, the best first; the last fits whatever is on the page."""
MOST_DOTS: Final = 6_000_000
"""Dots of the largest picture that is drawn: an A4 page at 192 dots per inch has 3.6 million."""
FINE: Final = 10_000
"""Steps that a page is measured in."""
MODULE: Final = "indexer.reading.page_image"

_WORD: Final = re.compile(r"[^\s\x02\ufffe]+")
_BROKEN: Final = re.compile(r"[\x02\ufffe](?:\r\n)?")
"""What PDFium gives for a hyphen at a line's end: the word goes on after it."""


class PageImage(msgspec.Struct, frozen=True, kw_only=True):
    """A page as a PNG, its size in dots, and its words in the order of the text layer."""

    png: bytes
    width: int
    height: int
    words: tuple[PageWord, ...]


def page_image(original: OriginalFile, number: int) -> PageImage:
    """How a page of a PDF looks, counted from 1; UnreadableFile when there is no such page, or it cannot be drawn."""
    return _DECODER.decode(sandbox.ask(original, ReadOptions(page=number - 1), MODULE))


_DECODER: Final = msgspec.msgpack.Decoder(PageImage)


def main() -> None:
    """Draw pages until there are none to draw."""
    worker.main(_drawn)


def _drawn(original: OriginalFile, options: ReadOptions) -> PageImage:
    document = opened_pdf(original)
    try:
        assert options.page is not None
        if not 0 <= options.page < len(document):
            raise original.unreadable("file.no_such_page", page=options.page + 1)
        page = document[options.page]
        for dpi, bits in MANNERS:
            grey = _grey(page, dpi)
            png = _png(grey, bits)
            if len(png) <= MOST_BYTES:
                height, width = grey.shape
                return PageImage(png=png, width=width, height=height, words=tuple(_words(page)))
    finally:
        document.close()
    raise original.unreadable("file.too_much_memory")


def _grey(page: pypdfium2.PdfPage, dpi: int) -> np.ndarray:
    """The page in 256 shades of grey."""
    dots = math.prod(page.get_size()) * (dpi / 72) ** 2
    drawn = page.render(scale=dpi / 72 * min(1, math.sqrt(MOST_DOTS / dots)), grayscale=True)
    rows = np.frombuffer(drawn.buffer, np.uint8, drawn.height * drawn.stride).reshape(drawn.height, drawn.stride)
    return rows[:, : drawn.width]


def _png(grey: np.ndarray, bits: int) -> bytes:
    """A picture in 2, 4 or 16 shades as PNG (ISO/IEC 15948)."""
    height, width = grey.shape
    most, dots_a_byte = 2**bits - 1, 8 // bits
    shades = (grey.astype(np.uint16) * most + 127) // 255
    padded = np.zeros((height, -(-width // dots_a_byte) * dots_a_byte), np.uint8)
    padded[:, :width] = shades
    rows = np.zeros((height, 1 + padded.shape[1] // dots_a_byte), np.uint8)
    for at in range(dots_a_byte):
        rows[:, 1:] |= padded[:, at::dots_a_byte] << (bits * (dots_a_byte - 1 - at))
    header = struct.pack(">IIBBBBB", width, height, bits, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows.tobytes(), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def _words(page: pypdfium2.PdfPage) -> Iterator[PageWord]:
    """The words of the text layer."""
    layer = page.get_textpage()
    try:
        text = layer.get_text_range()
        if len(text) != layer.count_chars():  # letters beyond U+FFFF would shift every place after them
            return
        boxes = _Boxes(page, layer)
        whole, where = "", []
        for found in _WORD.finditer(text):
            whole += found.group()
            where.append(boxes.around(*found.span()))
            if not _BROKEN.match(text, found.end()):
                yield PageWord(whole, tuple(where))
                whole, where = "", []
        if whole:
            yield PageWord(whole, tuple(where))
    finally:
        layer.close()


class _Boxes:
    """Where letters stand on a page, as it is drawn."""

    def __init__(self, page: pypdfium2.PdfPage, layer: pypdfium2.PdfTextPage) -> None:
        import pypdfium2.raw

        self._raw, self._page, self._layer = pypdfium2.raw, page, layer
        self._edges = tuple(ctypes.c_double() for _ in range(4))
        self._device = ctypes.c_int(), ctypes.c_int()

    def around(self, start: int, end: int) -> tuple[float, float, float, float]:
        """The box around some letters, in parts of the page's width and height."""
        corners = [corner for at in range(start, end) for corner in self._corners(at)]
        across, down = [x for x, _ in corners], [y for _, y in corners]
        return min(across), min(down), max(across), max(down)

    def _corners(self, at: int) -> Iterator[tuple[float, float]]:
        left, right, bottom, top = self._edges
        self._raw.FPDFText_GetCharBox(self._layer, at, left, right, bottom, top)
        for x, y in ((left.value, top.value), (right.value, bottom.value)):
            self._raw.FPDF_PageToDevice(self._page, 0, 0, FINE, FINE, 0, x, y, *self._device)
            across, down = (min(1.0, max(0.0, part.value / FINE)) for part in self._device)
            yield across, down
