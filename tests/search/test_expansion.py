"""Expansion: how much of what was asked an item must have, and what is taken for what."""

from __future__ import annotations

import datetime
import tempfile
from pathlib import Path

import msgspec
import pytest

from indexer.index.engines.memory_index import MemoryIndex
from indexer.model import AgendaItem, Decision, DecisionKind, Meeting
from indexer.settings import Settings
from search_ui.answer import Answer, Question
from search_ui.search.service import Search
from tests.invented import item, meeting


def asked(query: str, *meetings: Meeting, strict: bool = False) -> Answer:
    index = MemoryIndex()
    index.rebuild(meetings)
    with tempfile.TemporaryDirectory() as folder:
        where = Settings(minutes=Path(folder), archive=Path(folder) / "archive", index=Path(folder) / "index")
        search = Search(where, index, today=lambda: datetime.date(2026, 11, 21))
        return search.answer(Question(query=query, strict=strict))


def titles(query: str, *names: str) -> list[str]:
    return [hit.title for hit in asked(query, meeting(*map(item, names))).hits]


# How much must be met


def test_what_a_compound_ends_in_is_not_the_compound() -> None:
    found = titles("Vintergatsområdet", "Plan för området", "Parkering i området", "Bänkar vid Vintergatan")
    assert found == ["Bänkar vid Vintergatan"]


def test_a_telling_word_at_the_end_of_a_compound_is_near_it() -> None:
    assert titles("krisberedskap", "Beredskap vid storm", "Bänkar i parken") == ["Beredskap vid storm"]


def test_less_than_half_of_what_was_asked_is_no_answer() -> None:
    found = titles("lekplats gunga Björkdungen", "Ny lekplats med gunga", "En gunga", "Björkdungen får en lekplats")
    assert set(found) == {"Ny lekplats med gunga", "Björkdungen får en lekplats"}


def test_what_a_lone_word_means_at_its_widest_is_met_in_titles_alone_and_that_is_said() -> None:
    noted = [item(f"Ärende {number}", text="Det gäller ett hus.") for number in range(40)]
    found = asked("kåk", meeting(item("Ett gult hus säljs"), *noted))
    assert [hit.title for hit in found.hits] == ["Ett gult hus säljs"]
    assert [(one.code, one.args["words"]) for one in found.remarks] == [("answer.also_searched_titles", ("hus",))]


def test_what_means_the_same_is_met_everywhere_however_common() -> None:
    noted = [item(f"Ärende {number}", text="Anna Ek valdes till suppleant.") for number in range(40)]
    assert asked("ersättare", meeting(*noted)).total == 40


@pytest.mark.parametrize(("typed", "part"), [("krisberedskap", "beredskap"), ("ställplats", "plats")])
def test_a_part_that_stands_in_many_items_is_no_answer_to_a_lone_word(typed: str, part: str) -> None:
    many = [item(f"Om {part} etapp {number}") for number in range(40)]
    assert asked(typed, meeting(*many)).total == 0
    assert asked(typed, meeting(item(f"Om {typed}"), *many)).total == 1


OTHERS = [item(f"Ärende {number}") for number in range(80)]


def test_a_word_that_hardly_anyone_writes_is_not_held_against_an_item_and_a_name_is() -> None:
    parks = [item(f"Skötsel av parken etapp {number}") for number in range(12)]
    found = asked("gungställning parken", meeting(item("Gungställning"), *parks, *OTHERS))
    assert (found.hits[0].title, found.total) == ("Gungställning", 13)
    found = asked("Zorkaby parken", meeting(item("Bänkar i Zorkaby"), *parks, *OTHERS))
    assert [hit.title for hit in found.hits] == ["Bänkar i Zorkaby"]


def test_of_items_with_only_the_common_word_those_that_mention_it_are_no_answer() -> None:
    mentions = [item(f"Annat {number}", "I parken.") for number in range(12)]
    found = asked("gungställning parken", meeting(item("Gungställning"), item("Parken"), *mentions, *OTHERS))
    assert [hit.title for hit in found.hits] == ["Gungställning", "Parken"]


def test_an_item_that_lacks_a_weak_word_is_an_answer() -> None:
    assert titles("vad kostar nya simhallen", "Simhallen", "Nya bänkar") == ["Simhallen"]


def test_a_question_is_asked_without_the_words_it_is_asked_with() -> None:
    whole = asked("hur går det med simhallen", meeting(item("Simhallen"), item("Det går bra")))
    assert ([hit.title for hit in whole.hits], whole.complete) == (["Simhallen"], 1)


def test_a_word_with_a_small_one_is_another_thing_than_the_word_alone() -> None:
    assert titles("hemlösa", "Människor utan bostad", "Detaljplan för bostäder") == ["Människor utan bostad"]


def test_the_words_of_a_question_alone_are_sought() -> None:
    assert titles("gäller", "Avtalet gäller till maj", "Simhallen") == ["Avtalet gäller till maj"]


def test_words_typed_apart_find_their_compound_also_beside_words_that_are_missing() -> None:
    assert titles("hur söker jag bygglovs ärende", "Nytt bygglovsärende", "Ärende om gunga") == ["Nytt bygglovsärende"]


# What is taken for what


