"""Hostile files: a table of what may lie in a folder of minutes, how to make it, and what is said of it.

A row is a name, what makes it at a path, and the sentence that it must give; a row whose sentence begins with "reads"
is read, and its text begins with what follows. Each is small or made in no time, and none needs more than a folder.
"""

from __future__ import annotations

import gzip
import io
import os
import random
import socket
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from tests.reading import make

MINUTES = "Möte på Åsön\nDirektionen beslutar att tacka för informationen"

AGAIN = "Fetch it again from where it came"
NO_TEXT = "It holds no text. Look at the original; if it is right to be empty, remove it."
NOT_TEXT = "It is not text: it holds bytes that no text has. Save the minutes as PDF, DOCX or text."
FOREIGN = "It is in an encoding that is not one of those that Swedish is written in."
DAMAGED_PDF = f"It is a damaged PDF. {AGAIN}."
DAMAGED_WORD = f"It is a damaged Word file. {AGAIN}, or save it as PDF."
DAMAGED_PICTURE = "It is a damaged picture. Scan it again."
HARM = "Look at where it came from: it may be made to do harm."
HERE = "Put the minutes themselves here."

Making = Callable[[Path], object]
ROWS: list[tuple[str, Making, str]] = []


def holds(data: bytes | str) -> Making:
    """A file with these bytes."""
    return lambda path: path.write_bytes(data.encode() if isinstance(data, str) else data)


def _sparse(size: int) -> Making:
    def made(path: Path) -> None:
        path.touch()
        os.truncate(path, size)

    return made


def row(name: str, making: Making, says: str) -> None:
    """A row of the table."""
    ROWS.append((name, making, says))


