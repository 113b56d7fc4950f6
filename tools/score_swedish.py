"""What the Swedish analysis reaches on words judged by hand, and what it costs.

    python -m tools.score_swedish [DAMAGED CORRECTED [CLEAN ...]]

The words are in `tests/swedish/gold/`. A page that was OCR'd without Swedish letters and its corrected text, line for
line the same, add how many right words were changed; clean texts add how many of theirs were (none may be), and are
what the running text is made of.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path

from indexer.swedish import MatchLevel, analyse, is_damaged, query_terms, words
from indexer.swedish.ocr_correction import restored
from indexer.swedish.terms import parts_of, terms
from indexer.swedish.tokens import readings, written_words

GOLD = Path(__file__).parent.parent / "tests" / "swedish" / "gold"
SHIPPED = Path("data/minutes")
OPENING = """
import time
import indexer.swedish.terms
def memory():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))
before = memory()
began = time.perf_counter()
opened = indexer.swedish.lexicon.Lexicon()
took = time.perf_counter() - began
for word in %r: opened.find(word), opened.beginnings(word), opened.unfolded(word)
print(took * 1000, (memory() - before) / 1024)
"""
"""A fresh process that opens the lexicon and looks words up, on Linux."""


def rows(name: str) -> Iterator[list[str]]:
    """The lines of a gold file, in columns."""
    for line in (GOLD / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def compounds(name: str) -> tuple[float, int, int]:
    """F1 of words cut exactly right, and how many of the words that are none were cut."""
    right = wrong = missed = false = wholes = 0
    for word, split, kind in rows(name):
        found = parts_of(word)
        cut = [word[part.start : part.end] for part in found[:-1]]
        if kind == "compound":
            right += cut == split.split("+")[:-1]
            missed += cut != split.split("+")[:-1]
            wrong += bool(cut) and cut != split.split("+")[:-1]
        elif kind != "lex":
            wholes += 1
            false += bool(cut)
    return 2 * right / (2 * right + wrong + false + missed), false, wholes


def joined(kind: str) -> tuple[int, int]:
    """How many pairs of forms of one word find each other, either way, and how many pairs there are."""
    found = pairs = 0
    for forms, of_kind in rows("inflections.tsv"):
        for page, typed in combinations(dict.fromkeys(forms.split()), 2):
            if of_kind == kind:
                pairs += 1
                found += finds(page, typed) and finds(typed, page)
    return found, pairs


def finds(page: str, typed: str) -> bool:
    """Whether a typed word finds another as itself or as a form of it."""
    keys = {term.key for term in terms(page, damaged=False)}
    return any(one.key in keys for one in query_terms(typed) if one.level in (MatchLevel.EXACT, MatchLevel.STEM))


def ocr() -> tuple[float, float]:
    """The share of damaged words whose first reading is right, and of those that have the right one at all."""
    first = among = total = 0
    for damaged, right, *_ in rows("ocr.tsv"):
        meant = restored(damaged) or (damaged.lower(),)
        total += 1
        first += meant[0] == right.lower()
        among += right.lower() in (*meant, damaged.lower())
    return first / total, among / total


def right_words_changed(damaged: Path, corrected: Path) -> tuple[int, int]:
    """How many words that the damage spared are read as something else first, and how many it spared."""
    changed = spared = 0
    pages = damaged.read_text(encoding="utf-8"), corrected.read_text(encoding="utf-8")
    for before, after in zip(*(page.splitlines() for page in pages), strict=False):
        pairs = list(zip(written_words(before), written_words(after), strict=False))
        for one, other in pairs:
            if one.text == other.text and any(letter.isalpha() for letter in one.text):
                spared += 1
                changed += (restored(one.text) or (one.text.lower(),))[0] != readings(one.text)[0]
    return changed, spared


def clean_words_changed(texts: Iterable[str]) -> int:
    """How many words of texts that have their letters are read as something else."""
    return sum(
        token.level is MatchLevel.RESTORED for text in texts for token in analyse(text, damaged=is_damaged(text))
    )


def speed(texts: list[str]) -> tuple[float, float]:
    """Microseconds of processor time for a word seen the first time, and words a second of running text."""
    distinct = list(dict.fromkeys(word.text for text in texts for word in written_words(text)))
    began = time.process_time()
    for word in distinct:
        terms(word, damaged=False)
    each = (time.process_time() - began) / len(distinct) * 1e6
    sum(1 for text in texts for _ in words(text))
    began = time.process_time()
    count = sum(1 for _ in range(20) for text in texts for _ in words(text))
    return each, count / (time.process_time() - began)


def main(arguments: list[str]) -> None:
    """Print every figure."""
    for name, file in (("compounds", "compounds.tsv"), ("compounds, words drawn at random", "unseen.tsv")):
        score, false, wholes = compounds(file)
        print(f"{name:34} F1 {score:.3f}, {false} of {wholes} other words cut ({false / wholes:.1%})")
    for kind in ("simple", "compound"):
        found, pairs = joined(kind)
        print(f"{'inflections joined, ' + kind:34} {found / pairs:.3f} of {pairs} pairs")
    first, among = ocr()
    print(f"{'damaged words restored':34} first {first:.3f}, among the readings {among:.3f}")
    if len(arguments) >= 2:
        changed, spared = right_words_changed(Path(arguments[0]), Path(arguments[1]))
        print(f"{'right words of it changed':34} {changed} of {spared} ({changed / spared:.2%})")
    files = [Path(name) for name in arguments[2:]] or sorted(SHIPPED.glob("*.txt"))
    texts = [text for text in (file.read_text(encoding="utf-8") for file in files) if not is_damaged(text)]
    if texts:
        print(f"{'clean words changed':34} {clean_words_changed(texts)}")
        each, running = speed(texts)
        print(f"{'analysis':34} {each:.0f} us for a new word, {running:,.0f} words/s of running text")
    some = [row[0] for row in rows("compounds.tsv")]
    opened = subprocess.run([sys.executable, "-c", OPENING % some], capture_output=True, text=True, check=True)
    took, memory = map(float, opened.stdout.split())
    print(f"{'lexicon':34} opened in {took:.1f} ms, {memory:.1f} MB after {len(some)} words")


if __name__ == "__main__":
    main(sys.argv[1:])
