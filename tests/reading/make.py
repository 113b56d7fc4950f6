"""Files of minutes made on the spot: PDF, DOCX and scans, as small as a test can read."""

from __future__ import annotations

import html
import io
import textwrap
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from email.message import EmailMessage

import pypdfium2

FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"

Run = tuple[float, float, str]
"""Where a piece of text stands on an A4 page, in points from the lower left corner, and its words."""


def pdf(*pages: Iterable[Run], size: float = 11, page: str = "") -> bytes:
    """A PDF whose pages hold these runs, drawn in this order; `page` is more of each page's dictionary."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        FONT.encode(),
    ]
    for number, runs in enumerate(pages):
        shape = "/MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R {shape} {page} /Contents {5 + 2 * number} 0 R >>".encode())
        objects.append(stream(b"\n".join(_drawn(run, size) for run in runs)))
    return file(objects)


def lines(*texts: str, top: float = 780, left: float = 70, leading: float = 14) -> list[Run]:
    """Runs one below the other; an empty text is a blank line."""
    return [(left, top - leading * n, text) for n, text in enumerate(texts) if text]


def typed(text: str, *, size: float = 10, top: float = 790, left: float = 50) -> bytes:
    """A PDF of a text as if it had been typed, 58 lines to a page unless the text breaks it before."""
    leading = 1.25 * size
    sheets = [[part for line in page.split("\n") for part in _wrapped(line)] for page in text.split("\f")]
    pages = [sheet[at : at + 58] for sheet in sheets for at in range(0, len(sheet), 58)]
    return pdf(*(lines(*page, top=top, left=left, leading=leading) for page in pages), size=size)


def _wrapped(line: str) -> list[str]:
    return textwrap.wrap(line, 92, drop_whitespace=False, break_on_hyphens=False) or [""]


def scanned(document: bytes, *, dpi: int = 200, layer: str = "") -> bytes:
    """The PDF as a scanner gives it back: pictures of its pages, with this text, unseen, as what it has recognised."""
    unseen = b"\n".join(b"BT 3 Tr ET " + _drawn(run, 8) for run in lines(*layer.split("\n")))
    pages = [picture(document, number, dpi=dpi) for number in range(len(pypdfium2.PdfDocument(document)))]
    kids = " ".join(f"{3 + 3 * n} 0 R" for n in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
    ]
    for number, (width, height, dots) in enumerate(pages):
        own = 3 + 3 * number
        points = f"{72 * width / dpi:.2f} {72 * height / dpi:.2f}"
        shape = f"/MediaBox [0 0 {points}] /Resources << /XObject << /I {own + 2} 0 R >> /Font << /F {FONT} >> >>"
        kind = f"/Type /XObject /Subtype /Image /Width {width} /Height {height}"
        objects.append(f"<< /Type /Page /Parent 2 0 R {shape} /Contents {own + 1} 0 R >>".encode())
        objects.append(stream(f"q {points.replace(' ', ' 0 0 ')} 0 0 cm /I Do Q\n".encode() + unseen))
        objects.append(stream(dots, f"{kind} /ColorSpace /DeviceGray /BitsPerComponent 8"))
    return file(objects)


def picture(document: bytes, number: int = 0, *, dpi: int = 200) -> tuple[int, int, bytes]:
    """A page of a PDF as width, height and shades of grey."""
    drawn = pypdfium2.PdfDocument(document)[number].render(scale=dpi / 72, grayscale=True)
    rows = memoryview(drawn.buffer).cast("B")
    dots = b"".join(rows[row * drawn.stride : row * drawn.stride + drawn.width] for row in range(drawn.height))
    return drawn.width, drawn.height, dots


def png(width: int, height: int, dots: bytes) -> bytes:
    """A picture as a PNG."""
    rows = b"".join(b"\0" + dots[at : at + width] for at in range(0, width * height, width))
    shape = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\0\0\0\0"
    chunks = ((b"IHDR", shape), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big") for name, data in chunks
    )


def tiff(*pictures: tuple[int, int, bytes]) -> bytes:
    """Pictures as the pages of one TIFF."""
    out = bytearray(b"II*\0\0\0\0\0")
    link = 4
    for width, height, dots in pictures:
        start = len(out)
        out += dots + b"\0" * (len(dots) % 2)
        out[link : link + 4] = len(out).to_bytes(4, "little")
        tags = {256: width, 257: height, 258: 8, 259: 1, 262: 1, 273: start, 277: 1, 278: height, 279: len(dots)}
        out += len(tags).to_bytes(2, "little")
        for tag, value in tags.items():
            out += tag.to_bytes(2, "little") + b"\x04\0\1\0\0\0" + value.to_bytes(4, "little")
        link = len(out)
        out += b"\0\0\0\0"
    return bytes(out)


def page(text: str) -> str:
    """A web page with a paragraph for every line, empty ones too."""
    body = "".join(f"<p>{html.escape(line)}</p>\n" for line in text.split("\n"))
    return f'<!doctype html><html lang="sv"><meta charset="utf-8"><title>Protokoll</title><body>{body}</body></html>'


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
    runs = "<w:tab/>".join(f'<w:t xml:space="preserve">{html.escape(part)}</w:t>' for part in text.split("\t"))
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r>{runs}</w:r></w:p>"


def table(*rows: Sequence[str]) -> str:
    """A table of a Word file; a line's end within a cell parts its paragraphs."""
    cells = (["".join(map(paragraph, cell.split("\n"))) for cell in row] for row in rows)
    inner = ("".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in cells)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in inner)}</w:tbl>"


