"""Prose: whole answers over real minutes, beside SQLite's full-text index of the same items in the same run.

    python -m benchmarks.prose FOLDER [QUESTIONS_A_CLASS] [--keep PLACE]

FOLDER has the minutes, in any format that is read; with `--keep` the index is built in PLACE, or used when it is there.
A question is answered whole: analysis, the first 20 items, total, facets, marked excerpts, and JSON. *Unlike* is asked
for the first time; *warm* is the same with another limit. FTS5 (unicode61, diacritics kept) gives the total, 20
snippets and the counts of three facets. Both are asked in turn. All times are processor time, p50 of a class; since a
busy machine stretches them, the time of a fixed loop is printed too, and the ratios are what counts. The hits are
printed, since Swedish forms and compounds are found here and not by FTS5.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import resource
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Final, NamedTuple

from indexer.index import open_index
from indexer.index.port import Index
from indexer.index.query import All
from indexer.index.zones import body
from indexer.pipeline.ingest import ingest
from indexer.settings import Settings
from indexer.storage.archive import Archive
from search_ui.answer import Question
from search_ui.output.answer_formats import answer_json
from search_ui.search.service import Search

SEED: Final = 5
WARM: Final = 4
FACETS: Final = ("organ", "year", "authority")


class Item(NamedTuple):
    """An item as FTS5 gets it."""

    title: str
    text: str
    decision: str
    organ: str
    year: str
    authority: str


class Asked(NamedTuple):
    """A question in both languages; FTS5 has no fuzzy words."""

    ours: str
    theirs: str | None
    where: str = ""


def main() -> None:
    """Build, ask, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("questions", type=int, nargs="?", default=12)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="protokoll-prose-") as folder:
        place = given.keep or Path(folder)
        settings = Settings(minutes=given.folder, index=place / "index", archive=place / "archive")
        index, built = open_index(settings.index), 0.0
        if not settings.index.exists():
            built = processor_time(lambda: ingest(settings, index, [given.folder]))
        items = list(items_of(Archive(settings.archive)))
        theirs, built_by_them = fts5(items)
        if built:
            print(f"built {len(items) / built:.0f} items/s, FTS5 {len(items) / built_by_them:.0f}", end="; ")
        size = sum(path.stat().st_size for path in (settings.index / index.generation).iterdir())
        print(f"{len(items)} items, {size / 1e6:.0f} MB")
        opened = processor_time(lambda: open_index(settings.index).search(All()))
        print(f"opened, first answer {opened * 1000:.0f} ms", end="; ")
        search = Search(settings)
        print_first(search.index)
        ask_all(search, theirs, questions(items, given.questions))
        print(f"a fixed loop {processor_time(lambda: sum(n * n for n in range(10**6))) * 1000:.0f} ms", end="; ")
        print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} MB")


def processor_time(run: Callable[[], object]) -> float:
    """The seconds of processor time that something takes, in this process and in those that it starts and ends."""
    before = os.times()
    run()
    after = os.times()
    return sum(after[:4]) - sum(before[:4])


def items_of(archive: Archive) -> Iterator[Item]:
    """The items of all meetings of an archive."""
    for meeting in archive.meetings():
        for item in meeting.walk():
            decision = "\n".join(each.text for each in item.decisions)
            yield Item(item.title, body(item), decision, meeting.organ, meeting.date[:4], meeting.authority or "")


def fts5(items: list[Item]) -> tuple[sqlite3.Connection, float]:
    """The items in SQLite's full-text index, and the seconds that it took."""
    started = time.process_time()
    database = sqlite3.connect(":memory:")
    unindexed = ", ".join(f"{name} unindexed" for name in FACETS)
    tokens = "tokenize='unicode61 remove_diacritics 0'"
    database.execute(f"create virtual table d using fts5(title, text, decision, {unindexed}, {tokens})")
    database.executemany("insert into d values (?, ?, ?, ?, ?, ?)", items)
    database.commit()
    return database, time.process_time() - started


