"""References: an item is found by its diarienummer however that is typed, and however the minutes write it."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.index.engines.whoosh_index import WhooshIndex
from indexer.settings import Settings
from search_ui.answer import Answer, Question
from search_ui.search.service import Search
from tests.invented import item, meeting

PRINTED = ("KS 2024/00123", "KS/2024:123", "KS-2024-00123", "KS2024/123", "Dnr KS 2024-00123")
TYPED = (*PRINTED, "KS 2024/123", "dnr ks 2024/123", "2024/123", "0123/24", '"KS 2024/123"', "ks 2024:0123")


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory) -> Search:
    folder = tmp_path_factory.mktemp("references")
    index = WhooshIndex(folder / "index")
    items = [item(f"Ärende {n}", f"Handlingen har {printed}.", reference=printed) for n, printed in enumerate(PRINTED)]
    others = [item("Annat ärende", "KS 2024/00124 och KS 2023/00123 den 2024-12-03."), item("Göteborg", "Dnr 0123/24.")]
    index.rebuild([meeting(*items, *others)])
    return Search(Settings(index=folder / "index", archive=folder / "archive"), index)


def found(search: Search, typed: str) -> Answer:
    return search.answer(Question(query=typed))


@pytest.mark.parametrize("typed", TYPED)
def test_every_way_to_type_a_reference_finds_every_way_to_print_it(search: Search, typed: str) -> None:
    titles = {hit.title for hit in found(search, typed).hits}
    assert titles - {"Göteborg"} == {f"Ärende {n}" for n in range(len(PRINTED))}
    assert ("Göteborg" in titles) == ("ks" not in typed.lower())


@pytest.mark.parametrize("typed", ["dnr:2024/123", "dnr:KS2024/123", "dnr:0123/24", 'dnr:"KS 2024/123"'])
def test_the_prefix_seeks_the_reference_of_the_item(search: Search, typed: str) -> None:
    assert found(search, typed).complete == len(PRINTED)


def test_a_reference_is_marked_as_it_is_printed(search: Search) -> None:
    for hit in found(search, "KS 2024/123").hits:
        [excerpt] = hit.excerpts
        marked = " ".join(excerpt.text[start:end] for start, end in excerpt.marks)
        assert marked.endswith(("2024/00123", "2024:123", "2024-00123", "2024/123"))
        assert marked.startswith("KS")


def test_a_document_of_the_case_is_found_by_the_number_of_the_case(tmp_path: Path) -> None:
    index = WhooshIndex(tmp_path / "index")
    index.rebuild([meeting(item("Bilaga", "Handling KS 2024/00123-12."))])
    search = Search(Settings(index=tmp_path / "index", archive=tmp_path / "archive"), index)
    assert found(search, "KS 2024/123").complete == found(search, "KS 2024:123-12").complete == 1
    assert found(search, "KS 2024:123-13").complete == 0
