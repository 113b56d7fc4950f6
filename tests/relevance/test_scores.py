"""Scores: how well the search answers what people ask of the five shipped minutes. A fall below a floor is a failure.

Two sets of questions, each judged by reading all 50 items: 2 is an item about what was asked, 1 one that mentions it.
The second was judged before the search was run on it. A judgement is mended when it misreads the minutes, never to
raise a score; a floor rises when the score has risen.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from search_ui.search.evaluation import evaluate
from search_ui.search.service import Search

HERE = Path(__file__).parent


@pytest.mark.parametrize(
    ("questions", "ndcg", "recall", "first"),
    [("", 0.99, 0.99, 1.0), ("own_", 0.96, 0.96, 0.98)],
    ids=["shared", "own"],
)
def test_the_scores_do_not_fall(search: Search, questions: str, ndcg: float, recall: float, first: float) -> None:
    queries = (HERE / f"{questions}queries.tsv").read_text(encoding="utf-8").splitlines()
    qrels = (HERE / f"{questions}qrels.txt").read_text(encoding="utf-8").splitlines()
    scores = evaluate(search, queries, qrels)
    assert scores.queries == len(queries)
    assert scores.ndcg_at_10 >= ndcg, scores
    assert scores.recall_at_20 >= recall, scores
    assert scores.first_relevant >= first, scores


@pytest.mark.parametrize("questions", ["", "own_"])
def test_every_judgement_names_a_question_and_an_item(search: Search, questions: str) -> None:
    asked = {line.split("\t")[0] for line in (HERE / f"{questions}queries.tsv").read_text("utf-8").splitlines()}
    items = {f"{line.date}/{item.position}" for line in search.meetings() for item in search.meeting(line.id).walk()}
    for line in (HERE / f"{questions}qrels.txt").read_text("utf-8").splitlines():
        question, _, item, grade = line.split()
        assert question in asked
        assert item in items, line
        assert grade in {"1", "2"}
