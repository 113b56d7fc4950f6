"""Arrivals: whoever follows a feed is shown each new item once, whatever day its meeting was held."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest

from indexer.index import open_index
from indexer.pipeline.ingest import ingest
from indexer.settings import Settings
from search_ui.answer import Question
from search_ui.search import arrivals
from search_ui.search.service import Search
from search_ui.web import create_app
from tests.minutes_text import minutes

ATOM = "{http://www.w3.org/2005/Atom}"
QUERIES = ("", "cykelbanor", "kommun:*", "simhallen ELLER bryggan", "organ:skolnämnden")
WORDS = ("cykelbanor", "simhallen", "bryggan")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "minutes").mkdir()
    return Settings(minutes=tmp_path / "minutes", archive=tmp_path / "meetings", index=tmp_path / "index")


def run(settings: Settings) -> None:
    ingest(settings, open_index(settings.index), [settings.minutes])


def put(settings: Settings, number: int) -> None:
    day = (date(2020, 1, 1) + timedelta(days=number * 9)).isoformat()
    organ = "Skolnämnden" if number % 3 else "Parknämnden"
    text = minutes(day, f"Om {WORDS[number % 3]}", f"Förslag {number} om {WORDS[number % 3]}.", organ=organ)
    (settings.minutes / f"{number:03}.txt").write_text(text, "utf-8")


def entries(settings: Settings, query: str) -> list[str]:
    feed = ElementTree.fromstring(create_app(settings).test_client().get("/atom.xml", query_string={"q": query}).data)
    return [entry.findtext(f"{ATOM}id") or "" for entry in feed.findall(f"{ATOM}entry")]


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_a_hundred_meetings_in_any_order_are_each_once_in_every_feed_that_asks_for_them(
    settings: Settings, seed: int
) -> None:
    rng = random.Random(seed)
    order = rng.sample(range(100), 100)
    shown: dict[str, list[str]] = {query: [] for query in QUERIES}
    while order:
        for _ in range(rng.choice((1, 7, 33))):
            if order:
                put(settings, order.pop())
        run(settings)
        for query, before in shown.items():
            now = entries(settings, query)
            assert len(now) == len(set(now))
            new = [entry for entry in now if entry not in set(before)]
            assert now[: len(new)] == new, "what is new stands first"
            shown[query] = before + new
    for query, followed in shown.items():
        found = Search(settings).answer(Question(query=query, limit=1000))
        assert sorted(followed) == sorted(f"http://localhost/arende/{hit.id}" for hit in found.hits[: found.complete])


def test_a_meeting_that_is_read_again_or_changed_does_not_arrive_again(settings: Settings) -> None:
    put(settings, 5)
    run(settings)
    put(settings, 4)
    run(settings)
    before = entries(settings, "")
    path = settings.minutes / "005.txt"
    path.write_text(path.read_text("utf-8").replace("Förslag 5", "Förslag fem"), "utf-8")
    (settings.minutes / "004.txt").rename(settings.minutes / "moved.txt")
    run(settings)
    ingest(settings, open_index(settings.index), [settings.minutes], rebuild=True)
    assert entries(settings, "") == before


def test_what_arrived_long_ago_is_shown_as_far_as_little_is_new() -> None:
    known = {f"a/{number:04}": "2020-01-01T00:00:00+00:00" for number in range(500)} | {
        "b/1": "2024-05-01T00:00:00+00:00"
    }
    asked: list[int] = []

    def find(ids: frozenset[str]) -> list[object]:
        asked.append(len(ids))
        return []

    assert arrivals.newest(known, date(2024, 5, 2), find) == ()  # type: ignore[arg-type]
    assert asked == [1, 64, 256, 180]
