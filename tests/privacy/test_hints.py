"""Hints: a text that has anything to mask is never said to have nothing, alone, among others, and in JSON."""

from __future__ import annotations

from itertools import islice

import msgspec
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from indexer import privacy
from indexer.privacy.birthdays import all_told
from indexer.privacy.hints import may_hold, may_tell_birthdays
from indexer.privacy.personnummer import numbers
from tests.privacy.forms import forms, persons, told_forms

FORMS = forms() | told_forms()
PIECES = (
    *(
        "811228",
        "19811228",
        "9874",
        "-",
        "–",
        "|",
        "/",
        "+",
        " ",
        "\n",
        "\r\n",
        "\t",
        "\N{NO-BREAK SPACE}",
        "_",
        ".",
        "·",
    ),
    *(
        "81",
        "12",
        "28",
        "98",
        "74",
        "8l1228",
        "B11228",
        "O",
        "l",
        "S",
        "b",
        "x",
        "å",
        "SE",
        "01",
        "\N{SOFT HYPHEN}",
        "２",
    ),
    *(
        "född",
        "f. ",
        "F.",
        "FÖDD ",
        "fo\u0308dd",
        "f0d. ",
        "pnr ",
        "p.nr",
        "personnummer: ",
        "samordningsnr ",
        "(",
        ")",
        "den ",
    ),
    *("28 december 1981", "28/12 1981", "1981-12-28", "²", "½", "ƒ", "\u200b", '"', "\\", ": ", ","),
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=16).map("".join) | st.text(
    alphabet=st.sampled_from("0123456789 -./|\n\u200bOlSBfödpnr:XÅ") | st.characters(), max_size=40
)

JSON = TEXTS.filter(lambda text: text.isprintable() or not any("\ud800" <= letter <= "\udfff" for letter in text))


@pytest.mark.parametrize("name", FORMS)
def test_a_text_with_something_to_mask_may_hold_something(name: str) -> None:
    for person in islice(persons(len(name)), 12):
        text = f"Ansökan från Alva Påhittad, {FORMS[name](person)}, beviljas."
        assert privacy.masked(text) == text or may_hold(text)
        assert may_hold(text.upper()) or not [*numbers(text.upper()), *all_told(text.upper())]


@examples(max_examples=500)
@given(TEXTS)
def test_where_there_is_a_number_or_a_birthday_there_is_a_hint_of_it(text: str) -> None:
    assert may_hold(text) or not [*numbers(text), *all_told(text)]
    assert may_tell_birthdays(text) or not list(all_told(text))


@examples(max_examples=300)
@given(st.recursive(JSON, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(JSON, inner, max_size=3)))
def test_json_has_nothing_only_where_nothing_below_would_be_masked(value: object) -> None:
    privacy.forget()
    json = msgspec.json.encode(value)
    assert not privacy.has_nothing(json) or privacy.masked_below(value) == value
    assert not privacy.has_nothing(json) or privacy.masked_below(value) == value


def test_ordinary_minutes_hold_nothing_and_are_not_looked_at_again() -> None:
    text = "Den 28 december 2031 fick Brandkåren 1 000 000 kronor (dnr KS 2031/00123), se § 12-14 och 08-123 45 67."
    assert not may_hold(text)
    assert privacy.has_nothing(msgspec.json.encode({"text": text, "id": "n/1981-12-28/98/74"}))


def test_what_was_looked_at_is_forgotten_with_the_rest() -> None:
    json = msgspec.json.encode(["Hemlighetsmakeriet i parken"])
    assert privacy.has_nothing(json)
    privacy.forget()
    assert not privacy._harmless
