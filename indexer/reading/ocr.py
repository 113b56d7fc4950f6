"""OCR: pictures of pages become text, by Tesseract's Swedish model for the letters and its English one for the signs.

The Swedish model reads å, ä and ö but has never seen § @ % # * or °: "§ 12" comes out as "8 12" and "25 %" as "25 946".
The English model has those signs and lacks the letters. So both read every page, and where a word of the English
reading has such a sign, the sign is taken from there:

    Swedish   8    12  kultur&odeborg.se   höjning  25  946
    English   §    12  kultur@odeborg.se   hdjning  25  %
    merged    §    12  kultur@odeborg.se   höjning  25  %

Tesseract runs as a process of its own, one for each processor. What it has read is kept by the file's content, so
that no page is read twice, and a long reading that was broken off goes on where it was.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections import deque
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from difflib import SequenceMatcher
from functools import cache, partial
from hashlib import sha256
from itertools import groupby, pairwise
from pathlib import Path
from statistics import median

import msgspec

from indexer.errors import MissingTool
from indexer.model import Pages
from indexer.reading.layout import COLUMN_GAP, LayoutLine, as_text
from indexer.reading.original import OriginalFile, ReadOptions
from indexer.reading.page_words import PageWord
from indexer.storage import durable
from indexer.storage.seal import BrokenSeal, sealed_text, unsealed_text

SIGNS = frozenset("§@%#°*")
"""What the Swedish model cannot write; the English model is believed about these."""

BULLETS = frozenset((*"«»*¢°•·.", ".«"))
"""What the models take a bullet for, when it begins a line of words."""

WIDE_GAP = 1.6
"""How many line heights a gap between words is when it parts two columns."""

SECONDS_A_PAGE = 120
"""A page that takes longer is no page of text: the densest take under ten seconds."""

BEAT = 5
"""How often, in seconds, whoever waits is told that a page is still being read."""

VERSION = 2
"""Changes with whatever changes the text that is read, so that what another version has kept is not used."""


_PAGE, _WORDS = ".page", ".words"
_PLACED = msgspec.json.Decoder(tuple[PageWord, ...])


class Picture(msgspec.Struct, frozen=True):
    """An image of a page; `page`, counted from 0, says which when the image holds several."""

    data: bytes
    page: int | None = None


class OcrWord(msgspec.Struct, frozen=True):
    """A word and where it stands, in dots from the upper left corner."""

    text: str
    left: int
    right: int
    top: int
    bottom: int


Row = list[OcrWord]
"""The words of one line, from left to right."""


class OcrReading(msgspec.Struct, frozen=True):
    """What one model reads in a picture: its lines of words, and the picture's size in dots."""

    rows: list[Row]
    width: int
    height: int


_Work = str | list[Future[OcrReading]]
"""A page's text when it was kept, else the two readings that are under way."""


def read(original: OriginalFile, manner: ReadOptions) -> Pages:
    """The text of a scan that is an image file, all its pages."""
    count = _count(original.data)
    pictures = {n: partial(Picture, original.data, n if count > 1 else None) for n in range(count)}
    texts = [text for _, text in recognised(original, pictures, manner, count)]
    return original.pages(texts, ocr=True)


def recognised(
    original: OriginalFile, pictures: Mapping[int, Callable[[], Picture | None]], manner: ReadOptions, count: int
) -> Iterator[tuple[int, str]]:
    """The text of each picture with its page number, in order; a picture is made when its turn comes to be read.

    Progress is told as for a file of `count` pages, of which all others are done, and again while a page takes long.
    """
    kept = _PageCache(original, manner.cache)
    done = count - len(pictures)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for number, work in _under_way(original, pictures, kept, pool):
            while not isinstance(work, str) and wait(work, timeout=BEAT).not_done:
                manner.progress(done, count)
            yield number, work if isinstance(work, str) else _finished(number, work, kept)
            manner.progress(done := done + 1, count)


def _under_way(
    original: OriginalFile,
    pictures: Mapping[int, Callable[[], Picture | None]],
    kept: _PageCache,
    pool: ThreadPoolExecutor,
) -> Iterator[tuple[int, _Work]]:
    """The pages in order, each given out when a few after it have been begun: enough to keep every processor busy."""
    begun: deque[tuple[int, _Work]] = deque()
    for number, picture in pictures.items():
        text = kept.get(number)
        begun.append((number, _begun(original, picture(), pool) if text is None else text))
        if len(begun) > (os.cpu_count() or 1):
            yield begun.popleft()
    yield from begun


def state(where: Path, checksum: str) -> tuple[str | None, tuple[Path, ...]]:
    """What tells the pages that are kept of the file with this SHA-256, None for none; and those not as written."""
    folder = where / checksum
    pages = sorted(path for path in folder.glob(f"*{_PAGE}")) if folder.is_dir() else []
    broken = tuple(path for path in pages if _page(path, _of(checksum, path)) is None)
    told = sha256()
    for path in pages:
        with contextlib.suppress(OSError):
            told.update(path.name.encode() + path.read_bytes())
    return (told.hexdigest() if pages else None), broken


