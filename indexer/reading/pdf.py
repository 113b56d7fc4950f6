"""PDF: the text layer as lines in reading order; pages that have none, or a broken one, by OCR.

A PDF says where letters stand, in the order in which its maker drew them. Mostly that is the order to read them in, so
it is kept; what it loses is put back from the places of the letters (`layout`):

    a gap above a line              a blank line: it ends a title
    a wide gap within a line        three spaces: the columns of an attendance list
    a block drawn out of its turn   its turn: heads, feet and item numbers are often drawn last
    a hyphen at a line's end        the whole word: "samman-" + "trädet" is "sammanträdet"

A scanner's own text layer is often English, without å, ä and ö; where the page is a picture, OCR reads it again.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from indexer.errors import MissingTool, UnreadableFile
from indexer.model import Pages
from indexer.reading import ocr
from indexer.reading.layout import COLUMN_GAP, LayoutLine, as_text
from indexer.reading.original import OriginalFile, ReadOptions
from indexer.reading.text_quality import legible
from indexer.swedish import is_damaged

if TYPE_CHECKING:
    import pypdfium2

MAX_PAGES = 5_000
"""The longest file that is read: a council meeting with every attachment is under 2,000 pages."""

FEW_LETTERS = 200
"""A page with fewer letters than this may be a scan with a stamp on it: signing services print a line on every page."""

WIDE_GAP = 1.2
"""How many letter sizes a gap within a line is when it parts two columns; a justified space stays under 1."""

PICTURE = 0.3
"""The share of a page that an image covers when the page may be a scan."""

MORE = 1.5
"""How many times more letters OCR must find than the text layer has, before it is believed instead."""

DPI = 200
"""Dots per inch that scans are read at: 250 and 300 took half as long again and got no more words right."""

MAX_DOTS = 20_000_000
"""The largest picture that is drawn: an A2 page at 200 dots per inch is 15 million."""

HYPHENS = re.compile("[\x02\ufffe]")
"""What PDFium gives for a hyphen at a line's end, in place of both the hyphen and the end of the line."""

_PASSWORD_NEEDED = 4
_LINE_END = re.compile("\r\n|\r|\n|[\x02\ufffe](?:\r\n)?")
_HYPHENATED = re.compile("(?<=[^\\W_])[-\xad]$")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_WORD = re.compile(r"\S+")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")


def read(original: OriginalFile, manner: ReadOptions) -> Pages:
    """The text of a PDF, page by page; `ocr` when any page of it had to be read from its picture."""
    document = opened_pdf(original)
    from pypdfium2 import PdfiumError

    try:
        return _read(original, document, manner)
    except PdfiumError as error:
        raise _damaged(original) from error
    finally:
        document.close()


def _read(original: OriginalFile, document: pypdfium2.PdfDocument, manner: ReadOptions) -> Pages:
    texts: list[str] = []
    scans: dict[int, Callable[[], ocr.Picture | None]] = {}
    count, done, scanned = len(document), 0, False
    for number in range(count):
        texts.append(_layer(document, number))
        if _needs_ocr(document, number, texts[-1]):
            scans[number] = partial(_picture, document, number)
        else:
            manner.progress(done := done + 1, count)
    for number, text in ocr.recognised(original, scans, manner, count):
        if _is_better(text, texts[number]):
            texts[number], scanned = text, True
    return original.pages(texts, ocr=scanned)


def opened_pdf(original: OriginalFile) -> pypdfium2.PdfDocument:
    """The document, when it can be opened, needs no password, and is of a length that people can mean."""
    try:
        import pypdfium2
    except ImportError as error:
        raise MissingTool(original.name, "file.needs_pdf_reader") from error
    try:
        document = pypdfium2.PdfDocument(original.data)
    except pypdfium2.PdfiumError as error:
        # PDFium's code is that of the last error it met, which may have been in another file.
        if error.err_code == _PASSWORD_NEEDED and b"/Encrypt" in original.data:
            raise original.unreadable("file.locked") from error
        raise _damaged(original) from error
    count = len(document)
    if count > MAX_PAGES:
        document.close()
        raise original.unreadable("file.too_many_pages", pages=count, most=MAX_PAGES)
    return document


def _damaged(original: OriginalFile) -> UnreadableFile:
    return original.unreadable("file.damaged_pdf")


def _layer(document: pypdfium2.PdfDocument, number: int) -> str:
    page = document[number]
    try:
        return page_text(page)
    finally:
        page.close()


def _needs_ocr(document: pypdfium2.PdfDocument, number: int, layer: str) -> bool:
    """Whether a page is a scan with at most a stamp as its text, or has a text layer that is not what stands there."""
    if _letters(layer) >= FEW_LETTERS:
        if not legible(layer):
            return True
        if not is_damaged(layer):
            return False
    page = document[number]
    try:
        return _is_picture(page) if layer else next(page.get_objects(max_depth=1), None) is not None
    finally:
        page.close()


