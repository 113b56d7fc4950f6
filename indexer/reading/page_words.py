"""Page words: the words of a page with the places where they stand, whoever reads them: the text layer or OCR."""

from __future__ import annotations

import msgspec


class PageWord(msgspec.Struct, frozen=True):
    """A word; its boxes (left, top, right, bottom) are parts of the page's width and height.

    A word that is broken at a line's end may have two boxes.
    """

    text: str
    boxes: tuple[tuple[float, float, float, float], ...]