def seal_old_pages(where: Path) -> None:
    """Seal the pages that an earlier version kept without."""
    for old in where.glob("*/*.txt"):
        new = old.with_suffix(_PAGE)
        durable.replace(new, sealed_text(old.read_text(encoding="utf-8"), _of(old.parent.name, new)))
        old.unlink()


def forget_all_but(where: Path, checksums: Container[str]) -> None:
    """Leave no trace of what was read from files that are not among those with these SHA-256s."""
    for folder in where.iterdir() if where.is_dir() else ():
        if folder.name not in checksums:
            shutil.rmtree(folder, ignore_errors=True)


class _PageCache:
    """What has been read of a file before: one small file a page, in a folder named after the checksum."""

    def __init__(self, original: OriginalFile, where: Path | None) -> None:
        self._folder = where / sha256(original.data).hexdigest() if where else None

    def get(self, number: int) -> str | None:
        """The page's text, None when it has not been read, or is not as it was written."""
        if self._folder is None:
            return None
        file = _file(self._folder, number)
        return _page(file, _of(self._folder.name, file))

    def put(self, number: int, text: str, words: list[PageWord]) -> None:
        """Keep a page's text, and before it where its words stand."""
        if self._folder is None:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        file = _file(self._folder, number)
        for path, content in ((file.with_suffix(_WORDS), msgspec.json.encode(words).decode()), (file, text)):
            path.with_suffix(".tmp").write_bytes(sealed_text(content, _of(self._folder.name, path)))
            path.with_suffix(".tmp").replace(path)


def words_of(where: Path, checksum: str, number: int) -> tuple[PageWord, ...]:
    """The words that were read of a page, counted from 0, of the file with this SHA-256; none when none are kept."""
    file = _file(where / checksum, number).with_suffix(_WORDS)
    kept = _page(file, _of(checksum, file))
    return _PLACED.decode(kept) if kept is not None else ()


def _file(folder: Path, number: int) -> Path:
    return folder / f"{number + 1}-v{VERSION}{_PAGE}"


def _of(checksum: str, file: Path) -> str:
    """What a page, or the words of one, is of: a file, and which page of it, by which version."""
    return f"{checksum} {file.stem if file.suffix == _PAGE else file.name}"


def _page(file: Path, of: str) -> str | None:
    """The text in a file, None when there is none, or it is not as it was written."""
    try:
        return unsealed_text(file.read_bytes(), of)
    except (OSError, BrokenSeal):
        return None


def _begun(original: OriginalFile, picture: Picture | None, pool: ThreadPoolExecutor) -> _Work:
    if picture is None:
        return ""
    _check_installed(original)
    return [pool.submit(_reading, original, picture, model) for model in ("swe", "eng")]


def _finished(number: int, work: list[Future[OcrReading]], kept: _PageCache) -> str:
    swedish, english = (future.result() for future in work)
    rows = merged(swedish.rows, english.rows)
    text = as_text(_lines(rows))
    kept.put(number, text, [_placed(word, swedish) for row in rows for word in row])
    return text


def _placed(word: OcrWord, of: OcrReading) -> PageWord:
    """A word with its box in parts of the picture's size."""
    box = word.left / of.width, word.top / of.height, word.right / of.width, word.bottom / of.height
    return PageWord(word.text, (tuple(round(part, 4) for part in box),))  # type: ignore[arg-type]


def merged(swedish: Sequence[Row], english: Sequence[Row]) -> list[Row]:
    """The Swedish reading of a page, with the signs of the English one."""
    words = [word for row in english for word in row]
    return [_with_signs(row, [word for word in words if _in_row(word, row)]) for row in swedish]


def _with_signs(row: Row, english: Row) -> Row:
    for word in english:
        if SIGNS.isdisjoint(word.text):
            continue
        met = [one for one in row if _overlap(one, word)]
        beside = [one for one in english if one is word or any(_overlap(one, other) for other in met)]
        # One word there is one word here too, such as an address that an unknown sign had split.
        space = " " if len(beside) > 1 else ""
        text = _signed(space.join(one.text for one in met), " ".join(one.text for one in beside))
        row = [one for one in row if one not in met] + [_spanning(text, [*met, word])]
        row.sort(key=lambda one: one.left)
    return _with_bullet(row, english)


def _signed(swedish: str, english: str) -> str:
    """The Swedish reading of a few words with the signs that the English reading has there."""
    if not any(c.isalpha() for c in english):
        return english
    text = ""
    for _, start, stop, other_start, other_stop in SequenceMatcher(
        None, swedish, english, autojunk=False
    ).get_opcodes():
        other = english[other_start:other_stop]
        text += swedish[start:stop] if SIGNS.isdisjoint(other) else other
    return text


