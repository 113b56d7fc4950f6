"""A page of a PDF as a picture, and where its words stand in it."""

from __future__ import annotations

import struct
import zlib

import pytest

from indexer.errors import UnreadableFile
from indexer.reading.original import OriginalFile
from indexer.reading.page_image import MOST_BYTES, PageImage, page_image
from tests.reading import make


def drawn(data: bytes, number: int = 1) -> PageImage:
    return page_image(OriginalFile(name="a.pdf", data=data, media_type="application/pdf"), number)


def shades(image: PageImage) -> list[bytes]:
    """The rows of the picture, unpacked; a checksum of a chunk that is wrong is an error."""
    at, data, bits = 8, b"", 0
    while at < len(image.png):
        (length,) = struct.unpack(">I", image.png[at : at + 4])
        kind, content = image.png[at + 4 : at + 8], image.png[at + 8 : at + 8 + length]
        assert struct.unpack(">I", image.png[at + 8 + length : at + 12 + length]) == (zlib.crc32(kind + content),)
        if kind == b"IHDR":
            width, height, bits = struct.unpack(">IIB", content[:9])
            assert (width, height) == (image.width, image.height)
        data += content if kind == b"IDAT" else b""
        at += 12 + length
    rows, wide = zlib.decompress(data), 1 + -(-image.width * bits // 8)
    return [rows[start + 1 : start + wide] for start in range(0, len(rows), wide)]


def test_a_page_is_drawn_with_its_words_where_they_stand() -> None:
    image = drawn(make.pdf(make.lines("Bryggan lagas i Granby")))
    rows = shades(image)
    assert len(rows) == image.height
    assert [word.text for word in image.words] == ["Bryggan", "lagas", "i", "Granby"]
    (left, top, right, bottom) = image.words[0].boxes[0]
    assert 0.1 < left < right < 0.3
    assert 0.05 < top < bottom < 0.08
    inked = [number for number, row in enumerate(rows) if set(row[:-1]) != {255}]
    assert top * image.height - 2 <= inked[0] <= inked[-1] <= bottom * image.height + 8


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_words_of_a_page_that_is_turned_stand_where_they_are_drawn(turned: int) -> None:
    image = drawn(make.pdf(make.lines("Bryggan"), page=f"/Rotate {turned}"))
    (left, top, right, bottom) = image.words[0].boxes[0]
    rows = shades(image)
    inked = [number for number, row in enumerate(rows) if set(row[:-1]) != {255}]
    assert top * image.height - 3 <= inked[0] <= inked[-1] <= bottom * image.height + 3
    assert (right - left) * image.width > 5


def test_a_page_full_of_noise_is_drawn_smaller_and_a_scan_has_no_words() -> None:
    noise = bytes((n * n * 7919 + n * 31) % 251 for n in range(400 * 600))
    scan = make.scanned(make.pdf(make.lines("Bryggan")), dpi=100)
    dots = make.file(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]"
            b" /Resources << /XObject << /I 5 0 R >> >> /Contents 4 0 R >>",
            make.stream(b"q 595 0 0 842 0 0 cm /I Do Q\n"),
            make.stream(
                noise,
                "/Type /XObject /Subtype /Image /Width 400 /Height 600 /ColorSpace /DeviceGray /BitsPerComponent 8",
            ),
        ]
    )
    for data in (dots, scan):
        image = drawn(data)
        assert len(image.png) <= MOST_BYTES
        assert image.words == ()
        assert shades(image)


def test_a_page_that_is_not_there_and_bytes_that_are_no_pdf_are_refused() -> None:
    with pytest.raises(UnreadableFile, match="no page 2"):
        drawn(make.pdf(make.lines("Bryggan")), 2)
    with pytest.raises(UnreadableFile):
        drawn(b"%PDF-1.4 and nothing else")