def questions(items: list[Item], count: int) -> dict[str, list[Asked]]:
    """So many questions of each class, their words drawn from the items."""
    rng = random.Random(SEED)
    sample = rng.sample(items, min(len(items), 4000))
    used = Counter(chain.from_iterable({*re.findall(r"[a-zåäö]{5,14}", item.text.lower())} for item in sample))
    ranked = [word for word, _ in used.most_common()]
    common, middle, rare = ranked[5:60], ranked[150:900], ranked[len(ranked) // 3 : len(ranked) // 2]

    def phrase() -> str:
        return rng.choice(
            re.findall(r"[a-zåäö]{4,12} [a-zåäö]{4,12}", rng.choice(sample).text.lower()) or ["att bygga"]
        )

    def word(of: list[str]) -> Asked:
        return Asked(chosen := rng.choice(of), chosen)

    def several(of: list[str], size: int, ours: str, theirs: str) -> Asked:
        return Asked(ours.join(chosen := rng.sample(of, size)), theirs.join(chosen))

    classes: dict[str, Callable[[], Asked]] = {
        "rare word": lambda: word(rare),
        "common word": lambda: word(common),
        "two words": lambda: several(middle, 2, " ", " AND "),
        "any of four": lambda: several(common + middle, 4, " ELLER ", " OR "),
        "phrase": lambda: Asked(quoted := f'"{phrase()}"', quoted),
        "beginning": lambda: Asked(begun := f"{rng.choice(middle)[:5]}*", begun),
        "in the title": lambda: Asked(f"titel:{(chosen := rng.choice(middle))}", f"title:{chosen}"),
        "four years": lambda: Asked(
            f"{(chosen := rng.choice(common))} datum:2001..2004", chosen, " and year between '2001' and '2004'"
        ),
        "a letter off": lambda: Asked(f"{rng.choice(middle)}~", None),
    }
    return {name: [make() for _ in range(count)] for name, make in classes.items()}


def print_first(index: Index) -> None:
    """What the first of each kind of question costs that needs all words or all titles."""
    for name, run in (
        ("first similar word", lambda: index.similar_words("krisberedskapp")),
        ("first suggestion", lambda: index.suggest("kom")),
        ("first title", lambda: index.titles("bud")),
    ):
        print(f"{name} {processor_time(run) * 1000:.0f} ms", end="; ")
    print()


def ask_all(search: Search, theirs: sqlite3.Connection, asked: dict[str, list[Asked]]) -> None:
    """Ask every question of both, in turn, and print a line a class."""
    print(f"{'ms of processor time':22}{'unlike':>8}{'warm':>8}{'p95':>8}{'FTS5':>8}{'ratio':>8}{'hits':>12}")
    for name, several in asked.items():
        unlike, warm, fts, totals, their_totals = [], [], [], [], []
        for question in several:
            with timed(unlike):
                totals.append(ours(search, question, 20))
            for limit in range(19, 19 - WARM, -1):
                with timed(warm):
                    ours(search, question, limit)
            if question.theirs:
                with timed(fts):
                    their_totals.append(by_fts5(theirs, question))
        ratio = f"{middle(warm) / middle(fts):.1f}" if fts else "-"
        hits = f"{middle(totals):.0f}/{middle(their_totals):.0f}" if fts else f"{middle(totals):.0f}"
        worst = sorted(warm)[len(warm) * 95 // 100]
        times = f"{middle(unlike):8.1f}{middle(warm):8.1f}{worst:8.1f}{middle(fts) if fts else float('nan'):8.1f}"
        print(f"{name:22}{times}{ratio:>8}{hits:>12}")


def ours(search: Search, question: Asked, limit: int) -> int:
    """Answer a question whole; how many items have it."""
    answer = search.answer(Question(query=question.ours, limit=limit))
    answer_json(answer)
    return answer.total


def by_fts5(database: sqlite3.Connection, question: Asked) -> int:
    """The same of FTS5: snippets, the total, three facets; how many items have it."""
    matching = f"from d where d match ?{question.where}"
    snippets = f"select rowid, snippet(d, 1, '[', ']', '…', 24) {matching} order by rank limit 20"
    database.execute(snippets, (question.theirs,)).fetchall()
    for name in FACETS:
        database.execute(f"select {name}, count(*) {matching} group by 1", (question.theirs,)).fetchall()
    return int(database.execute(f"select count(*) {matching}", (question.theirs,)).fetchone()[0])


@contextmanager
def timed(times: list[float]) -> Iterator[None]:
    """Add the milliseconds of processor time that what is within takes."""
    started = time.process_time()
    yield
    times.append((time.process_time() - started) * 1000)


def middle(values: list[float] | list[int]) -> float:
    """The median, or the one above."""
    return sorted(values)[len(values) // 2]


if __name__ == "__main__":
    main()
