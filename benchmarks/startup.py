"""How long the command takes from a cold start, in seconds of processor time, the least of several runs.

    protokoll index data/minutes && python -m benchmarks.startup

Processor time (user and system) is what a person waits for on an idle machine, and hardly changes on a busy one. Each
run is a new process, with the index in data/; the first run of each, which may have to read from the disk, is not
counted.
"""

from __future__ import annotations

import resource
import subprocess
import sys

RUNS = 10
COMMAND = ("-m", "search_ui")
CASES: dict[str, tuple[tuple[str, ...], float | None]] = {
    "python alone": (("-c", "pass"), None),
    "protokoll --help": ((*COMMAND, "--help"), 0.2),
    "protokoll search krisberedskap": ((*COMMAND, "search", "krisberedskap"), 0.35),
    "protokoll search krisberdskap": ((*COMMAND, "search", "krisberdskap"), None),
}
"""What is run, and the longest it may take."""


def seconds(arguments: tuple[str, ...]) -> float:
    """The processor time of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print a line for each case."""
    for name, (arguments, most) in CASES.items():
        seconds(arguments)
        least = min(seconds(arguments) for _ in range(RUNS))
        verdict = "" if most is None else f"  at most {most:.2f}: {'yes' if least <= most else 'NO'}"
        print(f"{name:<34}{least:.3f} s{verdict}")


if __name__ == "__main__":
    main()
