"""Gate: the one way out of the program, for pages, JSON, tables, feeds, terminals, logs, files and their names.

Whatever surface a text leaves by, personnummer in it are masked; and each surface takes out what it would obey instead
of showing it:

    terminal, log   ESC and the other control characters, and the signs that turn the direction of writing
    spreadsheet     what begins as a formula, at the start of a cell or after what may separate cells
    XML             what XML cannot hold

What has passed is `Released` bytes or `Shown` text, and nothing else makes these: who writes to a reader asks for them.
`tests/output/test_gate.py` reads the source for ways around.
"""

from __future__ import annotations

import io
import logging
import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, NewType

import msgspec
from markupsafe import Markup, escape

from indexer.privacy import has_nothing, masked, masked_below

if TYPE_CHECKING:
    from xml.etree import ElementTree

Released = NewType("Released", bytes)
"""Bytes that may be sent to a reader."""
Shown = NewType("Shown", str)
"""Text that a terminal or a log may be given; what it has of colours is ours."""

RESET: Final = "\x1b[0m"
PIECE: Final = 64_000
"""Bytes that are sent at once of what is made as it is sent."""
REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"
_BLANKS: Final = dict.fromkeys(map(ord, "\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029"), " ")
_CONTROLS: Final = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)), REPLACEMENT)
_DIRECTIONS: Final = dict.fromkeys(
    (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xE0000, 0xE0080)), REPLACEMENT
)
_PRINTABLE: Final = {**_CONTROLS, **_DIRECTIONS, **_BLANKS, ord("\n"): "\n", ord("\t"): "\t"}
"""One character for one, so that what is marked in a text stays where it is."""
_IN_A_CELL: Final = {**_PRINTABLE, **dict.fromkeys((0xFEFF, 0x200B, 0x2060), ""), ord("\t"): " "}
_FORMULA: Final = re.compile('((?:^|[;,|\\n])[\\s"\N{NO-BREAK SPACE}]*)(?=[=+\\-@\uff1d\uff0b\uff0d\uff20])')
_NOT_XML: Final = r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
_PARAGRAPH: Final = re.compile(r"\S(?:[^\n]|\n(?![^\S\n]*(?:\n|\Z)))*")
_LINE_END: Final = re.compile(r"[^\S\n]+(?=\n|\Z)")
_NOT_IN_A_NAME: Final = re.compile(r'[\x00-\x1f\x7f-\x9f"\\/]')


def plain(text: str) -> Released:
    """A text as UTF-8."""
    return Released(masked(text).encode("utf-8", "replace"))


def pretty_json(value: object) -> Released:
    """A value as indented JSON, with a line end."""
    return Released(msgspec.json.format(_json(value), indent=2) + b"\n")


def json_text(value: object) -> Released:
    """A value as JSON, without a line end."""
    return Released(_json(value))


def json_line(value: object) -> Released:
    """A value as JSON on a line."""
    return Released(_json(value) + b"\n")


def json_in_a_page(value: object) -> Markup:
    """A value as JSON that cannot end the script element it stands in."""
    import json

    text = json.dumps(masked_below(value), ensure_ascii=False)
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return Markup(text)  # noqa: S704


def csv_head(columns: Iterable[str]) -> Released:
    """The first row of a table, after the mark by which a spreadsheet knows that the text is UTF-8."""
    return Released(BOM_UTF8 + csv_line(columns))


def csv_line(cells: Iterable[str]) -> Released:
    """A row of CSV as a Swedish spreadsheet opens it: semicolons between cells, CRLF at the end (RFC 4180).

    Cells that a spreadsheet would run are made harmless.
    """
    import csv

    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerow(map(_cell, cells))
    return Released(out.getvalue().encode("utf-8", "replace"))


