"""Weights: what each weight of the ranking is worth, by taking it away.

    python -m benchmarks.weights

indexes the shipped minutes again with one weight changed and scores the judged questions of tests/relevance: a weight
that can be taken away without loss is not needed, and one that cannot is where it is for that reason.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import msgspec

from indexer.index import documents
from indexer.index.search import query_evaluator
from indexer.index.zones import ITEM_ZONES, ZONE_NAMED, Zone
from indexer.pipeline.ingest import ingest
from indexer.settings import Settings
from indexer.swedish import MatchLevel
from search_ui.search.catalog import open_index
from search_ui.search.evaluation import evaluate
from search_ui.search.service import Search

ROOT: Final = Path(__file__).parent.parent
QUESTIONS: Final = ("", "own_")


def weighed(**weights: float) -> dict[str, Zone]:
    """The zones with these weights in place of their own."""
    changed = {name: msgspec.structs.replace(ZONE_NAMED[name], weight=weight) for name, weight in weights.items()}
    return ZONE_NAMED | changed


VARIATIONS: Final[dict[str, dict[str, Any]]] = {
    "as it is": {},
    "all levels equal": {"LEVELS": dict.fromkeys(MatchLevel, 1.0)},
    "parts worth an exact word": {"LEVELS": documents.LEVELS | {MatchLevel.PART: 1.0, MatchLevel.LAST_PART: 1.0}},
    "no parts": {"LEVELS": documents.LEVELS | {MatchLevel.PART: 0.0, MatchLevel.LAST_PART: 0.0}},
    "all zones equal": {"ZONE_NAMED": weighed(**dict.fromkeys(ITEM_ZONES, 1.0))},
    "title 2": {"ZONE_NAMED": weighed(title=2.0)},
    "title 4": {"ZONE_NAMED": weighed(title=4.0)},
    "decision 1": {"ZONE_NAMED": weighed(decision=1.0)},
    "routine as decisions": {"ZONE_NAMED": weighed(routine=2.0)},
    "repetition unbounded (1.0)": {"REPETITION": 1.0},
    "repetition 0": {"REPETITION": 0.0},
    "nearness 0": {"PREFERRED": 0.0},
}


@contextmanager
def changed(values: dict[str, Any]) -> Iterator[None]:
    """The weights with these in place of their own, for as long as it lasts."""
    before = {
        (module, name): getattr(module, name) for module in (documents, query_evaluator) for name in values
        if hasattr(module, name)
    }  # fmt: skip
    for module, name in before:
        setattr(module, name, values[name])
    try:
        yield
    finally:
        for (module, name), value in before.items():
            setattr(module, name, value)


def scores() -> Iterator[str]:
    """The scores of both sets of questions on a new index."""
    with tempfile.TemporaryDirectory(prefix="protokoll-weights-") as folder:
        where = Path(folder)
        settings = Settings(minutes=ROOT / "data" / "minutes", archive=where / "archive", index=where / "index")
        index = open_index(settings)
        ingest(settings, index, [settings.minutes])
        service = Search(settings, index)
        for name in QUESTIONS:
            lines = [
                (ROOT / "tests" / "relevance" / f"{name}{file}").read_text("utf-8").splitlines()
                for file in ("queries.tsv", "qrels.txt")
            ]
            found = evaluate(service, *lines)
            yield f"{found.ndcg_at_10:.3f} {found.recall_at_20:.3f} {found.first_relevant:.3f}"


def main() -> None:
    """Print a line for each variation."""
    print(f"{'nDCG@10, recall@20, first relevant':36} shared             own")
    for name, values in VARIATIONS.items():
        with changed(values):
            print(f"{name:36} {'  '.join(scores())}", flush=True)


if __name__ == "__main__":
    main()