def _with_bullet(row: Row, english: Row) -> Row:
    looks = {row[0].text, *(word.text for word in english[:1] if _overlap(row[0], word))}
    if len(row) > 1 and len(row[0].text) <= 2 and not looks.isdisjoint(BULLETS):
        return [msgspec.structs.replace(row[0], text="•"), *row[1:]]
    return row


def _in_row(word: OcrWord, row: Row) -> bool:
    middle = (word.top + word.bottom) / 2
    return min(one.top for one in row) <= middle <= max(one.bottom for one in row)


def _overlap(one: OcrWord, other: OcrWord) -> bool:
    common = min(one.right, other.right) - max(one.left, other.left)
    return common > 0.3 * min(one.right - one.left, other.right - other.left)


def _spanning(text: str, words: Sequence[OcrWord]) -> OcrWord:
    return OcrWord(
        text=text,
        left=min(word.left for word in words),
        right=max(word.right for word in words),
        top=min(word.top for word in words),
        bottom=max(word.bottom for word in words),
    )


def _lines(rows: Sequence[Row]) -> list[LayoutLine]:
    """The rows as lines of a page, whose letters are all as large as most are."""
    height = median([max(word.bottom - word.top for word in row) for row in rows]) if rows else 0
    return [_line(row, height) for row in rows]


def _line(row: Row, height: float) -> LayoutLine:
    text, columns = row[0].text, [(row[0].left, row[0].right)]
    for before, word in pairwise(row):
        space = _space(before, word, height)
        text += space + word.text
        columns.append((word.left if space == COLUMN_GAP else columns.pop()[0], word.right))
    broken = text[-1:] == "-" and text[-2:-1].isalpha()
    return LayoutLine(
        text=text[:-1] if broken else text,
        left=row[0].left,
        right=row[-1].right,
        baseline=-median([word.bottom for word in row]),
        size=height,
        broken=broken,
        columns=tuple(columns),
    )


def _space(before: OcrWord, word: OcrWord, height: float) -> str:
    if word.left - before.right > WIDE_GAP * height:
        return COLUMN_GAP
    # The sign of an address is wide, and taken for a word of its own.
    return "" if word.text.startswith("@") or before.text.endswith("@") else " "


def _reading(original: OriginalFile, picture: Picture, model: str) -> OcrReading:
    """What one model reads in a picture."""
    page = [] if picture.page is None else ["-c", f"tessedit_page_number={picture.page}"]
    command = ["tesseract", "stdin", "stdout", "-l", model, "--psm", "3", *page, "tsv"]
    try:
        done = subprocess.run(
            command,
            input=picture.data,
            capture_output=True,
            timeout=SECONDS_A_PAGE,
            check=True,
            env=os.environ | {"OMP_THREAD_LIMIT": "1"},
        )
    except subprocess.TimeoutExpired as error:
        raise original.unreadable("file.picture_too_slow", seconds=SECONDS_A_PAGE) from error
    except subprocess.CalledProcessError as error:
        raise original.unreadable("file.damaged_picture") from error
    return _parsed(done.stdout.decode("utf-8", "replace"))


def _parsed(table: str) -> OcrReading:
    """What is in Tesseract's table, which has a line for the page and for every block, paragraph, line and word."""
    cells = [line.split("\t") for line in table.splitlines()[1:]]
    width, height = next((map(int, cell[8:10]) for cell in cells if cell[0] == "1"), (1, 1))
    words = [cell for cell in cells if len(cell) == 12 and cell[0] == "5" and cell[11].strip()]
    rows = [[_word(cell) for cell in row] for _, row in groupby(words, key=lambda cell: cell[1:5])]
    return OcrReading(rows, width, height)


def _word(cell: Sequence[str]) -> OcrWord:
    left, top, width, height = map(int, cell[6:10])
    # Swedish has one dash within sentences, the short one; the models also know the long one of English books.
    text = cell[11].strip().replace("\N{EM DASH}", "\N{EN DASH}")
    return OcrWord(text=text, left=left, right=left + width, top=top, bottom=top + height)


def _check_installed(original: OriginalFile) -> None:
    missing = {"swe", "eng"} - models()
    if missing:
        packages = sorted(f"tesseract-ocr-{model}" for model in missing) if models() else ["tesseract-ocr"]
        raise MissingTool(original.name, "file.needs_ocr", packages=packages)


@cache
def models() -> frozenset[str]:
    """The languages that Tesseract can read here, none when it is not installed."""
    try:
        listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return frozenset()
    return frozenset(listed.split())


def _count(image: bytes) -> int:
    """How many pages an image holds: one, unless it is a TIFF that chains several."""
    if image[:4] not in (b"II*\0", b"MM\0*"):
        return 1
    number = partial(int.from_bytes, byteorder="little" if image[:1] == b"I" else "big")
    seen: set[int] = set()
    place = number(image[4:8])
    while place and place not in seen and place + 2 <= len(image):
        seen.add(place)
        end = place + 2 + 12 * number(image[place : place + 2])
        place = number(image[end : end + 4])
    return max(1, len(seen))
