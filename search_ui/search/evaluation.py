"""Evaluate: how well the search answers questions whose answers are known, scored with ir-measures.

Queries are lines of id, tab, query; judgements are TREC qrels (query 0 document grade). A document may be named by its
whole id or by its end, `<date>/<position>`, so that one organ's judgements hold wherever its minutes are indexed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from indexer.errors import BadQuestion
from search_ui.answer import Question
from search_ui.search.service import Search

GAINS: Final = {0: 0, 1: 1, 2: 3, 3: 7}
"""What a grade is worth: 2^grade - 1 (Burges et al. 2005), an item about it is worth three that mention it."""
DEPTH: Final = 20
_END = re.compile(r"[^/]+/[^/]+$")


class EvaluationScores(msgspec.Struct, frozen=True):
    """Means over all judged queries, each from 0 to 1."""

    queries: int
    ndcg_at_10: float
    recall_at_20: float
    first_relevant: float
    reciprocal_rank: float


def evaluate(service: Search, queries: Iterable[str], qrels: Iterable[str]) -> EvaluationScores:
    """Ask every query, and score the answers against the judgements; queries without a judgement are passed over."""
    import ir_measures as ir

    judged = [ir.Qrel(query, document, int(grade)) for query, _, document, grade in map(str.split, qrels)]
    asked = {qrel.query_id for qrel in judged}
    run = list(_run(service, queries, asked, {qrel.doc_id for qrel in judged}))
    measures = {
        "ndcg_at_10": ir.nDCG(gains=GAINS) @ 10,
        "recall_at_20": ir.R @ DEPTH,
        "first_relevant": ir.Success @ 1,
        "reciprocal_rank": ir.RR @ DEPTH,
    }
    results = ir.calc_aggregate(measures.values(), judged, run)
    return EvaluationScores(len(asked), *(round(results[measure], 4) for measure in measures.values()))


def trec_run(service: Search, lines: Iterable[str], question: Question) -> Iterator[str]:
    """The answers to queries, asked as the question is, as lines of a TREC run for other programs to score.

    The scores fall strictly, so that whoever sorts by them keeps the order. BadQuestion names a line without a query.
    """
    for number, line in enumerate(lines, 1):
        id, tab, text = line.rstrip("\n").partition("\t")
        if not line.strip():
            continue
        if not tab:
            raise BadQuestion("batch", "question.batch_line", line=number, text=line.strip())
        hits = service.answer(msgspec.structs.replace(question, query=text)).hits
        for rank, hit in enumerate(hits, start=1):
            yield f"{id} Q0 {hit.id} {rank} {hit.score + (len(hits) - rank) * 1e-6:.6f} protokoll"


def _run(service: Search, queries: Iterable[str], asked: set[str], known: set[str]) -> Iterator[object]:
    """The answers as scored documents, the scores falling with the rank."""
    import ir_measures as ir

    for line in queries:
        id, _, text = line.rstrip("\n").partition("\t")
        if id in asked:
            hits = service.answer(Question(query=text, limit=DEPTH)).hits
            for rank, hit in enumerate(hits):
                end = _END.search(hit.id)
                document = end.group() if end and hit.id not in known else hit.id
                yield ir.ScoredDoc(id, document, float(-rank))
