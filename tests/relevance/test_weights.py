"""Weights: what is worth more, each step by itself, on meetings made so that nothing else tells the items apart.

The item that is worth less is always the newer one: if both were worth the same, it would stand first.
"""

from __future__ import annotations

from itertools import pairwise

import pytest

from indexer.index.engines.memory_index import MemoryIndex
from indexer.index.query import And, Or, Phrase, Prefer, Prefix, Query, Synonyms, Tiers, Word
from indexer.index.zones import ITEM_ZONES
from indexer.model import AgendaItem
from tests.invented import item, meeting
from tests.relevance.test_order import placed

FILLER = "Gubbarna satt kvar en stund och pratade."
BOTH = And((Word("kvarn"), Word("trampolin")))


def ranked(better: AgendaItem, worse: AgendaItem, query: Query) -> list[str]:
    """The titles of two items, the one that should be worth more and a newer one, in the order of a query's answer."""
    index = MemoryIndex()
    index.rebuild(
        [
            meeting(better, item("Annat", FILLER), date="2020-01-01"),
            meeting(worse, item("Annat", FILLER), date="2024-01-01"),
        ]
    )
    hits = index.search(query).hits
    if len(hits) == 2:
        assert hits[0].score > hits[1].score
    return [hit.stored_item.item.title for hit in hits]


def text(title: str, words: str) -> AgendaItem:
    return item(title, f"{FILLER} {words} {FILLER}")


@pytest.mark.parametrize(
    ("query", "better", "worse"),
    [
        (Synonyms(Word("kvarn"), (Word("trampolin"),)), "kvarn", "trampolin"),
        (Prefix("kvarn"), "kvarn", "kvarnsten"),
        (Prefer(BOTH, Phrase(("kvarn", "trampolin"))), "kvarn trampolin", "trampolin kvarn"),
        (Tiers((Word("kvarn"), Word("trampolin"))), "kvarn", "trampolin trampolin trampolin"),
        (Or((Word("kvarn"), Word("trampolin"))), "kvarn trampolin", "trampolin"),
        (Word("kvarn"), "kvarn", "kvarnarna"),
        (Word("kvarn"), "kvarnarna", "vattenkvarn"),
        (Word("kvarn"), "vattenkvarn", "kvarnhjul"),
        (Word("kvarn"), "kvarn", "kvarnarna kvarnarna kvarnarna kvarnarna kvarnarna kvarnarna kvarnarna"),
        (Word("kvarn"), "kvarn", "kvarnarna vattenkvarn kvarnhjul"),
        (Word("kvarn"), "kvarn kvarn", "kvarn"),
    ],
    ids=str,
)
def test_what_is_nearer_to_the_question_is_worth_more(query: Query, better: str, worse: str) -> None:
    assert ranked(text("Bättre", better), text("Sämre", worse), query) == ["Bättre", "Sämre"]


def test_a_rare_word_is_worth_more_than_a_common_one() -> None:
    index = MemoryIndex()
    common = [text(f"Vanlig {number}", "trampolin") for number in range(8)]
    index.rebuild([meeting(text("Sällsynt", "kvarn"), date="2020-01-01"), meeting(*common, date="2024-01-01")])
    assert index.search(Or((Word("kvarn"), Word("trampolin")))).hits[0].stored_item.item.title == "Sällsynt"


def test_every_word_of_a_question_counts() -> None:
    better, worse = item("Bättre kvarn trampolin", FILLER), item("Sämre kvarn", f"{FILLER} trampolin")
    assert ranked(better, worse, BOTH)[0].startswith("Bättre")
    assert ranked(better, worse, And(BOTH.parts[::-1]))[0].startswith("Bättre")


def attached(title: str) -> AgendaItem:
    return item(title, FILLER, attachments=("Kvarn",))


@pytest.mark.parametrize(
    ("heavier", "lighter"), list(pairwise(["title", "decision", "text", "attachments", "routine"]))
)
def test_a_heavier_zone_stands_above_a_lighter_one(heavier: str, lighter: str) -> None:
    made = [attached(zone) if zone == "attachments" else placed(zone, zone, "kvarn") for zone in (heavier, lighter)]
    assert ITEM_ZONES[heavier] > ITEM_ZONES[lighter]
    assert ranked(made[0], made[1], Word("kvarn"))[0].startswith(heavier)


def test_a_word_is_worth_its_best_zone_whatever_others_it_stands_in() -> None:
    better = item("Bättre kvarn", FILLER, attachments=("Kvarn",))
    assert ranked(better, item("Sämre", f"{FILLER} kvarn", attachments=("Kvarn",)), Word("kvarn"))[0] == "Bättre kvarn"


def test_a_part_of_a_compound_in_a_title_outweighs_the_word_itself_in_the_text() -> None:
    for compound in ("Vattenkvarnen", "Kvarnhjulet"):
        assert ranked(item(compound, FILLER), text("Sämre", "kvarn"), Word("kvarn"))[0] == compound


def test_the_best_of_a_words_places_counts_though_a_nearer_form_stands_in_a_lesser_one() -> None:
    better = item("Kvarnarna", f"{FILLER} kvarn")
    assert ranked(better, placed("decision", "Sämre", "kvarn"), Word("kvarn"))[0] == "Kvarnarna"
