"""What every engine promises: the port's contract, run on each of ENGINES."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.errors import NoSuchIndex
from indexer.index.deadline import Deadline
from indexer.index.port import Index
from indexer.index.query import (
    All,
    And,
    Dates,
    Filter,
    Fuzzy,
    Not,
    Or,
    Phrase,
    Prefer,
    Prefix,
    Query,
    Suffix,
    Synonyms,
    Tiers,
    Word,
)
from indexer.model import digest
from tests.engines import EVERY_ENGINE, opened
from tests.invented import item, meeting

SCHOOL = meeting(
    item("Skolskjuts", "Reglerna för skolskjuts ändras. Eleverna reser med buss.", decisions=("att anta reglerna",)),
    item("Budget 2025", "Nämnden går igenom budgeten.", decisions=("att tacka för informationen",)),
    item("Ny idrottshall", "Hallen upphandlas. Direktupphandling är inte möjlig.", decisions=("att bygga en hall",)),
    date="2024-04-19",
    people=("Sven Påhittad", "Åsa Exempel"),
)
ROADS = meeting(
    item(
        "Cykelväg längs ån",
        "En cykelväg byggs. Bussen går som förut.",
        decisions=("att bygga en cykelväg",),
        number="§ 12",
    ),
    item("Lekplats", "Skolskjutsen stannar vid lekplatsen.", presenters=("Åsa Exempel, ingenjör",), number="13."),
    date="2025-02-03",
    organ="Vägnämnden",
    people=("Åsa Exempel",),
)


ALL = ["Cykelväg längs ån", "Lekplats", "Skolskjuts", "Budget 2025", "Ny idrottshall"]


@pytest.fixture(params=EVERY_ENGINE)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Index]:
    """An index in which nothing is yet."""
    with opened(request, request.param, tmp_path / "index") as index:
        yield index


@pytest.fixture
def index(empty: Index) -> Index:
    """An index of two meetings."""
    empty.update([SCHOOL, ROADS])
    return empty


def titles(index: Index, query: Query, **options: str) -> list[str]:
    """The titles of what a query finds."""
    return [hit.stored_item.item.title for hit in index.search(query, **options).hits]  # type: ignore[arg-type]


def test_an_index_that_was_never_made_says_which_command_makes_it(empty: Index) -> None:
    with pytest.raises(NoSuchIndex, match="protokoll index"):
        empty.search(All())


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (Word("skolskjuts"), ["Skolskjuts", "Lekplats"]),
        (Word("SKOLSKJUTS"), ["Skolskjuts", "Lekplats"]),
        (Word("saknas"), []),
        (And((Word("buss"), Word("elever"))), ["Skolskjuts"]),
        (Or((Word("lekplats"), Word("budget"))), ["Lekplats", "Budget 2025"]),
        (And((Word("bygga"), Not(Word("cykelväg")))), ["Ny idrottshall"]),
        (Not(Or((Word("bygga"), Word("budget")))), ["Lekplats", "Skolskjuts"]),
        (Phrase(("reser", "med", "buss")), ["Skolskjuts"]),
        (Phrase(("buss", "med", "reser")), []),
        (Phrase(("reglerna", "ändras"), distance=2), ["Skolskjuts"]),
        (Phrase(("ändras", "reglerna"), distance=2), ["Skolskjuts"]),
        (Phrase(("reglerna", "buss"), distance=1), []),
        (Phrase(("ny", "idrottshall"), "title"), ["Ny idrottshall"]),
        (Phrase(("reser", "med"), "title"), []),
        (Phrase(("skolskjuts", "ändras"), "text"), ["Skolskjuts"]),
        (Phrase(("Åsa", "Exempel"), "person"), ALL),
        (Phrase(("Åsa", "Exempel"), "presenters"), ["Lekplats"]),
        (Phrase(("Exempel", "Sven"), "person", distance=0), []),
        (Phrase(("Påhittade", "nämnden"), "organization"), ["Skolskjuts", "Budget 2025", "Ny idrottshall"]),
        (Phrase(("Påhittade", "nämnden")), []),
        (Word("12", "number"), ["Cykelväg längs ån"]),
        (Word("§ 12", "number"), ["Cykelväg längs ån"]),
        (Word("13", "number"), ["Lekplats"]),
        (Prefix("cykel"), ["Cykelväg längs ån"]),
        (Suffix("upphandling"), ["Ny idrottshall"]),
        (Fuzzy("lekplast", 1), ["Lekplats"]),
        (Word("skolskjuts", "title"), ["Skolskjuts"]),
        (Word("informationen", "decision"), ["Budget 2025"]),
        (Word("exempel", "person"), ALL),
        (Word("exempel", "presenters"), ["Lekplats"]),
        (Word("vägnämnden", "organization"), ["Cykelväg längs ån", "Lekplats"]),
        (Filter("year", ("2024",)), ["Skolskjuts", "Budget 2025", "Ny idrottshall"]),
        (
            Filter("year", ("2024", "2025")),
            ["Cykelväg längs ån", "Lekplats", "Skolskjuts", "Budget 2025", "Ny idrottshall"],
        ),
        (Filter("kind", ("noted",)), ["Budget 2025"]),
        (Dates("2025-01-01", None), ["Cykelväg längs ån", "Lekplats"]),
        (Dates(None, "2024-04-19"), ["Skolskjuts", "Budget 2025", "Ny idrottshall"]),
        (And((Word("buss"), Dates("2025-01-01", "2025-12-31"))), ["Cykelväg längs ån"]),
        (Synonyms(Word("gymnastiksal"), (Word("idrottshall"),)), ["Ny idrottshall"]),
        (And(()), ALL),
        (Or(()), []),
    ],
    ids=lambda value: str(value) if not isinstance(value, list) else "",
)
def test_a_query_finds_the_items_that_answer_it(index: Index, query: Query, found: list[str]) -> None:
    assert sorted(titles(index, query)) == sorted(found)


@pytest.mark.parametrize(
    ("query", "has_marks"),
    [
        (Word("vägnämnden", "organization"), False),
        (Phrase(("Påhittade", "nämnden"), "organization"), False),
        (Prefix("vägn", "organization"), False),
        (Word("1", "number"), False),
        (Word("skolskjuts", "title"), True),
        (Phrase(("ny", "idrottshall"), "title"), True),
    ],
    ids=str,
)
def test_what_says_where_an_item_stands_marks_nothing(index: Index, query: Query, *, has_marks: bool) -> None:
    found = index.search(query)
    assert bool(found.keys or found.phrases) == has_marks


def test_an_item_about_the_word_stands_above_one_that_mentions_it(index: Index) -> None:
    assert titles(index, Word("skolskjuts")) == ["Skolskjuts", "Lekplats"]


def test_the_total_is_exact_and_a_page_is_a_slice_of_the_whole(index: Index) -> None:
    whole = [hit.stored_item.item.id for hit in index.search(All(), limit=100).hits]
    for offset in range(6):
        page = index.search(All(), offset=offset, limit=2)
        assert page.total == 5
        assert [hit.stored_item.item.id for hit in page.hits] == whole[offset : offset + 2]


def test_newest_and_oldest_are_by_date_and_within_a_meeting_as_printed(index: Index) -> None:
    school, roads = ["Skolskjuts", "Budget 2025", "Ny idrottshall"], ["Cykelväg längs ån", "Lekplats"]
    assert titles(index, All(), order="newest") == roads + school
    assert titles(index, All(), order="oldest") == school + roads


def test_a_facet_counts_the_hits_that_are_left_when_it_is_chosen(index: Index) -> None:
    for query in (All(), Word("bygga"), Word("buss")):
        for name, values in index.search(query).facets.items():
            for value, _, count in values:
                assert index.count(And((query, Filter(name, (value,))))) == count, (query, name, value)


def test_a_facet_spells_its_values_as_the_minutes_do(index: Index) -> None:
    facets = index.search(All()).facets
    assert facets["organization"][0] == ("pahittade-namnden", "Påhittade nämnden", 3)
    assert facets["person"][0] == ("asa-exempel", "Åsa Exempel", 5)


def test_a_meeting_put_again_takes_the_place_of_the_first(index: Index) -> None:
    index.update([meeting(item("Skolskjuts i nya banor"), date="2024-04-19")])
    assert titles(index, Word("skolskjuts")) == ["Skolskjuts i nya banor", "Lekplats"]
    assert index.count(All()) == 3


def test_a_removed_meeting_is_found_no_more(index: Index) -> None:
    index.update([], remove=[SCHOOL.id])
    assert titles(index, All()) == ["Cykelväg längs ån", "Lekplats"]
    assert index.stored_item(f"{SCHOOL.id}/1") is None
    assert list(index.digests()) == [ROADS.id]
    assert not index.suggest("idrotts")
    assert {value for value, *_ in index.search(All()).facets["person"]} == {"asa-exempel"}


def test_removing_what_is_not_there_changes_nothing(index: Index) -> None:
    index.update([], remove=["finns-inte/2024-01-01"])
    assert index.count(All()) == 5


def test_a_failed_batch_changes_nothing(index: Index) -> None:
    def batch() -> Iterator[object]:
        yield meeting(item("Ny fråga"), date="2025-03-03")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        index.update(batch())  # type: ignore[arg-type]
    assert index.count(All()) == 5
    index.update([meeting(item("Ny fråga"), date="2025-03-03")])
    assert index.count(All()) == 6


def test_rebuilding_holds_just_what_was_given(index: Index) -> None:
    index.rebuild([ROADS])
    assert titles(index, All()) == ["Cykelväg längs ån", "Lekplats"]


def test_rebuilding_gives_the_same_answers_as_indexing_bit_by_bit(index: Index) -> None:
    one_by_one = index.search(All(), limit=100)
    index.rebuild([ROADS, SCHOOL])
    assert index.search(All(), limit=100).hits == one_by_one.hits


def test_the_generation_changes_with_what_can_be_found(index: Index) -> None:
    before = index.generation
    index.update([meeting(item("Ny fråga"), date="2025-03-03")])
    assert index.generation != before


def test_an_item_is_had_by_its_id(index: Index) -> None:
    stored_item = index.stored_item(f"{ROADS.id}/2")
    assert stored_item is not None
    assert stored_item.item.title == "Lekplats"
    assert (stored_item.organization, stored_item.date, stored_item.file) == (
        "Vägnämnden",
        "2025-02-03",
        "2025-02-03.txt",
    )


def test_suggestions_are_words_of_the_items_most_used_first(index: Index) -> None:
    words = [suggestion.text for suggestion in index.suggest("sko")]
    assert "skolskjuts" in words
    assert all(word.startswith("sko") for word in words)


def test_suggestions_do_not_ask_for_marks_but_heed_them(index: Index) -> None:
    assert [suggestion.text for suggestion in index.suggest("namnd")] == ["nämnden"]
    assert [suggestion.text for suggestion in index.suggest("lang")] == ["längs"]
    assert index.suggest("längs")[0].text == "längs"


def test_titles_are_suggested_by_their_beginning_then_by_their_later_words(index: Index) -> None:
    assert [(title.text, title.kind) for title in index.titles("lekp")] == [("Lekplats", "title")]
    assert [title.text for title in index.titles("an")] == ["Cykelväg längs ån"]
    assert [title.text for title in index.titles("idrotts")] == ["Ny idrottshall"]
    assert index.titles("idrottshall i") == ()


def test_a_question_whose_time_is_up_finds_nothing_and_the_deadline_tells(index: Index) -> None:
    deadline = Deadline(0.0, clock=lambda: 1.0)
    assert index.search(Word("buss"), deadline=deadline).total == 0
    assert deadline.struck
    assert index.count(Word("buss"), deadline=deadline) == 0
    assert index.count(Word("buss")) == 2


def test_a_misspelled_word_has_neighbours_that_the_items_use(index: Index) -> None:
    assert index.similar_words("budegt")[0].text == "budget"


def test_what_was_sought_comes_back_as_keys_to_mark(index: Index) -> None:
    found = index.search(And((Word("buss"), Not(Word("cykelväg")))))
    assert set(found.keys.values()) == {"buss"}


def test_a_meeting_without_items_is_kept_and_hinders_nothing(index: Index) -> None:
    index.update([meeting(date="2025-05-05")])
    assert index.count(All()) == 5
    assert len(index.digests()) == 3


@pytest.mark.parametrize("engine", EVERY_ENGINE)
def test_an_engine_that_is_to_mend_itself_is_made_of_the_truth(
    request: pytest.FixtureRequest, tmp_path: Path, engine: str
) -> None:
    where = tmp_path / engine
    (where / "gen-000001").mkdir(mode=0o700, parents=True)
    where.chmod(0o700)
    with opened(request, engine, where, truth=lambda: [SCHOOL, ROADS]) as index:
        assert index.count(All()) == 5


def test_words_that_stand_together_are_preferred(index: Index) -> None:
    both = Or((Word("bussen"), Word("cykelväg")))
    apart = {hit.stored_item.item.title: hit.score for hit in index.search(both).hits}
    preferred = index.search(Prefer(both, Phrase(("cykelväg", "byggs"), distance=2)))
    assert preferred.total == len(apart)
    for hit in preferred.hits:
        title = hit.stored_item.item.title
        assert (hit.score > apart[title]) is (title == "Cykelväg längs ån")


def test_a_phrase_scores_as_its_words_do(index: Index) -> None:
    (phrase,) = index.search(Phrase(("reser", "med", "buss"))).hits
    (words,) = index.search(And((Word("reser"), Word("med"), Word("buss")))).hits
    assert phrase.score == words.score


def test_a_tier_stands_below_the_one_before_however_well_it_scores(index: Index) -> None:
    tiers = Tiers((Word("lekplatsen"), Word("skolskjuts"), All()))
    found = index.search(tiers)
    assert [hit.stored_item.item.title for hit in found.hits][:2] == ["Lekplats", "Skolskjuts"]
    assert found.total == 5
    scores = [hit.score for hit in found.hits]
    assert scores == sorted(scores, reverse=True)


def test_an_item_by_a_synonym_stands_below_one_by_the_word(index: Index) -> None:
    by_word, by_synonym = (
        {hit.stored_item.item.title: hit.score for hit in index.search(query).hits}
        for query in (Word("lekplats"), Synonyms(Word("saknas"), (Word("lekplats"),)))
    )
    assert by_synonym.keys() == by_word.keys()
    assert all(score < by_word[title] for title, score in by_synonym.items())


def test_equals_stand_newest_first_then_as_printed(index: Index) -> None:
    assert titles(index, All()) == ["Cykelväg längs ån", "Lekplats", "Skolskjuts", "Budget 2025", "Ny idrottshall"]


def test_what_a_pattern_stands_for_is_cut_to_the_words_most_used_and_that_is_said(index: Index) -> None:
    many = [item(f"Ärende {n}", f"qx{n:03} qxvanlig") for n in range(210)]
    index.update([meeting(*many, date="2025-06-05")])
    found = index.search(Prefix("qx"), limit=300)
    assert found.cut == ("qx*",)
    assert found.total == 210
    assert index.search(Prefix("skol")).cut == ()


def test_what_marks_a_phrase_comes_back_apart_from_what_marks_a_word(index: Index) -> None:
    phrase = Phrase(("reser", "med", "buss"))
    found = index.search(And((phrase, Word("skolskjuts"))))
    assert set(found.keys.values()) == {"skolskjuts"}
    assert set(found.phrases) == {phrase}
    assert [f"={word}" in keys for word, keys in zip(phrase.words, found.phrases[phrase], strict=True)] == [True] * 3


def test_who_is_pinned_reads_one_generation_whatever_is_published_meanwhile(index: Index) -> None:
    counts: list[int] = []
    with index.pinned():
        before = index.generation
        index.update([], remove=[ROADS.id])
        assert (index.generation, index.count(All())) == (before, 5)
        assert index.stored_item(f"{ROADS.id}/1") is not None
        other = threading.Thread(target=lambda: counts.append(index.count(All())))
        other.start()
        other.join()
    assert counts == [3]
    assert index.generation != before
    assert index.count(All()) == 3


def test_the_digests_are_those_of_the_meetings_and_verifying_gives_the_same(index: Index) -> None:
    assert dict(index.digests()) == {each.id: digest(each) for each in (SCHOOL, ROADS)}
    assert dict(index.verify()) == dict(index.digests())


def test_an_index_as_it_was_written_is_not_degraded(index: Index) -> None:
    assert index.count(All()) == 5
    assert index.degraded_reason is None


def test_a_term_is_in_the_dictionary_as_long_as_a_meeting_has_it(index: Index) -> None:
    for key in ("=skolskjuts", "=påhittad", "~idrottshall"):
        assert index.contains_term(key)
    assert not index.contains_term("=skolskj")
    index.update([], remove=[SCHOOL.id])
    assert index.contains_term("~skolskjuts")
    assert not index.contains_term("=påhittad")


def test_the_terms_of_one_meeting_are_those_that_no_other_has(index: Index) -> None:
    only = index.terms_only_in(SCHOOL)
    assert {"=idrottshall", "=påhittad", "=elever"} & only == {"=idrottshall", "=påhittad"}
    assert not {"=åsa", "=exempel", "~skolskjuts", "=bygga"} & only


def test_when_it_was_made_is_told_in_utc(index: Index) -> None:
    assert index.made[:2] == "20"
    assert index.made.endswith("Z")


def test_what_was_asked_before_is_answered_alike(index: Index) -> None:
    query = And((Or((Word("buss"), Word("bygga"))), Not(Word("cykelväg"))))
    assert index.search(query) == index.search(query)
    index.update([], remove=[SCHOOL.id])
    assert index.search(query).total == 0


def test_a_meeting_without_a_date_is_indexed_like_any_other(empty: Index) -> None:
    empty.update([meeting(item("Odaterad fråga"), date="")])
    assert titles(empty, Word("odaterad")) == ["Odaterad fråga"]
    empty.update([SCHOOL, meeting(item("Odaterad väg"), date="", organ="Vägnämnden")])
    assert sorted(titles(empty, Word("odaterad"))) == ["Odaterad fråga", "Odaterad väg"]
    assert len(titles(empty, Dates("2024-01-01", None))) == 3
