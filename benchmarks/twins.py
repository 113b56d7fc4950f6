"""Twins: clean minutes and the same minutes as OCR without Swedish letters reads them, asked the same questions.

    python -m benchmarks.twins data/minutes [PAGES]

draws each clean text as pages, reads those with Tesseract's English model, which damages å, ä and ö as it does in real
archives, indexes both, and asks each for the known items of the clean ones. Printed are the mean reciprocal ranks of
the clean index and of the damaged one, and the second as a share of the first. It needs Tesseract with `eng`, and
pip install pillow. What was read is kept in the folder for temporary files, by what was drawn.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec
from PIL import Image, ImageDraw, ImageFont
from rapidfuzz import fuzz, process

from benchmarks.known_items import KnownItem, index, questions, score, stored_items
from indexer.index.documents import StoredItem
from indexer.swedish import is_damaged

LETTERS: Final = 95
LINES: Final = 52
SIZE: Final = (1654, 2339)
"""A4 at 200 dots per inch, as the project reads scans."""
FONT: Final = 26
STEP: Final = 40
MARGIN: Final = 130
PAGES: Final = 40
SAME: Final = 60
"""Two readings of an item are more alike than this, of 100; of two items not."""


def pages(text: str) -> Iterator[str]:
    """The text page by page, its long lines broken."""
    lines: list[str] = []
    for paragraph in text.replace("\f", "\n").splitlines():
        line = ""
        for word in paragraph.split():
            if line and len(line) + len(word) >= LETTERS:
                lines.append(line)
                line = ""
            line = f"{line} {word}" if line else word
        lines.append(line)
    for at in range(0, len(lines), LINES):
        yield "\n".join(lines[at : at + LINES])


def as_read(page: str) -> str:
    """What Tesseract's English model reads on the page."""
    kept = Path(tempfile.gettempdir()) / "protokoll-twins" / f"{hashlib.sha256(page.encode()).hexdigest()}.txt"
    if not kept.exists():
        kept.parent.mkdir(exist_ok=True)
        image = Image.new("L", SIZE, 255)
        font = ImageFont.truetype("DejaVuSans.ttf", FONT)
        for number, line in enumerate(page.splitlines()):
            ImageDraw.Draw(image).text((MARGIN, MARGIN + STEP * number), line, font=font, fill=0)
        with tempfile.NamedTemporaryFile(suffix=".png") as drawn:
            image.save(drawn.name)
            command = [shutil.which("tesseract") or "tesseract", drawn.name, "stdout", "-l", "eng", "--psm", "6"]
            kept.write_bytes(subprocess.run(command, check=True, capture_output=True).stdout)
    return kept.read_text("utf-8")


def twins(folder: Path, most: int, clean: Path, damaged: Path) -> int:
    """Write the clean texts of a folder and their damaged twins, until there are so many pages; how many there are."""
    drawn = 0
    for path in sorted(folder.glob("*.txt")):
        text = path.read_text("utf-8")
        found = list(pages(text))
        if is_damaged(text) or drawn + len(found) > most:
            continue
        drawn += len(found)
        (clean / path.name).write_text("\n\f\n".join(found), "utf-8")
        (damaged / path.name).write_text("\n\f\n".join(map(as_read, found)), "utf-8")
    return drawn


def twin_of(stored_item: StoredItem, others: list[StoredItem]) -> str | None:
    """The id of the item that says the same in minutes of the same day."""
    same_day = {other.item.id: other.item.text for other in others if other.date == stored_item.date}
    found = process.extractOne(stored_item.item.text, same_day, scorer=fuzz.ratio, score_cutoff=SAME)
    return found[2] if found else None


def main(folder: Path, most: int) -> None:
    """Print the scores of both."""
    with tempfile.TemporaryDirectory(prefix="protokoll-twins-") as where:
        folders = [Path(where) / name for name in ("clean", "damaged", "index-clean", "index-damaged")]
        for one in folders:
            one.mkdir()
        print(f"{twins(folder, most, *folders[:2])} pages")
        clean, damaged = index(folders[0], folders[2]), index(folders[1], folders[3])
        items, others = stored_items(clean), stored_items(damaged)
        asked = list(questions(items))
        meant = {stored_item.item.id: twin for stored_item in items if (twin := twin_of(stored_item, others))}
        print(f"{len(meant)} of {len(items)} items have a twin")
        asked = [one for one in asked if one.right <= meant.keys()]
        moved: list[KnownItem] = [
            msgspec.structs.replace(one, right=frozenset(meant[id] for id in one.right)) for one in asked
        ]
        of_clean, of_damaged = score(clean, asked)[0], score(damaged, moved)[0]
        missed = score(damaged, moved)[1] if "--missed" in sys.argv else []
        for kind, ranks in of_clean.items():
            both = [sum(those) / len(those) for those in (ranks, of_damaged[kind])]
            print(f"{kind:10} {len(ranks):4} questions  clean {both[0]:.4f}  damaged {both[1]:.4f}  "
                  f"ratio {both[1] / both[0]:.4f}")  # fmt: skip
        every = [sum(sum(those) for those in ranks.values()) for ranks in (of_clean, of_damaged)]
        print(f"all        {len(asked):4} questions  ratio {every[1] / every[0]:.4f}")
        for one in missed:
            print(
                f"{one.kind:9} rank {one.rank:2}  {one.query[:80]!r} wanted {one.title[:60]!r} got {one.first[:60]!r}"
            )


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 and sys.argv[2].isdigit() else PAGES)
