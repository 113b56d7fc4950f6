"""Organs: those of the same name in two municipalities are told apart wherever they are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.index.engines.whoosh_index import WhooshIndex
from indexer.settings import Settings
from search_ui.answer import Answer, Question
from search_ui.output.terminal import TextStyle, hit_text
from search_ui.search.service import Search
from tests.invented import item, meeting


@pytest.fixture
def answer(tmp_path: Path) -> Answer:
    """What is found of two municipalities' boards, and of one whose minutes do not name its municipality."""
    index = WhooshIndex(tmp_path / "index")
    index.rebuild(
        meeting(
            item("Skolskjuts"), id=f"{slug}kommunstyrelsen/2024-04-19", organ="Kommunstyrelsen", authority=authority
        )
        for slug, authority in (("ekby-", "Ekby kommun"), ("alby-", "Alby kommun"), ("", None))
    )
    settings = Settings(index=tmp_path / "index", archive=tmp_path / "archive")
    return Search(settings, index).answer(Question(query="skolskjuts"))


def test_a_facet_names_the_municipality_of_an_organ(answer: Answer) -> None:
    labels = {value.label for value in answer.facets["organization"]}
    assert labels == {"Kommunstyrelsen, Ekby kommun", "Kommunstyrelsen, Alby kommun", "Kommunstyrelsen"}


def test_a_hit_names_the_municipality_and_keeps_the_organ_as_printed(answer: Answer) -> None:
    for hit in answer.hits:
        assert hit.meeting.organization == "Kommunstyrelsen"
        assert f"{hit.meeting.organ} · 19 April 2024" in hit_text(hit, TextStyle())
