"""Order: what ranks above what, for any words and however often they stand there."""

from __future__ import annotations

import tempfile
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.index.engines.whoosh_index import WhooshIndex
from indexer.index.query import Word
from indexer.index.zones import ITEM_ZONES
from indexer.model import AgendaItem, Decision, DecisionKind, Meeting, Source
from indexer.settings import Settings
from search_ui.answer import Question
from search_ui.search.service import Search
from tests.invented import item, meeting

FILLER = "Gubbarna satt kvar en stund och pratade vidare om ditt och datt."
SYNONYMS = {"dagis": ("dagis", "dagisets", "förskola"), "sopor": ("sopor", "soporna", "avfall")}
"""A word, and how an item may have it: by itself, inflected, or by what else means the same."""
WORDS_BY_LEVEL = {
    "upphandling": ("upphandling", "upphandlingen", "direktupphandling", "upphandlingsfrågor"),
    "rapport": ("rapport", "rapporter", "slutrapporten", "rapportmall"),
    "skola": ("skola", "skolorna", "grundskola", "skolbuss"),
    "möte": ("möte", "mötena", "styrelsemötet", "mötesplan"),
    "bidrag": ("bidrag", "bidragen", "lokalbidrag", "bidragsregler"),
    "vatten": ("vatten", "vattnet", "dricksvatten", "vattenledning"),
}
"""A word, and how it may stand in an item: by itself, inflected, as a compound's last part, as another part."""


def found(*meetings: Meeting, query: str) -> list[str]:
    """The titles of what a query finds in these meetings, best first."""
    with tempfile.TemporaryDirectory() as folder:
        where = Settings(minutes=Path(folder), archive=Path(folder) / "archive", index=Path(folder) / "index")
        index = WhooshIndex(where.index)
        index.rebuild(meetings)
        hits = Search(where, index).answer(Question(query=query)).hits
        index.close()
        return [hit.title for hit in hits]


def placed(zone: str, name: str, words: str) -> AgendaItem:
    """An item that has these words in a zone, and is called `name` (in the zone title: begins with it)."""
    decision = Decision(
        id="", text=f"att {words}", kind=DecisionKind.NOTED if zone == "routine" else DecisionKind.DECIDED
    )
    match zone:
        case "title":
            return item(f"{name} {words}", FILLER)
        case "decision" | "routine":
            return msgspec.structs.replace(item(name, FILLER), decisions=(decision,))
        case _:
            return item(name, f"{FILLER} {words}")


@pytest.mark.parametrize("zone", ["title", "decision", "text"])
@settings(max_examples=12)
@given(
    word=st.sampled_from(sorted(WORDS_BY_LEVEL)),
    times=st.lists(st.integers(1, 30), min_size=4, max_size=4),
    order=st.permutations(range(4)),
)
def test_a_nearer_form_ranks_above_a_farther_however_often_that_stands_there(
    zone: str, word: str, times: list[int], order: list[int]
) -> None:
    names = ("Ett", "Två", "Tre", "Fyra")
    forms = WORDS_BY_LEVEL[word]
    items = [placed(zone, names[level], " ".join([forms[level]] * times[level])) for level in order]
    assert [title.split()[0] for title in found(meeting(*items), query=word)] == list(names)


@settings(max_examples=12)
@given(times=st.lists(st.integers(1, 30), min_size=4, max_size=4), order=st.permutations(range(4)))
def test_a_restored_word_ranks_between_an_inflected_and_a_part_of_a_compound(
    times: list[int], order: list[int]
) -> None:
    forms = ("miljö", "miljöerna", "miljo", "arbetsmiljö")
    names = ("Ett", "Två", "Tre", "Fyra")
    items = [item(names[level], f"{FILLER} " + " ".join([forms[level]] * times[level])) for level in order]
    meetings = [
        meeting(
            made,
            date=f"2024-01-0{number + 1}",
            source=Source(file=f"{number}.txt", sha256="0" * 64, ocr_damaged=level == 2),
        )
        for number, (level, made) in enumerate(zip(order, items, strict=True))
    ]
    damaged = [
        meeting if level != 2 else with_damaged_items(meeting) for level, meeting in zip(order, meetings, strict=True)
    ]
    assert found(*damaged, query="miljö") == list(names)


def with_damaged_items(made: Meeting) -> Meeting:
    """The meeting, its items read from pages that lost their letters."""
    items = tuple(msgspec.structs.replace(one, ocr_damaged=True) for one in made.items)
    return msgspec.structs.replace(made, items=items)


