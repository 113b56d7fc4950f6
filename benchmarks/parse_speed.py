"""How long the parser takes over the text of minutes, in milliseconds of processor time, the least of seven runs.

    python -m benchmarks.parse_speed [FILE.txt ...]      (default: data/minutes)

*First* is the first text a process parses, when patterns are made ready; *new* is any later text, whose lines were not
met before; *again* is one whose lines were.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from indexer.minutes import parse
from indexer.minutes.lines.labels import LabelTable
from indexer.model import Pages
from indexer.reading import read

RUNS = 7
MOST = {"first": 25.0, "new": 10.0, "again": 10.0}
"""The longest each may take."""


def milliseconds(pages: Pages) -> float:
    """The processor time of parsing some pages once."""
    before = time.process_time()
    parse(pages)
    return 1000 * (time.process_time() - before)


def new(pages: Pages) -> float:
    """The same, for a text of which no line is known."""
    LabelTable._found.cache_clear()
    return milliseconds(pages)


def first(file: Path) -> float:
    """The same, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.parse_speed", "--first", str(file)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def main(arguments: list[str]) -> None:
    """Print a line for each file, and one for the slowest of each kind."""
    if arguments[:1] == ["--first"]:
        print(milliseconds(read(Path(arguments[1]))))
        return
    files = [Path(name) for name in arguments] or sorted(Path("data/minutes").glob("*.txt"))
    print(f"{'':40}{'first':>8}{'new':>8}{'again':>8}")
    slowest = dict.fromkeys(MOST, 0.0)
    for file in files:
        pages = read(file)
        milliseconds(pages)
        times = {
            "first": min(first(file) for _ in range(RUNS)),
            "new": min(new(pages) for _ in range(RUNS)),
            "again": min(milliseconds(pages) for _ in range(RUNS)),
        }
        slowest = {kind: max(slowest[kind], times[kind]) for kind in MOST}
        print(f"{file.name:40}" + "".join(f"{took:8.1f}" for took in times.values()))
    verdicts = (f"{kind} at most {most:.0f}: {'yes' if slowest[kind] <= most else 'NO'}" for kind, most in MOST.items())
    print("  ".join(verdicts))


if __name__ == "__main__":
    main(sys.argv[1:])
