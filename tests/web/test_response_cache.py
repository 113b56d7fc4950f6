"""What was answered before."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from indexer import privacy
from indexer.index.engines.whoosh_index import WhooshIndex
from search_ui.output.gate import Released
from search_ui.web.response_cache import ResponseCache
from tests.invented import item, meeting
from tests.web.conftest import indexed, made


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 6000), st.integers(1, 300))))
def test_what_is_kept_is_never_more_than_there_is_room_for(puts: list[tuple[int, int, int]]) -> None:
    memory = ResponseCache(most=20_000, entries=4)
    for number, length, letters in puts:
        key = (str(number) * letters,)
        memory.put(key, (Released(b"x" * length), "text/plain", {}))
        kept = memory.get(key)
        assert kept is not None
        assert len(kept[0]) == length
        assert memory.size <= 20_000
    assert sum(memory.get((str(number) * letters,)) is not None for number in range(6) for letters in range(301)) <= 4


def test_the_longest_unused_is_forgotten_first() -> None:
    memory = ResponseCache(entries=2)
    for key in "ab":
        memory.put((key,), (Released(b"x"), "text/plain", {}))
    memory.get(("a",))
    memory.put(("c",), (Released(b"x"), "text/plain", {}))
    assert [memory.get((key,)) is not None for key in "abc"] == [True, False, True]


def test_many_long_addresses_take_no_more_memory_than_few() -> None:
    memory = ResponseCache(most=1_000_000)
    for number in range(2_000):
        memory.put((f"{number}" * 500,), (Released(b""), "text/plain", {}))
    assert memory.size <= 1_000_000


def test_an_address_with_parameters_that_mean_nothing_is_the_same_address(tmp_path: Path) -> None:
    app = made(indexed(tmp_path, meeting(item("Gatlyktor"))))
    client = app.test_client()
    first = client.get("/?q=gatlyktor")
    asked: list[str] = []
    app.extensions["search"].answer = asked.append
    assert client.get("/?utm_source=x&q=gatlyktor&fbclid=1").data == first.data
    assert asked == []
    assert client.get("/search.json?q=gatlyktor&utm_source=x").status_code == 400


def test_what_is_newly_indexed_is_found_at_an_address_asked_before(tmp_path: Path) -> None:
    settings = indexed(tmp_path, meeting(item("Gatlyktor")))
    client = made(settings).test_client()
    assert "1\N{NO-BREAK SPACE}ärende<" in client.get("/?q=gatlyktor").text
    index = WhooshIndex(settings.index)
    index.update([meeting(item("Fler gatlyktor"), date="2024-05-01")])
    index.close()
    assert "2\N{NO-BREAK SPACE}ärenden<" in client.get("/?q=gatlyktor").text


def test_yesterday_is_another_day_tomorrow(tmp_path: Path) -> None:
    app = made(indexed(tmp_path, meeting(item("Gatlyktor"), date="2024-04-19")))
    app.extensions["search"].today = lambda: date(2024, 4, 20)
    client = app.test_client()
    first = client.get("/?q=datum:igår")
    assert "1\N{NO-BREAK SPACE}ärende<" in first.text
    app.extensions["search"].today = lambda: date(2024, 4, 21)
    again = client.get("/?q=datum:igår", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200
    assert "Inga ärenden" in again.text


def test_a_page_given_again_is_the_same_with_every_header(tmp_path: Path) -> None:
    client = made(indexed(tmp_path, meeting(item("Gatlyktor")))).test_client()
    for path in ("/?q=gatlyktor", "/search.csv?q=gatlyktor", "/search.json?q=gatlyktor", "/moten"):
        first, again = client.get(path), client.get(path)
        assert first.data == again.data
        assert first.headers == again.headers
        assert client.head(path).headers["Content-Length"] == str(len(first.data))


def test_with_a_new_index_no_text_is_remembered_that_may_have_been_withdrawn() -> None:
    memory = ResponseCache()
    memory.turn("gen-1")
    privacy.masked("Hemlighetsmakeriet i parken")
    assert privacy._remembered.cache_info().currsize
    memory.turn("gen-2")
    assert not privacy._remembered.cache_info().currsize
