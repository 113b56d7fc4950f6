"""The fields: which ones the documents of an index have, and how what an item is worth is kept in them.

One index holds three kinds of documents, so that all of a generation is seen at one moment: items, their meetings, and
the words of the items.

`terms` has every term of an item once, and the frequency that OpenSearch keeps of it is a code of its weight: which of
the zones' weights is the best, and how often the term stands there. The similarity is a script that turns the code
back, so that scores are those of `documents.weight_at`. A code is small, since the frequencies of a document may not
add up to more than 31 bits: it leaves room for half a million terms.

    code   rank of the zone's weight << 8 | n        n up to 200 is how often; from there on it is told coarsely

Each zone has a field of its own with positions, in which the terms of one word stand at one place. The zones of a
meeting are repeated in each of its items.
"""

from __future__ import annotations

from typing import Any, Final

from indexer.index.documents import REPETITION, ZONE_WEIGHTS
from indexer.index.facets import FACETS
from indexer.index.zones import ITEM_ZONES, MEETING_ZONES
from indexer.settings import ClusterSettings

VERSION: Final = "1"
"""Raised when what is stored in an index changes."""
CODE: Final = "\u0001"
"""What parts a term from the code of its weight."""
SAME_PLACE: Final = "\u0002"
"""What parts the terms of one word."""
NOTHING: Final = "\u0003"
"""What stands for a word without terms."""
COUNT_BITS: Final = 8
EXACT_UP_TO: Final = 200
"""How often a term stands in a document is told exactly up to here; beyond, its inverse is, in so many steps:"""
STEPS: Final = 55
_LAST: Final = (1 << COUNT_BITS) - 1
WEIGHTS: Final = tuple(sorted({*ZONE_WEIGHTS.values()}))
ITEM: Final = "item"
MEETING: Final = "meeting"
WORD: Final = "word"
FACET_NAMES: Final = tuple(facet.name for facet in FACETS)
WINDOW: Final = 10_000
"""How far into its hits a search goes by number; further on each page begins after the last hit of the one before."""
MOST_TERMS: Final = 1_000_000
LONGEST: Final = 8_000
"""The most characters of a text that is kept to be sorted or counted."""
TERMS: Final = "terms"


def zone_field(zone: str) -> str:
    """The field of a zone."""
    return f"zone_{zone}"


def weight_code(best: float, times: int) -> int:
    """The code of a weight: that of the best zone, for a term that stands so often in a document."""
    count = times if times <= EXACT_UP_TO else _LAST - round(STEPS * EXACT_UP_TO / times)
    return WEIGHTS.index(best) << COUNT_BITS | count


def _decoded() -> str:
    """The script that turns a code back into a weight, times the boost of the query."""
    ranks = "".join(f"rank == {rank} ? {weight} : " for rank, weight in enumerate(WEIGHTS[:-1]))
    return (
        f"int code = (int) doc.freq; int rank = code >> {COUNT_BITS}; int n = code & {_LAST};"
        f" double best = {ranks}{WEIGHTS[-1]};"
        f" double inverse = n <= {EXACT_UP_TO} ? 1.0 / n : ({_LAST} - n) / {float(STEPS * EXACT_UP_TO)};"
        f" return query.boost * best * (1.0 + {REPETITION} * (1.0 - inverse));"
    )


_KEYWORD: Final = {"type": "keyword", "ignore_above": LONGEST}
_SOUGHT: Final = {**_KEYWORD, "doc_values": False}
_COUNTED: Final = {**_KEYWORD, "index": False}
_STORED: Final = {"type": "object", "enabled": False}


def index_body(settings: ClusterSettings) -> dict[str, Any]:
    """The settings and the fields of an index."""
    return {
        "settings": {
            "number_of_shards": settings.shards,
            "number_of_replicas": settings.replicas,
            "refresh_interval": "-1",
            "max_result_window": WINDOW,
            "max_terms_count": MOST_TERMS,
            "index.codec": "best_compression",
            "index.sort.field": ["date", "meeting", "ord"],
            "index.sort.order": ["desc", "desc", "asc"],
            "index.merge.policy.expunge_deletes_allowed": 0,
            "index.translog.retention.size": "0b",
            "index.soft_deletes.retention.operations": 0,
            "similarity": {"weight": {"type": "scripted", "script": {"source": _decoded()}}},
            "analysis": {
                "tokenizer": {"blanks": {"type": "whitespace", "max_token_length": 30_000}},
                "filter": {
                    "codes": {"type": "delimited_term_freq", "delimiter": CODE},
                    "apart": {
                        "type": "pattern_capture",
                        "preserve_original": False,
                        "patterns": [f"([^{SAME_PLACE}]+)"],
                    },
                },
                "analyzer": {
                    "weighed": {"type": "custom", "tokenizer": "blanks", "filter": ["codes"]},
                    "placed": {"type": "custom", "tokenizer": "blanks", "filter": ["apart"]},
                },
            },
        },
        "mappings": {
            "dynamic": "strict",
            "_source": {"excludes": [TERMS, "zone_*"]},
            "properties": {
                # of all documents: what they are, from which generation on they are seen, and up to which
                "type": _KEYWORD,
                "generation": {"type": "long"},
                "until": {"type": "long"},
                # of items and meetings
                "id": _SOUGHT,
                "meeting": _KEYWORD,
                "date": _KEYWORD,
                "ord": {"type": "integer"},
                "label": _COUNTED,
                "document": _STORED,
                "evidence": _STORED,
                # of items
                "stored": _STORED,
                "narrowed": _SOUGHT,
                **{f"facet_{name}": _COUNTED for name in FACET_NAMES},
                "title": _COUNTED,
                "title_start": _SOUGHT,
                "title_later": _SOUGHT,
                "matter": _KEYWORD,
                "several": {"type": "boolean"},
                "formal": {"type": "boolean"},
                TERMS: {
                    "type": "text",
                    "analyzer": "weighed",
                    "index_options": "freqs",
                    "norms": False,
                    "similarity": "weight",
                },
                **{
                    zone_field(zone): {
                        "type": "text",
                        "analyzer": "placed",
                        "index_options": "positions",
                        "norms": False,
                        "similarity": "boolean",
                    }
                    for zone in (*ITEM_ZONES, *MEETING_ZONES)
                },
                # of meetings
                "digest": _STORED,
                # of words
                "word": _KEYWORD,
                "folded": _SOUGHT,
                "reversed": _SOUGHT,
                "length": {"type": "integer"},
                "count": {"type": "integer"},
            },
        },
    }
