"""Score the reading of files: the same minutes as text, PDF, Word file, web page and scan, side by side.

    python -m tools.score_reading [--no-ocr] [FILE.txt ...]      (default: data/minutes and tests/reading/minutes)

Every text is made into its twins and all are read and parsed. A row of the table printed says, for each kind, how many
of the text's agenda items it gives with the same title, how many of the decisions with the same words, how many § and
which share of the words differs, and how long a page took.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from pathlib import Path

import msgspec

from indexer.minutes import parse
from indexer.model import Meeting, Pages
from indexer.reading import read
from tests.reading import make

KINDS: dict[str, Callable[[str], bytes]] = {
    "text": lambda text: text.encode(),
    "cp1252": lambda text: text.encode("cp1252", "replace"),
    "PDF": make.typed,
    "DOCX": lambda text: make.docx(*text.replace("\f", "").split("\n")),
    "HTML": lambda text: make.page(text.replace("\f", "")).encode(),
    "ODT": lambda text: make.odt(*text.replace("\f", "").split("\n")),
    "RTF": make.rtf,
    "scan": lambda text: make.scanned(make.typed(text)),
}
DEFAULTS = ("data/minutes", "tests/reading/minutes")


class Row(msgspec.Struct):
    """What one kind of file gave, over all the minutes."""

    items: int = 0
    of_items: int = 0
    decisions: int = 0
    of_decisions: int = 0
    signs: int = 0
    of_signs: int = 0
    errors: int = 0
    words: int = 0
    pages: int = 0
    seconds: float = 0.0

    def __str__(self) -> str:
        return (
            f"{self.items:5}/{self.of_items:<5}{self.decisions:5}/{self.of_decisions:<5}{self.signs:5}/{self.of_signs:<5}"
            f"{self.errors / max(1, self.words):8.2%} {1000 * self.seconds / max(1, self.pages):9.1f} ms"
        )


def main(arguments: list[str]) -> None:
    """Print the table for the files named, or for those of the repository."""
    files = [Path(name) for name in arguments if not name.startswith("--")] or list(_defaults())
    kinds = [kind for kind in KINDS if kind != "scan" or "--no-ocr" not in arguments]
    rows = {kind: Row() for kind in kinds}
    for file in files:
        wanted = read(file)
        for kind in kinds:
            _score(rows[kind], wanted, kind)
    print(f"{'':8}{'items':^11}{'decisions':^11}{'§':^11}{'word error':>11}{'a page':>10}")
    for kind, row in rows.items():
        print(f"{kind:8}{row}")


def _defaults() -> Iterator[Path]:
    for folder in DEFAULTS:
        yield from sorted(Path(folder).glob("*.txt"))


def _score(row: Row, wanted: Pages, kind: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "protokoll"
        file.write_bytes(KINDS[kind](wanted.text))
        read(file) if row.pages == 0 and kind != "scan" else None  # the worker's start is not the file's time
        start = time.perf_counter()
        had = read(file, name=wanted.file)
        row.seconds += time.perf_counter() - start
    row.pages += len(had.starts)
    want, have = parse(wanted).meeting, parse(had).meeting
    row.items, row.of_items = row.items + _common(_titles(want), _titles(have)), row.of_items + len(_titles(want))
    row.decisions += _common(_decisions(want), _decisions(have))
    row.of_decisions += len(_decisions(want))
    row.signs, row.of_signs = (
        row.signs + min(had.text.count("§"), wanted.text.count("§")),
        row.of_signs + wanted.text.count("§"),
    )
    words = wanted.text.split()
    row.errors, row.words = row.errors + _distance(words, had.text.split()), row.words + len(words)


def _titles(meeting: Meeting) -> list[str]:
    return [_plain(item.title) for item in meeting.walk()]


def _decisions(meeting: Meeting) -> list[str]:
    return [_plain(decision.text) for item in meeting.walk() for decision in item.decisions]


def _plain(text: str) -> str:
    return " ".join(text.replace("–", "-").split()).casefold()


def _common(wanted: list[str], had: list[str]) -> int:
    return (Counter(wanted) & Counter(had)).total()


def _distance(wanted: list[str], had: list[str]) -> int:
    """How many words are missing, wrong or too many."""
    want, have = [_plain(word) for word in wanted], [_plain(word) for word in had]
    kept = sum(size for _, _, size in SequenceMatcher(None, want, have, autojunk=False).get_matching_blocks())
    return max(len(want), len(have)) - kept


if __name__ == "__main__":
    main(sys.argv[1:])
