"""One meeting: how long until a meeting is found in an index of real minutes, or gone from it with every word of it.

    python -m benchmarks.one_meeting FOLDER [--keep PLACE]

FOLDER has the minutes, in any format that is read; with `--keep` the index is built in PLACE, or used when it is there.
Meetings are withdrawn from it, each with all that its segment has to be rewritten for, and put back. Times are
seconds of the processor; a page that is open sees each change.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
from pathlib import Path
from typing import Final

from benchmarks.prose import SEED, processor_time
from indexer.index import index_of
from indexer.pipeline.ingest import ingest
from indexer.settings import Settings
from indexer.storage.archive import Archive

MEETINGS: Final = 4


def main() -> None:
    """Build, withdraw, put back, and print the times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="protokoll-one-") as folder:
        place = given.keep or Path(folder)
        settings = Settings(minutes=given.folder, index=place / "index", archive=place / "archive")
        index = index_of(settings)
        if not settings.index.exists():
            ingest(settings, index, [given.folder])
        page, archive = index_of(settings), Archive(settings.archive)
        gone, back = [], []
        for id in random.Random(SEED).sample(sorted(page.digests()), MEETINGS):
            meeting = archive.meeting(id)
            gone.append(processor_time(lambda id=id: index.update([], [id])))  # type: ignore[misc]
            assert id not in page.digests()
            back.append(processor_time(lambda meeting=meeting: index.update([meeting])))  # type: ignore[misc]
            assert page.stored_item(meeting.items[0].id)
        for what, times in (("withdrawn", gone), ("put in", back)):
            print(f"{what}: median {statistics.median(times):.2f} s, slowest {max(times):.2f} s of {len(times)}")


if __name__ == "__main__":
    main()
