"""OpenSearch answers as the embedded engine does: generated queries of every kind, and whole answers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from indexer.index import open_index
from indexer.index.port import Index
from tests.cluster.comparison import KINDS, Texts, compare_answers, compare_queries, compare_words
from tests.cluster.generated import meetings
from tests.engines import opened
from tests.shipped import shipped

pytestmark = pytest.mark.cluster
EVERY = (*meetings(250), *(shipped().meeting(listed.id) for listed in shipped().meetings()))


@pytest.fixture(scope="module")
def pair(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Index, Index]]:
    """The same items in both engines, in the cluster divided into three parts, and come in two updates."""
    folder = tmp_path_factory.mktemp("comparison")
    embedded = open_index(folder / "embedded")
    embedded.rebuild(EVERY)
    with opened(request, "opensearch", folder / "cluster", shards=3) as index:
        index.rebuild(EVERY[: len(EVERY) // 2])
        index.update(EVERY[len(EVERY) // 2 :])
        yield embedded, index


def test_queries_of_every_kind_find_the_same_in_the_same_order_for_the_same_scores(pair: tuple[Index, Index]) -> None:
    comparison = compare_queries(*pair, Texts(EVERY), 4 * len(KINDS))
    assert comparison.differences == []
    assert comparison.asked.keys() == KINDS.keys()
    assert comparison.found > comparison.asked.total() / 2


def test_words_titles_items_and_matters_are_the_same(pair: tuple[Index, Index]) -> None:
    assert compare_words(*pair, Texts(EVERY), 10) == []


def test_whole_answers_are_the_same_with_their_excerpts_and_remarks(pair: tuple[Index, Index]) -> None:
    comparison = compare_answers(*pair, Texts(EVERY), 20)
    assert comparison.differences == []
    assert comparison.found > 10


def test_the_digests_are_the_same(pair: tuple[Index, Index]) -> None:
    embedded, index = pair
    assert dict(index.digests()) == dict(embedded.digests()) == dict(index.verify())
    assert sorted(index.digests()) == sorted(one.id for one in EVERY)
