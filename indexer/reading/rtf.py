r"""RTF: Rich Text, as WordPad and older offices write it.

A file is groups in braces, control words, and text: `{\b Beslut}\par att tacka f\'f6r \u228?rendet`. What a group
tells of fonts, colours and styles is no text; a byte `\'f6` is a letter of the code page that the file names.
"""

from __future__ import annotations

import re

from indexer.model import Pages
from indexer.reading.original import OriginalFile, ReadOptions
from indexer.reading.text_builder import TextBuilder

_TOKEN = re.compile(
    rb"\\bin(?P<binary>\d{1,9}) ?|\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,9})? ?"
    rb"|\\(?P<sign>[^a-zA-Z'])|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+|\\"
)
UNSEEN = frozenset(
    (
        *(b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"generator", b"listtable", b"xmlnstbl"),
        *(b"listoverridetable", b"revtbl", b"rsidtbl", b"themedata", b"datastore", b"latentstyles", b"fldinst"),
        *(b"footer", b"footerl", b"footerr", b"footerf", b"headerl", b"headerr", b"headerf", b"annotation", b"atnid"),
        *(b"atnauthor", b"bkmkstart", b"bkmkend", b"nonshppict", b"shpinst", b"filetbl", b"pgptbl", b"mmathPr"),
    )
)
"""Groups that hold no text of the body; of the page heads only the usual one is read, where it stands."""

LETTERS = {
    **{b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”"},
    **{b"bullet": "•", b"emspace": " ", b"enspace": " ", b"qmspace": " ", b"tab": "\t"},
}
SIGNS = {b"~": "\xa0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}"}
CODE_PAGES = {b"mac": "mac_roman", b"pc": "cp437", b"pca": "cp850"}
MOST_GROUPS = 10_000
"""How deep groups may stand in each other; programs write a few dozen."""


def read(original: OriginalFile, _: ReadOptions) -> Pages:
    """The text of an RTF file; a table row is a line, `\\page` begins a page."""
    reader = _RtfWalk(original)
    reader.read()
    return original.pages(reader.flow.pages())


class _RtfWalk:
    """Goes through the tokens once, and says to the flow what it meets."""

    def __init__(self, original: OriginalFile) -> None:
        self.flow = TextBuilder()
        self._original = original
        self._code_page = "cp1252"
        self._unseen = False
        self._fallback = 1
        self._groups: list[tuple[bool, int]] = []
        self._skip = 0
        self._in_row = self._in_cell = False
        self._high = 0

    def read(self) -> None:
        """Take every token; UnreadableFile when groups stand too deep."""
        data, at = self._original.data, 0
        self.flow.open_paragraph()
        while match := _TOKEN.match(data, at):
            at = match.end() + int(match["binary"] or 0)
            self._take(match)
        self._close_row()
        self.flow.end_line()

    def _take(self, match: re.Match[bytes]) -> None:
        match match.lastgroup:
            case "brace":
                self._brace(match["brace"])
            case "byte" | "text":
                self._bytes(bytes.fromhex(match["byte"].decode()) if match["byte"] else match["text"])
            case "word" | "number":
                self._word(match["word"], int(match["number"]) if match["number"] else None)
            case "sign":
                self._sign(match["sign"])

    def _brace(self, brace: bytes) -> None:
        if brace == b"{":
            if len(self._groups) >= MOST_GROUPS:
                raise self._original.unreadable("file.groups_too_deep")
            self._groups.append((self._unseen, self._fallback))
        elif self._groups:
            self._unseen, self._fallback = self._groups.pop()
        self._skip = 0

    def _bytes(self, data: bytes) -> None:
        """Letters of the code page, but those that only stand in for the one before."""
        skipped = min(self._skip, len(data))
        self._skip -= skipped
        self._text(data[skipped:].decode(self._code_page, "replace"))

    def _text(self, text: str) -> None:
        if self._unseen or not text:
            return
        if self._in_row and not self._in_cell:
            self.flow.open_cell()
            self._in_cell = True
        self.flow.write(text)

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._unseen = True
        else:
            self._text(SIGNS.get(sign, ""))

    def _word(self, word: bytes, number: int | None) -> None:
        if word in UNSEEN:
            self._unseen = True
        elif word in LETTERS:
            self._text(LETTERS[word])
        elif word == b"u" and number is not None:
            self._character(number & 0xFFFF)
        elif word == b"uc":
            self._fallback = max(0, number or 0)
        elif word == b"ansicpg" and number:
            self._code_page = _known(f"cp{number}")
        elif word in CODE_PAGES:
            self._code_page = CODE_PAGES[word]
        elif not self._unseen:
            self._layout(word)

    def _character(self, code: int) -> None:
        """A letter by its number; two numbers are one letter when they are halves of a pair."""
        self._skip = self._fallback
        if 0xD800 <= code < 0xDC00:
            self._high = code
            return
        if self._high and 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((self._high - 0xD800) << 10) + (code - 0xDC00)
        self._high = 0
        self._text(chr(code))

    def _layout(self, word: bytes) -> None:
        flow = self.flow
        match word:
            case b"par" | b"sect":
                flow.close_paragraph()
                flow.open_paragraph()
            case b"line":
                flow.break_line()
            case b"page":
                flow.page_break()
            case b"trowd" if not self._in_row:
                flow.open_row()
                self._in_row = True
            case b"cell" if self._in_row:
                self._close_cell()
            case b"row":
                self._close_row()
            case b"outlinelevel":
                flow.room()

    def _close_cell(self) -> None:
        if not self._in_cell:
            self.flow.open_cell()
        self.flow.close_cell()
        self._in_cell = False

    def _close_row(self) -> None:
        if self._in_cell:
            self._close_cell()
        if self._in_row:
            self.flow.close_row()
            self._in_row = False


def _known(code_page: str) -> str:
    """A code page, when Python has it; else that of Windows."""
    try:
        "".encode(code_page)
    except LookupError:
        return "cp1252"
    return code_page
