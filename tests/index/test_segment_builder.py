"""Building: what is gathered by written words is what the definition gives for each document."""

from __future__ import annotations

from array import array
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.index.documents import documents, terms
from indexer.index.segments.segment_builder import SegmentBuilder
from tests.invented import item, meeting

WORDS = st.sampled_from(
    (
        "skola",
        "Skolan",
        "SKOLAN",
        "skol- och busskort",
        "och -lokaler",
        "mötet",
        "motet",
        "utdkad",
        "§ 4",
        "bro-\nvakt",
        "(s)",
        "S",
        "i",
    )
)
TEXT = st.lists(WORDS, max_size=8).map(" ".join)
ITEMS = st.lists(st.tuples(TEXT, TEXT, st.booleans()), min_size=1, max_size=4)


@settings(max_examples=150, deadline=None)
@given(st.lists(ITEMS, min_size=1, max_size=3))
def test_what_is_built_is_what_the_definition_says(drawn: list[list[tuple[str, str, bool]]]) -> None:
    meetings = [
        meeting(
            *(item(title, text, ocr_damaged=damaged, presenters=(title,)) for title, text, damaged in items),
            date=f"2024-01-0{number}",
        )
        for number, items in enumerate(drawn, 1)
    ]
    builder = SegmentBuilder()
    expected: dict[tuple[str, str], list[tuple[int, float, list[int]]]] = {}
    every = (document for each in meetings for document in documents(each))
    for number, document in enumerate(every):
        field = "item" if document.stored_item else "meeting"
        for term, posting in terms(document).items():
            weight = array("f", [posting.weight])[0]
            expected.setdefault((field, term), []).append((number, weight, sorted(posting.positions)))
    for each in meetings:
        builder.add(each)
    built = {}
    for (field, term), postings in builder.lists(builder.written_words()):
        ends, positions = postings.ends_and_positions()
        if field in {"item", "meeting"}:
            each_has = [sorted(array("I", positions[start:end])) for start, end in pairwise((0, *ends))]
            built[field, term] = list(zip(postings.numbers, postings.weights, each_has, strict=True))
    assert built == expected
