"""Compounds: where words are cut, and which are none."""

from __future__ import annotations

import pytest

from indexer.swedish.compounds import cuts
from indexer.swedish.terms import parts_of


@pytest.mark.parametrize(
    ("word", "cut"),
    [
        ("bostadsförsörjningsrapporten", "bostads+försörjnings+rapporten"),
        ("arbetsmarknadsområdet", "arbets+marknads+området"),
        ("transportinfrastrukturplan", "transport+infrastruktur+plan"),
        ("kvinnojourer", "kvinno+jourer"),
        ("laddstolpar", "ladd+stolpar"),
        ("processtöd", "process+stöd"),
        ("kommundirektörmöte", "kommun+direktör+möte"),
        ("elnätsavgift", "el+näts+avgift"),
        ("halvårsrapport", "halv+års+rapport"),
        ("riksdagsbeslut", "riksdags+beslut"),
        ("destinationsnätverket", "destinations+nätverket"),
        ("it-säkerhet", "it+säkerhet"),
        ("tjänstemännen", "tjänste+männen"),
        ("serveringstillstånd", "serverings+tillstånd"),
    ],
)
def test_a_compound_is_cut_between_its_words(word: str, cut: str) -> None:
    assert "+".join(word[part.start : part.end] for part in parts_of(word)) == cut


@pytest.mark.parametrize(
    ("word", "cut"),
    [
        ("kommunfullmäktiges", "kommun+fullmäktiges"),
        ("kommunfullmäktigeledamot", "kommun+fullmäktige+ledamot"),
        ("årsredovisningarna", "års+redovisningarna"),
        ("delårsrapporten", "delårs+rapporten"),
        ("orosanmälningar", "oros+anmälningar"),
        ("sjuksköterskornas", "sjuk+sköterskornas"),
    ],
)
def test_a_word_that_the_list_cuts_is_cut_in_every_form(word: str, cut: str) -> None:
    assert "+".join(word[part.start : part.end] for part in parts_of(word)) == cut


def test_every_line_of_the_list_of_cuts_is_a_word_that_is_cut() -> None:
    assert [first + last for first, lasts in cuts().items() for last in lasts if not parts_of(first + last)] == []


@pytest.mark.parametrize(
    "word",
    [
        *("styrelse", "protokoll", "undersökning", "återrapportering", "samverkan", "medlemmarna", "kulturen"),
        *("handlade", "nätverket", "plattform", "riksdagen", "fullmäktige", "tydliggöra", "fastställa", "kartläggning"),
        *("helsingborg", "ängelholm", "lindqvist", "sköldbäck", "storgatan", "danielsson", "rantamäki", "möte", "år"),
        *("bilaga", "bokslut", "proposition", "synpunkter", "ordförandeskapet", "egendomen"),
    ],
)
def test_a_word_that_is_one_thing_stays_whole(word: str) -> None:
    assert parts_of(word) == ()


def test_all_forms_of_a_word_are_cut_alike() -> None:
    cuts = {parts_of(form)[-1].start for form in ("styrelsemöte", "styrelsemötet", "styrelsemötenas")}
    assert cuts == {len("styrelse")}
