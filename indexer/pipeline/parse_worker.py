"""Parse worker: the process that reads a file and parses its minutes, so that neither can harm or hold up the rest."""

from __future__ import annotations

from indexer import minutes
from indexer.reading import worker


def main() -> None:
    """Read and parse files until there are none."""
    worker.main(lambda original, options: minutes.parse(worker.pages_of(original, options)).meeting)