ODF = "urn:oasis:names:tc:opendocument:xmlns"
SPACES = (
    " ".join(f'xmlns:{name}="{ODF}:{name}:1.0"' for name in ("office", "text", "table", "style"))
    + f' xmlns:fo="{ODF}:xsl-fo-compatible:1.0"'
)


def odt(*paragraphs: str, automatic: str = "", styles: str = "") -> bytes:
    """An OpenDocument text with this body, as XML or as plain paragraphs, its own styles, and its named ones."""
    body = "".join(
        one if one.startswith("<") else f"<text:p>{html.escape(one).replace(chr(9), '<text:tab/>')}</text:p>"
        for one in paragraphs
    )
    content = (
        f"<office:document-content {SPACES}><office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        packed.writestr("content.xml", content)
        packed.writestr("styles.xml", f"<office:document-styles {SPACES}>{styles}</office:document-styles>")
    return out.getvalue()


def rtf(text: str) -> bytes:
    """A text as WordPad saves it: a paragraph a line, letters beyond ASCII as bytes of Windows' code page."""
    head = "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Arial;}}{\\colortbl ;\\red0\\green0\\blue0;}\\pard "
    return (head + "\\par\n".join(map(_escaped, text.replace("\f", "\n\f").split("\n"))) + "\\par}").encode()


def _escaped(line: str) -> str:
    signs = {"\\": "\\\\", "{": "\\{", "}": "\\}", "\t": "\\tab ", "\f": "\\page "}
    return "".join(signs.get(c) or (c if c.isascii() else _beyond_ascii(c)) for c in line)


def _beyond_ascii(character: str) -> str:
    try:
        return f"\\'{character.encode('cp1252').hex()}"
    except UnicodeEncodeError:
        return f"\\u{ord(character)}?"


def zipped(**files: bytes) -> bytes:
    """A ZIP of files, by their names; an underscore in a name is a dot, two are a slash."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name.replace("__", "/").replace("_", "."), data)
    return out.getvalue()


def locked_zip(text: str) -> bytes:
    """A ZIP whose one file says that it is encrypted."""
    packed = bytearray(zipped(a_txt=text.encode()))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        packed[packed.index(signature) + flags] |= 1
    return bytes(packed)


def mail(subject: str, text: str, **attached: bytes) -> bytes:
    """A mail with files attached, by their names; an underscore in a name is a dot."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "anna@granby.example", "bo@granby.example", subject
    message["Message-ID"] = "<1@granby.example>"
    message.set_content(text)
    for name, data in attached.items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name.replace("_", "."))
    return message.as_bytes()


def _drawn(run: Run, size: float) -> bytes:
    x, y, text = run
    words = text.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return f"BT /F {size} Tf {x} {y} Td (".encode() + words + b") Tj ET"


def stream(data: bytes, kind: str = "") -> bytes:
    packed = zlib.compress(data)
    return f"<< {kind} /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode() + packed + b"\nendstream"


def file(objects: Sequence[bytes]) -> bytes:
    out, starts = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        starts.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = "".join(f"{start:010} 00000 n \n" for start in starts)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return bytes(out) + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode() + trailer.encode()
