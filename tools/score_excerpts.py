"""Score what is shown of hits: how many of the first ten mark nothing, over the fresh questions.

    python -m tools.score_excerpts FOLDER       the minutes that tests/relevance/fresh are about

Prints how many hits have no mark in their title or their passages, and how many passages have none.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Final

from indexer.index import index_of
from indexer.pipeline.ingest import ingest
from indexer.settings import Settings
from search_ui.answer import Question
from search_ui.search.service import Search

QUESTIONS: Final = Path(__file__).parent.parent / "tests" / "relevance" / "fresh" / "queries.tsv"
FIRST: Final = 10


def main(folder: Path) -> None:
    """Index the folder for as long as it takes, and print the counts."""
    with tempfile.TemporaryDirectory() as made:
        settings = Settings(minutes=folder, archive=Path(made) / "archive", index=Path(made) / "index")
        index = index_of(settings)
        ingest(settings, index, [folder])
        search = Search(settings, index)
        asked = [line.split("\t")[1] for line in QUESTIONS.read_text("utf-8").splitlines() if line]
        hits = [hit for query in asked for hit in search.answer(Question(query=query, limit=FIRST)).hits]
        excerpts = [excerpt for hit in hits for excerpt in hit.excerpts]
        bare = sum(not hit.title_marks and not any(excerpt.marks for excerpt in hit.excerpts) for hit in hits)
        unmarked = sum(not excerpt.marks for excerpt in excerpts)
        print(f"hits that mark nothing {bare} of {len(hits)}   passages without a mark {unmarked} of {len(excerpts)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