@settings(max_examples=20)
@given(
    word=st.sampled_from(sorted(WORDS_BY_LEVEL)),
    level=st.integers(0, 3),
    times=st.lists(st.integers(1, 30), min_size=4, max_size=4),
    order=st.permutations(("title", "decision", "text", "routine")),
)
def test_a_title_ranks_above_a_decision_above_the_text_above_what_was_only_noted(
    word: str, level: int, times: list[int], order: list[str]
) -> None:
    form = WORDS_BY_LEVEL[word][level]
    items = [
        placed(zone, zone.capitalize(), " ".join([form] * count)) for zone, count in zip(order, times, strict=True)
    ]
    ranked = [title.split()[0].lower() for title in found(meeting(*items), query=word)]
    assert ranked == sorted(order, key=lambda zone: -ITEM_ZONES[zone])


@settings(max_examples=15)
@given(st.permutations(range(4)), st.integers(1, 20))
def test_all_of_the_words_rank_above_some_of_them(order: list[int], times: int) -> None:
    texts = (
        "en bro över ån",
        " ".join(["bron"] * times),
        " ".join(["ån"] * times),
        " ".join(["en bro"] * times),
    )
    items = [item(f"Ärende {number}", f"{FILLER} {texts[number]}") for number in order]
    assert found(meeting(*items), query="bro ån")[0] == "Ärende 0"


@settings(max_examples=10)
@given(st.permutations([f"20{year:02}-03-01" for year in range(10, 16)]))
def test_of_equals_the_newest_comes_first(dates: list[str]) -> None:
    meetings = [meeting(item(f"Bron {date}", FILLER), date=date) for date in dates]
    assert found(*meetings, query="bron") == [f"Bron {date}" for date in sorted(dates, reverse=True)]


@settings(max_examples=10)
@given(st.integers(1, 30), st.booleans())
def test_recency_outweighs_no_better_match(times: int, newer_first: bool) -> None:
    old = meeting(item("Bron", FILLER), date="1999-01-01")
    new = meeting(item("Annat", f"{FILLER} " + "broarna " * times), date="2025-01-01")
    assert found(*((new, old) if newer_first else (old, new)), query="bron") == ["Bron", "Annat"]


@pytest.mark.parametrize(
    ("name", "other"),
    [("Nanjing", "Nanj"), ("Åsa", "Asa"), ("Thorén", "Thoren"), ("Ask", "Askar"), ("Berg", "Bergen"), ("Ek", "Eken")],
)
@pytest.mark.parametrize("times", [1, 20])
def test_a_name_is_outranked_by_no_word_that_is_like_it(name: str, other: str, times: int) -> None:
    named = item("Rätt", f"{FILLER} Besök i {name}.")
    like = item("Likt", f"{FILLER} " + f"Om {other}. " * times)
    assert found(meeting(like, named), query=name)[0] == "Rätt"


@settings(max_examples=15)
@given(
    pair=st.sampled_from(
        [("forskola", "förskola"), ("radhus", "rådhus"), ("halsa", "hälsa"), ("Sodertalje", "Södertälje")]
    ),
    times=st.integers(1, 30),
    order=st.booleans(),
)
def test_what_is_typed_without_marks_finds_below_what_is_written_so(
    pair: tuple[str, str], times: int, order: bool
) -> None:
    typed, meant = pair
    items = [item("Skrivet", f"{FILLER} {typed}"), item("Menat", f"{FILLER} " + f"{meant} " * times)]
    assert found(meeting(*(items if order else items[::-1])), query=typed) == ["Skrivet", "Menat"]


@pytest.mark.parametrize("query", ["upphandling", "rapport skola"])
def test_a_page_of_hits_continues_where_the_page_before_it_ended(query: str) -> None:
    items = [item(f"Ärende {n}", f"{FILLER} rapport om upphandling i skola nummer {n % 7}") for n in range(40)]
    with tempfile.TemporaryDirectory() as folder:
        where = Settings(minutes=Path(folder), archive=Path(folder) / "archive", index=Path(folder) / "index")
        index = WhooshIndex(where.index)
        index.rebuild([meeting(*items)])
        search = Search(where, index)
        whole = [hit.id for hit in search.answer(Question(query=query, limit=40)).hits]
        pages = [search.answer(Question(query=query, limit=7, offset=at)).hits for at in range(0, 40, 7)]
        assert [hit.id for page in pages for hit in page] == whole
        assert index.count(Word("rapport")) == 40


@pytest.mark.parametrize("zone", ["title", "decision", "text"])
@pytest.mark.parametrize("word", list(SYNONYMS))
@settings(max_examples=6)
@given(repeated=st.integers(1, 30), others=st.integers(0, 12))
def test_a_synonym_stands_below_every_form_of_the_word(zone: str, word: str, repeated: int, others: int) -> None:
    itself, inflected, synonym = SYNONYMS[word]
    items = [
        placed(zone, "synonym", " ".join([synonym] * repeated)),
        placed(zone, "inflected", inflected),
        placed(zone, "itself", itself),
        *(placed(zone, f"other {number}", itself) for number in range(others)),
    ]
    ranked = [title.split()[0] for title in found(meeting(*items), query=word)]
    assert ranked[-2:] == ["inflected", "synonym"]
    assert set(ranked[:-2]) <= {"itself", "other"}
