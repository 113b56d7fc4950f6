"""One meeting: how long until one of 12 items is found in an index of so many, or gone from it, and what opening costs.

    python -m benchmarks.one_meeting 10000
    python -m benchmarks.one_meeting 100000 --keep /tmp/index-100000

The items are of 127 words, drawn as language draws them (the n-th word once for every n times the first) from words
made of Swedish parts; 2,000 of them are analysed, and each stands in the index as often as is needed. Times are the
median of so many additions, of which some merge small segments, and the slowest: wall clock, one process. The meetings
that are withdrawn are of the largest segment, all of which is then written anew.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

from indexer.index import whoosh_writer
from indexer.index.query import Word
from indexer.index.whoosh_index import WhooshIndex
from indexer.model import AgendaItem, Attendance, Decision, Meeting, Source

ITEMS, WORDS, DIFFERENT = 12, 127, 2000
FIRST = [
    "vatten",
    "bygg",
    "skol",
    "vård",
    "budget",
    "miljö",
    "trafik",
    "fritids",
    "kultur",
    "bostads",
    "närings",
    "räddnings",
    "avfalls",
    "personal",
]
LAST = [
    "plan",
    "fråga",
    "nämnd",
    "avgift",
    "stöd",
    "utredning",
    "chef",
    "budget",
    "lag",
    "kontor",
    "avtal",
    "mål",
    "områden",
    "rapport",
    "beslut",
    "möte",
]
ENDINGS = ("", "en", "er", "erna", "s", "ens", "et", "arna")


def words() -> list[str]:
    """Words, the most common first."""
    made = ["och", "att", "i", "för", "om", "av", "till", "den", "på", "med"]
    made += [f"{first}{last}{ending}" for first, last, ending in product(FIRST, LAST, ENDINGS)]
    random.Random(1).shuffle(made)
    return made


def texts(count: int) -> list[str]:
    """Texts of items."""
    rng, vocabulary = random.Random(2), words()
    weights = [1 / rank for rank in range(1, len(vocabulary) + 1)]
    return [" ".join(rng.choices(vocabulary, weights, k=WORDS)) for _ in range(count)]


def meetings(items: int, drawn: list[str], organ: str = "organ") -> Iterator[Meeting]:
    """Meetings of twelve items each, until there are so many items."""
    rng = random.Random(3)
    for number in range(items // ITEMS):
        date = f"{2000 + number // 336 % 25}-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}"
        id = f"{organ}-{number // 8400}/{date}"
        made = tuple(_item(f"{id}/{place}", drawn[rng.randrange(len(drawn))]) for place in range(1, ITEMS + 1))
        people = tuple(Attendance(name=f"Person {rng.randrange(3000)}") for _ in range(15))
        yield Meeting(
            id=id, organization=organ, date=date, source=Source(file="x", sha256=""), items=made, attendance=people
        )


def _item(id: str, text: str) -> AgendaItem:
    decision = Decision(id=f"{id}/b1", text="att godkänna förslaget")
    title = " ".join(text.split()[:5])
    return AgendaItem(
        id=id, position=id.rsplit("/", 1)[1], title=title, text=text, summary=text, start=0, end=len(text), line=1,
        sections=(), decisions=(decision,),
    )  # fmt: skip


def analysed_once(terms_of: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The analysis, remembered for each text: what is measured is the index."""
    known: dict[Any, Any] = {}

    def terms(document: Any) -> Any:
        key = document.zones if document.stored_item is None else document.zones[:-1]
        if key not in known:
            known[key] = terms_of(document)
        return known[key]

    return terms


def main() -> None:
    """Build, add, find, withdraw, and print the times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("items", type=int)
    parser.add_argument("--additions", type=int, default=12)
    parser.add_argument("--withdrawals", type=int, default=3)
    parser.add_argument("--keep", type=Path, help="Build here, or use what was built here.")
    asked = parser.parse_args()
    drawn = texts(DIFFERENT)
    where = asked.keep or Path(tempfile.mkdtemp()) / "index"
    if not (where / "CURRENT").exists():
        original = whoosh_writer.terms_of
        whoosh_writer.terms_of = analysed_once(original)
        started = time.perf_counter()
        WhooshIndex(where).rebuild(meetings(asked.items, drawn))
        took = time.perf_counter() - started
        print(f"built {asked.items} items, analysed before, in {took:.1f} s: {asked.items / took:.0f} a second")
        whoosh_writer.terms_of = original
    started = time.perf_counter()
    page = WhooshIndex(where)
    page.search(Word("skolplan"))
    print(f"a new process opens it and answers its first query after {time.perf_counter() - started:.2f} s")
    writing, found = [], []
    for number in range(asked.additions):
        new = next(meetings(ITEMS, texts(ITEMS), organ=f"nytt-{time.time_ns()}-{number}"))
        started = time.perf_counter()
        WhooshIndex(where).update([new])
        written = time.perf_counter()
        page.search(Word("skolplan"))
        assert page.stored_item(new.items[-1].id)
        found.append(time.perf_counter() - started)
        writing.append(written - started)
    gone = []
    for id in list(page.digests())[: asked.withdrawals]:
        started = time.perf_counter()
        WhooshIndex(where).update([], [id])
        assert page.stored_item(f"{id}/1") is None
        gone.append(time.perf_counter() - started)
    rows = (("written", writing), ("found by a page that was open", found), ("withdrawn, and gone from it", gone))
    for what, times in rows:
        print(f"{what}: median {statistics.median(times):.2f} s, slowest {max(times):.2f} s of {len(times)}")
    if not asked.keep:
        shutil.rmtree(where.parent)


if __name__ == "__main__":
    main()
