"""Files of minutes made on the spot: PDF, DOCX and scans, as small as a test can read."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Sequence

Run = tuple[float, float, str]
"""Where a piece of text stands on an A4 page, in points from the lower left corner, and its words."""


def pdf(*pages: Iterable[Run], size: float = 11, page: str = "") -> bytes:
    """A PDF whose pages hold these runs, drawn in this order; `page` is more of each page's dictionary."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, runs in enumerate(pages):
        shape = "/MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R {shape} {page} /Contents {5 + 2 * number} 0 R >>".encode())
        objects.append(_stream(b"\n".join(_drawn(run, size) for run in runs)))
    return _file(objects)


def lines(*texts: str, top: float = 780, left: float = 70, leading: float = 14) -> list[Run]:
    """Runs one below the other; an empty text is a blank line."""
    return [(left, top - leading * n, text) for n, text in enumerate(texts) if text]


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(*paragraphs: str, **parts: str) -> bytes:
    """A Word file with this body, as XML or as plain paragraphs; `parts` are further parts, as word/NAME.xml."""
    body = "".join(text if text.startswith("<") else paragraph(text) for text in paragraphs)
    parts = {"document": f"<w:body>{body}</w:body>"} | parts
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, xml in parts.items():
            packed.writestr(f"word/{name}.xml", f'<w:{name} xmlns:w="{W}">{xml}</w:{name}>')
    return out.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    """A paragraph of a Word file; a tab in the text is a tab."""
    runs = "<w:tab/>".join(f'<w:t xml:space="preserve">{part}</w:t>' for part in text.split("\t"))
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r>{runs}</w:r></w:p>"


def table(*rows: Sequence[str]) -> str:
    """A table of a Word file; a line's end within a cell parts its paragraphs."""
    cells = (["".join(map(paragraph, cell.split("\n"))) for cell in row] for row in rows)
    inner = ("".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in cells)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in inner)}</w:tbl>"


def _drawn(run: Run, size: float) -> bytes:
    x, y, text = run
    words = text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return f"BT /F {size} Tf {x} {y} Td (".encode() + words + b") Tj ET"


def _stream(data: bytes) -> bytes:
    packed = zlib.compress(data)
    return f"<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode() + packed + b"\nendstream"


def _file(objects: Sequence[bytes]) -> bytes:
    out, starts = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        starts.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = "".join(f"{start:010} 00000 n \n" for start in starts)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return bytes(out) + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode() + trailer.encode()
