"""Prose: whole answers over real minutes, beside the indexes that people would take instead, in the same run.

    python -m benchmarks.prose FOLDER [QUESTIONS_A_CLASS] [--keep PLACE] [--svg FILE] [--peers NAME ...]

FOLDER has the minutes, in any format that is read; with `--keep` the index is built in PLACE, or used when it is there.
Ours is everything that a reader waits for: analysis, the first 20 items, total, all facets, marked excerpts, and JSON.
*Unlike* is asked for the first time, *warm* again with another limit, *repeated* word for word; *engine* is the index
alone, with facets and 20 stored items. The peers (`peers`) give the total, 20 snippets and the counts of three facets.

All are asked in turn. Times are milliseconds of processor time, p50 of a class, and p95 of what is warm; since a busy
machine stretches them, the time of a fixed loop is printed too, and the ratios are what counts. The items found are
printed, since Swedish forms and compounds are found here and not by all. `--svg` draws the times.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Final

import msgspec

from benchmarks.drawing import bars
from benchmarks.peers import PAGE, PEERS
from indexer.index import index_of
from indexer.index.port import Index
from indexer.index.query import All
from indexer.index.zones import body
from indexer.pipeline.ingest import ingest
from indexer.settings import Settings
from indexer.storage.archive import Archive
from search_ui.answer import Question
from search_ui.output.answer_formats import answer_json
from search_ui.query import read
from search_ui.search.service import Search

SEED: Final = 5
TODAY: Final = date(2026, 1, 1)
OURS: Final = ("unlike", "warm", "p95", "repeated")
WARM: Final = 4
AGAIN: Final = 2
PYTHONS: Final = (sys.executable, "/usr/bin/python3")
"""Where a peer's package may be installed; Xapian's is with the system's Python."""


class Item(msgspec.Struct, frozen=True):
    """An item as the peers get it."""

    title: str
    text: str
    decision: str
    organ: str
    year: str
    authority: str


class Asked(msgspec.Struct, frozen=True):
    """A question, and the words that the peers are asked for; see `peers`."""

    ours: str
    words: list[str]
    how: str = "all"
    years: tuple[str, str] | msgspec.UnsetType = msgspec.UNSET


class Peer:
    """Another index, in a process of its own. Raises OSError where it is not installed."""

    def __init__(self, name: str, items: Path, folder: Path) -> None:
        self.name = name
        for python in PYTHONS:
            self._process = subprocess.Popen(
                [python, "-W", "ignore", "-m", "benchmarks.peers", name, str(items), str(folder)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            )  # fmt: skip
            if line := self._line():
                self.built: dict[str, float] = json.loads(line)
                return
            self.close()
        raise ModuleNotFoundError(name)

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()

    def ask(self, asked: Asked, *, engine: bool = False) -> tuple[float, int] | None:
        """The milliseconds that a question takes, and how many items have it; None for a kind that it has not."""
        assert self._process.stdin is not None
        question = {**msgspec.to_builtins(asked), "engine": engine}
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._line())
        return None if answer["hits"] is None else (answer["ms"], answer["hits"])

    def close(self) -> None:
        """End the process."""
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                stream.close()
        self._process.wait()