def zipped(files: Iterable[tuple[str, Iterable[Released]]], made: datetime) -> Iterator[Released]:
    """Files, each a name and its pieces, as one ZIP that is made as it is sent; `made` is the time that they bear."""
    import zipfile

    out = _Sent()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, pieces in files:
            entry = zipfile.ZipInfo(file_name(name), made.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            with whole.open(entry, "w", force_zip64=True) as file:
                for piece in pieces:
                    file.write(piece)
                    if out.size >= PIECE:
                        yield out.taken()
    yield out.taken()


def in_pieces(lines: Iterable[Released]) -> Iterator[Released]:
    """What is sent line by line, joined to pieces that are worth sending."""
    held: list[Released] = []
    size = 0
    for line in lines:
        held.append(line)
        size += len(line)
        if size >= PIECE:
            yield together(held)
            held, size = [], 0
    if held:
        yield together(held)


class _Sent(io.RawIOBase):
    """A file that is written and cannot be turned back in: what was written is taken away to be sent."""

    def __init__(self) -> None:
        super().__init__()
        self.size = 0
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._pieces.append(bytes(data))
        self.size += len(data)
        return len(data)

    def taken(self) -> Released:
        """All that was written since last time."""
        pieces, self._pieces, self.size = self._pieces, [], 0
        return Released(b"".join(pieces))


def xml(root: ElementTree.Element) -> Released:
    """A document of XML, with its declaration and a line end."""
    from xml.etree import ElementTree

    for element in root.iter():
        element.text = element.text and _xml_text(element.text)
        for name, value in element.attrib.items():
            element.set(name, _xml_text(value))
    ElementTree.indent(root)
    return Released(ElementTree.tostring(root, "utf-8", xml_declaration=True) + b"\n")


def letter(headers: Mapping[str, str], text: str) -> Released:
    """A mail, as it is sent: its headers, none of which can begin another, and its text."""
    from email.message import EmailMessage
    from email.policy import SMTP

    mail = EmailMessage(policy=SMTP)
    for name, value in headers.items():
        mail[name] = " ".join(printable(value).split())
    mail.set_content(printable(text), cte="quoted-printable")
    return Released(mail.as_bytes())


def original(data: bytes, media_type: str) -> tuple[Released, str]:
    """A file as it arrived, and the encoding of a text; a text that has personnummer is sent as UTF-8, these masked."""
    from indexer.errors import UnreadableFile
    from indexer.privacy.markup import masked_markup
    from indexer.reading.original import HTML, TEXT, OriginalFile
    from indexer.reading.text import decoded

    if media_type not in {TEXT, HTML}:
        return Released(data), ""
    try:
        text = decoded(OriginalFile(name="", data=data))
    except UnreadableFile:
        text = data.decode("utf-8", "replace")
    safe = masked_markup(text) if media_type == HTML else masked(text)
    if safe != text:
        return Released(safe.encode("utf-8", "replace")), "utf-8"
    return Released(data), "utf-8" if _is_utf8(data) else "windows-1252"


def in_a_page(value: object) -> object:
    """What a template puts into a page: texts masked, HTML of our own making as it is."""
    return value if isinstance(value, Markup) or not isinstance(value, str) else masked(value)


def marked(text: str, marks: Iterable[Sequence[int]] = ()) -> Markup:
    """The text as HTML with `<mark>` around each (start, end).

    "Samverkan kring kvinnojourer" with the mark (16, 28)  ->  Samverkan kring <mark>kvinnojourer</mark>
    """
    text = masked(text)
    pieces: list[str] = []
    at = 0
    for start, end in sorted((mark[0], mark[1]) for mark in marks):
        if at <= start < end <= len(text):
            pieces += (escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>")
            at = end
    return Markup("".join((*pieces, escape(text[at:]))))  # noqa: S704


Link = tuple[int, int, str]
"""A place in a text, as offsets, and the address that it leads to."""


def linked(text: str, marks: Sequence[Sequence[int]], links: Iterable[Link]) -> Markup:
    """The text as HTML, marked, with `<a>` around each (start, end, address); marks lie within a link or outside it."""
    text = masked(text)
    pieces: list[Markup] = []
    at = 0
    for start, end, address in links:
        pieces.append(marked(text[at:start], _within(marks, at, start)))
        inside = marked(text[start:end], _within(marks, start, end))
        pieces.append(Markup('<a href="{}">{}</a>').format(address, inside))
        at = end
    return Markup("").join((*pieces, marked(text[at:], _within(marks, at, len(text)))))


def _within(spans: Iterable[Sequence[int]], start: int, end: int) -> list[tuple[int, int]]:
    """The spans that lie in a part of a text, as offsets into the part."""
    return [(span[0] - start, span[1] - start) for span in spans if start <= span[0] and span[1] <= end]


def paragraphs(text: str, marks: Iterable[Sequence[int]] = (), links: Sequence[Link] = ()) -> list[Markup]:
    """The text cut at its blank lines, each piece marked, the white space at the ends of its lines taken away.

    `links` lie in the text's order, none over another.
    """
    text = masked(text)
    cut = []
    spans = [(mark[0], mark[1]) for mark in marks]
    for piece in _PARAGRAPH.finditer(text):
        start, end = piece.span()
        own = [(first - start, last - start, to) for first, last, to in links if start <= first and last <= end]
        whole = linked(piece.group(), _within(spans, start, end), own)
        cut.append(Markup(_LINE_END.sub("", whole)))  # noqa: S704
    return cut


def with_code(text: str) -> Markup:
    """The text as HTML, with what stands between backticks as code."""
    pieces = (escape(piece) for piece in masked(text).split("`"))
    return Markup("").join(
        Markup("<code>{}</code>").format(piece) if number % 2 else piece for number, piece in enumerate(pieces)
    )


def page(html: str) -> Released:
    """A page that a template made, all of whose values passed `in_a_page`."""
    return Released(html.encode("utf-8", "replace"))


def together(parts: Iterable[Released]) -> Released:
    """Bytes that were released, as one."""
    return Released(b"".join(parts))


def file_name(name: str) -> str:
    """A name for a file that a reader may keep: no folder, no sign that a header or a terminal would obey."""
    return _NOT_IN_A_NAME.sub("_", masked(name).translate(_DIRECTIONS))


def printable(text: str) -> Shown:
    """A text for a terminal or a log, as long as before: in place of what these would obey stands a sign for it."""
    return Shown(masked(text).translate(_PRINTABLE).encode("utf-8", "replace").decode())


def coloured(text: str, style: str) -> Shown:
    """A text for a terminal in a style of ours."""
    return Shown(f"{style}{printable(text)}{RESET}")


def joined(between: str, parts: Iterable[Shown]) -> Shown:
    """Texts for a terminal as one."""
    return Shown(between.join(parts))


class LogFilter(logging.Filter):
    """Lets what is logged, an exception's traceback too, through the gate."""

    def filter(self, record: logging.LogRecord) -> bool:
        """The record with its texts made printable; no line of it can look like another record's first."""
        record.msg, record.args = _indented(record.getMessage()), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = _indented(logging.Formatter().formatException(record.exc_info))
        return True


_LOG_FILTER: Final = LogFilter()


def guard_logs(*names: str) -> None:
    """Let what these loggers are told through the gate."""
    for name in names:
        logging.getLogger(name).addFilter(_LOG_FILTER)


def _indented(text: str) -> Shown:
    """A text for a log, its lines but the first set in."""
    return Shown(printable(text).replace("\n", "\n  "))


def _json(value: object) -> bytes:
    """A value, its texts masked, as JSON."""
    json = msgspec.json.encode(value)
    return json if has_nothing(json) else msgspec.json.encode(masked_below(msgspec.to_builtins(value)))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _cell(text: str) -> str:
    """A cell with an apostrophe before whatever a spreadsheet would take for a formula (OWASP, CSV injection).

    A table whose cells are separated by commas is opened by a spreadsheet that separates them by semicolons, or at
    line ends, so a formula may begin within a cell too.
    """
    return _FORMULA.sub(r"\1'", masked(text).translate(_IN_A_CELL))


def _xml_text(text: str) -> str:
    """A text without what XML cannot hold."""
    return re.sub(_NOT_XML, "", masked(text))