def _is_better(recognised: str, layer: str) -> bool:
    """Whether what OCR reads is more than the text layer has: rubble, a stamp, or letters without å, ä and ö."""
    return not legible(layer) or is_damaged(layer) or _letters(recognised) > MORE * _letters(layer)


def _is_picture(page: pypdfium2.PdfPage) -> bool:
    """Whether an image covers much of the page."""
    import pypdfium2.raw

    for image in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = image.get_bounds()
        if (right - left) * (top - bottom) > PICTURE * math.prod(page.get_size()):
            return True
    return False


def _picture(document: pypdfium2.PdfDocument, number: int) -> ocr.Picture | None:
    """The page as it looks, in shades of grey, in the simplest of image formats; None when there is nothing on it."""
    page = document[number]
    try:
        dots = math.prod(page.get_size()) * (DPI / 72) ** 2
        scale = DPI / 72 * min(1, math.sqrt(MAX_DOTS / dots))
        drawn = page.render(scale=scale, grayscale=True)
        width, height, stride = drawn.width, drawn.height, drawn.stride
        rows = memoryview(drawn.buffer).cast("B")
        dots_only = b"".join(rows[at : at + width] for at in range(0, height * stride, stride))
        if dots_only.count(dots_only[:1]) == len(dots_only):
            return None
        return ocr.Picture(b"P5 %d %d 255\n" % (width, height) + dots_only)
    finally:
        page.close()


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def page_text(page: pypdfium2.PdfPage) -> str:
    """The text layer of a page, its lines in reading order; "" when it has none."""
    layer = page.get_textpage()
    try:
        return as_text(list(_Letters(layer).lines()))
    finally:
        layer.close()


class _Letters:
    """The letters of a page's text layer, and where on the upright page they stand."""

    def __init__(self, layer: pypdfium2.PdfTextPage) -> None:
        import pypdfium2.raw

        self._raw = pypdfium2.raw
        self._layer = layer
        self._numbers = tuple(ctypes.c_double() for _ in range(4))
        self._matrix = pypdfium2.raw.FS_MATRIX()
        self._quarter = 0
        self.text = self._read()

    def _read(self) -> str:
        count = self._layer.count_chars()
        text: str = self._layer.get_text_range()
        if len(text) == count:
            return text
        # Letters beyond the first 65,536 and doubled ones would shift every place after them.
        return "".join(chr(self._raw.FPDFText_GetUnicode(self._layer, n)) for n in range(count))

    def lines(self) -> Iterator[LayoutLine]:
        """The lines, in the order in which they were drawn."""
        start = 0
        for end in [*_LINE_END.finditer(self.text), None]:
            stop = len(self.text) if end is None else end.start()
            broken = end is not None and HYPHENS.match(end.group()) is not None
            if words := [word.span() for word in _WORD.finditer(self.text, start, stop)]:
                yield self._line(words, broken)
            start = 0 if end is None else end.end()

    def _line(self, words: list[tuple[int, int]], broken: bool) -> LayoutLine:
        size = self._size(words[0][0])
        edges = [(self._edges(start)[0], self._edges(stop - 1)[1]) for start, stop in words]
        parts = [self.text[slice(*words[0])]]
        columns = [edges[0]]
        for (_, before), (after, end), word in zip(edges, edges[1:], words[1:], strict=False):
            is_apart = after - before > WIDE_GAP * size
            parts += [COLUMN_GAP if is_apart else " ", self.text[slice(*word)]]
            columns.append((after if is_apart else columns.pop()[0], end))
        text = _CONTROLS.sub("", "".join(parts)).translate(_LIGATURES)
        if _HYPHENATED.search(text):
            text, broken = text[:-1], True
        return LayoutLine(text, edges[0][0], edges[-1][1], self._baseline(words[0][0]), size, broken, tuple(columns))

    def _size(self, index: int) -> float:
        """How large a letter is on the page; notes also in which of the four directions its line runs."""
        matrix = self._matrix
        self._raw.FPDFText_GetMatrix(self._layer, index, matrix)
        self._quarter = round(math.atan2(matrix.b, matrix.a) / (math.pi / 2)) % 4
        size: float = self._raw.FPDFText_GetFontSize(self._layer, index)
        return size * math.hypot(matrix.a, matrix.b)

    def _edges(self, index: int) -> tuple[float, float]:
        """Where a letter begins and ends along its line."""
        left, right, bottom, top = self._numbers
        self._raw.FPDFText_GetCharBox(self._layer, index, left, right, bottom, top)
        match self._quarter:
            case 0:
                return left.value, right.value
            case 1:
                return bottom.value, top.value
            case 2:
                return -right.value, -left.value
            case _:
                return -top.value, -bottom.value

    def _baseline(self, index: int) -> float:
        """How high a letter stands, for a reader who holds the page so that its line runs to the right."""
        x, y, *_ = self._numbers
        self._raw.FPDFText_GetCharOrigin(self._layer, index, x, y)
        return (y.value, -x.value, -y.value, x.value)[self._quarter]
