"""Parse worker: the process that reads a file and parses its minutes, so that neither can harm or hold up the rest."""

from __future__ import annotations

from indexer import minutes
from indexer.model import Meeting
from indexer.reading import worker
from indexer.reading.original import OriginalFile, ReadOptions


def main() -> None:
    """Read and parse files until there are none."""

    def parsed(original: OriginalFile, options: ReadOptions) -> Meeting:
        return minutes.parse(worker.pages_of(original, options), anything=options.anything).meeting

    worker.main(parsed)
