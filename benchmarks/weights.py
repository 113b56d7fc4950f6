"""What each weight is worth: the questions of tests/relevance, with one weight changed.

    python -m benchmarks.weights            the two sets over the shipped minutes
    python -m benchmarks.weights FOLDER     the fresh questions over the minutes that they are about

Prints nDCG@10, recall@20 and the share of questions whose first hit is relevant. The shipped minutes are indexed again
for each variation, since some weights are kept in the index; FOLDER once, for the weights of a question.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from indexer.index import documents, index_of
from indexer.index.port import Index
from indexer.index.search import array_scores, query_evaluator, scores
from indexer.index.segments import segment_builder
from indexer.index.zones import ITEM_ZONES, ZONE_NAMED
from indexer.pipeline.ingest import ingest
from indexer.settings import Settings
from indexer.swedish import MatchLevel
from search_ui.search import query_expansion
from search_ui.search.evaluation import evaluate
from search_ui.search.service import Search

ROOT: Final = Path(__file__).parent.parent
RELEVANCE: Final = ROOT / "tests" / "relevance"
SHIPPED: Final = ("", "own_")
FRESH: Final = ("fresh/",)
MODULES: Final[tuple[ModuleType, ...]] = (
    documents, segment_builder, query_evaluator, scores, array_scores, query_expansion
)  # fmt: skip
"""Where the weights stand, each in all that import it."""


def weighed(**weights: float) -> dict[str, Any]:
    """The zones with these weights in place of their own."""
    numbered = {ZONE_NAMED[name].number: weight for name, weight in weights.items()}
    return {"ZONE_WEIGHTS": documents.ZONE_WEIGHTS | numbered}


INDEXED: Final[dict[str, dict[str, Any]]] = {
    "as it is": {},
    "all levels equal": {"LEVELS": dict.fromkeys(MatchLevel, 1.0)},
    "parts worth an exact word": {"LEVELS": documents.LEVELS | {MatchLevel.PART: 1.0, MatchLevel.LAST_PART: 1.0}},
    "no parts": {"LEVELS": documents.LEVELS | {MatchLevel.PART: 0.0, MatchLevel.LAST_PART: 0.0}},
    "all zones equal": weighed(**dict.fromkeys(ITEM_ZONES, 1.0)),
    "title 2": weighed(title=2.0),
    "title 4": weighed(title=4.0),
    "decision 1": weighed(decision=1.0),
    "routine as decisions": weighed(routine=2.0),
    "repetition unbounded (1.0)": {"REPETITION": 1.0},
    "repetition 0": {"REPETITION": 0.0},
    "nearness 0": {"PREFERRED": 0.0},
}
ASKED: Final[dict[str, dict[str, Any]]] = {
    "as it is": {},
    "near below 3 items": {"ENOUGH": 3},
    "near below 20 items": {"ENOUGH": 20},
    "a quarter to be met": {"HALF": 0.25},
    "every word held against an item": {"HARDLY_ANY": 0.01},
    "all that have the common word": {"BEST_OF_THEM": 0.0},
    "met from afar is met": {"LOWER": 0.0},
    "lacking costs once": {"LACKING": 1.0},
    "what is related 0.05": {"RELATED": 0.05},
    "what is related 0.4": {"RELATED": 0.4},
    "verbs count as nouns": {"LIGHT": 1.0},
}


@contextmanager
def changed(values: dict[str, Any]) -> Iterator[None]:
    """The weights with these in place of their own, for as long as it lasts."""
    before = {(module, name): getattr(module, name) for module in MODULES for name in values if hasattr(module, name)}
    if values and not before:
        raise LookupError(f"No module has a weight of {values}: rename it here too.")
    for module, name in before:
        setattr(module, name, values[name])
    try:
        yield
    finally:
        for (module, name), value in before.items():
            setattr(module, name, value)


@contextmanager
def indexed(minutes: Path) -> Iterator[tuple[Settings, Index]]:
    """A new index of a folder, for as long as it lasts."""
    with tempfile.TemporaryDirectory(prefix="protokoll-weights-") as folder:
        where = Path(folder)
        settings = Settings(minutes=minutes, archive=where / "archive", index=where / "index")
        index = index_of(settings)
        ingest(settings, index, [minutes])
        yield settings, index


def scored(service: Search, questions: tuple[str, ...]) -> Iterator[str]:
    """The scores of these sets of questions."""
    for name in questions:
        lines = [(RELEVANCE / f"{name}{file}").read_text("utf-8").splitlines() for file in ("queries.tsv", "qrels.txt")]
        found = evaluate(service, *lines)
        yield f"{found.ndcg_at_10:.3f} {found.recall_at_20:.3f} {found.first_relevant:.3f}"


def main(folder: Path | None) -> None:
    """Print a line for each variation."""
    if folder is None:
        print(f"{'nDCG@10, recall@20, first relevant':36} shared             own")
        for name, values in INDEXED.items():
            with changed(values), indexed(ROOT / "data" / "minutes") as (settings, index):
                print(f"{name:36} {'  '.join(scored(Search(settings, index), SHIPPED))}", flush=True)
        return
    print(f"{'nDCG@10, recall@20, first relevant':36} fresh")
    with indexed(folder) as (settings, _):
        for name, values in ASKED.items():
            with changed(values):
                print(f"{name:36} {'  '.join(scored(Search(settings), FRESH))}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