def main() -> None:
    """Build, ask, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("questions", type=int, nargs="?", default=12)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--svg", type=Path)
    parser.add_argument("--peers", nargs="*", default=list(PEERS))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="protokoll-prose-") as name, ExitStack() as stack:
        folder = Path(name)
        place = given.keep or folder
        settings = Settings(minutes=given.folder, index=place / "index", archive=place / "archive")
        index, built = index_of(settings), 0.0
        if not settings.index.exists():
            built = processor_time(lambda: ingest(settings, index, [given.folder]))
        items = list(items_of(Archive(settings.archive)))
        size = sum(path.stat().st_size for path in (settings.index / index.generation.rpartition("-")[0]).iterdir())
        print(f"{len(items)} items")
        print_built("ours", built and len(items) / built, size)
        (folder / "items.jsonl").write_bytes(b"\n".join(map(msgspec.json.encode, items)))
        peers = []
        for peer_name in given.peers:
            try:
                peers.append(Peer(peer_name, folder / "items.jsonl", folder / peer_name.replace(", ", "-")))
            except ModuleNotFoundError:
                print(f"{peer_name} is not installed")
                continue
            stack.callback(peers[-1].close)
            print_built(peer_name, len(items) / peers[-1].built["seconds"], peers[-1].built["bytes"])
        asked = questions(items, given.questions)
        items.clear()
        opened = processor_time(lambda: index_of(settings).search(All()))
        print(f"opened, first answer {opened * 1000:.0f} ms", end="; ")
        search = Search(settings)
        print_first(search.index)
        before = fixed_loop()
        times = ask_all(search, peers, asked)
        print(f"a fixed loop {before:.0f} to {fixed_loop():.0f} ms", end="; ")
        print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} MB")
        if given.svg:
            given.svg.write_text(bars(times, f"Milliseconds of processor time, {search.index.count(All()):,} items"))


def print_built(name: str, speed: float, size: float) -> None:
    """Print how fast an index was built, if it was, and its size."""
    print(f"{name:14}{speed:8.0f} items/s{size / 1e6:8.0f} MB" if speed else f"{name:14}{size / 1e6:24.0f} MB")


def fixed_loop() -> float:
    """The milliseconds of a loop that is always the same: 22 on the idle machine that this was written on."""
    return processor_time(lambda: sum(n * n for n in range(10**6))) * 1000


def processor_time(run: Callable[[], object]) -> float:
    """The seconds of processor time that something takes, in this process and in those that it starts and ends."""
    before = spent()
    run()
    return spent() - before


def spent() -> float:
    """The seconds of processor time that this process has taken, and those that it started and saw end."""
    every = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in every)


def items_of(archive: Archive) -> Iterator[Item]:
    """The items of all meetings of an archive."""
    for meeting in archive.meetings():
        for item in meeting.walk():
            decision = "\n".join(each.text for each in item.decisions)
            yield Item(item.title, body(item), decision, meeting.organ, meeting.date[:4], meeting.authority or "")


def questions(items: Sequence[Item], count: int) -> dict[str, list[Asked]]:
    """So many questions of each class, their words drawn from the items."""
    rng = random.Random(SEED)
    sample = rng.sample(items, min(len(items), 4000))
    used = Counter(chain.from_iterable({*re.findall(r"[a-zåäö]{5,14}", item.text.lower())} for item in sample))
    ranked = [word for word, _ in used.most_common()]
    common, middle, rare = ranked[5:60], ranked[150:900], ranked[len(ranked) // 3 : len(ranked) // 2]

    def phrase() -> str:
        words = re.findall(r"[a-zåäö]{4,12} [a-zåäö]{4,12}", rng.choice(sample).text.lower())
        return rng.choice(words or ["att bygga"])

    def one(of: list[str], ours: str = "{}", how: str = "all") -> Asked:
        return Asked(ours.format(word := rng.choice(of)), [word], how)

    def several(of: list[str], size: int, between: str, how: str) -> Asked:
        return Asked(between.join(chosen := rng.sample(of, size)), chosen, how)

    def begun() -> Asked:
        return Asked(f"{(letters := rng.choice(middle)[:5])}*", [letters], "beginning")

    def of_years() -> Asked:
        return Asked(f"{(word := rng.choice(common))} datum:2001..2004", [word], years=("2001", "2004"))

    classes: dict[str, Callable[[], Asked]] = {
        "rare word": lambda: one(rare),
        "common word": lambda: one(common),
        "two words": lambda: several(middle, 2, " ", "all"),
        "any of four": lambda: several(common + middle, 4, " ELLER ", "any"),
        "phrase": lambda: Asked(f'"{(words := phrase())}"', words.split(), "phrase"),
        "beginning": begun,
        "in the title": lambda: one(middle, "titel:{}", "title"),
        "four years": of_years,
        "a letter off": lambda: one(middle, "{}~", "near"),
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


def ask_all(search: Search, peers: Sequence[Peer], asked: dict[str, list[Asked]]) -> dict[str, dict[str, float]]:
    """Ask every question of all, in turn, and print a line a class; the p50 of each class by who answered."""
    answers = [*OURS, *(peer.name for peer in peers), "hits"]
    engines = ["engine", *(f"{peer.name} engine" for peer in peers)]
    print(_line("answers", answers), _line("", ["---" for _ in answers], "---"), sep="\n")
    drawn: dict[str, dict[str, float]] = {}
    below = [_line("engines", engines), _line("", ["---" for _ in engines], "---")]
    for name, several in asked.items():
        times: dict[str, list[float]] = {}
        hits: dict[str, list[int]] = {}
        for question in several:
            for what, milliseconds, count in answered(search, peers, question):
                times.setdefault(what, []).append(milliseconds)
                hits.setdefault(what, []).append(count)
        times["p95"] = [sorted(times["warm"])[len(times["warm"]) * 95 // 100]]
        p50 = {what: middle(those) for what, those in times.items()}
        counts = "/".join(f"{middle(hits[who]):.0f}" if who in hits else "-" for who in ("warm", *answers[4:-1]))
        print(_line(name, [*(_shown(p50, what) for what in answers[:-1]), counts]))
        below.append(_line(name, [_shown(p50, what) for what in engines]))
        drawn[name] = {"protokoll": p50["warm"], **{peer.name: p50[peer.name] for peer in peers if peer.name in p50}}
    print("", *below, sep="\n")
    return drawn


def _line(name: str, cells: Sequence[str], first: str = "") -> str:
    """A line of a table."""
    return f"| {first or name} | {' | '.join(cells)} |"


def _shown(p50: dict[str, float], what: str) -> str:
    return f"{p50[what]:.1f}" if what in p50 else "-"


def answered(search: Search, peers: Sequence[Peer], asked: Asked) -> Iterator[tuple[str, float, int]]:
    """What was asked of whom, the milliseconds, and how many items have it."""
    limits = {"unlike": [PAGE], "warm": range(PAGE - 1, PAGE - 1 - WARM, -1), "repeated": [PAGE] * AGAIN}
    for what, limit in ((what, limit) for what, those in limits.items() for limit in those):
        started = time.process_time()
        answer = search.answer(Question(query=asked.ours, limit=limit))
        answer_json(answer)
        yield what, (time.process_time() - started) * 1000, answer.total
    query = read(asked.ours, today=TODAY).query
    started = time.process_time()
    total = search.index.search(query, limit=PAGE).total
    yield "engine", (time.process_time() - started) * 1000, total
    for peer in peers:
        for engine in (False, True) * AGAIN:
            if result := peer.ask(asked, engine=engine):
                yield f"{peer.name}{' engine' if engine else ''}", *result


def middle(values: Sequence[float] | Sequence[int]) -> float:
    """The median, or the one above."""
    return sorted(values)[len(values) // 2]


if __name__ == "__main__":
    main()
