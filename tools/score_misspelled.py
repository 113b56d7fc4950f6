"""Score what is taken for a misspelt word: the right word's answer is shown, and no right word is replaced.

    python -m tools.score_misspelled FOLDER      minutes that have the words of tests/relevance/fresh

Prints how many of the misspelt words are answered as the right word is, or corrected to a form of it, and how many of
the rare right words were taken for others.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Final

from indexer.index import index_of
from indexer.pipeline.ingest import ingest
from indexer.settings import Settings
from indexer.swedish.stem import stems
from search_ui.answer import Question
from search_ui.search.service import Search

WORDS: Final = Path(__file__).parent.parent / "tests" / "relevance" / "fresh"


def main(folder: Path) -> None:
    """Index the folder for as long as it takes, and print the scores."""
    with tempfile.TemporaryDirectory() as made:
        settings = Settings(minutes=folder, archive=Path(made) / "archive", index=Path(made) / "index")
        index = index_of(settings)
        ingest(settings, index, [folder])
        search = Search(settings, index)
        pairs = [line.split("\t") for line in (WORDS / "misspelled.tsv").read_text("utf-8").splitlines() if line]
        right = sum(is_right(search, typed, meant) for typed, meant in pairs)
        rare = (WORDS / "rare.txt").read_text("utf-8").split()
        replaced = sum(search.answer(Question(query=word)).as_typed is not None for word in rare)
        print(f"misspelt {right} of {len(pairs)} = {right / len(pairs):.3f}   rare replaced {replaced} of {len(rare)}")


def is_right(search: Search, typed: str, meant: str) -> bool:
    """Whether a misspelt word has the right word's answer."""
    shown, wanted = search.answer(Question(query=typed)), search.answer(Question(query=meant))
    if [hit.id for hit in shown.hits] == [hit.id for hit in wanted.hits] != []:
        return True
    return not {*stems((shown.did_you_mean or "").lower())}.isdisjoint(stems(meant.lower()))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