def test_a_misspelt_word_is_answered_at_once_and_what_was_typed_is_a_click_away() -> None:
    answer = asked("bibliotekk", meeting(item("Bibliotek"), item("Simhallen")))
    assert [hit.title for hit in answer.hits] == ["Bibliotek"]
    assert (answer.did_you_mean, answer.as_typed) == ("bibliotek", '"bibliotekk"')
    assert answer.remarks[0].text == 'Visar träffar för bibliotek. Sök i stället efter "bibliotekk".'
    assert asked('"bibliotekk"', meeting(item("Bibliotek"))).hits == ()


@pytest.mark.parametrize(
    ("typed", "meant"), [("fordjupad oversiktsplan", "fördjupad översiktsplan"), ("valdsbrott", "våldsbrott")]
)
def test_a_word_that_lost_its_marks_is_put_right_where_nothing_has_it_so(typed: str, meant: str) -> None:
    assert asked(typed, meeting(item("Fördjupad översiktsplan"), item("Våldsbrott"))).did_you_mean == meant
    assert asked(typed, meeting(item(typed), item(meant))).did_you_mean is None


@pytest.mark.parametrize(("typed", "rarer"), [("länge", "långe"), ("hackad", "hakad")])
def test_a_common_word_is_not_taken_for_a_rarer_one(typed: str, rarer: str) -> None:
    assert asked(typed, meeting(item(f"{rarer.capitalize()} bänkar"))).did_you_mean is None


def test_a_name_that_no_minutes_have_is_not_taken_for_a_rarer_word() -> None:
    assert asked("Hagabion", meeting(item("Träden i Haga"), item("Lekplats"))).did_you_mean is None


def test_a_name_in_another_form_is_no_misspelling() -> None:
    answer = asked("Zorkabys", meeting(item("Bänkar i Zorkaby"), item("Zorkad")))
    assert ([hit.title for hit in answer.hits], answer.as_typed) == (["Bänkar i Zorkaby"], None)


def test_one_misspelt_word_among_several_is_put_right() -> None:
    answer = asked("nytt bibliotekk i Björkdungen", meeting(item("Nytt bibliotek i Björkdungen")))
    assert (answer.total, answer.did_you_mean) == (1, "nytt bibliotek i Björkdungen")


def test_names_that_grew_together_are_taken_apart() -> None:
    answer = asked("gamlabjörkdungen", meeting(item("Bänkar i gamla Björkdungen")))
    assert (answer.total, answer.did_you_mean) == (1, "gamla björkdungen")


def test_whoever_is_strict_is_told_and_not_corrected() -> None:
    answer = asked("bibliotekk", meeting(item("Bibliotek")), strict=True)
    assert (answer.total, answer.did_you_mean, answer.as_typed) == (0, "bibliotek", None)


@pytest.mark.parametrize("word", ["inspektionsbrunn", "lekskulptur", "gungställning"])
def test_a_rare_word_that_the_minutes_have_is_left_alone(word: str) -> None:
    assert asked(word, meeting(item(word.capitalize()), item("Lekskulpturer"))).as_typed is None


def test_an_english_word_with_a_swedish_one_is_not_taken_for_a_slip() -> None:
    answer = asked("public transport", meeting(item("Kollektivtrafik"), item("Publiken")))
    assert ([hit.title for hit in answer.hits], answer.as_typed) == (["Kollektivtrafik"], None)


# Numbers and days


@pytest.mark.parametrize(
    "typed", ["§ 2 29 februari 2024", "29 februari 2024 § 2", "§ 2 2024-02-29", "KF 2024-02-29 § 2"]
)
def test_a_day_beside_a_number_is_that_of_its_meeting(typed: str) -> None:
    other = meeting(item("Ett", number="§ 1"), item("Annat", number="§ 2"), date="2024-03-21")
    right = meeting(item("Ett", number="§ 1"), item("Detta", number="§ 2"), date="2024-02-29")
    assert [hit.title for hit in asked(typed, other, right).hits] == ["Detta"]


def test_the_item_of_a_number_stands_above_those_that_mention_it() -> None:
    found = asked("§ 2", meeting(item("Ett § 2", "§ 2 § 2", number="§ 1"), item("Detta", number="§ 2")))
    assert [hit.title for hit in found.hits] == ["Detta", "Ett § 2"]


def test_a_reference_grown_together_with_its_register_is_found() -> None:
    found = asked(
        "ABC202300906", meeting(item("Detta", reference="ABC-2023-00906"), item("Annat", reference="ABC-2023-00907"))
    )
    assert [hit.title for hit in found.hits] == ["Detta"]


# What stands above what


def test_a_matters_own_item_stands_above_a_list_that_names_it_often() -> None:
    many = "Simhallen simhallen simhallen. " * 9
    assert titles_of(item("Förteckning över anmälningsärenden", many), item("Badet", "Om simhallen")) == [
        "Badet",
        "Förteckning över anmälningsärenden",
    ]


def test_what_decides_stands_above_what_puts_off() -> None:
    postponed = Decision(id="", text="att bordlägga ärendet", kind=DecisionKind.DEFERRED)
    decided = Decision(id="", text="att bifalla ärendet", kind=DecisionKind.APPROVED)
    first = meeting(msgspec.structs.replace(item("Simhallen"), decisions=(decided,)), date="2024-02-01")
    later = meeting(msgspec.structs.replace(item("Simhallen"), decisions=(postponed,)), date="2024-03-01")
    assert [hit.meeting.date for hit in asked("simhallen", later, first).hits] == ["2024-02-01", "2024-03-01"]


def titles_of(*items: AgendaItem) -> list[str]:
    return [hit.title for hit in asked("simhallen", meeting(*items)).hits]