def packed(**parts: bytes | str) -> bytes:
    """A ZIP; two underscores in a name are a slash, one is a dot."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name.replace("__", "/").replace("_", "."), data)
    return out.getvalue()


# What is no plain file.
def _socket(path: Path) -> None:
    # The address of a socket is short, so it is given from within its folder.
    before = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(path.name)
    finally:
        os.chdir(before)


def _locked_folder(path: Path) -> None:
    path.mkdir()
    (path / "a.txt").write_text(MINUTES)
    path.chmod(0)


def _locked_file(path: Path) -> None:
    path.write_text(MINUTES)
    path.chmod(0)


def _folder(path: Path) -> None:
    path.mkdir()


row("loop.txt", lambda path: path.symlink_to(path), f"It is a link that leads nowhere. {HERE}")
row("dangling.txt", lambda path: path.symlink_to("no/such"), f"It is a link that leads nowhere. {HERE}")
OUT = f"It is a link out of the folder, and such links are not followed. {HERE}"
row("passwd.txt", lambda path: path.symlink_to("/etc/passwd"), OUT)
row("zero.txt", lambda path: path.symlink_to("/dev/zero"), OUT)
row("up", lambda path: path.symlink_to("../.."), OUT)
row("fifo.txt", os.mkfifo, f"It is a pipe, not a file. {HERE}")
row("socket.txt", _socket, f"It is a socket, not a file. {HERE}")
row("folder.txt", _folder, "")
row("locked", _locked_folder, "This user may not look into the folder. Ask its owner for the right to read it.")
row("locked.txt", _locked_file, "This user may not read it. Ask its owner for the right to read it.")

# Names.
RENAME = "Its name has a line break or bytes that are not UTF-8. Rename it."
row("två\nrader.txt", holds(MINUTES), RENAME)
row(os.fsdecode(b"m\xf6te.txt"), holds(MINUTES), RENAME)
row("\x1b[31mrött.txt", holds(MINUTES), RENAME)
row("\u202etxt.exe", holds(MINUTES), RENAME)
row("å" * 125 + "-.txt", holds(MINUTES), "reads Möte på Åsön")
row("'; DROP TABLE möten; --.txt", holds(MINUTES), "reads Möte på Åsön")

# Text.
row("empty.txt", holds(b""), "It is empty. Look for the original; the copying may have failed.")
row("blank.txt", holds(" \r\n\t\f\n"), NO_TEXT)
row("bom.txt", holds(b"\xef\xbb\xbf"), NO_TEXT)
row("nul.txt", holds(b"Protokoll\0\0\0 nr 7"), NOT_TEXT)
row("random.txt", holds(random.Random(7).randbytes(5000)), NOT_TEXT)
row("program.txt", holds(b"\x7fELF\x02\x01\x01" + bytes(200)), NOT_TEXT)
row("controls.txt", holds(b"\x1b\x07\x08 \x01\x02"), "It is not text: it is full of control characters.")
row("utf16.txt", holds(MINUTES.encode("utf-16-le")), "reads Möte på Åsön")
row("utf16-damaged.txt", holds(b"\xff\xfeM\0\x00\xd8"), "It begins as UTF-16 but is damaged at byte 2.")
row("windows.txt", holds(MINUTES.encode("cp1252")), "reads Möte på Åsön")
row("macintosh.txt", holds(MINUTES.replace("\n", "\r").encode("mac_roman")), "reads Möte på Åsön\nDirektionen")
row("dos.txt", holds(MINUTES.replace("\n", "\r\n").encode("cp850")), "reads Möte på Åsön\nDirektionen")
row("mojibake.txt", holds(MINUTES.encode().decode("cp1252").encode()), "reads Möte på Åsön")
row("decomposed.txt", holds(unicodedata.normalize("NFD", MINUTES)), "reads Möte på Åsön")
row("bidi.txt", holds("Möte \u202epå\u2066 Åsön"), "reads Möte \u202epå\u2066 Åsön")
row("surrogates.txt", holds(b"Protokoll \xed\xa0\x80\xed\xb0\x80"), FOREIGN)
row("surrogates.json", holds('{"title": "\\ud800"}'), 'reads {"title": "\\ud800"}')
row("cut.txt", holds(MINUTES.encode() * 30 + b"\xc3"), "It is UTF-8, but damaged, first on line 31.")
row("russian.txt", holds("Протокол заседания".encode("koi8-r")), FOREIGN)
row("one-line.txt", holds(b"Protokoll " * 300_000), "reads Protokoll Protokoll")
row("endless.txt", _sparse(100 * 2**20), "It is 100 MB of text")
row("vast.txt", _sparse(2**40), "It is 1048576 MB, and no more than")

# Kinds that are not read.
row(
    "minutes.txt.gz",
    holds(gzip.compress(MINUTES.encode())),
    "It is a packed archive. Unpack it and put the files here.",
)
row("locked.zip", holds(make.locked_zip(MINUTES)), "It is locked with a password. Pack it again without one.")
row("damaged.zip", holds(packed(a_txt=MINUTES)[:40]), "It is a damaged ZIP. Fetch it again from where it came.")
row("bomb.zip", holds(packed(a_txt=b" " * (300 * 2**20))), "It unpacks to 300 MB, and no more than 256 MB are read.")
row("many.zip", holds(packed(**{f"a{n}_txt": MINUTES for n in range(600)})), "It holds 600 files, and no more than 500")
row(
    "minutes.packed",
    holds(packed(a_txt=MINUTES)),
    "It is a ZIP of several files. Let its name end in .zip, or unpack it",
)
row("letter.eml", holds(make.mail("Möte på Åsön", "Direktionen beslutar")), "reads Möte på Åsön")
NESTED = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(2_000))
row("nested.eml", holds(f"Message-ID: <1>\n{NESTED}"), "It is a damaged mail. Save what is attached to it here.")
ENTRY = b"PK\x01\x02" + bytes(42)
END = b"PK\x05\x06" + bytes(8) + (46 * 60_000).to_bytes(4, "little") + bytes(6)
row("entries.zip", holds(b"PK\x03\x04" + ENTRY * 60_000 + END), "It is a damaged ZIP.")
row("empty.eml", holds(make.mail("", "")), NO_TEXT)
row("sheet.xlsx", holds(packed(xl__workbook_xml="<x/>")), "It is a spreadsheet, not minutes.")
row("slides.pptx", holds(packed(ppt__presentation_xml="<x/>")), "It is a slide show, not minutes.")
ODT = b"application/vnd.oasis.opendocument.text"
row("minutes.odt", holds(packed(mimetype=ODT)), "It is an OpenDocument text without its text (content.xml).")
row("bomb.odt", holds(packed(mimetype=ODT, content_xml=b" " * (80 * 2**20))), "It unpacks to 80 MB of text")
row("deep.odt", holds(make.odt("<text:span>" * 30_000 + "djupt" + "</text:span>" * 30_000)), NO_TEXT)
row("minutes.rtf", holds(make.rtf(MINUTES)), "reads Möte på Åsön")
row("deep.rtf", holds("{\\rtf1 " + "{" * 20_000), "Its groups stand too deep in each other.")
row("binary.rtf", holds("{\\rtf1 Möte\\bin999999999 x}"), "reads M")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
row("old.doc", holds(OLE + bytes(600)), "It is a file of an old office program. Open it in Word or LibreOffice")
MSG = OLE + bytes(600) + "__substg1.0_0037001F".encode("utf-16-le")
row("letter.msg", holds(MSG), "It is an Outlook message. Save the minutes attached to it here, or the message as .eml.")
LOCKED = "It is locked with a password. Save it again without one."
row("locked.docx", holds(OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le")), LOCKED)

# PDF.
SOUND = make.typed(MINUTES)
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"
CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"


def _many_pages(count: int) -> bytes:
    return make.file([CATALOG, f"<< /Type /Pages /Kids [{'3 0 R ' * count}] /Count {count} >>".encode(), PAGE])


def _locked_pdf() -> bytes:
    key = "/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <{0}> /U <{0}> >>".format("ab" * 32)
    return SOUND.replace(b"trailer\n<<", f"trailer\n<< {key} /ID [<{'cd' * 16}> <{'cd' * 16}>]".encode())


def _with_content(content: bytes, box: str = "0 0 595 842") -> bytes:
    page = f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents 4 0 R >>".encode()
    return make.file([CATALOG, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page, make.stream(content)])


row("header.pdf", holds(b"%PDF-1.7\n"), DAMAGED_PDF)
row("cut.pdf", holds(SOUND[: len(SOUND) // 3]), DAMAGED_PDF)
row("noise.pdf", holds(b"%PDF-1.7\n" + random.Random(7).randbytes(5000)), DAMAGED_PDF)
row("no-pages.pdf", holds(make.pdf()), DAMAGED_PDF)
row("locked.pdf", holds(_locked_pdf()), LOCKED)
row("looping.pdf", holds(make.file([CATALOG, b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"])), DAMAGED_PDF)
row(
    "own-page.pdf",
    holds(make.file([CATALOG, b"<< /Type /Pages /Kids [3 0 R] /Count 1 /Parent 3 0 R >>", PAGE])),
    NO_TEXT,
)
row("many.pdf", holds(_many_pages(100_000)), "It has 100000 pages, and no more than 5000 are read.")
row("blank.pdf", holds(make.pdf([])), NO_TEXT)
row("vast.pdf", holds(_with_content(b"0 0 10000000 10000000 re f", "0 0 10000000 10000000")), NO_TEXT)
row("negative.pdf", holds(_with_content(b"0 0 1 1 re f", "0 0 -1 0")), NO_TEXT)
row("unbalanced.pdf", holds(_with_content(b"q " * 100_000 + b"[[[[<<<< ET BT Tj")), NO_TEXT)
row("bomb.pdf", holds(_with_content(b" " * (50 * 2**20))), NO_TEXT)
row("mail.pdf", holds(b"From: scanner\r\n\r\n" + SOUND + b"--end--"), "reads Möte på Åsön")
row("page.pdf", holds(make.page(MINUTES)), "reads Möte på Åsön")
row(
    "script.pdf",
    holds(SOUND.replace(b"/Catalog", b"/Catalog /OpenAction << /S /JavaScript /JS (while(1);) >>")),
    "reads Möte",
)

# Word files.
ENTITIES = f"It declares entities, which no office file does. {HARM}"
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
EXTERNAL = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
DEEP = "<w:tbl><w:tr><w:tc>" * 30_000 + make.paragraph("djupt") + "</w:tc></w:tr></w:tbl>" * 30_000
WORD = make.docx(*MINUTES.split("\n"))
row(
    "bomb.docx",
    holds(packed(word__document_xml=b" " * (80 * 2**20))),
    f"It unpacks to 80 MB of text, and no more than 64 MB are read. {HARM}",
)
row("laughs.docx", holds(packed(word__document_xml=LAUGHS)), ENTITIES)
row("external.docx", holds(packed(word__document_xml=EXTERNAL)), ENTITIES)
row("external16.docx", holds(packed(word__document_xml=EXTERNAL.encode("utf-16"))), ENTITIES)
row("cut.docx", holds(WORD[: len(WORD) // 2]), DAMAGED_WORD)
row("bad-sum.docx", holds(WORD[:100] + bytes([WORD[100] ^ 255]) + WORD[101:]), DAMAGED_WORD)
row("no-body.docx", holds(packed(word__styles_xml="<x/>")), "It is a Word file without its text (word/document.xml).")
row("not-xml.docx", holds(packed(word__document_xml="Protokoll")), DAMAGED_WORD)
row("deep.docx", holds(make.docx(DEEP)), "reads djupt")
row(
    "traversal.docx",
    holds(
        packed(**{"..__..__evil": "x"}, word__document_xml=f'<w:d xmlns:w="{make.W}">{make.paragraph("Möte")}</w:d>')
    ),
    "reads Möte",
)

# Web pages.
row("deep.html", holds("<html>" + "<div><table><tr><td>" * 10_000 + "djupt"), "reads djupt")
row("script.html", holds("<html><script>" + "while(1);" * 9), NO_TEXT)
row("attribute.html", holds("<html><p title='" + "x" * 2_000_000 + "'>Möte"), "reads Möte")
row("unclosed.html", holds("<html><p>Möte" + "<!--" * 50_000), "reads Möte")
row("entities.html", holds("<html>Möte &#0;&#xD800;&#x110000;&bogus;"), "reads Möte")

# Pictures.
CHUNK = b"\0\0\0\x0dIHDR" + (60_000).to_bytes(4, "big") * 2 + b"\x08\0\0\0\0"
VAST = b"\x89PNG\r\n\x1a\n" + CHUNK + zlib.crc32(CHUNK[4:]).to_bytes(4, "big")
row("noise.png", holds(b"\x89PNG\r\n\x1a\n" + b"x" * 99), DAMAGED_PICTURE)
row("vast.png", holds(VAST), DAMAGED_PICTURE)
row("cut.jpg", holds(b"\xff\xd8\xff\xe0\0\x10JFIF"), DAMAGED_PICTURE)
row("looping.tif", holds(b"II*\0\x08\0\0\0\0\0\x08\0\0\0"), NO_TEXT)
row("white.png", holds(make.png(600, 400, b"\xff" * 240_000)), NO_TEXT)
