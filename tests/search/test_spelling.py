"""Did you mean, and suggestions: always words that have hits, and the likeliest of them."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from indexer.index.engines.memory_index import MemoryIndex
from indexer.index.engines.whoosh_index import WhooshIndex
from indexer.index.port import Suggestion
from indexer.settings import Settings
from indexer.swedish.lexicon import Flag, LexiconForm, lexicon
from search_ui.answer import Answer, Question
from search_ui.search.facets import MOST_VALUES
from search_ui.search.service import Search
from search_ui.search.spelling import distance, is_spelled, nearest
from search_ui.search.suggest import is_name
from tests.invented import item, meeting
from tests.shipped import shipped

FILE = Path(__file__).parent / "misspelled.txt"
PAIRS = [tuple(line.split()) for line in FILE.read_text("utf-8").splitlines() if not line.startswith("#")]


def answer(typed: str, **chosen: object) -> Answer:
    return shipped().answer(Question(query=typed, **chosen))  # type: ignore[arg-type]


@pytest.mark.parametrize(("typed", "meant"), PAIRS)
def test_the_word_that_was_meant_is_proposed(typed: str, meant: str) -> None:
    assert answer(typed).did_you_mean == meant


def test_the_table_of_misspellings_is_long() -> None:
    assert len(PAIRS) >= 40


@pytest.mark.parametrize(("typed", "_"), PAIRS[::4])
def test_what_is_proposed_has_hits_and_needs_no_proposal(typed: str, _: str) -> None:
    proposed = answer(typed).did_you_mean
    assert proposed
    again = answer(proposed)
    assert again.complete
    assert again.did_you_mean is None


@pytest.mark.parametrize(
    ("typed", "proposed"),
    [
        ("samverkan krisberdskap", "samverkan krisberedskap"),
        ("Krisberdskap samverkn", "Krisberedskap samverkan"),
        ("titel:krisberdskap", "titel:krisberedskap"),
        ("krisberdskap -film datum:2025", "krisberedskap -film datum:2025"),
        ("krisberdskap film", "krisberedskap film"),
        ("krisberdskap ELLER xyzxyz", "krisberedskap ELLER xyzxyz"),
    ],
)
def test_only_the_word_without_hits_is_put_right_in_its_place(typed: str, proposed: str) -> None:
    assert answer(typed).did_you_mean == proposed


@pytest.mark.parametrize(
    "typed",
    ["krisberedskap", "xyzxyzxyz", "1234567", "krisberdskap datum:1999", "", "*", "-film", "ordförande", "ekonomi"],
)
def test_nothing_is_proposed_that_has_no_hits_or_is_not_needed(typed: str) -> None:
    assert answer(typed).did_you_mean is None


@settings(max_examples=60)
@given(st.text("abdeikmnorstuåäö -", max_size=12))
def test_whatever_is_typed_what_is_proposed_has_hits(typed: str) -> None:
    proposed = answer(typed).did_you_mean
    assert proposed is None or answer(proposed).total


# How far words are from each other


@pytest.mark.parametrize(
    ("typed", "near", "far"),
    [
        ("uphandling", "upphandling", "handling"),
        ("mate", "måte", "mote"),
        ("tjenst", "tjänst", "tjanst"),
        ("sjanst", "tjanst", "bjanst"),
        ("bulsut", "bulust", "bulxxt"),
    ],
)
def test_a_slip_that_swedish_invites_is_nearer(typed: str, near: str, far: str) -> None:
    assert distance(typed, near) < distance(typed, far)


words = st.text("abcdeåäösjtk", max_size=8)


@given(words, words)
def test_slips_are_counted_the_same_both_ways_and_only_between_different_words(one: str, other: str) -> None:
    assert distance(one, other) == pytest.approx(distance(other, one))
    assert (distance(one, other) == 0) == (one == other)


def test_of_equally_near_words_the_more_used_is_likelier() -> None:
    found = nearest("hus", [Suggestion("lus", 1), Suggestion("mus", 9)])
    assert [word.text for word in found] == ["mus", "lus"]


@pytest.mark.parametrize(("word", "spelled"), [("mötet", True), ("férdjupad", False), ("6ppnande", False)])
def test_a_misreading_is_told_from_a_word(word: str, spelled: bool) -> None:
    assert is_spelled(word) is spelled


# Suggestions


def test_a_prefix_is_completed_with_or_without_its_marks() -> None:
    bare = [word.text for word in shipped().suggest("mote")]
    assert "mötesplan" in bare
    assert bare[0] == "mötet"
    assert all(word.startswith("möt") for word in (word.text for word in shipped().suggest("möt")))


def test_no_misreading_is_suggested() -> None:
    suggested = [word.text for prefix in ("f", "m", "ut", "kommun") for word in shipped().suggest(prefix, 50)]
    assert suggested
    assert not [word for word in suggested if not is_spelled(word)]


@pytest.mark.parametrize("typed", ["kris", "samverkan kr", "mote", "civ", "regionplan ak", "SKR"])
def test_every_completion_has_the_hits_it_promises(typed: str) -> None:
    found = shipped().completions(typed)
    assert found
    assert [answer(one.text).complete for one in found] == [one.count for one in found]


def test_words_and_titles_complete_what_is_typed() -> None:
    kinds = {one.text: one.kind for one in shipped().completions("civ")}
    assert kinds == {"civilt": "word", "Civilt försvar och krisberedskap": "title"}


@pytest.mark.parametrize("typed", ["", " ", "*", '"', "xyzxyz", "samverkan xyzx", "-"])
def test_where_nothing_can_be_completed_nothing_is_suggested(typed: str) -> None:
    assert shipped().completions(typed) == ()


# What stands in the way


def test_what_excludes_most_is_named_first() -> None:
    found = answer("titel:krisberedskap film", filters={"year": ("2025",)})
    assert not found.total
    assert (found.without[0].value, found.without[0].label) == ("word", "film")
    for one in found.without:
        assert one.count
    assert [one.count for one in found.without] == sorted((one.count for one in found.without), reverse=True)


def test_a_filter_in_the_way_is_named() -> None:
    found = answer("kvinnojourer", filters={"year": ("2025",)})
    assert [(one.value, one.count) for one in found.without] == [("year", 1)]


# Facets


def test_of_very_many_persons_the_first_are_listed_and_whoever_is_chosen(tmp_path: Path) -> None:
    index = WhooshIndex(tmp_path / "index")
    names = tuple(f"Person {letter}{other}" for letter in "abcdefgh" for other in "abcdefgh")
    index.update([meeting(item("Budget"), people=names)])
    search = Search(Settings(index=tmp_path / "index", archive=tmp_path / "meetings"), index)
    persons = search.answer(Question()).facets["person"]
    assert len(persons) == MOST_VALUES
    last = search.answer(Question(filters={"person": ("person-hh",)})).facets["person"]
    assert last[-1].value == "person-hh"
    assert len(last) == MOST_VALUES + 1


def proposed(typed: str, *texts: str) -> str | None:
    """What is proposed for a question to items with these titles."""
    index = MemoryIndex()
    index.rebuild([meeting(*(item(text) for text in texts))])
    return Search(Settings(), index).answer(Question(query=typed)).did_you_mean


def test_a_reading_of_ocr_is_never_proposed_however_many_items_have_it() -> None:
    assert nearest("férdjupat", [Suggestion("férdjupad", 50)]) == []
    assert proposed("férdjupat", *("En férdjupad plan",) * 5) is None


@pytest.mark.parametrize(
    ("typed", "text", "meant"),
    [
        ("kvrn", "Om kvarnen", "kvarn"),
        ("hust", "Om rusten", "rust"),
        ("möto", "Om mötet", "möte"),
        ("kvrn", "Om karens", None),
    ],
)
def test_of_near_words_one_that_finds_something_is_proposed(typed: str, text: str, meant: str | None) -> None:
    assert proposed(typed, text) == meant


def word_from(number: int) -> LexiconForm:
    """The first form of the lexicon from this number on that is a word by itself, of letters, and of more than four."""
    forms = map(lexicon().numbered, count(number))
    return next(form for form in forms if form.flags & Flag.WORD and form.text.isalpha() and len(form.text) > 4)


FORMS = st.integers(0, 600_000).map(word_from)


@settings(max_examples=80, deadline=None)
@given(form=FORMS, ending=st.sampled_from(["", "s"]), data=st.data())
def test_no_form_of_a_word_of_the_language_is_put_right(form: LexiconForm, ending: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(form.text) - 1))
    near = form.text[:at] + form.text[at + 1 :]
    assert proposed(form.text + ending, *(f"Om {near} och {form.text[:-1]}" for _ in range(9))) is None


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("avslogs", "Motionen avslås"),
        ("avslagits", "Motionen avslås"),
        ("överklagats", "Beslutet överklagas"),
        ("återremitterats", "Ärendet återremitteras"),
        ("vargen", "Ärendet är varken eller"),
        ("läsningen", "Om lösningen"),
        ("krisens", "Om krisen"),
        ("skolskjutsens", "Om skolskjutsarna"),
    ],
)
def test_another_form_or_a_likeness_is_not_what_was_meant(typed: str, text: str) -> None:
    assert proposed(typed, *(text,) * 9) is None


NAMES = st.text(alphabet="abdefgijklmnoprstuvyåäö", min_size=5, max_size=9).map(str.capitalize)


@settings(max_examples=40, deadline=None)
@given(name=NAMES, others=st.lists(st.sampled_from(["därefter", "därför", "kommunen", "kommuner", "mars"]), max_size=5))
def test_a_name_that_stands_in_fifty_items_is_suggested_by_its_first_three_letters(
    name: str, others: list[str]
) -> None:
    assume(is_name(name.lower()))
    begins = [f"{name[:3].lower()}{other}" for other in others]
    texts = [f"{name} talade. {' '.join(begins)} {' '.join(begins)}" for _ in range(50)]
    index = MemoryIndex()
    index.rebuild([meeting(*(item(f"Ärende {number}", text) for number, text in enumerate(texts)))])
    search = Search(Settings(), index)
    assert name.lower() in {one.text for one in search.completions(name[:3].lower())}
    assert name.lower() in {one.text for one in search.suggest(name[:3].lower())}
